"""Every page as people with other eyes, other hands and small screens meet it."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from apps.demo.neighbourhood.residents import email_of as demo_email
from tests.e2e.signing_in import sign_in

VISITOR = [
    "/",
    "/?feed=urgent",
    "/?feed=waiting&category=etc",
    "/?feed=hot",
    "/q/{answered}/",
    "/q/{waiting}/",
    "/q/{waiting}/answer/",
    "/q/{answered}/history/",
    "/ask/",
    "/search/",
    "/search/?q=주차",
    "/search/?q=없는말뭉치+지역:없는곳",
    "/q/{answered}/similar/",
    "/r/",
    "/r/?q=애월",
    "/r/제주-제주시-애월읍/",
    "/r/서울/",
    "/t/{tag}/",
    "/@{nickname}/",
    "/@{nickname}/?show=answers",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/about/",
    "/stats/",
    "/stats/?days=7",
    "/guidelines/",
    "/terms/",
    "/privacy/",
    "/display/",
    "/no-such-page/",
    "/styleguide/",
]
MEMBER = [
    "/",
    "/q/{answered}/",
    "/q/{waiting}/",
    "/q/{waiting}/answer/",
    "/q/{own}/",
    "/q/{own}/edit/",
    "/q/{own}/closing/",
    "/q/{answered}/comment/",
    "/ask/",
    "/inbox/",
    "/points/",
    "/settings/",
    "/settings/blocks/",
    "/settings/requests/",
    "/settings/notifications/",
    "/watch/region/50110253/",
    "/watch/tag/{tag_id}/",
    "/@{nickname}/",
    "/@{nickname}/block/",
    "/bookmarks/",
    "/search/?q=렌터카",
    "/search/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/logout/",
]
# Each size and each theme once: colours do not depend on the size, nor widths on the theme.
SEEN = [("phone", "light"), ("desk", "dark")]
# All that is looked at, but no description of what was found to be right: it takes as long as the look.
ONLY_BARRIERS = {"resultTypes": ["violations"]}
SCREENS = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 800}}
NARROWEST = {"width": 320, "height": 568}


@pytest.fixture(scope="package")
def known(site) -> dict[str, object]:
    """Ids and names in the demo neighbourhood that the paths above ask for."""

    def one(query: str, *parameters: object) -> object:
        return site.rows(query, *parameters)[0][0]

    me = demo_email("p01")
    return {
        "answered": one(
            "SELECT id FROM questions_question WHERE accepted_answer_id IS NOT NULL"
            " ORDER BY answer_count DESC, id LIMIT 1"
        ),
        "waiting": one(
            "SELECT id FROM questions_question WHERE answer_count = 0 AND author_id <>"
            " (SELECT id FROM accounts_user WHERE email = %s) ORDER BY id DESC LIMIT 1",
            me,
        ),
        "own": one(
            "SELECT q.id FROM questions_question q JOIN accounts_user u ON u.id = q.author_id"
            " WHERE u.email = %s ORDER BY q.id LIMIT 1",
            me,
        ),
        "helped": one("SELECT id FROM questions_question WHERE title LIKE '렌터카 반납할 때도%%'"),
        "tag_id": one("SELECT id FROM questions_tag ORDER BY question_count DESC, name LIMIT 1"),
        "tag": one("SELECT name FROM questions_tag ORDER BY question_count DESC, name LIMIT 1"),
        "nickname": one(
            "SELECT nickname FROM accounts_user ORDER BY answer_count DESC, id LIMIT 1"
        ),
    }


def examine(page: Page, path: str) -> list[str]:
    """What is wrong with the page at ``path``: accessibility, and width beyond the screen.

    On a phone also beyond the narrowest one, which needs no sideways scrolling either.
    """
    page.goto(path)
    found = [
        f"{path}: {violation['id']} {node['target']} {node['failureSummary']}"
        for violation in Axe().run(page, options=ONLY_BARRIERS).response["violations"]
        for node in violation["nodes"]
    ]
    usual = page.viewport_size
    for screen in [usual] if usual == SCREENS["desk"] else [usual, NARROWEST]:
        page.set_viewport_size(screen)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{path}: wider than the screen of {screen['width']}")
    page.set_viewport_size(usual)
    return found


@pytest.mark.parametrize(("screen", "scheme"), SEEN)
def test_a_visitor_meets_no_barrier(new_page, known, screen, scheme):
    page = new_page(color_scheme=scheme, viewport=SCREENS[screen])
    problems = [problem for path in VISITOR for problem in examine(page, path.format(**known))]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize(("screen", "scheme"), SEEN)
def test_a_member_meets_no_barrier(new_page, known, screen, scheme):
    page = new_page(color_scheme=scheme, viewport=SCREENS[screen])
    sign_in(page, "p01")
    problems = [problem for path in MEMBER for problem in examine(page, path.format(**known))]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize(("screen", "scheme"), SEEN)
def test_an_asker_who_waits_meets_no_barrier(new_page, known, screen, scheme):
    page = new_page(color_scheme=scheme, viewport=SCREENS[screen])
    sign_in(page, "p45")
    assert not examine(page, "/q/{helped}/".format(**known))
    assert page.get_by_role("button", name="이걸로 해결됐어요").count() == 1


def test_the_first_view_is_light(new_page):
    """HTML ≤ 15 KB compressed; everything ≤ 90 KB without images, in at most 12 requests."""
    page = new_page()
    sizes: dict[str, int] = {}
    page.on(
        "requestfinished",
        lambda request: sizes.update(
            {request.url: request.sizes()["responseBodySize"]}
            if request.resource_type != "image"
            else {}
        ),
    )
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto("/", wait_until="networkidle")
    # What it listens to comes last, when everything else is there.
    page.wait_for_selector("[data-live-state=stream]", state="attached")
    assert len(requests) <= 12, requests
    assert sizes[page.url] <= 15 * 1024
    assert sum(sizes.values()) <= 90 * 1024, sizes


def test_the_keyboard_reaches_the_content_first(new_page):
    page = new_page()
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "본문으로 건너뛰기"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
