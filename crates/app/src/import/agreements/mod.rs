//! The sheet of agreements: a row for each contribution, those of an agreement after each other.
//!
//! A row that tells no state is from a form: both have signed it, so both have confirmed it, and what it says must be
//! possible now as if it were agreed by request. A row with a state brings an agreement back as it was, with what it
//! still claims of the listings. One of them is taken whole or not at all.

mod before;
mod columns;
mod deal;
mod ground;
mod row;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use domain::agreement::{Side, place_of};
use domain::fault::{Fault, Rule, shortened};
use domain::matching::field;
use domain::refusal::Refusal;
use domain::vocabulary::Locale;
use domain::week::ExchangeWeek;
use persistence::{Reader, Tx};

use super::broken::Broken;
use super::report::{Outcome, Remark};
use super::run::{At, Parsed, Target, Verdict};
use super::sheet::{Cells, Column};
use super::succession::References;
use super::values::Notation;
use super::words::Said;
use crate::error::Error;
use deal::Deal;
use ground::{Ground, Named};
use row::Row;

/// The column by which agreements are known.
const KEY: &str = "agreement_reference";
/// The columns of the two parties.
const PARTIES: [&str; 2] = ["party_a_reference", "party_b_reference"];
/// The columns of what is cited.
const CITED: [&str; 2] = ["offer_listing_reference", "request_listing_reference"];

/// The sheet of agreements of a week.
pub(crate) struct Agreements<'w> {
    ground: Ground<'w>,
    /// The agreements of this batch, by reference.
    groups: HashMap<String, Group>,
    /// The places that imported numbers take, by year: the last of each.
    numbers: BTreeMap<i16, i64>,
}

/// The rows of an agreement.
#[derive(Default)]
struct Group {
    rows: Vec<Arc<Row>>,
    /// One of them is wrong by itself, or cannot be read.
    spoiled: bool,
    judged: Option<Judged>,
}

/// What is to become of an agreement.
enum Judged {
    /// It is new; until the first row is written, with what is to be written. Nothing where a dry run cannot know.
    New(Option<Box<Deal>>),
    Unchanged,
    /// It is refused, with what is said of each row.
    Refused(Vec<Vec<Remark>>),
}

impl<'w> Agreements<'w> {
    pub(super) fn new(
        week: &'w ExchangeWeek,
        organizations: &'w References,
        listings: &'w References,
    ) -> Self {
        let ground = Ground::new(week, organizations, listings);
        Self { ground, groups: HashMap::new(), numbers: BTreeMap::new() }
    }
}

impl Target for Agreements<'_> {
    type Row = Arc<Row>;

    const COLUMNS: &'static [Column] = columns::COLUMNS;
    const KEY: &'static str = KEY;
    const TOGETHER: usize = field::CONTRIBUTIONS;

    fn read(&self, cells: &Cells<'_>, notation: Notation, locale: Locale) -> Parsed<Arc<Row>> {
        row::read(cells, notation, self.ground.week, locale)
    }

    fn begin(&mut self, reader: &mut Reader<'_>, rows: &[&Parsed<Arc<Row>>], at: &At) -> Result<(), Broken> {
        at.authority.organizer().map_err(Error::from)?;
        self.groups.clear();
        self.numbers.clear();
        let mut last: Option<&str> = None;
        for row in rows {
            // A row without a reference may belong to those before it.
            last = row.reference.as_deref().or(last);
            let Some(reference) = last else { continue };
            let group = self.groups.entry(reference.to_owned()).or_default();
            group.spoiled |= !row.faults.is_empty();
            group.rows.extend(row.reference.as_ref().and(row.value.clone()));
        }
        let rows = self.groups.values().flat_map(|group| &group.rows);
        self.ground.look_up(reader, rows, self.groups.keys(), at)
    }

    fn lock(&mut self, tx: &mut Tx<'_>, at: &At) -> Result<(), Broken> {
        self.ground.lock(tx, at)
    }

    fn judge(&mut self, reader: &mut Reader<'_>, row: &Parsed<Arc<Row>>, at: &At) -> Result<Verdict, Broken> {
        let (Some(reference), Some(own)) = (&row.reference, &row.value) else {
            return Ok(Verdict::refused(Vec::new()));
        };
        let Some(group) = self.groups.get_mut(reference) else { return Ok(Verdict::refused(Vec::new())) };
        if group.judged.is_none() {
            group.judged = Some(judge(&mut self.ground, reader, reference, group, at)?);
        }
        Ok(match &group.judged {
            Some(Judged::New(_)) => Verdict::of(Outcome::Created),
            Some(Judged::Unchanged) => Verdict::of(Outcome::Unchanged),
            Some(Judged::Refused(told)) => {
                let place = group.rows.iter().position(|other| Arc::ptr_eq(own, other));
                let told = place.and_then(|place| told.get(place)).cloned().unwrap_or_default();
                let spoiled = told.is_empty() && row.faults.is_empty();
                let spoiled = spoiled.then(|| Remark::of(&Said::RowSpoiled, at.locale).at(KEY, reference));
                Verdict::refused(told.into_iter().chain(spoiled).collect())
            }
            None => Verdict::refused(Vec::new()),
        })
    }

    fn write(&mut self, tx: &mut Tx<'_>, row: &Arc<Row>, _: Outcome, at: &At) -> Result<Vec<Remark>, Broken> {
        let group = self
            .groups
            .iter_mut()
            .find(|(_, group)| group.rows.first().is_some_and(|first| Arc::ptr_eq(first, row)));
        // The whole agreement is written with its first row.
        let Some((reference, group)) = group else { return Ok(Vec::new()) };
        let Some(Judged::New(deal)) = &mut group.judged else { return Ok(Vec::new()) };
        let Some(deal) = deal.take() else { return Ok(Vec::new()) };
        let organizer = at.authority.organizer().map_err(Error::from)?;
        deal.write(tx, reference, self.ground.week_at(at), organizer, at.now)?;
        if let Some((year, place)) = place_of(reference) {
            let last = self.numbers.entry(year).or_default();
            *last = place.max(*last);
        }
        Ok(Vec::new())
    }

    fn finish(&mut self, tx: &mut Tx<'_>) -> Result<(), Broken> {
        for (year, place) in &self.numbers {
            tx.count_from(&crate::matching::numbers_of(*year), *place)?;
        }
        Ok(())
    }
}

