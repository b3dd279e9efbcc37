from __future__ import annotations

import re
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from apps.core import edge
from apps.questions import atom
from apps.questions.atom import AtomFeed
from apps.questions.models import Tag
from apps.regions.models import Region

# Seconds that shared caches may keep a feed: a hidden question is in it for that long.
SECONDS: Final = 30
TYPE: Final = "application/atom+xml; charset=utf-8"
# Texts may hold them, XML may not: one would make the whole feed unreadable.
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@require_safe
@edge.for_everybody(SECONDS)
def site(_request: HttpRequest) -> HttpResponse:
    return _rendered(atom.of_site())


@require_safe
@edge.for_everybody(SECONDS)
def region(_request: HttpRequest, slug: str) -> HttpResponse:
    return _rendered(atom.of_region(get_object_or_404(Region, slug=slug)))


@require_safe
@edge.for_everybody(SECONDS)
def tag(_request: HttpRequest, name: str) -> HttpResponse:
    found = get_object_or_404(Tag.objects.select_related("synonym_of"), name=name.lower())
    found = found.synonym_of or found
    if not found.question_count:
        raise Http404
    return _rendered(atom.of_tag(found))


def _rendered(feed: AtomFeed) -> HttpResponse:
    xml = render_to_string("questions/atom.xml", {"feed": feed})
    response = HttpResponse(NOT_XML.sub("", xml), content_type=TYPE)
    edge.modified(response, feed.updated_at)
    return response
