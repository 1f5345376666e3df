//! Recovery codes: for whoever has lost the authenticator. Shown once, stored hashed, good once.

use data_encoding::BASE32_NOPAD;
use domain::id::PersonId;
use secrecy::SecretString;
use sha2::{Digest, Sha256};

use crate::ctx::Ctx;

/// How many a person gets.
const COUNT: usize = 10;

/// Bytes of a code: eighty bits, which nobody guesses, also not from the hash.
const BYTES: usize = 10;

/// Letters between two dashes.
const GROUP: usize = 4;

/// The codes and their hashes.
pub(super) fn draw(ctx: &Ctx, person: PersonId) -> (Vec<SecretString>, Vec<[u8; 32]>) {
    let codes: Vec<String> = (0..COUNT)
        .map(|_| {
            let mut bytes = [0; BYTES];
            ctx.entropy.fill(&mut bytes);
            BASE32_NOPAD.encode(&bytes).to_lowercase()
        })
        .collect();
    let hashes = codes.iter().map(|code| digest(person, code)).collect();
    (codes.iter().map(|code| SecretString::from(dashed(code))).collect(), hashes)
}

/// The hash of what somebody typed, if it looks like a code: dashes, spaces and case do not count.
pub(super) fn hash(person: PersonId, typed: &str) -> Option<[u8; 32]> {
    let code: String = typed
        .chars()
        .filter(|character| !matches!(character, '-' | ' '))
        .map(|character| character.to_ascii_lowercase())
        .collect();
    let decoded = BASE32_NOPAD.decode(code.to_ascii_uppercase().as_bytes()).ok()?;
    (decoded.len() == BYTES).then(|| digest(person, &code))
}

fn digest(person: PersonId, code: &str) -> [u8; 32] {
    let mut digest = Sha256::new();
    digest.update(person.uuid().as_bytes());
    digest.update(code);
    digest.finalize().into()
}

fn dashed(code: &str) -> String {
    let letters: Vec<char> = code.chars().collect();
    letters.chunks(GROUP).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_code_is_known_however_it_is_typed() {
        let (ana, ben) = (PersonId::new(Uuid::from_u128(1)), PersonId::new(Uuid::from_u128(2)));
        let code = BASE32_NOPAD.encode(&[7; BYTES]).to_lowercase();
        let expected = Some(digest(ana, &code));
        let typed = dashed(&code);
        assert_eq!(typed.len(), 19);
        for text in [typed.clone(), typed.to_uppercase(), typed.replace('-', " "), code.clone()] {
            assert_eq!(hash(ana, &text), expected, "{text}");
        }
        assert_ne!(hash(ben, &code), expected);
        for text in ["", "123456", &code[1..], "öööö-öööö-öööö-öööö", "1111-1111-1111-1111"] {
            assert_eq!(hash(ana, text), None, "{text}");
        }
    }
}
