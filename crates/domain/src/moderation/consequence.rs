//! What a change of a listing means for the questions about it.
//!
//! Whoever decides about a listing, at its own address or in the queue, comes through here: so no case
//! stays open for what has been decided, and none is missing for what waits.

use super::{Grounds, Kind, Matter, Verdict};
use crate::id::PersonId;
use crate::listing::{Closure, Event, Listing, State};
use crate::text::Severity;

/// Some kinds of case.
pub type Kinds = &'static [Kind];

/// What is to be done about the cases of a listing.
#[derive(Clone, Debug, PartialEq)]
pub enum Consequence {
    /// Open a case, or put this into the one that is open.
    Open(Matter),
    /// The open cases of these kinds are answered.
    Settle(Kinds, Verdict, PersonId),
    /// The open cases of these kinds go away.
    Lapse(Kinds),
}

/// What follows from an event of a listing. `grounds` are those of a decision in the queue.
pub fn consequences(
    before: &Listing,
    event: &Event,
    after: &Listing,
    grounds: Option<&Grounds>,
) -> Vec<Consequence> {
    match event {
        Event::Submitted(..) => vec![Consequence::Open(Matter::Publication)],
        Event::Approved(by) => vec![Consequence::Settle(&[Kind::Publication], Verdict::Approve, *by)],
        Event::Rejected(by, reason) => {
            let grounds = grounds.cloned().unwrap_or_else(|| Grounds::in_words(Some(reason.clone())));
            vec![Consequence::Settle(&[Kind::Publication], Verdict::Reject(grounds), *by)]
        }
        Event::EditSubmitted(_, draft) => {
            vec![Consequence::Open(Matter::Edit(Box::new(draft.content.clone())))]
        }
        Event::EditApproved(by, _) => {
            let settled = Consequence::Settle(&[Kind::Edit], Verdict::Approve, *by);
            // Whoever approves the new words has looked at what was doubtful in the old ones.
            vec![settled, Consequence::Lapse(&[Kind::FlaggedText])]
        }
        Event::EditRejected(by) => {
            let grounds = grounds.cloned().unwrap_or_else(|| Grounds::in_words(None));
            vec![Consequence::Settle(&[Kind::Edit], Verdict::Reject(grounds), *by)]
        }
        Event::EditWithdrawn(_) => vec![Consequence::Lapse(&[Kind::Edit])],
        Event::Published(..) => doubtful(after).into_iter().collect(),
        Event::Edited(..) => {
            let mut all = vec![Consequence::Lapse(&[Kind::Edit])];
            if before.content.is_judged_apart(&after.content) {
                all.push(doubtful(after).unwrap_or(Consequence::Lapse(&[Kind::FlaggedText])));
            }
            all
        }
        Event::Closed(Some(by), Closure::RemovedByStaff) => {
            let grounds = grounds.cloned().unwrap_or_else(|| Grounds::in_words(None));
            vec![Consequence::Settle(&Kind::ALL, Verdict::Remove(grounds), *by)]
        }
        // What people reported is worth an answer even when it is gone.
        Event::Closed(..) => {
            vec![Consequence::Lapse(&[Kind::Publication, Kind::Edit, Kind::FlaggedText])]
        }
        // Where the week moderates, photos come before the publication, and are judged with it.
        Event::Photographed(..)
        | Event::Renewed(..)
        | Event::Paused(_)
        | Event::Resumed(_)
        | Event::Expired => Vec::new(),
    }
}

/// A case for the words of a listing that everybody can read and nobody has judged.
fn doubtful(listing: &Listing) -> Option<Consequence> {
    let shown = matches!(listing.status.state, State::Published | State::Paused | State::Expired);
    let doubtful = listing.content.severity() >= Some(Severity::Warning);
    (shown && doubtful).then_some(Consequence::Open(Matter::FlaggedText))
}
