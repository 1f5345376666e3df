//! What a row of the sheet of agreements says, read: one contribution, and the agreement that it belongs to.

use std::sync::Arc;

use domain::agreement::Side;
use domain::fault::{Fault, Faults, Rule};
use domain::id::{ListingId, OrganizationId};
use domain::matching::{RawContribution, TermsDraft};
use domain::reference;
use domain::vocabulary::Locale;
use domain::week::ExchangeWeek;
use jiff::Timestamp;

use super::super::participations::other_week;
use super::super::report::Remark;
use super::super::run::Parsed;
use super::super::sheet::Cells;
use super::super::values::{self, Notation};
use super::super::words::Said;
use super::before::{Before, before};
use super::columns::COLUMNS;
use super::{CITED, KEY, PARTIES};

/// The columns in which all rows of an agreement say the same.
const SHARED: &[&str] = &[
    "party_a_reference",
    "party_b_reference",
    "agreed_at",
    "status",
    "status_reason",
    "status_changed_at",
    "claim",
    "match_reference",
    "terms_revision",
    "proposed_by",
    "proposed_at",
    "message",
    "confirm_until",
    "confirmed_by_a_at",
    "confirmed_by_b_at",
    "confirmed_at",
    "ratification",
    "ratified_at",
    "cancelled_by",
    "cancelled_late",
    "first_contact_by",
    "first_contact_due_on",
    "first_contact_done_at",
    "updated_at",
];

/// What a row says.
pub(crate) struct Row {
    /// The parties, by reference.
    pub(super) parties: [String; 2],
    /// The offer and the request that are cited, by reference; empty where none is.
    pub(super) cited: [String; 2],
    /// As it stands in the cell.
    pub(super) number: String,
    /// The cells of [`SHARED`].
    shared: Vec<String>,
    /// None when the row has faults; what it names is looked for all the same.
    pub(super) content: Option<Content>,
}

/// What a row says, if nothing is wrong with it by itself.
pub(super) struct Content {
    pub(super) giver: Side,
    quantity: String,
    unit: String,
    what: String,
    starts_at: Option<Timestamp>,
    ends_at: Option<Timestamp>,
    value_estimate: Option<i64>,
    pub(super) agreed_at: Timestamp,
    pub(super) before: Option<Before>,
}

impl Row {
    /// The columns in which this row says something else than the first of its agreement.
    pub(super) fn differences<'r>(
        &'r self,
        first: &'r Self,
    ) -> impl Iterator<Item = (&'static str, &'r str)> {
        let pairs = SHARED.iter().zip(self.shared.iter().zip(&first.shared));
        pairs.filter(|(_, (own, other))| own != other).map(|(column, (own, _))| (*column, own.as_str()))
    }

    /// What stands in a column that says what the row names, or in which it counts.
    pub(super) fn cell(&self, column: &str) -> &str {
        let [a, b] = PARTIES;
        let [offer, request] = CITED;
        let content = self.content.as_ref();
        match column {
            _ if column == a => &self.parties[0],
            _ if column == b => &self.parties[1],
            _ if column == offer => &self.cited[0],
            _ if column == request => &self.cited[1],
            "quantity" => content.map(|content| content.quantity.as_str()).unwrap_or_default(),
            "unit" => content.map(|content| content.unit.as_str()).unwrap_or_default(),
            _ => "",
        }
    }

    /// The cell of a party.
    pub(super) fn party(&self, side: Side) -> &str {
        let [a, b] = &self.parties;
        side.of([a, b])
    }
}

impl Content {
    /// The contribution between these parties, citing these listings.
    pub(super) fn raw(
        &self,
        parties: [OrganizationId; 2],
        [offer, request]: [Option<ListingId>; 2],
    ) -> RawContribution<'_> {
        let Self { giver, quantity, unit, what, starts_at, ends_at, value_estimate, .. } = self;
        RawContribution {
            giver: giver.of(parties),
            offer,
            request,
            quantity,
            unit,
            description: what,
            starts_at: *starts_at,
            ends_at: *ends_at,
            value_estimate: *value_estimate,
        }
    }
}

