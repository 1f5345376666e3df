//! Registrations, requests that are answered by mail, and consents. Of codes only hashes are stored. The
//! accounts that come of them are written as such, with their audit entries.

use domain::account::{AccountRequest, Agreed, Consent, Purpose, Registration};
use domain::id::{AccountRequestId, PersonId, RegistrationId};
use domain::organization::Email;
use jiff::Timestamp;

use crate::error::StoreError;
use crate::tx::{Reader, Tx, on_engine};

impl Reader<'_> {
    /// A registration.
    pub fn registration(&mut self, id: RegistrationId) -> Result<Option<Registration>, StoreError> {
        on_engine!(self, account::registration(id))
    }

    /// The latest registration with this address.
    pub fn registration_by_email(&mut self, email: &Email) -> Result<Option<Registration>, StoreError> {
        on_engine!(self, account::registration_by_email(&email.key()))
    }

    /// The registration with the code of this hash.
    pub fn registration_by_token(&mut self, hash: &[u8; 32]) -> Result<Option<Registration>, StoreError> {
        on_engine!(self, account::registration_by_token(hash))
    }

    /// A request.
    pub fn account_request(&mut self, id: AccountRequestId) -> Result<Option<AccountRequest>, StoreError> {
        on_engine!(self, account::request(id))
    }

    /// The request of this purpose with the code of this hash.
    pub fn account_request_by_token(
        &mut self,
        purpose: Purpose,
        hash: &[u8; 32],
    ) -> Result<Option<AccountRequest>, StoreError> {
        on_engine!(self, account::request_by_token(purpose, hash))
    }

    /// To what somebody agreed, in the order in which they did.
    pub fn consents(&mut self, person: PersonId) -> Result<Vec<Consent>, StoreError> {
        on_engine!(self, account::consents(person))
    }
}

impl Tx<'_> {
    /// Adds a registration.
    pub fn insert_registration(&mut self, registration: &Registration) -> Result<(), StoreError> {
        on_engine!(self, account::insert_registration(registration))
    }

    /// Takes a registration out, and all others with its address. `false` when it is not there any more.
    pub fn take_registration(&mut self, registration: &Registration) -> Result<bool, StoreError> {
        on_engine!(self, account::take_registration(registration))
    }

    /// Adds a request.
    pub fn insert_account_request(&mut self, request: &AccountRequest) -> Result<(), StoreError> {
        on_engine!(self, account::insert_request(request))
    }

    /// Notes the use of a request's code; `false` when it was used before or has had its time.
    pub fn use_account_request(&mut self, id: AccountRequestId, at: Timestamp) -> Result<bool, StoreError> {
        on_engine!(self, account::use_request(id, at))
    }

    /// Takes the use from the codes of a purpose that were sent to an address or asked for by an account.
    pub fn close_account_requests(
        &mut self,
        purpose: Purpose,
        email: &Email,
        person: PersonId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        on_engine!(self, account::close_requests(purpose, &email.key(), person, at))
    }

    /// Adds a consent.
    pub fn insert_consent(&mut self, consent: &Consent) -> Result<(), StoreError> {
        on_engine!(self, account::insert_consent(consent))
    }

    /// Adds a consent, or gives one anew that was given before.
    pub fn give_consent(&mut self, consent: &Consent) -> Result<(), StoreError> {
        on_engine!(self, account::give_consent(consent))
    }

    /// Takes all consents of a person to something back. How many there were.
    pub fn withdraw_consents(
        &mut self,
        person: PersonId,
        to: Agreed,
        at: Timestamp,
    ) -> Result<usize, StoreError> {
        on_engine!(self, account::withdraw_consents(person, to, at))
    }

    /// Forgets a consent.
    pub fn forget_consent(&mut self, consent: &Consent) -> Result<(), StoreError> {
        on_engine!(self, account::forget_consent(consent))
    }

    /// Forgets registrations that were asked for before, and requests that expired before; at most `limit` of
    /// each. How many there were.
    pub fn forget_account_mail(
        &mut self,
        asked_before: Timestamp,
        expired_before: Timestamp,
        limit: i64,
    ) -> Result<usize, StoreError> {
        on_engine!(self, account::forget(asked_before, expired_before, limit))
    }
}
