//! Words with one letter wrong.
//!
//! Two words are one mistake apart when they share a word that is left of each after taking out at most one
//! letter, or nearly so. So every word of the vocabulary is stored with the hashes of what is left of it, and
//! a mistyped one is looked for by the hashes of what is left of that: by equality, which every database is
//! fast at. What is found too much, [`one_apart`] sorts out.

use std::collections::BTreeSet;

/// The most words that a mistyped one is taken for.
pub(crate) const MOST: usize = 4;
/// The fewest letters of a word that may be mistyped.
pub(crate) const SHORTEST: usize = 4;

/// The hashes of a word and of what is left of it without one letter, in order.
pub fn neighbours(word: &str) -> Vec<i64> {
    let mut all: BTreeSet<i64> = word
        .char_indices()
        .map(|(start, letter)| {
            let (before, from) = word.split_at(start);
            hash(before.bytes().chain(from.bytes().skip(letter.len_utf8())))
        })
        .collect();
    all.insert(hash(word.bytes()));
    all.into_iter().collect()
}

/// FNV-1a of 64 bits, as a signed number.
pub fn hash(bytes: impl Iterator<Item = u8>) -> i64 {
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    hash.cast_signed()
}

/// Whether one letter too many, too few, another, or two neighbours in the wrong order make the one word of
/// the other.
pub fn one_apart(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let same = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let (one, other) = (one.get(same..).unwrap_or_default(), other.get(same..).unwrap_or_default());
    match (one, other) {
        ([_, rest @ ..], all) | (all, [_, rest @ ..]) if rest == all => true,
        ([_, one @ ..], [_, other @ ..]) if one == other => true,
        ([_, rest @ ..], all) if rest == all => true,
        ([a, b, one @ ..], [c, d, other @ ..]) => a == d && b == c && one == other,
        _ => false,
    }
}

/// Of words that may be meant, the likeliest: those with the same first letter, then those as long, then by
/// letter. The choice depends on nothing but the words.
pub(crate) fn likeliest(word: &str, known: impl IntoIterator<Item = String>) -> Vec<String> {
    let letters = word.chars().count();
    let mut meant: Vec<_> = known
        .into_iter()
        .filter(|known| one_apart(word, known))
        .map(|known| {
            let other_start = known.chars().next() != word.chars().next();
            (other_start, known.chars().count().abs_diff(letters), known)
        })
        .collect();
    meant.sort();
    meant.dedup();
    meant.into_iter().take(MOST).map(|(_, _, known)| known).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_mistake_is_told_from_none_and_two() {
        for (one, other, expected) in [
            ("velo", "velo", false),
            ("velo", "vela", true),
            ("velo", "vel", true),
            ("velo", "elo", true),
            ("velo", "veloo", true),
            ("velo", "avelo", true),
            ("velo", "vleo", true),
            ("velo", "evlo", true),
            ("velo", "veol", true),
            ("velo", "vole", false),
            ("velo", "va", false),
            ("velo", "valu", false),
            ("aa", "aaa", true),
            ("", "a", true),
            ("", "", false),
            ("", "ab", false),
            ("київ", "киів", true),
        ] {
            assert_eq!(one_apart(one, other), expected, "{one} {other}");
            assert_eq!(one_apart(other, one), expected, "{other} {one}");
            if expected {
                let (one_set, other_set) = (neighbours(one), neighbours(other));
                assert!(one_set.iter().any(|hash| other_set.contains(hash)), "{one} {other}");
            }
        }
    }

    #[test]
    fn the_likeliest_come_first() {
        let known = ["relo", "vela", "velos", "veli", "velo", "vilo", "voll"].map(str::to_owned);
        assert_eq!(likeliest("velu", known.clone()), ["vela", "veli", "velo"]);
        assert_eq!(likeliest("velo", known), ["vela", "veli", "vilo", "velos"]);
        assert_eq!(likeliest("velo", []), Vec::<String>::new());
    }

    #[test]
    fn hashes_never_change() {
        // They are stored: another function needs another version of the index.
        assert_eq!(hash([].into_iter()), -3_750_763_034_362_895_579);
        assert_eq!(hash("velo".bytes()), hash("velo".bytes()));
        assert_eq!(neighbours("aab").len(), 3);
        assert_eq!(neighbours(""), [hash([].into_iter())]);
    }
}
