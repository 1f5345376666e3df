//! What only one sort of listing has: a union, told apart by `type`.
//!
//! Each variant is a flat object of its own name with a `type` of one value: the shape that generators make
//! a discriminated union of.

use domain::listing::{Details, RawDetails};
use serde::de::{Deserializer, Error as _};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What only one sort of listing has.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(untagged)]
#[schema(discriminator(property_name = "type", mapping(
    ("goods" = "#/components/schemas/GoodsDetails"),
    ("service" = "#/components/schemas/ServiceDetails"),
    ("skill" = "#/components/schemas/SkillDetails"),
)))]
pub(super) enum ListingDetails {
    /// Things.
    Goods(GoodsDetails),
    /// Something done, or a place lent.
    Service(ServiceDetails),
    /// Volunteers' time.
    Skill(SkillDetails),
}

/// Details of things.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GoodsDetails {
    /// Says that these are goods.
    r#type: GoodsType,
    /// The state they are in; on a request, the least accepted: `new`, `like_new`, `good` or `used`.
    #[schema(required = true, max_length = 20, example = "good")]
    #[serde(default)]
    condition: Option<String>,
}

/// Details of something done, or of a place lent.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ServiceDetails {
    /// Says that this is a service.
    r#type: ServiceType,
}

/// Details of volunteers' time. The quantity of the listing, in hours, is head count times hours.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SkillDetails {
    /// Says that this is volunteers' time.
    r#type: SkillType,
    /// How many people.
    #[schema(minimum = 1, maximum = 1000, example = 3)]
    headcount: u32,
    /// How many hours each: a decimal number.
    #[schema(max_length = 14, pattern = r"^[0-9]{1,10}(\.[0-9]{1,3})?$", example = "4")]
    hours_per_person: String,
    /// What they can do (`GET /v1/skills`).
    #[schema(max_items = 10)]
    #[serde(default)]
    skills: Vec<SkillCode>,
}

/// A code of `GET /v1/skills`.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(max_length = 60, example = "gardening")]
#[serde(transparent)]
pub(super) struct SkillCode(String);

macro_rules! tags {
    ($($(#[$doc:meta])* $name:ident = $variant:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        #[schema(rename_all = "snake_case")]
        pub(super) enum $name {
            /// The only one.
            $variant,
        }
    )+};
}

tags! {
    /// The tag of goods.
    GoodsType = Goods;
    /// The tag of services.
    ServiceType = Service;
    /// The tag of volunteers' time.
    SkillType = Skill;
}

impl<'de> Deserialize<'de> for ListingDetails {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let document = serde_json::Value::deserialize(deserializer)?;
        let tag = document.get("type").and_then(serde_json::Value::as_str).map(str::to_owned);
        let read = match tag.as_deref() {
            Some("goods") => serde_json::from_value(document).map(Self::Goods),
            Some("service") => serde_json::from_value(document).map(Self::Service),
            Some("skill") => serde_json::from_value(document).map(Self::Skill),
            Some(other) => {
                return Err(D::Error::unknown_variant(other, &["goods", "service", "skill"]));
            }
            None => return Err(D::Error::missing_field("type")),
        };
        read.map_err(D::Error::custom)
    }
}

impl From<&Details> for ListingDetails {
    fn from(details: &Details) -> Self {
        match details {
            Details::Goods { condition } => Self::Goods(GoodsDetails {
                r#type: GoodsType::Goods,
                condition: condition.map(|condition| condition.code().to_owned()),
            }),
            Details::Service => Self::Service(ServiceDetails { r#type: ServiceType::Service }),
            Details::Skill { headcount, hours_per_person, skills } => Self::Skill(SkillDetails {
                r#type: SkillType::Skill,
                headcount: *headcount,
                hours_per_person: hours_per_person.to_string(),
                skills: skills.iter().map(|skill| SkillCode(skill.code().to_owned())).collect(),
            }),
        }
    }
}

/// What the raw details borrow from.
pub(super) struct Borrowed<'d> {
    headcount: String,
    skills: Vec<&'d str>,
}

impl ListingDetails {
    /// What the raw details need that is not there as a text.
    pub(super) fn borrowed(&self) -> Borrowed<'_> {
        match self {
            Self::Skill(skill) => Borrowed {
                headcount: skill.headcount.to_string(),
                skills: skill.skills.iter().map(|skill| skill.0.as_str()).collect(),
            },
            Self::Goods(_) | Self::Service(_) => Borrowed { headcount: String::new(), skills: Vec::new() },
        }
    }

    /// As the domain parses them.
    pub(super) fn raw<'d>(&'d self, borrowed: &'d Borrowed<'d>) -> RawDetails<'d> {
        match self {
            Self::Goods(goods) => RawDetails::Goods { condition: goods.condition.as_deref() },
            Self::Service(_) => RawDetails::Service,
            Self::Skill(skill) => RawDetails::Skill {
                headcount: &borrowed.headcount,
                hours_per_person: &skill.hours_per_person,
                skills: &borrowed.skills,
            },
        }
    }
}
