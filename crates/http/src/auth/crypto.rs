//! Ed25519 for `jsonwebtoken`, and nothing else (`docs/adr/0006-jwt-ed25519.md`).
//!
//! The library's own backends bring either an RSA implementation with an open advisory or a C library. This
//! one knows one algorithm over `ed25519-dalek`: a token that names another cannot be checked at all.

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{Error, ErrorKind};
use jsonwebtoken::signature::{self, Signer, Verifier};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey};

/// Makes `jsonwebtoken` use this module. Doing so again changes nothing.
pub(super) fn install() {
    static PROVIDER: CryptoProvider = CryptoProvider {
        signer_factory: |algorithm, key| Ok(Box::new(Ed25519Signer(signing_key(*algorithm, key)?))),
        verifier_factory: |algorithm, key| Ok(Box::new(Ed25519Verifier(verifying_key(*algorithm, key)?))),
        key_utils: KeyUtils::new_unimplemented(),
    };
    // An error says that a provider is there, and nobody but us installs one.
    let _already = PROVIDER.install_default();
}

struct Ed25519Signer(SigningKey);
struct Ed25519Verifier(VerifyingKey);

/// The key as [`super::keys::Keys`] hands it over: the bare seed.
fn signing_key(algorithm: Algorithm, key: &EncodingKey) -> Result<SigningKey, Error> {
    let seed = key.as_bytes().try_into().map_err(|_| ErrorKind::InvalidKeyFormat)?;
    match algorithm {
        Algorithm::EdDSA => Ok(SigningKey::from_bytes(seed)),
        _ => Err(ErrorKind::InvalidAlgorithm.into()),
    }
}

/// The key as [`super::keys::Keys`] hands it over: the bare point.
fn verifying_key(algorithm: Algorithm, key: &DecodingKey) -> Result<VerifyingKey, Error> {
    let point = key.try_get_as_bytes()?.try_into().map_err(|_| ErrorKind::InvalidKeyFormat)?;
    match algorithm {
        Algorithm::EdDSA => VerifyingKey::from_bytes(point).map_err(|_| ErrorKind::InvalidKeyFormat.into()),
        _ => Err(ErrorKind::InvalidAlgorithm.into()),
    }
}

impl Signer<Vec<u8>> for Ed25519Signer {
    fn try_sign(&self, message: &[u8]) -> Result<Vec<u8>, signature::Error> {
        self.0.try_sign(message).map(|signed| signed.to_vec()).map_err(|_| signature::Error::new())
    }
}

impl JwtSigner for Ed25519Signer {
    fn algorithm(&self) -> Algorithm {
        Algorithm::EdDSA
    }
}

impl Verifier<Vec<u8>> for Ed25519Verifier {
    fn verify(&self, message: &[u8], signed: &Vec<u8>) -> Result<(), signature::Error> {
        let signed = Signature::from_slice(signed).map_err(|_| signature::Error::new())?;
        // Strict: no keys of small order, so that one signature is not valid for several messages.
        self.0.verify_strict(message, &signed).map_err(|_| signature::Error::new())
    }
}

impl JwtVerifier for Ed25519Verifier {
    fn algorithm(&self) -> Algorithm {
        Algorithm::EdDSA
    }
}
