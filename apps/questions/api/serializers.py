"""What the app sees. Reading only: what it sends is in ``forms``."""

from __future__ import annotations

from rest_framework import serializers

from apps.accounts.models import User
from apps.questions.models import Answer, Category, Comment, Question
from apps.regions.models import Region


class PersonSerializer(serializers.ModelSerializer):
    class Meta:
        model = User
        fields = read_only_fields = ("id", "nickname", "level")


class PlaceSerializer(serializers.ModelSerializer):
    class Meta:
        model = Region
        fields = read_only_fields = ("id", "name", "full_name", "slug")


class CategorySerializer(serializers.ModelSerializer):
    class Meta:
        model = Category
        fields = read_only_fields = ("slug", "name", "icon")


class QuestionSerializer(serializers.ModelSerializer):
    """A question as a list shows it."""

    author = PersonSerializer()
    region = PlaceSerializer()
    category: serializers.Field = serializers.SlugRelatedField("slug", read_only=True)
    tags = serializers.SerializerMethodField()
    is_open = serializers.BooleanField()
    url = serializers.CharField(source="get_absolute_url")

    class Meta:
        model = Question
        fields: tuple[str, ...] = (
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
        read_only_fields = fields

    def get_tags(self, question: Question) -> list[str]:
        return question.tag_names


class QuestionDetailSerializer(QuestionSerializer):
    """A question as its page shows it, with the reader's own state."""

    lat = serializers.FloatField(allow_null=True)
    lng = serializers.FloatField(allow_null=True)
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
            "is_public_place",
            "solved_by_id",
            "version",
            "my_vote",
            "is_me_too",
            "is_bookmarked",
        )
        read_only_fields = fields


class AnswerSerializer(serializers.ModelSerializer):
    author = PersonSerializer()
    my_vote = serializers.IntegerField(allow_null=True)

    class Meta:
        model = Answer
        fields = read_only_fields = (
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
        fields = read_only_fields = (
            "id",
            "question_id",
            "answer_id",
            "author",
            "body",
            "created_at",
        )


class ScoreSerializer(serializers.Serializer):
    score = serializers.IntegerField()
    my_vote = serializers.IntegerField(allow_null=True)


class HelpfulAnswerSerializer(serializers.ModelSerializer):
    class Meta:
        model = Answer
        fields = read_only_fields = ("id", "created_at")


class SimilarSerializer(serializers.Serializer):
    """A settled question like the one that was asked, and how its accepted answer begins."""

    id = serializers.IntegerField(source="question.id")
    url = serializers.CharField(source="question.get_absolute_url")
    title = serializers.CharField(source="question.title")
    region = PlaceSerializer(source="question.region")
    answer = HelpfulAnswerSerializer()
    extract = serializers.CharField()
