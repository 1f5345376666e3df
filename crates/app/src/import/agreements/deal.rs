//! An agreement of the sheet, with everything that it names found.

use domain::agreement::{Agreement, Past};
use domain::id::{AgreementId, ExchangeWeekId, ListingId, MatchId, OrganizationId};
use domain::matching::{Claim, Match, TermsDraft};
use domain::policy::Organizer;
use domain::reference;
use domain::week::ExchangeWeek;
use jiff::Timestamp;
use persistence::Tx;
use std::sync::Arc;

use super::super::broken::Broken;
use super::ground::{Ground, Named};
use super::row::Row;

/// What is to be stored.
pub(super) struct Deal {
    week: ExchangeWeekId,
    pub(super) parties: [OrganizationId; 2],
    pub(super) draft: TermsDraft,
    agreed_at: Timestamp,
    before: Option<(String, Past)>,
}

impl Deal {
    /// Puts the rows of an agreement together; nothing is wrong with any of them by itself.
    pub(super) fn of(rows: &[Arc<Row>], ground: &Ground<'_>) -> Named<Self> {
        let Some(first) = rows.first() else { return Named::Nowhere };
        let [a, b] = &first.parties;
        let parties = match ground.organization(a).and(ground.organization(b)) {
            Named::Here((a, b)) => [a, b],
            Named::Unwritten => return Named::Unwritten,
            Named::Nowhere => return Named::Nowhere,
        };
        let mut contributions = Vec::with_capacity(rows.len());
        for row in rows {
            let [offer, request] = &row.cited;
            let cited = match ground.cited(offer).and(ground.cited(request)) {
                Named::Here((offer, request)) => [offer, request],
                Named::Unwritten => return Named::Unwritten,
                Named::Nowhere => return Named::Nowhere,
            };
            let Some(content) = &row.content else { return Named::Nowhere };
            contributions.push(content.raw(parties, cited));
        }
        let Some(content) = &first.content else { return Named::Nowhere };
        let message = content.before.as_ref().map(|before| before.message.as_str()).unwrap_or_default();
        let Ok(draft) = TermsDraft::parse(message, &contributions) else { return Named::Nowhere };
        let before = content.before.as_ref();
        let before = before.map(|before| (before.match_reference.clone(), before.past.clone()));
        Named::Here(Self { week: ground.week.id, parties, draft, agreed_at: content.agreed_at, before })
    }

    /// What it claims of the listings, if it was elsewhere before.
    pub(super) fn claim_before(&self) -> Option<Claim> {
        self.before.as_ref().map(|(_, past)| past.told().claim)
    }

    /// The reference that its match had elsewhere.
    pub(super) fn match_reference(&self) -> Option<&str> {
        self.before.as_ref().map(|(reference, _)| reference.as_str())
    }

    /// Whether the stored agreement says the same.
    pub(super) fn is(&self, agreement: &Agreement, match_: &Match) -> bool {
        let as_before = self
            .before
            .as_ref()
            .is_none_or(|(reference, past)| *reference == match_.reference && past.is(agreement, match_));
        as_before
            && (self.week, self.agreed_at) == (agreement.exchange_week, agreement.created_at)
            && self.parties == [agreement.organization_a, agreement.organization_b]
            && self.draft.says(&match_.terms)
    }

    /// Stores it. The listings that it draws on are locked.
    pub(super) fn write(
        self,
        tx: &mut Tx<'_>,
        reference: &str,
        week: &ExchangeWeek,
        by: Organizer,
        now: Timestamp,
    ) -> Result<(), Broken> {
        let id = MatchId::next(tx.ids());
        let [a, b] = self.parties;
        let told = self.before.as_ref().map(|(_, past)| past.told());
        let (revision, proposer, proposed_at) = told.map_or((1, a, self.agreed_at), |told| {
            (told.terms_revision, told.proposed_by.of(self.parties), told.proposed_at)
        });
        let answerer = if proposer == a { b } else { a };
        let terms = self.draft.into_terms(revision, proposer, by.person(), answerer, tx.ids(), proposed_at);
        let called = match &self.before {
            Some((reference, _)) => reference.clone(),
            None => reference::short("M", id.uuid()),
        };
        let (mut match_, made) =
            Match::restored(id, called, week.id, self.parties, terms, by, self.agreed_at);
        let (id, reference) = (AgreementId::next(tx.ids()), reference.to_owned());
        let (agreement, change, claim) = if let Some((_, past)) = &self.before {
            let (agreement, change) = Agreement::restored(id, reference, &match_, past, by);
            (agreement, change, past.told().claim)
        } else {
            let (agreement, change) = Agreement::on_paper(id, reference, &match_, week, by, now);
            let claim = agreement.claim();
            (agreement, change, claim)
        };
        for contribution in &mut match_.terms.contributions {
            contribution.claim = claim;
        }
        Ok(tx.insert_deal((&match_, &made), (&agreement, &change))?)
    }

    /// The listings that it cites.
    pub(super) fn listings(&self) -> Vec<ListingId> {
        self.draft.listings()
    }
}
