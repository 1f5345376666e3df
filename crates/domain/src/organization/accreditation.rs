//! Accreditations: what the state has granted an organization, for a time. They are no legal form.

use jiff::Timestamp;
use jiff::civil::Date;

use super::evidence::day;
use crate::audit::{Change, Detail, Subject};
use crate::fault::{Faults, Rule};
use crate::id::{AccreditationId, OrganizationId, PersonId, Revision};
use crate::policy::Staff;
use crate::refusal::{Refusal, Refusals};
use crate::text::{Bounds, Line};
use crate::vocabulary::unknown;
use crate::week::Zone;

/// What was granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccreditationKind {
    /// *Société d’impact sociétal*, law of 12 December 2016.
    Sis,
    /// *Reconnaissance d’utilité publique*, law of 7 August 2023 on associations and foundations.
    PublicUtility,
    /// Approval as an organization for development, law of 6 January 1996.
    DevelopmentNgo,
    /// Approval by a ministry, such as for youth or social work.
    Ministry,
    /// Something else; the reference says what.
    Other,
}

impl AccreditationKind {
    /// Every kind.
    pub const ALL: [Self; 5] =
        [Self::Sis, Self::PublicUtility, Self::DevelopmentNgo, Self::Ministry, Self::Other];

    /// The name of the kind, as stored and sent.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Sis => "sis",
            Self::PublicUtility => "public_utility",
            Self::DevelopmentNgo => "development_ngo",
            Self::Ministry => "ministry",
            Self::Other => "other",
        }
    }

    /// The kind of this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// An accreditation as it was sent.
#[derive(Clone, Debug, Default)]
pub struct RawAccreditation {
    /// What was granted.
    pub kind: String,
    /// From which day on, in ISO 8601.
    pub granted_on: String,
    /// Until and including which day; empty while no end is known.
    pub valid_until: String,
    /// The decree or number.
    pub reference: String,
}

/// An accreditation that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccreditationDraft {
    kind: AccreditationKind,
    granted_on: Date,
    valid_until: Option<Date>,
    reference: Option<Line>,
}

impl AccreditationDraft {
    /// The most characters of a reference.
    pub const REFERENCE: Bounds = Bounds::up_to(200);

    /// Checks all fields.
    pub fn parse(raw: &RawAccreditation) -> Result<Self, Faults> {
        let mut faults = Faults::none();
        let kind = AccreditationKind::from_code(&raw.kind);
        let kind = faults.take("kind", kind.ok_or_else(|| unknown("accreditation_kind", &raw.kind)));
        let granted_on = faults.take("granted_on", day(&raw.granted_on, None));
        let until = if raw.valid_until.is_empty() { Ok(None) } else { day(&raw.valid_until, None).map(Some) };
        let valid_until = faults.take("valid_until", until);
        let reference = faults.take("reference", Line::parse_optional(&raw.reference, Self::REFERENCE));
        if kind == Some(AccreditationKind::Other) && raw.reference.trim().is_empty() {
            faults.add("reference", Rule::Required);
        }
        if let (Some(from), Some(Some(until))) = (granted_on, valid_until)
            && until < from
        {
            faults.add("valid_until", Rule::EndNotAfterStart);
        }
        match (kind, granted_on, valid_until, reference) {
            (Some(kind), Some(granted_on), Some(valid_until), Some(reference)) => {
                faults.or(Self { kind, granted_on, valid_until, reference })
            }
            _ => Err(faults),
        }
    }
}

/// An accreditation of an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accreditation {
    /// Its identifier.
    pub id: AccreditationId,
    /// Whose.
    pub organization: OrganizationId,
    /// What was granted.
    pub kind: AccreditationKind,
    /// From which day on.
    pub granted_on: Date,
    /// Until and including which day; none while no end is known.
    pub valid_until: Option<Date>,
    /// The decree or number.
    pub reference: Option<Line>,
    /// When it was taken back, and by whom.
    pub withdrawn: Option<(Timestamp, PersonId)>,
    /// When it was written down.
    pub created_at: Timestamp,
    /// By whom.
    pub created_by: PersonId,
    /// How often it changed.
    pub revision: Revision,
}

impl Accreditation {
    /// A new one that staff have seen.
    pub fn grant(
        id: AccreditationId,
        organization: OrganizationId,
        draft: AccreditationDraft,
        by: Staff,
        now: Timestamp,
    ) -> (Self, Change) {
        let AccreditationDraft { kind, granted_on, valid_until, reference } = draft;
        let made = Self {
            id,
            organization,
            kind,
            granted_on,
            valid_until,
            reference,
            withdrawn: None,
            created_at: now,
            created_by: by.person(),
            revision: Revision::FIRST,
        };
        let change = made.change("accreditation.granted");
        (made, change)
    }

