"""The ready-made group of those who look after the site: join it to the staff in the admin."""

from __future__ import annotations

from typing import Any, Final

from django.apps import apps as installed

NAME: Final = "운영진"
# What being a moderator means: one right for seeing and for deciding about everybody's posts.
MODERATE: Final = "questions.moderate"
RIGHTS: Final = {
    "questions": (
        *("moderate", "change_tag"),
        *("view_question", "view_answer", "view_comment", "view_revision", "view_acceptance"),
        *("view_vote", "view_questiontag", "view_tag", "view_tagsynonym"),
    ),
    "accounts": ("view_user", "change_user"),
    "points": ("view_account", "view_transaction", "view_entry"),
}


def give_rights(*, apps: Any = installed, **_signal: object) -> None:
    """Make the group, and give it what it lacks. What an operator added stays.

    After each ``migrate``, once the rights of our apps are made: a right that a later release brings is
    given then.
    """
    try:
        group_model = apps.get_model("auth", "Group")
        permissions = apps.get_model("auth", "Permission").objects
    except LookupError:  # not migrated so far
        return
    group, _is_new = group_model.objects.get_or_create(name=NAME)
    for app, names in RIGHTS.items():
        group.permissions.add(*permissions.filter(content_type__app_label=app, codename__in=names))
