//! An organization as it was sent, by the API or in a sheet, and as it was checked.

use std::borrow::Cow;

use super::{Email, Facts, Organization, OrganizationKind, Phone, RcsNumber, VatNumber, Website};
use crate::fault::{Faults, Rule};
use crate::place::{Commune, CommuneFound, PostalCode};
use crate::reference;
use crate::text::{Flag, Line, Prose, flags};
use crate::vocabulary::{Language, LegalForm};

/// An organization as it was sent. An empty text is none; the fields are named as in the API and the sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Raw {
    /// The reference in the sheet; the API gives none.
    pub reference: Option<String>,
    /// `company`, `association`, `public_body`.
    pub kind: String,
    /// What it is called.
    pub name: String,
    /// A code or usual spelling of a legal form.
    pub legal_form: String,
    /// The entry in the register.
    pub registration_number: String,
    /// The number for value added tax.
    pub vat_number: String,
    /// Street and number.
    pub address: String,
    /// The postal code.
    pub postal_code: String,
    /// The town or village.
    pub locality: String,
    /// The commune.
    pub commune: String,
    /// Codes of languages.
    pub languages: Vec<String>,
    /// What it works for.
    pub cause_or_sector: String,
    /// What it does.
    pub description: String,
    /// Whom to ask for.
    pub contact_name: String,
    /// Where to write to.
    pub contact_email: String,
    /// Where to call.
    pub contact_phone: String,
    /// Its website.
    pub website: String,
}

impl Raw {
    /// The codes in one cell of a sheet, separated by `;`.
    pub fn languages_in_cell(cell: &str) -> Vec<String> {
        cell.split(';').map(str::trim).filter(|code| !code.is_empty()).map(str::to_owned).collect()
    }
}

/// An organization that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The reference in the sheet.
    pub reference: Option<String>,
    /// What sort.
    pub kind: OrganizationKind,
    /// What it says of itself.
    pub facts: Facts,
    /// What a person should look at.
    pub doubts: Vec<Doubt>,
}

/// Something about a field that may be honest and may be not; a person looks at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// The field.
    pub field: Cow<'static, str>,
    /// What about it.
    pub warning: Warning,
}

/// What can be doubtful.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// Something in a text.
    Text(Flag),
    /// The commune has merged into another, so the address may be an old one.
    CommuneMerged {
        /// What it was called.
        former: &'static str,
        /// The commune of today, which was taken.
        now: Commune,
    },
    /// The section of the register is not the usual one of the kind.
    RcsSectionUnusual {
        /// Its letter.
        section: char,
    },
    /// Another organization's name looks or reads the same.
    LookAlike {
        /// The reference of the other.
        reference: String,
    },
}

impl Warning {
    /// The stable code, as the API and the import report give it.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Text(flag) => flag.code(),
            Self::CommuneMerged { .. } => "commune-merged",
            Self::RcsSectionUnusual { .. } => "rcs-section-unusual",
            Self::LookAlike { .. } => "look-alike-name",
        }
    }
}

impl Draft {
    /// Checks all fields, and gives every fault or a value.
    pub fn parse(raw: &Raw) -> Result<Self, Faults> {
        let mut faults = Faults::none();
        let mut doubts = Vec::new();
        let reference =
            raw.reference.as_deref().map(|given| faults.take("reference", reference::parse(given)));
        let kind = faults.take("kind", OrganizationKind::parse(&raw.kind));
        let name = faults.take("name", Line::parse(&raw.name, Facts::NAME));
        let legal_form = legal_form(raw, kind, &mut faults);
        let rcs = rcs(raw, kind, &mut faults, &mut doubts);
        let vat = faults.take("vat_number", optional(&raw.vat_number, VatNumber::parse));
        let address = faults.take("address", Line::parse_optional(&raw.address, Facts::ADDRESS));
        let postal_code = faults.take("postal_code", optional(&raw.postal_code, PostalCode::parse));
        let locality = faults.take("locality", Line::parse_optional(&raw.locality, Facts::LOCALITY));
        let commune = commune(raw, &mut faults, &mut doubts);
        let languages = languages(&raw.languages, &mut faults);
        let cause_or_sector = Line::parse_optional(&raw.cause_or_sector, Facts::CAUSE_OR_SECTOR);
        let cause_or_sector = faults.take("cause_or_sector", cause_or_sector);
        let description = Prose::parse_optional(&raw.description, Facts::DESCRIPTION);
        let description = faults.take("description", description);
        let contact_name = Line::parse_optional(&raw.contact_name, Facts::CONTACT_NAME);
        let contact_name = faults.take("contact_name", contact_name);
        let contact_email = faults.take("contact_email", Email::parse(&raw.contact_email));
        let contact_phone = faults.take("contact_phone", optional(&raw.contact_phone, Phone::parse));
        let website = faults.take("website", optional(&raw.website, Website::parse));
        let complete = || {
            let facts = Facts {
                name: name?,
                legal_form: legal_form?,
                rcs,
                vat: vat?,
                address: address?,
                postal_code: postal_code?,
                locality: locality?,
                commune: commune?,
                languages,
                cause_or_sector: cause_or_sector?,
                description: description?,
                contact_name: contact_name?,
                contact_email: contact_email?,
                contact_phone: contact_phone?,
                website: website?,
            };
            doubts.extend(text_doubts(&facts));
            Some(Self { reference: reference.flatten(), kind: kind?, facts, doubts })
        };
        match complete() {
            Some(draft) => faults.or(draft),
            None => Err(faults),
        }
    }
}

