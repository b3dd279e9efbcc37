"""What the mail provider tells of mails it took: that they bounced, or that a reader called them spam."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt

from apps.core.ratelimit import limited


# A provider has no page to get a token from; it proves itself by the secret of MAIL_HOOK_SECRET.
@csrf_exempt
@limited("hook")
def mail(request: HttpRequest) -> HttpResponse:
    """Hand the message to anymail, which checks the secret and knows each provider's format."""
    if not settings.MAIL_PROVIDER or not settings.ANYMAIL.get("WEBHOOK_SECRET"):
        raise Http404
    name = settings.MAIL_PROVIDER
    hook = import_string(f"anymail.webhooks.{name}.{_CLASSES[name]}TrackingWebhookView")
    response: HttpResponse = hook.as_view()(request)
    return response


_CLASSES = {"brevo": "Brevo", "postmark": "Postmark", "resend": "Resend", "sendgrid": "SendGrid"}
