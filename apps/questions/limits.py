"""How long and how many. The database, forms, services and API all read these."""

TITLE_MIN, TITLE_MAX = 4, 100
BODY_MAX = 10_000
ANSWER_MIN, ANSWER_MAX = 2, 10_000
COMMENT_MAX = 500
TAGS_MAX = 5
TAG_LENGTH_MAX = 20
BOUNTY_CHOICES = (0, 10, 20, 30, 50, 100)
