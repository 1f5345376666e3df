//! Registrations, requests that are answered by mail, and consents.

use diesel::prelude::*;
use domain::account::{AccountRequest, Agreed, Consent, Purpose, Registration};
use domain::id::{AccountRequestId, PersonId, RegistrationId};
use domain::organization::Email;
use domain::person::{PasswordHash, PersonDraft};
use domain::text::Line;
use domain::vocabulary::Locale;
use jiff::Timestamp;

use super::super::dialect::{Backend, Connection};
use super::super::schema::{account_requests, consents, registrations};
use super::super::values::{DbId, DbTime, time};
use crate::error::StoreError;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = registrations, check_for_backend(Backend))]
struct RegistrationRow {
    id: DbId,
    email: String,
    name: String,
    password_hash: String,
    locale: String,
    terms_version: String,
    token_hash: Vec<u8>,
    created_at: DbTime,
}

impl RegistrationRow {
    fn registration(self) -> Result<Registration, StoreError> {
        let Self { id, email, name, password_hash, locale, terms_version, token_hash, created_at } = self;
        let corrupt = |what: &str| StoreError::corrupt("registrations", id.0, what);
        let draft = PersonDraft {
            email: Email::from_stored(email),
            name: Line::from_stored(name),
            locale: Locale::parse(&locale).map_err(|_| corrupt("locale"))?,
        };
        Ok(Registration {
            id: id.into(),
            draft,
            password_hash: PasswordHash::new(password_hash),
            terms_version: Line::from_stored(terms_version),
            token_hash: token_hash.try_into().map_err(|_| corrupt("token_hash"))?,
            created_at: created_at.0,
        })
    }
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = account_requests, check_for_backend(Backend))]
struct RequestRow {
    id: DbId,
    purpose: String,
    email: String,
    person_id: Option<DbId>,
    token_hash: Vec<u8>,
    created_at: DbTime,
    expires_at: DbTime,
    used_at: Option<DbTime>,
}

impl RequestRow {
    fn request(self) -> Result<AccountRequest, StoreError> {
        let Self { id, purpose, email, person_id, token_hash, created_at, expires_at, used_at } = self;
        let corrupt = |what: &str| StoreError::corrupt("account_requests", id.0, what);
        Ok(AccountRequest {
            id: id.into(),
            purpose: Purpose::from_code(&purpose).ok_or_else(|| corrupt("purpose"))?,
            email: Email::from_stored(email),
            person: person_id.map(PersonId::from),
            token_hash: token_hash.try_into().map_err(|_| corrupt("token_hash"))?,
            created_at: created_at.0,
            expires_at: expires_at.0,
            used_at: time(used_at),
        })
    }
}

/// A registration.
pub(crate) fn registration(
    connection: &mut Connection,
    id: RegistrationId,
) -> Result<Option<Registration>, StoreError> {
    let query = registrations::table.find(DbId::from(id)).select(RegistrationRow::as_select());
    let row: Option<RegistrationRow> = query.first(connection).optional()?;
    row.map(RegistrationRow::registration).transpose()
}

/// The latest registration with this address.
pub(crate) fn registration_by_email(
    connection: &mut Connection,
    email: &str,
) -> Result<Option<Registration>, StoreError> {
    let row: Option<RegistrationRow> = registrations::table
        .filter(registrations::email.eq(email))
        .order((registrations::created_at.desc(), registrations::id.desc()))
        .select(RegistrationRow::as_select())
        .first(connection)
        .optional()?;
    row.map(RegistrationRow::registration).transpose()
}

/// The registration with the code of this hash.
pub(crate) fn registration_by_token(
    connection: &mut Connection,
    hash: &[u8; 32],
) -> Result<Option<Registration>, StoreError> {
    let row: Option<RegistrationRow> = registrations::table
        .filter(registrations::token_hash.eq(hash.as_slice()))
        .select(RegistrationRow::as_select())
        .first(connection)
        .optional()?;
    row.map(RegistrationRow::registration).transpose()
}

