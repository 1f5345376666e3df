//! The generator of load: a fixed number of clients, each of which sends its next request when it has the
//! answer to the last. It runs in a process of its own, on one thread, and does as little as possible: the
//! requests come ready-made, and of an answer only the status and the length are read.

use std::collections::BTreeMap;
use std::path::Path;
use std::rc::Rc;
use std::time::{Duration, Instant};

use hdrhistogram::Histogram;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::{Done, report};

/// Stands in a request for what must be new in each: an idempotency key.
pub(crate) const FRESH: &str = "FRESHFRESHFRESHF";

/// What to send.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Plan {
    /// `127.0.0.1:8080`.
    pub(crate) address: String,
    /// Whole requests, in the order in which they are sent.
    pub(crate) requests: Vec<String>,
    /// Whether each is sent once only, until none is left; else they come around until the time is up.
    pub(crate) once: bool,
    /// How many clients.
    pub(crate) connections: usize,
    /// For how long at most.
    pub(crate) seconds: f64,
    /// The status of every answer.
    pub(crate) expected: u16,
    /// Makes the fresh keys of this run differ from those of others.
    pub(crate) nonce: u32,
}

/// How it went.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Outcome {
    /// Answers with the expected status, per second.
    pub(crate) per_second: f64,
    /// How many there were.
    pub(crate) operations: u64,
    /// In how many seconds.
    pub(crate) seconds: f64,
    /// Half of the answers came within this time, in milliseconds.
    pub(crate) p50_ms: f64,
    /// 99 of a hundred did.
    pub(crate) p99_ms: f64,
    /// All did.
    pub(crate) max_ms: f64,
    /// Answers with another status, by status.
    pub(crate) unexpected: BTreeMap<u16, u64>,
    /// Bytes of the last body.
    pub(crate) body_bytes: usize,
}

/// Carries out the plan of a file; prints the outcome as JSON.
pub(crate) fn run(plan: &Path) -> Done<()> {
    let plan: Plan = serde_json::from_slice(&std::fs::read(plan)?)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let outcome = tokio::task::LocalSet::new().block_on(&runtime, carry_out(plan))?;
    report::say(&serde_json::to_string(&outcome)?);
    Ok(())
}

/// What all clients share. One thread: no lock is needed.
struct Shared {
    requests: Vec<(Vec<u8>, Option<usize>)>,
    next: std::cell::Cell<usize>,
    once: bool,
    nonce: u32,
    expected: u16,
    until: Instant,
}

#[derive(Default)]
struct Tally {
    unexpected: BTreeMap<u16, u64>,
    body_bytes: usize,
}

async fn carry_out(plan: Plan) -> Done<Outcome> {
    let mut streams = Vec::new();
    for _ in 0..plan.connections {
        let stream = TcpStream::connect(&plan.address).await?;
        stream.set_nodelay(true)?;
        streams.push(stream);
    }
    let begun = Instant::now();
    let requests = plan.requests.into_iter().map(|text| {
        let fresh = text.find(FRESH);
        (text.into_bytes(), fresh)
    });
    let shared = Rc::new(Shared {
        requests: requests.collect(),
        next: std::cell::Cell::new(0),
        once: plan.once,
        nonce: plan.nonce,
        expected: plan.expected,
        until: begun + Duration::from_secs_f64(plan.seconds),
    });
    let clients: Vec<_> = streams
        .into_iter()
        .map(|stream| tokio::task::spawn_local(client(stream, Rc::clone(&shared))))
        .collect();
    let mut times = Histogram::<u64>::new_with_bounds(1, 60_000_000, 3)?;
    let mut tally = Tally::default();
    for client in clients {
        let (own, found) = client.await??;
        times.add(own)?;
        tally.body_bytes = found.body_bytes;
        for (status, count) in found.unexpected {
            *tally.unexpected.entry(status).or_default() += count;
        }
    }
    let seconds = begun.elapsed().as_secs_f64();
    let milliseconds = |micros: u64| report::float(micros) / 1000.0;
    Ok(Outcome {
        per_second: report::float(times.len()) / seconds,
        operations: times.len(),
        seconds,
        p50_ms: milliseconds(times.value_at_quantile(0.5)),
        p99_ms: milliseconds(times.value_at_quantile(0.99)),
        max_ms: milliseconds(times.max()),
        unexpected: tally.unexpected,
        body_bytes: tally.body_bytes,
    })
}

