import django.contrib.postgres.fields
from django.db import migrations, models

KEEP = """
CREATE FUNCTION accounts_keep_blocked_ids() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    UPDATE accounts_user SET blocked_ids = array_append(blocked_ids, NEW.blocked_id) WHERE id = NEW.blocker_id;
  ELSE
    UPDATE accounts_user SET blocked_ids = array_remove(blocked_ids, OLD.blocked_id) WHERE id = OLD.blocker_id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER blocked_ids_after_block AFTER INSERT OR DELETE ON accounts_block
  FOR EACH ROW EXECUTE FUNCTION accounts_keep_blocked_ids();
UPDATE accounts_user AS person SET blocked_ids = block.ids
FROM (SELECT blocker_id, array_agg(blocked_id ORDER BY id) AS ids FROM accounts_block GROUP BY blocker_id) AS block
WHERE person.id = block.blocker_id;
"""

FORGET = """
DROP TRIGGER blocked_ids_after_block ON accounts_block;
DROP FUNCTION accounts_keep_blocked_ids();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_quiet_hours'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='blocked_ids',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, db_default=[], default=list, editable=False, size=None),
        ),
        migrations.RunSQL(KEEP, FORGET),
    ]
