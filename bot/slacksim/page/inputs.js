// Fields that keep a value: what is typed, ticked or picked. A control has node, read,
// write, focus, and flush if it waits before it tells.

import { settling } from "./api.js";
import { h, unique } from "./dom.js";
import { plain, text } from "./mrkdwn.js";
import { Select, TimePicker } from "./select.js";
import { zone } from "./state.js";
import { w } from "./words.js";

// heldIn says where in the state an element keeps its value.
const heldIn = {
  checkboxes: "selected_options", radio_buttons: "selected_option", datepicker: "selected_date", timepicker: "selected_time",
  datetimepicker: "selected_date_time", static_select: "selected_option", external_select: "selected_option",
  users_select: "selected_user", conversations_select: "selected_conversation", channels_select: "selected_channel",
  multi_static_select: "selected_options", multi_external_select: "selected_options", multi_users_select: "selected_users",
  multi_conversations_select: "selected_conversations", multi_channels_select: "selected_channels", rich_text_input: "rich_text_value",
};

/** keeps reports whether an element keeps a value that the page can draw. */
export const keeps = (type) => type in makers || type.endsWith("_select");

/** valueOf is what the state holds for an element. */
export const valueOf = (values, block, el) => values?.[block.block_id]?.[el.action_id]?.[heldIn[el.type] ?? "value"] ?? null;

/** makeControl makes the control of an element; field is {id, name, aria}. */
export function makeControl(surface, block, el, field) {
  if (el.type.endsWith("_select")) return new Select(surface, block, el, field);
  return makers[el.type](surface, block, el, field);
}

const hooks = (block, el) => ({ "block-id": block.block_id, "action-id": el.action_id });

const makers = {
  plain_text_input: (...a) => new Typed(...a),
  email_text_input: (...a) => new Typed(...a),
  url_text_input: (...a) => new Typed(...a),
  number_input: (...a) => new Typed(...a),
  rich_text_input: (...a) => new Typed(...a),
  datepicker: (...a) => new Moment(...a),
  timepicker: (...a) => new TimePicker(...a),
  datetimepicker: (...a) => new Moment(...a),
  checkboxes: (...a) => new Ticks(...a),
  radio_buttons: (...a) => new Ticks(...a),
};

const typedAs = { email_text_input: "email", url_text_input: "url" };

/** Typed is a field to type in; it tells after a pause, and when it is left. */
class Typed {
  constructor(surface, block, el, field) {
    Object.assign(this, { surface, block, el });
    const many = el.multiline || el.type === "rich_text_input";
    const props = {
      id: field.id, class: "typed", placeholder: plain(el.placeholder), autocomplete: "off", aria: field.aria, data: hooks(block, el),
      on: { input: () => this.typed(), change: () => this.flush(), keydown: (e) => this.key(e) },
    };
    this.node = many ? h("textarea", { ...props, rows: "4" })
      : h("input", { ...props, type: typedAs[el.type] ?? "text", inputmode: el.type === "number_input" ? "decimal" : undefined });
  }

  read() {
    if (this.node.value === "") return null;
    return this.el.type === "rich_text_input" ? richLine(this.node.value) : this.node.value;
  }

  write(value) {
    const shown = typeof value === "object" && value ? lineOf(value) : value ?? "";
    if (this.node.value !== shown) this.node.value = shown;
  }

  typed() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.flush(), 250);
    this.surface.unsay(this.block);
  }

  flush() {
    if (this.waiting) this.tell(this.triggers().includes("on_character_entered"));
  }

  tell(done) {
    clearTimeout(this.waiting);
    this.waiting = 0;
    this.surface.put(this, this.block, this.el, this.read(), null, done);
  }

  triggers() {
    return this.block.dispatch_action ? this.el.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"] : [];
  }

  key(event) {
    if (event.key !== "Enter" || event.isComposing) return;
    const multiline = this.node.tagName === "TEXTAREA";
    if (multiline && !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (!multiline && this.triggers().includes("on_enter_pressed")) this.tell(true);
    else this.surface.submit?.();
  }

  busy() { return this.waiting || document.activeElement === this.node || settling(); }

  focus() { this.node.focus(); }
}

