"""Answerers for the people there are. New ones join by event; a nightly task mends what is missing."""

from django.db import migrations

ENROL = """
INSERT INTO routing_answerer
    (person_id, sido_id, sigungu_id, emd_id, is_willing, daily_limit, quiet_from, quiet_to,
     muted_categories, asked_sum, answered_sum, expected_sum, useful_sum, reach, load_sum, asked_today)
SELECT person.id, region.sido_id, region.sigungu_id, CASE WHEN region.level = 3 THEN region.id END,
       true, 5, 23, 7, '{}', 0, 0, 0, 0, 0.15, 0, 0
FROM accounts_user AS person LEFT JOIN regions_region AS region ON region.id = person.home_region_id
ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [
        ("routing", "0001_initial"),
        ("accounts", "0003_block"),
        ("regions", "0001_initial"),
    ]
    operations = [migrations.RunSQL(ENROL, migrations.RunSQL.noop)]
