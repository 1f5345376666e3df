//! Organizations: companies, associations and public bodies.
//!
//! Whoever founds one becomes its owner; it acts on the bourse once staff have verified it, and while it
//! is not suspended. What it says of itself is checked in one place, [`Draft::parse`], for the API and the
//! import alike.

mod accreditation;
mod appeal;
mod contact;
mod draft;
mod evidence;
mod facts;
mod invitation;
mod lifecycle;
mod membership;
mod merge;
mod registration;
mod standing;
#[cfg(test)]
mod tests;

pub use accreditation::{Accreditation, AccreditationDraft, AccreditationKind, RawAccreditation};
pub use appeal::{Appeal, Decision, Outcome};
pub use contact::{Email, Phone, Website};
pub use draft::{Doubt, Draft, Raw, Warning};
pub use evidence::{Evidence, EvidenceKind, RawEvidence};
pub use facts::Facts;
pub use invitation::{Invitation, InvitationState};
pub use lifecycle::{Command, Editor, Event};
pub use membership::Membership;
pub use merge::{Between, Double, Identity, Likeness, doubles, place_after_merge};
pub use registration::{RcsNumber, VatNumber};
pub use standing::Standing;

use jiff::Timestamp;

use crate::fault::Rule;
use crate::id::{OrganizationId, Revision};
use crate::vocabulary::{LegalForm, unknown};

/// What sort of organization it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OrganizationKind {
    /// A business.
    Company,
    /// A non-profit: asbl, foundation, informal group.
    Association,
    /// A commune or another public body.
    PublicBody,
}

impl OrganizationKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Company, Self::Association, Self::PublicBody];

    /// The name of the kind, as stored and sent.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Company => "company",
            Self::Association => "association",
            Self::PublicBody => "public_body",
        }
    }

    /// The kind of this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The kind of this name, or the rule that an input of another breaks.
    pub fn parse(text: &str) -> Result<Self, Rule> {
        match text.trim() {
            "" => Err(Rule::Required),
            code => Self::from_code(code).ok_or_else(|| unknown("organization_kind", text)),
        }
    }

    /// Whether it may have this legal form.
    pub const fn admits(self, form: LegalForm) -> bool {
        match self {
            Self::Company => form.fits_company(),
            Self::Association => form.fits_association(),
            Self::PublicBody => form.fits_public_body(),
        }
    }
}

/// A company, association or public body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organization {
    /// Its identifier.
    pub id: OrganizationId,
    /// Its short name: `O-7K3Q`, or that of the sheet it came in.
    pub reference: String,
    /// What sort.
    pub kind: OrganizationKind,
    /// What it says of itself.
    pub facts: Facts,
    /// Whether it may act.
    pub standing: Standing,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it changed last.
    pub updated_at: Timestamp,
    /// How often it changed.
    pub revision: Revision,
}

impl Organization {
    /// Whether it may publish, propose and agree now.
    pub fn is_active(&self, now: Timestamp) -> bool {
        self.standing.is_active(now)
    }
}
