"""Plays the demo neighbourhood's past: everything goes through the services, at its own time.

What follows from an event (points, levels, badges, inboxes) happens right after it, as if the worker were
very quick. All of it is one transaction: the neighbourhood is there, or it isn't.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import singledispatchmethod
from unittest import mock

from django.db import connection

from apps.accounts.models import User
from apps.demo.neighbourhood import content, script
from apps.demo.neighbourhood.clock import Clock, borrowed_time
from apps.demo.neighbourhood.consequences import Consequences
from apps.demo.neighbourhood.reactions import Reactions
from apps.demo.neighbourhood.residents import Residents
from apps.notifications.services.reading import mark_all_read
from apps.questions.enums import VoteValue
from apps.questions.models import Answer, Category, Question
from apps.questions.services.accepting import accept
from apps.questions.services.answering import answer
from apps.questions.services.asking import ask
from apps.questions.services.commenting import comment
from apps.questions.services.counting import count_trends
from apps.questions.services.voting import vote
from apps.regions.models import Region
from apps.routing.models import Route
from apps.routing.services import waves
from apps.routing.services.enrolling import relearn_everybody
from apps.routing.services.presence import note_here
from apps.search.services.indexing import index

# Whom older questions were put to shows nowhere any more, and takes long to play.
ROUTES_PLAYED = timedelta(days=2)
ROUTING = {f"routing.handlers.{name}" for name in ("start", "settle", "relearn", "relearn_by_vote")}


def play(*, now: datetime) -> None:
    """Fill an open Jeju with people, questions and answers, the newest a few minutes before ``now``."""
    happenings = script.script(content.people(), content.questions(), now)
    # All or nothing: savepoints inside would only take time.
    no_savepoints = mock.patch.object(connection.features, "uses_savepoints", new=False)
    with borrowed_time(happenings[0].moment - timedelta(days=1)) as clock, no_savepoints:
        past = _Past(clock, routes_since=now - ROUTES_PLAYED)
        with past.consequences.noted():
            past.open()
            for item in happenings:
                past.perform(item)
            past.close(now)


class _Past:
    def __init__(self, clock: Clock, *, routes_since: datetime) -> None:
        self._clock = clock
        self._regions = _regions()
        self._categories = {category.slug: category for category in Category.objects.all()}
        self._residents = Residents(self._regions)
        self.consequences = Consequences(without=ROUTING)
        self._routes_since = routes_since
        self._reactions = Reactions()
        self._people: dict[str, User] = {}
        self._questions: dict[str, Question] = {}
        self._useful: set[str] = set()
        self._answers: dict[tuple[str, float, str], Answer] = {}

    def open(self) -> None:
        self._residents.add_admin()
        self.consequences.draw()

    def close(self, now: datetime) -> None:
        """What is counted rather than done."""
        self._route_until(now)
        self._clock.turn_to(now)
        questions = [question.pk for question in self._questions.values()]
        self._reactions.write(questions)
        index(question_ids=questions)
        count_trends()
        self.consequences.settle()

    def perform(self, item: script.Scheduled) -> None:
        if self._only_counts(item):
            return
        self._route_until(item.moment)
        self._clock.turn_to(item.moment)
        if actor := script.actor_of(item.happening):
            # Whoever comes by to write has seen what is new, and was seen.
            mark_all_read(user=self._people[actor])
            note_here(people=[self._people[actor].pk])
        self._do(item.happening)
        self.consequences.draw()

    def _route_until(self, moment: datetime) -> None:
        """Send the waves that are due before ``moment``, each at its own time."""
        if moment < self._routes_since:
            return
        if self.consequences.asleep:
            self.consequences.asleep.clear()
            relearn_everybody()
        while (due := _next_wave()) is not None and due < moment:
            self._clock.turn_to(due)
            waves.advance_due()
            self.consequences.draw()

    @singledispatchmethod
    def _do(self, happening: object) -> None:
        raise TypeError(f"nobody knows how to play {happening!r}")

    @_do.register
    def _joined(self, it: script.Joined) -> None:
        self._people[it.person.key] = self._residents.add(it.person)

    @_do.register
    def _asked(self, it: script.Asked) -> None:
        written = it.question
        asked = ask(
            author=self._people[written.author],
            title=written.title,
            region=self._regions[written.region],
            category=self._categories[written.category],
            body=written.body,
            tags=written.tags,
            is_urgent=written.urgent,
            bounty=written.bounty,
            point=written.point,
        )
        Question.objects.filter(pk=asked.pk).update(view_count=written.views)
        self._questions[written.key] = asked

    @_do.register
    def _answered(self, it: script.Answered) -> None:
        self._answers[_key(it.question, it.answer)] = answer(
            author=self._people[it.answer.author],
            question=self._questions[it.question.key],
            body=it.answer.body,
        )

    @_do.register
    def _remarked(self, it: script.Remarked) -> None:
        on = self._post(it.question, it.answer)
        comment(author=self._people[it.remark.author], on=on, body=it.remark.body)

    @_do.register
    def _voted(self, it: script.Voted) -> None:
        on = self._post(it.question, it.answer)
        vote(voter=self._people[it.voter], on=on, value=it.value)

    @_do.register
    def _chosen(self, it: script.Chosen) -> None:
        asker = self._people[it.question.author]
        accept(user=asker, answer=self._answers[_key(it.question, it.answer)])

    def _only_counts(self, item: script.Scheduled) -> bool:
        """Whether it was a reaction that nothing follows from; those are written together later."""
        match item.happening:
            case script.WonderedToo(question, person):
                self._reactions.wonder_too(
                    self._questions[question.key], user=self._people[person], moment=item.moment
                )
                return True
            case script.Voted(question, answer, voter, value):
                # The first answer that is found useful is paid for: once a question.
                if answer and value == VoteValue.UP and question.key not in self._useful:
                    self._useful.add(question.key)
                    return False
                self._reactions.vote(
                    self._post(question, answer),
                    voter=self._people[voter],
                    value=value,
                    moment=item.moment,
                )
                return True
        return False

    def _post(self, question: content.Question, on: content.Answer | None) -> Question | Answer:
        if on is None:
            return self._questions[question.key]
        return self._answers[_key(question, on)]


def _next_wave() -> datetime | None:
    due = Route.objects.exclude(due_at=None).order_by("due_at").values_list("due_at", flat=True)
    return due.first()


def _key(question: content.Question, answer: content.Answer) -> tuple[str, float, str]:
    return question.key, answer.after, answer.author


def _regions() -> dict[str, Region]:
    """By the names the content uses: within Jeju a district's own, elsewhere "서울 마포구 서교동"."""
    regions = Region.objects.all()
    named = {region.slug.replace("-", " "): region for region in regions}
    return named | {region.name: region for region in regions if region.is_open}
