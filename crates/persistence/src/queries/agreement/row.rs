//! The rows of an agreement, and their way to and from the domain.

use diesel::prelude::*;
use domain::agreement::{Agreement, Confirmation, FirstContact, Ratification, State, Status};
use domain::id::{AgreementId, Revision};

use super::super::super::schema::{agreement_confirmations, agreements};
use super::super::super::values::{DbDay, DbId, DbTime, time};
use crate::error::StoreError;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = agreements)]
pub(super) struct Row {
    pub(super) id: DbId,
    reference: String,
    match_id: DbId,
    exchange_week_id: DbId,
    organization_a_id: DbId,
    organization_b_id: DbId,
    terms_revision: i32,
    confirm_until: DbTime,
    ratification_required: bool,
    first_contact_organization_id: DbId,
    first_contact_due_on: DbDay,
    created_at: DbTime,
    #[diesel(embed)]
    changed: Changed,
}

/// What a save writes.
#[derive(AsChangeset, Queryable, Selectable, Insertable)]
#[diesel(table_name = agreements, treat_none_as_null = true)]
pub(super) struct Changed {
    status: String,
    status_reason: Option<String>,
    status_changed_at: DbTime,
    status_changed_by: Option<DbId>,
    ratified_at: Option<DbTime>,
    ratified_by: Option<DbId>,
    cancelled_by_organization_id: Option<DbId>,
    cancelled_late: Option<bool>,
    confirmed_at: Option<DbTime>,
    first_contact_done_at: Option<DbTime>,
    first_contact_done_by: Option<DbId>,
    updated_at: DbTime,
    revision: i64,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = agreement_confirmations)]
pub(super) struct ConfirmationRow {
    pub(super) agreement_id: DbId,
    organization_id: DbId,
    person_id: DbId,
    terms_revision: i32,
    confirmed_at: DbTime,
}

impl Row {
    pub(super) fn of(agreement: &Agreement) -> Result<Self, StoreError> {
        Ok(Self {
            id: agreement.id.into(),
            reference: agreement.reference.clone(),
            match_id: agreement.match_id.into(),
            exchange_week_id: agreement.exchange_week.into(),
            organization_a_id: agreement.organization_a.into(),
            organization_b_id: agreement.organization_b.into(),
            terms_revision: i32::try_from(agreement.terms_revision).map_err(StoreError::backend)?,
            confirm_until: agreement.confirm_until.into(),
            ratification_required: agreement.ratification != Ratification::NotRequired,
            first_contact_organization_id: agreement.first_contact.organization.into(),
            first_contact_due_on: agreement.first_contact.due_on.into(),
            created_at: agreement.created_at.into(),
            changed: Changed::of(agreement),
        })
    }

    pub(super) fn into_agreement(self, confirmations: Vec<ConfirmationRow>) -> Result<Agreement, StoreError> {
        let id = AgreementId::from(self.id);
        self.read(confirmations).map_err(|what| StoreError::corrupt("agreements", id, what))
    }

