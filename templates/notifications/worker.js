// The site's service worker: shows what is pushed, and does what its buttons say. It keeps no pages.
const HOME = "/inbox/";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("push", (event) => {
  event.waitUntil(show(read(event)));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(act(event.notification.data, event.action, event.reply));
});

self.addEventListener("pushsubscriptionchange", (event) => {
  event.waitUntil(renew(event.oldSubscription, event.newSubscription));
});

function read(event) {
  try {
    return event.data.json();
  } catch {
    return { title: "{% translate "동네물어봐" %}", body: "", url: HOME, tag: "line", actions: [] };
  }
}

async function show(told) {
  const pages = await self.clients.matchAll({ type: "window" });
  // Whoever looks at the site right now sees it there.
  if (pages.some((page) => page.focused)) return;
  const actions = told.actions.map(({ action, title, field, placeholder }) =>
    field ? { action, title, type: "text", placeholder } : { action, title },
  );
  await self.registration.showNotification(told.title, {
    body: told.body,
    tag: told.tag,
    renotify: true,
    lang: "ko",
    icon: "/static/img/touch-icon.png",
    data: told,
    // Platforms without typing show what fits; the page has it all.
    actions: actions.slice(0, self.Notification.maxActions || 2),
  });
}

async function act(told, name, reply) {
  const chosen = told.actions.find(({ action }) => action === name);
  if (!chosen?.posts || (chosen.field && !reply)) return open(chosen?.url && !chosen.posts ? chosen.url : told.url);
  const done = await post(chosen.url, chosen.field ? { [chosen.field]: reply } : {});
  // Signed out, too long, already answered: the page says what it is, and keeps what was typed.
  if (!done) return open(reply ? `${chosen.url}?${new URLSearchParams({ body: reply })}` : told.url);
}

async function post(url, values) {
  try {
    const { csrf } = await (await fetch("/push/csrf/", { credentials: "same-origin" })).json();
    if (!csrf) return false;
    const response = await fetch(url, {
      method: "POST",
      credentials: "same-origin",
      redirect: "manual",
      headers: { "X-CSRFToken": csrf },
      body: new URLSearchParams({ ...values, idempotency_key: crypto.randomUUID() }),
    });
    return response.type === "opaqueredirect" || response.ok;
  } catch {
    return false;
  }
}

async function open(url) {
  const pages = await self.clients.matchAll({ type: "window" });
  const page = pages.find((each) => "navigate" in each);
  if (!page) return self.clients.openWindow(url);
  await page.focus();
  return page.navigate(url).catch(() => self.clients.openWindow(url));
}

async function renew(before, after) {
  const options = before?.options;
  const subscription = after || (options && (await self.registration.pushManager.subscribe(options)));
  if (!subscription) return;
  const { csrf } = await (await fetch("/push/csrf/", { credentials: "same-origin" })).json();
  if (!csrf) return;
  await fetch("/push/subscription/", {
    method: "POST",
    credentials: "same-origin",
    headers: { "X-CSRFToken": csrf, "Content-Type": "application/json" },
    body: JSON.stringify(subscription),
  });
}
