// Counts the seconds of a question that waits (data-clock="up") and of an answer that is promised
// ("down"). When the time is over, the fragment around it is asked for anew, once.
const running = new Set();
let timer = 0;

function words(seconds) {
  const whole = Math.max(Math.floor(seconds), 0);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

function tick() {
  for (const clock of running) {
    if (clock.element.isConnected) show(clock);
    else running.delete(clock);
  }
  if (!running.size) timer = clearInterval(timer);
}

function show(clock) {
  const { element, end } = clock;
  const now = Date.now();
  const moment = Date.parse(element.dateTime);
  const up = element.dataset.clock === "up";
  const text = words((up ? now - moment : moment - now) / 1000);
  if (text !== element.textContent) element.textContent = text;
  const bar = up && element.closest("section")?.querySelector("progress");
  if (bar) bar.value = (now - moment) / 1000;
  if (now > end && !clock.told) {
    clock.told = true;
    element.closest("[hx-trigger]")?.dispatchEvent(new CustomEvent("clockdue"));
  }
}

export function start(element) {
  const due = Date.parse(element.dataset.clockEnd ?? element.dateTime);
  // The server may need a moment for what it does then; a page that is late already waits longer.
  const clock = { element, end: Math.max(due + 2500, Date.now() + 5000), told: false };
  running.add(clock);
  show(clock);
  timer ||= setInterval(tick, 1000);
}
