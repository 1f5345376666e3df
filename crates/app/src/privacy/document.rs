//! The copy of what is held of a person, as JSON.

use domain::person::Person;
use domain::vocabulary::Locale;
use jiff::Timestamp;
use persistence::{Held, HeldSession, Membership};
use serde_json::{Value, json};

use super::readme;

/// The copy. Secrets are left out: hashes of the password, of tokens and codes, and the seeds of authenticators.
pub(super) fn of(
    person: &Person,
    memberships: &[Membership],
    held: &Held,
    locale: Locale,
    now: Timestamp,
) -> Value {
    json!({
        "format": "partact-data-export-1",
        "made_at": now.to_string(),
        "readme": readme::of(locale),
        "account": account(person, held),
        "consents": list(&held.consents, |one| json!({
            "agreed_to": one.to.code(),
            "version": one.version.as_str(),
            "given_at": one.given_at.to_string(),
            "withdrawn_at": at(one.withdrawn_at),
        })),
        "memberships": list(memberships, membership),
        "contact_of": list(&held.contact_of, |one| json!({
            "organization_id": one.organization.to_string(),
            "contact_name": one.name,
            "contact_email": one.email,
            "contact_phone": one.phone,
        })),
        "sessions": list(&held.sessions, session),
        "mails": list(&held.mails, |one| json!({
            "purpose": one.purpose,
            "email": one.email,
            "asked_for_at": one.at.to_string(),
        })),
        "proposals": list(&held.proposals, |one| json!({
            "match_id": one.match_id.to_string(),
            "terms_revision": one.terms_revision,
            "organization_id": one.organization.to_string(),
            "message": one.message,
            "proposed_at": one.at.to_string(),
        })),
        "confirmations": list(&held.confirmations, |one| json!({
            "agreement_id": one.agreement.to_string(),
            "organization_id": one.organization.to_string(),
            "confirmed_at": one.at.to_string(),
        })),
        "texts": list(&held.texts, |one| json!({
            "about": one.about,
            "id": one.id.to_string(),
            "text": one.text,
            "at": at(one.at),
        })),
        "photos": list(&held.photos, |one| json!({
            "id": one.id.to_string(),
            "listing_id": one.listing.to_string(),
            "added_at": one.at.to_string(),
        })),
        "imports": list(&held.imports, |one| json!({
            "id": one.id.to_string(),
            "sheet": one.sheet,
            "byte_count": one.byte_count,
            "status": one.status,
            "sent_at": one.at.to_string(),
        })),
        "jobs": list(&held.jobs, |one| json!({
            "kind": one.kind,
            "state": one.state,
            "created_at": one.created_at.to_string(),
            "finished_at": at(one.finished_at),
        })),
        "audit_entries": list(&held.audit_entries, |one| json!({
            "occurred_at": one.at.to_string(),
            "action": one.action,
            "subject_kind": one.subject_kind,
            "subject_id": one.subject_id.to_string(),
            "data": one.data,
            "by_you": one.by_them,
        })),
        "stored_answers": list(&held.requests, |one| json!({
            "method": one.method,
            "path": one.path,
            "created_at": one.at.to_string(),
        })),
    })
}

fn list<T>(found: &[T], as_json: impl Fn(&T) -> Value) -> Vec<Value> {
    found.iter().map(as_json).collect()
}

fn at(time: Option<Timestamp>) -> Option<String> {
    time.map(|at| at.to_string())
}

fn account(person: &Person, held: &Held) -> Value {
    json!({
        "id": person.id.to_string(),
        "email": person.email.as_str(),
        "name": person.name.as_str(),
        "locale": person.locale.code(),
        "staff_role": person.staff_role.map(domain::policy::StaffRole::code),
        "status": person.status.code(),
        "has_password": person.password_hash.is_some(),
        "second_factors": list(&held.factors, |one| json!({
            "label": one.label,
            "created_at": one.created_at.to_string(),
            "confirmed_at": at(one.confirmed_at),
        })),
        "recovery_codes_left": held.recovery_codes,
        "suspension": held.suspension.as_ref().map(|one| json!({
            "reason": one.reason,
            "suspended_at": one.at.to_string(),
            "until": at(one.until),
        })),
        "created_at": person.created_at.to_string(),
        "updated_at": person.updated_at.to_string(),
    })
}

fn session(one: &HeldSession) -> Value {
    json!({
        "created_at": one.created_at.to_string(),
        "last_used_at": one.last_used_at.to_string(),
        "expires_at": one.expires_at.to_string(),
        "revoked_at": at(one.revoked_at),
        "opened_with": one.opened_with,
        "device": one.device,
    })
}

fn membership(one: &Membership) -> Value {
    json!({
        "organization_id": one.organization.to_string(),
        "organization_name": one.name.as_str(),
        "role": one.role.code(),
        "since": one.since.to_string(),
    })
}
