-- A page of listings that everybody may see, and one more, which says whether there is a next page.
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
  AND listings.exchange_week_id = '{week}'{filter}
  AND listings.status = ANY(ARRAY['published'])
  AND (listings.status <> 'published' OR listings.expires_at IS NULL OR listings.expires_at > now())
  AND listings.published_at IS NOT NULL{after}
ORDER BY listings.published_at DESC, listings.id DESC
LIMIT 21;
