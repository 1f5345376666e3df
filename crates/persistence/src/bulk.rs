//! Many new rows at once, with everything that is written down about them.
//!
//! A large week is not posted listing by listing. What comes in here has lived elsewhere, or was made up for a
//! demonstration: each row brings its whole history, from the first revision to the one that it has, and
//! neither can be stored without the other. A history that does not lead to its row stores nothing.

use domain::audit::{Change, Occasion, Subject};
use domain::id::Revision;
use domain::listing::Listing;
use domain::organization::Organization;
use domain::participation::Participation;
use uuid::Uuid;

use crate::error::StoreError;
use crate::tx::{Reader, Tx, on_engine};

/// A new row and how it came about.
#[derive(Clone, Debug)]
pub struct Lived<T> {
    /// The row, as it is after the last step.
    pub value: T,
    /// Every change, the first first.
    pub history: Vec<Step>,
}

/// A change, when it was and by whom. The transaction's own occasion is not asked: these things happened
/// before it.
#[derive(Clone, Debug)]
pub struct Step {
    /// What happened.
    pub change: Change,
    /// When, and by whom.
    pub occasion: Occasion,
}

impl Reader<'_> {
    /// Whether nothing was ever done in this database: its audit log is empty.
    pub fn is_untouched(&mut self) -> Result<bool, StoreError> {
        on_engine!(self, bulk::is_untouched())
    }
}

impl Tx<'_> {
    /// Stores new organizations.
    pub fn insert_organizations_in_bulk(&mut self, new: &[Lived<Organization>]) -> Result<(), StoreError> {
        for Lived { value, history } in new {
            require_whole("organizations", Subject::Organization(value.id), value.revision, history)?;
        }
        on_engine!(self, bulk::insert_organizations(values(new)))?;
        on_engine!(self, standing::note(values(new)))?;
        self.index_new_organizations(values(new))?;
        self.record_in_bulk(new)
    }

    /// Stores new participations.
    pub fn insert_participations_in_bulk(&mut self, new: &[Lived<Participation>]) -> Result<(), StoreError> {
        for Lived { value, history } in new {
            require_whole("participations", Subject::Participation(value.id), value.revision, history)?;
        }
        on_engine!(self, bulk::insert_participations(values(new)))?;
        self.require_unmerged(values(new).map(|one| one.organization))?;
        self.record_in_bulk(new)
    }

    /// Stores new listings. Nothing may be claimed of them: a claim comes with a match.
    pub fn insert_listings_in_bulk(&mut self, new: &[Lived<Listing>]) -> Result<(), StoreError> {
        for Lived { value, history } in new {
            require_whole("listings", Subject::Listing(value.id), value.revision, history)?;
            if value.claims != domain::listing::Claims::default() {
                return Err(StoreError::corrupt("listings", value.id, "a new listing with claims"));
            }
        }
        on_engine!(self, bulk::insert_listings(values(new)))?;
        self.require_unmerged(values(new).map(|one| one.organization))?;
        self.index_new_listings(values(new))?;
        self.record_in_bulk(new)
    }

    fn record_in_bulk<T>(&mut self, new: &[Lived<T>]) -> Result<(), StoreError> {
        let ids = self.ids();
        let histories = new.iter().map(|lived| lived.history.as_slice());
        on_engine!(self, bulk::record(histories, ids))
    }
}

fn values<T>(new: &[Lived<T>]) -> impl Iterator<Item = &T> + Clone {
    new.iter().map(|lived| &lived.value)
}

/// A history is of its row alone, counts on without a gap from the first revision to the row's own, and does
/// not go back in time.
fn require_whole(
    table: &'static str,
    subject: Subject,
    last: Revision,
    history: &[Step],
) -> Result<(), StoreError> {
    let mut expected = Revision::FIRST;
    let mut before = None;
    let mut whole = true;
    for Step { change, occasion } in history {
        whole &= change.subject == subject && change.revision == expected && before <= Some(occasion.at);
        expected = expected.next();
        before = Some(occasion.at);
    }
    let id: Uuid = subject.uuid();
    if whole && expected == last.next() && !history.is_empty() {
        Ok(())
    } else {
        Err(StoreError::corrupt(table, id, "its history does not lead to it"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::audit::Cause;
    use domain::id::ListingId;

    const ONE: Subject = Subject::Listing(ListingId::new(Uuid::from_u128(1)));
    const OTHER: Subject = Subject::Listing(ListingId::new(Uuid::from_u128(2)));

    fn check(last: i64, steps: &[(Subject, i64, &str)], expected: bool) {
        let history: Vec<_> = steps
            .iter()
            .map(|(subject, revision, at)| Step {
                change: Change::new(*subject, Revision::new(*revision), "listing.edited"),
                occasion: Occasion { at: at.parse().unwrap(), cause: Cause::Import, request_id: None },
            })
            .collect();
        let found = require_whole("listings", ONE, Revision::new(last), &history).is_ok();
        assert_eq!(found, expected, "{last} {steps:?}");
    }

    #[test]
    fn a_history_leads_to_its_row() {
        let (first, second) = ("2026-05-04T08:00:00Z", "2026-05-05T08:00:00Z");
        check(1, &[(ONE, 1, first)], true);
        check(2, &[(ONE, 1, first), (ONE, 2, second)], true);
        check(2, &[(ONE, 1, first), (ONE, 2, first)], true);
        check(1, &[], false);
        check(0, &[], false);
        check(2, &[(ONE, 1, first)], false);
        check(1, &[(ONE, 1, first), (ONE, 2, second)], false);
        check(2, &[(ONE, 2, first)], false);
        check(2, &[(ONE, 1, first), (ONE, 1, second)], false);
        check(2, &[(ONE, 1, first), (OTHER, 2, second)], false);
        check(2, &[(ONE, 1, second), (ONE, 2, first)], false);
    }
}
