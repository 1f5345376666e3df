//! The tables, once for both engines: the SQL types come from the dialect beside this file.
//!
//! Kept equal to `migrations/` by the test of parity.

diesel::table! {
    use super::super::dialect::types::*;

    secrets (name) {
        name -> Text,
        value -> Bytes,
        created_at -> Ts,
    }
}

diesel::table! {
    use super::super::dialect::types::*;

    counters (name) {
        name -> Text,
        value -> BigInt,
    }
}

diesel::table! {
    use super::super::dialect::types::*;

    persons (id) {
        id -> Id,
        email -> Text,
        name -> Text,
        password_hash -> Nullable<Text>,
        locale -> Text,
        staff_role -> Nullable<Text>,
        status -> Text,
        created_at -> Ts,
        updated_at -> Ts,
        revision -> BigInt,
    }
}

diesel::table! {
    use super::super::dialect::types::*;

    sessions (id) {
        id -> Id,
        person_id -> Id,
        created_at -> Ts,
        last_used_at -> Ts,
        expires_at -> Ts,
        revoked_at -> Nullable<Ts>,
        opened_with -> Text,
        device -> Text,
    }
}

diesel::table! {
    use super::super::dialect::types::*;

    person_suspensions (person_id) {
        person_id -> Id,
        reason -> Text,
        until -> Nullable<Ts>,
        suspended_at -> Ts,
        suspended_by -> Id,
    }
}

diesel::table! {
    use super::super::dialect::types::*;

    second_factors (id) {
        id -> Id,
        person_id -> Id,
        label -> Text,
        sealed_secret -> Bytes,
        status -> Text,
        created_at -> Ts,
        confirmed_at -> Nullable<Ts>,
        last_step -> Nullable<BigInt>,
        failures -> BigInt,
        failed_at -> Nullable<Ts>,
    }
}

diesel::table! {
    use super::super::dialect::types::*;

    recovery_codes (hash) {
        hash -> Bytes,
        person_id -> Id,
        created_at -> Ts,
        used_at -> Nullable<Ts>,
    }
}

diesel::table! {
    use super::super::dialect::types::*;

    signing_keys (id) {
        id -> Text,
        public_key -> Bytes,
        sealed_seed -> Nullable<Bytes>,
        state -> Text,
        created_at -> Ts,
        signing_since -> Nullable<Ts>,
        retired_at -> Nullable<Ts>,
        checks_until -> Nullable<Ts>,
    }
}

diesel::table! {
    use super::super::dialect::types::*;

    refresh_tokens (hash) {
        hash -> Bytes,
        session_id -> Id,
        issued_at -> Ts,
        expires_at -> Ts,
        used_at -> Nullable<Ts>,
    }
}

diesel::table! {
    use super::super::dialect::types::*;

    organizations (id) {
        id -> Id,
        reference -> Text,
        kind -> Text,
        name -> Text,
        name_skeleton -> Text,
        name_key -> Text,
        cause_key -> Nullable<Text>,
        legal_form -> Text,
        rcs_number -> Nullable<Text>,
        vat_number -> Nullable<Text>,
        address -> Nullable<Text>,
        postal_code -> Nullable<Text>,
        locality -> Nullable<Text>,
        commune -> Text,
        languages -> Json,
        cause_or_sector -> Nullable<Text>,
        description -> Nullable<Text>,
        contact_name -> Nullable<Text>,
        contact_email -> Text,
        contact_phone -> Nullable<Text>,
        website -> Nullable<Text>,
        standing -> Text,
        standing_reason -> Nullable<Text>,
        standing_until -> Nullable<Ts>,
        standing_changed_at -> Ts,
        standing_changed_by -> Nullable<Id>,
        merged_into_id -> Nullable<Id>,
        created_at -> Ts,
        updated_at -> Ts,
        revision -> BigInt,
    }
}

diesel::table! {
    use super::super::dialect::types::*;

    standing_changes (organization_id, organization_revision) {
        organization_id -> Id,
        organization_revision -> BigInt,
        standing -> Text,
        reason -> Nullable<Text>,
        until -> Nullable<Ts>,
        changed_at -> Ts,
        changed_by -> Nullable<Id>,
        merged_into_id -> Nullable<Id>,
    }
}

diesel::table! {
    use super::super::dialect::types::*;

    verification_evidence (organization_id, organization_revision, position) {
        organization_id -> Id,
        organization_revision -> BigInt,
        position -> Integer,
        kind -> Text,
        note -> Nullable<Text>,
        reference -> Nullable<Text>,
        checked_on -> Day,
        checked_by -> Id,
    }
}