    fn read(self, confirmations: Vec<ConfirmationRow>) -> Result<Agreement, &'static str> {
        let changed = self.changed;
        let ratification = match (self.ratification_required, changed.ratified_at, changed.ratified_by) {
            (false, None, None) => Ratification::NotRequired,
            (true, None, None) => Ratification::Awaited,
            (true, Some(at), Some(by)) => Ratification::Given { at: at.0, by: by.into() },
            _ => return Err("ratification"),
        };
        let done = match (changed.first_contact_done_at, changed.first_contact_done_by) {
            (None, None) => None,
            (Some(at), Some(by)) => Some((at.0, by.into())),
            _ => return Err("first contact"),
        };
        let cancellation = (changed.cancelled_by_organization_id, changed.cancelled_late);
        let state = state(&changed.status, changed.status_reason, cancellation)?;
        let confirmations: Result<_, _> = confirmations.into_iter().map(ConfirmationRow::read).collect();
        Ok(Agreement {
            id: self.id.into(),
            reference: self.reference,
            match_id: self.match_id.into(),
            exchange_week: self.exchange_week_id.into(),
            organization_a: self.organization_a_id.into(),
            organization_b: self.organization_b_id.into(),
            terms_revision: u32::try_from(self.terms_revision).map_err(|_| "terms_revision")?,
            status: Status {
                state,
                changed_at: changed.status_changed_at.0,
                changed_by: changed.status_changed_by.map(Into::into),
            },
            confirm_until: self.confirm_until.0,
            confirmations: confirmations?,
            ratification,
            confirmed_at: time(changed.confirmed_at),
            first_contact: FirstContact {
                organization: self.first_contact_organization_id.into(),
                due_on: self.first_contact_due_on.0,
                done,
            },
            created_at: self.created_at.0,
            updated_at: changed.updated_at.0,
            revision: Revision::new(changed.revision),
        })
    }
}

impl Changed {
    pub(super) fn of(agreement: &Agreement) -> Self {
        let (ratified_at, ratified_by) = match agreement.ratification {
            Ratification::Given { at, by } => (Some(at.into()), Some(by.into())),
            Ratification::NotRequired | Ratification::Awaited => (None, None),
        };
        let (status_reason, cancelled_by_organization_id, cancelled_late) = match &agreement.status.state {
            State::Cancelled { by, reason, late } => (Some(reason.clone()), by.map(Into::into), Some(*late)),
            _ => (None, None, None),
        };
        let (first_contact_done_at, first_contact_done_by) =
            agreement.first_contact.done.map(|(at, by)| (at.into(), by.into())).unzip();
        Self {
            status: agreement.status.state.code().to_owned(),
            status_reason,
            status_changed_at: agreement.status.changed_at.into(),
            status_changed_by: agreement.status.changed_by.map(Into::into),
            ratified_at,
            ratified_by,
            cancelled_by_organization_id,
            cancelled_late,
            confirmed_at: agreement.confirmed_at.map(DbTime),
            first_contact_done_at,
            first_contact_done_by,
            updated_at: agreement.updated_at.into(),
            revision: agreement.revision.number(),
        }
    }
}

fn state(
    status: &str,
    reason: Option<String>,
    cancellation: (Option<DbId>, Option<bool>),
) -> Result<State, &'static str> {
    match (status, reason, cancellation) {
        ("pending", None, (None, None)) => Ok(State::Pending),
        ("confirmed", None, (None, None)) => Ok(State::Confirmed),
        ("fulfilled", None, (None, None)) => Ok(State::Fulfilled),
        ("partly_fulfilled", None, (None, None)) => Ok(State::PartlyFulfilled),
        ("unfulfilled", None, (None, None)) => Ok(State::Unfulfilled),
        ("lapsed", None, (None, None)) => Ok(State::Lapsed),
        ("cancelled", Some(reason), (by, Some(late))) => {
            Ok(State::Cancelled { by: by.map(Into::into), reason, late })
        }
        _ => Err("status and cancellation"),
    }
}

impl ConfirmationRow {
    pub(super) fn of(agreement: AgreementId, confirmation: &Confirmation) -> Result<Self, StoreError> {
        Ok(Self {
            agreement_id: agreement.into(),
            organization_id: confirmation.organization.into(),
            person_id: confirmation.person.into(),
            terms_revision: i32::try_from(confirmation.terms_revision).map_err(StoreError::backend)?,
            confirmed_at: confirmation.at.into(),
        })
    }

    fn read(self) -> Result<Confirmation, &'static str> {
        Ok(Confirmation {
            organization: self.organization_id.into(),
            person: self.person_id.into(),
            terms_revision: u32::try_from(self.terms_revision)
                .map_err(|_| "terms_revision of a confirmation")?,
            at: self.confirmed_at.0,
        })
    }
}
