//! How much one caller may ask: a bucket for each person or, without a login, for each address.
//!
//! Logins have a smaller bucket of their own, always by address. Persons are counted by their address too, with
//! ten times as much: many sit behind one. Of an IPv6 address the first half counts, since whoever has one has
//! the rest of its network. The state is in this process: several servers allow as many times the rate, which
//! is enough to keep one client from taking all.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};

use actix_web::HttpRequest;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use domain::id::PersonId;
use ipnet::IpNet;
use jiff::Timestamp;

/// How many callers are remembered; a national week has fewer at a time.
const MOST: usize = 100_000;
const MINUTE: i64 = 60_000_000;

/// How many requests a minute; none means as many as come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// Of one person or, without a login, of one address.
    pub requests: Option<u32>,
    /// With credentials, of one address: logins and refreshed tokens.
    pub logins: Option<u32>,
}

/// Who is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Asker {
    Person(PersonId),
    Address(Option<IpAddr>),
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Bucket {
    Requests,
    Logins,
    /// All that persons ask from one address.
    Address,
}

/// How many times as much as one person all persons at one address may ask.
const PERSONS_AT_AN_ADDRESS: u32 = 10;

impl Bucket {
    const fn name(self) -> &'static str {
        match self {
            Self::Requests => "requests",
            Self::Logins => "logins",
            Self::Address => "address",
        }
    }
}

/// What is left of a bucket, for the headers of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Left {
    bucket: Bucket,
    quota: u32,
    remaining: u32,
    /// Seconds until the bucket is full again.
    full_in: u32,
    /// Seconds until there is one again, where there was none.
    wait: Option<u32>,
}

impl Left {
    /// Seconds until there is one again, where there was none.
    pub(crate) const fn wait(self) -> Option<u32> {
        self.wait
    }

    /// `RateLimit-Policy` and `RateLimit`, as the IETF's draft writes them.
    pub(crate) fn write(self, headers: &mut HeaderMap) {
        let Self { bucket, quota, remaining, full_in, wait: _ } = self;
        let name = bucket.name();
        for (header, value) in [
            (HeaderName::from_static("ratelimit-policy"), format!("\"{name}\";q={quota};w=60")),
            (HeaderName::from_static("ratelimit"), format!("\"{name}\";r={remaining};t={full_in}")),
        ] {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(header, value);
            }
        }
    }
}

/// The buckets of all callers.
pub(crate) struct Limiter {
    limits: Limits,
    /// When each bucket will be full again, in microseconds; one that is full is not here (GCRA).
    full_at: Mutex<HashMap<(Bucket, Asker), i64>>,
}

impl Limiter {
    pub(crate) fn new(limits: Limits) -> Self {
        Self { limits, full_at: Mutex::new(HashMap::new()) }
    }

    /// Takes one from the bucket, or says when there is one again. `None` when there is no limit.
    pub(crate) fn take(&self, bucket: Bucket, asker: Asker, now: Timestamp) -> Option<Left> {
        let limit = match bucket {
            Bucket::Requests => self.limits.requests,
            Bucket::Logins => self.limits.logins,
            Bucket::Address => self.limits.requests.map(|quota| quota.saturating_mul(PERSONS_AT_AN_ADDRESS)),
        };
        let quota = limit.filter(|quota| *quota > 0)?;
        let (now, each) = (now.as_microsecond(), (MINUTE / i64::from(quota)).max(1));
        let mut known = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.retain(|_, full_at| *full_at > now);
        }
        if known.len() >= MOST {
            // All are in use: rather begin anew than grow without bound or turn newcomers away.
            known.clear();
        }
        let full_at = known.entry((bucket, asker)).or_insert(now);
        let after = (*full_at).max(now) + each;
        if after - now > MINUTE {
            let (wait, full_in) = (seconds(after - now - MINUTE).max(1), seconds(*full_at - now));
            return Some(Left { bucket, quota, remaining: 0, full_in, wait: Some(wait) });
        }
        *full_at = after;
        let remaining = u32::try_from((MINUTE - (after - now)) / each).unwrap_or(0);
        Some(Left { bucket, quota, remaining, full_in: seconds(after - now), wait: None })
    }
}

fn seconds(micros: i64) -> u32 {
    u32::try_from((micros + 999_999) / 1_000_000).unwrap_or(u32::MAX)
}