diesel::table! {
    use super::super::dialect::types::*;

    accreditations (id) {
        id -> Id,
        organization_id -> Id,
        kind -> Text,
        granted_on -> Day,
        valid_until -> Nullable<Day>,
        reference -> Nullable<Text>,
        withdrawn_at -> Nullable<Ts>,
        withdrawn_by -> Nullable<Id>,
        created_at -> Ts,
        created_by -> Id,
        revision -> BigInt,
    }
}

diesel::table! {
    use super::super::dialect::types::*;

    appeals (id) {
        id -> Id,
        organization_id -> Id,
        standing -> Text,
        standing_since -> Ts,
        text -> Text,
        made_by -> Id,
        made_at -> Ts,
        status -> Text,
        decision_reason -> Nullable<Text>,
        decided_by -> Nullable<Id>,
        decided_at -> Nullable<Ts>,
        revision -> BigInt,
    }
}

diesel::table! {
    use super::super::dialect::types::*;

    invitations (id) {
        id -> Id,
        organization_id -> Id,
        email -> Text,
        role -> Text,
        code_hash -> Bytes,
        invited_by -> Id,
        created_at -> Ts,
        expires_at -> Ts,
        status -> Text,
        status_changed_at -> Ts,
        status_changed_by -> Nullable<Id>,
        revision -> BigInt,
    }
}

diesel::table! {
    use super::super::dialect::types::*;

    memberships (organization_id, person_id) {
        organization_id -> Id,
        person_id -> Id,
        role -> Text,
        created_at -> Ts,
        revision -> BigInt,
    }
}

diesel::table! {
    use super::super::dialect::types::*;

    exchange_weeks (id) {
        id -> Id,
        reference -> Text,
        name -> Text,
        time_zone -> Text,
        starts_on -> Day,
        ends_on -> Day,
        phase -> Text,
        phase_reason -> Nullable<Text>,
        phase_changed_at -> Ts,
        categories -> Json,
        moderated -> Bool,
        ratification_required -> Bool,
        company_pairs_allowed -> Bool,
        hold_minutes -> Integer,
        confirmation_days -> Integer,
        first_contact_days -> Integer,
        listings_per_organization -> Integer,
        meeting_rounds -> Integer,
        meeting_round_minutes -> Integer,
        texts_kept_days -> Integer,
        texts_erased_at -> Nullable<Ts>,
        created_at -> Ts,
        updated_at -> Ts,
        revision -> BigInt,
    }
}

diesel::table! {
    use super::super::dialect::types::*;

    participations (id) {
        id -> Id,
        exchange_week_id -> Id,
        organization_id -> Id,
        status -> Text,
        status_reason -> Nullable<Text>,
        status_changed_at -> Ts,
        status_changed_by -> Nullable<Id>,
        created_at -> Ts,
        revision -> BigInt,
    }
}

diesel::table! {
    use super::super::dialect::types::*;

    listings (id) {
        id -> Id,
        reference -> Text,
        exchange_week_id -> Id,
        organization_id -> Id,
        direction -> Text,
        kind -> Text,
        details -> Json,
        category -> Text,
        language -> Text,
        title -> Text,
        description -> Text,
        wanted_in_return -> Nullable<Text>,
        translations -> Json,
        languages_needed -> Json,
        place -> Text,
        windows -> Json,
        available_from -> Nullable<Ts>,
        available_until -> Nullable<Ts>,
        unit -> Text,
        quantity_total -> Nullable<BigInt>,
        quantity_held -> BigInt,
        quantity_committed -> BigInt,
        quantity_delivered -> BigInt,
        status -> Text,
        status_reason -> Nullable<Text>,
        status_changed_at -> Ts,
        status_changed_by -> Nullable<Id>,
        published_at -> Nullable<Ts>,
        expires_at -> Nullable<Ts>,
        created_at -> Ts,
        updated_at -> Ts,
        revision -> BigInt,
    }
}

diesel::table! {
    use super::super::dialect::types::*;

    matches (id) {
        id -> Id,
        reference -> Text,
        exchange_week_id -> Id,
        organization_a_id -> Id,
        organization_b_id -> Id,
        terms_revision -> Integer,
        proposed_by_organization_id -> Id,
        hold_expires_at -> Ts,
        status -> Text,
        status_reason -> Nullable<Text>,
        status_changed_at -> Ts,
        status_changed_by -> Nullable<Id>,
        blocking_listing_id -> Nullable<Id>,
        created_at -> Ts,
        updated_at -> Ts,
        revision -> BigInt,
    }
}

diesel::table! {
    use super::super::dialect::types::*;

    match_terms (match_id, terms_revision) {
        match_id -> Id,
        terms_revision -> Integer,
        proposed_by_organization_id -> Id,
        proposed_by_person_id -> Id,
        message -> Nullable<Text>,
        proposed_at -> Ts,
    }
}

