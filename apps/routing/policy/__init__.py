"""Who is asked: pure functions of what the site knows. No Django, no database, no clock, no chance.

`docs/routing.md` explains the choice and shows how it was measured; `bench/routing.py` runs this very code.
"""

from apps.routing.policy.chances import chance, exposed, residual
from apps.routing.policy.choosing import choose, is_wanting, next_look
from apps.routing.policy.facts import Asked, AskState, Candidate, Pick, Situation
from apps.routing.policy.hours import hour_of_week, telling, usual
from apps.routing.policy.learning import decayed, learned, skill
from apps.routing.policy.schedule import WINDOW, looks, most, reach, target, wave_at, waves

__all__ = [
    "WINDOW",
    "AskState",
    "Asked",
    "Candidate",
    "Pick",
    "Situation",
    "chance",
    "choose",
    "decayed",
    "exposed",
    "hour_of_week",
    "is_wanting",
    "learned",
    "looks",
    "most",
    "next_look",
    "reach",
    "residual",
    "skill",
    "target",
    "telling",
    "usual",
    "wave_at",
    "waves",
]