/// Reads a row: everything that needs no look at what is stored.
pub(super) fn read(
    cells: &Cells<'_>,
    notation: Notation,
    week: &ExchangeWeek,
    locale: Locale,
) -> Parsed<Arc<Row>> {
    let cell = |column: &str| cells.get(column).trim().to_owned();
    let mut faults = Faults::none();
    let reference = faults.take(KEY, reference::parse(cells.get(KEY)));
    for column in PARTIES {
        if cell(column).is_empty() {
            faults.add(column, Rule::Required);
        }
    }
    let said = content(cells, notation, week, &mut faults);
    let mut faults: Vec<Remark> = faults
        .into_iter()
        .map(|fault| {
            let column = column(&fault.field);
            Remark::of_fault(fault.renamed(column), cells.get(column), locale)
        })
        .collect();
    let giver = sides(cells, locale, &mut faults);
    faults.extend(other_week(cells, week, locale));
    let before = before(cells, said.as_ref().map(|content| content.agreed_at), locale);
    let before = before.map_err(|more| faults.extend(more)).ok().flatten();
    let content = said.filter(|_| faults.is_empty());
    let content = content.zip(giver).map(|(content, giver)| Content { giver, before, ..content });
    let row = Row {
        parties: PARTIES.map(cell),
        cited: CITED.map(cell),
        number: cell("contribution_number"),
        shared: SHARED.iter().map(|column| cell(column)).collect(),
        content,
    };
    Parsed { reference, value: Some(Arc::new(row)), faults, notes: Vec::new() }
}

/// The contribution, and when it was agreed.
fn content(
    cells: &Cells<'_>,
    notation: Notation,
    week: &ExchangeWeek,
    faults: &mut Faults,
) -> Option<Content> {
    let notation = notation.exact_if(!cells.get("status").trim().is_empty());
    let number = |column: &str| notation.number(cells.get(column));
    let quantity = faults.take("quantity", number("quantity"));
    let value = faults.take("value_estimate_eur", number("value_estimate_eur"));
    let value = value
        .and_then(|euros| faults.take("value_estimate_eur", euros.as_deref().map(values::cents).transpose()));
    let mut moment = |column| faults.take(column, values::moment(cells.get(column), &week.time_zone));
    let (agreed_at, starts_at, ends_at) = (moment("agreed_at"), moment("starts_at"), moment("ends_at"));
    if agreed_at == Some(None) {
        faults.add("agreed_at", Rule::Required);
    }
    let nobody = OrganizationId::new(uuid::Uuid::nil());
    let cited = |column| (!cells.get(column).trim().is_empty()).then(|| ListingId::new(uuid::Uuid::nil()));
    // A number that could not be read stands in for by one that breaks no rule.
    let amount = quantity.clone().unwrap_or_else(|| Some("1".to_owned())).unwrap_or_default();
    let raw = RawContribution {
        giver: nobody,
        offer: cited("offer_listing_reference"),
        request: cited("request_listing_reference"),
        quantity: &amount,
        unit: cells.get("unit"),
        description: cells.get("what"),
        starts_at: starts_at.flatten(),
        ends_at: ends_at.flatten(),
        value_estimate: value.flatten(),
    };
    if let Err(found) = TermsDraft::parse(cells.get("message"), &[raw]) {
        for Fault { field, rule } in found {
            let absent = amount.is_empty() && field.ends_with("/value") && rule == Rule::NumberInvalid;
            faults.add(field, if absent { Rule::Required } else { rule });
        }
    }
    Some(Content {
        giver: Side::A,
        quantity: amount.clone(),
        unit: cells.get("unit").to_owned(),
        what: cells.get("what").to_owned(),
        starts_at: starts_at?,
        ends_at: ends_at?,
        value_estimate: value?,
        agreed_at: agreed_at??,
        before: None,
    })
}

/// Who gives; the other party receives.
fn sides(cells: &Cells<'_>, locale: Locale, faults: &mut Vec<Remark>) -> Option<Side> {
    let parties = PARTIES.map(|column| cells.get(column).trim());
    let mut side = |column: &'static str| {
        let cell = cells.get(column).trim();
        let found = [Side::A, Side::B].into_iter().find(|side| side.of(parties) == cell);
        if cell.is_empty() {
            let fault = Fault { field: column.into(), rule: Rule::Required };
            faults.push(Remark::of_fault(fault, cell, locale));
        } else if found.is_none() {
            faults.push(Remark::of(&Said::NotParty, locale).at(column, cell));
        }
        found.filter(|_| !cell.is_empty())
    };
    let (giver, receiver) = (side("giver")?, side("receiver")?);
    let [a, b] = parties;
    if giver == receiver && a != b {
        let cell = cells.get("receiver");
        faults.push(Remark::of(&Said::NotParty, locale).at("receiver", cell));
    }
    Some(giver)
}

/// The column from which a field is read.
pub(super) fn column(field: &str) -> &'static str {
    const RENAMED: [(&str, &str); 6] = [
        ("contributions/0/quantity/unit", "unit"),
        ("contributions/0/quantity/value", "quantity"),
        ("contributions/0/description", "what"),
        ("contributions/0/ends_at", "ends_at"),
        ("contributions/0/value_estimate", "value_estimate_eur"),
        ("contributions/0/offer_listing_id", "offer_listing_reference"),
    ];
    let renamed = RENAMED.iter().find(|(path, _)| field.starts_with(path)).map(|(_, column)| *column);
    let same = || COLUMNS.iter().find(|column| column.name == field).map(|column| column.name);
    renamed.or_else(same).unwrap_or(KEY)
}
