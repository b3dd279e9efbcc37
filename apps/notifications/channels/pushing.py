"""What a device is told; `templates/notifications/worker.js` and the apps read it."""

from __future__ import annotations

from typing import Any

from apps.notifications.composing import Message


def payload(message: Message) -> dict[str, Any]:
    """Small (push services take 4 KB), in plain words, with where each button leads."""
    about = " · ".join(part for part in (message.place, message.about) if part)
    return {
        "title": message.title,
        "body": "\n".join(part for part in (about, message.excerpt) if part),
        "url": message.address,
        "tag": message.topic,
        "kind": message.kind,
        "actions": [
            {
                "action": button.name,
                "title": button.label,
                "url": button.address,
                "posts": button.posts,
                "field": button.field,
                "placeholder": button.placeholder,
            }
            for button in message.buttons
        ],
    }
