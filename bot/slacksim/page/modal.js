// The stack of modals: one dialog that shows the top view.

import { act } from "./api.js";
import { h } from "./dom.js";
import { plain } from "./mrkdwn.js";
import { failureText, toast } from "./popup.js";
import { store } from "./state.js";
import { Surface } from "./surface.js";
import { w } from "./words.js";

const views = new Map(); // id → {surface, notice}
let dialog = null;
let top = null; // the view that is shown
let depth = 0;
let busy = false;
let parts = {};
let opener = null; // what had the focus before the first modal

/** showModals shows the person's stack, bottom first. */
export function showModals(stack) {
  for (const id of views.keys()) if (!stack.some((v) => v.id === id)) views.delete(id);
  depth = stack.length;
  if (depth === 0) return hide();
  if (!dialog) build();
  if (!dialog.open) {
    opener = document.activeElement;
    dialog.showModal();
  }
  const before = top;
  top = stack.at(-1);
  show(before);
}

/** translateModal draws the dialog anew in another language. */
export function translateModal() {
  if (!dialog) return;
  const open = dialog.open;
  dialog.remove();
  dialog = null;
  if (open && top) {
    build();
    dialog.showModal();
    show(null);
  }
}

function hide() {
  top = null;
  if (!dialog?.open) return;
  dialog.close();
  const back = opener?.isConnected && opener !== document.body ? opener : document.getElementById("message-field");
  back?.blur(); // the focus that close gives back has no caret in Chromium
  back?.focus({ preventScroll: true });
}

function build() {
  const icon = (id, label, sign, click) => h("button", { type: "button", id, class: "icon", aria: { label }, title: label, on: { click } }, sign);
  parts = {
    title: h("h1", { id: "modal-title" }),
    back: icon("modal-back", w("back"), "←", () => close("top")),
    body: h("div", { class: "body", id: "modal-body", tabindex: "-1" }),
    notice: h("div", { class: "notice", id: "modal-notice", role: "alert" }),
    close: h("button", { type: "button", id: "modal-close", class: "button", on: { click: () => close("top") } }),
    submit: h("button", { type: "button", id: "modal-submit", class: "button primary", on: { click: () => submit() } }),
  };
  dialog = h("dialog", { id: "modal", class: "dialog", aria: { labelledby: "modal-title" } },
    h("header", {}, parts.back, h("span", { class: "avatar app small", aria: { hidden: "true" } }, "F"), parts.title,
      icon("modal-dismiss", w("close"), "✕", () => close("all"))),
    parts.notice, parts.body, h("footer", {}, parts.close, parts.submit));
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    close("top");
  });
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  document.body.append(dialog);
}

function viewOf(v) {
  if (!views.has(v.id)) {
    const known = { notice: "", errors: "{}" };
    known.surface = new Surface({ View: v.id }, { submit, fail: (failure) => tell(v.id, failure) });
    views.set(v.id, known);
  }
  return views.get(v.id);
}

// show draws the top view; the focus goes into it when it is new, and stays when it is not.
function show(before) {
  const known = viewOf(top);
  const fresh = before?.id !== top.id;
  const redrawn = !fresh && before.hash !== top.hash;
  if (redrawn || fresh || (known.offline && store.online)) known.notice = "";
  dialog.dataset.viewId = top.id;
  parts.title.textContent = plain(top.title);
  parts.back.hidden = depth < 2;
  parts.close.textContent = plain(top.close) || (top.submit ? w("cancel") : w("close"));
  parts.submit.hidden = !top.submit;
  parts.submit.textContent = plain(top.submit);
  const held = document.activeElement !== parts.body && parts.body.contains(document.activeElement);
  known.surface.update(top);
  if (parts.body.firstChild !== known.surface.node) {
    parts.body.replaceChildren(known.surface.node);
    parts.body.scrollTop = 0;
  }
  drawBusy();
  if (fresh) known.surface.focus() || parts.body.focus();
  else if (redrawn && !held) known.surface.focus();
  else if (redrawn && !parts.body.contains(document.activeElement)) parts.body.focus();
  const errors = JSON.stringify(top.errors);
  if (errors !== known.errors && errors !== "{}") known.surface.focusError();
  known.errors = errors;
}

function drawBusy() {
  const known = views.get(top?.id);
  parts.submit.disabled = busy || Boolean(top?.disabled);
  parts.submit.setAttribute("aria-busy", String(busy));
  const said = known?.notice || (top?.notice ? w("trouble") : "");
  if (parts.notice.textContent !== said) parts.notice.textContent = said;
  parts.notice.hidden = said === "";
}

// tell shows a failure in its modal, or to all if that is gone.
function tell(id, failure) {
  const known = views.get(id);
  if (!known || failure === "gone") return toast(failureText(failure));
  known.notice = failureText(failure);
  known.offline = failure === "offline";
  drawBusy();
}

async function submit() {
  if (busy || !top?.submit || top.disabled) return;
  const { id } = top;
  const { surface } = views.get(id);
  busy = true;
  views.get(id).notice = "";
  drawBusy();
  surface.flush();
  const { failure } = await act({ Do: "submit", View: id });
  busy = false;
  if (failure) tell(id, failure === "gone" ? failure : "trouble");
  if (top) drawBusy();
  if (top?.id === id) surface.focusError();
}

async function close(which) {
  if (!top) return;
  const { failure } = await act({ Do: "close", View: top.id, Closes: which });
  if (failure && failure !== "gone") tell(top?.id, failure);
}
