from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core import links
from apps.core.api.views import OpenView, keep_for_visitors
from apps.core.ratelimit import check_request
from apps.questions import queries
from apps.questions.api.forms import RegionField
from apps.questions.tags import TagCount, suggested_tags
from apps.regions.models import Region

SUGGESTIONS_SECONDS, TRENDS_SECONDS = 60, 900


class TagSerializer(serializers.Serializer):
    """`question_count`: questions that carry it; of a trend, those of the last 24 hours."""

    name = serializers.CharField()
    url = serializers.SerializerMethodField()
    question_count = serializers.IntegerField()

    def get_url(self, tag: TagCount) -> str:
        return links.tag(tag.name)


class TypedSerializer(serializers.Serializer):
    q = serializers.CharField(
        max_length=50,
        allow_blank=True,
        help_text="What a name begins with; a synonym leads to its tag.",
    )


class TrendingQuerySerializer(serializers.Serializer):
    region = RegionField(
        queryset=Region.objects.all(), default=None, help_text="Left out, the whole country."
    )


class TagListView(OpenView):
    @extend_schema(
        operation_id="suggest_tags",
        parameters=[TypedSerializer],
        responses=TagSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """At most eight tags in use that begin like what is being typed, the most used first."""
        check_request(request, "suggest")
        wanted = TypedSerializer(data=request.query_params)
        wanted.is_valid(raise_exception=True)
        found = suggested_tags(wanted.validated_data["q"])
        response = Response(TagSerializer(found, many=True).data)
        return keep_for_visitors(request, response, seconds=SUGGESTIONS_SECONDS)


class TrendingView(OpenView):
    @extend_schema(
        operation_id="list_trending_tags",
        parameters=[TrendingQuerySerializer],
        responses=TagSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """Tags that are used more than usual in a region: 24 hours against the seven days before."""
        check_request(request, "read_api")
        wanted = TrendingQuerySerializer(data=request.query_params)
        wanted.is_valid(raise_exception=True)
        found = queries.trending_tags(wanted.validated_data["region"])
        response = Response(TagSerializer(found, many=True).data)
        return keep_for_visitors(request, response, seconds=TRENDS_SECONDS)
