//! Demonstrations: a database that can be looked around in at once.
//!
//! The demo evening is what an organizer would have a week before the bourse: sheets, imported. A synthetic
//! week is as large as one likes. Both go through the use cases and decisions of the real thing, at dates in
//! the past, by ids that are the same everywhere.
//!
//! All accounts have one password, which everybody knows. It is hashed once and the hash stored for each:
//! equal hashes tell that the passwords are equal, which is no secret here. Nowhere else may that be done.

mod evening;
mod past;
mod pictures;
mod random;
mod synthetic;
mod waiting;

use domain::id::{OrganizationId, PersonId};
use domain::organization::{Organization, OrganizationKind};
use domain::person::{PasswordHash, PersonDraft};
use domain::policy::{StaffRole, Viewer};
use domain::vocabulary::Locale;
use domain::week::{ExchangeWeek, Phase, RawSettings, RawWeek, WeekDraft};
use jiff::Timestamp;
use jiff::civil::{DateTime, datetime};
use jiff::tz::TimeZone;
use secrecy::SecretString;

pub use synthetic::{SizeError, Synthetic};

use crate::ctx::{Caller, Ctx};
use crate::error::{Error, Noun};
use crate::import::ImportError;
use crate::{password, person, session, week};

/// The password of every account of a demonstration.
pub const PASSWORD: &str = "tosche-statt-kafen-2026";

/// The organizer of every demonstration.
pub const ORGANIZER: &str = "organizer@partact.example";

/// The reference of the week.
const WEEK: &str = "2026-06";

/// The seed of the demo evening's ids.
const EVENING_SEED: u64 = 2026;

/// What to load.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demo {
    /// The demo evening.
    Evening,
    /// A made-up week.
    Synthetic(Synthetic),
}

/// A demonstration that is ready.
#[derive(Clone, Debug)]
pub struct Ready {
    /// Whether it was loaded now; otherwise it was there.
    pub loaded: bool,
    /// Its week.
    pub week: ExchangeWeek,
    /// A company to log in for.
    pub company: Party,
    /// An association to log in for.
    pub association: Party,
}

/// An organization whose owner can log in.
#[derive(Clone, Debug)]
pub struct Party {
    /// Which.
    pub id: OrganizationId,
    /// What it is called.
    pub name: String,
    /// The address of its owner.
    pub email: String,
}

/// How far the loading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Of what.
    pub what: &'static str,
    /// So many are stored.
    pub done: u64,
    /// Of so many.
    pub of: u64,
}

