//! Logins: opened with a password, kept going with refresh tokens, closed.
//!
//! All that is wrong with credentials has one answer, [`Error::CredentialsWrong`], after the same work.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::audit::Cause;
use domain::id::{PersonId, SessionId};
use domain::organization::Email;
use domain::session::{Device, OpenedWith, Refresh, RefreshToken, Session, decide_refresh};
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use persistence::Tx;
use secrecy::{ExposeSecret, SecretSlice, SecretString};
use sha2::{Digest, Sha256};

use crate::ctx::{Caller, Ctx};
use crate::error::{Error, Noun};
use crate::factor::{Codes, Shown as Code};
use crate::password::{self, Verdict};
use crate::{secret, suspension};

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

/// What a login is opened with.
#[derive(Debug)]
pub struct Credentials {
    /// The address of the account.
    pub email: String,
    /// The password.
    pub password: SecretString,
    /// A code of an authenticator, or a recovery code, for an account that wants one.
    pub one_time_code: Option<SecretString>,
    /// From what it is opened.
    pub device: Device,
}

/// Logs in with the password alone, from a device of which nothing is known.
pub fn open(ctx: &Ctx, email: &str, password: &SecretString) -> Result<Opened, Error> {
    let (email, password) = (email.to_owned(), password.clone());
    open_with(ctx, &Credentials { email, password, one_time_code: None, device: Device::default() })
}

/// Logs in.
pub fn open_with(ctx: &Ctx, credentials: &Credentials) -> Result<Opened, Error> {
    let Credentials { email, password, one_time_code, device } = credentials;
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
    let (secret, codes) = (Secret::draw(ctx), Codes::of(ctx)?);
    let code = one_time_code.as_ref().map(ExposeSecret::expose_secret);
    let entered = ctx.system_command(Cause::System, |tx, now| {
        // The account must still be as it was when the password was compared with its hash.
        let current = tx.person(person.id)?.ok_or(Error::CredentialsWrong)?;
        if current.password_hash != person.password_hash || !suspension::is_open(tx, &current, now)? {
            return Err(Error::CredentialsWrong);
        }
        if let (Some(before), Some(after)) = (&person.password_hash, &better) {
            tx.rehash_password(person.id, before, after)?;
        }
        // Asked only now: whoever has not the password is not told whether there is a second factor.
        let opened_with = match codes.check(tx, person.id, code, now)? {
            Code::NoFactor => OpenedWith::Password,
            Code::Right => OpenedWith::SecondFactor,
            Code::Nothing => return Ok(Entered::NotYet(Error::OneTimeCodeMissing)),
            Code::Wrong => return Ok(Entered::NotYet(Error::OneTimeCodeWrong)),
        };
        let session =
            Session::open(SessionId::next(tx.ids()), person.id, now).described(opened_with, *device);
        tx.insert_session(&session)?;
        let token = RefreshToken::issue(secret.hash(), &session, now);
        tx.insert_refresh_token(&token)?;
        Ok(Entered::In(Box::new(session), token))
    })?;
    match entered {
        Entered::In(session, token) => Ok(secret.opened(&session, &token)),
        Entered::NotYet(error) => Err(error),
    }
}

/// What came of credentials, as far as the transaction keeps it: an error within would undo that a wrong code
/// was counted.
enum Entered {
    In(Box<Session>, RefreshToken),
    NotYet(Error),
}

/// What came of a token that was shown, as far as the transaction keeps it.
enum Shown {
    GoesOn(Box<Session>, RefreshToken, Secret),
    Ended,
}

/// Goes on with a login: the token is used up, and has a successor. One that was used a moment ago has the
/// same successor again; one that was used before ends the login.
pub fn refresh(ctx: &Ctx, token: &SecretString) -> Result<Opened, Error> {
    let hash = hash_of(token.expose_secret());
    let line = Line::of(ctx)?;
    let outcome = ctx.system_command(Cause::System, |tx, now| {
        let (session, shown) = tx.refresh_token(&hash)?.ok_or(Error::CredentialsWrong)?;
        let decision = decide_refresh(&session, &shown, now);
        match decision {
            Refresh::Reject => return Err(Error::CredentialsWrong),
            Refresh::Revoke => {
                // The revocation must be kept, so it is no error yet: an error would undo it.
                tx.revoke_session(session.id, session.person, now)?;
                tracing::warn!(session = %session.id, person = %session.person, "a refresh token came twice");
                return Ok(Shown::Ended);
            }
            Refresh::Rotate | Refresh::Again => {}
        }
        let person = tx.person(session.person)?.ok_or(Error::CredentialsWrong)?;
        if !suspension::is_open(tx, &person, now)? {
            return Err(Error::CredentialsWrong);
        }
        let (token, secret) = match decision {
            Refresh::Again => line.last(tx, &shown)?,
            _ => line.next(tx, &session, &shown, now)?,
        };
        Ok(Shown::GoesOn(Box::new(session), token, secret))
    })?;
    match outcome {
        Shown::GoesOn(session, token, secret) => Ok(secret.opened(&session, &token)),
        Shown::Ended => Err(Error::CredentialsWrong),
    }
}

