"""Documents follow their questions, whatever happens meanwhile."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from apps.core.enums import Visibility
from apps.questions.models import Question
from apps.search.models import SearchDocument, Term
from apps.search.services import rebuilding
from apps.search.services.indexing import index
from apps.search.sources import Source
from apps.search.tasks import repair
from tests.at_once import at_once
from tests.factories import make_answer, make_question, make_user
from tests.outbox import drain

pytestmark = pytest.mark.django_db


def words_of(question):
    return SearchDocument.objects.get(pk=question.pk).words


def test_a_question_is_indexed_by_its_event():
    question = make_question(title="등대 어디예요?", tags=["바다"])
    assert not SearchDocument.objects.exists()
    drain()
    words = words_of(question)
    for lexeme in ("'등대':", "'바다':", "'애월':", "'#바다'", "'~50110253'", "'!waiting'"):
        assert lexeme in words


def test_an_answer_changes_what_it_is_filtered_by():
    question = make_question()
    make_answer(question)
    drain()
    assert "'!answered'" in words_of(question)
    assert "'!waiting'" not in words_of(question)


def test_what_did_not_change_is_not_written_again():
    question = make_question()
    assert index(question_ids=[question.pk]) == 1
    assert index(question_ids=[question.pk]) == 0


def test_ids_of_nothing_are_passed_over():
    assert index(question_ids=[1, 2, 3]) == 0
    assert index(question_ids=[]) == 0


def test_the_nightly_task_mends_whatever_was_lost():
    missing, outdated, hidden = (make_question(title=f"등대 {n}") for n in range(3))
    index(question_ids=[outdated.pk, hidden.pk])
    Question.objects.filter(pk=outdated.pk).update(title="폭포 이야기")
    Question.objects.filter(pk=hidden.pk).update(visibility=Visibility.HIDDEN)
    repair()
    assert set(SearchDocument.objects.values_list("pk", flat=True)) == {missing.pk, outdated.pk}
    assert "폭포" in words_of(outdated)


def test_one_question_that_cannot_be_read_holds_up_no_other(monkeypatch):
    bad, good = make_question(title="고약한 질문이에요"), make_question()
    real = Source.words

    def words(source):
        if source.question_id == bad.pk:
            raise ValueError("고약해요")
        return real(source)

    monkeypatch.setattr(Source, "words", words)
    repair()
    assert list(SearchDocument.objects.values_list("pk", flat=True)) == [good.pk]


def test_a_repair_goes_on_stretch_by_stretch(monkeypatch):
    questions = [make_question() for _ in range(3)]
    monkeypatch.setattr(rebuilding, "STRETCH", 1)
    before = rebuilding.repair(before=questions[2].pk + 1)
    assert before == questions[2].pk
    assert list(SearchDocument.objects.values_list("pk", flat=True)) == [questions[2].pk]


def test_a_rebuild_shows_how_far_it_is_and_may_be_run_again(capsys):
    make_question(), make_question()
    call_command("rebuild_search")
    assert "100 %" in (first := capsys.readouterr().out)
    assert "2 documents written" in first
    call_command("rebuild_search")
    assert "0 documents written" in capsys.readouterr().out
    call_command("rebuild_search", "--all")
    assert "2 documents written" in capsys.readouterr().out


def test_words_are_counted():
    for _ in range(3):
        make_question(title="등대 어디예요?")
    rebuilding.rebuild()
    assert Term.objects.get(pk="등대").documents == 3


@pytest.mark.django_db(transaction=True)
def test_two_workers_with_the_same_question_write_what_is_true():
    question = make_question(title="등대 어디예요?", author=make_user())
    outcomes = at_once([lambda: index(question_ids=[question.pk])] * 6)
    assert sorted(outcomes) == [0, 0, 0, 0, 0, 1]
    assert SearchDocument.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_batches_in_any_order_do_not_wait_for_each_other_in_a_circle():
    """Each has questions of its own, and all have the same new words in another order."""
    words = ["등대", "폭포", "오름", "포구", "갯벌", "동굴", "억새", "유채"]
    batches = []
    for turn in range(6):
        titles = [" ".join(words[(turn + n) % 8 :] + words[: (turn + n) % 8]) for n in range(4)]
        batches.append([make_question(title=title).pk for title in titles])
    outcomes = at_once([lambda ids=ids: index(question_ids=ids) for ids in batches])
    assert outcomes == [4] * 6
    assert set(words) <= set(Term.objects.values_list("pk", flat=True))
