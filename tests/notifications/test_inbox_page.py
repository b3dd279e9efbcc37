from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.notifications.kinds.answered import ANSWERED
from apps.notifications.kinds.mentioned import MENTIONED
from apps.notifications.kinds.points import POINTS
from apps.notifications.kinds.welcome import WELCOME
from apps.notifications.models import Notification
from apps.notifications.services.notifying import notify
from apps.questions.services.accepting import accept
from apps.questions.services.commenting import comment
from tests.factories import make_answer, make_question, make_user
from tests.outbox import drain

pytestmark = pytest.mark.django_db

INBOX = "/inbox/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def asker():
    return make_user("애월주민")


@pytest.fixture
def answer(asker):
    answer = make_answer(make_question(asker), make_user("제주토박이"))
    drain()
    return answer


def text(response) -> str:
    return re.sub(r"<[^>]+>", "", response.content.decode())


@pytest.mark.parametrize("path", [INBOX, "/points/"])
def test_a_visitor_signs_in_first_and_comes_back(as_user, path):
    response = as_user().get(path)
    assert response.status_code == 302
    assert response["Location"] == f"/accounts/login/?next={path}"


def test_an_empty_inbox_invites(as_user, asker):
    page = as_user(asker).get(INBOX)
    assert "아직 알림이 없어요" in text(page)
    assert "모두 읽음" not in text(page)


def test_a_line_says_who_did_what_and_leads_there(as_user, asker, answer):
    page = as_user(asker).get(INBOX)
    assert "제주토박이님이 답변했어요" in text(page)
    assert answer.question.title in text(page)
    assert f'href="/a/{answer.pk}/"' in page.content.decode()
    assert page["Cache-Control"].startswith("max-age=0, no-cache")


def test_every_kind_of_line_has_its_words(as_user, asker, answer):
    accept(user=asker, answer=answer)
    remark = comment(author=asker, on=answer, body="고마워요")
    comment(author=answer.author, on=answer.question, body="@애월주민 또 물어보세요")
    drain()
    notify(recipient_id=answer.author_id, kind=WELCOME, points=100)
    theirs = as_user(answer.author).get(INBOX)
    for words in (
        "애월주민님이 내 답변을 채택했어요",
        "애월주민님이 내 답변에 댓글을 남겼어요",
        "50포인트가 들어왔어요",
        "환영해요. 가입 선물로 100포인트를 드렸어요",
    ):
        assert words in text(theirs)
    assert f"#comment-{remark.pk}" in theirs.content.decode()
    page = text(as_user(asker).get(INBOX))
    assert "제주토박이님이 내 질문에 댓글을 남겼어요" in page
    notify(
        recipient_id=asker.pk,
        kind=MENTIONED,
        actor_id=answer.author_id,
        question_id=answer.question_id,
    )
    assert "제주토박이님이 나를 불렀어요" in text(as_user(asker).get(INBOX))


def test_several_people_are_counted(as_user, asker, answer):
    make_answer(answer.question, make_user("한라산지기"))
    make_answer(answer.question, make_user("바다조아"))
    drain()
    assert "바다조아님 외 2명이 답변했어요" in text(as_user(asker).get(INBOX))


def test_a_greeting_without_points_is_a_greeting(as_user, asker):
    notify(recipient_id=asker.pk, kind=WELCOME)
    assert "동네물어봐에 오신 걸 환영해요" in text(as_user(asker).get(INBOX))


def test_looking_at_the_inbox_reads_nothing(as_user, asker, answer):
    as_user(asker).get(INBOX)
    assert Notification.objects.unread().filter(recipient=asker).count() == 1


def test_reading_a_line_without_a_script(as_user, asker, answer):
    line = Notification.objects.get(recipient=asker)
    response = as_user(asker).post(f"/inbox/{line.pk}/read/")
    assert response["Location"] == INBOX
    assert not Notification.objects.unread().filter(recipient=asker).exists()


def test_reading_a_line_in_place(as_user, asker, answer):
    line = Notification.objects.get(recipient=asker)
    response = as_user(asker).post(f"/inbox/{line.pk}/read/", headers=HTMX)
    assert response.status_code == 200
    assert response.content.decode().strip().startswith("<li>")
    assert "안 읽음" not in text(response)
    assert "/read/" not in response.content.decode()


