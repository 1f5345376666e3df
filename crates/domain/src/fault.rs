//! What is wrong with an input, field by field, and all of it at once.
//!
//! A [`Fault`] names a field and the [`Rule`] it breaks; the words for it, in four languages, are in
//! `app::phrase`. Parsing collects faults in [`Faults`] and gives a value only when there are none.

use std::borrow::Cow;
use std::fmt;

/// A rule that a field can break. Its [`code`](Rule::code) is part of the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Nothing was given where something is needed.
    Required,
    /// Something was given where nothing may be.
    NotAllowed,
    /// More characters than the field holds.
    TooLong {
        /// The most characters.
        max: usize,
    },
    /// Fewer characters than the field needs.
    TooShort {
        /// The fewest characters.
        min: usize,
    },
    /// More entries than the list holds.
    TooMany {
        /// The most entries.
        max: usize,
    },
    /// A number outside its bounds.
    OutOfRange {
        /// The smallest value, as written.
        min: String,
        /// The largest value, as written.
        max: String,
    },
    /// The same entry or reference a second time.
    Duplicate,
    /// A code that the named vocabulary does not hold.
    UnknownCode {
        /// The vocabulary, e.g. `unit`, `category`, `language`.
        vocabulary: &'static str,
        /// What was given, shortened.
        given: String,
    },
    /// Reference to something that is not there.
    UnknownReference {
        /// What was given, shortened.
        given: String,
    },
    /// U+0000 in a text.
    NulCharacter,
    /// A control character other than a line break in a text that may have several lines.
    ControlCharacter {
        /// The code point.
        code_point: u32,
    },
    /// A character that turns the direction of writing.
    BidiCharacter {
        /// The code point.
        code_point: u32,
    },
    /// A character that takes no room and hides in a text.
    InvisibleCharacter {
        /// The code point.
        code_point: u32,
    },
    /// A cell that a spreadsheet would run as a formula.
    SpreadsheetFormula,
    /// An error that a spreadsheet wrote in place of a value, such as `#REF!`.
    SpreadsheetError,
    /// HTML elements in a text.
    Markup,
    /// A price, a payment or a request for money; the bourse works without.
    Money {
        /// The words that say so.
        found: String,
    },
    /// Thirteen digits in the shape of a national identification number.
    PersonalMatricule,
    /// Not an e-mail address.
    EmailInvalid,
    /// Several e-mail addresses where one is wanted.
    EmailSeveral,
    /// Not a telephone number that can be called from anywhere.
    PhoneInvalid,
    /// Not an address of a public website.
    WebsiteInvalid,
    /// Not a Luxembourg postal code.
    PostalCodeInvalid,
    /// Not the number of a register entry.
    RcsInvalid,
    /// A register section that does not fit the kind of organization.
    RcsContradictsKind {
        /// The letter of the section.
        section: char,
    },
    /// Not a Luxembourg VAT number.
    VatInvalid,
    /// The VAT number's check digits are wrong.
    VatCheckDigits,
    /// The legal form does not fit the kind of organization.
    LegalFormContradictsKind,
    /// Languages are codes, separated by `;`.
    LanguageNotCode,
    /// Not a number in the expected notation.
    NumberInvalid,
    /// A thousands separator or decimal comma in a number where it cannot be told which is meant.
    NumberAmbiguous,
    /// A fraction of something that is counted in whole units.
    FractionNotAllowed,
    /// The unit does not fit the kind of listing.
    UnitContradictsKind,
    /// Head count times hours per person is not the quantity.
    HeadcountContradictsQuantity,
    /// More hours per person than the time window has.
    HoursLongerThanWindow,
    /// Not a date or date and time in the expected notation.
    DateInvalid,
    /// A number where a spreadsheet kept a date.
    DateSpreadsheetSerial,
    /// A local time that does not exist: the clock goes forward over it.
    LocalTimeInGap,
    /// A local time that exists twice: the clock goes back over it.
    LocalTimeAmbiguous,
    /// The end is not after the start.
    EndNotAfterStart,
    /// The time is not within the exchange week.
    OutsideExchangeWeek,
    /// The detail belongs to another kind of listing.
    DetailContradictsKind,
    /// A password on the list of the breached and the usual.
    PasswordKnown,
    /// A password that says whose it is: their address, their name, or the service's.
    PasswordPersonal,
    /// Nobody agrees for themselves at that age.
    TooYoung {
        /// From which age on one does, in years.
        age: u8,
    },
    /// A file that is no picture of a kind that is taken, by its content.
    PictureUnknown,
    /// A picture of another kind than it is said to be.
    PictureMislabelled {
        /// What it is said to be, as a media type.
        declared: &'static str,
        /// What it is.
        found: &'static str,
    },
    /// A picture with too many pixels.
    PictureTooLarge {
        /// The longest side, in pixels.
        max_side: u32,
        /// The most pixels, in millions.
        max_megapixels: u32,
    },
    /// A picture with more than one frame.
    PictureAnimated,
    /// A picture that is cut off or damaged.
    PictureDamaged,
}

