from __future__ import annotations

from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api.idempotency import IDEMPOTENCY_KEY, idempotency_key
from apps.core.api.pages import page_response, page_schema
from apps.core.api.views import OpenView, keep_for_visitors
from apps.core.ratelimit import check_request, counting
from apps.questions import permissions, queries
from apps.questions.api.forms import (
    AskSerializer,
    EditQuestionSerializer,
    ListSerializer,
    VoteSerializer,
)
from apps.questions.api.requests import SignedInRequest
from apps.questions.api.serializers import (
    CategorySerializer,
    QuestionDetailSerializer,
    QuestionSerializer,
    ScoreSerializer,
)
from apps.questions.feeds import feed_page
from apps.questions.models import Answer, Question
from apps.questions.querysets import blocked_by
from apps.questions.services import asking, editing, removing, voting
from apps.questions.views.finding import find_question

LIST_SECONDS = 300


class QuestionListView(OpenView):
    """Read the feeds; ask."""

    @extend_schema(
        operation_id="list_questions",
        parameters=[ListSerializer],
        responses=page_schema(QuestionSerializer),
    )
    @method_decorator(conditional_page)
    def get(self, request: Request) -> Response:
        """The questions of a feed. Nobody's own state is in it: signed out, it is kept 5 minutes."""
        check_request(request, "read_api")
        wanted = ListSerializer(data=request.query_params)
        wanted.is_valid(raise_exception=True)
        page = feed_page(
            wanted.filters(),
            cursor=wanted.validated_data["cursor"],
            blocked=blocked_by(request.user),
        )
        response = page_response(page, QuestionSerializer)
        return keep_for_visitors(request, response, seconds=LIST_SECONDS)

    @extend_schema(
        operation_id="ask_question",
        parameters=[IDEMPOTENCY_KEY],
        request=AskSerializer,
        responses={201: QuestionDetailSerializer},
    )
    def post(self, request: SignedInRequest) -> Response:
        """Ask."""
        permissions.check_write(request.user)
        check_request(request, "write")
        form = AskSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        key = idempotency_key(request)
        with counting(request, "ask") as count:
            question = asking.ask(
                author=request.user, idempotency_key=key, when_new=count, **form.arguments()
            )
        return _question(request, question.pk, code=status.HTTP_201_CREATED)


class QuestionView(OpenView):
    """One question: read, change, delete."""

    @extend_schema(operation_id="get_question", responses=QuestionDetailSerializer)
    def get(self, request: Request, question_id: int) -> Response:
        """One question, with the reader's own vote, 나도 궁금해요 and bookmark."""
        check_request(request, "read_api")
        return _question(request, question_id)

    @extend_schema(
        operation_id="edit_question",
        request=EditQuestionSerializer,
        responses=QuestionDetailSerializer,
    )
    def put(self, request: SignedInRequest, question_id: int) -> Response:
        """Change one's own question; 409 `edit_conflict` when `version` is no longer the current one."""
        question = find_question(request.user, question_id)
        permissions.check_edit(request.user, question)
        check_request(request, "edit")
        form = EditQuestionSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        editing.edit_question(editor=request.user, question=question, **form.arguments())
        return _question(request, question_id)

    @extend_schema(operation_id="delete_question", responses={204: None})
    def delete(self, request: SignedInRequest, question_id: int) -> Response:
        """Delete one's own question that nobody has answered."""
        question = find_question(request.user, question_id)
        check_request(request, "edit")
        removing.delete_question(user=request.user, question=question)
        return Response(status=status.HTTP_204_NO_CONTENT)


class QuestionVoteView(OpenView):
    @extend_schema(
        operation_id="vote_on_question", request=VoteSerializer, responses=ScoreSerializer
    )
    def put(self, request: SignedInRequest, question_id: int) -> Response:
        """Set one's vote on a question; 0 takes it back."""
        return vote_response(request, find_question(request.user, question_id))


class CategoryListView(OpenView):
    @extend_schema(operation_id="list_categories", responses=CategorySerializer(many=True))
    def get(self, request: Request) -> Response:
        """What questions may be about, in the operators' order."""
        check_request(request, "read_api")
        return Response(CategorySerializer(queries.active_categories(), many=True).data)


def vote_response(request: SignedInRequest, post: Question | Answer) -> Response:
    """Set the reader's vote on a question or an answer, and tell the new score."""
    permissions.check_vote(request.user, post)
    check_request(request, "vote")
    form = VoteSerializer(data=request.data)
    form.is_valid(raise_exception=True)
    value = form.validated_data["value"]
    score = voting.vote(voter=request.user, on=post, value=value)
    return Response({"score": score, "my_vote": value or None})


def _question(request: Request, question_id: int, *, code: int = status.HTTP_200_OK) -> Response:
    question = find_question(request.user, question_id)
    return Response(QuestionDetailSerializer(question).data, status=code)
