"""Which posts somebody may see, and what belongs to each feed. One place decides for every list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self, cast

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery

from apps.core.enums import Visibility
from apps.core.prepared import Parameter, is_any_of
from apps.questions.enums import Status
from apps.questions.geometry import Age, Beyond, Far, Within
from apps.regions.enums import Level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.contrib.auth.models import AnonymousUser

    from apps.accounts.models import User
    from apps.questions.models import Category
    from apps.regions.models import Region


CARD = (
    *("id", "title", "region_id", "category_id", "author_name", "author_level", "created_at"),
    *("answer_count", "me_too_count", "bounty", "is_urgent", "is_open", "accepted_answer_id"),
    "tag_names",
)
# Of people, what no page about posts shows.
_UNSHOWN = (
    "author__password",
    "author__email",
    "author__bio",
    "author__deactivation_reason",
    "author__blocked_ids",
)
_IDS: Any = ArrayField(models.BigIntegerField())
REGION_COLUMN = {Level.SIDO: "sido", Level.SIGUNGU: "sigungu", Level.EMD: "emd"}


@dataclass(frozen=True, eq=False)
class Kind:
    """A kind of reader, for queries that are prepared once for all of them."""

    is_authenticated: bool = True
    is_moderator: bool = False
    pk: Parameter = Parameter("viewer")  # noqa: RUF009 -- they are all alike


if TYPE_CHECKING:
    Viewer = User | AnonymousUser | Kind
ANYBODY, MEMBER, MODERATOR = Kind(is_authenticated=False), Kind(), Kind(is_moderator=True)


def kind_of(viewer: User | AnonymousUser) -> Kind:
    if not viewer.is_authenticated:
        return ANYBODY
    return MODERATOR if viewer.is_moderator else MEMBER


def blocked_by(viewer: User | AnonymousUser) -> Sequence[int]:
    """Whose posts are in none of the viewer's lists; it came with the row of the viewer."""
    return viewer.blocked_ids if viewer.is_authenticated else ()


