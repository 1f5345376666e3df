//! The order of things: an engine after the other, and in each the rounds; in a round each scenario with each
//! number of clients, ours, pgbench and the bare handler right after each other.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use app::Ctx;
use clap::{Args, ValueEnum};
use persistence::{DatabaseUrl, Store};
use serde::Serialize;

use crate::cluster::Cluster;
use crate::load::{Outcome, Plan};
use crate::process::{Server, cpu_seconds, resident_megabytes};
use crate::report::{self, Measured, float, note};
use crate::scenario::{Requests, Scenario};
use crate::world::{self, World};
use crate::{Done, pgbench};

/// For how long a scenario runs before it is measured.
const WARM_UP_SECONDS: f64 = 1.0;

/// What is sent once only cannot be repeated until the time is up: so many are sent to warm up, and then
/// somewhat more than that says will be needed.
const WARM_UP_COUNT: usize = 300;
const MARGIN: f64 = 1.3;

/// What can be said to `http`.
#[derive(Clone, Debug, Args, Serialize)]
pub(crate) struct Options {
    /// How many listings the week has.
    #[arg(long, default_value_t = 100_000)]
    pub(crate) listings: usize,
    /// For how many seconds each program is measured at a time.
    #[arg(long, default_value_t = 5.0)]
    pub(crate) seconds: f64,
    /// How many times everything is measured.
    #[arg(long, default_value_t = 3)]
    pub(crate) rounds: u32,
    /// On which databases.
    #[arg(long, value_enum, default_value_t = Engines::Both)]
    engine: Engines,
    /// How many clients there are; the first number is the one that the targets are for.
    #[arg(long, value_delimiter = ',', default_values_t = [16, 2])]
    connections: Vec<usize>,
    /// What is measured: all, if nothing is said.
    #[arg(long = "scenario", value_delimiter = ',')]
    scenarios: Vec<String>,
    /// Where the databases are; on a disk, as in earnest.
    #[arg(long, default_value = "target/bench-http")]
    data: PathBuf,
    /// Where all figures are written.
    #[arg(long)]
    pub(crate) json: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "snake_case")]
enum Engines {
    Sqlite,
    Postgres,
    Both,
}

/// A database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    /// As the table calls it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// Measures everything.
pub(crate) fn run(options: &Options) -> Done<()> {
    let chosen = options
        .scenarios
        .iter()
        .map(|name| Scenario::find(name).ok_or_else(|| format!("there is no scenario `{name}`")));
    let mut scenarios = chosen.collect::<Result<Vec<_>, _>>()?;
    if scenarios.is_empty() {
        scenarios.extend(Scenario::ALL);
    }
    std::fs::create_dir_all(&options.data)?;
    let folder = std::fs::canonicalize(&options.data)?;
    let mut machine = machine(&folder)?;
    let mut measured = Vec::new();
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let wanted = match options.engine {
            Engines::Sqlite => engine == Engine::Sqlite,
            Engines::Postgres => engine == Engine::Postgres,
            Engines::Both => true,
        };
        if wanted {
            let bench = Bench::prepare(engine, options, &folder, &mut machine)?;
            for round in 1..=options.rounds {
                bench.round(round, options, &scenarios, &mut measured)?;
            }
        }
    }
    report::finish(options, &machine, &measured)
}

/// Everything that runs while one engine is measured.
struct Bench {
    // The order counts: the servers end before the cluster does.
    service: Server,
    bare: Server,
    ctx: Ctx,
    world: World,
    cluster: Option<Cluster>,
    engine: Engine,
    folder: PathBuf,
    itself: PathBuf,
}

impl Bench {
    fn prepare(
        engine: Engine,
        options: &Options,
        folder: &Path,
        machine: &mut BTreeMap<&'static str, String>,
    ) -> Done<Self> {
        note(&format!("{}: a week of {} listings is made", engine.name(), options.listings));
        let (url, cluster) = match engine {
            Engine::Sqlite => (fresh_file(folder)?, None),
            Engine::Postgres => {
                let cluster = Cluster::start(&folder.join("postgresql"))?;
                machine.insert("postgresql", cluster.version()?);
                (cluster.url("bench"), Some(cluster))
            }
        };
        let address: DatabaseUrl = url.parse()?;
        let ctx = server::surroundings::real(Store::open(&address, 16)?);
        let world = world::make(&ctx, options.listings)?;
        if let Some(cluster) = &cluster {
            // As autovacuum would have done by the time that a week is that full.
            cluster.bench_sql("VACUUM ANALYZE")?;
            cluster.bench_sql("CHECKPOINT")?;
            pgbench::prepare(cluster, &world)?;
        }
        let itself = std::env::current_exe()?;
        let mut serve = Command::new(itself.with_file_name("partact"));
        serve.args(["serve", "--listen", "127.0.0.1:0", "--metrics-listen", "off", "--database", &url]);
        // All the load comes from one address and one person: it is not theirs to be slowed down.
        serve.args(["--requests-per-minute", "off", "--logins-per-minute", "off"]);
        let service = Server::start(&mut serve, &folder.join("service.log"))?;
        let workers = std::thread::available_parallelism()?.to_string();
        let mut bare = Command::new(&itself);
        let bare = Server::start(bare.args(["bare", "--workers", &workers]), &folder.join("bare.log"))?;
        Ok(Self { service, bare, ctx, world, cluster, engine, folder: folder.to_owned(), itself })
    }

