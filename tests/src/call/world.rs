//! A bourse in full swing, with everybody who may call.

use app::Error;
use domain::audit::{Cause, Occasion};
use domain::id::{OrganizationId, PersonId};
use domain::organization::{Event, OrganizationKind};
use domain::person::{Person, PersonDraft};
use domain::policy::{MembershipRole, StaffRole};
use domain::week::{ExchangeWeek, Phase, RawWeek};
use jiff::{SignedDuration, Timestamp};
use persistence::Tx;
use serde_json::Value;
use testkit::{Client, Login, Member, PASSWORD, Reply, TestApp};

use super::{Call, Operation, Principal};

/// Whose the object of a call is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Situation {
    /// Home's.
    Own,
    /// Another organization's.
    Other,
    /// Home's, while home is suspended.
    Suspended,
}

impl Situation {
    /// Every one, in the order of the lines of the matrix.
    pub(crate) const ALL: [Self; 3] = [Self::Own, Self::Other, Self::Suspended];
}

/// The bourse.
pub(crate) struct World<'a> {
    pub(crate) app: &'a TestApp,
    pub(crate) organizer: Login,
    pub(super) broker: Login,
    pub(crate) home: Member,
    volunteer: Login,
    coordinator: Login,
    banned: Login,
    expired_token: String,
    pub(crate) other: Member,
    pub(crate) partner: Member,
    pub(crate) stranger: Member,
    /// A live week with the usual settings.
    pub(crate) live: ExchangeWeek,
    /// A live week in which staff look at listings first.
    pub(crate) moderated: ExchangeWeek,
    /// A live week in which agreements are ratified.
    pub(crate) ratified: ExchangeWeek,
}

impl<'a> World<'a> {
    pub(crate) fn open(app: &'a TestApp) -> Self {
        let organizer = app.staff(StaffRole::Organizer, "ana");
        let broker = app.staff(StaffRole::Broker, "ben");
        let home = app.organization(OrganizationKind::Company, "HOME");
        let other = app.organization(OrganizationKind::Company, "OTHER");
        let partner = app.organization(OrganizationKind::Association, "PARTNER");
        let stranger = app.organization(OrganizationKind::Association, "STRANGER");
        let week = |reference: &str, choose: fn(&mut RawWeek)| {
            let week = app.week_with(&organizer, reference, Phase::Registration, |raw| {
                raw.settings.listings_per_organization = Some(1_000);
                choose(raw);
            });
            for member in [&home, &other, &partner] {
                app.admit(&organizer, week.id, member);
            }
            app.move_week(&organizer, week, Phase::Live)
        };
        let live = week("LIVE", |_| {});
        let moderated = week("MODERATED", |raw| raw.settings.moderated = Some(true));
        let ratified = week("RATIFIED", |raw| raw.settings.ratification_required = Some(true));
        let volunteer = new_member(app, &home, "vera", MembershipRole::Volunteer);
        let coordinator = new_member(app, &home, "carl", MembershipRole::Coordinator);
        let banned = new_member(app, &home, "boris", MembershipRole::Owner);
        app::suspension::suspend(&app.ctx, &organizer.caller, banned.person, "Spam.", None).unwrap();
        let expired_token = home.client().token().unwrap();
        app.clock.advance(SignedDuration::from_mins(11));
        Self {
            app,
            organizer,
            broker,
            home,
            volunteer,
            coordinator,
            banned,
            expired_token,
            other,
            partner,
            stranger,
            live,
            moderated,
            ratified,
        }
    }

    /// A client of one of them.
    pub(crate) fn client(&self, principal: Principal) -> Client {
        let nobody = self.app.client();
        match principal {
            Principal::Nobody => nobody,
            Principal::Garbage => nobody.with_token(|| "garbage.in.token".to_owned()),
            Principal::Expired => {
                let token = self.expired_token.clone();
                nobody.with_token(move || token.clone())
            }
            principal => self.login(principal).map_or(nobody, |login| login.client.clone()),
        }
    }

    /// The same with a login of its own where the call ends it.
    pub(crate) fn client_for(&self, call: &Call, principal: Principal) -> Client {
        match self.login(principal) {
            Some(_) if call.ends_account && principal != Principal::Banned => self.passing(principal).client,
            Some(login) if call.ends_login && principal != Principal::Banned => {
                self.app.log_in(&login.email).client
            }
            _ => self.client(principal),
        }
    }

    /// Somebody who is what the principal is, and may go.
    fn passing(&self, principal: Principal) -> Login {
        let name = super::key();
        match principal {
            Principal::Coordinator => new_member(self.app, &self.home, &name, MembershipRole::Coordinator),
            Principal::Owner => new_member(self.app, &self.home, &name, MembershipRole::Owner),
            Principal::Stranger => new_member(self.app, &self.stranger, &name, MembershipRole::Volunteer),
            Principal::Broker => self.app.staff(StaffRole::Broker, &name),
            Principal::Organizer => self.app.staff(StaffRole::Organizer, &name),
            _ => new_member(self.app, &self.home, &name, MembershipRole::Volunteer),
        }
    }

