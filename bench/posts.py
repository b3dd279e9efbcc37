"""Requests that write, each another one."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from itertools import cycle
from urllib.parse import urlencode

from bench.client import request_bytes
from bench.site import Bench

# Django accepts the cookie's own value in the form; any 32 letters and digits make a cookie.
CSRF_TOKEN = "b" * 32
TITLE = "애월에서 {number}번째로 여쭤봐요, 지금 문 연 약국 있을까요?"
QUESTION = """아이가 열이 나는데 해열제가 떨어졌어요.

**하귀** 쪽이면 더 좋아요. 차로 20분까지는 갈 수 있어요."""
ANSWER = "하귀 하나로마트 맞은편 약국이 밤 10시까지 해요. 가기 전에 전화 한번 해 보세요."


def questions(bench: Bench, host: str, number: int) -> list[bytes]:
    fields = {
        "body": QUESTION,
        "region": bench.facts["region"],
        "category": "health",
        "tags": "약국 애월 해열제",
        "bounty": 0,
    }
    return [
        _post("/ask/", fields | {"title": TITLE.format(number=count)}, host, headers)
        for count, headers in zip(range(number), _writers(bench), strict=False)
    ]


def answers(bench: Bench, host: str, number: int) -> list[bytes]:
    """Spread over many questions, as answers are."""
    posts = zip(range(number), cycle(bench.facts["questions"]), _writers(bench), strict=False)
    return [
        _post(f"/q/{question}/answer/", {"body": f"{ANSWER} ({count})"}, host, headers)
        for count, question, headers in posts
    ]


def _writers(bench: Bench) -> Iterator[list[tuple[str, str]]]:
    """The headers of one signed-in person after the other."""
    facts = bench.facts
    for session in cycle(facts["writers"]):
        yield [
            (
                "Cookie",
                f"{facts['session_cookie']}={session}; {facts['csrf_cookie']}={CSRF_TOKEN}",
            )
        ]


def _post(path: str, fields: dict[str, object], host: str, headers: list[tuple[str, str]]) -> bytes:
    once = {"csrfmiddlewaretoken": CSRF_TOKEN, "idempotency_key": uuid.uuid4()}
    body = urlencode(fields | once).encode()
    return request_bytes("POST", path, host=host, headers=headers, body=body)
