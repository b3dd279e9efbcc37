from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.response import Response

from apps.core.api.views import ApiView
from apps.core.ratelimit import check_request
from apps.questions import permissions
from apps.questions.api.forms import ClosingSerializer
from apps.questions.api.requests import SignedInRequest
from apps.questions.api.serializers import SimilarSerializer
from apps.questions.services import closing
from apps.questions.similar import similar
from apps.questions.views.finding import find_question


class SimilarView(ApiView):
    """First help for somebody who waits for an answer."""

    @extend_schema(operation_id="list_similar", responses=SimilarSerializer(many=True))
    def get(self, request: SignedInRequest, question_id: int) -> Response:
        """At most three settled questions like one's own; 403 `not_waiting` once it has an answer."""
        check_request(request, "read_api")
        question = find_question(request.user, question_id)
        permissions.check_first_help(request.user, question)
        found = similar(question, blocked=request.user.blocked_ids)
        return Response(SimilarSerializer(found, many=True).data)


class ClosingView(ApiView):
    """Whether a question takes answers: PUT closes it, DELETE opens it again."""

    @extend_schema(operation_id="close_question", request=ClosingSerializer, responses={204: None})
    def put(self, request: SignedInRequest, question_id: int) -> Response:
        """Close one's own question, and say which other one had the answer; again changes nothing."""
        question = find_question(request.user, question_id)
        check_request(request, "edit")
        form = ClosingSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        helpful = form.validated_data.get("solved_by")
        by = find_question(request.user, helpful) if helpful else None
        closing.close(user=request.user, question=question, solved_by=by)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(operation_id="reopen_question", responses={204: None})
    def delete(self, request: SignedInRequest, question_id: int) -> Response:
        """Take answers again; again changes nothing."""
        question = find_question(request.user, question_id)
        check_request(request, "edit")
        closing.reopen(user=request.user, question=question)
        return Response(status=status.HTTP_204_NO_CONTENT)
