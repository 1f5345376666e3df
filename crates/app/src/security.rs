//! What the operator decides about the safety of accounts and keys.

use std::fmt;
use std::sync::Arc;

use domain::policy::Actor;
use domain::session::OpenedWith;
use jiff::SignedDuration;
use secrecy::SecretSlice;

/// What the operator decides.
#[derive(Clone)]
pub struct Security {
    /// Whether the rights of staff need a login with a second factor.
    pub staff_mfa: StaffMfa,
    /// The key that seals secrets at rest; without one, the service makes one and keeps it in its database,
    /// which guards against nobody who has the whole of that.
    pub sealing_key: Option<Arc<SecretSlice<u8>>>,
    /// How long a key signs access tokens before the next one does.
    pub signing_key_life: SignedDuration,
}

/// Whether the rights of staff need a login with a second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StaffMfa {
    /// They do.
    Required,
    /// They do not.
    Optional,
}

impl Default for Security {
    fn default() -> Self {
        Self {
            staff_mfa: StaffMfa::Optional,
            sealing_key: None,
            signing_key_life: SignedDuration::from_hours(30 * 24),
        }
    }
}

impl fmt::Debug for Security {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Security").field("staff_mfa", &self.staff_mfa).finish_non_exhaustive()
    }
}

impl Security {
    /// The caller with the rights that their login gives.
    pub(crate) fn admit(&self, actor: Actor) -> Actor {
        match (self.staff_mfa, actor.opened_with) {
            (StaffMfa::Required, OpenedWith::Password) => actor.without_staff_role(),
            (StaffMfa::Required, OpenedWith::SecondFactor) | (StaffMfa::Optional, _) => actor,
        }
    }
}
