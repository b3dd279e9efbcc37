"""The admin stays usable when there is much in it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.widgets import (
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    ForeignKeyRawIdWidget,
    RelatedFieldWidgetWrapper,
)
from django.core.exceptions import FieldDoesNotExist
from django.db import connection
from django.forms import ModelChoiceField
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.services import quieting
from apps.accounts.services.blocking import block
from apps.events.models import DeadTask
from apps.notifications.enums import Trouble, Watching
from apps.notifications.models import Device, Digest
from apps.notifications.services import devices, following, preferring
from apps.questions.models import Category, DayCount, SitemapPart, TrendingTag, ViewFlush
from apps.questions.services import accepting, drafting, editing, reacting, voting
from apps.questions.services.commenting import comment
from apps.questions.services.merging import merge_tags
from apps.routing.services import enrolling, presence, waves
from apps.search.models import MissedQuery, RecentSearch, Synonym, Term
from tests.factories import make_answer, make_question, make_user
from tests.outbox import drain

REGISTERED = sorted(admin.site._registry.items(), key=lambda item: item[0]._meta.label)
OURS = [model for model in apps.get_models() if model.__module__.startswith("apps.")]
# Nobody's but the person's own.
PRIVATE = {RecentSearch}
# Few by nature: a list of all of them in a filter is a help.
SMALL = {Category}
# The operators make these themselves, or the test settings have none of them.
NOT_MADE_HERE = {"auth.Group", "socialaccount.SocialAccount"}
MANY = 10


def label(value) -> str:
    return value._meta.label if hasattr(value, "_meta") else ""


def url(model, page="changelist", *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.fixture
def operator(db):
    return make_user("운영하는이", is_staff=True, is_superuser=True)


@pytest.fixture
def client(operator) -> Client:
    client = Client()
    client.force_login(operator)
    return client


def make_rows(count: int) -> None:
    """Something of everything, each row with people and posts of its own."""
    for _ in range(count):
        author = make_user()
        EmailAddress.objects.create(user=author, email=author.email, verified=True, primary=True)
        question = make_question(author, tags=[f"태그{author.pk}"])
        neighbour = make_user(home_region=question.region)
        enrolling.enrol(person_id=neighbour.pk)
        presence.note_here(people=[neighbour.pk])
        waves.start(question_id=question.pk)
        answer = make_answer(question)
        reader = make_user()
        remark = comment(author=reader, on=answer, body="고마워요")
        voting.vote(voter=reader, on=question, value=1)
        voting.vote(voter=remark.author, on=answer, value=1)
        reacting.set_me_too(user=reader, question=question, wanted=True)
        reacting.set_bookmark(user=reader, question=question, wanted=True)
        drafting.save_draft(author=reader, question=question, data={"body": "쓰다 만 답변"})
        editing.edit_answer(editor=answer.author, answer=answer, body="고친 답변", version=1)
        accepting.accept(user=author, answer=answer)
        block(blocker=reader, blocked=author)
        quieting.set_quiet_hours(person=reader, hours=(22, 8))
        preferring.prefer(person=reader, daily_limit=5)
        following.watch(person=reader, subject=question, mode=Watching.MUTE)
        Device.objects.create(person=reader, platform="fcm", token=f"phone-{reader.pk}")
        devices.suppress(email=reader.email, trouble=Trouble.BOUNCED)
        DeadTask.objects.create(name="tests.job", queue="analytics", error="ValueError")
        TrendingTag.objects.create(
            region_id=question.sido_id, tag=question.tags.get(), asked=3, usual=0, score=4
        )
        merge_tags(
            by=User.objects.get(nickname="운영하는이"),
            name=f"별명{author.pk}",
            into=f"태그{author.pk}",
        )
        SitemapPart.objects.create(number=question.pk, changed_at=timezone.now())
        DayCount.objects.create(
            day=date(2026, 1, 1) + timedelta(days=question.pk), sido_id=question.sido_id,
            asked=1, answered=0, in_time=0, accepted=0, answers=0,
        )  # fmt: skip
        Digest.objects.create(person=reader, frequency="daily", day=timezone.localdate())
        MissedQuery.objects.create(text=f"없는말 {question.pk}")
        Synonym.objects.create(words=f"낱말{question.pk}, 단어{question.pk}")
        Term.objects.create(text=f"낱말{question.pk}", sound="")
        ViewFlush.objects.create(pk=f"00000000-0000-0000-0000-{question.pk:012}")
    drain()


@pytest.mark.parametrize("model", [each for each in OURS if each not in PRIVATE], ids=label)
def test_every_model_is_registered(model):
    assert model in admin.site._registry


@pytest.mark.parametrize(("model", "model_admin"), REGISTERED, ids=label)
def test_every_list_can_be_searched_and_filtered(model, model_admin):
    assert model_admin.search_fields
    if model in OURS and "created_at" in {field.name for field in model._meta.fields}:
        assert model_admin.list_filter


@pytest.mark.parametrize(("model", "model_admin"), REGISTERED, ids=label)
def test_no_list_of_all_rows_stands_in_a_form_or_filter(model, model_admin, operator):
    request = RequestFactory().get("/admin/")
    request.user = operator
    row = model()
    forms = []
    if model_admin.has_add_permission(request):
        forms.append(model_admin.get_form(request))
    if model_admin.has_change_permission(request, row):
        forms.append(model_admin.get_form(request, row, change=True))
    forms += [
        inline.get_formset(request).form for inline in model_admin.get_inline_instances(request)
    ]
    fine = (AutocompleteSelect, AutocompleteSelectMultiple, ForeignKeyRawIdWidget)
    for form in forms:
        for name, field in form.base_fields.items():
            if isinstance(field, ModelChoiceField) and field.queryset.model in OURS:
                widget = field.widget
                if isinstance(widget, RelatedFieldWidgetWrapper):
                    widget = widget.widget
                assert isinstance(widget, fine), name
    for name in model_admin.list_filter:
        related = _related(model, name)
        assert related is None or related in SMALL, name


def _related(model, name):
    try:
        return model._meta.get_field(name).related_model
    except (FieldDoesNotExist, TypeError):
        return None


@pytest.mark.django_db
def test_ten_rows_take_the_queries_of_one(client):
    def queries(model) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url(model)).status_code == 200
        return len(captured)

    models = [model for model, _admin in REGISTERED]
    client.get(url(models[0]))  # warms what is kept between requests
    make_rows(1)
    one = {label(model): queries(model) for model in models}
    make_rows(MANY - 1)
    many = {label(model): queries(model) for model in models}
    assert many == one
    few = {
        label(model)
        for model in models
        if label(model) not in NOT_MADE_HERE and model._base_manager.count() < 2
    }
    assert few == set()


@pytest.mark.django_db
def test_any_search_finds_or_finds_nothing(client):
    make_rows(1)
    for model, _model_admin in REGISTERED:
        for search in ("애월", "1", f"a' OR 1=1 {'9' * 30} %_\\"):
            response = client.get(url(model), {"q": search})
            assert response.status_code == 200, (label(model), search)


@pytest.mark.django_db
def test_every_row_can_be_opened(client):
    make_rows(1)
    for model, _model_admin in REGISTERED:
        row = model._base_manager.order_by("pk").last()
        if row is not None:
            assert client.get(url(model, "change", row.pk)).status_code == 200, label(model)


@pytest.mark.django_db
def test_only_staff_come_in():
    client = Client()
    client.force_login(make_user())
    for model, _model_admin in REGISTERED:
        assert client.get(url(model)).status_code == 302, label(model)
        assert client.post(url(model), {"action": "hide"}).status_code == 302, label(model)
