//! The keys that sign access tokens.

use diesel::prelude::*;
use domain::signing_key::{KeyState, SigningKey};

use super::super::dialect::{Backend, Connection};
use super::super::schema::signing_keys;
use super::super::values::DbTime;
use crate::error::StoreError;

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = signing_keys, check_for_backend(Backend), treat_none_as_null = true)]
struct Row {
    id: String,
    public_key: Vec<u8>,
    sealed_seed: Option<Vec<u8>>,
    state: String,
    created_at: DbTime,
    signing_since: Option<DbTime>,
    retired_at: Option<DbTime>,
    checks_until: Option<DbTime>,
}

impl Row {
    fn of(key: &SigningKey) -> Self {
        let SigningKey { id, public, created_at, state } = key;
        let (sealed_seed, signing_since, retired_at, checks_until) = match state {
            KeyState::Next { sealed_seed } => (Some(sealed_seed.clone()), None, None, None),
            KeyState::Signing { sealed_seed, since } => (Some(sealed_seed.clone()), Some(*since), None, None),
            KeyState::Retired { since, at, checks_until } => {
                (None, Some(*since), Some(*at), Some(*checks_until))
            }
        };
        Self {
            id: id.clone(),
            public_key: public.to_vec(),
            sealed_seed,
            state: state.code().to_owned(),
            created_at: DbTime(*created_at),
            signing_since: signing_since.map(DbTime),
            retired_at: retired_at.map(DbTime),
            checks_until: checks_until.map(DbTime),
        }
    }

    fn key(self) -> Result<SigningKey, StoreError> {
        let Self { id, public_key, sealed_seed, state, created_at, signing_since, retired_at, checks_until } =
            self;
        let corrupt = |what: &str| StoreError::corrupt("signing_keys", &id, what);
        let public = public_key.try_into().map_err(|_| corrupt("public key"))?;
        let state = match (state.as_str(), sealed_seed, signing_since, retired_at, checks_until) {
            ("next", Some(sealed_seed), None, None, None) => KeyState::Next { sealed_seed },
            ("signing", Some(sealed_seed), Some(since), None, None) => {
                KeyState::Signing { sealed_seed, since: since.0 }
            }
            ("retired", None, Some(since), Some(at), Some(until)) => {
                KeyState::Retired { since: since.0, at: at.0, checks_until: until.0 }
            }
            _ => return Err(corrupt("state")),
        };
        Ok(SigningKey { id, public, created_at: created_at.0, state })
    }
}

/// Every key.
pub(crate) fn all(connection: &mut Connection) -> Result<Vec<SigningKey>, StoreError> {
    let rows: Vec<Row> = signing_keys::table
        .order((signing_keys::created_at.desc(), signing_keys::id))
        .select(Row::as_select())
        .load(connection)?;
    rows.into_iter().map(Row::key).collect()
}

/// Adds a key.
pub(crate) fn insert(connection: &mut Connection, key: &SigningKey) -> Result<(), StoreError> {
    diesel::insert_into(signing_keys::table).values(Row::of(key)).execute(connection)?;
    Ok(())
}

/// Stores a key that was in this state.
pub(crate) fn save(connection: &mut Connection, key: &SigningKey, was: &str) -> Result<(), StoreError> {
    let saved = diesel::update(signing_keys::table.find(&key.id))
        .filter(signing_keys::state.eq(was))
        .set(Row::of(key))
        .execute(connection)?;
    if saved == 1 { Ok(()) } else { Err(StoreError::Stale) }
}
