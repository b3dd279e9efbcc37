"""The demo's people, whom anybody may sign in as, and one who may enter the admin."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from apps.accounts.models import User
from apps.accounts.services.registration import register
from apps.demo.neighbourhood import content
from apps.regions.models import Region

MAIL_DOMAIN = "demo.dongne.test"
# For everybody to know. The command that makes these people refuses to run where it could matter.
DEMO_PASSWORD = "jeju-mureobwa"  # noqa: S105
ADMIN = "admin"
ADMIN_NICKNAME = "동네지기"
FIRST = "p01"


class Residents:
    """Lets people in; hashing one password once spares a minute of deliberately slow hashing."""

    def __init__(self, regions: dict[str, Region]) -> None:
        self._regions = regions
        self._password = make_password(DEMO_PASSWORD)

    def add(self, person: content.Person) -> User:
        """Register somebody, with a confirmed address."""
        user = User(
            email=email_of(person.key),
            nickname=person.nickname,
            home_region=self._regions[person.region],
            bio=person.bio,
            password=self._password,
        )
        return self._admit(user)

    def add_admin(self) -> User:
        """Somebody who may do everything in the admin, and asks and answers nothing."""
        user = User(
            email=email_of(ADMIN),
            nickname=ADMIN_NICKNAME,
            password=self._password,
            is_staff=True,
            is_superuser=True,
        )
        return self._admit(user)

    def _admit(self, user: User) -> User:
        register(user=user)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user


def email_of(key: str) -> str:
    return f"{key}@{MAIL_DOMAIN}"
