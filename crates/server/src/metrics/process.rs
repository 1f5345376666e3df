//! What the kernel knows of this process, by the names that Prometheus' own clients use.

use std::fs;

/// The kernel counts processor time for its users in hundredths of a second, on every machine that Rust
/// knows (`USER_HZ`).
const TICKS_PER_SECOND: f64 = 100.0;

/// Says what the figures are.
pub(super) fn describe() {
    metrics::describe_gauge!("process_resident_memory_bytes", "Resident memory in bytes.");
    metrics::describe_gauge!("process_open_fds", "Open file descriptors.");
    metrics::describe_gauge!("process_threads", "Threads.");
    metrics::describe_gauge!("process_cpu_seconds", "Processor time used so far, in seconds.");
    metrics::describe_gauge!("partact_build_info", "Always 1; the label is the version.");
    metrics::gauge!("partact_build_info", "version" => env!("CARGO_PKG_VERSION")).set(1.0);
}

/// Records the figures of now; where there is no `/proc`, none.
pub(super) fn record() {
    if let Ok(status) = fs::read_to_string("/proc/self/status") {
        if let Some(kibibytes) = field(&status, "VmRSS:") {
            metrics::gauge!("process_resident_memory_bytes").set(kibibytes * 1024.0);
        }
        if let Some(threads) = field(&status, "Threads:") {
            metrics::gauge!("process_threads").set(threads);
        }
    }
    if let Ok(open) = fs::read_dir("/proc/self/fd") {
        let open = u32::try_from(open.count()).unwrap_or(u32::MAX);
        // Less the one that is open for counting.
        metrics::gauge!("process_open_fds").set(f64::from(open.saturating_sub(1)));
    }
    if let Some(seconds) = fs::read_to_string("/proc/self/stat").ok().as_deref().and_then(cpu_seconds) {
        metrics::gauge!("process_cpu_seconds").set(seconds);
    }
}

/// A number of `/proc/self/status`.
fn field(status: &str, name: &str) -> Option<f64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}

/// Processor time in user and kernel mode, from `/proc/self/stat`. The name of the program comes second,
/// in parentheses, and may hold anything, so fields are counted from its end.
fn cpu_seconds(stat: &str) -> Option<f64> {
    let (_, after_name) = stat.rsplit_once(')')?;
    let mut fields = after_name.split_whitespace().skip(11);
    let user: f64 = fields.next()?.parse().ok()?;
    let system: f64 = fields.next()?.parse().ok()?;
    Some((user + system) / TICKS_PER_SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn processor_time_is_found_behind_any_name() {
        let stat = "7 (a) b) S 1 7 7 0 -1 4194304 90 0 0 0 250 50 0 0 20 0 4 0 100 1000 200";
        assert_eq!(cpu_seconds(stat), Some(3.0));
        assert_eq!(cpu_seconds(""), None);
    }

    #[test]
    fn a_figure_is_found_by_its_name() {
        assert_eq!(field("Name:\tpartact\nVmRSS:\t   5120 kB\nThreads:\t4\n", "VmRSS:"), Some(5120.0));
        assert_eq!(field("Name:\tpartact\n", "VmRSS:"), None);
    }
}
