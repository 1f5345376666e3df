//! The use cases of accounts, weeks, organizations and participations, on both databases.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper that fails fails its test")]

// The package has its long name outside the workspace's manifests.
extern crate partact_app as app;

mod bourse;
mod queue;
mod work;

use app::{Answer, Done, Error, Noun, Once, organization, participation, person, secret, session, week};
use bourse::{Bourse, NOW, on_both};
use domain::id::{OrganizationId, Revision};
use domain::organization::{Draft, Raw};
use domain::policy::StaffRole;
use domain::week::{Phase, RawWeek, WeekDraft};
use jiff::SignedDuration;
use persistence::{OrganizationFilter, OrganizationOrder};
use secrecy::{ExposeSecret, SecretString};

const PASSWORD: &str = "zwielef Zëmmer am Haus";

/// What staff look at.
fn evidence() -> domain::organization::RawEvidence {
    domain::organization::RawEvidence {
        kind: "phone_call".to_owned(),
        checked_on: "2026-05-01".to_owned(),
        ..domain::organization::RawEvidence::default()
    }
}

fn raw_week() -> RawWeek {
    RawWeek {
        reference: "2026".to_owned(),
        name: "Semaine d'échange".to_owned(),
        starts_on: "2026-06-08".to_owned(),
        ends_on: "2026-06-14".to_owned(),
        ..RawWeek::default()
    }
}

fn raw_organization(name: &str) -> Raw {
    Raw {
        kind: "association".to_owned(),
        name: name.to_owned(),
        legal_form: "asbl".to_owned(),
        postal_code: "L-6114".to_owned(),
        locality: "Junglinster".to_owned(),
        commune: "Junglinster".to_owned(),
        languages: vec!["lb".to_owned(), "fr".to_owned()],
        contact_email: "lynn@lieshaischen.example".to_owned(),
        ..Raw::default()
    }
}

fn once(key: &str) -> Once {
    Once { method: "POST", path: "/v1/organizations".to_owned(), key: key.to_owned(), fingerprint: [1; 32] }
}

/// Founds an organization; its id and what was answered.
fn found(bourse: &Bourse, caller: &app::Caller, name: &str, key: &str) -> (OrganizationId, Done) {
    let draft = Draft::parse(&raw_organization(name)).unwrap();
    let done = organization::create(&bourse.ctx, caller, &once(key), &draft, |written| Answer {
        status: 201,
        headers: Vec::new(),
        body: format!("{} {}", written.seen.organization.id, written.doubts.len()),
    });
    let done = done.unwrap();
    let (Done::Now(answer) | Done::Before(answer)) = &done;
    let id = answer.body.split(' ').next().unwrap().parse().unwrap();
    (id, done)
}

#[test]
fn a_login_is_refreshed_and_a_stolen_one_ends() {
    on_both(|bourse| {
        let ctx = &bourse.ctx;
        bourse.try_staff("ana@ponte.example", PASSWORD, StaffRole::Organizer).unwrap();
        let password = SecretString::from(PASSWORD);
        let wrong = session::open(ctx, "ana@ponte.example", &SecretString::from("zwielef Zemmer"));
        assert!(matches!(wrong, Err(Error::CredentialsWrong)));
        assert!(matches!(session::open(ctx, "bob@ponte.example", &password), Err(Error::CredentialsWrong)));
        assert!(matches!(session::open(ctx, "no address", &password), Err(Error::CredentialsWrong)));

        let opened = session::open(ctx, "Ana@Ponte.example", &password).unwrap();
        let caller = bourse.caller(opened.person, opened.session);
        assert_eq!(person::me(ctx, &caller).unwrap().person.email.as_str(), "ana@ponte.example");
        assert_eq!(opened.refresh_token.expose_secret().len(), 43);

        bourse.clock.advance(SignedDuration::from_mins(10));
        let second = session::refresh(ctx, &opened.refresh_token).unwrap();
        assert_eq!(second.session, opened.session);
        let again = session::refresh(ctx, &opened.refresh_token).unwrap();
        assert_eq!(again.refresh_token.expose_secret(), second.refresh_token.expose_secret());
        bourse.clock.advance(SignedDuration::from_secs(11));
        let third = session::refresh(ctx, &second.refresh_token).unwrap();
        assert_eq!(session::list(ctx, &caller).unwrap().len(), 1);

        let stolen = session::refresh(ctx, &opened.refresh_token);
        assert!(matches!(stolen, Err(Error::CredentialsWrong)));
        for token in [&third.refresh_token, &second.refresh_token] {
            assert!(matches!(session::refresh(ctx, token), Err(Error::CredentialsWrong)));
        }
        assert!(matches!(person::me(ctx, &caller), Err(Error::Unauthenticated)));
    });
}