/// The most successors that are followed from one token: a client would have to refresh so often within the
/// grace.
const MOST_SUCCESSORS: usize = 100;

/// The line of a token's successors. The secret of each is made of the one before and of a key that only the
/// service has: so whoever asks twice gets the same, and nothing is stored that could be shown as a token.
struct Line(SecretSlice<u8>);

impl Line {
    fn of(ctx: &Ctx) -> Result<Self, Error> {
        secret::load_or_create(ctx, "refresh-tokens", || secret::drawn(ctx)).map(Self)
    }

    fn successor(&self, used: &RefreshToken) -> Result<Secret, Error> {
        let mut code = <Hmac<Sha256> as KeyInit>::new_from_slice(self.0.expose_secret())
            .map_err(|error| Error::Internal(Box::new(error)))?;
        code.update(b"refresh-token-successor\0");
        code.update(&used.hash);
        Ok(Secret::of(&code.finalize().into_bytes()))
    }

    /// Uses a token up, and gives its successor.
    fn next(
        &self,
        tx: &mut Tx<'_>,
        session: &Session,
        shown: &RefreshToken,
        now: Timestamp,
    ) -> Result<(RefreshToken, Secret), Error> {
        if !tx.use_refresh_token(shown, now)? {
            // Cannot be while the row is locked; if it were, the command runs again and sees the use.
            return Err(Error::Unavailable);
        }
        let secret = self.successor(shown)?;
        let token = RefreshToken::issue(secret.hash(), session, now);
        tx.insert_refresh_token(&token)?;
        Ok((token, secret))
    }

    /// The one of the successors that was not used yet.
    fn last(&self, tx: &mut Tx<'_>, shown: &RefreshToken) -> Result<(RefreshToken, Secret), Error> {
        let mut used = *shown;
        for _ in 0..MOST_SUCCESSORS {
            let secret = self.successor(&used)?;
            // A used token without its successor was made before the key was; there is nothing to go on with.
            let (_, token) = tx.refresh_token(&secret.hash())?.ok_or(Error::CredentialsWrong)?;
            if token.used_at.is_none() {
                return Ok((token, secret));
            }
            used = token;
        }
        Err(Error::CredentialsWrong)
    }
}

/// Ends the login of the caller.
pub fn close(ctx: &Ctx, caller: &Caller) -> Result<(), Error> {
    close_one(ctx, caller, caller.session)
}

/// Ends a login of the caller.
pub fn close_one(ctx: &Ctx, caller: &Caller, session: SessionId) -> Result<(), Error> {
    ctx.command(caller, None, |tx, _, now| {
        let ended = tx.revoke_session(session, caller.person, now)?;
        if ended { Ok(()) } else { Err(Error::NotFound(Noun::Session)) }
    })
}

/// Ends all logins of the caller but this one.
pub fn close_others(ctx: &Ctx, caller: &Caller) -> Result<(), Error> {
    ctx.command(caller, None, |tx, _, now| {
        tx.revoke_sessions(caller.person, Some(caller.session), now)?;
        Ok(())
    })
}

/// The logins of the caller that still hold, the latest used first.
pub fn list(ctx: &Ctx, caller: &Caller) -> Result<Vec<Session>, Error> {
    ctx.question(Some(caller), |reader, _, _, now| Ok(reader.sessions(caller.person, now)?))
}

/// The secret of a refresh token, before it is given out.
struct Secret(SecretString);

impl Secret {
    /// 256 random bits in base64url.
    fn draw(ctx: &Ctx) -> Self {
        let mut bits = [0; 32];
        ctx.entropy.fill(&mut bits);
        Self::of(&bits)
    }

    fn of(bits: &[u8]) -> Self {
        Self(SecretString::from(URL_SAFE_NO_PAD.encode(bits)))
    }

    fn hash(&self) -> [u8; 32] {
        hash_of(self.0.expose_secret())
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
