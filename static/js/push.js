// Asks for the permission to push only when its button is pressed, and shows the button only where that can work.
const WORKER = "/worker.js";

export async function start(box) {
  const denied = box.querySelector("[data-push-denied]");
  const button = box.querySelector("button");
  const supported = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  if (!supported) return;
  button.hidden = true;
  if (Notification.permission === "denied") return show(box, denied);
  const registration = await navigator.serviceWorker.register(WORKER);
  const subscription = await registration.pushManager.getSubscription();
  // One that was taken off the list is not put back by looking at a page.
  if (subscription && Notification.permission === "granted" && (await keep(subscription, box, true))) return;
  show(box, button);
  button.addEventListener("click", () => ask(box, button, denied));
}

function show(box, part) {
  box.hidden = false;
  part.hidden = false;
}

async function ask(box, button, denied) {
  button.disabled = true;
  const status = box.querySelector("[data-push-status]");
  try {
    const permission = await Notification.requestPermission();
    // Put away without an answer it may be asked again.
    button.hidden = permission === "denied";
    denied.hidden = !button.hidden;
    if (permission !== "granted") return;
    const registration = await navigator.serviceWorker.ready;
    const subscription = await registration.pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: bytes(box.dataset.pushKey),
    });
    const kept = await keep(subscription, box);
    status.textContent = kept ? box.dataset.pushOn : box.dataset.pushFailed;
    button.hidden = kept;
  } catch {
    status.textContent = box.dataset.pushFailed;
  } finally {
    button.disabled = false;
  }
}

async function keep(subscription, box, refresh = false) {
  const response = await fetch("/push/subscription/", {
    method: "POST",
    headers: { "X-CSRFToken": box.querySelector("[name=csrfmiddlewaretoken]").value, "Content-Type": "application/json" },
    body: JSON.stringify({ ...subscription.toJSON(), name: deviceName(), refresh }),
  });
  return response.ok;
}

function deviceName() {
  const system = /Android|iPhone|iPad|Windows|Mac OS|Linux/.exec(navigator.userAgent)?.[0] ?? "";
  const browser = /Edg|SamsungBrowser|Whale|Firefox|Chrome|Safari/.exec(navigator.userAgent)?.[0] ?? "";
  return [system, browser.replace("Edg", "Edge")].filter(Boolean).join(" ");
}

function bytes(key) {
  const text = atob(key.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
