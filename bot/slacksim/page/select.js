// Menus to choose from, by typing or by arrows: static, external, people and channels, one or many.

import { act } from "./api.js";
import { h, unique } from "./dom.js";
import { plain } from "./mrkdwn.js";
import { popup } from "./popup.js";
import { store } from "./state.js";
import { w } from "./words.js";

const fold = (s) => s.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("ł", "l");

// sources say where a menu's options come from, by a part of the element's type.
const sources = {
  static_select: (el) => groupsOf(el),
  users_select: () => [{ options: store.state.members.filter((m) => !m.bot && !m.gone).map((m) => ({ shown: m.name, held: m.id })) }],
  conversations_select: () => channels(),
  channels_select: () => channels(),
};

const channels = () => [{ options: store.state.conversations.filter((c) => !c.direct).map((c) => ({ shown: "#" + c.name, held: c.id })) }];

const optionsOf = (list) => (list ?? []).map((o) => ({ shown: plain(o.text), note: o.description && plain(o.description), held: o }));

function groupsOf(offer) {
  if (offer.option_groups) return offer.option_groups.map((g) => ({ label: plain(g.label), options: optionsOf(g.options) }));
  return [{ options: optionsOf(offer.options) }];
}

const same = (a, b) => (a?.value ?? a) === (b?.value ?? b);

/** shownOf is what is seen of a held value: an option, a person or a channel. */
function shownOf(held) {
  if (held === null || held === undefined) return "";
  if (typeof held === "object") return plain(held.text);
  const known = store.state.members.find((m) => m.id === held)?.name;
  return known ?? "#" + (store.state.conversations.find((c) => c.id === held)?.name ?? held);
}

/** Select is a menu as a control of a surface. */
export class Select {
  constructor(surface, block, el, field) {
    Object.assign(this, { surface, block, el, field, many: el.type.startsWith("multi_"), groups: [], active: -1, asked: 0 });
    this.value = this.many ? [] : null;
    this.listID = unique("list");
    this.input = h("input", {
      type: "text", role: "combobox", id: field.id, autocomplete: "off", spellcheck: "false", placeholder: plain(el.placeholder) || w(el.type === "timepicker" ? "chooseTime" : "choose"),
      aria: { ...field.aria, expanded: "false", controls: this.listID, autocomplete: "list", haspopup: "listbox" },
      data: { "block-id": block.block_id, "action-id": el.action_id }, on: {
        input: () => this.open(this.input.value), click: () => this.list || this.open(""), keydown: (e) => this.key(e), focus: () => !this.many && this.input.select(),
        blur: () => this.blurred(),
      },
    });
    this.chips = h("span", { class: "chips" });
    this.clearButton = h("button", { type: "button", class: "icon clear", aria: { label: w("clear") }, on: { click: () => this.clear() } }, "✕");
    this.node = h("div", { class: "select", data: { kind: el.type }, on: { click: (e) => e.target === this.node && this.input.focus() } },
      this.chips, this.input, block.optional || this.many ? this.clearButton : null, h("span", { class: "arrow", aria: { hidden: "true" } }, "⌄"));
    this.list = null;
  }

  read() { return this.value; }

  write(value) {
    this.value = value ?? (this.many ? [] : null);
    this.show();
  }

  shown(held) { return shownOf(held); }

  show() {
    if (this.many) {
      this.chips.replaceChildren(...this.value.map((held) => h("span", { class: "chip" }, this.shown(held),
        h("button", { type: "button", class: "icon", aria: { label: `${w("remove")}: ${this.shown(held)}` }, on: { click: () => this.toggle(held) } }, "✕"))));
    } else this.input.value = this.shown(this.value);
    this.clearButton.hidden = this.many ? this.value.length === 0 : this.value === null;
  }

  /** open shows the options for a query. */
  async open(query) {
    const asked = ++this.asked;
    this.query = query;
    if (!this.list) {
      this.list = h("div", { role: "listbox", id: this.listID, class: "list", aria: { label: this.field.name, multiselectable: this.many || undefined } });
      this.pop = popup(this.node, this.list, () => {
        this.list = null;
        this.tellAll();
        this.active = -1;
        this.input.setAttribute("aria-expanded", "false");
        this.input.removeAttribute("aria-activedescendant");
      });
      this.input.setAttribute("aria-expanded", "true");
    }
    const found = await this.find(query, () => asked === this.asked);
    if (asked === this.asked && this.list) this.fillList(found);
  }

  /** find returns {groups} or {note}. */
  async find(query, wanted) {
    const kind = this.el.type.replace("multi_", "");
    if (kind !== "external_select") {
      const groups = sources[kind](this.el).map((g) => ({ ...g, options: g.options.filter((o) => fold(o.shown).includes(fold(query))) }));
      return { groups };
    }
    const least = this.el.min_query_length ?? 3;
    if ([...query].length < least) return { note: w("typeMore") + least };
    this.fillList({ note: w("loading") });
    await new Promise((resolve) => setTimeout(resolve, 150));
    if (!wanted()) return {};
    const offer = await act({ Do: "suggest", ...this.surface.place, Block: this.block.block_id, Action: this.el.action_id, Text: query });
    return offer.failure ? { note: w("trouble") } : { groups: groupsOf(offer) };
  }

