//! The sheet of listings.
//!
//! They are published at once where the week and the organization permit it, and stay drafts otherwise.

use std::collections::HashMap;

use domain::fault::{Fault, Faults, Rule, shortened};
use domain::id::ListingId;
use domain::listing::{Command, Draft, Facts, Kind, Listing, Raw, RawDetails, Window};
use domain::party::Party;
use domain::policy::Staff;
use domain::reference;
use domain::vocabulary::Locale;
use domain::week::ExchangeWeek;
use persistence::{Reader, Tx};

use super::report::{Outcome, Remark};
use super::run::{At, Broken, Parsed, REFERENCE, References, Target, Verdict};
use super::sheet::{Cells, Column};
use super::values::{Notation, Side, list, window};
use super::words::Said;
use crate::phrase::of_flag;

const ORGANIZATION: &str = "organization_reference";

/// The sheet of listings of a week.
pub(super) struct Listings<'w> {
    week: &'w ExchangeWeek,
    /// The organizations that a dry run would have stored.
    unwritten: References,
    /// The organizations of this batch: neighbouring rows mostly share one.
    posters: HashMap<String, Option<Poster>>,
}

/// What a row says.
pub(super) struct Row {
    reference: String,
    organization: String,
    /// None when the row has faults; its organization is looked for all the same.
    draft: Option<Draft>,
}

/// An organization, as decisions about its listings see it in this batch.
#[derive(Clone, Copy)]
struct Poster {
    party: Party,
    open_listings: u32,
}

impl<'w> Listings<'w> {
    pub(super) fn new(week: &'w ExchangeWeek, unwritten: References) -> Self {
        Self { week, unwritten, posters: HashMap::new() }
    }

    fn poster(
        &mut self,
        reader: &mut Reader<'_>,
        reference: &str,
        at: &At,
    ) -> Result<Option<Poster>, Broken> {
        if let Some(known) = self.posters.get(reference) {
            return Ok(*known);
        }
        let stored = reader.organization_by_reference(reference)?;
        let party = match &stored {
            Some(stored) => reader.party(stored.id, self.week.id, at.now)?,
            None => None,
        };
        let poster = match party {
            Some(party) => {
                let open_listings = reader.open_listings(self.week.id, party.organization)?;
                Some(Poster { party, open_listings })
            }
            None => None,
        };
        self.posters.insert(reference.to_owned(), poster);
        Ok(poster)
    }

    /// Publishes a listing that was just stored, or says why it stays a draft.
    fn publish(
        &mut self,
        tx: &mut Tx<'_>,
        listing: Listing,
        poster: &Poster,
        at: &At,
    ) -> Result<Vec<Remark>, Broken> {
        let week = at.week.as_ref().unwrap_or(self.week);
        let facts = Facts { week, party: &poster.party, open_listings: poster.open_listings };
        let command = Command::PublishByStaff(Staff::from(at.organizer));
        match listing.decide(command, &facts, at.now) {
            Ok(event) => {
                let expected = listing.revision;
                let (listing, change) = listing.apply(&event, at.now);
                tx.save_listing(&listing, expected, &change)?;
                for known in self.posters.values_mut().flatten() {
                    if known.party.organization == listing.organization {
                        known.open_listings += 1;
                    }
                }
                Ok(Vec::new())
            }
            Err(refusals) => {
                Ok(refusals.iter().map(|refusal| Remark::of(&Said::LeftDraft(refusal), at.locale)).collect())
            }
        }
    }
}

