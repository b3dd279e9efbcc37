"""Tags: other names for them, merging two into one, and what is offered while one types."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from apps.core.errors import DomainError, NotAllowed
from apps.events.models import Event
from apps.notifications.enums import Watching
from apps.notifications.models import Watch
from apps.notifications.services.following import watch
from apps.questions.models import Question, QuestionTag, Tag, TagSynonym
from apps.questions.services import editing, merging, removing, tagging
from apps.questions.services.merging import merge_tags, release_synonym
from apps.questions.tags import canonical_names, suggested_tags
from tests.factories import make_question, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(db):
    return make_user(is_staff=True, is_superuser=True)


def names(question) -> list[str]:
    rows = QuestionTag.objects.filter(question=question).order_by("position")
    return list(rows.values_list("tag__name", flat=True))


def counts() -> dict[str, int]:
    return dict(Tag.objects.filter(question_count__gt=0).values_list("name", "question_count"))


@contextmanager
def checked_at_once():
    """What is put off to the end of a transaction is looked at with each statement."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        yield
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def edit(question, tags):
    question.refresh_from_db()
    return editing.edit_question(
        editor=question.author, question=question, title=question.title, body=question.body,
        category=question.category, tags=tags, is_urgent=False, version=question.version,
    )  # fmt: skip


class TestSynonyms:
    def test_lead_to_the_tag_when_asking_and_editing(self, moderator):
        make_question(tags=["주차장"])
        merge_tags(by=moderator, name="파킹", into="주차장")
        question = make_question(tags=["애월", "파킹", "주차장", "바다"])
        assert names(question) == ["애월", "주차장", "바다"]
        event = Event.objects.filter(type="question.created").latest("pk")
        assert event.payload["hashtags"] == ["애월", "주차장", "바다"]
        edit(question, ["바다", "파킹"])
        assert names(question) == ["바다", "주차장"]
        assert counts() == {"주차장": 2, "바다": 1}
        assert canonical_names(["파킹", "바다", "주차장"]) == ["주차장", "바다"]

    def test_lead_to_its_page_for_good_and_to_its_list(self, client, moderator):
        question = make_question(tags=["주차장"], title="주차장이 어디 있나요?")
        merge_tags(by=moderator, name="파킹", into="주차장")
        page = client.get("/t/파킹/")
        assert (page.status_code, page.headers["Location"]) == (
            301,
            Tag.objects.get(name="주차장").get_absolute_url(),
        )
        listed = client.get("/api/v1/questions/", {"tag": "파킹"}).json()["items"]
        assert [item["id"] for item in listed] == [question.pk]

    def test_of_synonyms_there_are_none(self, moderator):
        make_question(tags=["주차장"])
        make_question(tags=["주차"])
        merge_tags(by=moderator, name="파킹", into="주차장")
        with pytest.raises(DomainError):
            merge_tags(by=moderator, name="차대기", into="파킹")
        merge_tags(by=moderator, name="주차장", into="주차")
        assert set(TagSynonym.objects.values_list("name", "synonym_of__name")) == {
            ("파킹", "주차"),
            ("주차장", "주차"),
        }

    def test_the_database_refuses_a_chain_and_a_circle(self):
        one, two, three = (Tag.objects.create(name=name) for name in ("하나", "둘", "셋"))
        Tag.objects.filter(pk=one.pk).update(synonym_of=two)
        with (
            pytest.raises(IntegrityError, match="synonym"),
            transaction.atomic(),
            checked_at_once(),
        ):
            Tag.objects.filter(pk=two.pk).update(synonym_of=three)
        with pytest.raises(IntegrityError, match="another"), transaction.atomic():
            Tag.objects.filter(pk=three.pk).update(synonym_of=three)

    def test_a_name_can_be_given_back(self, moderator):
        make_question(tags=["주차장"])
        merge_tags(by=moderator, name="파킹", into="주차장")
        release_synonym(by=moderator, tag=Tag.objects.get(name="파킹"))
        assert names(make_question(tags=["파킹"])) == ["파킹"]


