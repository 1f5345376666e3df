//! What is doubtful in a text, and a check of texts before they are sent.

use std::collections::BTreeMap;

use ::app::person;
use ::app::phrase::{self, Phrase};
use actix_web::HttpResponse;
use actix_web::web::Data;
use domain::fault::{Faults, Rule};
use domain::listing::{Mark, field};
use domain::text::{Bounds, Finding, Line, Prose, Severity, find, words_of};
use domain::vocabulary::Locale;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::Api;
use crate::auth::Signed;
use crate::json::Body;
use crate::locale::Spoken;
use crate::problem::Problem;
use crate::reply;
use crate::routes::{Operation, operation};
use crate::values::Code;

/// The most flags of an answer; whoever has mended these sees the others.
const MOST_FLAGS: usize = 200;
/// The most languages of a check.
const MOST_LANGUAGES: usize = 11;

/// The operations of this noun.
pub(crate) fn operations() -> Vec<Operation> {
    vec![operation!(Person check_texts)]
}

/// What becomes of a text with a flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(rename_all = "snake_case")]
pub(crate) enum FlagSeverity {
    /// Its poster is told.
    Notice,
    /// It is shown, and staff look at it.
    Warning,
    /// It is shown once staff have let it through, in every week.
    Blocking,
    /// It is not taken.
    Refused,
}

impl From<Severity> for FlagSeverity {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Notice => Self::Notice,
            Severity::Warning => Self::Warning,
            Severity::Blocking => Self::Blocking,
            Severity::Refused => Self::Refused,
        }
    }
}

/// A doubtful place in a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct TextFlag {
    /// Which text, as a JSON pointer into the body that holds it.
    #[schema(format = "json-pointer", max_length = 300, example = "/texts/fr/description")]
    pointer: String,
    /// What is doubtful: a flag, or the rule that the text breaks.
    #[schema(value_type = Code)]
    code: &'static str,
    /// What becomes of the text.
    severity: FlagSeverity,
    /// Where it begins, counted in Unicode scalar values from 0.
    #[schema(minimum = 0, maximum = 65_536)]
    start: usize,
    /// Where it ends, not included.
    #[schema(minimum = 0, maximum = 65_536)]
    end: usize,
    /// The words, as written; shortened when there are many.
    #[schema(max_length = 60, example = "une subvention")]
    words: String,
    /// What it is, in the language of the answer.
    #[schema(max_length = 1000)]
    message: String,
    /// What to do about it, in the language of the answer.
    #[schema(max_length = 1000)]
    remedy: String,
}

impl TextFlag {
    /// A place in a text of a listing.
    fn of(mark: &Mark, locale: Locale) -> Self {
        Self::found(pointer(mark.language.code(), mark.field), &mark.finding, &mark.words, locale)
    }

    /// The flags of a listing, as many as an answer takes.
    pub(crate) fn all(marks: &[Mark], locale: Locale) -> Vec<Self> {
        marks.iter().take(MOST_FLAGS).map(|mark| Self::of(mark, locale)).collect()
    }

    fn found(pointer: String, finding: &Finding, words: &str, locale: Locale) -> Self {
        let (flag, range) = (finding.flag, &finding.range);
        let Phrase { message, remedy } = phrase::of_flag(flag, locale);
        let words = domain::fault::shortened(words);
        let (start, end) = (range.start, range.end);
        Self {
            pointer,
            code: flag.code(),
            severity: flag.severity().into(),
            start,
            end,
            words,
            message,
            remedy,
        }
    }

    /// A rule that the whole text breaks.
    fn broken(pointer: String, rule: &Rule, text: &str, locale: Locale) -> Self {
        let Phrase { message, remedy } = phrase::of_rule(rule, locale);
        let (severity, end) = (FlagSeverity::Refused, text.chars().count());
        let words = domain::fault::shortened(text);
        Self { pointer, code: rule.code(), severity, start: 0, end, words, message, remedy }
    }
}