async fn client(mut stream: TcpStream, shared: Rc<Shared>) -> Done<(Histogram<u64>, Tally)> {
    let mut times = Histogram::<u64>::new_with_bounds(1, 60_000_000, 3)?;
    let mut tally = Tally::default();
    let (mut sent, mut received) = (Vec::new(), vec![0; 256 * 1024]);
    loop {
        let number = shared.next.get();
        if Instant::now() >= shared.until || (shared.once && number >= shared.requests.len()) {
            return Ok((times, tally));
        }
        shared.next.set(number + 1);
        let Some((request, fresh)) = shared.requests.get(number % shared.requests.len()) else {
            return Err("the plan has no requests".into());
        };
        sent.clear();
        sent.extend_from_slice(request);
        if let Some(place) = *fresh {
            let key = format!("{:08x}{number:08x}", shared.nonce);
            if let Some(gap) = sent.get_mut(place..place + FRESH.len()) {
                gap.copy_from_slice(key.as_bytes());
            }
        }
        let begun = Instant::now();
        stream.write_all(&sent).await?;
        let (status, body_bytes) = answer(&mut stream, &mut received).await?;
        if status == shared.expected {
            times.record(u64::try_from(begun.elapsed().as_micros())?)?;
            tally.body_bytes = body_bytes;
        } else {
            *tally.unexpected.entry(status).or_default() += 1;
        }
    }
}

/// Reads one answer; its status and the length of its body.
async fn answer(stream: &mut TcpStream, buffer: &mut [u8]) -> Done<(u16, usize)> {
    let mut filled = 0;
    let mut whole = None;
    loop {
        let room = buffer.get_mut(filled..).filter(|room| !room.is_empty()).ok_or("an answer is too long")?;
        let read = stream.read(room).await?;
        if read == 0 {
            return Err("the server has closed the connection".into());
        }
        filled += read;
        let so_far = buffer.get(..filled).unwrap_or_default();
        if whole.is_none() {
            whole = head(so_far)?;
        }
        if let Some((status, head_bytes, body_bytes)) = whole
            && filled >= head_bytes + body_bytes
        {
            return Ok((status, body_bytes));
        }
    }
}

/// The status, the length of the head and that of the body, when the head is there.
fn head(bytes: &[u8]) -> Done<Option<(u16, usize, usize)>> {
    let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(None) };
    let text = std::str::from_utf8(bytes.get(..end).unwrap_or_default())?;
    let status: u16 = text.split(' ').nth(1).ok_or("an answer without a status")?.parse()?;
    let length = text.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>())
    });
    let body = match (status, length) {
        (204 | 304, _) => 0,
        (_, Some(length)) => length?,
        (_, None) => return Err("an answer without a length".into()),
    };
    Ok(Some((status, end + 4, body)))
}

#[cfg(test)]
mod tests {
    use super::head;

    #[test]
    fn heads_are_read() {
        let check = |text: &str, expected| assert_eq!(head(text.as_bytes()).unwrap(), expected, "{text:?}");
        check("HTTP/1.1 200 OK\r\nContent-Le", None);
        check("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}", Some((200, 38, 2)));
        check("HTTP/1.1 304 Not Modified\r\netag: \"1\"\r\n\r\n", Some((304, 40, 0)));
        assert!(head(b"HTTP/1.1 200 OK\r\nA: b\r\n\r\n").is_err());
    }
}
