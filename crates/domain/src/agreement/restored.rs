//! Agreements that were closed elsewhere: in another service, whose whole account they bring, or on paper.

use jiff::Timestamp;
use jiff::civil::Date;

use super::{Agreement, Confirmation, FirstContact, Ratification, State, Status};
use crate::audit::Change;
use crate::fault::{Faults, Rule};
use crate::id::{AgreementId, OrganizationId, Revision};
use crate::matching::{Claim, Match};
use crate::policy::Organizer;
use crate::week::ExchangeWeek;

/// One of the two parties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Who proposed first.
    A,
    /// Who was asked first.
    B,
}

/// How far an agreement had come; a [`State`] in which the parties are called by their sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// See [`State::Pending`].
    Pending,
    /// See [`State::Confirmed`].
    Confirmed,
    /// See [`State::Fulfilled`].
    Fulfilled,
    /// See [`State::PartlyFulfilled`].
    PartlyFulfilled,
    /// See [`State::Unfulfilled`].
    Unfulfilled,
    /// See [`State::Lapsed`].
    Lapsed,
    /// See [`State::Cancelled`].
    Cancelled {
        /// By which party; none when the bourse did it.
        by: Option<Side>,
        /// Why.
        reason: String,
        /// Whether it stood already.
        late: bool,
    },
}

/// Whether the week asked for ratification, and when it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seal {
    /// The week did without.
    NotRequired,
    /// It was asked for, and not given.
    Awaited,
    /// Given at this instant.
    Given(Timestamp),
}

/// What is told of an agreement that was made elsewhere, beside what was agreed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Which revision of the terms was accepted; from 1.
    pub terms_revision: u32,
    /// Who proposed it.
    pub proposed_by: Side,
    /// When.
    pub proposed_at: Timestamp,
    /// When it was accepted.
    pub agreed_at: Timestamp,
    /// How far it had come.
    pub end: End,
    /// Since when.
    pub changed_at: Timestamp,
    /// What it claims of the listings that it cites.
    pub claim: Claim,
    /// Until when both must have confirmed.
    pub confirm_until: Timestamp,
    /// When each party had confirmed.
    pub confirmed_by: [Option<Timestamp>; 2],
    /// When it was confirmed by all.
    pub confirmed_at: Option<Timestamp>,
    /// The bourse's check.
    pub seal: Seal,
    /// Who had to call.
    pub first_contact_by: Side,
    /// Until and including which day.
    pub first_contact_due_on: Date,
    /// When it was noted as done.
    pub first_contact_done_at: Option<Timestamp>,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// What is told, free of contradictions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past(Told);

impl Told {
    /// Checks that it can have been so. Faults are by the names of the columns of the sheet of agreements.
    pub fn parse(self) -> Result<Past, Faults> {
        let mut faults = Faults::none();
        if self.terms_revision == 0 {
            let (min, max) = ("1".to_owned(), u32::MAX.to_string());
            faults.add("terms_revision", Rule::OutOfRange { min, max });
        }
        let sealed_at = match self.seal {
            Seal::Given(at) => Some(at),
            Seal::NotRequired | Seal::Awaited => None,
        };
        let both = self.confirmed_by.iter().all(Option::is_some);
        let stands = both && self.seal != Seal::Awaited;
        let (needs_confirmation, late) = match &self.end {
            End::Confirmed | End::Fulfilled | End::PartlyFulfilled | End::Unfulfilled => (Some(true), None),
            End::Pending | End::Lapsed => (Some(false), None),
            End::Cancelled { late, .. } => (None, Some(*late)),
        };
        let was_confirmed = self.confirmed_at.is_some();
        match needs_confirmation.unwrap_or(was_confirmed) {
            true if !was_confirmed => faults.add("confirmed_at", Rule::Required),
            false if was_confirmed => faults.add("confirmed_at", Rule::NotAllowed),
            true | false => {}
        }
        if was_confirmed || sealed_at.is_some() {
            for (column, at) in ["confirmed_by_a_at", "confirmed_by_b_at"].into_iter().zip(self.confirmed_by)
            {
                if at.is_none() {
                    faults.add(column, Rule::Required);
                }
            }
        }
        if was_confirmed && self.seal == Seal::Awaited {
            faults.add("ratified_at", Rule::Required);
        }
        // Whatever has all that it needs stands at that moment.
        if stands && !was_confirmed && needs_confirmation != Some(true) {
            faults.add("confirmed_at", Rule::Required);
        }
        if late.is_some_and(|late| late != was_confirmed) {
            faults.add("cancelled_late", Rule::NotAllowed);
        }
        if self.first_contact_done_at.is_some() && !was_confirmed {
            faults.add("first_contact_done_at", Rule::NotAllowed);
        }
        if !self.end.claims().contains(&self.claim) {
            faults.add("claim", Rule::NotAllowed);
        }
        self.in_order(sealed_at, &mut faults);
        faults.or(Past(self))
    }

