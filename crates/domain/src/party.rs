//! What a decision needs to know about one side: may it act on the bourse at all?

use crate::id::OrganizationId;
use crate::organization::OrganizationKind;
use crate::refusal::Refusal;

/// An organization, as a decision about listings, matches or agreements sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Party {
    /// Which one.
    pub organization: OrganizationId,
    /// What sort.
    pub kind: OrganizationKind,
    /// Whether it is verified and not suspended now.
    pub active: bool,
    /// Its standing, as the API names it.
    pub standing: &'static str,
    /// Whether it is admitted to the exchange week in question.
    pub admitted: bool,
}

impl Party {
    /// What is against its acting in the week.
    pub fn reasons_against(&self) -> impl Iterator<Item = Refusal> {
        let inactive = (!self.active).then_some(Refusal::OrganizationNotActive {
            organization: self.organization,
            standing: self.standing,
        });
        let outside =
            (!self.admitted).then_some(Refusal::NotParticipating { organization: self.organization });
        inactive.into_iter().chain(outside)
    }
}
