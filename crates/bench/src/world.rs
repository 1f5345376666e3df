//! An exchange week of any size: organizations, the owners of some of them, and published listings.
//!
//! Everything is made by the domain's own decisions and stored with its whole history, so the tables are as
//! full as after a real week. The texts have the length of real ones.

use std::sync::Mutex;

use app::{Answer, Caller, Ctx, Once};
use domain::audit::{Cause, Occasion};
use domain::id::{ExchangeWeekId, ListingId, MatchId, OrganizationId, SessionId};
use domain::listing::{self, Listing};
use domain::matching::{RawContribution, TermsDraft};
use domain::organization;
use domain::participation::Participation;
use domain::person::PersonDraft;
use domain::policy::StaffRole;
use domain::session::Session;
use domain::week::{ExchangeWeek, Phase, RawWeek, WeekDraft};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use persistence::{Lived, Step};
use secrecy::SecretString;

use crate::Done;

/// How many organizations have an owner who logs in: those that post and accept.
const OWNERS: usize = 64;
/// How many listings an organization has.
const EACH: usize = 40;
/// How many rows are stored at once.
const CHUNK: usize = 1000;
const PASSWORD: &str = "sieben Pferde trinken Tee";
const CATEGORIES: [&str; 5] = ["furniture", "it_equipment", "textiles", "bicycles", "food"];
const COMMUNES: [&str; 4] = ["luxembourg", "esch-sur-alzette", "differdange", "remote"];
const LANGUAGES: [&str; 3] = ["fr", "de", "en"];
const THINGS: [&str; 43] = [
    "Sechs höhenverstellbare Schreibtische",
    "Zwölf Stühle",
    "Ein Regal für Ordner",
    "Vélos pour enfants",
    "Laptops reconditionnés",
    "Un atelier de réparation",
    "Standing desks",
    "Office chairs",
    "Bücherkisten",
    "Matériel de jardinage",
    "Une sono portable",
    "Zelte für ein Fest",
    "Beamer und Leinwand",
    "Werkzeugkoffer",
    "Vestes chaudes",
    "Couvertures",
    "Kinderbücher",
    "Jeux de société",
    "A team for a day",
    "Moving boxes",
    "Blumenkübel",
    "Plantes vertes",
    "Geschirr für hundert Leute",
    "Kaffeemaschinen",
    "Nappes blanches",
    "Tables pliantes",
    "Garden tools",
    "Bikes",
    "Monitors",
    "Drucker",
    "Stoffreste",
    "Bois de palettes",
    "Farbe und Pinsel",
    "Caisses de légumes",
    "Brot vom Vortag",
    "Fahrräder",
    "Étagères",
    "Whiteboards",
    "Lampen",
    "Teppiche",
    "Fauteuils roulants",
    "Instruments de musique",
    "Nähmaschinen",
];
const MADE_OF: [&str; 7] =
    ["aus Buche", "aus Eiche", "en bon état", "wie neu", "to share", "für Vereine", "à venir chercher"];
/// About as long as what people write of an offer.
pub(crate) const DESCRIPTION: &str = "Gut erhalten und in allem zu gebrauchen, 160 × 80 cm groß, mit leichten \
    Gebrauchsspuren an den Kanten. Sie stehen im Erdgeschoss und können werktags zwischen acht und siebzehn \
    Uhr abgeholt werden; zwei Leute helfen beim Tragen, einen Wagen müssten Sie selbst mitbringen. Wir geben \
    sie am liebsten zusammen ab, einzeln geht es auch.";

/// What was made.
pub(crate) struct World {
    /// The week.
    pub(crate) week: ExchangeWeekId,
    /// Organizations with somebody who can act for them.
    pub(crate) owners: Vec<Owner>,
    /// Every listing.
    pub(crate) listings: Vec<ListingId>,
}

/// An organization, its owner's login, and its listings.
pub(crate) struct Owner {
    /// The organization.
    pub(crate) organization: OrganizationId,
    /// Its owner, who has logged in.
    pub(crate) caller: Caller,
    /// What it offers, as much as asked.
    pub(crate) offers: Vec<ListingId>,
}

/// Fills an empty database.
pub(crate) fn make(ctx: &Ctx, listings: usize) -> Done<World> {
    ctx.store.migrate()?;
    let organizer = organizer(ctx)?;
    let week = week(ctx, &organizer)?;
    let count = listings.div_ceil(EACH).max(OWNERS);
    let organizations = organizations(ctx, &week, count)?;
    let mut owners = owners(ctx, organizations.get(..OWNERS).unwrap_or_default())?;
    let posted = post(ctx, &organizer, &week, &organizations, listings)?;
    for (place, id) in posted.iter().enumerate() {
        let offered = !place.is_multiple_of(3);
        if let Some(owner) = owners.get_mut(place % count).filter(|_| offered) {
            owner.offers.push(*id);
        }
    }
    Ok(World { week: week.id, owners, listings: posted })
}

