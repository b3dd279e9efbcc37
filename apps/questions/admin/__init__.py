"""What moderators see. Texts are read here, hidden and restored through the services."""

from apps.questions.admin import posts, records, tags, vocabulary

__all__ = ["posts", "records", "tags", "vocabulary"]
