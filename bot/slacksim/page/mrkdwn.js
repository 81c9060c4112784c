// Slack's mrkdwn as DOM nodes. Every character of the app's text ends in a text node or
// in an address that begins with http, https, mailto or tel.

import { h } from "./dom.js";
import { emoji, withEmoji } from "./emoji.js";
import { conversation, member, store, zone } from "./state.js";

const unescape = (text) => text.replace(/&(amp|lt|gt);/g, (_, name) => ({ amp: "&", lt: "<", gt: ">" })[name]);
const wordly = (c) => c !== undefined && /[\p{L}\p{N}]/u.test(c);
const signs = { "*": "b", _: "i", "~": "s" };

/** text draws a text object, or a bare string. */
export function text(object) {
  if (object === null || object === undefined) return [];
  if (typeof object === "string") return [object];
  if (object.type !== "mrkdwn") return [object.emoji === false ? object.text : withEmoji(object.text)];
  return mrkdwn(object.text, object.verbatim);
}

/** plain returns the words of a text object. */
export const plain = (object) => h("span", {}, text(object)).textContent;

/** mrkdwn draws a marked-up text. */
export function mrkdwn(source, verbatim = false) {
  const out = [];
  for (const [i, part] of source.split("```").entries()) {
    const last = source.split("```").length - 1;
    if (i % 2 === 1 && i < last) out.push(h("pre", {}, unescape(part.replace(/^\n|\n$/g, ""))));
    else out.push(...paragraphs(i % 2 === 1 ? "```" + part : i > 0 ? part.trimStart() : part, verbatim));
  }
  return out;
}

// paragraphs draws lines, those that begin with > as a quotation.
function paragraphs(source, verbatim) {
  const out = [];
  let quoted = [];
  const flush = () => {
    if (quoted.length) out.push(h("blockquote", {}, inline(quoted.join("\n"), verbatim)));
    quoted = [];
  };
  const lines = source.split("\n");
  for (const [i, line] of lines.entries()) {
    const quote = /^(?:&gt;|>) ?(.*)$/.exec(line);
    if (quote) {
      quoted.push(quote[1]);
      continue;
    }
    const after = quoted.length > 0;
    flush();
    if (i > 0 && !after) out.push("\n");
    out.push(...inline(line, verbatim));
  }
  flush();
  return out;
}

function inline(source, verbatim) {
  const out = [];
  let run = "";
  const flush = () => {
    if (run) out.push(...(verbatim ? [unescape(run)] : linked(run)));
    run = "";
  };
  for (let i = 0; i < source.length; ) {
    const piece = pieceAt(source, i, verbatim);
    if (!piece) {
      run += source[i++];
      continue;
    }
    flush();
    out.push(piece.node);
    i = piece.end;
  }
  flush();
  return out;
}

