from django.db import migrations

# What somebody chose for asks holds for everything that disturbs them from now on.
MOVE = """
INSERT INTO accounts_quiethours (person_id, begins, ends, time_zone, paused_until)
SELECT person_id, quiet_from, quiet_to, 'Asia/Seoul', paused_until FROM routing_answerer
WHERE ((quiet_from, quiet_to) IS DISTINCT FROM (23, 7) OR paused_until > now())
  AND quiet_from IS DISTINCT FROM quiet_to OR quiet_from IS NULL
ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [
        ("routing", "0003_index_asks_by_time"),
        ("accounts", "0004_quiet_hours"),
    ]

    operations = [migrations.RunSQL(MOVE, migrations.RunSQL.noop)]
