//! What a caller may do to something now, and what is against it: the same decisions that the commands
//! meet, asked beforehand.

use crate::refusal::{Refusal, Refusals};

/// One thing that the caller has the right to do, if nothing is against it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// The name, as the API gives it.
    pub name: &'static str,
    /// Every reason against doing it now; none when it can be done.
    pub against: Vec<Refusal>,
}

impl Action {
    /// The action, with what its decision said.
    pub fn of<T>(name: &'static str, decision: Result<T, Refusals>) -> Self {
        let against = decision.err().map(|refusals| refusals.iter().cloned().collect());
        Self { name, against: against.unwrap_or_default() }
    }
}
