//! An organization, as it is sent.

use ::app::organization::{Seen, Written};
use domain::organization::{self, Doubt, Phone, RcsNumber, VatNumber, Website};
use domain::text::{Line, Prose};
use domain::vocabulary::{Language, Locale};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::values::{Action, Instant, LanguageCode, MembershipRole};

/// A company, association or public body, as the caller sees it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Organization {
    /// Its identifier.
    id: Uuid,
    /// Its short name.
    #[schema(max_length = 40, example = "O-7K3QAB")]
    reference: String,
    /// What sort.
    kind: OrganizationKind,
    /// What it is called.
    #[schema(max_length = 200)]
    name: String,
    /// Its form in law.
    #[schema(max_length = 40, example = "asbl")]
    legal_form: &'static str,
    /// Its entry in the register (RCS).
    #[schema(required = true, max_length = 20, example = "F1234")]
    registration_number: Option<String>,
    /// Its number for value added tax.
    #[schema(required = true, max_length = 20, example = "LU13669580")]
    vat_number: Option<String>,
    /// The postal code.
    #[schema(required = true, max_length = 10, example = "L-1234")]
    postal_code: Option<String>,
    /// The town or village.
    #[schema(required = true, max_length = 100)]
    locality: Option<String>,
    /// The commune: a code of `GET /v1/places`.
    #[schema(max_length = 60, example = "esch-sur-alzette")]
    commune: &'static str,
    /// The languages to talk to it in.
    #[schema(max_items = 10, value_type = Vec<LanguageCode>)]
    languages: Vec<&'static str>,
    /// What it works for.
    #[schema(required = true, max_length = 100)]
    cause_or_sector: Option<String>,
    /// What it does.
    #[schema(required = true, max_length = 2000)]
    description: Option<String>,
    /// Its website.
    #[schema(required = true, max_length = 300)]
    website: Option<String>,
    /// How to reach it: for its members and for staff, else null.
    #[schema(required = true)]
    contact: Option<OrganizationContact>,
    /// Whether it may act on the bourse.
    status: OrganizationStatus,
    /// Why it is so: for its members and for staff, else null.
    #[schema(required = true, max_length = 2000)]
    status_reason: Option<String>,
    /// Until when it is so by itself.
    #[schema(required = true)]
    status_until: Option<Instant>,
    /// Since when it is so.
    status_changed_at: Instant,
    /// What the caller is in it.
    #[schema(required = true)]
    role: Option<MembershipRole>,
    /// When it was made.
    created_at: Instant,
    /// When it changed last.
    updated_at: Instant,
    /// What the caller may do; empty for those with no right to anything.
    #[schema(max_items = 10)]
    actions: Vec<Action>,
}

/// How to reach an organization.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OrganizationContact {
    /// Whom to ask for.
    #[schema(required = true, max_length = 120)]
    name: Option<String>,
    /// Where to write to.
    #[schema(max_length = 254, format = Email)]
    email: String,
    /// Where to call, in the international form.
    #[schema(required = true, max_length = 16, pattern = r"^\+[1-9][0-9]{6,14}$", example = "+352621123456")]
    phone: Option<String>,
    /// Street and number.
    #[schema(required = true, max_length = 200)]
    address: Option<String>,
}

/// An organization that was just made or changed, and what a person should look at.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OrganizationWritten {
    /// The organization.
    #[serde(flatten)]
    organization: Organization,
    /// What a person should look at; none of it stands in the way.
    #[schema(max_items = 100)]
    warnings: Vec<OrganizationWarning>,
}

/// Something about a field that a person should look at.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OrganizationWarning {
    /// Which field: a JSON pointer.
    #[schema(max_length = 300, example = "/name")]
    pointer: String,
    /// What about it.
    #[schema(max_length = 60, pattern = "^[a-z0-9-]+$", example = "look-alike-name")]
    code: &'static str,
    /// What about it, in the language of the answer.
    #[schema(max_length = 500)]
    detail: String,
    /// What to do about it, in the language of the answer.
    #[schema(max_length = 500)]
    remedy: String,
}

/// What sort of organization it is.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum OrganizationKind {
    /// A business.
    Company,
    /// A non-profit.
    Association,
    /// A commune or another public body.
    PublicBody,
}

/// Whether an organization may act on the bourse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum OrganizationStatus {
    /// Nobody has looked at it yet.
    Pending,
    /// It may act.
    Verified,
    /// It does not belong on the bourse.
    Rejected,
    /// It may not act for a time.
    Suspended,
    /// It is another organization, written down twice.
    Merged,
}