def test_somebody_elses_line_is_not_found(as_user, asker, answer):
    line = Notification.objects.get(recipient=asker)
    assert as_user(answer.author).post(f"/inbox/{line.pk}/read/").status_code == 404


@pytest.mark.parametrize("path", ["1/read/", "read/", "seen/questions/1/", "seen/points/"])
def test_reading_is_posted(as_user, asker, path):
    assert as_user(asker).get(f"{INBOX}{path}").status_code == 405
    assert as_user().post(f"{INBOX}{path}").status_code == 302


def test_reading_all_what_the_page_had(as_user, asker, answer):
    client = as_user(asker)
    page = client.get(INBOX).content.decode()
    until = re.search(r'name="until" value="([^"]+)"', page)[1]
    make_answer(answer.question)
    drain()
    client.post("/inbox/read/", {"until": until})
    assert Notification.objects.unread().filter(recipient=asker).count() == 1
    response = client.post("/inbox/read/", follow=True)
    assert "알림을 모두 읽었어요" in text(response)
    assert not Notification.objects.unread().filter(recipient=asker).exists()


@pytest.mark.parametrize("until", ["yesterday", "2026-13-45T00:00:00Z", "2026-01-01T00:00:00"])
def test_nonsense_counts_as_now(as_user, asker, answer, until):
    as_user(asker).post("/inbox/read/", {"until": until})
    assert not Notification.objects.unread().filter(recipient=asker).exists()


def test_reading_all_in_place(as_user, asker, answer):
    response = as_user(asker).post("/inbox/read/", headers=HTMX)
    content = response.content.decode()
    assert content.strip().startswith("<section")
    assert "모두 읽음" not in content


def test_opening_the_question_or_the_ledger_reads_what_was_told_of_it(as_user, asker, answer):
    client = as_user(asker)
    path = f"/inbox/seen/questions/{answer.question_id}/"
    assert path in client.get(f"/q/{answer.question_id}/").content.decode()
    answered = client.post(path, headers=HTMX).content.decode()
    assert re.search(r'class="unread"[^>]* hidden>', answered)
    assert not Notification.objects.unread().filter(recipient=asker).exists()
    assert path not in client.get(f"/q/{answer.question_id}/").content.decode()
    notify(recipient_id=asker.pk, kind=POINTS, points=5)
    assert "/inbox/seen/points/" in client.get("/points/").content.decode()
    assert client.post("/inbox/seen/points/", headers=HTMX).status_code == 200
    assert not Notification.objects.unread().filter(recipient=asker).exists()
    assert "/inbox/seen/points/" not in client.get("/points/").content.decode()


def tell_often(asker, times):
    actor = make_user()
    for _number in range(times):
        question = make_question(asker)
        notify(recipient_id=asker.pk, kind=ANSWERED, actor_id=actor.pk, question_id=question.pk)


def test_more_lines_come_by_the_page(as_user, asker):
    tell_often(asker, 25)
    client = as_user(asker)
    page = client.get(INBOX).content.decode()
    assert page.count('class="notification ') == 20
    following = re.search(r'hx-get="(\?[^"]+)"', page)[1].replace("&amp;", "&")
    rest = client.get(f"{INBOX}{following}", headers=HTMX).content.decode()
    assert rest.count('class="notification ') == 5
    assert "<h2>" not in rest
    assert "<html" not in rest
    assert "<html" in client.get(f"{INBOX}{following}").content.decode()


def test_a_broken_cursor_is_said_so(as_user, asker):
    assert as_user(asker).get(f"{INBOX}?cursor=broken").status_code == 400


def test_thirty_lines_cost_as_many_queries_as_one(as_user, asker):
    counts = []
    for times in (1, 29):
        tell_often(asker, times)
        client = as_user(asker)
        client.get(INBOX)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(INBOX)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 4


def test_the_unread_count_is_on_every_page_of_somebody_signed_in(as_user, asker, answer):
    assert "안 읽은 알림 1" in text(as_user(asker).get("/points/"))
    others = as_user(make_user()).get("/settings/").content.decode()
    assert 'class="unread" hidden>' in others
    assert 'class="unread">' not in others
