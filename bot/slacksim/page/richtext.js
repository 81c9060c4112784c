// rich_text and markdown as DOM nodes.

import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { channel, dateText, link, mention } from "./mrkdwn.js";

/** richText draws a rich_text block, or a table cell of that type. */
export const richText = (block) => h("div", { class: "rich" }, (block.elements ?? []).map(part));

function part(p) {
  const inner = (p.elements ?? []).map((e) => (e.elements ? part(e) : inline(e)));
  switch (p.type) {
    case "rich_text_quote":
      return h("blockquote", {}, inner);
    case "rich_text_preformatted":
      return h("pre", {}, inner);
    case "rich_text_list": {
      const list = h(p.style === "ordered" ? "ol" : "ul", { class: `indent-${p.indent ?? 0}`, start: p.offset ? p.offset + 1 : undefined });
      list.append(...inner.map((item) => h("li", {}, item)));
      return list;
    }
  }
  return h("div", {}, inner);
}

const styles = { bold: "b", italic: "i", strike: "s", code: "code", underline: "u", highlight: "mark" };

function inline(e) {
  let node = piece(e);
  for (const [name, tag] of Object.entries(styles)) if (e.style?.[name]) node = h(tag, {}, node);
  return node;
}

function piece(e) {
  switch (e.type) {
    case "link":
      return link(e.url, e.text ?? e.url);
    case "user":
      return mention(e.user_id);
    case "channel":
      return channel(e.channel_id);
    case "emoji":
      return emoji(e.name) ?? `:${e.name}:`;
    case "date":
      return dateText(new Date(e.timestamp * 1000), e.format, e.fallback ?? "");
    case "broadcast":
      return h("span", { class: "mention" }, "@" + e.range);
    case "usergroup":
      return h("span", { class: "mention" }, "@" + e.usergroup_id);
    case "color":
      return h("code", {}, e.value);
  }
  return e.text ?? "";
}

/** markdown draws a markdown block: headings, lists, quotations, code and what is within a line. */
export function markdown(source) {
  const root = h("div", { class: "markdown" });
  let list = null;
  const pieces = source.split(/^```.*$/m);
  for (const [i, chunk] of pieces.entries()) {
    if (i % 2 === 1) {
      root.append(h("pre", {}, chunk.replace(/^\n|\n$/g, "")));
      continue;
    }
    for (const line of chunk.split("\n")) list = markdownLine(root, list, line);
  }
  return root;
}

function markdownLine(root, list, line) {
  const heading = /^(#{1,6}) (.+)$/.exec(line);
  const item = /^\s*(?:[-*]|(\d+)\.) (.+)$/.exec(line);
  const quote = /^> ?(.*)$/.exec(line);
  if (item) {
    const tag = item[1] ? "ol" : "ul";
    if (list?.localName !== tag) root.append((list = h(tag)));
    list.append(h("li", {}, spans(item[2])));
    return list;
  }
  if (heading) root.append(h("p", { class: "heading", role: "heading", aria: { level: heading[1].length } }, spans(heading[2])));
  else if (quote) root.append(h("blockquote", {}, spans(quote[1])));
  else if (/^(---+|\*\*\*+)$/.test(line)) root.append(h("hr"));
  else if (line.trim()) root.append(h("p", {}, spans(line)));
  return null;
}

const span = /`([^`]+)`|\[([^\]]+)\]\(([^)\s]+)\)|\*\*(.+?)\*\*|__(.+?)__|~~(.+?)~~|\*([^*\s](?:.*?[^*\s])?)\*|(?<![\p{L}\p{N}])_([^_]+)_(?![\p{L}\p{N}])/gu;

function spans(source) {
  const out = [];
  let from = 0;
  for (const found of source.matchAll(span)) {
    const [whole, code, label, url, bold, bold2, strike, italic, italic2] = found;
    out.push(source.slice(from, found.index));
    if (code) out.push(h("code", {}, code));
    else if (label) out.push(link(url, spans(label)));
    else if (bold ?? bold2) out.push(h("b", {}, spans(bold ?? bold2)));
    else if (strike) out.push(h("s", {}, spans(strike)));
    else out.push(h("i", {}, spans(italic ?? italic2)));
    from = found.index + whole.length;
  }
  out.push(source.slice(from));
  return out;
}
