"""Entries move what a person has earned as well as what they have, and nothing else does."""

from django.conf import settings
from django.db import migrations, models

FORWARDS = """
CREATE OR REPLACE FUNCTION points_entry_moves_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE points_account SET balance = balance + NEW.amount, earned = earned + NEW.earned
    WHERE id = NEW.account_id AND kind = 'person'
    RETURNING balance INTO NEW.balance_after;
  IF NOT FOUND THEN
    NEW.balance_after := NULL;
    NEW.earned := 0;
  END IF;
  RETURN NEW;
END $$;

DROP TRIGGER account_balance_follows_entries ON points_account;
CREATE TRIGGER account_balance_follows_entries BEFORE UPDATE OF balance, earned ON points_account
  FOR EACH ROW WHEN (pg_trigger_depth() = 0 AND (OLD.balance, OLD.earned) IS DISTINCT FROM (NEW.balance, NEW.earned))
  EXECUTE FUNCTION points_refuse();

CREATE OR REPLACE FUNCTION points_account_starts_empty() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.balance <> 0 OR NEW.earned <> 0 THEN
    RAISE EXCEPTION 'an account starts with nothing' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

-- NEW has different columns for the two tables, so each is read in a branch of its own.
CREATE OR REPLACE FUNCTION points_transaction_balances() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  wanted bigint;
  entries bigint;
  total numeric;
BEGIN
  IF TG_TABLE_NAME = 'points_entry' THEN
    wanted := NEW.transaction_id;
  ELSE
    wanted := NEW.id;
  END IF;
  SELECT count(*), coalesce(sum(amount), 0) INTO entries, total
    FROM points_entry WHERE transaction_id = wanted;
  IF entries < 2 OR total <> 0 THEN
    RAISE EXCEPTION 'transaction % has % entries that sum to %', wanted, entries, total
      USING ERRCODE = 'check_violation', CONSTRAINT = 'transaction_balances';
  END IF;
  RETURN NULL;
END $$;
"""
BACKWARDS = """
CREATE OR REPLACE FUNCTION points_entry_moves_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE points_account SET balance = balance + NEW.amount
    WHERE id = NEW.account_id AND kind = 'person'
    RETURNING balance INTO NEW.balance_after;
  IF NOT FOUND THEN
    NEW.balance_after := NULL;
  END IF;
  RETURN NEW;
END $$;

DROP TRIGGER account_balance_follows_entries ON points_account;
CREATE TRIGGER account_balance_follows_entries BEFORE UPDATE OF balance ON points_account
  FOR EACH ROW WHEN (pg_trigger_depth() = 0 AND OLD.balance IS DISTINCT FROM NEW.balance)
  EXECUTE FUNCTION points_refuse();

CREATE OR REPLACE FUNCTION points_account_starts_empty() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.balance <> 0 THEN
    RAISE EXCEPTION 'an account starts with a balance of 0' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('points', '0002_ledger_guards'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='entry',
            name='entry_moves_something',
        ),
        migrations.AddField(
            model_name='entry',
            name='earned',
            field=models.BigIntegerField(default=0, verbose_name='모은 포인트'),
        ),
        migrations.AddIndex(
            model_name='transaction',
            index=models.Index(condition=models.Q(('question_id__isnull', False)), fields=['question_id'], name='transaction_question'),
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.CheckConstraint(condition=models.Q(('earned__gte', 0)), name='account_earned_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(('amount', 0), ('earned', 0), _negated=True), name='entry_moves_something'),
        ),
        migrations.RunSQL(FORWARDS, BACKWARDS),
    ]
