//! What is held of a person, read for the copy that they ask for.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Text;
use domain::id::PersonId;
use domain::person::Person;

use super::super::super::dialect::Connection;
use super::super::super::schema::{
    abuse_reports, account_requests, agreement_confirmations, agreements, appeals, audit_entries,
    idempotency_records, imports, invitations, jobs, match_terms, matches, memberships, moderation_cases,
    organizations, participations, photos, recovery_codes, registrations, second_factors, sessions,
    standing_changes, verification_evidence,
};
use super::super::super::values::{DbId, DbJson, DbTime, time};
use crate::error::StoreError;
use crate::privacy::{
    HeldConfirmation, HeldContact, HeldEntry, HeldFactor, HeldImport, HeldJob, HeldMail, HeldPhoto,
    HeldProposal, HeldRequest, HeldSession, HeldText,
};

/// All logins, the first first.
pub(crate) fn sessions(
    connection: &mut Connection,
    person: PersonId,
) -> Result<Vec<HeldSession>, StoreError> {
    type Row = (DbTime, DbTime, DbTime, Option<DbTime>, String, String);
    let rows: Vec<Row> = sessions::table
        .filter(sessions::person_id.eq(DbId::from(person)))
        .order((sessions::created_at, sessions::id))
        .select((
            sessions::created_at,
            sessions::last_used_at,
            sessions::expires_at,
            sessions::revoked_at,
            sessions::opened_with,
            sessions::device,
        ))
        .load(connection)?;
    let held = rows.into_iter().map(|row: Row| {
        let (created_at, last_used_at, expires_at, revoked_at, opened_with, device) = row;
        HeldSession {
            created_at: created_at.0,
            last_used_at: last_used_at.0,
            expires_at: expires_at.0,
            revoked_at: time(revoked_at),
            opened_with,
            device,
        }
    });
    Ok(held.collect())
}

/// All terms that they proposed, the first first.
pub(crate) fn proposals(
    connection: &mut Connection,
    person: PersonId,
) -> Result<Vec<HeldProposal>, StoreError> {
    let rows: Vec<(DbId, i32, DbId, Option<String>, DbTime)> = match_terms::table
        .filter(match_terms::proposed_by_person_id.eq(DbId::from(person)))
        .order((match_terms::proposed_at, match_terms::match_id, match_terms::terms_revision))
        .select((
            match_terms::match_id,
            match_terms::terms_revision,
            match_terms::proposed_by_organization_id,
            match_terms::message,
            match_terms::proposed_at,
        ))
        .load(connection)?;
    let held = rows.into_iter().map(|(match_id, terms_revision, organization, message, at)| HeldProposal {
        match_id: match_id.into(),
        terms_revision,
        organization: organization.into(),
        message,
        at: at.0,
    });
    Ok(held.collect())
}

/// All agreements that they confirmed, the first first.
pub(crate) fn confirmations(
    connection: &mut Connection,
    person: PersonId,
) -> Result<Vec<HeldConfirmation>, StoreError> {
    let rows: Vec<(DbId, DbId, DbTime)> = agreement_confirmations::table
        .filter(agreement_confirmations::person_id.eq(DbId::from(person)))
        .order((agreement_confirmations::confirmed_at, agreement_confirmations::agreement_id))
        .select((
            agreement_confirmations::agreement_id,
            agreement_confirmations::organization_id,
            agreement_confirmations::confirmed_at,
        ))
        .load(connection)?;
    let held = rows.into_iter().map(|(agreement, organization, at)| HeldConfirmation {
        agreement: agreement.into(),
        organization: organization.into(),
        at: at.0,
    });
    Ok(held.collect())
}

/// Organizations with their address, and those of theirs with their name. Addresses are compared without case.
pub(crate) fn contact_of(
    connection: &mut Connection,
    person: &Person,
) -> Result<Vec<HeldContact>, StoreError> {
    let theirs = memberships::table
        .filter(memberships::person_id.eq(DbId::from(person.id)))
        .select(memberships::organization_id);
    let named = organizations::contact_name
        .eq(Some(person.name.as_str().to_owned()))
        .and(organizations::id.eq_any(theirs));
    let addressed = sql::<Text>("lower(organizations.contact_email)").eq(person.email.key());
    let rows: Vec<(DbId, Option<String>, String, Option<String>)> = organizations::table
        .filter(addressed.or(named.assume_not_null()))
        .order(organizations::id)
        .select((
            organizations::id,
            organizations::contact_name,
            organizations::contact_email,
            organizations::contact_phone,
        ))
        .load(connection)?;
    let held = rows.into_iter().map(|(organization, name, email, phone)| HeldContact {
        organization: organization.into(),
        name,
        email,
        phone,
    });
    Ok(held.collect())
}

