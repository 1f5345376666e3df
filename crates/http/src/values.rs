//! Values that the DTOs of several nouns share.

use actix_web::web::Path;
use domain::fault::{Faults, Rule};
use domain::policy;
use domain::quantity::Amount;
use domain::refusal::Refusal;
use domain::text::{Bounds, Prose};
use domain::vocabulary::{Labels, Locale, Unit};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize, Serializer};
use utoipa::openapi::schema::{KnownFormat, SchemaFormat};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type};
use utoipa::{PartialSchema, ToSchema};
use uuid::Uuid;

use crate::problem::{self, Kind, Problem, ProblemFacts};

/// An instant, in RFC 3339 with `Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Instant(pub(crate) Timestamp);

impl From<Timestamp> for Instant {
    fn from(at: Timestamp) -> Self {
        Self(at)
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl PartialSchema for Instant {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .max_length(Some(32))
            .description(Some("An instant, in RFC 3339 with `Z`."))
            .examples(["2026-11-24T09:30:00Z"])
            .into()
    }
}

impl ToSchema for Instant {}

/// The code of a state, a phase or an action, as the document describes one. A schema, not a value.
pub(crate) struct Code;

impl PartialSchema for Code {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .max_length(Some(60))
            .pattern(Some("^[a-z0-9_-]+$"))
            .description(Some("A stable code."))
            .examples(["published"])
            .into()
    }
}

impl ToSchema for Code {}

/// A local day, in ISO 8601.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Day(pub(crate) Date);

impl From<Date> for Day {
    fn from(day: Date) -> Self {
        Self(day)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl PartialSchema for Day {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Date)))
            .max_length(Some(10))
            .description(Some("A local day, in ISO 8601."))
            .examples(["2026-11-24"])
            .into()
    }
}

impl ToSchema for Day {}

/// How much: a decimal number and its unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Quantity {
    /// A decimal number with at most three places.
    #[schema(max_length = 14, pattern = r"^[0-9]{1,10}(\.[0-9]{1,3})?$", example = "2.5")]
    pub(crate) value: String,
    /// The code of a unit (`GET /v1/units`).
    #[schema(max_length = 40, example = "hour")]
    pub(crate) unit: String,
}

impl Quantity {
    pub(crate) fn new(amount: Amount, unit: Unit) -> Self {
        Self { value: amount.to_string(), unit: unit.code().to_owned() }
    }
}

/// An estimate of a value, for the impact report: never a price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Money {
    /// A decimal number with two places.
    #[schema(max_length = 16, pattern = r"^[0-9]{1,12}\.[0-9]{2}$", example = "55.20")]
    pub(crate) amount: String,
    /// The currency, in ISO 4217.
    #[schema(min_length = 3, max_length = 3, pattern = "^[A-Z]{3}$", example = "EUR")]
    pub(crate) currency: String,
}

impl Money {
    /// From whole cents of the euro; an estimate is never negative.
    pub(crate) fn euro_cents(cents: u64) -> Self {
        Self { amount: format!("{}.{:02}", cents / 100, cents % 100), currency: "EUR".to_owned() }
    }
}

/// Something that can be done with a resource, and whether this caller can do it now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Action {
    /// What.
    #[schema(max_length = 40, pattern = "^[a-z_]+$", example = "publish")]
    pub(crate) name: String,
    /// The method of the request that does it.
    #[schema(max_length = 6, example = "PUT")]
    pub(crate) method: String,
    /// The address of the request that does it.
    #[schema(format = "uri-reference", max_length = 300)]
    pub(crate) href: String,
    /// Why it cannot be done now, every reason; empty when it can.
    #[schema(max_items = 100)]
    pub(crate) disabled_reasons: Vec<DisabledReason>,
}

/// One reason for which something cannot be done now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct DisabledReason {
    /// The problem type with which the request would be answered.
    #[schema(max_length = 60, pattern = "^[a-z0-9-]+$", example = "phase-forbids")]
    pub(crate) code: String,
    /// The reason, in the language of the answer.
    #[schema(max_length = 2000)]
    pub(crate) detail: String,
    /// The facts of the reason.
    #[serde(flatten)]
    pub(crate) facts: ProblemFacts,
}

