"""Links to the people whom a remark calls by @닉네임."""

from __future__ import annotations

import pytest

from apps.questions.pieces import linked
from apps.questions.services import commenting
from tests.factories import make_answer, make_question, make_user

PEOPLE = {"바다": "바다", "바다님": "바다님", "surfer_7": "Surfer_7"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("@바다 고마워요", '<a href="/@%EB%B0%94%EB%8B%A4/">@바다</a> 고마워요'),
        ("@바다는 알아요", '<a href="/@%EB%B0%94%EB%8B%A4/">@바다</a>는 알아요'),
        ("@바다님은", '<a href="/@%EB%B0%94%EB%8B%A4%EB%8B%98/">@바다님</a>은'),
        (
            "@SURFER_7,@바다.",
            '<a href="/@Surfer_7/">@SURFER_7</a>,<a href="/@%EB%B0%94%EB%8B%A4/">@바다</a>.',
        ),
        ("@바다사자", "@바다사자"),
        ("@남남", "@남남"),
        ("a@바다.kr", "a@바다.kr"),
        ("<b>@남</b> & '", "&lt;b&gt;@남&lt;/b&gt; &amp; &#x27;"),
        ("<i>@바다<i>", '&lt;i&gt;<a href="/@%EB%B0%94%EB%8B%A4/">@바다</a>&lt;i&gt;'),
        ("", ""),
    ],
)
def test_only_who_takes_part_is_linked_and_everything_else_is_text(text, shown):
    assert linked(text, PEOPLE) == shown


@pytest.mark.django_db
def test_a_remark_links_whom_it_calls_in_the_page_and_in_the_swap(as_user):
    asker, answerer, stranger = make_user("묻는이웃"), make_user("아는이웃"), make_user("딴이웃")
    question = make_question(asker)
    answer = make_answer(question, answerer)
    commenting.comment(author=asker, on=answer, body="@아는이웃님 고마워요. @딴이웃은 몰라요")
    link = 'href="/@%EC%95%84%EB%8A%94%EC%9D%B4%EC%9B%83/">@아는이웃</a>님'
    page = as_user().get(question.get_absolute_url()).content.decode()
    assert link in page
    assert ">@딴이웃</a>" not in page
    swap = as_user(stranger, **{"HX-Request": "true"}).post(
        f"/a/{answer.pk}/comment/", {"body": "@아는이웃님 저도요"}
    )
    assert link in swap.content.decode()
