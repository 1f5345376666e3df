//! Cases in the world: they follow the listings, moderators race for them, and the two always agree.

use super::*;
use crate::id::AbuseReportId;
use crate::moderation::{
    self, Case, Command, Consequence, Event, Grounds, Kind, Matter, Reason, Ruling, State, Subject, Verdict,
};
use crate::policy::StaffRole;

/// Two moderators.
fn staff_member(pick: u8) -> Actor {
    let person = PersonId::new(uuid::Uuid::from_u128(0xB0 + u128::from(pick % 2)));
    Actor { person, ..broker(StaffRole::Broker) }
}

impl World {
    /// What follows for the cases from an event of a listing.
    pub(super) fn follow(
        &mut self,
        before: &Listing,
        event: &listing::Event,
        after: &Listing,
        grounds: Option<&Grounds>,
    ) {
        for consequence in moderation::consequences(before, event, after, grounds) {
            match consequence {
                Consequence::Open(matter) => self.open_case(after, matter),
                Consequence::Settle(kinds, verdict, by) => {
                    let ruling = Ruling { verdict, by, at: self.now };
                    self.end_cases(after.id, kinds, &Event::Decided(ruling));
                }
                Consequence::Lapse(kinds) => self.end_cases(after.id, kinds, &Event::Lapsed),
            }
        }
    }

    fn open_case(&mut self, listing: &Listing, matter: Matter) {
        let open = self.open_case_of(listing.id, matter.kind());
        match (open, matter) {
            (Some(n), Matter::Edit(content)) => {
                let event = self.cases[n].decide_follow(Event::Proposed(content)).unwrap();
                self.save_case(n, &event);
            }
            (Some(n), Matter::Report) => {
                let event = self.cases[n].decide_follow(Event::Reported).unwrap();
                self.save_case(n, &event);
            }
            (Some(_), _) => {}
            (None, matter) => {
                let id = CaseId::next(&self.ids);
                let subject = Subject::Listing(listing.id);
                let week = Some(listing.exchange_week);
                let (case, change) = Case::open(id, subject, listing.organization, week, matter, self.now);
                self.write_down(&change);
                self.cases.push(case);
            }
        }
    }

    fn end_cases(&mut self, listing: ListingId, kinds: &[Kind], event: &Event) {
        for kind in kinds {
            if let Some(n) = self.open_case_of(listing, *kind) {
                let event = self.cases[n].decide_follow(event.clone()).unwrap();
                self.save_case(n, &event);
            }
        }
    }

    fn open_case_of(&self, listing: ListingId, kind: Kind) -> Option<usize> {
        self.cases.iter().position(|case| {
            case.subject == Subject::Listing(listing)
                && case.matter.kind() == kind
                && matches!(case.state, State::Open { .. })
        })
    }

    fn save_case(&mut self, n: usize, event: &Event) {
        let before = self.cases[n].clone();
        let (after, change) = before.clone().apply(event, self.now);
        assert!(matches!(before.state, State::Open { .. }), "what has ended stays so: {event:?}");
        assert_eq!((after.opened_at, after.subject), (before.opened_at, before.subject));
        self.write_down(&change);
        self.cases[n] = after;
    }

    /// One more edit joins the change that waits, as a poster sees it.
    pub(super) fn about_what_waits(&self, listing: &Listing, command: listing::Command) -> listing::Command {
        let waiting = self.open_case_of(listing.id, Kind::Edit).map(|n| &self.cases[n].matter);
        match (command, waiting) {
            (listing::Command::Edit(by, draft), Some(Matter::Edit(content))) => {
                let title = draft.content.title.clone();
                let base = content.as_ref().clone();
                let content = listing::Content { title, total: draft.content.total, ..base };
                listing::Command::Edit(by, Box::new(listing::Draft { content, flags: draft.flags }))
            }
            (command, _) => command,
        }
    }

