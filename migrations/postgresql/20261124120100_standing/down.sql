DROP TABLE appeals;
DROP TABLE accreditations;
DROP TABLE verification_evidence;
DROP TABLE standing_changes;
ALTER TABLE organizations DROP COLUMN contact_phone;
