// What a question's page does about its answers. Nothing moves what is being read or written.
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

// Where it stands, whatever its place in the list would be now.
function showAgain(live, news) {
  const article = () => byId(`answer-${news.data.id}`);
  return bring(live, news, `/live/answers/${news.data.id}/`, {
    when: () => article() && !isBusy(article()),
    into: () => ({ target: article(), swap: "outerHTML" }),
  });
}

export const ANSWERS = {
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
  accepted: (live, news) => news.mine || showAgain(live, news).then(() => {
    const { id } = news.data;
    say(live, "accepted", byId(`answer-${id}`) ? `#answer-${id}` : `/a/${id}/`, id);
  }),
  unaccepted: (live, news) => news.mine || showAgain(live, news),
  "answer-gone": (_live, { data }) => byId(`answer-${data.id}`)?.remove(),
};
