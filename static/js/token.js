// Signing in changes the token that forms are sent with: pages that were open before have an old one.
const HEADERS = "hx-headers:inherited";

export const isStale = (response) => response?.headers.get("X-CSRF") === "stale";

// Gives the forms of this page the token of now. Says whether the page still belongs to who is signed in.
export async function renew() {
  const answer = await fetch("/csrf/");
  if (!answer.ok) return false;
  const { csrf, me } = await answer.json();
  for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = csrf;
  const { body } = document;
  if (body.hasAttribute(HEADERS)) body.setAttribute(HEADERS, JSON.stringify({ "X-CSRFToken": csrf }));
  return me === (body.dataset.me ?? "");
}