    fn round(
        &self,
        round: u32,
        options: &Options,
        scenarios: &[Scenario],
        measured: &mut Vec<Measured>,
    ) -> Done<()> {
        for scenario in scenarios {
            for connections in &options.connections {
                let one = self.measure(round, *scenario, *connections, options.seconds)?;
                note(&format!(
                    "{} round {round} {} c={connections}: ours {:.0}/s, pgbench {}, bare {:.0}/s{}",
                    self.engine.name(),
                    scenario.name(),
                    one.ours.per_second,
                    one.pgbench
                        .as_ref()
                        .map_or("–".to_owned(), |alone| format!("{:.0}/s", alone.per_second)),
                    one.bare.per_second,
                    if one.ours.unexpected.is_empty() {
                        String::new()
                    } else {
                        format!(", other statuses {:?}", one.ours.unexpected)
                    },
                ));
                measured.push(one);
            }
        }
        Ok(())
    }

    fn measure(&self, round: u32, scenario: Scenario, connections: usize, seconds: f64) -> Done<Measured> {
        let requests = Requests::new(&self.ctx, &self.world, &self.service.address)?;
        let ours = |seconds: f64, count: usize| -> Done<(Outcome, f64, f64)> {
            let nonce = rand_nonce();
            let plan = Plan {
                address: self.service.address.clone(),
                requests: requests.of(scenario, count, nonce)?,
                once: scenario.is_once(),
                connections,
                seconds,
                expected: scenario.expected(),
                nonce,
            };
            let database = || self.cluster.as_ref().map_or(Ok(0.0), |cluster| cpu_seconds(cluster.id()));
            let before = (cpu_seconds(self.service.id())?, database()?);
            let outcome = self.load(&plan)?;
            let used = (cpu_seconds(self.service.id())? - before.0, database()? - before.1);
            Ok((outcome, used.0, used.1))
        };
        let (warm, ..) = ours(WARM_UP_SECONDS.min(seconds), WARM_UP_COUNT)?;
        let needed = whole(warm.per_second * seconds * MARGIN).max(WARM_UP_COUNT);
        let (outcome, server_cpu, database_cpu) = ours(seconds, needed)?;
        let answered = float(outcome.operations + outcome.unexpected.values().sum::<u64>()).max(1.0);

        let pgbench = match &self.cluster {
            Some(cluster) => {
                let bench =
                    pgbench::Pgbench { cluster, ctx: &self.ctx, world: &self.world, folder: &self.folder };
                bench.run(
                    scenario,
                    connections,
                    seconds,
                    usize::try_from(outcome.operations)?,
                    rand_nonce(),
                )?
            }
            None => None,
        };
        let (bare, bare_cpu) = self.bare(connections, seconds)?;
        let micros = |seconds: f64, operations: f64| seconds * 1e6 / operations;
        Ok(Measured {
            round,
            engine: self.engine,
            scenario,
            connections,
            server_cpu_us: micros(server_cpu, answered),
            database_cpu_us: self.cluster.as_ref().map(|_| micros(database_cpu, answered)),
            resident_mb: resident_megabytes(self.service.id())?,
            pgbench,
            bare_cpu_us: micros(bare_cpu, float(bare.operations).max(1.0)),
            ours: outcome,
            bare,
        })
    }

    fn bare(&self, connections: usize, seconds: f64) -> Done<(Outcome, f64)> {
        let plan = Plan {
            address: self.bare.address.clone(),
            requests: vec![format!("GET / HTTP/1.1\r\nHost: {}\r\n\r\n", self.bare.address)],
            once: false,
            connections,
            seconds,
            expected: 200,
            nonce: 0,
        };
        let before = cpu_seconds(self.bare.id())?;
        let outcome = self.load(&plan)?;
        Ok((outcome, cpu_seconds(self.bare.id())? - before))
    }

    /// Runs the generator in a process of its own.
    fn load(&self, plan: &Plan) -> Done<Outcome> {
        let file = self.folder.join("plan.json");
        std::fs::write(&file, serde_json::to_vec(plan)?)?;
        let output = Command::new(&self.itself).arg("load").arg(&file).output()?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stdout).trim().to_owned().into());
        }
        Ok(serde_json::from_slice(&output.stdout)?)
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        // What is left of it is the largest thing in the folder.
        for suffix in ["", "-wal", "-shm"] {
            drop(std::fs::remove_file(self.folder.join(format!("bench.db{suffix}"))));
        }
    }
}

fn fresh_file(folder: &Path) -> Done<String> {
    for suffix in ["", "-wal", "-shm"] {
        let file = folder.join(format!("bench.db{suffix}"));
        if file.exists() {
            std::fs::remove_file(file)?;
        }
    }
    Ok(format!("sqlite:{}", folder.join("bench.db").display()))
}

/// What the figures depend on.
fn machine(folder: &Path) -> Done<BTreeMap<&'static str, String>> {
    let text = |command: &mut Command| -> Done<String> {
        Ok(String::from_utf8(command.output()?.stdout)?.trim().to_owned())
    };
    let file_system = text(Command::new("stat").args(["-f", "-c", "%T"]).arg(folder))?;
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    Ok(BTreeMap::from([
        ("date", text(Command::new("date").arg("+%F"))?),
        ("processors", std::thread::available_parallelism()?.to_string()),
        ("file system of the data", file_system),
        ("load before the measurement", load.split(' ').take(3).collect::<Vec<_>>().join(" ")),
    ]))
}

/// A number without its fraction. What comes in is bounded by what a machine can do.
fn whole(number: f64) -> usize {
    format!("{number:.0}").parse().unwrap_or(WARM_UP_COUNT)
}

/// Makes the keys of one measurement differ from those of the others.
fn rand_nonce() -> u32 {
    #[expect(clippy::disallowed_methods, reason = "nothing that is measured depends on it")]
    let mut random = rand::rng();
    rand::RngExt::random(&mut random)
}