const richLine = (line) => ({
  type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text: line }] }],
});

const lineOf = (rich) => (rich.elements ?? []).map((e) => e.text ?? lineOf(e)).join("");

const momentTypes = { datepicker: "date", datetimepicker: "datetime-local" };

/** Moment is a day, or a day and an hour in the person's zone. */
class Moment {
  constructor(surface, block, el, field) {
    Object.assign(this, { surface, block, el, value: null });
    const label = field.aria.label ?? (plain(el.placeholder) || w("chooseDate"));
    this.input = h("input", {
      type: momentTypes[el.type], id: field.id, class: "moment", title: plain(el.placeholder), data: hooks(block, el),
      aria: field.labelled ? field.aria : { ...field.aria, label }, on: { change: () => this.picked() },
    });
    this.clear = h("button", { type: "button", class: "icon clear", aria: { label: w("clear") }, on: { click: () => this.empty() } }, "✕");
    this.node = h("span", { class: "moment-box" }, this.input, block.optional ? this.clear : null);
  }

  read() { return this.value; }

  write(value) {
    this.value = value ?? null;
    this.input.value = this.value === null ? "" : this.el.type === "datetimepicker" ? localOf(this.value) : this.value;
    this.clear.hidden = this.value === null;
  }

  picked() {
    const shown = this.input.value;
    const value = shown === "" ? null : this.el.type === "datetimepicker" ? secondsOf(shown) : shown;
    if (value === null && this.block.type !== "input") return this.write(this.value);
    const before = this.value;
    this.write(value);
    this.surface.put(this, this.block, this.el, value, before);
  }

  empty() {
    this.input.value = "";
    this.picked();
    this.input.focus();
  }

  focus() { this.input.focus(); }
}

// localOf is a moment as datetime-local has it, in the person's zone.
function localOf(seconds) {
  const parts = new Intl.DateTimeFormat("sv-SE", { timeZone: zone(), dateStyle: "short", timeStyle: "short" }).format(new Date(seconds * 1000));
  return parts.replace(" ", "T");
}

// secondsOf is the moment that a datetime-local means in the person's zone.
function secondsOf(local) {
  const utc = Date.parse(local + "Z") / 1000;
  const offset = (at) => Date.parse(localOf(at) + "Z") / 1000 - at;
  const near = utc - offset(utc);
  return utc - offset(near);
}

/** Ticks is a group of checkboxes or of radio buttons. */
class Ticks {
  constructor(surface, block, el, field) {
    Object.assign(this, { surface, block, el, many: el.type === "checkboxes" });
    const name = unique("group");
    this.boxes = el.options.map((option) => h("input", {
      type: this.many ? "checkbox" : "radio", name, value: option.value, data: hooks(block, el), on: { change: () => this.changed() },
    }));
    this.node = h("div", { class: "ticks", role: this.many ? "group" : "radiogroup", id: field.id, aria: field.aria }, el.options.map((option, i) =>
      h("label", {}, this.boxes[i], h("span", {}, h("span", {}, text(option.text)), option.description ? h("small", {}, text(option.description)) : null))));
  }

  read() {
    const on = this.el.options.filter((_, i) => this.boxes[i].checked);
    return this.many ? on : on[0] ?? null;
  }

  write(value) {
    this.value = value;
    const on = (this.many ? value ?? [] : value ? [value] : []).map((o) => o.value);
    this.boxes.forEach((box, i) => (box.checked = on.includes(this.el.options[i].value)));
  }

  changed() {
    const before = this.value;
    this.value = this.read();
    this.surface.put(this, this.block, this.el, this.value, before);
  }

  focus() { this.boxes[0]?.focus(); }
}