class PostQuerySet(models.QuerySet):
    """What questions, answers and comments have in common."""

    def not_by(self, people: Sequence[int] | Parameter) -> Self:
        """Without the posts of ``people``, whom the reader blocked. Most block nobody: nothing changes."""
        if not people:
            return self
        given = people if isinstance(people, Parameter) else models.Value(people, _IDS)
        return self.filter(~is_any_of("author_id", given))

    def visible(self) -> Self:
        """Posts that anybody may see: neither hidden nor deleted."""
        return self.filter(visibility=Visibility.VISIBLE)

    def visible_to(self, viewer: Viewer) -> Self:
        """Also the viewer's own hidden posts; moderators see everything."""
        if viewer.is_authenticated and viewer.is_moderator:
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

    def pinned(self) -> Self:
        """With a point on the map."""
        return self.filter(lat__isnull=False)

    def within(self, x: Any, y: Any, radius: Any) -> Self:
        """Inside a circle on the map; with ``far``, how far from its middle."""
        return self.pinned().filter(Within(x, y, radius)).annotate(far=Far(x, y))

    def farther(self, polygon: Any, far: Any, pk: Any) -> Self:
        """Of those ``within`` a circle what follows one ``far`` away; ``polygon`` is ``Around.beyond`` it."""
        return self.filter(Beyond(polygon)).filter(Q(far__gt=far) | Q(far=far, pk__gt=pk))

    def by_age(self, moment: Any) -> Self:
        """The newest first, found by how near ``moment`` they are: so the index of spots knows time, too."""
        return self.annotate(age=Age(moment)).order_by("age", "-id")

    def earlier(self, moment: Any, pk: Any) -> Self:
        """What follows one of ``moment`` in lists by time."""
        before = Q(created_at__lt=moment) | Q(created_at=moment, pk__lt=pk)
        return self.filter(before, created_at__lte=moment)

    def for_list(self) -> Self:
        """With what the API's lists tell of a question, in one query. The long body stays in the database."""
        return self.select_related("author", "region", "category").defer(
            "body", "body_html", *_UNSHOWN
        )

    def for_cards(self, *order: str) -> Self:
        """What a card shows, from the questions alone: rows with the fields of ``CARD``, then of ``order``.

        Their regions and categories are ids, which ``feeds.Card`` knows by name.
        """
        extra = [name for name in order if name not in CARD]
        cards: Any = self.annotate(is_open=Q(status=Status.OPEN))
        cards = cards.values_list(*CARD, *extra, named=True)
        return cast("Self", cards)

    def for_page(self) -> Self:
        """What the question's own page shows, in one query."""
        return self.select_related("author", "region__sigungu", "region__sido", "category").defer(
            *_UNSHOWN
        )

    def says(self, phrase: str) -> Self:
        """With ``phrase`` as it stands in title, body or accepted answer. For few rows: no index helps."""
        return self.filter(
            Q(title__icontains=phrase)
            | Q(body__icontains=phrase)
            | Q(
                accepted_answer__visibility=Visibility.VISIBLE,
                accepted_answer__body__icontains=phrase,
            )
        )

    def texts(self) -> Self:
        """(id, body, accepted answer or None) as rows, in HTML: what extracts are cut from."""
        from apps.questions.models import Answer

        chosen = Answer.objects.visible().filter(pk=OuterRef("accepted_answer_id"))
        answer = Subquery(chosen.values("body_html")[:1])
        rows: Any = self.annotate(answer_text=answer).values_list("pk", "body_html", "answer_text")
        return cast("Self", rows)

    def for_search(self) -> Self:
        """What a question is found by, in one query."""
        return self.select_related("sido", "sigungu", "emd", "category").defer("body_html")

    def with_state_of(self, viewer: Viewer) -> Self:
        """Annotate ``my_vote`` (1, -1, None), ``is_me_too``, ``is_bookmarked`` and ``has_draft``."""
        from apps.questions.models import Bookmark, Draft, MeToo, Vote

        if not viewer.is_authenticated:
            none = models.Value(None, output_field=models.SmallIntegerField())
            no = models.Value(value=False)
            return self.annotate(my_vote=none, is_me_too=no, is_bookmarked=no, has_draft=no)
        viewer_id: Any = viewer.pk  # a parameter in a prepared query
        return self.annotate(
            my_vote=Subquery(
                Vote.objects.filter(question=OuterRef("pk"), voter_id=viewer_id).values("value")[:1]
            ),
            is_me_too=Exists(MeToo.objects.filter(question=OuterRef("pk"), user_id=viewer_id)),
            is_bookmarked=Exists(
                Bookmark.objects.filter(question=OuterRef("pk"), user_id=viewer_id)
            ),
            has_draft=Exists(Draft.objects.filter(question=OuterRef("pk"), author_id=viewer_id)),
        )


class AnswerQuerySet(PostQuerySet):
    def for_detail(self) -> Self:
        """Best first: the page puts the accepted one above these."""
        return self.select_related("author", "author__home_region").order_by("-score", "id")

    def for_page(self) -> Self:
        return self.select_related("author").defer(*_UNSHOWN).order_by("-score", "id")

    def with_state_of(self, viewer: Viewer) -> Self:
        """Annotate ``my_vote`` (1, -1, None)."""
        from apps.questions.models import Vote

        if not viewer.is_authenticated:
            return self.annotate(
                my_vote=models.Value(None, output_field=models.SmallIntegerField())
            )
        viewer_id: Any = viewer.pk
        own = Vote.objects.filter(answer=OuterRef("pk"), voter_id=viewer_id)
        return self.annotate(my_vote=Subquery(own.values("value")[:1]))


class CommentQuerySet(PostQuerySet):
    def for_detail(self) -> Self:
        return self.select_related("author").defer(*_UNSHOWN).order_by("id")


class AcceptanceQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Acceptances that have not been withdrawn."""
        return self.filter(withdrawn_at=None)


class TagQuerySet(models.QuerySet):
    def popular(self) -> Self:
        used = self.filter(question_count__gt=0, synonym_of=None)
        return used.order_by("-question_count", "name")


class SynonymManager(models.Manager):
    """Of tags those that are another name for one."""

    def get_queryset(self) -> TagQuerySet:
        return TagQuerySet(self.model, using=self._db).filter(synonym_of__isnull=False)


class BookmarkQuerySet(models.QuerySet):
    def still_visible(self) -> Self:
        return self.filter(question__visibility=Visibility.VISIBLE)