class TestMerging:
    def test_moves_questions_once_each_and_counts_right(self, moderator, monkeypatch):
        monkeypatch.setattr(tagging, "BATCH", 2)
        old = make_question(tags=["파킹", "애월"])
        both = make_question(tags=["주차", "바다", "파킹"])
        kept = make_question(tags=["주차"])
        hidden = make_question(tags=["파킹"])
        removing.hide(moderator=moderator, post=hidden, reason="광고")
        more = [make_question(tags=["파킹"]) for _number in range(4)]
        assert merge_tags(by=moderator, name="#파킹", into="주차") == 7
        assert names(old) == ["주차", "애월"]
        assert names(both) == ["주차", "바다"]
        assert {tuple(names(question)) for question in [kept, hidden, *more]} == {("주차",)}
        assert counts() == {"주차": 7, "애월": 1, "바다": 1}
        removing.restore(moderator=moderator, post=hidden, reason="광고가 아니었어요")
        assert counts()["주차"] == 8

    def test_done_twice_does_nothing(self, moderator):
        make_question(tags=["파킹"])
        make_question(tags=["주차"])
        assert merge_tags(by=moderator, name="파킹", into="주차") == 1
        before = counts()
        assert merge_tags(by=moderator, name="파킹", into="주차") == 0
        assert counts() == before
        assert Event.objects.filter(type="tag.merged").count() == 1

    def test_what_was_interrupted_goes_on(self, moderator):
        make_question(tags=["파킹"])
        make_question(tags=["주차"])
        merging._close(name="파킹", into="주차")
        assert counts() == {"파킹": 1, "주차": 1}
        assert merge_tags(by=moderator, name="파킹", into="주차") == 1
        assert counts() == {"주차": 2}

    def test_followers_and_the_deaf_come_along(self, moderator):
        make_question(tags=["파킹", "주차"])
        old, kept = Tag.objects.get(name="파킹"), Tag.objects.get(name="주차")
        follower, deaf, of_both = make_user(), make_user(), make_user()
        watch(person=follower, subject=old, mode=Watching.FOLLOW)
        watch(person=deaf, subject=old, mode=Watching.MUTE)
        watch(person=of_both, subject=old, mode=Watching.MUTE)
        watch(person=of_both, subject=kept, mode=Watching.FOLLOW)
        merge_tags(by=moderator, name="파킹", into="주차")
        assert set(Watch.objects.values_list("person", "tag", "mode")) == {
            (follower.pk, kept.pk, Watching.FOLLOW),
            (deaf.pk, kept.pk, Watching.MUTE),
            (of_both.pk, kept.pk, Watching.FOLLOW),
        }

    def test_who_followed_an_old_link_follows_the_tag(self, client, moderator):
        make_question(tags=["파킹", "주차"])
        merge_tags(by=moderator, name="파킹", into="주차")
        client.force_login(make_user())
        old = Tag.objects.get(name="파킹")
        client.post(f"/watch/tag/{old.pk}/", {"mode": "follow"})
        assert Watch.objects.get().tag == old.synonym_of

    @pytest.mark.parametrize(
        ("name", "into"), [("주차", "주차"), ("없는것", "더없는것"), ("!", "주차"), ("파킹", "")]
    )
    def test_nonsense_is_refused(self, moderator, name, into):
        make_question(tags=["주차", "파킹"])
        with pytest.raises(DomainError):
            merge_tags(by=moderator, name=name, into=into)
        assert counts() == {"주차": 1, "파킹": 1}

    def test_only_moderators_merge(self):
        make_question(tags=["주차", "파킹"])
        with pytest.raises(NotAllowed):
            merge_tags(by=make_user(), name="파킹", into="주차")


class TestAdmin:
    def test_asks_which_one_is_kept_and_says_who_did_it(self, client, moderator):
        make_question(tags=["파킹", "주차"])
        make_question(tags=["주차"])
        client.force_login(moderator)
        tags = list(Tag.objects.order_by("name").values_list("pk", flat=True))
        chosen = {"action": "merge", "_selected_action": tags}
        address = reverse("admin:questions_tag_changelist")
        asked = client.post(address, chosen).content.decode()
        assert 'name="into" value="주차"' in asked
        assert counts() == {"주차": 2, "파킹": 1}
        client.post(address, chosen | {"into": "주차"})
        assert counts() == {"주차": 2}
        entry = LogEntry.objects.get()
        assert (entry.user, entry.change_message) == (moderator, "합침: #파킹 → #주차")

    def test_a_name_nobody_wrote_yet_can_be_a_synonym(self, client, moderator):
        make_question(tags=["주차"])
        client.force_login(moderator)
        address = reverse("admin:questions_tagsynonym_add")
        kept = Tag.objects.get(name="주차")
        client.post(address, {"name": "파킹", "synonym_of": kept.pk})
        synonym = TagSynonym.objects.get(name="파킹")
        assert synonym.synonym_of == kept
        wrong = client.post(address, {"name": "차대기", "synonym_of": synonym.pk})
        assert "그 이름도 다른 태그를 뜻해요" in wrong.content.decode()
        delete = reverse("admin:questions_tagsynonym_delete", args=[synonym.pk])
        client.post(delete, {"post": "yes"})
        assert Tag.objects.get(name="파킹").synonym_of is None


class TestSuggestions:
    def test_begin_like_what_is_typed_and_the_most_used_come_first(self, client):
        for _number in range(2):
            make_question(tags=["애월맛집"])
        make_question(tags=["애월", "바다"])
        offered = client.get("/api/v1/tags/", {"q": "#애"}).json()
        assert [(tag["name"], tag["question_count"]) for tag in offered] == [
            ("애월맛집", 2),
            ("애월", 1),
        ]
        assert offered[1]["url"] == Tag.objects.get(name="애월").get_absolute_url()
        assert suggested_tags("애ㅇ") == suggested_tags("애")
        assert suggested_tags("") == suggested_tags("ㅇ") == suggested_tags("월") == []

    def test_a_synonym_offers_its_tag_once(self, moderator):
        make_question(tags=["주차장"])
        for name in ("파킹", "파킹장", "주차"):
            merge_tags(by=moderator, name=name, into="주차장")
        assert [tag.name for tag in suggested_tags("파")] == ["주차장"]
        assert [tag.name for tag in suggested_tags("주")] == ["주차장"]

    def test_what_only_hidden_questions_carry_is_offered_to_nobody(self, moderator):
        question = make_question(tags=["비밀꼬리표"])
        removing.hide(moderator=moderator, post=question, reason="광고")
        assert suggested_tags("비밀") == []
        assert not Tag.objects.popular().exists()

    def test_percent_and_underline_are_letters(self):
        make_question(tags=["a_b", "axb"])
        assert [tag.name for tag in suggested_tags("a_")] == ["a_b"]
        assert suggested_tags("%") == []

    def test_are_limited(self, client, settings):
        settings.RATE_LIMITS = {"suggest": "1/m"}
        assert [client.get("/api/v1/tags/?q=a").status_code for _time in range(2)] == [200, 429]

    def test_the_field_says_where_they_come_from(self, client):
        assert 'data-tags="/api/v1/tags/"' in client.get("/ask/").content.decode()


def test_a_tags_page_offers_to_follow_it(client):
    make_question(tags=["주차"])
    page = client.get("/t/주차/").content.decode()
    assert "소식 받기" in page
    assert "질문 1개" in page
    assert Question.objects.count() == 1
