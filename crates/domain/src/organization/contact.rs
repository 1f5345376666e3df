//! How an organization is reached: one e-mail address, one telephone number, one public website.

use std::fmt;

use url::{Host, Url};
use validator::ValidateEmail;

use crate::fault::Rule;

/// An e-mail address of one mailbox, without a display name.
///
/// The local part is kept as written, the domain is in lower-case ASCII. `Debug` hides both, because the
/// address may be a person's and debug output ends in logs.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email(String);

impl Email {
    /// The most characters that a mail server accepts (RFC 5321, section 4.5.3.1.3, without the brackets).
    pub const MAX: usize = 254;

    /// By the rule of HTML for `<input type=email>`, and stricter about dots and domains.
    pub fn parse(input: &str) -> Result<Self, Rule> {
        let text = input.trim();
        if text.is_empty() {
            return Err(Rule::Required);
        }
        if is_several(text) {
            return Err(Rule::EmailSeveral);
        }
        let (local, domain) = text.rsplit_once('@').ok_or(Rule::EmailInvalid)?;
        // Two dots in a row, or one at an end, are accepted by HTML and refused by mail servers.
        if local.split('.').any(str::is_empty) {
            return Err(Rule::EmailInvalid);
        }
        let domain = public_domain(domain).ok_or(Rule::EmailInvalid)?;
        let address = format!("{local}@{domain}");
        let sound = address.len() <= Self::MAX && address.validate_email();
        if sound { Ok(Self(address)) } else { Err(Rule::EmailInvalid) }
    }

    /// An address that was parsed before it was stored.
    pub fn from_stored(address: String) -> Self {
        Self(address)
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The bare address, for storage.
    pub fn into_string(self) -> String {
        self.0
    }

    /// The address as it is compared: all in lower case. Mail servers may tell `Ana@` from `ana@`; none does.
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email(…)")
    }
}

fn is_several(text: &str) -> bool {
    let addresses = text.split(|c: char| matches!(c, ';' | ',' | '/' | '|') || c.is_whitespace());
    addresses.filter(|part| part.contains('@')).count() > 1
}

/// A telephone number in the international form of E.164: `+352621123456`. `Debug` hides it, as an address.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone(String);

impl Phone {
    /// The most characters: a plus sign and fifteen digits (E.164, section 6.2.1).
    pub const MAX: usize = 16;
    /// The fewest digits after the country code's first; shorter ones are services, not people.
    const FEWEST: usize = 7;

    /// Parses `+352 621 123 456`, `00352-621…`, or a number of Luxembourg without its code. Spaces, dots,
    /// dashes, slashes and brackets between the digits do not count; letters and several numbers are faults.
    pub fn parse(input: &str) -> Result<Self, Rule> {
        let text = input.trim();
        if text.is_empty() {
            return Err(Rule::Required);
        }
        let international = text.strip_prefix('+').or_else(|| text.strip_prefix("00"));
        let between =
            |c: char| c == ' ' || c == '\u{A0}' || matches!(c, '.' | '-' | '/' | '(' | ')' | '\u{2011}');
        let digits: String = international.unwrap_or(text).chars().filter(|c| !between(*c)).collect();
        if !digits.bytes().all(|b| b.is_ascii_digit()) || digits.starts_with('0') {
            return Err(Rule::PhoneInvalid);
        }
        // Numbers of Luxembourg have four to twelve digits and no prefix; those of people at least six.
        let number = match international {
            Some(_) => format!("+{digits}"),
            None if (6..=12).contains(&digits.len()) => format!("+352{digits}"),
            None => return Err(Rule::PhoneInvalid),
        };
        let sound = (Self::FEWEST + 1..=Self::MAX).contains(&number.len());
        if sound { Ok(Self(number)) } else { Err(Rule::PhoneInvalid) }
    }

    /// A number that was parsed before it was stored.
    pub fn from_stored(number: String) -> Self {
        Self(number)
    }

    /// The number, with its plus sign and without spaces.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The bare number, for storage.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phone(…)")
    }
}

/// The address of a public website.
///
/// `http` or `https`, a host name with a dot, no user or password; normalized, without a lone `/` at the end.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Website(String);

impl Website {
    /// The most characters, after normalization.
    pub const MAX: usize = 500;