// pieceAt returns the node that begins at a place in the text, and where it ends.
function pieceAt(source, i, verbatim) {
  const rest = source.slice(i);
  const c = source[i];
  if (c === "`") {
    const code = /^`([^`\n]+)`/.exec(rest);
    return code && { node: h("code", {}, unescape(code[1])), end: i + code[0].length };
  }
  if (c === "<") {
    const angled = /^<([^<>\n]+)>/.exec(rest);
    return angled && { node: reference(angled[1]), end: i + angled[0].length };
  }
  if (c === ":") {
    const name = /^:([a-z0-9_+-]+):/.exec(rest);
    const sign = name && emoji(name[1]);
    return sign && { node: document.createTextNode(sign), end: i + name[0].length };
  }
  if (!signs[c] || wordly(source[i - 1])) return null;
  const end = closing(source, i, c);
  return end > 0 ? { node: h(signs[c], {}, inline(source.slice(i + 1, end), verbatim)), end: end + 1 } : null;
}

// closing finds where the words end that a sign at i begins; 0 if nowhere.
function closing(source, i, sign) {
  const next = source[i + 1];
  if (next === undefined || next === sign || /\s/.test(next)) return 0;
  for (let j = i + 1; j < source.length && source[j] !== "\n"; j++) {
    if (source[j] === "<") {
      const angled = /^<[^<>\n]+>/.exec(source.slice(j));
      if (angled) j += angled[0].length - 1;
    } else if (source[j] === sign && !/\s/.test(source[j - 1]) && !wordly(source[j + 1])) return j;
  }
  return 0;
}

// linked draws plain words; addresses among them become links.
function linked(run) {
  const out = [];
  let from = 0;
  for (const found of run.matchAll(/https?:\/\/[^\s<>]*[^\s<>.,;:!?)"'”]/g)) {
    out.push(unescape(run.slice(from, found.index)), link(unescape(found[0]), unescape(found[0])));
    from = found.index + found[0].length;
  }
  out.push(unescape(run.slice(from)));
  return out.filter(Boolean);
}

// reference draws what stands in angle brackets: a mention, a date or a link.
function reference(source) {
  const bar = source.indexOf("|");
  const what = bar < 0 ? source : source.slice(0, bar);
  const label = bar < 0 ? "" : source.slice(bar + 1);
  if (what[0] === "@") return mention(what.slice(1), label);
  if (what[0] === "#") return channel(what.slice(1), label);
  if (what.startsWith("!date^")) return date(what.slice(6), label);
  if (what[0] === "!") return h("span", { class: "mention" }, "@" + unescape(label || what.slice(1).split("^")[0]).replace(/^@/, ""));
  return link(unescape(what), label ? inline(label, true) : unescape(what).replace(/^(mailto|tel):/, ""));
}

/** mention draws a person's name. */
export function mention(id, label = "") {
  return h("span", { class: "mention", data: { user: id } }, "@" + (member(id)?.name ?? (unescape(label) || id)));
}

/** channel draws a channel's name. */
export function channel(id, label = "") {
  const name = conversation(id)?.name ?? (unescape(label) || id);
  if (!conversation(id)) return h("span", { class: "mention" }, "#" + name);
  return h("a", { class: "mention", href: `#${store.user}/${id}` }, "#" + name);
}

/** link draws an address; one that is no web or mail address is only text. */
export function link(url, ...label) {
  let parsed;
  try {
    parsed = new URL(url);
  } catch { /* no address */ }
  if (!parsed || !["http:", "https:", "mailto:", "tel:"].includes(parsed.protocol)) return h("span", {}, label);
  const here = /^\/archives\/([A-Z0-9]+)/.exec(parsed.pathname);
  if (here && parsed.hostname.endsWith(".slack.com") && conversation(here[1])) {
    return h("a", { href: `#${store.user}/${here[1]}` }, label);
  }
  return h("a", { href: parsed.href, target: "_blank", rel: "noopener noreferrer" }, label);
}

// date draws <!date^seconds^tokens^link|fallback> in the reader's zone; Slack's own words are English.
function date(source, fallback) {
  const [seconds, tokens = "", url = ""] = source.split("^");
  const at = new Date(Number(seconds) * 1000);
  const shown = Number.isNaN(at.getTime()) ? unescape(fallback) : dateText(at, unescape(tokens), unescape(fallback));
  return url ? link(unescape(url), shown) : h("time", { title: unescape(fallback) }, shown);
}

/** dateText fills Slack's date tokens in. */
export function dateText(at, tokens, fallback) {
  const as = (options, locale = "en-US") => new Intl.DateTimeFormat(locale, { timeZone: zone(), ...options }).format(at);
  const day = as({ year: "numeric", month: "2-digit", day: "2-digit" }, "sv-SE");
  const pretty = (long) => ({ "-1": "yesterday", 0: "today", 1: "tomorrow" })[daysFromToday(day)] ?? long;
  const long = as({ dateStyle: "full" });
  const middle = as({ year: "numeric", month: "long", day: "numeric" });
  const short = as({ dateStyle: "medium" });
  const known = {
    date_num: day, date_slash: as({ year: "numeric", month: "2-digit", day: "2-digit" }), date: middle, date_long: long, date_short: short,
    date_pretty: pretty(middle), date_long_pretty: pretty(long), date_short_pretty: pretty(short),
    time: as({ hour: "2-digit", minute: "2-digit" }, "en-GB"), time_secs: as({ timeStyle: "medium" }, "en-GB"), ago: pretty(short),
  };
  let all = true;
  const text = tokens.replace(/\{(\w+)\}/g, (_, name) => known[name] ?? ((all = false), ""));
  return all ? text : fallback;
}

function daysFromToday(day) {
  const now = new Date(store.state?.clock?.at ?? Date.now());
  const today = new Intl.DateTimeFormat("sv-SE", { timeZone: zone(), year: "numeric", month: "2-digit", day: "2-digit" }).format(now);
  return Math.round((Date.parse(day) - Date.parse(today)) / 86400000);
}
