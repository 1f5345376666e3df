//! What the agreements of a batch name, and what they are judged by.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use domain::agreement::Agreement;
use domain::id::{ListingId, MatchId, OrganizationId};
use domain::listing::Listing;
use domain::matching::{Claim, Match, TermsFacts};
use domain::party::Party;
use domain::refusal::Refusal;
use domain::vocabulary::Locale;
use domain::week::ExchangeWeek;
use persistence::{Reader, Tx};

use super::super::broken::Broken;
use super::super::report::Remark;
use super::super::run::At;
use super::super::succession::References;
use super::deal::Deal;
use super::row::Row;
use super::{CITED, PARTIES, unknown};
use crate::error::{Error, Noun};
use crate::matching;

/// Whether what a row names is there.
pub(super) enum Named<T> {
    /// Yes.
    Here(T),
    /// A dry run would have stored it.
    Unwritten,
    /// No.
    Nowhere,
}

impl<T> Named<T> {
    /// Both, if both are there.
    pub(super) fn and<U>(self, other: Named<U>) -> Named<(T, U)> {
        match (self, other) {
            (Self::Here(one), Named::Here(other)) => Named::Here((one, other)),
            (Self::Nowhere, _) | (_, Named::Nowhere) => Named::Nowhere,
            (Self::Unwritten, _) | (_, Named::Unwritten) => Named::Unwritten,
        }
    }
}

/// What the rows of a batch name.
pub(super) struct Ground<'w> {
    pub(super) week: &'w ExchangeWeek,
    /// What a dry run would have stored.
    unwritten_organizations: &'w References,
    unwritten_listings: &'w References,
    organizations: HashMap<String, OrganizationId>,
    parties: BTreeMap<OrganizationId, Party>,
    listing_ids: HashMap<String, ListingId>,
    /// With what they claim by now, agreements of this batch included.
    listings: BTreeMap<ListingId, Listing>,
    stored: HashMap<String, (Agreement, Match)>,
    taken_matches: BTreeSet<String>,
}

impl<'w> Ground<'w> {
    pub(super) fn new(
        week: &'w ExchangeWeek,
        unwritten_organizations: &'w References,
        unwritten_listings: &'w References,
    ) -> Self {
        Self {
            week,
            unwritten_organizations,
            unwritten_listings,
            organizations: HashMap::new(),
            parties: BTreeMap::new(),
            listing_ids: HashMap::new(),
            listings: BTreeMap::new(),
            stored: HashMap::new(),
            taken_matches: BTreeSet::new(),
        }
    }

