"""Messages that leave the site: how fast, and with whose keys. None of the keys is needed locally."""

from __future__ import annotations

from dongne.settings.env import current

_env = current()

# The seed's limits of its queues, for all workers together.
MESSAGES_PER_MINUTE = {"push": _env.pushes_per_minute, "email": _env.mails_per_minute}
VAPID_PRIVATE_KEY = _env.vapid_private_key
VAPID_SUBJECT = _env.vapid_subject
WEB_PUSH_HOSTS = _env.web_push_hosts
FCM_CREDENTIALS = _env.fcm_credentials
FCM_URL = _env.fcm_url
APNS = _env.apns
