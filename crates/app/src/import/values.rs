//! Values as spreadsheets write them, brought to the notation of the domain before it judges them.
//!
//! What a program has only dressed up is undressed (`1 500`, or `2,5` in a sheet of a country that writes so).
//! What may mean two things is refused, because a wrong quantity is worse than a row to correct.

use domain::fault::Rule;
use domain::listing::Window;
use domain::quantity::Amount;
use domain::text::{Bounds, Line};
use domain::week::Zone;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::AmbiguousOffset;

/// Whether the sheet writes `2,5` for two and a half. Spreadsheets separate fields by `;` (or a tab) where the
/// comma is taken: in a sheet separated by commas, nobody can tell what the comma of `2,5` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Notation {
    decimal_comma: bool,
    /// A service has written it: `1.125` is one and an eighth, and nobody's thousand.
    exact: bool,
}

impl Notation {
    /// The notation of a sheet with this separator.
    pub(super) const fn of_separator(separator: char) -> Self {
        Self { decimal_comma: separator != ',', exact: false }
    }

    /// The notation of a row that tells a past: what a service has written is not to be guessed at.
    pub(super) const fn exact_if(self, told: bool) -> Self {
        Self { exact: told, ..self }
    }

    /// A number with a decimal point and nothing else; `None` for an empty cell.
    pub(super) fn number(self, cell: &str) -> Result<Option<String>, Rule> {
        let cell = cell.trim();
        if cell.is_empty() {
            return Ok(None);
        }
        if self.exact {
            return Ok(Some(cell.to_owned()));
        }
        if is_error(cell) {
            return Err(Rule::SpreadsheetError);
        }
        let number = without_group_spaces(cell).ok_or(Rule::NumberInvalid)?;
        if let Some(positive) = number.strip_prefix(['-', '−']) {
            let (min, max) = (Amount::ZERO.to_string(), Amount::MAX.to_string());
            return Err(self.number(positive).map_or_else(|rule| rule, |_| Rule::OutOfRange { min, max }));
        }
        let is_numeric = number.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','));
        if !is_numeric || !number.starts_with(|c: char| c.is_ascii_digit()) {
            return Err(Rule::NumberInvalid);
        }
        if is_grouped(&number) || number.matches(['.', ',']).count() > 1 {
            return Err(Rule::NumberAmbiguous);
        }
        match (number.contains(','), self.decimal_comma) {
            (true, false) => Err(Rule::NumberAmbiguous),
            (true, true) => Ok(Some(number.replace(',', "."))),
            (false, _) => Ok(Some(number)),
        }
    }
}

/// A moment: a local time of the week, or an instant as exports write it; `None` for an empty cell.
pub(super) fn moment(cell: &str, zone: &Zone) -> Result<Option<Timestamp>, Rule> {
    match super::past::instant(cell.trim()) {
        Some(at) => Ok(Some(at)),
        None => instant(cell, zone, Side::From),
    }
}

