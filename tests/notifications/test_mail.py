"""What a mail says, and what its addresses do."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

from apps.notifications import links
from apps.notifications.enums import Channel, Frequency
from apps.notifications.facts import is_chosen, preferences_of
from apps.notifications.kinds.asked import ASKED
from apps.notifications.models import Dispatch
from apps.notifications.services.notifying import notify
from tests.factories import make_question
from tests.notifications.conftest import deliver

pytestmark = pytest.mark.django_db


@pytest.fixture
def mail(mails, tell):
    """A mail about an answer, as the server received it."""

    def make(body: str = "하귀 **365의원**이 열려 있어요."):
        deliver(tell(body=body))
        return mails.received[-1]

    return make


def part(mail, kind: str) -> str:
    return mail.get_body((kind,)).get_content()


def local(url: str) -> str:
    return url.removeprefix("http://127.0.0.1:8000")


def stop_url(mail) -> str:
    return local(mail["List-Unsubscribe"].strip().strip("<>"))


class TestWhatItSays:
    def test_is_the_same_in_text_and_in_html(self, mail):
        sent = mail()
        for kind in ("plain", "html"):
            text = part(sent, kind)
            assert "님이 답변했어요" in text
            assert "하귀 365의원이 열려 있어요." in text
            assert "메일 그만 받기" in text
            assert "답장하면 아무에게도 전해지지 않아요" in text
        assert "님이 답변했어요: " in sent["Subject"]

    def test_shows_what_people_typed_and_runs_none_of_it(self, mail):
        sent = mail("<script>alert(1)</script> & <b>굵게</b>")
        assert "<script" not in part(sent, "html")
        assert "&amp;" in part(sent, "html")

    def test_signs_are_signs_in_text(self, mail):
        assert "A & B < 3 이라서 it's" in part(mail("A & B < 3 이라서 it's 그래요"), "plain")

    def test_a_title_cannot_add_headers(self, mails, asker):
        question = make_question(title="안녕하세요\r\nBcc: all@example.org 들어와요")
        notify(recipient_id=asker.pk, kind=ASKED, actor_id=question.author_id,
               question_id=question.pk)  # fmt: skip
        deliver(Dispatch.objects.get())
        assert mails.received[0]["Bcc"] is None

    def test_html_is_what_old_mail_programs_understand(self, mail):
        """Naver, Daum and Outlook drop style sheets, scripts, and know no flexbox."""
        html = part(mail(), "html")
        assert not re.search(r"<style|<link|<script|<svg|display:\s*(flex|grid)|class=|var\(", html)
        tags = Tags()
        tags.feed(html)
        assert tags.open == []
        assert len(html.encode()) < 20_000

    def test_programs_are_told_what_it_is(self, mail, asker):
        sent = mail()
        assert sent["Auto-Submitted"] == "auto-generated"
        assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert re.fullmatch(r"<dispatch-\d+@127\.0\.0\.1>", sent["Message-ID"])
        assert sent["To"] == asker.email


class Tags(HTMLParser):
    """Notes which elements are not closed."""

    VOID = frozenset({"meta", "br", "img", "hr"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


class TestOpening:
    def test_leads_to_the_answer_and_is_noted_once(self, client, mail):
        sent = mail()
        url = local(re.search(r"http://127\.0\.0\.1:8000/n/[^\s\"]+", part(sent, "plain"))[0])
        dispatch = Dispatch.objects.get()
        assert dispatch.opened_at is None
        first = client.get(url)
        assert first.headers["Location"].endswith(f"/a/{dispatch.notification.answer_id}/")
        dispatch.refresh_from_db()
        opened = dispatch.opened_at
        client.get(url)
        dispatch.refresh_from_db()
        assert dispatch.opened_at == opened is not None
        # Whoever follows it need not be its reader: nothing counts as read.
        assert dispatch.notification.read_at is None

    def test_a_forged_address_leads_nowhere(self, client, mail):
        mail()
        dispatch = Dispatch.objects.get()
        for token in (str(dispatch.pk), f"{dispatch.pk}:x", "x" * 300):
            assert client.get(f"/n/{token}/").status_code == 404
        dispatch.refresh_from_db()
        assert dispatch.opened_at is None
        assert client.post(local(links.opening(dispatch))).status_code == 405

    def test_what_is_gone_leads_to_the_inbox(self, client, mail):
        mail()
        dispatch = Dispatch.objects.get()
        url = local(links.opening(dispatch))
        dispatch.delete()
        assert client.get(url).headers["Location"] == "/inbox/"


class TestStopping:
    @pytest.fixture
    def stranger(self) -> Client:
        """A mail program: no session, no cookie, no page it came from."""
        return Client(enforce_csrf_checks=True)

    def test_by_one_tap_in_the_mail_program(self, stranger, mail, asker):
        url = stop_url(mail())
        for _twice in range(2):
            done = stranger.post(url, {"List-Unsubscribe": "One-Click"})
            assert done.status_code == 200
        wishes = preferences_of(asker.pk)
        assert not is_chosen(wishes, "answered", Channel.EMAIL)
        assert is_chosen(wishes, "answered", Channel.PUSH)
        assert is_chosen(wishes, "asked", Channel.EMAIL)

    def test_looking_at_the_page_stops_nothing(self, stranger, mail, asker):
        page = stranger.get(stop_url(mail()))
        assert "내 질문에 답변이 달릴 때" in page.content.decode()
        assert is_chosen(preferences_of(asker.pk), "answered", Channel.EMAIL)

    def test_all_mail_at_once(self, stranger, mail, asker):
        page = stranger.post(stop_url(mail())).content.decode()
        everything = re.search(r'action="(?:http://127\.0\.0\.1:8000)?(/stop/[^"]+)"', page)[1]
        stranger.post(everything)
        wishes = preferences_of(asker.pk)
        assert wishes.digest == Frequency.NEVER
        assert not is_chosen(wishes, "asked", Channel.EMAIL)
        assert is_chosen(wishes, "asked", Channel.PUSH)

    def test_only_what_the_signature_says(self, stranger, asker):
        url = local(links.stopping(asker.pk, "answered", Channel.EMAIL))
        forged = url.replace("answered", "asked")
        assert stranger.post(forged).status_code == 404
        assert stranger.put(url).status_code == 405

    def test_of_somebody_who_is_gone_it_says_the_same(self, stranger):
        url = local(links.stopping(10**9, "answered", Channel.EMAIL))
        assert stranger.post(url).status_code == 200