    /// Parses a URL; a missing scheme becomes `https`.
    pub fn parse(input: &str) -> Result<Self, Rule> {
        let text = input.trim();
        if text.is_empty() {
            return Err(Rule::Required);
        }
        // The URL parser repairs these in silence; what was meant is not certain enough for a link.
        if text.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '\\' | '<' | '>' | '"')) {
            return Err(Rule::WebsiteInvalid);
        }
        let url = Url::parse(&with_scheme(text)).map_err(|_| Rule::WebsiteInvalid)?;
        if !is_public(&url) {
            return Err(Rule::WebsiteInvalid);
        }
        let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        let address = if bare { url.as_str().trim_end_matches('/') } else { url.as_str() };
        if address.len() > Self::MAX { Err(Rule::WebsiteInvalid) } else { Ok(Self(address.to_owned())) }
    }

    /// An address that was parsed before it was stored.
    pub fn from_stored(address: String) -> Self {
        Self(address)
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The bare address, for storage.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Display for Website {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// `www.x.lu:8080/a` has a port and no scheme, `javascript:alert(1)` a scheme: schemes in use have no dot.
fn with_scheme(text: &str) -> String {
    let head = text.split(['/', '?', '#']).next().unwrap_or_default();
    match head.split_once(':') {
        Some((scheme, _)) if !scheme.contains('.') => text.to_owned(),
        _ => format!("https://{text}"),
    }
}

fn is_public(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
        && url.username().is_empty()
        && url.password().is_none()
        && url.domain().is_some_and(|domain| public_domain(domain).is_some())
}

/// The ASCII form of a host name that can be public: not an IP address, with a dot, without a name that is
/// reserved for the machine or the house (RFC 6761, RFC 6762, RFC 8375, ICANN's `internal`).
fn public_domain(domain: &str) -> Option<String> {
    const PRIVATE: [&str; 7] = ["localhost", "local", "internal", "lan", "home", "arpa", "onion"];
    const MOST: usize = 253;
    let Ok(Host::Domain(ascii)) = Host::parse(domain) else {
        return None;
    };
    let (_, last) = ascii.rsplit_once('.')?;
    let public = ascii.len() <= MOST
        && ascii.split('.').all(is_label)
        && last.bytes().any(|b| b.is_ascii_alphabetic())
        && !PRIVATE.contains(&last);
    public.then_some(ascii)
}

fn is_label(label: &str) -> bool {
    const MOST: usize = 63;
    (1..=MOST).contains(&label.len())
        && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
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
            let parsed = parse(input);
            assert_eq!(parsed.as_ref().map(text).map_err(Clone::clone), *expected, "{input:?}");
            if let Ok(value) = parsed {
                assert_eq!(
                    parse(text(&value)).as_ref().map(text).ok(),
                    Some(text(&value)),
                    "{input:?} again"
                );
            }
        }
    }

    #[test]
    fn an_email_is_one_mailbox() {
        check(
            Email::parse,
            Email::as_str,
            &[
                ("contact@quiet-hours.example", Ok("contact@quiet-hours.example")),
                (" \u{A0}Ana.Lopes+bourse@Ponte.EXAMPLE \u{A0}", Ok("Ana.Lopes+bourse@ponte.example")),
                ("info@bäckerei.example", Ok("info@xn--bckerei-5wa.example")),
                ("", Err(Rule::Required)),
                ("  ", Err(Rule::Required)),
                ("theater@", Err(Rule::EmailInvalid)),
                ("@theater.example", Err(Rule::EmailInvalid)),
                ("theater", Err(Rule::EmailInvalid)),
                ("a@b@theater.example", Err(Rule::EmailInvalid)),
                ("a@nadeloehr.example; b@nadeloehr.example", Err(Rule::EmailSeveral)),
                ("a@nadeloehr.example,b@nadeloehr.example", Err(Rule::EmailSeveral)),
                ("a@nadeloehr.example b@nadeloehr.example", Err(Rule::EmailSeveral)),
                ("Ana <ana@ponte.example>", Err(Rule::EmailInvalid)),
                ("\"ana\"@ponte.example", Err(Rule::EmailInvalid)),
                (".ana@ponte.example", Err(Rule::EmailInvalid)),
                ("ana..l@ponte.example", Err(Rule::EmailInvalid)),
                ("ana\u{200B}@ponte.example", Err(Rule::EmailInvalid)),
                ("ana@pon te.example", Err(Rule::EmailInvalid)),
                ("ana@ponte", Err(Rule::EmailInvalid)),
                ("ana@ponte..example", Err(Rule::EmailInvalid)),
                ("ana@-ponte.example", Err(Rule::EmailInvalid)),
                ("ana@127.0.0.1", Err(Rule::EmailInvalid)),
                ("ana@[::1]", Err(Rule::EmailInvalid)),
                ("ana@mail.localhost", Err(Rule::EmailInvalid)),
                ("ana@x.example\r\nBcc: b", Err(Rule::EmailInvalid)),
            ],
        );
    }

    #[test]
    fn an_email_has_bounds_and_hides() {
        let long =
            |local: usize, label: usize| format!("{}@{}.example", "a".repeat(local), "b".repeat(label));
        assert!(Email::parse(&long(64, 63)).is_ok());
        assert!(Email::parse(&long(65, 10)).is_err());
        assert!(Email::parse(&long(10, 64)).is_err());
        assert!(Email::parse(&format!("a@{}example", "bbb.".repeat(63))).is_err());
        let email = Email::parse("Ana@Ponte.example").unwrap();
        assert_eq!(format!("{email:?}"), "Email(…)");
        assert_eq!(email.key(), "ana@ponte.example");
    }

    #[test]
    fn a_phone_number_can_be_called_from_anywhere() {
        check(
            Phone::parse,
            Phone::as_str,
            &[
                ("+352 621 123 456", Ok("+352621123456")),
                ("00352-26 12.34/56", Ok("+35226123456")),
                (" 621 123 456 ", Ok("+352621123456")),
                ("26 12 34", Ok("+352261234")),
                ("+49 (651) 12345-0", Ok("+49651123450")),
                ("+1 202\u{A0}555 0143", Ok("+12025550143")),
                ("", Err(Rule::Required)),
                ("+", Err(Rule::PhoneInvalid)),
                ("112", Err(Rule::PhoneInvalid)),
                ("0621 123 456", Err(Rule::PhoneInvalid)),
                ("+0352 621 123 456", Err(Rule::PhoneInvalid)),
                ("+352 621", Err(Rule::PhoneInvalid)),
                ("+1234567890123456", Err(Rule::PhoneInvalid)),
                ("621 123 456, 621 654 321", Err(Rule::PhoneInvalid)),
                ("621 123 456 ext. 7", Err(Rule::PhoneInvalid)),
                ("+352+621123456", Err(Rule::PhoneInvalid)),
                ("６２１１２３４５６", Err(Rule::PhoneInvalid)),
                ("tel:+352621123456", Err(Rule::PhoneInvalid)),
            ],
        );
        assert_eq!(format!("{:?}", Phone::parse("621123456").unwrap()), "Phone(…)");
    }

    #[test]
    fn a_website_is_public() {
        check(
            Website::parse,
            Website::as_str,
            &[
                ("https://www.encre-sillon.example", Ok("https://www.encre-sillon.example")),
                ("https://www.encre-sillon.example/", Ok("https://www.encre-sillon.example")),
                ("HTTP://X.example/A?b=1#c", Ok("http://x.example/A?b=1#c")),
                ("www.x.lu", Ok("https://www.x.lu")),
                (" x.lu/fr/ ", Ok("https://x.lu/fr/")),
                ("x.lu/a:b", Ok("https://x.lu/a:b")),
                ("x.lu:8080", Ok("https://x.lu:8080")),
                ("https://bäckerei.example/Öl", Ok("https://xn--bckerei-5wa.example/%C3%96l")),
                ("", Err(Rule::Required)),
                ("javascript:alert(1)", Err(Rule::WebsiteInvalid)),
                ("javascript://x.lu/%0Aalert(1)", Err(Rule::WebsiteInvalid)),
                ("java\tscript:alert(1)", Err(Rule::WebsiteInvalid)),
                ("data:text/html,x", Err(Rule::WebsiteInvalid)),
                ("ftp://x.lu", Err(Rule::WebsiteInvalid)),
                ("mailto:a@x.lu", Err(Rule::WebsiteInvalid)),
                ("http://127.0.0.1:8080/admin", Err(Rule::WebsiteInvalid)),
                ("http://2130706433", Err(Rule::WebsiteInvalid)),
                ("http://0x7f.1/", Err(Rule::WebsiteInvalid)),
                ("http://[::1]/", Err(Rule::WebsiteInvalid)),
                ("http://localhost", Err(Rule::WebsiteInvalid)),
                ("http://a.localhost", Err(Rule::WebsiteInvalid)),
                ("http://printer.local", Err(Rule::WebsiteInvalid)),
                ("http://intranet", Err(Rule::WebsiteInvalid)),
                ("https://u:p@x.lu", Err(Rule::WebsiteInvalid)),
                ("https://u@x.lu", Err(Rule::WebsiteInvalid)),
                ("x.lu@evil.example", Err(Rule::WebsiteInvalid)),
                ("https:\\\\x.lu", Err(Rule::WebsiteInvalid)),
                ("https://x.lu, https://y.lu", Err(Rule::WebsiteInvalid)),
                ("https://x..lu", Err(Rule::WebsiteInvalid)),
                ("https://x.lu.", Err(Rule::WebsiteInvalid)),
                ("https://", Err(Rule::WebsiteInvalid)),
            ],
        );
    }

    #[test]
    fn a_website_has_a_bound() {
        assert!(Website::parse(&format!("https://x.lu/{}", "a".repeat(487))).is_ok());
        assert_eq!(Website::parse(&format!("https://x.lu/{}", "a".repeat(488))), Err(Rule::WebsiteInvalid));
    }
}
