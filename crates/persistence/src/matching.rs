//! Matches and their terms. Whatever a match claims moves with it: a write of the one without the other
//! is not to be had.

use std::collections::BTreeMap;

use domain::audit::Change;
use domain::id::{ExchangeWeekId, ListingId, MatchId, OrganizationId};
use domain::matching::{Claim, Match, Terms};
use domain::policy::Viewer;
use jiff::Timestamp;

use crate::error::StoreError;
use crate::listing::ClaimMove;
use crate::tx::{Reader, Tx, on_engine};

/// Conditions on matches or agreements; `None` or an empty list lets everything through.
#[derive(Clone, Debug, Default)]
pub struct DealFilter {
    /// Of this week.
    pub exchange_week: Option<ExchangeWeekId>,
    /// With this organization as a party.
    pub organization: Option<OrganizationId>,
    /// In one of these states, by name, as they hold now.
    pub statuses: Vec<String>,
    /// Changed at or after this instant.
    pub updated_since: Option<Timestamp>,
}

impl Reader<'_> {
    /// A match, if this viewer may see it: its parties and staff.
    pub fn match_(&mut self, viewer: &Viewer, id: MatchId) -> Result<Option<Match>, StoreError> {
        on_engine!(self, matching::find(viewer, id))
    }

    /// At most `limit` matches that the viewer may see, the latest first, beyond `after`.
    pub fn matches(
        &mut self,
        viewer: &Viewer,
        filter: &DealFilter,
        after: Option<MatchId>,
        limit: i64,
        now: Timestamp,
    ) -> Result<Vec<Match>, StoreError> {
        on_engine!(self, matching::page(viewer, filter, after, limit, now))
    }

    /// The terms that stand, of these matches.
    pub fn standing_terms(&mut self, ids: &[MatchId]) -> Result<BTreeMap<MatchId, Terms>, StoreError> {
        on_engine!(self, matching::standing_terms(ids))
    }

    /// Every revision of the terms of a match, the first first.
    pub fn terms_history(&mut self, id: MatchId) -> Result<Vec<Terms>, StoreError> {
        on_engine!(self, matching::history(id))
    }

    /// One revision of the terms of a match.
    pub fn terms(&mut self, id: MatchId, revision: u32) -> Result<Option<Terms>, StoreError> {
        on_engine!(self, matching::terms(id, revision))
    }

    /// Which of these pairs of an offer and a request are joined in a live match other than `except`.
    pub fn taken_pairs(
        &mut self,
        pairs: &[(ListingId, ListingId)],
        except: Option<MatchId>,
    ) -> Result<BTreeMap<(ListingId, ListingId), MatchId>, StoreError> {
        on_engine!(self, matching::taken_pairs(pairs, except))
    }

    /// Proposed matches that cite one of these listings; with `overdue_at`, only those whose hold has run
    /// out by then.
    pub fn proposed_matches_citing(
        &mut self,
        listings: &[ListingId],
        overdue_at: Option<Timestamp>,
    ) -> Result<Vec<Match>, StoreError> {
        on_engine!(self, matching::proposed_citing(listings, overdue_at))
    }

    /// Proposed matches whose hold has run out, the longest first; at most `limit`.
    pub fn overdue_matches(&mut self, now: Timestamp, limit: i64) -> Result<Vec<Match>, StoreError> {
        on_engine!(self, matching::overdue(now, limit))
    }
}

impl Tx<'_> {
    /// Stores a new match with its terms, and holds what they draw.
    pub fn insert_match(&mut self, match_: &Match, change: &Change) -> Result<(), StoreError> {
        self.move_claims(&match_.terms, ClaimMove::Hold)?;
        on_engine!(self, matching::insert(match_))?;
        self.require_unmerged([match_.organization_a, match_.organization_b])?;
        on_engine!(self, matching::insert_terms(match_.id, &match_.terms))?;
        self.record(change)
    }

    /// Stores a match after a command, if it is still as the command saw it. New terms give back what the
    /// old ones held and hold what they draw themselves; a match that ends gives back.
    pub fn save_match(&mut self, before: &Match, after: &Match, change: &Change) -> Result<(), StoreError> {
        let replaced = after.terms.revision != before.terms.revision;
        let ended = after.terms.contributions.iter().any(|one| one.claim == Claim::Released);
        if replaced || ended {
            self.move_terms(before.id, &before.terms, Claim::Held, Claim::Released)?;
        }
        if replaced {
            self.move_claims(&after.terms, ClaimMove::Hold)?;
            on_engine!(self, matching::insert_terms(after.id, &after.terms))?;
        }
        on_engine!(self, matching::save(after, before.revision))?;
        self.record(change)
    }

    /// Moves the claims of all contributions of the terms, and of the listings they cite. Each contribution
    /// must be in the state that is left, so nothing is given back twice.
    pub(crate) fn move_terms(
        &mut self,
        match_: MatchId,
        terms: &Terms,
        from: Claim,
        to: Claim,
    ) -> Result<(), StoreError> {
        let how = match (from, to) {
            (Claim::Held, Claim::Committed) => ClaimMove::Commit,
            (Claim::Held, Claim::Released) => ClaimMove::ReleaseHeld,
            (Claim::Committed, Claim::Released) => ClaimMove::ReleaseCommitted,
            (_, Claim::Held | Claim::Committed) | (Claim::Released, Claim::Released) => {
                return Err(StoreError::corrupt("contributions", match_, "claims only move forward"));
            }
        };
        let moved = on_engine!(self, matching::move_contributions(match_, terms.revision, from, to))?;
        if moved != terms.contributions.len() {
            return Err(StoreError::Stale);
        }
        self.move_claims(terms, how)
    }

    pub(crate) fn move_claims(&mut self, terms: &Terms, how: ClaimMove) -> Result<(), StoreError> {
        for (listing, amount) in terms.draws() {
            self.move_claim(listing, amount, how)?;
        }
        Ok(())
    }
}
