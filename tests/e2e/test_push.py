"""From the question to a neighbour's lock screen and back, by a push that the browser itself shows.

The browser subscribes with a push service on this machine, which reads what the site sends as the browser
would and hands it to the service worker; that is all that is not as on a phone.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Worker, expect

from apps.demo.neighbourhood.residents import email_of
from apps.notifications.channels import vapid
from dongne.settings.env import DEVELOPMENT_VAPID_KEY
from tests.e2e.signing_in import sign_in
from tests.e2e.test_asked import ASKER, NEIGHBOUR, PHONE, ask, make_only_neighbour
from tests.waiting import eventually

PATIENCE = 20_000  # milliseconds
# What `pushManager.subscribe` gives where the browser's own push service can be reached.
SUBSCRIBE = """
PushManager.prototype.subscribe = async function (options) {{
  const key = btoa(String.fromCharCode(...options.applicationServerKey))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  if (!options.userVisibleOnly || key !== "{key}") throw new Error("not as browsers want it");
  return {{ toJSON: () => ({subscription}) }};
}};
"""
CLICK = """
async ([action, reply]) => {
  const [shown] = await self.registration.getNotifications();
  const event = new NotificationEvent("notificationclick", { notification: shown, action });
  if (reply) Object.defineProperty(event, "reply", { value: reply });
  const done = [];
  event.waitUntil = (promise) => done.push(promise);
  self.dispatchEvent(event);
  await Promise.allSettled(done);
}
"""
SHOWN = """
async () => (await self.registration.getNotifications()).map(
  ({ title, body, tag, actions }) => ({ title, body, tag, actions: actions.map((each) => each.action) }))
"""


@pytest.fixture
def lock_screen(site, new_page) -> tuple[Page, Callable[[], Worker]]:
    """A neighbour who has allowed pushes, on a page elsewhere, and their service worker with the push."""
    make_only_neighbour(site)
    site.rows(
        "INSERT INTO accounts_quiethours (person_id, begins, ends, time_zone)"
        " SELECT id, NULL, NULL, 'Asia/Seoul' FROM accounts_user WHERE email = %s"
        " ON CONFLICT (person_id) DO UPDATE SET begins = NULL, ends = NULL RETURNING 1",
        email_of(NEIGHBOUR),
    )
    site.pushes.public_key = vapid.public_key(DEVELOPMENT_VAPID_KEY)
    site.pushes.received.clear()
    browser = site.pushes.browser("lock-screen")
    page = new_page(viewport=PHONE, permissions=["notifications"])
    subscription = json.dumps(browser.subscription)
    page.add_init_script(SUBSCRIBE.format(key=site.pushes.public_key, subscription=subscription))
    sign_in(page, NEIGHBOUR, to="/settings/notifications/")
    page.get_by_role("button", name="알림 받기").click()
    expect(page.locator("[data-push-status]")).to_have_text("이제 이 기기로 알려 드릴게요.")

    def pushed() -> Worker:
        # Whoever looks at the site sees it there: the browser shows nothing then.
        page.goto("about:blank")
        assert eventually(lambda: bool(site.pushes.received), 20.0), site.log_tail()
        worker = page.context.service_workers[0]
        hand_over(page, site, site.pushes.received[-1].told)
        return worker

    return page, pushed


def hand_over(page: Page, site: Any, told: dict[str, Any]) -> None:
    """As the browser does with what its push service brings."""
    session = page.context.new_cdp_session(page)
    versions: list[dict[str, Any]] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: versions.extend(event["registrations"]),
    )
    session.send("ServiceWorker.enable")
    assert eventually(lambda: page.wait_for_timeout(50) is None and bool(versions), 10.0)
    session.send(
        "ServiceWorker.deliverPushMessage",
        {
            "origin": site.url,
            "registrationId": versions[-1]["registrationId"],
            "data": json.dumps(told),
        },
    )


def wait_until_shown(page: Page, worker: Worker) -> dict[str, Any]:
    for _tenth in range(100):
        shown = worker.evaluate(SHOWN)
        if shown:
            return shown[0]
        page.wait_for_timeout(100)
    raise AssertionError("nothing was shown")


def state_of(site, title: str) -> str:
    [(state,)] = site.rows(
        "SELECT request.state FROM routing_answerrequest AS request"
        " JOIN questions_question AS question ON question.id = request.question_id"
        " WHERE question.title = %s",
        title,
    )
    return str(state)


def test_a_neighbour_says_not_now_on_the_notification_itself(site, new_page, lock_screen):
    page, pushed = lock_screen
    asker = new_page()
    sign_in(asker, ASKER)
    ask(asker, "지금 열려 있는 자전거 가게 있나요")
    worker = pushed()
    shown = wait_until_shown(page, worker)
    assert "지금 열려 있는 자전거 가게 있나요" in shown["body"]
    assert shown["actions"][:2] == ["answer", "pass"]
    worker.evaluate(CLICK, ["pass", ""])
    assert eventually(lambda: state_of(site, "지금 열려 있는 자전거 가게 있나요") == "passed")
    expect(asker.locator("#route-status")).not_to_contain_text("님이 답변을 쓰고", timeout=PATIENCE)


def test_a_neighbour_types_the_answer_into_the_notification(site, new_page, lock_screen):
    page, pushed = lock_screen
    asker = new_page()
    sign_in(asker, ASKER)
    ask(asker, "오늘 물때 좋은 시간 아시는 분")
    worker = pushed()
    wait_until_shown(page, worker)
    worker.evaluate(CLICK, ["reply", "세 시쯤이 가장 많이 빠져요."])
    expect(asker.locator("#answers")).to_contain_text(
        "세 시쯤이 가장 많이 빠져요.", timeout=PATIENCE
    )
