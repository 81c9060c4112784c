// Speaking with the server: what the person does goes out, their whole state comes in.

let user = "";
let filling = Promise.resolve(); // the fills that are under way, in order
let fills = 0;

const post = (path, body) => fetch(path, { method: "POST", body, headers: { "Content-Type": "application/json" } });

/** setup asks for what does not change while the page is open. */
export async function setup() {
  const answer = await fetch("/sim/setup");
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

/**
 * act does what a person did and returns {failure} or {options}; failure is "offline" when
 * the server cannot be reached and "gone" when there is nothing to act on any more.
 */
export async function act(deed) {
  if (deed.Do !== "fill" && deed.Do !== "read") await filling;
  try {
    const answer = await post(`/sim/act?user=${user}`, JSON.stringify(deed));
    if (answer.status === 409) return { failure: "gone", reason: await answer.text() };
    return answer.ok ? await answer.json() : { failure: `http_${answer.status}` };
  } catch {
    return { failure: "offline" };
  }
}

/** fill tells what a field holds, after all that was told before. */
export function fill(place, block, action, value, tell) {
  fills++;
  filling = filling
    .then(() => act({ Do: "fill", ...place, Block: block, Action: action, Value: value, Tell: tell }))
    .finally(() => fills--);
  return filling;
}

/** settling reports whether a fill is under way, so that the server's state is older than ours. */
export const settling = () => fills > 0;

/** upload sends a file into the conversation with the bot. */
export async function upload(file) {
  try {
    const answer = await post(`/sim/upload?user=${user}&name=${encodeURIComponent(file.name)}`, file);
    return answer.ok ? await answer.json() : { failure: `http_${answer.status}` };
  } catch {
    return { failure: "offline" };
  }
}

/** fileURL is where a file of a message is read. */
export const fileURL = (id) => `/sim/file/${id}?user=${user}`;

let stream = null;

/** follow receives a person's state from now on: news(state), and link(up) when the connection comes or goes. */
export function follow(id, news, link) {
  user = encodeURIComponent(id);
  stream?.close();
  const mine = new EventSource(`/sim/events?user=${user}`);
  stream = mine;
  mine.onopen = () => link(true);
  mine.onmessage = (event) => {
    if (stream === mine) news(JSON.parse(event.data));
  };
  mine.onerror = () => {
    if (stream !== mine) return;
    link(false);
    if (mine.readyState === EventSource.CLOSED) setTimeout(() => stream === mine && recover(id, news, link), 2000);
  };
}

// recover begins anew once the server is there; it may have forgotten the person.
async function recover(id, news, link) {
  try {
    const { people } = await setup();
    if (!people.some((p) => p.id === id)) {
      location.hash = "";
      location.reload();
      return;
    }
  } catch { /* still away */ }
  follow(id, news, link);
}

/** unfollow ends the connection. */
export function unfollow() {
  stream?.close();
  stream = null;
}
