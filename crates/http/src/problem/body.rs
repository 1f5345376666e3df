//! The body of a problem.

use domain::refusal::Refusals;
use domain::vocabulary::Locale;
use serde::Serialize;
use utoipa::ToSchema;

use super::facts::ProblemFacts;
use super::fault::{Located, Part};
use super::kind::Kind;
use super::rendering::BodyContext;
use super::{Problem, words};

/// What went wrong with a request: a problem of RFC 9457.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct ProblemBody {
    /// The URI of the problem type; it leads to its description.
    #[serde(rename = "type")]
    #[schema(format = "uri-reference", max_length = 300, example = "/problems/not-found")]
    pub(crate) kind: String,
    /// The problem type in a few words, in the language of the answer.
    #[schema(max_length = 200)]
    pub(crate) title: String,
    /// The status of the answer.
    #[schema(minimum = 400, maximum = 599)]
    pub(crate) status: u16,
    /// What happened this time, in the language of the answer.
    #[schema(max_length = 2000)]
    pub(crate) detail: String,
    /// The last part of the problem type's URI: what programs should look at.
    #[schema(max_length = 60, pattern = "^[a-z0-9-]+$", example = "not-found")]
    pub(crate) code: String,
    /// The request, as the logs of the service name it.
    #[schema(required = true, max_length = 64)]
    pub(crate) request_id: Option<String>,
    /// Everything that is wrong in the request, each with its place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false, max_items = 1000)]
    pub(crate) errors: Vec<ProblemError>,
    /// Every reason of a refusal, the first of which names the problem.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false, max_items = 100)]
    pub(crate) reasons: Vec<ProblemReason>,
    /// The facts of the first reason.
    #[serde(flatten)]
    pub(crate) facts: ProblemFacts,
}

/// One wrong value in a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ProblemError {
    /// Where in the body: a JSON pointer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 300, example = "/email")]
    pub(crate) pointer: Option<String>,
    /// Which query parameter.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 100)]
    pub(crate) parameter: Option<String>,
    /// The rule that is broken.
    #[schema(max_length = 60, pattern = "^[a-z0-9-]+$", example = "required")]
    pub(crate) code: String,
    /// What is wrong, in the language of the answer.
    #[schema(max_length = 500)]
    pub(crate) detail: String,
    /// What to do about it, in the language of the answer.
    #[schema(max_length = 500)]
    pub(crate) remedy: String,
}

/// One reason of a refusal, with its facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ProblemReason {
    /// The problem type that this reason would be alone.
    #[schema(max_length = 60, pattern = "^[a-z0-9-]+$", example = "quantity-exceeded")]
    pub(crate) code: String,
    /// The reason, in the language of the answer.
    #[schema(max_length = 2000)]
    pub(crate) detail: String,
    /// Its facts.
    #[serde(flatten)]
    pub(crate) facts: ProblemFacts,
}

impl ProblemBody {
    pub(crate) fn new(problem: &Problem, context: &BodyContext<'_>) -> Self {
        let kind = problem.kind;
        let words = words::of(kind, context.locale);
        let reasons: Vec<_> = problem
            .facts
            .refusals
            .iter()
            .flat_map(Refusals::iter)
            .map(|refusal| {
                let kind = Kind::from(refusal);
                ProblemReason {
                    code: kind.slug().to_owned(),
                    detail: super::detail(refusal, context.locale),
                    facts: refusal.into(),
                }
            })
            .collect();
        let first = reasons.first();
        Self {
            kind: format!("{}/problems/{}", context.base, kind.slug()),
            title: words.title.to_owned(),
            status: kind.status().as_u16(),
            detail: first.map_or_else(|| words.cause.to_owned(), |reason| reason.detail.clone()),
            code: kind.slug().to_owned(),
            request_id: context.request_id.map(ToOwned::to_owned),
            facts: first.map(|reason| reason.facts.clone()).unwrap_or_default(),
            errors: problem
                .facts
                .located
                .iter()
                .map(|located| ProblemError::new(located, context.locale))
                .collect(),
            reasons,
        }
    }
}

impl ProblemError {
    fn new(located: &Located, locale: Locale) -> Self {
        let place = Some(located.place.clone().into_owned());
        let (pointer, parameter) = match located.part {
            Part::Body => (place, None),
            Part::Query => (None, place),
        };
        let (detail, remedy) = located.wrong.words(locale);
        Self { pointer, parameter, code: located.wrong.code().to_owned(), detail, remedy }
    }
}
