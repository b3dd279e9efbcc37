"""Every component in every state, on one page, for those who build the others."""

from __future__ import annotations

import re
from pathlib import Path

from django import forms
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.core.views import samples, stat_samples

SPRITE = "img/icons.svg"


class SampleForm(forms.Form):
    """One field of each kind; bound with bad data it shows every kind of error."""

    title = forms.CharField(
        label=gettext_lazy("제목"),
        help_text=gettext_lazy("한 문장으로 물어보면 답이 빨라요."),
        min_length=4,
        error_messages={"min_length": gettext_lazy("네 글자 이상으로 적어 주세요.")},
    )
    email = forms.EmailField(label=gettext_lazy("이메일"), required=False)
    category = forms.ChoiceField(
        label=gettext_lazy("분류"),
        choices=[("food", gettext_lazy("맛집·카페")), ("transport", gettext_lazy("교통"))],
    )
    bounty = forms.ChoiceField(
        label=gettext_lazy("현상 포인트"),
        widget=forms.RadioSelect,
        choices=[("0", gettext_lazy("걸지 않기")), ("10", "10P"), ("30", "30P")],
        initial="0",
    )
    is_urgent = forms.BooleanField(
        label=gettext_lazy("급해요"),
        help_text=gettext_lazy("한 시간 안에 답이 필요할 때만 골라 주세요."),
        required=False,
    )
    body = forms.CharField(
        label=gettext_lazy("답변"),
        widget=forms.Textarea,
        min_length=2,
        error_messages={"required": gettext_lazy("답변을 적어 주세요.")},
    )


@require_safe
@never_cache
def styleguide(request: HttpRequest) -> HttpResponse:
    """Routed in development and tests only."""
    context = {
        "icons": sprite_names(),
        "hues": samples.names_of_every_hue(),
        "questions": samples.questions(),
        "question": samples.asked(),
        "answer": samples.answer(),
        "similar": samples.similar(),
        "comments": samples.comments(),
        "categories": samples.CATEGORIES,
        "feeds": samples.FEEDS,
        "notifications": samples.notifications(),
        "ledger": samples.ledger(),
        "stats": [(_("질문"), 12), (_("답변"), "1만 2천"), (_("채택"), "64%")],
        "chart": stat_samples.chart(),
        "waits": stat_samples.waits(),
        "pieces": samples.pieces(),
        "form": SampleForm(),
        "bad_form": SampleForm({"title": "밥", "email": "없음", "body": ""}, auto_id="bad_%s"),
        "prose": samples.PROSE,
        "now": samples.now(),
    }
    return render(request, "styleguide/index.html", context)


def sprite_names() -> list[str]:
    """Icons that can be drawn, read from the sprite itself."""
    sprite = Path(str(finders.find(SPRITE))).read_text()
    return re.findall(r'<symbol id="([\w-]+)"', sprite)
