//! Medians over the rounds, the table, and the file with every round.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use serde::Serialize;

use crate::Done;
use crate::load::Outcome;
use crate::pgbench::Alone;
use crate::run::{Engine, Options};
use crate::scenario::Scenario;
use crate::target::Target;

/// What ours does for each answer, and the others do not.
pub(crate) const INCLUDED: &str = "Ours includes: routing, a request id, a tracing span at level info, security \
    headers, CORS, strict parsing, visibility in every query; where signed: the token (checked before, found in \
    memory), rights read from the database; for post and accept: authorization, validation, the week's phase, \
    locks, the guarded write, audit entry, outbox event, the idempotency record (post), the answer with \
    what the caller may do next. Metrics are off. H answers 1 kB without reading anything. P is pgbench, \
    prepared, with the statements of ours and as many clients; it looks up which ids to use where ours gets them.";

/// One measurement of one round: ours, and right after it the others.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Measured {
    pub(crate) round: u32,
    pub(crate) engine: Engine,
    pub(crate) scenario: Scenario,
    pub(crate) connections: usize,
    pub(crate) ours: Outcome,
    pub(crate) server_cpu_us: f64,
    pub(crate) database_cpu_us: Option<f64>,
    pub(crate) resident_mb: f64,
    pub(crate) pgbench: Option<Alone>,
    pub(crate) bare: Outcome,
    pub(crate) bare_cpu_us: f64,
}

/// The medians of the rounds.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Row {
    engine: Engine,
    scenario: Scenario,
    connections: usize,
    pub(crate) per_second: f64,
    p50_ms: f64,
    p99_ms: f64,
    server_cpu_us: f64,
    database_cpu_us: Option<f64>,
    pgbench_database_cpu_us: Option<f64>,
    bare_cpu_us: f64,
    resident_mb: f64,
    pub(crate) to_bare: f64,
    pub(crate) to_pgbench: Option<f64>,
    operations: u64,
    unexpected: u64,
    target: Option<Target>,
}

#[derive(Serialize)]
struct Whole<'r> {
    machine: &'r BTreeMap<&'static str, String>,
    options: &'r Options,
    included: &'static str,
    medians: &'r [Row],
    rounds: &'r [Measured],
}

/// Prints the table, and writes the file where one was asked for.
pub(crate) fn finish(
    options: &Options,
    machine: &BTreeMap<&'static str, String>,
    rounds: &[Measured],
) -> Done<()> {
    let medians = medians(rounds);
    for (name, value) in machine {
        say(&format!("{name}: {value}"));
    }
    say(&table(options, &medians));
    if let Some(file) = &options.json {
        write(file, &Whole { machine, options, included: INCLUDED, medians: &medians, rounds })?;
    }
    Ok(())
}

fn write(file: &Path, whole: &Whole<'_>) -> Done<()> {
    std::fs::write(file, serde_json::to_string_pretty(whole)?)?;
    Ok(())
}

fn medians(rounds: &[Measured]) -> Vec<Row> {
    let mut groups: BTreeMap<_, Vec<&Measured>> = BTreeMap::new();
    for one in rounds {
        // More clients first.
        groups.entry((one.engine, one.scenario, usize::MAX - one.connections)).or_default().push(one);
    }
    groups.into_values().filter_map(|group| row(&group)).collect()
}

fn row(group: &[&Measured]) -> Option<Row> {
    let first = group.first()?;
    let of = |figure: &dyn Fn(&Measured) -> f64| median(group.iter().map(|one| figure(one)));
    let perhaps = |figure: &dyn Fn(&Measured) -> Option<f64>| {
        let found: Vec<_> = group.iter().filter_map(|one| figure(one)).collect();
        (!found.is_empty()).then(|| median(found.into_iter()))
    };
    Some(Row {
        engine: first.engine,
        scenario: first.scenario,
        connections: first.connections,
        per_second: of(&|one| one.ours.per_second),
        p50_ms: of(&|one| one.ours.p50_ms),
        p99_ms: of(&|one| one.ours.p99_ms),
        server_cpu_us: of(&|one| one.server_cpu_us),
        database_cpu_us: perhaps(&|one| one.database_cpu_us),
        pgbench_database_cpu_us: perhaps(&|one| Some(one.pgbench.as_ref()?.database_cpu_us)),
        bare_cpu_us: of(&|one| one.bare_cpu_us),
        resident_mb: of(&|one| one.resident_mb),
        to_bare: of(&|one| one.ours.per_second / one.bare.per_second),
        to_pgbench: perhaps(&|one| Some(one.ours.per_second / one.pgbench.as_ref()?.per_second)),
        operations: group.iter().map(|one| one.ours.operations).sum(),
        unexpected: group.iter().flat_map(|one| one.ours.unexpected.values()).sum(),
        target: Target::of(first.engine, first.scenario),
    })
}

