//! The refresh token of a page in a browser: in a cookie that no script can read and that goes to the paths of
//! logins alone.
//!
//! `SameSite=Strict` keeps it from requests that other sites cause. Where the browser says from which page a
//! request comes, that must also be one of the allowed: a sister site under the same domain is another site.

use actix_web::HttpRequest;
use actix_web::http::header;
use jiff::SignedDuration;
use secrecy::{ExposeSecret, SecretString};

use crate::problem::{Kind, Problem};
use crate::settings::Settings;

/// With this prefix browsers take the cookie only over a secure connection, and only with `Secure`.
const NAME: &str = "__Secure-partact-refresh";
const ATTRIBUTES: &str = "Path=/v1/auth; Secure; HttpOnly; SameSite=Strict";

/// The header that sets the cookie.
pub(super) fn set(token: &SecretString, lasts: SignedDuration) -> String {
    format!("{NAME}={}; Max-Age={}; {ATTRIBUTES}", token.expose_secret(), lasts.as_secs().max(0))
}

/// The header that takes the cookie away.
pub(super) fn cleared() -> String {
    format!("{NAME}=; Max-Age=0; {ATTRIBUTES}")
}

/// The token in the cookie of a request.
pub(super) fn read(request: &HttpRequest) -> Option<SecretString> {
    let given = request.headers().get_all(header::COOKIE).filter_map(|value| value.to_str().ok());
    let mut found = given
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(name, _)| *name == NAME)
        .map(|(_, value)| SecretString::from(value));
    let first = found.next();
    // Two of one name: somebody has planted one.
    if found.next().is_some() { None } else { first }
}

/// Refuses a request unless its page is of the service itself or of an origin that the operator allows.
pub(super) fn check_origin(request: &HttpRequest, settings: &Settings) -> Result<(), Problem> {
    let mut given = request.headers().get_all(header::ORIGIN);
    let (Some(origin), None) = (given.next(), given.next()) else {
        return Err(Kind::OriginNotAllowed.into());
    };
    let own = settings.public_url.as_ref().map(|url| url.origin().ascii_serialization());
    let mut allowed = settings.allowed_origins.iter().map(String::as_str).chain(own.as_deref());
    let fits = origin.to_str().is_ok_and(|origin| allowed.any(|one| one == origin));
    if fits { Ok(()) } else { Err(Kind::OriginNotAllowed.into()) }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn check_cookie(lines: &[&str], expected: Option<&str>) {
        let request = lines
            .iter()
            .fold(TestRequest::get(), |request, line| request.append_header((header::COOKIE, *line)));
        let found = read(&request.to_http_request());
        assert_eq!(found.as_ref().map(ExposeSecret::expose_secret), expected, "{lines:?}");
    }

    #[test]
    fn the_cookie_is_found_among_others() {
        let name = NAME;
        check_cookie(&[], None);
        check_cookie(&["theme=dark"], None);
        check_cookie(&[&format!("{name}=abc")], Some("abc"));
        check_cookie(&[&format!("theme=dark; {name}=abc; lang=lb")], Some("abc"));
        check_cookie(&["theme=dark", &format!("{name}=abc")], Some("abc"));
        check_cookie(&[&format!("{name}=abc; {name}=def")], None);
        check_cookie(&[&format!("{name}x=abc")], None);
    }

    #[test]
    fn only_listed_pages_use_the_cookie() {
        let settings = Settings {
            public_url: "https://bourse.lu/api/".parse().ok(),
            allowed_origins: vec!["https://app.example.lu".to_owned()],
            ..Settings::default()
        };
        let check = |origins: &[&str], allowed: bool| {
            let request = origins
                .iter()
                .fold(TestRequest::get(), |request, origin| request.append_header((header::ORIGIN, *origin)));
            let found = check_origin(&request.to_http_request(), &settings);
            assert_eq!(found.is_ok(), allowed, "{origins:?}");
        };
        check(&["https://app.example.lu"], true);
        check(&["https://bourse.lu"], true);
        for wrong in [
            "null",
            "http://app.example.lu",
            "https://app.example.lu:8443",
            "https://app.example.lu/",
            "https://APP.example.lu",
            "https://evil.app.example.lu",
            "https://app.example.lu.evil.lu",
            "*",
            "",
        ] {
            check(&[wrong], false);
        }
        check(&[], false);
        check(&["https://bourse.lu", "https://evil.lu"], false);
    }
}
