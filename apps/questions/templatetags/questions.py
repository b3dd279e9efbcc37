"""The permissions of ``apps.questions.permissions``, asked by templates, and ids of fragments."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import RequestContext
from django.utils.safestring import SafeString

from apps.core import kept
from apps.core.templatetags.dongne import csrf_field
from apps.questions import permissions, pieces
from apps.questions.models import Answer, Draft, Question

register = template.Library()


@register.filter
def may_vote(user: object, post: Question | Answer) -> bool:
    return permissions.can_vote(user, post)


@register.filter
def may_me_too(user: object, question: Question) -> bool:
    return permissions.can_me_too(user, question)


@register.filter
def may_choose(user: object, question: Question) -> bool:
    """Whether the asker has answers and none is chosen yet."""
    waits = question.answer_count and not question.accepted_answer_id
    return bool(waits) and permissions.can_accept(user, question)


@register.filter
def kind(post: Question | Answer) -> str:
    return pieces.kind(post)


@register.filter
def vote_id(post: Question | Answer) -> str:
    return f"vote-{pieces.kind(post)}-{post.pk}"


@register.filter
def comment_form_id(post: Question | Answer) -> str:
    return f"comment-form-{pieces.kind(post)}-{post.pk}"


register.simple_tag(pieces.vote_url)
register.simple_tag(pieces.comment_url)


@register.simple_tag(takes_context=True)
def question_piece(context: RequestContext, question: Question) -> SafeString:
    """The question with what the reader may do about it."""
    values = pieces.question(context["user"], question, context["people"])
    return _piece(context, "questions/_question.html", values)


@register.simple_tag(takes_context=True)
def answer_piece(
    context: RequestContext,
    answer: Answer,
    *,
    accepted: bool = False,
    reason: str = "",
    fresh: bool = False,
) -> SafeString:
    """An answer with what the reader may do about it."""
    values = pieces.answer(context["user"], answer, context.get("people") or {})
    values |= {"accepted": accepted, "reason": reason, "fresh": fresh}
    template = "questions/_folded_answer.html" if values["is_folded"] else "questions/_answer.html"
    return _piece(context, template, values)


@register.simple_tag
def more_like_it(question: Question) -> SafeString:
    return kept.render("questions/_more_like_it.html", pieces.more_like_it(question))


@register.simple_tag(takes_context=True)
def composer_piece(context: RequestContext, question: Question, draft: Draft | None) -> SafeString:
    """The form for an answer, empty or with what the reader was writing."""
    return kept.render(
        "questions/_composer.html",
        pieces.composer(question.pk, draft),
        csrf_field=lambda: csrf_field(context) + pieces.once_field(),
    )


def _piece(context: RequestContext, template: str, values: dict[str, Any]) -> SafeString:
    # Signed out, its buttons lead to sign-in and back here.
    address = context.get("page_address") or context.request.get_full_path()
    values["address"] = "" if values["signed_in"] else address
    return kept.render(template, values, csrf_field=lambda: csrf_field(context))