/// All entries by them or about their account, the first first.
pub(crate) fn audit_entries(
    connection: &mut Connection,
    person: PersonId,
) -> Result<Vec<HeldEntry>, StoreError> {
    type Row = (DbTime, String, String, DbId, DbJson, Option<DbId>);
    let about = audit_entries::subject_kind
        .eq("person")
        .and(audit_entries::subject_id.eq(DbId::from(person)))
        .nullable();
    let rows: Vec<Row> = audit_entries::table
        .filter(audit_entries::actor_id.eq(Some(DbId::from(person))).or(about))
        .order((audit_entries::occurred_at, audit_entries::id))
        .select((
            audit_entries::occurred_at,
            audit_entries::action,
            audit_entries::subject_kind,
            audit_entries::subject_id,
            audit_entries::data,
            audit_entries::actor_id,
        ))
        .load(connection)?;
    let held = rows.into_iter().map(|(at, action, subject_kind, subject_id, data, actor)| HeldEntry {
        at: at.0,
        action,
        subject_kind,
        subject_id: subject_id.0,
        data: data.0,
        by_them: actor == Some(DbId::from(person)),
    });
    Ok(held.collect())
}

/// All requests whose answers are kept, the first first.
pub(crate) fn requests(
    connection: &mut Connection,
    person: PersonId,
) -> Result<Vec<HeldRequest>, StoreError> {
    let rows: Vec<(String, String, DbTime)> = idempotency_records::table
        .filter(idempotency_records::caller_id.eq(DbId::from(person)))
        .order((idempotency_records::created_at, idempotency_records::key))
        .select((idempotency_records::method, idempotency_records::path, idempotency_records::created_at))
        .load(connection)?;
    Ok(rows.into_iter().map(|(method, path, at)| HeldRequest { method, path, at: at.0 }).collect())
}

/// Authenticators, the first first.
pub(crate) fn factors(connection: &mut Connection, person: PersonId) -> Result<Vec<HeldFactor>, StoreError> {
    let rows: Vec<(String, DbTime, Option<DbTime>)> = second_factors::table
        .filter(second_factors::person_id.eq(DbId::from(person)))
        .order((second_factors::created_at, second_factors::id))
        .select((second_factors::label, second_factors::created_at, second_factors::confirmed_at))
        .load(connection)?;
    let held = rows.into_iter().map(|(label, created_at, confirmed_at)| HeldFactor {
        label,
        created_at: created_at.0,
        confirmed_at: time(confirmed_at),
    });
    Ok(held.collect())
}

/// How many recovery codes are left.
pub(crate) fn recovery_codes(connection: &mut Connection, person: PersonId) -> Result<i64, StoreError> {
    Ok(recovery_codes::table
        .filter(recovery_codes::person_id.eq(DbId::from(person)))
        .filter(recovery_codes::used_at.is_null())
        .count()
        .get_result(connection)?)
}

/// What was asked for by mail, with their address or by their account.
pub(crate) fn mails(connection: &mut Connection, person: &Person) -> Result<Vec<HeldMail>, StoreError> {
    let email = person.email.key();
    let theirs = account_requests::person_id
        .eq(Some(DbId::from(person.id)))
        .assume_not_null()
        .or(account_requests::email.eq(&email));
    let requests: Vec<(String, String, DbTime)> = account_requests::table
        .filter(theirs)
        .order((account_requests::created_at, account_requests::id))
        .select((account_requests::purpose, account_requests::email, account_requests::created_at))
        .load(connection)?;
    let asked: Vec<(String, DbTime)> = registrations::table
        .filter(registrations::email.eq(&email))
        .order((registrations::created_at, registrations::id))
        .select((registrations::email, registrations::created_at))
        .load(connection)?;
    let invited: Vec<(String, DbTime)> = invitations::table
        .filter(invitations::email.eq(&email))
        .order((invitations::created_at, invitations::id))
        .select((invitations::email, invitations::created_at))
        .load(connection)?;
    let asked = asked.into_iter().map(|(email, at)| ("registration".to_owned(), email, at));
    let invited = invited.into_iter().map(|(email, at)| ("invitation".to_owned(), email, at));
    let all = asked.chain(requests).chain(invited);
    Ok(all.map(|(purpose, email, at)| HeldMail { purpose, email, at: at.0 }).collect())
}

