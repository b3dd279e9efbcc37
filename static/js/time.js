// Keeps "3분 전" and "7분째" true while a page stays open. The words come from the server, so this
// only follows its rules below one day; older times stay as they were rendered.
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const PERIOD = 30_000;

function words(kind, seconds) {
  const texts = document.body.dataset;
  const unit = seconds < HOUR ? "Minutes" : "Hours";
  const count = Math.max(Math.floor(seconds / (seconds < HOUR ? MINUTE : HOUR)), 1);
  if (kind === "ago" && seconds < MINUTE) return texts.timeNow;
  return texts[`time${kind === "ago" ? "Ago" : "Waiting"}${unit}`]?.replace("%n", count);
}

export function refreshTimes(root) {
  for (const element of root.querySelectorAll("time[data-time]")) {
    const seconds = (Date.now() - Date.parse(element.dateTime)) / 1000;
    const text = seconds < DAY && words(element.dataset.time, seconds);
    if (text && text !== element.textContent) element.textContent = text;
  }
}

setInterval(() => document.hidden || refreshTimes(document), PERIOD);
document.addEventListener("visibilitychange", () => document.hidden || refreshTimes(document));
