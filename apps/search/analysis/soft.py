"""Words that say how something is asked rather than what about.

They are looked for only where nothing else is; otherwise they decide between what the others found.
"""

from __future__ import annotations

SOFT = frozenset(
    word
    for line in (
        "추천 부탁 질문 문의 정보 방법 도움 답변 후기 이유 정도 경우 가능 생각 말씀 조언",
        "곳 데 집 것 수 날 때 분 쪽 근처 주변 부근 동네 지역 요즘 지금 혹시 제일 가장 진짜 정말 좀",
        "있다 없다 하다 되다 알다 가다 오다 보다 주다 싶다 같다 좋다 괜찮다 어떻다 그렇다 이렇다 많다",
        "궁금하다 찾다 맞다 나다 드리다 계시다 대하다 통하다 위하다",
    )
    for word in line.split()
)