    /// One thing after the other.
    fn in_order(&self, sealed_at: Option<Timestamp>, faults: &mut Faults) {
        let [by_a, by_b] = self.confirmed_by;
        let mut follow = |steps: &[(&'static str, Option<Timestamp>)]| {
            let mut before = None;
            for (column, at) in steps {
                if at.is_some() && *at < before && !faults.iter().any(|fault| fault.field == *column) {
                    faults.add(*column, Rule::EndNotAfterStart);
                }
                before = (*at).max(before);
            }
        };
        let agreed = [("proposed_at", Some(self.proposed_at)), ("agreed_at", Some(self.agreed_at))];
        let [proposed, agreed] = agreed;
        let ended = ("updated_at", Some(self.updated_at));
        let confirmed = ("confirmed_at", self.confirmed_at);
        follow(&[
            proposed,
            agreed,
            ("confirmed_by_a_at", by_a),
            ("ratified_at", sealed_at),
            confirmed,
            ended,
        ]);
        follow(&[agreed, ("confirmed_by_b_at", by_b), ("ratified_at", sealed_at), confirmed, ended]);
        follow(&[agreed, confirmed, ("first_contact_done_at", self.first_contact_done_at), ended]);
        follow(&[agreed, confirmed, ("status_changed_at", Some(self.changed_at)), ended]);
    }

    /// What would be told of this agreement.
    fn of(agreement: &Agreement, match_: &Match) -> Option<Self> {
        let side = |party| agreement.side(party);
        let confirmed_by = [agreement.organization_a, agreement.organization_b]
            .map(|party| Some(agreement.confirmations.iter().find(|yes| yes.organization == party)?.at));
        Some(Self {
            terms_revision: agreement.terms_revision,
            proposed_by: side(match_.terms.proposed_by),
            proposed_at: match_.terms.proposed_at,
            agreed_at: agreement.created_at,
            end: match &agreement.status.state {
                State::Pending => End::Pending,
                State::Confirmed => End::Confirmed,
                State::Fulfilled => End::Fulfilled,
                State::PartlyFulfilled => End::PartlyFulfilled,
                State::Unfulfilled => End::Unfulfilled,
                State::Lapsed => End::Lapsed,
                State::Cancelled { by, reason, late } => {
                    End::Cancelled { by: by.map(side), reason: reason.clone(), late: *late }
                }
            },
            changed_at: agreement.status.changed_at,
            claim: match_.terms.contributions.first()?.claim,
            confirm_until: agreement.confirm_until,
            confirmed_by,
            confirmed_at: agreement.confirmed_at,
            seal: match agreement.ratification {
                Ratification::NotRequired => Seal::NotRequired,
                Ratification::Awaited => Seal::Awaited,
                Ratification::Given { at, .. } => Seal::Given(at),
            },
            first_contact_by: side(agreement.first_contact.organization),
            first_contact_due_on: agreement.first_contact.due_on,
            first_contact_done_at: agreement.first_contact.done.map(|(at, _)| at),
            updated_at: agreement.updated_at,
        })
    }
}

impl End {
    /// What an agreement in this state may claim.
    const fn claims(&self) -> &'static [Claim] {
        match self {
            Self::Pending => &[Claim::Held],
            Self::Confirmed | Self::Fulfilled | Self::PartlyFulfilled => &[Claim::Committed],
            Self::Unfulfilled => &[Claim::Committed, Claim::Released],
            Self::Lapsed | Self::Cancelled { .. } => &[Claim::Released],
        }
    }

    fn state(&self, sides: [OrganizationId; 2]) -> State {
        match self {
            Self::Pending => State::Pending,
            Self::Confirmed => State::Confirmed,
            Self::Fulfilled => State::Fulfilled,
            Self::PartlyFulfilled => State::PartlyFulfilled,
            Self::Unfulfilled => State::Unfulfilled,
            Self::Lapsed => State::Lapsed,
            Self::Cancelled { by, reason, late } => {
                State::Cancelled { by: by.map(|side| side.of(sides)), reason: reason.clone(), late: *late }
            }
        }
    }
}

