from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import Client
from pytest_django import Settings

from apps.core.mailbox import reader
from apps.core.mailbox.backend import FolderBackend

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return tmp_path / "mail"


def send(subject: str, body: str = "본문", html: str = "") -> None:
    connection = get_connection(f"{FolderBackend.__module__}.{FolderBackend.__name__}")
    mail = EmailMultiAlternatives(subject, body, to=["p01@demo.dongne.test"], connection=connection)
    if html:
        mail.attach_alternative(html, "text/html")
    assert mail.send() == 1


def test_an_empty_box(client: Client) -> None:
    assert client.get("/dev/mail/").status_code == 200


def test_the_newest_is_first(client: Client) -> None:
    send("첫 번째")
    send("두 번째")
    page = client.get("/dev/mail/").content.decode()
    assert page.index("두 번째") < page.index("첫 번째")


def test_links_can_be_followed(client: Client) -> None:
    send("이메일 확인", "여기를 눌러 주세요: http://127.0.0.1:8000/accounts/confirm-email/Mg:1/")
    [mail] = reader.newest()
    page = client.get(f"/dev/mail/{mail.name}/").content.decode()
    assert 'href="http://127.0.0.1:8000/accounts/confirm-email/Mg:1/"' in page


def test_a_mail_is_text_whatever_it_contains(client: Client) -> None:
    send("<script>alert(1)</script>", "<script>alert(2)</script>", "<img src=x onerror=alert(3)>")
    [mail] = reader.newest()
    for path in ("/dev/mail/", f"/dev/mail/{mail.name}/"):
        page = client.get(path).content.decode()
        assert "<script>alert" not in page
        assert "onerror" not in page


@pytest.mark.parametrize("name", ["nothing", "..", "%2e%2e%2fpassword", "0" * 20 + "-abcdef"])
def test_a_name_reaches_only_mail(client: Client, folder: Path, name: str) -> None:
    folder.mkdir()
    (folder.parent / "password.eml").write_text("secret")
    assert client.get(f"/dev/mail/{name}/").status_code == 404
