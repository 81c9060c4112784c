// Blocks as Slack draws them. A block that the page does not know is a box with its name.

import { h, unique } from "./dom.js";
import { keeps } from "./inputs.js";
import { plain, text } from "./mrkdwn.js";
import { menu } from "./popup.js";
import { markdown, richText } from "./richtext.js";
import { dataTable, table } from "./tables.js";
import { w } from "./words.js";

/** block draws one block of a surface. */
export function block(b, surface) {
  const draw = blocks[b.type] ?? unknown;
  const node = draw(b, surface);
  node.classList.add("block", `block-${b.type}`);
  if (b.block_id) node.dataset.blockId = b.block_id;
  return node;
}

const unknown = (b) => h("div", { class: "unknown", role: "note" }, w("unknown") + b.type);

const nested = (list, surface) => (list ?? []).map((b) => block(b, surface));

const blocks = {
  actions: (b, s) => h("div", {}, b.elements.map((el) => element(b, el, s))),
  alert: (b) => h("div", { role: b.level === "error" ? "alert" : "note", class: `alert-${b.level ?? "default"}` }, h("span", { class: "alert-text" }, text(b.text))),
  card,
  carousel: (b, s) => h("div", { role: "list" }, nested(b.elements, s)),
  container,
  context: (b) => h("div", {}, b.elements.map((el) => (el.type === "image" ? picture(el, "small-picture") : h("span", { class: "context-text" }, text(el))))),
  context_actions: (b, s) => h("div", {}, b.elements.map((el) => element(b, el, s))),
  data_table: (b, s) => dataTable(b, (el) => element(b, el, s), s.pages),
  divider: () => h("hr"),
  header: (b) => h("div", { role: "heading", aria: { level: (b.level ?? 1) + 1 }, class: `level-${b.level ?? 1}` }, text(b.text)),
  image: (b) => h("figure", {}, b.title ? h("figcaption", {}, text(b.title)) : null, picture(b, "picture")),
  input,
  layout: (b, s) => h("div", { role: "group", aria: { label: b.label } }, b.is_label_visible ? h("b", {}, b.label) : null,
    b.rows.map((row) => h("div", { class: "layout-row" }, row.items.map((item) => block(item.block, s))))),
  markdown: (b) => markdown(b.text),
  plan: (b, s) => h("div", {}, h("b", {}, b.title), nested(b.tasks, s)),
  rich_text: richText,
  section,
  table,
  task_card: (b) => h("div", {}, h("span", { class: `status ${b.status ?? "pending"}` }), h("b", {}, b.title), b.details ? richText(b.details) : null, b.output ? richText(b.output) : null),
  video: (b) => h("div", {}, h("a", { href: safe(b.title_url ?? b.video_url), target: "_blank", rel: "noopener noreferrer" }, "▶ ", plain(b.title)), b.description ? h("p", {}, text(b.description)) : null),
};

