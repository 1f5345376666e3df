//! Organizations that are written down twice: which may be one, and how they become one.
//!
//! Rules of a merge: what the duplicate posted, agreed and was granted becomes the survivor's. In a week in
//! which both are registered, the registration that came further counts. Whoever belonged to the duplicate
//! belongs to the survivor, with the place that they had there already, or with the one they bring; but nobody
//! becomes an owner of an organization that has owners by founding its double, and nobody comes into it at all from
//! a double that may not act.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{Appeal, Event, Organization, Standing};
use crate::id::{AgreementId, MatchId, OrganizationId};
use crate::policy::{MembershipRole, Staff};
use crate::refusal::{Refusal, Refusals};

/// What makes two organizations look like one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// Their names look or read the same, letters of other scripts included.
    Name,
    /// They have the same number in the register.
    RcsNumber,
    /// They have the same number for value added tax.
    VatNumber,
    /// Their names are alike, and their mail goes to the same domain.
    NameAndDomain,
}

impl Likeness {
    /// The name, as sent.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Name => "same_name",
            Self::RcsNumber => "same_registration_number",
            Self::VatNumber => "same_vat_number",
            Self::NameAndDomain => "similar_name_same_domain",
        }
    }
}

/// What is compared of an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Which one.
    pub id: OrganizationId,
    /// Its reference.
    pub reference: String,
    /// Its name.
    pub name: String,
    /// The key of its name: [`crate::text::skeleton`].
    pub skeleton: String,
    /// Its number in the register.
    pub rcs: Option<String>,
    /// Its number for value added tax.
    pub vat: Option<String>,
    /// Where to write to.
    pub email: String,
}

/// Two organizations that may be one, the older first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Double {
    /// The one that was written down first.
    pub first: Identity,
    /// The other.
    pub second: Identity,
    /// What makes them alike; at least one reason.
    pub reasons: Vec<Likeness>,
}

/// Names from here on are alike: one word of several differs, or a letter or two.
const ALIKE: f64 = 0.88;

/// The most of one key that are compared with each other: more of them are no doubles but a template.
const MOST_OF_A_KEY: usize = 50;

/// Domains where everybody has a mailbox: the same one says nothing.
const OF_EVERYBODY: [&str; 16] = [
    "gmail.com",
    "googlemail.com",
    "pt.lu",
    "internet.lu",
    "vo.lu",
    "hotmail.com",
    "hotmail.fr",
    "outlook.com",
    "live.com",
    "yahoo.com",
    "yahoo.fr",
    "icloud.com",
    "gmx.net",
    "gmx.de",
    "web.de",
    "proton.me",
];

/// The pairs that may be one organization, in the order of their ids.
pub fn doubles(identities: &[Identity]) -> Vec<Double> {
    let mut found: BTreeMap<(OrganizationId, OrganizationId), (usize, usize, Vec<Likeness>)> =
        BTreeMap::new();
    let domain = |one: &Identity| one.email.rsplit_once('@').map(|(_, domain)| domain.to_ascii_lowercase());
    let own_domain = |one: &Identity| domain(one).filter(|domain| !OF_EVERYBODY.contains(&domain.as_str()));
    let mut note = |reason: Likeness, key: &dyn Fn(&Identity) -> Option<String>| {
        let mut by_key: BTreeMap<String, Vec<(usize, &Identity)>> = BTreeMap::new();
        for (n, one) in identities.iter().enumerate() {
            if let Some(key) = key(one).filter(|key| !key.is_empty()) {
                by_key.entry(key).or_default().push((n, one));
            }
        }
        for group in by_key.values() {
            let group = group.iter().take(MOST_OF_A_KEY);
            for ((m, one), (n, other)) in group.clone().enumerate().flat_map(|(place, one)| {
                let others = group.clone().skip(place + 1);
                others.map(move |other| (one, other))
            }) {
                let alike = reason != Likeness::NameAndDomain
                    || (one.skeleton != other.skeleton
                        && strsim::jaro_winkler(&one.skeleton, &other.skeleton) >= ALIKE);
                if alike {
                    let [(m, one), (n, other)] =
                        if one.id < other.id { [(m, one), (n, other)] } else { [(n, other), (m, one)] };
                    found.entry((one.id, other.id)).or_insert((*m, *n, Vec::new())).2.push(reason);
                }
            }
        }
    };
    note(Likeness::Name, &|one| Some(one.skeleton.clone()));
    note(Likeness::RcsNumber, &|one| one.rcs.clone());
    note(Likeness::VatNumber, &|one| one.vat.clone());
    note(Likeness::NameAndDomain, &own_domain);
    let pairs = found.into_values().filter_map(|(first, second, reasons)| {
        let (first, second) = (identities.get(first)?.clone(), identities.get(second)?.clone());
        Some(Double { first, second, reasons })
    });
    pairs.collect()
}

/// What two organizations have with each other. Nobody can have a match with themselves, so it stands in the
/// way of a merge, whatever became of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Between {
    /// The matches.
    pub matches: Vec<MatchId>,
    /// The agreements.
    pub agreements: Vec<AgreementId>,
}

