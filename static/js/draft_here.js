// What a visitor is writing stays in this browser, for a week: on the server there is nobody to keep it for.
// Only what can be seen in the form is kept: no position, no token.
const WEEK = 7 * 24 * 3600 * 1000;
const UNSEEN = ["hidden", "password", "file", "submit", "button"];

const keyOf = (form) => `draft:${form.getAttribute("action")}`;
const seen = (form) => [...form.elements].filter((field) => field.name && !UNSEEN.includes(field.type));
const isChoice = (field) => ["checkbox", "radio"].includes(field.type);

const isText = (field) => ["text", "textarea"].includes(field.type);

// Says whether the browser has kept it. Once `sent`, the server has it, or it has been published.
export function keepHere(form, sent = false) {
  const fields = seen(form).filter((field) => !isChoice(field) || field.checked).map(({ name, value }) => [name, value]);
  try {
    if (!seen(form).some((field) => isText(field) && field.value.trim())) dropHere(form);
    else localStorage.setItem(keyOf(form), JSON.stringify({ fields, sent, at: Date.now() }));
    return true;
  } catch {
    return false;
  }
}

export function dropHere(form) {
  localStorage.removeItem(keyOf(form));
}

// What was kept, if it is newer than what the page came with: a visitor's always is, until it is sent.
// Another draft on the server is left alone; this one waits until that has been published.
export function findHere(form) {
  const { draftUrl } = form.dataset;
  const isEmpty = !seen(form).some((field) => isText(field) && field.defaultValue);
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(form)));
    if (!kept) return null;
    if (kept.at + WEEK < Date.now() || (kept.sent && (draftUrl || !isEmpty))) dropHere(form);
    else if (isEmpty || !draftUrl) return kept;
  } catch {
    // A browser that keeps nothing, or something that is not ours.
  }
  return null;
}

export function fill(form, { fields }) {
  for (const field of seen(form)) {
    const values = fields.filter(([name]) => name === field.name).map(([_name, value]) => value);
    if (isChoice(field)) field.checked = values.includes(field.value);
    else if (values.length) [field.value] = values;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