/// Adds a registration.
pub(crate) fn insert_registration(
    connection: &mut Connection,
    registration: &Registration,
) -> Result<(), StoreError> {
    let Registration { id, draft, password_hash, terms_version, token_hash, created_at } = registration;
    let row = RegistrationRow {
        id: DbId::from(*id),
        email: draft.email.key(),
        name: draft.name.as_str().to_owned(),
        password_hash: password_hash.as_str().to_owned(),
        locale: draft.locale.code().to_owned(),
        terms_version: terms_version.as_str().to_owned(),
        token_hash: token_hash.to_vec(),
        created_at: DbTime(*created_at),
    };
    diesel::insert_into(registrations::table).values(row).execute(connection)?;
    Ok(())
}

/// Takes a registration out, and all others with its address.
pub(crate) fn take_registration(
    connection: &mut Connection,
    registration: &Registration,
) -> Result<bool, StoreError> {
    let taken = diesel::delete(registrations::table.find(DbId::from(registration.id))).execute(connection)?;
    if taken == 1 {
        let email = registration.draft.email.key();
        diesel::delete(registrations::table.filter(registrations::email.eq(email))).execute(connection)?;
    }
    Ok(taken == 1)
}

/// A request.
pub(crate) fn request(
    connection: &mut Connection,
    id: AccountRequestId,
) -> Result<Option<AccountRequest>, StoreError> {
    let query = account_requests::table.find(DbId::from(id)).select(RequestRow::as_select());
    let row: Option<RequestRow> = query.first(connection).optional()?;
    row.map(RequestRow::request).transpose()
}

/// The request of this purpose with the code of this hash.
pub(crate) fn request_by_token(
    connection: &mut Connection,
    purpose: Purpose,
    hash: &[u8; 32],
) -> Result<Option<AccountRequest>, StoreError> {
    let row: Option<RequestRow> = account_requests::table
        .filter(account_requests::token_hash.eq(hash.as_slice()))
        .filter(account_requests::purpose.eq(purpose.code()))
        .select(RequestRow::as_select())
        .first(connection)
        .optional()?;
    row.map(RequestRow::request).transpose()
}

/// Adds a request.
pub(crate) fn insert_request(
    connection: &mut Connection,
    request: &AccountRequest,
) -> Result<(), StoreError> {
    let AccountRequest { id, purpose, email, person, token_hash, created_at, expires_at, used_at } = request;
    let row = RequestRow {
        id: DbId::from(*id),
        purpose: purpose.code().to_owned(),
        email: email.key(),
        person_id: person.map(DbId::from),
        token_hash: token_hash.to_vec(),
        created_at: DbTime(*created_at),
        expires_at: DbTime(*expires_at),
        used_at: used_at.map(DbTime),
    };
    diesel::insert_into(account_requests::table).values(row).execute(connection)?;
    Ok(())
}

/// Notes the use of a request's code.
pub(crate) fn use_request(
    connection: &mut Connection,
    id: AccountRequestId,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let used = diesel::update(account_requests::table.find(DbId::from(id)))
        .filter(account_requests::used_at.is_null())
        .filter(account_requests::expires_at.gt(DbTime(at)))
        .set(account_requests::used_at.eq(Some(DbTime(at))))
        .execute(connection)?;
    Ok(used == 1)
}

/// Takes the use from the codes of a purpose that were sent to an address or asked for by an account.
pub(crate) fn close_requests(
    connection: &mut Connection,
    purpose: Purpose,
    email: &str,
    person: PersonId,
    at: Timestamp,
) -> Result<(), StoreError> {
    let of_account = account_requests::person_id.eq(Some(DbId::from(person)));
    let sent_to = account_requests::email.eq(email).and(account_requests::person_id.is_null());
    let open = account_requests::table
        .filter(account_requests::purpose.eq(purpose.code()))
        .filter(account_requests::used_at.is_null());
    diesel::update(open.filter(sent_to))
        .set(account_requests::used_at.eq(Some(DbTime(at))))
        .execute(connection)?;
    diesel::update(open.filter(of_account))
        .set(account_requests::used_at.eq(Some(DbTime(at))))
        .execute(connection)?;
    Ok(())
}

