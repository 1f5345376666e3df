//! People, organizations and weeks for a test, made by the use cases that the operator has.

use std::sync::OnceLock;

use app::{Caller, Error};
use domain::audit::{Cause, Occasion};
use domain::id::{ExchangeWeekId, OrganizationId, PersonId, Revision};
use domain::organization::{Draft, OrganizationKind, Raw};
use domain::person::{PasswordHash, PersonDraft};
use domain::policy::StaffRole;
use domain::week::{ExchangeWeek, Phase, RawWeek, WeekDraft};
use secrecy::SecretString;

use super::TestApp;
use super::client::Client;

/// The password of everybody.
pub const PASSWORD: &str = "sieben Pferde trinken Tee";

/// Somebody who has logged in.
#[derive(Clone)]
pub struct Login {
    /// Who.
    pub person: PersonId,
    /// The address to log in with; the password is [`PASSWORD`].
    pub email: String,
    /// The login, to call use cases with.
    pub caller: Caller,
    /// The login, to send requests with.
    pub client: Client,
}

/// A verified organization and its owner.
#[derive(Clone)]
pub struct Member {
    /// The organization.
    pub organization: OrganizationId,
    /// Its short name, which is also what it is called.
    pub reference: String,
    /// Its owner, who has logged in.
    pub owner: Login,
}

impl Member {
    /// The owner's client.
    pub const fn client(&self) -> &Client {
        &self.owner.client
    }
}

impl TestApp {
    /// Somebody who runs the bourse. The address is `NAME@bourse.example`.
    pub fn staff(&self, role: StaffRole, name: &str) -> Login {
        let email = format!("{name}@bourse.example");
        let draft = person(&email, name);
        app::person::create_staff(&self.ctx, &draft, &password(), role).expect("staff can be made");
        self.log_in(&email)
    }

    /// A verified organization with an owner, whose address is `owner@REFERENCE.example`.
    pub fn organization(&self, kind: OrganizationKind, reference: &str) -> Member {
        let draft = Draft::parse(&raw_organization(kind, reference)).expect("a sound organization");
        let now = self.ctx.clock.now();
        let occasion = Occasion { at: now, cause: Cause::Import, request_id: None };
        let (organization, _) = self
            .ctx
            .store
            .write::<_, Error>(&occasion, &*self.ctx.ids, |tx| app::organization::import(tx, &draft, now))
            .expect("an organization can be made");
        self.owner(organization.id, &organization.reference)
    }

    /// An owner for an organization that is there, whose address is `owner@REFERENCE.example`.
    pub fn owner(&self, organization: OrganizationId, reference: &str) -> Member {
        let email = format!("owner@{}.example", reference.to_lowercase());
        app::person::create_member(&self.ctx, organization, &person(&email, "Owner"), self.password_hash())
            .expect("a member can be made");
        Member { organization, reference: reference.to_owned(), owner: self.log_in(&email) }
    }

    /// An exchange week in this phase, with the usual settings, from the clock's Monday on.
    pub fn week(&self, organizer: &Login, reference: &str, phase: Phase) -> ExchangeWeek {
        self.week_with(organizer, reference, phase, |_| {})
    }

    /// An exchange week in this phase, with some settings of the test's own.
    pub fn week_with(
        &self,
        organizer: &Login,
        reference: &str,
        phase: Phase,
        choose: impl FnOnce(&mut RawWeek),
    ) -> ExchangeWeek {
        let mut raw = RawWeek {
            reference: reference.to_owned(),
            name: format!("Exchange week {reference}"),
            starts_on: "2026-06-08".to_owned(),
            ends_on: "2026-06-14".to_owned(),
            ..RawWeek::default()
        };
        choose(&mut raw);
        let draft = WeekDraft::parse(&raw).expect("a sound week");
        let week = app::week::create(&self.ctx, &organizer.caller, &draft).expect("a week can be made");
        self.move_week(organizer, week, phase)
    }

    /// Moves a week on, one phase after the other.
    pub fn move_week(&self, organizer: &Login, mut week: ExchangeWeek, to: Phase) -> ExchangeWeek {
        while week.phase != to {
            let next = Phase::ALL.into_iter().skip_while(|phase| *phase != week.phase).nth(1);
            let next = next.expect("weeks are only moved on here");
            week = app::week::move_phase(&self.ctx, &organizer.caller, week.id, week.revision, next, None)
                .expect("a week moves on");
        }
        week
    }

    /// Lets an organization take part in a week.
    pub fn admit(&self, organizer: &Login, week: ExchangeWeekId, member: &Member) {
        let (ctx, organization) = (&self.ctx, member.organization);
        app::participation::request(ctx, &member.owner.caller, week, organization).expect("it may ask");
        app::participation::admit(ctx, &organizer.caller, week, organization, Revision::FIRST)
            .expect("it can be admitted");
    }

    /// Logs somebody in with [`PASSWORD`].
    pub fn log_in(&self, email: &str) -> Login {
        let opened = app::session::open(&self.ctx, email, &password()).expect("the password is right");
        let caller = Caller { person: opened.person, session: opened.session, request_id: None };
        let client = self.server.signed(&caller);
        Login { person: opened.person, email: email.to_owned(), caller, client }
    }

    /// The hash of [`PASSWORD`]: the same for everybody, because making one takes its time.
    fn password_hash(&self) -> &'static PasswordHash {
        static HASH: OnceLock<PasswordHash> = OnceLock::new();
        HASH.get_or_init(|| app::password::hash(&self.ctx, &password()).expect("a password can be hashed"))
    }
}

fn password() -> SecretString {
    PASSWORD.into()
}

fn person(email: &str, name: &str) -> PersonDraft {
    PersonDraft::parse(email, name, "en").expect("a sound person")
}

fn raw_organization(kind: OrganizationKind, reference: &str) -> Raw {
    let legal_form = match kind {
        OrganizationKind::Company => "sarl",
        OrganizationKind::Association => "asbl",
        OrganizationKind::PublicBody => "commune",
    };
    Raw {
        reference: Some(reference.to_owned()),
        kind: kind.code().to_owned(),
        name: reference.to_owned(),
        legal_form: legal_form.to_owned(),
        commune: "Luxembourg".to_owned(),
        languages: vec!["fr".to_owned(), "de".to_owned()],
        contact_email: format!("contact@{}.example", reference.to_lowercase()),
        ..Raw::default()
    }
}
