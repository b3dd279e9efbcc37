// Everything here improves a page that works without it. What only some pages need is fetched
// when the page has an element for it.
import "./once.js";
import "./toast.js";
import { refreshTimes } from "./time.js";

const ON_DEMAND = [
  ["textarea[data-autosize]", () => import("./textarea.js")],
  ["form[data-draft]", () => import("./draft.js")],
  ["form[data-locate]", () => import("./locate.js")],
  ["form[data-autosubmit]", () => import("./autosubmit.js")],
  ["a[data-confirm]", () => import("./confirm.js")],
  ["time[data-clock]", () => import("./clock.js")],
  ["details[data-map]", () => import("./map.js")],
  ["input[data-tags]", () => import("./tags.js")],
  ["[data-pin]", () => import("./pin.js")],
  ["form[data-suggest]", () => import("./suggest.js")],
  ["#more", () => import("./more.js")],
  ["[data-live]", () => afterwards(() => import("./live.js"))],
  ["a[data-dismiss]", () => import("./dismiss.js")],
  ["[data-push]", () => afterwards(() => import("./push.js"))],
];

// News of a page can wait until the page itself is there: its token says from when on to tell.
const PAUSE = 1000;

async function afterwards(load) {
  if (document.readyState !== "complete") await new Promise((done) => addEventListener("load", done, { once: true }));
  await new Promise((done) => setTimeout(done, PAUSE));
  return load();
}

function found(root, selector) {
  const elements = [...root.querySelectorAll(selector)];
  if (root.matches?.(selector)) elements.unshift(root);
  return elements;
}

function start(root) {
  for (const [selector, load] of ON_DEMAND) {
    const elements = found(root, selector);
    // What cannot be fetched is done without, as on a page without scripts.
    if (elements.length) load().then((module) => elements.forEach(module.start), () => {});
  }
  refreshTimes(root);
  found(root, "[data-focus]")[0]?.focus();
}

document.documentElement.classList.add("js");
start(document);
// HTMX tells of every piece it has put into the page.
document.addEventListener("htmx:after:process", (event) => {
  if (event.target !== document.body) start(event.target);
});

// An open menu closes when attention goes elsewhere.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
