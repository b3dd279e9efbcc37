from django.urls import path

from apps.notifications.api.devices import DevicesView
from apps.notifications.api.preferences import NotificationPreferencesView

app_name = "notifications_api"

urlpatterns = [
    path("devices/", DevicesView.as_view(), name="devices"),
    path(
        "notification-preferences/",
        NotificationPreferencesView.as_view(),
        name="notification_preferences",
    ),
]
