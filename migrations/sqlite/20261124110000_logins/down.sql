DROP TABLE person_suspensions;
ALTER TABLE sessions DROP COLUMN device;
ALTER TABLE sessions DROP COLUMN opened_with;
