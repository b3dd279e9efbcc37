"""Reading what is new, with a script and without."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from apps.demo.neighbourhood.residents import DEMO_PASSWORD, email_of

CALL_BY_NAME = """
from apps.accounts.models import User
from apps.notifications.kinds.mentioned import MENTIONED
from apps.notifications.services.notifying import notify
from apps.questions.models import Question
me = User.objects.get(email="{email}")
for question in Question.objects.exclude(author=me).order_by("pk")[:3]:
    notify(
        recipient_id=me.pk, kind=MENTIONED, actor_id=question.author_id, question_id=question.pk
    )
"""


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_lines_are_read_one_by_one_by_opening_and_all_at_once(new_page, site, script):
    email = email_of("p03" if script else "p04")
    site.manage("shell", "-c", CALL_BY_NAME.format(email=email))
    page = new_page(java_script_enabled=script)
    page.goto("/accounts/login/?next=/inbox/")
    page.get_by_label("이메일").fill(email)
    page.get_by_label("비밀번호").fill(DEMO_PASSWORD)
    page.locator("main").get_by_role("button", name="로그인").first.click()
    expect(page.get_by_role("heading", level=1, name="알림")).to_be_visible()

    unread = page.locator(".notification--unread")
    before = unread.count()
    page.get_by_role("button", name="읽음", exact=True).first.click()
    expect(unread).to_have_count(before - 1)

    if script:
        # The page that opens says so itself, a moment after it is there.
        with page.expect_response(re.compile("/seen/")):
            page.locator(".notification--unread:has(.notification__about) a").first.click()
        page.goto("/inbox/")
        expect(unread).not_to_have_count(before - 1)

    page.get_by_role("button", name="모두 읽음").click()
    expect(unread).to_have_count(0)
    expect(page.locator(".unread:visible")).to_have_count(0)
