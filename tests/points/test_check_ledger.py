from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from apps.points.services.rewards import reward_sign_up
from tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)

GUARDED = ("points_account", "points_entry", "points_transaction")


def check() -> str:
    output = StringIO()
    call_command("check_ledger", stdout=output)
    return output.getvalue()


@pytest.fixture
def tampered():
    """Somebody with the database's own password goes around every guard."""
    reward_sign_up(user_id=make_user().pk)

    def tamper(statement: str) -> None:
        with connection.cursor() as cursor:
            for table in GUARDED:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(statement)
            for table in GUARDED:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")

    return tamper


def test_sound_books_pass():
    reward_sign_up(user_id=make_user().pk)
    assert check().count(": ok") == 7


@pytest.mark.parametrize(
    ("statement", "promise"),
    [
        ("UPDATE points_entry SET amount = 99 WHERE amount = 100", "sum to zero"),
        ("UPDATE points_account SET balance = 1 WHERE balance = 100", "person's balance"),
        ("UPDATE points_account SET earned = 1 WHERE balance = 100", "has earned"),
        ("UPDATE points_entry SET balance_after = 3 WHERE amount = 100", "running balance"),
        ("DELETE FROM points_entry WHERE amount < 0", "sum to zero"),
    ],
)
def test_tampering_is_found_and_fails(tampered, statement, promise, capsys):
    tampered(statement)
    output = StringIO()
    with pytest.raises(CommandError, match="does not add up"):
        call_command("check_ledger", stdout=output)
    broken = [line for line in output.getvalue().splitlines() if "BROKEN" in line]
    assert any(promise in line for line in broken)
