//! Where staff need a second factor, they have none of their rights without one.

use domain::organization::OrganizationKind;
use domain::policy::StaffRole;
use serde_json::json;
use testkit::{Engine, Options, PASSWORD, TestApp};

use super::{Authenticator, log_in, next_code};

#[test]
fn staff_without_a_second_factor_are_nobody_special() {
    let settings = [("staff_mfa", "required")];
    let app = TestApp::start_with(Engine::Sqlite, Options { settings: &settings, ..Options::default() });
    let ana = app.staff(StaffRole::Organizer, "ana");
    let member = app.organization(OrganizationKind::Company, "HOME");
    let path = format!("/v1/people/{}/suspension", member.owner.person);
    let suspend = |client: &testkit::Client| {
        client.request("PUT", &path).json(&json!({"reason": "Spam.", "until": null})).send()
    };
    suspend(&ana.client).expect_problem(403, "second-factor-needed");
    suspend(member.client()).expect_problem(403, "staff-only");
    let week = json!({"reference": "W", "name": "W", "starts_on": "2026-09-07", "ends_on": "2026-09-13"});
    ana.client.post_once("/v1/exchange-weeks", "a", &week).expect_problem(403, "second-factor-needed");

    let authenticator = Authenticator::set_up(&app, &ana, "Phone");
    // The login in which the code was shown has them.
    suspend(&ana.client).expect(200);
    next_code(&app);
    let opened = log_in(&app, &ana.email, PASSWORD, Some(&authenticator.code(&app, 0))).expect(201);
    let token = opened.text_at("/access_token").to_owned();
    let again = app.client().with_token(move || token.clone());
    suspend(&again).expect(200);
    // They stay with the login when it is refreshed.
    let refresh = json!({"refresh_token": opened.at("/refresh_token")});
    let token =
        app.client().post("/v1/auth/tokens", &refresh).expect(200).text_at("/access_token").to_owned();
    suspend(&app.client().with_token(move || token.clone())).expect(200);
}