/// The one in the middle; of two, their mean.
fn median(figures: impl Iterator<Item = f64>) -> f64 {
    let mut sorted: Vec<_> = figures.collect();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    let at = |place: usize| sorted.get(place).copied().unwrap_or(f64::NAN);
    if sorted.len().is_multiple_of(2) {
        f64::midpoint(at(middle.wrapping_sub(1)), at(middle))
    } else {
        at(middle)
    }
}

/// The table, in Markdown.
fn table(options: &Options, rows: &[Row]) -> String {
    let mut lines = vec![
        format!(
            "\n{} listings, {} rounds of {} s each (medians of the rounds; ratios are taken within a round)",
            options.listings, options.rounds, options.seconds
        ),
        format!("{INCLUDED}\n"),
        "| engine | scenario | c | ours /s | p50 ms | p99 ms | CPU µs/op server | database | (pgbench's) | H's | \
         RSS MB | to H | to P | should be | reached | requests | other statuses |"
            .to_owned(),
        format!("|---|---|{}---|---|---|---|", "---:|".repeat(11)),
    ];
    for row in rows {
        lines.push(line(row));
    }
    lines.join("\n")
}

fn line(row: &Row) -> String {
    let whole = |figure: Option<f64>| figure.map_or("–".to_owned(), |figure| format!("{figure:.0}"));
    let ratio = |figure: Option<f64>| figure.map_or("–".to_owned(), |figure| format!("{figure:.2}"));
    let yes_no = |yes: bool| if yes { "yes" } else { "no" };
    let p99 = Target::p99_ms(row.scenario);
    let p99_reached = row.p99_ms < p99;
    let (target, reached) = match row.target {
        Some(target) => (
            format!("{}, p99 < {p99} ms", target.words()),
            format!("{}, {}", yes_no(target.is_reached(row)), yes_no(p99_reached)),
        ),
        None => (format!("p99 < {p99} ms"), yes_no(p99_reached).to_owned()),
    };
    format!(
        "| {} | {} | {} | {:.0} | {:.2} | {:.2} | {:.0} | {} | {} | {:.0} | {:.0} | {:.2} | {} | {target} | {reached} \
         | {} | {} |",
        row.engine.name(),
        row.scenario.name(),
        row.connections,
        row.per_second,
        row.p50_ms,
        row.p99_ms,
        row.server_cpu_us,
        whole(row.database_cpu_us),
        whole(row.pgbench_database_cpu_us),
        row.bare_cpu_us,
        row.resident_mb,
        row.to_bare,
        ratio(row.to_pgbench),
        row.operations,
        row.unexpected,
    )
}

/// A count as a number to calculate with; ours are far below 2^53.
#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "there is no lossless way")]
pub(crate) const fn float(count: u64) -> f64 {
    count as f64
}

/// A line of the standard output.
pub(crate) fn say(line: &str) {
    // Nobody may be listening any more, and so be it.
    drop(writeln!(std::io::stdout(), "{line}"));
}

/// What is going on, for whoever waits.
pub(crate) fn note(line: &str) {
    drop(writeln!(std::io::stderr(), "{line}"));
}

#[cfg(test)]
mod tests {
    use super::median;

    #[test]
    fn medians_are_in_the_middle() {
        let check = |figures: &[f64], expected: f64| {
            assert!((median(figures.iter().copied()) - expected).abs() < 1e-9, "{figures:?}");
        };
        check(&[3.0], 3.0);
        check(&[9.0, 1.0, 2.0], 2.0);
        check(&[4.0, 1.0, 2.0, 9.0], 3.0);
    }
}
