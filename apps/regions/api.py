from __future__ import annotations

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api.pages import page_schema
from apps.core.api.views import OpenView
from apps.core.ratelimit import check_request
from apps.regions import queries
from apps.regions.enums import Level
from apps.regions.models import Region

LEVELS = [level.name.lower() for level in Level]


class RegionSerializer(serializers.ModelSerializer):
    """A region as a list shows it. ``lat`` and ``lng`` are a point inside it, in degrees."""

    level = serializers.SerializerMethodField()
    parent_id = serializers.IntegerField(allow_null=True)
    url = serializers.CharField(source="get_absolute_url")

    class Meta:
        model = Region
        fields: tuple[str, ...] = (
            "id",
            "code",
            "url",
            "name",
            "full_name",
            "slug",
            "level",
            "parent_id",
            "lat",
            "lng",
            "is_open",
        )
        read_only_fields = fields

    @extend_schema_field(serializers.ChoiceField(choices=LEVELS))
    def get_level(self, region: Region) -> str:
        return Level(region.level).name.lower()


class RegionDetailSerializer(RegionSerializer):
    """A region within its ancestors, from the 시도 downwards."""

    ancestors = serializers.SerializerMethodField()

    class Meta(RegionSerializer.Meta):
        fields = (*RegionSerializer.Meta.fields, "ancestors")
        read_only_fields = fields

    @extend_schema_field(RegionSerializer(many=True))
    def get_ancestors(self, region: Region) -> list[dict[str, object]]:
        return list(RegionSerializer(queries.ancestors(region), many=True).data)


class RegionQuerySerializer(serializers.Serializer):
    """``q`` searches, below ``parent`` if given; without ``q`` the children of ``parent``."""

    q = serializers.CharField(default="", allow_blank=True, max_length=200)
    parent = serializers.PrimaryKeyRelatedField(  # type: ignore[assignment]  # a field, to DRF
        queryset=Region.objects.all(), default=None
    )


class PositionSerializer(serializers.Serializer):
    """WGS84 degrees."""

    lat = serializers.FloatField(min_value=-90, max_value=90)
    lng = serializers.FloatField(min_value=-180, max_value=180)


class RegionListView(OpenView):
    """The 시도, what is inside a region, or what a search finds: all at once, never paged."""

    @extend_schema(
        operation_id="list_regions",
        parameters=[RegionQuerySerializer],
        responses=page_schema(RegionSerializer),
    )
    def get(self, request: Request) -> Response:
        """The 시도, the parts of a region, or what a search finds."""
        check_request(request, "read_api")
        wanted = RegionQuerySerializer(data=request.query_params)
        wanted.is_valid(raise_exception=True)
        text, parent = wanted.validated_data["q"], wanted.validated_data["parent"]
        if text.strip():
            found = queries.search(text, within=parent)
        else:
            found = list(Region.objects.children_of(parent))
        return Response({"items": RegionSerializer(found, many=True).data, "next": None})


class RegionView(OpenView):
    """One region."""

    @extend_schema(operation_id="get_region", responses=RegionDetailSerializer)
    def get(self, request: Request, region_id: int) -> Response:
        """One region within its ancestors."""
        check_request(request, "read_api")
        region = get_object_or_404(Region.objects.with_ancestors(), pk=region_id)
        return Response(RegionDetailSerializer(region).data)


class LocateView(OpenView):
    """The 읍면동 at a position; 404 at sea and abroad."""

    @extend_schema(
        operation_id="locate", parameters=[PositionSerializer], responses=RegionDetailSerializer
    )
    def get(self, request: Request) -> Response:
        """The 읍면동 at a position; 404 at sea and abroad."""
        check_request(request, "locate")
        position = PositionSerializer(data=request.query_params)
        position.is_valid(raise_exception=True)
        region = queries.locate(**position.validated_data)
        if region is None:
            raise NotFound(_("이 위치에는 아는 동네가 없어요."))
        return Response(RegionDetailSerializer(region).data)
