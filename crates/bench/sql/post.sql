-- Posting a draft: the caller's rights, the key, the week, the listing with its audit entry and outbox event,
-- what the answer says the caller may do next, and the answer under its key.
\set n random(0, 63)
SELECT organization_id AS organization, person_id AS person, session_id AS session, week_id AS week,
    gen_random_uuid() AS id, gen_random_uuid() AS key
FROM bench_owners WHERE number = :n \gset
BEGIN;
SELECT persons.staff_role, memberships.organization_id, memberships.role
FROM persons INNER JOIN sessions ON sessions.person_id = persons.id
LEFT JOIN memberships ON memberships.person_id = persons.id
WHERE persons.id = :person AND persons.status = 'active' AND sessions.id = :session
  AND sessions.revoked_at IS NULL AND sessions.expires_at > now()
ORDER BY memberships.organization_id;
INSERT INTO idempotency_records (caller_id, method, path, key, fingerprint, created_at)
VALUES (:person, 'POST', '/v1/listings', :key, sha256('request'), now()) ON CONFLICT DO NOTHING;
SELECT
    id, reference, name, time_zone, starts_on, ends_on, phase, phase_reason, phase_changed_at, categories,
    moderated, ratification_required, company_pairs_allowed, hold_minutes, confirmation_days,
    first_contact_days, listings_per_organization, meeting_rounds, meeting_round_minutes, created_at,
    updated_at, revision
FROM exchange_weeks WHERE id = :week;
INSERT INTO listings (
    id, reference, exchange_week_id, organization_id, direction, kind, details, category, language, title,
    description, wanted_in_return, translations, languages_needed, place, windows, available_from,
    available_until, unit, quantity_total, quantity_held, quantity_committed, quantity_delivered, status,
    status_reason, status_changed_at, status_changed_by, published_at, expires_at, created_at, updated_at,
    revision)
VALUES (
    :id, :key, :week, :organization, 'offer', 'goods', '{"condition":"good"}', 'furniture', 'de',
    'Sechs höhenverstellbare Schreibtische aus Buche',
    'Gut erhalten und in allem zu gebrauchen, 160 × 80 cm groß, mit leichten Gebrauchsspuren an den Kanten. Sie stehen im Erdgeschoss und können werktags zwischen acht und siebzehn Uhr abgeholt werden; zwei Leute helfen beim Tragen, einen Wagen müssten Sie selbst mitbringen. Wir geben sie am liebsten zusammen ab, einzeln geht es auch.',
    'Ein Nachmittag im Garten', '[]', '[]', 'luxembourg', '[]', NULL, NULL, 'piece', 6000, 0, 0, 0, 'draft',
    NULL, now(), :person, NULL, NULL, now(), now(), 1);
INSERT INTO audit_entries (id, subject_kind, subject_id, subject_revision, action, actor_kind, actor_id,
    organization_id, request_id, data, occurred_at, previous_hash, hash)
VALUES (gen_random_uuid(), 'listing', :id, 1, 'listing.drafted', 'person', :person,
    NULL, '0192f0c1-7b5e-7cc0-8000-5b1f7d3c9a10', '{}', now(), sha256(''), sha256('entry'));
INSERT INTO outbox_events (id, event_type, subject_kind, subject_id, subject_revision, exchange_week_id, data,
    occurred_at)
VALUES (gen_random_uuid(), 'listing.drafted', 'listing', :id, 1, :week, '{}', now());
SELECT
    id, reference, name, time_zone, starts_on, ends_on, phase, phase_reason, phase_changed_at, categories,
    moderated, ratification_required, company_pairs_allowed, hold_minutes, confirmation_days,
    first_contact_days, listings_per_organization, meeting_rounds, meeting_round_minutes, created_at,
    updated_at, revision
FROM exchange_weeks WHERE id = :week;
SELECT organizations.kind, organizations.standing, organizations.standing_until, participations.status
FROM organizations LEFT JOIN participations
    ON participations.organization_id = organizations.id AND participations.exchange_week_id = :week
WHERE organizations.id = :organization LIMIT 1;
SELECT count(*) FROM listings WHERE organization_id = :organization AND exchange_week_id = :week
  AND status = ANY(ARRAY['submitted', 'published', 'paused']);
UPDATE idempotency_records SET status = 201, headers = '[["Location", "/v1/listings/0"], ["ETag", "\"1-00000000\""]]',
    body = repeat('x', 2000)
WHERE caller_id = :person AND method = 'POST' AND path = '/v1/listings' AND key = :key;
COMMIT;
