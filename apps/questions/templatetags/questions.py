"""The permissions of ``apps.questions.permissions``, asked by templates, and ids of fragments."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.urls import reverse
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString

from apps.core import links
from apps.core.calls import CALL, candidates
from apps.questions import permissions
from apps.questions.models import Answer, Comment, Question

register = template.Library()


@register.filter
def may_vote(user: object, post: Question | Answer) -> bool:
    return permissions.can_vote(user, post)


@register.filter
def may_edit(user: object, post: Question | Answer) -> bool:
    return permissions.can_edit(user, post)


@register.filter
def may_comment(user: object, post: Question | Answer) -> bool:
    return permissions.can_comment(user, post)


@register.filter
def may_delete(user: object, post: Question | Answer | Comment) -> bool:
    if isinstance(post, Question):
        return permissions.can_delete_question(user, post)
    if isinstance(post, Answer):
        return permissions.can_delete_answer(user, post.question, post)
    return permissions.can_delete_comment(user, post)


@register.filter
def may_close(user: object, question: Question) -> bool:
    return permissions.can_close(user, question)


@register.filter
def may_me_too(user: object, question: Question) -> bool:
    return permissions.can_me_too(user, question)


@register.filter
def may_accept(user: object, answer: Answer) -> bool:
    return permissions.can_accept_answer(user, answer.question, answer)


@register.filter
def may_choose(user: object, question: Question) -> bool:
    """Whether the asker has answers and none is chosen yet."""
    waits = question.answer_count and not question.accepted_answer_id
    return bool(waits) and permissions.can_accept(user, question)


@register.filter
def linked(text: str, people: Mapping[str, str]) -> SafeString:
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


@register.filter
def kind(post: Question | Answer) -> str:
    """Return "q" or "a", for ids that must not clash."""
    return "q" if isinstance(post, Question) else "a"


@register.filter
def vote_id(post: Question | Answer) -> str:
    return f"vote-{kind(post)}-{post.pk}"


@register.filter
def comment_form_id(post: Question | Answer) -> str:
    return f"comment-form-{kind(post)}-{post.pk}"


@register.simple_tag
def vote_url(post: Question | Answer) -> str:
    name = "questions:vote" if isinstance(post, Question) else "questions:answer_vote"
    return reverse(name, args=[post.pk])


@register.simple_tag
def comment_url(post: Question | Answer) -> str:
    name = "questions:comment" if isinstance(post, Question) else "questions:answer_comment"
    return reverse(name, args=[post.pk])