#[test]
fn a_login_is_closed_and_runs_out() {
    on_both(|bourse| {
        let ctx = &bourse.ctx;
        let caller = bourse.staff("ana@ponte.example", PASSWORD, StaffRole::Broker);
        session::close(ctx, &caller).unwrap();
        assert!(matches!(person::me(ctx, &caller), Err(Error::Unauthenticated)));
        let caller = bourse.login("ana@ponte.example", PASSWORD);
        bourse.clock.advance(SignedDuration::from_hours(30 * 24));
        assert!(matches!(person::me(ctx, &caller), Err(Error::Unauthenticated)));
    });
}

#[test]
fn an_address_has_one_account() {
    on_both(|bourse| {
        bourse.staff("ana@ponte.example", PASSWORD, StaffRole::Broker);
        let again = bourse.try_staff("Ana@ponte.example", PASSWORD, StaffRole::Organizer);
        assert!(matches!(again, Err(Error::Refused(reasons)) if reasons.to_string() == "email-taken"));
        let weak = bourse.try_staff("bob@ponte.example", "motdepasse2026", StaffRole::Broker);
        assert!(
            matches!(weak, Err(Error::Invalid(faults)) if faults.to_string() == "password: password-known")
        );
    });
}

#[test]
fn a_secret_is_made_once() {
    on_both(|bourse| {
        let threads: Vec<_> = (1..=8_u8)
            .map(|n| {
                let ctx = bourse.ctx.clone();
                std::thread::spawn(move || {
                    let secret = secret::load_or_create(&ctx, "cursor", || vec![n; 32]).unwrap();
                    secret.expose_secret().to_vec()
                })
            })
            .collect();
        let mut found: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
        found.dedup();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].len(), 32);
    });
}

#[test]
fn a_week_is_made_changed_and_moved() {
    on_both(|bourse| {
        let ctx = &bourse.ctx;
        let organizer = bourse.staff("ana@ponte.example", PASSWORD, StaffRole::Organizer);
        let broker = bourse.staff("bob@ponte.example", PASSWORD, StaffRole::Broker);
        let draft = WeekDraft::parse(&raw_week()).unwrap();
        assert!(matches!(week::create(ctx, &broker, &draft), Err(Error::Forbidden(_))));
        let made = week::create(ctx, &organizer, &draft).unwrap();
        let taken = week::create(ctx, &organizer, &draft);
        assert!(matches!(taken, Err(Error::Refused(reasons)) if reasons.to_string() == "reference-taken"));

        assert!(matches!(week::find(ctx, None, made.id), Err(Error::NotFound(Noun::ExchangeWeek))));
        assert_eq!(week::find(ctx, Some(&broker), made.id).unwrap(), made);
        assert_eq!(week::find_by_reference(ctx, Some(&broker), "2026").unwrap(), made);
        assert_eq!(week::page(ctx, None, None, 25).unwrap().items, []);

        let edit = |raw: &mut RawWeek| raw.settings.categories = Some(vec!["furniture".to_owned()]);
        let changed = week::change(ctx, &organizer, made.id, made.revision, edit).unwrap();
        assert!(matches!(week::change(ctx, &organizer, made.id, made.revision, edit), Err(Error::Stale)));
        let moved =
            week::move_phase(ctx, &organizer, made.id, changed.revision, Phase::Registration, None).unwrap();
        assert_eq!(week::find(ctx, None, made.id).unwrap(), moved);
        assert_eq!((moved.revision, moved.settings.categories.len()), (Revision::new(3), 1));

        let other =
            RawWeek { reference: "2027".to_owned(), starts_on: "2026-06-10".to_owned(), ..raw_week() };
        let other = week::create(ctx, &organizer, &WeekDraft::parse(&other).unwrap()).unwrap();
        let first = week::page(ctx, Some(&broker), None, 1).unwrap();
        assert_eq!((first.items.as_slice(), first.has_more), ([other.clone()].as_slice(), true));
        let rest = week::page(ctx, Some(&broker), Some((other.starts_on, other.id)), 1).unwrap();
        assert_eq!((rest.items.as_slice(), rest.has_more), ([moved].as_slice(), false));
    });
}

