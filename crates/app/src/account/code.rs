//! The codes in mails. A code is made of a key of the service and the id of what it is for, so it can be made
//! again when the mail is written; stored is its hash only. A code of one purpose is none of another.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretSlice, SecretString};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::ctx::Ctx;
use crate::error::Error;
use crate::secret;

/// The purpose of the codes of registrations; the others have that of their request.
pub(crate) const REGISTRATION: &str = "registration";

/// The purpose of the codes of invitations.
pub(crate) const INVITATION: &str = "invitation";

/// Makes codes.
pub(crate) struct Codes(SecretSlice<u8>);

impl Codes {
    /// With the key that all servers on the database share.
    pub(crate) fn of(ctx: &Ctx) -> Result<Self, Error> {
        keyed(ctx, "mail-codes").map(Self)
    }

    /// The code for this id: 256 bits in base64url.
    pub(crate) fn code(&self, purpose: &str, id: Uuid) -> Result<SecretString, Error> {
        let code = authenticated(&self.0, &[purpose.as_bytes(), id.as_bytes()])?;
        Ok(SecretString::from(URL_SAFE_NO_PAD.encode(code)))
    }

    /// What is stored of the code for this id.
    pub(crate) fn hash(&self, purpose: &str, id: Uuid) -> Result<[u8; 32], Error> {
        Ok(hash_of(&self.code(purpose, id)?))
    }
}

/// What is stored of a code. A plain hash is enough: nobody guesses 256 bits.
pub(crate) fn hash_of(code: &SecretString) -> [u8; 32] {
    Sha256::digest(code.expose_secret().as_bytes()).into()
}

/// A key of the service.
pub(crate) fn keyed(ctx: &Ctx, name: &str) -> Result<SecretSlice<u8>, Error> {
    secret::load_or_create(ctx, name, || {
        let mut bytes = vec![0; 32];
        ctx.entropy.fill(&mut bytes);
        bytes
    })
}

/// HMAC-SHA-256 over parts, each with its length in front, so that no two lists give the same bytes.
pub(crate) fn authenticated(key: &SecretSlice<u8>, parts: &[&[u8]]) -> Result<[u8; 32], Error> {
    let mut code = <Hmac<Sha256> as KeyInit>::new_from_slice(key.expose_secret())
        .map_err(|error| Error::Internal(Box::new(error)))?;
    for part in parts {
        code.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        code.update(part);
    }
    Ok(code.finalize().into_bytes().into())
}
