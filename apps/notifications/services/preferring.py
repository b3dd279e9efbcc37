"""What somebody wants to hear, and where."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.core.errors import DomainError
from apps.notifications.enums import Channel, Frequency
from apps.notifications.kinds.registry import to_choose
from apps.notifications.links import DIGEST, EVERYTHING, Stopping
from apps.notifications.models import Preferences
from apps.notifications.models.people import DAILY_LIMIT_MAX

Choices = Mapping[tuple[str, Channel], bool]


@transaction.atomic
def prefer(
    *,
    person: User,
    choices: Choices | None = None,
    daily_limit: int | None = None,
    digest: Frequency | None = None,
) -> Preferences:
    """Change what is given: ``choices`` by kind and channel, messages a day, how often a digest.

    Raises:
        DomainError: not one of what there is to choose.
    """
    row, _made = Preferences.objects.select_for_update(no_key=True).get_or_create(person=person)
    if daily_limit is not None:
        if not 1 <= daily_limit <= DAILY_LIMIT_MAX:
            raise DomainError(
                _("하루 1개에서 %(most)d개 사이로 골라 주세요.") % {"most": DAILY_LIMIT_MAX},
                field="daily_limit",
            )
        row.daily_limit = daily_limit
    if digest is not None:
        if digest not in Frequency.values:
            raise DomainError(_("소식 모음을 다시 골라 주세요."), field="digest")
        row.digest = digest
    if choices is not None:
        row.choices = _departures(row.choices, choices)
    row.save()
    return row


@transaction.atomic
def stop(*, stopping: Stopping) -> bool:
    """What an address in a message stops; False when there is nobody any more. Again changes nothing."""
    person = User.objects.filter(pk=stopping.person_id).first()
    if person is None:
        return False
    if stopping.kind == DIGEST:
        prefer(person=person, digest=Frequency.NEVER)
    elif stopping.kind == EVERYTHING:
        offers = [kind for kind in to_choose() if kind.may_go_by(stopping.channel)]
        prefer(
            person=person,
            choices={(kind.code, stopping.channel): False for kind in offers},
            digest=Frequency.NEVER if stopping.channel == Channel.EMAIL else None,
        )
    else:
        prefer(person=person, choices={(stopping.kind, stopping.channel): False})
    return True


def _departures(before: dict[str, bool], choices: Choices) -> dict[str, bool]:
    """Only what differs from the defaults is kept, so that better defaults reach whoever never chose."""
    known = {kind.code: kind for kind in to_choose()}
    after = dict(before)
    for (code, channel), is_on in choices.items():
        kind = known.get(code)
        if kind is None or not kind.may_go_by(channel):
            raise DomainError(_("고를 수 없는 알림이에요."), field="choices")
        key = f"{code}.{channel}"
        if is_on == kind.is_on(channel):
            after.pop(key, None)
        else:
            after[key] = is_on
    return after
