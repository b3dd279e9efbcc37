// After 더 보기 the reader goes on where the list was cut, with the keyboard too.
export function start(item) {
  const last = item.previousElementSibling;
  const goOn = () => {
    const first = last?.nextElementSibling;
    if (!first || first === item) return;
    document.removeEventListener("htmx:after:swap", goOn);
    const link = first.querySelector("a[href]");
    if (!link) first.tabIndex = -1;
    (link ?? first).focus({ preventScroll: true });
  };
  item.addEventListener("click", () => document.addEventListener("htmx:after:swap", goOn));
}
