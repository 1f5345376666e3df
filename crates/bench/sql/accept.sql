-- Accepting a match: the caller's rights, the match with its terms, the week and both sides, the locks, the
-- guarded write, the number of the agreement and the agreement, each with its audit entry and outbox event.
\set done :done + 1
\set n :client_id * :each + :done - 1
SELECT person_id AS person, session_id AS session, week_id AS week, match_id AS match,
    gen_random_uuid() AS agreement
FROM bench_matches INNER JOIN bench_owners ON bench_owners.number = bench_matches.owner
WHERE bench_matches.number = :n \gset
BEGIN;
SELECT persons.staff_role, memberships.organization_id, memberships.role
FROM persons INNER JOIN sessions ON sessions.person_id = persons.id
LEFT JOIN memberships ON memberships.person_id = persons.id
WHERE persons.id = :person AND persons.status = 'active' AND sessions.id = :session
  AND sessions.revoked_at IS NULL AND sessions.expires_at > now()
ORDER BY memberships.organization_id;
SELECT
    id, reference, exchange_week_id, organization_a_id, organization_b_id, terms_revision,
    proposed_by_organization_id, hold_expires_at, status, status_reason, status_changed_at, status_changed_by,
    blocking_listing_id, created_at, updated_at, revision
FROM matches
WHERE (organization_a_id = ANY(SELECT organization_id FROM memberships WHERE person_id = :person)
       OR organization_b_id = ANY(SELECT organization_id FROM memberships WHERE person_id = :person))
  AND id = :match;
SELECT
    match_terms.match_id, match_terms.terms_revision, match_terms.proposed_by_organization_id,
    match_terms.proposed_by_person_id, match_terms.message, match_terms.proposed_at
FROM match_terms INNER JOIN matches ON match_terms.match_id = matches.id
WHERE match_terms.match_id = ANY(ARRAY[:match::uuid]) AND match_terms.terms_revision = matches.terms_revision;
SELECT
    contributions.id, contributions.match_id, contributions.terms_revision, contributions.position,
    contributions.giver_organization_id, contributions.receiver_organization_id,
    contributions.offer_listing_id, contributions.request_listing_id, contributions.amount,
    contributions.unit, contributions.description, contributions.starts_at, contributions.ends_at,
    contributions.value_estimate_cents, contributions.claim, contributions.offer_listing_id AS listing,
    contributions.giver_organization_id AS a, contributions.receiver_organization_id AS b
FROM contributions INNER JOIN matches ON contributions.match_id = matches.id
WHERE contributions.match_id = ANY(ARRAY[:match::uuid]) AND contributions.terms_revision = matches.terms_revision
ORDER BY contributions.position LIMIT 1 \gset
SELECT
    id, reference, name, time_zone, starts_on, ends_on, phase, phase_reason, phase_changed_at, categories,
    moderated, ratification_required, company_pairs_allowed, hold_minutes, confirmation_days,
    first_contact_days, listings_per_organization, meeting_rounds, meeting_round_minutes, created_at,
    updated_at, revision
FROM exchange_weeks WHERE id = :week;
SELECT organizations.kind, organizations.standing, organizations.standing_until, participations.status
FROM organizations LEFT JOIN participations
    ON participations.organization_id = organizations.id AND participations.exchange_week_id = :week
WHERE organizations.id = :a LIMIT 1;
SELECT organizations.kind, organizations.standing, organizations.standing_until, participations.status
FROM organizations LEFT JOIN participations
    ON participations.organization_id = organizations.id AND participations.exchange_week_id = :week
WHERE organizations.id = :b LIMIT 1;
SELECT
    id, reference, exchange_week_id, organization_id, direction, kind, details, category, language, title,
    description, wanted_in_return, translations, languages_needed, place, windows, available_from,
    available_until, unit, quantity_total, quantity_held, quantity_committed, quantity_delivered, status,
    status_reason, status_changed_at, status_changed_by, published_at, expires_at, created_at, updated_at,
    revision
FROM listings WHERE id = ANY(ARRAY[:listing::uuid]) ORDER BY id FOR UPDATE;
UPDATE matches SET terms_revision = 1, status = 'accepted', status_reason = NULL, status_changed_at = now(),
    status_changed_by = :person, blocking_listing_id = NULL, updated_at = now(), revision = 2
WHERE id = :match AND revision = 1;
SELECT hash AS previous FROM audit_entries
WHERE subject_kind = 'match' AND subject_id = :match AND subject_revision = 1 LIMIT 1 \gset
INSERT INTO audit_entries (id, subject_kind, subject_id, subject_revision, action, actor_kind, actor_id,
    organization_id, request_id, data, occurred_at, previous_hash, hash)
VALUES (gen_random_uuid(), 'match', :match, 2, 'match.accepted', 'person', :person,
    NULL, '0192f0c1-7b5e-7cc0-8000-5b1f7d3c9a10', '{}', now(), :previous, sha256('entry'));
INSERT INTO outbox_events (id, event_type, subject_kind, subject_id, subject_revision, exchange_week_id, data,
    occurred_at)
VALUES (gen_random_uuid(), 'match.accepted', 'match', :match, 2, :week, '{}', now());
INSERT INTO counters (name, value) VALUES ('agreements-pgbench', 1)
ON CONFLICT (name) DO UPDATE SET value = counters.value + 1 RETURNING value;
INSERT INTO agreements (
    id, reference, match_id, exchange_week_id, organization_a_id, organization_b_id, terms_revision, status,
    status_reason, status_changed_at, status_changed_by, confirm_until, ratification_required, ratified_at,
    ratified_by, cancelled_by_organization_id, cancelled_late, confirmed_at, first_contact_organization_id,
    first_contact_due_on, first_contact_done_at, first_contact_done_by, created_at, updated_at, revision)
VALUES (
    :agreement, :agreement, :match, :week, :a, :b, 1, 'pending', NULL, now(), :person,
    now() + interval '14 days', false, NULL, NULL, NULL, NULL, NULL, :a, current_date + 14, NULL, NULL, now(),
    now(), 1);
INSERT INTO audit_entries (id, subject_kind, subject_id, subject_revision, action, actor_kind, actor_id,
    organization_id, request_id, data, occurred_at, previous_hash, hash)
VALUES (gen_random_uuid(), 'agreement', :agreement, 1, 'agreement.made', 'person', :person,
    NULL, '0192f0c1-7b5e-7cc0-8000-5b1f7d3c9a10', '{}', now(), sha256(''), sha256('entry'));
INSERT INTO outbox_events (id, event_type, subject_kind, subject_id, subject_revision, exchange_week_id, data,
    occurred_at)
VALUES (gen_random_uuid(), 'agreement.made', 'agreement', :agreement, 1, :week, '{}', now());
SELECT id FROM agreements WHERE match_id = :match LIMIT 1;
COMMIT;
