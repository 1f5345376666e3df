//! What staff looked at before they let an organization onto the bourse.

use jiff::Timestamp;
use jiff::civil::{Date, date};

use crate::fault::{Faults, Rule};
use crate::id::PersonId;
use crate::text::{Bounds, Line, Prose};
use crate::vocabulary::unknown;
use crate::week::Zone;

/// The sort of a piece of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvidenceKind {
    /// An extract of the register of commerce and companies.
    RcsExtract,
    /// The statutes.
    Statutes,
    /// Its website.
    Website,
    /// A telephone call.
    PhoneCall,
    /// A visit.
    Visit,
    /// Something else; the note says what.
    Other,
}

impl EvidenceKind {
    /// Every kind.
    pub const ALL: [Self; 6] =
        [Self::RcsExtract, Self::Statutes, Self::Website, Self::PhoneCall, Self::Visit, Self::Other];

    /// The name of the kind, as stored and sent.
    pub const fn code(self) -> &'static str {
        match self {
            Self::RcsExtract => "rcs_extract",
            Self::Statutes => "statutes",
            Self::Website => "website",
            Self::PhoneCall => "phone_call",
            Self::Visit => "visit",
            Self::Other => "other",
        }
    }

    /// The kind of this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A piece of evidence as it was sent.
#[derive(Clone, Debug, Default)]
pub struct RawEvidence {
    /// The sort.
    pub kind: String,
    /// What was seen or said; needed where the sort does not say it.
    pub note: String,
    /// The number or address of what was looked at.
    pub reference: String,
    /// The day, in ISO 8601.
    pub checked_on: String,
}

/// A piece of evidence. It is the checker's word, kept as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The sort.
    pub kind: EvidenceKind,
    /// What was seen or said.
    pub note: Option<Prose>,
    /// The number or address of what was looked at.
    pub reference: Option<Line>,
    /// The day.
    pub checked_on: Date,
    /// Who looked.
    pub by: PersonId,
}

impl Evidence {
    /// The most pieces for one verification.
    pub const MOST: usize = 20;
    /// The most characters of a note.
    pub const NOTE: Bounds = Bounds::up_to(1_000);
    /// The most characters of a reference.
    pub const REFERENCE: Bounds = Bounds::up_to(300);

    /// Checks what one person looked at: at least one piece, each dated, none in the future.
    pub fn parse(raw: &[RawEvidence], by: PersonId, now: Timestamp) -> Result<Vec<Self>, Faults> {
        let mut faults = Faults::none();
        if raw.is_empty() {
            faults.add("evidence", Rule::Required);
        }
        if raw.len() > Self::MOST {
            faults.add("evidence", Rule::TooMany { max: Self::MOST });
            return Err(faults);
        }
        let today = Zone::luxembourg().day_of(now);
        let mut evidence = Vec::new();
        for (n, raw) in raw.iter().enumerate() {
            let field = |name: &str| format!("evidence/{n}/{name}");
            let kind = EvidenceKind::from_code(&raw.kind).ok_or_else(|| unknown("evidence_kind", &raw.kind));
            let kind = faults.take(field("kind"), kind);
            if kind == Some(EvidenceKind::Other) && raw.note.trim().is_empty() {
                faults.add(field("note"), Rule::Required);
            }
            let note = Prose::parse_optional(&raw.note, Self::NOTE);
            let note = faults.take(field("note"), note);
            let reference = Line::parse_optional(&raw.reference, Self::REFERENCE);
            let reference = faults.take(field("reference"), reference);
            let checked_on = faults.take(field("checked_on"), day(&raw.checked_on, Some(today)));
            if let (Some(kind), Some(note), Some(reference), Some(checked_on)) =
                (kind, note, reference, checked_on)
            {
                evidence.push(Self { kind, note, reference, checked_on, by });
            }
        }
        faults.or(evidence)
    }
}

/// A day of the bourse's time as a client writes it, from 1900 on, until the last one that makes sense.
pub(super) fn day(text: &str, last: Option<Date>) -> Result<Date, Rule> {
    const FIRST: Date = date(1900, 1, 1);
    const LAST: Date = date(2199, 12, 31);
    if text.trim().is_empty() {
        return Err(Rule::Required);
    }
    let day: Date = text.trim().parse().map_err(|_| Rule::DateInvalid)?;
    let last = last.unwrap_or(LAST);
    if day < FIRST || day > last {
        return Err(Rule::OutOfRange { min: FIRST.to_string(), max: last.to_string() });
    }
    Ok(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{BROKER, now};

    #[test]
    fn evidence_is_dated_and_says_what_it_is() {
        let check = |pieces: &[(&str, &str, &str, &str)], expected: &[(&str, &str)]| {
            let raw: Vec<_> = pieces
                .iter()
                .map(|(kind, note, reference, checked_on)| RawEvidence {
                    kind: (*kind).to_owned(),
                    note: (*note).to_owned(),
                    reference: (*reference).to_owned(),
                    checked_on: (*checked_on).to_owned(),
                })
                .collect();
            let found = Evidence::parse(&raw, BROKER, now());
            let faults = found.err().map(|faults| {
                faults.iter().map(|fault| (fault.field.to_string(), fault.rule.code())).collect::<Vec<_>>()
            });
            let faults = faults.unwrap_or_default();
            let faults: Vec<_> = faults.iter().map(|(field, code)| (field.as_str(), *code)).collect();
            assert_eq!(faults, expected, "{pieces:?}");
        };
        check(
            &[("rcs_extract", "", "F1234", "2026-06-01"), ("phone_call", "Spoke to Ana.", "", "2026-06-09")],
            &[],
        );
        check(&[], &[("evidence", "required")]);
        check(&[("other", "", "", "2026-06-01")], &[("evidence/0/note", "required")]);
        check(&[("rumour", "", "", "2026-06-01")], &[("evidence/0/kind", "unknown-code")]);
        check(&[("visit", "", "", "2026-06-10")], &[("evidence/0/checked_on", "out-of-range")]);
        check(&[("visit", "", "", "yesterday")], &[("evidence/0/checked_on", "date-invalid")]);
        check(&[("visit", "", "", "")], &[("evidence/0/checked_on", "required")]);
        check(&[("visit", "", "", "2026-06-01"); 21], &[("evidence", "too-many")]);
    }
}
