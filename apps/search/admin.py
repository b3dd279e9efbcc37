from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from apps.core.admin import ReadOnlyAdmin
from apps.core.text import clean_line
from apps.search.models import MissedQuery, SearchDocument, Synonym, Term


class SynonymForm(forms.ModelForm):
    def clean_words(self) -> str:
        words = [
            word for each in self.cleaned_data["words"].split(",") if (word := clean_line(each))
        ]
        if len(dict.fromkeys(words)) < 2:
            raise ValidationError(_("같은 말을 쉼표로 나눠 둘 이상 적어 주세요."))
        return ", ".join(dict.fromkeys(words))

    class Meta:
        model = Synonym
        fields = ("words",)


@admin.register(Synonym)
class SynonymAdmin(admin.ModelAdmin):
    """In force within a minute, without touching a document."""

    form = SynonymForm
    list_display = ("words",)
    search_fields = ("words",)
    show_full_result_count = False


@admin.register(MissedQuery)
class MissedQueryAdmin(ReadOnlyAdmin):
    """What people look for and nobody has asked; nobody is told who looked."""

    list_display = ("text", "times", "first_at", "last_at")
    search_fields = ("text",)
    ordering = ("-times", "-last_at")


@admin.register(Term)
class TermAdmin(ReadOnlyAdmin):
    list_display = ("text", "documents")
    search_fields = ("text",)
    ordering = ("text",)


@admin.register(SearchDocument)
class SearchDocumentAdmin(ReadOnlyAdmin):
    list_display = ("question", "indexed_at")
    search_fields = ("=question__id",)
    ordering = ("-question",)
    fields = ("question", "indexed_at", "words", "title_words")

    def get_queryset(self, request: Any) -> Any:
        return (
            super().get_queryset(request).select_related("question").defer("words", "title_words")
        )
