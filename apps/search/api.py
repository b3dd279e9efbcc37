from __future__ import annotations

from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api.views import OpenView, keep_for_visitors
from apps.core.ratelimit import check_request
from apps.questions.api.serializers import QuestionSerializer
from apps.questions.models import Question
from apps.search.grammar import parse
from apps.search.limits import QUERY_MAX
from apps.search.readers import signed_in_reader
from apps.search.results import Results, results
from apps.search.similar import similar_titles
from apps.search.suggesting import suggestions

# Ours are kept ten minutes, until something is hidden; caches elsewhere are told of nothing.
SEARCH_SECONDS = 60


class SearchQuerySerializer(serializers.Serializer):
    """``q`` in the language of the search box: words, "구절", -제외, #태그, 지역:, 분류:, 답변:, 작성자:."""

    q = serializers.CharField(max_length=QUERY_MAX)
    cursor = serializers.CharField(required=False, default=None)


class TypedSerializer(serializers.Serializer):
    q = serializers.CharField(max_length=QUERY_MAX)


class PartSerializer(serializers.Serializer):
    text = serializers.CharField()
    is_match = serializers.BooleanField()


class SnippetSerializer(serializers.Serializer):
    parts = PartSerializer(many=True)
    of_answer = serializers.BooleanField()


class ResultSerializer(serializers.Serializer):
    question = QuestionSerializer()
    snippet = SnippetSerializer(allow_null=True)
    is_whole = serializers.BooleanField(help_text="Everything that was asked for is in it.")


class SearchSerializer(serializers.Serializer):
    items = ResultSerializer(many=True)
    next = serializers.CharField(allow_null=True)
    count = serializers.IntegerField()
    has_more = serializers.BooleanField(
        help_text="There are more than `count`, which were not ranked."
    )
    instead = serializers.CharField(
        allow_null=True, help_text="What was looked for, because `q` had no results."
    )
    perhaps = serializers.CharField(allow_null=True, help_text="What may have been meant.")
    problems = serializers.ListField(child=serializers.CharField())


class SuggestionSerializer(serializers.Serializer):
    text = serializers.CharField()
    detail = serializers.CharField(allow_blank=True)
    url = serializers.CharField()


class SimilarTitleSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    title = serializers.CharField()
    region_name = serializers.CharField()
    answer_count = serializers.IntegerField()
    is_accepted = serializers.BooleanField()


class SearchView(OpenView):
    @extend_schema(
        operation_id="search", parameters=[SearchQuerySerializer], responses=SearchSerializer
    )
    @method_decorator(conditional_page)
    def get(self, request: Request) -> Response:
        """Questions for what was typed, best first. Signed out, it is kept a minute."""
        check_request(request, "search")
        asked = SearchQuerySerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        page = results(
            parse(asked.validated_data["q"]),
            cursor=asked.validated_data["cursor"],
            reader=signed_in_reader(request),
        )
        return keep_for_visitors(request, Response(_told(page)), seconds=SEARCH_SECONDS)


class SuggestView(OpenView):
    @extend_schema(
        operation_id="suggest",
        parameters=[TypedSerializer],
        responses=SuggestionSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """What may be meant by what stands in the box: earlier searches, places, tags, questions."""
        check_request(request, "suggest")
        typed = TypedSerializer(data=request.query_params)
        typed.is_valid(raise_exception=True)
        reader = signed_in_reader(request)
        found = suggestions(typed.validated_data["q"], person=request.user, blocked=reader.blocked)
        return Response(SuggestionSerializer(found, many=True).data)


class SimilarTitlesView(OpenView):
    @extend_schema(
        operation_id="list_similar_titles",
        parameters=[TypedSerializer],
        responses=SimilarTitleSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """At most five questions like a title that is being written, the settled ones first."""
        check_request(request, "suggest")
        typed = TypedSerializer(data=request.query_params)
        typed.is_valid(raise_exception=True)
        reader = signed_in_reader(request)
        found = similar_titles(typed.validated_data["q"], blocked=reader.blocked)
        return Response(SimilarTitleSerializer(found, many=True).data)


def _told(page: Results) -> dict[str, object]:
    questions = Question.objects.visible().for_list().in_bulk([item.card.id for item in page.items])
    items = [
        {"question": questions[item.card.id], "snippet": item.snippet, "is_whole": item.is_whole}
        for item in page.items
        if item.card.id in questions
    ]
    found = page.found
    return {
        "items": ResultSerializer(items, many=True).data,
        "next": page.next_cursor,
        "count": found.whole,
        "has_more": found.has_more,
        "instead": found.instead,
        "perhaps": found.perhaps,
        "problems": [str(problem) for problem in page.asked.problems],
    }
