//! What is held of a person: looked up for them, and erased.

use domain::account::Consent;
use domain::id::{
    AgreementId, DataExportId, ImportId, ListingId, MatchId, OrganizationId, PersonId, PhotoId,
};
use domain::organization::Email;
use domain::person::Person;
use domain::suspension::Suspension;
use jiff::Timestamp;
use serde_json::Value;

use crate::error::StoreError;
use crate::tx::{Reader, Tx, on_engine};

/// A copy of what is held of a person, kept for some days.
#[derive(Clone, Debug, PartialEq)]
pub struct DataExport {
    /// Its identifier.
    pub id: DataExportId,
    /// Of whom.
    pub person: PersonId,
    /// What is held.
    pub document: Value,
    /// When it was made.
    pub created_at: Timestamp,
    /// Until when it can be fetched.
    pub expires_at: Timestamp,
}

/// What is held of a person besides the account and the memberships. Secrets, and what stands for one, are left
/// out.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// To what they agreed.
    pub consents: Vec<Consent>,
    /// Logins, also those that have ended.
    pub sessions: Vec<HeldSession>,
    /// Their authenticators.
    pub factors: Vec<HeldFactor>,
    /// How many recovery codes are left to them.
    pub recovery_codes: i64,
    /// That their account was closed for a time, as long as it is known.
    pub suspension: Option<Suspension>,
    /// What was asked for by mail.
    pub mails: Vec<HeldMail>,
    /// Terms that they proposed.
    pub proposals: Vec<HeldProposal>,
    /// Agreements that they confirmed.
    pub confirmations: Vec<HeldConfirmation>,
    /// Texts that they gave with a decision, an answer or a report.
    pub texts: Vec<HeldText>,
    /// Organizations that name them, or their address, as whom to ask for.
    pub contact_of: Vec<HeldContact>,
    /// Photos that they added.
    pub photos: Vec<HeldPhoto>,
    /// Sheets that they sent.
    pub imports: Vec<HeldImport>,
    /// Work in the queue that they asked for.
    pub jobs: Vec<HeldJob>,
    /// Entries of the audit log by them or about them.
    pub audit_entries: Vec<HeldEntry>,
    /// Requests whose answers are kept for repetition.
    pub requests: Vec<HeldRequest>,
}

/// A login.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldSession {
    /// When the password was given.
    pub created_at: Timestamp,
    /// When it was refreshed last.
    pub last_used_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// When it was ended.
    pub revoked_at: Option<Timestamp>,
    /// `password` or `second_factor`.
    pub opened_with: String,
    /// With what sort of program and system.
    pub device: String,
}

/// An authenticator.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldFactor {
    /// How they call it.
    pub label: String,
    /// Since when.
    pub created_at: Timestamp,
    /// When its first code was given.
    pub confirmed_at: Option<Timestamp>,
}

/// Something that was asked for by mail.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldMail {
    /// What for.
    pub purpose: String,
    /// The address.
    pub email: String,
    /// When.
    pub at: Timestamp,
}

/// A text that somebody wrote.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldText {
    /// About what sort of thing.
    pub about: &'static str,
    /// About which one.
    pub id: uuid::Uuid,
    /// The text.
    pub text: String,
    /// When, where that is known.
    pub at: Option<Timestamp>,
}

/// A photo that somebody added.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldPhoto {
    /// Which one.
    pub id: PhotoId,
    /// Of which listing.
    pub listing: ListingId,
    /// When.
    pub at: Timestamp,
}

/// Sheets that somebody sent.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldImport {
    /// Which import.
    pub id: ImportId,
    /// Which sheet, if it was only one.
    pub sheet: Option<String>,
    /// How many bytes.
    pub byte_count: i64,
    /// What became of it.
    pub status: String,
    /// When.
    pub at: Timestamp,
}

/// Work in the queue.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldJob {
    /// What sort.
    pub kind: String,
    /// Where it is in its life.
    pub state: String,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
}

/// Terms that somebody proposed.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldProposal {
    /// In which match.
    pub match_id: MatchId,
    /// Which revision.
    pub terms_revision: i32,
    /// For whom.
    pub organization: OrganizationId,
    /// With which words.
    pub message: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// A yes to an agreement.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldConfirmation {
    /// To which one.
    pub agreement: AgreementId,
    /// For whom.
    pub organization: OrganizationId,
    /// When.
    pub at: Timestamp,
}

/// An organization that names somebody.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldContact {
    /// Which one.
    pub organization: OrganizationId,
    /// The name that it gives.
    pub name: Option<String>,
    /// The address that it gives.
    pub email: String,
    /// The telephone number that it gives.
    pub phone: Option<String>,
}

