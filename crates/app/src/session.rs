//! Logins: opened with a password, kept going with refresh tokens, closed.
//!
//! All that is wrong with credentials has one answer, [`Error::CredentialsWrong`], after the same work.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::audit::Cause;
use domain::id::{PersonId, SessionId};
use domain::organization::Email;
use domain::person::{Person, PersonStatus};
use domain::session::{Refresh, RefreshToken, Session, decide_refresh};
use jiff::Timestamp;
use persistence::Tx;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

use crate::ctx::{Caller, Ctx};
use crate::error::Error;
use crate::password::{self, Verdict};

/// A login that goes on: what an access token is made of, and the token to refresh it with.
#[derive(Debug)]
pub struct Opened {
    /// Whose.
    pub person: PersonId,
    /// Which login.
    pub session: SessionId,
    /// To be shown once, for the next access token: 256 random bits in base64url.
    pub refresh_token: SecretString,
    /// Until when the refresh token can be used.
    pub refresh_expires_at: Timestamp,
    /// When the login ends by itself.
    pub session_expires_at: Timestamp,
}

/// Logs in.
pub fn open(ctx: &Ctx, email: &str, password: &SecretString) -> Result<Opened, Error> {
    let person = match Email::parse(email) {
        Ok(email) => ctx.store.read(|reader| reader.person_by_email(&email))?,
        Err(_) => None,
    };
    let hash = person.as_ref().and_then(|person| person.password_hash.as_ref());
    // Outside the transaction: it is long, and nothing is locked for it.
    let verdict = password::verify(password, hash)?;
    let (Some(person), Verdict::Right | Verdict::RightButOld) = (&person, verdict) else {
        return Err(Error::CredentialsWrong);
    };
    let better = match verdict {
        Verdict::RightButOld => Some(password::rehash(ctx, password)?),
        Verdict::Wrong | Verdict::Right => None,
    };
    let secret = Secret::draw(ctx);
    let (session, token) = ctx.system_command(Cause::System, |tx, now| {
        let current = tx.person(person.id)?;
        if !current.is_some_and(|current| may_enter(&current, person)) {
            return Err(Error::CredentialsWrong);
        }
        if let (Some(before), Some(after)) = (&person.password_hash, &better) {
            tx.rehash_password(person.id, before, after)?;
        }
        let session = Session::open(SessionId::next(tx.ids()), person.id, now);
        tx.insert_session(&session)?;
        let token = issue(tx, &secret, &session, now)?;
        Ok((session, token))
    })?;
    Ok(secret.opened(&session, &token))
}

/// Whether the account is still as it was when the password was compared with its hash.
fn may_enter(current: &Person, compared: &Person) -> bool {
    current.status == PersonStatus::Active && current.password_hash == compared.password_hash
}

/// What came of a token that was shown, as far as the transaction keeps it.
enum Shown {
    GoesOn(Box<Session>, RefreshToken),
    Ended,
}

/// Goes on with a login: the token is used up, and has a successor. One that was used before ends the login.
pub fn refresh(ctx: &Ctx, token: &SecretString) -> Result<Opened, Error> {
    let hash = hash_of(token.expose_secret());
    let secret = Secret::draw(ctx);
    let outcome = ctx.system_command(Cause::System, |tx, now| {
        let (session, shown) = tx.refresh_token(&hash)?.ok_or(Error::CredentialsWrong)?;
        match decide_refresh(&session, &shown, now) {
            Refresh::Reject => Err(Error::CredentialsWrong),
            Refresh::Revoke => {
                // The revocation must be kept, so it is no error yet: an error would undo it.
                tx.revoke_session(session.id, session.person, now)?;
                tracing::warn!(session = %session.id, person = %session.person, "a refresh token came twice");
                Ok(Shown::Ended)
            }
            decision @ (Refresh::Rotate | Refresh::Again) => {
                let person = tx.person(session.person)?;
                if !person.is_some_and(|person| person.status == PersonStatus::Active) {
                    return Err(Error::CredentialsWrong);
                }
                if decision == Refresh::Rotate && !tx.use_refresh_token(&shown, now)? {
                    // Cannot be while the row is locked; if it were, the command runs again and sees the use.
                    return Err(Error::Unavailable);
                }
                let token = issue(tx, &secret, &session, now)?;
                Ok(Shown::GoesOn(Box::new(session), token))
            }
        }
    })?;
    match outcome {
        Shown::GoesOn(session, token) => Ok(secret.opened(&session, &token)),
        Shown::Ended => Err(Error::CredentialsWrong),
    }
}

/// Ends the login of the caller.
pub fn close(ctx: &Ctx, caller: &Caller) -> Result<(), Error> {
    ctx.command(caller, None, |tx, _, now| {
        tx.revoke_session(caller.session, caller.person, now)?;
        Ok(())
    })
}

/// The logins of the caller that still hold, the latest used first.
pub fn list(ctx: &Ctx, caller: &Caller) -> Result<Vec<Session>, Error> {
    ctx.question(Some(caller), |reader, _, _, now| Ok(reader.sessions(caller.person, now)?))
}

fn issue(tx: &mut Tx<'_>, secret: &Secret, session: &Session, now: Timestamp) -> Result<RefreshToken, Error> {
    let token = RefreshToken::issue(hash_of(secret.0.expose_secret()), session, now);
    tx.insert_refresh_token(&token)?;
    Ok(token)
}

/// The secret of a refresh token, before it is given out.
struct Secret(SecretString);

impl Secret {
    /// 256 random bits in base64url.
    fn draw(ctx: &Ctx) -> Self {
        let mut bits = [0; 32];
        ctx.entropy.fill(&mut bits);
        Self(SecretString::from(URL_SAFE_NO_PAD.encode(bits)))
    }

    fn opened(self, session: &Session, token: &RefreshToken) -> Opened {
        Opened {
            person: session.person,
            session: session.id,
            refresh_token: self.0,
            refresh_expires_at: token.expires_at,
            session_expires_at: session.expires_at,
        }
    }
}

/// What is stored of a token. A plain hash is enough: nobody guesses 256 bits.
fn hash_of(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}
