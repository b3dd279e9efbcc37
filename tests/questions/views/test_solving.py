"""First help on the asker's page, and closing with it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.questions.models import Question
from apps.questions.services import accepting, closing, removing
from tests.factories import make_answer, make_question, make_user

HEADING, BUTTON = "기다리는 동안 먼저 보세요", "이걸로 해결됐어요"
SOLVED = "비슷한 질문의 답변으로 해결됐어요"


@pytest.fixture
def helpful(db) -> Question:
    question = make_question(title="한림 <소아과> 야간진료 어디까지 해요?", tags=["소아과", "야간"])
    answer = make_answer(question, body="한림 병원이 **9시**까지 봐요.")
    accepting.accept(user=question.author, answer=answer)
    question.refresh_from_db()
    return question


@pytest.fixture
def waiting(asker, helpful) -> Question:
    return make_question(asker, title="소아과 야간진료 하는 데가 있나요?", tags=["소아과", "야간"])


def page_of(client, question) -> str:
    return client.get(question.get_absolute_url()).content.decode()


def solve(client, question, by):
    return client.post(f"/q/{question.pk}/solution/", {"solved_by": by})


def test_the_asker_is_helped_right_after_asking(as_user, asker, helpful):
    client = as_user(asker)
    form = {
        "title": "소아과 야간진료 하는 데가 있나요?",
        "region": helpful.region_id,
        "category": helpful.category.slug,
        "tags": "소아과 야간",
    }
    page = client.post("/ask/", form, follow=True).content.decode()
    assert "질문을 올렸어요" in page
    assert HEADING in page
    assert "한림 &lt;소아과&gt; 야간진료" in page
    assert "한림 병원이 9시까지 봐요." in page
    assert BUTTON in page


def test_nobody_else_is_and_pays_nothing_for_it(as_user, waiting, outsider, moderator):
    for viewer in (None, outsider, moderator):
        with CaptureQueriesContext(connection) as queries:
            assert HEADING not in page_of(as_user(viewer), waiting)
        assert not any("word_similarity" in str(query["sql"]) for query in queries)


def test_only_while_it_waits(as_user, waiting):
    client = as_user(waiting.author)
    closing.close(user=waiting.author, question=waiting)
    assert HEADING not in page_of(client, waiting)
    closing.reopen(user=waiting.author, question=waiting)
    assert HEADING in page_of(client, waiting)
    make_answer(waiting)
    assert HEADING not in page_of(client, waiting)


def test_nothing_alike_is_no_heading(as_user, asker, helpful):
    assert HEADING not in page_of(as_user(asker), make_question(asker, title="바람이 세네요"))


def test_one_press_closes_and_everybody_reads_why(as_user, waiting, helpful, outsider):
    client = as_user(waiting.author)
    assert solve(client, waiting, helpful.pk).url == waiting.get_absolute_url()
    page = page_of(client, waiting)
    assert "해결됐다니 다행이에요" in page
    for viewer in (None, outsider, waiting.author):
        page = page_of(as_user(viewer), waiting)
        assert SOLVED in page
        assert f'href="{helpful.get_absolute_url()}"' in page
        assert "한림 &lt;소아과&gt;" in page


def test_pressing_twice_is_pressing_once(as_user, waiting, helpful):
    client = as_user(waiting.author)
    for _again in range(2):
        assert solve(client, waiting, helpful.pk).status_code == 302
    waiting.refresh_from_db()
    assert waiting.solved_by == helpful
    assert page_of(client, waiting).count("해결됐다니 다행이에요") == 2


def test_pressing_on_a_page_that_is_old_says_so(as_user, waiting, helpful):
    closing.close(user=waiting.author, question=waiting)
    client = as_user(waiting.author)
    solve(client, waiting, helpful.pk)
    page = page_of(client, waiting)
    assert "이미 마감한 질문이에요" in page
    assert SOLVED not in page


def test_reopened_it_is_open(as_user, waiting, helpful):
    client = as_user(waiting.author)
    solve(client, waiting, helpful.pk)
    client.post(f"/q/{waiting.pk}/closing/", {"wanted": "0"})
    page = page_of(client, waiting)
    assert SOLVED not in page
    assert HEADING in page


def test_others_are_refused(as_user, waiting, helpful, outsider, moderator):
    assert solve(as_user(), waiting, helpful.pk).url.startswith("/accounts/login/")
    for other in (outsider, moderator):
        assert solve(as_user(other), waiting, helpful.pk).status_code == 403
    waiting.refresh_from_db()
    assert waiting.is_open


@pytest.mark.parametrize("by", ["", "x", "-1", "9" * 30])
def test_nonsense_is_refused(as_user, waiting, by):
    assert solve(as_user(waiting.author), waiting, by).status_code == 400


def test_what_is_not_there_is_not_found(as_user, waiting, helpful):
    client = as_user(waiting.author)
    assert solve(client, waiting, 987654321).status_code == 404
    removing.hide(moderator=make_user(is_staff=True), post=helpful, reason="광고")
    assert solve(client, waiting, helpful.pk).status_code == 404


def test_a_solution_that_was_hidden_is_not_shown(as_user, waiting, helpful):
    solve(as_user(waiting.author), waiting, helpful.pk)
    removing.hide(moderator=make_user(is_staff=True), post=helpful, reason="광고")
    page = page_of(as_user(), waiting)
    assert SOLVED not in page
    assert "소아과&gt;" not in page
    assert "마감" in page


class TestApi:
    def test_tells_the_asker_the_same(self, as_user, waiting, helpful):
        client = as_user(waiting.author)
        (row,) = client.get(f"/api/v1/questions/{waiting.pk}/similar/").json()
        assert row["id"] == helpful.pk
        assert row["url"] == helpful.get_absolute_url()
        assert row["region"]["name"] == "애월읍"
        assert row["answer"]["id"] == helpful.accepted_answer_id
        assert row["extract"] == "한림 병원이 9시까지 봐요."

    def test_tells_nobody_else(self, as_user, waiting, outsider):
        path = f"/api/v1/questions/{waiting.pk}/similar/"
        assert as_user().get(path).status_code == 401
        assert as_user(outsider).get(path).json()["error"]["code"] == "forbidden"
        make_answer(waiting)
        assert as_user(waiting.author).get(path).json()["error"]["code"] == "not_waiting"

    def test_closes_and_opens(self, as_user, waiting, helpful):
        client = as_user(waiting.author)
        path = f"/api/v1/questions/{waiting.pk}/"
        sent = {"solved_by": helpful.pk}
        assert (
            client.put(f"{path}closing/", sent, content_type="application/json").status_code == 204
        )
        told = client.get(path).json()
        assert (told["is_open"], told["solved_by_id"]) == (False, helpful.pk)
        assert client.delete(f"{path}closing/").status_code == 204
        assert client.put(f"{path}closing/", {}, content_type="application/json").status_code == 204
        told = client.get(path).json()
        assert (told["is_open"], told["solved_by_id"]) == (False, None)