#[test]
fn an_organization_is_founded_verified_and_suspended() {
    on_both(|bourse| {
        let ctx = &bourse.ctx;
        let staff = bourse.staff("bob@ponte.example", PASSWORD, StaffRole::Broker);
        let owner = bourse.staff("lynn@lieshaischen.example", PASSWORD, StaffRole::Broker);
        let owner = bourse.without_staff_role(&owner);
        let (id, done) = found(bourse, &owner, "Lieshäischen asbl", "a");
        assert!(matches!(done, Done::Now(_)));
        assert!(
            matches!(found(bourse, &owner, "Lieshäischen asbl", "a"), (same, Done::Before(_)) if same == id)
        );
        let (other, done) = found(bourse, &owner, "LIESHÄISCHEN a.s.b.l.", "b");
        assert!(
            matches!(done, Done::Now(answer) if answer.body.ends_with(" 1")),
            "the other one looks alike"
        );

        assert!(matches!(organization::find(ctx, None, id), Err(Error::NotFound(Noun::Organization))));
        let seen = organization::find(ctx, Some(&owner), id).unwrap();
        assert!(seen.organization.reference.starts_with("O-"));
        let verify = |caller, expected| organization::verify(ctx, caller, id, expected, &[evidence()]);
        assert!(matches!(verify(&owner, Revision::FIRST), Err(Error::Forbidden(_))));
        let verified = verify(&staff, Revision::FIRST).unwrap().organization;
        assert_eq!(organization::find(ctx, None, id).unwrap().organization, verified);

        let describe = |raw: &mut Raw| raw.description = "Kleng Bibliothéik fir Kanner.".to_owned();
        let edited = organization::edit(ctx, &owner, id, verified.revision, describe).unwrap();
        let rename = |raw: &mut Raw| raw.name = "Bicherhaischen asbl".to_owned();
        let revision = edited.seen.organization.revision;
        assert!(matches!(organization::edit(ctx, &owner, id, revision, rename), Err(Error::Forbidden(_))));

        let until = NOW.parse::<jiff::Timestamp>().unwrap() + SignedDuration::from_hours(24);
        let suspended = organization::suspend(ctx, &staff, id, revision, "no answer", Some(until)).unwrap();
        assert!(matches!(organization::find(ctx, None, id), Err(Error::NotFound(Noun::Organization))));
        let filter = OrganizationFilter { standing: Some("suspended"), ..OrganizationFilter::default() };
        let order = OrganizationOrder::Name(None);
        let page = |caller| organization::page(ctx, caller, filter.clone(), None, &order, 25);
        let (found, _) = page(Some(&staff)).unwrap();
        assert_eq!(found.items, [organization::Hit { seen: suspended, score: 0 }]);
        assert!(matches!(page(None), Err(Error::Forbidden(_))));
        bourse.clock.advance(SignedDuration::from_hours(24));
        assert!(organization::find(ctx, None, id).unwrap().organization.is_active(until));
        assert_eq!(page(Some(&staff)).unwrap().0.items, []);

        let members = organization::members(ctx, &staff, id).unwrap();
        assert_eq!(members.len(), 1);
        assert_eq!(organization::memberships(ctx, &owner).unwrap().len(), 2);
        let pages = |order: &OrganizationOrder, limit| {
            let prefix =
                OrganizationFilter { name_prefix: Some("lieshaï".to_owned()), ..Default::default() };
            let (page, _) = organization::page(ctx, Some(&staff), prefix, None, order, limit).unwrap();
            let ids: Vec<_> = page.items.iter().map(|hit| hit.seen.organization.id).collect();
            (ids, page.has_more)
        };
        assert_eq!(pages(&OrganizationOrder::Newest(None), 1), (vec![other], true));
        let last = organization::find(ctx, Some(&staff), other).unwrap().organization;
        assert_eq!(pages(&OrganizationOrder::Newest(Some((last.created_at, other))), 1), (vec![id], false));
    });
}

/// Ids that all give the same reference, up to the sixth.
#[derive(Default)]
struct Alike(std::sync::atomic::AtomicU64);

impl domain::id::IdSource for Alike {
    fn next(&self) -> uuid::Uuid {
        let n = u128::from(self.0.fetch_add(1, std::sync::atomic::Ordering::SeqCst) + 1);
        uuid::Uuid::from_u128((n << 64) | if n < 6 { 0 } else { n })
    }
}

#[test]
fn a_taken_reference_is_made_anew() {
    on_both(|bourse| {
        let owner = bourse.staff("bob@ponte.example", PASSWORD, StaffRole::Broker);
        let ctx = app::Ctx { ids: std::sync::Arc::new(Alike::default()), ..bourse.ctx.clone() };
        let draft = Draft::parse(&raw_organization("Lieshäischen asbl")).unwrap();
        let references = ["a", "b"].map(|key| {
            let done = organization::create(&ctx, &owner, &once(key), &draft, |written| Answer {
                status: 201,
                headers: Vec::new(),
                body: written.seen.organization.reference.clone(),
            });
            let Ok(Done::Now(answer)) = done else { panic!("{done:?}") };
            answer.body
        });
        assert_eq!(references, ["O-000000", "O-000006"]);
    });
}

