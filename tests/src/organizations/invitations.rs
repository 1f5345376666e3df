//! Invitations: a mail with a secret that holds once, for one address, for three days.

use domain::id::InvitationId;
use jiff::SignedDuration;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use testkit::{Client, Engine, PASSWORD, Reply, TestApp, on_both_engines};

use super::{Town, change, column};
use crate::call::key;
use crate::race::hammer::{CLIENTS, hammer};

on_both_engines!(
    a_mail_leads_to_a_place,
    whoever_has_no_account_makes_one_first,
    what_does_not_lead_to_a_place,
    who_may_invite_whom,
    nobody_is_buried_in_invitations,
    what_is_stored_tells_no_secret_and_is_forgotten,
);

/// Invites an address, and gives the secret of the mail.
fn invite(app: &TestApp, client: &Client, town: &Town, email: &str, role: &str) -> (Reply, String) {
    let made = post(client, town, email, role).expect(201);
    let mails = app.new_mails(email);
    let [mail] = mails.as_slice() else { panic!("one mail: {mails:?}") };
    (made, mail.code().to_owned())
}

fn post(client: &Client, town: &Town, email: &str, role: &str) -> Reply {
    let body = json!({"email": email, "role": role});
    client.post_once(&format!("{}/invitations", town.home()), &key(), &body)
}

fn accept(client: &Client, token: &str) -> Reply {
    client.post("/v1/invitation-acceptances", &json!({ "token": token }))
}

fn a_mail_leads_to_a_place(app: &TestApp) {
    let town = Town::open(app);
    let email = town.other.owner.email.clone();
    let made = post(town.home.client(), &town, &email.to_uppercase(), "coordinator").expect(201);
    assert_eq!(made.text_at("/status"), "pending");
    assert_eq!(app.mails(), [], "it is sent by the queue");
    let mails = app.new_mails(&email);
    let [mail] = mails.as_slice() else { panic!("one mail: {mails:?}") };
    assert!(mail.text.contains("HOME"), "{}", mail.text);
    let code = mail.code().to_owned();
    assert!(!made.text.contains(&code), "the answer does not hold the secret");

    let client = town.other.client();
    let member = accept(client, &code).expect(201);
    assert_eq!((member.text_at("/role"), member.text_at("/email")), ("coordinator", email.as_str()));
    assert_eq!(member.text_at("/organization_id"), town.home.organization.to_string());
    let path = format!("{}/members/{}", town.home(), town.other.owner.person);
    assert_eq!(member.header("location"), Some(path.as_str()));
    client.get(&path).expect(200);
    change(client, "PATCH", &town.home(), &json!({"description": "Chairs."})).expect(200);
    accept(client, &code).expect_problem(409, "invitation-invalid");
    let list = town.home.client().get(&format!("{}/invitations", town.home())).expect(200);
    assert_eq!(column(&list, "/status"), ["accepted"]);
}

fn whoever_has_no_account_makes_one_first(app: &TestApp) {
    let town = Town::open(app);
    let email = "zoe@zirbel.example";
    let (_, code) = invite(app, town.home.client(), &town, email, "volunteer");
    let registration = json!({
        "email": email, "password": PASSWORD, "name": "Zoé", "locale": "lb",
        "terms_version": "2026-11", "is_of_age": true,
    });
    app.client().post("/v1/auth/registrations", &registration).expect(202);
    let mails = app.new_mails(email);
    let [mail] = mails.as_slice() else { panic!("one mail: {mails:?}") };
    // The code of one purpose is none of the other.
    let verify = |code: &str| app.client().post("/v1/auth/email-verifications", &json!({"token": code}));
    verify(&code).expect_problem(409, "code-invalid");
    verify(mail.code()).expect(204);
    let zoe = app.log_in(email);
    accept(&zoe.client, mail.code()).expect_problem(409, "invitation-invalid");
    let members = format!("{}/members", town.home());
    zoe.client.get(&members).expect_problem(404, "not-found");
    accept(&zoe.client, &code).expect(201);
    zoe.client.get(&members).expect(200);
    let mine = zoe.client.get("/v1/me/memberships").expect(200);
    assert_eq!(
        (column(&mine, "/role"), column(&mine, "/reference")),
        (vec!["volunteer".into()], vec!["HOME".into()])
    );
}

fn nobody_is_buried_in_invitations(app: &TestApp) {
    let town = Town::open(app);
    let (client, email) = (town.home.client(), "nobody@guests.example");
    for _ in 0..10 {
        let made = post(client, &town, email, "volunteer").expect(201);
        change(client, "DELETE", made.header("location").unwrap(), &json!({})).expect(200);
    }
    // Whoever invites: the address is spared, not the organization.
    let path = format!("/v1/organizations/{}/invitations", town.other.organization);
    let body = json!({"email": email, "role": "volunteer"});
    let refused =
        town.other.client().post_once(&path, &key(), &body).expect_problem(429, "too-many-requests");
    assert_eq!(refused.header("retry-after"), Some("3600"));
    post(client, &town, "somebody@guests.example", "volunteer").expect(201);
    assert_eq!(app.new_mails(email), [], "what was taken back is not sent");
    app.clock.advance(SignedDuration::from_hours(1));
    post(client, &town, email, "volunteer").expect(201);
}

