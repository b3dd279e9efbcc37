// Toasts: they can be closed, good news leaves by itself, and a request that failed says so.
const READING_TIME = 6000;
const list = document.getElementById("toasts");
const pattern = document.getElementById("toast-pattern");

export function say(text) {
  const toast = pattern.content.cloneNode(true);
  toast.querySelector("p").textContent = text;
  list.append(toast);
}

function leaveLater(toast) {
  if (!toast.classList.contains("toast--success")) return;
  const leave = () => (toast.matches(":hover, :focus-within") ? setTimeout(leave, READING_TIME) : toast.remove());
  setTimeout(leave, READING_TIME);
}

if (list) {
  list.querySelectorAll("[data-toast]").forEach(leaveLater);
  new MutationObserver((changes) => {
    for (const change of changes) change.addedNodes.forEach((node) => node.classList && leaveLater(node));
  }).observe(list, { childList: true });

  list.addEventListener("click", (event) => {
    if (event.target.closest("[data-toast-close]")) event.target.closest("[data-toast]").remove();
  });
}

// No answer came at all.
document.addEventListener("htmx:error", (event) => {
  const { ctx } = event.detail;
  if (ctx && !ctx.response && !ctx.sourceElement.matches("[data-live]")) say(pattern.dataset.offline);
});

// An error whose answer brings no sentence of its own.
document.addEventListener("htmx:response:error", (event) => {
  const { response, text, sourceElement } = event.detail.ctx;
  if (sourceElement.matches("[data-live]")) return; // nobody asked for it
  const shown = [400, 409, 422].includes(response.status) || text.includes("data-toast");
  if (!shown) say(pattern.dataset.failed);
  // Its toast asks for one more press: nothing is sent by itself.
  if (response.headers.has("X-CSRF")) import("./token.js").then(({ renew }) => renew()).catch(() => {});
});