impl Rule {
    /// The stable code, as the API and the import report give it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::NotAllowed => "not-allowed",
            Self::TooLong { .. } => "too-long",
            Self::TooShort { .. } => "too-short",
            Self::TooMany { .. } => "too-many",
            Self::OutOfRange { .. } => "out-of-range",
            Self::Duplicate => "duplicate",
            Self::UnknownCode { .. } => "unknown-code",
            Self::UnknownReference { .. } => "unknown-reference",
            Self::NulCharacter => "nul-character",
            Self::ControlCharacter { .. } => "control-character",
            Self::BidiCharacter { .. } => "bidi-character",
            Self::InvisibleCharacter { .. } => "invisible-character",
            Self::SpreadsheetFormula => "spreadsheet-formula",
            Self::SpreadsheetError => "spreadsheet-error",
            Self::Markup => "markup",
            Self::Money { .. } => "money",
            Self::PersonalMatricule => "personal-matricule",
            Self::EmailInvalid => "email-invalid",
            Self::EmailSeveral => "email-several",
            Self::PhoneInvalid => "phone-invalid",
            Self::WebsiteInvalid => "website-invalid",
            Self::PostalCodeInvalid => "postal-code-invalid",
            Self::RcsInvalid => "rcs-invalid",
            Self::RcsContradictsKind { .. } => "rcs-contradicts-kind",
            Self::VatInvalid => "vat-invalid",
            Self::VatCheckDigits => "vat-check-digits",
            Self::LegalFormContradictsKind => "legal-form-contradicts-kind",
            Self::LanguageNotCode => "language-not-code",
            Self::NumberInvalid => "number-invalid",
            Self::NumberAmbiguous => "number-ambiguous",
            Self::FractionNotAllowed => "fraction-not-allowed",
            Self::UnitContradictsKind => "unit-contradicts-kind",
            Self::HeadcountContradictsQuantity => "headcount-contradicts-quantity",
            Self::HoursLongerThanWindow => "hours-longer-than-window",
            Self::DateInvalid => "date-invalid",
            Self::DateSpreadsheetSerial => "date-spreadsheet-serial",
            Self::LocalTimeInGap => "local-time-in-gap",
            Self::LocalTimeAmbiguous => "local-time-ambiguous",
            Self::EndNotAfterStart => "end-not-after-start",
            Self::OutsideExchangeWeek => "outside-exchange-week",
            Self::DetailContradictsKind => "detail-contradicts-kind",
            Self::PasswordKnown => "password-known",
            Self::PasswordPersonal => "password-personal",
            Self::TooYoung { .. } => "too-young",
            Self::PictureUnknown => "picture-unknown",
            Self::PictureMislabelled { .. } => "picture-mislabelled",
            Self::PictureTooLarge { .. } => "picture-too-large",
            Self::PictureAnimated => "picture-animated",
            Self::PictureDamaged => "picture-damaged",
        }
    }

    /// What the words of this rule mention, by name: `max`, `given`, `found` and so on.
    pub fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::TooLong { max } | Self::TooMany { max } => vec![("max", max.to_string())],
            Self::TooYoung { age } => vec![("age", age.to_string())],
            Self::TooShort { min } => vec![("min", min.to_string())],
            Self::OutOfRange { min, max } => vec![("min", min.clone()), ("max", max.clone())],
            Self::UnknownCode { vocabulary, given } => {
                vec![("vocabulary", (*vocabulary).to_owned()), ("given", given.clone())]
            }
            Self::UnknownReference { given } => vec![("given", given.clone())],
            Self::ControlCharacter { code_point }
            | Self::BidiCharacter { code_point }
            | Self::InvisibleCharacter { code_point } => {
                vec![("code_point", format!("U+{code_point:04X}"))]
            }
            Self::Money { found } => vec![("found", found.clone())],
            Self::PictureMislabelled { declared, found } => {
                vec![("declared", (*declared).to_owned()), ("found", (*found).to_owned())]
            }
            Self::PictureTooLarge { max_side, max_megapixels } => {
                vec![("max_side", max_side.to_string()), ("max_megapixels", max_megapixels.to_string())]
            }
            Self::RcsContradictsKind { section } => vec![("section", section.to_string())],
            _ => Vec::new(),
        }
    }
}

