-- Organizations that were written down twice. A merged one keeps the standing `rejected`, so that nothing that
-- asks for the active ones finds it; where it went says what it is.

ALTER TABLE organizations ADD COLUMN merged_into_id uuid REFERENCES organizations (id);
ALTER TABLE standing_changes ADD COLUMN merged_into_id uuid REFERENCES organizations (id);
