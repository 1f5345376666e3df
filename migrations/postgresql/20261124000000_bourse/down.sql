DROP TABLE idempotency_records, outbox_events, audit_entries, agreement_confirmations, agreements, contributions,
    match_terms, matches, listings, participations, exchange_weeks, memberships, organizations, refresh_tokens,
    sessions, persons, counters, secrets;
DROP FUNCTION audit_entries_refuse_change();
