//! The sheet of listings.
//!
//! They are published at once where the week and the organization permit it, and stay drafts otherwise.

use std::collections::{BTreeSet, HashMap};

use domain::audit::Occasion;
use domain::fault::{Fault, Faults, Rule, shortened};
use domain::id::{ListingId, OrganizationId};
use domain::listing::{
    Closure, Command, Draft, Facts, Kind, Listing, Raw, RawDetails, RawTranslation, State, Status, Window,
};
use domain::organization::Organization;
use domain::party::Party;
use domain::policy::Staff;
use domain::reference;
use domain::vocabulary::Locale;
use domain::week::{ExchangeWeek, Zone};
use jiff::Timestamp;
use persistence::{Lived, Reader, Step, Tx};
use serde::{Deserialize, Serialize};

use super::participations::other_week;
use super::past::Past;
use super::report::{Outcome, Remark};
use super::run::{At, Broken, Parsed, REFERENCE, References, Target, Verdict};
use super::sheet::{Cells, Column};
use super::values::{self, Notation, Side, list, window};
use super::words::Said;
use crate::error::Error;
use crate::phrase::of_flag;

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

/// Where a listing was in its life elsewhere.
struct Before {
    state: State,
    changed_at: Timestamp,
    published_at: Option<Timestamp>,
    expires_at: Option<Timestamp>,
    created_at: Timestamp,
    updated_at: Timestamp,
}

/// The columns that tell a past, the state first.
pub(crate) const PAST: &[Column] = &[
    Column { name: "status", required: false, aliases: &["statut"] },
    Column { name: "status_reason", required: false, aliases: &[] },
    Column { name: "status_changed_at", required: false, aliases: &[] },
    Column { name: "published_at", required: false, aliases: &[] },
    Column { name: "expires_at", required: false, aliases: &[] },
    Column { name: "created_at", required: false, aliases: &[] },
    Column { name: "updated_at", required: false, aliases: &[] },
];

fn past(cells: &Cells<'_>, locale: Locale) -> Result<Option<Before>, Vec<Remark>> {
    let Some(mut past) = Past::of(cells, "status", locale) else {
        let faults = Past::none(cells, PAST, locale);
        return if faults.is_empty() { Ok(None) } else { Err(faults) };
    };
    let code = past.code("status", |code| State::CODES.into_iter().find(|known| *known == code));
    let (published_at, expires_at) = (past.instant("published_at"), past.instant("expires_at"));
    let state = match code {
        Some("rejected") => past.required("status_reason").map(|reason| State::Rejected { reason }),
        Some("closed") => past
            .required("status_reason")
            .and_then(|_| past.code("status_reason", Closure::from_code))
            .map(|closure| State::Closed { closure }),
        code => {
            past.empty("status_reason");
            code.and_then(State::plain)
        }
    };
    if matches!(code, Some("published" | "paused" | "expired")) && published_at.is_none() {
        past.fault("published_at", Rule::Required);
    }
    let (created_at, updated_at) = (past.at("created_at"), past.at("updated_at"));
    let changed_at = past.at("status_changed_at");
    past.in_order(&[
        ("created_at", created_at),
        ("published_at", published_at),
        ("status_changed_at", changed_at),
        ("updated_at", updated_at),
    ]);
    let before = (|| {
        let (created_at, updated_at, changed_at) = (created_at?, updated_at?, changed_at?);
        Some(Before { state: state?, changed_at, published_at, expires_at, created_at, updated_at })
    })();
    past.done(before).map(Some)
}

impl Before {
    fn is(&self, stored: &Listing) -> bool {
        (&self.state, self.changed_at, self.published_at)
            == (&stored.status.state, stored.status.changed_at, stored.published_at)
            && (self.expires_at, self.created_at, self.updated_at)
                == (stored.expires_at, stored.created_at, stored.updated_at)
    }

    fn of(&self, drafted: Listing) -> Listing {
        Listing {
            status: Status { state: self.state.clone(), changed_at: self.changed_at, changed_by: None },
            published_at: self.published_at,
            expires_at: self.expires_at,
            created_at: self.created_at,
            updated_at: self.updated_at,
            ..drafted
        }
    }
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

