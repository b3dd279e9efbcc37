from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.core.api.pages import CURSOR, page_schema, paginated
from apps.core.ratelimit import check_request
from apps.questions import permissions
from apps.questions.api.questions import vote_response
from apps.questions.api.reading import idempotency_key
from apps.questions.api.serializers import (
    AnswerSerializer,
    BodySerializer,
    CommentSerializer,
    EditAnswerSerializer,
    ScoreSerializer,
    VoteSerializer,
)
from apps.questions.models import Answer, Comment, Question
from apps.questions.queries import BEST_ANSWERS
from apps.questions.services import accepting, answering, commenting, editing, removing
from apps.questions.views.finding import find_answer, find_question


class AnswerListView(APIView):
    """The answers of a question, most useful first; answer it."""

    @extend_schema(parameters=[CURSOR], responses=page_schema(AnswerSerializer))
    def get(self, request: Request, question_id: int) -> Response:
        check_request(request, "read_api")
        question = find_question(request.user, question_id)
        answers = Answer.objects.visible_to(request.user).filter(question=question)
        shown = answers.for_detail().with_state_of(request.user)
        return paginated(request, shown, AnswerSerializer, order_by=BEST_ANSWERS)

    @extend_schema(request=BodySerializer, responses={201: AnswerSerializer})
    def post(self, request: Request, question_id: int) -> Response:
        question = find_question(request.user, question_id)
        permissions.check_answer(request.user, question)
        check_request(request, "answer")
        posted = answering.answer(
            author=request.user,
            question=question,
            body=_body(request),
            idempotency_key=idempotency_key(request),
        )
        return _answer(request, posted.pk, code=status.HTTP_201_CREATED)


class AnswerView(APIView):
    """One answer: read, change, delete."""

    @extend_schema(responses=AnswerSerializer)
    def get(self, request: Request, answer_id: int) -> Response:
        check_request(request, "read_api")
        return _answer(request, answer_id)

    @extend_schema(request=EditAnswerSerializer, responses=AnswerSerializer)
    def put(self, request: Request, answer_id: int) -> Response:
        answer = find_answer(request.user, answer_id)
        permissions.check_edit(request.user, answer)
        check_request(request, "edit")
        form = EditAnswerSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        editing.edit_answer(editor=request.user, answer=answer, **form.validated_data)
        return _answer(request, answer_id)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, answer_id: int) -> Response:
        answer = find_answer(request.user, answer_id)
        check_request(request, "edit")
        removing.delete_answer(user=request.user, answer=answer)
        return Response(status=status.HTTP_204_NO_CONTENT)


class AcceptanceView(APIView):
    """The asker's choice: PUT makes or moves it, DELETE takes it back."""

    @extend_schema(request=None, responses={204: None})
    def put(self, request: Request, answer_id: int) -> Response:
        answer = find_answer(request.user, answer_id)
        check_request(request, "vote")
        accepting.accept(user=request.user, answer=answer)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, answer_id: int) -> Response:
        answer = find_answer(request.user, answer_id)
        check_request(request, "vote")
        accepting.withdraw_acceptance(user=request.user, answer=answer)
        return Response(status=status.HTTP_204_NO_CONTENT)


class AnswerVoteView(APIView):
    @extend_schema(request=VoteSerializer, responses=ScoreSerializer)
    def put(self, request: Request, answer_id: int) -> Response:
        return vote_response(request, find_answer(request.user, answer_id))


class QuestionCommentsView(APIView):
    """All remarks on a question and its answers; remark on the question."""

    @extend_schema(parameters=[CURSOR], responses=page_schema(CommentSerializer))
    def get(self, request: Request, question_id: int) -> Response:
        check_request(request, "read_api")
        question = find_question(request.user, question_id)
        remarks = Comment.objects.visible_to(request.user).filter(question=question)
        shown = remarks.select_related("author")
        return paginated(request, shown, CommentSerializer, order_by=("id",))

    @extend_schema(request=BodySerializer, responses={201: CommentSerializer})
    def post(self, request: Request, question_id: int) -> Response:
        return _comment(request, find_question(request.user, question_id))


class AnswerCommentsView(APIView):
    @extend_schema(request=BodySerializer, responses={201: CommentSerializer})
    def post(self, request: Request, answer_id: int) -> Response:
        return _comment(request, find_answer(request.user, answer_id))


def _comment(request: Request, post: Question | Answer) -> Response:
    permissions.check_comment(request.user, post)
    check_request(request, "comment")
    posted = commenting.comment(
        author=request.user,
        on=post,
        body=_body(request),
        idempotency_key=idempotency_key(request),
    )
    return Response(CommentSerializer(posted).data, status=status.HTTP_201_CREATED)


def _answer(request: Request, answer_id: int, *, code: int = status.HTTP_200_OK) -> Response:
    return Response(AnswerSerializer(find_answer(request.user, answer_id)).data, status=code)


def _body(request: Request) -> str:
    form = BodySerializer(data=request.data)
    form.is_valid(raise_exception=True)
    body: str = form.validated_data["body"]
    return body
