// A form marked data-once is sent once, however often its button is pressed.
const sent = new Set();

function release(form) {
  sent.delete(form);
  form.removeAttribute("aria-busy");
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]")) return;
  if (sent.has(form)) {
    event.preventDefault();
    event.stopImmediatePropagation();
  } else {
    sent.add(form);
    form.setAttribute("aria-busy", "true");
  }
}, { capture: true });

// HTMX forms stay in the page after their answer; a page taken from the back-forward cache is
// shown as it was when it was left.
document.addEventListener("htmx:finally:request", (event) => {
  const { form } = event.detail.ctx.request;
  if (form) release(form);
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) [...sent].forEach(release);
});
