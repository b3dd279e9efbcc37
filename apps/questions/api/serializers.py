"""What the app sees. Reading only: writing goes through forms of its own to the services."""

from __future__ import annotations

from rest_framework import serializers

from apps.accounts.models import User
from apps.questions import limits
from apps.questions.enums import VoteValue
from apps.questions.feeds import Feed
from apps.questions.models import Answer, Category, Comment, Question
from apps.regions.models import Region


class PersonSerializer(serializers.ModelSerializer):
    class Meta:
        model = User
        fields = ("id", "nickname", "level")


class PlaceSerializer(serializers.ModelSerializer):
    class Meta:
        model = Region
        fields = ("id", "name", "full_name", "slug")


class CategorySerializer(serializers.ModelSerializer):
    class Meta:
        model = Category
        fields = ("slug", "name", "icon")


class QuestionSerializer(serializers.ModelSerializer):
    """A question as a list shows it."""

    author = PersonSerializer()
    region = PlaceSerializer()
    category = serializers.SlugRelatedField("slug", read_only=True)
    tags = serializers.SerializerMethodField()
    is_open = serializers.BooleanField()
    url = serializers.CharField(source="get_absolute_url")

    class Meta:
        model = Question
        fields = (
            "id",
            "url",
            "title",
            "author",
            "region",
            "category",
            "tags",
            "is_urgent",
            "is_open",
            "bounty",
            "accepted_answer_id",
            "answer_count",
            "score",
            "me_too_count",
            "view_count",
            "created_at",
            "edited_at",
        )

    def get_tags(self, question: Question) -> list[str]:
        return [tag.name for tag in question.tag_list]


class QuestionDetailSerializer(QuestionSerializer):
    """A question as its page shows it, with the reader's own state."""

    my_vote = serializers.IntegerField(allow_null=True)
    is_me_too = serializers.BooleanField()
    is_bookmarked = serializers.BooleanField()

    class Meta(QuestionSerializer.Meta):
        fields = (
            *QuestionSerializer.Meta.fields,
            "body",
            "body_html",
            "lat",
            "lng",
            "version",
            "my_vote",
            "is_me_too",
            "is_bookmarked",
        )


class AnswerSerializer(serializers.ModelSerializer):
    author = PersonSerializer()
    my_vote = serializers.IntegerField(allow_null=True)

    class Meta:
        model = Answer
        fields = (
            "id",
            "question_id",
            "author",
            "body",
            "body_html",
            "score",
            "my_vote",
            "version",
            "created_at",
            "edited_at",
        )


class CommentSerializer(serializers.ModelSerializer):
    author = PersonSerializer()

    class Meta:
        model = Comment
        fields = ("id", "question_id", "answer_id", "author", "body", "created_at")


class AskSerializer(serializers.Serializer):
    """What asking takes. Types only; the service knows the rules."""

    title = serializers.CharField(trim_whitespace=False, allow_blank=True)
    body = serializers.CharField(required=False, trim_whitespace=False, allow_blank=True)
    region = serializers.PrimaryKeyRelatedField(queryset=Region.objects.all())
    category = serializers.SlugRelatedField(
        "slug", queryset=Category.objects.filter(is_active=True)
    )
    tags = serializers.ListField(
        child=serializers.CharField(max_length=100), max_length=50, required=False
    )
    is_urgent = serializers.BooleanField(required=False)
    bounty = serializers.ChoiceField(choices=limits.BOUNTY_CHOICES, required=False)
    lat = serializers.FloatField(required=False, min_value=-90, max_value=90)
    lng = serializers.FloatField(required=False, min_value=-180, max_value=180)

    def arguments(self) -> dict[str, object]:
        """What ``services.asking.ask`` takes."""
        data = dict(self.validated_data)
        lat, lng = data.pop("lat", None), data.pop("lng", None)
        data["point"] = (lat, lng) if lat is not None and lng is not None else None
        return data


class EditQuestionSerializer(serializers.Serializer):
    title = serializers.CharField(trim_whitespace=False, allow_blank=True)
    body = serializers.CharField(trim_whitespace=False, allow_blank=True)
    category = serializers.SlugRelatedField(
        "slug", queryset=Category.objects.filter(is_active=True)
    )
    tags = serializers.ListField(child=serializers.CharField(max_length=100), max_length=50)
    is_urgent = serializers.BooleanField()
    version = serializers.IntegerField(min_value=1)


class BodySerializer(serializers.Serializer):
    body = serializers.CharField(trim_whitespace=False, allow_blank=True)


class EditAnswerSerializer(BodySerializer):
    version = serializers.IntegerField(min_value=1)


class VoteSerializer(serializers.Serializer):
    value = serializers.ChoiceField(choices=[0, *VoteValue.values])


class ScoreSerializer(serializers.Serializer):
    score = serializers.IntegerField()
    my_vote = serializers.IntegerField()


class ListSerializer(serializers.Serializer):
    """How a list of questions may be narrowed."""

    feed = serializers.ChoiceField(choices=Feed.choices, default=Feed.NEW)
    region = serializers.PrimaryKeyRelatedField(queryset=Region.objects.all(), default=None)
    category = serializers.SlugRelatedField("slug", queryset=Category.objects.all(), default=None)
    tag = serializers.CharField(default=None, max_length=limits.TAG_LENGTH_MAX)
    cursor = serializers.CharField(default=None, max_length=200)
