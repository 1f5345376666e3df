//! What happens in the world, one command at a time. Each checks what its decision promised.

use super::*;
use crate::action::Action;
use crate::agreement;
use crate::id::AgreementId;
use crate::listing::Closure;
use crate::matching::{RawContribution, TermsDraft, TermsFacts};
use crate::moderation::Grounds;
use crate::policy::Representative;
use crate::refusal::{Refusal, Refusals};

const LISTING_EDGES: &[(&str, &str)] = &[
    ("draft", "submitted"),
    ("draft", "published"),
    ("submitted", "published"),
    ("submitted", "rejected"),
    ("rejected", "draft"),
    ("published", "paused"),
    ("paused", "published"),
    ("published", "expired"),
    ("expired", "published"),
];
const AGREEMENT_EDGES: &[(&str, &str)] =
    &[("pending", "confirmed"), ("pending", "lapsed"), ("pending", "cancelled"), ("confirmed", "cancelled")];

/// One leg of a proposal, by picks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Leg {
    pub(super) proposer_gives: bool,
    pub(super) offer: Option<u8>,
    pub(super) request: Option<u8>,
    pub(super) amount: u8,
}

/// What the actions said beforehand is what the decision says.
fn agree<T>(name: &str, actions: &[Action], decided: &Result<T, Refusals>) {
    let Some(action) = actions.iter().find(|action| action.name == name) else { return };
    let found: Vec<_> = decided.as_ref().err().into_iter().flat_map(Refusals::iter).cloned().collect();
    assert_eq!(action.against, found, "{name}");
}

impl World {
    pub(super) fn command_listing(&mut self, pick: u8, command: u8, actor: u8, total: Option<u8>) {
        let id = self.listing_id(pick);
        let listing = self.listings[&id].clone();
        let actor = Self::actor(actor);
        let party = self.parties[&listing.organization];
        let open = |one: &&Listing| one.organization == listing.organization && is_open(one);
        let open_listings = u32::try_from(self.listings.values().filter(open).count()).unwrap();
        let facts = listing::Facts { week: &self.week, party: &party, open_listings };
        let actions = listing.actions(&actor, &facts, self.now);
        let Some((name, command)) = listing_command(&listing, command, &actor, total, self.now) else {
            return;
        };
        let command = self.about_what_waits(&listing, command);
        let decided = listing.decide(command, &facts, self.now);
        agree(name, &actions, &decided);
        if let Ok(event) = decided {
            self.save_listing(&listing, &event, None);
        }
    }

    pub(super) fn save_listing(
        &mut self,
        before: &Listing,
        event: &listing::Event,
        grounds: Option<&Grounds>,
    ) {
        let (after, change) = before.clone().apply(event, self.now);
        let (from, to) = (before.status.state.code(), after.status.state.code());
        assert_ne!(from, "closed", "what is closed stays closed");
        assert!(from == to || to == "closed" || LISTING_EDGES.contains(&(from, to)), "{from} → {to}");
        let reworded = matches!(
            event,
            listing::Event::Edited(..)
                | listing::Event::EditSubmitted(..)
                | listing::Event::EditApproved(..)
                | listing::Event::EditRejected(_)
                | listing::Event::EditWithdrawn(_)
        );
        let shown = to == "published" && !reworded;
        assert!(!shown || self.parties[&after.organization].active, "shown for {:?}", after.organization);
        self.write_down(&change);
        let id = after.id;
        self.follow(before, event, &after, grounds);
        self.listings.insert(id, after);
        if to == "closed" {
            for n in 0..self.matches.len() {
                if let Ok(event) = self.matches[n].decide_supersede(id, self.now) {
                    self.save_match(n, &event);
                }
            }
        }
    }

