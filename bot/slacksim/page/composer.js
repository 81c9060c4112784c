// The field for messages and commands, with what completes them.

import { act, upload } from "./api.js";
import { h } from "./dom.js";
import { failureText, menu, toast } from "./popup.js";
import { store } from "./state.js";
import { said, w } from "./words.js";

const LIST = "completion";

/** Composer is the field under a conversation. */
export class Composer {
  /** sends is called whenever something is being sent. */
  constructor(sends) {
    this.sends = sends;
    this.drafts = new Map();
    this.items = [];
    this.active = 0;
    this.sent = [];
    this.field = h("textarea", {
      id: "message-field", rows: "1", role: "combobox", autocomplete: "off", spellcheck: "false", enterkeyhint: "send",
      aria: { autocomplete: "list", expanded: "false", controls: LIST, haspopup: "listbox", describedby: "composer-hint" },
      on: { input: () => this.typed(), keydown: (e) => this.key(e), beforeinput: (e) => this.line(e), blur: () => this.hide(), click: () => this.complete() },
    });
    this.list = h("div", { id: LIST, class: "list completion", role: "listbox", hidden: true });
    this.hint = h("div", { id: "composer-hint", class: "composer-hint" });
    this.picker = h("input", { type: "file", id: "file-picker", hidden: true, on: { change: () => this.attach() } });
    this.attachButton = h("button", { type: "button", id: "attach-button", class: "icon", on: { click: () => this.picker.click() } }, "+");
    this.shortcutButton = h("button", { type: "button", id: "shortcuts-button", class: "icon", aria: { haspopup: "menu", expanded: "false" }, on: { click: () => this.shortcuts() } }, "⚡");
    this.sendButton = h("button", { type: "button", id: "send-button", class: "icon send", on: { click: () => this.send() } }, "➤");
    this.node = h("div", { class: "composer" }, this.list,
      h("div", { class: "composer-box" }, this.field, h("div", { class: "row" }, this.attachButton, this.shortcutButton, this.picker, h("span", { class: "grow" }), this.sendButton)), this.hint);
  }

  /** update shows the field of a conversation, with the draft that was left there. */
  update(c) {
    const name = c.direct ? c.name : "#" + c.name;
    this.field.placeholder = `${w("messageTo")} ${name}`;
    this.field.setAttribute("aria-label", `${w("messageTo")} ${name}`);
    this.list.setAttribute("aria-label", w("completion"));
    for (const [button, word] of [[this.attachButton, "attach"], [this.shortcutButton, "shortcuts"], [this.sendButton, "send"]]) {
      button.setAttribute("aria-label", w(word));
      button.title = w(word);
    }
    this.attachButton.hidden = !c.direct;
    const key = `${store.user}/${c.id}`;
    if (this.key_ !== key) {
      if (this.key_) this.drafts.set(this.key_, this.field.value);
      this.key_ = key;
      this.set(this.drafts.get(key) ?? "");
    }
    this.sendButton.disabled = this.field.value.trim() === "";
    this.showHint();
  }

  set(value) {
    this.field.value = value;
    this.grow();
    this.sendButton.disabled = value.trim() === "";
  }