    /// The login of one of them; of those who have none, none.
    pub(crate) fn login(&self, principal: Principal) -> Option<&Login> {
        match principal {
            Principal::Nobody | Principal::Garbage | Principal::Expired => None,
            Principal::Banned => Some(&self.banned),
            Principal::Volunteer => Some(&self.volunteer),
            Principal::Coordinator => Some(&self.coordinator),
            Principal::Owner => Some(&self.home.owner),
            Principal::Stranger => Some(&self.stranger.owner),
            Principal::Broker => Some(&self.broker),
            Principal::Organizer => Some(&self.organizer),
        }
    }

    /// A good call of an operation on something fresh, and the world in that situation.
    pub(crate) fn prepare(&self, operation: &Operation, situation: Situation) -> Call {
        self.set_suspended(&self.home, false);
        self.set_suspended(&self.other, false);
        self.forget_factors();
        let call = self.call(&operation.id, situation);
        self.set_suspended(&self.home, situation == Situation::Suspended);
        self.tagged(operation, call)
    }

    /// The call with the tag of what it changes, as that is now.
    pub(crate) fn tagged(&self, operation: &Operation, mut call: Call) -> Call {
        if operation.takes("header", "If-Match") && !call.own {
            let read = call.read.as_deref().unwrap_or_else(|| panic!("{} wants a tag", operation.id));
            call.etag = Some(self.etag(read));
        }
        call
    }

    /// The tag of something that staff may see.
    pub(crate) fn etag(&self, path: &str) -> String {
        self.organizer.client.get(path).expect(200).etag().to_owned()
    }

    /// A factor that counts would have the broker asked for a code in all that follows.
    fn forget_factors(&self) {
        let person = self.broker.person;
        write(self.app, |tx, _| {
            for factor in tx.factors(person)? {
                tx.delete_factor(factor.id)?;
            }
            Ok(tx.replace_recovery_codes(person, &[], self.app.ctx.clock.now())?)
        });
    }

    /// Somebody new, who belongs nowhere and cannot log in.
    pub(super) fn newcomer(&self) -> PersonId {
        let draft = PersonDraft::parse(&format!("{}@new.example", super::key()), "New", "en").unwrap();
        write(self.app, |tx, now| {
            let id = PersonId::next(tx.ids());
            let (person, change) = Person::new(id, draft.clone(), None, None, now);
            tx.insert_person(&person, &change)?;
            Ok(id)
        })
    }

    /// Suspends an organization, or lets it act again.
    fn set_suspended(&self, member: &Member, suspended: bool) {
        let (ctx, caller, id) = (&self.app.ctx, &self.organizer.caller, member.organization);
        let seen = app::organization::find(ctx, Some(caller), id).unwrap();
        let revision = seen.organization.revision;
        match (seen.organization.is_active(ctx.clock.now()), suspended) {
            (true, true) => app::organization::suspend(ctx, caller, id, revision, "Looked at.", None),
            (false, false) => app::organization::reinstate(ctx, caller, id, revision),
            _ => return,
        }
        .unwrap();
    }

    /// Changes something as its owner, from the state in which it is now.
    pub(crate) fn act(&self, client: &Client, method: &str, read: &str, below: &str, body: &Value) -> Reply {
        let request = client.request(method, &format!("{read}{below}")).if_match(&self.etag(read));
        request.header("idempotency-key", &super::key()).json(body).send()
    }
}

/// Somebody new, in an organization.
fn new_member(app: &TestApp, member: &Member, name: &str, role: MembershipRole) -> Login {
    let email = format!("{name}@{}.example", member.reference.to_lowercase());
    let draft = PersonDraft::parse(&email, name, "en").unwrap();
    let hash = app::password::hash(&app.ctx, &PASSWORD.into()).unwrap();
    let person = write(app, |tx, now| {
        let id = PersonId::next(tx.ids());
        let (person, change) = Person::new(id, draft.clone(), Some(hash.clone()), None, now);
        tx.insert_person(&person, &change)?;
        Ok(id)
    });
    join(app, member.organization, person, role);
    app.log_in(&email)
}

/// Somebody belongs to an organization from now on.
pub(crate) fn join(app: &TestApp, organization: OrganizationId, person: PersonId, role: MembershipRole) {
    write(app, |tx, now| {
        tx.insert_membership(organization, person, role)?;
        let before = tx.organization_unseen(organization)?.unwrap();
        let expected = before.revision;
        let (after, change) = before.apply(Event::MemberAdded(person, role), now);
        Ok(tx.save_organization(&after, expected, &change)?)
    });
}

/// Writes what there is no use case for yet.
pub(super) fn write<T>(app: &TestApp, command: impl FnMut(&mut Tx<'_>, Timestamp) -> Result<T, Error>) -> T {
    let (ctx, now) = (&app.ctx, app.ctx.clock.now());
    let occasion = Occasion { at: now, cause: Cause::System, request_id: None };
    let mut command = command;
    ctx.store.write::<_, Error>(&occasion, &*ctx.ids, |tx| command(tx, now)).unwrap()
}