    /// Takes it back. It can be done once.
    pub fn withdraw(self, by: Staff, now: Timestamp) -> Result<(Self, Change), Refusals> {
        if self.withdrawn.is_some() {
            return Err(Refusal::InvalidTransition {
                current_status: "withdrawn",
                allowed_actions: Vec::new(),
            }
            .into());
        }
        let after = Self { withdrawn: Some((now, by.person())), revision: self.revision.next(), ..self };
        let change = after.change("accreditation.withdrawn");
        Ok((after, change))
    }

    /// The same of the organization into which its own was merged.
    #[must_use]
    pub fn moved_to(self, organization: OrganizationId) -> (Self, Change) {
        let from = self.organization;
        let after = Self { organization, revision: self.revision.next(), ..self };
        let change =
            after.change("accreditation.moved").with("from_organization_id", Detail::Id(from.uuid()));
        (after, change)
    }

    /// Whether it holds now, by the day in Luxembourg.
    pub fn is_in_force(&self, now: Timestamp) -> bool {
        let today = Zone::luxembourg().day_of(now);
        self.withdrawn.is_none()
            && self.granted_on <= today
            && self.valid_until.is_none_or(|until| today <= until)
    }

    /// The name of its state now, as sent.
    pub fn status_at(&self, now: Timestamp) -> &'static str {
        let today = Zone::luxembourg().day_of(now);
        match self.withdrawn {
            Some(_) => "withdrawn",
            None if today < self.granted_on => "upcoming",
            None if self.is_in_force(now) => "in_force",
            None => "expired",
        }
    }

    fn change(&self, action: &'static str) -> Change {
        Change::new(Subject::Accreditation(self.id), self.revision, action)
            .with("organization_id", Detail::Id(self.organization.uuid()))
            .with("kind", Detail::Code(self.kind.code().to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{ASSOCIATION, Counted, now, staff};

    fn raw(kind: &str, granted_on: &str, valid_until: &str) -> RawAccreditation {
        let text = str::to_owned;
        let reference = text("");
        RawAccreditation {
            kind: text(kind),
            granted_on: text(granted_on),
            valid_until: text(valid_until),
            reference,
        }
    }

    #[test]
    fn it_holds_from_the_first_to_the_last_day() {
        let check = |granted_on, valid_until, at: &str, expected: &str| {
            let draft = AccreditationDraft::parse(&raw("sis", granted_on, valid_until)).unwrap();
            let id = AccreditationId::next(&Counted::new());
            let (made, _) = Accreditation::grant(id, ASSOCIATION, draft, staff(), now());
            let at = at.parse().unwrap();
            assert_eq!(made.status_at(at), expected, "{granted_on} to {valid_until} at {at}");
            assert_eq!(made.is_in_force(at), expected == "in_force");
        };
        check("2026-01-01", "2026-12-31", "2025-12-31T22:59:59Z", "upcoming");
        check("2026-01-01", "2026-12-31", "2025-12-31T23:00:00Z", "in_force");
        check("2026-01-01", "2026-12-31", "2026-12-31T22:59:59Z", "in_force");
        check("2026-01-01", "2026-12-31", "2026-12-31T23:00:00Z", "expired");
        check("2026-01-01", "", "2126-12-31T23:00:00Z", "in_force");
    }

    #[test]
    fn its_days_are_in_order() {
        let check = |raw: &RawAccreditation, expected: &str| {
            let found = AccreditationDraft::parse(raw);
            let found = found.map_or_else(
                |faults| {
                    faults.iter().map(|fault| format!("{} {}", fault.field, fault.rule.code())).collect()
                },
                |_| vec![String::new()],
            );
            assert_eq!(found.join(", "), expected, "{raw:?}");
        };
        check(&raw("public_utility", "2026-01-01", "2026-01-01"), "");
        check(&raw("public_utility", "2026-01-02", "2026-01-01"), "valid_until end-not-after-start");
        check(
            &raw("knighthood", "", "x"),
            "kind unknown-code, granted_on required, valid_until date-invalid",
        );
        check(&raw("other", "2026-01-01", ""), "reference required");
    }

    #[test]
    fn it_is_taken_back_once() {
        let draft = AccreditationDraft::parse(&raw("sis", "2026-01-01", "")).unwrap();
        let id = AccreditationId::next(&Counted::new());
        let (made, _) = Accreditation::grant(id, ASSOCIATION, draft, staff(), now());
        let (gone, change) = made.withdraw(staff(), now()).unwrap();
        assert_eq!((gone.status_at(now()), change.action), ("withdrawn", "accreditation.withdrawn"));
        assert_eq!(gone.withdraw(staff(), now()).unwrap_err().to_string(), "invalid-transition");
    }
}
