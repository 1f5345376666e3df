//! The registry is complete, and problems say what they should.

use std::collections::HashSet;

use actix_web::test::TestRequest;
use domain::fault::{Faults, Rule};
use domain::id::ListingId;
use domain::quantity::Amount;
use domain::refusal::{Refusal, Refusals};
use domain::vocabulary::{Locale, Unit};
use serde_json::{Value, json};
use uuid::Uuid;

use super::fault::Shape;
use super::rendering::BodyContext;
use super::{Kind, Problem, ProblemBody, words};
use crate::settings::Settings;
use crate::testing;

fn body(problem: impl Into<Problem>, locale: Locale) -> Value {
    let context = BodyContext { locale, request_id: Some("r-1234567"), base: "https://x.lu" };
    serde_json::to_value(ProblemBody::new(&problem.into(), &context)).unwrap()
}

fn exceeded() -> Refusal {
    Refusal::QuantityExceeded {
        listing: ListingId::new(Uuid::from_u128(5)),
        requested: Amount::whole(5).unwrap(),
        remaining: Amount::parse("2.5").unwrap(),
        unit: Unit::Hour,
    }
}

#[test]
fn every_type_has_its_own_slug_and_words_everywhere() {
    let mut slugs = HashSet::new();
    for kind in Kind::ALL {
        assert!(slugs.insert(kind.slug()), "{} twice", kind.slug());
        assert_eq!(Kind::from_slug(kind.slug()), Some(*kind));
        let mut titles = HashSet::new();
        for locale in Locale::ALL {
            let words = words::of(*kind, locale);
            for text in [words.title, words.cause, words.remedy] {
                assert!(!text.trim().is_empty(), "{} {locale}", kind.slug());
            }
            assert!(words.cause.ends_with('.') && words.remedy.ends_with('.'), "{} {locale}", kind.slug());
            titles.insert(words.cause);
        }
        assert_eq!(titles.len(), 4, "{} is not translated", kind.slug());
    }
    for shape in Shape::ALL {
        for locale in Locale::ALL {
            assert!(!words::of_shape(shape, locale).0.is_empty());
        }
    }
}

#[test]
fn the_code_of_a_refusal_is_its_slug() {
    for refusal in
        [exceeded(), Refusal::LastOwner, Refusal::UnitClaimed, Refusal::ListingCapReached { max: 3 }]
    {
        assert_eq!(Kind::from(&refusal).slug(), refusal.code());
    }
}

#[test]
fn a_refusal_says_all_its_reasons_with_their_facts() {
    let refusals = Refusals::of(vec![exceeded(), Refusal::NotYourTurn]).unwrap();
    let found = body(app::Error::Refused(refusals), Locale::De);
    assert_eq!(found["type"], "https://x.lu/problems/quantity-exceeded");
    assert_eq!((&found["status"], &found["code"]), (&json!(409), &json!("quantity-exceeded")));
    assert_eq!(
        (&found["requested"], &found["remaining"], &found["unit"]),
        (&json!("5"), &json!("2.5"), &json!("hour"))
    );
    assert_eq!(
        found["detail"],
        "Vom Inserat 00000000-0000-0000-0000-000000000005 sind 2.5 übrig, verlangt wurden 5 (Einheit: Stunde)."
    );
    let reasons: Vec<_> = found["reasons"].as_array().unwrap().iter().map(|reason| &reason["code"]).collect();
    assert_eq!(reasons, ["quantity-exceeded", "not-your-turn"]);
    assert_eq!(found["reasons"][0]["remaining"], "2.5");
    assert!(found["reasons"][1].get("remaining").is_none());
}

#[test]
fn faults_have_pointers() {
    let mut faults = Faults::none();
    faults.add("name", Rule::Required);
    faults.add("details/skills/0", Rule::TooLong { max: 40 });
    let found = body(app::Error::Invalid(faults), Locale::En);
    assert_eq!(found["code"], "validation-failed");
    assert_eq!(found["errors"][0]["pointer"], "/name");
    assert_eq!(found["errors"][1]["pointer"], "/details/skills/0");
    assert_eq!(found["errors"][1]["code"], "too-long");
    assert!(found["errors"][1]["detail"].as_str().unwrap().contains("40"));
}

#[test]
fn our_own_faults_say_nothing() {
    let found = body(Problem::internal("the password of the database is hunter2"), Locale::En);
    assert!(!found.to_string().contains("hunter2"), "{found}");
    assert_eq!((&found["status"], &found["request_id"]), (&json!(500), &json!("r-1234567")));
}

#[actix_web::test]
async fn problem_uris_resolve_in_every_language() {
    let (api, _scratch) = testing::api(Settings::default());
    for kind in Kind::ALL {
        for locale in Locale::ALL {
            let request = || {
                TestRequest::get()
                    .uri(&format!("/problems/{}", kind.slug()))
                    .insert_header(("Accept-Language", locale.code()))
            };
            let found = testing::send(&api, request()).await;
            assert_eq!(found.status, 200, "{}", found.body);
            assert_eq!(found.header("content-language"), Some(locale.code()));
            assert_eq!(found.json()["title"], words::of(*kind, locale).title);
        }
    }
    let page = TestRequest::get().uri("/problems/not-found").insert_header(("Accept", "text/html,*/*"));
    let page = testing::send(&api, page).await;
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    assert!(page.header("content-security-policy").unwrap().contains("sha256-"));
    let all = testing::send(&api, TestRequest::get().uri("/problems")).await;
    assert_eq!(all.json()["items"].as_array().unwrap().len(), Kind::ALL.len());
    let missing = testing::send(&api, TestRequest::get().uri("/problems/nonsense")).await;
    assert_eq!((missing.status.as_u16(), missing.code().as_str()), (404, "not-found"));
}
