//! The closed word lists of the bourse: languages, units, categories, skills, legal forms, conditions.
//!
//! A code is part of the API and never changes its meaning; its labels may be reworded. Small lists that
//! the rules branch on are enums; long ones are tables in `data/`, embedded and read once. The lists know
//! nothing of listings or organizations: these ask a [`Unit`] or a [`LegalForm`] what it fits.

mod category;
mod condition;
mod labels;
mod language;
mod legal_form;
mod skill;
pub(crate) mod table;
mod unit;

pub use category::Category;
pub use condition::Condition;
pub use labels::{Labels, Locale};
pub use language::Language;
pub use legal_form::LegalForm;
pub use skill::Skill;
pub use unit::Unit;

/// An enum whose variants have a code and labels, with `ALL`, `code`, `labels` and `Display` (the code).
macro_rules! closed_list {
    (
        $(#[$doc:meta])*
        pub enum $name:ident {$(
            $(#[$item_doc:meta])*
            $variant:ident = $code:literal [$en:literal, $fr:literal, $de:literal, $lb:literal],
        )+}
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {$(
            $(#[$item_doc])*
            $variant,
        )+}

        impl $name {
            /// All of them, in the order in which they are shown.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// All of them, in the order in which they are shown.
            pub fn all() -> impl Iterator<Item = Self> {
                Self::ALL.iter().copied()
            }

            /// The stable code.
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }

            /// How it is called in the languages of the service.
            pub const fn labels(self) -> $crate::vocabulary::Labels {
                match self {
                    $(Self::$variant => $crate::vocabulary::Labels {
                        en: $en, fr: $fr, de: $de, lb: $lb,
                    },)+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }
    };
}

/// A code of a table in `data/`: `Copy`, with `all`, `parse`, `code`, `labels` and `Display` (the code).
macro_rules! table_list {
    ($(#[$doc:meta])* pub struct $name:ident in $file:literal as $vocabulary:literal;) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(&'static $crate::vocabulary::table::Term);

        impl $name {
            /// All of them, in the order of the table.
            pub fn all() -> impl Iterator<Item = Self> {
                static TERMS: std::sync::LazyLock<Vec<$crate::vocabulary::table::Term>> =
                    std::sync::LazyLock::new(|| $crate::vocabulary::table::terms(include_str!($file)));
                TERMS.iter().map(Self)
            }

            /// The one with this code, exactly as written in the table.
            pub fn parse(text: &str) -> Result<Self, $crate::fault::Rule> {
                Self::all()
                    .find(|known| known.code() == text)
                    .ok_or_else(|| $crate::vocabulary::unknown($vocabulary, text))
            }

            /// The stable code.
            pub const fn code(self) -> &'static str {
                self.0.code
            }

            /// How it is called in the languages of the service.
            pub const fn labels(self) -> $crate::vocabulary::Labels {
                self.0.labels
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.code())
            }
        }
    };
}

pub(crate) use {closed_list, table_list};

/// The refusal of a code that `vocabulary` does not hold.
pub(crate) fn unknown(vocabulary: &'static str, given: &str) -> crate::fault::Rule {
    crate::fault::Rule::UnknownCode { vocabulary, given: crate::fault::shortened(given) }
}

#[cfg(test)]
mod tests;
