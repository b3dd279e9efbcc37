// A form that was fetched into the page can be put away again; elsewhere its link leads back.
export function start(link) {
  link.addEventListener("click", (event) => {
    const { dismiss: id } = link.dataset;
    const opener = document.querySelector(`[hx-target="#${id}"]:not(form)`);
    if (!opener) return;
    event.preventDefault();
    const slot = document.createElement("div");
    slot.id = id;
    link.closest("form").replaceWith(slot);
    opener.focus();
  });
}
