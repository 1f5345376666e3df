ALTER TABLE exchange_weeks DROP COLUMN texts_erased_at;
ALTER TABLE exchange_weeks DROP COLUMN texts_kept_days;
