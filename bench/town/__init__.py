"""A synthetic town in which ways of choosing whom to ask are compared (`docs/routing.md`)."""
