//! One-time codes of authenticators: six digits, SHA-1, thirty seconds (RFC 6238), which all of them know.
//!
//! Written on `hmac` and `sha1` for the reasons in `docs/adr/0011-second-factors-and-sealing.md`.

use data_encoding::BASE32_NOPAD;
use domain::factor::STEP_SECONDS;
use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use secrecy::SecretString;
use sha1::Sha1;
use subtle::ConstantTimeEq;

/// Bytes of a secret: as many as the hash has (RFC 4226, section 4).
pub(super) const SECRET_BYTES: usize = 20;

const DIGITS: u32 = 6;

/// What is written in percent in an address: everything but the unreserved (RFC 3986, section 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The code of a step. `None` only for a secret that no HMAC takes, which there is none of.
fn code(secret: &[u8], step: i64) -> Option<String> {
    let mut hash = <Hmac<Sha1> as KeyInit>::new_from_slice(secret).ok()?;
    hash.update(&step.to_be_bytes());
    let hash = hash.finalize().into_bytes();
    let offset = usize::from(hash.last()? & 0x0f);
    let word: [u8; 4] = hash.get(offset..offset + 4)?.try_into().ok()?;
    let number = (u32::from_be_bytes(word) & 0x7fff_ffff) % 10_u32.pow(DIGITS);
    Some(format!("{number:06}"))
}

/// The step among these whose code was shown, if it is one of them. Each is compared, and each in equal time.
pub(super) fn matching_step(secret: &[u8], steps: &[i64], shown: &str) -> Option<i64> {
    let mut found = None;
    for step in steps {
        let fits = code(secret, *step).is_some_and(|code| code.as_bytes().ct_eq(shown.as_bytes()).into());
        if fits && found.is_none() {
            found = Some(*step);
        }
    }
    found
}

/// The secret as people type it.
pub(super) fn in_base32(secret: &[u8]) -> SecretString {
    BASE32_NOPAD.encode(secret).into()
}

/// The address that authenticators read from a QR code. The label is the service and the account.
pub(super) fn otpauth_uri(secret: &[u8], issuer: &str, account: &str) -> SecretString {
    let secret = BASE32_NOPAD.encode(secret);
    let escaped = |text: &str| utf8_percent_encode(text, RESERVED).to_string();
    let (issuer, account) = (escaped(issuer), escaped(account));
    format!(
        "otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits={DIGITS}\
         &period={STEP_SECONDS}"
    )
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret;

    const SECRET: &[u8] = b"12345678901234567890";

    /// RFC 6238, appendix B: its codes have eight digits, of which ours are the last six.
    #[test]
    fn codes_are_those_of_the_standard() {
        for (seconds, expected) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code(SECRET, seconds / STEP_SECONDS).as_deref(), Some(expected), "{seconds}");
        }
    }

    #[test]
    fn a_code_is_found_among_the_steps() {
        for (shown, expected) in
            [("287082", Some(1)), ("287083", None), ("", None), ("28708", None), ("0287082", None)]
        {
            assert_eq!(matching_step(SECRET, &[0, 1, 2], shown), expected, "{shown}");
        }
        assert_eq!(matching_step(SECRET, &[2, 3], "287082"), None);
    }

    #[test]
    fn authenticators_read_the_address() {
        let uri = otpauth_uri(SECRET, "Part&Act", "ana@ponte.example");
        assert_eq!(
            uri.expose_secret(),
            "otpauth://totp/Part%26Act:ana%40ponte.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
             &issuer=Part%26Act&algorithm=SHA1&digits=6&period=30"
        );
        assert_eq!(in_base32(SECRET).expose_secret(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    }
}
