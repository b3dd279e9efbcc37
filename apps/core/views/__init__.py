"""Pages that belong to no single subject."""
