"""Moderators hide and restore, with a reason, and it is known who did."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.accounts import moderators
from apps.core.enums import Visibility
from apps.core.errors import NotAllowed
from apps.questions.models import Question
from apps.questions.services import removing
from apps.questions.services.commenting import comment
from apps.search.services.indexing import index
from tests.factories import make_answer, make_question, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    """A client of somebody on the staff with these rights."""

    def sign_in(*rights: str) -> Client:
        person = make_user(is_staff=True, moderates=False)
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
    moderator = staff(f"view_{name}", "moderate")
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


def test_the_ready_made_group_is_all_a_moderator_needs(posts):
    moderator = Client()
    moderator.force_login(make_user(is_staff=True))
    for post in posts:
        act(moderator, "hide", post, reason="광고예요")
        post.refresh_from_db()
        assert not post.is_visible
    for page in ("accounts/user/", "questions/tag/", "points/entry/", "questions/revision/"):
        assert moderator.get(f"/admin/{page}").status_code == 200, page
    for page in ("events/event/", "search/missedquery/", "auth/group/"):
        assert moderator.get(f"/admin/{page}").status_code == 403, page


def test_the_group_gets_back_what_it_lacks_and_keeps_what_was_added():
    group = Group.objects.get(name=moderators.NAME)
    needed = group.permissions.count()
    extra = Permission.objects.get(codename="view_event")
    group.permissions.set([extra])
    moderators.give_rights(apps=apps)
    moderators.give_rights(apps=apps)
    assert group.permissions.count() == needed + 1
    assert needed == sum(map(len, moderators.RIGHTS.values()))


def test_who_is_staff_without_the_right_sees_nothing_hidden(posts, as_user):
    question, answer, _remark = posts
    removing.hide(moderator=make_user(is_staff=True), post=answer, reason="광고예요")
    helper, moderator = make_user(is_staff=True, moderates=False), make_user(is_staff=True)
    for reader, sees in ((helper, False), (moderator, True)):
        page = as_user(reader).get(question.get_absolute_url()).content.decode()
        assert ("야간진료" in page) is sees
        assert ("/admin/questions/" in page) is sees
        listed = as_user(reader).get(f"/api/v1/questions/{question.pk}/answers/").json()
        assert bool(listed["items"]) is sees
    with pytest.raises(NotAllowed):
        removing.hide(moderator=helper, post=question, reason="그냥")


def test_one_post_is_hidden_and_restored_on_its_own_page(posts, as_user):
    client = as_user(make_user(is_staff=True))
    for post in posts:
        page = reverse(f"admin:questions_{post._meta.model_name}_change", args=[post.pk])
        for wanted, button in (("hide", "되살리기"), ("restore", "숨기기")):
            sent = {"wanted": wanted, "reason": "살펴봤어요"}
            after = client.post(page.replace("change", "moderate"), sent, follow=True)
            assert after.redirect_chain == [(page, 302)]
            assert f">{button}<" in after.content.decode()
            post.refresh_from_db()
            assert post.is_visible is (wanted == "restore")
        assert f'href="{post.get_absolute_url()}"' in after.content.decode()
    assert LogEntry.objects.count() == 2 * len(posts)


def test_only_moderators_do_it_there(posts, staff, as_user):
    for client in (staff("view_question"), as_user(make_user())):
        page = reverse("admin:questions_question_change", args=[posts[0].pk])
        assert ">숨기기<" not in client.get(page, follow=True).content.decode()
        sent = {"wanted": "hide", "reason": "그냥"}
        assert client.post(page.replace("change", "moderate"), sent).status_code in {302, 403}
        posts[0].refresh_from_db()
        assert posts[0].is_visible


def test_questions_are_found_by_their_words_their_asker_and_their_number(as_user):
    made = make_question(
        make_user("물어본이"), title="주차는 어디에 하나요?", body="해수욕장 근처예요"
    )
    make_question(title="다른 이야기예요")
    index(question_ids=list(Question.objects.values_list("pk", flat=True)))
    client = as_user(make_user(is_staff=True))
    for text in ("주차", "해수욕장", "물어본이", str(made.pk)):
        with CaptureQueriesContext(connection) as captured:
            page = client.get("/admin/questions/question/", {"q": text})
        assert [each.pk for each in page.context["cl"].result_list] == [made.pk], text
        # Nothing looks through all titles or bodies: no index helps that.
        statements = [(each["sql"] or "").upper() for each in captured]
        assert not [
            each for each in statements if "QUESTIONS_QUESTION" in each and " LIKE " in each
        ]
    page = client.get("/admin/questions/question/", {"q": "없는말"})
    assert not page.context["cl"].result_list
