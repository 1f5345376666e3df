//! Who plays in the tests: a week, three organizations that take part, and their people.

use std::collections::BTreeMap;

use domain::agreement::{self, Agreement};
use domain::id::{AgreementId, ExchangeWeekId, ListingId, MatchId, OrganizationId, PersonId};
use domain::listing::{self, Direction, Draft, Listing, Raw, RawDetails};
use domain::matching::{Match, RawContribution, TermsDraft, TermsFacts};
use domain::organization::{self, Organization};
use domain::participation::Participation;
use domain::party::Party;
use domain::person::{Person, PersonDraft};
use domain::policy::{Actor, MembershipRole, StaffRole, Viewer};
use domain::week::{ExchangeWeek, Phase, RawWeek, WeekDraft};
use uuid::Uuid;

use crate::kit::{Bench, minutes, now};

pub(crate) struct Cast {
    pub(crate) week: ExchangeWeek,
    pub(crate) people: [PersonId; 4],
    pub(crate) company: OrganizationId,
    pub(crate) association: OrganizationId,
    pub(crate) third: OrganizationId,
}

pub(crate) fn person(bench: &Bench, name: &str, staff_role: Option<StaffRole>) -> Person {
    let draft = PersonDraft::parse(&format!("{name}@bourse.example"), name, "fr").unwrap();
    let id = PersonId::new(domain::id::IdSource::next(&bench.ids));
    let (person, change) = Person::new(id, draft, None, staff_role, now());
    bench.must(|tx| tx.insert_person(&person, &change));
    person
}

pub(crate) fn raw_organization(name: &str) -> organization::Raw {
    organization::Raw {
        kind: "association".to_owned(),
        name: name.to_owned(),
        legal_form: "asbl".to_owned(),
        commune: "Mersch".to_owned(),
        languages: vec!["lb".to_owned()],
        contact_email: "info@bourse.example".to_owned(),
        ..organization::Raw::default()
    }
}

pub(crate) fn organization(bench: &Bench, reference: &str, name: &str) -> Organization {
    let draft = organization::Draft::parse(&raw_organization(name)).unwrap();
    let id = OrganizationId::new(domain::id::IdSource::next(&bench.ids));
    let (organization, change) = Organization::imported(id, reference.to_owned(), draft, now());
    bench.must(|tx| tx.insert_organization(&organization, &change));
    organization
}

pub(crate) fn raw_week(reference: &str) -> RawWeek {
    RawWeek {
        reference: reference.to_owned(),
        name: "Exchange week".to_owned(),
        starts_on: "2026-06-08".to_owned(),
        ends_on: "2026-06-14".to_owned(),
        ..RawWeek::default()
    }
}

pub(crate) fn week(bench: &Bench, raw: &RawWeek, by: PersonId) -> ExchangeWeek {
    let organizer = Actor::new(by, Some(StaffRole::Organizer), Vec::new());
    let id = ExchangeWeekId::new(domain::id::IdSource::next(&bench.ids));
    let draft = WeekDraft::parse(raw).unwrap();
    let (week, change) = ExchangeWeek::new(id, draft, organizer.organizer().unwrap(), now());
    let week = ExchangeWeek { phase: Phase::Matching, ..week };
    bench.must(|tx| tx.insert_week(&week, &change));
    week
}

impl Cast {
    pub(crate) fn new(bench: &Bench) -> Self {
        let organizer = person(bench, "Olga", Some(StaffRole::Organizer)).id;
        let others = ["Ana", "Ben", "Carl"].map(|name| person(bench, name, None).id);
        let [company, association, third] = [("C01", "Schreinerei"), ("A01", "Ponte"), ("A02", "Vélo")]
            .map(|(reference, name)| organization(bench, reference, name).id);
        let week = week(bench, &raw_week("2026"), organizer);
        let members = others.into_iter().zip([company, association, third]);
        for (person, organization) in members {
            let id = domain::id::IdSource::next(&bench.ids);
            let (participation, change) = Participation::imported(id, organization, week.id, now());
            bench.must(|tx| {
                tx.insert_membership(organization, person, MembershipRole::Owner)?;
                tx.insert_participation(&participation, &change)
            });
        }
        let [ana, ben, carl] = others;
        Self { week, people: [organizer, ana, ben, carl], company, association, third }
    }

    /// The owner of one of the three.
    pub(crate) fn owner(&self, organization: OrganizationId) -> Actor {
        let place = [self.company, self.association, self.third].iter().position(|one| *one == organization);
        let person = self.people[place.unwrap() + 1];
        Actor::new(person, None, vec![(organization, MembershipRole::Owner)])
    }

    pub(crate) fn viewer(&self, organization: OrganizationId) -> Viewer {
        self.owner(organization).viewer()
    }

