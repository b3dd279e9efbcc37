from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import get_finder
from django.core.management import call_command
from pytest_django import Settings

from apps.core.static_storage import BundleError

Sources = dict[str, str]


@pytest.fixture
def collect(settings: Settings, tmp_path: Path):
    """Collects the given sources and returns the folder they are served from."""

    def run(sources: Sources) -> Path:
        for name, content in sources.items():
            file = tmp_path / "source" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content)
        settings.STATICFILES_DIRS = [tmp_path / "source"]
        settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
        settings.STATIC_ROOT = tmp_path / "served"
        settings.STORAGES = {
            **settings.STORAGES,
            "staticfiles": {"BACKEND": "apps.core.static_storage.BundledStaticFilesStorage"},
        }
        get_finder.cache_clear()
        call_command("collectstatic", interactive=False, verbosity=0)
        return tmp_path / "served"

    yield run
    get_finder.cache_clear()


def stylesheet(served: Path) -> str:
    [file] = served.glob("css/app.*.css")
    return file.read_text()


def test_imports_become_layers_of_one_file(collect) -> None:
    served = collect(
        {
            "css/app.css": '@layer base, parts;\n@import url("base.css") layer(base);\n'
            '@import url("parts/card.css") layer(parts);\n',
            "css/base.css": "body { margin: 0 }" + " " * 400,
            "css/parts/card.css": ".card { color: red }",
        }
    )
    css = stylesheet(served)
    assert "@import" not in css
    assert css.index("@layer base, parts;") < css.index("@layer base {\nbody { margin: 0 }")
    assert "@layer parts {\n.card { color: red }\n}" in css
    assert not list(served.rglob("card*"))
    assert {path.suffix for path in served.glob("css/app.*")} == {".css", ".br", ".gz"}


def test_a_picture_is_found_from_where_its_stylesheet_stood(collect) -> None:
    served = collect(
        {
            "css/app.css": '@import url("parts/card.css") layer(parts);',
            "css/parts/card.css": ".a { background: url(../../img/a.svg) }"
            ' .b { background: url("data:image/svg+xml,x") }',
            "img/a.svg": "<svg/>",
        }
    )
    [picture] = served.glob("img/a.*.svg")
    css = stylesheet(served)
    assert f"../img/{picture.name}" in css
    assert "data:image/svg+xml,x" in css


def test_modules_import_each_other_under_hashed_names(collect) -> None:
    served = collect(
        {"js/app.js": 'import { go } from "./go.js";\ngo();', "js/go.js": "export const go = 1;"}
    )
    [app] = served.glob("js/app.*.js")
    [go] = served.glob("js/go.*.js")
    assert f'from "./{go.name}"' in app.read_text()


@pytest.mark.parametrize(
    ("sources", "named"),
    [
        ({"css/app.css": '@import url("gone.css") layer(x);'}, "gone.css"),
        ({"css/app.css": '@import "plain.css";', "css/plain.css": ""}, "css/app.css"),
        (
            {
                "css/app.css": '@import url("a.css") layer(x);',
                "css/a.css": '@import url("app.css") layer(x);',
            },
            "itself",
        ),
    ],
)
def test_what_cannot_be_joined_is_named(collect, sources: Sources, named: str) -> None:
    with pytest.raises(BundleError, match=named):
        collect(sources)
