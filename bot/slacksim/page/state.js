// What the page knows: the setup, the person's state, and where they look.

export const store = {
  setup: null, // what does not change
  state: null, // the person's whole state, as the server sent it last
  user: "", // who is played
  place: "home", // home, or a conversation's id
  online: true,
};

const hearers = new Set();

/** subscribe calls back after every change. */
export const subscribe = (hear) => hearers.add(hear);

/** change sets what is known, and draws what shows it. */
export function change(what) {
  Object.assign(store, what);
  for (const hear of hearers) hear();
}

export const member = (id) => store.state?.members.find((m) => m.id === id);
export const conversation = (id) => store.state?.conversations.find((c) => c.id === id);
export const zone = () => store.state?.user.tz;

/** where reads the address: #user/place. */
export function where() {
  const [user = "", place = ""] = decodeURIComponent(location.hash.slice(1)).split("/");
  return { user, place: place || "home" };
}

/** go changes the address, and with it the place. */
export function go(user, place = "home") {
  location.hash = user ? `${user}/${place}` : "";
}
