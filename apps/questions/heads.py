"""What feeds, questions and people say of themselves to search engines (ADR 11).

Not to be found are: every order and filter of a feed but the category, all pages but the first, and
what has too little on it to be worth a visit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from apps.core import links
from apps.core.head import Data, Head, breadcrumbs, plain, short
from apps.core.moments import write
from apps.questions.feeds import Feed, Filters
from apps.regions.queries import ancestors

if TYPE_CHECKING:
    from collections.abc import Sized
    from datetime import datetime

    from apps.accounts.models import User
    from apps.questions.models import Answer, Tag
    from apps.questions.queries import QuestionPage
    from apps.regions.models import Region

# Fewer questions than this are no list.
LIST_LEAST: Final = 2
# Characters of title and body without which a question that nobody has answered says too little.
QUESTION_LEAST: Final = 30
SCHEMA: Final = "https://schema.org"


def of_home(filters: Filters, rows: Sized, *, deep: bool) -> Head:
    """The feed of everywhere; of somebody who looks at a region, that region's."""
    if filters.region:
        return of_region(filters, rows, deep=deep)
    return Head(
        path=_narrowed("/", filters),
        title=_("동네 사람에게 물어보세요"),
        description=_("그곳에 사는 이웃에게 물어보세요. 10분 안에 첫 답변이 오는 것을 지향해요."),
        is_thin=_is_other(filters, deep=deep)
        or (filters.category is not None and len(rows) < LIST_LEAST),
        feed=links.site_feed(),
        data=lambda: [_site()],
    )


def of_region(filters: Filters, rows: Sized, *, deep: bool) -> Head:
    region = filters.region
    assert region is not None  # noqa: S101 -- the caller's
    named = {"name": region.full_name, "category": filters.category and filters.category.name}
    title = _("%(name)s %(category)s 질문") if filters.category else _("%(name)s 질문")
    return Head(
        path=_narrowed(links.region(region.slug), filters),
        title=title % named,
        description=_("%(name)s에 대해 묻고 그곳에 사는 이웃이 답한 것들이에요.") % named,
        is_thin=not region.is_open or _is_other(filters, deep=deep) or len(rows) < LIST_LEAST,
        feed=links.region_feed(region.slug),
        data=lambda: [_where(region)],
    )


def of_tag(tag: Tag, _filters: Filters, _rows: Sized, *, deep: bool) -> Head:
    return Head(
        path=links.tag(tag.name),
        title=f"#{tag.name}",
        description=_("#%(name)s 태그가 달린 동네 질문과 이웃의 답변이에요.") % {"name": tag.name},
        is_thin=deep or tag.question_count < LIST_LEAST,
        feed=links.tag_feed(tag.name),
    )


def of_profile(person: User, *, shows_answers: bool, deep: bool) -> Head:
    """The list of somebody's answers repeats what stands on the questions' pages."""
    return Head(
        path=links.person(person.nickname),
        title=person.nickname,
        description=_("%(name)s님이 동네물어봐에서 묻고 답한 것들이에요.")
        % {"name": person.nickname},
        kind="profile",
        is_thin=deep or shows_answers or not (person.question_count or person.answer_count),
    )


def of_question(page: QuestionPage, *, deep: bool) -> Head:
    question = page.question
    says_little = len(question.title) + len(question.body) < QUESTION_LEAST
    return Head(
        path=question.get_absolute_url(),
        title=question.title,
        description=short(plain(question.body_html)) or question.title,
        kind="article",
        is_thin=deep or not question.is_visible or (says_little and not question.answer_count),
        data=lambda: [_asked(page), _where(question.region)],
    )


def _is_other(filters: Filters, *, deep: bool) -> bool:
    return deep or filters.feed != Feed.NEW


def _narrowed(path: str, filters: Filters) -> str:
    return f"{path}?category={filters.category.slug}" if filters.category else path


def _site() -> Data:
    return {
        "@context": SCHEMA,
        "@type": "WebSite",
        "name": _("동네물어봐"),
        "url": links.absolute("/"),
        "inLanguage": "ko",
    }


def _where(region: Region) -> Data:
    line = [*ancestors(region), region]
    steps = [(each.name, links.region(each.slug)) for each in line]
    return breadcrumbs((_("동네물어봐"), "/"), *steps)


def _asked(page: QuestionPage) -> Data:
    """QAPage of what the page shows; others than the accepted answer are suggestions."""
    question = page.question
    told: dict[str, Any] = {
        "@type": "Question",
        "name": question.title,
        "text": plain(question.body_html) or question.title,
        "url": links.absolute(question.get_absolute_url()),
        "answerCount": question.answer_count,
        "upvoteCount": question.score,
        "contentLocation": {"@type": "Place", "name": question.region.full_name},
        **_written(question.author, question.created_at, question.edited_at),
    }
    if question.tag_names:
        told["keywords"] = ", ".join(question.tag_names)
    if page.accepted:
        told["acceptedAnswer"] = _answer(page.accepted)
    if page.answers.items:
        told["suggestedAnswer"] = [_answer(answer) for answer in page.answers.items]
    return {"@context": SCHEMA, "@type": "QAPage", "inLanguage": "ko", "mainEntity": told}


def _answer(answer: Answer) -> Data:
    return {
        "@type": "Answer",
        "text": plain(answer.body_html),
        "url": links.absolute(f"{answer.question.get_absolute_url()}#answer-{answer.pk}"),
        "upvoteCount": answer.score,
        **_written(answer.author, answer.created_at, answer.edited_at),
    }


def _written(author: User, created_at: datetime, edited_at: datetime | None) -> Data:
    told: dict[str, Any] = {"author": _person(author), "datePublished": write(created_at)}
    if edited_at:
        told["dateModified"] = write(edited_at)
    return told


def _person(author: User) -> Data:
    """Somebody who has left has no page."""
    told = {"@type": "Person", "name": author.nickname}
    if author.is_active:
        told["url"] = links.absolute(links.person(author.nickname))
    return told
