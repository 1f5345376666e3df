//! Access tokens: JWTs signed with Ed25519 that hold for ten minutes (RFC 9068).

use std::collections::HashSet;
use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use domain::id::{IdSource, PersonId, SessionId};
use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::{Algorithm, Header, Validation};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::cache::Cache;
use super::keys::Keys;
use crate::problem::Problem;

/// How long a token holds.
const LIFE: SignedDuration = SignedDuration::from_mins(10);
/// How far the clocks of two servers may be apart.
const LEEWAY_SECONDS: i64 = 5;
/// A token of ours has about 600 bytes.
const MOST_BYTES: usize = 2048;
const TYPE: &str = "at+jwt";
/// How old what is known of the keys may become, in seconds: another server may have rotated them.
const KEYS_AGE: i64 = 30;
/// How often unknown keys have us look, in seconds: anybody can make up a name of a key.
const KEYS_PAUSE: i64 = 3;

/// A token as it is given to a client.
#[derive(Clone)]
pub struct AccessToken {
    /// The token itself: a secret.
    pub token: String,
    /// Until when it holds.
    pub expires_at: Timestamp,
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessToken").field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}

/// Issues and checks access tokens.
pub struct Tokens {
    keys: RwLock<Arc<Keys>>,
    /// When the keys were last asked for, in seconds.
    asked_at: AtomicI64,
    issuer: String,
    audience: String,
    validation: Validation,
    cache: Cache,
}

/// What a token says, on the wire. Every claim is required and has one form.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct WireClaims {
    pub(super) iss: String,
    pub(super) aud: String,
    pub(super) exp: i64,
    pub(super) nbf: i64,
    pub(super) iat: i64,
    pub(super) sub: Uuid,
    pub(super) jti: Uuid,
    pub(super) sid: Uuid,
}

/// What remains of a token whose signature, issuer and audience are right.
#[derive(Clone, Copy, Debug)]
pub(super) struct Claims {
    person: PersonId,
    session: SessionId,
    not_before: i64,
    issued_at: i64,
    expires_at: i64,
}

impl Claims {
    /// Whether the token holds at this time, by the clock of the service.
    pub(super) fn holds_at(&self, now: Timestamp) -> bool {
        let now = now.as_second();
        now < self.expires_at.saturating_add(LEEWAY_SECONDS)
            && now.saturating_add(LEEWAY_SECONDS) >= self.not_before.max(self.issued_at)
    }
}

/// Whether a header is of the kind of ours: of its type, and without anything that would have the rest read in
/// another way or checked with a key from elsewhere.
fn is_plain(header: &Header) -> bool {
    let typed = header.typ.as_deref().is_some_and(|kind| kind.eq_ignore_ascii_case(TYPE));
    let encoded =
        header.crit.is_some() || header.zip.is_some() || header.enc.is_some() || header.cty.is_some();
    let keyed = header.jwk.is_some() || header.jku.is_some() || header.x5u.is_some() || header.x5c.is_some();
    typed && !encoded && !keyed
}

impl Tokens {
    pub(crate) fn new(keys: Keys, issuer: &str, audience: &str, now: Timestamp) -> Self {
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.required_spec_claims = ["exp", "nbf", "iss", "aud", "sub"].map(str::to_owned).into();
        validation.iss = Some(HashSet::from([issuer.to_owned()]));
        validation.aud = Some(HashSet::from([audience.to_owned()]));
        // The library asks the system's clock; `holds_at` asks ours.
        validation.validate_exp = false;
        validation.validate_nbf = false;
        let (issuer, audience) = (issuer.to_owned(), audience.to_owned());
        let (keys, asked_at) = (RwLock::new(Arc::new(keys)), AtomicI64::new(now.as_second()));
        Self { keys, asked_at, issuer, audience, validation, cache: Cache::new() }
    }

