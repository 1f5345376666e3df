//! What happened to a listing, for its organization and for staff.

use domain::id::{ListingId, PersonId};
use domain::moderation::{Kind, Ruling, Verdict};
use domain::policy::{Actor, Denied};
use jiff::Timestamp;
use persistence::{HistoryEntry, HistoryPosition};

use crate::ctx::{Caller, Ctx};
use crate::error::{Error, Noun};
use crate::page::{Page, one_more};

/// An entry of the history of a listing.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    /// When, and which.
    pub position: HistoryPosition,
    /// What: `published`, `edited`, `decided`.
    pub action: String,
    /// The state from then on: of the listing, or of the question about it.
    pub status: Option<String>,
    /// Who did it; only for staff.
    pub by: Option<PersonId>,
    /// The kind of the question, if it is about one.
    pub kind: Option<Kind>,
    /// What was decided.
    pub ruling: Option<Ruling>,
}

impl History {
    /// When.
    pub const fn at(&self) -> Timestamp {
        self.position.at
    }
}

/// A page of the history of a listing, the earliest first. Its organization sees what and why, staff see
/// who besides; that something was reported shows to its organization only once something came of it.
pub fn history(
    ctx: &Ctx,
    caller: &Caller,
    id: ListingId,
    after: Option<HistoryPosition>,
    limit: u32,
) -> Result<Page<History>, Error> {
    ctx.question(Some(caller), |reader, viewer, actor, now| {
        let actor = actor.ok_or(Error::Unauthenticated)?;
        let listing = reader.listing(viewer, id, now)?.ok_or(Error::NotFound(Noun::Listing))?;
        if !viewer.is_staff() && !viewer.belongs_to(listing.organization) {
            return Err(Denied::MemberOnly.into());
        }
        let actions: &[&str] = if viewer.is_staff() { &FOR_STAFF } else { &FOR_MEMBERS };
        let mut shown = Vec::new();
        let mut from = after;
        // What is left out must not make a page shorter than it was asked for.
        loop {
            let entries = reader.listing_history(id, actions, from, i64::from(one_more(limit)))?;
            let Some(last) = entries.last() else { break };
            from = Some(last.position);
            let full = u32::try_from(entries.len()).is_ok_and(|count| count > limit);
            shown.extend(entries.into_iter().filter_map(|entry| shown_to(entry, actor)));
            if !full || u32::try_from(shown.len()).is_ok_and(|count| count > limit) {
                break;
            }
        }
        Ok(Page::cut(shown, limit))
    })
}

/// What of cases their members see.
const FOR_MEMBERS: [&str; 3] =
    ["moderation_case.opened", "moderation_case.decided", "moderation_case.lapsed"];
/// What of cases staff see.
const FOR_STAFF: [&str; 7] = [
    "moderation_case.opened",
    "moderation_case.reported",
    "moderation_case.proposed",
    "moderation_case.claimed",
    "moderation_case.released",
    "moderation_case.decided",
    "moderation_case.lapsed",
];

fn shown_to(entry: HistoryEntry, actor: &Actor) -> Option<History> {
    let HistoryEntry { position, action, status, by, case } = entry;
    let staff = actor.staff().is_ok();
    let kind = case.as_ref().map(|case| case.matter.kind());
    let decided = action == "moderation_case.decided";
    let ruling = case.filter(|_| decided).and_then(|case| case.ruling().cloned());
    let hidden = match kind {
        Some(Kind::Report | Kind::FlaggedText) => {
            !ruling.as_ref().is_some_and(|ruling| !matches!(ruling.verdict, Verdict::Dismiss))
        }
        Some(Kind::Publication | Kind::Edit) | None => false,
    };
    if hidden && !staff {
        return None;
    }
    let action = action.split_once('.').map_or(action.clone(), |(_, what)| what.to_owned());
    Some(History { position, action, status, by: by.filter(|_| staff), kind, ruling })
}
