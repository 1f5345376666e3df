//! Conditional requests: `ETag`, `If-None-Match` and `If-Match` of RFC 9110.
//!
//! A tag is the revision of the resource and a digest of the body as this caller sees it:
//! `"7-1f0c3a9e"`. Reading compares all of it, so that a change of what a caller may do shows; writing uses
//! the revision, which goes into the guarded write.

use std::borrow::Cow;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::{self, HeaderMap, HeaderName};
use actix_web::{FromRequest, HttpRequest};
use domain::id::Revision;
use sha2::{Digest, Sha256};
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::{ObjectBuilder, Required, Type};
use utoipa::{IntoParams, openapi};

use crate::problem::{Kind, Problem};

/// The tag of a body at a revision.
pub(crate) fn tag(revision: Revision, body: &str) -> String {
    format!("\"{revision}-{}\"", digest(body))
}

/// The tag of a body that has no revision.
pub(crate) fn tag_of_body(body: &str) -> String {
    format!("\"{}\"", digest(body))
}

fn digest(body: &str) -> String {
    let [first, second, third, fourth, ..]: [u8; 32] = Sha256::digest(body).into();
    format!("{:08x}", u32::from_be_bytes([first, second, third, fourth]))
}

/// What marks the tag of a compressed body, in front of the quote that ends it.
const COMPRESSED: &str = "-gzip\"";

/// The tag of the same body, compressed.
pub(crate) fn compressed(tag: &str) -> String {
    tag.strip_suffix('"').map_or_else(|| tag.to_owned(), |tag| format!("{tag}{COMPRESSED}"))
}

/// The tag of the same body as it is.
fn plain(tag: &str) -> Cow<'_, str> {
    tag.strip_suffix(COMPRESSED).map_or(Cow::Borrowed(tag), |tag| format!("{tag}\"").into())
}

/// What the caller has already.
#[derive(Clone, Debug, Default)]
pub(crate) struct IfNoneMatch(Option<String>);

impl IfNoneMatch {
    /// Whether the caller has the body with this tag. The comparison is the weak one, as RFC 9110 wants.
    pub(crate) fn has(&self, tag: &str) -> bool {
        self.tags().any(|one| one == "*" || plain(one) == tag)
    }

    /// Whether exactly this tag is named, and not only that of the same body otherwise encoded.
    pub(crate) fn names(&self, tag: &str) -> bool {
        self.tags().any(|one| one == tag)
    }

    /// What stands in these headers.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        Self(joined(headers, &header::IF_NONE_MATCH))
    }

    fn tags(&self) -> impl Iterator<Item = &str> {
        let tags = self.0.as_deref().unwrap_or_default().split(',').map(str::trim);
        tags.map(|one| one.strip_prefix("W/").unwrap_or(one))
    }
}

impl FromRequest for IfNoneMatch {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request.headers())))
    }
}

impl IntoParams for IfNoneMatch {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![
            ParameterBuilder::new()
                .name("If-None-Match")
                .parameter_in(ParameterIn::Header)
                .required(Required::False)
                .description(Some("The `ETag` of what you have: unchanged, it is answered with 304."))
                .schema(Some(text(200)))
                .build(),
        ]
    }
}

/// The revision from which the caller changes something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct IfMatch(pub(crate) Revision);

impl IfMatch {
    /// Exactly one tag. `*` says nothing about what the caller saw and is not enough; a tag that is not one
    /// of ours, or a weak one, can match nothing.
    fn parse(given: Option<&str>) -> Result<Self, Problem> {
        let given = given.map(str::trim).unwrap_or_default();
        if given.is_empty() || given == "*" || given.contains(',') {
            return Err(Kind::PreconditionRequired.into());
        }
        plain(given)
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'))
            .and_then(|tag| tag.split_once('-'))
            .filter(|(revision, digest)| {
                let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
                digest.len() == 8 && digits(digest) && !revision.starts_with(['+', '0'])
            })
            .and_then(|(revision, _)| revision.parse().ok())
            .map(|revision| Self(Revision::new(revision)))
            .ok_or_else(|| Kind::PreconditionFailed.into())
    }
}

impl FromRequest for IfMatch {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::parse(joined(request.headers(), &header::IF_MATCH).as_deref()))
    }
}

impl IntoParams for IfMatch {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![
            ParameterBuilder::new()
                .name("If-Match")
                .parameter_in(ParameterIn::Header)
                .required(Required::True)
                .description(Some("The `ETag` of what the change is made from; exactly one, and not `*`."))
                .schema(Some(text(64)))
                .example(Some("\"7-1f0c3a9e\"".into()))
                .build(),
        ]
    }
}

/// A bounded text.
pub(crate) fn text(most: usize) -> openapi::RefOr<openapi::Schema> {
    ObjectBuilder::new().schema_type(Type::String).max_length(Some(most)).into()
}

/// All values of a header as one list.
fn joined(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let values: Vec<&str> = headers.get_all(name).filter_map(|value| value.to_str().ok()).collect();
    if values.is_empty() { None } else { Some(values.join(",")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn if_match_wants_one_tag_of_ours() {
        let cases: [(&str, Result<i64, Kind>); 14] = [
            ("\"7-1f0c3a9e\"", Ok(7)),
            ("\"7-1f0c3a9e-gzip\"", Ok(7)),
            ("\"7-1f0c3a9e-br\"", Err(Kind::PreconditionFailed)),
            (" \"120-00000000\" ", Ok(120)),
            ("", Err(Kind::PreconditionRequired)),
            ("*", Err(Kind::PreconditionRequired)),
            ("\"7-1f0c3a9e\", \"8-1f0c3a9e\"", Err(Kind::PreconditionRequired)),
            ("W/\"7-1f0c3a9e\"", Err(Kind::PreconditionFailed)),
            ("\"7\"", Err(Kind::PreconditionFailed)),
            ("7-1f0c3a9e", Err(Kind::PreconditionFailed)),
            ("\"-7-1f0c3a9\"", Err(Kind::PreconditionFailed)),
            ("\"07-1f0c3a9e\"", Err(Kind::PreconditionFailed)),
            ("\"99999999999999999999-1f0c3a9e\"", Err(Kind::PreconditionFailed)),
            ("\"7-zzzzzzzz\"", Err(Kind::PreconditionFailed)),
        ];
        for (given, expected) in cases {
            let found = IfMatch::parse(Some(given)).map(|found| found.0.number()).map_err(|p| p.kind());
            assert_eq!(found, expected, "{given}");
        }
    }

    #[test]
    fn if_none_match_compares_weakly() {
        let tag = tag(Revision::new(3), "{}");
        for (given, expected) in [
            (tag.clone(), true),
            (format!("W/{tag}"), true),
            (compressed(&tag), true),
            (format!("\"x\", W/{}", compressed(&tag)), true),
            (format!("\"x\", {tag}"), true),
            ("*".to_owned(), true),
            ("\"x\"".to_owned(), false),
            (String::new(), false),
        ] {
            assert_eq!(IfNoneMatch(Some(given.clone())).has(&tag), expected, "{given}");
        }
        assert!(!IfNoneMatch(None).has(&tag));
    }

    #[test]
    fn a_tag_changes_with_revision_and_body() {
        let one = tag(Revision::new(1), "a");
        assert_eq!(one, tag(Revision::new(1), "a"));
        assert_ne!(one, tag(Revision::new(2), "a"));
        assert_ne!(one, tag(Revision::new(1), "b"));
        assert_eq!(IfMatch::parse(Some(&one)).unwrap(), IfMatch(Revision::new(1)));
    }
}
