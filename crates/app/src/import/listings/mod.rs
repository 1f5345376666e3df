//! The sheet of listings.
//!
//! They are published at once where the week and the organization permit it, and stay drafts otherwise.

mod columns;
mod draft;
mod past;

use std::collections::{BTreeSet, HashMap};

use domain::audit::Occasion;
use domain::fault::{Fault, Faults, Rule, shortened};
use domain::id::{ListingId, OrganizationId};
use domain::listing::{Command, Draft, Facts, Listing};
use domain::organization::Organization;
use domain::party::Party;
use domain::policy::Staff;
use domain::reference;
use domain::vocabulary::Locale;
use domain::week::ExchangeWeek;
use persistence::{Lived, Reader, Step, Tx};

use super::broken::Broken;
use super::participations::other_week;
use super::report::{Outcome, Remark};
use super::run::{At, Parsed, REFERENCE, Target, Verdict};
use super::sheet::{Cells, Column};
use super::succession::References;
use super::values::Notation;
use super::words::Said;
use crate::error::Error;
use crate::phrase::of_flag;
pub(crate) use draft::TranslationCell;
use draft::{column, draft};
use past::{Before, past};

const ORGANIZATION: &str = "organization_reference";

/// The sheet of listings of a week.
pub(crate) struct Listings<'w> {
    week: &'w ExchangeWeek,
    /// The organizations that a dry run would have stored.
    unwritten: &'w References,
    /// The organizations of this batch.
    posters: HashMap<String, Poster>,
    /// The listings of this batch that are stored, by reference.
    stored: HashMap<String, Listing>,
    /// Those to be stored, each with what happens to it now.
    new: Vec<Lived<Listing>>,
}

/// What a row says.
pub(crate) struct Row {
    reference: String,
    organization: String,
    /// None when the row has faults; its organization is looked for all the same.
    draft: Option<Draft>,
    past: Option<Before>,
}

/// An organization, as decisions about its listings see it in this batch.
#[derive(Clone, Copy)]
struct Poster {
    party: Party,
    open_listings: u32,
}

impl<'w> Listings<'w> {
    pub(super) fn new(week: &'w ExchangeWeek, unwritten: &'w References) -> Self {
        let (posters, stored) = (HashMap::new(), HashMap::new());
        Self { week, unwritten, posters, stored, new: Vec::new() }
    }

    /// Publishes a listing that is about to be stored, or says why it stays a draft.
    fn publish(
        &mut self,
        drafted: Lived<Listing>,
        poster: &Poster,
        occasion: &Occasion,
        at: &At,
    ) -> Result<Vec<Remark>, Broken> {
        let week = at.week.as_ref().unwrap_or(self.week);
        let facts = Facts { week, party: &poster.party, open_listings: poster.open_listings };
        let Lived { value: listing, mut history } = drafted;
        let command = if let Some(organizer) = at.authority.organizer {
            Command::PublishByStaff(Staff::from(organizer))
        } else {
            let by = at.authority.actor.representative(listing.organization);
            Command::Publish(by.map_err(Error::from)?, None)
        };
        match listing.decide(command, &facts, at.now) {
            Ok(event) => {
                let (value, change) = listing.apply(&event, at.now);
                history.push(Step { change, occasion: occasion.clone() });
                for known in self.posters.values_mut() {
                    if known.party.organization == value.organization {
                        known.open_listings += 1;
                    }
                }
                self.new.push(Lived { value, history });
                Ok(Vec::new())
            }
            Err(refusals) => {
                self.new.push(Lived { value: listing, history });
                Ok(refusals.iter().map(|refusal| Remark::of(&Said::LeftDraft(refusal), at.locale)).collect())
            }
        }
    }
}

