import pytest
from django.test import override_settings

PAGES = ["/about/", "/guidelines/", "/terms/", "/privacy/", "/display/"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_can_be_read_without_an_account(client, db, path):
    page = client.get(path).content.decode()
    assert page.count("<h1>") == 1
    assert 'class="skip-link" href="#main"' in page
    assert " style=" not in page
    assert "(은)" not in page


def test_the_operator_is_named_only_when_there_is_one(client, db):
    assert "mailto:" not in client.get("/privacy/").content.decode()
    with override_settings(OPERATOR_NAME="동네상점", OPERATOR_EMAIL="help@example.com"):
        page = client.get("/privacy/").content.decode()
    assert "동네상점이 책임지고" in page
    assert "mailto:help@example.com" in page


def test_a_theme_is_kept_in_the_browser(client, db):
    response = client.post("/display/", {"theme": "dark"}, follow=True)
    assert 'data-theme="dark"' in response.content.decode()
    assert "화면 밝기를 바꿨어요." in response.content.decode()


def test_an_unknown_theme_changes_nothing(client, db):
    response = client.post("/display/", {"theme": "<b>"}, follow=True)
    assert 'data-theme="auto"' in response.content.decode()
    assert "골라 주세요" in response.content.decode()


def test_the_styleguide_renders_every_component(client, db):
    assert client.get("/styleguide/").status_code == 200


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_missing_page_says_so_whole_or_as_a_toast(client, db, headers):
    response = client.get("/nowhere-at-all/", headers=headers)
    page = response.content.decode()
    assert response.status_code == 404
    assert "지워졌거나 주소가 바뀌었을 수 있어요" in page
    assert ("<html" in page) is not bool(headers)
    assert ('hx-swap-oob="beforeend:#toasts"' in page) is bool(headers)
