//! The rows of a sheet, page by page, and what stands in their cells.
//!
//! The columns are those of the import, by construction: each cell is asked for by the name of its column.

use std::borrow::Cow;
use std::collections::BTreeMap;

use domain::agreement::{Agreement, Ratification, State as AgreementState};
use domain::id::{AgreementId, ExchangeWeekId, ListingId, OrganizationId};
use domain::listing::{Details, Listing, State as ListingState};
use domain::matching::{Contribution, Match};
use domain::organization::{Organization, Raw};
use domain::participation::Participation;
use domain::week::ExchangeWeek;
use jiff::Timestamp;
use persistence::{Called, Reader};

use super::{Access, PAGE, Sheet, table};
use crate::ctx::Ctx;
use crate::error::Error;
use crate::import::listings::TranslationCell;
use crate::import::sheet::Column;
use crate::import::{columns, window_cells, windows_cell};

/// A sheet on its way.
pub(super) struct Rows {
    sheet: Sheet,
    at: Place,
    count: u64,
}

/// How far it is.
enum Place {
    Header,
    After(Last),
    End,
}

/// The last row that was given; none at first.
enum Last {
    Organization(Option<OrganizationId>),
    Participation(Option<(OrganizationId, ExchangeWeekId)>),
    Listing(Option<ListingId>),
    Agreement(Option<AgreementId>),
}

type Cells = Vec<Cow<'static, str>>;

impl Rows {
    pub(super) fn of(sheet: Sheet) -> Self {
        Self { sheet, at: Place::Header, count: 0 }
    }

    /// How many rows were given.
    pub(super) const fn count(&self) -> u64 {
        self.count
    }

    /// The next piece; `None` at the end.
    pub(super) fn next(&mut self, ctx: &Ctx, access: &mut Access) -> Result<Option<Vec<u8>>, Error> {
        let last = match &self.at {
            Place::End => return Ok(None),
            Place::Header => {
                self.at = Place::After(match self.sheet {
                    Sheet::Organizations => Last::Organization(None),
                    Sheet::Participations => Last::Participation(None),
                    Sheet::Listings => Last::Listing(None),
                    Sheet::Agreements => Last::Agreement(None),
                });
                return table::header(columns(self.sheet)).map(Some);
            }
            Place::After(last) => last,
        };
        let (rows, next) = access.read(ctx, |reader, access| match last {
            Last::Organization(after) => organizations(reader, access, *after),
            Last::Participation(after) => participations(reader, access, *after),
            Last::Listing(after) => listings(reader, access, *after),
            Last::Agreement(after) => agreements(reader, access, *after),
        })?;
        let Some(next) = next else {
            self.at = Place::End;
            return Ok(None);
        };
        self.at = Place::After(next);
        self.count += u64::try_from(rows.len()).unwrap_or(u64::MAX);
        table::lines(&rows).map(Some)
    }
}

/// Rows, and where the next page begins; nothing at the end.
type Page = (Vec<Cells>, Option<Last>);

/// A row with a cell for every column of its sheet.
fn row(sheet: Sheet, cell: impl Fn(&str) -> Cow<'static, str>) -> Cells {
    columns(sheet).iter().map(|Column { name, .. }| cell(name)).collect()
}

fn text(text: impl Into<String>) -> Cow<'static, str> {
    Cow::Owned(text.into())
}

fn maybe(text: Option<impl ToString>) -> Cow<'static, str> {
    text.map_or(Cow::Borrowed(""), |text| Cow::Owned(text.to_string()))
}

const NONE: Cow<'static, str> = Cow::Borrowed("");

fn organizations(
    reader: &mut Reader<'_>,
    access: &mut Access,
    after: Option<OrganizationId>,
) -> Result<Page, Error> {
    let found = reader.organizations_to_export(access.scope, after, PAGE)?;
    let last = found.last().map(|one| Last::Organization(Some(one.id)));
    Ok((found.iter().map(organization).collect(), last))
}

