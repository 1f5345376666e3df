//! Answers that must not tell whether there is an account cost the same work: as many hashings of a password,
//! and as many statements at the database. Work is counted, because time is not to be trusted in a test.

use app::account::{self, NewAccount};
use app::{Error, password, session, throttle};
use domain::audit::{Cause, Change, Occasion, Subject};
use domain::organization::Email;
use domain::person::{Person, PersonStatus};
use domain::policy::StaffRole;
use jiff::SignedDuration;
use persistence::statements;

use crate::bourse::{Bourse, on_both};

const PASSWORD: &str = "sieben Pferde trinken Tee";
const WRONG: &str = "neun Störche essen Kuchen";

const KNOWN: &str = "ana@bourse.example";
const SUSPENDED: &str = "bob@bourse.example";
const UNPROVED: &str = "carl@bourse.example";
const UNKNOWN: &str = "nobody@bourse.example";

/// What something cost on this thread: hashings and statements.
fn cost(work: impl FnOnce()) -> (u64, usize) {
    let before = password::hashings();
    let ((), statements) = statements(work);
    (password::hashings() - before, statements)
}

/// Accounts of every class.
fn people(bourse: &Bourse) {
    for email in [KNOWN, SUSPENDED] {
        bourse.try_staff(email, PASSWORD, StaffRole::Broker).unwrap();
    }
    let ctx = &bourse.ctx;
    let occasion = Occasion { at: ctx.clock.now(), cause: Cause::System, request_id: None };
    ctx.store
        .write::<_, Error>(&occasion, &*ctx.ids, |tx| {
            let before = tx.person_by_email(&Email::parse(SUSPENDED).unwrap())?.unwrap();
            let (expected, id) = (before.revision, before.id);
            let after = Person { status: PersonStatus::Suspended, revision: expected.next(), ..before };
            let change = Change::new(Subject::Person(id), after.revision, "person.suspended");
            Ok(tx.save_person(&after, expected, &change)?)
        })
        .unwrap();
    account::register(ctx, &newcomer(UNPROVED)).unwrap();
    // The keys of the service are made by whoever needs them first.
    account::request_reset(ctx, "first@bourse.example").unwrap();
    account::request_verification(ctx, "first@bourse.example").unwrap();
    log_in(bourse, "first@bourse.example", WRONG);
}

fn newcomer(email: &str) -> NewAccount {
    NewAccount {
        email: email.to_owned(),
        name: "Somebody".to_owned(),
        locale: "en".to_owned(),
        password: PASSWORD.into(),
        terms_version: "1".to_owned(),
        is_of_age: true,
    }
}

fn log_in(bourse: &Bourse, email: &str, password: &str) {
    let password = password.into();
    let refused = throttle::guarded(&bourse.ctx, email, None, |ctx| session::open(ctx, email, &password));
    assert!(matches!(refused, Err(Error::CredentialsWrong)), "{email}: {refused:?}");
}

#[test]
fn no_answer_tells_by_its_work_whether_there_is_an_account() {
    on_both(|bourse| {
        people(bourse);
        let ctx = &bourse.ctx;
        let check = |what: &str, hashings: u64, act: &dyn Fn(&str)| {
            bourse.clock.advance(SignedDuration::from_hours(2));
            let costs = [KNOWN, SUSPENDED, UNPROVED, UNKNOWN].map(|email| cost(|| act(email)));
            assert!(costs.iter().all(|cost| *cost == costs[0]), "{what}: {costs:?}");
            assert_eq!(costs[0].0, hashings, "{what}");
            assert!(costs[0].1 > 0, "{what}: statements are counted");
        };
        check("a login with a wrong password", 1, &|email| log_in(bourse, email, WRONG));
        check("a request for a new password", 0, &|email| account::request_reset(ctx, email).unwrap());
        check("a registration", 1, &|email| account::register(ctx, &newcomer(email)).unwrap());
        check("a mail again", 0, &|email| account::request_verification(ctx, email).unwrap());
    });
}

/// The control: where the work does differ, it is seen.
#[test]
fn a_right_password_costs_more() {
    on_both(|bourse| {
        people(bourse);
        let wrong = cost(|| log_in(bourse, KNOWN, WRONG));
        let password = PASSWORD.into();
        let right = cost(|| {
            throttle::guarded(&bourse.ctx, KNOWN, None, |ctx| session::open(ctx, KNOWN, &password)).unwrap();
        });
        assert!(right.1 > wrong.1, "{right:?} {wrong:?}");
    });
}
