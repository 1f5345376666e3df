//! In which language to answer: `Accept-Language` of RFC 9110.

use actix_web::HttpRequest;
use actix_web::dev::Payload;
use actix_web::http::header::{self, HeaderMap};
use domain::vocabulary::{Language, Locale};
use std::convert::Infallible;
use std::future::{Ready, ready};

/// The reader's language, as an argument of a handler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Spoken(pub(crate) Locale);

impl actix_web::FromRequest for Spoken {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self(of(request.headers()))))
    }
}

/// Who reads, as an argument of a handler: the language in which the service speaks to them, and those in which
/// they like to read what others wrote, the best first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reader {
    /// The language of the service.
    pub(crate) locale: Locale,
    /// The languages that they named; none if they named none.
    pub(crate) languages: Vec<Language>,
}

impl actix_web::FromRequest for Reader {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let accepted = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let languages = accepted.map(languages).unwrap_or_default();
        ready(Ok(Self { locale: of(request.headers()), languages }))
    }
}

/// The languages of `fr-LU, pt;q=0.8`, the best first; of equals, the one named first.
fn languages(accepted: &str) -> Vec<Language> {
    let mut named: Vec<(u16, Language)> = Vec::new();
    for (tag, weight) in ranges(accepted) {
        let primary = tag.split('-').next().unwrap_or_default();
        if let (Ok(language), Some(1..)) = (Language::parse(primary), weight)
            && !named.iter().any(|(_, other)| *other == language)
        {
            named.push((weight.unwrap_or_default(), language));
        }
    }
    named.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    named.into_iter().map(|(_, language)| language).collect()
}

/// The ranges of a header with their weights in thousandths; fifty at most.
fn ranges(accepted: &str) -> impl Iterator<Item = (&str, Option<u16>)> {
    accepted.split(',').take(50).map(|range| {
        let mut parts = range.split(';').map(str::trim);
        let tag = parts.next().unwrap_or_default();
        (tag, parts.find_map(|part| part.strip_prefix("q=")).map_or(Some(1000), thousandths))
    })
}

/// The language of the service that the reader likes best; English when they like none of them.
pub(crate) fn of(headers: &HeaderMap) -> Locale {
    wished(headers).unwrap_or(Locale::En)
}

/// The language of the service that the reader likes best, if they like one of them.
pub(crate) fn wished(headers: &HeaderMap) -> Option<Locale> {
    headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).and_then(best)
}

/// The best of `fr-LU, de;q=0.8, *;q=0.1`. Of equals, the one named first.
fn best(accepted: &str) -> Option<Locale> {
    let mut best: Option<(Locale, u16)> = None;
    for (tag, weight) in ranges(accepted) {
        let primary = tag.split('-').next().unwrap_or_default();
        let locale = if primary == "*" { Ok(Locale::En) } else { Locale::parse(primary) };
        if let (Ok(locale), Some(weight)) = (locale, weight)
            && weight > best.map_or(0, |(_, best)| best)
        {
            best = Some((locale, weight));
        }
    }
    best.map(|(locale, _)| locale)
}

/// A weight between 0 and 1 with at most three places, in thousandths.
fn thousandths(weight: &str) -> Option<u16> {
    let (whole, places) = weight.split_once('.').unwrap_or((weight, ""));
    if places.len() > 3 || !places.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let places: u16 = format!("{places:0<3}").parse().ok()?;
    match whole {
        "0" => Some(places),
        "1" if places == 0 => Some(1000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cases: &[(&str, Locale)]) {
        for (accepted, expected) in cases {
            assert_eq!(best(accepted).unwrap_or(Locale::En), *expected, "{accepted}");
        }
    }

    #[test]
    fn the_best_language_is_chosen() {
        use Locale::{De, En, Fr, Lb};
        check(&[
            ("", En),
            ("fr", Fr),
            ("FR-lu", Fr),
            ("lb-LU, fr;q=0.9", Lb),
            ("pt, de;q=0.5", De),
            ("fr;q=0.5, de;q=0.8", De),
            ("fr;q=0.8, de;q=0.8", Fr),
            ("fr;q=0", En),
            ("de;q=2, fr;q=0.1", Fr),
            ("de;q=0.1234, fr;q=0.1", Fr),
            ("*", En),
            ("*;q=0.1, lb;q=0.2", Lb),
            ("pt", En),
            ("\u{1F600}", En),
            (";q=1,,-", En),
        ]);
    }

    #[test]
    fn readers_have_languages() {
        for (accepted, expected) in [
            ("", ""),
            ("pt", "pt"),
            ("fr-LU, pt;q=0.8, de;q=0.9", "fr de pt"),
            ("de, fr, de-CH;q=0.1", "de fr"),
            ("fr;q=0, en", "en"),
            ("*, xx, klingon", ""),
        ] {
            let codes: Vec<_> = languages(accepted).iter().map(|language| language.code()).collect();
            assert_eq!(codes.join(" "), expected, "{accepted}");
        }
    }
}