const safe = (url) => (/^https?:\/\//.test(url ?? "") ? url : undefined);

function section(b, surface) {
  const words = h("div", { class: "section-text", id: unique("section") }, b.text ? h("div", {}, text(b.text)) : null,
    b.fields ? h("div", { class: "fields" }, b.fields.map((f) => h("div", { class: "field" }, text(f)))) : null);
  const accessory = b.accessory;
  return h("div", {}, words, accessory ? h("div", { class: "accessory" }, element(b, accessory, surface, words.id)) : null);
}

function input(b, surface) {
  const id = unique("input");
  const described = [b.hint ? id + "-hint" : "", id + "-error"].filter(Boolean).join(" ");
  const grouped = b.element.type === "checkboxes" || b.element.type === "radio_buttons";
  const label = h(grouped ? "div" : "label", { class: "label", id: id + "-label" }, text(b.label), b.optional ? h("span", { class: "optional" }, " " + w("optional")) : null);
  const aria = { describedby: described, required: b.optional ? undefined : "true" };
  if (grouped) Object.assign(aria, { labelledby: id + "-label", required: undefined });
  const node = keeps(b.element.type) ? surface.control(b, b.element, { name: plain(b.label), aria, labelled: true }) : null;
  if (node && !grouped) label.setAttribute("for", (node.input ?? node.node).id);
  return h("div", { data: { label: plain(b.label) } }, label, node?.node ?? unknown(b.element),
    h("div", { class: "error", id: id + "-error", role: "alert", data: { "error-of": b.block_id }, hidden: true }),
    b.hint ? h("div", { class: "hint", id: id + "-hint" }, text(b.hint)) : null);
}

/** element draws an element that stands outside a form. */
function element(b, el, surface, described) {
  if (keeps(el.type)) {
    const name = plain(el.placeholder) || plain(b.text);
    return surface.control(b, el, { name, aria: { label: name, describedby: described } }).node;
  }
  return (elements[el.type] ?? unknown)(el, b, surface, described);
}

const elements = {
  button,
  feedback_buttons: (el, b, s) => h("span", { class: "group" }, [el.positive_button, el.negative_button].map((one, i) =>
    h("button", { type: "button", class: "button", aria: { label: one.accessibility_label }, on: { click: (e) => s.press(b, el, e.currentTarget, one.value) } }, i ? "👎 " : "👍 ", text(one.text)))),
  icon_button: (el, b, s) => button({ ...el, text: { type: "plain_text", text: "🗑" }, accessibility_label: el.accessibility_label ?? plain(el.text) }, b, s),
  image: (el) => picture(el, "thumb"),
  overflow,
};

function button(el, b, surface) {
  const props = {
    class: `button ${el.style ?? ""}`, data: { "block-id": b.block_id, "action-id": el.action_id, value: el.value },
    aria: { label: el.accessibility_label }, title: el.accessibility_label, on: {
      click: (event) => surface.press(b, el, event.currentTarget),
    },
  };
  if (safe(el.url)) return h("a", { ...props, href: el.url, target: "_blank", rel: "noopener noreferrer" }, text(el.text));
  return h("button", { ...props, type: "button" }, text(el.text));
}

function overflow(el, b, surface) {
  const node = h("button", {
    type: "button", class: "button overflow", data: { "block-id": b.block_id, "action-id": el.action_id, value: el.options[0].value },
    aria: { label: w("more"), haspopup: "menu", expanded: "false" }, on: {
      click: () => menu(node, w("more"), el.options.map((o) => ({
        label: plain(o.text), note: o.description && plain(o.description), href: safe(o.url), data: { value: o.value },
        pick: () => surface.press(b, el, node, o.value),
      }))),
    },
  }, "⋯");
  return node;
}

// picture shows an image of ours; one from elsewhere is not loaded, only named and linked.
function picture(el, size) {
  const url = el.image_url ?? "";
  if (url.startsWith("data:image/") || url.startsWith("/")) return h("img", { class: size, src: url, alt: el.alt_text });
  return h("a", { class: `missing ${size}`, href: safe(url), target: "_blank", rel: "noopener noreferrer", title: el.alt_text }, `${w("picture")}: ${el.alt_text}`);
}

function card(b, surface) {
  const line = (name) => (b[name] ? h("div", { class: `card-${name}` }, text(b[name])) : null);
  return h("div", { role: "group" }, b.hero_image ? picture(b.hero_image, "picture") : null,
    h("div", { class: "card-head" }, b.icon ? picture(b.icon, "small-picture") : null, h("div", {}, line("title"), line("subtitle"))),
    line("body"), line("subtext"), b.actions ? h("div", { class: "row" }, b.actions.map((el) => element(b, el, surface))) : null);
}

function container(b, surface) {
  const title = b.rich_text_title ? richText(b.rich_text_title) : h("b", {}, text(b.title));
  const inner = nested(b.child_blocks, surface);
  if (!b.is_collapsible) return h("div", {}, title, b.subtitle ? h("div", { class: "hint" }, text(b.subtitle)) : null, inner);
  return h("details", { open: !b.default_collapsed }, h("summary", {}, title), inner);
}
