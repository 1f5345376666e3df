//! Second factors and recovery codes.

use domain::factor::Factor;
use domain::id::{FactorId, PersonId};
use jiff::Timestamp;

use crate::error::StoreError;
use crate::tx::{Reader, Tx, on_engine};

impl Reader<'_> {
    /// The second factors of a person, the first made first.
    pub fn factors(&mut self, person: PersonId) -> Result<Vec<Factor>, StoreError> {
        on_engine!(self, factor::of_person(person))
    }

    /// How many recovery codes a person has left.
    pub fn recovery_codes_left(&mut self, person: PersonId) -> Result<i64, StoreError> {
        on_engine!(self, factor::codes_left(person))
    }
}

impl Tx<'_> {
    /// Adds a pending factor; one that was pending before is gone with it.
    pub fn insert_factor(&mut self, factor: &Factor) -> Result<(), StoreError> {
        on_engine!(self, factor::insert(factor))
    }

    /// The pending factor counts from now on, with the step of the code that was shown. `false` when it
    /// does so already or is gone.
    pub fn confirm_factor(&mut self, id: FactorId, step: i64, at: Timestamp) -> Result<bool, StoreError> {
        on_engine!(self, factor::confirm(id, step, at))
    }

    /// Notes that the code of a step counted, and that nothing was wrong since. `false` when this step or a
    /// later one has counted before.
    pub fn use_step(&mut self, id: FactorId, person: PersonId, step: i64) -> Result<bool, StoreError> {
        on_engine!(self, factor::use_step(id, person, step))
    }

    /// Notes that a wrong code was shown to all factors of a person.
    pub fn note_wrong_code(&mut self, person: PersonId, at: Timestamp) -> Result<(), StoreError> {
        on_engine!(self, factor::note_wrong_code(person, at))
    }

    /// Removes a factor. `false` when it is gone already.
    pub fn delete_factor(&mut self, id: FactorId) -> Result<bool, StoreError> {
        on_engine!(self, factor::delete(id))
    }

    /// Puts these hashes in place of all recovery codes of a person.
    pub fn replace_recovery_codes(
        &mut self,
        person: PersonId,
        hashes: &[[u8; 32]],
        at: Timestamp,
    ) -> Result<(), StoreError> {
        on_engine!(self, factor::replace_codes(person, hashes, at))
    }

    /// Uses a recovery code up. `false` when there is none such, or it was used before.
    pub fn use_recovery_code(
        &mut self,
        person: PersonId,
        hash: &[u8; 32],
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        on_engine!(self, factor::use_code(person, hash, at))
    }
}
