// Keeps what is being written on the server: soon after the last key, and when the page is left.
// Only when that failed does leaving ask first.
const PAUSE = 1200;

// Somebody may have begun before this script arrived.
function isChanged(field) {
  if (["checkbox", "radio"].includes(field.type)) return field.checked !== field.defaultChecked;
  return "defaultValue" in field && field.value !== field.defaultValue;
}

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

  const saveSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  };

  if ([...form.elements].some(isChanged)) saveSoon();
  else latest = `${fields()}`;
  form.addEventListener("input", saveSoon);
  // Once it is being sent, the draft must not come back after it.
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    latest = `${fields()}`;
    failed = false;
  });
  // It has not arrived, so it is still a draft.
  form.addEventListener("htmx:error", () => {
    latest = "";
    saveSoon();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && form.isConnected) save();
  });
  window.addEventListener("beforeunload", (event) => {
    if (failed && form.isConnected) event.preventDefault();
  });
}
