//! What is kept for a time only, and goes by itself: the periods of docs/PRIVACY.md.

use domain::organization::OrganizationKind;
use domain::policy::StaffRole;
use domain::week::Phase;
use jiff::SignedDuration;
use serde_json::json;
use testkit::{PASSWORD, TestApp, on_both_engines};

use super::copy;
use super::stored::dump;

on_both_engines!(what_has_had_its_time_is_forgotten);

/// What has rows for a time only, and when the last of them have gone, in hours after they came.
const PERIODS: [(&str, i64); 12] = [
    ("throttles", 2),
    ("idempotency_records", 24),
    ("account_requests", 48),
    ("registrations", 48),
    ("data_exports", 7 * 24),
    ("imports", 30 * 24),
    ("import_sheets", 30 * 24),
    ("import_rows", 30 * 24),
    ("jobs", 30 * 24),
    ("sessions", 31 * 24),
    ("refresh_tokens", 31 * 24),
    ("login_origins", 90 * 24),
];

fn what_has_had_its_time_is_forgotten(app: &TestApp) {
    let organizer = app.staff(StaffRole::Organizer, "ana");
    let member = app.organization(OrganizationKind::Company, "C01");
    let week = app.week(&organizer, "2026-06", Phase::Registration);
    app.admit(&organizer, week.id, &member);
    leave_everything(app, &member, week.id);
    let filled = |tables: &[(String, String)]| -> Vec<String> {
        let rows = tables.iter().filter(|(_, rows)| !rows.is_empty());
        rows.map(|(table, _)| table.clone()).collect()
    };
    let before = filled(&dump(app));
    for (table, _) in PERIODS {
        assert!(before.iter().any(|one| one == table), "{table} has rows at first: {before:?}");
    }
    assert!(!before.contains(&"import_chunks".to_owned()), "the bytes of an import go when it ends");

    // Rows of a table may come until a minute after the first; a sweep right before and after each period.
    let mut passed = SignedDuration::ZERO;
    for (table, hours) in PERIODS {
        let kept = SignedDuration::from_hours(hours);
        if table != "sessions" && table != "refresh_tokens" && kept > passed {
            let almost = kept - SignedDuration::from_mins(2);
            app.clock.advance(almost - passed);
            app.sweep();
            passed = almost;
            assert!(
                filled(&dump(app)).iter().any(|one| one == table),
                "{table} after less than {hours} hours"
            );
        }
        let after = kept + SignedDuration::from_mins(2);
        if after > passed {
            app.clock.advance(after - passed);
            passed = after;
        }
        app.sweep();
        assert!(!filled(&dump(app)).iter().any(|one| one == table), "{table} after {hours} hours");
    }
    // Nothing else has gone.
    let gone: Vec<_> = before.into_iter().filter(|table| !filled(&dump(app)).contains(table)).collect();
    let mut expected = PERIODS.map(|(table, _)| table.to_owned()).to_vec();
    expected.sort();
    assert_eq!(gone, expected);
    app.check_invariants();
}

/// Something in every table of the periods.
fn leave_everything(app: &TestApp, member: &testkit::Member, week: domain::id::ExchangeWeekId) {
    let client = member.client();
    let newcomer = json!({
        "email": "anna@weber.example", "password": PASSWORD, "name": "Anna Weber", "locale": "fr",
        "terms_version": "2026-11", "is_of_age": true,
    });
    app.client().post("/v1/auth/registrations", &newcomer).expect(202);
    let change = json!({"email": "c01.new@members.example", "current_password": PASSWORD});
    client.post("/v1/me/email-changes", &change).expect(202);
    let wrong = json!({"email": member.owner.email, "password": "not the password at all"});
    app.client().post("/v1/auth/sessions", &wrong).expect_problem(401, "credentials-wrong");
    copy(&member.owner);
    let header = include_str!("../../data/evening/listings.csv").lines().next().unwrap();
    let row = header.replace(|letter: char| letter != ',', "");
    let path = format!("/v1/imports?exchange_week_id={week}&sheet=listings");
    let request = client.request("POST", &path).header("idempotency-key", &crate::call::key());
    let sheet = format!("{header}\nL-1{row}\n");
    let sent = request.header("content-type", "text/csv").bytes(sheet).send().expect(202);
    app.work();
    let read = client.get(sent.header("location").unwrap()).expect(200);
    assert_eq!(read.text_at("/status"), "done", "{read:?}");
}