fn pointer(language: &str, field: &str) -> String {
    format!("/texts/{}/{field}", language.replace('~', "~0").replace('/', "~1"))
}

/// Texts to be checked, as they stand in a form.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TextCheck {
    /// The texts by language, as a listing has them; at most 11 languages.
    texts: BTreeMap<String, CheckedText>,
}

/// The texts in one language; what is left out is not checked.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CheckedText {
    /// In one line.
    #[serde(default)]
    #[schema(max_length = 4000)]
    title: Option<String>,
    /// In full.
    #[serde(default)]
    #[schema(max_length = 10_000)]
    description: Option<String>,
    /// What would be welcome in return.
    #[serde(default)]
    #[schema(max_length = 4000)]
    wanted_in_return: Option<String>,
}

/// What is doubtful in some texts.
#[derive(Debug, Serialize, ToSchema)]
struct TextCheckResult {
    /// What would become of them: the gravest of the flags; null when there is none.
    #[schema(required = true)]
    severity: Option<FlagSeverity>,
    /// Every doubtful place, text by text. Positions count in the texts as they were sent.
    #[schema(max_items = 200)]
    flags: Vec<TextFlag>,
}

/// Check texts.
///
/// Says what is doubtful in the texts of a listing while they are written: money, advertising, contact data,
/// imitated letters, and the rules that they break. Nothing is stored.
#[utoipa::path(
    post, path = "/v1/text-checks", tag = "listings", request_body = TextCheck,
    responses((status = 200, description = "What is doubtful.", body = TextCheckResult)),
)]
async fn check_texts(
    api: Data<Api>,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
    body: Body<TextCheck>,
) -> Result<HttpResponse, Problem> {
    let check = body.value;
    let mut flags = api
        .run(move |ctx| {
            person::me(ctx, &caller)?;
            Ok(check.flags(locale)?)
        })
        .await?;
    let severity = flags.iter().map(|flag| flag.severity).max();
    flags.truncate(MOST_FLAGS);
    reply::plain(&TextCheckResult { severity, flags })
}

impl TextCheck {
    /// The flags of every text.
    fn flags(&self, locale: Locale) -> Result<Vec<TextFlag>, Faults> {
        if self.texts.len() > MOST_LANGUAGES {
            return Err(Faults::one("texts", Rule::TooMany { max: MOST_LANGUAGES }));
        }
        let mut faults = Faults::none();
        let mut flags = Vec::new();
        for (language, text) in &self.texts {
            let fields = [
                ("title", &text.title, 4_000),
                ("description", &text.description, 10_000),
                ("wanted_in_return", &text.wanted_in_return, 4_000),
            ];
            for (name, text, most) in fields {
                let Some(text) = text else { continue };
                if text.chars().count() > most {
                    faults.add(format!("texts/{language}/{name}"), Rule::TooLong { max: most });
                } else {
                    flags.extend(check(&pointer(language, name), name, text, locale));
                }
            }
        }
        faults.or(flags)
    }
}

/// The flags of one text, then the rules that it breaks and that are no flag.
fn check(pointer: &str, name: &str, text: &str, locale: Locale) -> Vec<TextFlag> {
    let findings = find(text);
    let mut flags: Vec<_> = findings
        .iter()
        .map(|finding| TextFlag::found(pointer.to_owned(), finding, &words_of(text, &finding.range), locale))
        .collect();
    let judged = match name {
        "title" => Line::parse(text, Bounds::optional(field::TITLE)).map(|_| ()),
        "description" => Prose::parse(text, Bounds::optional(field::DESCRIPTION)).map(|_| ()),
        _ => Prose::parse(text, Bounds::optional(field::WANTED_IN_RETURN)).map(|_| ()),
    };
    for fault in judged.err().into_iter().flatten() {
        if !flags.iter().any(|flag| flag.code == fault.rule.code()) {
            flags.push(TextFlag::broken(pointer.to_owned(), &fault.rule, text, locale));
        }
    }
    flags
}
