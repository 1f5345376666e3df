//! The rows of a match, its terms and contributions, and their way to and from the domain.

use diesel::prelude::*;
use domain::id::{ContributionId, ExchangeWeekId, ListingId, MatchId, OrganizationId, Revision};
use domain::matching::{Claim, Contribution, Match, State, Status, Terms};
use domain::quantity::{Amount, Quantity};
use domain::text::Prose;
use domain::vocabulary::Unit;

use super::super::super::schema::{contributions, match_terms, matches};
use super::super::super::values::{DbId, DbTime, time};
use crate::error::StoreError;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = matches)]
pub(super) struct MatchRow {
    pub(super) id: DbId,
    reference: String,
    exchange_week_id: DbId,
    organization_a_id: DbId,
    organization_b_id: DbId,
    created_at: DbTime,
    #[diesel(embed)]
    pub(super) changed: Changed,
}

/// What a save writes.
#[derive(AsChangeset, Queryable, Selectable, Insertable)]
#[diesel(table_name = matches, treat_none_as_null = true)]
pub(super) struct Changed {
    pub(super) terms_revision: i32,
    proposed_by_organization_id: DbId,
    hold_expires_at: DbTime,
    status: String,
    status_reason: Option<String>,
    status_changed_at: DbTime,
    status_changed_by: Option<DbId>,
    blocking_listing_id: Option<DbId>,
    updated_at: DbTime,
    revision: i64,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = match_terms)]
pub(super) struct TermsRow {
    pub(super) match_id: DbId,
    pub(super) terms_revision: i32,
    proposed_by_organization_id: DbId,
    proposed_by_person_id: DbId,
    message: Option<String>,
    proposed_at: DbTime,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = contributions)]
pub(super) struct ContributionRow {
    id: DbId,
    pub(super) match_id: DbId,
    pub(super) terms_revision: i32,
    position: i32,
    giver_organization_id: DbId,
    receiver_organization_id: DbId,
    offer_listing_id: Option<DbId>,
    request_listing_id: Option<DbId>,
    amount: i64,
    unit: String,
    description: String,
    starts_at: Option<DbTime>,
    ends_at: Option<DbTime>,
    value_estimate_cents: Option<i64>,
    claim: String,
}

impl MatchRow {
    pub(super) fn of(match_: &Match) -> Result<Self, StoreError> {
        Ok(Self {
            id: match_.id.into(),
            reference: match_.reference.clone(),
            exchange_week_id: match_.exchange_week.into(),
            organization_a_id: match_.organization_a.into(),
            organization_b_id: match_.organization_b.into(),
            created_at: match_.created_at.into(),
            changed: Changed::of(match_)?,
        })
    }

    pub(super) fn into_match(self, terms: Terms) -> Result<Match, StoreError> {
        let Self {
            id,
            reference,
            exchange_week_id,
            organization_a_id,
            organization_b_id,
            created_at,
            changed,
        } = self;
        let id = MatchId::from(id);
        let state = state(&changed.status, changed.status_reason, changed.blocking_listing_id);
        Ok(Match {
            id,
            reference,
            exchange_week: ExchangeWeekId::from(exchange_week_id),
            organization_a: OrganizationId::from(organization_a_id),
            organization_b: OrganizationId::from(organization_b_id),
            terms,
            hold_expires_at: changed.hold_expires_at.0,
            status: Status {
                state: state.map_err(|what| StoreError::corrupt("matches", id, what))?,
                changed_at: changed.status_changed_at.0,
                changed_by: changed.status_changed_by.map(Into::into),
            },
            created_at: created_at.0,
            updated_at: changed.updated_at.0,
            revision: Revision::new(changed.revision),
        })
    }
}

impl Changed {
    pub(super) fn of(match_: &Match) -> Result<Self, StoreError> {
        let (status_reason, blocking_listing_id) = match &match_.status.state {
            State::Declined { reason } => (reason.clone(), None),
            State::Superseded { listing } => (None, Some((*listing).into())),
            State::Proposed | State::Accepted | State::Withdrawn | State::Expired => (None, None),
        };
        Ok(Self {
            terms_revision: number(match_.terms.revision)?,
            proposed_by_organization_id: match_.terms.proposed_by.into(),
            hold_expires_at: match_.hold_expires_at.into(),
            status: match_.status.state.code().to_owned(),
            status_reason,
            status_changed_at: match_.status.changed_at.into(),
            status_changed_by: match_.status.changed_by.map(Into::into),
            blocking_listing_id,
            updated_at: match_.updated_at.into(),
            revision: match_.revision.number(),
        })
    }
}

