// Keeps the list of letters up to date, and lets the arrow keys (or j and k) walk it.
"use strict";

const list = () => document.getElementById("letters");

async function refresh(newest) {
	if (newest === list().dataset.newest) return;
	const answer = await fetch(location.href);
	const page = new DOMParser().parseFromString(await answer.text(), "text/html");
	const focused = document.activeElement?.id;
	list().dataset.newest = page.getElementById("letters").dataset.newest;
	list().querySelector("[role=status]").textContent = page.querySelector("#letters [role=status]").textContent;
	list().querySelector("ol").replaceWith(page.querySelector("#letters ol"));
	const hint = document.querySelector("main > .hint");
	const newHint = page.querySelector("main > .hint");
	if (hint && newHint) hint.textContent = newHint.textContent;
	if (focused?.startsWith("letter-")) document.getElementById(focused)?.focus();
}

new EventSource("news").onmessage = (event) => {
	refresh(event.data).catch(() => {}); // the next event tries again
};

list().querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });

document.addEventListener("keydown", (event) => {
	const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
	if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
	const links = [...list().querySelectorAll("ol a")];
	const inList = links.includes(document.activeElement);
	if (event.key.startsWith("Arrow") && !inList) return; // arrows scroll elsewhere
	const from = inList ? document.activeElement : list().querySelector("[aria-current]");
	const next = from ? links[links.indexOf(from) + step] : links[0];
	if (!next) return;
	event.preventDefault();
	next.focus();
});