/// Why there is no demonstration.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// Somebody uses the database for something else.
    #[error("the database holds something else than a demonstration")]
    Occupied,
    /// It is a demonstration of another kind or size.
    #[error("the database holds another demonstration: {0}")]
    Another(String),
    /// A loading was interrupted.
    #[error("the database holds a demonstration whose loading was interrupted")]
    Unfinished,
    /// A use case failed.
    #[error("the demonstration cannot be loaded")]
    Failed(#[from] Error),
    /// The import failed.
    #[error("the demo sheets cannot be imported")]
    Import(#[from] ImportError),
}

impl Demo {
    /// Finds the demonstration, or loads it into an untouched database. Nothing else is ever changed.
    pub fn prepare(self, ctx: &Ctx, watch: &mut dyn FnMut(Progress)) -> Result<Ready, DemoError> {
        let loaded = ctx.system_question(|reader, _| Ok(reader.is_untouched()?))?;
        if loaded {
            self.load(ctx, watch)?;
        }
        let week = self.found(ctx)?;
        let company = self.party(ctx, OrganizationKind::Company)?;
        let association = self.party(ctx, OrganizationKind::Association)?;
        Ok(Ready { loaded, week, company, association })
    }

    /// Gives some listings of a demonstration that was loaded now a picture each. It needs a store of objects,
    /// which nothing else of a demonstration does.
    pub fn draw_pictures(self, ctx: &Ctx, ready: &Ready) -> Result<(), DemoError> {
        let organizer = draft(ORGANIZER, "Organizer", Locale::En)?.email;
        let organizer = ctx.system_question(|reader, _| Ok(reader.person_by_email(&organizer)?))?;
        let organizer = organizer.ok_or(Error::NotFound(Noun::Person))?.id;
        // While the evening runs, with ids that the loading did not give.
        let (ctx, _) = past::at(ctx, Dates::usual()?.live, self.seed().wrapping_add(1));
        Ok(pictures::draw(&ctx, ready.week.id, organizer)?)
    }

    fn name(self) -> String {
        match self {
            Self::Evening => "Speed Meeting Part&Act 2026".to_owned(),
            Self::Synthetic(size) => size.name(),
        }
    }

    const fn seed(self) -> u64 {
        match self {
            Self::Evening => EVENING_SEED,
            Self::Synthetic(size) => size.seed(),
        }
    }

    /// The week of this demonstration, wholly loaded: being live was the last step.
    fn found(self, ctx: &Ctx) -> Result<ExchangeWeek, DemoError> {
        let organizer = draft(ORGANIZER, "Organizer", Locale::En)?.email;
        let found = ctx.system_question(|reader, _| {
            let organizer = reader.person_by_email(&organizer)?;
            Ok(organizer.and(reader.week_by_reference(WEEK, &Viewer::service())?))
        });
        let week = found?.ok_or(DemoError::Occupied)?;
        if week.name.as_str() != self.name() {
            return Err(DemoError::Another(week.name.as_str().to_owned()));
        }
        // Whoever goes back a phase says why.
        if week.phase < Phase::Live && week.phase_reason.is_none() {
            return Err(DemoError::Unfinished);
        }
        Ok(week)
    }

    fn party(self, ctx: &Ctx, kind: OrganizationKind) -> Result<Party, Error> {
        let Organization { id, facts, .. } = self.organization(ctx, kind)?;
        let (name, email) = (facts.name.into_string(), facts.contact_email.into_string());
        Ok(Party { id, name, email })
    }

    fn organization(self, ctx: &Ctx, kind: OrganizationKind) -> Result<Organization, Error> {
        let reference = match (self, kind) {
            (Self::Synthetic(_), kind) => Synthetic::reference(kind),
            (Self::Evening, OrganizationKind::Company) => "C01".to_owned(),
            (Self::Evening, _) => "A01".to_owned(),
        };
        ctx.system_question(|reader, _| {
            reader.organization_by_reference(&reference)?.ok_or(Error::NotFound(Noun::Organization))
        })
    }

    fn load(self, ctx: &Ctx, watch: &mut dyn FnMut(Progress)) -> Result<(), DemoError> {
        let dates = Dates::usual()?;
        let (ctx, clock) = past::at(ctx, dates.opening, self.seed());
        let ctx = &ctx;
        let secret = SecretString::from(PASSWORD);
        let organizer = draft(ORGANIZER, "Organizer", Locale::En)?;
        let organizer = person::create_staff(ctx, &organizer, &secret, StaffRole::Organizer)?.id;
        let made = as_organizer(ctx, |caller| week::create(ctx, caller, &self.week()?))?;
        let week = advance(ctx, &made, Phase::Registration)?;

        clock.set(dates.listings);
        let hash = password::hash(ctx, &secret)?;
        match self {
            Self::Evening => evening::load(ctx, week.id, organizer, &hash)?,
            Self::Synthetic(size) => {
                let actor = ctx.system_question(|reader, _| {
                    reader.actor_of(organizer)?.ok_or(Error::NotFound(Noun::Person))
                })?;
                size.load(ctx, &week, actor.staff().map_err(Error::from)?, &dates, watch)?;
                for kind in [OrganizationKind::Company, OrganizationKind::Association] {
                    member(ctx, &self.organization(ctx, kind)?, &hash)?;
                }
            }
        }

        clock.set(dates.matching);
        let week = advance(ctx, &week, Phase::Matching)?;
        if self == Self::Evening {
            waiting::load(ctx, week.id)?;
        }
        clock.set(dates.live);
        advance(ctx, &week, Phase::Live)?;
        Ok(())
    }

    fn week(self) -> Result<WeekDraft, Error> {
        let listings_per_organization = match self {
            Self::Evening => None,
            Self::Synthetic(size) => Some(size.cap().into()),
        };
        Ok(WeekDraft::parse(&RawWeek {
            reference: WEEK.to_owned(),
            name: self.name(),
            time_zone: Some("Europe/Luxembourg".to_owned()),
            starts_on: "2026-06-08".to_owned(),
            ends_on: "2026-06-14".to_owned(),
            // Two of the evening's agreements were between companies.
            settings: RawSettings {
                listings_per_organization,
                company_pairs_allowed: Some(true),
                ..RawSettings::default()
            },
        })?)
    }
}

/// When what happened before the evening.
#[derive(Clone, Copy, Debug)]
struct Dates {
    /// The week is made, and registration begins.
    opening: Timestamp,
    /// The first organization of a synthetic week comes.
    organizations: Timestamp,
    /// The sheets are imported; the first listing of a synthetic week comes.
    listings: Timestamp,
    /// The last one.
    last: Timestamp,
    /// Matching begins.
    matching: Timestamp,
    /// The evening begins.
    live: Timestamp,
}

impl Dates {
    fn usual() -> Result<Self, Error> {
        let at = |local: DateTime| {
            let zone = TimeZone::get("Europe/Luxembourg").and_then(|zone| zone.to_timestamp(local));
            zone.map_err(|error| Error::Internal(Box::new(error)))
        };
        Ok(Self {
            opening: at(datetime(2026, 4, 13, 9, 0, 0, 0))?,
            organizations: at(datetime(2026, 4, 14, 9, 0, 0, 0))?,
            listings: at(datetime(2026, 5, 4, 9, 0, 0, 0))?,
            last: at(datetime(2026, 5, 25, 18, 0, 0, 0))?,
            matching: at(datetime(2026, 6, 1, 9, 0, 0, 0))?,
            live: at(datetime(2026, 6, 11, 18, 0, 0, 0))?,
        })
    }
}

/// Makes the contact of an organization its owner.
fn member(ctx: &Ctx, organization: &Organization, hash: &PasswordHash) -> Result<PersonId, Error> {
    let facts = &organization.facts;
    let email = facts.contact_email.as_str();
    let name = facts.contact_name.as_ref().map_or(email, |name| name.as_str());
    let spoken = facts.languages.iter().find_map(|language| Locale::parse(language.code()).ok());
    let draft = draft(email, name, spoken.unwrap_or(Locale::En))?;
    person::create_member(ctx, organization.id, &draft, hash)
}

fn draft(email: &str, name: &str, locale: Locale) -> Result<PersonDraft, Error> {
    Ok(PersonDraft::parse(email, name, locale.code())?)
}

fn advance(ctx: &Ctx, week: &ExchangeWeek, to: Phase) -> Result<ExchangeWeek, Error> {
    as_organizer(ctx, |caller| week::move_phase(ctx, caller, week.id, week.revision, to, None))
}

/// Does something with a login of the organizer, and ends the login.
fn as_organizer<T>(ctx: &Ctx, act: impl FnOnce(&Caller) -> Result<T, Error>) -> Result<T, Error> {
    let opened = session::open(ctx, ORGANIZER, &SecretString::from(PASSWORD))?;
    let caller = Caller { person: opened.person, session: opened.session, request_id: None };
    let done = act(&caller)?;
    session::close(ctx, &caller)?;
    Ok(done)
}
