//! The terms of an agreement as one canonical text, and its hash.
//!
//! The text is JSON as RFC 8785 (JSON Canonicalization Scheme) writes it: members in the order of their names,
//! no spaces, UTF-8. It holds what was agreed and by whom, and nothing that changes while an agreement lives:
//! no state, no confirmation, no name. Every member has the name and the form that it has in the API's
//! agreement, so a third party computes the hash from there in three lines, here in Python:
//!
//! ```python
//! terms = {name: agreement[name] for name in
//!          ("reference", "organization_a_id", "organization_b_id", "terms_revision")}
//! terms["contributions"] = [{name: one[name] for name in CONTRIBUTION} for one in agreement["contributions"]]
//! hashlib.sha256(json.dumps(terms, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode())
//! ```
//!
//! where `CONTRIBUTION` are the names of the fields of [`Contribution`]. They never change: another selection
//! would be another member beside `terms_hash`.

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::frame::hex;

/// What was agreed. The fields are in the order of their names, as the text has them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Terms {
    /// Who gives what, in order.
    pub contributions: Vec<Contribution>,
    /// Who proposed first.
    pub organization_a_id: String,
    /// Who was asked first.
    pub organization_b_id: String,
    /// The number of the agreement.
    pub reference: String,
    /// Which revision of the terms was agreed.
    pub terms_revision: u32,
}

/// One leg of an exchange.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Contribution {
    /// What, in words.
    pub description: String,
    /// Until when, in RFC 3339 with `Z`.
    pub ends_at: Option<String>,
    /// Who gives.
    pub giver_organization_id: String,
    /// The giver's listing.
    pub offer_listing_id: Option<String>,
    /// How much.
    pub quantity: Quantity,
    /// Who receives.
    pub receiver_organization_id: String,
    /// The receiver's listing.
    pub request_listing_id: Option<String>,
    /// From when, in RFC 3339 with `Z`.
    pub starts_at: Option<String>,
    /// What it may be worth.
    pub value_estimate: Option<Money>,
}

/// How much of what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Quantity {
    /// The code of a unit.
    pub unit: String,
    /// A decimal.
    pub value: String,
}

/// An estimate of a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Money {
    /// A decimal with two places.
    pub amount: String,
    /// In ISO 4217.
    pub currency: String,
}

impl Terms {
    /// The canonical text.
    pub fn canonical(&self) -> String {
        // Texts, numbers, lists and structs: there is no value here that JSON does not have.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// SHA-256 of the canonical text, as 64 hexadecimal digits in small letters.
    pub fn hash(&self) -> String {
        hex(&Sha256::digest(self.canonical().as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms() -> Terms {
        Terms {
            contributions: vec![Contribution {
                description: "Chaises “pliantes”\nmercredi".to_owned(),
                ends_at: None,
                giver_organization_id: "a".to_owned(),
                offer_listing_id: Some("l".to_owned()),
                quantity: Quantity { unit: "piece".to_owned(), value: "12".to_owned() },
                receiver_organization_id: "b".to_owned(),
                request_listing_id: None,
                starts_at: Some("2026-06-10T08:00:00Z".to_owned()),
                value_estimate: Some(Money { amount: "60.00".to_owned(), currency: "EUR".to_owned() }),
            }],
            organization_a_id: "a".to_owned(),
            organization_b_id: "b".to_owned(),
            reference: "A-2026-0042".to_owned(),
            terms_revision: 1,
        }
    }

    /// The figures come from Python's `json` and `hashlib`, as the documentation of this module says.
    #[test]
    fn the_hash_is_that_of_the_canonical_text() {
        assert_eq!(
            terms().canonical(),
            "{\"contributions\":[{\"description\":\"Chaises “pliantes”\\nmercredi\",\"ends_at\":null,\
             \"giver_organization_id\":\"a\",\"offer_listing_id\":\"l\",\
             \"quantity\":{\"unit\":\"piece\",\"value\":\"12\"},\"receiver_organization_id\":\"b\",\
             \"request_listing_id\":null,\"starts_at\":\"2026-06-10T08:00:00Z\",\
             \"value_estimate\":{\"amount\":\"60.00\",\"currency\":\"EUR\"}}],\
             \"organization_a_id\":\"a\",\"organization_b_id\":\"b\",\"reference\":\"A-2026-0042\",\
             \"terms_revision\":1}"
        );
        assert_eq!(terms().hash(), "3b60e72d8e1216a55015000dcf679b8bd8a1f1826d615160f8c2f9cbbe48d223");
    }

    #[test]
    fn other_terms_have_another_hash() {
        type Change = fn(&mut Terms);
        let changes: [Change; 6] = [
            |terms| terms.reference = "A-2026-0043".to_owned(),
            |terms| terms.terms_revision = 2,
            |terms| terms.contributions[0].quantity.value = "13".to_owned(),
            |terms| terms.contributions[0].description.push('.'),
            |terms| terms.contributions[0].value_estimate = None,
            |terms| terms.contributions.clear(),
        ];
        for (n, change) in changes.into_iter().enumerate() {
            let mut changed = terms();
            change(&mut changed);
            assert_ne!(changed.hash(), terms().hash(), "change {n}");
        }
    }
}