impl Side {
    /// The party of this side.
    pub const fn of<T: Copy>(self, [a, b]: [T; 2]) -> T {
        match self {
            Self::A => a,
            Self::B => b,
        }
    }
}

impl Past {
    /// What is told.
    pub const fn told(&self) -> &Told {
        &self.0
    }

    /// Whether the stored agreement is where this says.
    pub fn is(&self, agreement: &Agreement, match_: &Match) -> bool {
        Told::of(agreement, match_).as_ref() == Some(&self.0)
    }
}

impl Agreement {
    /// An agreement as it was elsewhere, which an organizer brings back. People do not travel: whoever confirmed,
    /// ratified or called elsewhere, here it is the organizer who vouches for it.
    pub fn restored(
        id: AgreementId,
        reference: String,
        match_: &Match,
        past: &Past,
        by: Organizer,
    ) -> (Self, Change) {
        let (told, by) = (&past.0, by.person());
        let sides = [match_.organization_a, match_.organization_b];
        let given = sides.into_iter().zip(told.confirmed_by);
        let confirmations = given.filter_map(|(organization, at)| {
            Some(Confirmation { organization, person: by, terms_revision: told.terms_revision, at: at? })
        });
        let agreement = Self {
            id,
            reference,
            match_id: match_.id,
            exchange_week: match_.exchange_week,
            organization_a: match_.organization_a,
            organization_b: match_.organization_b,
            terms_revision: told.terms_revision,
            status: Status { state: told.end.state(sides), changed_at: told.changed_at, changed_by: None },
            confirm_until: told.confirm_until,
            confirmations: confirmations.collect(),
            ratification: match told.seal {
                Seal::NotRequired => Ratification::NotRequired,
                Seal::Awaited => Ratification::Awaited,
                Seal::Given(at) => Ratification::Given { at, by },
            },
            confirmed_at: told.confirmed_at,
            first_contact: FirstContact {
                organization: told.first_contact_by.of(sides),
                due_on: told.first_contact_due_on,
                done: told.first_contact_done_at.map(|at| (at, by)),
            },
            created_at: told.agreed_at,
            updated_at: told.updated_at,
            revision: Revision::FIRST,
        };
        let change = agreement.change("agreement.imported");
        (agreement, change)
    }

    /// An agreement that both have signed on paper, which an organizer brings in: both have confirmed it, and it
    /// stands, unless the week asks for ratification; then the time for that counts from now on.
    pub fn on_paper(
        id: AgreementId,
        reference: String,
        match_: &Match,
        week: &ExchangeWeek,
        by: Organizer,
        now: Timestamp,
    ) -> (Self, Change) {
        let (person, signed_at) = (by.person(), match_.status.changed_at);
        let (made, _) = Self::of_match(id, reference.clone(), match_, week, person, signed_at);
        let (from_now, _) = Self::of_match(id, reference, match_, week, person, now.max(signed_at));
        let terms_revision = made.terms_revision;
        let signed = |organization| Confirmation { organization, person, terms_revision, at: signed_at };
        let stands = made.ratification == Ratification::NotRequired;
        let state = if stands { State::Confirmed } else { State::Pending };
        let agreement = Self {
            status: Status { state, changed_at: signed_at, changed_by: Some(person) },
            confirm_until: from_now.confirm_until,
            confirmations: [made.organization_a, made.organization_b].map(signed).to_vec(),
            confirmed_at: stands.then_some(signed_at),
            updated_at: from_now.updated_at,
            ..made
        };
        let change = agreement.change("agreement.imported");
        (agreement, change)
    }

    /// What it claims of the listings that its terms cite, when it comes in.
    pub const fn claim(&self) -> Claim {
        match self.status.state {
            State::Pending => Claim::Held,
            State::Confirmed | State::Fulfilled | State::PartlyFulfilled => Claim::Committed,
            State::Unfulfilled | State::Lapsed | State::Cancelled { .. } => Claim::Released,
        }
    }

    fn side(&self, party: OrganizationId) -> Side {
        if party == self.organization_a { Side::A } else { Side::B }
    }
}
