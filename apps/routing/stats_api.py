"""The same figures for the app."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api.views import OpenView, keep_for_visitors
from apps.core.ratelimit import check_request
from apps.routing.stats import FRESH_SECONDS, USUAL_WINDOW, WINDOWS, stats


class FiguresSerializer(serializers.Serializer):
    """Waits for the first answer. Shares are whole percents; null where nothing can be said."""

    questions = serializers.IntegerField()
    is_few = serializers.BooleanField(help_text="Too few questions for the shares to mean much.")
    median_seconds = serializers.IntegerField(
        source="median",
        allow_null=True,
        help_text="Null while fewer than half have an answer.",
    )
    within_10_minutes = serializers.IntegerField(source="soon_share", allow_null=True)
    within_30_minutes = serializers.IntegerField(source="later_share", allow_null=True)
    unanswered_after_a_day = serializers.IntegerField(source="unanswered_share", allow_null=True)
    closed_unanswered = serializers.IntegerField(source="closed")
    solved_by_similar = serializers.IntegerField(
        source="solved", help_text="Not among `questions`: nobody had to answer."
    )


class GroupSerializer(serializers.Serializer):
    name = serializers.CharField()
    slug = serializers.CharField()
    figures = FiguresSerializer()


class TimeSerializer(serializers.Serializer):
    """Full hours by the clock of Seoul."""

    begin = serializers.IntegerField()
    end = serializers.IntegerField()
    figures = FiguresSerializer()


class LoadSerializer(serializers.Serializer):
    """How evenly asks are spread over the people who were asked."""

    people = serializers.IntegerField()
    asks = serializers.IntegerField()
    most_a_day = serializers.IntegerField(help_text="Asks of one person within one day.")
    top_tenth_share = serializers.IntegerField(
        allow_null=True, help_text="Whole percents of the asks, of the tenth asked most."
    )


class StatsSerializer(serializers.Serializer):
    days = serializers.IntegerField()
    counted_at = serializers.DateTimeField()
    overall = FiguresSerializer()
    regions = GroupSerializer(many=True)
    categories = GroupSerializer(many=True)
    hours = TimeSerializer(many=True)
    load = LoadSerializer()


class WindowSerializer(serializers.Serializer):
    days = serializers.ChoiceField(choices=WINDOWS, default=USUAL_WINDOW)


class StatsView(OpenView):
    @extend_schema(
        operation_id="get_stats", parameters=[WindowSerializer], responses=StatsSerializer
    )
    def get(self, request: Request) -> Response:
        """How long questions of the last days waited for their first answer."""
        check_request(request, "read_api")
        wanted = WindowSerializer(data=request.query_params)
        wanted.is_valid(raise_exception=True)
        response = Response(StatsSerializer(stats(wanted.validated_data["days"])).data)
        return keep_for_visitors(request, response, seconds=FRESH_SECONDS)
