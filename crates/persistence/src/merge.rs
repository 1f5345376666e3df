//! Two organizations that become one: what the duplicate has moves, row by row, each with its entry in the
//! audit log.

use std::collections::BTreeSet;

use domain::audit::{Change, Detail, Subject};
use domain::id::{AgreementId, CaseId, ExchangeWeekId, ListingId, MatchId, OrganizationId, Revision};
use domain::organization::{Between, Identity};
use domain::participation::Participation;
use uuid::Uuid;

use crate::error::StoreError;
use crate::tx::{Reader, Tx, on_engine};

/// A row that has another organization from now on.
pub(crate) struct Moved {
    pub(crate) id: Uuid,
    pub(crate) exchange_week: Option<ExchangeWeekId>,
    pub(crate) revision: Revision,
}

/// How much has moved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Belongings {
    /// Listings.
    pub listings: usize,
    /// Matches.
    pub matches: usize,
    /// Agreements.
    pub agreements: usize,
}

impl Reader<'_> {
    /// What is compared to find doubles, of all organizations that are not merged already, by their ids.
    pub fn identities(&mut self) -> Result<Vec<Identity>, StoreError> {
        on_engine!(self, organization::identities())
    }

    /// Where a merged organization went.
    pub fn merged_into(&mut self, id: OrganizationId) -> Result<Option<OrganizationId>, StoreError> {
        on_engine!(self, organization::merged_into(id))
    }

    /// The matches and agreements that two organizations have with each other, at most a hundred of each.
    pub fn between(&mut self, one: OrganizationId, other: OrganizationId) -> Result<Between, StoreError> {
        on_engine!(self, merge::between(one, other))
    }

    /// The registrations of an organization for all weeks.
    pub fn registrations(&mut self, id: OrganizationId) -> Result<Vec<Participation>, StoreError> {
        on_engine!(self, participation::of_organization(id))
    }
}

impl Tx<'_> {
    /// Moves the listings, matches and agreements of one organization to another, with their photos, their cases
    /// of moderation and the words that find them. The two must have no match with each other. What is held and
    /// committed moves with the listings: no sum changes. More photos than one organization may have are
    /// [`crate::Constraint::PhotoRoom`].
    pub fn move_belongings(
        &mut self,
        from: OrganizationId,
        to: OrganizationId,
    ) -> Result<Belongings, StoreError> {
        let at = self.occasion().at;
        let listings = on_engine!(self, merge::move_listings(from, to, at))?;
        let matches = on_engine!(self, merge::move_matches(from, to, at))?;
        let agreements = on_engine!(self, merge::move_agreements(from, to, at))?;
        let cases = on_engine!(self, merge::move_cases(from, to, at))?;
        let bytes = on_engine!(self, merge::photo_bytes(from))?;
        if bytes > 0 {
            self.move_photo_room(from, -bytes)?;
            self.move_photo_room(to, bytes)?;
        }
        if !listings.is_empty() {
            self.analyse_listings_of(to)?;
        }
        let sides = (from, to);
        self.record_moves("listing.moved", |id| Subject::Listing(ListingId::new(id)), &listings, sides)?;
        self.record_moves("match.moved", |id| Subject::Match(MatchId::new(id)), &matches, sides)?;
        self.record_moves(
            "agreement.moved",
            |id| Subject::Agreement(AgreementId::new(id)),
            &agreements,
            sides,
        )?;
        self.record_moves(
            "moderation_case.moved",
            |id| Subject::ModerationCase(CaseId::new(id)),
            &cases,
            sides,
        )?;
        Ok(Belongings { listings: listings.len(), matches: matches.len(), agreements: agreements.len() })
    }

    /// Ends the memberships of a merged organization. Its change in the same transaction writes it down.
    pub fn end_memberships(&mut self, id: OrganizationId) -> Result<usize, StoreError> {
        on_engine!(self, merge::end_memberships(id))
    }

    /// What was just added belongs to organizations that are still there. A merge that ran meanwhile has been
    /// waited for by the foreign key, and is seen here: the command runs again, and finds what is now. A merge
    /// that comes later waits for this command, and moves what it added.
    pub(crate) fn require_unmerged(
        &mut self,
        organizations: impl IntoIterator<Item = OrganizationId>,
    ) -> Result<(), StoreError> {
        let organizations: BTreeSet<_> = organizations.into_iter().collect();
        if on_engine!(self, merge::any_merged(&organizations))? { Err(StoreError::Busy) } else { Ok(()) }
    }

    fn record_moves(
        &mut self,
        action: &'static str,
        subject: fn(Uuid) -> Subject,
        moved: &[Moved],
        (from, to): (OrganizationId, OrganizationId),
    ) -> Result<(), StoreError> {
        for row in moved {
            let change = Change {
                exchange_week: row.exchange_week,
                ..Change::new(subject(row.id), row.revision, action)
            };
            let change = change
                .with("from_organization_id", Detail::Id(from.uuid()))
                .with("to_organization_id", Detail::Id(to.uuid()));
            self.record(&change)?;
        }
        Ok(())
    }
}
