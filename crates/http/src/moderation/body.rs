//! A case as staff read it.

use std::collections::BTreeMap;

use ::app::moderation::{About, Seen};
use domain::listing::{Content, Listing};
use domain::moderation::{self, AbuseReport, Claim, Matter, Ruling, State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::listing::{ListingText, texts};
use crate::text::TextFlag;
use crate::values::{Code, Instant};
use domain::vocabulary::Locale;

macro_rules! mirrored {
    ($(#[$doc:meta])* $name:ident of $domain:ty { $($(#[$variant_doc:meta])* $variant:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        #[schema(rename_all = "snake_case")]
        pub(super) enum $name {
            $($(#[$variant_doc])* $variant,)+
        }

        impl From<$domain> for $name {
            fn from(value: $domain) -> Self {
                match value {
                    $(<$domain>::$variant => Self::$variant,)+
                }
            }
        }

        impl From<$name> for $domain {
            fn from(value: $name) -> Self {
                match value {
                    $($name::$variant => <$domain>::$variant,)+
                }
            }
        }
    };
}

mirrored!(
    /// What the question of a case is.
    ModerationCaseKind of moderation::Kind {
        /// May a submitted listing be shown?
        Publication,
        /// May a shown listing say something else?
        Edit,
        /// May a shown listing with doubtful words stay?
        FlaggedText,
        /// Are those right who reported it?
        Report,
    }
);
mirrored!(
    /// An answer to a case.
    ModerationDecisionKind of moderation::Decision {
        /// It may be shown.
        Approve,
        /// It goes back to its poster; of a change, what is shown stays.
        Reject,
        /// The listing is taken down.
        Remove,
        /// Nothing is wrong.
        Dismiss,
        /// It stays, and its poster is told what to mind.
        Warn,
    }
);

/// Where a case is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(rename_all = "snake_case")]
pub(super) enum ModerationCaseStatus {
    /// It waits.
    Open,
    /// It was answered.
    Decided,
    /// The question went away by itself.
    Lapsed,
}

impl ModerationCaseStatus {
    /// The name, as stored.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Decided => "decided",
            Self::Lapsed => "lapsed",
        }
    }
}

impl From<&State> for ModerationCaseStatus {
    fn from(state: &State) -> Self {
        match state {
            State::Open { .. } => Self::Open,
            State::Decided(_) => Self::Decided,
            State::Lapsed { .. } => Self::Lapsed,
        }
    }
}

/// A question that waits for staff, or has been answered.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ModerationCase {
    /// Its identifier.
    id: Uuid,
    /// What the question is.
    kind: ModerationCaseKind,
    /// Where it is in its life.
    status: ModerationCaseStatus,
    /// The listing that it is about; null when it is about the organization.
    #[schema(required = true)]
    listing_id: Option<Uuid>,
    /// The organization concerned.
    organization_id: Uuid,
    /// The week of the listing.
    #[schema(required = true)]
    exchange_week_id: Option<Uuid>,
    /// What people call the listing or organization.
    #[schema(max_length = 40, example = "L-7K3Q9D")]
    subject_reference: String,
    /// Its state.
    #[schema(value_type = Code)]
    subject_status: String,
    /// Its revision now: a decision names the one that was judged.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    subject_revision: i64,
    /// Its title or name.
    #[schema(max_length = 200)]
    title: String,
    /// The texts to be judged, by language: those that are shown or would be shown; empty for an organization.
    texts: BTreeMap<String, ListingText>,
    /// Of a change: the texts that are shown until it is approved.
    #[schema(required = true)]
    shown_texts: Option<BTreeMap<String, ListingText>>,
    /// What is doubtful in the texts to be judged.
    #[schema(max_items = 200)]
    text_flags: Vec<TextFlag>,
    /// The language in which its poster reads.
    #[schema(max_length = 10, example = "fr")]
    poster_language: &'static str,
    /// Who is looking at it; null when nobody is.
    #[schema(required = true)]
    claim: Option<ModerationClaim>,
    /// What this caller may answer; empty for members of the organization concerned.
    #[schema(max_items = 5)]
    decisions: Vec<ModerationDecisionKind>,
    /// What people reported, the first 50.
    #[schema(max_items = 50)]
    reports: Vec<ModerationReport>,
    /// What was decided.
    #[schema(required = true)]
    ruling: Option<ModerationRuling>,
    /// Since when it waits.
    opened_at: Instant,
    /// When it last changed.
    updated_at: Instant,
    /// How often it has changed.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    revision: i64,
}

/// Somebody is looking at a case.
#[derive(Debug, Serialize, ToSchema)]
struct ModerationClaim {
    /// Who.
    person_id: Uuid,
    /// Until when, not included.
    until: Instant,
}

/// What somebody reported.
#[derive(Debug, Serialize, ToSchema)]
struct ModerationReport {
    /// Its identifier.
    id: Uuid,
    /// Who reported. Nobody but staff learns it.
    person_id: Uuid,
    /// Why: a code of `GET /v1/moderation-reasons`.
    #[schema(value_type = Code)]
    reason: &'static str,
    /// In their words.
    #[schema(required = true, max_length = 2000)]
    note: Option<String>,
    /// When.
    reported_at: Instant,
}

/// What was decided.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ModerationRuling {
    /// What.
    decision: ModerationDecisionKind,
    /// Why: a code of `GET /v1/moderation-reasons`.
    #[schema(required = true, value_type = Option<Code>)]
    reason: Option<&'static str>,
    /// In words, to the poster.
    #[schema(required = true, max_length = 2000)]
    note: Option<String>,
    /// By whom; null for those who are not staff.
    #[schema(required = true)]
    decided_by: Option<Uuid>,
    /// When.
    decided_at: Instant,
}

