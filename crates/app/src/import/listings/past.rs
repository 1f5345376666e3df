//! Where a listing was in its life elsewhere.

use domain::fault::Rule;
use domain::listing::{Closure, Listing, State, Status};
use domain::vocabulary::Locale;
use jiff::Timestamp;

use super::super::past::Past;
use super::super::report::Remark;
use super::super::sheet::Cells;
use super::columns::COLUMNS;

/// Where a listing was in its life elsewhere.
pub(super) struct Before {
    state: State,
    changed_at: Timestamp,
    published_at: Option<Timestamp>,
    expires_at: Option<Timestamp>,
    created_at: Timestamp,
    updated_at: Timestamp,
}

impl Before {
    /// Whether the stored listing is where the row says.
    pub(super) fn is(&self, stored: &Listing) -> bool {
        (&self.state, self.changed_at, self.published_at)
            == (&stored.status.state, stored.status.changed_at, stored.published_at)
            && (self.expires_at, self.created_at, self.updated_at)
                == (stored.expires_at, stored.created_at, stored.updated_at)
    }

    /// The listing as it was.
    pub(super) fn of(&self, drafted: Listing) -> Listing {
        Listing {
            status: Status { state: self.state.clone(), changed_at: self.changed_at, changed_by: None },
            published_at: self.published_at,
            expires_at: self.expires_at,
            created_at: self.created_at,
            updated_at: self.updated_at,
            ..drafted
        }
    }
}

/// What the row tells of it, if it does.
pub(super) fn past(cells: &Cells<'_>, locale: Locale) -> Result<Option<Before>, Vec<Remark>> {
    Past::read(cells, COLUMNS, "status", locale, |past| {
        let code = past.code("status", |code| State::CODES.into_iter().find(|known| *known == code));
        let (published_at, expires_at) = (past.instant("published_at"), past.instant("expires_at"));
        let state = match code {
            Some("rejected") => past.required("status_reason").map(|reason| State::Rejected { reason }),
            Some("closed") => past
                .required("status_reason")
                .and_then(|_| past.code("status_reason", Closure::from_code))
                .map(|closure| State::Closed { closure }),
            code => {
                past.empty("status_reason");
                code.and_then(State::plain)
            }
        };
        if matches!(code, Some("published" | "paused" | "expired")) && published_at.is_none() {
            past.fault("published_at", Rule::Required);
        }
        let (created_at, updated_at) = (past.at("created_at"), past.at("updated_at"));
        let changed_at = past.at("status_changed_at");
        past.in_order(&[
            ("created_at", created_at),
            ("published_at", published_at),
            ("status_changed_at", changed_at),
            ("updated_at", updated_at),
        ]);
        let (created_at, updated_at, changed_at) = (created_at?, updated_at?, changed_at?);
        Some(Before { state: state?, changed_at, published_at, expires_at, created_at, updated_at })
    })
}
