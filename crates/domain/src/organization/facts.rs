//! What an organization says of itself.

use super::{Email, Phone, RcsNumber, VatNumber, Website};
use crate::place::{Commune, PostalCode};
use crate::text::{Bounds, Line, Prose};
use crate::vocabulary::{Language, LegalForm};

/// What an organization says of itself, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// What it is called.
    pub name: Line,
    /// Its form in law; it fits the kind.
    pub legal_form: LegalForm,
    /// Its entry in the register; communes and informal groups have none.
    pub rcs: Option<RcsNumber>,
    /// Its number for value added tax.
    pub vat: Option<VatNumber>,
    /// Street and number. Not every address is public.
    pub address: Option<Line>,
    /// The postal code.
    pub postal_code: Option<PostalCode>,
    /// The town or village.
    pub locality: Option<Line>,
    /// The commune.
    pub commune: Commune,
    /// The languages to talk to it in, each once, at least one.
    pub languages: Vec<Language>,
    /// What it works for.
    pub cause_or_sector: Option<Line>,
    /// What it does.
    pub description: Option<Prose>,
    /// Whom to ask for.
    pub contact_name: Option<Line>,
    /// Where to write to.
    pub contact_email: Email,
    /// Where to call.
    pub contact_phone: Option<Phone>,
    /// Its website.
    pub website: Option<Website>,
}

impl Facts {
    /// The most characters of a name.
    pub const NAME: Bounds = Bounds::up_to(200);
    /// The most characters of an address.
    pub const ADDRESS: Bounds = Bounds::up_to(200);
    /// The most characters of a locality.
    pub const LOCALITY: Bounds = Bounds::up_to(100);
    /// The most languages.
    pub const LANGUAGES: usize = 10;
    /// The most characters of a cause or sector.
    pub const CAUSE_OR_SECTOR: Bounds = Bounds::up_to(100);
    /// The most characters of a description.
    pub const DESCRIPTION: Bounds = Bounds::up_to(2_000);
    /// The most characters of the name of a contact.
    pub const CONTACT_NAME: Bounds = Bounds::up_to(120);

    /// What staff looked at when they verified the organization.
    pub(super) fn identity(&self) -> (&Line, LegalForm, Option<&RcsNumber>, Option<&VatNumber>) {
        (&self.name, self.legal_form, self.rcs.as_ref(), self.vat.as_ref())
    }
}
