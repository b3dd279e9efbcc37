"""How people sign in: to look up, not to change."""

from __future__ import annotations

import allauth.account.admin
import allauth.socialaccount.admin  # noqa: F401 both register what is replaced here
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin

from apps.core.admin import ReadOnlyAdmin

# The providers' keys come from the environment and their tokens are not kept.
admin.site.unregister((EmailAddress, SocialAccount, SocialApp, SocialToken))


@admin.register(EmailAddress)
class EmailAddressAdmin(ReadOnlyAdmin):
    list_display = ("email", "user", "primary", "verified")
    list_select_related = ("user",)
    list_filter = ("verified", "primary")
    search_fields = ("^email", "=user__nickname")
    ordering = ("-id",)


@admin.register(SocialAccount)
class SocialAccountAdmin(ReadOnlyAdmin):
    list_display = ("user", "provider", "uid", "date_joined", "last_login")
    list_select_related = ("user",)
    list_filter = ("provider", "date_joined")
    search_fields = ("=uid", "=user__nickname")
    fields = ("user", "provider", "uid", "date_joined", "last_login")
    ordering = ("-id",)
