//! The chain of hashes through a subject's audit entries, and the JSON of their details.

use domain::audit::{Change, Detail, Occasion};
use domain::id::AuditEntryId;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::error::StoreError;
use crate::tx::{Tx, on_engine};

/// What precedes a subject's first entry.
pub(crate) const BEGINNING: [u8; 32] = [0; 32];

impl Tx<'_> {
    /// Writes one audit entry and one outbox event. Every guarded write of an aggregate calls this, and
    /// nothing else does: a change of state without its entry cannot be written.
    pub(crate) fn record(&mut self, change: &Change) -> Result<(), StoreError> {
        let (occasion, ids) = (self.occasion(), self.ids());
        on_engine!(self, audit::record(change, occasion, ids))
    }
}

/// The details as they are stored and sent.
pub(crate) fn document(change: &Change) -> Value {
    let details = change.details.iter().map(|(name, detail)| {
        let value = match detail {
            Detail::Id(id) => Value::from(id.to_string()),
            Detail::Code(code) => Value::from(code.clone()),
            Detail::Number(number) => Value::from(*number),
            Detail::Flag(flag) => Value::from(*flag),
            Detail::At(at) => Value::from(at.to_string()),
        };
        ((*name).to_owned(), value)
    });
    Value::Object(details.collect::<Map<_, _>>())
}

/// An entry, as it enters its hash.
pub(crate) struct Entry<'e> {
    pub(crate) id: AuditEntryId,
    pub(crate) subject_kind: &'e str,
    pub(crate) subject_id: uuid::Uuid,
    pub(crate) subject_revision: i64,
    pub(crate) action: &'e str,
    pub(crate) actor_kind: &'e str,
    pub(crate) actor_id: Option<uuid::Uuid>,
    pub(crate) organization_id: Option<uuid::Uuid>,
    pub(crate) request_id: Option<&'e str>,
    pub(crate) data: &'e Value,
    pub(crate) at_microsecond: i64,
}

impl<'e> Entry<'e> {
    pub(crate) fn of(id: AuditEntryId, change: &'e Change, data: &'e Value, occasion: &'e Occasion) -> Self {
        let (actor_id, organization_id) = match occasion.cause {
            domain::audit::Cause::Person { person, organization, .. } => {
                (Some(person.uuid()), organization.map(domain::id::OrganizationId::uuid))
            }
            domain::audit::Cause::System | domain::audit::Cause::Import => (None, None),
        };
        Self {
            id,
            subject_kind: change.subject.kind(),
            subject_id: change.subject.uuid(),
            subject_revision: change.revision.number(),
            action: change.action,
            actor_kind: occasion.cause.kind(),
            actor_id,
            organization_id,
            request_id: occasion.request_id.as_deref(),
            data,
            at_microsecond: occasion.at.as_microsecond(),
        }
    }

    /// SHA-256 over the hash before it and every field, each with its length in front, so that no two
    /// entries give the same bytes. The document goes in with its keys in order: `jsonb` keeps none.
    pub(crate) fn hash(&self, previous: &[u8]) -> [u8; 32] {
        let mut digest = Sha256::new();
        let mut field = |bytes: &[u8]| {
            digest.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
            digest.update(bytes);
        };
        field(previous);
        field(self.id.uuid().as_bytes());
        field(self.subject_kind.as_bytes());
        field(self.subject_id.as_bytes());
        field(&self.subject_revision.to_be_bytes());
        field(self.action.as_bytes());
        field(self.actor_kind.as_bytes());
        field(self.actor_id.map_or(Vec::new(), |id| id.as_bytes().to_vec()).as_slice());
        field(self.organization_id.map_or(Vec::new(), |id| id.as_bytes().to_vec()).as_slice());
        field(self.request_id.unwrap_or_default().as_bytes());
        field(in_order(self.data).as_bytes());
        field(&self.at_microsecond.to_be_bytes());
        digest.finalize().into()
    }
}

/// A flat document as text, its keys in order.
fn in_order(document: &Value) -> String {
    let Value::Object(map) = document else { return document.to_string() };
    let mut entries: Vec<_> = map.iter().collect();
    entries.sort_by_key(|(name, _)| name.as_str());
    entries.iter().fold(String::new(), |text, (name, value)| text + name + "=" + &value.to_string() + "\n")
}
