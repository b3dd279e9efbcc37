"""How much of everything there is.

Shares go from 0 to 1. In a table each number stands as often as it occurs.
"""

from __future__ import annotations

# Three answers on average.
ANSWERS = (
    (0,) * 14 + (1,) * 18 + (2,) * 20 + (3,) * 17 + (4,) * 11 + (5,) * 8 + (6,) * 5 + (8,) * 4
    + (12,) * 2 + (20,)
)  # fmt: skip
QUESTION_VOTES = (0,) * 50 + (1,) * 24 + (2,) * 12 + (3,) * 6 + (5,) * 4 + (8,) * 2 + (15, 30)
ANSWER_VOTES = (0,) * 62 + (1,) * 22 + (2,) * 9 + (3,) * 4 + (6,) * 2 + (14,)
ME_TOOS = (0,) * 70 + (1,) * 15 + (2,) * 8 + (4,) * 4 + (8,) * 2 + (20,)
BOOKMARKS = (0,) * 85 + (1,) * 10 + (3,) * 4 + (9,)
REMARKS = (0,) * 80 + (1,) * 13 + (2,) * 5 + (4,) * 2
TAGS = (0,) * 10 + (1,) * 20 + (2,) * 30 + (3,) * 22 + (4,) * 12 + (5,) * 6

UP = 0.9  # of votes
ACCEPTED = 0.6  # of answered questions
URGENT, CLOSED, HAS_POINT = 0.06, 0.03, 0.2  # of questions
PLACE_TAG = 0.3  # of tags

# Minutes until an answer, log-normal: half within nine minutes, with a tail of days.
ANSWER_DELAY = (2.2, 1.6)
