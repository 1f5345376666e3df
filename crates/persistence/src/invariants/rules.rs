//! The rules that SQL can ask for.

use super::Rule;

/// Every rule. The statements are the same for both engines but for `ID(…)`.
pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "claims",
        meaning: "what a listing holds and has committed is the sum of its live contributions, within its total",
        sql: "
            SELECT 'listing ' || ID(l.id) || ': held ' || l.quantity_held || ' of ' || coalesce(s.held, 0)
                || ', committed ' || l.quantity_committed || ' of ' || coalesce(s.committed, 0) AS what
            FROM listings l LEFT JOIN (
                SELECT listing_id,
                    sum(CASE claim WHEN 'held' THEN amount ELSE 0 END) AS held,
                    sum(CASE claim WHEN 'committed' THEN amount ELSE 0 END) AS committed
                FROM (
                    SELECT offer_listing_id AS listing_id, claim, amount FROM contributions
                    WHERE claim <> 'released' AND offer_listing_id IS NOT NULL
                    UNION ALL
                    SELECT request_listing_id, claim, amount FROM contributions
                    WHERE claim <> 'released' AND request_listing_id IS NOT NULL
                ) AS legs
                GROUP BY listing_id
            ) AS s ON s.listing_id = l.id
            WHERE l.quantity_held <> coalesce(s.held, 0)
                OR l.quantity_committed <> coalesce(s.committed, 0)
                OR l.quantity_held < 0 OR l.quantity_committed < 0 OR l.quantity_delivered < 0
                OR l.quantity_held + l.quantity_committed > l.quantity_total",
    },
    Rule {
        name: "contribution-sides",
        meaning: "a contribution cites an offer of its giver and a request of its receiver, in their unit and week",
        sql: "
            SELECT 'contribution ' || ID(c.id) || ': does not fit listing ' || ID(l.id) AS what
            FROM contributions c
            JOIN matches m ON m.id = c.match_id
            JOIN listings l ON l.id = c.offer_listing_id OR l.id = c.request_listing_id
            WHERE l.unit <> c.unit OR l.exchange_week_id <> m.exchange_week_id
                OR (l.id = c.offer_listing_id
                    AND (l.direction <> 'offer' OR l.organization_id <> c.giver_organization_id))
                OR (l.id = c.request_listing_id
                    AND (l.direction <> 'request' OR l.organization_id <> c.receiver_organization_id))
            UNION ALL
            SELECT 'contribution ' || ID(c.id) || ': is not between the parties of match ' || ID(m.id)
            FROM contributions c JOIN matches m ON m.id = c.match_id
            WHERE NOT (
                (c.giver_organization_id = m.organization_a_id AND c.receiver_organization_id = m.organization_b_id)
                OR (c.giver_organization_id = m.organization_b_id
                    AND c.receiver_organization_id = m.organization_a_id))",
    },
    Rule {
        name: "agreement-parties",
        meaning: "an agreement has the two distinct parties, the week and the terms of its one accepted match",
        sql: "
            SELECT 'agreement ' || ID(a.id) || ': does not fit match ' || ID(m.id) || ', ' || m.status AS what
            FROM agreements a JOIN matches m ON m.id = a.match_id
            WHERE a.organization_a_id = a.organization_b_id
                OR a.organization_a_id <> m.organization_a_id OR a.organization_b_id <> m.organization_b_id
                OR a.exchange_week_id <> m.exchange_week_id OR a.terms_revision <> m.terms_revision
                OR m.status <> 'accepted'
            UNION ALL
            SELECT 'match ' || ID(m.id) || ': accepted, with ' || count(a.id) || ' agreements'
            FROM matches m LEFT JOIN agreements a ON a.match_id = m.id
            WHERE m.status = 'accepted'
            GROUP BY m.id HAVING count(a.id) <> 1",
    },
    Rule {
        name: "live-pairs",
        meaning: "two listings have at most one live contribution with each other",
        sql: "
            SELECT 'listings ' || ID(offer_listing_id) || ' and ' || ID(request_listing_id) || ': '
                || count(*) || ' live contributions' AS what
            FROM contributions
            WHERE claim <> 'released' AND offer_listing_id IS NOT NULL AND request_listing_id IS NOT NULL
            GROUP BY offer_listing_id, request_listing_id HAVING count(*) > 1",
    },
    Rule {
        name: "confirmations",
        meaning: "a confirmed agreement has the yes of both parties to its terms, and its ratification where asked for",
        sql: "
            SELECT 'agreement ' || ID(a.id) || ': ' || a.status || ' with '
                || (SELECT count(*) FROM agreement_confirmations c WHERE c.agreement_id = a.id
                    AND c.terms_revision = a.terms_revision
                    AND c.organization_id IN (a.organization_a_id, a.organization_b_id))
                || ' confirmations' || CASE WHEN a.ratified_at IS NULL THEN ', not ratified' ELSE '' END AS what
            FROM agreements a
            WHERE a.status IN ('confirmed', 'fulfilled', 'partly_fulfilled', 'unfulfilled')
                AND ((SELECT count(*) FROM agreement_confirmations c WHERE c.agreement_id = a.id
                        AND c.terms_revision = a.terms_revision
                        AND c.organization_id IN (a.organization_a_id, a.organization_b_id)) <> 2
                    OR a.confirmed_at IS NULL
                    OR (a.ratification_required AND a.ratified_at IS NULL))
            UNION ALL
            SELECT 'agreement ' || ID(a.id) || ': confirmed by a stranger, ' || ID(c.organization_id)
            FROM agreements a JOIN agreement_confirmations c ON c.agreement_id = a.id
            WHERE c.organization_id NOT IN (a.organization_a_id, a.organization_b_id)",
    },
    Rule {
        name: "claim-states",
        meaning: "what ended is released, what is proposed or pending is held, what is confirmed is committed",
        sql: "
            SELECT 'contribution ' || ID(c.id) || ': ' || c.claim || ', match ' || m.status
                || coalesce(', agreement ' || a.status, '') AS what
            FROM contributions c
            JOIN matches m ON m.id = c.match_id
            LEFT JOIN agreements a ON a.match_id = m.id
            WHERE CASE
                WHEN c.terms_revision <> m.terms_revision THEN c.claim <> 'released'
                WHEN m.status = 'proposed' THEN c.claim <> 'held'
                WHEN m.status <> 'accepted' THEN c.claim <> 'released'
                WHEN a.status = 'pending' THEN c.claim <> 'held'
                WHEN a.status IN ('confirmed', 'fulfilled', 'partly_fulfilled') THEN c.claim <> 'committed'
                WHEN a.status IN ('lapsed', 'cancelled') THEN c.claim <> 'released'
                ELSE c.claim = 'held'
            END",
    },
    Rule {
        name: "revisions",
        meaning: "every aggregate has as many audit entries as revisions, numbered without a gap",
        sql: "
            SELECT s.kind || ' ' || ID(s.id) || ': revision ' || s.revision || ', ' || coalesce(e.entries, 0)
                || ' entries up to ' || coalesce(e.latest, 0) AS what
            FROM (
                SELECT 'person' AS kind, id, revision FROM persons
                UNION ALL SELECT 'organization', id, revision FROM organizations
                UNION ALL SELECT 'accreditation', id, revision FROM accreditations
                UNION ALL SELECT 'appeal', id, revision FROM appeals
                UNION ALL SELECT 'invitation', id, revision FROM invitations
                UNION ALL SELECT 'exchange_week', id, revision FROM exchange_weeks
                UNION ALL SELECT 'participation', id, revision FROM participations
                UNION ALL SELECT 'listing', id, revision FROM listings
                UNION ALL SELECT 'match', id, revision FROM matches
                UNION ALL SELECT 'agreement', id, revision FROM agreements
                UNION ALL SELECT 'moderation_case', id, revision FROM moderation_cases
            ) AS s LEFT JOIN (
                SELECT subject_kind, subject_id, count(*) AS entries, max(subject_revision) AS latest
                FROM audit_entries GROUP BY subject_kind, subject_id
            ) AS e ON e.subject_kind = s.kind AND e.subject_id = s.id
            WHERE coalesce(e.entries, 0) <> s.revision OR coalesce(e.latest, 0) <> s.revision",
    },
    Rule {
        name: "audit-and-outbox",
        meaning: "every audit entry has exactly one outbox event and every event its entry",
        sql: "
            SELECT e.subject_kind || ' ' || ID(e.subject_id) || ': revision ' || e.subject_revision
                || ', ' || e.action || ', has no event of that name' AS what
            FROM audit_entries e
            WHERE (SELECT count(*) FROM outbox_events o WHERE o.subject_kind = e.subject_kind
                AND o.subject_id = e.subject_id AND o.subject_revision = e.subject_revision
                AND o.event_type = e.action AND o.occurred_at = e.occurred_at) <> 1
            UNION ALL
            SELECT o.subject_kind || ' ' || ID(o.subject_id) || ': revision ' || o.subject_revision
                || ', event ' || o.event_type || ', has no audit entry'
            FROM outbox_events o
            WHERE NOT EXISTS (SELECT 1 FROM audit_entries e WHERE e.subject_kind = o.subject_kind
                AND e.subject_id = o.subject_id AND e.subject_revision = o.subject_revision)",
    },
    Rule {
        name: "waiting-cases",
        meaning: "a listing is submitted exactly while a case asks whether it may be shown, and a change or \
            doubtful words wait only for what is shown",
        sql: "
            SELECT 'listing ' || ID(l.id) || ': submitted, and nobody is asked' AS what
            FROM listings l
            WHERE l.status = 'submitted' AND NOT EXISTS (SELECT 1 FROM moderation_cases c
                WHERE c.listing_id = l.id AND c.kind = 'publication' AND c.status = 'open')
            UNION ALL
            SELECT 'case ' || ID(c.id) || ': ' || c.kind || ' is open, listing ' || ID(l.id) || ' is ' || l.status
            FROM moderation_cases c JOIN listings l ON l.id = c.listing_id
            WHERE c.status = 'open' AND CASE c.kind
                WHEN 'publication' THEN l.status <> 'submitted'
                WHEN 'report' THEN false
                ELSE l.status NOT IN ('published', 'paused', 'expired')
            END
            UNION ALL
            SELECT 'case ' || ID(c.id) || ': a report without anybody who reported'
            FROM moderation_cases c
            WHERE c.kind = 'report' AND NOT EXISTS (SELECT 1 FROM abuse_reports r WHERE r.case_id = c.id)",
    },
    Rule {
        name: "idempotency-answers",
        meaning: "an idempotency record has its whole answer, and never a refusal",
        sql: "
            SELECT method || ' ' || path || ' of ' || ID(caller_id) || ': '
                || CASE WHEN status IS NULL THEN 'no answer' ELSE 'status ' || status END AS what
            FROM idempotency_records
            WHERE status IS NULL OR headers IS NULL OR body IS NULL OR status NOT BETWEEN 200 AND 299",
    },
    Rule {
        name: "photos",
        meaning: "a listing has at most eight photos, in an order without gaps, and none that is to be removed",
        sql: "
            SELECT 'listing ' || ID(listing_id) || ': ' || count(*) || ' photos, the last at place '
                || max(position) AS what
            FROM photos
            GROUP BY listing_id
            HAVING count(*) > 8 OR count(*) <> count(DISTINCT position)
                OR min(position) <> 1 OR max(position) <> count(*)
            UNION ALL
            SELECT 'photo ' || ID(p.id) || ': to be removed'
            FROM photos p JOIN object_removals r ON r.photo_id = p.id",
    },
    Rule {
        name: "photo-room",
        meaning: "the room of an organization is what its photos take together",
        sql: "
            SELECT 'organization ' || ID(o.id) || ': room ' || coalesce(r.size_bytes, 0) || ', photos '
                || coalesce(s.size_bytes, 0) AS what
            FROM organizations o
            LEFT JOIN photo_room r ON r.organization_id = o.id
            LEFT JOIN (
                SELECT l.organization_id, sum(p.size_bytes) AS size_bytes
                FROM photos p JOIN listings l ON l.id = p.listing_id
                GROUP BY l.organization_id
            ) AS s ON s.organization_id = o.id
            WHERE coalesce(r.size_bytes, 0) <> coalesce(s.size_bytes, 0)",
    },
    Rule {
        name: "standing-history",
        meaning: "the standing of every organization is the last one in its history",
        sql: "
            SELECT 'organization ' || ID(o.id) || ': ' || o.standing || ', in its history '
                || coalesce(s.standing, 'nothing') AS what
            FROM organizations o LEFT JOIN standing_changes s ON s.organization_id = o.id
                AND s.organization_revision = (SELECT max(l.organization_revision) FROM standing_changes l
                    WHERE l.organization_id = o.id)
            WHERE s.standing IS NULL OR s.standing <> o.standing OR s.changed_at <> o.standing_changed_at
                OR coalesce(s.reason, '') <> coalesce(o.standing_reason, '')
                OR coalesce(s.until, s.changed_at) <> coalesce(o.standing_until, s.changed_at)",
    },
    Rule {
        name: "merges",
        meaning: "a merged organization has nothing any more that counts",
        sql: "
            SELECT 'organization ' || ID(o.id) || ': merged, with standing ' || o.standing || ', '
                || (SELECT count(*) FROM memberships m WHERE m.organization_id = o.id) || ' members, '
                || (SELECT count(*) FROM listings l WHERE l.organization_id = o.id) || ' listings' AS what
            FROM organizations o
            WHERE o.merged_into_id IS NOT NULL AND (o.standing <> 'rejected' OR o.merged_into_id = o.id
                OR EXISTS (SELECT 1 FROM memberships m WHERE m.organization_id = o.id)
                OR EXISTS (SELECT 1 FROM listings l WHERE l.organization_id = o.id)
                OR EXISTS (SELECT 1 FROM matches m
                    WHERE m.organization_a_id = o.id OR m.organization_b_id = o.id)
                OR EXISTS (SELECT 1 FROM agreements a
                    WHERE a.organization_a_id = o.id OR a.organization_b_id = o.id)
                OR EXISTS (SELECT 1 FROM contributions c
                    WHERE c.giver_organization_id = o.id OR c.receiver_organization_id = o.id)
                OR EXISTS (SELECT 1 FROM participations p
                    WHERE p.organization_id = o.id AND p.status IN ('requested', 'admitted')))",
    },
    Rule {
        name: "owners",
        meaning: "every organization that ever had members has an owner, unless it never acted and its last one was erased",
        sql: "
            SELECT 'organization ' || ID(o.id) || ': no owner' AS what
            FROM organizations o
            WHERE o.merged_into_id IS NULL AND EXISTS (SELECT 1 FROM audit_entries e
                    WHERE e.subject_kind = 'organization' AND e.subject_id = o.id
                    AND e.action IN ('organization.created', 'organization.member_added'))
                AND (o.standing IN ('verified', 'suspended')
                    OR EXISTS (SELECT 1 FROM memberships m WHERE m.organization_id = o.id))
                AND NOT EXISTS (SELECT 1 FROM memberships m
                    WHERE m.organization_id = o.id AND m.role = 'owner')",
    },
    Rule {
        name: "refresh-tokens",
        meaning: "a login has at most one refresh token that was not used",
        sql: "
            SELECT 'session ' || ID(session_id) || ': ' || count(*) || ' tokens, '
                || sum(CASE WHEN used_at IS NULL THEN 1 ELSE 0 END) || ' of them not used' AS what
            FROM refresh_tokens
            GROUP BY session_id HAVING sum(CASE WHEN used_at IS NULL THEN 1 ELSE 0 END) > 1",
    },
    Rule {
        name: "suspensions",
        meaning: "only a suspended account says why it is suspended",
        sql: "
            SELECT 'person ' || ID(p.id) || ': ' || p.status || ', with a suspension' AS what
            FROM person_suspensions s JOIN persons p ON p.id = s.person_id
            WHERE p.status <> 'suspended'",
    },
    Rule {
        name: "search-documents",
        meaning: "every listing and organization has what it is found by, and its words are public when it is",
        sql: "
            SELECT 'listing ' || ID(l.id) || ': '
                || CASE WHEN d.doc IS NULL THEN 'no document' ELSE 'as public as it should not be' END AS what
            FROM listings l LEFT JOIN search_documents d ON d.listing_id = l.id
            WHERE d.doc IS NULL OR d.is_public <> (
                l.published_at IS NOT NULL AND l.status IN ('published', 'paused', 'expired', 'closed')
                AND (l.status_reason IS NULL OR l.status_reason <> 'removed_by_staff'))
            UNION ALL
            SELECT 'organization ' || ID(o.id) || ': '
                || CASE WHEN d.doc IS NULL THEN 'no document' ELSE 'as public as it should not be' END
            FROM organizations o LEFT JOIN search_documents d ON d.organization_id = o.id
            WHERE d.doc IS NULL OR d.is_public <> (o.standing = 'verified')",
    },
    Rule {
        name: "erased-persons",
        meaning: "an erased person has no name, address, password, login, place, message or copy of their data",
        sql: "
            SELECT 'person ' || ID(p.id) || ': erased, and the account says something' AS what
            FROM persons p
            WHERE p.status = 'erased' AND (p.name <> '' OR p.email NOT LIKE '%@erased.invalid'
                OR p.password_hash IS NOT NULL OR p.staff_role IS NOT NULL)
            UNION ALL
            SELECT 'person ' || ID(p.id) || ': erased, and has ' || left_over.what
            FROM persons p JOIN (
                SELECT person_id, 'a login' AS what FROM sessions
                UNION ALL SELECT person_id, 'a membership' FROM memberships
                UNION ALL SELECT person_id, 'a data export' FROM data_exports
                UNION ALL SELECT caller_id, 'a stored answer' FROM idempotency_records
                UNION ALL SELECT proposed_by_person_id, 'a message' FROM match_terms WHERE message IS NOT NULL
            ) AS left_over ON left_over.person_id = p.id
            WHERE p.status = 'erased'",
    },
];