    pub(super) fn command_case(&mut self, pick: u8, who: u8, command: u8, kind: u8) {
        if command < 40 {
            let listing = self.listings[&self.listing_id(pick)].clone();
            let person = PersonId::new(uuid::Uuid::from_u128(u128::from(who % 5)));
            self.open_case(&listing, Matter::Report);
            let n = self.open_case_of(listing.id, Kind::Report).unwrap();
            let _ = AbuseReportId::next(&self.ids);
            self.reports.insert((self.cases[n].id, person));
            return;
        }
        let open: Vec<_> = (0..self.cases.len())
            .filter(|n| matches!(self.cases[*n].state, State::Open { .. }) || kind > 240)
            .collect();
        let Some(n) = usize::from(pick).checked_rem(open.len()).map(|n| open[n]) else { return };
        let case = self.cases[n].clone();
        let by = staff_member(who).moderator(case.organization).unwrap();
        let grounds = || Grounds { reason: Reason::Unclear, note: None };
        let verdicts = [
            Verdict::Approve,
            Verdict::Reject(grounds()),
            Verdict::Dismiss,
            Verdict::Warn(grounds()),
            Verdict::Remove(grounds()),
        ];
        let command = match command {
            40..=80 => Command::Claim(by),
            81..=100 => Command::Release(by),
            _ => Command::Decide(by, verdicts[usize::from(command) % verdicts.len()].clone()),
        };
        let decided = case.decide(command, self.now);
        let Ok(event) = decided else { return };
        let held = case.claim_at(self.now).is_some_and(|claim| claim.by != by.person());
        assert!(!held, "what somebody else looks at is theirs: {event:?}");
        let Event::Decided(ruling) = &event else { return self.save_case(n, &event) };
        let verdict = ruling.verdict.clone();
        let listing = case.subject.listing().map(|id| self.listings[&id].clone()).unwrap();
        let command = match (&verdict, &case.matter) {
            (Verdict::Approve, Matter::Publication) => Some(listing::Command::Approve(by)),
            (Verdict::Approve, Matter::Edit(content)) => {
                let draft = listing::Draft::of(content.as_ref().clone());
                Some(listing::Command::ApproveEdit(by, Box::new(draft)))
            }
            (Verdict::Reject(_), Matter::Publication) => {
                Some(listing::Command::Reject(by, "unclear".to_owned()))
            }
            (Verdict::Reject(_), Matter::Edit(_)) => Some(listing::Command::RejectEdit(by)),
            (Verdict::Remove(_), _) => Some(listing::Command::Remove(by)),
            _ => None,
        };
        let Some(command) = command else { return self.save_case(n, &event) };
        let party = self.parties[&listing.organization];
        let facts = listing::Facts { week: &self.week, party: &party, open_listings: 0 };
        // The transaction of both: a listing that refuses leaves the case as it was.
        let Ok(done) = listing.decide(command, &facts, self.now) else { return };
        self.save_case(n, &event);
        self.save_listing(&listing, &done, verdict.grounds());
    }

    /// Cases and listings agree.
    pub(super) fn check_cases(&self) {
        for listing in self.listings.values() {
            let open = |kind| self.open_case_of(listing.id, kind);
            let submitted = listing.status.state == listing::State::Submitted;
            assert_eq!(open(Kind::Publication).is_some(), submitted, "{listing:?}");
            let shown = matches!(listing.status.state.code(), "published" | "paused" | "expired");
            assert!(shown || open(Kind::Edit).is_none(), "a change waits for what nobody sees: {listing:?}");
            assert!(shown || open(Kind::FlaggedText).is_none(), "doubtful, and not shown: {listing:?}");
            if let Some(n) = open(Kind::Edit) {
                let Matter::Edit(content) = &self.cases[n].matter else { panic!("{:?}", self.cases[n]) };
                assert!(listing.content.is_judged_apart(content), "nothing waits to be judged");
            }
        }
        let open = self.cases.iter().filter(|case| matches!(case.state, State::Open { .. }));
        let pairs: Vec<_> = open.map(|case| (case.subject, case.matter.kind())).collect();
        let distinct: std::collections::HashSet<_> =
            pairs.iter().map(|(subject, kind)| (*subject, kind.code())).collect();
        assert_eq!(distinct.len(), pairs.len(), "two open cases of one kind about one listing");
    }
}