fn organization(one: &Organization) -> Cells {
    let raw = Raw::from(one);
    row(Sheet::Organizations, |column| match column {
        "reference" => text(&*one.reference),
        "kind" => text(&*raw.kind),
        "name" => text(&*raw.name),
        "legal_form" => text(&*raw.legal_form),
        "registration_number" => text(&*raw.registration_number),
        "vat_number" => text(&*raw.vat_number),
        "address" => text(&*raw.address),
        "postal_code" => text(&*raw.postal_code),
        "locality" => text(&*raw.locality),
        "commune" => text(&*raw.commune),
        "languages" => text(raw.languages.join("; ")),
        "cause_or_sector" => text(&*raw.cause_or_sector),
        "description" => text(&*raw.description),
        "contact_name" => text(&*raw.contact_name),
        "contact_email" => text(&*raw.contact_email),
        "contact_phone" => text(&*raw.contact_phone),
        "website" => text(&*raw.website),
        "standing" => text(one.standing.code()),
        "standing_reason" => maybe(one.standing.reason()),
        "standing_until" => maybe(one.standing.until()),
        "standing_changed_at" => maybe(Some(one.standing.at())),
        "created_at" => maybe(Some(one.created_at)),
        "updated_at" => maybe(Some(one.updated_at)),
        _ => NONE,
    })
}

fn participations(
    reader: &mut Reader<'_>,
    access: &mut Access,
    after: Option<(OrganizationId, ExchangeWeekId)>,
) -> Result<Page, Error> {
    let found = reader.participations_to_export(access.scope, after, PAGE)?;
    let last = found.last().map(|one| Last::Participation(Some((one.organization, one.exchange_week))));
    let ids: Vec<OrganizationId> = found.iter().map(|one| one.organization).collect();
    let called = reader.organizations_called(&ids)?;
    let weeks = access.weeks(reader, found.iter().map(|one| one.exchange_week))?;
    let one = |one: &Participation| {
        row(Sheet::Participations, |column| match column {
            "organization_reference" => reference(&called, one.organization),
            "exchange_week_reference" => maybe(weeks.get(&one.exchange_week).map(|week| &week.reference)),
            "status" => text(one.status.code()),
            "status_reason" => maybe(one.reason.as_deref()),
            "status_changed_at" => maybe(Some(one.changed_at)),
            "created_at" => maybe(Some(one.created_at)),
            _ => NONE,
        })
    };
    Ok((found.iter().map(one).collect(), last))
}

fn reference(called: &BTreeMap<OrganizationId, Called>, id: OrganizationId) -> Cow<'static, str> {
    maybe(called.get(&id).map(|called| &called.reference))
}

fn listings(reader: &mut Reader<'_>, access: &mut Access, after: Option<ListingId>) -> Result<Page, Error> {
    let found = reader.listings_to_export(access.scope, after, PAGE)?;
    let last = found.last().map(|one| Last::Listing(Some(one.id)));
    let ids: Vec<OrganizationId> = found.iter().map(|one| one.organization).collect();
    let called = reader.organizations_called(&ids)?;
    let weeks = access.weeks(reader, found.iter().map(|one| one.exchange_week))?;
    let rows = found.iter().map(|one| listing(one, &called, weeks.get(&one.exchange_week)));
    Ok((rows.collect::<Result<_, _>>()?, last))
}