  grow() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, 200)}px`;
  }

  typed() {
    this.grow();
    this.sendButton.disabled = this.field.value.trim() === "";
    this.complete();
  }

  // complete offers commands for a line that begins with a slash, people for a word that begins with @.
  complete() {
    const before = this.field.value.slice(0, this.field.selectionStart);
    const command = /^\/\S*$/.exec(before);
    const person = /(?:^|\s)@([\p{L}0-9._-]*)$/u.exec(before);
    if (command) this.offer(commandsFor(before), before.length);
    else if (person) this.offer(peopleFor(person[1]), person[1].length + 1);
    else this.hide();
    this.showHint();
  }

  offer(items, length) {
    this.items = items;
    this.replaced = length;
    this.active = 0;
    if (!items.length) return this.hide();
    this.list.replaceChildren(...items.map((item, i) => h("div", {
      role: "option", class: "option", id: `${LIST}-${i}`, data: { value: item.insert }, on: {
        pointerdown: (e) => e.preventDefault(), click: () => this.take(i), pointermove: () => this.active !== i && this.point(i),
      },
    }, h("span", {}, h("b", {}, item.label), item.hint ? h("span", { class: "usage" }, " " + item.hint) : null), h("small", {}, item.note))));
    this.list.hidden = false;
    this.field.setAttribute("aria-expanded", "true");
    this.point(0);
  }

  point(i) {
    this.active = i;
    [...this.list.children].forEach((row, j) => {
      row.classList.toggle("active", i === j);
      row.setAttribute("aria-selected", String(i === j));
    });
    this.field.setAttribute("aria-activedescendant", `${LIST}-${i}`);
    this.list.children[i].scrollIntoView({ block: "nearest" });
  }

  hide() {
    this.items = [];
    this.list.hidden = true;
    this.list.replaceChildren();
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }

  take(i) {
    const at = this.field.selectionStart;
    const insert = this.items[i].insert + " ";
    this.set(this.field.value.slice(0, at - this.replaced) + insert + this.field.value.slice(at).trimStart());
    const caret = at - this.replaced + insert.length;
    this.field.setSelectionRange(caret, caret);
    this.field.focus();
    this.hide();
    this.showHint();
  }

  showHint() {
    const name = /^(\/\S+)/.exec(this.field.value)?.[1];
    const known = store.setup.commands.find((c) => c.name === name);
    this.hint.textContent = known ? `${known.name} ${said(known.hint)} · ${said(known.about)}` : w("composerHint");
  }

  // line lets only Shift+Enter break the line: not an Enter that was understood, nor one
  // that was hit on what led here.
  line(event) {
    if (event.inputType === "insertLineBreak" && !this.breaks) event.preventDefault();
  }

  key(event) {
    if (event.isComposing) return;
    this.breaks = event.key === "Enter" && event.shiftKey;
    const n = this.items.length;
    if (n && (event.key === "ArrowDown" || event.key === "ArrowUp")) this.point((this.active + (event.key === "ArrowDown" ? 1 : n - 1)) % n);
    else if (n && event.key === "Escape") this.hide();
    else if (n && event.key === "Tab") this.take(this.active);
    else if (event.key === "Enter" && !event.shiftKey) {
      if (n && this.items[this.active].insert !== this.field.value.slice(0, this.replaced).trim()) this.take(this.active);
      else this.send();
    } else if (event.key === "ArrowUp" && this.field.value === "" && this.sent.length) this.set(this.sent.at(-1));
    else return;
    event.preventDefault();
  }

  async send() {
    const line = this.field.value.trim();
    if (!line) return;
    const mine = this.key_;
    this.hide();
    this.set("");
    this.showHint();
    this.sent.push(line);
    this.sends();
    this.node.setAttribute("aria-busy", "true");
    const { failure } = await act({ Do: "type", Channel: store.place, Text: line });
    this.node.removeAttribute("aria-busy");
    if (failure !== "offline" && failure !== "gone") return; // else the app's silence stands in the conversation
    toast(failureText(failure));
    if (this.key_ === mine && this.field.value === "") this.set(line);
  }

  shortcuts() {
    const items = store.setup.shortcuts.filter((s) => !s.message).map((s) => ({
      label: said(s.name), note: said(s.about), data: { callback: s.callback }, pick: async () => {
        const { failure } = await act({ Do: "shortcut", Text: s.callback });
        if (failure) toast(failureText(failure));
      },
    }));
    menu(this.shortcutButton, w("shortcuts"), items.length ? items : [{ label: w("noShortcuts"), pick: () => {} }]);
  }

  attach() {
    const [file] = this.picker.files;
    this.picker.value = "";
    if (file) this.sendFile(file);
  }

  /** sendFile sends a chosen or dropped file to the app. */
  async sendFile(file) {
    this.sends();
    this.node.setAttribute("aria-busy", "true");
    const { failure } = await upload(file);
    this.node.removeAttribute("aria-busy");
    if (failure) toast(w("fileFailed"));
    this.focus();
  }

  focus() { this.field.focus(); }
}

const commandsFor = (typed) => store.setup.commands.filter((c) => c.name.startsWith(typed.toLowerCase()))
  .map((c) => ({ label: c.name, hint: said(c.hint), note: said(c.about), insert: c.name }));

function peopleFor(typed) {
  const low = typed.toLowerCase();
  return store.state.members.filter((m) => !m.bot && !m.gone && (m.handle.startsWith(low) || m.name.toLowerCase().split(" ").some((n) => n.startsWith(low))))
    .slice(0, 8).map((m) => ({ label: m.name, note: "@" + m.handle, insert: "@" + m.handle }));
}

