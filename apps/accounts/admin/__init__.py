"""People as moderators see them. What changes an account goes through the services."""

from apps.accounts.admin import addresses, blocks, entrance, people, quiet

__all__ = ["addresses", "blocks", "entrance", "people", "quiet"]
