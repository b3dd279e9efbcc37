"""`make bench NAME=weight`: what a first visit to the feed costs a phone, with nothing in its cache."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import CDPSession, Page, sync_playwright

from bench.report import last_line, table
from bench.site import SITE, bench
from tools.browser import system_chromium

QUESTIONS = 2_000
KILOBYTE = 1024
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
MOST_HTML, MOST_TOGETHER, MOST_REQUESTS = 15 * KILOBYTE, 90 * KILOBYTE, 12


@dataclass
class Transfer:
    """One request; ``size`` in bytes as sent over the network, headers included."""

    kind: str
    path: str
    size: int = 0


def main() -> None:
    with bench(questions=QUESTIONS) as prepared, prepared.server(SITE) as site:
        transfers = first_view(site.url)
    print_results(transfers)


def first_view(url: str) -> list[Transfer]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system_chromium(), args=FLAGS)
        page = browser.new_context(**playwright.devices["Pixel 7"]).new_page()
        session = page.context.new_cdp_session(page)
        transfers = _recorded(session)
        _open(page, url)
        browser.close()
    return list(transfers.values())


def _recorded(session: CDPSession) -> dict[str, Transfer]:
    """By request; filled while the page loads."""
    transfers: dict[str, Transfer] = {}

    def begun(event: dict[str, Any]) -> None:
        path = "/" + event["request"]["url"].split("/", 3)[-1]
        transfers[event["requestId"]] = Transfer(event.get("type", "Other"), path[:70])

    def ended(event: dict[str, Any]) -> None:
        transfers[event["requestId"]].size = int(event["encodedDataLength"])

    session.on("Network.requestWillBeSent", begun)
    session.on("Network.loadingFinished", ended)
    session.send("Network.enable")
    return transfers


def _open(page: Page, url: str) -> None:
    """Until it asks for news, which comes last. Nobody answers here: what it tries then is not counted."""
    with page.expect_request(lambda request: "/live/stream" in request.url):
        response = page.goto(url, wait_until="networkidle")
    assert response
    assert response.ok


def print_results(transfers: list[Transfer]) -> None:
    weighed = [transfer for transfer in transfers if transfer.kind != "Image"]
    html = sum(transfer.size for transfer in weighed if transfer.kind == "Document")
    together = sum(transfer.size for transfer in weighed)
    rows = [(each.path, each.kind, _kilobytes(each.size)) for each in transfers]
    print(table(("", "kind", "KB"), rows))
    print()
    checks = (
        ("HTML", html, MOST_HTML, _kilobytes),
        ("together, without images", together, MOST_TOGETHER, _kilobytes),
        ("requests", len(transfers), MOST_REQUESTS, str),
    )
    print(
        table(
            ("", "measured", "at most", ""),
            [
                (name, shown(value), shown(most), "✓" if value <= most else "✗")
                for name, value, most, shown in checks
            ],
        )
    )
    print(last_line({
        "bench": "weight", "html_bytes": html, "total_bytes": together,
        "requests": len(transfers), "met": all(value <= most for _, value, most, _ in checks),
    }))  # fmt: skip


def _kilobytes(size: int) -> str:
    return f"{size / KILOBYTE:.1f}"


if __name__ == "__main__":
    main()
