//! Where an agreement was in its life elsewhere.

use domain::agreement::{End, Past, Seal, Side, Told};
use domain::fault::{Fault, Faults, Rule, shortened};
use domain::matching::Claim;
use domain::reference;
use domain::text::{Bounds, Prose};
use domain::vocabulary::Locale;
use jiff::Timestamp;

use super::super::past::Past as Telling;
use super::super::report::Remark;
use super::super::sheet::Cells;
use super::PARTIES;
use super::columns::COLUMNS;
use super::row::column;

/// What it tells of where the agreement was before.
pub(super) struct Before {
    pub(super) match_reference: String,
    pub(super) message: String,
    pub(super) past: Past,
}

/// Where the agreement was before, if the row tells it.
pub(super) fn before(
    cells: &Cells<'_>,
    agreed_at: Option<Timestamp>,
    locale: Locale,
) -> Result<Option<Before>, Vec<Remark>> {
    let before = Telling::read(cells, COLUMNS, "status", locale, |past| {
        let match_reference = past.required("match_reference");
        let match_reference = match_reference.and_then(|given| {
            let parsed = reference::parse(&given);
            for fault in parsed.as_ref().err().into_iter().flat_map(Faults::iter) {
                past.fault("match_reference", fault.rule.clone());
            }
            parsed.ok()
        });
        let told = told(past, cells, agreed_at.unwrap_or_default());
        Some((match_reference?, told?))
    })?;
    let Some((match_reference, told)) = before else { return Ok(None) };
    // Without its moment, what came before and after it is not to be judged.
    if agreed_at.is_none() {
        return Ok(None);
    }
    let past = told.parse().map_err(|faults| {
        let remark = |fault: Fault| {
            let column = column(&fault.field);
            Remark::of_fault(fault.renamed(column), cells.get(column), locale)
        };
        faults.into_iter().map(remark).collect::<Vec<_>>()
    })?;
    Ok(Some(Before { match_reference, message: cells.get("message").to_owned(), past }))
}

fn told(past: &mut Telling<'_>, cells: &Cells<'_>, agreed_at: Timestamp) -> Option<Told> {
    let parties = PARTIES.map(|column| cells.get(column).trim());
    let side = |past: &mut Telling<'_>, column: &'static str| {
        let given = past.required(column)?;
        let found = [Side::A, Side::B].into_iter().find(|side| side.of(parties) == given);
        if found.is_none() {
            past.fault(column, Rule::UnknownReference { given: shortened(&given) });
        }
        found
    };
    let end = end(past, side);
    let claim = past.code("claim", Claim::from_code);
    let terms_revision = past.required("terms_revision").and_then(|given| {
        let number = given.parse::<u32>().ok();
        if number.is_none() {
            past.fault("terms_revision", Rule::NumberInvalid);
        }
        number
    });
    let (proposed_by, proposed_at) = (side(past, "proposed_by"), past.at("proposed_at"));
    let confirmed_by = ["confirmed_by_a_at", "confirmed_by_b_at"].map(|column| past.instant(column));
    let seal = match past.code("ratification", |code| SEALS.into_iter().find(|known| *known == code)) {
        Some("given") => past.at("ratified_at").map(Seal::Given),
        code => {
            past.empty("ratified_at");
            code.map(|code| if code == "awaited" { Seal::Awaited } else { Seal::NotRequired })
        }
    };
    let first_contact_by = side(past, "first_contact_by");
    let first_contact_due_on = past.required("first_contact_due_on").and_then(|given| {
        let day = given.parse().ok().filter(|day: &jiff::civil::Date| day.to_string() == given);
        if day.is_none() {
            past.fault("first_contact_due_on", Rule::DateInvalid);
        }
        day
    });
    let (changed_at, confirm_until) = (past.at("status_changed_at"), past.at("confirm_until"));
    let (confirmed_at, first_contact_done_at) =
        (past.instant("confirmed_at"), past.instant("first_contact_done_at"));
    let updated_at = past.at("updated_at");
    Some(Told {
        terms_revision: terms_revision?,
        proposed_by: proposed_by?,
        proposed_at: proposed_at?,
        agreed_at,
        end: end?,
        changed_at: changed_at?,
        claim: claim?,
        confirm_until: confirm_until?,
        confirmed_by,
        confirmed_at,
        seal: seal?,
        first_contact_by: first_contact_by?,
        first_contact_due_on: first_contact_due_on?,
        first_contact_done_at,
        updated_at: updated_at?,
    })
}

/// The reason for a cancellation, in characters, as in the API.
const REASON: usize = 2000;

const SEALS: [&str; 3] = ["not_required", "awaited", "given"];

/// How far it had come.
fn end(past: &mut Telling<'_>, side: impl Fn(&mut Telling<'_>, &'static str) -> Option<Side>) -> Option<End> {
    let known = |code: &str| {
        Some(match code {
            "pending" => End::Pending,
            "confirmed" => End::Confirmed,
            "fulfilled" => End::Fulfilled,
            "partly_fulfilled" => End::PartlyFulfilled,
            "unfulfilled" => End::Unfulfilled,
            "lapsed" => End::Lapsed,
            "cancelled" => End::Cancelled { by: None, reason: String::new(), late: false },
            _ => return None,
        })
    };
    let end = past.code("status", known)?;
    if !matches!(end, End::Cancelled { .. }) {
        for column in ["status_reason", "cancelled_by", "cancelled_late"] {
            past.empty(column);
        }
        return Some(end);
    }
    let reason = past.required("status_reason").and_then(|given| {
        let parsed = Prose::parse_note(&given, Bounds::up_to(REASON));
        for fault in parsed.as_ref().err().into_iter().flat_map(Faults::iter) {
            past.fault("status_reason", fault.rule.clone());
        }
        parsed.ok().map(Prose::into_string)
    });
    let by =
        if past.text("cancelled_by").is_some() { side(past, "cancelled_by").map(Some) } else { Some(None) };
    let late = past
        .required("cancelled_late")
        .and_then(|given| past.code("cancelled_late", |_| given.parse::<bool>().ok()));
    Some(End::Cancelled { by: by?, reason: reason?, late: late? })
}
