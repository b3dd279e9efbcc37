"""People as moderators see them. What changes an account goes through the services."""

from apps.accounts.admin import addresses, entrance, people

__all__ = ["addresses", "entrance", "people"]
