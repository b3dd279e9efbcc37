"""The permissions of ``apps.questions.permissions``, asked by templates."""

from __future__ import annotations

from django import template

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
def may_answer(user: object, question: Question) -> bool:
    return permissions.can_answer(user, question)


@register.filter
def may_me_too(user: object, question: Question) -> bool:
    return permissions.can_me_too(user, question)


@register.filter
def may_accept(user: object, answer: Answer) -> bool:
    return permissions.can_accept_answer(user, answer.question, answer)