/// What counts of an address: all of an IPv4 address, the network of an IPv6 address.
fn counted(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        address @ IpAddr::V4(_) => address,
    }
}

/// The address of the client, as it is counted. What proxies say counts only as far as they are trusted: the last address
/// that none of them has.
pub(crate) fn address(request: &HttpRequest, trusted: &[IpNet]) -> Option<IpAddr> {
    let peer = request.peer_addr()?.ip();
    let forwarded = request.headers().get_all("x-forwarded-for").filter_map(|value| value.to_str().ok());
    Some(counted(forwarded_address(peer, &forwarded.collect::<Vec<_>>().join(","), trusted)))
}

fn forwarded_address(peer: IpAddr, forwarded: &str, trusted: &[IpNet]) -> IpAddr {
    let mut nearest = peer.to_canonical();
    for hop in forwarded.rsplit(',') {
        if !trusted.iter().any(|network| network.contains(&nearest)) {
            break;
        }
        let Ok(before) = hop.trim().parse::<IpAddr>() else { break };
        nearest = before.to_canonical();
    }
    nearest
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOMEBODY: Asker = Asker::Address(None);

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(seconds).unwrap()
    }

    #[test]
    fn a_bucket_empties_and_fills_again() {
        let limiter = Limiter::new(Limits { requests: Some(3), logins: Some(1) });
        let take = |bucket, seconds| {
            let left = limiter.take(bucket, SOMEBODY, at(seconds)).unwrap();
            left.wait().map_or(Ok(left.remaining), Err)
        };
        assert_eq!(take(Bucket::Requests, 0), Ok(2));
        assert_eq!(take(Bucket::Requests, 0), Ok(1));
        assert_eq!(take(Bucket::Requests, 0), Ok(0));
        assert_eq!(take(Bucket::Requests, 0), Err(20));
        assert_eq!(take(Bucket::Requests, 19), Err(1));
        assert_eq!(take(Bucket::Logins, 19), Ok(0), "a bucket of its own");
        assert_eq!(take(Bucket::Address, 19), Ok(29), "and another");
        assert_eq!(take(Bucket::Requests, 20), Ok(0));
        assert_eq!(take(Bucket::Requests, 200), Ok(2));
    }

    #[test]
    fn without_a_limit_nothing_is_counted() {
        let limiter = Limiter::new(Limits::default());
        for _ in 0..10_000 {
            assert_eq!(limiter.take(Bucket::Requests, SOMEBODY, at(0)), None);
        }
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        let trusted: Vec<IpNet> =
            ["10.0.0.0/30", "fd00::/8"].into_iter().map(|network| network.parse().unwrap()).collect();
        for (peer, forwarded, expected) in [
            ("192.0.2.1", "", "192.0.2.1"),
            ("192.0.2.1", "198.51.100.7", "192.0.2.1"),
            ("10.0.0.1", "", "10.0.0.1"),
            ("10.0.0.1", "198.51.100.7", "198.51.100.7"),
            ("10.0.0.1", "203.0.113.9, 198.51.100.7", "198.51.100.7"),
            ("10.0.0.1", "203.0.113.9, 198.51.100.7,10.0.0.2", "198.51.100.7"),
            ("10.0.0.1", "not an address", "10.0.0.1"),
            ("10.0.0.1", "2001:db8::1", "2001:db8::1"),
            ("10.0.0.4", "198.51.100.7", "10.0.0.4"),
            ("fd12::1", "198.51.100.7", "198.51.100.7"),
            ("fe00::1", "198.51.100.7", "fe00::1"),
            ("::ffff:10.0.0.1", "198.51.100.7", "198.51.100.7"),
        ] {
            assert_eq!(forwarded_address(ip(peer), forwarded, &trusted), ip(expected), "{peer} {forwarded}");
        }
    }

    #[test]
    fn an_ipv6_network_is_one_client() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        for (address, expected) in [
            ("198.51.100.7", "198.51.100.7"),
            ("::ffff:198.51.100.7", "198.51.100.7"),
            ("2001:db8:1:2::1", "2001:db8:1:2::"),
            ("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::"),
            ("2001:db8:1:3::1", "2001:db8:1:3::"),
        ] {
            assert_eq!(counted(ip(address)), ip(expected), "{address}");
        }
    }
}
