//! Processes that are measured, and what they have cost so far.

use std::collections::HashMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::Done;

/// A server in a process of its own. Dropping it ends the process.
pub(crate) struct Server {
    child: Child,
    /// `127.0.0.1:40123`.
    pub(crate) address: String,
}

impl Server {
    /// Starts it, and waits until it has said where it listens. Everything else that it says goes into a
    /// file, as the log of a service does.
    pub(crate) fn start(command: &mut Command, log: &Path) -> Done<Self> {
        let file = fs::File::create(log)?;
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(file).spawn()?;
        let output = child.stdout.take().ok_or("no output of the server")?;
        let mut lines = BufReader::new(output);
        let mut line = String::new();
        let address = loop {
            line.clear();
            if lines.read_line(&mut line)? == 0 {
                let said = fs::read_to_string(log).unwrap_or_default();
                return Err(format!("a server does not start: {said}").into());
            }
            if let Some((_, address)) = line.trim().split_once("listens on http://") {
                break address.to_owned();
            }
        };
        // Read on, so that the server never waits for us.
        std::thread::spawn(move || std::io::copy(&mut lines, &mut std::io::sink()));
        Ok(Self { child, address })
    }

    /// Its process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Nothing is lost with it: every database is thrown away.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Seconds of processor time that a process has used: its own, that of its living descendants, and that of
/// those who have ended.
pub(crate) fn cpu_seconds(root: u32) -> Done<f64> {
    let ticks_per_second: f64 = tick_rate()?;
    let mut children: HashMap<u32, Vec<u32>> = HashMap::new();
    let mut ticks: HashMap<u32, u64> = HashMap::new();
    for entry in fs::read_dir("/proc")?.flatten() {
        let Some(id) = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        // A process may end while we look.
        let Ok(stat) = fs::read_to_string(entry.path().join("stat")) else { continue };
        let Some((parent, used)) = parse_stat(&stat) else { continue };
        children.entry(parent).or_default().push(id);
        ticks.insert(id, used);
    }
    let mut total = 0;
    let mut left = vec![root];
    while let Some(id) = left.pop() {
        total += ticks.get(&id).copied().unwrap_or_default();
        left.extend(children.get(&id).into_iter().flatten());
    }
    Ok(crate::report::float(total) / ticks_per_second)
}

/// The parent, and the ticks in user and in kernel mode, with those of children that were waited for.
fn parse_stat(stat: &str) -> Option<(u32, u64)> {
    // The name in parentheses may hold anything.
    let (_, rest) = stat.rsplit_once(')')?;
    let fields: Vec<_> = rest.split_whitespace().collect();
    let number = |place: usize| fields.get(place)?.parse::<u64>().ok();
    let used = (11..15).map(number).sum::<Option<u64>>()?;
    Some((fields.get(1)?.parse().ok()?, used))
}

fn tick_rate() -> Done<f64> {
    let output = Command::new("getconf").arg("CLK_TCK").output()?;
    Ok(String::from_utf8(output.stdout)?.trim().parse()?)
}

/// Megabytes in memory.
pub(crate) fn resident_megabytes(id: u32) -> Done<f64> {
    let status = fs::read_to_string(format!("/proc/{id}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
    let kilobytes: f64 = line.trim().trim_end_matches("kB").trim().parse()?;
    Ok(kilobytes / 1024.0)
}

#[cfg(test)]
mod tests {
    use super::parse_stat;

    #[test]
    fn a_stat_line_is_read() {
        let line = "7 (a ) b) S 1 7 7 0 -1 4194560 1 2 3 4 50 20 7 3 20 0 1 0 55 0 0";
        assert_eq!(parse_stat(line), Some((1, 80)));
        assert_eq!(parse_stat("7 (a) S 1"), None);
    }
}
