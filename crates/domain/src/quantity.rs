//! How much: an amount and its unit.

use std::fmt;
use std::iter::Sum;

use crate::fault::Rule;
use crate::vocabulary::Unit;

/// A non-negative decimal with up to three places, stored as thousandths. At most 1,000,000,000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Amount(i64);

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// The most a listing or contribution may name: a thousand million.
    pub const MAX: Self = Self(1_000_000_000_000);

    /// From thousandths; `None` when negative or above [`Amount::MAX`].
    pub const fn from_thousandths(thousandths: i64) -> Option<Self> {
        if thousandths < 0 || thousandths > Self::MAX.0 { None } else { Some(Self(thousandths)) }
    }

    /// From whole units; `None` when negative or above [`Amount::MAX`].
    pub const fn whole(units: i64) -> Option<Self> {
        match units.checked_mul(1000) {
            Some(thousandths) => Self::from_thousandths(thousandths),
            None => None,
        }
    }

    /// In thousandths.
    pub const fn thousandths(self) -> i64 {
        self.0
    }

    /// Whether there is nothing.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Whether it is a whole number of units.
    pub const fn is_whole(self) -> bool {
        self.0 % 1000 == 0
    }

    /// The sum, or the largest amount if it would be exceeded (which no stored total can reach).
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        let sum = self.0.saturating_add(other.0);
        if sum > Self::MAX.0 { Self::MAX } else { Self(sum) }
    }

    /// The difference, or `None` when it would be negative.
    pub const fn minus(self, other: Self) -> Option<Self> {
        if other.0 > self.0 { None } else { Some(Self(self.0 - other.0)) }
    }

    /// Parses `12`, `2.5`: digits, and at most three places after a point. No sign, no exponent.
    pub fn parse(text: &str) -> Result<Self, Rule> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || (text.contains('.') && !digits(fraction)) {
            return Err(Rule::NumberInvalid);
        }
        if fraction.len() > 3 {
            return Err(Rule::NumberInvalid);
        }
        let out_of_range = || Rule::OutOfRange { min: Self::ZERO.to_string(), max: Self::MAX.to_string() };
        let units: i64 = whole.parse().map_err(|_| out_of_range())?;
        let thousandths: i64 = format!("{fraction:0<3}").parse().map_err(|_| Rule::NumberInvalid)?;
        units
            .checked_mul(1000)
            .and_then(|value| value.checked_add(thousandths))
            .and_then(Self::from_thousandths)
            .ok_or_else(out_of_range)
    }
}

impl fmt::Display for Amount {
    /// The shortest decimal: `12`, `2.5`, `0.125`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, fraction) = (self.0 / 1000, self.0 % 1000);
        if fraction == 0 {
            return write!(f, "{whole}");
        }
        let places = format!("{fraction:03}");
        write!(f, "{whole}.{}", places.trim_end_matches('0'))
    }
}

impl Sum for Amount {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Self::plus)
    }
}

/// An amount above zero and its unit, whole where the unit is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quantity {
    amount: Amount,
    unit: Unit,
}

impl Quantity {
    /// Checks that the amount is above zero and that the unit may be divided if the amount is.
    pub fn new(amount: Amount, unit: Unit) -> Result<Self, Rule> {
        if amount.is_zero() {
            return Err(Rule::OutOfRange { min: "0.001".to_owned(), max: Amount::MAX.to_string() });
        }
        if !amount.is_whole() && !unit.divisible() {
            return Err(Rule::FractionNotAllowed);
        }
        Ok(Self { amount, unit })
    }

    /// How many.
    pub const fn amount(self) -> Amount {
        self.amount
    }

    /// Of what.
    pub const fn unit(self) -> Unit {
        self.unit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cases: &[(&str, Option<i64>)]) {
        for (text, expected) in cases {
            assert_eq!(Amount::parse(text).ok().map(Amount::thousandths), *expected, "{text:?}");
        }
    }

    #[test]
    fn amounts_are_plain_decimals() {
        check(&[
            ("12", Some(12_000)),
            ("2.5", Some(2_500)),
            ("0.125", Some(125)),
            ("1000000000", Some(1_000_000_000_000)),
            ("1000000001", None),
            ("999999999999999999999", None),
            ("-5", None),
            ("+5", None),
            ("2,5", None),
            ("1.2345", None),
            ("1e3", None),
            ("NaN", None),
            (".5", None),
            ("5.", None),
            ("", None),
        ]);
    }

    #[test]
    fn amounts_print_shortest() {
        for text in ["0", "12", "2.5", "0.125", "1000000000"] {
            assert_eq!(Amount::parse(text).unwrap().to_string(), text);
        }
    }
}
