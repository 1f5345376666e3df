//! Many clients at once, and what became of them.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::Barrier;
use std::thread;
use std::time::Duration;

use serde_json::Value;
use testkit::Reply;

/// How many clients race.
pub(crate) const CLIENTS: usize = 32;

/// A client gives up a busy server after so many tries.
const TRIES: usize = 20;

/// How a race ended.
pub(crate) struct Outcome {
    /// Those who got what they asked for.
    pub(crate) winners: Vec<Reply>,
    /// Those who were told no, for a reason that was to be expected.
    pub(crate) refused: Vec<Reply>,
    /// Everything else.
    pub(crate) others: Vec<Reply>,
    /// How often a server was busy, so that a client came again.
    pub(crate) busy: usize,
}

/// Lets [`CLIENTS`] clients send their commands at once. `refusals` are the codes of the problems that a loser
/// may be told. Who finds the server busy waits as told, and comes again.
pub(crate) fn hammer(refusals: &[&str], command: impl Fn(usize) -> Reply + Sync) -> Outcome {
    let gate = Barrier::new(CLIENTS);
    let (gate, command) = (&gate, &command);
    let replies: Vec<_> = thread::scope(|scope| {
        let racer = |lane| {
            move || {
                gate.wait();
                patiently(|| command(lane))
            }
        };
        let racers: Vec<_> = (0..CLIENTS).map(|lane| scope.spawn(racer(lane))).collect();
        racers.into_iter().map(|racer| racer.join().unwrap()).collect()
    });
    let mut outcome = Outcome { winners: Vec::new(), refused: Vec::new(), others: Vec::new(), busy: 0 };
    for (reply, busy) in replies {
        outcome.busy += busy;
        let refused = code(&reply).is_some_and(|code| refusals.contains(&code));
        match reply.status {
            200..=299 => outcome.winners.push(reply),
            409 | 412 if refused => outcome.refused.push(reply),
            _ => outcome.others.push(reply),
        }
    }
    outcome
}

/// The first answer that is not to come again later, and how often it was.
pub(crate) fn patiently(send: impl Fn() -> Reply) -> (Reply, usize) {
    let mut busy = 0;
    loop {
        let reply = send();
        let again = matches!(code(&reply), Some("unavailable" | "idempotency-key-in-use"));
        let wait = reply.header("retry-after").and_then(|seconds| seconds.parse().ok());
        match wait.filter(|seconds| again && *seconds <= 2 && busy < TRIES) {
            Some(seconds) => thread::sleep(Duration::from_secs(seconds)),
            None => return (reply, busy),
        }
        busy += 1;
    }
}

/// The code of a problem.
pub(crate) fn code(reply: &Reply) -> Option<&str> {
    reply.body.get("code").and_then(Value::as_str)
}

/// What the checks of one or more races found.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    /// The commands that raced.
    pub(crate) commands: usize,
    /// How many got what they asked for.
    pub(crate) won: usize,
    /// How many were told no.
    pub(crate) refused: usize,
    /// How often a client had to come again.
    pub(crate) busy: usize,
    /// Everything that must not be.
    pub(crate) wrong: Vec<String>,
}

impl Verdict {
    /// The race has exactly so many winners, and everybody else is refused as was to be expected.
    pub(crate) fn of(outcome: &Outcome, winners: usize) -> Self {
        let mut verdict = Self::of_any(outcome);
        verdict.equal("winners", outcome.winners.len(), winners);
        verdict
    }

    /// Everybody wins or is refused as was to be expected.
    pub(crate) fn of_any(outcome: &Outcome) -> Self {
        let mut others = BTreeMap::new();
        for reply in &outcome.others {
            let what = format!("{} {}", reply.status, code(reply).unwrap_or("without a code"));
            others.entry(what).or_insert((0, reply)).0 += 1;
        }
        let wrong = others
            .into_iter()
            .map(|(what, (times, reply))| format!("{times} answers {what}, such as {reply:?}"));
        Self {
            commands: CLIENTS,
            won: outcome.winners.len(),
            refused: outcome.refused.len(),
            busy: outcome.busy,
            wrong: wrong.collect(),
        }
    }

    /// Something is as it must be.
    #[expect(clippy::needless_pass_by_value, reason = "it reads as `assert_eq!` does")]
    pub(crate) fn equal<T: PartialEq + Debug>(&mut self, what: &str, found: T, expected: T) {
        if found != expected {
            self.wrong.push(format!("{what}: {found:?} instead of {expected:?}"));
        }
    }

    /// Every loser was told exactly this.
    pub(crate) fn told(&mut self, outcome: &Outcome, facts: &[(&str, &str)]) {
        for reply in &outcome.refused {
            for (pointer, expected) in facts {
                let found = reply.body.pointer(pointer).and_then(Value::as_str);
                self.equal(&format!("{pointer} of a refusal"), found, Some(*expected));
            }
        }
    }

    /// Takes in the verdict of a case of this name.
    pub(crate) fn add(&mut self, name: &str, other: Self) {
        self.commands += other.commands;
        self.won += other.won;
        self.refused += other.refused;
        self.busy += other.busy;
        self.wrong.extend(other.wrong.into_iter().map(|wrong| format!("{name}: {wrong}")));
    }
}
