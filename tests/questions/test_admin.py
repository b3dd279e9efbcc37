"""Moderators hide and restore, with a reason, and it is known who did."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client

from apps.core.enums import Visibility
from apps.questions.services.commenting import comment
from tests.factories import make_answer, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    """A client of somebody on the staff with these rights."""

    def sign_in(*rights: str) -> Client:
        person = make_user(is_staff=True)
        person.user_permissions.set(Permission.objects.filter(codename__in=rights))
        client = Client()
        client.force_login(person)
        return client

    return sign_in


@pytest.fixture
def posts():
    answer = make_answer()
    return [answer.question, answer, comment(author=make_user(), on=answer, body="고마워요")]


def act(client, action, post, reason=""):
    data = {"action": action, "_selected_action": [post.pk], "reason": reason}
    return client.post(f"/admin/questions/{post._meta.model_name}/", data, follow=True)


@pytest.mark.parametrize("number", range(3), ids=("question", "answer", "comment"))
def test_a_post_is_hidden_and_restored_with_a_reason(staff, posts, number):
    post = posts[number]
    name = post._meta.model_name
    moderator = staff(f"view_{name}", f"change_{name}")
    assert "까닭을 적어 주세요" in act(moderator, "hide", post).content.decode()
    act(moderator, "hide", post, reason="광고예요")
    post.refresh_from_db()
    assert (post.visibility, post.hidden_reason) == (Visibility.HIDDEN, "광고예요")
    act(moderator, "restore", post, reason="광고가 아니었어요")
    post.refresh_from_db()
    assert (post.visibility, post.hidden_reason) == (Visibility.VISIBLE, "")
    done = LogEntry.objects.order_by("pk").values_list("user_id", "object_id", "change_message")
    by = int(moderator.session["_auth_user_id"])
    assert list(done) == [
        (by, str(post.pk), "숨김: 광고예요"),
        (by, str(post.pk), "되살림: 광고가 아니었어요"),
    ]


def test_who_may_only_look_hides_nothing(staff, posts):
    onlooker = staff("view_question", "view_answer", "view_comment")
    for post in posts:
        act(onlooker, "hide", post, reason="그냥")
        post.refresh_from_db()
        assert post.is_visible
    assert not LogEntry.objects.exists()


def test_nobody_writes_posts_here(staff, posts):
    moderator = staff("view_question", "add_question", "change_question", "delete_question")
    page = f"/admin/questions/question/{posts[0].pk}"
    assert moderator.post("/admin/questions/question/add/", {}).status_code == 403
    assert moderator.post(f"{page}/change/", {"title": "바꾼 제목"}).status_code == 403
    assert moderator.post(f"{page}/delete/", {"post": "yes"}).status_code == 403
