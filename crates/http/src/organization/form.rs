//! What a client writes of an organization, and its way into the domain.

use domain::organization::Raw;
use serde::Deserialize;
use utoipa::ToSchema;

use super::body::OrganizationKind;
use crate::json::Change;
use crate::values::LanguageCode;

/// An organization to be founded.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OrganizationCreate {
    /// What sort.
    kind: OrganizationKind,
    /// What it is called.
    #[schema(min_length = 1, max_length = 200, example = "Päiperlek asbl")]
    name: String,
    /// A code of a legal form, or its usual spelling.
    #[schema(min_length = 1, max_length = 100, example = "asbl")]
    legal_form: String,
    /// Its entry in the register (RCS).
    #[serde(default)]
    #[schema(max_length = 40, example = "F1234")]
    registration_number: Option<String>,
    /// Its number for value added tax.
    #[serde(default)]
    #[schema(max_length = 40, example = "LU13669580")]
    vat_number: Option<String>,
    /// Street and number.
    #[serde(default)]
    #[schema(max_length = 200)]
    address: Option<String>,
    /// The postal code.
    #[serde(default)]
    #[schema(max_length = 20, example = "L-4010")]
    postal_code: Option<String>,
    /// The town or village.
    #[serde(default)]
    #[schema(max_length = 100)]
    locality: Option<String>,
    /// The commune, by code (`GET /v1/places`) or name.
    #[schema(min_length = 1, max_length = 100, example = "esch-sur-alzette")]
    commune: String,
    /// The languages to talk to it in (`GET /v1/languages`).
    #[schema(min_items = 1, max_items = 10, value_type = Vec<LanguageCode>)]
    languages: Vec<String>,
    /// What it works for.
    #[serde(default)]
    #[schema(max_length = 100)]
    cause_or_sector: Option<String>,
    /// What it does.
    #[serde(default)]
    #[schema(max_length = 2000)]
    description: Option<String>,
    /// Whom to ask for.
    #[serde(default)]
    #[schema(max_length = 120)]
    contact_name: Option<String>,
    /// Where to write to.
    #[schema(min_length = 3, max_length = 254, example = "info@paiperlek.example")]
    contact_email: String,
    /// Where to call; a number without a country code is of Luxembourg.
    #[serde(default)]
    #[schema(max_length = 40, example = "+352 621 123 456")]
    contact_phone: Option<String>,
    /// Its website.
    #[serde(default)]
    #[schema(max_length = 300, example = "https://paiperlek.example")]
    website: Option<String>,
}

/// Changes of an organization: what is left out stays as it is, null takes away.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OrganizationPatch {
    /// What sort.
    #[serde(default)]
    #[schema(nullable = false)]
    kind: Option<OrganizationKind>,
    /// What it is called.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 200)]
    name: Option<String>,
    /// A code of a legal form, or its usual spelling.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 100)]
    legal_form: Option<String>,
    /// Its entry in the register (RCS).
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 40)]
    registration_number: Change<String>,
    /// Its number for value added tax.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 40)]
    vat_number: Change<String>,
    /// Street and number.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 200)]
    address: Change<String>,
    /// The postal code.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 20)]
    postal_code: Change<String>,
    /// The town or village.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 100)]
    locality: Change<String>,
    /// The commune, by code or name.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 100)]
    commune: Option<String>,
    /// The languages to talk to it in.
    #[serde(default)]
    #[schema(nullable = false, min_items = 1, max_items = 10, value_type = Option<Vec<LanguageCode>>)]
    languages: Option<Vec<String>>,
    /// What it works for.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 100)]
    cause_or_sector: Change<String>,
    /// What it does.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 2000)]
    description: Change<String>,
    /// Whom to ask for.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 120)]
    contact_name: Change<String>,
    /// Where to write to.
    #[serde(default)]
    #[schema(nullable = false, min_length = 3, max_length = 254)]
    contact_email: Option<String>,
    /// Where to call; a number without a country code is of Luxembourg.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 40)]
    contact_phone: Change<String>,
    /// Its website.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 300)]
    website: Change<String>,
}

impl OrganizationCreate {
    /// As the domain checks it.
    pub(super) fn raw(self) -> Raw {
        Raw {
            reference: None,
            kind: domain::organization::OrganizationKind::from(self.kind).code().to_owned(),
            name: self.name,
            legal_form: self.legal_form,
            registration_number: self.registration_number.unwrap_or_default(),
            vat_number: self.vat_number.unwrap_or_default(),
            address: self.address.unwrap_or_default(),
            postal_code: self.postal_code.unwrap_or_default(),
            locality: self.locality.unwrap_or_default(),
            commune: self.commune,
            languages: self.languages,
            cause_or_sector: self.cause_or_sector.unwrap_or_default(),
            description: self.description.unwrap_or_default(),
            contact_name: self.contact_name.unwrap_or_default(),
            contact_email: self.contact_email,
            contact_phone: self.contact_phone.unwrap_or_default(),
            website: self.website.unwrap_or_default(),
        }
    }
}

impl OrganizationPatch {
    /// Puts the changes in place of what stands.
    pub(super) fn change(&self, raw: &mut Raw) {
        if let Some(kind) = self.kind {
            domain::organization::OrganizationKind::from(kind).code().clone_into(&mut raw.kind);
        }
        if let Some(languages) = &self.languages {
            raw.languages.clone_from(languages);
        }
        for (place, given) in [
            (&mut raw.name, &self.name),
            (&mut raw.legal_form, &self.legal_form),
            (&mut raw.commune, &self.commune),
            (&mut raw.contact_email, &self.contact_email),
        ] {
            if let Some(given) = given {
                place.clone_from(given);
            }
        }
        for (place, given) in [
            (&mut raw.registration_number, &self.registration_number),
            (&mut raw.vat_number, &self.vat_number),
            (&mut raw.address, &self.address),
            (&mut raw.postal_code, &self.postal_code),
            (&mut raw.locality, &self.locality),
            (&mut raw.cause_or_sector, &self.cause_or_sector),
            (&mut raw.description, &self.description),
            (&mut raw.contact_name, &self.contact_name),
            (&mut raw.contact_phone, &self.contact_phone),
            (&mut raw.website, &self.website),
        ] {
            match given {
                Change::Keep => {}
                Change::Clear => place.clear(),
                Change::To(given) => place.clone_from(given),
            }
        }
    }
}
