//! Passwords that are tried first.

use std::collections::HashSet;
use std::sync::LazyLock;

static KNOWN: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    include_str!("../../data/known_passwords.txt").lines().filter(|line| !line.starts_with('#')).collect()
});

/// The longest part whose repetition makes no password: `abc` over and over.
const PART: usize = 4;

/// Whether a password is on the list, repeats a few characters, or counts on through the digits or letters.
pub(super) fn is_known(password: &str) -> bool {
    let small = password.to_lowercase();
    KNOWN.contains(small.as_str()) || repeats(&small) || counts(&small)
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
