//! Secrets at rest that must come back in clear: sealed with XChaCha20-Poly1305
//! (`docs/adr/0011-second-factors-and-sealing.md`).

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use secrecy::{ExposeSecret, SecretSlice};
use sha2::Sha256;

use crate::ctx::Ctx;
use crate::error::Error;
use crate::secret;

/// Bytes of a nonce: so many that it can be drawn at random.
const NONCE: usize = 24;

/// How what is sealed begins: another way to seal would begin with another.
const VERSION: u8 = 1;

/// Seals and opens what is kept for one purpose.
pub(crate) struct Sealer {
    cipher: XChaCha20Poly1305,
}

impl Sealer {
    /// For this purpose, with the operator's key, or else with one that the database keeps. Not within a
    /// transaction: it may have to write that key.
    pub(crate) fn of(ctx: &Ctx, purpose: &str) -> Result<Self, Error> {
        if let Some(key) = &ctx.security.sealing_key {
            return Self::with(key, purpose);
        }
        let key = secret::load_or_create(ctx, "sealing", || secret::drawn(ctx))?;
        Self::with(&key, purpose)
    }

    /// A key of its own for each purpose, so that nothing that is sealed for one can be passed off for
    /// another.
    fn with(key: &SecretSlice<u8>, purpose: &str) -> Result<Self, Error> {
        let internal = |what: &str| Error::Internal(what.into());
        let mut code = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key.expose_secret())
            .map_err(|_| internal("the sealing key has the wrong length"))?;
        code.update(b"seal\0");
        code.update(purpose.as_bytes());
        let cipher = XChaCha20Poly1305::new_from_slice(&code.finalize().into_bytes())
            .map_err(|_| internal("the sealing key has the wrong length"))?;
        Ok(Self { cipher })
    }

    /// Seals a secret; `of` is whose it is, and nothing else opens it.
    pub(crate) fn seal(&self, ctx: &Ctx, of: &[u8], secret: &[u8]) -> Result<Vec<u8>, Error> {
        let mut nonce = [0; NONCE];
        ctx.entropy.fill(&mut nonce);
        let sealed = self
            .cipher
            .encrypt(&XNonce::from(nonce), Payload { msg: secret, aad: of })
            .map_err(|_| Error::Internal("a secret cannot be sealed".into()))?;
        Ok([&[VERSION], nonce.as_slice(), sealed.as_slice()].concat())
    }

    /// Opens what was sealed of the same.
    pub(crate) fn open(&self, of: &[u8], sealed: &[u8]) -> Result<SecretSlice<u8>, Error> {
        let opened = match sealed.split_at_checked(1 + NONCE) {
            Some(([VERSION, nonce @ ..], rest)) => <[u8; NONCE]>::try_from(nonce).ok().and_then(|nonce| {
                self.cipher.decrypt(&XNonce::from(nonce), Payload { msg: rest, aad: of }).ok()
            }),
            _ => None,
        };
        opened.map(SecretSlice::from).ok_or_else(|| {
            Error::Internal("a sealed secret cannot be opened: was the sealing key changed?".into())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealer(key: u8, purpose: &str) -> Sealer {
        Sealer::with(&SecretSlice::from(vec![key; 32]), purpose).unwrap()
    }

    #[test]
    fn only_the_same_key_opens_the_same_secret_for_the_same_purpose() {
        let nonce = [7; NONCE];
        let sealed = sealer(1, "factor")
            .cipher
            .encrypt(&XNonce::from(nonce), Payload { msg: b"secret", aad: b"ana" })
            .unwrap();
        let sealed = [&[VERSION], nonce.as_slice(), sealed.as_slice()].concat();
        let opens = |sealer: &Sealer, of: &str, sealed: &[u8]| {
            sealer.open(of.as_bytes(), sealed).is_ok_and(|opened| opened.expose_secret() == b"secret")
        };
        assert!(opens(&sealer(1, "factor"), "ana", &sealed));
        assert!(!opens(&sealer(2, "factor"), "ana", &sealed), "another key");
        assert!(!opens(&sealer(1, "signing key"), "ana", &sealed), "another purpose");
        assert!(!opens(&sealer(1, "factor"), "ben", &sealed), "of somebody else");
        for byte in 0..sealed.len() {
            let mut damaged = sealed.clone();
            damaged[byte] ^= 1;
            assert!(!opens(&sealer(1, "factor"), "ana", &damaged), "byte {byte}");
        }
        for length in 0..sealed.len() {
            assert!(!opens(&sealer(1, "factor"), "ana", &sealed[..length]), "{length} bytes");
        }
    }
}
