from __future__ import annotations

import io
import re

import pytest
import yaml
from django.core.management import call_command

from tools.data_dir import ROOT

OPENAPI = ROOT / "docs" / "openapi.yaml"


@pytest.fixture(scope="module")
def committed():
    return yaml.safe_load(OPENAPI.read_text(encoding="utf-8"))


def operations(document):
    return [
        (path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def test_the_committed_description_is_valid_and_current():
    written = io.StringIO()
    call_command("spectacular", validate=True, fail_on_warn=True, stdout=written)
    assert written.getvalue().strip() == OPENAPI.read_text(encoding="utf-8").strip(), (
        "the API has changed; renew its description with `make openapi`"
    )


def test_the_site_serves_it(client):
    response = client.get("/api/v1/schema/")
    assert response.headers["Content-Type"] == "application/yaml; charset=utf-8"
    assert response.content.decode().strip() == OPENAPI.read_text(encoding="utf-8").strip()
    assert client.post("/api/v1/schema/").status_code == 405


def test_operations_have_readable_names_and_say_what_they_do(committed):
    names = [operation["operationId"] for _path, _method, operation in operations(committed)]
    assert len(names) == len(set(names))
    for path, method, operation in operations(committed):
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", operation["operationId"]), (path, method)
        assert not re.search(r"_(retrieve|create|update|destroy|partial)", operation["operationId"])
        assert operation["description"].endswith("."), (path, method)


def test_every_operation_describes_its_errors(committed):
    for path, method, operation in operations(committed):
        for status in ("4XX", "429"):
            content = operation["responses"][status]["content"]["application/json"]
            assert content["schema"] == {"$ref": "#/components/schemas/Error"}, (path, method)
        assert "Retry-After" in operation["responses"]["429"]["headers"]


def test_every_post_describes_how_to_repeat_it(committed):
    for path, method, operation in operations(committed):
        headers = {p["name"] for p in operation.get("parameters", []) if p["in"] == "header"}
        assert headers == ({"Idempotency-Key"} if method == "post" else set()), path


def test_every_page_describes_its_cursor(committed):
    """The regions of one level come all at once."""
    for path, _method, operation in operations(committed):
        content = operation["responses"].get("200", {}).get("content", {})
        schema = content.get("application/json", {}).get("schema", {}).get("$ref", "")
        if schema.endswith("Page") and operation["operationId"] != "list_regions":
            [cursor] = [p for p in operation["parameters"] if p["name"] == "cursor"]
            assert cursor["description"], path


# Reading what is one's own.
SIGNED_IN_READS = {"list_similar", "list_answer_requests", "get_notification_preferences"}


def test_writing_needs_a_sign_in_and_reading_does_not(committed):
    for path, method, operation in operations(committed):
        ways = operation["security"]
        assert {"session": []} in ways, path
        assert {"token": []} in ways, path
        open_to_all = method == "get" and operation["operationId"] not in SIGNED_IN_READS
        assert ({} in ways) == open_to_all, path