#[test]
fn clients_that_refresh_at_once_go_on_with_one_successor() {
    on_both(|bourse| {
        bourse.try_staff("ana@ponte.example", PASSWORD, StaffRole::Broker).unwrap();
        let opened = session::open(&bourse.ctx, "ana@ponte.example", &SecretString::from(PASSWORD)).unwrap();
        let threads: Vec<_> = (0..4)
            .map(|_| {
                let (ctx, token) = (bourse.ctx.clone(), opened.refresh_token.clone());
                std::thread::spawn(move || session::refresh(&ctx, &token).unwrap())
            })
            .collect();
        let next: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
        let first = &next[0];
        assert_ne!(first.refresh_token.expose_secret(), opened.refresh_token.expose_secret());
        for other in &next {
            assert_eq!(other.session, opened.session);
            assert_eq!(other.refresh_token.expose_secret(), first.refresh_token.expose_secret());
        }
        // A tab that was late gets what the others have come to in the meantime.
        let third = session::refresh(&bourse.ctx, &first.refresh_token).unwrap();
        let late = session::refresh(&bourse.ctx, &opened.refresh_token).unwrap();
        assert_eq!(late.refresh_token.expose_secret(), third.refresh_token.expose_secret());
        let findings = bourse.ctx.store.check_invariants().unwrap();
        assert!(findings.iter().all(|finding| finding.rows.is_empty()), "{findings:?}");
    });
}

#[test]
fn an_organization_takes_part() {
    on_both(|bourse| {
        let ctx = &bourse.ctx;
        let staff = bourse.staff("bob@ponte.example", PASSWORD, StaffRole::Organizer);
        let owner = bourse.staff("lynn@lieshaischen.example", PASSWORD, StaffRole::Broker);
        let owner = bourse.without_staff_role(&owner);
        let (home, _) = found(bourse, &owner, "Lieshäischen asbl", "a");
        let made = week::create(ctx, &staff, &WeekDraft::parse(&raw_week()).unwrap()).unwrap();
        let early = participation::request(ctx, &owner, made.id, home);
        assert!(matches!(early, Err(Error::NotFound(Noun::ExchangeWeek))));
        week::move_phase(ctx, &staff, made.id, made.revision, Phase::Registration, None).unwrap();
        let inactive = participation::request(ctx, &owner, made.id, home);
        assert!(matches!(inactive, Err(Error::Refused(r)) if r.to_string() == "organization-not-active"));
        organization::verify(ctx, &staff, home, Revision::FIRST, &[evidence()]).unwrap();

        let asked = participation::request(ctx, &owner, made.id, home).unwrap();
        assert_eq!(participation::request(ctx, &owner, made.id, home).unwrap(), asked);
        let hidden = participation::find(ctx, None, made.id, home);
        assert!(matches!(hidden, Err(Error::NotFound(Noun::Participation))));
        let own = participation::admit(ctx, &owner, made.id, home, Revision::FIRST);
        assert!(matches!(own, Err(Error::Forbidden(_))));
        let admitted = participation::admit(ctx, &staff, made.id, home, Revision::FIRST).unwrap();
        let public = participation::page(ctx, None, made.id, None, None, 25).unwrap();
        assert_eq!(public.items, [admitted.participation]);
        let party = ctx.store.read(|reader| reader.party(home, made.id, NOW.parse().unwrap()));
        assert!(party.unwrap().unwrap().admitted);

        participation::withdraw(ctx, &owner, made.id, home, Revision::new(2)).unwrap();
        let again = participation::request(ctx, &owner, made.id, home);
        assert!(matches!(again, Err(Error::Refused(r)) if r.to_string() == "invalid-transition"));
    });
}

#[test]
fn members_are_made_for_contacts() {
    on_both(|bourse| {
        let ctx = &bourse.ctx;
        let owner = bourse.staff("bob@ponte.example", PASSWORD, StaffRole::Broker);
        let (home, _) = found(bourse, &owner, "Lieshäischen asbl", "a");
        let password = SecretString::from(PASSWORD);
        let hash = app::password::hash(ctx, &password).unwrap();
        let draft = domain::person::PersonDraft::parse("lynn@lieshaischen.example", "Lynn", "lb").unwrap();
        let first = person::create_member(ctx, home, &draft, &hash).unwrap();
        assert_eq!(person::create_member(ctx, home, &draft, &hash).unwrap(), first);
        let lynn = bourse.login("lynn@lieshaischen.example", PASSWORD);
        let me = person::me(ctx, &lynn).unwrap();
        assert_eq!((me.person.id, me.memberships.len()), (first, 1));
        let seen = organization::find(ctx, Some(&lynn), home).unwrap();
        assert_eq!(seen.organization.revision, Revision::new(2));
    });
}