impl Action {
    /// Actions with the requests that do them, and what stands in their way. One that `request` knows no
    /// request for is left out.
    pub(crate) fn all(
        actions: &[domain::action::Action],
        request: impl Fn(&str) -> Option<(&'static str, String)>,
        locale: Locale,
    ) -> Vec<Self> {
        let with_request = actions.iter().filter_map(|action| Some((action, request(action.name)?)));
        let all = with_request.map(|(action, (method, href))| Self {
            name: action.name.to_owned(),
            method: method.to_owned(),
            href,
            disabled_reasons: action
                .against
                .iter()
                .map(|refusal| DisabledReason::of(refusal, locale))
                .collect(),
        });
        all.collect()
    }
}

impl DisabledReason {
    fn of(refusal: &Refusal, locale: Locale) -> Self {
        Self {
            code: Kind::from(refusal).slug().to_owned(),
            detail: problem::detail(refusal, locale),
            facts: refusal.into(),
        }
    }
}

/// An instant as a client writes it: RFC 3339 with an offset. Kept to the microsecond, as it is stored.
pub(crate) fn parse_instant(text: &str) -> Result<Timestamp, Rule> {
    let at: Timestamp = text.parse().map_err(|_| Rule::DateInvalid)?;
    Timestamp::from_microsecond(at.as_microsecond()).map_err(|_| Rule::DateInvalid)
}

/// An amount of euros as a client writes it, in cents: `540`, `662.4` or `662.40`.
pub(crate) fn parse_euro_cents(text: &str) -> Result<i64, Rule> {
    let (euros, cents) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str, most: usize| {
        (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !digits(euros, 8) || !digits(cents, 2) {
        return Err(Rule::NumberInvalid);
    }
    let number = |text: &str| text.parse::<i64>().map_err(|_| Rule::NumberInvalid);
    Ok(number(euros)? * 100 + number(&format!("{cents:0<2}"))?)
}

/// The two identifiers of a path, each of its own sort.
pub(crate) fn pair<A, B>(ids: Path<(Uuid, Uuid)>, first: fn(Uuid) -> A, second: fn(Uuid) -> B) -> (A, B) {
    let (one, other) = ids.into_inner();
    (first(one), second(other))
}

/// A note to somebody, of up to 2,000 characters, in the body of a request.
pub(crate) fn parse_note(field: &'static str, text: &str) -> Result<String, Problem> {
    let mut faults = Faults::none();
    let note = faults.take(field, Prose::parse_note(text, Bounds::up_to(2_000)));
    note.map(Prose::into_string).ok_or_else(|| Problem::body(faults))
}

/// The place of a person in an organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum MembershipRole {
    /// Answers for the organization.
    Owner,
    /// Posts, proposes and confirms for it.
    Coordinator,
    /// Pledges time.
    Volunteer,
}

impl From<policy::MembershipRole> for MembershipRole {
    fn from(role: policy::MembershipRole) -> Self {
        match role {
            policy::MembershipRole::Owner => Self::Owner,
            policy::MembershipRole::Coordinator => Self::Coordinator,
            policy::MembershipRole::Volunteer => Self::Volunteer,
        }
    }
}

impl From<MembershipRole> for policy::MembershipRole {
    fn from(role: MembershipRole) -> Self {
        match role {
            MembershipRole::Owner => Self::Owner,
            MembershipRole::Coordinator => Self::Coordinator,
            MembershipRole::Volunteer => Self::Volunteer,
        }
    }
}

/// What a person does for the bourse itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StaffRole {
    /// Runs the week.
    Organizer,
    /// Helps the parties.
    Broker,
}

impl From<policy::StaffRole> for StaffRole {
    fn from(role: policy::StaffRole) -> Self {
        match role {
            policy::StaffRole::Organizer => Self::Organizer,
            policy::StaffRole::Broker => Self::Broker,
        }
    }
}

/// A code or a name, as the document describes one that is judged by its value. A schema, not a value.
pub(crate) struct Word;

impl PartialSchema for Word {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .max_length(Some(100))
            .description(Some("A code or a name."))
            .examples(["furniture"])
            .into()
    }
}

impl ToSchema for Word {}

/// The code of a language, as the document describes one. A schema, not a value.
pub(crate) struct LanguageCode;

impl PartialSchema for LanguageCode {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .max_length(Some(10))
            .description(Some("A code of `GET /v1/languages`."))
            .examples(["lb"])
            .into()
    }
}

impl ToSchema for LanguageCode {}

/// A label in every language of the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct LocalizedLabel {
    /// In English.
    #[schema(max_length = 200)]
    pub(crate) en: &'static str,
    /// In French.
    #[schema(max_length = 200)]
    pub(crate) fr: &'static str,
    /// In German.
    #[schema(max_length = 200)]
    pub(crate) de: &'static str,
    /// In Luxembourgish.
    #[schema(max_length = 200)]
    pub(crate) lb: &'static str,
}

impl From<Labels> for LocalizedLabel {
    fn from(Labels { en, fr, de, lb }: Labels) -> Self {
        Self { en, fr, de, lb }
    }
}