/// Photos that they added, the first first.
pub(crate) fn photos(connection: &mut Connection, person: PersonId) -> Result<Vec<HeldPhoto>, StoreError> {
    let rows: Vec<(DbId, DbId, DbTime)> = photos::table
        .filter(photos::created_by.eq(Some(DbId::from(person))))
        .order((photos::created_at, photos::id))
        .select((photos::id, photos::listing_id, photos::created_at))
        .load(connection)?;
    let held = rows.into_iter().map(|(id, listing, at)| HeldPhoto {
        id: id.into(),
        listing: listing.into(),
        at: at.0,
    });
    Ok(held.collect())
}

/// Sheets that they sent, the first first.
pub(crate) fn imports(connection: &mut Connection, person: PersonId) -> Result<Vec<HeldImport>, StoreError> {
    let rows: Vec<(DbId, Option<String>, i64, String, DbTime)> = imports::table
        .filter(imports::person_id.eq(DbId::from(person)))
        .order((imports::created_at, imports::id))
        .select((imports::id, imports::sheet, imports::byte_count, imports::status, imports::created_at))
        .load(connection)?;
    let held = rows.into_iter().map(|(id, sheet, byte_count, status, at)| HeldImport {
        id: id.into(),
        sheet,
        byte_count,
        status,
        at: at.0,
    });
    Ok(held.collect())
}

/// Work that they asked for, the first first.
pub(crate) fn jobs(connection: &mut Connection, person: PersonId) -> Result<Vec<HeldJob>, StoreError> {
    let rows: Vec<(String, String, DbTime, Option<DbTime>)> = jobs::table
        .filter(jobs::requested_by.eq(Some(DbId::from(person))))
        .order((jobs::created_at, jobs::id))
        .select((jobs::kind, jobs::state, jobs::created_at, jobs::finished_at))
        .load(connection)?;
    let held = rows.into_iter().map(|(kind, state, created_at, finished_at)| HeldJob {
        kind,
        state,
        created_at: created_at.0,
        finished_at: time(finished_at),
    });
    Ok(held.collect())
}

/// Texts that they gave with a decision, an answer or a report, kind by kind.
pub(crate) fn texts(connection: &mut Connection, person: PersonId) -> Result<Vec<HeldText>, StoreError> {
    /// The texts of one column, with the id and the time that stand beside it.
    macro_rules! texts {
        ($about:literal, $table:ident . $text:ident, $by:expr, $id:ident, $at:ident) => {{
            let rows: Vec<(DbId, Option<String>, Option<DbTime>)> = $table::table
                .filter($by)
                .order(($table::$at, $table::$id))
                .select(($table::$id, $table::$text.nullable(), $table::$at.nullable()))
                .load(connection)?;
            rows.into_iter().filter_map(|(id, text, at)| {
                let text = text.filter(|text| !text.is_empty())?;
                Some(HeldText { about: $about, id: id.0, text, at: time(at) })
            })
        }};
    }
    let by = Some(DbId::from(person));
    let person = DbId::from(person);
    let mut held = Vec::new();
    held.extend(texts!(
        "match",
        matches.status_reason,
        matches::status_changed_by.eq(by),
        id,
        status_changed_at
    ));
    let cancelled = agreements::status_changed_by.eq(by);
    held.extend(texts!("agreement", agreements.status_reason, cancelled, id, status_changed_at));
    let decided = participations::status_changed_by.eq(by);
    held.extend(texts!("participation", participations.status_reason, decided, id, status_changed_at));
    held.extend(texts!(
        "abuse_report",
        abuse_reports.note,
        abuse_reports::person_id.eq(person),
        id,
        reported_at
    ));
    held.extend(texts!("appeal", appeals.text, appeals::made_by.eq(person), id, made_at));
    let decided = appeals::decided_by.eq(by);
    held.extend(texts!("appeal_decision", appeals.decision_reason, decided, id, decided_at));
    let decided = moderation_cases::decided_by.eq(by);
    held.extend(texts!("moderation_case", moderation_cases.note, decided, id, ended_at));
    let changed = standing_changes::changed_by.eq(by);
    held.extend(texts!("standing", standing_changes.reason, changed, organization_id, changed_at));
    let checked: Vec<(DbId, Option<String>)> = verification_evidence::table
        .filter(verification_evidence::checked_by.eq(person))
        .order((
            verification_evidence::organization_id,
            verification_evidence::organization_revision,
            verification_evidence::position,
        ))
        .select((verification_evidence::organization_id, verification_evidence::note))
        .load(connection)?;
    held.extend(checked.into_iter().filter_map(|(id, text)| {
        Some(HeldText { about: "verification_evidence", id: id.0, text: text?, at: None })
    }));
    Ok(held)
}
