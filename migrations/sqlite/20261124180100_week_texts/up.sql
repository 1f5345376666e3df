-- How long the texts of a week are kept that people wrote to each other in it.

ALTER TABLE exchange_weeks ADD COLUMN texts_kept_days integer NOT NULL DEFAULT 365;
ALTER TABLE exchange_weeks ADD COLUMN texts_erased_at integer;
