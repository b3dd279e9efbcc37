"""``{% translate %}`` of what is written out, looked up once for each language.

Django looks every text up for every reader, by way of a lazy object: a twentieth of a page.
"""

from __future__ import annotations

from django import template
from django.template import Context, Node
from django.template.base import FilterExpression, Parser, Token, Variable
from django.templatetags.i18n import TranslateNode, do_translate
from django.utils.translation import get_language

register = template.Library()


@register.tag("translate")
def translate(parser: Parser, token: Token) -> Node:
    """As Django's tag, and that one where a variable, a context or a name for the text is given."""
    node = do_translate(parser, token)
    is_plain = not (node.asvar or node.message_context)
    return WrittenOut(node) if is_plain and _is_written_out(node.filter_expression) else node


class WrittenOut(Node):
    """A text that depends on nothing but the language."""

    def __init__(self, node: TranslateNode) -> None:
        self._node = node
        self._texts: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        language = get_language()
        text = self._texts.get(language)
        if text is None:
            text = self._texts[language] = self._node.render(context)
        return text


def _is_written_out(expression: FilterExpression) -> bool:
    variable = expression.var
    is_literal = isinstance(variable, Variable) and variable.literal is not None
    return is_literal and not expression.filters
