//! The type of every problem leads to a description of it, for people and for programs.

use std::collections::BTreeSet;

use testkit::{Engine, TestApp};

use super::Contract;

#[test]
fn every_problem_type_is_described_in_every_language() {
    let app = TestApp::start(Engine::Sqlite);
    let client = app.client();
    let contract = Contract::committed();
    let examples = contract.document["components"]["examples"].as_object().unwrap();
    let mut types: BTreeSet<_> =
        examples.values().map(|one| one["value"]["type"].as_str().unwrap().to_owned()).collect();
    let listed = client.get("/problems").expect(200);
    let codes = listed.at("/items").as_array().unwrap();
    types.extend(codes.iter().map(|one| format!("/problems/{}", one["code"].as_str().unwrap())));
    assert_eq!(types.len(), codes.len(), "the list has every type");
    for uri in &types {
        let mut titles = BTreeSet::new();
        for language in ["en", "fr", "de", "lb"] {
            let ask = |accept: &str| {
                let request = client.request("GET", uri).header("accept-language", language);
                let reply = request.header("accept", accept).send().expect(200);
                assert_eq!(reply.header("content-language"), Some(language), "{reply:?}");
                let vary = reply.header("vary").unwrap_or_default().to_lowercase();
                assert!(vary.contains("accept-language"), "{reply:?}");
                reply
            };
            let json = ask("application/json");
            assert!(uri.ends_with(json.text_at("/code")));
            for member in ["/title", "/cause", "/remedy"] {
                assert!(!json.text_at(member).is_empty(), "{json:?}");
            }
            let page = ask("text/html");
            assert!(page.header("content-type").is_some_and(|kind| kind.starts_with("text/html")));
            assert!(page.text.contains(&format!("<html lang=\"{language}\">")), "{page:?}");
            titles.insert(json.text_at("/title").to_owned());
        }
        assert!(titles.len() >= 3, "{uri} is not translated: {titles:?}");
    }
    println!("{} types in 4 languages, as JSON and as HTML", types.len());
}

#[test]
fn a_problem_leads_to_its_type() {
    let app = TestApp::start(Engine::Sqlite);
    let refused = app.client().get("/v1/me").expect_problem(401, "unauthenticated");
    let kind = refused.text_at("/type");
    let path = kind.strip_prefix(app.url()).unwrap_or(kind);
    assert_eq!(app.client().get(path).expect(200).text_at("/code"), "unauthenticated");
}
