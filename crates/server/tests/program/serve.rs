//! `partact serve`, from an empty folder to a graceful end.

use std::time::{Duration, Instant};

use testkit::postgres::fresh_database;

use crate::folder::{Folder, Serving, get};

/// From nothing to a service that is ready; then it is told to stop.
fn check_life(words: &[&str], expected_files: &[&str]) {
    let folder = Folder::new();
    let serving = Serving::start(&folder, &[&["--drain-seconds", "1"], words].concat());
    assert_eq!(serving.get("/health/live").0, 200);
    assert_eq!(serving.get("/health/ready").0, 200);
    assert_eq!(serving.get("/v1/nothing?secret=question").0, 404);
    let (status, metrics) = get(&serving.metrics);
    assert_eq!(status, 200);
    for name in ["process_resident_memory_bytes ", "http_requests_total{", "partact_job_runs_total{"] {
        assert!(metrics.lines().any(|line| line.starts_with(name)), "no {name} in {metrics}");
    }
    let ready = format!("{}/health/ready", serving.url);
    folder.run(["health", "--url", &ready]).expect(0);

    serving.signal("TERM");
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(serving.get("/health/ready").0, 503, "not ready while it drains");
    assert_eq!(serving.get("/health/live").0, 200, "and still served");
    let ended = serving.wait().expect(0);
    assert!(!ended.errors.contains("question"), "{}", ended.errors);
    // SQLite removes its two helper files when the last connection closes, which the end of the process may
    // forestall; the next start takes them up.
    let mut files = folder.files();
    files.retain(|name| !name.ends_with("-wal") && !name.ends_with("-shm"));
    assert_eq!(files, expected_files);
    folder.run(["health", "--url", &ready]).expect(1);
}

#[test]
fn an_empty_folder_becomes_a_service() {
    check_life(&[], &["partact.db", "partact.objects"]);
}

#[test]
fn an_empty_postgresql_database_becomes_a_service() {
    let database = fresh_database("program_empty", |_| {});
    check_life(&["--database", &database.url], &["partact.objects"]);
}

#[test]
fn the_keyboard_ends_it_without_a_wait() {
    let folder = Folder::new();
    let serving = Serving::start(&folder, &["--drain-seconds", "60"]);
    let begun = Instant::now();
    serving.signal("INT");
    serving.wait().expect(0);
    assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
}

#[test]
fn a_second_signal_ends_the_wait() {
    let folder = Folder::new();
    let serving = Serving::start(&folder, &["--drain-seconds", "60"]);
    let begun = Instant::now();
    serving.signal("TERM");
    std::thread::sleep(Duration::from_millis(300));
    serving.signal("TERM");
    serving.wait().expect(0);
    assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
}

/// An address that is none, or where nothing answers, is an error, and leaves no file behind.
fn check_refused(database: &str, code: i32, says: &str) {
    let folder = Folder::new();
    let words = ["serve", "--listen", "127.0.0.1:0", "--metrics-listen", "off", "--database", database];
    let ended = folder.run(words).expect(code);
    assert!(ended.errors.contains(says), "{}", ended.errors);
    assert!(!ended.errors.contains("geheim"), "{}", ended.errors);
    assert_eq!(folder.files(), Vec::<String>::new());
}

#[test]
fn a_wrong_database_is_an_error_and_never_a_file() {
    check_refused("partact.db", 2, "flag --database");
    check_refused(
        "postgers://partact:geheim@127.0.0.1/partact",
        2,
        "postgers://partact:***@127.0.0.1/partact",
    );
    check_refused("sqlite:missing/partact.db", 1, "cannot be opened");
    check_refused("postgres://partact:geheim@127.0.0.1:1/partact", 1, "cannot be opened");
}

#[test]
fn a_taken_port_is_named() {
    let folder = Folder::new();
    let serving = Serving::start(&folder, &[]);
    let taken = serving.url.strip_prefix("http://").unwrap();
    let ended = folder.run(["serve", "--listen", taken]).expect(1);
    assert!(ended.errors.contains(&format!("cannot listen on {taken}")), "{}", ended.errors);
}
