// A map of the questions that stand in a list: drawn when its <details> is opened, by whom the page names.
const DRAWERS = { leaflet: () => import("./map_leaflet.js"), kakao: () => import("./map_kakao.js") };

const numbers = (text) => text.split(",").map(Number);

function spots(rows, after = 0) {
  return [...rows.querySelectorAll("[data-spot]")].slice(after).map((row) => {
    const link = row.querySelector("a[href]");
    const where = row.querySelector(".question-list__distance").textContent.trim();
    return { at: numbers(row.dataset.spot), title: link.textContent.trim(), href: link.href, where };
  });
}

async function draw(details) {
  const { provider, middle, km, rows } = details.dataset;
  const list = document.querySelector(rows);
  const canvas = details.querySelector(".map__canvas");
  const say = (text) => (details.querySelector(".map__status").textContent = text);
  try {
    const { open } = await DRAWERS[provider]();
    const add = await open(canvas, { ...details.dataset, middle: numbers(middle), metres: km * 1000, say });
    let shown = 0;
    const show = () => {
      const found = spots(list, shown);
      shown += found.length;
      found.forEach(add);
    };
    show();
    document.addEventListener("htmx:after:swap", show);
  } catch {
    canvas.hidden = true;
    say(details.dataset.missing);
  }
}

export function start(details) {
  const open = () => {
    if (!details.open) return;
    details.removeEventListener("toggle", open);
    draw(details);
  };
  details.addEventListener("toggle", open);
}
