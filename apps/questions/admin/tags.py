"""Tags that mean the same are merged here; the names that were given up lead to the one that is kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from apps.core.admin import ReadOnlyAdmin
from apps.core.errors import DomainError
from apps.questions.models import Tag, TagSynonym
from apps.questions.services.forbidding import allow_tag, forbid_tag
from apps.questions.services.merging import merge_tags, release_synonym


@admin.register(Tag)
class TagAdmin(ReadOnlyAdmin):
    list_display = ("name", "question_count", "synonym_of", "is_forbidden")
    list_filter = ("is_forbidden",)
    list_select_related = ("synonym_of",)
    search_fields = ("name",)
    ordering = ("-question_count", "-id")
    actions = ("merge", "forbid", "allow")

    def has_merge_permission(self, request: HttpRequest) -> bool:
        """Tags can't be edited, so the action asks for the right to change by itself."""
        return request.user.has_perm("questions.change_tag")

    @admin.action(description=_("다른 태그로 합치기"), permissions=["merge"])
    def merge(self, request: HttpRequest, queryset: QuerySet[Tag]) -> HttpResponse | None:
        """Ask which one is kept, and on the second post do it."""
        into = request.POST.get("into")
        if into is None:
            context = {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "title": gettext("다른 태그로 합치기"),
                "tags": queryset.order_by("name"),
                "into": queryset.order_by("-question_count", "name").first(),
            }
            return TemplateResponse(request, "admin/questions/merge_tags.html", context)
        _merge(self, request, [tag for tag in queryset if tag.name != into.strip()], into)
        return None

    @admin.action(description=_("금지하기"), permissions=["merge"])
    def forbid(self, request: HttpRequest, queryset: QuerySet[Tag]) -> None:
        """Taken from all questions at once, and nobody's to write."""
        for tag in queryset:
            try:
                taken = forbid_tag(by=request.user, tag=tag)  # type: ignore[arg-type]
            except DomainError as error:
                self.message_user(request, f"#{tag}: {error.message}", messages.ERROR)
                continue
            self.log_change(request, tag, gettext("금지함"))
            text = ngettext(
                "#%(tag)s: 질문 %(count)d개에서 뗐어요.",
                "#%(tag)s: 질문 %(count)d개에서 뗐어요.",
                taken,
            )
            self.message_user(request, text % {"tag": tag, "count": taken}, messages.SUCCESS)

    @admin.action(description=_("금지 풀기"), permissions=["merge"])
    def allow(self, request: HttpRequest, queryset: QuerySet[Tag]) -> None:
        for tag in queryset.filter(is_forbidden=True):
            allow_tag(by=request.user, tag=tag)  # type: ignore[arg-type]
            self.log_change(request, tag, gettext("금지를 풂"))


class SynonymForm(forms.ModelForm):
    class Meta:
        model = TagSynonym
        fields = ("name", "synonym_of")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        into = data.get("synonym_of")
        if into is None:
            self.add_error("synonym_of", _("어느 태그를 뜻하는지 골라 주세요."))
        elif into.synonym_of_id:
            self.add_error("synonym_of", _("그 이름도 다른 태그를 뜻해요. 그 태그를 골라 주세요."))
        elif into.is_forbidden:
            self.add_error("synonym_of", _("금지한 태그예요. 다른 태그를 골라 주세요."))
        elif into.name == data.get("name"):
            self.add_error("synonym_of", _("서로 다른 두 태그를 골라 주세요."))
        return data

    def validate_unique(self) -> None:
        """A tag of that name is merged."""


@admin.register(TagSynonym)
class TagSynonymAdmin(ReadOnlyAdmin):
    """Names that lead to a tag: add one for what nobody has written yet, or take one back."""

    list_display = ("name", "synonym_of", "question_count")
    list_select_related = ("synonym_of",)
    search_fields = ("name", "synonym_of__name")
    ordering = ("name",)
    fields = ("name", "synonym_of")
    autocomplete_fields = ("synonym_of",)
    form = SynonymForm

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("questions.change_tag"))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The name becomes a tag of its own again."""
        return bool(request.user.has_perm("questions.change_tag"))

    def save_model(self, request: HttpRequest, obj: TagSynonym, form: Any, change: Any) -> None:
        merge_tags(by=request.user, name=obj.name, into=obj.synonym_of.name)  # type: ignore[arg-type, union-attr]
        obj.pk = Tag.objects.get(name=obj.name).pk

    def delete_model(self, request: HttpRequest, obj: TagSynonym) -> None:
        release_synonym(by=request.user, tag=obj)  # type: ignore[arg-type]

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[TagSynonym]) -> None:
        for tag in queryset:
            self.delete_model(request, tag)


def _merge(model_admin: TagAdmin, request: HttpRequest, tags: list[Tag], into: str) -> None:
    moved = 0
    for tag in tags:
        try:
            moved += merge_tags(by=request.user, name=tag.name, into=into)  # type: ignore[arg-type]
        except DomainError as error:
            model_admin.message_user(request, str(error.message), messages.ERROR)
            return
        model_admin.log_change(
            request, tag, gettext("합침: #%(name)s → #%(into)s") % {"name": tag.name, "into": into}
        )
    text = ngettext(
        "질문 %(count)d개의 태그를 바꿨어요.", "질문 %(count)d개의 태그를 바꿨어요.", moved
    )
    model_admin.message_user(request, text % {"count": moved}, messages.SUCCESS)
