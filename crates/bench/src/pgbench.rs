//! P: PostgreSQL alone, driven by pgbench with the statements that ours sends.
//!
//! The scripts in `sql/` are written by hand after the statements that ours sends, with constants where ours binds
//! what never changes. Ours learns from each answer what it needs for the next statement; a script looks that
//! up in one statement before (`bench_owners`, `bench_matches`), which is one round trip more for `post` and
//! `accept`.

use std::fmt::Write;
use std::path::Path;

use app::Ctx;
use serde::Serialize;

use crate::Done;
use crate::cluster::Cluster;
use crate::process::cpu_seconds;
use crate::scenario::{FILTERS, Scenario, sample};
use crate::world::{self, World};

const ITEM: &str = include_str!("../sql/item.sql");
const PAGE: &str = include_str!("../sql/page.sql");
const POST: &str = include_str!("../sql/post.sql");
const ACCEPT: &str = include_str!("../sql/accept.sql");

/// How many items are read: a constant array of them is part of the statement.
const ITEMS: usize = 1000;
/// On how many threads pgbench runs.
const THREADS: usize = 2;

/// What pgbench says.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Alone {
    /// Transactions per second.
    pub(crate) per_second: f64,
    /// Their mean duration, in milliseconds.
    mean_ms: f64,
    /// Processor time of the database for each.
    pub(crate) database_cpu_us: f64,
}

/// Fills the tables in which the scripts look things up.
pub(crate) fn prepare(cluster: &Cluster, world: &World) -> Done<()> {
    let owners = world.owners.iter().enumerate().map(|(number, owner)| {
        format!(
            "({number}, '{}', '{}', '{}', '{}')",
            owner.organization.uuid(),
            owner.caller.person.uuid(),
            owner.caller.session.uuid(),
            world.week.uuid()
        )
    });
    let owners = owners.collect::<Vec<_>>().join(", ");
    cluster.bench_sql(&format!(
        "CREATE TABLE bench_owners (number integer PRIMARY KEY, organization_id uuid NOT NULL,
             person_id uuid NOT NULL, session_id uuid NOT NULL, week_id uuid NOT NULL);
         CREATE TABLE bench_matches (number integer PRIMARY KEY, match_id uuid NOT NULL, owner integer NOT NULL);
         INSERT INTO bench_owners VALUES {owners};"
    ))?;
    Ok(())
}

/// What a run needs.
pub(crate) struct Pgbench<'r> {
    pub(crate) cluster: &'r Cluster,
    pub(crate) ctx: &'r Ctx,
    pub(crate) world: &'r World,
    pub(crate) folder: &'r Path,
}