    #[expect(clippy::indexing_slicing, reason = "at compile time, where a missing one is an error")]
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
        Column { name: "exchange_week_reference", required: false, aliases: &[] },
        Column { name: "windows", required: false, aliases: &[] },
        Column { name: "translations", required: false, aliases: &[] },
        PAST[0],
        PAST[1],
        PAST[2],
        PAST[3],
        PAST[4],
        PAST[5],
        PAST[6],
    ];

    fn read(&self, cells: &Cells<'_>, notation: Notation, locale: Locale) -> Parsed<Row> {
        let mut faults = Faults::none();
        let reference = faults.take(REFERENCE, reference::parse(cells.get(REFERENCE)));
        let organization = cells.get(ORGANIZATION).trim().to_owned();
        if organization.is_empty() {
            faults.add(ORGANIZATION, Rule::Required);
        }
        let mut unreadable = Vec::new();
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
        let organizations = reader.organizations_by_references(&named.into_iter().collect::<Vec<_>>())?;
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

/// The texts in another language, as they stand in a cell.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TranslationCell {
    pub(crate) language: String,
    pub(crate) title: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) description: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) wanted_in_return: String,
}

impl TranslationCell {
    fn raw(&self) -> RawTranslation<'_> {
        let Self { language, title, description, wanted_in_return } = self;
        RawTranslation { language, title, description, wanted_in_return }
    }
}

/// The windows of a row, from the two cells for one, or from the one for several.
fn windows(
    cells: &Cells<'_>,
    zone: &Zone,
    faults: &mut Faults,
    unreadable: &mut Vec<&'static str>,
) -> Vec<Window> {
    let several = cells.get("windows").trim();
    if !several.is_empty() {
        for column in ["available_from", "available_until"] {
            if !cells.get(column).trim().is_empty() {
                faults.add(column, Rule::NotAllowed);
            }
        }
        return values::windows(several).unwrap_or_else(|| {
            unreadable.push("windows");
            Vec::new()
        });
    }
    match window(cells.get("available_from"), cells.get("available_until"), zone) {
        Ok(window) => window.into_iter().collect(),
        Err(sides) => {
            for (side, rule) in sides {
                faults.add(if side == Side::From { "available_from" } else { "available_until" }, rule);
            }
            Vec::new()
        }
    }
}

/// The translations of a row: a list in JSON, because a cell for each would be a column for each language.
fn translations(cells: &Cells<'_>, unreadable: &mut Vec<&'static str>) -> Vec<TranslationCell> {
    let cell = cells.get("translations").trim();
    if cell.is_empty() {
        return Vec::new();
    }
    serde_json::from_str(cell).unwrap_or_else(|_| {
        unreadable.push("translations");
        Vec::new()
    })
}

/// The content of a row, or every fault.
fn draft(
    cells: &Cells<'_>,
    notation: Notation,
    week: &ExchangeWeek,
    faults: &mut Faults,
    unreadable: &mut Vec<&'static str>,
) -> Option<Draft> {
    let mut number = |column: &'static str| {
        let number = faults.take(column, notation.number(cells.get(column)));
        (number.clone().flatten(), number.is_some())
    };
    let (quantity, quantity_read) = number("quantity");
    let (headcount, headcount_read) = number("headcount");
    let (hours, hours_read) = number("hours_per_person");
    let windows = windows(cells, &week.time_zone, faults, unreadable);
    let translated = translations(cells, unreadable);
    let translations: Vec<_> = translated.iter().map(TranslationCell::raw).collect();
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
        translations: &translations,
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
        Ok(draft) => Some(draft).filter(|_| faults.is_empty() && unreadable.is_empty()),
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
fn column(field: &str, cells: &Cells<'_>) -> &'static str {
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
    if field.starts_with("windows/") && !cells.get("windows").trim().is_empty() {
        return "windows";
    }
    let renamed = COLUMNS.iter().find(|(path, _)| field.starts_with(path)).map(|(_, column)| *column);
    let first = field.split('/').next().unwrap_or_default();
    let same = || Listings::COLUMNS.iter().find(|column| column.name == first).map(|column| column.name);
    renamed.or_else(same).unwrap_or(REFERENCE)
}