impl Target for Listings<'_> {
    type Row = Row;

    const COLUMNS: &'static [Column] = &[
        Column {
            name: REFERENCE,
            required: true,
            aliases: &["ref", "référence", "referenz", "numéro", "nummer", "id"],
        },
        Column {
            name: ORGANIZATION,
            required: true,
            aliases: &["organization", "organisation", "organisatioun"],
        },
        Column {
            name: "direction",
            required: true,
            aliases: &["sens", "richtung", "offreoudemande", "offer"],
        },
        Column { name: "kind", required: true, aliases: &["type", "typ", "art", "aart"] },
        Column { name: "category", required: true, aliases: &["catégorie", "kategorie"] },
        Column { name: "language", required: true, aliases: &["langue", "sprache", "sprooch"] },
        Column { name: "title", required: true, aliases: &["titre", "titel"] },
        Column { name: "description", required: false, aliases: &["beschreibung", "beschreiwung"] },
        Column {
            name: "quantity", required: false, aliases: &["quantité", "menge", "anzahl", "quantitéit"]
        },
        Column { name: "unit", required: true, aliases: &["unité", "einheit", "eenheet"] },
        Column {
            name: "available_from",
            required: false,
            aliases: &["from", "dès", "disponibledès", "von", "ab", "vun"],
        },
        Column { name: "available_until", required: false, aliases: &["until", "jusquà", "bis"] },
        Column {
            name: "place",
            required: true,
            aliases: &["lieu", "ort", "plaz", "commune", "gemeinde", "gemeng"],
        },
        Column { name: "condition", required: false, aliases: &["état", "zustand", "zoustand"] },
        Column { name: "headcount", required: false, aliases: &["personnes", "personen", "persounen"] },
        Column {
            name: "hours_per_person",
            required: false,
            aliases: &["heuresparpersonne", "stundenproperson", "stonneproperson"],
        },
        Column { name: "skills", required: false, aliases: &["compétences", "fähigkeiten", "kompetenzen"] },
        Column { name: "languages_needed", required: false, aliases: &["langues", "sprachen", "sproochen"] },
        Column {
            name: "wanted_in_return",
            required: false,
            aliases: &["contrepartie", "gegenleistung", "géigeleeschtung"],
        },
    ];

    fn read(&self, cells: &Cells<'_>, notation: Notation, locale: Locale) -> Parsed<Row> {
        let mut faults = Faults::none();
        let reference = faults.take(REFERENCE, reference::parse(cells.get(REFERENCE)));
        let organization = cells.get(ORGANIZATION).trim().to_owned();
        if organization.is_empty() {
            faults.add(ORGANIZATION, Rule::Required);
        }
        let draft = draft(cells, notation, self.week, &mut faults);
        let remark = |fault: Fault| {
            let column = column(&fault.field);
            let cell = cells.get(column);
            Remark::of_fault(fault.renamed(column), cell, locale)
        };
        let faults: Vec<Remark> = faults.into_iter().map(remark).collect();
        let flags = draft.iter().flat_map(|draft| draft.flags.iter());
        let notes = flags
            .map(|(field, flag)| {
                Remark::new(flag.code(), of_flag(*flag, locale)).at(*field, cells.get(field))
            })
            .collect();
        let row = Row { reference: reference.clone().unwrap_or_default(), organization, draft };
        Parsed { reference, value: Some(row), faults, notes }
    }

    fn begin(&mut self) {
        self.posters.clear();
    }

    fn judge(&mut self, reader: &mut Reader<'_>, row: &Parsed<Row>, at: &At) -> Result<Verdict, Broken> {
        let Some(Row { reference, organization, draft }) = &row.value else {
            return Ok(Verdict::refused(Vec::new()));
        };
        let refused = |column: &'static str, rule, cell: &str| {
            let fault = Fault { field: column.into(), rule };
            Verdict::refused(vec![Remark::of_fault(fault, cell, at.locale)])
        };
        let poster = self.poster(reader, organization, at)?;
        if poster.is_none() && !organization.is_empty() && !self.unwritten.contains(organization) {
            let rule = Rule::UnknownReference { given: shortened(organization) };
            return Ok(refused(ORGANIZATION, rule, organization));
        }
        let Some(draft) = draft else { return Ok(Verdict::refused(Vec::new())) };
        let Some(stored) = reader.listing_by_reference(self.week.id, reference)? else {
            return Ok(Verdict::of(Outcome::Created));
        };
        let of_poster = poster.is_some_and(|poster| poster.party.organization == stored.organization);
        if of_poster && stored.content == draft.content {
            return Ok(Verdict::of(Outcome::Unchanged));
        }
        Ok(refused(REFERENCE, Rule::Duplicate, reference))
    }

    fn write(&mut self, tx: &mut Tx<'_>, row: &Row, _: Outcome, at: &At) -> Result<Vec<Remark>, Broken> {
        let poster = self.poster(tx, &row.organization, at)?;
        let (Some(poster), Some(draft)) = (poster, &row.draft) else { return Ok(Vec::new()) };
        let (listing, change) = Listing::new(
            ListingId::next(tx.ids()),
            row.reference.clone(),
            self.week.id,
            poster.party.organization,
            Some(at.organizer.person()),
            draft.clone(),
            at.now,
        );
        tx.insert_listing(&listing, &change)?;
        self.publish(tx, listing, &poster, at)
    }
}

