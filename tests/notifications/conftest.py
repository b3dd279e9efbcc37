from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.services import quieting
from apps.notifications.channels import vapid
from apps.notifications.enums import UNSENT, Channel, State
from apps.notifications.kinds.registry import Kind
from apps.notifications.models import Device, Dispatch
from apps.notifications.services import sending
from apps.notifications.services.devices import register_browser
from apps.notifications.services.notifying import notify
from tests.factories import make_answer, make_question, make_user
from tests.notifications.channels.mail_server import MailServer, mail_server
from tests.notifications.channels.push_server import PushService, push_service

# A Tuesday, 14:00 in Korea: nobody's quiet hours.
AFTERNOON = datetime(2026, 12, 1, 5, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[time_machine.Coordinates]:
    """Time that passes only when it is told to."""
    with time_machine.travel(AFTERNOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def pushes(settings: Any) -> Iterator[PushService]:
    """The push service that the site may speak to."""
    with push_service() as service:
        service.public_key = vapid.public_key(settings.VAPID_PRIVATE_KEY)
        settings.WEB_PUSH_HOSTS = [service.url]
        yield service


@pytest.fixture
def mails(settings: Any) -> Iterator[MailServer]:
    """The mail server that the site is told to use."""
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 5
        yield server


@pytest.fixture
def asker(db: None) -> User:
    """Somebody who may be disturbed at any hour, whenever the tests run."""
    person = make_user("묻는사람")
    quieting.set_quiet_hours(person=person, hours=None)
    return person


@pytest.fixture
def tell(asker: User) -> Callable[..., Dispatch | None]:
    """Answer a question of ``asker`` and tell them of it; the message by one channel, if there is one."""

    def make(
        kind: Kind | None = None, *, channel: Channel = Channel.EMAIL, body: str = "하귀에 있어요."
    ) -> Dispatch | None:
        from apps.notifications.kinds.answered import ANSWERED

        answer = make_answer(make_question(asker), body=body)
        notify(
            recipient_id=asker.pk,
            kind=kind or ANSWERED,
            actor_id=answer.author_id,
            question_id=answer.question_id,
            answer_id=answer.pk,
        )
        return Dispatch.objects.filter(channel=channel).order_by("-pk").first()

    return make


@pytest.fixture
def browser(asker: User, pushes: PushService) -> Device:
    """A browser of ``asker`` that takes pushes."""
    subscription = pushes.browser().subscription
    return register_browser(
        person=asker, endpoint=subscription["endpoint"], **subscription["keys"], name="Chrome"
    )


def deliver(dispatch: Dispatch | None) -> Dispatch:
    """Hand a message to a worker, as the relay does with what is due, and see what becomes of it."""
    assert dispatch is not None
    waiting = Dispatch.objects.filter(pk=dispatch.pk, state__in=UNSENT)
    for before, after in ((State.WAITING, State.QUEUED), (State.SENDING, State.LOST)):
        waiting.filter(state=before).update(state=after, due_at=timezone.now())
    sending.send(dispatch_id=dispatch.pk)
    dispatch.refresh_from_db()
    return dispatch