impl ModerationRuling {
    /// For staff, or for the organization concerned.
    pub(super) fn of(ruling: &Ruling, for_staff: bool) -> Self {
        let grounds = ruling.verdict.grounds();
        Self {
            decision: ruling.verdict.decision().into(),
            reason: grounds.map(|grounds| grounds.reason.code()),
            note: grounds.and_then(|grounds| grounds.note.clone()),
            decided_by: for_staff.then_some(ruling.by.uuid()),
            decided_at: ruling.at.into(),
        }
    }
}

impl From<Claim> for ModerationClaim {
    fn from(claim: Claim) -> Self {
        Self { person_id: claim.by.uuid(), until: claim.until.into() }
    }
}

impl From<&AbuseReport> for ModerationReport {
    fn from(report: &AbuseReport) -> Self {
        Self {
            id: report.id.uuid(),
            person_id: report.by.uuid(),
            reason: report.grounds.reason.code(),
            note: report.grounds.note.clone(),
            reported_at: report.at.into(),
        }
    }
}

/// What a case is about, in the words of an answer.
struct Judged {
    reference: String,
    status: String,
    title: String,
    texts: BTreeMap<String, ListingText>,
    shown: Option<BTreeMap<String, ListingText>>,
    flags: Vec<TextFlag>,
}

impl Judged {
    fn of(seen: &Seen, locale: Locale) -> Self {
        match (&seen.about, &seen.case.matter) {
            (About::Listing(listing), Matter::Edit(content)) => {
                let shown = texts(&listing.content);
                Self::listing(listing, content, Some(shown), seen, locale)
            }
            (About::Listing(listing), _) => Self::listing(listing, &listing.content, None, seen, locale),
            (About::Organization(organization), _) => Self {
                reference: organization.reference.clone(),
                status: organization.standing.code_at(seen.now).to_owned(),
                title: organization.facts.name.as_str().to_owned(),
                texts: BTreeMap::new(),
                shown: None,
                flags: Vec::new(),
            },
        }
    }

    fn listing(
        listing: &Listing,
        content: &Content,
        shown: Option<BTreeMap<String, ListingText>>,
        seen: &Seen,
        locale: Locale,
    ) -> Self {
        Self {
            reference: listing.reference.clone(),
            status: listing.state_at(seen.now).code().to_owned(),
            title: content.title.as_str().to_owned(),
            texts: texts(content),
            shown,
            flags: TextFlag::all(&content.marks(), locale),
        }
    }
}

impl ModerationCase {
    /// The case for staff who read this language.
    pub(super) fn of(seen: &Seen, locale: Locale) -> Self {
        let case = &seen.case;
        let Judged { reference, status, title, texts, shown, flags } = Judged::of(seen, locale);
        Self {
            id: case.id.uuid(),
            kind: case.matter.kind().into(),
            status: (&case.state).into(),
            listing_id: case.subject.listing().map(domain::id::ListingId::uuid),
            organization_id: case.organization.uuid(),
            exchange_week_id: case.exchange_week.map(domain::id::ExchangeWeekId::uuid),
            subject_reference: reference,
            subject_status: status,
            subject_revision: seen.about.revision().number(),
            title,
            texts,
            shown_texts: shown,
            text_flags: flags,
            poster_language: seen.poster_locale.code(),
            claim: case.claim_at(seen.now).map(Into::into),
            decisions: seen.decisions.iter().copied().map(Into::into).collect(),
            reports: seen.reports.iter().map(Into::into).collect(),
            ruling: case.ruling().map(|ruling| ModerationRuling::of(ruling, true)),
            opened_at: case.opened_at.into(),
            updated_at: case.updated_at.into(),
            revision: case.revision.number(),
        }
    }
}
