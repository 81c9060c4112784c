// What lies over the page for a moment: menus, lists, confirm dialogs, failures.

import { h, unique } from "./dom.js";
import { plain, text } from "./mrkdwn.js";
import { w } from "./words.js";

let closeLast = () => {};

/** popup shows a node under (or over) an anchor until it is closed, and returns what closes it. */
export function popup(anchor, node, onClose = () => {}) {
  closeLast();
  const home = anchor.closest("dialog") ?? document.body;
  node.classList.add("popup");
  home.append(node);
  const set = () => placeAt(anchor, node);
  set();
  const outside = (event) => {
    if (!node.contains(event.target) && !anchor.contains(event.target)) close();
  };
  const moved = (event) => {
    if (!node.contains(event.target)) set();
  };
  document.addEventListener("pointerdown", outside, true);
  document.addEventListener("scroll", moved, true);
  window.addEventListener("resize", set);
  let open = true;
  function close() {
    if (!open) return;
    open = false;
    closeLast = () => {};
    document.removeEventListener("pointerdown", outside, true);
    document.removeEventListener("scroll", moved, true);
    window.removeEventListener("resize", set);
    node.remove();
    onClose();
  }
  closeLast = close;
  return { close, set };
}

// placeAt puts the node below the anchor, or above where there is more room.
function placeAt(anchor, node) {
  const at = anchor.getBoundingClientRect();
  node.style.minWidth = `${Math.min(at.width, window.innerWidth - 16)}px`;
  const size = node.getBoundingClientRect();
  const below = window.innerHeight - at.bottom - 8;
  const above = at.top - 8;
  const up = below < Math.min(size.height, 240) && above > below;
  node.style.maxHeight = `${Math.max(96, Math.min(340, up ? above : below))}px`;
  const height = Math.min(size.height, up ? above : below);
  node.style.top = `${up ? Math.max(8, at.top - height - 4) : at.bottom + 4}px`;
  node.style.left = `${Math.max(8, Math.min(at.left, window.innerWidth - size.width - 8))}px`;
}

/** menu opens a menu under a button; items are {label, note, danger, href, pick}. */
export function menu(button, label, items) {
  if (button.getAttribute("aria-expanded") === "true") return closeLast();
  const entries = items.map((item) => {
    const inner = [h("span", {}, item.label), item.note ? h("small", {}, item.note) : null];
    const pick = () => {
      close();
      button.focus();
      item.pick();
    };
    const common = { role: "menuitem", tabindex: "-1", class: "menu-item", data: item.data ?? {}, on: { click: pick } };
    return item.href ? h("a", { ...common, href: item.href, target: "_blank", rel: "noopener noreferrer" }, inner) : h("button", { ...common, type: "button" }, inner);
  });
  const list = h("div", { role: "menu", class: "menu", aria: { label } }, entries);
  const { close } = popup(button, list, () => button.setAttribute("aria-expanded", "false"));
  button.setAttribute("aria-expanded", "true");
  list.addEventListener("keydown", (event) => {
    const i = entries.indexOf(document.activeElement);
    const next = { ArrowDown: i + 1, ArrowUp: i - 1, Home: 0, End: entries.length - 1 }[event.key];
    if (next !== undefined) entries.at(next % entries.length)?.focus();
    else if (event.key === "Escape" || event.key === "Tab") {
      close();
      button.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  entries[0]?.focus();
}

/** confirm asks with an app's confirm object; it resolves to whether the answer was yes. */
export function confirm(asked) {
  return new Promise((resolve) => {
    const before = document.activeElement;
    const title = unique("confirm");
    const end = (yes) => {
      dialog.close();
      dialog.remove();
      before?.focus?.();
      resolve(yes);
    };
    const style = asked.style === "danger" ? "danger" : "primary";
    const dialog = h("dialog", { id: "confirm", class: "dialog confirm", role: "alertdialog", aria: { labelledby: title, describedby: title + "-text" } },
      h("header", {}, h("h1", { id: title }, plain(asked.title)), h("button", { type: "button", class: "icon", aria: { label: w("close") }, on: { click: () => end(false) } }, "✕")),
      h("div", { class: "body", id: title + "-text" }, text(asked.text)),
      h("footer", {},
        h("button", { type: "button", id: "confirm-no", class: "button", on: { click: () => end(false) } }, plain(asked.deny)),
        h("button", { type: "button", id: "confirm-yes", class: `button ${style}`, on: { click: () => end(true) } }, plain(asked.confirm))));
    dialog.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key !== "Escape") return;
      event.preventDefault();
      end(false);
    });
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector("#confirm-no").focus();
  });
}

let hiding = 0;

/** toast tells of a failure for a while. */
export function toast(said) {
  const node = document.getElementById("toast");
  node.textContent = said;
  node.showPopover();
  clearTimeout(hiding);
  hiding = setTimeout(() => node.hidePopover(), 8000);
}

/** failureText is how the page tells of what act returned. */
export const failureText = (failure) => (failure === "gone" ? w("gone") : failure === "offline" ? w("offline") : w("trouble"));
