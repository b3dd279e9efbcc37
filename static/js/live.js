// One stream of news for an open page. Where there is none to be had, the page asks now and then,
// and goes back to the stream when it can.
import { say } from "./live_news.js";
import { take } from "./live_page.js";

const POLL = 20_000;
const SLOWEST = 300_000;
const HIDDEN = 60_000; // a tab nobody looks at does not listen for longer

export function start(element) {
  const { liveUrl, liveQuery } = element.dataset;
  let token = element.dataset.live;
  let last = "";
  let source = null;
  let failures = 0; // since the stream or a poll last worked
  let timer = 0;
  let over = false;

  const later = (act, ms) => {
    clearTimeout(timer);
    timer = setTimeout(act, ms * (0.75 + Math.random() / 2));
  };
  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = null;
  };

  function receive({ data, lastEventId }) {
    if (lastEventId) last = lastEventId;
    if (!data) return;
    const news = JSON.parse(data);
    if (news.kind === "renew") renew();
    else take(element, { ...news, at: last });
  }

  function open() {
    close();
    if (over) return;
    if (!window.EventSource) return later(poll, POLL);
    const opened = new EventSource(`${liveUrl}?token=${token}&last=${last}`);
    source = opened;
    opened.onmessage = receive;
    opened.onopen = () => {
      failures = 0;
      element.dataset.liveState = "stream";
    };
    opened.onerror = () => {
      failures += 1;
      // A stream that broke comes back by itself, with its last id; one that was refused does not.
      if (opened.readyState === EventSource.CONNECTING && failures === 1) return;
      close();
      if (failures === 1) renew();
      else poll();
    };
  }

  // Who may not listen any more is told so here, by 403 or 404.
  async function renew() {
    close();
    const answer = await fetch(`/live/token/?${liveQuery}`).catch(() => null);
    if (answer?.ok) {
      token = await answer.text();
      return open();
    }
    if (answer?.status === 403 || answer?.status === 404) {
      over = true;
      if (answer.status === 403) return say(element, "signed-out", location.href);
      return say(element, "gone", "/");
    }
    failures += 1;
    later(renew, Math.min(POLL * failures, SLOWEST));
  }

  async function poll() {
    element.dataset.liveState = "poll";
    const answer = await fetch(`/live/poll/?token=${token}&last=${last}`).catch(() => null);
    if (answer?.status === 401) return renew();
    if (answer?.ok) {
      const found = answer.status === 204 ? { last: answer.headers.get("X-Live-Last"), events: [] } : await answer.json();
      last = found.last;
      found.events.forEach((news) => take(element, { ...news, at: last }));
      failures = 2; // the next failure of the stream leads back here
    } else failures += 1;
    later(open, Math.min(POLL * Math.max(1, failures - 1), SLOWEST));
  }

  // Who looks at the page again may have signed out elsewhere meanwhile.
  document.addEventListener("visibilitychange", () => (document.hidden ? later(close, HIDDEN) : renew()));
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", (event) => event.persisted && open());
  window.addEventListener("online", open);
  open();
}