impl Organization {
    /// Whether the duplicate may become a part of this organization; then what happens to this one and to
    /// the duplicate. Whoever waits for the answer to an appeal of the duplicate gets it first.
    pub fn decide_merge(
        &self,
        by: Staff,
        duplicate: &Self,
        between: Between,
        appeals: &[Appeal],
        now: Timestamp,
    ) -> Result<[Event; 2], Refusals> {
        let mut reasons = Vec::new();
        if self.id == duplicate.id {
            reasons.push(Refusal::SameOrganization);
        }
        for one in [self, duplicate] {
            if matches!(one.standing, Standing::Merged { .. }) {
                return Err(one.invalid_transition(now));
            }
        }
        let Between { matches, agreements } = between;
        if !(matches.is_empty() && agreements.is_empty()) {
            reasons.push(Refusal::MergeBlocked { matches, agreements });
        }
        if appeals.iter().any(|appeal| appeal.decision.is_none()) {
            reasons.push(Refusal::AppealOpen);
        }
        Refusals::none(reasons)?;
        Ok([Event::Absorbed(duplicate.id), Event::Merged(by.person(), self.id)])
    }
}

/// The place that a member of the duplicate gets in the survivor, which has so many owners; none where there are
/// owners and the duplicate may not act. Whoever founds a double of an organization that others run must not come
/// into it when staff clear that up: its owners can invite them.
pub const fn place_after_merge(
    role: MembershipRole,
    owners: u64,
    duplicate_is_active: bool,
) -> Option<MembershipRole> {
    match role {
        role if owners == 0 => Some(role),
        _ if !duplicate_is_active => None,
        MembershipRole::Owner => Some(MembershipRole::Coordinator),
        role => Some(role),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{now, staff};
    use crate::organization::tests::organization;
    use crate::text::skeleton;
    use uuid::Uuid;

    fn identity(n: u128, name: &str, rcs: &str, vat: &str, email: &str) -> Identity {
        let text = |given: &str| (!given.is_empty()).then(|| given.to_owned());
        Identity {
            id: OrganizationId::new(Uuid::from_u128(n)),
            reference: format!("O-{n}"),
            name: name.to_owned(),
            skeleton: skeleton(name),
            rcs: text(rcs),
            vat: text(vat),
            email: email.to_owned(),
        }
    }

    fn check(identities: &[Identity], expected: &[(u128, u128, &[Likeness])]) {
        let found = doubles(identities);
        let found: Vec<_> = found
            .iter()
            .map(|pair| {
                (pair.first.id.uuid().as_u128(), pair.second.id.uuid().as_u128(), pair.reasons.as_slice())
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn doubles_are_found_by_what_identifies() {
        use Likeness::{Name, NameAndDomain, RcsNumber, VatNumber};
        check(
            &[
                identity(5, "С\u{430}ritas Mersch", "", "", "a@one.example"),
                identity(1, "Caritas Mersch asbl", "F12", "", "info@caritas.example"),
                identity(2, "Karitas Merch", "", "", "karin@caritas.example"),
                identity(3, "Boulangerie Weis", "F12", "LU13669580", "weis@gmail.com"),
                identity(4, "Boulangerie Weiss SARL", "", "LU13669580", "weiss@gmail.com"),
                identity(6, "Club de lecture", "", "", "x@caritas.example"),
            ],
            &[(1, 2, &[NameAndDomain]), (1, 3, &[RcsNumber]), (1, 5, &[Name]), (3, 4, &[VatNumber])],
        );
        check(
            &[
                identity(1, "Caritas Mersch asbl", "", "", "info@caritas.example"),
                identity(2, "Caritas Mersh", "", "", "karin@Caritas.example"),
            ],
            &[(1, 2, &[NameAndDomain])],
        );
        check(&[], &[]);
    }

    #[test]
    fn a_merge_is_between_two_that_have_nothing_with_each_other() {
        let survivor = organization(Standing::Pending { at: now() });
        let other = Organization { id: OrganizationId::new(Uuid::from_u128(0xD0)), ..survivor.clone() };
        let check = |duplicate: &Organization, between: Between, expected: &str| {
            let found = survivor.decide_merge(staff(), duplicate, between, &[], now());
            let found = found.map_or_else(
                |refusals| refusals.to_string(),
                |events| events.map(|event| event.action()).join(" "),
            );
            assert_eq!(found, expected);
        };
        let matches = vec![MatchId::new(Uuid::from_u128(1))];
        check(&other, Between::default(), "organization.absorbed organization.merged");
        check(&other, Between { matches, agreements: Vec::new() }, "merge-blocked");
        check(&survivor, Between::default(), "same-organization");
        let merged = Standing::Merged { at: now(), by: None, into: survivor.id };
        check(&Organization { standing: merged, ..other }, Between::default(), "invalid-transition");
    }

    #[test]
    fn nobody_takes_an_organization_over_by_founding_a_double() {
        use MembershipRole::{Coordinator, Owner, Volunteer};
        for (role, owners, active, expected) in [
            (Owner, 1, true, Some(Coordinator)),
            (Coordinator, 1, true, Some(Coordinator)),
            (Volunteer, 1, true, Some(Volunteer)),
            (Owner, 1, false, None),
            (Coordinator, 2, false, None),
            (Volunteer, 1, false, None),
            (Owner, 0, true, Some(Owner)),
            (Owner, 0, false, Some(Owner)),
            (Volunteer, 0, false, Some(Volunteer)),
        ] {
            assert_eq!(place_after_merge(role, owners, active), expected, "{role:?} of {owners}, {active}");
        }
    }
}
