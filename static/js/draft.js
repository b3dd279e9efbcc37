// Keeps what is being written: soon after the last key, and when the page is left. On the server, or for
// a visitor in the browser, which hands it over after signing in. Only when that failed does leaving ask first.
import { dropHere, fill, findHere, keepHere } from "./draft_here.js";
import { isStale, renew } from "./token.js";

const PAUSE = 1200;

// Somebody may have begun before this script arrived.
function isChanged(field) {
  if (["checkbox", "radio"].includes(field.type)) return field.checked !== field.defaultChecked;
  return "defaultValue" in field && field.value !== field.defaultValue;
}

function fieldsOf(form) {
  const data = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") data.append(name, value);
  return data;
}

async function send(form) {
  const post = () => {
    const body = fieldsOf(form);
    return fetch(form.dataset.draftUrl, { method: "POST", body, keepalive: `${body}`.length < 60_000 });
  };
  let answer = await post();
  // Somebody else's drafts are none of this page's business.
  if (isStale(answer) && (await renew())) answer = await post();
  if (!answer.ok || answer.redirected) throw new Error(`${answer.status}`);
}

export function start(form) {
  const status = form.querySelector("[data-draft-status]");
  let timer = 0;
  let latest = "";
  let failed = false;

  const show = (state) => {
    failed = state === "failed";
    if (!status) return;
    status.dataset.state = state;
    status.textContent = status.dataset[state];
  };

  async function save() {
    clearTimeout(timer);
    const now = `${fieldsOf(form)}`;
    if (now === latest) return;
    try {
      if (form.dataset.draftUrl) {
        show("saving");
        await send(form);
        if (kept) dropHere(form);
      } else if (!keepHere(form)) throw new Error("not kept");
      latest = now;
      show("saved");
    } catch {
      show("failed");
    }
  }

  const saveSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  };

  const isBegun = [...form.elements].some(isChanged) || form.querySelector(".form-errors");
  const kept = isBegun ? null : findHere(form);
  if (kept) fill(form, kept);
  if (isBegun || kept) saveSoon();
  else latest = `${fieldsOf(form)}`;
  form.addEventListener("input", saveSoon);
  // Once it is being sent, the draft must not come back after it.
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    latest = `${fieldsOf(form)}`;
    if (!form.dataset.draftUrl) keepHere(form, true);
    failed = false;
  });
  // It has not arrived, so it is still a draft.
  form.addEventListener("htmx:error", () => {
    latest = "";
    saveSoon();
  });
  document.addEventListener("visibilitychange", () => {
    if (form.isConnected && (document.hidden || failed)) save();
  });
  window.addEventListener("online", () => {
    if (form.isConnected && failed) save();
  });
  window.addEventListener("beforeunload", (event) => {
    if (failed && form.isConnected) event.preventDefault();
  });
}
