//! What must be true of the rows at every moment, as questions that have no answer while it is.
//!
//! Each rule is a statement whose rows are the offenders, put into words; no rows are good. They ask
//! nothing of the code that writes: they are how we know that it keeps its promises. The chain of the
//! audit log cannot be told in SQL and is recomputed here (`docs/adr/0004-audit-chain-per-subject.md`).

mod rules;
#[cfg(test)]
mod tests;

use domain::id::AuditEntryId;
use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

use crate::audit::{BEGINNING, Entry};
use crate::error::StoreError;
use crate::store::Store;
use crate::tx::{Reader, on_engine};

/// The most offenders of a rule that are named.
pub const MOST_ROWS: usize = 20;

/// The most entries of the audit log that are held in memory at once.
const PAGE: i64 = 1000;

/// A rule, and who breaks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The name of the rule.
    pub name: &'static str,
    /// What must be true.
    pub meaning: &'static str,
    /// The rows that break it, in words of ids and codes; at most [`MOST_ROWS`].
    pub rows: Vec<String>,
}

/// A rule that SQL can ask for. `ID(…)` stands for an id as text, which each engine writes its own way.
struct Rule {
    name: &'static str,
    meaning: &'static str,
    /// A statement with one column, `what`.
    sql: &'static str,
}

impl Store {
    /// Every rule, in the order of `DOMAIN.md`, and who breaks it. Each is asked of one snapshot.
    pub fn check_invariants(&self) -> Result<Vec<Finding>, StoreError> {
        self.read(|reader| {
            reader.patiently(|reader| {
                let mut findings = Vec::with_capacity(rules::RULES.len() + 1);
                for rule in rules::RULES {
                    let rows = reader.offenders(rule)?;
                    findings.push(Finding { name: rule.name, meaning: rule.meaning, rows });
                }
                let rows = reader.broken_chains()?;
                findings.push(Finding {
                    name: "audit-chain",
                    meaning: "every audit entry hashes its content and the entry before it of its subject",
                    rows,
                });
                Ok(findings)
            })
        })
    }
}

impl Reader<'_> {
    /// Runs a question that may take longer than a request's may.
    fn patiently<T>(
        &mut self,
        question: impl FnOnce(&mut Self) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        on_engine!(self, invariants::be_patient(true))?;
        let answer = question(self);
        on_engine!(self, invariants::be_patient(false))?;
        answer
    }

    fn offenders(&mut self, rule: &Rule) -> Result<Vec<String>, StoreError> {
        on_engine!(self, invariants::offenders(rule.sql, MOST_ROWS))
    }

    /// Recomputes the chain of every subject, entry by entry.
    fn broken_chains(&mut self) -> Result<Vec<String>, StoreError> {
        let mut chain = Chain::default();
        let mut after = None;
        loop {
            let page = on_engine!(self, invariants::audit_page(after.as_ref(), PAGE))?;
            let Some(last) = page.last() else { return Ok(chain.broken) };
            after = Some((last.subject_kind.clone(), last.subject_id, last.subject_revision));
            for link in page {
                chain.add(link);
            }
            if chain.broken.len() >= MOST_ROWS {
                chain.broken.truncate(MOST_ROWS);
                return Ok(chain.broken);
            }
        }
    }
}

/// An entry of the audit log as it is stored.
pub(crate) struct Link {
    pub(crate) id: Uuid,
    pub(crate) subject_kind: String,
    pub(crate) subject_id: Uuid,
    pub(crate) subject_revision: i64,
    pub(crate) action: String,
    pub(crate) actor_kind: String,
    pub(crate) actor_id: Option<Uuid>,
    pub(crate) organization_id: Option<Uuid>,
    pub(crate) request_id: Option<String>,
    pub(crate) data: Value,
    pub(crate) at: Timestamp,
    pub(crate) previous_hash: Vec<u8>,
    pub(crate) hash: Vec<u8>,
}

impl Link {
    /// The hash that it should have.
    fn recomputed(&self) -> [u8; 32] {
        let entry = Entry {
            id: AuditEntryId::new(self.id),
            subject_kind: &self.subject_kind,
            subject_id: self.subject_id,
            subject_revision: self.subject_revision,
            action: &self.action,
            actor_kind: &self.actor_kind,
            actor_id: self.actor_id,
            organization_id: self.organization_id,
            request_id: self.request_id.as_deref(),
            data: &self.data,
            at_microsecond: self.at.as_microsecond(),
        };
        entry.hash(&self.previous_hash)
    }
}

/// The chain of one subject after another, as far as it was followed.
#[derive(Default)]
struct Chain {
    last: Option<Link>,
    broken: Vec<String>,
}

impl Chain {
    /// Follows the next entry, in the order of subjects and revisions.
    fn add(&mut self, link: Link) {
        let before = self.last.as_ref().filter(|last| {
            (last.subject_kind.as_str(), last.subject_id) == (link.subject_kind.as_str(), link.subject_id)
        });
        let (expected_revision, expected_hash) = match before {
            Some(last) => (last.subject_revision + 1, last.hash.as_slice()),
            None => (1, BEGINNING.as_slice()),
        };
        let wrong = if link.subject_revision != expected_revision {
            Some(format!("follows revision {}", expected_revision - 1))
        } else if link.previous_hash != expected_hash {
            Some("does not continue the entry before it".to_owned())
        } else if link.hash != link.recomputed() {
            Some("is not what was hashed".to_owned())
        } else {
            None
        };
        if let Some(wrong) = wrong {
            let Link { subject_kind, subject_id, subject_revision, .. } = &link;
            self.broken
                .push(format!("{subject_kind} {subject_id}: entry of revision {subject_revision} {wrong}"));
        }
        self.last = Some(link);
    }
}