fn organizer(ctx: &Ctx) -> Done<Caller> {
    let draft = PersonDraft::parse("organizer@bourse.example", "Organizer", "en")?;
    let person = app::person::create_staff(ctx, &draft, &SecretString::from(PASSWORD), StaffRole::Organizer)?;
    log_in(ctx, person.id)
}

/// A login, without the price of a password.
fn log_in(ctx: &Ctx, person: domain::id::PersonId) -> Done<Caller> {
    let session = ctx.store.write::<_, app::Error>(&occasion(ctx), &*ctx.ids, |tx| {
        let session = Session::open(SessionId::next(tx.ids()), person, tx.occasion().at);
        tx.insert_session(&session)?;
        Ok(session.id)
    })?;
    Ok(Caller { person, session, request_id: None })
}

fn week(ctx: &Ctx, organizer: &Caller) -> Done<ExchangeWeek> {
    let today = TimeZone::UTC.to_datetime(ctx.clock.now()).date();
    let raw = RawWeek {
        reference: "bench".to_owned(),
        name: "A week to be measured".to_owned(),
        starts_on: today.checked_add(Span::new().days(20))?.to_string(),
        ends_on: today.checked_add(Span::new().days(26))?.to_string(),
        ..RawWeek::default()
    };
    let mut week = app::week::create(ctx, organizer, &WeekDraft::parse(&raw)?)?;
    for phase in [Phase::Registration, Phase::Matching] {
        week = app::week::move_phase(ctx, organizer, week.id, week.revision, phase, None)?;
    }
    Ok(week)
}

fn organizations(ctx: &Ctx, week: &ExchangeWeek, count: usize) -> Done<Vec<OrganizationId>> {
    let mut ids = Vec::with_capacity(count);
    let numbers: Vec<_> = (0..count).collect();
    for chunk in numbers.chunks(100) {
        let drafts = chunk.iter().map(|number| organization::Draft::parse(&raw_organization(*number)));
        let drafts = drafts.collect::<Result<Vec<_>, _>>()?;
        let made = ctx.store.write::<_, app::Error>(&occasion(ctx), &*ctx.ids, |tx| {
            let mut made = Vec::new();
            for draft in &drafts {
                let now = tx.occasion().at;
                let (organization, _) = app::organization::import(tx, draft, now)?;
                let (participation, change) =
                    Participation::imported(tx.ids().next(), organization.id, week.id, now);
                tx.insert_participation(&participation, &change)?;
                made.push(organization.id);
            }
            Ok(made)
        })?;
        ids.extend(made);
    }
    Ok(ids)
}

fn raw_organization(number: usize) -> organization::Raw {
    let (kind, legal_form) =
        if number.is_multiple_of(2) { ("company", "sarl") } else { ("association", "asbl") };
    organization::Raw {
        reference: Some(format!("O-{number}")),
        kind: kind.to_owned(),
        name: format!("Organization {number}"),
        legal_form: legal_form.to_owned(),
        commune: "Luxembourg".to_owned(),
        languages: vec!["fr".to_owned(), "de".to_owned()],
        contact_email: format!("contact@o{number}.example"),
        ..organization::Raw::default()
    }
}

fn owners(ctx: &Ctx, organizations: &[OrganizationId]) -> Done<Vec<Owner>> {
    let hash = app::password::hash(ctx, &SecretString::from(PASSWORD))?;
    let mut owners = Vec::new();
    for (number, organization) in organizations.iter().enumerate() {
        let draft = PersonDraft::parse(&format!("owner@o{number}.example"), "Owner", "en")?;
        let person = app::person::create_member(ctx, *organization, &draft, &hash)?;
        owners.push(Owner { organization: *organization, caller: log_in(ctx, person)?, offers: Vec::new() });
    }
    Ok(owners)
}

/// Published listings: the organizations in turn, one after the other, over the last days.
fn post(
    ctx: &Ctx,
    organizer: &Caller,
    week: &ExchangeWeek,
    organizations: &[OrganizationId],
    count: usize,
) -> Done<Vec<ListingId>> {
    let mut ids = Vec::with_capacity(count);
    let begin = ctx.clock.now().checked_sub(Span::new().hours(72))?;
    let numbers: Vec<_> = (0..count).collect();
    for chunk in numbers.chunks(CHUNK) {
        let stored = ctx.store.write::<_, app::Error>(&occasion(ctx), &*ctx.ids, |tx| {
            let now = tx.occasion().at;
            let actor = tx.actor(organizer.person, organizer.session, now)?;
            let actor = actor.ok_or(app::Error::Unauthenticated)?;
            let mut lived = Vec::with_capacity(chunk.len());
            for number in chunk {
                let Some(organization) = organizations.get(number % organizations.len()) else { continue };
                let at = instant(begin, *number, count);
                let party = tx.party(*organization, week.id, at)?;
                let party = party.ok_or(app::Error::Unavailable)?;
                let facts = listing::Facts { week, party: &party, open_listings: 0 };
                let draft = draft(*number, week)?;
                let id = ListingId::next(tx.ids());
                // Counted: of so many that are made of their ids, a few would be the same.
                let reference = format!("L-{number}");
                let (drafted, first) =
                    Listing::new(id, reference, week.id, *organization, Some(actor.person), draft, at);
                let event = drafted.decide(listing::Command::PublishByStaff(actor.staff()?), &facts, at)?;
                let (published, second) = drafted.apply(&event, at);
                let occasion = Occasion { at, cause: Cause::Import, request_id: None };
                let step = |change| Step { change, occasion: occasion.clone() };
                lived.push(Lived { value: published, history: vec![step(first), step(second)] });
            }
            tx.insert_listings_in_bulk(&lived)?;
            Ok(lived.iter().map(|lived| lived.value.id).collect::<Vec<_>>())
        })?;
        ids.extend(stored);
    }
    Ok(ids)
}

