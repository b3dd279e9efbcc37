// Fills a form with the browser's position and sends it. The position goes nowhere else.
const LIMITS = { enableHighAccuracy: false, timeout: 10_000, maximumAge: 300_000 };

export function start(form) {
  const status = form.querySelector("[data-locate-status]");
  const button = form.querySelector("button");
  form.hidden = !navigator.geolocation;

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    button.disabled = true;
    status.textContent = form.dataset.finding;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        // A ten-thousandth of a degree is about ten metres: enough for a neighbourhood.
        form.elements.lat.value = coords.latitude.toFixed(4);
        form.elements.lng.value = coords.longitude.toFixed(4);
        form.submit();
      },
      () => {
        button.disabled = false;
        status.textContent = form.dataset.denied;
      },
      LIMITS,
    );
  });
  window.addEventListener("pageshow", () => {
    button.disabled = false;
    status.textContent = "";
  });
}
