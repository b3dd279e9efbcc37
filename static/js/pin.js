// Puts the device's position on a question. Unless the place is public, only about 100 m of it leaves the device.
const LIMITS = { enableHighAccuracy: true, timeout: 10_000, maximumAge: 60_000 };

export function start(box) {
  const { lat, lng, is_public_place: exact } = box.closest("form").elements;
  const status = box.querySelector("[data-pin-status]");
  const [add, remove] = ["[data-pin-add]", "[data-pin-remove]"].map((name) => box.querySelector(name));
  let here = null;

  const show = (text) => {
    status.textContent = text;
    remove.hidden = !lat.value;
  };
  const write = () => {
    const digits = exact.checked ? 5 : 3;
    if (here) [lat.value, lng.value] = [here.latitude.toFixed(digits), here.longitude.toFixed(digits)];
    show(lat.value ? (exact.checked ? box.dataset.exact : box.dataset.coarse) : "");
    lat.dispatchEvent(new Event("input", { bubbles: true })); // the draft follows
  };

  add.hidden = !navigator.geolocation;
  add.addEventListener("click", () => {
    show(box.dataset.finding);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        here = coords;
        write();
      },
      () => show(box.dataset.denied),
      LIMITS,
    );
  });
  remove.addEventListener("click", () => {
    here = null;
    lat.value = lng.value = "";
    exact.checked = false;
    write();
    add.focus();
  });
  exact.addEventListener("change", write);
}