/// Instants at even distances, microseconds apart or more.
fn instant(begin: Timestamp, number: usize, count: usize) -> Timestamp {
    let distance = (72 * 3_600_000_000) / i64::try_from(count.max(1)).unwrap_or(1);
    let micros = distance * i64::try_from(number).unwrap_or_default();
    begin.checked_add(Span::new().microseconds(micros)).unwrap_or(begin)
}

fn draft(number: usize, week: &ExchangeWeek) -> Result<listing::Draft, app::Error> {
    let one_of = |list: &'static [&'static str], step: usize| {
        list.get((number / step) % list.len()).copied().unwrap_or_default()
    };
    let raw = listing::Raw {
        direction: if number.is_multiple_of(3) { "request" } else { "offer" },
        details: listing::RawDetails::Goods { condition: Some("good") },
        category: one_of(&CATEGORIES, 7),
        language: one_of(&LANGUAGES, 5),
        title: &title(number),
        description: DESCRIPTION,
        wanted_in_return: "Ein Nachmittag im Garten",
        translations: &[],
        languages_needed: &[],
        place: one_of(&COMMUNES, 11),
        windows: &[],
        quantity: None,
        unit: "piece",
    };
    Ok(listing::Draft::parse(&raw, week.window())?)
}

/// What it is and what it is made of: three hundred titles, of which a search finds some.
fn title(number: usize) -> String {
    let things = THINGS.get(number % THINGS.len()).copied().unwrap_or_default();
    let of = MADE_OF.get((number / THINGS.len()) % MADE_OF.len()).copied().unwrap_or_default();
    format!("{things} {of}")
}

fn occasion(ctx: &Ctx) -> Occasion {
    Occasion { at: ctx.clock.now(), cause: Cause::Import, request_id: None }
}

/// Matches that wait for an answer, each with the place of the owner who may give it. Many at once, since a
/// commit waits for the disk.
pub(crate) fn propose(ctx: &Ctx, world: &World, count: usize, nonce: u32) -> Done<Vec<(MatchId, usize)>> {
    const THREADS: usize = 16;
    let made = Mutex::new(Vec::with_capacity(count));
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS)
            .map(|thread| {
                let made = &made;
                scope.spawn(move || -> Done<()> {
                    for number in (thread..count).step_by(THREADS) {
                        let found = propose_one(ctx, world, number, nonce)?;
                        made.lock().map_err(|_| "another thread failed")?.push(found);
                    }
                    Ok(())
                })
            })
            .collect();
        threads.into_iter().try_for_each(|thread| thread.join().map_err(|_| "a thread failed")?)
    })?;
    Ok(made.into_inner().map_err(|_| "a thread failed")?)
}

fn propose_one(ctx: &Ctx, world: &World, number: usize, nonce: u32) -> Done<(MatchId, usize)> {
    let places = world.owners.len();
    // Companies have even places, and may not agree among themselves here.
    let (from, to) = (number % places, (number + 1) % places);
    let (Some(proposer), Some(answerer)) = (world.owners.get(from), world.owners.get(to)) else {
        return Err("nobody to propose anything".into());
    };
    let offers = &proposer.offers;
    let offer = offers.get((number / places) % offers.len().max(1)).copied();
    let offer = offer.ok_or("an organization without offers")?;
    let contribution = RawContribution {
        giver: proposer.organization,
        offer: Some(offer),
        request: None,
        quantity: "1",
        unit: "piece",
        description: "Ein Schreibtisch, Abholung am Mittwoch",
        starts_at: None,
        ends_at: None,
        value_estimate: None,
    };
    let proposal = app::matching::Proposal {
        organization: proposer.organization,
        counterparty: answerer.organization,
        draft: TermsDraft::parse("", &[contribution])?,
    };
    let once = Once {
        method: "POST",
        path: "/v1/matches".to_owned(),
        key: format!("bench-{nonce:08x}-{number}"),
        fingerprint: [0; 32],
    };
    let done = app::matching::propose(ctx, &proposer.caller, &once, &proposal, |seen| Answer {
        status: 201,
        headers: Vec::new(),
        body: seen.match_.id.uuid().to_string(),
    })?;
    let (app::Done::Now(answer) | app::Done::Before(answer)) = done;
    Ok((MatchId::new(answer.body.parse()?), to))
}
