// table and data_table.

import { h } from "./dom.js";
import { richText } from "./richtext.js";
import { w } from "./words.js";

function cell(c, act) {
  if (c?.type === "rich_text") return richText(c);
  if (c?.type === "action_cell") return act(c.element);
  return String(c?.text ?? c?.value ?? "");
}

/** table draws a table block; its first row is the header. */
export function table(b) {
  const look = (i) => {
    const set = b.column_settings?.[i] ?? {};
    return `align-${set.align ?? "left"} ${set.is_wrapped ? "wrapped" : ""}`;
  };
  const line = (row, tag) => h("tr", {}, row.map((c, i) => h(tag, { class: look(i), scope: tag === "th" ? "col" : undefined }, cell(c))));
  return h("div", { class: "scroller", tabindex: "0" }, h("table", {}, h("thead", {}, line(b.rows[0], "th")), h("tbody", {}, b.rows.slice(1).map((r) => line(r, "td")))));
}

/** dataTable draws a data_table block, a page at a time; act draws a cell's button, and turned keeps which page is open. */
export function dataTable(b, act, turned) {
  const [head, ...rows] = b.rows;
  const size = b.page_size ?? 5;
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const body = h("tbody");
  const where = h("span", { role: "status" });
  let page = turned.get(b.block_id) ?? 0;
  const turn = (by) => {
    page = Math.min(pages - 1, Math.max(0, page + by));
    turned.set(b.block_id, page);
    body.replaceChildren(...rows.slice(page * size, (page + 1) * size).map((row) => h("tr", {}, row.map((c, i) =>
      h(i === (b.row_header_column_index ?? 0) ? "th" : "td", { scope: i === (b.row_header_column_index ?? 0) ? "row" : undefined }, h("div", { class: "cell" }, cell(c, act)))))));
    where.textContent = `${w("page")} ${page + 1} / ${pages}`;
    before.disabled = page === 0;
    after.disabled = page === pages - 1;
  };
  const before = h("button", { type: "button", class: "button", aria: { label: w("previous") }, on: { click: () => turn(-1) } }, "‹");
  const after = h("button", { type: "button", class: "button", aria: { label: w("next") }, on: { click: () => turn(1) } }, "›");
  turn(0);
  return h("div", {}, h("div", { class: "scroller", tabindex: "0" },
    h("table", {}, h("caption", {}, b.caption), h("thead", {}, h("tr", {}, head.map((c) => h("th", { scope: "col" }, cell(c, act))))), body)),
  pages > 1 ? h("div", { class: "row pager" }, before, where, after) : null);
}
