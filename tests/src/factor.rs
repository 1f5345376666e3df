//! Second factors: set up, asked for, good once, and what staff may do without one.

mod staff;

use std::sync::Barrier;
use std::thread;

use data_encoding::BASE32_NOPAD;
use domain::policy::StaffRole;
use hmac::{Hmac, KeyInit, Mac};
use jiff::SignedDuration;
use serde_json::{Value, json};
use sha1::Sha1;
use testkit::{Client, Login, PASSWORD, Reply, TestApp, on_both_engines};

on_both_engines!(
    a_login_wants_the_code_after_the_password,
    a_code_counts_once,
    one_of_many_with_the_same_code_gets_in,
    wrong_codes_are_counted,
    recovery_codes_count_once_and_are_renewed,
    a_factor_goes_only_for_a_code,
    a_factor_waits_to_be_confirmed,
);

/// An authenticator that has read the secret.
pub(crate) struct Authenticator {
    secret: Vec<u8>,
    pub(crate) id: String,
    pub(crate) recovery_codes: Vec<String>,
}

impl Authenticator {
    /// Somebody has one read the secret, and has shown none of its codes.
    pub(crate) fn create(login: &Login, label: &str) -> Self {
        let made = create(&login.client, label).expect(201);
        let secret = base32(made.text_at("/secret"));
        let id = made.text_at("/id").to_owned();
        assert_eq!(made.header("location"), Some(format!("/v1/auth/mfa-factors/{id}").as_str()));
        Self { secret, id, recovery_codes: Vec::new() }
    }

    /// Somebody sets one up.
    pub(crate) fn set_up(app: &TestApp, login: &Login, label: &str) -> Self {
        let mut authenticator = Self::create(login, label);
        let confirmed = authenticator.confirm(&login.client, &authenticator.code(app, 0)).expect(200);
        let codes = confirmed.at("/recovery_codes").as_array().into_iter().flatten();
        authenticator.recovery_codes = codes.map(|code| code.as_str().unwrap().to_owned()).collect();
        authenticator
    }

    /// The code that it shows so many steps from now.
    pub(crate) fn code(&self, app: &TestApp, steps: i64) -> String {
        let step = app.ctx.clock.now().as_second() / 30 + steps;
        let mut hash = <Hmac<Sha1> as KeyInit>::new_from_slice(&self.secret).unwrap();
        hash.update(&step.to_be_bytes());
        let hash = hash.finalize().into_bytes();
        let offset = usize::from(hash[19] & 15);
        let word = u32::from_be_bytes(hash[offset..offset + 4].try_into().unwrap());
        format!("{:06}", (word & 0x7fff_ffff) % 1_000_000)
    }

    fn path(&self) -> String {
        format!("/v1/auth/mfa-factors/{}", self.id)
    }

    fn confirm(&self, client: &Client, code: &str) -> Reply {
        client.post(&format!("{}/confirmations", self.path()), &json!({"one_time_code": code}))
    }
}

fn create(client: &Client, label: &str) -> Reply {
    client.post("/v1/auth/mfa-factors", &json!({"label": label, "password": PASSWORD}))
}

fn base32(text: &str) -> Vec<u8> {
    BASE32_NOPAD.decode(text.as_bytes()).unwrap()
}

/// Logs in over HTTP.
pub(crate) fn log_in(app: &TestApp, email: &str, password: &str, code: Option<&str>) -> Reply {
    let body = json!({"email": email, "password": password, "one_time_code": code});
    app.client().post("/v1/auth/sessions", &body)
}

fn ana(app: &TestApp) -> Login {
    app.staff(StaffRole::Broker, "ana")
}

/// A moment later: the code from before has counted, and another is shown.
fn next_code(app: &TestApp) {
    app.clock.advance(SignedDuration::from_secs(60));
}

fn a_login_wants_the_code_after_the_password(app: &TestApp) {
    let ana = ana(app);
    let authenticator = Authenticator::set_up(app, &ana, "Phone");
    next_code(app);
    let code = authenticator.code(app, 0);
    log_in(app, &ana.email, PASSWORD, None).expect_problem(401, "one-time-code-missing");
    log_in(app, &ana.email, PASSWORD, Some("000000")).expect_problem(401, "one-time-code-wrong");
    // Whoever has not the password learns nothing, with the code or without.
    for code in [None, Some(code.as_str()), Some("000000")] {
        log_in(app, &ana.email, "another password", code).expect_problem(401, "credentials-wrong");
        log_in(app, "nobody@bourse.example", PASSWORD, code).expect_problem(401, "credentials-wrong");
    }
    let opened = log_in(app, &ana.email, PASSWORD, Some(&code)).expect(201);
    let token = opened.text_at("/access_token").to_owned();
    let client = app.client().with_token(move || token.clone());
    let listed = client.get("/v1/auth/sessions").expect(200);
    let current = listed.at("/items").as_array().unwrap().iter().find(|item| item["current"] == true);
    assert_eq!(current.unwrap()["opened_with"], "second_factor");
    // Who has no factor may send a code, and it counts for nothing.
    let ben = app.staff(StaffRole::Broker, "ben");
    log_in(app, &ben.email, PASSWORD, Some("000000")).expect(201);
}