/// Euros with up to two places, in cents.
pub(super) fn cents(euros: &str) -> Result<i64, Rule> {
    let (whole, fraction) = euros.split_once('.').unwrap_or((euros, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || fraction.len() > 2 {
        return Err(Rule::NumberInvalid);
    }
    format!("{whole}{fraction:0<2}").parse().map_err(|_| Rule::NumberInvalid)
}

/// Codes in one cell, separated by `;`.
pub(super) fn list(cell: &str) -> Vec<&str> {
    cell.split(';').map(str::trim).filter(|code| !code.is_empty()).collect()
}

/// The time from one cell to another; `None` when both are empty. Local times of the week, or days, of which the
/// last counts in full.
pub(super) fn window(from: &str, until: &str, zone: &Zone) -> Result<Option<Window>, Vec<(Side, Rule)>> {
    let starts_at = instant(from, zone, Side::From).map_err(|rule| (Side::From, rule));
    let ends_at = instant(until, zone, Side::Until).map_err(|rule| (Side::Until, rule));
    match (starts_at, ends_at) {
        (Ok(None), Ok(None)) => Ok(None),
        (Ok(starts_at), Ok(ends_at)) => Ok(Some(Window { starts_at, ends_at })),
        (starts_at, ends_at) => Err(starts_at.err().into_iter().chain(ends_at.err()).collect()),
    }
}

/// Windows as only exports write them, because one pair of cells does not hold them: `start/end`, separated by `;`,
/// with `..` for an open side (ISO 8601-2).
pub(super) fn windows(cell: &str) -> Option<Vec<Window>> {
    let side = |text: &str| match text.trim() {
        ".." => Some(None),
        text => super::past::instant(text).map(Some),
    };
    let window = |text: &str| {
        let (starts_at, ends_at) = text.split_once('/')?;
        Some(Window { starts_at: side(starts_at)?, ends_at: side(ends_at)? })
    };
    list(cell).into_iter().map(window).collect()
}

/// The cells of [`windows`].
pub(crate) fn windows_cell(windows: &[Window]) -> String {
    let side = |at: Option<Timestamp>| at.map_or("..".to_owned(), |at| at.to_string());
    let one = |window: &Window| format!("{}/{}", side(window.starts_at), side(window.ends_at));
    windows.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// The two cells of [`window`], if they say the same when they are read again.
pub(crate) fn window_cells(window_: &Window, zone: &Zone) -> Option<(String, String)> {
    let from = window_.starts_at.map_or_else(String::new, |at| cell_of(at, zone, Side::From));
    let until = window_.ends_at.map_or_else(String::new, |at| cell_of(at, zone, Side::Until));
    (window(&from, &until, zone) == Ok(Some(*window_))).then_some((from, until))
}

/// A day where the instant is its border, a local time otherwise.
fn cell_of(at: Timestamp, zone: &Zone, side: Side) -> String {
    let day = zone.day_of(at);
    let border = zone.start_of(day) == at;
    match (border, side) {
        (true, Side::From) => day.to_string(),
        (true, Side::Until) => day.yesterday().unwrap_or(day).to_string(),
        (false, _) => {
            let time = zone.rules().to_datetime(at);
            let form = if time.second() == 0 { "%Y-%m-%dT%H:%M" } else { "%Y-%m-%dT%H:%M:%S" };
            time.strftime(form).to_string()
        }
    }
}

/// The sides of a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    From,
    Until,
}

fn instant(cell: &str, zone: &Zone, side: Side) -> Result<Option<Timestamp>, Rule> {
    let cell = cell.trim();
    if cell.is_empty() {
        return Ok(None);
    }
    if is_error(cell) {
        return Err(Rule::SpreadsheetError);
    }
    if is_serial(cell) {
        return Err(Rule::DateSpreadsheetSerial);
    }
    let (day, time) = cell.split_once(['T', ' ']).unwrap_or((cell, ""));
    let day = date(day)?;
    if time.is_empty() && day.to_string().len() == cell.len() {
        return match side {
            Side::From => Ok(Some(zone.start_of(day))),
            Side::Until => {
                day.tomorrow().map(|next| Some(zone.start_of(next))).map_err(|_| Rule::DateInvalid)
            }
        };
    }
    local(clock(day, time)?, zone).map(Some)
}

/// `2026-06-09`; the parser behind would take more notations.
fn date(text: &str) -> Result<Date, Rule> {
    if !shaped(text, "0000-00-00") {
        return Err(Rule::DateInvalid);
    }
    text.parse().map_err(|_| Rule::DateInvalid)
}

/// `14:00` or `14:00:00` of a day.
fn clock(day: Date, text: &str) -> Result<DateTime, Rule> {
    if !shaped(text, "00:00") && !shaped(text, "00:00:00") {
        return Err(Rule::DateInvalid);
    }
    let mut parts = text.split(':').map(|part| part.parse::<i8>().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    let (hour, minute, second) = (next(), next(), next());
    let time = jiff::civil::Time::new(hour, minute, second, 0).map_err(|_| Rule::DateInvalid)?;
    Ok(day.to_datetime(time))
}

/// Whether the text has a digit for each `0` of the pattern, and else the same characters.
fn shaped(text: &str, pattern: &str) -> bool {
    text.len() == pattern.len()
        && text.bytes().zip(pattern.bytes()).all(|(found, wanted)| match wanted {
            b'0' => found.is_ascii_digit(),
            _ => found == wanted,
        })
}

fn local(time: DateTime, zone: &Zone) -> Result<Timestamp, Rule> {
    let ambiguous = zone.rules().to_ambiguous_timestamp(time);
    match ambiguous.offset() {
        AmbiguousOffset::Gap { .. } => Err(Rule::LocalTimeInGap),
        AmbiguousOffset::Fold { .. } => Err(Rule::LocalTimeAmbiguous),
        AmbiguousOffset::Unambiguous { .. } => ambiguous.unambiguous().map_err(|_| Rule::DateInvalid),
    }
}

/// `46182` or `46182.75`: days since 1900, as a spreadsheet counts them between 1954 and 2119.
fn is_serial(cell: &str) -> bool {
    let (days, part) = cell.split_once(['.', ',']).unwrap_or((cell, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    digits(days) && digits(part) && days.parse().is_ok_and(|days: u32| (20_000..80_000).contains(&days))
}

/// Whether a spreadsheet wrote an error in place of the value.
fn is_error(cell: &str) -> bool {
    let parsed = Line::parse(cell, Bounds::optional(usize::MAX));
    parsed.err().is_some_and(|faults| faults.iter().any(|fault| fault.rule == Rule::SpreadsheetError))
}

/// The number without spaces between groups of three digits; `None` when they stand elsewhere.
fn without_group_spaces(cell: &str) -> Option<String> {
    let mut groups = cell.split(char::is_whitespace);
    let mut number = groups.next()?.to_owned();
    let mut grouped = groups.peekable();
    if grouped.peek().is_some() && !(1..=3).contains(&number.trim_start_matches(['-', '−']).len()) {
        return None;
    }
    while let Some(group) = grouped.next() {
        let digits = group.bytes().take_while(u8::is_ascii_digit).count();
        if digits != 3 || (group.len() > digits && grouped.peek().is_some()) {
            return None;
        }
        number.push_str(group);
    }
    Some(number)
}

/// `1.500` and `1,500,000`: digits, and groups of three. A leading zero begins no group.
fn is_grouped(number: &str) -> bool {
    let mut groups = number.split(['.', ',']);
    let first = groups.next().unwrap_or_default();
    let mut rest = groups.peekable();
    (1..=3).contains(&first.len())
        && !first.starts_with('0')
        && rest.peek().is_some()
        && rest.all(|group| group.len() == 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(separator: char, cases: &[(&str, Result<Option<&str>, &str>)]) {
        for (cell, expected) in cases {
            let found = Notation::of_separator(separator).number(cell);
            let found = found.as_ref().map(Option::as_deref).map_err(Rule::code);
            assert_eq!(found, *expected, "{cell:?} separated by {separator:?}");
        }
    }

    #[test]
    fn numbers_are_plain_or_refused() {
        let always = [
            ("", Ok(None)),
            (" 12 ", Ok(Some("12"))),
            ("2.5", Ok(Some("2.5"))),
            ("0.125", Ok(Some("0.125"))),
            ("1\u{A0}500", Ok(Some("1500"))),
            ("1\u{202F}500\u{202F}000.5", Ok(Some("1500000.5"))),
            ("12 000", Ok(Some("12000"))),
            ("1 50", Err("number-invalid")),
            ("1500 000", Err("number-invalid")),
            ("1.500,00", Err("number-ambiguous")),
            ("1,500.00", Err("number-ambiguous")),
            ("1.500", Err("number-ambiguous")),
            ("1,500", Err("number-ambiguous")),
            ("-5", Err("out-of-range")),
            ("−1.5", Err("out-of-range")),
            ("NaN", Err("number-invalid")),
            ("1e3", Err("number-invalid")),
            ("une dizaine", Err("number-invalid")),
            ("#REF!", Err("spreadsheet-error")),
            ("####", Err("spreadsheet-error")),
            (".5", Err("number-invalid")),
        ];
        for separator in [',', ';', '\t'] {
            check(separator, &always);
        }
        check(',', &[("2,5", Err("number-ambiguous"))]);
        check(
            ';',
            &[("2,5", Ok(Some("2.5"))), ("0,125", Ok(Some("0.125"))), ("1 500,5", Ok(Some("1500.5")))],
        );
    }

    fn window_of(from: &str, until: &str) -> String {
        let side = |at: Option<Timestamp>| at.map_or("…".to_owned(), |at| at.to_string());
        match window(from, until, &Zone::luxembourg()) {
            Ok(None) => String::new(),
            Ok(Some(window)) => format!("{} {}", side(window.starts_at), side(window.ends_at)),
            Err(faults) => {
                let told = faults.iter().map(|(side, rule)| format!("{side:?} {}", rule.code()));
                told.collect::<Vec<_>>().join(", ")
            }
        }
    }

    #[test]
    fn days_and_local_times_make_a_window() {
        for (from, until, expected) in [
            ("", "", ""),
            ("2026-06-09", "2026-06-09", "2026-06-08T22:00:00Z 2026-06-09T22:00:00Z"),
            ("2026-06-09T14:00", "", "2026-06-09T12:00:00Z …"),
            (" 2026-06-09 14:00:30 ", "2026-06-09T15:00", "2026-06-09T12:00:30Z 2026-06-09T13:00:00Z"),
            ("2026-03-29", "2026-03-29", "2026-03-28T23:00:00Z 2026-03-29T22:00:00Z"),
            ("2026-06-31", "2026-06-09T25:30", "From date-invalid, Until date-invalid"),
            ("09/06/2026", "9.6.2026", "From date-invalid, Until date-invalid"),
            ("2026-06-09T", "2026-06-09T1:00", "From date-invalid, Until date-invalid"),
            ("20260609", "2026-W24-2", "From date-invalid, Until date-invalid"),
            ("46182.75", "46182", "From date-spreadsheet-serial, Until date-spreadsheet-serial"),
            ("2026-03-29T02:30", "2026-10-25T02:30", "From local-time-in-gap, Until local-time-ambiguous"),
            ("#WERT!", "2026-06-09", "From spreadsheet-error"),
        ] {
            assert_eq!(window_of(from, until), expected, "{from:?} {until:?}");
        }
    }

    #[test]
    fn a_list_is_separated_by_semicolons() {
        assert_eq!(list(" fr; de ;;"), ["fr", "de"]);
        assert!(list(" ").is_empty());
    }
}
