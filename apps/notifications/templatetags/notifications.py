from __future__ import annotations

from django import template

from apps.notifications import wording

register = template.Library()
register.filter("sentence", wording.sentence)
register.filter("target", wording.target)
