"""How long and how many, of asking people."""

from datetime import timedelta

# The promise: the first useful answer within this.
PROMISE = timedelta(minutes=10)
# "제가 답할게요" keeps the others from being asked for so long, and may be renewed once.
CLAIM = timedelta(minutes=3)
CLAIMS_MAX = 2
# An ask that nobody settles leaves the inbox after this.
ASK_LASTS = timedelta(hours=24)
# Asks a person gets a day unless they say otherwise, and the most they may choose.
DAILY_LIMIT, DAILY_LIMIT_MAX = 5, 20
# Unless they say otherwise nobody is asked from 23 to 7 o'clock in Korea.
QUIET_FROM, QUIET_TO = 23, 7
HOURS_A_WEEK = 168
# Neighbouring 읍면동 that the asker may turn to after ten minutes.
NEIGHBOURS = 6