    pub(super) fn propose(&mut self, by: u8, other: u8, legs: &[Leg]) {
        let (by, other) = (Self::organization(by), Self::organization(other));
        let by = representative(by);
        self.sweep();
        let Some(draft) = self.draft(legs, by.organization(), other) else { return };
        let (given_back, taken_pairs) = (BTreeMap::new(), self.taken_pairs(None));
        let facts = TermsFacts {
            week: &self.week,
            proposer: &self.parties[&by.organization()],
            answerer: &self.parties[&other],
            listings: &self.cited(&draft),
            taken_pairs: &taken_pairs,
            given_back: &given_back,
        };
        let id = MatchId::next(&self.ids);
        let proposed = Match::propose(id, id.to_string(), draft, by, &facts, &self.ids, self.now);
        if let Ok((match_, change)) = proposed {
            assert_ne!(match_.organization_a, match_.organization_b);
            self.write_down(&change);
            self.move_claims(&match_.terms, Claim::Held);
            self.matches.push(match_);
        }
    }

    pub(super) fn counter(&mut self, pick: u8, by: u8, legs: &[Leg]) {
        let Some(n) = nth(pick, self.matches.len()) else { return };
        self.sweep_others(n);
        let match_ = self.matches[n].clone();
        let by = representative(Self::organization(by));
        let other = match_.other(by.organization());
        let Some(draft) = self.draft(legs, by.organization(), other) else { return };
        let given_back = match_.terms.draws();
        let taken_pairs = self.taken_pairs(Some(match_.id));
        let facts = TermsFacts {
            week: &self.week,
            proposer: &self.parties[&by.organization()],
            answerer: &self.parties[&other],
            listings: &self.cited(&draft),
            taken_pairs: &taken_pairs,
            given_back: &given_back,
        };
        let decided = match_.decide_counter(draft, by, &facts, &self.ids, self.now);
        let actions = self.match_actions(&match_, &owner(by.organization()));
        if let Some(action) = actions.iter().find(|action| action.name == "counter") {
            let found: Vec<_> = decided.as_ref().err().into_iter().flat_map(Refusals::iter).collect();
            assert!(action.against.iter().all(|reason| found.contains(&reason)), "{action:?}, {found:?}");
        }
        if let Ok(event) = decided {
            self.save_match(n, &event);
        }
    }

    pub(super) fn answer(&mut self, pick: u8, by: u8, command: u8) {
        let Some(n) = nth(pick, self.matches.len()) else { return };
        let match_ = self.matches[n].clone();
        let by = representative(Self::organization(by));
        let (name, command) = match command % 4 {
            0 | 1 => ("accept", matching::Command::Accept(by)),
            2 => ("decline", matching::Command::Decline(by, None)),
            _ => ("withdraw", matching::Command::Withdraw(by)),
        };
        let parties = [&self.parties[&match_.organization_a], &self.parties[&match_.organization_b]];
        let facts = matching::Facts { week: &self.week, parties };
        let decided = match_.decide(command, &facts, self.now);
        agree(name, &self.match_actions(&match_, &owner(by.organization())), &decided);
        let Ok(event) = decided else { return };
        self.save_match(n, &event);
        if let matching::Event::Accepted(person) = event {
            let id = AgreementId::next(&self.ids);
            let place = i64::try_from(self.agreements.len()).unwrap() + 1;
            let reference = agreement::number(2026, place);
            let after = &self.matches[n];
            let (made, change) = Agreement::of_match(id, reference, after, &self.week, person, self.now);
            self.write_down(&change);
            self.agreements.push(made);
        }
    }

    fn match_actions(&self, match_: &Match, actor: &Actor) -> Vec<Action> {
        let parties = [&self.parties[&match_.organization_a], &self.parties[&match_.organization_b]];
        match_.actions(actor, &matching::Facts { week: &self.week, parties }, self.now)
    }

