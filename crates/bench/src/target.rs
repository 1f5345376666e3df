//! What is to be reached, as a ratio where there is something to compare with.

use serde::Serialize;

use crate::report::Row;
use crate::run::Engine;
use crate::scenario::Scenario;

/// What one scenario should reach on one engine.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Target {
    /// This part of the bare handler's throughput.
    OfBare(f64),
    /// This part of pgbench's throughput with as many clients.
    OfPgbench(f64),
    /// This many in a second: there is no other program to compare with.
    PerSecond(f64),
}

impl Target {
    /// The target, if there is one.
    pub(crate) const fn of(engine: Engine, scenario: Scenario) -> Option<Self> {
        match (engine, scenario) {
            (Engine::Postgres, Scenario::Item) => Some(Self::OfPgbench(0.5)),
            (Engine::Sqlite, Scenario::Item) => Some(Self::OfBare(0.35)),
            (_, Scenario::Item304) => Some(Self::OfBare(0.65)),
            (Engine::Postgres, Scenario::Page) => Some(Self::OfPgbench(0.6)),
            (Engine::Sqlite, Scenario::Page) => Some(Self::OfBare(0.11)),
            (Engine::Postgres, Scenario::Post) => Some(Self::OfPgbench(0.65)),
            (Engine::Sqlite, Scenario::Post) => Some(Self::PerSecond(10_000.0)),
            (Engine::Postgres, Scenario::Accept) => Some(Self::OfPgbench(1.2)),
            (Engine::Sqlite, Scenario::Accept) => Some(Self::PerSecond(12_000.0)),
            (_, Scenario::ItemSigned | Scenario::PageText) => None,
        }
    }

    /// The time within which 99 of a hundred answers come, in milliseconds.
    pub(crate) const fn p99_ms(scenario: Scenario) -> f64 {
        match scenario {
            Scenario::Item
            | Scenario::ItemSigned
            | Scenario::Item304
            | Scenario::Page
            | Scenario::PageText => 50.0,
            Scenario::Post | Scenario::Accept => 100.0,
        }
    }

    /// Whether these figures reach it.
    pub(crate) fn is_reached(self, row: &Row) -> bool {
        match self {
            Self::OfBare(ratio) => row.to_bare >= ratio,
            Self::OfPgbench(ratio) => row.to_pgbench.is_some_and(|found| found >= ratio),
            Self::PerSecond(count) => row.per_second >= count,
        }
    }

    /// As the table says it.
    pub(crate) fn words(self) -> String {
        match self {
            Self::OfBare(ratio) => format!("{ratio} H"),
            Self::OfPgbench(ratio) => format!("{ratio} P"),
            Self::PerSecond(count) => format!("{count}/s"),
        }
    }
}
