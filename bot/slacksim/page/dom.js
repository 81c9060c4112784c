// Building and keeping DOM nodes. Data becomes text nodes and attributes, never markup.

/** h makes an element: h("button", {class: "x", aria: {label: "…"}, on: {click}}, "text"). */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "on") for (const [type, hear] of Object.entries(value)) node.addEventListener(type, hear);
    else if (name === "aria") setAll(node, "aria-", value);
    else if (name === "data") setAll(node, "data-", value);
    else if (name === "value") node.value = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false).flatMap(pictured));
  return node;
}

// pictured is a text with its file cabinets, which few fonts have, as elements that the
// page draws by itself. The sign stays their text.
function pictured(child) {
  if (typeof child !== "string" || !child.includes("🗄")) return [child];
  return child.split(/(🗄\uFE0F?)/u).filter(Boolean).map((part) => (part.startsWith("🗄") ? h("span", { class: "cabinet" }, new Text(part)) : part));
}

function setAll(node, prefix, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null) node.setAttribute(prefix + name, String(value));
  }
}

/** arrange makes the nodes a parent's children, and moves only what has to move. */
export function arrange(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.childNodes]) if (!wanted.has(child)) child.remove();
  let at = parent.firstChild;
  for (const node of nodes) {
    if (node === at) at = at.nextSibling;
    else parent.insertBefore(node, at);
  }
}

/** unique returns an id for an element that another refers to. */
let serial = 0;
export const unique = (prefix) => `${prefix}-${++serial}`;

/** bookmark notes what has the focus within a node, and returns what gives it back: to the same element, or to the one in its place. */
export function bookmark(root) {
  const active = document.activeElement;
  if (!active || active === document.body || !root.contains(active)) return () => {};
  const { actionId, value: option } = active.dataset;
  const siblings = () => [...root.querySelectorAll("[data-action-id]")].filter((node) =>
    node.dataset.actionId === actionId && node.matches("a, button, input, textarea"));
  const place = siblings().indexOf(active);
  const value = ["checkbox", "radio"].includes(active.type) ? active.value : undefined;
  const [from, to] = "selectionStart" in active ? [active.selectionStart, active.selectionEnd] : [];
  return () => {
    if (document.activeElement === active && active.isConnected) return;
    if (!actionId && !active.isConnected) return;
    const now = siblings();
    const alike = (node) => node.dataset.value === option && (value === undefined || node.value === value);
    const again = active.isConnected ? active : now.find(alike) ?? now[place] ?? now.at(-1);
    again?.focus({ preventScroll: true });
    try {
      if (again && from !== null && from !== undefined) again.setSelectionRange(from, to);
    } catch { /* a field without a caret */ }
  };
}