/// The content of a row, or every fault.
fn draft(cells: &Cells<'_>, notation: Notation, week: &ExchangeWeek, faults: &mut Faults) -> Option<Draft> {
    let mut number = |column: &'static str| {
        let number = faults.take(column, notation.number(cells.get(column)));
        (number.clone().flatten(), number.is_some())
    };
    let (quantity, quantity_read) = number("quantity");
    let (headcount, headcount_read) = number("headcount");
    let (hours, hours_read) = number("hours_per_person");
    let zone = &week.time_zone;
    let windows: Vec<Window> = match window(cells.get("available_from"), cells.get("available_until"), zone) {
        Ok(window) => window.into_iter().collect(),
        Err(sides) => {
            for (side, rule) in sides {
                faults.add(if side == Side::From { "available_from" } else { "available_until" }, rule);
            }
            Vec::new()
        }
    };
    let kind = kind(cells, faults);
    let (skills, languages) = (list(cells.get("skills")), list(cells.get("languages_needed")));
    // What could not be read stands in for by what breaks no rule of its own.
    let stand_in =
        |value: &Option<String>, read| value.clone().unwrap_or(if read { "" } else { "1" }.to_owned());
    let (headcount, hours) = (stand_in(&headcount, headcount_read), stand_in(&hours, hours_read));
    let details = match kind {
        Some(Kind::Goods) => RawDetails::Goods { condition: Some(cells.get("condition")) },
        Some(Kind::Service) | None => RawDetails::Service,
        Some(Kind::Skill) => {
            RawDetails::Skill { headcount: &headcount, hours_per_person: &hours, skills: &skills }
        }
    };
    let raw = Raw {
        direction: cells.get("direction"),
        details,
        category: cells.get("category"),
        language: cells.get("language"),
        title: cells.get("title"),
        description: cells.get("description"),
        wanted_in_return: cells.get("wanted_in_return"),
        translations: &[],
        languages_needed: &languages,
        place: cells.get("place"),
        windows: &windows,
        quantity: quantity.as_deref(),
        unit: cells.get("unit"),
    };
    // What follows only from a cell that could not be read is no fault of its own.
    let numbers_read = quantity_read && headcount_read && hours_read;
    let follows = |rule: &Rule| match rule {
        Rule::HeadcountContradictsQuantity | Rule::HoursLongerThanWindow => !numbers_read,
        Rule::UnitContradictsKind => kind.is_none(),
        _ => false,
    };
    match Draft::parse(&raw, week.window()) {
        Ok(draft) => Some(draft).filter(|_| faults.is_empty()),
        Err(found) => {
            for Fault { field, rule } in found.into_iter().filter(|fault| !follows(&fault.rule)) {
                faults.add(field, rule);
            }
            None
        }
    }
}

/// The kind, and the columns that belong to another one.
fn kind(cells: &Cells<'_>, faults: &mut Faults) -> Option<Kind> {
    let code = cells.get("kind").trim();
    if code.is_empty() {
        faults.add("kind", Rule::Required);
        return None;
    }
    let Some(kind) = Kind::from_code(code) else {
        faults.add("kind", Rule::UnknownCode { vocabulary: "kind", given: shortened(code) });
        return None;
    };
    let foreign: &[&'static str] = match kind {
        Kind::Goods => &["headcount", "hours_per_person", "skills"],
        Kind::Service => &["condition", "headcount", "hours_per_person", "skills"],
        Kind::Skill => &["condition"],
    };
    for column in foreign {
        if !cells.get(column).trim().is_empty() {
            faults.add(*column, Rule::DetailContradictsKind);
        }
    }
    Some(kind)
}

/// The column from which a field of the draft is read.
fn column(field: &str) -> &'static str {
    const COLUMNS: [(&str, &str); 8] = [
        ("quantity/unit", "unit"),
        ("quantity/value", "quantity"),
        ("details/headcount", "headcount"),
        ("details/hours_per_person", "hours_per_person"),
        ("details/skills", "skills"),
        ("details/condition", "condition"),
        ("windows/0/starts_at", "available_from"),
        ("windows/0/ends_at", "available_until"),
    ];
    let renamed = COLUMNS.iter().find(|(path, _)| field.starts_with(path)).map(|(_, column)| *column);
    let first = field.split('/').next().unwrap_or_default();
    let same = || Listings::COLUMNS.iter().find(|column| column.name == first).map(|column| column.name);
    renamed.or_else(same).unwrap_or(REFERENCE)
}
