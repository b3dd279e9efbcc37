"""The promise from end to end: a question finds a neighbour who is here, and both see it happen."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from apps.demo.neighbourhood.residents import email_of
from tests.e2e.signing_in import sign_in
from tests.e2e.site import Site
from tests.e2e.test_live import ask, watch
from tests.waiting import eventually

ASKER, NEIGHBOUR = "p05", "p07"
PHONE = {"width": 390, "height": 844}
PATIENCE = 60_000  # the first time: who is here is noted every fifteen seconds


def is_known_to_be_here(site: Site, person: str) -> bool:
    return bool(
        site.rows(
            "SELECT 1 FROM routing_answerer JOIN accounts_user ON id = person_id"
            " WHERE email = %s AND here_at > now() - interval '40 seconds'",
            email_of(person),
        )
    )


def make_only_neighbour(site: Site) -> None:
    """They live where the asker does, and everybody else rests: it is sure who is asked."""
    site.rows(
        "UPDATE routing_answerer AS one SET is_willing = email = %s, daily_limit = 20, paused_until = NULL,"
        " muted_categories = '{}', emd_id = home.emd_id, sigungu_id = home.sigungu_id, sido_id = home.sido_id"
        " FROM accounts_user, (SELECT routing_answerer.* FROM routing_answerer JOIN accounts_user"
        " ON id = person_id WHERE email = %s) AS home WHERE id = one.person_id RETURNING 1",
        email_of(NEIGHBOUR),
        email_of(ASKER),
    )


def test_a_neighbour_is_asked_claims_and_answers_before_the_askers_eyes(site, new_page):
    make_only_neighbour(site)
    neighbour, asker = new_page(viewport=PHONE), new_page()
    sign_in(neighbour, NEIGHBOUR)
    watch(neighbour, "/inbox/")
    assert eventually(lambda: is_known_to_be_here(site, NEIGHBOUR), 60)

    sign_in(asker, ASKER)
    question = ask(asker, "지금 이 동네에 문 연 철물점 있을까요")
    clock = asker.locator("#route-status")
    expect(clock).to_contain_text(re.compile("이웃 1명에게 물어보는 중"), timeout=PATIENCE)

    # It is at the head of the inbox that was open all the time.
    card = neighbour.locator("#requests .answer-request", has_text="문 연 철물점")
    expect(card).to_be_visible(timeout=PATIENCE)
    card.get_by_role("button", name="제가 답할게요").click()
    neighbour.wait_for_url(f"**{question}#compose")
    expect(clock).to_contain_text("님이 답변을 쓰고 있어요")

    neighbour.get_by_label("답변", exact=True).fill("네, 사거리에 있는 철물점이 여덟 시까지 해요.")
    neighbour.get_by_role("button", name="답변 올리기").click()
    expect(asker.locator("#answers")).to_contain_text("여덟 시까지 해요")
    expect(clock).not_to_contain_text("답변을 쓰고 있어요")


def test_whoever_cannot_says_so_and_is_left_alone(site, new_page):
    make_only_neighbour(site)
    neighbour, asker = new_page(viewport=PHONE, java_script_enabled=False), new_page()
    site.rows(
        "UPDATE routing_answerer SET here_at = now() FROM accounts_user WHERE id = person_id AND email = %s"
        " RETURNING 1",
        email_of(NEIGHBOUR),
    )
    sign_in(asker, ASKER)
    ask(asker, "근처에 비 피할 만한 정류장 있나요")
    expect(asker.locator("#route-status")).to_contain_text("이웃 1명", timeout=PATIENCE)
    sign_in(neighbour, NEIGHBOUR, to="/inbox/")
    card = neighbour.locator(".answer-request", has_text="비 피할 만한 정류장")
    card.get_by_role("button", name="지금은 못 해요").click()
    expect(neighbour.locator("#toasts")).to_contain_text("괜찮아요")
    expect(neighbour.locator(".answer-request", has_text="비 피할 만한")).to_have_count(0)