    fn save_match(&mut self, n: usize, event: &matching::Event) {
        let before = self.matches[n].clone();
        let (after, change) = before.clone().apply(event, self.now);
        assert_eq!(before.status.state, matching::State::Proposed, "what has ended stays so: {event:?}");
        self.write_down(&change);
        let replaced = after.terms.revision != before.terms.revision;
        if replaced {
            assert_eq!(after.terms.revision, before.terms.revision + 1);
            assert_eq!(after.proposer(), before.answerer());
        }
        let ended = !matches!(after.status.state, matching::State::Proposed | matching::State::Accepted);
        if replaced || ended {
            self.move_claims(&before.terms, Claim::Released);
        }
        if replaced {
            self.move_claims(&after.terms, Claim::Held);
        }
        self.matches[n] = after;
    }

    pub(super) fn command_agreement(&mut self, pick: u8, actor: u8, command: u8) {
        let Some(n) = nth(pick, self.agreements.len()) else { return };
        let agreement = self.agreements[n].clone();
        let actor = Self::actor(actor);
        let Some((name, command)) = agreement_command(&agreement, command, &actor) else { return };
        let sides = [agreement.organization_a, agreement.organization_b];
        let parties = [&self.parties[&sides[0]], &self.parties[&sides[1]]];
        let facts = agreement::Facts { week: &self.week, parties };
        let decided = agreement.decide(command, &facts, self.now);
        agree(name, &agreement.actions(&actor, &facts, self.now), &decided);
        if let Ok(event) = decided {
            self.save_agreement(n, &event);
        }
    }

    fn save_agreement(&mut self, n: usize, event: &agreement::Event) {
        let before = self.agreements[n].clone();
        let (after, change) = before.clone().apply(event, self.now);
        let (from, to) = (before.status.state.code(), after.status.state.code());
        assert!(from == to || AGREEMENT_EDGES.contains(&(from, to)), "{from} → {to}");
        assert!(!matches!(from, "lapsed" | "cancelled"), "what has ended stays so: {event:?}");
        if to == "confirmed" {
            let both = [after.organization_a, after.organization_b].map(|one| after.is_confirmed_by(one));
            assert_eq!((both, after.confirmations.len()), ([true, true], 2), "{after:?}");
            assert_ne!(after.ratification, agreement::Ratification::Awaited, "{after:?}");
        }
        self.write_down(&change);
        if let Some(to) = event.claim() {
            let match_ = self.matches.iter().find(|match_| match_.id == after.match_id).unwrap();
            let terms = match_.terms.clone();
            self.move_claims(&terms, to);
        }
        self.agreements[n] = after;
    }

    /// What the jobs of the service do.
    pub(super) fn sweep(&mut self) {
        self.sweep_others(usize::MAX);
        for n in 0..self.agreements.len() {
            if let Ok(event) = self.agreements[n].decide_lapse(self.now) {
                self.save_agreement(n, &event);
            }
        }
        let ids: Vec<_> = self.listings.keys().copied().collect();
        for id in ids {
            let listing = self.listings[&id].clone();
            if let Ok(event) = listing.decide_expire(self.now) {
                self.save_listing(&listing, &event, None);
            }
        }
    }

    fn sweep_others(&mut self, except: usize) {
        for n in (0..self.matches.len()).filter(|n| *n != except) {
            if let Ok(event) = self.matches[n].decide_expire(self.now) {
                self.save_match(n, &event);
            }
        }
    }

    fn draft(&self, legs: &[Leg], by: OrganizationId, other: OrganizationId) -> Option<TermsDraft> {
        let amounts: Vec<_> = legs.iter().map(|leg| leg.amount.to_string()).collect();
        let raw: Vec<RawContribution<'_>> = legs
            .iter()
            .zip(&amounts)
            .map(|(one, amount)| {
                let giver = if one.proposer_gives { by } else { other };
                let offer = one.offer.map(|pick| self.listing_id(pick));
                let request = one.request.map(|pick| self.listing_id(pick));
                leg(giver, offer, request, amount)
            })
            .collect();
        TermsDraft::parse("", &raw).ok()
    }

    fn cited(&self, draft: &TermsDraft) -> BTreeMap<ListingId, Listing> {
        draft.listings().into_iter().map(|id| (id, self.listings[&id].clone())).collect()
    }
}