/// To what somebody agreed.
pub(crate) fn consents(connection: &mut Connection, person: PersonId) -> Result<Vec<Consent>, StoreError> {
    type Row = (String, String, DbTime, Option<DbTime>);
    let rows: Vec<Row> = consents::table
        .filter(consents::person_id.eq(DbId::from(person)))
        .order((consents::given_at, consents::agreed_to, consents::version))
        .select((consents::agreed_to, consents::version, consents::given_at, consents::withdrawn_at))
        .load(connection)?;
    let consent = |(to, version, given_at, withdrawn_at): Row| {
        let to = Agreed::from_code(&to).ok_or_else(|| StoreError::corrupt("consents", person, to))?;
        let version = Line::from_stored(version);
        Ok(Consent { person, to, version, given_at: given_at.0, withdrawn_at: time(withdrawn_at) })
    };
    rows.into_iter().map(consent).collect()
}

/// Adds a consent.
pub(crate) fn insert_consent(connection: &mut Connection, consent: &Consent) -> Result<(), StoreError> {
    let Consent { person, to, version, given_at, withdrawn_at } = consent;
    diesel::insert_into(consents::table)
        .values((
            consents::person_id.eq(DbId::from(*person)),
            consents::agreed_to.eq(to.code()),
            consents::version.eq(version.as_str()),
            consents::given_at.eq(DbTime(*given_at)),
            consents::withdrawn_at.eq(withdrawn_at.map(DbTime)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Adds a consent, or gives one anew that was given before.
pub(crate) fn give_consent(connection: &mut Connection, consent: &Consent) -> Result<(), StoreError> {
    let Consent { person, to, version, given_at, withdrawn_at } = consent;
    let times =
        (consents::given_at.eq(DbTime(*given_at)), consents::withdrawn_at.eq(withdrawn_at.map(DbTime)));
    diesel::insert_into(consents::table)
        .values((
            consents::person_id.eq(DbId::from(*person)),
            consents::agreed_to.eq(to.code()),
            consents::version.eq(version.as_str()),
            times,
        ))
        .on_conflict((consents::person_id, consents::agreed_to, consents::version))
        .do_update()
        .set(times)
        .execute(connection)?;
    Ok(())
}

/// Takes all consents of a person to something back.
pub(crate) fn withdraw_consents(
    connection: &mut Connection,
    person: PersonId,
    to: Agreed,
    at: Timestamp,
) -> Result<usize, StoreError> {
    let given = consents::table
        .filter(consents::person_id.eq(DbId::from(person)))
        .filter(consents::agreed_to.eq(to.code()))
        .filter(consents::withdrawn_at.is_null());
    Ok(diesel::update(given).set(consents::withdrawn_at.eq(Some(DbTime(at)))).execute(connection)?)
}

/// Forgets a consent.
pub(crate) fn forget_consent(connection: &mut Connection, consent: &Consent) -> Result<(), StoreError> {
    let key = (DbId::from(consent.person), consent.to.code(), consent.version.as_str());
    diesel::delete(consents::table.find(key)).execute(connection)?;
    Ok(())
}

/// Deletes what has had its time.
pub(crate) fn forget(
    connection: &mut Connection,
    asked_before: Timestamp,
    expired_before: Timestamp,
    limit: i64,
) -> Result<usize, StoreError> {
    let old: Vec<DbId> = registrations::table
        .filter(registrations::created_at.lt(DbTime(asked_before)))
        .order(registrations::created_at)
        .limit(limit)
        .select(registrations::id)
        .load(connection)?;
    let expired: Vec<DbId> = account_requests::table
        .filter(account_requests::expires_at.lt(DbTime(expired_before)))
        .order(account_requests::expires_at)
        .limit(limit)
        .select(account_requests::id)
        .load(connection)?;
    let registrations = registrations::table.filter(registrations::id.eq_any(old));
    let requests = account_requests::table.filter(account_requests::id.eq_any(expired));
    Ok(diesel::delete(registrations).execute(connection)? + diesel::delete(requests).execute(connection)?)
}