    /// A published listing of so many pieces, stored.
    pub(crate) fn listing(
        &self,
        bench: &Bench,
        organization: OrganizationId,
        direction: Direction,
        total: Option<u32>,
    ) -> Listing {
        let listing = self.unstored(bench, organization, direction, total);
        let (_, change) = drafted(&listing);
        bench.must(|tx| tx.insert_listing(&listing, &change));
        listing
    }

    pub(crate) fn unstored(
        &self,
        bench: &Bench,
        organization: OrganizationId,
        direction: Direction,
        total: Option<u32>,
    ) -> Listing {
        let total = total.map(|total| total.to_string());
        let raw = Raw { direction: direction.code(), quantity: total.as_deref(), ..raw_listing() };
        let draft = Draft::parse(&raw, self.week.window()).unwrap();
        let id = ListingId::new(domain::id::IdSource::next(&bench.ids));
        let by = Some(self.owner(organization).person);
        let reference = format!("L-{}", id.uuid().as_u128() & 0xFFFF_FFFF);
        let (listing, _) = Listing::new(id, reference, self.week.id, organization, by, draft, now());
        let status = listing::Status { state: listing::State::Published, ..listing.status.clone() };
        Listing { status, published_at: Some(now()), ..listing }
    }

    pub(crate) fn party(organization: OrganizationId) -> Party {
        let kind = organization::OrganizationKind::Association;
        Party { organization, kind, active: true, standing: "verified", admitted: true }
    }

    /// The company's proposal to the association to give so many of a listing; not stored.
    pub(crate) fn proposal(
        &self,
        bench: &Bench,
        offer: &Listing,
        request: Option<&Listing>,
        quantity: u32,
    ) -> (Match, domain::audit::Change) {
        let draft = terms(offer, request, quantity);
        let mut listings = BTreeMap::from([(offer.id, offer.clone())]);
        listings.extend(request.map(|request| (request.id, request.clone())));
        let facts = TermsFacts {
            week: &self.week,
            proposer: &Self::party(self.company),
            answerer: &Self::party(self.association),
            listings: &listings,
            taken_pairs: &BTreeMap::new(),
            given_back: &BTreeMap::new(),
        };
        let by = self.owner(self.company).representative(self.company).unwrap();
        let id = MatchId::new(domain::id::IdSource::next(&bench.ids));
        let reference = format!("M-{}", id.uuid().as_u128() & 0xFFFF_FFFF);
        Match::propose(id, reference, draft, by, &facts, &bench.ids, now()).unwrap()
    }

    /// A stored proposal.
    pub(crate) fn proposed(
        &self,
        bench: &Bench,
        offer: &Listing,
        request: Option<&Listing>,
        quantity: u32,
    ) -> Match {
        let (match_, change) = self.proposal(bench, offer, request, quantity);
        bench.must(|tx| tx.insert_match(&match_, &change));
        match_
    }

    /// The agreement that the match becomes, stored.
    pub(crate) fn agreed(&self, bench: &Bench, match_: &Match) -> Agreement {
        let by = self.owner(self.association).person;
        let (after, change) = match_.clone().apply(&domain::matching::Event::Accepted(by), minutes(1));
        let id = AgreementId::new(domain::id::IdSource::next(&bench.ids));
        bench.must(|tx| {
            tx.save_match(match_, &after, &change)?;
            let reference = agreement::number(2026, tx.next_in("agreements-2026")?);
            let (agreement, change) = Agreement::of_match(id, reference, &after, &self.week, by, minutes(1));
            tx.insert_agreement(&agreement, &change)?;
            Ok(agreement)
        })
    }
}

pub(crate) fn terms(offer: &Listing, request: Option<&Listing>, quantity: u32) -> TermsDraft {
    let leg = RawContribution {
        giver: offer.organization,
        offer: Some(offer.id),
        request: request.map(|request| request.id),
        quantity: &quantity.to_string(),
        unit: "piece",
        description: "Chairs",
        starts_at: Some(minutes(60)),
        ends_at: Some(minutes(120)),
        value_estimate: Some(12_345),
    };
    TermsDraft::parse("Good evening", &[leg]).unwrap()
}

pub(crate) fn raw_listing<'r>() -> Raw<'r> {
    Raw {
        direction: "offer",
        details: RawDetails::Goods { condition: None },
        category: "furniture",
        language: "en",
        title: "Chairs",
        description: "Folding chairs.",
        wanted_in_return: "",
        translations: &[],
        languages_needed: &[],
        place: "remote",
        windows: &[],
        quantity: Some("10"),
        unit: "piece",
    }
}

/// The first change of a listing, whatever state a test has put it in.
pub(crate) fn drafted(listing: &Listing) -> (Uuid, domain::audit::Change) {
    let subject = domain::audit::Subject::Listing(listing.id);
    let change = domain::audit::Change::new(subject, listing.revision, "listing.drafted");
    (listing.id.uuid(), change.in_week(listing.exchange_week))
}
