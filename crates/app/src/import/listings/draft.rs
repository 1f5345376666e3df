//! What a row of the sheet of listings says, read.

use domain::fault::{Fault, Faults, Rule, shortened};
use domain::listing::{Draft, Kind, Raw, RawDetails, RawTranslation, Window};
use domain::week::{ExchangeWeek, Zone};
use serde::{Deserialize, Serialize};

use super::super::run::REFERENCE;
use super::super::sheet::Cells;
use super::super::values::{self, Notation, Side, list, window};
use super::columns::COLUMNS;

/// The texts in another language, as they stand in a cell.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TranslationCell {
    pub(crate) language: String,
    pub(crate) title: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) description: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) wanted_in_return: String,
}

impl TranslationCell {
    fn raw(&self) -> RawTranslation<'_> {
        let Self { language, title, description, wanted_in_return } = self;
        RawTranslation { language, title, description, wanted_in_return }
    }
}

/// The windows of a row, from the two cells for one, or from the one for several.
fn windows(
    cells: &Cells<'_>,
    zone: &Zone,
    faults: &mut Faults,
    unreadable: &mut Vec<&'static str>,
) -> Vec<Window> {
    let several = cells.get("windows").trim();
    if !several.is_empty() {
        for column in ["available_from", "available_until"] {
            if !cells.get(column).trim().is_empty() {
                faults.add(column, Rule::NotAllowed);
            }
        }
        return values::windows(several).unwrap_or_else(|| {
            unreadable.push("windows");
            Vec::new()
        });
    }
    match window(cells.get("available_from"), cells.get("available_until"), zone) {
        Ok(window) => window.into_iter().collect(),
        Err(sides) => {
            for (side, rule) in sides {
                faults.add(if side == Side::From { "available_from" } else { "available_until" }, rule);
            }
            Vec::new()
        }
    }
}

/// The translations of a row: a list in JSON, because a cell for each would be a column for each language.
fn translations(cells: &Cells<'_>, unreadable: &mut Vec<&'static str>) -> Vec<TranslationCell> {
    let cell = cells.get("translations").trim();
    if cell.is_empty() {
        return Vec::new();
    }
    serde_json::from_str(cell).unwrap_or_else(|_| {
        unreadable.push("translations");
        Vec::new()
    })
}

/// The content of a row, or every fault.
pub(super) fn draft(
    cells: &Cells<'_>,
    notation: Notation,
    week: &ExchangeWeek,
    faults: &mut Faults,
    unreadable: &mut Vec<&'static str>,
) -> Option<Draft> {
    let mut number = |column: &'static str| {
        let number = faults.take(column, notation.number(cells.get(column)));
        (number.clone().flatten(), number.is_some())
    };
    let (quantity, quantity_read) = number("quantity");
    let (headcount, headcount_read) = number("headcount");
    let (hours, hours_read) = number("hours_per_person");
    let windows = windows(cells, &week.time_zone, faults, unreadable);
    let translated = translations(cells, unreadable);
    let translations: Vec<_> = translated.iter().map(TranslationCell::raw).collect();
    let kind = kind(cells, faults);
    let (skills, languages) = (list(cells.get("skills")), list(cells.get("languages_needed")));
    // What could not be read stands in for by what breaks no rule of its own.
    let stand_in =
        |value: &Option<String>, read| value.clone().unwrap_or(if read { "" } else { "1" }.to_owned());
    let (headcount, hours) = (stand_in(&headcount, headcount_read), stand_in(&hours, hours_read));
    let details = match kind {
        Some(Kind::Goods) => RawDetails::Goods { condition: Some(cells.get("condition")) },
        Some(Kind::Service) | None => RawDetails::Service,
        Some(Kind::Skill) => {
            RawDetails::Skill { headcount: &headcount, hours_per_person: &hours, skills: &skills }
        }
    };
    let raw = Raw {
        direction: cells.get("direction"),
        details,
        category: cells.get("category"),
        language: cells.get("language"),
        title: cells.get("title"),
        description: cells.get("description"),
        wanted_in_return: cells.get("wanted_in_return"),
        translations: &translations,
        languages_needed: &languages,
        place: cells.get("place"),
        windows: &windows,
        quantity: quantity.as_deref(),
        unit: cells.get("unit"),
    };
    // What follows only from a cell that could not be read is no fault of its own.
    let numbers_read = quantity_read && headcount_read && hours_read;
    let follows = |rule: &Rule| match rule {
        Rule::HeadcountContradictsQuantity | Rule::HoursLongerThanWindow => !numbers_read,
        Rule::UnitContradictsKind => kind.is_none(),
        _ => false,
    };
    match Draft::parse(&raw, week.window()) {
        Ok(draft) => Some(draft).filter(|_| faults.is_empty() && unreadable.is_empty()),
        Err(found) => {
            for Fault { field, rule } in found.into_iter().filter(|fault| !follows(&fault.rule)) {
                faults.add(field, rule);
            }
            None
        }
    }
}

/// The kind, and the columns that belong to another one.
fn kind(cells: &Cells<'_>, faults: &mut Faults) -> Option<Kind> {
    let code = cells.get("kind").trim();
    if code.is_empty() {
        faults.add("kind", Rule::Required);
        return None;
    }
    let Some(kind) = Kind::from_code(code) else {
        faults.add("kind", Rule::UnknownCode { vocabulary: "kind", given: shortened(code) });
        return None;
    };
    let foreign: &[&'static str] = match kind {
        Kind::Goods => &["headcount", "hours_per_person", "skills"],
        Kind::Service => &["condition", "headcount", "hours_per_person", "skills"],
        Kind::Skill => &["condition"],
    };
    for column in foreign {
        if !cells.get(column).trim().is_empty() {
            faults.add(*column, Rule::DetailContradictsKind);
        }
    }
    Some(kind)
}

/// The column from which a field of the draft is read.
pub(super) fn column(field: &str, cells: &Cells<'_>) -> &'static str {
    const RENAMED: [(&str, &str); 8] = [
        ("quantity/unit", "unit"),
        ("quantity/value", "quantity"),
        ("details/headcount", "headcount"),
        ("details/hours_per_person", "hours_per_person"),
        ("details/skills", "skills"),
        ("details/condition", "condition"),
        ("windows/0/starts_at", "available_from"),
        ("windows/0/ends_at", "available_until"),
    ];
    if field.starts_with("windows/") && !cells.get("windows").trim().is_empty() {
        return "windows";
    }
    let renamed = RENAMED.iter().find(|(path, _)| field.starts_with(path)).map(|(_, column)| *column);
    let first = field.split('/').next().unwrap_or_default();
    let same = || COLUMNS.iter().find(|column| column.name == first).map(|column| column.name);
    renamed.or_else(same).unwrap_or(REFERENCE)
}