    fn keys(&self) -> Arc<Keys> {
        Arc::clone(&self.keys.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The public halves of the keys.
    pub fn public_keys(&self, now: Timestamp) -> super::JsonWebKeySet {
        self.keys().public(now)
    }

    /// Whether somebody should look which keys there are now: what is known has grown old, or a token names
    /// another key. Whoever is told so does it; the others are told to go on.
    pub(crate) fn want_keys(&self, token: Option<&str>, now: Timestamp) -> bool {
        let keys = self.keys();
        if !keys.stored {
            return false;
        }
        let last = self.asked_at.load(Ordering::Acquire);
        let age = now.as_second().saturating_sub(last).saturating_abs();
        let unknown = || {
            let token = token.filter(|token| token.len() <= MOST_BYTES && self.cache.find(token).is_none());
            let named = token.and_then(|token| jsonwebtoken::decode_header(token).ok()?.kid);
            named.is_some_and(|name| !keys.checking.contains_key(&name))
        };
        (age >= KEYS_AGE || (age >= KEYS_PAUSE && unknown()))
            && self
                .asked_at
                .compare_exchange(last, now.as_second(), Ordering::AcqRel, Ordering::Acquire)
                .is_ok()
    }

    /// Uses these keys from now on. Where one has gone, no token is remembered: it may have been of that one.
    pub(crate) fn use_keys(&self, keys: Keys) {
        let before = {
            let mut current = self.keys.write().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut *current, Arc::new(keys))
        };
        if before.checking.keys().any(|id| !self.keys().checking.contains_key(id)) {
            self.cache.clear();
        }
    }

    /// A token for a login.
    pub fn issue(
        &self,
        person: PersonId,
        session: SessionId,
        now: Timestamp,
        ids: &dyn IdSource,
    ) -> Result<AccessToken, Problem> {
        let expires_at = now.checked_add(LIFE).map_err(Problem::internal)?;
        let claims = WireClaims {
            iss: self.issuer.clone(),
            aud: self.audience.clone(),
            exp: expires_at.as_second(),
            nbf: now.as_second(),
            iat: now.as_second(),
            sub: person.uuid(),
            jti: ids.next(),
            sid: session.uuid(),
        };
        let keys = self.keys();
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some(TYPE.to_owned());
        header.kid = Some(keys.signing_id.clone());
        let token = jsonwebtoken::encode(&header, &claims, &keys.signing).map_err(Problem::internal)?;
        Ok(AccessToken { token, expires_at })
    }

    /// Whose token this is, if it holds now. Why not is nobody's business.
    pub fn verify(&self, token: &str, now: Timestamp) -> Option<(PersonId, SessionId)> {
        let claims = if let Some(claims) = self.cache.find(token) {
            claims
        } else {
            let claims = self.check(token, now)?;
            if claims.holds_at(now) {
                self.cache.insert(token, claims, now);
            }
            claims
        };
        claims.holds_at(now).then_some((claims.person, claims.session))
    }

    /// Signature, type, key, issuer, audience and the form of every claim.
    fn check(&self, token: &str, now: Timestamp) -> Option<Claims> {
        if token.len() > MOST_BYTES {
            return None;
        }
        let header = jsonwebtoken::decode_header(token).ok()?;
        if !is_plain(&header) {
            return None;
        }
        let keys = self.keys();
        let checking = keys.checking.get(&header.kid?).filter(|checking| checking.holds_at(now))?;
        let WireClaims { iss, aud, exp, nbf, iat, sub, jti: _, sid } =
            jsonwebtoken::decode(token, &checking.key, &self.validation).ok()?.claims;
        if iss != self.issuer || aud != self.audience {
            return None;
        }
        Some(Claims {
            person: PersonId::new(sub),
            session: SessionId::new(sid),
            not_before: nbf,
            issued_at: iat,
            expires_at: exp,
        })
    }

    #[cfg(test)]
    pub(super) fn remembered(&self) -> usize {
        self.cache.len()
    }
}
