"""Included only where LOCAL_TOOLS is on."""

from django.urls import path

from apps.core.mailbox import views

app_name = "mailbox"

urlpatterns = [
    path("", views.messages, name="messages"),
    path("<slug:name>/", views.message, name="message"),
]
