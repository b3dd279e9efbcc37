// What may be meant, below the search box while it is typed: a combobox as WAI-ARIA describes it. Arrows move,
// Enter follows, Escape puts the list away; without any of it the form searches for what was typed.
const PAUSE = 250;

export function start(form) {
  const input = form.querySelector("input[type=search]");
  const list = form.querySelector(".search-box__list");
  let timer = 0, asked = null, active = -1;

  Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "suggestion-list" })
    .forEach(([name, value]) => input.setAttribute(name, value));

  const options = () => [...list.querySelectorAll("[role=option]")];

  function show(html) {
    list.innerHTML = html;
    active = -1;
    list.hidden = !options().length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    input.removeAttribute("aria-activedescendant");
  }

  async function ask() {
    asked?.abort();
    const typed = input.value.trim();
    if (!typed) return show("");
    asked = new AbortController();
    try {
      const url = `${form.dataset.suggest}?q=${encodeURIComponent(typed)}`;
      const answer = await fetch(url, { signal: asked.signal, headers: { "HX-Request": "true" } });
      const html = await answer.text();
      if (answer.ok && document.activeElement === input && input.value.trim() === typed) show(html);
    } catch {
      // Too slow, or offline: the box works without a list.
    }
  }

  function move(step) {
    const all = options();
    if (!all.length) return;
    all[active]?.setAttribute("aria-selected", "false");
    active = active < 0 && step < 0 ? all.length - 1 : (active + step + all.length) % all.length;
    all[active].setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", all[active].id);
    all[active].scrollIntoView({ block: "nearest" });
  }

  function close() {
    clearTimeout(timer);
    asked?.abort();
    show("");
  }

  input.addEventListener("input", (event) => {
    clearTimeout(timer);
    asked?.abort();
    // A syllable that is still being composed changes with the next letter; ask once it rests.
    timer = setTimeout(ask, event.isComposing ? 2 * PAUSE : PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      options()[active].querySelector("a").click();
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) setTimeout(close, 150);
  });
}
