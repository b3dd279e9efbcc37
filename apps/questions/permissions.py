"""Who may do what. ``check_x`` raises the sentence the reader will see, ``can_x`` asks the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from apps.core.errors import DomainError, NotAllowed

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.auth.models import AnonymousUser

    from apps.accounts.models import User
    from apps.questions.models import Answer, Comment, Question


class SignInRequired(NotAllowed):
    """Nobody is signed in; pages send the reader to the sign-in page instead."""

    status = 401
    code = "sign_in_required"

    def __init__(self) -> None:
        super().__init__(_("로그인하고 이어서 해 주세요."))


def check_write(user: User | AnonymousUser) -> None:
    """Any writing at all."""
    if not user.is_authenticated:
        raise SignInRequired
    if not user.is_active:
        raise NotAllowed(_("지금은 글을 쓸 수 없는 계정이에요."))


def check_answer(user: User | AnonymousUser, question: Question) -> None:
    check_write(user)
    if not question.is_visible:
        raise NotAllowed(_("지금은 볼 수 없는 질문이라 답변할 수 없어요."))
    if not question.is_open:
        raise NotAllowed(
            _("마감된 질문이에요. 궁금한 점은 새 질문으로 올려 주세요."), code="closed"
        )


def check_comment(user: User | AnonymousUser, post: Question | Answer) -> None:
    check_write(user)
    if not post.is_visible:
        raise NotAllowed(_("지금은 볼 수 없는 글이라 댓글을 달 수 없어요."))


def check_vote(user: User | AnonymousUser, post: Question | Answer) -> None:
    check_write(user)
    if not post.is_visible:
        raise NotAllowed(_("지금은 볼 수 없는 글이에요."))
    if post.author_id == user.pk:
        raise NotAllowed(_("내 글에는 투표할 수 없어요."), code="own_post")


def check_me_too(user: User | AnonymousUser, question: Question) -> None:
    check_write(user)
    if question.author_id == user.pk:
        raise NotAllowed(_("내 질문에는 누를 수 없어요."), code="own_post")


def check_edit(user: User | AnonymousUser, post: Question | Answer) -> None:
    check_write(user)
    if post.author_id != user.pk:
        raise NotAllowed(_("쓴 사람만 고칠 수 있어요."))
    if not post.is_visible:
        raise NotAllowed(_("숨겨진 글은 고칠 수 없어요."))


def check_close(user: User | AnonymousUser, question: Question) -> None:
    check_write(user)
    if question.author_id != user.pk and not can_moderate(user):
        raise NotAllowed(_("질문한 사람만 마감할 수 있어요."))


def check_first_help(user: User | AnonymousUser, question: Question) -> None:
    """Who gets to see what similar questions were answered: the asker, while nobody answers."""
    check_write(user)
    if question.author_id != user.pk:
        raise NotAllowed(_("질문한 사람만 볼 수 있어요."))
    if not (question.is_visible and question.is_waiting):
        raise NotAllowed(_("답변을 기다리는 질문이 아니에요."), code="not_waiting")


def check_solve(user: User | AnonymousUser, question: Question, by: Question) -> None:
    """Closing one's own question with what the accepted answer of another one says."""
    check_write(user)
    if question.author_id != user.pk:
        raise NotAllowed(_("질문한 사람만 마감할 수 있어요."))
    if by.pk == question.pk or not by.is_visible or not by.is_accepted:
        raise NotAllowed(_("채택된 답변이 있는 다른 질문만 고를 수 있어요."), code="no_solution")


def check_accept(user: User | AnonymousUser, question: Question) -> None:
    check_write(user)
    if question.author_id != user.pk:
        raise NotAllowed(_("질문한 사람만 채택할 수 있어요."))
    if not question.is_visible:
        raise NotAllowed(_("지금은 볼 수 없는 질문이에요."))


def check_accept_answer(user: User | AnonymousUser, question: Question, answer: Answer) -> None:
    check_accept(user, question)
    if not answer.is_visible:
        raise NotAllowed(_("지금은 볼 수 없는 답변이라 채택할 수 없어요."))
    if answer.author_id == user.pk:
        raise NotAllowed(
            _("내가 쓴 답변은 채택할 수 없어요. 해결됐다면 마감해 주세요."), code="own_post"
        )


def check_delete_question(user: User | AnonymousUser, question: Question) -> None:
    check_write(user)
    if question.author_id != user.pk:
        raise NotAllowed(_("쓴 사람만 지울 수 있어요."))
    if question.answer_count:
        raise NotAllowed(
            _("답변이 달린 질문은 지울 수 없어요. 더 필요 없다면 마감해 주세요."), code="answered"
        )


def check_delete_answer(user: User | AnonymousUser, question: Question, answer: Answer) -> None:
    check_write(user)
    if answer.author_id != user.pk:
        raise NotAllowed(_("쓴 사람만 지울 수 있어요."))
    if question.accepted_answer_id == answer.pk:
        raise NotAllowed(_("채택된 답변은 지울 수 없어요."), code="accepted")


def check_delete_comment(user: User | AnonymousUser, comment: Comment) -> None:
    check_write(user)
    if comment.author_id != user.pk:
        raise NotAllowed(_("쓴 사람만 지울 수 있어요."))


def check_moderate(user: User | AnonymousUser) -> None:
    check_write(user)
    if not (user.is_authenticated and user.is_moderator):
        raise NotAllowed(_("운영진만 할 수 있어요."))


def _can(check: Callable[..., None]) -> Callable[..., bool]:
    def can(*args: object) -> bool:
        try:
            check(*args)
        except DomainError:
            return False
        return True

    return can


can_answer = _can(check_answer)
can_comment = _can(check_comment)
can_vote = _can(check_vote)
can_me_too = _can(check_me_too)
can_edit = _can(check_edit)
can_close = _can(check_close)
can_get_first_help = _can(check_first_help)
can_accept = _can(check_accept)
can_accept_answer = _can(check_accept_answer)
can_delete_question = _can(check_delete_question)
can_delete_answer = _can(check_delete_answer)
can_moderate = _can(check_moderate)
can_delete_comment = _can(check_delete_comment)
