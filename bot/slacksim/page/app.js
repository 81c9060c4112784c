// The page: who is played, the top bar, the sidebar, and what stands in the middle.

import { act, follow, setup, unfollow } from "./api.js";
import { Composer } from "./composer.js";
import { avatar, Conversation, headline } from "./conversation.js";
import { arrange, h } from "./dom.js";
import { showModals, translateModal } from "./modal.js";
import { failureText, toast } from "./popup.js";
import { change, conversation, go, store, subscribe, where } from "./state.js";
import { Surface } from "./surface.js";
import { topbar } from "./topbar.js";
import { choose, said, speak, w } from "./words.js";

const root = document.getElementById("app");
const messages = new Conversation();
const composer = new Composer(() => messages.toEnd());
let home = null; // the surface of the person's Home
let frame = null; // the parts of the page that stay
let heard = new Map(); // by conversation: the newest message that was announced

async function start() {
  try {
    store.setup = await setup();
  } catch {
    root.replaceChildren(h("p", { class: "empty", role: "alert" }, w("offline")));
    setTimeout(start, 2000);
    return;
  }
  window.addEventListener("hashchange", arrive);
  for (const type of ["dragover", "dragleave", "drop"]) window.addEventListener(type, dropped);
  window.addEventListener("focus", read);
  subscribe(draw);
  arrive();
}

// arrive goes where the address says.
function arrive() {
  const { user, place } = where();
  const known = store.setup.people.find((p) => p.id === user);
  if (!known) {
    speak(store.setup.language);
    unfollow();
    frame = null;
    showModals([]);
    store.user = "";
    return draw();
  }
  const other = user !== store.user;
  store.user = user;
  store.place = place;
  frame?.main.removeAttribute("data-side");
  if (!other) return entered();
  store.state = null;
  home = null;
  heard = new Map();
  frame = null;
  showModals([]);
  speak(known.language);
  translateModal();
  let first = true;
  follow(user, (state) => {
    store.state = state;
    settle();
    change({ online: true });
    announce();
    if (first) entered();
    first = false;
  }, (online) => {
    first ||= online && !store.online; // the server may be another one by now
    if (online !== store.online) change({ online });
  });
}

// settle goes to the conversation with the app where the address names one that is not
// there: a server that was started again gives them other ids.
function settle() {
  if (store.place === "home" || conversation(store.place)) return;
  store.place = store.state.direct;
  history.replaceState(null, "", `#${store.user}/${store.place}`);
}

// entered tells the app which of its tabs is open, and draws it.
async function entered() {
  if (!store.state) return;
  settle();
  draw();
  read();
  if (store.place !== "home") composer.focus();
  const tab = store.place === "home" ? "home" : store.place === store.state.direct ? "messages" : "";
  if (!tab) return;
  const { failure } = await act({ Do: "open", Text: tab });
  if (failure) toast(failureText(failure));
}

// read notes that the open conversation is seen.
function read() {
  const open = store.state && store.place !== "home" && conversation(store.place);
  if (open?.unread && document.visibilityState === "visible") act({ Do: "read", Channel: open.id, TS: open.newest });
}

// announce tells screen readers of new messages in the conversations that are not open.
function announce() {
  read();
  for (const c of store.state.conversations) {
    const newest = c.messages.at(-1);
    const before = heard.get(c.id);
    heard.set(c.id, newest?.ts ?? "");
    if (before === undefined || !newest || newest.ts <= before || c.id === store.place || newest.by === store.user) continue;
    document.getElementById("announcer").textContent = `${w("newMessage")} ${c.name}: ${headline(newest)}`;
  }
}

function draw() {
  if (!store.user) return root.replaceChildren(welcome());
  if (!frame) build();
  frame.top.update();
  frame.offline.hidden = store.online;
  frame.offline.textContent = w("offline");
  if (!store.state) return;
  sidebar();
  middle();
  showModals(store.state.modals);
  const unread = store.state.conversations.reduce((sum, c) => sum + c.unread, 0);
  document.title = `${unread ? `(${unread}) ` : ""}${store.setup.app} – ${store.setup.team}`;
}

function build() {
  const language = (chosen) => {
    choose(chosen);
    frame = null;
    home = null;
    translateModal();
    draw();
    document.getElementById(`language-${chosen}`).focus();
  };
  const toggle = (open) => {
    frame.main.toggleAttribute("data-side", open);
    document.getElementById("side-button").setAttribute("aria-expanded", String(open));
  };
  const top = topbar(language, () => toggle(!frame.main.hasAttribute("data-side")));
  const side = h("nav", { id: "sidebar", class: "sidebar", aria: { label: w("menu") }, on: { keydown: (e) => e.key === "Escape" && toggle(false) } });
  const head = h("div", { class: "head" });
  const body = h("div", { class: "middle" });
  const offline = h("div", { class: "offline", role: "status", hidden: true });
  const main = h("div", { class: "frame" }, side, h("main", { class: "column", on: { pointerdown: () => toggle(false) } }, offline, head, body));
  body.dataset.drop = w("drop");
  frame = { top, side, head, body, main, offline };
  root.replaceChildren(top.node, main);
}