impl OrganizationStatus {
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Verified => "verified",
            Self::Rejected => "rejected",
            Self::Suspended => "suspended",
            Self::Merged => "merged",
        }
    }

    /// As it holds at the time it was seen: a suspension that has run out is verified.
    fn of(seen: &Seen) -> Self {
        let standing = &seen.organization.standing;
        if standing.is_active(seen.at) { Self::Verified } else { Self::decided(standing) }
    }

    /// As it was decided, whatever has happened by itself since.
    pub(super) const fn decided(standing: &organization::Standing) -> Self {
        match standing {
            organization::Standing::Pending { .. } => Self::Pending,
            organization::Standing::Verified { .. } => Self::Verified,
            organization::Standing::Rejected { .. } => Self::Rejected,
            organization::Standing::Suspended { .. } => Self::Suspended,
            organization::Standing::Merged { .. } => Self::Merged,
        }
    }
}

impl Organization {
    pub(super) fn of(seen: &Seen, locale: Locale) -> Self {
        let found = &seen.organization;
        let facts = &found.facts;
        let line = |given: &Option<Line>| given.as_ref().map(|line| line.as_str().to_owned());
        let inside = seen.staff || seen.role.is_some();
        let status = OrganizationStatus::of(seen);
        let holds = status.code() == found.standing.code();
        let contact = inside.then(|| OrganizationContact {
            name: line(&facts.contact_name),
            email: facts.contact_email.as_str().to_owned(),
            phone: facts.contact_phone.as_ref().map(Phone::as_str).map(str::to_owned),
            address: line(&facts.address),
        });
        Self {
            id: found.id.uuid(),
            reference: found.reference.clone(),
            kind: found.kind.into(),
            name: facts.name.as_str().to_owned(),
            legal_form: facts.legal_form.code(),
            registration_number: facts.rcs.as_ref().map(RcsNumber::as_str).map(str::to_owned),
            vat_number: facts.vat.as_ref().map(VatNumber::as_str).map(str::to_owned),
            postal_code: facts.postal_code.map(|code| code.to_string()),
            locality: line(&facts.locality),
            commune: facts.commune.code(),
            languages: facts.languages.iter().copied().map(Language::code).collect(),
            cause_or_sector: line(&facts.cause_or_sector),
            description: facts.description.as_ref().map(Prose::as_str).map(str::to_owned),
            website: facts.website.as_ref().map(Website::as_str).map(str::to_owned),
            contact,
            status,
            status_reason: found.standing.reason().filter(|_| inside && holds).map(str::to_owned),
            status_until: found.standing.until().filter(|_| holds).map(Into::into),
            status_changed_at: found.standing.at().into(),
            role: seen.role.map(Into::into),
            created_at: found.created_at.into(),
            updated_at: found.updated_at.into(),
            actions: actions(seen, locale),
        }
    }
}

fn actions(seen: &Seen, locale: Locale) -> Vec<Action> {
    let own = format!("/v1/organizations/{}", seen.organization.id);
    let request = |name: &str| match name {
        "edit" => Some(("PATCH", own.clone())),
        "verify" => Some(("PUT", format!("{own}/verification"))),
        "reject" => Some(("PUT", format!("{own}/rejection"))),
        "suspend" => Some(("PUT", format!("{own}/suspension"))),
        "reinstate" => Some(("DELETE", format!("{own}/suspension"))),
        _ => None,
    };
    Action::all(&seen.actions, request, locale)
}

impl OrganizationWritten {
    pub(super) fn of(written: &Written, locale: Locale) -> Self {
        let warning = |doubt: &Doubt| {
            let phrase = ::app::import::of_warning(&doubt.warning, locale);
            OrganizationWarning {
                pointer: format!("/{}", doubt.field),
                code: doubt.warning.code(),
                detail: phrase.message,
                remedy: phrase.remedy,
            }
        };
        Self {
            organization: Organization::of(&written.seen, locale),
            warnings: written.doubts.iter().map(warning).collect(),
        }
    }
}

impl From<organization::OrganizationKind> for OrganizationKind {
    fn from(kind: organization::OrganizationKind) -> Self {
        match kind {
            organization::OrganizationKind::Company => Self::Company,
            organization::OrganizationKind::Association => Self::Association,
            organization::OrganizationKind::PublicBody => Self::PublicBody,
        }
    }
}

impl From<OrganizationKind> for organization::OrganizationKind {
    fn from(kind: OrganizationKind) -> Self {
        match kind {
            OrganizationKind::Company => Self::Company,
            OrganizationKind::Association => Self::Association,
            OrganizationKind::PublicBody => Self::PublicBody,
        }
    }
}