impl From<&Organization> for Raw {
    /// The organization as it would be sent: where a patch begins. Its reference stays what it is.
    fn from(organization: &Organization) -> Self {
        let Facts {
            name,
            legal_form,
            rcs,
            vat,
            address,
            postal_code,
            locality,
            commune,
            languages,
            cause_or_sector,
            description,
            contact_name,
            contact_email,
            contact_phone,
            website,
        } = &organization.facts;
        let text = |given: Option<&str>| given.unwrap_or_default().to_owned();
        Self {
            reference: None,
            kind: organization.kind.code().to_owned(),
            name: name.as_str().to_owned(),
            legal_form: legal_form.code().to_owned(),
            registration_number: text(rcs.as_ref().map(RcsNumber::as_str)),
            vat_number: text(vat.as_ref().map(VatNumber::as_str)),
            address: text(address.as_ref().map(Line::as_str)),
            postal_code: postal_code.map(|code| code.to_string()).unwrap_or_default(),
            locality: text(locality.as_ref().map(Line::as_str)),
            commune: commune.code().to_owned(),
            languages: languages.iter().map(|language| language.code().to_owned()).collect(),
            cause_or_sector: text(cause_or_sector.as_ref().map(Line::as_str)),
            description: text(description.as_ref().map(Prose::as_str)),
            contact_name: text(contact_name.as_ref().map(Line::as_str)),
            contact_email: contact_email.as_str().to_owned(),
            contact_phone: text(contact_phone.as_ref().map(Phone::as_str)),
            website: text(website.as_ref().map(Website::as_str)),
        }
    }
}

/// Nothing for white space, otherwise what the parser says.
fn optional<T>(text: &str, parse: fn(&str) -> Result<T, Rule>) -> Result<Option<T>, Rule> {
    if text.trim().is_empty() { Ok(None) } else { parse(text).map(Some) }
}

fn legal_form(raw: &Raw, kind: Option<OrganizationKind>, faults: &mut Faults) -> Option<LegalForm> {
    if raw.legal_form.trim().is_empty() {
        faults.add("legal_form", Rule::Required);
        return None;
    }
    let form = faults.take("legal_form", LegalForm::parse(&raw.legal_form))?;
    if kind.is_some_and(|kind| !kind.admits(form)) {
        faults.add("legal_form", Rule::LegalFormContradictsKind);
    }
    Some(form)
}

/// The number, if one was given; a faulty one is none, and its fault is noted.
fn rcs(
    raw: &Raw,
    kind: Option<OrganizationKind>,
    faults: &mut Faults,
    doubts: &mut Vec<Doubt>,
) -> Option<RcsNumber> {
    const FIELD: &str = "registration_number";
    let number = faults.take(FIELD, optional(&raw.registration_number, RcsNumber::parse)).flatten();
    if let (Some(number), Some(kind)) = (&number, kind) {
        let section = number.section();
        if let Some(rule) = number.contradicts(kind) {
            faults.add(FIELD, rule);
        } else if !usual_sections(kind).contains(&section) {
            doubts.push(Doubt { field: FIELD.into(), warning: Warning::RcsSectionUnusual { section } });
        }
    }
    number
}

/// A: sole traders, B: commercial companies, C and D: economic interest groupings, E: civil companies,
/// F: asbl, G: foundations, H: agricultural associations, J: public establishments.
const fn usual_sections(kind: OrganizationKind) -> &'static [char] {
    match kind {
        OrganizationKind::Company => &['A', 'B', 'C', 'D', 'E', 'H'],
        OrganizationKind::Association => &['F', 'G', 'H'],
        OrganizationKind::PublicBody => &['J'],
    }
}

fn commune(raw: &Raw, faults: &mut Faults, doubts: &mut Vec<Doubt>) -> Option<Commune> {
    if raw.commune.trim().is_empty() {
        faults.add("commune", Rule::Required);
        return None;
    }
    let found = faults.take("commune", Commune::parse(&raw.commune))?;
    if let CommuneFound::Merged { former, now } = found {
        doubts.push(Doubt { field: "commune".into(), warning: Warning::CommuneMerged { former, now } });
    }
    Some(found.now())
}

fn languages(codes: &[String], faults: &mut Faults) -> Vec<Language> {
    if codes.is_empty() {
        faults.add("languages", Rule::Required);
    }
    if codes.len() > Facts::LANGUAGES {
        faults.add("languages", Rule::TooMany { max: Facts::LANGUAGES });
        return Vec::new();
    }
    let mut languages = Vec::new();
    for (n, code) in codes.iter().enumerate() {
        let field = format!("languages/{n}");
        match Language::parse(code) {
            Ok(language) if languages.contains(&language) => faults.add(field, Rule::Duplicate),
            Ok(language) => languages.push(language),
            Err(rule) => faults.add(field, rule),
        }
    }
    languages
}

fn text_doubts(facts: &Facts) -> impl Iterator<Item = Doubt> {
    let lines = [
        ("name", Some(facts.name.as_str())),
        ("address", facts.address.as_ref().map(Line::as_str)),
        ("locality", facts.locality.as_ref().map(Line::as_str)),
        ("cause_or_sector", facts.cause_or_sector.as_ref().map(Line::as_str)),
        ("description", facts.description.as_ref().map(Prose::as_str)),
        ("contact_name", facts.contact_name.as_ref().map(Line::as_str)),
    ];
    lines.into_iter().flat_map(|(field, text)| {
        let found = flags(text.unwrap_or_default());
        found.into_iter().map(move |flag| Doubt { field: field.into(), warning: Warning::Text(flag) })
    })
}
