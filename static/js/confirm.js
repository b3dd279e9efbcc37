// Shows the confirming page as a dialog over this one. Whatever goes wrong, the link still works.
async function fetched(href) {
  const answer = await fetch(href, { headers: { Accept: "text/html" } });
  if (!answer.ok) throw new Error(`${answer.status}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return document.importNode(page.querySelector("form#confirm"), true);
}

function show(form, opener) {
  const dialog = document.createElement("dialog");
  const title = form.querySelector("h1");
  title.id = "confirm-title";
  dialog.className = "dialog";
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.append(form);
  dialog.addEventListener("click", (event) => {
    const close = event.target.closest("[data-close]");
    if (close) event.preventDefault();
    if (close || event.target === dialog) dialog.close();
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    opener.focus();
  });
  // A second press of the same key must not be the decision.
  form.querySelector("[data-close]")?.setAttribute("autofocus", "");
  document.body.append(dialog);
  dialog.showModal();
}

export function start(link) {
  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    try {
      show(await fetched(link.href), link);
    } catch {
      location.assign(link.href);
    }
  });
}
