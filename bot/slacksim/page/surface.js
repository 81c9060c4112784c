// A surface: the blocks of a view or a message, with what was typed into them. What a
// person types stays when the app draws anew, as long as block_id and action_id do.

import { act, fill, settling } from "./api.js";
import { block as drawBlock } from "./blocks.js";
import { arrange, bookmark, h, unique } from "./dom.js";
import { makeControl, valueOf } from "./inputs.js";
import { confirm, failureText, toast } from "./popup.js";
import { counted } from "./words.js";

// worded puts those errors that are Slack's own into the page's language.
const worded = (errors, refused) => Object.fromEntries(Object.entries(errors).map(([id, text]) =>
  [id, refused?.[id] ? counted(refused[id].word, refused[id].n) : text]));

export class Surface {
  /** place is {View} or {Channel, TS}; fail tells of a failure; submit, where there is one, submits. */
  constructor(place, { fail = (failure) => toast(failureText(failure)), submit } = {}) {
    Object.assign(this, { place, fail, submit, controls: new Map(), pages: new Map(), errors: {}, drawn: "", values: {} });
    this.node = h("div", { class: "blocks" });
  }

  /** update shows new content; what did not change stays as it is. */
  update({ blocks, values, errors = {}, refused }) {
    const drawn = JSON.stringify(blocks);
    this.values = values;
    this.errors = worded(errors, refused);
    if (drawn !== this.drawn) this.draw(blocks ?? [], drawn);
    for (const [, control] of this.controls) this.sync(control);
    this.showErrors();
  }

  draw(blocks, drawn) {
    const restore = bookmark(this.node);
    this.before = this.controls;
    this.controls = new Map();
    this.drawn = drawn;
    arrange(this.node, blocks.map((b) => drawBlock(b, this)));
    this.before = null;
    restore();
  }

  sync(control) {
    if (settling()) return;
    if (control.unsaved) return this.save(control);
    if (control.busy?.() || control.node.contains(document.activeElement)) return;
    control.write(valueOf(this.values, control.block, control.el));
  }

  /** control returns the control of an element, the old one where it can go on. */
  control(block, el, field) {
    const key = JSON.stringify([block.block_id, el.action_id, el.type]);
    const old = this.before?.get(key);
    let control = old;
    if (!old || old.drawn !== JSON.stringify([el, block])) {
      control = makeControl(this, block, el, { id: unique("field"), ...field });
      control.drawn = JSON.stringify([el, block]);
      control.write(old ? old.read() : valueOf(this.values, block, el));
      control.unsaved = old?.unsaved;
      old?.flush?.();
    }
    this.controls.set(key, control);
    return control;
  }

  /** put tells what a field holds now; done is false while it is still being typed. */
  async put(control, block, el, value, before, done = true) {
    if (el.confirm && !(await confirm(el.confirm))) {
      control.write(before);
      if (control.many) this.keep(control, block, el, before);
      return;
    }
    this.unsay(block);
    const { failure } = await fill(this.place, block.block_id, el.action_id, value, done);
    control.unsaved = failure === "offline" ? { done } : null;
    if (failure && failure !== "gone") this.fail(failure);
  }

  /** keep tells what a field holds that is still being chosen; the app hears of it later. */
  async keep(control, block, el, value) {
    this.unsay(block);
    const { failure } = await fill(this.place, block.block_id, el.action_id, value, false);
    if (failure && failure !== "gone" && failure !== "offline") this.fail(failure);
  }

  // save tells again what could not be told while there was no connection.
  save(control) {
    const { done } = control.unsaved;
    control.unsaved = null;
    this.put(control, control.block, { ...control.el, confirm: undefined }, control.read(), null, done);
  }

  /** press presses a button, or chooses an option of a menu. */
  async press(block, el, node, option = "") {
    if (node.getAttribute("aria-busy") === "true") return;
    if (el.confirm && !(await confirm(el.confirm))) return;
    node.setAttribute("aria-busy", "true");
    this.flush();
    const { failure } = await act({ Do: "press", ...this.place, Block: block.block_id, Action: el.action_id, Text: option });
    node.removeAttribute("aria-busy");
    if (failure) this.fail(failure);
  }

  /** flush tells at once what was typed and not yet told. */
  flush() {
    for (const [, control] of this.controls) {
      control.flush?.();
      if (control.unsaved) this.save(control);
    }
  }

  /** unsay takes an error away, once its field is changed. */
  unsay(block) {
    if (!(block.block_id in this.errors)) return;
    this.errors = { ...this.errors };
    delete this.errors[block.block_id];
    this.showErrors();
  }

  showErrors() {
    for (const node of this.node.querySelectorAll(".error")) {
      const said = this.errors[node.dataset.errorOf] ?? "";
      if (node.textContent !== said) node.textContent = said;
      node.hidden = said === "";
      node.closest(".block").classList.toggle("wrong", said !== "");
      const field = node.closest(".block").querySelector("input, textarea, [role]");
      if (said) field?.setAttribute("aria-invalid", "true");
      else field?.removeAttribute("aria-invalid");
    }
  }

  /** focus goes to the field that the app wants first, else to the first there is. */
  focus() {
    const wanted = [...this.controls.values()];
    const first = wanted.find((c) => c.el.focus_on_load) ?? wanted.find((c) => c.block.type === "input");
    first?.focus();
    return Boolean(first);
  }

  /** focusError goes to the first field that is wrong. */
  focusError() {
    const wrong = [...this.controls.values()].find((c) => c.block.block_id in this.errors);
    wrong?.focus();
  }
}