/// One broken rule of one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The field: a path of names and indexes, joined by `/`, without a leading one (`details/skills/0`).
    pub field: Cow<'static, str>,
    /// What it breaks.
    pub rule: Rule,
}

impl Fault {
    /// The same rule under the name that another input has for the field, such as a sheet's column.
    #[must_use]
    pub fn renamed(self, field: impl Into<Cow<'static, str>>) -> Self {
        Self { field: field.into(), rule: self.rule }
    }
}

/// All that is wrong with one input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// None yet.
    pub fn none() -> Self {
        Self::default()
    }

    /// A single one.
    pub fn one(field: impl Into<Cow<'static, str>>, rule: Rule) -> Self {
        let mut faults = Self::none();
        faults.add(field, rule);
        faults
    }

    /// Notes one more.
    pub fn add(&mut self, field: impl Into<Cow<'static, str>>, rule: Rule) {
        self.0.push(Fault { field: field.into(), rule });
    }

    /// The value of a parsed field, or its broken rules noted under the field and `None`.
    ///
    /// A field that can break several rules at once (`text::Line`) gives [`Faults`] with an empty field.
    pub fn take<T>(
        &mut self,
        field: impl Into<Cow<'static, str>>,
        parsed: Result<T, impl Into<Self>>,
    ) -> Option<T> {
        match parsed {
            Ok(value) => Some(value),
            Err(broken) => {
                let field = field.into();
                for fault in broken.into() {
                    self.add(below(field.clone(), fault.field), fault.rule);
                }
                None
            }
        }
    }

    /// The value of a part that collects faults of its own, or these noted below `field` and `None`.
    pub fn take_all<T>(&mut self, field: &str, parsed: Result<T, Self>) -> Option<T> {
        self.take(field.to_owned(), parsed)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value when there are no faults.
    pub fn or<T>(self, value: T) -> Result<T, Self> {
        if self.is_empty() { Ok(value) } else { Err(self) }
    }

    /// One after the other, in the order found.
    pub fn iter(&self) -> impl Iterator<Item = &Fault> {
        self.0.iter()
    }
}

/// A single broken rule of a field that the caller names.
impl From<Rule> for Faults {
    fn from(rule: Rule) -> Self {
        Self::one("", rule)
    }
}

impl IntoIterator for Faults {
    type Item = Fault;
    type IntoIter = std::vec::IntoIter<Fault>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, fault) in self.0.iter().enumerate() {
            if n > 0 {
                f.write_str(", ")?;
            }
            write!(f, "{}: {}", fault.field, fault.rule.code())?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}

/// The path of a field within another; an empty one is the other itself.
fn below(outer: Cow<'static, str>, inner: Cow<'static, str>) -> Cow<'static, str> {
    if inner.is_empty() {
        outer
    } else if outer.is_empty() {
        inner
    } else {
        Cow::Owned(format!("{outer}/{inner}"))
    }
}

/// The first characters of a given value, to name it in a message without repeating a whole page.
pub fn shortened(given: &str) -> String {
    const MOST: usize = 40;
    let mut short: String = given.chars().filter(|c| !c.is_control()).take(MOST).collect();
    if given.chars().count() > MOST {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_noted_below_their_field() {
        let cases = [
            ("", "", ""),
            ("title", "", "title"),
            ("", "title", "title"),
            ("details", "skills/0", "details/skills/0"),
        ];
        for (outer, inner, expected) in cases {
            let mut faults = Faults::none();
            assert_eq!(faults.take_all::<()>(outer, Err(Faults::one(inner, Rule::Required))), None);
            assert_eq!(faults, Faults::one(expected, Rule::Required), "{outer:?} {inner:?}");
        }
    }

    #[test]
    fn a_value_is_taken_and_a_rule_noted() {
        let mut faults = Faults::none();
        assert_eq!(faults.take("a", Ok::<_, Rule>(1)), Some(1));
        assert!(faults.is_empty());
        assert_eq!(faults.take("b", Err::<(), _>(Rule::Duplicate)), None);
        assert_eq!(faults.to_string(), "b: duplicate");
        assert_eq!(faults.clone().or(1), Err(faults));
        assert_eq!(Faults::none().or(1), Ok(1));
    }
}
