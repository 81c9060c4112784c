// A conversation: messages by day, with what only the reader sees.

import { act, fileURL } from "./api.js";
import { arrange, h } from "./dom.js";
import { mrkdwn, text } from "./mrkdwn.js";
import { failureText, menu, toast } from "./popup.js";
import { member, store, zone } from "./state.js";
import { Surface } from "./surface.js";
import { locale, said, spoken, w } from "./words.js";

/** avatar draws a person's or the app's sign. */
export function avatar(m, size = "") {
  const initials = (m?.name ?? "?").split(/\s+/).map((part) => part[0]).slice(0, 2).join("").toUpperCase();
  const tint = [...(m?.name ?? "")].reduce((sum, c) => (sum * 33 + c.codePointAt(0)) % 9973, 7) % 6;
  return h("span", { class: `avatar ${size} ${m?.bot ? "app" : "tint-" + tint}`, aria: { hidden: "true" } }, m?.bot ? initials[0] : initials);
}

/** Conversation keeps the list of one conversation's messages. */
export class Conversation {
  constructor() {
    this.node = h("div", { id: "messages", class: "messages", role: "log", tabindex: "0" });
    this.shown = new Map(); // ts → {node, surface, drawn}
    this.id = "";
  }

  /** update shows a conversation as it is now. */
  update(conversation) {
    const atEnd = this.id !== conversation.id || this.node.scrollHeight - this.node.scrollTop - this.node.clientHeight < 80;
    if (this.id !== conversation.id || this.language !== spoken()) this.shown.clear();
    this.id = conversation.id;
    this.language = spoken();
    this.node.setAttribute("aria-label", w("messages"));
    const nodes = [];
    let day = "";
    for (const m of threaded(conversation.messages)) {
      const own = dayOf(m);
      if (own !== day) nodes.push(this.divider(own, m));
      day = own;
      nodes.push(this.message(m));
    }
    if (!nodes.length) nodes.push(h("p", { class: "empty" }, w("noMessages")));
    arrange(this.node, nodes);
    if (atEnd) this.toEnd();
  }

  /** toEnd shows the newest message, and those that follow until the reader scrolls back. */
  toEnd() {
    requestAnimationFrame(() => (this.node.scrollTop = this.node.scrollHeight));
  }

  divider(day, m) {
    const known = this.shown.get(day) ?? { node: h("div", { class: "day", role: "separator" }) };
    known.node.textContent = dayName(day, m);
    this.shown.set(day, known);
    return known.node;
  }

  message(m) {
    const drawn = JSON.stringify({ ...m, values: null, blocks: null });
    let known = this.shown.get(m.ts);
    if (!known) {
      known = { surface: new Surface({ Channel: this.id, TS: m.ts }), node: h("article", { class: "message", data: { ts: m.ts } }) };
      this.shown.set(m.ts, known);
    }
    if (m.blocks?.length) known.surface.update(m);
    if (known.drawn !== drawn || known.blocks !== Boolean(m.blocks?.length)) {
      known.drawn = drawn;
      known.blocks = Boolean(m.blocks?.length);
      this.drawMessage(known, m);
    }
    return known.node;
  }

  drawMessage(known, m) {
    const by = m.slackbot ? { name: "Slackbot", bot: true } : member(m.by);
    const shortcuts = store.setup.shortcuts.filter((s) => s.message);
    known.node.className = `message ${m.only ? "only" : ""} ${m.thread ? "reply" : ""}`;
    known.node.replaceChildren(...[
      avatar(by),
      h("div", { class: "content" },
        m.only ? h("div", { class: "only-you" }, w("onlyYou")) : null,
        m.thread ? h("div", { class: "only-you" }, "↳ ", w("replies")) : null,
        h("div", { class: "by" }, h("b", {}, by?.name ?? m.by), by?.bot ? h("span", { class: "badge" }, w("app")) : null,
          h("time", { title: m.ts }, timeOf(m))),
        m.blocks?.length ? known.surface.node : h("div", { class: "text" }, mrkdwn(m.text), m.edited ? h("small", {}, " " + w("edited")) : null),
        m.files.map((f) => h("a", { class: "file", href: fileURL(f.id), download: f.name }, h("b", {}, f.title), h("small", {}, `${w("file")} · ${size(f.size)}`))),
        m.only ? h("button", { type: "button", class: "link dismiss", on: { click: () => act({ Do: "dismiss", Channel: this.id, TS: m.ts }) } }, w("dismiss")) : null),
      shortcuts.length && !m.only ? this.actions(m, shortcuts) : null,
    ].filter(Boolean));
  }

  actions(m, shortcuts) {
    const use = async (shortcut) => {
      const { failure } = await act({ Do: "shortcut", Channel: this.id, TS: m.ts, Text: shortcut.callback });
      if (failure) toast(failureText(failure));
    };
    const node = h("button", {
      type: "button", class: "icon message-menu", aria: { label: w("more"), haspopup: "menu", expanded: "false" }, on: {
        click: () => menu(node, w("more"), shortcuts.map((s) => ({ label: said(s.name), note: said(s.about), data: { callback: s.callback }, pick: () => use(s) }))),
      },
    }, "⋯");
    return node;
  }
}

// threaded puts the replies under what they reply to.
function threaded(messages) {
  const roots = messages.filter((m) => !m.thread || !messages.some((root) => root.ts === m.thread));
  return roots.flatMap((root) => [root, ...messages.filter((m) => m.thread === root.ts && m !== root)]);
}

const at = (m) => new Date(Number(m.ts) * 1000);
const format = (date, options, written = locale()) => new Intl.DateTimeFormat(written, { timeZone: zone(), ...options }).format(date);
const timeOf = (m) => format(at(m), { hour: "2-digit", minute: "2-digit" });
const dayOf = (m) => format(at(m), { dateStyle: "short" }, "sv-SE");

function dayName(day, m) {
  const now = store.state.clock?.at ?? Date.now();
  for (const [word, back] of [["today", 0], ["yesterday", 1]]) {
    if (day === format(new Date(now - back * 86400000), { dateStyle: "short" }, "sv-SE")) return w(word);
  }
  return format(at(m), { weekday: "long", day: "numeric", month: "long" });
}

const size = (bytes) => (bytes < 1024 ? `${bytes} B` : bytes < 1 << 20 ? `${Math.round(bytes / 1024)} kB` : `${(bytes / (1 << 20)).toFixed(1)} MB`);

/** headline is a message in a line, to be announced. */
export const headline = (m) => (m.text ? h("span", {}, mrkdwn(m.text)) : h("span", {}, (m.blocks ?? []).flatMap((b) => text(b.text)))).textContent;