diesel::table! {
    use super::super::dialect::types::*;

    contributions (id) {
        id -> Id,
        match_id -> Id,
        terms_revision -> Integer,
        position -> Integer,
        giver_organization_id -> Id,
        receiver_organization_id -> Id,
        offer_listing_id -> Nullable<Id>,
        request_listing_id -> Nullable<Id>,
        amount -> BigInt,
        unit -> Text,
        description -> Text,
        starts_at -> Nullable<Ts>,
        ends_at -> Nullable<Ts>,
        value_estimate_cents -> Nullable<BigInt>,
        claim -> Text,
    }
}

diesel::table! {
    use super::super::dialect::types::*;

    agreements (id) {
        id -> Id,
        reference -> Text,
        match_id -> Id,
        exchange_week_id -> Id,
        organization_a_id -> Id,
        organization_b_id -> Id,
        terms_revision -> Integer,
        status -> Text,
        status_reason -> Nullable<Text>,
        status_changed_at -> Ts,
        status_changed_by -> Nullable<Id>,
        confirm_until -> Ts,
        ratification_required -> Bool,
        ratified_at -> Nullable<Ts>,
        ratified_by -> Nullable<Id>,
        cancelled_by_organization_id -> Nullable<Id>,
        cancelled_late -> Nullable<Bool>,
        confirmed_at -> Nullable<Ts>,
        first_contact_organization_id -> Id,
        first_contact_due_on -> Day,
        first_contact_done_at -> Nullable<Ts>,
        first_contact_done_by -> Nullable<Id>,
        created_at -> Ts,
        updated_at -> Ts,
        revision -> BigInt,
    }
}

diesel::table! {
    use super::super::dialect::types::*;

    agreement_confirmations (agreement_id, organization_id) {
        agreement_id -> Id,
        organization_id -> Id,
        person_id -> Id,
        terms_revision -> Integer,
        confirmed_at -> Ts,
    }
}

diesel::table! {
    use super::super::dialect::types::*;

    audit_entries (id) {
        id -> Id,
        subject_kind -> Text,
        subject_id -> Id,
        subject_revision -> BigInt,
        action -> Text,
        actor_kind -> Text,
        actor_id -> Nullable<Id>,
        organization_id -> Nullable<Id>,
        request_id -> Nullable<Text>,
        data -> Json,
        occurred_at -> Ts,
        previous_hash -> Bytes,
        hash -> Bytes,
    }
}

diesel::table! {
    use super::super::dialect::types::*;

    outbox_events (sequence) {
        sequence -> BigInt,
        id -> Id,
        event_type -> Text,
        subject_kind -> Text,
        subject_id -> Id,
        subject_revision -> BigInt,
        exchange_week_id -> Nullable<Id>,
        data -> Json,
        occurred_at -> Ts,
        dispatched_at -> Nullable<Ts>,
    }
}

diesel::table! {
    use super::super::dialect::types::*;

    idempotency_records (caller_id, method, path, key) {
        caller_id -> Id,
        method -> Text,
        path -> Text,
        key -> Text,
        fingerprint -> Bytes,
        status -> Nullable<Integer>,
        headers -> Nullable<Json>,
        body -> Nullable<Text>,
        created_at -> Ts,
    }
}

diesel::table! {
    use super::super::dialect::types::*;

    moderation_cases (id) {
        id -> Id,
        kind -> Text,
        listing_id -> Nullable<Id>,
        organization_id -> Id,
        exchange_week_id -> Nullable<Id>,
        proposed -> Nullable<Json>,
        status -> Text,
        claimed_by -> Nullable<Id>,
        claimed_until -> Nullable<Ts>,
        decision -> Nullable<Text>,
        reason -> Nullable<Text>,
        note -> Nullable<Text>,
        decided_by -> Nullable<Id>,
        ended_at -> Nullable<Ts>,
        opened_at -> Ts,
        updated_at -> Ts,
        revision -> BigInt,
    }
}

diesel::table! {
    use super::super::dialect::types::*;

    /// Without the columns that only one engine has.
    search_documents (doc) {
        doc -> BigInt,
        listing_id -> Nullable<Id>,
        organization_id -> Nullable<Id>,
        title -> Text,
        body -> Text,
        is_public -> Bool,
    }
}

diesel::table! {
    use super::super::dialect::types::*;

    abuse_reports (id) {
        id -> Id,
        case_id -> Id,
        person_id -> Id,
        reason -> Text,
        note -> Nullable<Text>,
        reported_at -> Ts,
    }
}

diesel::table! {
    use super::super::dialect::types::*;

    search_neighbours (hash, term) {
        hash -> BigInt,
        term -> Text,
    }
}

diesel::table! {
    use super::super::dialect::types::*;

    data_exports (id) {
        id -> Id,
        person_id -> Id,
        document -> Json,
        created_at -> Ts,
        expires_at -> Ts,
    }
}

diesel::joinable!(listings -> organizations (organization_id));
diesel::joinable!(match_terms -> matches (match_id));
diesel::joinable!(contributions -> matches (match_id));

