// Offers tags for the word that is being written in a field of several; the field works without it.
const PAUSE = 200;
const SEPARATOR = /[\s,#]/;

function word(field) {
  const end = field.selectionEnd;
  let start = end;
  while (start > 0 && !SEPARATOR.test(field.value[start - 1])) start -= 1;
  return { start, end, text: field.value.slice(start, end) };
}

export function start(field) {
  const list = document.createElement("ul");
  Object.assign(list, { id: `${field.id}-offered`, className: "tag-offers", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.dataset.offers);
  field.after(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" })) {
    field.setAttribute(name, value);
  }
  let timer, asked, chosen;

  const choose = (index) => {
    const rows = [...list.children];
    chosen = rows.length ? (index + rows.length) % rows.length : -1;
    rows.forEach((row, at) => row.setAttribute("aria-selected", String(at === chosen)));
    if (rows[chosen]) field.setAttribute("aria-activedescendant", rows[chosen].id);
  };
  const show = (tags) => {
    list.replaceChildren(
      ...tags.map(({ name, question_count: used }, at) => {
        const row = Object.assign(document.createElement("li"), { id: `${list.id}-${at}`, textContent: `#${name}` });
        row.setAttribute("role", "option");
        row.dataset.name = name;
        row.append(Object.assign(document.createElement("small"), { textContent: used.toLocaleString("ko") }));
        return row;
      }),
    );
    list.hidden = !tags.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
    field.removeAttribute("aria-activedescendant");
    chosen = -1;
  };
  const take = (name) => {
    const { start: from, end } = word(field);
    field.setRangeText(`${name} `, from, end, "end");
    show([]);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  };
  const ask = async () => {
    const { text } = word(field);
    asked?.abort();
    if (!text) return show([]);
    asked = new AbortController();
    try {
      const answer = await fetch(`${field.dataset.tags}?q=${encodeURIComponent(text)}`, { signal: asked.signal });
      show(answer.ok ? await answer.json() : []);
    } catch {} // another word is asked for already, or the line is down
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const { key } = event;
    if (key === "ArrowDown" || key === "ArrowUp") choose(chosen + (key === "ArrowDown" ? 1 : chosen < 0 ? 0 : -1));
    else if (key === "Escape") show([]);
    else if (key === "Enter" && chosen >= 0) take(list.children[chosen].dataset.name);
    else return;
    event.preventDefault();
  });
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault(); // the field keeps the focus
    const row = event.target.closest("[data-name]");
    if (row) take(row.dataset.name);
  });
  field.addEventListener("blur", () => show([]));
}