    /// Looks up what the rows name.
    pub(super) fn look_up<'r>(
        &mut self,
        reader: &mut Reader<'_>,
        rows: impl Iterator<Item = &'r Arc<Row>> + Clone,
        agreements: impl Iterator<Item = &'r String>,
        at: &At,
    ) -> Result<(), Broken> {
        let set = |names: BTreeSet<&'r str>| -> Vec<&'r str> { names.into_iter().collect() };
        let named = set(rows.clone().flat_map(|row| row.parties.iter().map(String::as_str)).collect());
        let found = reader.organizations_by_references(&named)?;
        self.organizations = found.into_iter().map(|one| (one.reference, one.id)).collect();
        let ids: Vec<OrganizationId> = self.organizations.values().copied().collect();
        self.parties = reader.parties(&ids, self.week.id, at.now)?;

        let cited = set(rows.clone().flat_map(|row| row.cited.iter().map(String::as_str)).collect());
        let found = reader.listings_by_references(self.week.id, &cited)?;
        self.listing_ids = found.iter().map(|one| (one.reference.clone(), one.id)).collect();
        self.listings = found.into_iter().map(|one| (one.id, one)).collect();

        let references: Vec<&str> = agreements.map(String::as_str).collect();
        let stored = reader.agreements_by_references(&references)?;
        let matches: Vec<MatchId> = stored.iter().map(|one| one.match_id).collect();
        let mut matches = reader.matches_of(&matches)?;
        let with_match = |one: Agreement| {
            let match_ = matches.remove(&one.match_id)?;
            Some((one.reference.clone(), (one, match_)))
        };
        self.stored = stored.into_iter().filter_map(with_match).collect();
        let told =
            rows.filter_map(|row| Some(row.content.as_ref()?.before.as_ref()?.match_reference.as_str()));
        self.taken_matches = reader.taken_match_references(&set(told.collect()))?;
        Ok(())
    }

    /// Locks the listings that are cited, and looks at them again. Holds that have run out give back what they held.
    pub(super) fn lock(&mut self, tx: &mut Tx<'_>, at: &At) -> Result<(), Broken> {
        let ids: Vec<ListingId> = self.listings.keys().copied().collect();
        tx.lock_listings(&ids)?;
        matching::expire_citing(tx, &ids, at.now)?;
        self.listings = tx.lock_listings(&ids)?.into_iter().map(|one| (one.id, one)).collect();
        Ok(())
    }

    /// The week as it is now.
    pub(super) fn week_at<'a>(&'a self, at: &'a At) -> &'a ExchangeWeek {
        at.week.as_ref().unwrap_or(self.week)
    }

    pub(super) fn organization_id(&self, reference: &str) -> Option<OrganizationId> {
        self.organizations.get(reference).copied()
    }

    pub(super) fn listing_id(&self, reference: &str) -> Option<ListingId> {
        self.listing_ids.get(reference).copied()
    }

    pub(super) fn organization(&self, reference: &str) -> Named<OrganizationId> {
        match self.organization_id(reference) {
            Some(id) => Named::Here(id),
            None if self.unwritten_organizations.contains(reference) => Named::Unwritten,
            None => Named::Nowhere,
        }
    }

    /// What a cell cites: a listing, or nothing.
    pub(super) fn cited(&self, reference: &str) -> Named<Option<ListingId>> {
        match self.listing_id(reference) {
            None if reference.is_empty() => Named::Here(None),
            Some(id) => Named::Here(Some(id)),
            None if self.unwritten_listings.contains(reference) => Named::Unwritten,
            None => Named::Nowhere,
        }
    }

    /// What the row names, and is not there.
    pub(super) fn unknown(&self, row: &Row, locale: Locale) -> Vec<Remark> {
        let parties = PARTIES.into_iter().zip(&row.parties).filter(|(_, reference)| {
            !reference.is_empty() && matches!(self.organization(reference), Named::Nowhere)
        });
        let cited = CITED.into_iter().zip(&row.cited);
        let cited = cited.filter(|(_, reference)| matches!(self.cited(reference), Named::Nowhere));
        parties.chain(cited).map(|(column, reference)| unknown(column, reference, locale)).collect()
    }

    /// The agreement of this reference that is stored, with its match.
    pub(super) fn stored(&self, reference: &str) -> Option<(&Agreement, &Match)> {
        self.stored.get(reference).map(|(agreement, match_)| (agreement, match_))
    }

    /// Whether another match has this reference.
    pub(super) fn is_match_taken(&self, reference: &str) -> bool {
        self.taken_matches.contains(reference)
    }

    /// Every reason against the agreement: of one that was elsewhere before, what it contradicts; of one on paper,
    /// whatever would be against its proposal and its confirmation now.
    pub(super) fn reasons_against(
        &self,
        reader: &mut Reader<'_>,
        deal: &Deal,
        at: &At,
    ) -> Result<Vec<Refusal>, Broken> {
        let party = |id| self.parties.get(&id).ok_or(Error::NotFound(Noun::Organization));
        let [proposer, answerer] = deal.parties;
        let cited = deal.listings();
        let cited = cited.into_iter().filter_map(|id| Some((id, self.listings.get(&id)?.clone())));
        let facts = TermsFacts {
            week: self.week_at(at),
            proposer: party(proposer)?,
            answerer: party(answerer)?,
            listings: &cited.collect(),
            taken_pairs: &reader.taken_pairs(&deal.draft.pairs(), None)?,
            given_back: &BTreeMap::new(),
        };
        Ok(match deal.claim_before() {
            Some(claim) => deal.draft.contradictions(&facts, claim != Claim::Released),
            None => deal.draft.reasons_against(&facts, at.now),
        })
    }

    /// Draws what the agreement claims from what remains, for those after it, and takes its match's reference.
    pub(super) fn take(&mut self, deal: &Deal) {
        self.taken_matches.extend(deal.match_reference().map(str::to_owned));
        if deal.claim_before() == Some(Claim::Released) {
            return;
        }
        for (id, amount) in deal.draft.draws() {
            if let Some(listing) = self.listings.get_mut(&id) {
                listing.claims.held = listing.claims.held.plus(amount);
            }
        }
    }
}
