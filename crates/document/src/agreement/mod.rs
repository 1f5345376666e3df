//! The agreement on paper: who exchanges what with whom, who has confirmed it, and room to sign.

mod sheet;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::error::Error;
use crate::frame::{self, Frame};
use crate::words::Language;
use sheet::Sheet;

/// What an agreement's document says. Texts are as people wrote them.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// Where the agreement is found, as a URL.
    pub url: String,
    /// Its number.
    pub reference: String,
    /// The name of its week.
    pub week: String,
    /// The zone in which times are told.
    pub zone: TimeZone,
    /// The name of the zone.
    pub zone_name: String,
    /// Where it is in its life.
    pub status: Status,
    /// Since when.
    pub status_changed_at: Timestamp,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it changed last.
    pub updated_at: Timestamp,
    /// Who proposed first, and who was asked.
    pub parties: [Party; 2],
    /// What each gives, in order.
    pub contributions: Vec<Contribution>,
    /// Who has confirmed.
    pub confirmations: Vec<Confirmation>,
    /// What the bourse says.
    pub ratification: Ratification,
    /// Who calls first.
    pub first_contact: FirstContact,
    /// Which revision of the terms.
    pub terms_revision: u32,
    /// The hash of the terms: [`crate::terms::Terms::hash`].
    pub terms_hash: String,
}

/// Where an agreement is in its life.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// Waits for confirmations, or for ratification.
    Pending,
    /// Stands.
    Confirmed,
    /// All of it was done.
    Fulfilled,
    /// Some of it was done.
    PartlyFulfilled,
    /// None of it was done.
    Unfulfilled,
    /// The time to confirm ran out.
    Lapsed,
    /// Called off, with the reason.
    Cancelled(String),
}

/// One of the two parties, by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Who proposed first.
    First,
    /// Who was asked.
    Second,
}

impl Side {
    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::First => Self::Second,
            Self::Second => Self::First,
        }
    }
}

/// An organization that is a party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// What it is called.
    pub name: String,
    /// Its form in law, in the document's language.
    pub legal_form: String,
    /// Its postal address, line by line; none if it gives none.
    pub address: Vec<String>,
    /// Its entry in the register, if it has one.
    pub register: Option<String>,
}

/// One leg of the exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contribution {
    /// Who gives; the other one receives.
    pub giver: Side,
    /// What, in words.
    pub description: String,
    /// A decimal.
    pub quantity: String,
    /// The unit, in the document's language.
    pub unit: String,
    /// The cited listings, by number and title.
    pub listings: Vec<String>,
    /// From when.
    pub starts_at: Option<Timestamp>,
    /// Until when.
    pub ends_at: Option<Timestamp>,
    /// What it may be worth, in cents of the euro.
    pub value_estimate: Option<u64>,
}

/// One party's yes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// For whom.
    pub side: Side,
    /// By whom; nobody if their account is erased.
    pub by: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// The bourse's check of completeness.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ratification {
    /// The week does without.
    NotRequired,
    /// Asked for, and not given yet.
    Awaited,
    /// Given.
    Given {
        /// By whom; nobody if their account is erased.
        by: Option<String>,
        /// When.
        at: Timestamp,
    },
}

/// Who calls first, and whether they have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstContact {
    /// Who.
    pub side: Side,
    /// Until and including which day.
    pub due_on: Date,
    /// When they did.
    pub done_at: Option<Timestamp>,
}

/// The document of an agreement, as a tagged PDF.
pub fn typeset(agreement: &Agreement, language: Language) -> Result<Vec<u8>, Error> {
    let words = language.words();
    let title = format!("{} {}", words.agreement, crate::text::line(&agreement.reference));
    let frame = Frame {
        language,
        title,
        issuer: crate::text::line(&agreement.week),
        foot: words.legal.to_owned(),
        url: &agreement.url,
        url_description: words.code.replace("{}", &agreement.url),
        as_of: agreement.updated_at,
    };
    let sheet = Sheet::of(agreement, language);
    frame::typeset(&frame, include_str!("../../templates/agreement.typ"), words, &sheet)
}