fn a_code_counts_once(app: &TestApp) {
    let ana = ana(app);
    let authenticator = Authenticator::set_up(app, &ana, "Phone");
    for (steps, status) in [(0, 401), (-1, 401), (1, 201), (1, 401), (0, 401), (2, 401)] {
        let code = authenticator.code(app, steps);
        let reply = log_in(app, &ana.email, PASSWORD, Some(&code));
        assert_eq!(reply.status, status, "{steps}: {reply:?}");
    }
    app.clock.advance(SignedDuration::from_mins(5));
    let early = authenticator.code(app, -1);
    log_in(app, &ana.email, PASSWORD, Some(&early)).expect(201);
    let now = authenticator.code(app, 0);
    log_in(app, &ana.email, PASSWORD, Some(&now)).expect(201);
    log_in(app, &ana.email, PASSWORD, Some(&now)).expect_problem(401, "one-time-code-wrong");
    log_in(app, &ana.email, PASSWORD, Some(&early)).expect_problem(401, "one-time-code-wrong");
}

fn one_of_many_with_the_same_code_gets_in(app: &TestApp) {
    let ana = ana(app);
    let authenticator = Authenticator::set_up(app, &ana, "Phone");
    next_code(app);
    let code = authenticator.code(app, 0);
    let gate = Barrier::new(8);
    let statuses: Vec<u16> = thread::scope(|scope| {
        let racers: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    gate.wait();
                    loop {
                        let reply = log_in(app, &ana.email, PASSWORD, Some(&code));
                        if reply.status != 503 {
                            return reply.status;
                        }
                        thread::sleep(std::time::Duration::from_millis(100));
                    }
                })
            })
            .collect();
        racers.into_iter().map(|racer| racer.join().unwrap()).collect()
    });
    assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 1, "{statuses:?}");
    // Whoever comes behind too many others is told to wait.
    let refused = |status: &&u16| [401, 429].contains(*status);
    assert_eq!(statuses.iter().filter(refused).count(), 7, "{statuses:?}");
}

fn wrong_codes_are_counted(app: &TestApp) {
    let ana = ana(app);
    let authenticator = Authenticator::set_up(app, &ana, "Phone");
    next_code(app);
    for _ in 0..5 {
        log_in(app, &ana.email, PASSWORD, Some("12345")).expect_problem(401, "one-time-code-wrong");
    }
    let code = authenticator.code(app, 0);
    log_in(app, &ana.email, PASSWORD, Some(&code)).expect_problem(401, "one-time-code-wrong");
    // So many failures are slowed down as well.
    app.clock.advance(SignedDuration::from_secs(2));
    let recovery = &authenticator.recovery_codes[0];
    log_in(app, &ana.email, PASSWORD, Some(recovery)).expect_problem(401, "one-time-code-wrong");
    app.clock.advance(SignedDuration::from_mins(5));
    log_in(app, &ana.email, PASSWORD, Some(&authenticator.code(app, 0))).expect(201);
    log_in(app, &ana.email, PASSWORD, Some("12345")).expect_problem(401, "one-time-code-wrong");
    log_in(app, &ana.email, PASSWORD, Some(&authenticator.code(app, 1))).expect(201);
}

fn recovery_codes_count_once_and_are_renewed(app: &TestApp) {
    let ana = ana(app);
    let authenticator = Authenticator::set_up(app, &ana, "Phone");
    let codes = &authenticator.recovery_codes;
    assert_eq!(codes.len(), 10);
    log_in(app, &ana.email, PASSWORD, Some(&codes[0])).expect(201);
    log_in(app, &ana.email, PASSWORD, Some(&codes[0])).expect_problem(401, "one-time-code-wrong");
    log_in(app, &ana.email, PASSWORD, Some(&codes[1].to_uppercase().replace('-', ""))).expect(201);
    let left = |expected: i64| {
        let listed = ana.client.get("/v1/auth/mfa-factors").expect(200);
        assert_eq!(*listed.at("/recovery_codes_left"), json!(expected));
    };
    left(8);
    let put = |code: &str| {
        let body = json!({"one_time_code": code});
        ana.client.request("PUT", "/v1/auth/recovery-codes").json(&body).send()
    };
    put("000000").expect_problem(401, "one-time-code-wrong");
    let renewed = put(&codes[2]).expect(200);
    let fresh = renewed.at("/recovery_codes").as_array().unwrap();
    assert_eq!(fresh.len(), 10);
    left(10);
    log_in(app, &ana.email, PASSWORD, Some(&codes[3])).expect_problem(401, "one-time-code-wrong");
    log_in(app, &ana.email, PASSWORD, fresh[0].as_str()).expect(201);
    let ben = app.staff(StaffRole::Broker, "ben");
    let none = ben.client.request("PUT", "/v1/auth/recovery-codes").json(&json!({"one_time_code": "000000"}));
    none.send().expect_problem(404, "not-found");
}