diesel::table! {
    use super::super::dialect::types::*;

    jobs (id) {
        id -> Id,
        kind -> Text,
        payload -> Json,
        state -> Text,
        run_after -> Ts,
        attempts -> Integer,
        fence -> BigInt,
        lease_until -> Nullable<Ts>,
        progress_done -> BigInt,
        progress_total -> Nullable<BigInt>,
        requested_by -> Nullable<Id>,
        error_code -> Nullable<Text>,
        created_at -> Ts,
        finished_at -> Nullable<Ts>,
    }
}

diesel::table! {
    use super::super::dialect::types::*;

    imports (id) {
        id -> Id,
        job_id -> Nullable<Id>,
        person_id -> Id,
        exchange_week_id -> Nullable<Id>,
        sheet -> Nullable<Text>,
        locale -> Text,
        dry_run -> Bool,
        byte_count -> BigInt,
        status -> Text,
        failure -> Nullable<Text>,
        created_at -> Ts,
        ended_at -> Nullable<Ts>,
    }
}

diesel::table! {
    use super::super::dialect::types::*;

    import_chunks (import_id, position) {
        import_id -> Id,
        position -> Integer,
        bytes -> Bytes,
    }
}

diesel::table! {
    use super::super::dialect::types::*;

    import_sheets (import_id, sheet) {
        import_id -> Id,
        sheet -> Text,
        column_names -> Json,
        faults -> Json,
        rows_read -> BigInt,
        rows_created -> BigInt,
        rows_admitted -> BigInt,
        rows_unchanged -> BigInt,
        rows_refused -> BigInt,
        bytes_read -> BigInt,
    }
}

diesel::table! {
    use super::super::dialect::types::*;

    import_rows (import_id, sheet, row_number) {
        import_id -> Id,
        sheet -> Text,
        row_number -> BigInt,
        line_number -> BigInt,
        reference -> Nullable<Text>,
        outcome -> Text,
        faults -> Json,
        notes -> Json,
        cells -> Json,
    }
}

diesel::table! {
    use super::super::dialect::types::*;

    registrations (id) {
        id -> Id,
        email -> Text,
        name -> Text,
        password_hash -> Text,
        locale -> Text,
        terms_version -> Text,
        token_hash -> Bytes,
        created_at -> Ts,
    }
}

diesel::table! {
    use super::super::dialect::types::*;

    account_requests (id) {
        id -> Id,
        purpose -> Text,
        email -> Text,
        person_id -> Nullable<Id>,
        token_hash -> Bytes,
        created_at -> Ts,
        expires_at -> Ts,
        used_at -> Nullable<Ts>,
    }
}

diesel::table! {
    use super::super::dialect::types::*;

    consents (person_id, agreed_to, version) {
        person_id -> Id,
        agreed_to -> Text,
        version -> Text,
        given_at -> Ts,
        withdrawn_at -> Nullable<Ts>,
    }
}

diesel::table! {
    use super::super::dialect::types::*;

    throttles (key) {
        key -> Bytes,
        count -> Integer,
        since -> Ts,
        free_at -> Ts,
    }
}

diesel::table! {
    use super::super::dialect::types::*;

    login_origins (key) {
        key -> Bytes,
        seen_at -> Ts,
    }
}

diesel::table! {
    use super::super::dialect::types::*;

    photos (id) {
        id -> Id,
        listing_id -> Id,
        encoding -> Text,
        renditions -> Json,
        size_bytes -> BigInt,
        language -> Text,
        alt_texts -> Json,
        slot -> BigInt,
        position -> BigInt,
        created_at -> Ts,
        created_by -> Nullable<Id>,
    }
}

diesel::table! {
    use super::super::dialect::types::*;

    photo_room (organization_id) {
        organization_id -> Id,
        size_bytes -> BigInt,
    }
}

diesel::table! {
    use super::super::dialect::types::*;

    object_removals (photo_id) {
        photo_id -> Id,
        due_at -> Ts,
        taken_at -> Nullable<Ts>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    search_documents,
    search_neighbours,
    secrets,
    counters,
    persons,
    consents,
    sessions,
    person_suspensions,
    second_factors,
    recovery_codes,
    signing_keys,
    refresh_tokens,
    organizations,
    standing_changes,
    verification_evidence,
    accreditations,
    appeals,
    invitations,
    memberships,
    exchange_weeks,
    participations,
    listings,
    matches,
    match_terms,
    contributions,
    agreements,
    agreement_confirmations,
    audit_entries,
    outbox_events,
    idempotency_records,
    jobs,
    moderation_cases,
    abuse_reports,
    photos,
    photo_room,
    object_removals,
    imports,
    import_chunks,
    import_sheets,
    import_rows,
    data_exports,
);