fn listing(
    one: &Listing,
    called: &BTreeMap<OrganizationId, Called>,
    week: Option<&ExchangeWeek>,
) -> Result<Cells, Error> {
    let content = &one.content;
    let window = match (content.windows.as_slice(), week) {
        ([window], Some(week)) => window_cells(window, &week.time_zone),
        _ => None,
    };
    let windows = if window.is_none() { windows_cell(&content.windows) } else { String::new() };
    let (from, until) = window.unwrap_or_default();
    let translations = translations(one)?;
    let skill = match &content.details {
        Details::Skill { headcount, hours_per_person, skills } => Some((headcount, hours_per_person, skills)),
        Details::Goods { .. } | Details::Service => None,
    };
    let condition = match &content.details {
        Details::Goods { condition } => condition.map(domain::vocabulary::Condition::code),
        Details::Service | Details::Skill { .. } => None,
    };
    let (status_reason, status) = (listing_reason(&one.status.state), &one.status);
    Ok(row(Sheet::Listings, |column| match column {
        "reference" => text(&*one.reference),
        "organization_reference" => reference(called, one.organization),
        "direction" => text(content.direction.code()),
        "kind" => text(content.details.kind().code()),
        "category" => text(content.category.code()),
        "language" => text(content.language.code()),
        "title" => text(content.title.as_str()),
        "description" => text(content.description.as_str()),
        "quantity" => maybe(content.total),
        "unit" => text(content.unit.code()),
        "available_from" => text(&*from),
        "available_until" => text(&*until),
        "place" => text(content.place.code()),
        "condition" => maybe(condition),
        "headcount" => maybe(skill.map(|(headcount, ..)| headcount)),
        "hours_per_person" => maybe(skill.map(|(_, hours, _)| hours)),
        "skills" => maybe(skill.map(|(.., skills)| joined(skills.iter().map(|skill| skill.code())))),
        "languages_needed" => text(joined(content.languages_needed.iter().map(|language| language.code()))),
        "wanted_in_return" => maybe(content.wanted_in_return.as_ref()),
        "exchange_week_reference" => maybe(week.map(|week| &week.reference)),
        "windows" => text(&*windows),
        "translations" => text(&*translations),
        "status" => text(status.state.code()),
        "status_reason" => maybe(status_reason.as_deref()),
        "status_changed_at" => maybe(Some(status.changed_at)),
        "published_at" => maybe(one.published_at),
        "expires_at" => maybe(one.expires_at),
        "created_at" => maybe(Some(one.created_at)),
        "updated_at" => maybe(Some(one.updated_at)),
        _ => NONE,
    }))
}

fn joined<'c>(codes: impl Iterator<Item = &'c str>) -> String {
    codes.collect::<Vec<_>>().join("; ")
}

fn translations(one: &Listing) -> Result<String, Error> {
    let cells: Vec<TranslationCell> = one
        .content
        .translations
        .iter()
        .map(|translation| TranslationCell {
            language: translation.language.code().to_owned(),
            title: translation.title.as_str().to_owned(),
            description: translation.description.as_str().to_owned(),
            wanted_in_return: translation
                .wanted_in_return
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
        })
        .collect();
    if cells.is_empty() {
        return Ok(String::new());
    }
    serde_json::to_string(&cells).map_err(|error| Error::Internal(error.into()))
}

fn listing_reason(state: &ListingState) -> Option<Cow<'_, str>> {
    match state {
        ListingState::Rejected { reason } => Some(Cow::Borrowed(reason)),
        ListingState::Closed { closure } => Some(Cow::Borrowed(closure.code())),
        ListingState::Draft
        | ListingState::Submitted
        | ListingState::Published
        | ListingState::Paused
        | ListingState::Expired => None,
    }
}

fn agreements(
    reader: &mut Reader<'_>,
    access: &mut Access,
    after: Option<AgreementId>,
) -> Result<Page, Error> {
    // An agreement has up to twenty rows.
    let found = reader.agreements_to_export(access.scope, after, PAGE / 5)?;
    let last = found.last().map(|one| Last::Agreement(Some(one.id)));
    let matches = reader.matches_of(&found.iter().map(|one| one.match_id).collect::<Vec<_>>())?;
    let parties: Vec<_> = found.iter().flat_map(|one| [one.organization_a, one.organization_b]).collect();
    let called = reader.organizations_called(&parties)?;
    let contributions = matches.values().flat_map(|match_| &match_.terms.contributions);
    let cited: Vec<ListingId> = contributions.flat_map(Contribution::listings).collect();
    let cited = reader.listing_references(&cited)?;
    let weeks = access.weeks(reader, found.iter().map(|one| one.exchange_week))?;
    let names = Names { called: &called, cited: &cited };
    let mut rows = Vec::new();
    for one in &found {
        let (Some(match_), week) = (matches.get(&one.match_id), weeks.get(&one.exchange_week)) else {
            continue;
        };
        let numbered = (1_u32..).zip(&match_.terms.contributions);
        rows.extend(numbered.map(|(number, given)| agreement(one, match_, week, number, given, &names)));
    }
    Ok((rows, last))
}

