//! The problem types described, for people and for programs.

use std::fmt::Write;
use std::slice;

use actix_web::http::header;
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use domain::vocabulary::Locale;
use serde::Serialize;
use utoipa::ToSchema;

use super::kind::Kind;
use super::{Problem, words_of};
use crate::locale::Spoken;
use crate::middleware::PageSecurity;
use crate::reply;
use crate::routes::{Operation, operation};

/// The operations of this module.
pub(crate) fn operations() -> Vec<Operation> {
    vec![operation!(Public list_problems), operation!(Public get_problem)]
}

/// List the problem types.
///
/// Every type of problem that the API answers with, in the reader's language; as a page for browsers.
#[utoipa::path(
    get, path = "/problems", tag = "contract",
    responses((
        status = 200, description = "All problem types.",
        content((ProblemTypeList = "application/json"), (String = "text/html")),
    )),
)]
async fn list_problems(request: HttpRequest, Spoken(locale): Spoken) -> Result<HttpResponse, Problem> {
    let items: Vec<_> = Kind::ALL.iter().map(|kind| ProblemType::new(*kind, locale)).collect();
    if wants_page(&request) {
        return Ok(html(locale, heading(locale), &items));
    }
    localized(&ProblemTypeList { items }, locale)
}

/// Get a problem type.
///
/// Title, cause and remedy of one type of problem, in the reader's language; as a page for browsers.
#[utoipa::path(
    get, path = "/problems/{slug}", tag = "contract",
    params(("slug" = String, Path, description = "The last part of the type's URI: the `code` of the problem.",
        max_length = 60, pattern = "^[a-z0-9-]+$", example = "quantity-exceeded")),
    responses((
        status = 200, description = "The problem type.",
        content((ProblemType = "application/json"), (String = "text/html")),
    )),
)]
async fn get_problem(
    request: HttpRequest,
    Spoken(locale): Spoken,
    slug: Path<String>,
) -> Result<HttpResponse, Problem> {
    let kind = Kind::from_slug(&slug).ok_or(Kind::NotFound)?;
    let item = ProblemType::new(kind, locale);
    if wants_page(&request) {
        return Ok(html(locale, item.title, slice::from_ref(&item)));
    }
    localized(&item, locale)
}

/// All problem types.
#[derive(Debug, Serialize, ToSchema)]
struct ProblemTypeList {
    /// The types.
    #[schema(max_items = 500)]
    items: Vec<ProblemType>,
}

/// A type of problem.
#[derive(Debug, Serialize, ToSchema)]
struct ProblemType {
    /// The `code` of the problem.
    #[schema(max_length = 60, pattern = "^[a-z0-9-]+$", example = "quantity-exceeded")]
    code: &'static str,
    /// The status of the answer.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// In a few words, in the reader's language.
    #[schema(max_length = 200)]
    title: &'static str,
    /// Why it happens, in the reader's language.
    #[schema(max_length = 500)]
    cause: &'static str,
    /// What to do about it, in the reader's language.
    #[schema(max_length = 500)]
    remedy: &'static str,
}

impl ProblemType {
    fn new(kind: Kind, locale: Locale) -> Self {
        let words = words_of(kind, locale);
        Self {
            code: kind.slug(),
            status: kind.status().as_u16(),
            title: words.title,
            cause: words.cause,
            remedy: words.remedy,
        }
    }
}

fn localized(body: &impl Serialize, locale: Locale) -> Result<HttpResponse, Problem> {
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_LANGUAGE, locale.code()))
        .insert_header((header::VARY, "Accept, Accept-Language"))
        .content_type("application/json")
        .body(reply::text(body)?))
}

/// Browsers ask for HTML by name; everybody else gets JSON.
fn wants_page(request: &HttpRequest) -> bool {
    let accepted = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
    let place = |kind| accepted.and_then(|accepted| accepted.find(kind));
    match (place("text/html"), place("application/json")) {
        (Some(html), Some(json)) => html < json,
        (Some(_), None) => true,
        (None, _) => false,
    }
}

const fn heading(locale: Locale) -> &'static str {
    match locale {
        Locale::En => "Problem types",
        Locale::Fr => "Types de problèmes",
        Locale::De | Locale::Lb => "Problemtypen",
    }
}

/// The style is a part of the page, allowed by its digest alone; the page loads nothing.
const STYLE: &str = "body{font:1rem/1.5 system-ui,sans-serif;max-width:45rem;margin:2rem auto;padding:0 1rem}\
code{font-size:.95em}dt{font-weight:600}@media(prefers-color-scheme:dark){body{background:#111;color:#eee}\
a{color:#9cf}}";
const SECURITY: &str = "default-src 'none'; style-src 'sha256-bKpuw1tpwo19Oaa8K6xcNfAHPQAaBVV222sfguBpLLA='; frame-ancestors 'none'; \
                        base-uri 'none'; form-action 'none'";

/// A page of our own words only: nothing of the request is in it.
fn html(locale: Locale, title: &str, items: &[ProblemType]) -> HttpResponse {
    let mut page = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title>\
         <style>{STYLE}</style></head>\n<body><main><h1>{title}</h1>\n",
        locale.code(),
    );
    let single = items.len() == 1;
    for item in items {
        let ProblemType { code, status, title, cause, remedy } = item;
        // A failure to write into a text is impossible.
        let _ = if single {
            writeln!(page, "<p>{cause}</p><p>{remedy}</p><p><code>{code}</code>, {status}</p>")
        } else {
            writeln!(page, "<h2><a href=\"/problems/{code}\">{title}</a></h2><p>{cause} {remedy}</p>")
        };
    }
    page.push_str("</main></body>\n</html>\n");
    let mut answer = HttpResponse::Ok()
        .insert_header((header::CONTENT_LANGUAGE, locale.code()))
        .insert_header((header::VARY, "Accept, Accept-Language"))
        .content_type("text/html; charset=utf-8")
        .body(page);
    answer.extensions_mut().insert(PageSecurity(SECURITY));
    answer
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine;
    use base64::prelude::BASE64_STANDARD;
    use sha2::{Digest, Sha256};

    #[test]
    fn the_style_is_the_allowed_one() {
        let digest = BASE64_STANDARD.encode(Sha256::digest(STYLE));
        assert!(SECURITY.contains(&format!("'sha256-{digest}'")), "{digest}");
    }
}
