"""What somebody wrote is in no list of those who blocked them, and in everybody else's as before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.accounts.services.blocking import block, unblock
from apps.core import ratelimit
from apps.core.pagination import PAGE_SIZE
from apps.notifications.enums import Watching
from apps.notifications.models import Notification
from apps.notifications.services import following
from apps.questions.models import Answer, Comment, Question, SitemapPart, Tag
from apps.questions.services import reacting
from apps.questions.services.commenting import comment
from apps.search.services.indexing import index
from tests.factories import make_answer, make_question, make_user
from tests.guards.routes import routes
from tests.outbox import drain

pytestmark = pytest.mark.django_db

ROUTES = routes()
SECRETS = ("막힌제목", "막힌본문", "막힌답변", "막힌댓글")
NARROWED = (
    "?feed=hot&show=answers",
    "?feed=new&show=questions",
    "?feed=urgent&q=물때&title=물때",
    "?feed=waiting&lat=33.4&lng=126.5&km=3",
    "?lat=33.4&lng=126.5&km=3&order=new",
)
# Folded to a line that says why and opens; and what search engines read, which is nobody's.
FOLDED = re.compile(
    r'<details class="folded[^>]*>.*?</details>|<script type="application/ld.*?</script>', re.DOTALL
)
# Nobody's own: the same for all.
FOR_EVERYBODY = {
    "questions:atom", "questions:region_atom", "questions:tag_atom", "questions:sitemap_questions",
}  # fmt: skip


@dataclass(frozen=True)
class Town:
    """A question of the reader with words of two neighbours, and a question of the one they blocked."""

    reader: User
    blocked: User
    theirs: Question
    mine: Question
    answer: Answer
    remark: Comment

    def values(self) -> dict[str, object]:
        return {
            "question_id": self.mine.pk,
            "answer_id": self.answer.pk,
            "comment_id": self.remark.pk,
            "notification_id": Notification.objects.filter(recipient=self.reader).earliest("pk").pk,
            "region_id": self.mine.region_id,
            "what": "question",
            "subject_id": self.mine.pk,
            "device_id": 1,
            "token": "forged",
            "slug": self.mine.region.slug,
            "number": self.mine.pk // SitemapPart.IDS,
            "words": "other-words",
            "name": "막힌꼬리표",
            "nickname": self.blocked.nickname,
        }

    def shown(self, client: Client, query: str) -> list[tuple[str, str]]:
        """What the client is shown of the one who is blocked, and where."""
        found = []
        for route in ROUTES:
            if route.name in FOR_EVERYBODY:
                continue
            path = route.path(self.values()) + query
            page = FOLDED.sub("", client.get(path, follow=True).content.decode())
            found += [(route.name, secret) for secret in SECRETS if secret in unquote(page)]
        return found


@pytest.fixture
def town(settings) -> Town:
    settings.RATE_LIMITS = dict.fromkeys(ratelimit.LIMITS, "")
    reader, blocked = make_user("살피는눈"), make_user("막힌이웃")
    theirs = make_question(
        blocked, title="막힌제목 물때가 어떤가요?", body="막힌본문", tags=["막힌꼬리표"],
        is_urgent=True, point=(33.4, 126.5),
    )  # fmt: skip
    mine = make_question(reader, title="내가 물은 물때가 어떤가요?", point=(33.4, 126.5))
    answer = make_answer(mine)
    make_answer(theirs, answer.author, body="막힌답변이 달린 곳")
    remark = comment(author=answer.author, on=answer, body="고마워요")
    drain()
    block(blocker=reader, blocked=blocked)
    make_answer(mine, blocked, body="막힌답변")
    comment(author=blocked, on=mine, body="막힌댓글")
    comment(author=blocked, on=answer, body="막힌댓글")
    reacting.set_bookmark(user=reader, question=theirs, wanted=True)
    tag = Tag.objects.get(name="막힌꼬리표")
    following.watch(person=reader, subject=tag, mode=Watching.FOLLOW)
    drain()
    index(question_ids=[theirs.pk, mine.pk])
    return Town(reader, blocked, theirs, mine, answer, remark)


@pytest.mark.parametrize("query", NARROWED)
def test_no_list_of_the_reader_shows_it(town, as_user, query):
    assert town.shown(as_user(town.reader), query) == []


def test_whoever_blocked_nobody_sees_it_everywhere(town, as_user):
    """A list without anything proves nothing."""
    unblock(blocker=town.reader, blocked=town.blocked)
    client = as_user(town.reader)
    names = {name for query in NARROWED for name, _secret in town.shown(client, query)}
    assert names >= {
        "questions:feed", "questions:region", "questions:tag", "questions:profile", "questions:detail",
        "questions:bookmarks", "questions:nearby", "notifications:followed", "search:search",
        "questions_api:questions", "questions_api:answers", "questions_api:question_comments",
        "questions_api:nearby",
    }  # fmt: skip


def test_an_answer_and_its_remarks_are_folded_to_one_line(town, as_user):
    page = as_user(town.reader).get(town.mine.get_absolute_url()).content.decode()
    assert page.count("차단한 이웃의 글이에요") == 3
    assert "막힌답변" in page  # and opens
    assert (
        "차단한 이웃의 글이에요"
        not in as_user(make_user()).get(town.mine.get_absolute_url()).content.decode()
    )


@pytest.mark.parametrize(
    "address",
    ["/?feed=new", "/?feed=hot", "/r/{slug}/?", "/t/막힌꼬리표/?", "/api/v1/questions/?"],
)
def test_pages_stay_full_and_go_on(town, as_user, address):
    tags = {"tags": ["막힌꼬리표"]}
    for _number in range(PAGE_SIZE + 2):
        kept = make_question(make_user(), title="이웃의 질문이에요", **tags)
        make_question(town.blocked, title="막힌제목 또 물어요", **tags)
    client = as_user(town.reader)
    address = address.format(slug=kept.region.slug)
    first = client.get(address)
    assert (
        first.content.decode().count("이웃의 질문이에요") >= PAGE_SIZE - 1
    )  # one is the reader's own
    after = first.json()["next"] if "api" in address else first.context["page"].next_cursor
    second = client.get(f"{address}&cursor={quote(after)}").content.decode()
    assert "이웃의 질문이에요" in second
    assert "막힌" not in FOLDED.sub("", second).replace("막힌꼬리표", "")


@pytest.mark.parametrize("address", ["/", "/r/{slug}/", "/t/막힌꼬리표/", "/api/v1/questions/"])
def test_it_costs_no_query(town, as_user, address):
    address = address.format(slug=town.mine.region.slug)
    counts = []
    for reader in (town.reader, make_user()):
        client = as_user(reader)
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        counts.append(len(captured))
    assert counts[0] == counts[1]
