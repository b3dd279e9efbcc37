from __future__ import annotations

from django.db.models import Q
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api.idempotency import IDEMPOTENCY_KEY, idempotency_key
from apps.core.api.pages import CURSOR, page_schema, paginated
from apps.core.api.views import OpenView
from apps.core.ratelimit import check_request, counting
from apps.questions import permissions
from apps.questions.api.forms import BodySerializer, EditAnswerSerializer, VoteSerializer
from apps.questions.api.questions import vote_response
from apps.questions.api.requests import SignedInRequest
from apps.questions.api.serializers import AnswerSerializer, CommentSerializer, ScoreSerializer
from apps.questions.models import Answer, Comment, Question
from apps.questions.queries import BEST_ANSWERS
from apps.questions.querysets import blocked_by
from apps.questions.services import accepting, answering, commenting, editing, removing
from apps.questions.views.finding import find_answer, find_question


class AnswerListView(OpenView):
    """The answers of a question, most useful first; answer it."""

    @extend_schema(
        operation_id="list_answers", parameters=[CURSOR], responses=page_schema(AnswerSerializer)
    )
    def get(self, request: Request, question_id: int) -> Response:
        """The answers of a question, most useful first. Which one was accepted, the question says."""
        check_request(request, "read_api")
        question = find_question(request.user, question_id)
        blocked = blocked_by(request.user)
        answers = Answer.objects.visible_to(request.user).not_by(blocked).filter(question=question)
        shown = answers.for_detail().with_state_of(request.user)
        return paginated(request, shown, AnswerSerializer, order_by=BEST_ANSWERS)

    @extend_schema(
        operation_id="answer_question",
        parameters=[IDEMPOTENCY_KEY],
        request=BodySerializer,
        responses={201: AnswerSerializer},
    )
    def post(self, request: SignedInRequest, question_id: int) -> Response:
        """Answer a question."""
        question = find_question(request.user, question_id)
        permissions.check_answer(request.user, question)
        check_request(request, "write")
        with counting(request, "answer") as count:
            posted = answering.answer(
                author=request.user,
                question=question,
                body=_body(request),
                idempotency_key=idempotency_key(request),
                when_new=count,
            )
        return _answer(request, posted.pk, code=status.HTTP_201_CREATED)


class AnswerView(OpenView):
    """One answer: read, change, delete."""

    @extend_schema(operation_id="get_answer", responses=AnswerSerializer)
    def get(self, request: Request, answer_id: int) -> Response:
        """One answer, with the reader's own vote."""
        check_request(request, "read_api")
        return _answer(request, answer_id)

    @extend_schema(
        operation_id="edit_answer", request=EditAnswerSerializer, responses=AnswerSerializer
    )
    def put(self, request: SignedInRequest, answer_id: int) -> Response:
        """Change one's own answer; 409 `edit_conflict` when `version` is no longer the current one."""
        answer = find_answer(request.user, answer_id)
        permissions.check_edit(request.user, answer)
        check_request(request, "edit")
        form = EditAnswerSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        editing.edit_answer(editor=request.user, answer=answer, **form.validated_data)
        return _answer(request, answer_id)

    @extend_schema(operation_id="delete_answer", responses={204: None})
    def delete(self, request: SignedInRequest, answer_id: int) -> Response:
        """Delete one's own answer, unless it was accepted."""
        answer = find_answer(request.user, answer_id)
        check_request(request, "edit")
        removing.delete_answer(user=request.user, answer=answer)
        return Response(status=status.HTTP_204_NO_CONTENT)


class AcceptanceView(OpenView):
    """The asker's choice: PUT makes or moves it, DELETE takes it back."""

    @extend_schema(operation_id="accept_answer", request=None, responses={204: None})
    def put(self, request: SignedInRequest, answer_id: int) -> Response:
        """Choose an answer to one's own question; a choice made before moves here."""
        answer = find_answer(request.user, answer_id)
        check_request(request, "vote")
        accepting.accept(user=request.user, answer=answer)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(operation_id="withdraw_acceptance", responses={204: None})
    def delete(self, request: SignedInRequest, answer_id: int) -> Response:
        """Take the choice of this answer back."""
        answer = find_answer(request.user, answer_id)
        check_request(request, "vote")
        accepting.withdraw_acceptance(user=request.user, answer=answer)
        return Response(status=status.HTTP_204_NO_CONTENT)


class AnswerVoteView(OpenView):
    @extend_schema(operation_id="vote_on_answer", request=VoteSerializer, responses=ScoreSerializer)
    def put(self, request: SignedInRequest, answer_id: int) -> Response:
        """Set one's vote on an answer; 0 takes it back."""
        return vote_response(request, find_answer(request.user, answer_id))


class QuestionCommentsView(OpenView):
    """All remarks on a question and its answers; remark on the question."""

    @extend_schema(
        operation_id="list_comments", parameters=[CURSOR], responses=page_schema(CommentSerializer)
    )
    def get(self, request: Request, question_id: int) -> Response:
        """The comments on a question and on those of its answers that the reader may see, oldest first."""
        check_request(request, "read_api")
        question = find_question(request.user, question_id)
        blocked = blocked_by(request.user)
        answers = Answer.objects.visible_to(request.user).not_by(blocked)
        shown = (
            Comment.objects.visible_to(request.user)
            .not_by(blocked)
            .filter(Q(answer=None) | Q(answer__in=answers), question=question)
            .select_related("author")
        )
        return paginated(request, shown, CommentSerializer, order_by=("id",))

    @extend_schema(
        operation_id="comment_on_question",
        parameters=[IDEMPOTENCY_KEY],
        request=BodySerializer,
        responses={201: CommentSerializer},
    )
    def post(self, request: SignedInRequest, question_id: int) -> Response:
        """Comment on a question."""
        return _comment(request, find_question(request.user, question_id))


class AnswerCommentsView(OpenView):
    @extend_schema(
        operation_id="comment_on_answer",
        parameters=[IDEMPOTENCY_KEY],
        request=BodySerializer,
        responses={201: CommentSerializer},
    )
    def post(self, request: SignedInRequest, answer_id: int) -> Response:
        """Comment on an answer."""
        return _comment(request, find_answer(request.user, answer_id))


def _comment(request: SignedInRequest, post: Question | Answer) -> Response:
    permissions.check_comment(request.user, post)
    check_request(request, "write")
    with counting(request, "comment") as count:
        posted = commenting.comment(
            author=request.user,
            on=post,
            body=_body(request),
            idempotency_key=idempotency_key(request),
            when_new=count,
        )
    return Response(CommentSerializer(posted).data, status=status.HTTP_201_CREATED)


def _answer(request: Request, answer_id: int, *, code: int = status.HTTP_200_OK) -> Response:
    return Response(AnswerSerializer(find_answer(request.user, answer_id)).data, status=code)


def _body(request: Request) -> str:
    form = BodySerializer(data=request.data)
    form.is_valid(raise_exception=True)
    body: str = form.validated_data["body"]
    return body
