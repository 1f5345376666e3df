//! The first row of a sheet: which of the known columns stands where, and what is wrong with it.
//!
//! A name counts if it is the known one, in whatever case. A near or translated name is never taken for it:
//! the sheet is refused with a proposal, because a column read as another, or silently as none, does more
//! harm than a name to correct.

use super::Fault;

/// For how many unknown names another is proposed: nobody reads more, and a header may have thousands.
const MOST_UNKNOWN: usize = 200;

/// A column that a sheet can have.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    /// Its name.
    pub(crate) name: &'static str,
    /// Whether the sheet must have it.
    pub(crate) required: bool,
    /// What it is called elsewhere, folded: translations and labels of forms.
    pub(crate) aliases: &'static [&'static str],
}

/// Where the known columns stand.
#[derive(Debug)]
pub(super) struct Header {
    columns: &'static [Column],
    positions: Vec<Option<usize>>,
    names: Vec<String>,
}

impl Header {
    /// Reads the names; every fault at once.
    pub(super) fn parse(fields: &[String], columns: &'static [Column]) -> Result<Self, Vec<Fault>> {
        let names: Vec<String> = fields.iter().map(|name| name.trim().to_owned()).collect();
        let (mut faults, mut positions) = (Vec::new(), Vec::with_capacity(columns.len()));
        for column in columns {
            let mut found =
                names.iter().enumerate().filter(|(_, name)| name.eq_ignore_ascii_case(column.name));
            positions.push(found.next().map(|(position, _)| position));
            if found.next().is_some() {
                faults.push(Fault::ColumnTwice { column: column.name });
            }
        }
        let missing: Vec<&Column> = columns
            .iter()
            .zip(&positions)
            .filter(|(_, position)| position.is_none())
            .map(|(column, _)| column)
            .collect();
        let is_known = |name: &str| columns.iter().any(|column| name.eq_ignore_ascii_case(column.name));
        let mut meant = Vec::new();
        for name in names.iter().filter(|name| !is_known(name)).take(MOST_UNKNOWN) {
            let near = missing.iter().filter_map(|column| Some((distance(name, column)?, *column)));
            if let Some((_, column)) = near.min_by_key(|(distance, _)| *distance) {
                meant.push(column.name);
                faults.push(Fault::ColumnMisnamed { given: name.clone(), column: column.name });
            }
        }
        let absent = missing.iter().filter(|column| column.required && !meant.contains(&column.name));
        faults.extend(absent.map(|column| Fault::ColumnMissing { column: column.name }));
        if faults.is_empty() { Ok(Self { columns, positions, names }) } else { Err(faults) }
    }

    /// How many fields a row has.
    pub(super) fn width(&self) -> usize {
        self.names.len()
    }

    /// The names of all columns.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// Where this column stands, if the sheet has it.
    pub(super) fn position(&self, name: &str) -> Option<usize> {
        let known = self.columns.iter().position(|column| column.name == name)?;
        self.positions.get(known).copied().flatten()
    }

    /// The name of the column at this place.
    pub(super) fn name(&self, position: usize) -> Option<&str> {
        self.names.get(position).map(String::as_str)
    }

    /// The columns that are not read.
    pub(super) fn ignored(&self) -> impl Iterator<Item = &str> {
        let read = |position: usize| self.positions.contains(&Some(position));
        let names = self.names.iter().enumerate();
        names
            .filter(move |(position, name)| !name.is_empty() && !read(*position))
            .map(|(_, name)| name.as_str())
    }
}

/// How far a name is from a column's; `None` when nobody would take one for the other.
fn distance(given: &str, column: &Column) -> Option<usize> {
    let given = folded(given);
    if column.aliases.contains(&given.as_str()) || given == folded(column.name) {
        return Some(0);
    }
    // One letter in five, and never the whole word.
    let most = (column.name.len() / 5).max(1);
    if given.len() > 4 * column.name.len() {
        return None;
    }
    let distance = edits(&given, &folded(column.name));
    (distance <= most && distance < given.chars().count()).then_some(distance)
}

/// Small letters and digits only.
fn folded(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// How many letters to add, drop, change or swap with the next to make one word of the other.
fn edits(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, b) in other.iter().enumerate() {
            let at = |row: &[usize], j: usize| row.get(j).copied().unwrap_or(usize::MAX - 1);
            let mut cost = (at(&row, j) + usize::from(a != b)).min(at(&row, j + 1) + 1).min(at(&next, j) + 1);
            let swapped = i > 0 && j > 0 && one.get(i - 1) == Some(b) && other.get(j - 1) == Some(a);
            if swapped {
                cost = cost.min(at(&before, j - 1) + 1);
            }
            next.push(cost);
        }
        before = std::mem::replace(&mut row, next);
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[Column] = &[
        Column { name: "reference", required: true, aliases: &[] },
        Column { name: "organization_reference", required: true, aliases: &[] },
        Column { name: "title", required: true, aliases: &["titre"] },
        Column { name: "quantity", required: false, aliases: &["menge"] },
        Column { name: "unit", required: false, aliases: &[] },
    ];

    fn check(header: &str, expected: &[Fault]) {
        let fields: Vec<String> = header.split(',').map(str::to_owned).collect();
        let faults = Header::parse(&fields, COLUMNS).err().unwrap_or_default();
        assert_eq!(faults, expected, "{header}");
    }

    #[test]
    fn names_are_known_or_proposed() {
        let misnamed = |given: &str, column| Fault::ColumnMisnamed { given: given.to_owned(), column };
        check("reference,organization_reference,title", &[]);
        check(" Reference ,ORGANIZATION_REFERENCE,title,fault,,note", &[]);
        check(
            "reference,organisation_reference,titel,Menge",
            &[
                misnamed("organisation_reference", "organization_reference"),
                misnamed("titel", "title"),
                misnamed("Menge", "quantity"),
            ],
        );
        check(
            "reference,organization reference,titre",
            &[misnamed("organization reference", "organization_reference"), misnamed("titre", "title")],
        );
        check("reference,organization_reference,title,title", &[Fault::ColumnTwice { column: "title" }]);
        check("reference,title,fault", &[Fault::ColumnMissing { column: "organization_reference" }]);
        check("reference,organization_reference,title,unit,units", &[]);
    }

    #[test]
    fn a_swap_is_one_edit() {
        for (one, other, expected) in [
            ("avaliable", "available", 1),
            ("", "ab", 2),
            ("unit", "unit", 0),
            ("kind", "kinds", 1),
            ("a", "b", 1),
        ] {
            assert_eq!(edits(one, other), expected, "{one} {other}");
        }
    }
}
