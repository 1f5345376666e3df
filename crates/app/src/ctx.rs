//! What every use case needs: the store, the time, new ids, and who asks.

use std::sync::Arc;

use domain::audit::{Cause, Occasion};
use domain::id::{IdSource, OrganizationId, PersonId, SessionId};
use domain::policy::{Actor, Viewer};
use jiff::Timestamp;
use persistence::{Reader, Store, Tx};

use crate::error::Error;
use crate::objects::ObjectStore;
use crate::security::Security;

/// Where the time comes from. Whole microseconds, so that what is stored is what was decided with.
pub trait Clock: Send + Sync {
    /// The time now.
    fn now(&self) -> Timestamp;
}

/// Where randomness comes from: the system's generator, or a counted sequence in tests.
pub trait Entropy: Send + Sync {
    /// Fills the bytes with what nobody can guess.
    fn fill(&self, bytes: &mut [u8]);
}

/// The surroundings of every use case. Cheap to clone.
#[derive(Clone)]
pub struct Ctx {
    /// What is stored.
    pub store: Store,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// New ids.
    pub ids: Arc<dyn IdSource>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// What the operator decides about the safety of accounts and keys.
    pub security: Security,
    /// Where large things are kept.
    pub objects: Arc<dyn ObjectStore>,
}

/// Who asks, as their token says. Their rights are read from the database at each command.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The account.
    pub person: PersonId,
    /// The login.
    pub session: SessionId,
    /// The request, as the logs name it.
    pub request_id: Option<String>,
}

impl Caller {
    /// The occasion of a command of this caller.
    fn occasion(&self, at: Timestamp, organization: Option<OrganizationId>) -> Occasion {
        let cause = Cause::Person { person: self.person, session: Some(self.session), organization };
        Occasion { at, cause, request_id: self.request_id.clone() }
    }
}

impl Ctx {
    /// Runs a command of a caller in one transaction. The caller's rights come from the rows of that
    /// transaction: an account that is suspended, or a session that is revoked, bites at once.
    ///
    /// `organization` is for whom they act, for the audit log; the command checks the right itself.
    pub(crate) fn command<T>(
        &self,
        caller: &Caller,
        organization: Option<OrganizationId>,
        mut command: impl FnMut(&mut Tx<'_>, &Actor, Timestamp) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let now = self.clock.now();
        let occasion = caller.occasion(now, organization);
        self.store.write(&occasion, &*self.ids, |tx| {
            let actor = tx.actor(caller.person, caller.session, now)?.ok_or(Error::Unauthenticated)?;
            command(tx, &self.security.admit(actor), now)
        })
    }

    /// Runs a command of the service itself, such as a deadline that has passed.
    pub(crate) fn system_command<T>(
        &self,
        cause: Cause,
        mut command: impl FnMut(&mut Tx<'_>, Timestamp) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let now = self.clock.now();
        let occasion = Occasion { at: now, cause, request_id: None };
        self.store.write(&occasion, &*self.ids, |tx| command(tx, now))
    }

    /// Answers a question of the service itself.
    pub(crate) fn system_question<T>(
        &self,
        question: impl FnOnce(&mut Reader<'_>, Timestamp) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let now = self.clock.now();
        self.store.read(|reader| question(reader, now))
    }

    /// Answers a question of a caller, or of somebody who has not logged in, within what they may see.
    pub(crate) fn question<T>(
        &self,
        caller: Option<&Caller>,
        question: impl FnOnce(&mut Reader<'_>, &Viewer, Option<&Actor>, Timestamp) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let now = self.clock.now();
        self.store.read(|reader| match caller {
            None => question(reader, &Viewer::public(), None, now),
            Some(caller) => {
                let actor =
                    reader.actor(caller.person, caller.session, now)?.ok_or(Error::Unauthenticated)?;
                let actor = self.security.admit(actor);
                question(reader, &actor.viewer(), Some(&actor), now)
            }
        })
    }
}
