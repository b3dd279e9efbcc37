from __future__ import annotations

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base.provider import Provider
from django import template
from django.template import RequestContext

register = template.Library()


@register.simple_tag(takes_context=True)
def social_providers(context: RequestContext) -> list[Provider]:
    """Those whose keys are configured, in the order of INSTALLED_APPS: most used here first."""
    providers: list[Provider] = get_adapter().list_providers(context["request"])
    return providers
