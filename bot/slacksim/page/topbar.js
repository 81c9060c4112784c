// The top bar: who is played, links beside the page, the product's clock, the language.

import { act } from "./api.js";
import { h } from "./dom.js";
import { failureText, toast } from "./popup.js";
import { go, store } from "./state.js";
import { locale, said, spoken, w } from "./words.js";

/** topbar makes the bar; update shows what changed in it. */
export function topbar(language, toggleSide) {
  const people = h("select", { id: "user-switch", aria: { label: w("switchUser") }, title: w("switchUser"), on: { change: () => go(people.value) } },
    store.setup.people.map((p) => h("option", { value: p.id }, p.name)));
  const languages = h("div", { class: "languages", role: "group", aria: { label: w("language") } }, ["pl", "en"].map((l) =>
    h("button", { type: "button", id: `language-${l}`, class: "quiet", lang: l, aria: { pressed: String(spoken() === l) }, on: { click: () => language(l) } }, l.toUpperCase())));
  const clock = store.setup.clock ? clockOf() : null;
  const node = h("header", { class: "topbar" },
    h("button", { type: "button", id: "side-button", class: "icon", aria: { label: w("menu"), controls: "sidebar", expanded: "false" }, on: { click: toggleSide } }, "☰"),
    h("nav", { class: "links", aria: { label: w("links") } }, store.setup.links.map((l) => h("a", { href: said(l.url), target: "_blank", rel: "noopener" }, said(l.name)))),
    h("span", { class: "grow" }), clock?.node, people, languages);
  return {
    node,
    update() {
      people.value = store.user;
      clock?.update();
    },
  };
}

function clockOf() {
  const shown = h("time", { id: "clock" });
  const button = (id, word, to) => h("button", { type: "button", id, class: "quiet", on: { click: (e) => forward(e.currentTarget, to) } }, w(word));
  let ahead = null; // of this machine's clock, in milliseconds
  let zone;
  const tick = () => {
    if (ahead === null) return;
    const at = new Date(Date.now() + ahead);
    const options = { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZone: zone };
    shown.textContent = new Intl.DateTimeFormat(locale(), options).format(at);
    shown.dateTime = at.toISOString();
  };
  const timer = setInterval(() => (shown.isConnected ? tick() : clearInterval(timer)), 5000);
  let last;
  return {
    node: h("div", { class: "clock", role: "group", aria: { label: w("clock") } }, shown, button("clock-hour", "hour", "hour"), button("clock-morning", "morning", "morning")),
    update() {
      const told = store.state?.clock;
      if (!told || told === last) return;
      last = told;
      ahead = told.at - Date.now();
      zone = told.zone === "Local" ? undefined : told.zone;
      tick();
    },
  };
}

async function forward(button, to) {
  button.setAttribute("aria-busy", "true");
  const { failure, reason } = await act({ Do: "forward", Text: to });
  button.removeAttribute("aria-busy");
  if (failure) toast(reason ?? failureText(failure));
}
