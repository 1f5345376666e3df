-- A listing that everybody may see. Which one is decided here: ours gets it in the request.
\set n random(1, {count})
SELECT
    listings.id, listings.reference, listings.exchange_week_id, listings.organization_id,
    listings.quantity_held, listings.quantity_committed, listings.quantity_delivered,
    listings.created_at, listings.direction, listings.kind, listings.details, listings.category,
    listings.language, listings.title, listings.description, listings.wanted_in_return,
    listings.translations, listings.languages_needed, listings.place, listings.windows,
    listings.available_from, listings.available_until, listings.unit, listings.quantity_total,
    listings.status, listings.status_reason, listings.status_changed_at, listings.status_changed_by,
    listings.published_at, listings.expires_at, listings.updated_at, listings.revision
FROM listings INNER JOIN organizations ON listings.organization_id = organizations.id
WHERE ((organizations.standing = 'verified'
        OR (organizations.standing = 'suspended' AND organizations.standing_until IS NOT NULL
            AND organizations.standing_until <= now()))
       AND listings.status = ANY(ARRAY['published', 'paused', 'expired', 'closed'])
       AND listings.published_at IS NOT NULL
       AND (listings.status_reason IS NULL OR listings.status_reason <> 'removed_by_staff')
       OR listings.organization_id = ANY('{}'::uuid[]))
  AND listings.id = (ARRAY[{ids}]::uuid[])[:n]
LIMIT 1;