fn state(status: &str, reason: Option<String>, blocking: Option<DbId>) -> Result<State, &'static str> {
    match (status, reason, blocking) {
        ("proposed", None, None) => Ok(State::Proposed),
        ("accepted", None, None) => Ok(State::Accepted),
        ("declined", reason, None) => Ok(State::Declined { reason }),
        ("withdrawn", None, None) => Ok(State::Withdrawn),
        ("expired", None, None) => Ok(State::Expired),
        ("superseded", None, Some(listing)) => Ok(State::Superseded { listing: ListingId::from(listing) }),
        _ => Err("status, status_reason and blocking_listing_id"),
    }
}

/// A revision of terms as its column holds it.
pub(super) fn number(revision: u32) -> Result<i32, StoreError> {
    i32::try_from(revision).map_err(StoreError::backend)
}

impl TermsRow {
    pub(super) fn of(match_: MatchId, terms: &Terms) -> Result<Self, StoreError> {
        Ok(Self {
            match_id: match_.into(),
            terms_revision: number(terms.revision)?,
            proposed_by_organization_id: terms.proposed_by.into(),
            proposed_by_person_id: terms.proposed_by_person.into(),
            message: terms.message.as_ref().map(|text| text.as_str().to_owned()),
            proposed_at: terms.proposed_at.into(),
        })
    }

    pub(super) fn into_terms(self, contributions: Vec<ContributionRow>) -> Result<Terms, StoreError> {
        let revision = u32::try_from(self.terms_revision).map_err(StoreError::backend)?;
        let contributions: Result<Vec<_>, _> =
            contributions.into_iter().map(ContributionRow::into_contribution).collect();
        Ok(Terms {
            revision,
            proposed_by: self.proposed_by_organization_id.into(),
            proposed_by_person: self.proposed_by_person_id.into(),
            message: self.message.map(Prose::from_stored),
            proposed_at: self.proposed_at.0,
            contributions: contributions?,
        })
    }
}

impl ContributionRow {
    pub(super) fn of(
        match_: MatchId,
        terms: &Terms,
        position: usize,
        contribution: &Contribution,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            id: contribution.id.into(),
            match_id: match_.into(),
            terms_revision: number(terms.revision)?,
            position: i32::try_from(position).map_err(StoreError::backend)?,
            giver_organization_id: contribution.giver.into(),
            receiver_organization_id: contribution.receiver.into(),
            offer_listing_id: contribution.offer.map(Into::into),
            request_listing_id: contribution.request.map(Into::into),
            amount: contribution.quantity.amount().thousandths(),
            unit: contribution.quantity.unit().code().to_owned(),
            description: contribution.description.as_str().to_owned(),
            starts_at: contribution.starts_at.map(DbTime),
            ends_at: contribution.ends_at.map(DbTime),
            value_estimate_cents: contribution.value_estimate,
            claim: contribution.claim.code().to_owned(),
        })
    }

    fn into_contribution(self) -> Result<Contribution, StoreError> {
        let id = ContributionId::from(self.id);
        let corrupt = |what: &str| StoreError::corrupt("contributions", id, what);
        let amount = Amount::from_thousandths(self.amount).ok_or_else(|| corrupt("amount"))?;
        let unit = Unit::parse(&self.unit).map_err(|_| corrupt("unit"))?;
        Ok(Contribution {
            id,
            giver: self.giver_organization_id.into(),
            receiver: self.receiver_organization_id.into(),
            offer: self.offer_listing_id.map(Into::into),
            request: self.request_listing_id.map(Into::into),
            quantity: Quantity::new(amount, unit).map_err(|_| corrupt("amount and unit"))?,
            description: Prose::from_stored(self.description),
            starts_at: time(self.starts_at),
            ends_at: time(self.ends_at),
            value_estimate: self.value_estimate_cents,
            claim: Claim::from_code(&self.claim).ok_or_else(|| corrupt("claim"))?,
        })
    }
}
