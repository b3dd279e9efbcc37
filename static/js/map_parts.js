// What a mark says when it is chosen: the question, and how far it is.
export function note(spot) {
  const box = document.createElement("p");
  box.className = "map__note";
  const link = Object.assign(document.createElement("a"), { href: spot.href, textContent: spot.title });
  const where = Object.assign(document.createElement("small"), { textContent: spot.where });
  box.append(link, where);
  return box;
}

// Resolves when the script at this address has run.
export function script(src) {
  return new Promise((done, failed) => {
    const element = document.createElement("script");
    Object.assign(element, { src, onload: done, onerror: failed });
    document.head.append(element);
  });
}
