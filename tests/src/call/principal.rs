//! Everybody who may knock.

/// Somebody who calls, seen from one organization: home.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Principal {
    /// Without a token.
    Nobody,
    /// With a token that is none.
    Garbage,
    /// With a token of home's owner that has run out.
    Expired,
    /// With a good token; the account is suspended. It was an owner of home.
    Banned,
    /// A volunteer of home.
    Volunteer,
    /// A coordinator of home.
    Coordinator,
    /// The owner of home.
    Owner,
    /// The owner of an organization that has nothing to do with it.
    Stranger,
    /// Staff: a broker.
    Broker,
    /// Staff: an organizer.
    Organizer,
}

impl Principal {
    /// Everybody, in the order of the columns of the matrix.
    pub(crate) const ALL: [Self; 10] = [
        Self::Nobody,
        Self::Garbage,
        Self::Expired,
        Self::Banned,
        Self::Volunteer,
        Self::Coordinator,
        Self::Owner,
        Self::Stranger,
        Self::Broker,
        Self::Organizer,
    ];
}
