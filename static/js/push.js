// Asks for the permission to push only when its button is pressed, and shows the button only where that can work.
const WORKER = "/worker.js";

export async function start(box) {
  const denied = box.querySelector("[data-push-denied]");
  const button = box.querySelector("button");
  const supported = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  if (!supported) return;
  if (Notification.permission === "denied") {
    if (denied) show(box, denied);
    return;
  }
  const registration = await navigator.serviceWorker.register(WORKER);
  const subscription = await registration.pushManager.getSubscription();
  if (subscription && Notification.permission === "granted") {
    await keep(subscription, box);
    return;
  }
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
    if ((await Notification.requestPermission()) !== "granted") {
      button.hidden = true;
      if (denied) denied.hidden = false;
      return;
    }
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

async function keep(subscription, box) {
  const response = await fetch("/push/subscription/", {
    method: "POST",
    headers: { "X-CSRFToken": box.querySelector("[name=csrfmiddlewaretoken]").value, "Content-Type": "application/json" },
    body: JSON.stringify({ ...subscription.toJSON(), name: deviceName() }),
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