impl Target for Listings<'_> {
    type Row = Row;

    const COLUMNS: &'static [Column] = columns::COLUMNS;

    fn read(&self, cells: &Cells<'_>, notation: Notation, locale: Locale) -> Parsed<Row> {
        let mut faults = Faults::none();
        let reference = faults.take(REFERENCE, reference::parse(cells.get(REFERENCE)));
        let organization = cells.get(ORGANIZATION).trim().to_owned();
        if organization.is_empty() {
            faults.add(ORGANIZATION, Rule::Required);
        }
        let mut unreadable = Vec::new();
        let notation = notation.exact_if(!cells.get("status").trim().is_empty());
        let draft = draft(cells, notation, self.week, &mut faults, &mut unreadable);
        let remark = |fault: Fault| {
            let column = column(&fault.field, cells);
            let cell = cells.get(column);
            Remark::of_fault(fault.renamed(column), cell, locale)
        };
        let mut faults: Vec<Remark> = faults.into_iter().map(remark).collect();
        faults.extend(
            unreadable
                .into_iter()
                .map(|column| Remark::of(&Said::CellUnreadable, locale).at(column, cells.get(column))),
        );
        faults.extend(other_week(cells, self.week, locale));
        let past = past(cells, locale).map_err(|more| faults.extend(more)).ok().flatten();
        let flags = draft.iter().flat_map(|draft| draft.flags.iter());
        let notes = flags
            .map(|(field, flag)| {
                Remark::new(flag.code(), of_flag(*flag, locale)).at(*field, cells.get(field))
            })
            .collect();
        let row = Row { reference: reference.clone().unwrap_or_default(), organization, draft, past };
        Parsed { reference, value: Some(row), faults, notes }
    }

    fn begin(&mut self, reader: &mut Reader<'_>, rows: &[&Parsed<Row>], at: &At) -> Result<(), Broken> {
        self.new.clear();
        let named: BTreeSet<&str> =
            rows.iter().filter_map(|row| Some(row.value.as_ref()?.organization.as_str())).collect();
        let mut organizations = reader.organizations_by_references(&named.into_iter().collect::<Vec<_>>())?;
        organizations.retain(|one| one.standing.merged_into().is_none());
        let ids: Vec<OrganizationId> = organizations.iter().map(|organization| organization.id).collect();
        let parties = reader.parties(&ids, self.week.id, at.now)?;
        let open = reader.open_listings_of(self.week.id, &ids)?;
        let poster = |organization: Organization| {
            let party = *parties.get(&organization.id)?;
            let open_listings = open.get(&organization.id).copied().unwrap_or_default();
            Some((organization.reference, Poster { party, open_listings }))
        };
        self.posters = organizations.into_iter().filter_map(poster).collect();
        let references: Vec<&str> = rows.iter().filter_map(|row| row.reference.as_deref()).collect();
        let stored = reader.listings_by_references(self.week.id, &references)?;
        self.stored = stored.into_iter().map(|listing| (listing.reference.clone(), listing)).collect();
        Ok(())
    }

    fn judge(&mut self, _: &mut Reader<'_>, row: &Parsed<Row>, at: &At) -> Result<Verdict, Broken> {
        let Some(Row { reference, organization, draft, past }) = &row.value else {
            return Ok(Verdict::refused(Vec::new()));
        };
        let refused = |column: &'static str, rule, cell: &str| {
            let fault = Fault { field: column.into(), rule };
            Verdict::refused(vec![Remark::of_fault(fault, cell, at.locale)])
        };
        let poster = self.posters.get(organization);
        if at.authority.organizer.is_none() {
            // Whether another organization is there is not told.
            let speaks = poster
                .is_some_and(|poster| at.authority.actor.representative(poster.party.organization).is_ok());
            if !speaks && !organization.is_empty() {
                let remark = Remark::of(&Said::NotYours, at.locale).at(ORGANIZATION, organization);
                return Ok(Verdict::refused(vec![remark]));
            }
            if past.is_some() {
                return Ok(refused("status", Rule::NotAllowed, ""));
            }
        }
        if poster.is_none() && !organization.is_empty() && !self.unwritten.contains(organization) {
            let rule = Rule::UnknownReference { given: shortened(organization) };
            return Ok(refused(ORGANIZATION, rule, organization));
        }
        let Some(draft) = draft else { return Ok(Verdict::refused(Vec::new())) };
        let Some(stored) = self.stored.get(reference) else {
            return Ok(Verdict::of(Outcome::Created));
        };
        let of_poster = poster.is_some_and(|poster| poster.party.organization == stored.organization);
        let as_before = past.as_ref().is_none_or(|past| past.is(stored));
        if of_poster && as_before && stored.content == draft.content {
            return Ok(Verdict::of(Outcome::Unchanged));
        }
        Ok(refused(REFERENCE, Rule::Duplicate, reference))
    }

    fn write(&mut self, tx: &mut Tx<'_>, row: &Row, _: Outcome, at: &At) -> Result<Vec<Remark>, Broken> {
        let poster = self.posters.get(&row.organization).copied();
        let (Some(poster), Some(draft)) = (poster, &row.draft) else { return Ok(Vec::new()) };
        let (listing, drafted) = Listing::new(
            ListingId::next(tx.ids()),
            row.reference.clone(),
            self.week.id,
            poster.party.organization,
            Some(at.authority.actor.person),
            draft.clone(),
            at.now,
        );
        let lived =
            |value, change| Lived { value, history: vec![Step { change, occasion: tx.occasion().clone() }] };
        let Some(past) = &row.past else {
            let drafted = lived(listing, drafted);
            return self.publish(drafted, &poster, tx.occasion(), at);
        };
        let organizer = at.authority.organizer().map_err(Error::from)?;
        let (listing, change) = past.of(listing).restored(organizer);
        self.new.push(lived(listing, change));
        Ok(Vec::new())
    }

    fn finish(&mut self, tx: &mut Tx<'_>) -> Result<(), Broken> {
        Ok(tx.insert_listings_in_bulk(&self.new)?)
    }
}