/// How what the agreements of a page name is called.
struct Names<'n> {
    called: &'n BTreeMap<OrganizationId, Called>,
    cited: &'n BTreeMap<ListingId, String>,
}

impl Names<'_> {
    fn listing(&self, id: Option<ListingId>) -> Cow<'static, str> {
        maybe(id.and_then(|id| self.cited.get(&id)))
    }

    fn name(&self, id: OrganizationId) -> Cow<'static, str> {
        maybe(self.called.get(&id).map(|called| &called.name))
    }
}

fn agreement(
    one: &Agreement,
    match_: &Match,
    week: Option<&ExchangeWeek>,
    number: u32,
    given: &Contribution,
    names: &Names<'_>,
) -> Cells {
    let confirmed_by = |party: OrganizationId| -> Option<Timestamp> {
        Some(one.confirmations.iter().find(|yes| yes.organization == party)?.at)
    };
    let (cancelled_by, reason, late) = match &one.status.state {
        AgreementState::Cancelled { by, reason, late } => (*by, Some(reason), Some(*late)),
        _ => (None, None, None),
    };
    let (ratification, ratified_at) = match one.ratification {
        Ratification::NotRequired => ("not_required", None),
        Ratification::Awaited => ("awaited", None),
        Ratification::Given { at, .. } => ("given", Some(at)),
    };
    row(Sheet::Agreements, |column| match column {
        "agreement_reference" => text(&*one.reference),
        "party_a_reference" => reference(names.called, one.organization_a),
        "party_b_reference" => reference(names.called, one.organization_b),
        "contribution_number" => text(number.to_string()),
        "offer_listing_reference" => names.listing(given.offer),
        "request_listing_reference" => names.listing(given.request),
        "giver" => reference(names.called, given.giver),
        "receiver" => reference(names.called, given.receiver),
        "quantity" => text(given.quantity.amount().to_string()),
        "unit" => text(given.quantity.unit().code()),
        "what" => text(given.description.as_str()),
        "value_estimate_eur" => maybe(given.value_estimate.map(euros)),
        "agreed_at" => maybe(Some(one.created_at)),
        "starts_at" => maybe(given.starts_at),
        "ends_at" => maybe(given.ends_at),
        "claim" => text(given.claim.code()),
        "party_a_name" => names.name(one.organization_a),
        "party_b_name" => names.name(one.organization_b),
        "exchange_week_reference" => maybe(week.map(|week| &week.reference)),
        "match_reference" => text(&*match_.reference),
        "terms_revision" => text(one.terms_revision.to_string()),
        "proposed_by" => reference(names.called, match_.terms.proposed_by),
        "proposed_at" => maybe(Some(match_.terms.proposed_at)),
        "message" => maybe(match_.terms.message.as_ref()),
        "status" => text(one.status.state.code()),
        "status_reason" => maybe(reason),
        "status_changed_at" => maybe(Some(one.status.changed_at)),
        "confirm_until" => maybe(Some(one.confirm_until)),
        "confirmed_by_a_at" => maybe(confirmed_by(one.organization_a)),
        "confirmed_by_b_at" => maybe(confirmed_by(one.organization_b)),
        "confirmed_at" => maybe(one.confirmed_at),
        "ratification" => text(ratification),
        "ratified_at" => maybe(ratified_at),
        "cancelled_by" => cancelled_by.map_or(NONE, |by| reference(names.called, by)),
        "cancelled_late" => maybe(late),
        "first_contact_by" => reference(names.called, one.first_contact.organization),
        "first_contact_due_on" => maybe(Some(one.first_contact.due_on)),
        "first_contact_done_at" => maybe(one.first_contact.done.map(|(at, _)| at)),
        "updated_at" => maybe(Some(one.updated_at)),
        _ => NONE,
    })
}

/// Cents as euros: `662.40`.
fn euros(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}
