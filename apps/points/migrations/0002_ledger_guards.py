"""The ledger's promises, kept by the database whoever writes to it."""

from django.db import migrations

FORWARDS = """
-- Entries move balances, and nothing else does.
CREATE FUNCTION points_entry_moves_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE points_account SET balance = balance + NEW.amount
    WHERE id = NEW.account_id AND kind = 'person'
    RETURNING balance INTO NEW.balance_after;
  IF NOT FOUND THEN
    NEW.balance_after := NULL;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER entry_moves_balance BEFORE INSERT ON points_entry
  FOR EACH ROW EXECUTE FUNCTION points_entry_moves_balance();

CREATE FUNCTION points_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger is append-only: % on % is refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER account_balance_follows_entries BEFORE UPDATE OF balance ON points_account
  FOR EACH ROW WHEN (pg_trigger_depth() = 0 AND OLD.balance IS DISTINCT FROM NEW.balance)
  EXECUTE FUNCTION points_refuse();
CREATE FUNCTION points_account_starts_empty() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.balance <> 0 THEN
    RAISE EXCEPTION 'an account starts with a balance of 0' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER account_starts_empty BEFORE INSERT ON points_account
  FOR EACH ROW EXECUTE FUNCTION points_account_starts_empty();

CREATE TRIGGER entry_is_immutable BEFORE UPDATE OR DELETE ON points_entry
  FOR EACH ROW EXECUTE FUNCTION points_refuse();
CREATE TRIGGER transaction_is_immutable BEFORE UPDATE OR DELETE ON points_transaction
  FOR EACH ROW EXECUTE FUNCTION points_refuse();

-- Checked at commit, when all entries are there.
CREATE FUNCTION points_transaction_balances() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  wanted bigint;
  entries bigint;
  total numeric;
BEGIN
  wanted := CASE TG_TABLE_NAME WHEN 'points_entry' THEN NEW.transaction_id ELSE NEW.id END;
  SELECT count(*), coalesce(sum(amount), 0) INTO entries, total
    FROM points_entry WHERE transaction_id = wanted;
  IF entries < 2 OR total <> 0 THEN
    RAISE EXCEPTION 'transaction % has % entries that sum to %', wanted, entries, total
      USING ERRCODE = 'check_violation', CONSTRAINT = 'transaction_balances';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER transaction_balances AFTER INSERT ON points_transaction
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION points_transaction_balances();
CREATE CONSTRAINT TRIGGER entry_balances AFTER INSERT ON points_entry
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION points_transaction_balances();
"""
BACKWARDS = """
DROP TRIGGER entry_balances ON points_entry;
DROP TRIGGER transaction_balances ON points_transaction;
DROP TRIGGER transaction_is_immutable ON points_transaction;
DROP TRIGGER entry_is_immutable ON points_entry;
DROP TRIGGER account_starts_empty ON points_account;
DROP TRIGGER account_balance_follows_entries ON points_account;
DROP TRIGGER entry_moves_balance ON points_entry;
DROP FUNCTION points_transaction_balances();
DROP FUNCTION points_account_starts_empty();
DROP FUNCTION points_refuse();
DROP FUNCTION points_entry_moves_balance();
"""


def open_system_accounts(apps, schema_editor):
    account = apps.get_model("points", "Account")
    for kind in ("mint", "escrow", "write_off"):
        account.objects.get_or_create(kind=kind)


class Migration(migrations.Migration):
    dependencies = [("points", "0001_initial")]
    operations = [
        migrations.RunSQL(FORWARDS, BACKWARDS),
        migrations.RunPython(open_system_accounts, migrations.RunPython.noop),
    ]
