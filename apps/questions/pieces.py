"""Of a question's page what is kept rendered: a question or an answer, as one reader sees it.

Everything a piece shows is in its values, the reader's own vote and what they may do included; see
``apps.core.kept``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from apps.core import links
from apps.core.calls import CALL, candidates
from apps.questions import permissions
from apps.questions.models import Answer, Comment, Draft, Question
from apps.questions.querysets import blocked_by
from apps.questions.shown import (
    Area,
    Asked,
    Author,
    EmptyForm,
    Place,
    Remark,
    Remarks,
    ShownAnswer,
    ShownQuestion,
    Switch,
    Text,
    Topic,
    Vote,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from apps.accounts.models import User
    from apps.regions.models import Region

    Reader = User | AnonymousUser

People = Mapping[str, str]


def question(reader: Reader, post: Question, people: People) -> dict[str, Any]:
    """The values of ``questions/_question.html``."""
    signed_in = reader.is_authenticated
    return {
        "question": ShownQuestion(
            id=post.pk,
            title=post.title,
            body_html=post.body_html,
            author=_author(post.author),
            region=_place(post.region),
            tag_names=tuple(post.tag_names),
            created_at=post.created_at,
            edited_at=post.edited_at is not None,
            view_count=post.view_count,
            answer_count=post.answer_count,
            bounty=post.bounty,
            is_urgent=post.is_urgent,
            is_open=post.is_open,
            is_waiting=post.is_waiting,
            accepted_answer_id=post.accepted_answer_id,
        ),
        "is_visible": post.is_visible,
        "is_deleted": post.is_deleted,
        "hidden_reason": post.hidden_reason,
        "lat": post.lat,
        "lng": post.lng,
        "signed_in": signed_in,
        "vote": _vote(reader, post),
        "me_too": Switch(
            action=links.me_too(post.pk),
            on=post.is_me_too,
            may=permissions.can_me_too(reader, post),
            number=post.me_too_count,
        ),
        "bookmark": Switch(
            action=links.bookmark(post.pk),
            on=post.is_bookmarked,
            may=signed_in,
        ),
        "may_edit": permissions.can_edit(reader, post),
        "may_close": permissions.can_close(reader, post),
        "may_delete": permissions.can_delete_question(reader, post),
        "may_moderate": permissions.can_moderate(reader),
        "remarks": _remarks(reader, post, people),
    }


def answer(reader: Reader, post: Answer, people: People) -> dict[str, Any]:
    """The values of ``questions/_answer.html``."""
    asked = post.question
    return {
        "answer": ShownAnswer(
            id=post.pk,
            body_html=post.body_html,
            author=_author(post.author),
            created_at=post.created_at,
            edited_at=post.edited_at is not None,
            is_visible=post.is_visible,
            is_deleted=post.is_deleted,
            hidden_reason=post.hidden_reason,
        ),
        "is_asker": post.author_id == asked.author_id,
        "is_folded": post.author_id in blocked_by(reader),
        "signed_in": reader.is_authenticated,
        "vote": _vote(reader, post),
        "may_withdraw": post.pk == asked.accepted_answer_id and reader.pk == asked.author_id,
        "may_accept": post.pk != asked.accepted_answer_id
        and permissions.can_accept_answer(reader, asked, post),
        "moves": asked.accepted_answer_id is not None,
        "may_edit": permissions.can_edit(reader, post),
        "may_delete": permissions.can_delete_answer(reader, asked, post),
        "remarks": _remarks(reader, post, people),
    }


def more_like_it(post: Question) -> dict[str, Any]:
    """The values of ``questions/_more_like_it.html``."""
    region, category = post.region, post.category
    return {
        "region": Area(region.name, region.slug, region.full_name),
        "category": Topic(category.name, category.slug, category.icon),
        "question_id": post.pk,
    }


def composer(question_id: int, draft: Draft | None) -> dict[str, Any]:
    """The values of ``questions/_composer.html`` for somebody who may answer."""
    return {
        "question": Asked(question_id),
        "form": EmptyForm(Text(draft.data.get("body", "") if draft else "")),
        "keeps_draft": True,
        "saved_at": draft.updated_at if draft else None,
    }


def once_field() -> SafeString:
    """The key of a form by which a second click is told from something new."""
    return format_html(
        '<input type="hidden" name="idempotency_key" value="{}" id="id_idempotency_key">', uuid4()
    )


def remark(reader: Reader, comment: Comment, people: People) -> Remark:
    may_delete = permissions.can_delete_comment(reader, comment)
    return Remark(
        id=comment.pk,
        author=_author(comment.author),
        by_asker=comment.author_id == comment.question.author_id,
        text=linked(comment.body, people),
        created_at=comment.created_at,
        visibility=comment.visibility,
        is_deleted=comment.is_deleted,
        hidden_reason=comment.hidden_reason,
        delete_url=links.comment_deletion(comment.pk) if may_delete else "",
        is_folded=comment.author_id in blocked_by(reader),
    )


def linked(text: str, people: People) -> SafeString:
    """``text`` of a remark, with the profiles of those of ``people`` whom it calls by @닉네임."""
    pieces, end = [], 0
    for call in CALL.finditer(text):
        name = next((people[name] for name in candidates(call[1]) if name in people), None)
        if name is not None:
            after = call.start() + len("@") + len(name)
            pieces.append(
                (text[end : call.start()], links.person(name), text[call.start() : after])
            )
            end = after
    return format_html_join("", '{}<a href="{}">{}</a>', pieces) + conditional_escape(text[end:])


def kind(post: Question | Answer) -> str:
    """Return "q" or "a", for ids that must not clash."""
    return "q" if isinstance(post, Question) else "a"


def vote_url(post: Question | Answer) -> str:
    return links.vote(kind(post), post.pk)


def comment_url(post: Question | Answer) -> str:
    return links.comment(kind(post), post.pk)


def _author(person: User) -> Author:
    return Author(person.nickname, person.level, person.is_active)


def _place(region: Region) -> Place:
    above = (
        Place(each.name, each.slug) if each and each.pk != region.pk else None
        for each in (region.sido, region.sigungu)
    )
    return Place(region.name, region.slug, *above)


def _vote(reader: Reader, post: Question | Answer) -> Vote:
    return Vote(
        id=f"vote-{kind(post)}-{post.pk}",
        action=vote_url(post),
        score=post.score,
        mine=post.my_vote,
        may=permissions.can_vote(reader, post),
    )


def _remarks(reader: Reader, post: Question | Answer, people: People) -> Remarks:
    return Remarks(
        id=f"comments-{kind(post)}-{post.pk}",
        slot_id=f"comment-form-{kind(post)}-{post.pk}",
        open_url=comment_url(post) if permissions.can_comment(reader, post) else "",
        shown=tuple(remark(reader, each, people) for each in getattr(post, "shown_comments", ())),
    )
