//! Logins and their refresh tokens.

use diesel::prelude::*;
use domain::id::{PersonId, SessionId};
use domain::session::{Device, OpenedWith, RefreshToken, Session};
use jiff::Timestamp;

use super::super::dialect::{Backend, Connection, for_update};
use super::super::schema::{refresh_tokens, sessions};
use super::super::values::{DbId, DbTime, time};
use crate::error::StoreError;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = sessions, check_for_backend(Backend))]
struct SessionRow {
    id: DbId,
    person_id: DbId,
    created_at: DbTime,
    last_used_at: DbTime,
    expires_at: DbTime,
    revoked_at: Option<DbTime>,
    opened_with: String,
    device: String,
}

impl SessionRow {
    fn session(self) -> Result<Session, StoreError> {
        let Self { id, person_id, created_at, last_used_at, expires_at, revoked_at, opened_with, device } =
            self;
        let opened_with = OpenedWith::from_code(&opened_with)
            .ok_or_else(|| StoreError::corrupt("sessions", id.0, format!("opened with {opened_with}")))?;
        Ok(Session {
            id: id.into(),
            person: person_id.into(),
            opened_with,
            device: Device::from_code(&device),
            created_at: created_at.0,
            last_used_at: last_used_at.0,
            expires_at: expires_at.0,
            revoked_at: time(revoked_at),
        })
    }
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = refresh_tokens, check_for_backend(Backend))]
struct TokenRow {
    hash: Vec<u8>,
    session_id: DbId,
    issued_at: DbTime,
    expires_at: DbTime,
    used_at: Option<DbTime>,
}

impl TokenRow {
    fn token(self) -> Result<RefreshToken, StoreError> {
        let Self { hash, session_id, issued_at, expires_at, used_at } = self;
        let hash =
            hash.try_into().map_err(|_| StoreError::corrupt("refresh_tokens", session_id.0, "hash"))?;
        Ok(RefreshToken {
            hash,
            session: session_id.into(),
            issued_at: issued_at.0,
            expires_at: expires_at.0,
            used_at: time(used_at),
        })
    }
}

/// The logins of a person that still hold.
pub(crate) fn of_person(
    connection: &mut Connection,
    person: PersonId,
    now: Timestamp,
) -> Result<Vec<Session>, StoreError> {
    let rows: Vec<SessionRow> = sessions::table
        .filter(sessions::person_id.eq(DbId::from(person)))
        .filter(sessions::revoked_at.is_null())
        .filter(sessions::expires_at.gt(DbTime(now)))
        .order((sessions::last_used_at.desc(), sessions::id.desc()))
        .select(SessionRow::as_select())
        .load(connection)?;
    rows.into_iter().map(SessionRow::session).collect()
}

/// Adds a login.
pub(crate) fn insert(connection: &mut Connection, session: &Session) -> Result<(), StoreError> {
    let Session { id, person, opened_with, device, created_at, last_used_at, expires_at, revoked_at } =
        *session;
    let row = SessionRow {
        id: id.into(),
        person_id: person.into(),
        created_at: DbTime(created_at),
        last_used_at: DbTime(last_used_at),
        expires_at: DbTime(expires_at),
        revoked_at: revoked_at.map(DbTime),
        opened_with: opened_with.code().to_owned(),
        device: device.code(),
    };
    diesel::insert_into(sessions::table).values(row).execute(connection)?;
    Ok(())
}

/// Adds a token.
pub(crate) fn insert_token(connection: &mut Connection, token: &RefreshToken) -> Result<(), StoreError> {
    let RefreshToken { hash, session, issued_at, expires_at, used_at } = *token;
    let row = TokenRow {
        hash: hash.to_vec(),
        session_id: session.into(),
        issued_at: DbTime(issued_at),
        expires_at: DbTime(expires_at),
        used_at: used_at.map(DbTime),
    };
    diesel::insert_into(refresh_tokens::table).values(row).execute(connection)?;
    Ok(())
}

/// A token and its session, both locked.
pub(crate) fn token(
    connection: &mut Connection,
    hash: &[u8; 32],
) -> Result<Option<(Session, RefreshToken)>, StoreError> {
    let query = refresh_tokens::table
        .inner_join(sessions::table.on(sessions::id.eq(refresh_tokens::session_id)))
        .filter(refresh_tokens::hash.eq(hash.as_slice()))
        .select((SessionRow::as_select(), TokenRow::as_select()));
    let rows: Option<(SessionRow, TokenRow)> = for_update!(query).first(connection).optional()?;
    rows.map(|(session, token)| Ok((session.session()?, token.token()?))).transpose()
}

/// Notes the first use of a token.
pub(crate) fn use_token(
    connection: &mut Connection,
    token: &RefreshToken,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let used = diesel::update(refresh_tokens::table.find(token.hash.as_slice()))
        .filter(refresh_tokens::used_at.is_null())
        .set(refresh_tokens::used_at.eq(DbTime(at)))
        .execute(connection)?;
    if used != 1 {
        return Ok(false);
    }
    diesel::update(sessions::table.find(DbId::from(token.session)))
        .set(sessions::last_used_at.eq(DbTime(at)))
        .execute(connection)?;
    Ok(true)
}

/// A login counts as one with a second factor.
pub(crate) fn strengthen(connection: &mut Connection, session: SessionId) -> Result<(), StoreError> {
    diesel::update(sessions::table.find(DbId::from(session)))
        .set(sessions::opened_with.eq(OpenedWith::SecondFactor.code()))
        .execute(connection)?;
    Ok(())
}

/// Ends a login.
pub(crate) fn revoke(
    connection: &mut Connection,
    session: SessionId,
    person: PersonId,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let revoked = diesel::update(sessions::table.find(DbId::from(session)))
        .filter(sessions::person_id.eq(DbId::from(person)))
        .filter(sessions::revoked_at.is_null())
        .set(sessions::revoked_at.eq(DbTime(at)))
        .execute(connection)?;
    Ok(revoked == 1)
}

/// Ends the logins of a person, but for one.
pub(crate) fn revoke_all(
    connection: &mut Connection,
    person: PersonId,
    except: Option<SessionId>,
    at: Timestamp,
) -> Result<usize, StoreError> {
    let live = sessions::table
        .filter(sessions::person_id.eq(DbId::from(person)))
        .filter(sessions::revoked_at.is_null());
    let end = sessions::revoked_at.eq(DbTime(at));
    Ok(match except {
        Some(kept) => {
            diesel::update(live.filter(sessions::id.ne(DbId::from(kept)))).set(end).execute(connection)?
        }
        None => diesel::update(live).set(end).execute(connection)?,
    })
}
