DROP INDEX organizations_by_name;
CREATE INDEX organizations_by_name ON organizations (name, id);
ALTER TABLE organizations DROP COLUMN cause_key;
ALTER TABLE organizations DROP COLUMN name_key;
ALTER TABLE memberships DROP COLUMN revision;
