import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import get_finder
from django.core.management import call_command
from pytest_django import Settings

from apps.core.script_bundle import BundleError

Sources = dict[str, str]

MODULES = {
    "js/app.js": '// Begins.\nimport "./once.js";\nimport { say, A } from "./words.js";\n\n'
    'say(A);\nconst later = () => import("./later.js");\n' + "// " + "x" * 400,
    "js/once.js": 'import { say } from "./words.js";\nsay("once");',
    "js/words.js": "export const A = 1;\nexport async function say(word) {}\nconst mine = 2;",
    "js/later.js": "export function start() {}",
}


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


def script(served: Path, name: str = "app") -> str:
    [file] = served.glob(f"js/{name}.*.js")
    return file.read_text()


def test_modules_of_their_own_import_each_other_under_hashed_names(collect) -> None:
    served = collect(
        {
            "js/map.js": 'import { go } from "./go.js";\nimport("./later.js");\ngo();',
            "js/go.js": "export const go = 1;",
            "js/later.js": "",
        }
    )
    [go] = served.glob("js/go.*.js")
    [later] = served.glob("js/later.*.js")
    assert f'from "./{go.name}"' in script(served, "map")
    assert f'import("./{later.name}")' in script(served, "map")


def test_what_every_page_loads_is_one_script(collect) -> None:
    served = collect(MODULES)
    assert {path.suffix for path in served.glob("js/app.*")} == {".js", ".br", ".gz"}
    assert {path.name.split(".")[0] for path in served.glob("js/*.js")} == {"app", "later"}
    [later] = served.glob("js/later.*.js")
    assert f'import("./{later.name}")' in script(served)
    # Each behind what it needs, and once.
    [words, once, entry] = re.findall(
        r'export async|async function say|say\("once"\)|say\(A\)', script(served)
    )
    assert (words, once, entry) == ("async function say", 'say("once")', "say(A)")
    assert not re.search(r"^(import|export)\b(?!\()", script(served), re.MULTILINE)


@pytest.mark.parametrize(
    ("sources", "named"),
    [
        ({"js/app.js": 'import { a } from "./gone.js";'}, "gone.js"),
        ({"js/app.js": 'import * as a from "./a.js";', "js/a.js": ""}, "js/app.js"),
        ({"js/app.js": 'import "./a.js";', "js/a.js": "export default 1;"}, "js/a.js"),
        ({"js/app.js": 'import "./a.js";', "js/a.js": 'import "./app.js";'}, "itself"),
        ({"js/app.js": 'import "./x/a.js";', "js/x/a.js": ""}, "another folder"),
        (
            {
                "js/app.js": 'import "./a.js";',
                "js/map.js": 'import "./a.js";',
                "js/a.js": "export {};",
            },
            "js/a.js",
        ),
        (
            {
                "js/app.js": 'import "./a.js";',
                "js/live.js": 'import "./a.js";',
                "js/a.js": "say();" + " " * 400,
            },
            "twice",
        ),
    ],
)
def test_a_script_that_cannot_be_joined_is_named(collect, sources: Sources, named: str) -> None:
    with pytest.raises(BundleError, match=named):
        collect(sources)


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
