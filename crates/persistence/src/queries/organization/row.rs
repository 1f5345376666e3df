//! A row of organizations, on its way in and out.

use diesel::prelude::*;
use domain::id::{OrganizationId, PersonId, Revision};
use domain::organization::{
    Email, Facts, Organization, OrganizationKind, Phone, RcsNumber, Standing, VatNumber, Website,
};
use domain::place::{Commune, PostalCode};
use domain::text::{Line, Prose, skeleton, sort_key};
use domain::vocabulary::{Language, LegalForm};
use jiff::Timestamp;
use serde_json::Value;

use super::super::super::dialect::Backend;
use super::super::super::schema::organizations;
use super::super::super::values::{DbId, DbJson, DbTime, time};
use crate::error::StoreError;

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = organizations, check_for_backend(Backend), treat_none_as_null = true)]
#[diesel(treat_none_as_default_value = false)]
pub(crate) struct Row {
    id: DbId,
    reference: String,
    kind: String,
    name: String,
    name_skeleton: String,
    name_key: String,
    cause_key: Option<String>,
    legal_form: String,
    rcs_number: Option<String>,
    vat_number: Option<String>,
    address: Option<String>,
    postal_code: Option<String>,
    locality: Option<String>,
    commune: String,
    languages: DbJson,
    cause_or_sector: Option<String>,
    description: Option<String>,
    contact_name: Option<String>,
    contact_email: String,
    contact_phone: Option<String>,
    website: Option<String>,
    standing: String,
    standing_reason: Option<String>,
    standing_until: Option<DbTime>,
    standing_changed_at: DbTime,
    standing_changed_by: Option<DbId>,
    merged_into_id: Option<DbId>,
    created_at: DbTime,
    updated_at: DbTime,
    revision: i64,
}

impl Row {
    pub(crate) fn of(organization: &Organization) -> Self {
        let Organization { id, reference, kind, facts, standing, created_at, updated_at, revision } =
            organization.clone();
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
        } = facts;
        Self {
            id: id.into(),
            reference,
            kind: kind.code().to_owned(),
            name_skeleton: skeleton(name.as_str()),
            name_key: sort_key(name.as_str()),
            cause_key: cause_or_sector.as_ref().map(|cause| sort_key(cause.as_str())),
            name: name.into_string(),
            legal_form: legal_form.code().to_owned(),
            rcs_number: rcs.map(RcsNumber::into_string),
            vat_number: vat.map(VatNumber::into_string),
            address: address.map(Line::into_string),
            postal_code: postal_code.map(|code| format!("{:04}", code.digits())),
            locality: locality.map(Line::into_string),
            commune: commune.code().to_owned(),
            languages: DbJson(languages.iter().map(|language| language.code()).collect()),
            cause_or_sector: cause_or_sector.map(Line::into_string),
            description: description.map(Prose::into_string),
            contact_name: contact_name.map(Line::into_string),
            contact_email: contact_email.into_string(),
            contact_phone: contact_phone.map(Phone::into_string),
            website: website.map(Website::into_string),
            standing: stored_code(&standing).to_owned(),
            standing_reason: standing.reason().map(str::to_owned),
            standing_until: standing.until().map(DbTime),
            standing_changed_at: DbTime(standing.at()),
            standing_changed_by: standing.by().map(DbId::from),
            merged_into_id: standing.merged_into().map(DbId::from),
            created_at: DbTime(created_at),
            updated_at: DbTime(updated_at),
            revision: revision.number(),
        }
    }

    pub(crate) fn organization(self) -> Result<Organization, StoreError> {
        let Self {
            id,
            reference,
            kind,
            name,
            name_skeleton: _,
            name_key: _,
            cause_key: _,
            legal_form,
            rcs_number,
            vat_number,
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
            standing,
            standing_reason,
            standing_until,
            standing_changed_at,
            standing_changed_by,
            merged_into_id,
            created_at,
            updated_at,
            revision,
        } = self;
        let corrupt = |column: &str, value: &str| {
            StoreError::corrupt("organizations", id.0, format!("{column} {value}"))
        };
        let facts = Facts {
            name: Line::from_stored(name),
            legal_form: LegalForm::parse(&legal_form).map_err(|_| corrupt("legal form", &legal_form))?,
            rcs: rcs_number.map(RcsNumber::from_stored),
            vat: vat_number.map(VatNumber::from_stored),
            address: address.map(Line::from_stored),
            postal_code: postal_code
                .map(|code| PostalCode::parse(&code).map_err(|_| corrupt("postal code", &code)))
                .transpose()?,
            locality: locality.map(Line::from_stored),
            commune: Commune::with_code(&commune).ok_or_else(|| corrupt("commune", &commune))?,
            languages: stored_languages(&languages.0)
                .ok_or_else(|| corrupt("languages", &languages.0.to_string()))?,
            cause_or_sector: cause_or_sector.map(Line::from_stored),
            description: description.map(Prose::from_stored),
            contact_name: contact_name.map(Line::from_stored),
            contact_email: Email::from_stored(contact_email),
            contact_phone: contact_phone.map(Phone::from_stored),
            website: website.map(Website::from_stored),
        };
        let by = standing_changed_by.map(PersonId::from);
        let into = merged_into_id.map(OrganizationId::from);
        let stored = stored_standing(
            &standing,
            standing_changed_at.0,
            by,
            standing_reason,
            time(standing_until),
            into,
        );
        Ok(Organization {
            id: id.into(),
            reference,
            kind: OrganizationKind::from_code(&kind).ok_or_else(|| corrupt("kind", &kind))?,
            facts,
            standing: stored.ok_or_else(|| corrupt("standing and its facts", &standing))?,
            created_at: created_at.0,
            updated_at: updated_at.0,
            revision: Revision::new(revision),
        })
    }
}

fn stored_languages(stored: &Value) -> Option<Vec<Language>> {
    stored.as_array()?.iter().map(|code| Language::parse(code.as_str()?).ok()).collect()
}

/// How a standing is stored. A merged organization is off the bourse for all that ask for the active ones.
pub(crate) const fn stored_code(standing: &Standing) -> &'static str {
    match standing {
        Standing::Merged { .. } => "rejected",
        standing => standing.code(),
    }
}

/// The standing with its facts; `None` for facts that do not go with it.
pub(crate) fn stored_standing(
    code: &str,
    at: Timestamp,
    by: Option<PersonId>,
    reason: Option<String>,
    until: Option<Timestamp>,
    into: Option<OrganizationId>,
) -> Option<Standing> {
    if let Some(into) = into {
        return (code == "rejected" && reason.is_none()).then_some(Standing::Merged { at, by, into });
    }
    match (code, by, reason, until) {
        ("pending", None, None, None) => Some(Standing::Pending { at }),
        ("verified", by, None, None) => Some(Standing::Verified { at, by }),
        ("rejected", by, Some(reason), None) => Some(Standing::Rejected { at, by, reason }),
        ("suspended", by, Some(reason), until) => Some(Standing::Suspended { at, by, reason, until }),
        _ => None,
    }
}
