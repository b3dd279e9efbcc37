"""The real site in a real browser: web server, worker, beat and relay as `make run` starts them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.e2e.site import Site
from tools.browser import system_chromium
from tools.data_dir import ROOT

# Playwright's loop lives in this thread; Django would refuse the database to every later test in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PICTURES = ROOT / "test-results"

NewPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(ROOT / "tests" / "e2e"):
            item.add_marker(pytest.mark.e2e)
            # The first of them waits until the site is there.
            item.add_marker(pytest.mark.timeout(600))


@pytest.fixture(scope="package")
def site() -> Iterator[Site]:
    """The site of this worker, with the demo neighbourhood in its own database."""
    with Site.running() as running:
        yield running


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system_chromium(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def new_page(site: Site, browser: Browser, request: pytest.FixtureRequest) -> Iterator[NewPage]:
    """Makes pages, each of another visitor: `new_page(color_scheme="dark", java_script_enabled=False)`.

    A script error, a broken request to the site or a violated Content-Security-Policy fails the test.
    """
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def make(**options: object) -> Page:
        defaults = {"base_url": site.url, "locale": "ko-KR", "timezone_id": "Asia/Seoul"}
        context = browser.new_context(**{**defaults, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(f"script error: {error}"))
        page.on(
            "console",
            lambda message: (
                problems.append(f"console: {message.text}")
                if message.type == "error" and not _is_expected(message.text)
                else None
            ),
        )
        page.on(
            "response",
            lambda response: (
                problems.append(f"{response.status} {response.url}")
                if response.status >= 500
                else None
            ),
        )
        return page

    yield make
    if request.node.stash.get(FAILED, False):
        _photograph(request.node.name, contexts)
    for context in contexts:
        context.close()
    assert not problems, f"{problems}\n{site.log_tail()}"


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """One visitor's page."""
    return new_page()


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Iterator[None]:
    report = yield
    if report.when == "call" and report.failed:
        item.stash[FAILED] = True
    return report


def _is_expected(text: str) -> bool:
    """Chromium reports each 4xx answer, and each request of a page that a test took offline, as an error."""
    return text.startswith(
        (
            "Failed to load resource: the server responded with a status of 4",
            "Failed to load resource: net::ERR_INTERNET_DISCONNECTED",
            # The streams of a process that a test has stopped.
            "Failed to load resource: net::ERR_CONNECTION_REFUSED",
            "Failed to load resource: net::ERR_INCOMPLETE_CHUNKED_ENCODING",
            "htmx: htmx:error: Failed to fetch",
        )
    )


def _photograph(name: str, contexts: list[BrowserContext]) -> None:
    PICTURES.mkdir(exist_ok=True)
    pages = [page for context in contexts for page in context.pages]
    for number, page in enumerate(pages):
        page.screenshot(path=PICTURES / f"{name}-{number}.png", full_page=True)
