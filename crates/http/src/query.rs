//! The query string, strictly: an unknown or repeated parameter is a fault, lists are separated by commas.
//!
//! `Query<T>` reads into any `T` of serde whose fields are texts, numbers, truths, closed lists (enums) and
//! `Vec`s of these. All of them must be optional or have a default, since a query may be empty.

use std::fmt;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use domain::fault::{Faults, Rule};
use search::Phrase;
use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{self, DeserializeOwned, Deserializer, IntoDeserializer, Visitor};

use crate::problem::{Kind, Located, Part, Problem, Shape};

/// How many parameters are looked at.
const MOST_PARAMETERS: usize = 100;

/// The most characters of words that are looked for.
const MOST_CHARACTERS: usize = 200;

/// The parameters of a request.
#[derive(Clone, Debug)]
pub(crate) struct Query<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(parse(request.query_string()).map(Self))
    }
}

/// No parameters at all.
#[derive(Clone, Copy, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoParameters {}

/// Reads a query string.
pub(crate) fn parse<T: DeserializeOwned>(query: &str) -> Result<T, Problem> {
    let pairs: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes())
        .take(MOST_PARAMETERS)
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    let refused = |located| Problem::located(Kind::QueryInvalid, vec![located]);
    for (n, (name, _)) in pairs.iter().enumerate() {
        if pairs.iter().skip(n + 1).any(|(other, _)| other == name) {
            return Err(refused(Located::shape(Part::Query, shortened(name), Shape::Repeated)));
        }
    }
    let parts = pairs.iter().map(|(name, value)| (name.as_str(), Value { name, value }));
    T::deserialize(MapDeserializer::<_, Fault>::new(parts)).map_err(|Fault(located)| refused(located))
}

/// The words that somebody typed into `q`; none where nothing was typed.
pub(crate) fn phrase(q: Option<&str>) -> Result<Option<Phrase>, Faults> {
    match q {
        Some(q) if q.chars().count() > MOST_CHARACTERS => {
            Err(Faults::one("q", Rule::TooLong { max: MOST_CHARACTERS }))
        }
        Some(q) if q.trim().is_empty() => Ok(None),
        q => Ok(q.map(Phrase::parse)),
    }
}

fn shortened(name: &str) -> String {
    domain::fault::shortened(name)
}

/// The value of a parameter, and which one.
#[derive(Clone, Copy)]
struct Value<'a> {
    name: &'a str,
    value: &'a str,
}

/// What is wrong with the query; serde's own messages are not for clients.
#[derive(Debug)]
struct Fault(Located);

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the parameter {} is wrong", self.0.place)
    }
}

impl std::error::Error for Fault {}

impl de::Error for Fault {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self(Located::shape(Part::Query, "", Shape::WrongType))
    }

    fn unknown_field(field: &str, _: &'static [&'static str]) -> Self {
        Self(Located::shape(Part::Query, shortened(field), Shape::UnknownName))
    }

    fn missing_field(field: &'static str) -> Self {
        Self(Located::rule(Part::Query, field, Rule::Required))
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self(Located::shape(Part::Query, "", Shape::NotInList))
    }
}

impl<'de> IntoDeserializer<'de, Fault> for Value<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl Value<'_> {
    fn wrong(self, shape: Shape) -> Fault {
        Fault(Located::shape(Part::Query, self.name.to_owned(), shape))
    }

    /// The same fault, at this parameter if it is at none.
    fn here(self, Fault(mut located): Fault) -> Fault {
        if located.place.is_empty() {
            located.place = self.name.to_owned().into();
        }
        Fault(located)
    }
}

macro_rules! parsed {
    ($($method:ident => $visit:ident,)+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            let value = self.value.parse().map_err(|_| self.wrong(Shape::WrongType))?;
            visitor.$visit(value).map_err(|fault| self.here(fault))
        }
    )+};
}

impl<'de> Deserializer<'de> for Value<'de> {
    type Error = Fault;

    parsed! {
        deserialize_bool => visit_bool,
        deserialize_u8 => visit_u8,
        deserialize_u16 => visit_u16,
        deserialize_u32 => visit_u32,
        deserialize_u64 => visit_u64,
        deserialize_i32 => visit_i32,
        deserialize_i64 => visit_i64,
        deserialize_f64 => visit_f64,
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_str(self.value).map_err(|fault| self.here(fault))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let items = self.value.split(',').map(|value| Value { name: self.name, value });
        visitor.visit_seq(SeqDeserializer::new(items)).map_err(|fault| self.here(fault))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let variant: de::value::StrDeserializer<'_, Fault> = self.value.into_deserializer();
        visitor.visit_enum(variant).map_err(|fault| self.here(fault))
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i128 u128 f32 char str string bytes byte_buf unit unit_struct tuple tuple_struct map struct
        identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields, default)]
    struct Filters {
        q: Option<String>,
        limit: Option<u32>,
        open: Option<bool>,
        status: Vec<Status>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Status {
        Published,
        Paused,
    }

    #[test]
    fn parameters_are_read() {
        let some = |q: &str| Filters { q: Some(q.to_owned()), ..Filters::default() };
        assert_eq!(parse::<Filters>("").unwrap(), Filters::default());
        assert_eq!(parse::<Filters>("q=a%20b+c").unwrap(), some("a b c"));
        let status = vec![Status::Published, Status::Paused];
        assert_eq!(
            parse::<Filters>("status=published,paused&limit=5&open=true").unwrap(),
            Filters { limit: Some(5), open: Some(true), status, q: None }
        );
    }

    #[test]
    fn faults_name_the_parameter() {
        for (query, place, code) in [
            ("x=1", "x", "unknown-name"),
            ("q=1&q=2", "q", "repeated"),
            ("limit=many", "limit", "wrong-type"),
            ("limit=-1", "limit", "wrong-type"),
            ("limit=", "limit", "wrong-type"),
            ("open=yes", "open", "wrong-type"),
            ("status=published,gone", "status", "not-in-list"),
            ("status=", "status", "not-in-list"),
        ] {
            let problem = parse::<Filters>(query).unwrap_err();
            assert_eq!(problem.places().collect::<Vec<_>>(), [(place, code)], "{query}");
            assert_eq!(problem.kind(), Kind::QueryInvalid);
        }
        assert!(parse::<NoParameters>("").is_ok());
        assert!(parse::<NoParameters>("a=1").is_err());
    }
}
