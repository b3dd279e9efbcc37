"""What a 소식 모음 tells: of the time since the last one, as the rows are now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import Block, User
from apps.notifications.enums import Frequency, Watching
from apps.notifications.models import Digest, Notification, Watch
from apps.questions.models import Question
from apps.questions.querysets import QuestionQuerySet

HOUR = 9  # o'clock in Korea
SHOWN = 5
SPANS = {Frequency.DAILY: timedelta(days=1), Frequency.WEEKLY: timedelta(days=7)}


@dataclass(frozen=True)
class DigestContent:
    """``waiting``: what is wanted of the person; ``unread``: how many other lines they have not read."""

    place: str
    asked: list[Question]
    answered: list[Question]
    unanswered: list[Question]
    waiting: list[Question]
    unread: int
    is_weekly: bool

    @property
    def is_empty(self) -> bool:
        return not (self.asked or self.answered or self.unanswered or self.waiting)

    @property
    def subject(self) -> str:
        place = self.place or _("우리 동네")
        if self.is_weekly:
            return _("지난주 %(place)s 이야기") % {"place": place}
        return _("어제 %(place)s 이야기") % {"place": place}


def span(frequency: str, day: date) -> tuple[datetime, datetime]:
    """From when to when a digest of this day tells."""
    until = timezone.make_aware(datetime.combine(day, time(HOUR)))
    return until - SPANS[Frequency(frequency)], until


def content_of(digest: Digest) -> DigestContent:
    """Nothing hidden or deleted, nothing of people the reader blocked or muted, and nothing of their own."""
    person = User.objects.select_related("home_region").get(pk=digest.person_id)
    since, until = span(digest.frequency, digest.day)
    near = _of_interest(person)
    new = near.filter(created_at__gte=since, created_at__lt=until)
    asked = list(new.order_by("-hot", "-pk")[:SHOWN])
    unanswered = new.unanswered().exclude(pk__in=[q.pk for q in asked])
    answered = near.filter(first_answered_at__gte=since, first_answered_at__lt=until)
    answered = answered.exclude(pk__in=[q.pk for q in asked])
    lines = Notification.objects.visible_to(person).unread()
    asked_of = lines.exclude(pk__in=lines.happened().values("pk")).values("question_id")
    return DigestContent(
        place=person.home_region.name if person.home_region else "",
        asked=asked,
        answered=list(answered.order_by("-hot", "-pk")[:SHOWN]),
        unanswered=list(unanswered.order_by("-pk")[:SHOWN]),
        waiting=list(_wanted(person).filter(pk__in=asked_of).order_by("-pk")[:SHOWN]),
        unread=lines.happened().count(),
        is_weekly=digest.frequency == Frequency.WEEKLY,
    )


def _of_interest(person: User) -> QuestionQuerySet:
    """Questions of the home 시군구, of followed places and of followed tags."""
    followed = Watch.objects.filter(person=person, mode=Watching.FOLLOW)
    regions = list(followed.filter(region__isnull=False).values_list("region_id", flat=True))
    home = person.home_region
    if home is not None:
        regions.append(home.sigungu_id or home.sido_id or home.pk)
    tags = followed.filter(tag__isnull=False).values("tag_id")
    places = Q(sido__in=regions) | Q(sigungu__in=regions) | Q(emd__in=regions)
    return _wanted(person).filter(places | Q(question_tags__tag__in=tags)).distinct()


def _wanted(person: User) -> QuestionQuerySet:
    """Of others, to be seen, and not of whom or of what the person wants to hear nothing."""
    muted = Watch.objects.filter(person=person, mode=Watching.MUTE)
    questions: QuestionQuerySet = Question.objects.visible().select_related("region", "category")
    return (
        questions.exclude(author=person)
        .exclude(author__in=Block.objects.filter(blocker=person).values("blocked_id"))
        .exclude(author__in=muted.filter(about__isnull=False).values("about_id"))
        .exclude(pk__in=muted.filter(question__isnull=False).values("question_id"))
        .exclude(question_tags__tag__in=muted.filter(tag__isnull=False).values("tag_id"))
        .defer("body", "body_html")
    )
