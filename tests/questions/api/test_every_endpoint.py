"""What holds for every address of the questions API."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import get_resolver

from apps.questions.models import Answer, Comment, Question
from apps.questions.services import removing

WRITES = [
    ("post", "questions/"),
    ("put", "questions/{question}/"),
    ("delete", "questions/{question}/"),
    ("put", "questions/{question}/vote/"),
    ("put", "questions/{question}/closing/"),
    ("delete", "questions/{question}/closing/"),
    ("post", "questions/{question}/answers/"),
    ("post", "questions/{question}/comments/"),
    ("put", "answers/{answer}/"),
    ("delete", "answers/{answer}/"),
    ("put", "answers/{answer}/accept/"),
    ("delete", "answers/{answer}/accept/"),
    ("put", "answers/{answer}/vote/"),
    ("post", "answers/{answer}/comments/"),
]
READS = [
    ("get", "categories/"),
    ("get", "trending/"),
    ("get", "locations/nearby/?lat=33.46&lng=126.31"),
    ("get", "questions/"),
    ("get", "questions/{question}/"),
    ("get", "questions/{question}/answers/"),
    ("get", "questions/{question}/comments/"),
    ("get", "answers/{answer}/"),
]
# For the asker only, and while nobody has answered.
OWN_READS = [("get", "questions/{question}/similar/")]
WITH_BODY = [write for write in WRITES if write[0] != "delete" and "accept" not in write[1]]
OF_A_POST = [row for row in WRITES + READS + OWN_READS if "{" in row[1]]
LIMITED_BY = {
    ("post", "questions/"): "ask",
    ("post", "questions/{question}/answers/"): "answer",
    ("post", "questions/{question}/comments/"): "comment",
    ("post", "answers/{answer}/comments/"): "comment",
    ("put", "questions/{question}/"): "edit",
    ("put", "answers/{answer}/"): "edit",
    ("put", "questions/{question}/closing/"): "edit",
    ("put", "questions/{question}/vote/"): "vote",
    ("put", "answers/{answer}/vote/"): "vote",
    ("put", "answers/{answer}/accept/"): "vote",
}


@pytest.fixture
def call(api, question, answer):
    """Send something to an address of the table."""

    def send(row, user=None, data=None, *, ids=None, **headers):
        method, path = row
        ids = ids or {"question": question.pk, "answer": answer.pk}
        client = api(user, **headers)
        return getattr(client, method)("/api/v1/" + path.format(**ids), data)

    return send


def body(question):
    return {
        "title": "한담 해안에서 노을 볼 만한 자리 있나요?",
        "body": "하귀에도 있어요.",
        "category": question.category.slug,
        "region": question.region_id,
        "tags": ["노을"],
        "is_urgent": False,
        "version": 1,
        "value": 1,
    }


def author_of(row, question, answer):
    """Who may write there: the answer's author for an answer's own address, else the asker."""
    return answer.author if row[1] == "answers/{answer}/" else question.author


def state():
    """Everything that a write could have changed."""
    return [list(model.objects.order_by("pk").values()) for model in (Question, Answer, Comment)]


def test_the_tables_name_every_address(question, answer):
    routes = {
        str(pattern.pattern)
        .replace("<int:question_id>", "{question}")
        .replace("<int:answer_id>", "{answer}")
        for pattern in get_resolver("apps.questions.api.urls").url_patterns
    }
    # Suggestions are counted by a limit of their own.
    assert routes == {
        path.split("?")[0] for _method, path in WRITES + READS + OWN_READS + [("get", "tags/")]
    }


@pytest.mark.parametrize("row", WRITES)
def test_signed_out_nothing_is_written(call, question, row):
    before = state()
    response = call(row, data=body(question))
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"]
    error = response.json()["error"]
    assert error["code"] == "sign_in_required"
    assert error["message"] == "로그인하고 이어서 해 주세요."
    assert state() == before


@pytest.mark.parametrize("row", READS)
def test_everybody_may_read(call, outsider, row):
    assert call(row).status_code == 200
    assert call(row, outsider).status_code == 200


@pytest.mark.parametrize("row", OF_A_POST)
@pytest.mark.parametrize("number", [0, 999_999_999, 10**30])
def test_what_does_not_exist_is_not_found(call, question, outsider, row, number):
    ids = {"question": number, "answer": number}
    response = call(row, outsider, body(question), ids=ids)
    assert response.status_code == 404
    assert response.json()["error"]["code"] == "not_found"


@pytest.mark.parametrize("row", OF_A_POST)
def test_a_hidden_question_hides_all_that_belongs_to_it(call, question, outsider, moderator, row):
    removing.hide(moderator=moderator, post=question, reason="광고")
    before = state()
    assert call(row, outsider, body(question)).status_code == 404
    assert state() == before


@pytest.mark.parametrize("row", [row for row in OF_A_POST if "{answer}" in row[1]])
def test_a_deleted_answer_is_gone_even_for_its_author(call, question, answer, row):
    removing.delete_answer(user=answer.author, answer=answer)
    before = state()
    assert call(row, answer.author, body(question)).status_code == 404
    assert state() == before


@pytest.mark.parametrize("path", sorted({path for _method, path in WRITES + READS + OWN_READS}))
def test_other_methods_are_refused(call, outsider, path):
    allowed = {method for method, known in WRITES + READS + OWN_READS if known == path}
    for method in {"get", "post", "put", "patch", "delete"} - allowed:
        response = call((method, path), outsider, {})
        assert response.status_code == 405
        assert response.json()["error"]["code"] == "method_not_allowed"
        assert set(response.headers["Allow"].lower().split(", ")) - {"head", "options"} == allowed


@pytest.mark.parametrize("row", WITH_BODY)
@pytest.mark.parametrize("sent", ["[1]", '"text"', "null", "1"])
def test_what_is_no_object_is_refused(api, question, answer, row, sent):
    # 1, "text" and [1] are JSON, and still not what any address takes.
    method, path = row
    client = api(author_of(row, question, answer))
    if "vote" in path:
        client = api(answer.author if "question" in path else question.author)
    path = "/api/v1/" + path.format(question=question.pk, answer=answer.pk)
    response = getattr(client, method)(path, sent, content_type="application/json")
    assert response.status_code == 400
    assert response.json()["error"]["code"] == "invalid"


@pytest.mark.parametrize("row", LIMITED_BY)
def test_too_often_says_when(call, question, answer, settings, row):
    who = author_of(row, question, answer)
    if "vote" in row[1]:
        who = answer.author if "question" in row[1] else question.author
    settings.RATE_LIMITS = {LIMITED_BY[row]: "1/m"}
    data = body(question)
    assert call(row, who, data).status_code < 300
    before = state()
    response = call(row, who, data)
    assert response.status_code == 429
    assert response.json()["error"]["code"] == "rate_limited"
    assert 0 < int(response.headers["Retry-After"]) <= 60
    assert state() == before


PUBLISHING = [row for row in LIMITED_BY if LIMITED_BY[row] in {"ask", "answer", "comment"}]


@pytest.mark.parametrize("row", PUBLISHING)
def test_errors_and_repeats_count_as_tries_only(api, question, answer, settings, row):
    settings.RATE_LIMITS = {LIMITED_BY[row]: "1/m", "write": "5/m"}
    client = api(author_of(row, question, answer), **{"Idempotency-Key": str(uuid4())})
    path = "/api/v1/" + row[1].format(question=question.pk, answer=answer.pk)
    sent = body(question)
    codes = [
        client.post(path, data, format="json").status_code
        for data in ({}, sent, sent, sent | {"body": "다른 글", "title": "다른 제목인가요?"}, sent)
    ]
    assert codes == [400, 201, 201, 409, 201]
    assert client.post(path, sent, format="json").status_code == 429


@pytest.mark.parametrize("row", READS)
def test_reading_too_often_says_when(call, settings, row):
    settings.RATE_LIMITS = {"read_api": "1/m"}
    assert call(row).status_code == 200
    assert call(row).status_code == 429


@pytest.mark.parametrize("row", READS)
def test_what_holds_the_viewers_state_is_kept_by_no_cache(call, outsider, row):
    for who in (None, outsider):
        response = call(row, who)
        if row[1] not in {"questions/", "trending/"} or who is not None:
            assert response.headers["Cache-Control"] == "private, no-store"
        assert {"Cookie", "X-Session-Token"} <= set(response.headers["Vary"].split(", "))
