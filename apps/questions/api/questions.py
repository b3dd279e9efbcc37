from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.core.api.pages import page_response, page_schema
from apps.core.ratelimit import check_request
from apps.questions import permissions, queries
from apps.questions.api.reading import idempotency_key
from apps.questions.api.serializers import (
    AskSerializer,
    CategorySerializer,
    EditQuestionSerializer,
    ListSerializer,
    QuestionDetailSerializer,
    QuestionSerializer,
    ScoreSerializer,
    VoteSerializer,
)
from apps.questions.feeds import Filters, feed_page
from apps.questions.models import Answer, Question, Tag
from apps.questions.services import asking, editing, removing, voting
from apps.questions.views.finding import find_question


class QuestionListView(APIView):
    """Read the feeds; ask."""

    @extend_schema(parameters=[ListSerializer], responses=page_schema(QuestionSerializer))
    def get(self, request: Request) -> Response:
        check_request(request, "read_api")
        wanted = ListSerializer(data=request.query_params)
        wanted.is_valid(raise_exception=True)
        data = wanted.validated_data
        tag_name = data["tag"]
        tag_id = None
        if tag_name is not None:
            # A tag nobody used has no questions; -1 is nobody's id.
            tag = Tag.objects.filter(name=tag_name.lower()).first()
            tag_id = tag.pk if tag else -1
        filters = Filters(
            feed=data["feed"], region=data["region"], category=data["category"], tag_id=tag_id
        )
        return page_response(feed_page(filters, cursor=data["cursor"]), QuestionSerializer)

    @extend_schema(request=AskSerializer, responses={201: QuestionDetailSerializer})
    def post(self, request: Request) -> Response:
        permissions.check_write(request.user)
        check_request(request, "ask")
        form = AskSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        question = asking.ask(
            author=request.user, idempotency_key=idempotency_key(request), **form.arguments()
        )
        return _question(request, question.pk, code=status.HTTP_201_CREATED)


class QuestionView(APIView):
    """One question: read, change, delete."""

    @extend_schema(responses=QuestionDetailSerializer)
    def get(self, request: Request, question_id: int) -> Response:
        check_request(request, "read_api")
        return _question(request, question_id)

    @extend_schema(request=EditQuestionSerializer, responses=QuestionDetailSerializer)
    def put(self, request: Request, question_id: int) -> Response:
        question = find_question(request.user, question_id)
        permissions.check_edit(request.user, question)
        check_request(request, "edit")
        form = EditQuestionSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        editing.edit_question(editor=request.user, question=question, **form.validated_data)
        return _question(request, question_id)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, question_id: int) -> Response:
        question = find_question(request.user, question_id)
        check_request(request, "edit")
        removing.delete_question(user=request.user, question=question)
        return Response(status=status.HTTP_204_NO_CONTENT)


class QuestionVoteView(APIView):
    @extend_schema(request=VoteSerializer, responses=ScoreSerializer)
    def put(self, request: Request, question_id: int) -> Response:
        question = find_question(request.user, question_id)
        return vote_response(request, question)


class CategoryListView(APIView):
    @extend_schema(responses=CategorySerializer(many=True))
    def get(self, request: Request) -> Response:
        check_request(request, "read_api")
        return Response(CategorySerializer(queries.active_categories(), many=True).data)


def vote_response(request: Request, post: Question | Answer) -> Response:
    """Set the reader's vote on a question or an answer, and tell the new score."""
    permissions.check_vote(request.user, post)
    check_request(request, "vote")
    form = VoteSerializer(data=request.data)
    form.is_valid(raise_exception=True)
    value = form.validated_data["value"]
    score = voting.vote(voter=request.user, on=post, value=value)
    return Response({"score": score, "my_vote": value})


def _question(request: Request, question_id: int, *, code: int = status.HTTP_200_OK) -> Response:
    question = find_question(request.user, question_id)
    return Response(QuestionDetailSerializer(question).data, status=code)
