//! Passwords that are tried first.

use std::collections::HashSet;
use std::sync::LazyLock;

static KNOWN: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    include_str!("../../data/known_passwords.txt").lines().filter(|line| !line.starts_with('#')).collect()
});

static COMMON: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    include_str!("../../data/common_passwords.txt").lines().filter(|line| !line.starts_with('#')).collect()
});

/// The longest part whose repetition makes no password: `abc` over and over.
const PART: usize = 4;

/// Whether a password is on the list, or a short one of another list with figures around it, repeats a few
/// characters, or counts on through the digits or letters.
pub(super) fn is_known(password: &str) -> bool {
    let small = password.to_lowercase();
    KNOWN.contains(small.as_str()) || is_dressed(&small) || repeats(&small) || counts(&small)
}

/// `dragon` with anything around it that is no letter: `!dragon2026!!`.
fn is_dressed(text: &str) -> bool {
    COMMON.contains(text.trim_matches(|c: char| !c.is_alphabetic()))
}

/// What everybody tries who knows the service.
const SERVICE: [&str; 2] = ["partact", "partactbourse"];

/// How much of a password must be more than what is known of its owner.
const OF_ITS_OWN: usize = 6;

/// Whether a password is little more than the address or the name of its owner, or the name of the service.
pub(super) fn is_personal(password: &str, owner: &[&str]) -> bool {
    let bare = |text: &str| -> String {
        text.to_lowercase().chars().filter(|c| c.is_alphanumeric() || *c == '@').collect()
    };
    let password = bare(password);
    let of_owner = owner.iter().flat_map(|known| {
        let local = known.split('@').next().unwrap_or_default();
        [bare(known), bare(local)]
    });
    let all = of_owner.chain(SERVICE.iter().map(|name| (*name).to_owned()));
    all.filter(|known| known.chars().count() >= 4).any(|known| {
        let rest = password.replacen(&known, "", 1);
        rest != password && rest.chars().count() < OF_ITS_OWN
    })
}

fn repeats(text: &str) -> bool {
    let characters: Vec<char> = text.chars().collect();
    characters.len() > 2 * PART
        && (1..=PART).any(|part| characters.iter().zip(characters.iter().skip(part)).all(|(a, b)| a == b))
}

/// `2345678901…`, `zyxwvu…`: every character one on from the last, with nine before nought.
fn counts(text: &str) -> bool {
    let step = |up: bool| {
        let next = |c: char| match c {
            '9' => '0',
            c => char::from_u32(u32::from(c) + 1).unwrap_or(c),
        };
        let pairs = text.chars().zip(text.chars().skip(1));
        pairs.into_iter().all(|(a, b)| if up { next(a) == b } else { next(b) == a })
    };
    text.chars().count() > 2 * PART && (step(true) || step(false))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_list_is_in_order_and_of_use() {
        let lines: Vec<&str> = include_str!("../../data/known_passwords.txt")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .collect();
        assert!(lines.len() > 300);
        assert!(lines.is_sorted_by(|a, b| a < b));
        for line in lines {
            assert!(line.len() >= domain::person::PASSWORD_BYTES.min, "{line}");
            assert_eq!(line, line.to_lowercase());
        }
    }
}
