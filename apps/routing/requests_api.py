"""Being asked, in the app: what waits for the person, and what they say."""

from __future__ import annotations

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api.views import ApiView, OpenView
from apps.core.ratelimit import check_request
from apps.questions.api.requests import SignedInRequest
from apps.questions.models import Question
from apps.questions.views.finding import find_question
from apps.routing import queries
from apps.routing.enums import Outcome, RequestState
from apps.routing.models import AnswerRequest
from apps.routing.services import reacting


class AskedQuestionSerializer(serializers.ModelSerializer):
    """Just enough of the question to decide."""

    region = serializers.CharField(source="region.name")
    category = serializers.CharField(source="category.slug")
    url = serializers.CharField(source="get_absolute_url")

    class Meta:
        model = Question
        fields = ("id", "url", "title", "region", "category", "is_urgent", "bounty", "created_at")
        read_only_fields = fields


class AnswerRequestSerializer(serializers.ModelSerializer):
    """A question that somebody is asked to answer. ``claimed_until`` is theirs to answer alone until then."""

    question = AskedQuestionSerializer()
    state = serializers.ChoiceField(choices=RequestState.choices)

    class Meta:
        model = AnswerRequest
        fields = ("question", "state", "asked_at", "claimed_until")
        read_only_fields = fields


class RouteSerializer(serializers.Serializer):
    """Where looking for an answer stands; ``outcome`` is empty while it goes on."""

    asked_count = serializers.IntegerField(source="route.asked_count")
    started_at = serializers.DateTimeField(source="route.started_at")
    deadline_at = serializers.DateTimeField(source="route.deadline_at")
    outcome = serializers.ChoiceField(
        source="route.outcome", choices=[("", "running"), (Outcome.UNANSWERED, "unanswered")]
    )
    claimed_by = serializers.CharField(
        source="claim.person.nickname", allow_null=True, default=None
    )
    claimed_until = serializers.DateTimeField(
        source="claim.claimed_until", allow_null=True, default=None
    )


class AnswerRequestsView(ApiView):
    """What waits for an answer of the person signed in."""

    @extend_schema(
        operation_id="list_answer_requests", responses=AnswerRequestSerializer(many=True)
    )
    def get(self, request: SignedInRequest) -> Response:
        """Questions somebody is asked to answer, the newest first; at most twenty."""
        check_request(request, "read_api")
        waiting = queries.open_requests(request.user)
        return Response(AnswerRequestSerializer(waiting, many=True).data)


class RouteView(OpenView):
    """The clock of a question."""

    @extend_schema(operation_id="get_route", responses=RouteSerializer)
    def get(self, request: Request, question_id: int) -> Response:
        """Where looking for an answer stands; 404 once that is over."""
        check_request(request, "read_api")
        status = queries.status_of(find_question(request.user, question_id), request.user)
        if status is None:
            raise Http404
        return Response(RouteSerializer(status).data)


class ClaimView(ApiView):
    """제가 답할게요."""

    @extend_schema(operation_id="claim", request=None, responses=AnswerRequestSerializer)
    def put(self, request: SignedInRequest, question_id: int) -> Response:
        """Say that one will answer: nobody else is asked for three minutes."""
        return _react(request, question_id, reacting.claim)


class PassView(ApiView):
    """지금은 못 해요."""

    @extend_schema(operation_id="pass_on", request=None, responses=AnswerRequestSerializer)
    def put(self, request: SignedInRequest, question_id: int) -> Response:
        """Say that one can't now, which costs nothing."""
        return _react(request, question_id, reacting.pass_on)


def _react(request: SignedInRequest, question_id: int, verb: reacting.Verb) -> Response:
    question = find_question(request.user, question_id)
    if not AnswerRequest.objects.filter(question=question, person=request.user).exists():
        raise Http404
    check_request(request, "answer_request")
    reaction = verb(person=request.user, question=question)
    reaction.question = question
    return Response(AnswerRequestSerializer(reaction).data)
