//! Forged, foreign and stale tokens.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use domain::id::{IdSource, PersonId, SessionId};
use ed25519_dalek::{Signer, SigningKey};
use hmac::{Hmac, KeyInit, Mac};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use sha2::Sha256;
use uuid::Uuid;

use super::{Keys, Tokens};

const SEED: [u8; 32] = [1; 32];
const OTHER: [u8; 32] = [9; 32];
const PERSON: Uuid = Uuid::from_u128(1);
const SESSION: Uuid = Uuid::from_u128(2);
const NOW: i64 = 1_800_000_000;

struct One;

impl IdSource for One {
    fn next(&self) -> Uuid {
        Uuid::from_u128(3)
    }
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap()
}

fn tokens() -> Tokens {
    Tokens::new(Keys::from_seed(&SEED), "us", "api", at(NOW))
}

fn kid(seed: &[u8; 32]) -> String {
    Keys::from_seed(seed).signing_id
}

fn header() -> Value {
    json!({ "alg": "EdDSA", "typ": "at+jwt", "kid": kid(&SEED) })
}

fn claims() -> Value {
    json!({
        "iss": "us", "aud": "api", "exp": NOW + 600, "nbf": NOW, "iat": NOW,
        "sub": PERSON, "jti": Uuid::from_u128(3), "sid": SESSION,
    })
}

fn message(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}", part(header), part(claims))
}

fn signed(header: &Value, claims: &Value, seed: &[u8; 32]) -> String {
    let message = message(header, claims);
    let signature = SigningKey::from_bytes(seed).sign(message.as_bytes()).to_bytes();
    format!("{message}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature))
}

fn with(mut value: Value, name: &str, member: Value) -> Value {
    value[name] = member;
    value
}

fn without(mut value: Value, name: &str) -> Value {
    value.as_object_mut().unwrap().remove(name);
    value
}

fn check(what: &str, token: &str, accepted: bool) {
    let found = tokens().verify(token, at(NOW));
    let expected = accepted.then_some((PersonId::new(PERSON), SessionId::new(SESSION)));
    assert_eq!(found, expected, "{what}");
}

#[test]
fn a_token_of_ours_holds_for_ten_minutes() {
    let tokens = tokens();
    let given = tokens.issue(PersonId::new(PERSON), SessionId::new(SESSION), at(NOW), &One).unwrap();
    assert_eq!(given.expires_at, at(NOW) + SignedDuration::from_mins(10));
    for (seconds, holds) in [(-6, false), (-5, true), (0, true), (599, true), (604, true), (605, false)] {
        // Twice: checked anew, and remembered.
        for turn in 0..2 {
            assert_eq!(tokens.verify(&given.token, at(NOW + seconds)).is_some(), holds, "{seconds} {turn}");
        }
    }
    assert_eq!(tokens.remembered(), 1);
}

#[test]
fn forged_headers_are_refused() {
    check("itself", &signed(&header(), &claims(), &SEED), true);
    check("typ in capitals", &signed(&with(header(), "typ", json!("AT+JWT")), &claims(), &SEED), true);
    for (what, name, value) in [
        ("alg none", "alg", json!("none")),
        ("alg HS256", "alg", json!("HS256")),
        ("alg ES256", "alg", json!("ES256")),
        ("typ JWT", "typ", json!("JWT")),
        ("typ null", "typ", Value::Null),
        ("kid of another", "kid", json!(kid(&OTHER))),
        ("kid as a path", "kid", json!("../keys")),
        ("kid null", "kid", Value::Null),
        ("crit", "crit", json!(["exp"])),
    ] {
        check(what, &signed(&with(header(), name, value), &claims(), &SEED), false);
    }
    for name in ["alg", "typ", "kid"] {
        check(name, &signed(&without(header(), name), &claims(), &SEED), false);
    }
}

#[test]
fn forged_claims_are_refused() {
    for (what, name, value) in [
        ("another issuer", "iss", json!("them")),
        ("our issuer among others", "iss", json!(["us", "them"])),
        ("another audience", "aud", json!("web")),
        ("our audience among others", "aud", json!(["api", "web"])),
        ("expired", "exp", json!(NOW - 5)),
        ("expires as a text", "exp", json!((NOW + 600).to_string())),
        ("expires as a fraction", "exp", json!(1_800_000_600.5)),
        ("never expires", "exp", Value::Null),
        ("not yet", "nbf", json!(NOW + 6)),
        ("not before as a text", "nbf", json!(NOW.to_string())),
        ("issued later", "iat", json!(NOW + 6)),
        ("subject of another kind", "sub", json!("admin")),
        ("session of another kind", "sid", json!(7)),
    ] {
        check(what, &signed(&header(), &with(claims(), name, value), &SEED), false);
    }
    for name in ["iss", "aud", "exp", "nbf", "iat", "sub", "jti", "sid"] {
        check(name, &signed(&header(), &without(claims(), name), &SEED), false);
    }
}

#[test]
fn forged_signatures_are_refused() {
    let ours = signed(&header(), &claims(), &SEED);
    let (message_of_ours, signature) = ours.rsplit_once('.').unwrap();
    check("another key", &signed(&header(), &claims(), &OTHER), false);
    check(
        "another key under its own name",
        &signed(&with(header(), "kid", json!(kid(&OTHER))), &claims(), &OTHER),
        false,
    );
    check("no signature", &format!("{message_of_ours}."), false);
    check("no signature at all", message_of_ours, false);
    check("a part too many", &format!("{ours}.AAAA"), false);
    let changed = message(&header(), &with(claims(), "sub", json!(Uuid::from_u128(99))));
    check("the signature of another", &format!("{changed}.{signature}"), false);
    check("nothing", "", false);
    check("dots", "..", false);
    check("too long", &format!("{ours}{}", "A".repeat(3000)), false);
    // The public key taken for the secret of an HMAC.
    let point = SigningKey::from_bytes(&SEED).verifying_key().to_bytes();
    let swapped = message(&with(header(), "alg", json!("HS256")), &claims());
    let mut code = <Hmac<Sha256> as KeyInit>::new_from_slice(&point).unwrap();
    code.update(swapped.as_bytes());
    let code = BASE64_URL_SAFE_NO_PAD.encode(code.finalize().into_bytes());
    check("public key as a secret", &format!("{swapped}.{code}"), false);
}

#[test]
fn a_retired_key_still_checks_and_is_published() {
    let keys = Keys::from_seed(&OTHER).and_checking(&SEED);
    assert_eq!(keys.public(at(NOW)).keys.len(), 2);
    let tokens = Tokens::new(keys, "us", "api", at(NOW));
    assert!(tokens.verify(&signed(&header(), &claims(), &SEED), at(NOW)).is_some());
}

#[test]
fn the_name_of_a_key_is_its_thumbprint() {
    // The example of RFC 8037, appendix A.3.
    let seed = BASE64_URL_SAFE_NO_PAD.decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A").unwrap();
    assert_eq!(kid(&seed.try_into().unwrap()), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
}
