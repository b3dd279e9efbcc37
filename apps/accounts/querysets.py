from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.base_user import BaseUserManager
from django.db import models

if TYPE_CHECKING:
    from apps.accounts.models import User


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> UserQuerySet:
        return self.filter(is_active=True)

    def by_nickname(self, nickname: str) -> UserQuerySet:
        """Match the way the database keeps nicknames apart: whatever the case."""
        return self.annotate(nickname_lower=models.functions.Lower("nickname")).filter(
            nickname_lower=nickname.lower()
        )

    def named_like(self, beginning: str) -> UserQuerySet:
        """Whose nicknames begin so, whatever the case; in their order: a few are read from the index."""
        begun = beginning.lower()
        return (
            self.annotate(nickname_lower=models.functions.Lower("nickname"))
            # The range is for the index, which knows of beginnings in some collations only.
            .filter(nickname_lower__gte=begun, nickname_lower__lt=begun + "\U0010ffff")
            .filter(nickname_lower__startswith=begun)
            .order_by("nickname_lower")
        )

    def hearing_of(self, other_id: int | None) -> UserQuerySet:
        """Those who did not block the person."""
        return self if other_id is None else self.exclude(blocks__blocked_id=other_id)


class BlockQuerySet(models.QuerySet):
    def of(self, blocker_id: int, blocked_id: int) -> Self:
        return self.filter(blocker_id=blocker_id, blocked_id=blocked_id)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Creates people the way Django's commands expect; the site itself uses services."""

    def create_user(
        self, email: str, nickname: str, password: str | None = None, **fields: Any
    ) -> User:
        user: User = self.model(
            email=self.normalize_email(email).lower(), nickname=nickname, **fields
        )
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self, email: str, nickname: str, password: str | None = None, **fields: Any
    ) -> User:
        """Made on the server by the operator, whose address needs no mail to be believed."""
        from allauth.account.models import EmailAddress

        user = self.create_user(
            email, nickname, password, is_staff=True, is_superuser=True, **fields
        )
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        user: User = self.get(email=(username or "").lower())
        return user
