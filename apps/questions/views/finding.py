"""Scope: what the viewer may not see does not exist for them."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.shortcuts import get_object_or_404

from apps.accounts.models import User
from apps.questions import queries
from apps.questions.models import Answer, Comment, Question


def find_question(viewer: User | AnonymousUser, question_id: int) -> Question:
    """The question with what its page shows and the viewer's own state, or 404."""
    question = queries.visible_question(question_id, viewer)
    if question is None:
        raise Http404
    return question


def find_answer(viewer: User | AnonymousUser, answer_id: int) -> Answer:
    """The answer with its question and author, or 404; a hidden question hides its answers."""
    answers = (
        Answer.objects.visible_to(viewer)
        .filter(question__in=Question.objects.visible_to(viewer))
        .select_related("question", "author")
        .with_state_of(viewer)
    )
    answer: Answer = get_object_or_404(answers, pk=answer_id)
    return answer


def find_comment(viewer: User | AnonymousUser, comment_id: int) -> Comment:
    comments = (
        Comment.objects.visible_to(viewer)
        .filter(question__in=Question.objects.visible_to(viewer))
        .select_related("question", "author")
    )
    comment: Comment = get_object_or_404(comments, pk=comment_id)
    return comment
