//! What imports and exports ask for many at once: a sheet has a million rows, and a statement for each of them
//! would take longer than everything else.

use std::collections::{BTreeMap, BTreeSet};

use domain::agreement::Agreement;
use domain::id::{AgreementId, ExchangeWeekId, ListingId, MatchId, OrganizationId};
use domain::listing::Listing;
use domain::matching::Match;
use domain::organization::Organization;
use domain::participation::Participation;
use domain::party::Party;
use jiff::Timestamp;

use crate::error::StoreError;
use crate::tx::{Reader, on_engine};

/// Whose things are exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Everything of a week.
    Week(ExchangeWeekId),
    /// What an organization has, and what it has agreed.
    Organization(OrganizationId),
}

/// How others call an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called {
    /// Its reference.
    pub reference: String,
    /// Its name.
    pub name: String,
}

/// Why an export reads whoever asks: the caller has shown the right to it, and what goes out is chosen sheet by
/// sheet. Rows come by ascending id, which is the order in which they were made, on both engines alike.
impl Reader<'_> {
    /// The organizations of these references, whoever asks.
    pub fn organizations_by_references(
        &mut self,
        references: &[&str],
    ) -> Result<Vec<Organization>, StoreError> {
        on_engine!(self, transfer::organizations_by_references(references))
    }

    /// These organizations, as decisions about the week see them.
    pub fn parties(
        &mut self,
        organizations: &[OrganizationId],
        week: ExchangeWeekId,
        now: Timestamp,
    ) -> Result<BTreeMap<OrganizationId, Party>, StoreError> {
        on_engine!(self, party::find_all(organizations, week, now))
    }

    /// How many listings of each are submitted, published or paused in the week; those without any are left out.
    pub fn open_listings_of(
        &mut self,
        week: ExchangeWeekId,
        organizations: &[OrganizationId],
    ) -> Result<BTreeMap<OrganizationId, u32>, StoreError> {
        on_engine!(self, transfer::open_listings(week, organizations))
    }

    /// The listings of these references in the week, whoever asks.
    pub fn listings_by_references(
        &mut self,
        week: ExchangeWeekId,
        references: &[&str],
    ) -> Result<Vec<Listing>, StoreError> {
        on_engine!(self, transfer::listings_by_references(week, references))
    }

    /// The agreements of these references, whoever asks.
    pub fn agreements_by_references(&mut self, references: &[&str]) -> Result<Vec<Agreement>, StoreError> {
        on_engine!(self, agreement::by_references(references))
    }

    /// Which of these references of matches are taken.
    pub fn taken_match_references(&mut self, references: &[&str]) -> Result<BTreeSet<String>, StoreError> {
        on_engine!(self, matching::taken_references(references))
    }

    /// The participations of these organizations in the week.
    pub fn participations_of(
        &mut self,
        week: ExchangeWeekId,
        organizations: &[OrganizationId],
    ) -> Result<Vec<Participation>, StoreError> {
        on_engine!(self, transfer::participations_of(week, organizations))
    }

    /// The next organizations to export: that one, or those with a place or a listing in the week.
    pub fn organizations_to_export(
        &mut self,
        scope: Scope,
        after: Option<OrganizationId>,
        limit: i64,
    ) -> Result<Vec<Organization>, StoreError> {
        on_engine!(self, transfer::organizations(scope, after, limit))
    }

    /// The next participations to export, by organization and week; `after` is the last one given.
    pub fn participations_to_export(
        &mut self,
        scope: Scope,
        after: Option<(OrganizationId, ExchangeWeekId)>,
        limit: i64,
    ) -> Result<Vec<Participation>, StoreError> {
        on_engine!(self, transfer::participations(scope, after, limit))
    }

    /// The next listings to export.
    pub fn listings_to_export(
        &mut self,
        scope: Scope,
        after: Option<ListingId>,
        limit: i64,
    ) -> Result<Vec<Listing>, StoreError> {
        on_engine!(self, transfer::listings(scope, after, limit))
    }

    /// The next agreements to export: of the week, or those to which the organization is a party.
    pub fn agreements_to_export(
        &mut self,
        scope: Scope,
        after: Option<AgreementId>,
        limit: i64,
    ) -> Result<Vec<Agreement>, StoreError> {
        on_engine!(self, agreement::to_export(scope, after, limit))
    }

    /// These matches, each with the terms that stand, whoever asks.
    pub fn matches_of(&mut self, ids: &[MatchId]) -> Result<BTreeMap<MatchId, Match>, StoreError> {
        on_engine!(self, matching::with_ids(ids))
    }

    /// How these organizations are called.
    pub fn organizations_called(
        &mut self,
        ids: &[OrganizationId],
    ) -> Result<BTreeMap<OrganizationId, Called>, StoreError> {
        on_engine!(self, transfer::organizations_called(ids))
    }

    /// The references of these listings.
    pub fn listing_references(
        &mut self,
        ids: &[ListingId],
    ) -> Result<BTreeMap<ListingId, String>, StoreError> {
        on_engine!(self, transfer::listing_references(ids))
    }
}
