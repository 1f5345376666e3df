//! Organizations: companies, associations and public bodies.

mod contact;
mod registration;

pub use contact::{Email, Website};
pub use registration::{RcsNumber, VatNumber};

/// What sort of organization it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OrganizationKind {
    /// A business.
    Company,
    /// A non-profit: asbl, foundation, informal group.
    Association,
    /// A commune or another public body.
    PublicBody,
}
