//! Numbers that a public register gave an organization.

use std::fmt;

use super::OrganizationKind;
use crate::fault::Rule;

/// An entry in the Luxembourg trade and companies register (RCS): a section letter and one to seven digits.
///
/// B holds commercial companies, E civil companies, F associations (asbl), G foundations. A, C, D and H to K
/// exist and hold sole traders, economic interest groups, public establishments and others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RcsNumber(String);

impl RcsNumber {
    /// Parses `F93607`, also with spaces (no-break ones too), dots or a small letter.
    pub fn parse(input: &str) -> Result<Self, Rule> {
        let text = compact(input);
        if text.is_empty() {
            return Err(Rule::Required);
        }
        let mut characters = text.chars();
        let section = characters.next().filter(|c| ('A'..='K').contains(c));
        let digits = characters.as_str();
        let counted = (1..=7).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        if section.is_some() && counted { Ok(Self(text)) } else { Err(Rule::RcsInvalid) }
    }

    /// A number that was parsed before it was stored.
    pub fn from_stored(number: String) -> Self {
        Self(number)
    }

    /// The letter of the register's section.
    pub fn section(&self) -> char {
        self.0.chars().next().unwrap_or_default()
    }

    /// The rule broken when a section that is firm cannot hold this kind of organization: an association is
    /// no commercial company, a company no association or foundation. All else is for a person to look at.
    pub fn contradicts(&self, kind: OrganizationKind) -> Option<Rule> {
        let section = self.section();
        let contradiction = match kind {
            OrganizationKind::Association => section == 'B',
            OrganizationKind::Company => matches!(section, 'F' | 'G'),
            OrganizationKind::PublicBody => false,
        };
        contradiction.then_some(Rule::RcsContradictsKind { section })
    }

    /// The number, as `F93607`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The bare number, for storage.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Display for RcsNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A Luxembourg VAT number: `LU` and eight digits, of which the first six modulo 89 give the last two.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VatNumber(String);

impl VatNumber {
    /// Parses `LU13669580`, also with spaces, dots or small letters.
    pub fn parse(input: &str) -> Result<Self, Rule> {
        let text = compact(input);
        if text.is_empty() {
            return Err(Rule::Required);
        }
        let digits = text.strip_prefix("LU").ok_or(Rule::VatInvalid)?;
        if digits.len() != 8 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(Rule::VatInvalid);
        }
        let (number, check) = digits.split_at_checked(6).ok_or(Rule::VatInvalid)?;
        let number: u32 = number.parse().map_err(|_| Rule::VatInvalid)?;
        let check: u32 = check.parse().map_err(|_| Rule::VatInvalid)?;
        if number % 89 == check { Ok(Self(text)) } else { Err(Rule::VatCheckDigits) }
    }

    /// A number that was parsed before it was stored.
    pub fn from_stored(number: String) -> Self {
        Self(number)
    }

    /// The number, as `LU13669580`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The bare number, for storage.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Display for VatNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Without the white space and dots that people and spreadsheets put into numbers, in capitals.
fn compact(input: &str) -> String {
    input.chars().filter(|c| !c.is_whitespace() && *c != '.').map(|c| c.to_ascii_uppercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check<T>(
        parse: fn(&str) -> Result<T, Rule>,
        text: fn(&T) -> &str,
        cases: &[(&str, Result<&str, Rule>)],
    ) {
        for (input, expected) in cases {
            assert_eq!(parse(input).as_ref().map(text).map_err(Clone::clone), *expected, "{input:?}");
        }
    }

    #[test]
    fn an_rcs_number_is_a_section_and_digits() {
        check(
            RcsNumber::parse,
            RcsNumber::as_str,
            &[
                ("B912047", Ok("B912047")),
                ("G917", Ok("G917")),
                ("E91046", Ok("E91046")),
                ("k1", Ok("K1")),
                ("F\u{A0}93\u{A0}607", Ok("F93607")),
                (" f 93.607 ", Ok("F93607")),
                ("F1234567", Ok("F1234567")),
                ("F93123456", Err(Rule::RcsInvalid)),
                ("Z9312", Err(Rule::RcsInvalid)),
                ("L9312", Err(Rule::RcsInvalid)),
                ("F", Err(Rule::RcsInvalid)),
                ("9312", Err(Rule::RcsInvalid)),
                ("F93-12", Err(Rule::RcsInvalid)),
                ("FF12", Err(Rule::RcsInvalid)),
                ("F٣", Err(Rule::RcsInvalid)),
                ("Б9312", Err(Rule::RcsInvalid)),
                ("", Err(Rule::Required)),
            ],
        );
    }

    #[test]
    fn firm_sections_contradict_kinds() {
        use OrganizationKind::{Association, Company, PublicBody};
        let cases = [
            ("B931777", Association, true),
            ("F93777", Company, true),
            ("G917", Company, true),
            ("F93777", Association, false),
            ("G917", Association, false),
            ("B931777", Company, false),
            ("E91046", Company, false),
            ("A91877", Company, false),
            ("J12", Association, false),
            ("B12", PublicBody, false),
        ];
        for (number, kind, expected) in cases {
            let rcs = RcsNumber::parse(number).unwrap();
            let rule = Rule::RcsContradictsKind { section: rcs.section() };
            assert_eq!(rcs.contradicts(kind), expected.then_some(rule), "{number} {kind:?}");
        }
    }

    #[test]
    fn a_vat_number_has_check_digits() {
        check(
            VatNumber::parse,
            VatNumber::as_str,
            &[
                ("LU13669580", Ok("LU13669580")),
                ("lu 136 695.80", Ok("LU13669580")),
                ("LU75311081", Ok("LU75311081")),
                ("LU75248883", Err(Rule::VatCheckDigits)),
                ("LU7531024", Err(Rule::VatInvalid)),
                ("DE000000000", Err(Rule::VatInvalid)),
                ("13669580", Err(Rule::VatInvalid)),
                ("LU1366958O", Err(Rule::VatInvalid)),
                ("", Err(Rule::Required)),
            ],
        );
    }
}
