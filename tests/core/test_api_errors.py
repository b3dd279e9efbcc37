"""Every failure below /api/ is told in the one envelope, wherever it arises."""

from __future__ import annotations

import pytest
from django.test import Client
from rest_framework.test import APIClient

from apps.core.errors import Conflict
from apps.questions.api import questions
from tests.factories import make_user

pytestmark = pytest.mark.django_db

QUESTIONS = "/api/v1/questions/"


def error_of(response):
    assert response.headers["Content-Type"] == "application/json"
    body = response.json()
    assert set(body) == {"error"}
    assert set(body["error"]) <= {"code", "message", "fields"}
    assert body["error"]["message"]
    return body["error"]


@pytest.fixture
def signed_in():
    client = APIClient(raise_request_exception=False)
    client.force_login(make_user())
    return client


@pytest.mark.parametrize(
    "path",
    [
        "/api/",
        "/api/v1/",
        "/api/v1/nothing/",
        "/api/v1/questions",
        "/api/v1/questions/애월/",
        "/api/v1/questions/-1/",
        "/api/v2/questions/",
        "/api/v1/questions/1/../../",
    ],
)
@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
def test_an_unknown_address(path, method):
    response = getattr(Client(enforce_csrf_checks=True), method)(path)
    assert response.status_code == 404
    assert error_of(response)["code"] == "not_found"


@pytest.mark.parametrize(
    "sent", ["", "{", '{"title": }', "NaN", "\x00", "[" * 100_000, b"\xff\xfe{"]
)
def test_what_is_no_json(signed_in, sent):
    response = signed_in.post(QUESTIONS, sent, content_type="application/json")
    assert response.status_code == 400
    assert error_of(response)["code"] in {"parse_error", "invalid"}


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"],
)
def test_another_content_type(signed_in, content_type):
    response = signed_in.generic("POST", QUESTIONS, "title=x", content_type=content_type)
    assert response.status_code == 415
    assert error_of(response)["code"] == "unsupported_media_type"


def test_another_answer_than_json(signed_in):
    response = signed_in.get(QUESTIONS, headers={"Accept": "text/html"})
    assert response.status_code == 406
    assert error_of(response)["code"] == "not_acceptable"


def test_a_long_body(signed_in):
    response = signed_in.post(QUESTIONS, {"body": "가" * 1_000_000})
    assert response.status_code == 413
    assert error_of(response) == {
        "code": "too_large",
        "message": "보낸 내용이 너무 커요. 줄여서 다시 보내 주세요.",
    }


def test_a_bug_of_ours(signed_in, monkeypatch):
    def fail(*_args, **_kwargs):
        raise KeyError("bug")

    monkeypatch.setattr(questions, "feed_page", fail)
    response = signed_in.get(QUESTIONS)
    assert response.status_code == 500
    assert error_of(response)["code"] == "server_error"
    assert "bug" not in response.content.decode()


def test_a_rule_that_said_no(signed_in, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise Conflict("그사이 바뀌었어요.", field="version")

    monkeypatch.setattr(questions, "feed_page", refuse)
    response = signed_in.get(QUESTIONS)
    assert response.status_code == 409
    assert error_of(response) == {
        "code": "conflict",
        "message": "그사이 바뀌었어요.",
        "fields": {"version": ["그사이 바뀌었어요."]},
    }


def test_a_host_that_is_not_ours():
    response = Client().get(QUESTIONS, headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert error_of(response)["code"] == "invalid"


def test_pages_keep_their_pages(client):
    response = client.get("/nothing/")
    assert response.status_code == 404
    assert response.headers["Content-Type"].startswith("text/html")