  fillList({ groups = [], note }) {
    if (!this.list) return;
    this.options = groups.flatMap((g) => g.options);
    this.active = this.options.length ? 0 : -1;
    const said = note ?? (this.options.length ? null : w("noResults"));
    let i = 0;
    const rows = groups.filter((g) => g.options.length).flatMap((g) => [
      g.label ? h("div", { class: "group", role: "presentation" }, g.label) : null,
      ...g.options.map((o) => this.row(o, i++)),
    ]);
    this.list.replaceChildren(...rows.filter(Boolean), ...(said ? [h("div", { class: "note", role: "status" }, said)] : []));
    this.point(this.active);
    this.pop.set();
  }

  row(option, i) {
    return h("div", {
      role: "option", id: `${this.listID}-${i}`, class: "option", aria: { selected: String(this.holds(option.held)) },
      data: { value: option.held?.value ?? option.held }, on: {
        pointerdown: (e) => e.preventDefault(), click: () => this.pick(option), pointermove: () => this.active !== i && this.point(i),
      },
    }, h("span", {}, option.shown), option.note ? h("small", {}, option.note) : null);
  }

  holds(held) { return this.many ? this.value.some((v) => same(v, held)) : same(this.value, held); }

  point(i) {
    this.active = i;
    const rows = [...this.list.querySelectorAll('[role="option"]')];
    rows.forEach((row, j) => row.classList.toggle("active", j === i));
    if (i < 0) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", rows[i].id);
    rows[i].scrollIntoView({ block: "nearest" });
  }

  key(event) {
    const n = this.options?.length ?? 0;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!this.list) this.open("");
      else if (n) this.point((this.active + (event.key === "ArrowDown" ? 1 : n - 1)) % n);
    } else if (event.key === "Enter" && this.list) {
      if (this.active >= 0) this.pick(this.options[this.active]);
    } else if (event.key === "Escape" && this.list) {
      this.query = "";
      this.leave();
    } else if (event.key === "Backspace" && this.many && this.input.value === "" && this.value.length) this.toggle(this.value.at(-1));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  pick(option) {
    if (this.many) {
      this.input.value = "";
      this.toggle(option.held);
      if (this.list) this.open("");
      return;
    }
    this.set(option.held);
    this.leave();
    this.input.select();
  }

  toggle(held) {
    const on = this.value.some((v) => same(v, held));
    const most = this.el.max_selected_items ?? Infinity;
    if (!on && this.value.length >= most) return;
    this.set(on ? this.value.filter((v) => !same(v, held)) : [...this.value, held]);
    this.input.focus();
  }

  clear() {
    this.set(this.many ? [] : null);
    this.input.focus();
  }

  // set keeps a value; a menu of many tells the app of it when its list is closed.
  set(value) {
    const before = this.value;
    this.write(value);
    if (!this.many || !this.list) return this.surface.put(this, this.block, this.el, value, before);
    this.untold ??= { before };
    this.surface.keep(this, this.block, this.el, value);
  }

  flush() { this.tellAll(); }

  tellAll() {
    if (!this.untold) return;
    const { before } = this.untold;
    this.untold = null;
    this.surface.put(this, this.block, this.el, this.value, before);
  }

  // blurred empties an optional field whose words were deleted.
  blurred() {
    const emptied = this.block.optional && !this.many && this.input.value === "" && this.value !== null;
    this.leave();
    if (emptied) this.set(null);
  }

  leave() {
    this.asked++;
    this.pop?.close();
    if (this.many) this.input.value = "";
    else this.input.value = this.shown(this.value);
  }

  focus() { this.input.focus(); }
}

const STEP = 15; // minutes between the hours that are offered

const clockText = (minutes) => `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

/** hourOf reads a typed hour: 9, 930, 9:30, 9.30; null if it is none. */
function hourOf(typed) {
  const found = /^(\d{1,2})(?:[:. ]?(\d{2}))?$/.exec(typed.trim());
  const [hour, minute] = found ? [Number(found[1]), Number(found[2] ?? 0)] : [24, 0];
  return hour < 24 && minute < 60 ? clockText(hour * 60 + minute) : null;
}

/** TimePicker is a menu of the day's quarters that takes any other typed hour, too. */
export class TimePicker extends Select {
  shown(held) { return held ?? ""; }

  async find(query) {
    const typed = hourOf(query);
    const all = Array.from({ length: (24 * 60) / STEP }, (_, i) => clockText(i * STEP));
    const near = all.filter((t) => t !== typed && (t.startsWith(query) || t.startsWith("0" + query)));
    return { groups: [{ options: [...(typed && query ? [typed] : []), ...near].map((t) => ({ shown: t, held: t })) }] };
  }

  fillList(found) {
    super.fillList(found);
    const now = this.options.findIndex((o) => o.held === (this.value ?? "08:00"));
    if (!this.query && now >= 0 && this.list) this.point(now);
  }

  leave() {
    const typed = this.query ? hourOf(this.query) : null; // also when a press elsewhere has closed the list
    this.query = "";
    if (typed && typed !== this.value) this.set(typed);
    super.leave();
  }

  pick(option) {
    this.query = "";
    super.pick(option);
  }
}
