//! An agreement as its parties read it.

use ::app::agreement::{Contact, Seen};
use domain::agreement::{self, Ratification, State};
use domain::organization::Phone;
use domain::text::Line;
use domain::vocabulary::Locale;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::matching::Contribution;
use crate::values::{Action, Day, Instant};

/// An accepted match: numbered, confirmed by both, perhaps ratified.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Agreement {
    /// Its identifier.
    id: Uuid,
    /// Its number.
    #[schema(max_length = 40, example = "A-2026-0042")]
    reference: String,
    /// The match that was accepted.
    match_id: Uuid,
    /// The week it belongs to.
    exchange_week_id: Uuid,
    /// Who proposed first.
    organization_a_id: Uuid,
    /// Who was asked first.
    organization_b_id: Uuid,
    /// Where it is in its life.
    status: AgreementStatus,
    /// Why it was cancelled.
    #[schema(required = true, max_length = 2000)]
    status_reason: Option<String>,
    /// Since when.
    status_changed_at: Instant,
    /// Which party cancelled it; null if none did, or the bourse did.
    #[schema(required = true)]
    cancelled_by_organization_id: Option<Uuid>,
    /// Whether it was cancelled after it stood.
    cancelled_late: bool,
    /// Which revision of the terms was agreed; a confirmation names it.
    #[schema(minimum = 1, maximum = 2_147_483_647)]
    terms_revision: u32,
    /// SHA-256, in hexadecimal, of the terms as RFC 8785 (JSON Canonicalization Scheme) writes them: an object of
    /// this agreement's `reference`, `organization_a_id`, `organization_b_id`, `terms_revision` and
    /// `contributions`, and of each contribution its `giver_organization_id`, `receiver_organization_id`,
    /// `offer_listing_id`, `request_listing_id`, `quantity`, `description`, `starts_at`, `ends_at` and
    /// `value_estimate`. The document prints it.
    #[schema(min_length = 64, max_length = 64, pattern = "^[0-9a-f]{64}$")]
    terms_hash: String,
    /// Who gives what: what was promised, not what was done.
    #[schema(max_items = 20)]
    contributions: Vec<Contribution>,
    /// Until when both must have confirmed.
    confirm_until: Instant,
    /// Who has confirmed so far.
    #[schema(max_items = 2)]
    confirmations: Vec<AgreementConfirmation>,
    /// Whether the week asks for ratification.
    ratification_required: bool,
    /// When it was ratified.
    #[schema(required = true)]
    ratified_at: Option<Instant>,
    /// When it was confirmed by all.
    #[schema(required = true)]
    confirmed_at: Option<Instant>,
    /// Who must call whom, until when.
    first_contact: FirstContact,
    /// How to reach the other party: for the owners and coordinators of the parties, until the agreement
    /// lapses or is called off; else null.
    #[schema(required = true)]
    counterparty_contact: Option<CounterpartyContact>,
    /// When it was made.
    created_at: Instant,
    /// When it last changed.
    updated_at: Instant,
    /// How often it has changed.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    revision: i64,
    /// What this caller may do now.
    #[schema(max_items = 20)]
    actions: Vec<Action>,
}

/// One party's yes to the terms.
#[derive(Debug, Serialize, ToSchema)]
struct AgreementConfirmation {
    /// Which party.
    organization_id: Uuid,
    /// To which terms.
    #[schema(minimum = 1, maximum = 2_147_483_647)]
    terms_revision: u32,
    /// When.
    confirmed_at: Instant,
}

/// Who calls first after the evening, and whether they have.
#[derive(Debug, Serialize, ToSchema)]
struct FirstContact {
    /// Who is responsible for it.
    organization_id: Uuid,
    /// Until and including which day, where the week is.
    due_on: Day,
    /// When it was noted as done.
    #[schema(required = true)]
    done_at: Option<Instant>,
    /// Whether it is not done, and the day is over.
    overdue: bool,
}

/// How to reach the other party of an agreement. It is for this exchange and for nothing else.
#[derive(Debug, Serialize, ToSchema)]
struct CounterpartyContact {
    /// Which party.
    organization_id: Uuid,
    /// Whom to ask for.
    #[schema(required = true, max_length = 120)]
    name: Option<String>,
    /// Where to write to.
    #[schema(max_length = 254, format = Email)]
    email: String,
    /// Where to call, in the international form.
    #[schema(required = true, max_length = 16, pattern = r"^\+[1-9][0-9]{6,14}$", example = "+352621123456")]
    phone: Option<String>,
    /// Street and number.
    #[schema(required = true, max_length = 200)]
    address: Option<String>,
    /// The postal code.
    #[schema(required = true, max_length = 10, example = "L-1234")]
    postal_code: Option<String>,
    /// The town or village.
    #[schema(required = true, max_length = 100)]
    locality: Option<String>,
}

/// Where an agreement is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(rename_all = "snake_case")]
pub(super) enum AgreementStatus {
    /// Waits for confirmations, or for ratification.
    Pending,
    /// Stands.
    Confirmed,
    /// All of it was done.
    Fulfilled,
    /// Some of it was done.
    PartlyFulfilled,
    /// None of it was done.
    Unfulfilled,
    /// The time to confirm ran out.
    Lapsed,
    /// Called off.
    Cancelled,
}

