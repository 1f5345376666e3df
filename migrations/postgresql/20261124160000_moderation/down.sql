DROP INDEX listings_submitted;
DROP TABLE abuse_reports;
DROP TABLE moderation_cases;
