"""What the title of a question is about: its words without those of asking.

A stopgap by lists and endings, not grammar; the search's analyser will know better.
"""

from __future__ import annotations

import re
from collections.abc import Collection

WORDS_MAX = 8
SHORTEST = 2
_STOP = frozenset(
    word
    for line in (
        "지금 오늘 내일 모레 어제 이번 이번주 다음 요즘 주말 아침 점심 저녁 새벽 오전 오후",
        "시간 여는 열린 혼자 어디 어디서 어디가 어느 무슨 어떤 어떻게 얼마 얼마나 언제 언제까지 혹시",
        "추천 부탁 괜찮은 괜찮을 좋은 만한 방법 아시는 아는 계신 계신가요 근처 가까운 제일",
        "가장 진짜 정말 가는 하는 있는 없는 되는 질문 아직",
    )
    for word in line.split()
)
_ASKING = re.compile(
    r"(나요|까요|까|는지|은지|가요|어요|아요|해요|여요|예요|에요|네요|죠|데요|주세요|니다|니까|게요|세요|려고요)$"
)
_PARTICLE = re.compile(
    r"(?<=[가-힣]{2})(에서는|에서|으로|까지|부터|에는|이랑|하고|은|는|이|가|을|를|에|의|로|도|만|랑|과|와)$"
)


def words_of(title: str, *, places: Collection[str]) -> list[str]:
    """At most ``WORDS_MAX`` words; ``places`` are names that count by themselves."""
    bare = (_PARTICLE.sub("", word) for word in re.findall(r"\w+", title.lower()))
    told = (
        word
        for word in bare
        if len(word) >= SHORTEST
        and word not in _STOP
        and word not in places
        and not _ASKING.search(word)
    )
    return list(dict.fromkeys(told))[:WORDS_MAX]
