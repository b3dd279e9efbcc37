// Grows with its text where CSS cannot do it yet, and counts down the last letters.
const NEAR = 0.9;
const grows = CSS.supports("field-sizing", "content");

// As the server counts: whole characters, with a line break as one.
const lengthOf = (text) => [...text.replaceAll("\r\n", "\n")].length;

function count(area, output, limit) {
  const left = limit - lengthOf(area.value);
  output.toggleAttribute("data-over", left < 0);
  if (left < 0) output.textContent = output.dataset.overText.replace("%n", -left);
  else if (left <= limit * (1 - NEAR)) output.textContent = output.dataset.left.replace("%n", left);
  else output.textContent = output.dataset.rest;
}

function grow(area) {
  area.style.blockSize = "auto";
  area.style.blockSize = `${area.scrollHeight + 2}px`;
}

export function start(area) {
  const output = area.closest(".composer")?.querySelector("[data-count]");
  const limit = Number(area.dataset.maxlength);
  const update = () => {
    if (!grows) grow(area);
    if (output && limit) count(area, output, limit);
  };
  if (output) output.dataset.rest = output.textContent;
  area.addEventListener("input", update);
  update();
}
