//! `partact demo`, as somebody meets it who has just built the program.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what surrounds a test may fail it; clippy allows that in the test functions only"
)]

#[expect(dead_code, reason = "`serve` needs more of it")]
#[path = "program/folder.rs"]
mod folder;

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};
use std::time::Duration;

use folder::Folder;
use testkit::postgres::fresh_database;
use ureq::Agent;

/// The demonstration while it serves, and what it said.
struct Serving {
    child: Child,
    said: Vec<String>,
}

impl Serving {
    fn start(folder: &Folder, words: &[&str]) -> Self {
        let usual =
            ["demo", "--listen", "127.0.0.1:0", "--metrics-listen", "127.0.0.1:0", "--drain-seconds", "0"];
        let mut command = folder.program(usual.iter().chain(words));
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut said = Vec::new();
        for line in lines {
            let line = line.unwrap();
            let last = line.contains("Idempotency-Key");
            said.push(line);
            if last {
                break;
            }
        }
        Self { child, said }
    }

    /// The commands to paste.
    fn commands(&self) -> Vec<Request> {
        let commands = self.said.iter().filter(|line| line.contains("curl"));
        commands.map(|line| Request::parse(line)).collect()
    }

    /// What is said, but for the addresses, which differ from start to start.
    fn without_ports(&self) -> Vec<String> {
        let url = self.commands()[0].url.clone();
        let host = url.split('/').nth(2).unwrap();
        let lines = self.said.iter().skip(1).filter(|line| !line.contains("/metrics"));
        lines.map(|line| line.replace(host, "HOST")).collect()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// What a `curl` line asks for.
#[derive(Debug)]
struct Request {
    url: String,
    headers: Vec<(String, String)>,
    body: Option<String>,
}

impl Request {
    fn parse(line: &str) -> Self {
        let command = &line[line.find("curl").unwrap()..];
        let words = words(command.split(" | sed").next().unwrap());
        let after = |flag: &str| {
            let pairs = words.windows(2).filter(|pair| pair[0] == flag);
            pairs.map(|pair| pair[1].clone()).collect::<Vec<_>>()
        };
        let headers = after("-H")
            .iter()
            .map(|header| header.split_once(": ").unwrap())
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let url = words.iter().find(|word| word.starts_with("http://")).unwrap().clone();
        Self { url, headers, body: after("-d").pop() }
    }

    fn send(&self, token: &str) -> (u16, String) {
        let config =
            Agent::config_builder().http_status_as_error(false).timeout_global(Some(Duration::from_secs(20)));
        let agent: Agent = config.build().into();
        let answer = match &self.body {
            None => agent.get(&self.url).call(),
            Some(body) => {
                let request = self.headers.iter().fold(agent.post(&self.url), |request, (name, value)| {
                    request.header(name, value.replace("$TOKEN", token))
                });
                request.send(body)
            }
        };
        let mut answer = answer.unwrap_or_else(|error| panic!("{}: {error}", self.url));
        (answer.status().as_u16(), answer.body_mut().read_to_string().unwrap())
    }
}

/// The words of a shell command with quotes of both kinds and no other arts.
fn words(command: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), String::new(), None);
    for sign in command.chars() {
        match (sign, quote) {
            ('\'' | '"', None) => quote = Some(sign),
            (sign, Some(open)) if sign == open => quote = None,
            (' ', None) => words.push(std::mem::take(&mut word)),
            (sign, _) => word.push(sign),
        }
    }
    words.push(word);
    words
}

/// What `sed` of the first command finds.
fn token(answer: &str) -> String {
    let rest = answer.split_once("\"access_token\":").unwrap().1.trim_start();
    rest.trim_start_matches('"').split('"').next().unwrap().to_owned()
}

/// From nothing to a demonstration whose lines work; started again, it is the same.
fn check(words: &[&str]) {
    let folder = Folder::new();
    let serving = Serving::start(&folder, words);
    assert!(serving.said[0].contains(": loaded into "), "{:#?}", serving.said);
    let text = serving.said.join("\n");
    for expected in
        ["/docs", "/openapi.json", "/metrics", "organizer@partact.example", "association", "company"]
    {
        assert!(text.contains(expected), "no {expected} in {text}");
    }
    let commands = serving.commands();
    let [login, list, post] = &commands[..] else { panic!("{commands:#?}") };
    let (status, tokens) = login.send("");
    assert_eq!(status, 201, "{tokens}");
    let token = token(&tokens);
    let (status, listings) = list.send("");
    assert_eq!((status, listings.contains("\"items\"")), (200, true), "{listings}");
    let (status, draft) = post.send(&token);
    assert_eq!((status, draft.contains("\"draft\"")), (201, true), "{draft}");
    assert_eq!(post.send(&token), (201, draft), "the same under the same key");
    let said = serving.without_ports();
    drop(serving);

    let again = Serving::start(&folder, words);
    assert!(again.said[0].contains(": found in "), "{:#?}", again.said);
    assert_eq!(again.without_ports(), said);
    drop(again);

    let database = words
        .iter()
        .position(|word| *word == "--database")
        .map_or("sqlite:partact-demo.db", |at| words[at + 1]);
    folder.run(["check", "--database", database]).expect(0);
}

#[test]
fn the_evening_on_an_empty_folder() {
    check(&[]);
}

#[test]
fn the_evening_on_postgresql() {
    let database = fresh_database("program_demo", |_| {});
    check(&["--database", &database.url]);
}

#[test]
fn a_synthetic_week() {
    check(&["--listings", "300", "--organizations", "20", "--seed", "7"]);
}

/// Loads one thing and then another into the same database.
fn check_refused(first: &[&str], second: &[&str], code: i32, expected: &str) {
    let folder = Folder::new();
    folder.run(first).expect(0);
    let refused = folder.run(second).expect(code);
    assert!(refused.errors.contains(expected), "{refused:#?}");
}

#[test]
fn nothing_is_mixed() {
    let demo = ["demo", "--load-only"];
    let staff = ["staff", "--database", "sqlite:partact-demo.db", "--email", "a@b.example", "--name", "A"];
    let small = ["demo", "--load-only", "--listings", "20", "--organizations", "5"];
    check_refused(&demo, &small, 2, "another demonstration: Speed Meeting");
    check_refused(&small, &demo, 2, "another demonstration: Synthetic week: 20 listings");
    check_refused(&demo, &["demo", "--listings", "20", "--organizations", "1"], 2, "from 2 to 9999999");

    let folder = Folder::new();
    folder.run(["migrate", "--database", "sqlite:partact-demo.db"]).expect(0);
    folder.run(staff).expect(0);
    let refused = folder.run(demo).expect(2);
    assert!(refused.errors.contains("something else than a demonstration"), "{refused:#?}");
}

#[test]
fn only_the_flag_names_a_database() {
    let folder = Folder::new();
    let mut command = folder.program(["demo", "--load-only", "--listings", "20"]);
    let ended = command.env("PARTACT_DATABASE", "sqlite:partact.db").output().unwrap();
    assert!(ended.status.success(), "{ended:?}");
    assert_eq!(folder.files(), ["partact-demo.db", "partact-demo.objects"]);
}
