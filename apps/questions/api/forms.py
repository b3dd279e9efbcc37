"""What the app sends. Types only: the services know the rules."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from apps.core.errors import DomainError
from apps.questions import limits
from apps.questions.enums import VoteValue
from apps.questions.feeds import Feed, Filters
from apps.questions.models import Category, Tag
from apps.questions.services.locating import Pin
from apps.questions.validators import normalise_tag
from apps.regions.models import Region

# A tag that nobody used has no questions; no tag has this id.
NO_TAG = -1
PUBLIC_PLACE = "Show the point exactly; otherwise it is rounded to about 100 m before it is kept."
POINT_STAYS = "With `lng`. Left out, the point stays as it is; null takes it away."


class CategoryField(serializers.SlugRelatedField):
    """A category by its slug."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("slug", **kwargs)

    def to_internal_value(self, data: object) -> Any:
        """Not every JSON string can be asked for: PostgreSQL has no U+0000."""
        if not isinstance(data, str) or "\0" in data:
            self.fail("invalid")
        return super().to_internal_value(data)


class RegionField(serializers.PrimaryKeyRelatedField):
    """A region by its id."""

    def to_internal_value(self, data: object) -> Any:
        """JSON has numbers beyond all integers: 1e400."""
        try:
            return super().to_internal_value(data)
        except OverflowError:
            self.fail("does_not_exist", pk_value=data)


class AskSerializer(serializers.Serializer):
    title = serializers.CharField(
        trim_whitespace=False,
        allow_blank=True,
        help_text=f"{limits.TITLE_MIN} to {limits.TITLE_MAX} characters.",
    )
    body = serializers.CharField(required=False, trim_whitespace=False, allow_blank=True)
    region = RegionField(queryset=Region.objects.all())
    category = CategoryField(queryset=Category.objects.filter(is_active=True))
    tags = serializers.ListField(
        child=serializers.CharField(max_length=100), max_length=50, required=False
    )
    is_urgent = serializers.BooleanField(required=False)
    bounty = serializers.ChoiceField(choices=limits.BOUNTY_CHOICES, required=False)
    lat = serializers.FloatField(required=False, min_value=-90, max_value=90)
    lng = serializers.FloatField(required=False, min_value=-180, max_value=180)
    is_public_place = serializers.BooleanField(required=False, help_text=PUBLIC_PLACE)

    def arguments(self) -> dict[str, Any]:
        """What ``services.asking.ask`` takes.

        Raises:
            DomainError: half a position.
        """
        data = dict(self.validated_data)
        data["point"] = _point(data)
        return data


class EditQuestionSerializer(serializers.Serializer):
    title = serializers.CharField(
        trim_whitespace=False,
        allow_blank=True,
        help_text=f"{limits.TITLE_MIN} to {limits.TITLE_MAX} characters.",
    )
    body = serializers.CharField(trim_whitespace=False, allow_blank=True)
    category = CategoryField(queryset=Category.objects.filter(is_active=True))
    tags = serializers.ListField(child=serializers.CharField(max_length=100), max_length=50)
    is_urgent = serializers.BooleanField()
    version = serializers.IntegerField(
        min_value=1,
        help_text="Of the question as it was read; another one meanwhile is a conflict.",
    )
    lat = serializers.FloatField(
        required=False, allow_null=True, min_value=-90, max_value=90, help_text=POINT_STAYS
    )
    lng = serializers.FloatField(required=False, allow_null=True, min_value=-180, max_value=180)
    is_public_place = serializers.BooleanField(required=False, help_text=PUBLIC_PLACE)

    def arguments(self) -> dict[str, Any]:
        """What ``services.editing.edit_question`` takes.

        Raises:
            DomainError: half a position.
        """
        data = dict(self.validated_data)
        says = "lat" in data or "lng" in data
        point, is_public = _point(data), data.pop("is_public_place", False)
        return data | {"pin": Pin(point, is_public) if says else None}


class BodySerializer(serializers.Serializer):
    body = serializers.CharField(trim_whitespace=False, allow_blank=True, help_text="Markdown.")


class EditAnswerSerializer(BodySerializer):
    version = serializers.IntegerField(
        min_value=1, help_text="Of the answer as it was read; another one meanwhile is a conflict."
    )


class VoteSerializer(serializers.Serializer):
    value = serializers.ChoiceField(choices=[0, *VoteValue.values])


class ListSerializer(serializers.Serializer):
    """How a list of questions may be narrowed."""

    feed = serializers.ChoiceField(choices=Feed.choices, default=Feed.NEW)
    region = RegionField(
        queryset=Region.objects.all(), default=None, help_text="Also what is asked in its parts."
    )
    category = CategoryField(
        queryset=Category.objects.all(), default=None, help_text="Slug of a category."
    )
    tag = serializers.CharField(
        default=None, max_length=100, help_text="Name of a tag, with or without its #."
    )
    cursor = serializers.CharField(
        default=None, max_length=200, help_text="`next` of the page before; opaque."
    )

    def filters(self) -> Filters:
        """What ``feeds.feed_page`` takes."""
        data = self.validated_data
        return Filters(
            feed=Feed(data["feed"]),
            region=data["region"],
            category=data["category"],
            tag_id=None if data["tag"] is None else _tag_id(data["tag"]),
        )


def _point(data: dict[str, Any]) -> tuple[float, float] | None:
    """Both halves, taken out of ``data``."""
    lat, lng = data.pop("lat", None), data.pop("lng", None)
    if (lat is None) != (lng is None):
        missing = "lat" if lat is None else "lng"
        raise DomainError(_("위도와 경도를 함께 보내 주세요."), field=missing)
    return None if lat is None else (lat, lng)


def _tag_id(name: str) -> int:
    tag = Tag.objects.filter(name=normalise_tag(name)).first()
    return (tag.synonym_of_id or tag.pk) if tag else NO_TAG


class ClosingSerializer(serializers.Serializer):
    solved_by = serializers.IntegerField(
        required=False,
        allow_null=True,
        min_value=1,
        max_value=2**63 - 1,
        help_text="The question whose accepted answer helped; only its asker can say so.",
    )
