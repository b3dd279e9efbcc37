from __future__ import annotations

from collections.abc import Callable

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.admin import ReadOnlyAdmin
from apps.regions.enums import Level
from apps.regions.models import Region
from apps.regions.services.opening import close_region, open_region

Verb = Callable[..., int]


class SidoFilter(admin.SimpleListFilter):
    title = gettext_lazy("시도")
    parameter_name = "sido"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Region]
    ) -> list[tuple[str, str]]:
        return [(str(pk), name) for pk, name in Region.objects.sidos().values_list("pk", "name")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Region]) -> QuerySet[Region]:
        chosen = self.value()
        return queryset.filter(sido_id=int(chosen)) if chosen and chosen.isdecimal() else queryset


@admin.register(Region)
class RegionAdmin(ReadOnlyAdmin):
    """The tree comes from the boundary file; the operator opens and closes its branches."""

    list_display = ("full_name", "code", "level", "is_open")
    list_filter = ("is_open", "level", SidoFilter)
    search_fields = ("full_name", "slug", "=code")
    search_help_text = gettext_lazy("이름이나 법정동 코드")
    list_per_page = 50
    actions = ("open_regions", "close_regions")
    fields = ("full_name", "code", "slug", "level", "is_open", "path", "children", "centroid")
    readonly_fields = ("path", "children", "centroid")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Region]:
        return super().get_queryset(request).select_related("sido", "sigungu")

    @admin.display(description=gettext_lazy("경로"))
    def path(self, region: Region) -> SafeString:
        line = [found for found in (region.sido, region.sigungu) if found and found != region]
        return format_html_join(" › ", "{}", ((_link(found),) for found in [*line, region]))

    @admin.display(description=gettext_lazy("안의 지역"))
    def children(self, region: Region) -> SafeString | str:
        if region.level == Level.EMD:
            return "–"
        found = Region.objects.children_of(region)
        return format_html_join(" · ", "{}", ((_link(child),) for child in found))

    @admin.display(description=gettext_lazy("대표 지점"))
    def centroid(self, region: Region) -> str:
        return f"{region.lat:.6f}, {region.lng:.6f}"

    def has_open_permission(self, request: HttpRequest) -> bool:
        """Rows can't be edited, so the actions ask for the right to change by themselves."""
        return request.user.has_perm("regions.change_region")

    @admin.action(description=gettext_lazy("열기 (안의 지역까지)"), permissions=["open"])
    def open_regions(self, request: HttpRequest, queryset: QuerySet[Region]) -> None:
        self._each(request, queryset, open_region, _("열었어요"))

    @admin.action(description=gettext_lazy("닫기 (안의 지역까지)"), permissions=["open"])
    def close_regions(self, request: HttpRequest, queryset: QuerySet[Region]) -> None:
        self._each(request, queryset, close_region, _("닫았어요"))

    def _each(
        self, request: HttpRequest, queryset: QuerySet[Region], verb: Verb, done: str
    ) -> None:
        changed = 0
        for region in queryset:
            count = verb(region=region, by=request.user)
            if count:
                self.log_change(request, region, done)
            changed += count
        self.message_user(
            request, _("지역 %(number)d곳을 %(done)s.") % {"number": changed, "done": done}
        )


def _link(region: Region) -> SafeString:
    href = reverse("admin:regions_region_change", args=[region.pk])
    return format_html('<a href="{}">{}</a>', href, region.name)
