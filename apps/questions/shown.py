"""The values of the pieces of a question's page: whatever they show, and nothing that could change unseen."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.safestring import SafeString

from apps.questions.forms import AnswerForm


class Author(NamedTuple):
    """Somebody who has left has no page."""

    nickname: str
    level: int
    is_active: bool


class Place(NamedTuple):
    name: str
    slug: str
    sido: Place | None = None
    sigungu: Place | None = None


class Area(NamedTuple):
    name: str
    slug: str
    full_name: str


class Topic(NamedTuple):
    name: str
    slug: str
    icon: str


class Vote(NamedTuple):
    id: str
    action: str
    score: int
    mine: int | None
    may: bool


class Switch(NamedTuple):
    action: str
    on: bool
    may: bool
    number: int | None = None


class Remark(NamedTuple):
    id: int
    author: Author
    by_asker: bool
    text: SafeString
    created_at: datetime
    visibility: int
    is_deleted: bool
    hidden_reason: str
    delete_url: str
    is_folded: bool


class Remarks(NamedTuple):
    """``open_url`` is empty for those who may not add one."""

    id: str
    slot_id: str
    open_url: str
    shown: tuple[Remark, ...]


class ShownQuestion(NamedTuple):
    id: int
    title: str
    body_html: str
    author: Author
    region: Place
    tag_names: tuple[str, ...]
    created_at: datetime
    edited_at: bool
    view_count: int
    answer_count: int
    bounty: int
    is_urgent: bool
    is_open: bool
    is_waiting: bool
    accepted_answer_id: int | None


class Text(NamedTuple):
    """The one field of the form for an answer, as ``components/composer.html`` reads it."""

    value: str
    label: str | Promise = AnswerForm.base_fields["body"].label or ""
    html_name: str = "body"
    auto_id: str = "id_body"
    id_for_label: str = "id_body"
    errors: tuple[str, ...] = ()


class EmptyForm(NamedTuple):
    """A form nobody has sent yet. Its hidden fields are not kept: each form has its own key."""

    body: Text
    errors: tuple[str, ...] = ()


class Asked(NamedTuple):
    id: int


class ShownAnswer(NamedTuple):
    id: int
    body_html: str
    author: Author
    created_at: datetime
    edited_at: bool
    is_visible: bool
    is_deleted: bool
    hidden_reason: str
