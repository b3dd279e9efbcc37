// What an open page does about news. Everything may come twice: values are set, and what is shown
// already is not fetched again. Nothing moves what is being read or written.
import { bring, say } from "./live_news.js";

const byId = (id) => document.getElementById(id);
const isBusy = (part) => part?.querySelector(":is(input, textarea):focus, .comment-form");

function addAnswer(live, news, after) {
  const { id } = news.data;
  let item;
  return bring(live, news, `/live/answers/${id}/`, {
    when: () => byId("answers") && !byId(`answer-${id}`),
    into() {
      item = byId("answers").appendChild(document.createElement("li"));
      return { target: item, swap: "innerHTML" };
    },
    after() {
      if (!byId(`answer-${id}`)) return item.remove();
      byId("no-answers")?.remove();
      after();
    },
  });
}

const KINDS = {
  answer(live, news) {
    const { id } = news.data;
    const tell = (act) => news.mine || say(live, "answer", `#answer-${id}`, id, act);
    if (!byId("answers") || byId(`answer-${id}`)) return;
    // There is more in between: its own page shows it.
    if (byId("more")) say(live, "answer", `/a/${id}/`, id);
    // Somebody is writing below, which would move: they decide when.
    else if (isBusy(byId("compose")) && !news.mine) {
      tell(() => addAnswer(live, { ...news, spread: 0 }, () => byId(`answer-${id}`).scrollIntoView({ block: "nearest" })));
    } else addAnswer(live, news, tell);
  },
  accepted(live, news) {
    const { id } = news.data;
    const article = () => byId(`answer-${id}`);
    if (news.mine) return;
    bring(live, news, `/live/answers/${id}/`, {
      when: () => article() && !isBusy(article()),
      into: () => ({ target: article(), swap: "outerHTML" }),
    }).then(() => say(live, "accepted", article() ? `#answer-${id}` : `/a/${id}/`, id));
  },
  comment(live, news) {
    const { id } = news.data;
    bring(live, news, `/live/comments/${id}/`, { when: () => byId("question") && !byId(`comment-${id}`) });
  },
  vote(_live, { data }) {
    const score = byId(`vote-${data.post}`)?.querySelector(".vote__score");
    if (score) score.lastChild.textContent = data.score;
  },
  state: (live, news) => news.mine || say(live, "state", location.href),
  "answer-gone": (_live, { data }) => byId(`answer-${data.id}`)?.remove(),
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
    if (location.pathname !== path) say(live, "ask", path, data.question);
  },
  question(live, news) {
    if (!news.mine && !byId(`question-${news.data.id}`)) say(live, "question", location.href, news.data.id);
  },
  viewers(_live, { data }) {
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
  // Parts that fetch themselves: <div hx-get="…" hx-trigger="live" data-live-on="route answer">
  for (const part of document.querySelectorAll(`[data-live-on~="${news.kind}"]`)) {
    setTimeout(() => part.dispatchEvent(new CustomEvent("live", { detail: news.data })), Math.random() * news.spread);
  }
}