fn is_open(listing: &Listing) -> bool {
    matches!(listing.status.state.code(), "submitted" | "published" | "paused")
}

fn nth(pick: u8, length: usize) -> Option<usize> {
    usize::from(pick).checked_rem(length)
}

/// The command, if the actor has the right to it. Closing is rare, so that there is something left to do.
fn listing_command(
    listing: &Listing,
    command: u8,
    actor: &Actor,
    total: Option<u8>,
    now: Timestamp,
) -> Option<(&'static str, listing::Command)> {
    let by = actor.representative(listing.organization).ok();
    let staff = actor.staff().ok();
    let moderator = actor.moderator(listing.organization).ok();
    Some(match command {
        0..=15 => ("edit to", listing::Command::Edit(by?, Box::new(edit(listing, total)))),
        16..=50 => ("edit text", listing::Command::Edit(by?, Box::new(reworded(listing, total)))),
        51..=110 => ("publish", listing::Command::Publish(by?, None)),
        111..=140 => {
            let until = now.checked_add(SignedDuration::from_hours(total.map_or(-1, i64::from))).ok();
            ("publish until", listing::Command::Publish(by?, until))
        }
        141..=160 => ("pause", listing::Command::Pause(by?)),
        161..=185 => ("resume", listing::Command::Resume(by?)),
        186..=205 => ("approve", listing::Command::Approve(moderator?)),
        206..=240 => ("reject", listing::Command::Reject(moderator?, String::new())),
        241..=246 => ("publish by staff", listing::Command::PublishByStaff(staff?)),
        247..=250 => ("close", listing::Command::Close(by?, Closure::Fulfilled)),
        _ => ("remove", listing::Command::Remove(moderator?)),
    })
}

fn edit(listing: &Listing, total: Option<u8>) -> listing::Draft {
    let total = total.filter(|total| *total > 0).map(|total| amount(total.into()));
    listing::Draft { content: listing::Content { total, ..listing.content.clone() }, flags: Vec::new() }
}

/// Other words: plain ones, such as staff look at, and such as they must let through.
fn reworded(listing: &Listing, pick: Option<u8>) -> listing::Draft {
    let words = ["Chairs", "More chairs", "Chairs, see www.ponte.example", "Chairs for your donations"];
    let title = words[usize::from(pick.unwrap_or(0)) % words.len()];
    let title = crate::text::Line::from_stored(title.to_owned());
    listing::Draft::of(listing::Content { title, ..listing.content.clone() })
}

fn agreement_command(
    agreement: &Agreement,
    command: u8,
    actor: &Actor,
) -> Option<(&'static str, agreement::Command)> {
    let by: Option<Representative> = agreement.representative(actor);
    Some(match (command % 8, by, actor.staff()) {
        (0..=3, Some(by), _) => ("confirm", agreement::Command::Confirm(by, agreement.terms_revision)),
        (4, Some(by), _) => {
            ("confirm other terms", agreement::Command::Confirm(by, agreement.terms_revision + 1))
        }
        (5, Some(by), _) if by.organization() == agreement.first_contact.organization => {
            ("note_first_contact", agreement::Command::NoteFirstContact(by))
        }
        (6, Some(by), _) => ("cancel", agreement::Command::Cancel(by, "rain".to_owned())),
        (0..=5, None, Ok(staff)) => ("ratify", agreement::Command::Ratify(staff)),
        (6, None, Ok(staff)) => ("cancel", agreement::Command::CancelByStaff(staff, "rain".to_owned())),
        _ => return None,
    })
}

/// The parties of a refusal are never others than those concerned.
#[test]
fn refusals_of_parties_name_them() {
    let reasons: Vec<_> = suspended(COMPANY).reasons_against().collect();
    assert!(matches!(
        reasons.as_slice(),
        [Refusal::OrganizationNotActive { organization: COMPANY, standing: "suspended" }]
    ));
}
