// What an open page does about news. Everything may come twice: values are set, and what is shown
// already is not fetched again. Nothing moves what is being read or written.
import { ANSWERS } from "./live_answers.js";
import { anew, bring, say } from "./live_news.js";

const byId = (id) => document.getElementById(id);

// Whether a feed that was narrowed shows it, on its first page.
function belongs({ category, urgent }) {
  const chosen = new URLSearchParams(location.search);
  const feed = chosen.get("feed");
  if (chosen.has("cursor") || feed === "hot" || (feed === "urgent" && !urgent)) return false;
  return !chosen.get("category") || chosen.get("category") === category;
}

const KINDS = {
  ...ANSWERS,
  comment(live, news) {
    const { id } = news.data;
    bring(live, news, `/live/comments/${id}/`, { when: () => byId("question") && !byId(`comment-${id}`) });
  },
  vote(_live, { data }) {
    const score = byId(`vote-${data.post}`)?.querySelector(".vote__score");
    if (score) score.lastChild.textContent = data.score;
  },
  state: (live, news) => news.mine || say(live, "state", anew(news)),
  "comment-gone": (_live, { data }) => byId(`comment-${data.id}`)?.remove(),
  inbox(live, { data }) {
    let more = false;
    for (const badge of document.querySelectorAll(".unread")) {
      const text = data.unread > 99 ? "99+" : `${data.unread}`;
      more ||= parseInt(text, 10) > parseInt(badge.lastChild.textContent, 10);
      badge.lastChild.textContent = text;
      badge.hidden = !data.unread;
    }
    if (more && byId("inbox")) say(live, "inbox", location.href);
  },
  ask(live, { data }) {
    const path = `/q/${data.question}/`;
    if (!location.pathname.startsWith(path)) say(live, "ask", path, data.question);
  },
  question(live, news) {
    if (!news.mine && belongs(news.data) && !byId(`question-${news.data.id}`)) say(live, "question", anew(news), news.data.id);
  },
  viewers(_live, { data }) {
    const place = byId("viewers");
    if (!place) return;
    place.hidden = data.count < 2;
    place.textContent = place.dataset[data.count > 20 ? "many" : "few"].replace("%n", data.count);
  },
  gone: (live) => say(live, "gone", "/"),
  reload: (live, news) => say(live, "reload", anew(news)),
};

export function take(live, news) {
  KINDS[news.kind]?.(live, news);
  // Parts that fetch themselves: <div hx-get="…" hx-trigger="live" data-live-on="route answer">
  for (const part of document.querySelectorAll(`[data-live-on~="${news.kind}"]`)) {
    setTimeout(() => part.dispatchEvent(new CustomEvent("live", { detail: news.data })), Math.random() * news.spread);
  }
}
