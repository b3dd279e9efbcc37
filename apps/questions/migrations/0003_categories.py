from django.db import migrations

CATEGORIES = (
    ("food", "맛집·카페", "utensils"),
    ("transport", "교통", "bus"),
    ("stay", "숙소", "bed"),
    ("sights", "관광", "mountain"),
    ("weather", "날씨·바다", "waves"),
    ("health", "병원·약국", "stethoscope"),
    ("living", "생활", "shopping-bag"),
    ("kids", "육아", "baby"),
    ("housing", "부동산", "building"),
    ("events", "행사", "calendar"),
    ("etc", "기타", "circle-help"),
)


def add(apps, schema_editor):
    category = apps.get_model("questions", "Category")
    for position, (slug, name, icon) in enumerate(CATEGORIES):
        category.objects.get_or_create(
            slug=slug, defaults={"name": name, "icon": icon, "position": position}
        )


class Migration(migrations.Migration):
    dependencies = [("questions", "0002_vote_author_is_post_author")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
