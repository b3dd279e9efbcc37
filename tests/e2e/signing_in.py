"""Signing in as one of the demo people."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Page

from apps.demo.neighbourhood.residents import DEMO_PASSWORD, email_of

# Sessions that earlier tests began, by person: the form is slow on purpose, and few tests are about it.
_begun: dict[str, Any] = {}


def sign_in(page: Page, person: str, *, to: str = "/") -> None:
    """Sign in as ``person`` ("p01" … "p60") and go on to the path ``to``."""
    if person in _begun:
        page.context.add_cookies(_begun[person])
    page.goto(f"/accounts/login/?{urlencode({'next': to})}")
    # Whoever is signed in already is sent on at once; a test may have ended the session.
    if "/accounts/login/" in page.url:
        fill_in(page, person)
        page.wait_for_url(f"**{to}")
        _begun[person] = [
            cookie for cookie in page.context.cookies() if cookie["name"] in {"session", "csrf"}
        ]


def fill_in(page: Page, person: str) -> None:
    """Fill in and send the sign-in form that the page shows."""
    page.get_by_label("이메일").fill(email_of(person))
    page.get_by_label("비밀번호").fill(DEMO_PASSWORD)
    page.locator("main").get_by_role("button", name="로그인하기").click()
