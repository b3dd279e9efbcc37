// What an open page does about news. Everything may come twice: values are set, and what is shown
// already is not fetched again. Nothing moves what is being read.
const MINE = 3000; // by then the answer to one's own form has brought it
const counts = {};
let queue = Promise.resolve();

const byId = (id) => document.getElementById(id);
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

// A line at the edge of the page; pressing it leads to what is new.
export function say(live, kind, href, id) {
  const known = (counts[kind] ??= new Set());
  known.add(id);
  const link = document.createElement("a");
  link.className = "live__news";
  link.href = href;
  link.textContent = live.dataset[`say${kind[0].toUpperCase()}${kind.slice(1)}`.replace(/-(.)/g, (_, c) => c.toUpperCase())].replace("%n", known.size);
  link.addEventListener("click", () => {
    live.replaceChildren();
    known.clear();
    if (href === location.href) location.reload();
  });
  live.replaceChildren(link);
}

// One after the other, and many readers not all at once.
function fetchInto(live, news, url, options) {
  const delay = news.mine ? MINE : Math.random() * news.spread;
  wait(delay).then(() => {
    queue = queue.then(() => options.when() && window.htmx.ajax("GET", url, { source: live, swap: "none", ...options.into?.() })).then(options.after, () => {});
  });
}

const busy = (element) => element.contains(document.activeElement) || element.querySelector("form.comment-form");

const KINDS = {
  vote(live, { data }) {
    const score = byId(`vote-${data.post}`)?.querySelector(".vote__score");
    if (score) score.lastChild.textContent = data.score;
  },
  answer(live, news) {
    const { id } = news.data;
    const list = byId("answers");
    const url = `/live/answers/${id}/`;
    const when = () => list && !byId(`answer-${id}`);
    if (!when()) return;
    // Somebody is writing below, or there is more between: they are told and decide.
    if (byId("compose")?.contains(document.activeElement) || byId("more")) {
      fetchInto(live, news, `/live/questions/${list.dataset.question}/state/`, { when, after: () => when() && !news.mine && say(live, "answer", `/a/${id}/`, id) });
      return;
    }
    let item;
    const into = () => {
      item = list.appendChild(document.createElement("li"));
      return { target: item, swap: "innerHTML" };
    };
    const after = () => {
      if (item && !item.childElementCount) item.remove();
      if (!item?.isConnected) return;
      byId("no-answers")?.remove();
      if (!news.mine) say(live, "answer", `#answer-${id}`, id);
    };
    fetchInto(live, news, url, { when, into, after });
  },
  accepted(live, news) {
    const { id } = news.data;
    const article = () => byId(`answer-${id}`);
    if (news.mine) return;
    const free = () => article() && !busy(article());
    const into = () => ({ target: article(), swap: "outerHTML" });
    fetchInto(live, news, `/live/answers/${id}/`, { when: free, into, after: () => say(live, "accepted", article() ? `#answer-${id}` : `/a/${id}/`, id) });
  },
  comment(live, news) {
    const { id } = news.data;
    fetchInto(live, news, `/live/comments/${id}/`, { when: () => !byId(`comment-${id}`) });
  },
  state(live, news) {
    if (!news.mine) say(live, "state", location.href);
  },
  "answer-gone"(live, { data }) {
    byId(`answer-${data.id}`)?.remove();
  },
  "comment-gone"(live, { data }) {
    byId(`comment-${data.id}`)?.remove();
  },
  inbox(live, { data }) {
    for (const badge of document.querySelectorAll(".unread")) {
      const more = data.unread > (parseInt(badge.lastChild.textContent, 10) || 0);
      badge.lastChild.textContent = data.unread > 99 ? "99+" : data.unread;
      badge.hidden = !data.unread;
      if (more && byId("inbox")) say(live, "inbox", location.href);
    }
  },
  ask(live, { data }) {
    if (!location.pathname.startsWith(`/q/${data.question}/`)) say(live, "ask", `/q/${data.question}/`, data.question);
  },
  question(live, news) {
    if (!news.mine && !byId(`question-${news.data.id}`)) say(live, "question", location.pathname + location.search, news.data.id);
  },
  viewers(live, { data }) {
    const place = byId("viewers");
    if (!place) return;
    place.hidden = data.count < 2;
    place.textContent = place.dataset[data.count > 20 ? "many" : "few"].replace("%n", data.count);
  },
  gone: (live) => say(live, "gone", "/"),
  reload: (live) => say(live, "reload", location.href),
};

export function take(live, news) {
  KINDS[news.kind]?.(live, news);
  // Parts of the page that fetch themselves: <div hx-get="…" hx-trigger="live" data-live-on="route">
  for (const part of document.querySelectorAll(`[data-live-on~="${news.kind}"]`)) {
    setTimeout(() => part.dispatchEvent(new CustomEvent("live", { detail: news.data })), Math.random() * news.spread);
  }
}
