ALTER TABLE standing_changes DROP COLUMN merged_into_id;
ALTER TABLE organizations DROP COLUMN merged_into_id;
