// Keeps what is being written on the server: soon after the last key, and when the page is left.
// Only when that failed does leaving ask first.
const PAUSE = 1200;

export function start(form) {
  const status = form.querySelector("[data-draft-status]");
  let timer = 0;
  let latest = "";
  let failed = false;

  const fields = () => {
    const data = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") data.append(name, value);
    return data;
  };
  const show = (state) => {
    failed = state === "failed";
    if (!status) return;
    status.dataset.state = state;
    status.textContent = status.dataset[state];
  };

  async function save() {
    clearTimeout(timer);
    const body = fields();
    if (`${body}` === latest) return;
    show("saving");
    try {
      const answer = await fetch(form.dataset.draftUrl, { method: "POST", body, keepalive: `${body}`.length < 60_000 });
      if (!answer.ok || answer.redirected) throw new Error(`${answer.status}`);
      latest = `${body}`;
      show("saved");
    } catch {
      show("failed");
    }
  }

  latest = `${fields()}`;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  // Once it is being sent, the draft must not come back after it.
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    latest = `${fields()}`;
    failed = false;
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && form.isConnected) save();
  });
  window.addEventListener("beforeunload", (event) => {
    if (failed && form.isConnected) event.preventDefault();
  });
}