/// What is to become of the rows of an agreement.
fn judge(
    ground: &mut Ground<'_>,
    reader: &mut Reader<'_>,
    reference: &str,
    group: &Group,
    at: &At,
) -> Result<Judged, Broken> {
    let Some(first) = group.rows.first() else { return Ok(Judged::Refused(Vec::new())) };
    let numbered = group.rows.iter().enumerate();
    let told: Vec<_> = numbered
        .map(|(place, row)| {
            let mut told = ground.unknown(row, at.locale);
            let differs = |(column, cell)| Remark::of(&Said::RowDiffers, at.locale).at(column, cell);
            told.extend(row.differences(first).map(differs));
            if row.number != (place + 1).to_string() {
                let remark = Remark::of(&Said::OutOfOrder, at.locale);
                told.push(remark.at("contribution_number", &row.number));
            }
            told
        })
        .collect();
    if group.spoiled || told.iter().any(|told| !told.is_empty()) {
        return Ok(Judged::Refused(told));
    }
    let deal = match Deal::of(&group.rows, ground) {
        Named::Here(deal) => deal,
        // What a dry run has not stored cannot be looked at.
        Named::Unwritten => return Ok(Judged::New(None)),
        Named::Nowhere => return Ok(Judged::Refused(told)),
    };
    let each = |column: &'static str, cell: &str, rule: Rule| {
        let remark = Remark::of_fault(Fault { field: column.into(), rule }, cell, at.locale);
        Judged::Refused(vec![vec![remark]; group.rows.len()])
    };
    if let Some((agreement, match_)) = ground.stored(reference) {
        let same = deal.is(agreement, match_);
        return Ok(if same { Judged::Unchanged } else { each(KEY, reference, Rule::Duplicate) });
    }
    if let Some(taken) = deal.match_reference().filter(|reference| ground.is_match_taken(reference)) {
        return Ok(each("match_reference", taken, Rule::Duplicate));
    }
    let reasons = ground.reasons_against(reader, &deal, at)?;
    if reasons.is_empty() {
        ground.take(&deal);
        return Ok(Judged::New(Some(Box::new(deal))));
    }
    let told = group.rows.iter().map(|row| {
        let own = reasons.iter().filter_map(|reason| {
            let column = concerned(reason, row, ground)?;
            let cell = row.cell(column);
            Some(Remark::of(&Said::Against(reason), at.locale).at(column, cell))
        });
        own.collect()
    });
    Ok(Judged::Refused(told.collect()))
}

/// The column of the row that the reason is about, if it is about this row.
fn concerned(reason: &Refusal, row: &Row, ground: &Ground<'_>) -> Option<&'static str> {
    let [offer, request] = [&row.cited[0], &row.cited[1]].map(|reference| ground.listing_id(reference));
    let listing = |id, own: Option<&'static str>| {
        let cited =
            [(offer, CITED[0]), (request, CITED[1])].into_iter().find(|(cited, _)| *cited == Some(id));
        cited.map(|(_, column)| own.unwrap_or(column))
    };
    match reason {
        Refusal::QuantityExceeded { listing: id, .. } => listing(*id, Some("quantity")),
        Refusal::UnitDiffers { listing: id, .. } => listing(*id, Some("unit")),
        Refusal::ListingOfOther { listing: id }
        | Refusal::ListingDirection { listing: id }
        | Refusal::ListingOfOtherWeek { listing: id }
        | Refusal::ListingNotOpen { listing: id, .. } => listing(*id, None),
        Refusal::PairAlreadyMatched { offer: one, request: other, .. } => {
            (offer == Some(*one) && request == Some(*other)).then_some(CITED[1])
        }
        Refusal::OrganizationNotActive { organization, .. } | Refusal::NotParticipating { organization } => {
            let is = |side| ground.organization_id(row.party(side)) == Some(*organization);
            let side = [Side::A, Side::B].into_iter().find(|side| is(*side));
            side.map(|side| side.of(PARTIES))
        }
        Refusal::SameOrganization | Refusal::CompanyPairNotAllowed => Some(PARTIES[1]),
        _ => Some(KEY),
    }
}

/// What is unknown where something must be there.
fn unknown(column: &'static str, cell: &str, locale: Locale) -> Remark {
    let rule = Rule::UnknownReference { given: shortened(cell) };
    Remark::of_fault(Fault { field: column.into(), rule }, cell, locale)
}