impl AgreementStatus {
    /// The name, as stored.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Confirmed => "confirmed",
            Self::Fulfilled => "fulfilled",
            Self::PartlyFulfilled => "partly_fulfilled",
            Self::Unfulfilled => "unfulfilled",
            Self::Lapsed => "lapsed",
            Self::Cancelled => "cancelled",
        }
    }
}

impl From<&State> for AgreementStatus {
    fn from(state: &State) -> Self {
        match state {
            State::Pending => Self::Pending,
            State::Confirmed => Self::Confirmed,
            State::Fulfilled => Self::Fulfilled,
            State::PartlyFulfilled => Self::PartlyFulfilled,
            State::Unfulfilled => Self::Unfulfilled,
            State::Lapsed => Self::Lapsed,
            State::Cancelled { .. } => Self::Cancelled,
        }
    }
}

impl Agreement {
    /// The agreement for a reader of this language.
    pub(super) fn of(seen: &Seen, locale: Locale) -> Self {
        let (agreement, state) = (&seen.agreement, seen.agreement.state_at(seen.now));
        let (status_reason, cancelled_by, cancelled_late) = match &state {
            State::Cancelled { by, reason, late } => (Some(reason.clone()), *by, *late),
            _ => (None, None, false),
        };
        let overdue = state == State::Lapsed && agreement.status.state == State::Pending;
        let status_changed_at = if overdue { agreement.confirm_until } else { agreement.status.changed_at };
        Self {
            id: agreement.id.uuid(),
            reference: agreement.reference.clone(),
            match_id: agreement.match_id.uuid(),
            exchange_week_id: agreement.exchange_week.uuid(),
            organization_a_id: agreement.organization_a.uuid(),
            organization_b_id: agreement.organization_b.uuid(),
            status: (&state).into(),
            status_reason,
            status_changed_at: status_changed_at.into(),
            cancelled_by_organization_id: cancelled_by.map(domain::id::OrganizationId::uuid),
            cancelled_late,
            terms_revision: agreement.terms_revision,
            terms_hash: seen.terms_hash.clone(),
            contributions: seen.terms.contributions.iter().map(Contribution::from).collect(),
            confirm_until: agreement.confirm_until.into(),
            confirmations: agreement.confirmations.iter().map(AgreementConfirmation::from).collect(),
            ratification_required: agreement.ratification != Ratification::NotRequired,
            ratified_at: match agreement.ratification {
                Ratification::Given { at, .. } => Some(at.into()),
                Ratification::NotRequired | Ratification::Awaited => None,
            },
            confirmed_at: agreement.confirmed_at.map(Instant),
            first_contact: FirstContact::of(seen, &state),
            counterparty_contact: seen.contact.as_ref().map(CounterpartyContact::from),
            created_at: agreement.created_at.into(),
            updated_at: agreement.updated_at.into(),
            revision: agreement.revision.number(),
            actions: actions(seen, locale),
        }
    }
}

impl From<&agreement::Confirmation> for AgreementConfirmation {
    fn from(confirmation: &agreement::Confirmation) -> Self {
        Self {
            organization_id: confirmation.organization.uuid(),
            terms_revision: confirmation.terms_revision,
            confirmed_at: confirmation.at.into(),
        }
    }
}

impl From<&Contact> for CounterpartyContact {
    fn from(contact: &Contact) -> Self {
        let facts = &contact.facts;
        let line = |given: &Option<Line>| given.as_ref().map(|line| line.as_str().to_owned());
        Self {
            organization_id: contact.organization.uuid(),
            name: line(&facts.contact_name),
            email: facts.contact_email.as_str().to_owned(),
            phone: facts.contact_phone.as_ref().map(Phone::as_str).map(str::to_owned),
            address: line(&facts.address),
            postal_code: facts.postal_code.map(|code| code.to_string()),
            locality: line(&facts.locality),
        }
    }
}

impl FirstContact {
    fn of(seen: &Seen, state: &State) -> Self {
        let contact = seen.agreement.first_contact;
        let open = *state == State::Confirmed && contact.done.is_none();
        Self {
            organization_id: contact.organization.uuid(),
            due_on: contact.due_on.into(),
            done_at: contact.done.map(|(at, _)| at.into()),
            overdue: open && seen.today > contact.due_on,
        }
    }
}

/// The actions with the requests that do them.
fn actions(seen: &Seen, locale: Locale) -> Vec<Action> {
    let href = |below: &str| format!("/v1/agreements/{}/{below}", seen.agreement.id);
    let request = |name: &str| match name {
        "confirm" => Some(("POST", href("confirmations"))),
        "ratify" => Some(("POST", href("ratifications"))),
        "cancel" => Some(("POST", href("cancellations"))),
        "note_first_contact" => Some(("POST", href("first-contacts"))),
        _ => None,
    };
    Action::all(&seen.actions, request, locale)
}
