"""What neighbours and travellers say in more than one way, to begin with; operators go on from there."""

from django.db import migrations

GROUPS = (
    "렌터카, 렌트카",
    "맛집, 음식점, 식당, 밥집",
    "소아과, 소아청소년과",
    "와이파이, wifi, wi-fi",
    "애견, 반려견, 강아지",
    "반려동물, 애완동물, 펫",
    "셔틀, 셔틀버스",
    "주민센터, 동사무소, 행정복지센터",
    "핸드폰, 휴대폰, 스마트폰, 휴대전화",
    "아이폰, iphone",
    "갤럭시, galaxy",
    "삼성, samsung",
    "엘지, lg",
    "스타벅스, starbucks, 스벅",
    "에어비앤비, airbnb",
    "우버, uber",
    "이마트, emart",
    "게스트하우스, 게하",
    "배편, 여객선",
    "막배, 마지막배",
    "분실물, 유실물",
    "빨래방, 코인빨래방, 셀프빨래방, 코인세탁소, 무인빨래방",
    "빵집, 베이커리, 제과점",
    "카페, 커피숍, cafe, 까페",
    "라떼, latte",
    "라멘, ラーメン, 일본라멘",
    "비건, vegan, 채식",
    "횟집, 회센터",
    "귤, 감귤, 밀감",
    "한달살기, 한달살이",
    "원룸, 자취방",
    "이삿짐센터, 이사업체",
    "용달, 용달차",
    "종량제봉투, 쓰레기봉투",
    "분리수거, 분리배출",
    "예방접종, 예방주사, 백신",
    "독감, 인플루엔자",
    "응급실, 응급의료센터",
    "심야약국, 야간약국",
    "야간진료, 심야진료",
    "동물병원, 애견병원",
    "유모차, 유아차",
    "카시트, 유아시트",
    "현금인출기, 현금지급기, atm",
    "배송비, 택배비",
    "유심, usim, 유심칩",
    "이심, esim",
    "시간표, 시각표, 운행시간",
    "정류장, 정류소",
    "공항버스, 리무진버스, 공항리무진",
    "주차비, 주차요금",
    "입장료, 관람료, 입장권",
    "일출, 해돋이",
    "일몰, 노을, 석양",
    "우천, 비오는날",
    "화장실, 공중화장실",
    "에어컨, 에어콘",
    "텔레비전, 티비, tv",
    "휴무일, 휴무, 쉬는날",
    "전기차, 전기자동차",
    "충전소, 충전기",
    "짐보관, 물품보관",
    "캐리어, 여행가방",
    "숙소, 숙박업소",
    "오일장, 5일장",
    "부동산, 공인중개사",
    "미용실, 헤어샵",
    "스노우체인, 스노체인",
    "도어락, 도어록",
    "초등학교, 초교",
)


def add(apps, _schema_editor):
    synonym = apps.get_model("search", "Synonym")
    synonym.objects.bulk_create([synonym(words=words) for words in GROUPS], ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