// welcome asks a newcomer who they want to be.
function welcome() {
  const card = (p) => h("button", { type: "button", class: "persona", data: { user: p.id }, on: { click: () => go(p.id) } },
    avatar(p), h("span", {}, h("b", {}, p.name), h("small", {}, [said(p.about), roleOf(p)].filter(Boolean).join(" · "))));
  document.title = `${store.setup.app} – ${store.setup.team}`;
  return h("main", { class: "welcome" }, h("h1", {}, store.setup.team), h("h2", {}, w("who")), h("p", {}, w("whoHint")),
    h("div", { class: "personas" }, store.setup.people.map(card)));
}

const roleOf = (p) => w(p.stranger ? "stranger" : p.guest ? "guest" : p.admin ? "admin" : "member");

function sidebar() {
  const { conversations, direct } = store.state;
  const entry = (place, sign, name, unread, kind) => h("a", {
    class: `entry ${unread ? "unread" : ""}`, href: `#${store.user}/${place}`, data: { place: kind },
    aria: { current: store.place === place ? "page" : undefined },
  }, h("span", { class: "sign", aria: { hidden: "true" } }, sign), h("span", { class: "grow" }, name),
  unread ? h("span", { class: "count" }, String(unread), h("span", { class: "unseen" }, " " + w("unread"))) : null);
  const dm = conversation(direct);
  const focused = document.activeElement?.closest?.(".entry")?.dataset.place;
  const channels = conversations.filter((c) => !c.direct);
  frame.side.replaceChildren(
    h("div", { class: "team" }, store.setup.team),
    ...(channels.length ? [h("h2", {}, w("channels"))] : []), ...channels.map((c) => entry(c.id, "#", c.name, c.unread, c.name)),
    h("h2", {}, w("direct")), entry(direct, "●", dm.name, dm.unread, "direct"),
    h("h2", {}, w("apps")), entry("home", "⌂", store.setup.app, 0, "home"));
  if (focused) frame.side.querySelector(`[data-place="${CSS.escape(focused)}"]`)?.focus();
}

// middle shows the app's Home or a conversation.
function middle() {
  const open = store.place === "home" ? null : conversation(store.place);
  head(open);
  if (!open) return showHome();
  messages.update(open);
  composer.update(open);
  arrange(frame.body, [messages.node, composer.node]);
}

// dropped takes a file into the conversation with the app; elsewhere a file is let go of,
// lest the browser opens it in the page's place.
function dropped(event) {
  if (!event.dataTransfer?.types.includes("Files")) return;
  const here = frame?.body.contains(event.target) && store.place === store.state?.direct;
  event.preventDefault();
  event.dataTransfer.dropEffect = here ? "copy" : "none";
  frame?.body.toggleAttribute("data-dropping", Boolean(here && event.type === "dragover"));
  if (here && event.type === "drop") [...event.dataTransfer.files].forEach((file) => composer.sendFile(file));
}

function head(open) {
  const app = !open || open.direct;
  const tab = (place, name, id) => h("a", {
    href: `#${store.user}/${place}`, id, class: "tab", aria: { current: store.place === place ? "page" : undefined },
  }, name);
  const drawn = JSON.stringify([store.place, app, store.state.direct]);
  if (frame.head.dataset.drawn === drawn) return;
  frame.head.dataset.drawn = drawn;
  frame.head.replaceChildren(
    h("h1", {}, app ? avatar({ name: store.setup.app, bot: true }, "small") : null, app ? store.setup.app : "# " + open.name),
    ...(app ? [h("nav", { class: "tabs", aria: { label: store.setup.app } }, tab("home", w("home"), "tab-home"), tab(store.state.direct, w("messages"), "tab-messages"))] : []));
}

function showHome() {
  const view = store.state.home;
  if (!view) return arrange(frame.body, [h("p", { class: "empty", role: "status" }, w("homeEmpty"))]);
  if (home?.place.View !== view.id) home = new Surface({ View: view.id });
  home.update(view);
  home.node.id = "home";
  if (frame.body.firstChild?.firstChild === home.node) return;
  arrange(frame.body, [h("div", { class: "home", role: "region", aria: { label: w("home") }, tabindex: "-1" }, home.node)]);
}

start();
