// Saying what is new, and fetching it.
const MINE = 3000; // by then the answer to one's own form has brought it
const READING_TIME = 6000;
const unseen = {}; // by kind, what was said and not looked at
let queue = Promise.resolve();

const camel = (name) => name.replace(/(^|-)(.)/g, (_match, _dash, letter) => letter.toUpperCase());
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

// This page as it is now: a shared one may be some seconds old.
export function anew({ at }) {
  const address = new URL(location.href);
  address.searchParams.set("at", at);
  address.hash = "";
  return address.href;
}

function leaveOnceSeen(link, target) {
  const observer = new IntersectionObserver(([{ isIntersecting }]) => {
    if (!isIntersecting) return;
    observer.disconnect();
    setTimeout(() => link.remove(), READING_TIME);
  });
  observer.observe(target);
}

// A line over the edge of the page. Pressing it leads to what is new, or does what `act` does.
export function say(live, kind, href, id, act) {
  const known = (unseen[kind] ??= new Set()).add(id);
  const link = document.createElement("a");
  link.className = "live__news";
  link.href = href;
  link.textContent = live.dataset[`say${camel(kind)}`].replace("%n", known.size);
  link.addEventListener("click", (event) => {
    live.replaceChildren();
    known.clear();
    if (act) {
      event.preventDefault();
      act();
    } else if (link.href === location.href) location.reload();
  });
  live.replaceChildren(link);
  if (href.startsWith("#") && !act) leaveOnceSeen(link, document.querySelector(href));
}

// One after the other, since HTMX drops what comes while it waits; and many readers not all at once.
// `into` says where it goes; what comes out of band needs no place.
// The time in the address lets readers share what they fetch without getting what was kept before.
export async function bring(live, news, url, { when, into, after }) {
  await wait(news.mine ? MINE : Math.random() * news.spread);
  queue = queue.then(async () => {
    if (!when()) return;
    await window.htmx.ajax("GET", `${url}?at=${news.at}`, { source: live, swap: "none", ...into?.() });
    after?.();
  });
  queue = queue.catch(() => {});
  return queue;
}
