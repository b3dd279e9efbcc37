"""The four promises, held against any sequence of postings and any way they overlap.

1. A transaction sums to zero. 2. What is written stays. 3. Nobody is below zero. 4. Pays once.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import partial

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.points.enums import AccountKind, Rule
from apps.points.models import Account, Entry, Transaction
from apps.points.services import ledger
from tests.at_once import at_once
from tests.factories import make_user
from tests.points import books

PEOPLE = 4
REFERENCES = 6
THREADS = 6

_examples = itertools.count(1)


@dataclass(frozen=True)
class Step:
    """Mint to, spend of, give to the next person, or take back whatever ``reference`` paid."""

    verb: str
    person: int
    amount: int
    reference: int
    forced: bool


steps = st.builds(
    Step,
    verb=st.sampled_from(("mint", "spend", "give", "take back")),
    person=st.integers(0, PEOPLE - 1),
    amount=st.integers(1, 60),
    reference=st.integers(0, REFERENCES - 1),
    forced=st.booleans(),
)
RULE = {"mint": Rule.ANSWER_ACCEPTED, "spend": Rule.BOUNTY_HELD, "give": Rule.BOUNTY_PAID}


class Town:
    """Four people with empty accounts, and references nobody has used."""

    def __init__(self) -> None:
        self.number = next(_examples)
        self.users = [make_user().pk for _person in range(PEOPLE)]
        self.accounts = [ledger.lock_people(pk)[pk] for pk in self.users]
        self.site = {kind: ledger.system(kind) for kind in (AccountKind.MINT, AccountKind.ESCROW)}

    def reference(self, step: Step) -> str:
        return f"{self.number}:{step.reference}"

    def moves(self, step: Step) -> dict[Account, int]:
        person = self.accounts[step.person]
        following = self.accounts[(step.person + 1) % PEOPLE]
        return {
            "mint": {person: step.amount, self.site[AccountKind.MINT]: -step.amount},
            "spend": {person: -step.amount, self.site[AccountKind.ESCROW]: step.amount},
            "give": {person: -step.amount, following: step.amount},
        }[step.verb]

    def take(self, step: Step) -> str:
        """Do the step; say what came of it."""
        try:
            if step.verb == "take back":
                return self._take_back(step)
            done = ledger.post(
                rule=RULE[step.verb], reference=self.reference(step), moves=self.moves(step)
            )
        except (ledger.InsufficientPoints, ledger.AlreadySpent) as refused:
            return refused.code
        return "done" if done else "was done"

    def _take_back(self, step: Step) -> str:
        paid = Transaction.objects.filter(reference=self.reference(step)).order_by("pk").first()
        if paid is None:
            return "nothing there"
        return "done" if ledger.reverse(original=paid, forced=step.forced) else "was done"

    def balances(self) -> list[int]:
        by_user = dict(Account.objects.people().values_list("user_id", "balance"))
        return [by_user[pk] for pk in self.users]


class Model:
    """What the ledger should do, in a few lines and without a database."""

    def __init__(self) -> None:
        self.balances = [0] * PEOPLE
        self.paid: dict[tuple[str, int], dict[int, int]] = {}
        self.order: list[tuple[str, int]] = []
        self.reversed: set[tuple[str, int]] = set()

    def take(self, step: Step) -> str:
        if step.verb == "take back":
            return self._take_back(step)
        key = (step.verb, step.reference)
        if key in self.paid:
            return "was done"
        sign = 1 if step.verb == "mint" else -1
        moves = {step.person: sign * step.amount}
        if step.verb == "give":
            moves[(step.person + 1) % PEOPLE] = step.amount
        if any(self.balances[person] + amount < 0 for person, amount in moves.items()):
            return "insufficient_points"
        self._move(moves)
        self.paid[key] = moves
        self.order.append(key)
        return "done"

    def _take_back(self, step: Step) -> str:
        key = next((key for key in self.order if key[1] == step.reference), None)
        if key is None:
            return "nothing there"
        if key in self.reversed:
            return "was done"
        moves = {person: -amount for person, amount in self.paid[key].items()}
        short = {p: min(0, self.balances[p] + amount) for p, amount in moves.items()}
        if any(short.values()) and not step.forced:
            return "already_spent"
        self._move({person: amount - short[person] for person, amount in moves.items()})
        self.reversed.add(key)
        return "done"

    def _move(self, moves: dict[int, int]) -> None:
        for person, amount in moves.items():
            self.balances[person] += amount


@pytest.mark.django_db
@given(sequence=st.lists(steps, max_size=25))
def test_one_after_another_the_ledger_does_what_a_model_does(sequence):
    with transaction.atomic():
        town, model = Town(), Model()
        for step in sequence:
            assert (step, town.take(step)) == (step, model.take(step))
            assert town.balances() == model.balances


@pytest.mark.django_db(transaction=True)
@settings(max_examples=12)
@given(sequences=st.lists(st.lists(steps, max_size=8), min_size=THREADS, max_size=THREADS))
def test_at_the_same_time_the_four_promises_hold(sequences):
    with transaction.atomic():
        town = Town()
        for number in range(PEOPLE):
            account, mint = town.accounts[number], town.site[AccountKind.MINT]
            ledger.post(
                rule=Rule.SIGN_UP,
                reference=f"{town.number}:start:{number}",
                moves={account: 40, mint: -40},
            )
    before = list(Entry.objects.order_by("pk").values_list("pk", "amount", "balance_after"))

    def live(sequence: list[Step]) -> list[str]:
        return [town.take(step) for step in sequence]

    results = at_once([partial(live, sequence) for sequence in sequences])

    assert not [result for result in results if isinstance(result, Exception)]
    books.assert_books_balance()
    entries = Entry.objects.filter(pk__in=[pk for pk, _amount, _after in before]).order_by("pk")
    assert list(entries.values_list("pk", "amount", "balance_after")) == before
    posted = [
        (step.verb, step.reference)
        for sequence, outcomes in zip(sequences, results, strict=True)
        for step, outcome in zip(sequence, outcomes, strict=True)
        if outcome == "done" and step.verb != "take back"
    ]
    assert len(posted) == len(set(posted))
