//! Agreements: numbered, confirmed, and what they claim moved with them.

use std::collections::{BTreeMap, BTreeSet};

use domain::agreement::{Agreement, Event};
use domain::audit::Change;
use domain::id::{AgreementId, MatchId};
use domain::matching::{Claim, Match};
use domain::policy::Viewer;
use jiff::Timestamp;

use crate::error::StoreError;
use crate::listing::ClaimMove;
use crate::matching::DealFilter;
use crate::tx::{Reader, Tx, on_engine};

impl Reader<'_> {
    /// An agreement, if this viewer may see it: its parties and staff.
    pub fn agreement(&mut self, viewer: &Viewer, id: AgreementId) -> Result<Option<Agreement>, StoreError> {
        on_engine!(self, agreement::find(viewer, id))
    }

    /// At most `limit` agreements that the viewer may see, the latest first, beyond `after`.
    pub fn agreements(
        &mut self,
        viewer: &Viewer,
        filter: &DealFilter,
        after: Option<AgreementId>,
        limit: i64,
        now: Timestamp,
    ) -> Result<Vec<Agreement>, StoreError> {
        on_engine!(self, agreement::page(viewer, filter, after, limit, now))
    }

    /// The agreements that these matches became, whoever looks; of those that became none, none.
    pub fn agreements_of_matches(
        &mut self,
        matches: &[MatchId],
    ) -> Result<BTreeMap<MatchId, AgreementId>, StoreError> {
        on_engine!(self, agreement::of_matches(matches))
    }

    /// Pending agreements whose time to confirm has run out, the longest first; at most `limit`.
    pub fn overdue_agreements(&mut self, now: Timestamp, limit: i64) -> Result<Vec<Agreement>, StoreError> {
        on_engine!(self, agreement::overdue(now, limit))
    }
}

impl Tx<'_> {
    /// The next place in a counted row, from 1 on. The row stays locked until the command ends, so ask
    /// late; a command that fails gives its place back.
    pub fn next_in(&mut self, counter: &str) -> Result<i64, StoreError> {
        on_engine!(self, agreement::next_in(counter))
    }

    /// Lets the places of a counted row begin beyond this one, if they do not yet: it is taken by what was counted
    /// elsewhere.
    pub fn count_from(&mut self, counter: &str, taken: i64) -> Result<(), StoreError> {
        on_engine!(self, agreement::count_from(counter, taken))
    }

    /// Stores a new agreement. What its match holds stays held.
    pub fn insert_agreement(&mut self, agreement: &Agreement, change: &Change) -> Result<(), StoreError> {
        on_engine!(self, agreement::insert(agreement))?;
        self.record(change)
    }

    /// Stores an agreement that comes from elsewhere, with its match, its confirmations and what it claims. The
    /// listings are locked; more than remains of one is refused by the statement itself.
    pub fn insert_deal(
        &mut self,
        (match_, made): (&Match, &Change),
        (agreement, change): (&Agreement, &Change),
    ) -> Result<(), StoreError> {
        let claims: BTreeSet<_> = match_.terms.contributions.iter().map(|one| one.claim.code()).collect();
        if claims.len() != 1 {
            return Err(StoreError::corrupt("contributions", match_.id, "not one claim"));
        }
        if !claims.contains(Claim::Released.code()) {
            self.move_claims(&match_.terms, ClaimMove::Hold)?;
        }
        if claims.contains(Claim::Committed.code()) {
            self.move_claims(&match_.terms, ClaimMove::Commit)?;
        }
        on_engine!(self, matching::insert(match_))?;
        on_engine!(self, matching::insert_terms(match_.id, &match_.terms))?;
        self.record(made)?;
        on_engine!(self, agreement::insert(agreement))?;
        for confirmation in &agreement.confirmations {
            on_engine!(self, agreement::insert_confirmation(agreement.id, confirmation))?;
        }
        self.record(change)
    }

    /// Stores an agreement after an event, if it is still as the command saw it, with the confirmation
    /// that was given and the claims that moved.
    pub fn save_agreement(
        &mut self,
        before: &Agreement,
        after: &Agreement,
        event: &Event,
        change: &Change,
    ) -> Result<(), StoreError> {
        if let Some(to) = event.claim() {
            let from = if before.confirmed_at.is_some() { Claim::Committed } else { Claim::Held };
            let terms = self.terms(before.match_id, before.terms_revision)?;
            let terms =
                terms.ok_or_else(|| StoreError::corrupt("match_terms", before.match_id, "missing"))?;
            self.move_terms(before.match_id, &terms, from, to)?;
        }
        // The guarded write comes first: who was too late hears that, and not of a confirmation given twice.
        on_engine!(self, agreement::save(after, before.revision))?;
        if let Event::ConfirmationGiven(confirmation) | Event::Confirmed(confirmation) = event {
            on_engine!(self, agreement::insert_confirmation(after.id, confirmation))?;
        }
        self.record(change)
    }
}
