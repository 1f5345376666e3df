//! The keys that sign and check access tokens.

use std::collections::BTreeMap;
use std::fmt;

use ::app::Ctx;
use ::app::signing_key::{self, KeySet};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use domain::signing_key::KeyState;
use ed25519_dalek::SigningKey;
use jiff::Timestamp;
use jsonwebtoken::{DecodingKey, EncodingKey};
use secrecy::ExposeSecret;
use serde::Serialize;
use utoipa::ToSchema;

use super::crypto;

/// The key that signs, and those that check. Each is named by its thumbprint (RFC 7638).
pub struct Keys {
    pub(super) signing_id: String,
    pub(super) signing: EncodingKey,
    pub(super) checking: BTreeMap<String, Checking>,
    /// Whether they are those of the database, which other servers may have rotated since.
    pub(super) stored: bool,
}

/// A key that checks.
pub(super) struct Checking {
    pub(super) key: DecodingKey,
    /// Until when it does; one that has not retired does so until it has.
    until: Option<Timestamp>,
    point: String,
}

impl Checking {
    fn new(point: &[u8; 32], until: Option<Timestamp>) -> Self {
        let key = DecodingKey::from_ed_der(point);
        Self { key, until, point: BASE64_URL_SAFE_NO_PAD.encode(point) }
    }

    pub(super) fn holds_at(&self, now: Timestamp) -> bool {
        self.until.is_none_or(|until| now < until)
    }
}

impl Keys {
    /// The keys that the servers on this database share; makes them where there are none.
    pub fn load(ctx: &Ctx) -> Result<Self, ::app::Error> {
        crypto::install();
        let KeySet { checking, signing_id, seed } = signing_key::load(ctx)?;
        let checking = checking.into_iter().map(|key| {
            let until = match key.state {
                KeyState::Next { .. } | KeyState::Signing { .. } => None,
                KeyState::Retired { checks_until, .. } => Some(checks_until),
            };
            (key.id, Checking::new(&key.public, until))
        });
        let signing = EncodingKey::from_ed_der(seed.expose_secret());
        Ok(Self { signing_id, signing, checking: checking.collect(), stored: true })
    }

    /// The key made of this seed signs and checks, and no other ever will. For tests.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        crypto::install();
        let (id, checking) = checking(seed);
        Self {
            signing_id: id.clone(),
            signing: EncodingKey::from_ed_der(seed),
            checking: BTreeMap::from([(id, checking)]),
            stored: false,
        }
    }

    /// The key made of this seed only checks: it is about to sign, or did until a moment ago. For tests.
    #[must_use]
    pub fn and_checking(mut self, seed: &[u8; 32]) -> Self {
        let (id, checking) = checking(seed);
        self.checking.insert(id, checking);
        self
    }

    /// The public halves, for those who check tokens themselves.
    pub fn public(&self, now: Timestamp) -> JsonWebKeySet {
        let keys = self.checking.iter().filter(|(_, checking)| checking.holds_at(now));
        let keys = keys.map(|(id, checking)| JsonWebKey {
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
    (signing_key::thumbprint(&point), Checking::new(&point, None))
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
