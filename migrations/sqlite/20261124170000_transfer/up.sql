-- How many listings an organization has open in a week is asked with every batch of an import, and of every
-- publication: counted from the index alone.
CREATE INDEX listings_open ON listings (exchange_week_id, organization_id)
    WHERE status IN ('submitted', 'published', 'paused');