fn a_factor_goes_only_for_a_code(app: &TestApp) {
    let ana = ana(app);
    let authenticator = Authenticator::set_up(app, &ana, "Phone");
    let second = Authenticator::set_up(app, &ana, "Tablet");
    assert!(second.recovery_codes.is_empty(), "there are some already");
    let delete = |client: &Client, path: &str, code: Option<&str>| {
        let request = client.request("DELETE", path);
        match code {
            Some(code) => request.header("one-time-code", code).send(),
            None => request.send(),
        }
    };
    next_code(app);
    let ben = app.staff(StaffRole::Broker, "ben");
    delete(&ben.client, &second.path(), None).expect_problem(404, "not-found");
    delete(&ana.client, &second.path(), None).expect_problem(401, "one-time-code-missing");
    delete(&ana.client, &second.path(), Some("000000")).expect_problem(401, "one-time-code-wrong");
    delete(&ana.client, &second.path(), Some(&authenticator.code(app, 0))).expect(204);
    delete(&ana.client, &second.path(), Some(&authenticator.code(app, 1))).expect_problem(404, "not-found");
    log_in(app, &ana.email, PASSWORD, Some(&second.code(app, 0))).expect_problem(401, "one-time-code-wrong");
    let recovery = &authenticator.recovery_codes[0];
    delete(&ana.client, &authenticator.path(), Some(recovery)).expect(204);
    log_in(app, &ana.email, PASSWORD, None).expect(201);
    let listed = ana.client.get("/v1/auth/mfa-factors").expect(200).body;
    assert_eq!(listed, json!({"items": [], "recovery_codes_left": 0}));
}

fn a_factor_waits_to_be_confirmed(app: &TestApp) {
    let ana = ana(app);
    let wrong = json!({"label": "Phone", "password": "another password"});
    ana.client.post("/v1/auth/mfa-factors", &wrong).expect_problem(401, "credentials-wrong");
    create(&ana.client, "").expect_problem(422, "validation-failed");
    let forgotten = create(&ana.client, "Old phone").expect(201);
    let made = create(&ana.client, "Phone").expect(201);
    let listed = ana.client.get("/v1/auth/mfa-factors").expect(200);
    assert_eq!(listed.at("/items").as_array().map(Vec::len), Some(1), "one is pending at a time");
    assert_eq!(
        (listed.text_at("/items/0/status"), listed.at("/items/0/confirmed_at")),
        ("pending", &Value::Null)
    );
    let gone = format!("/v1/auth/mfa-factors/{}/confirmations", forgotten.text_at("/id"));
    ana.client.post(&gone, &json!({"one_time_code": "000000"})).expect_problem(404, "not-found");
    log_in(app, &ana.email, PASSWORD, None).expect(201);
    let secret = base32(made.text_at("/secret"));
    let uri = made.text_at("/otpauth_uri");
    assert!(uri.starts_with("otpauth://totp/Part%26Act:ana%40bourse.example?secret="), "{uri}");
    assert!(uri.contains(made.text_at("/secret")), "{uri}");
    let id = made.text_at("/id").to_owned();
    let authenticator = Authenticator { secret, id, recovery_codes: Vec::new() };
    authenticator.confirm(&ana.client, "000000").expect_problem(401, "one-time-code-wrong");
    let code = authenticator.code(app, 0);
    let confirmed = authenticator.confirm(&ana.client, &code).expect(200);
    assert_eq!(confirmed.text_at("/factor/status"), "active");
    authenticator.confirm(&ana.client, &code).expect_problem(409, "invalid-transition");
    log_in(app, &ana.email, PASSWORD, Some(&code)).expect_problem(401, "one-time-code-wrong");
    for nth in 2..=5 {
        next_code(app);
        Authenticator::set_up(app, &ana, &format!("Authenticator {nth}"));
    }
    create(&ana.client, "One more").expect_problem(409, "factor-cap-reached");
}