impl Pgbench<'_> {
    /// Runs the statements of a scenario: for so many seconds, or so many times where each can be done once
    /// only. Nothing for scenarios that differ from another only in what is sent.
    pub(crate) fn run(
        &self,
        scenario: Scenario,
        connections: usize,
        seconds: f64,
        count: usize,
        nonce: u32,
    ) -> Done<Option<Alone>> {
        let mut scripts = Vec::new();
        let mut each = None;
        match scenario {
            Scenario::Item => scripts.push(self.item()),
            Scenario::Page => scripts.extend(self.pages()?),
            Scenario::Post => scripts.push(POST.to_owned()),
            Scenario::Accept => {
                let own = (count / connections).max(1);
                self.propose(own * connections, nonce)?;
                each = Some(own);
                scripts.push(ACCEPT.to_owned());
            }
            Scenario::ItemSigned | Scenario::Item304 | Scenario::PageText => return Ok(None),
        }
        let mut pgbench = self.cluster.program("pgbench");
        pgbench.args(["--no-vacuum", "--protocol=prepared"]);
        let threads = THREADS.min(connections);
        pgbench.arg(format!("--client={connections}")).arg(format!("--jobs={threads}"));
        match each {
            // Each client takes matches of its own.
            Some(each) => {
                pgbench.arg(format!("--transactions={each}"));
                pgbench.args(["-D", &format!("each={each}"), "-D", "done=0"]);
            }
            None => {
                pgbench.arg(format!("--time={:.0}", seconds.ceil()));
            }
        }
        for (number, script) in scripts.iter().enumerate() {
            let file = self.folder.join(format!("script-{number}.sql"));
            std::fs::write(&file, script)?;
            pgbench.arg("--file").arg(file);
        }
        let before = cpu_seconds(self.cluster.id())?;
        let output = pgbench.arg(self.cluster.url("bench")).output()?;
        let used = cpu_seconds(self.cluster.id())? - before;
        let said = String::from_utf8(output.stdout)?;
        if !output.status.success() {
            return Err(format!("pgbench: {said}{}", String::from_utf8_lossy(&output.stderr)).into());
        }
        let figure = |label: &str| figure(&said, label).ok_or_else(|| format!("pgbench said: {said}"));
        let done = figure("number of transactions actually processed:")?;
        Ok(Some(Alone {
            per_second: figure("tps =")?,
            mean_ms: figure("latency average =")?,
            database_cpu_us: used * 1e6 / done.max(1.0),
        }))
    }

    fn item(&self) -> String {
        let ids = sample(&self.world.listings, ITEMS);
        ITEM.replace("{count}", &ids.len().to_string()).replace("{ids}", &array(&ids))
    }

    /// The first page of each list, and the one after its eightieth listing.
    fn pages(&self) -> Done<Vec<String>> {
        let mut scripts = Vec::new();
        for (_, condition) in FILTERS {
            let base =
                PAGE.replace("{week}", &self.world.week.uuid().to_string()).replace("{filter}", condition);
            scripts.push(base.replace("{after}", ""));
            for skipped in [20, 40, 60, 80] {
                let found = self.cluster.bench_sql(&format!(
                    "SELECT published_at || '|' || id FROM listings WHERE published_at IS NOT NULL {condition}
                     ORDER BY published_at DESC, id DESC LIMIT 1 OFFSET {}",
                    skipped - 1
                ))?;
                let Some((at, id)) = found.trim().split_once('|') else { continue };
                let after = format!(
                    " AND listings.published_at <= '{at}' AND (listings.published_at < '{at}' \
                     OR (listings.published_at = '{at}' AND listings.id < '{id}'))"
                );
                scripts.push(base.replace("{after}", &after));
            }
        }
        Ok(scripts)
    }

    fn propose(&self, count: usize, nonce: u32) -> Done<()> {
        let proposed = world::propose(self.ctx, self.world, count, nonce)?;
        let mut rows = String::from("TRUNCATE bench_matches; INSERT INTO bench_matches VALUES ");
        for (number, (id, owner)) in proposed.iter().enumerate() {
            let comma = if number == 0 { "" } else { ", " };
            write!(rows, "{comma}({number}, '{}', {owner})", id.uuid())?;
        }
        // Too long for a command line.
        let file = self.folder.join("matches.sql");
        std::fs::write(&file, rows)?;
        self.cluster.bench_file(&file)
    }
}

fn array(ids: &[String]) -> String {
    ids.iter().map(|id| format!("'{id}'")).collect::<Vec<_>>().join(",")
}

/// The number after a label in what pgbench says.
fn figure(said: &str, label: &str) -> Option<f64> {
    let rest = said.lines().find_map(|line| line.trim().strip_prefix(label))?;
    // `1234/5678` where the number was bounded, `12.3 ms`, `456.7 (without initial connection time)`.
    let word = rest.split_whitespace().next()?;
    word.split('/').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::figure;

    #[test]
    fn what_pgbench_says_is_read() {
        let said = "number of transactions actually processed: 160/160\nlatency average = 0.5 ms\n\
            tps = 3200.5 (without initial connection time)\n";
        let check = |label: &str, expected: Option<f64>| assert_eq!(figure(said, label), expected, "{label}");
        check("number of transactions actually processed:", Some(160.0));
        check("latency average =", Some(0.5));
        check("tps =", Some(3200.5));
        check("nothing", None);
    }
}
