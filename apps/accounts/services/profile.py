"""What a person says about themselves."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts import events
from apps.accounts.models import User
from apps.accounts.services import nicknames
from apps.core.errors import DomainError, Message, ValidationFailed
from apps.core.text import clean_text
from apps.regions.models import Region

BIO_MAX = 300


@transaction.atomic
def update_profile(*, user: User, nickname: str, bio: str, home_region: Region | None) -> User:
    """Change how others see ``user``. All that is wrong is said at once, by field.

    Raises:
        DomainError: nothing was changed.
    """
    person: User = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    problems: dict[str, list[Message]] = {}
    was_called = person.nickname
    try:
        person.nickname = nicknames.choose(nickname, user=person)
    except DomainError as error:
        problems |= error.by_field()
    person.bio = clean_text(bio)
    if len(person.bio) > BIO_MAX:
        problems["bio"] = [_("소개는 %(most)d자까지 쓸 수 있어요.") % {"most": BIO_MAX}]
    if problems:
        raise ValidationFailed(problems)
    moves = person.home_region_id != (home_region.pk if home_region else None)
    person.home_region = home_region
    _store(person)
    if moves:
        events.user_moved(person)
    if person.nickname != was_called:
        events.person_changed(person.pk)
    return person


def _store(person: User) -> None:
    try:
        with transaction.atomic():
            person.save(update_fields=["nickname", "bio", "home_region"])
    except IntegrityError as error:
        if nicknames.taken(error):
            raise nicknames.NicknameTaken from error
        raise
