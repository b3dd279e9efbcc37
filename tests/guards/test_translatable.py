"""Every Korean sentence that somebody may read passes through gettext."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType

from tests.guards.sources import python_files, short, templates

HANGUL = re.compile("[가-힣ㄱ-ㅎㅏ-ㅣ]")
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
# In a template tag: _("…"), and the pair of particles that a filter chooses from.
MARKED = re.compile(r"""_\((["']).*?\1\)|\|\s*(josa|particle|with_particle):(["']).*?\3""")
# Korean that is data: grammar, what the search box understands, names of districts, what neighbours wrote,
# samples for designers.
DATA = (
    "apps/core/korean.py",
    "apps/core/views/samples.py",
    "apps/core/views/stat_samples.py",
    "apps/core/views/styleguide.py",
    "apps/demo/",
    "apps/regions/district_names.py",
    "apps/regions/querysets.py",
    "apps/search/analysis/",
    "apps/search/grammar.py",
    "templates/styleguide/",
)
# Politeness gives a sentence away.
SENTENCE = re.compile("요[.?!]?$")


def is_data(path: Path) -> bool:
    return short(path).startswith(DATA) or "management" in path.parts


def untranslated_template(path: Path) -> list[str]:
    found, inside = [], ""
    for token in Lexer(path.read_text(encoding="utf-8")).tokenize():
        first = token.contents.split(" ", 1)[0] if token.token_type == TokenType.BLOCK else ""
        if inside:
            inside = "" if first == inside else inside
        elif first in {"blocktranslate", "blocktrans", "comment", "verbatim"}:
            inside = f"end{first}"
        elif first in {"translate", "trans"} or token.token_type == TokenType.COMMENT:
            continue
        elif HANGUL.search(MARKED.sub("", token.contents)):
            found.append(f"{token.lineno}: {token.contents.strip()[:60]}")
    return found


def untranslated_python(path: Path) -> list[str]:
    module = ast.parse(path.read_text(encoding="utf-8"))
    fine: set[int] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            fine.add(id(node.value))  # a docstring
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in GETTEXT:
            fine |= {id(inner) for inner in ast.walk(node)}
    for node in module.body:
        if _is_constant(node):
            fine |= {id(inner) for inner in ast.walk(node) if not _is_sentence(inner)}
    return [
        f"{node.lineno}: {node.value[:60]!r}"
        for node in ast.walk(module)
        if id(node) not in fine
        and isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and HANGUL.search(node.value)
    ]


def _is_constant(node: ast.stmt) -> bool:
    """``NAMES = …`` at the top of a module: patterns and words to compare with."""
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return all(isinstance(target, ast.Name) and target.id.isupper() for target in targets)


def _is_sentence(node: ast.AST) -> bool:
    value = getattr(node, "value", None)
    return isinstance(value, str) and bool(SENTENCE.search(value))


@pytest.mark.parametrize("path", [path for path in templates() if not is_data(path)], ids=short)
def test_templates(path):
    assert untranslated_template(path) == []


@pytest.mark.parametrize(
    "path", [path for path in python_files("apps") if not is_data(path)], ids=short
)
def test_python(path):
    assert untranslated_python(path) == []


def test_the_scanners_see(tmp_path):
    page = tmp_path / "page.html"
    page.write_text('{% translate "번역" %}{% include "a.html" with label=_("번역") %}{# 말 #}')
    assert untranslated_template(page) == []
    page.write_text('그냥\n{% include "a.html" with label="그냥" %}\n{{ x|default:"그냥" }}')
    assert len(untranslated_template(page)) == 3
    code = tmp_path / "code.py"
    code.write_text(
        '"""말"""\nx = _("번역")\nPATTERN = "[가-힣]"\ny = ngettext("하나", "여럿", 2)\n'
    )
    assert untranslated_python(code) == []
    code.write_text('x = "그냥"\ny = f"그냥 {x}"\nMESSAGE = "그냥 두면 안 돼요."\n')
    assert len(untranslated_python(code)) == 3