fn what_is_stored_tells_no_secret_and_is_forgotten(app: &TestApp) {
    let town = Town::open(app);
    let email = "zoe@zirbel.example";
    let (made, code) = invite(app, town.home.client(), &town, email, "owner");
    let id = InvitationId::new(made.text_at("/id").parse().unwrap());
    let stored = || app.ctx.store.read::<_, app::Error>(|reader| Ok(reader.invitation(id)?)).unwrap();
    let hash = stored().unwrap().code_hash;
    assert_eq!(hash.as_slice(), Sha256::digest(code.as_bytes()).as_slice(), "the hash is all that there is");
    let forgotten = |hours: i64| {
        app.clock.advance(SignedDuration::from_hours(hours));
        app::organization::invitation::forget_old(&app.ctx, 100).unwrap()
    };
    assert_eq!(forgotten(72 + 30 * 24), 0);
    assert!(stored().is_some());
    assert_eq!(forgotten(1), 1);
    assert_eq!(stored(), None);
    app.check_invariants();
}

fn what_does_not_lead_to_a_place(app: &TestApp) {
    let town = Town::open(app);
    let (owner, invited) = (town.home.client(), town.other.client());
    let email = &town.other.owner.email;
    let refused = |client: &Client, code: &str| {
        accept(client, code).expect_problem(409, "invitation-invalid");
    };
    for code in ["x", &"A".repeat(43), &"A".repeat(100)] {
        refused(invited, code);
    }
    let (made, code) = invite(app, owner, &town, email, "volunteer");
    refused(&town.organizer.client, &code);
    refused(&town.volunteer.client, &code);
    // One at a time for an address; none for who belongs to it.
    post(owner, &town, email, "owner").expect_problem(422, "validation-failed");
    post(owner, &town, &town.volunteer.email, "owner").expect_problem(422, "validation-failed");
    let path = made.header("location").unwrap().to_owned();
    change(owner, "DELETE", &path, &json!({})).expect(200);
    change(owner, "DELETE", &path, &json!({})).expect_problem(409, "invalid-transition");
    refused(invited, &code);

    let (_, code) = invite(app, owner, &town, email, "volunteer");
    app.clock.advance(SignedDuration::from_hours(72));
    refused(invited, &code);
    let list = owner.get(&format!("{}/invitations", town.home())).expect(200);
    assert_eq!(column(&list, "/status"), ["expired", "revoked"]);

    // Whoever offers a place must still be able to when it is taken.
    let (_, code) = invite(app, &town.coordinator.client, &town, email, "volunteer");
    let coordinator = format!("{}/members/{}", town.home(), town.coordinator.person);
    change(owner, "PATCH", &coordinator, &json!({"role": "volunteer"})).expect(200);
    refused(invited, &code);
    change(owner, "PATCH", &coordinator, &json!({"role": "coordinator"})).expect(200);
    accept(invited, &code).expect(201);
}

fn who_may_invite_whom(app: &TestApp) {
    let town = Town::open(app);
    let check = |client: &Client, role: &str, expected: &str| {
        let reply = post(client, &town, &format!("{}@guests.example", key()), role);
        let found = if reply.status == 201 { "" } else { reply.text_at("/code") };
        assert_eq!(found, expected, "{role}: {reply:?}");
    };
    for role in ["volunteer", "coordinator", "owner"] {
        check(town.home.client(), role, "");
        check(&town.organizer.client, role, "");
        let above = if role == "volunteer" { "" } else { "owner-only" };
        check(&town.coordinator.client, role, above);
        check(&town.volunteer.client, role, "representative-only");
        check(town.other.client(), role, "not-found");
    }
    for email in ["", "nobody", "a@b.example, c@d.example"] {
        let refused =
            post(town.home.client(), &town, email, "owner").expect_problem(422, "validation-failed");
        assert_eq!(refused.at("/errors/0/pointer"), &Value::from("/email"));
    }
}

#[test]
fn heavy_on_sqlite() {
    one_place_for_one_secret(&TestApp::start(Engine::Sqlite));
}

#[test]
fn heavy_on_postgresql() {
    one_place_for_one_secret(&TestApp::start(Engine::PostgreSql));
}

/// The same secret from as many clients at once: one place.
fn one_place_for_one_secret(app: &TestApp) {
    let town = Town::open(app);
    let (_, code) = invite(app, town.home.client(), &town, &town.other.owner.email, "volunteer");
    let clients: Vec<_> = (0..CLIENTS).map(|_| app.client_of(&town.other.owner)).collect();
    let outcome = hammer(&["invitation-invalid"], |lane| accept(&clients[lane], &code));
    assert_eq!(outcome.others.len(), 0, "{:?}", outcome.others);
    assert_eq!((outcome.winners.len(), outcome.refused.len()), (1, CLIENTS - 1));
    let members = town.home.client().get(&format!("{}/members", town.home())).expect(200);
    assert_eq!(column(&members, "/person_id").len(), 4);
    app.check_invariants();
}
