"""Which posts somebody may see, and what belongs to each feed. One place decides for every list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery

from apps.core.enums import Visibility
from apps.questions.enums import Status
from apps.regions.enums import Level

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from apps.accounts.models import User
    from apps.questions.models import Category
    from apps.regions.models import Region


def _tags() -> Prefetch:
    """Tags in the asker's order, in one query."""
    from apps.questions.models import QuestionTag

    return Prefetch("question_tags", QuestionTag.objects.select_related("tag"))


REGION_COLUMN = {Level.SIDO: "sido", Level.SIGUNGU: "sigungu", Level.EMD: "emd"}


class PostQuerySet(models.QuerySet):
    """What questions, answers and comments have in common."""

    def visible(self) -> Self:
        """Posts that anybody may see: neither hidden nor deleted."""
        return self.filter(visibility=Visibility.VISIBLE)

    def visible_to(self, viewer: User | AnonymousUser) -> Self:
        """Also the viewer's own hidden posts; moderators see everything."""
        if viewer.is_authenticated and viewer.is_staff:
            return self.all()
        if viewer.is_authenticated:
            own = Q(visibility=Visibility.HIDDEN, author_id=viewer.pk)
            return self.filter(Q(visibility=Visibility.VISIBLE) | own)
        return self.visible()


class QuestionQuerySet(PostQuerySet):
    def in_region(self, region: Region | None) -> Self:
        """Asked about ``region`` or a part of it; None means the whole country."""
        if region is None:
            return self
        return self.filter(**{f"{REGION_COLUMN[Level(region.level)]}_id": region.pk})

    def in_category(self, category: Category | None) -> Self:
        return self if category is None else self.filter(category_id=category.pk)

    def urgent(self) -> Self:
        """Marked urgent and not settled yet."""
        return self.filter(is_urgent=True, accepted_answer=None, status=Status.OPEN)

    def unanswered(self) -> Self:
        return self.filter(answer_count=0, status=Status.OPEN)

    def tagged(self, tag_id: int) -> Self:
        """With ``tagged``, the question's id in the tags' table, whose index a list follows."""
        return self.filter(question_tags__tag_id=tag_id).annotate(
            tagged=F("question_tags__question_id")
        )

    def for_list(self) -> Self:
        """With everything a card shows, in two queries whatever the number of rows.

        The long body stays in the database.
        """
        return (
            self.select_related("author", "region", "category")
            .prefetch_related(_tags())
            .defer("body", "body_html", "author__password", "author__bio", "author__email")
        )

    def for_detail(self) -> Self:
        return self.select_related(
            "author", "region__sigungu", "region__sido", "category"
        ).prefetch_related(_tags())

    def with_state_of(self, viewer: User | AnonymousUser) -> Self:
        """Annotate ``my_vote`` (1, -1, None), ``is_me_too`` and ``is_bookmarked``."""
        from apps.questions.models import Bookmark, MeToo, Vote

        if not viewer.is_authenticated:
            none = models.Value(None, output_field=models.SmallIntegerField())
            no = models.Value(value=False)
            return self.annotate(my_vote=none, is_me_too=no, is_bookmarked=no)
        return self.annotate(
            my_vote=Subquery(
                Vote.objects.filter(question=OuterRef("pk"), voter=viewer).values("value")[:1]
            ),
            is_me_too=Exists(MeToo.objects.filter(question=OuterRef("pk"), user=viewer)),
            is_bookmarked=Exists(Bookmark.objects.filter(question=OuterRef("pk"), user=viewer)),
        )


class AnswerQuerySet(PostQuerySet):
    def for_detail(self) -> Self:
        """Best first: the page puts the accepted one above these."""
        return self.select_related("author", "author__home_region").order_by("-score", "id")

    def with_state_of(self, viewer: User | AnonymousUser) -> Self:
        """Annotate ``my_vote`` (1, -1, None)."""
        from apps.questions.models import Vote

        if not viewer.is_authenticated:
            return self.annotate(
                my_vote=models.Value(None, output_field=models.SmallIntegerField())
            )
        own = Vote.objects.filter(answer=OuterRef("pk"), voter=viewer)
        return self.annotate(my_vote=Subquery(own.values("value")[:1]))


class CommentQuerySet(PostQuerySet):
    def for_detail(self) -> Self:
        return self.select_related("author").order_by("id")


class AcceptanceQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Acceptances that have not been withdrawn."""
        return self.filter(withdrawn_at=None)


class TagQuerySet(models.QuerySet):
    def popular(self) -> Self:
        return self.filter(question_count__gt=0).order_by("-question_count", "name")


class BookmarkQuerySet(models.QuerySet):
    def with_questions(self) -> Self:
        """Kept questions that are still to be seen, with everything their cards show."""
        from apps.questions.models import Question

        questions = Question.objects.visible().for_list()
        return self.filter(question__visibility=Visibility.VISIBLE).prefetch_related(
            Prefetch("question", questions)
        )
