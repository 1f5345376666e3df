//! The row of a case, and its way to and from the domain.

use diesel::prelude::*;
use domain::id::{CaseId, ListingId, Revision};
use domain::moderation::{
    Case, Claim, Decision, Grounds, Kind, Matter, Reason, Ruling, State, Subject, Verdict,
};
use serde_json::Value;

use super::super::super::dialect::Backend;
use super::super::super::schema::moderation_cases;
use super::super::super::values::{DbId, DbJson, DbTime};
use crate::error::StoreError;
use crate::listing::document;

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = moderation_cases, check_for_backend(Backend), treat_none_as_null = true)]
#[diesel(treat_none_as_default_value = false)]
pub(crate) struct Row {
    id: DbId,
    kind: String,
    listing_id: Option<DbId>,
    organization_id: DbId,
    exchange_week_id: Option<DbId>,
    proposed: Option<DbJson>,
    status: String,
    claimed_by: Option<DbId>,
    claimed_until: Option<DbTime>,
    decision: Option<String>,
    reason: Option<String>,
    note: Option<String>,
    decided_by: Option<DbId>,
    ended_at: Option<DbTime>,
    opened_at: DbTime,
    updated_at: DbTime,
    revision: i64,
}

impl Row {
    pub(super) fn of(case: &Case) -> Result<Self, StoreError> {
        let proposed = match &case.matter {
            Matter::Edit(content) => Some(DbJson(document::whole(content)?)),
            Matter::Publication | Matter::FlaggedText | Matter::Report => None,
        };
        let claim = match &case.state {
            State::Open { claim } => *claim,
            State::Decided(_) | State::Lapsed { .. } => None,
        };
        let ruling = case.ruling();
        let grounds = ruling.and_then(|ruling| ruling.verdict.grounds());
        let ended_at = match &case.state {
            State::Open { .. } => None,
            State::Decided(ruling) => Some(DbTime(ruling.at)),
            State::Lapsed { at } => Some(DbTime(*at)),
        };
        Ok(Self {
            id: case.id.into(),
            kind: case.matter.kind().code().to_owned(),
            listing_id: case.subject.listing().map(DbId::from),
            organization_id: case.organization.into(),
            exchange_week_id: case.exchange_week.map(DbId::from),
            proposed,
            status: case.state.code().to_owned(),
            claimed_by: claim.map(|claim| claim.by.into()),
            claimed_until: claim.map(|claim| DbTime(claim.until)),
            decision: ruling.map(|ruling| ruling.verdict.decision().code().to_owned()),
            reason: grounds.map(|grounds| grounds.reason.code().to_owned()),
            note: grounds.and_then(|grounds| grounds.note.clone()),
            decided_by: ruling.map(|ruling| ruling.by.into()),
            ended_at,
            opened_at: case.opened_at.into(),
            updated_at: case.updated_at.into(),
            revision: case.revision.number(),
        })
    }

    pub(super) fn case(self) -> Result<Case, StoreError> {
        let id = CaseId::from(self.id);
        self.read().map_err(|what| StoreError::corrupt("moderation_cases", id, what))
    }

    fn read(self) -> Result<Case, &'static str> {
        let kind = Kind::from_code(&self.kind).ok_or("kind")?;
        let organization = self.organization_id.into();
        let subject = match self.listing_id {
            Some(listing) => Subject::Listing(ListingId::from(listing)),
            None => Subject::Organization(organization),
        };
        let grounds = grounds(self.reason.as_deref(), self.note)?;
        let state = match (self.status.as_str(), self.ended_at, self.decision, self.decided_by) {
            ("open", None, None, None) => State::Open { claim: claim(self.claimed_by, self.claimed_until)? },
            ("lapsed", Some(at), None, None) => State::Lapsed { at: at.0 },
            ("decided", Some(at), Some(decision), Some(by)) => {
                let decision = Decision::from_code(&decision).ok_or("decision")?;
                let verdict = Verdict::new(decision, grounds).ok_or("reason")?;
                State::Decided(Ruling { verdict, by: by.into(), at: at.0 })
            }
            _ => return Err("status"),
        };
        Ok(Case {
            id: self.id.into(),
            subject,
            organization,
            exchange_week: self.exchange_week_id.map(Into::into),
            matter: matter(kind, self.proposed.map(|proposed| proposed.0))?,
            state,
            opened_at: self.opened_at.0,
            updated_at: self.updated_at.0,
            revision: Revision::new(self.revision),
        })
    }
}

pub(super) fn grounds(reason: Option<&str>, note: Option<String>) -> Result<Option<Grounds>, &'static str> {
    let reason = reason.map(Reason::parse).transpose().map_err(|_| "reason")?;
    Ok(reason.map(|reason| Grounds { reason, note }))
}

fn claim(by: Option<DbId>, until: Option<DbTime>) -> Result<Option<Claim>, &'static str> {
    match (by, until) {
        (None, None) => Ok(None),
        (Some(by), Some(until)) => Ok(Some(Claim { by: by.into(), until: until.0 })),
        _ => Err("claimed_by and claimed_until"),
    }
}

fn matter(kind: Kind, proposed: Option<Value>) -> Result<Matter, &'static str> {
    match (kind, proposed) {
        (Kind::Publication, None) => Ok(Matter::Publication),
        (Kind::Edit, Some(content)) => Ok(Matter::Edit(Box::new(document::content(content)?))),
        (Kind::FlaggedText, None) => Ok(Matter::FlaggedText),
        (Kind::Report, None) => Ok(Matter::Report),
        _ => Err("kind and proposed"),
    }
}
