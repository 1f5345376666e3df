//! The keys that sign and check access tokens.

use std::collections::BTreeMap;
use std::fmt;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ed25519_dalek::SigningKey;
use jsonwebtoken::{DecodingKey, EncodingKey};
use serde::Serialize;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use super::crypto;

/// The key that signs, and those that check. Each is named by its thumbprint (RFC 7638).
pub struct Keys {
    pub(super) signing_id: String,
    pub(super) signing: EncodingKey,
    pub(super) checking: BTreeMap<String, Checking>,
}

/// A key that checks.
pub(super) struct Checking {
    pub(super) key: DecodingKey,
    point: String,
}

impl Keys {
    /// The key made of this seed signs and checks.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        crypto::install();
        let (id, checking) = checking(seed);
        Self {
            signing_id: id.clone(),
            signing: EncodingKey::from_ed_der(seed),
            checking: BTreeMap::from([(id, checking)]),
        }
    }

    /// The key made of this seed only checks: it is about to sign, or did until a moment ago.
    #[must_use]
    pub fn and_checking(mut self, seed: &[u8; 32]) -> Self {
        let (id, checking) = checking(seed);
        self.checking.insert(id, checking);
        self
    }

    /// The public halves, for those who check tokens themselves.
    pub fn public(&self) -> JsonWebKeySet {
        let keys = self.checking.iter().map(|(id, checking)| JsonWebKey {
            kty: "OKP",
            crv: "Ed25519",
            alg: "EdDSA",
            key_use: "sig",
            kid: id.clone(),
            x: checking.point.clone(),
        });
        JsonWebKeySet { keys: keys.collect() }
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keys").field("signing_id", &self.signing_id).finish_non_exhaustive()
    }
}

fn checking(seed: &[u8; 32]) -> (String, Checking) {
    let point = SigningKey::from_bytes(seed).verifying_key().to_bytes();
    let x = BASE64_URL_SAFE_NO_PAD.encode(point);
    let thumbprint = Sha256::digest(format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#));
    let id = BASE64_URL_SAFE_NO_PAD.encode(thumbprint);
    (id, Checking { key: DecodingKey::from_ed_der(&point), point: x })
}

/// The public keys with which access tokens can be checked (RFC 7517).
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct JsonWebKeySet {
    /// The keys.
    #[schema(max_items = 10)]
    pub keys: Vec<JsonWebKey>,
}

/// A public key of Ed25519 (RFC 8037).
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct JsonWebKey {
    /// The kind of key.
    #[schema(max_length = 10, example = "OKP")]
    pub kty: &'static str,
    /// The curve.
    #[schema(max_length = 20, example = "Ed25519")]
    pub crv: &'static str,
    /// The algorithm.
    #[schema(max_length = 20, example = "EdDSA")]
    pub alg: &'static str,
    /// What it is for.
    #[serde(rename = "use")]
    #[schema(max_length = 10, example = "sig")]
    pub key_use: &'static str,
    /// Its name: the thumbprint.
    #[schema(max_length = 43)]
    pub kid: String,
    /// The point.
    #[schema(max_length = 43)]
    pub x: String,
}
