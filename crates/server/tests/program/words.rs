//! What can be typed beside `serve`, and what comes of it.

use std::fs;

use crate::folder::Folder;

#[test]
fn every_wrong_setting_is_named_at_once() {
    let folder = Folder::new();
    fs::write(folder.path().join("partact.toml"), "workers = 0\nlisten_on = 'x'").unwrap();
    let ended = folder
        .program(["serve", "--listen", "8080"])
        .env("PARTACT_CONNECTIONS", "many")
        .env("PARTACT_PORT", "tcp://10.0.0.1:8080")
        .output()
        .unwrap();
    assert_eq!(ended.status.code(), Some(2));
    let errors = String::from_utf8(ended.stderr).unwrap();
    for wrong in [
        "flag --listen",
        "variable PARTACT_CONNECTIONS",
        "key workers",
        "key listen_on: there is no such setting",
    ] {
        assert!(errors.contains(wrong), "no {wrong} in {errors}");
    }
    assert!(!errors.contains("PARTACT_PORT"), "an orchestrator sets it: {errors}");
}

#[test]
fn a_file_that_is_named_must_be_there() {
    let ended = Folder::new().run(["migrate", "--config", "elsewhere.toml"]).expect(2);
    assert!(ended.errors.contains("file elsewhere.toml: cannot be read"), "{}", ended.errors);
}

#[test]
fn migrating_says_what_it_did() {
    let folder = Folder::new();
    assert!(folder.run(["migrate"]).expect(0).output.starts_with("migrated 2026"));
    assert_eq!(folder.run(["migrate"]).expect(0).output, "nothing to migrate\n");
    let ended = folder.run(["check"]).expect(0);
    assert!(ended.output.lines().all(|line| line.starts_with("holds ")), "{}", ended.output);
}

#[test]
fn only_serve_and_migrate_make_a_database() {
    for words in [&["check"][..], &["staff", "--email", "ana@bourse.example", "--name", "Ana"]] {
        let folder = Folder::new();
        let ended = folder.run(words).expect(2);
        assert!(ended.errors.contains("there is no database partact.db"), "{}", ended.errors);
        assert!(folder.files().is_empty());
    }
}

#[test]
fn staff_are_made_once() {
    let folder = Folder::new();
    folder.run(["migrate"]).expect(0);
    let words = ["staff", "--email", "Ana@bourse.example", "--name", "Ana"];
    let made = folder.run(words).expect(0).output;
    assert!(made.starts_with("organizer ana@bourse.example is made"), "{made}");
    let password = made.lines().find_map(|line| line.strip_prefix("password: ")).unwrap();
    assert_eq!(password.len(), 24);
    assert!(folder.run(words).expect(2).errors.contains("email-taken"));
    assert!(folder.run(["staff", "--email", "ana", "--name", ""]).expect(2).errors.contains("email-invalid"));
}

#[test]
fn the_contract_is_written() {
    let contract = Folder::new().run(["openapi"]).expect(0).output;
    assert!(contract.contains("\"openapi\": \"3.1"), "{contract}");
}
