-- Members change one by one, and the directory has one order on every database.

ALTER TABLE memberships ADD COLUMN revision integer NOT NULL DEFAULT 1;

-- The keys are folded by the service and compared byte by byte. Rows from before are folded by a job.
ALTER TABLE organizations ADD COLUMN name_key text NOT NULL DEFAULT '';
ALTER TABLE organizations ADD COLUMN cause_key text;
DROP INDEX organizations_by_name;
CREATE INDEX organizations_by_name ON organizations (name_key, id);
