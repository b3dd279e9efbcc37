from __future__ import annotations

import pytest
from django_redis import get_redis_connection

from apps.questions.models import Draft
from apps.questions.services import accepting, commenting, removing, voting
from apps.questions.services.viewing import flush_views
from tests.factories import make_answer, make_question, make_user


def url(question):
    return f"/q/{question.pk}/"


def test_a_stranger_reads_the_question_and_its_answers(as_user, question, answer):
    page = as_user().get(url(question)).content.decode()
    assert question.title in page
    assert "<strong>열</strong>" in page
    assert answer.body in page
    assert "#소아과" in page
    assert "csrfmiddlewaretoken" not in page


def test_the_accepted_answer_comes_first_whatever_the_score(as_user, question, answer):
    better = make_answer(question, body="표를 더 받은 답변")
    voting.vote(voter=make_user(), on=better, value=1)
    accepting.accept(user=question.author, answer=answer)
    page = as_user().get(url(question)).content.decode()
    assert page.index(answer.body) < page.index(better.body)
    assert "채택된 답변" in page


def test_nobody_finds_a_hidden_question_but_its_author_and_moderators(
    as_user, question, outsider, moderator
):
    removing.hide(moderator=moderator, post=question, reason="개인 정보가 있어요")
    for viewer in (None, outsider):
        assert as_user(viewer).get(url(question)).status_code == 404
    for viewer in (question.author, moderator):
        response = as_user(viewer).get(url(question))
        assert response.status_code == 200
        assert "개인 정보가 있어요" in response.content.decode()


def test_a_deleted_question_is_nobodys(as_user, question, outsider):
    removing.delete_question(user=question.author, question=question)
    for viewer in (None, outsider, question.author):
        assert as_user(viewer).get(url(question)).status_code == 404


def test_hidden_answers_and_deleted_comments_are_not_shown(as_user, question, answer, moderator):
    comment = commenting.comment(author=answer.author, on=question, body="지워질 댓글이에요")
    commenting.delete_comment(user=answer.author, comment=comment)
    removing.hide(moderator=moderator, post=answer, reason="광고")
    page = as_user().get(url(question)).content.decode()
    assert comment.body not in page
    assert answer.body not in page


def test_only_reading_is_possible(as_user, question):
    assert as_user().post(url(question)).status_code == 405


def test_there_is_no_question_that_nobody_asked(as_user, db):
    assert as_user().get("/q/987654321/").status_code == 404


def test_many_answers_come_in_pages_without_repeats(as_user, question):
    author = make_user()
    for number in range(35):
        make_answer(question, author, body=f"답변 번호 {number:02}번")
    first = as_user().get(url(question))
    cursor = first.context["page"].answers.next_cursor
    second = as_user(**{"HX-Request": "true"}).get(url(question), {"cursor": cursor})
    assert "<html" not in second.content.decode()
    _head, shown = first.content.decode().split("</head>")
    both = shown + second.content.decode()
    assert all(both.count(f"답변 번호 {number:02}번") == 1 for number in range(35))


def test_a_forged_cursor_is_told_kindly(as_user, question):
    response = as_user().get(url(question), {"cursor": "nonsense"})
    assert response.status_code == 400
    assert "처음부터" in response.content.decode()


@pytest.mark.parametrize("signed_in", [True, False])
def test_the_number_of_queries_does_not_grow(
    as_user, question, outsider, signed_in, django_assert_max_num_queries, settings
):
    settings.PAGE_CACHE_SECONDS = 0
    client = as_user(outsider if signed_in else None)
    make_answer(question)
    client.get(url(question))
    with django_assert_max_num_queries(9) as one:
        client.get(url(question))
    for number in range(29):
        answer = make_answer(question)
        commenting.comment(author=question.author, on=answer, body=f"댓글 {number}")
        commenting.comment(author=answer.author, on=question, body=f"질문 댓글 {number}")
    with django_assert_max_num_queries(9) as many:
        client.get(url(question))
    assert len(many) == len(one)


def test_what_was_being_written_is_in_the_form(as_user, question, neighbour):
    Draft.objects.create(author=neighbour, question=question, data={"body": "쓰다 만 답변"})
    assert "쓰다 만 답변" in as_user(neighbour).get(url(question)).content.decode()


class TestViews:
    def test_one_reader_counts_once_and_survives_a_repeated_flush(
        self, as_user, question, outsider
    ):
        client = as_user(outsider)
        for _again in range(3):
            client.get(url(question))
        as_user().get(url(question))
        assert flush_views() == 2
        assert flush_views() == 0
        question.refresh_from_db()
        assert question.view_count == 2

    def test_a_flush_that_died_before_clearing_is_not_added_twice(self, as_user, question):
        as_user().get(url(question))
        redis = get_redis_connection()
        key = "views:batch:6f1a4c4e-0000-4000-8000-000000000001"
        redis.rename("views:buffer", key)
        redis.copy(key, "saved")
        assert flush_views() == 1
        redis.rename("saved", key)
        assert flush_views() == 0
        question.refresh_from_db()
        assert question.view_count == 1


def test_a_kept_page_does_not_leak_between_people(as_user, question, outsider):
    stranger = as_user().get(url(question)).content.decode()
    own = as_user(outsider).get(url(question)).content.decode()
    again = as_user().get(url(question)).content.decode()
    assert "내 메뉴" in own
    assert "내 메뉴" not in stranger + again
    assert "/accounts/login/" not in own


def test_questions_without_answers_invite(as_user, db):
    page = as_user().get(url(make_question())).content.decode()
    assert "아직 답변이 없어요" in page


def test_what_is_out_of_sight_says_so_to_those_who_see_it(as_user, question, answer, moderator):
    remark = commenting.comment(author=answer.author, on=answer, body="전화번호는 이거예요")
    other = commenting.comment(author=question.author, on=answer, body="고마워요")
    for post in (answer, remark):
        removing.hide(moderator=moderator, post=post, reason="전화번호가 있어요")
    commenting.delete_comment(user=question.author, comment=other)
    own = as_user(answer.author).get(question.get_absolute_url()).content.decode()
    assert own.count("숨겨진 글") == own.count("전화번호가 있어요") == 2
    assert "지운 글" not in own
    seen = as_user(moderator).get(question.get_absolute_url()).content.decode()
    assert (seen.count("숨겨진 글"), seen.count("지운 글")) == (2, 1)
    assert "숨겨진 글" not in as_user().get(question.get_absolute_url()).content.decode()


def test_a_deleted_question_says_so_to_the_moderators(as_user, question, moderator):
    removing.delete_question(user=question.author, question=question)
    page = as_user(moderator).get(question.get_absolute_url()).content.decode()
    assert "질문한 분이 지운 질문이에요" in page
