"""Where a text calls somebody by @닉네임, and which nicknames that may be.

Korean writes particles right behind a name ("@애월약사님은"), so what follows the
@ may be longer than the nickname. A shorter name counts only if the rest is an
ending that stands behind names; the longest name somebody has wins.
"""

from __future__ import annotations

import re
from typing import Final

SHORTEST, LONGEST = 2, 12
# Not behind a letter, a dot or another @: that is an e-mail address, not a call.
CALL: Final = re.compile(r"(?<![\w.@/])@([가-힣A-Za-z0-9_]{2,20})")
_ENDING: Final = re.compile(
    r"(님|씨|샘|쌤)?(들)?(께서는|께서|께|에게는|에게|한테|이랑|랑|하고|처럼|보다|까지|부터|"
    r"은|는|이|가|을|를|와|과|도|의|만|야|아|로|으로|이요|요|이에요|예요|입니다)?"
)


def candidates(run: str) -> list[str]:
    """The nicknames that ``run``, what follows an @, may begin with: longest first, in lower case."""
    return [
        run[:length].lower()
        for length in range(min(LONGEST, len(run)), SHORTEST - 1, -1)
        if length == len(run) or _ENDING.fullmatch(run[length:])
    ]
