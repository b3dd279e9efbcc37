"""What was hidden or deleted is nowhere, for anybody but its author and the moderators."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.core import ratelimit
from apps.core.enums import Visibility
from apps.core.slugs import slug
from apps.notifications.models import Notification
from apps.questions.models import Answer, Comment, Question, SitemapPart
from apps.questions.services import accepting, editing, reacting, removing, voting
from apps.questions.services.commenting import comment
from apps.search.models import SearchDocument
from apps.search.services.indexing import index
from tests.factories import make_answer, make_question, make_user
from tests.guards.routes import routes
from tests.outbox import drain

pytestmark = pytest.mark.django_db

ROUTES = routes()
# Marking as read what one has been told, of which one has nothing; a device is not about a post.
HARMLESS = {"notifications:seen_question", "notifications:remove_device"}
ABOUT_POSTS = [
    route
    for route in ROUTES
    if route.name not in HARMLESS and "_id>" in route.pattern and "region" not in route.pattern
]
# What the hidden question and the one beside it have in common, for those who search.
LOOKED_FOR = "q=제목&title=제목"
SECRETS = ("비밀제목", "비밀본문", "비밀답변", "비밀댓글", "비밀꼬리표")
# 415: the API takes JSON only, and says so before it looks for anything.
GONE = {404, 405, 415}


@dataclass(frozen=True)
class Gone:
    """A question with an answer and a remark, out of sight; a reader who had to do with all of them."""

    question: Question
    answer: Answer
    remark: Comment
    reader: User
    # Beside it in every list but that of the tag: a list without anything proves nothing.
    shown: Question

    def values(self) -> dict[str, object]:
        return {
            "question_id": self.question.pk,
            "answer_id": self.answer.pk,
            "comment_id": self.remark.pk,
            "notification_id": Notification.objects.filter(recipient=self.reader).earliest("pk").pk,
            "region_id": self.question.region_id,
            "what": "question",
            "subject_id": self.question.pk,
            "device_id": 1,
            "token": "forged",
            "slug": self.question.region.slug,
            "number": self.question.pk // SitemapPart.IDS,
            "words": slug(self.question.title),
            "name": "비밀꼬리표",
            "nickname": self.answer.author.nickname,
        }


@pytest.fixture(params=[Visibility.HIDDEN, Visibility.DELETED], ids=["hidden", "deleted"])
def gone(request, settings) -> Gone:
    settings.RATE_LIMITS = dict.fromkeys(ratelimit.LIMITS, "")
    reader = make_user("살피는눈")
    question = make_question(title="비밀제목이에요", body="비밀본문 @살피는눈", tags=["비밀꼬리표"])
    answer = make_answer(question, body="비밀답변 @살피는눈")
    editing.edit_answer(
        editor=answer.author, answer=answer, body="비밀답변을 고쳤어요 @살피는눈", version=1
    )
    remark = comment(author=make_user(), on=answer, body="비밀댓글 @살피는눈")
    comment(author=reader, on=answer, body="비밀댓글에 답하는 댓글")
    comment(author=answer.author, on=question, body="비밀댓글 또 @살피는눈")
    reacting.set_bookmark(user=reader, question=question, wanted=True)
    reacting.set_me_too(user=reader, question=question, wanted=True)
    voting.vote(voter=reader, on=answer, value=1)
    accepting.accept(user=question.author, answer=answer)
    drain()
    document = SearchDocument.objects.filter(pk=question.pk).values().get()
    removing.hide(moderator=make_user(is_staff=True), post=question, reason="시험")
    # No service deletes a question with an answer to be seen, but the answer may come back later.
    Question.objects.update(visibility=request.param)
    drain()
    shown = make_question(
        question.author, title="보이는제목이에요", body="누구나 보는 본문이에요." * 3
    )
    # As if the worker that clears it away were late.
    del document["bucket"]
    SearchDocument.objects.create(**document)
    index(question_ids=[shown.pk])
    return Gone(question, answer, remark, reader, shown)


@pytest.fixture
def clients(gone) -> Callable[[], list[Client]]:
    def make() -> list[Client]:
        reader = Client()
        reader.force_login(gone.reader)
        return [Client(), reader]

    return make


def test_no_page_shows_it(gone, clients):
    found = []
    for route in ROUTES:
        path = route.path(gone.values())
        for client in clients():
            for address in (
                path,
                f"{path}?feed=hot&show=answers",
                f"{path}?feed=urgent&{LOOKED_FOR}",
            ):
                page = client.get(address, follow=True).content.decode()
                # Words in an address are percent-encoded.
                page += unquote(page)
                found += [(address, secret) for secret in SECRETS if secret in page]
    assert found == []


LISTS = {
    "feed", "region", "profile", "atom", "region_atom", "sitemap_questions", "sitemap_regions",
}  # fmt: skip


def test_the_lists_were_looked_at(gone, clients):
    """What they say of the question beside it: its title, or its region."""
    visitor, _reader = clients()
    values = gone.values() | {"nickname": gone.shown.author.nickname}
    for route in ROUTES:
        if route.name.removeprefix("questions:") in LISTS:
            page = unquote(visitor.get(route.path(values)).content.decode())
            assert "보이는제목" in page or gone.shown.region.slug in page, route.name


SEARCHES = {
    "search:search", "search:suggest", "search:similar", "search_api:search", "search_api:suggest",
    "search_api:similar",
}  # fmt: skip


def test_searches_were_looked_at(gone, clients):
    """They find the question beside it by the same words."""
    visitor, _reader = clients()
    searches = [route for route in ROUTES if route.name in SEARCHES]
    assert len(searches) == len(SEARCHES)
    for route in searches:
        page = visitor.get(f"{route.path(gone.values())}?{LOOKED_FOR}").content.decode()
        assert "보이는제목" in page, route.name


def test_nothing_is_done_with_it(gone, clients):
    _visitor, reader = clients()
    sent = {
        "body": "안녕하세요",
        "value": "1",
        "wanted": "1",
        "version": "1",
        "title": "새 제목이에요",
    }
    done = []
    for route in ABOUT_POSTS:
        path = route.path(gone.values())
        answers = [reader.get(path), reader.post(path, sent)]
        answers += [
            method(path, sent, content_type="application/json")
            for method in (reader.post, reader.put, reader.delete)
        ]
        done += [
            (path, response.status_code) for response in answers if response.status_code not in GONE
        ]
    assert done == []


def test_a_hidden_answer_takes_its_remarks_along(gone, as_user):
    Question.objects.update(visibility=Visibility.VISIBLE)
    Answer.objects.update(visibility=Visibility.HIDDEN)
    Question.objects.update(accepted_answer=None)
    path = gone.question.get_absolute_url()
    for client in (as_user(), as_user(gone.reader)):
        for address in (path, f"/api/v1/questions/{gone.question.pk}/comments/"):
            page = client.get(address).content.decode()
            assert "비밀답변" not in page
            assert "댓글에 답하는" not in page
        assert client.get(f"/a/{gone.answer.pk}/").status_code == 404
        assert client.get(f"/a/{gone.answer.pk}/history/").status_code == 404
