"""One door: the site's sign-in, with its limits and confirmations, instead of the admin's own."""

from __future__ import annotations

from allauth.account.decorators import secure_admin_login
from django.contrib import admin

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