/// An entry of the audit log.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldEntry {
    /// When.
    pub at: Timestamp,
    /// What.
    pub action: String,
    /// To what sort of thing.
    pub subject_kind: String,
    /// To which one.
    pub subject_id: uuid::Uuid,
    /// The details: ids and codes.
    pub data: Value,
    /// Whether they did it; otherwise it was done to their account.
    pub by_them: bool,
}

/// A request whose answer is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldRequest {
    /// `POST`.
    pub method: String,
    /// To where.
    pub path: String,
    /// When.
    pub at: Timestamp,
}

impl Reader<'_> {
    /// What is held of a person besides the account and the memberships.
    pub fn held_of(&mut self, person: &Person) -> Result<Held, StoreError> {
        Ok(Held {
            consents: on_engine!(self, account::consents(person.id))?,
            sessions: on_engine!(self, privacy::sessions(person.id))?,
            factors: on_engine!(self, privacy::factors(person.id))?,
            recovery_codes: on_engine!(self, privacy::recovery_codes(person.id))?,
            suspension: on_engine!(self, suspension::find(person.id))?,
            mails: on_engine!(self, privacy::mails(person))?,
            proposals: on_engine!(self, privacy::proposals(person.id))?,
            confirmations: on_engine!(self, privacy::confirmations(person.id))?,
            texts: on_engine!(self, privacy::texts(person.id))?,
            contact_of: on_engine!(self, privacy::contact_of(person))?,
            photos: on_engine!(self, privacy::photos(person.id))?,
            imports: on_engine!(self, privacy::imports(person.id))?,
            jobs: on_engine!(self, privacy::jobs(person.id))?,
            audit_entries: on_engine!(self, privacy::audit_entries(person.id))?,
            requests: on_engine!(self, privacy::requests(person.id))?,
        })
    }

    /// The organizations that name a person, or their address, as whom to ask for.
    pub fn contact_of(&mut self, person: &Person) -> Result<Vec<HeldContact>, StoreError> {
        on_engine!(self, privacy::contact_of(person))
    }

    /// A copy of somebody's data, if it is theirs and can still be fetched.
    pub fn data_export(
        &mut self,
        id: DataExportId,
        person: PersonId,
        now: Timestamp,
    ) -> Result<Option<DataExport>, StoreError> {
        on_engine!(self, privacy::find_export(id, person, now))
    }
}

impl Reader<'_> {
    /// The messages and reasons of a person that may be in answers which were stored since.
    pub fn recent_texts(&mut self, person: PersonId, since: Timestamp) -> Result<Vec<String>, StoreError> {
        on_engine!(self, privacy::recent_texts(person, since))
    }

    /// Those who were erased since, the first first; at most `limit`.
    pub fn erased_since(&mut self, since: Timestamp, limit: i64) -> Result<Vec<PersonId>, StoreError> {
        on_engine!(self, privacy::erased_since(since, limit))
    }
}

impl Tx<'_> {
    /// Keeps a copy of somebody's data, in the place of the one before.
    pub fn keep_data_export(&mut self, export: &DataExport) -> Result<(), StoreError> {
        on_engine!(self, privacy::keep_export(export))
    }

    /// Forgets copies that can be fetched no longer; at most `limit`. Says how many.
    pub fn forget_data_exports(&mut self, now: Timestamp, limit: i64) -> Result<usize, StoreError> {
        on_engine!(self, privacy::forget_exports(now, limit))
    }

    /// Takes a person out of an organization; `false` when they were not in it. The change of the organization
    /// in the same transaction writes it down.
    pub fn delete_membership(
        &mut self,
        organization: OrganizationId,
        person: PersonId,
    ) -> Result<bool, StoreError> {
        on_engine!(self, privacy::delete_membership(organization, person))
    }

    /// Locks an account: until the command ends, nobody stores anything that names it.
    pub fn lock_person(&mut self, person: PersonId) -> Result<(), StoreError> {
        on_engine!(self, privacy::lock_person(person))
    }

    /// Erases what is kept of a person in other rows than the account, the memberships and the organizations, as
    /// `docs/data-map.tsv` says. `email` is the address that they had, where it is known. How many rows there were.
    /// The change of the account writes it down.
    pub fn erase_traces(&mut self, person: PersonId, email: Option<&Email>) -> Result<usize, StoreError> {
        let (email, now) = (email.map(Email::key), self.occasion().at);
        on_engine!(self, privacy::erase_traces(person, email.as_deref(), now))
    }

    /// Blanks a field where it holds this text, in the answers that are stored for repetition, to whomever. Only the
    /// field: the same text may stand in others and be something else.
    pub fn forget_in_answers(&mut self, field: &str, text: &str) -> Result<usize, StoreError> {
        let (told, blank) = (format!("\"{field}\":{}", Value::from(text)), format!("\"{field}\":null"));
        on_engine!(self, privacy::replace_in_answers(&told, &blank))
    }
}
