from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api.pages import page_response, page_schema
from apps.core.api.views import OpenView
from apps.core.ratelimit import check_request
from apps.questions import geometry
from apps.questions.api.serializers import QuestionSerializer
from apps.questions.feeds import listed
from apps.questions.geometry import Around
from apps.questions.nearby import NEAREST_MAX, Order, near_page
from apps.questions.querysets import blocked_by


class NearbyQuerySerializer(serializers.Serializer):
    """A circle in Korea; its middle counts to about 100 m and is not kept."""

    lat = serializers.FloatField(min_value=geometry.SOUTH, max_value=geometry.NORTH)
    lng = serializers.FloatField(min_value=geometry.WEST, max_value=geometry.EAST)
    km = serializers.FloatField(
        min_value=0,
        max_value=geometry.RADII[-1],
        default=5,
        help_text=f"The radius; the next of {', '.join(map(str, geometry.RADII))} is taken.",
    )
    order = serializers.ChoiceField(choices=Order.choices, default=Order.NEAR)
    cursor = serializers.CharField(
        default=None, max_length=200, help_text="`next` of the page before; opaque."
    )

    def around(self) -> Around:
        data = self.validated_data
        lat, lng = (round(data[name], geometry.DIGITS) for name in ("lat", "lng"))
        return Around(lat, lng, geometry.radius_of(data["km"]))


class NearQuestionSerializer(QuestionSerializer):
    """`distance_m` is from the middle of the circle and up to 20 m off; points are rounded to about 100 m."""

    lat = serializers.FloatField()
    lng = serializers.FloatField()
    distance_m = serializers.IntegerField()

    class Meta(QuestionSerializer.Meta):
        fields = (
            *QuestionSerializer.Meta.fields,
            *("lat", "lng", "is_public_place", "distance_m"),
        )
        read_only_fields = fields


class NearbyView(OpenView):
    @extend_schema(
        operation_id="list_nearby",
        parameters=[NearbyQuerySerializer],
        responses=page_schema(NearQuestionSerializer),
        description=f"Questions within a circle; by distance the nearest {NEAREST_MAX:,}.",
    )
    def get(self, request: Request) -> Response:
        """Questions within a circle."""
        check_request(request, "read_api")
        check_request(request, "nearby")
        wanted = NearbyQuerySerializer(data=request.query_params)
        wanted.is_valid(raise_exception=True)
        data = wanted.validated_data
        page = near_page(
            wanted.around(),
            order=Order(data["order"]),
            cursor=data["cursor"],
            read=listed,
            blocked=blocked_by(request.user),
        )
        for near in page.items:
            near.question.distance_m = near.metres
        page.items[:] = [near.question for near in page.items]
        return page_response(page, NearQuestionSerializer)
