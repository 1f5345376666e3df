//! Where in a request something is wrong, and what.

use std::borrow::Cow;

use domain::fault::{Fault, Faults, Rule};
use domain::vocabulary::Locale;

use super::words;

/// What is wrong with a field before its value is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// There is no field or parameter of this name.
    UnknownName,
    /// A number where a text is wanted, and the like.
    WrongType,
    /// Not one of the values of a closed list.
    NotInList,
    /// The same name twice.
    Repeated,
}

impl Shape {
    /// Every one.
    #[cfg(test)]
    pub(crate) const ALL: [Self; 4] = [Self::UnknownName, Self::WrongType, Self::NotInList, Self::Repeated];

    const fn code(self) -> &'static str {
        match self {
            Self::UnknownName => "unknown-name",
            Self::WrongType => "wrong-type",
            Self::NotInList => "not-in-list",
            Self::Repeated => "repeated",
        }
    }
}

/// What is wrong: the shape of a value, or the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Wrong {
    Shape(Shape),
    Rule(Rule),
}

impl Wrong {
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Shape(shape) => shape.code(),
            Self::Rule(rule) => rule.code(),
        }
    }

    /// What is wrong and what to do about it, in words.
    pub(crate) fn words(&self, locale: Locale) -> (String, String) {
        match self {
            Self::Shape(shape) => {
                let (message, remedy) = words::of_shape(*shape, locale);
                (message.to_owned(), remedy.to_owned())
            }
            Self::Rule(rule) => {
                let phrase = app::phrase::of_rule(rule, locale);
                (phrase.message, phrase.remedy)
            }
        }
    }
}

/// The part of a request that holds a wrong value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// The body; the place is a JSON pointer.
    Body,
    /// The query string; the place is the name of a parameter.
    Query,
}

/// One wrong value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Located {
    pub(crate) part: Part,
    pub(crate) place: Cow<'static, str>,
    pub(crate) wrong: Wrong,
}

impl Located {
    /// A shape that is wrong at this place.
    pub(crate) fn shape(part: Part, place: impl Into<Cow<'static, str>>, shape: Shape) -> Self {
        Self { part, place: place.into(), wrong: Wrong::Shape(shape) }
    }

    /// A rule that is broken at this place.
    pub(crate) fn rule(part: Part, place: impl Into<Cow<'static, str>>, rule: Rule) -> Self {
        Self { part, place: place.into(), wrong: Wrong::Rule(rule) }
    }

    /// A fault of the domain: in a body its field becomes a pointer.
    fn of(part: Part, Fault { field, rule }: Fault) -> Self {
        let place = match part {
            Part::Body if field.is_empty() => field,
            Part::Body => Cow::Owned(format!("/{field}")),
            Part::Query => field,
        };
        Self { part, place, wrong: Wrong::Rule(rule) }
    }

    /// All faults of the domain.
    pub(crate) fn all(part: Part, faults: Faults) -> Vec<Self> {
        faults.into_iter().map(|fault| Self::of(part, fault)).collect()
    }
}
