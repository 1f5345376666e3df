//! Numbers that look random and are the same for the same seed, on every machine and with every release of
//! every library: whoever measures with a synthetic week wants to measure with the same one again.

use crate::error::Error;

/// What numbers are drawn for; each has its own, so that another drawing more changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stream {
    Id,
    Organization,
    Listing,
}

/// `SplitMix64` (Steele, Lea and Flood, 2014), started anew for each thing that is made.
#[derive(Clone, Debug)]
pub(super) struct Random(u64);

impl Random {
    /// The numbers for the thing with this number.
    pub(super) const fn of(seed: u64, stream: Stream, number: u64) -> Self {
        let stream = match stream {
            Stream::Id => 1,
            Stream::Organization => 2,
            Stream::Listing => 3,
        };
        Self(mixed(mixed(mixed(seed).wrapping_add(stream)).wrapping_add(number)))
    }

    /// The next 64 bits.
    pub(super) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mixed(self.0)
    }

    /// A number below `bound`, and 0 below 0.
    pub(super) fn below(&mut self, bound: u32) -> u32 {
        let product = (self.next() >> 32) * u64::from(bound);
        u32::try_from(product >> 32).unwrap_or_default()
    }

    /// A number from `least` to `most`.
    pub(super) fn between(&mut self, least: u32, most: u32) -> u32 {
        least + self.below(most.saturating_sub(least) + 1)
    }

    /// True so many times of a hundred.
    pub(super) fn percent(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    /// One of these. That there is one is for the tables to see to, and for their test.
    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> Result<&'a T, Error> {
        let count = u32::try_from(from.len()).unwrap_or(u32::MAX);
        let chosen = usize::try_from(self.below(count)).ok().and_then(|place| from.get(place));
        chosen.ok_or_else(|| Error::Internal("a table of words is empty".into()))
    }
}

const fn mixed(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_spread_and_the_same_again() {
        let draw = |seed, stream, number| Random::of(seed, stream, number).next();
        assert_eq!(draw(1, Stream::Listing, 7), draw(1, Stream::Listing, 7));
        assert_ne!(draw(1, Stream::Listing, 7), draw(2, Stream::Listing, 7));
        assert_ne!(draw(1, Stream::Listing, 7), draw(1, Stream::Organization, 7));
        assert_ne!(draw(1, Stream::Listing, 7), draw(1, Stream::Listing, 8));
        let mut counts = [0_u32; 10];
        for number in 0..10_000 {
            let place = Random::of(3, Stream::Listing, number).below(10);
            counts[usize::try_from(place).unwrap()] += 1;
        }
        assert!(counts.iter().all(|count| (850..1150).contains(count)), "{counts:?}");
    }
}
