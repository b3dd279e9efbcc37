// A choice that takes effect at once; its button is for those without a script.
export function start(form) {
  form.querySelector("[data-autosubmit-hides]")?.setAttribute("hidden", "");
  form.addEventListener("change", () => form.requestSubmit());
}
