//! The parts from which texts are put together, in four languages.

use std::collections::BTreeMap;

use domain::listing::{Direction, Kind};
use domain::place::{Commune, Place, PostalCode};

use super::super::random::Random;
use crate::error::Error;

/// A text in each of the four languages, in the order of [`Tongue::ALL`].
type Texts = [&'static str; 4];

/// The languages in which texts are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tongue {
    En,
    Fr,
    De,
    Lb,
}

impl Tongue {
    pub(super) const ALL: [Self; 4] = [Self::En, Self::Fr, Self::De, Self::Lb];

    /// One, as often as in the demo evening.
    pub(super) fn draw(random: &mut Random) -> Self {
        match random.below(100) {
            0..45 => Self::Fr,
            45..65 => Self::De,
            65..84 => Self::En,
            _ => Self::Lb,
        }
    }

    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
            Self::De => "de",
            Self::Lb => "lb",
        }
    }

    /// The text in this language.
    pub(super) const fn of(self, texts: &Texts) -> &'static str {
        let [en, fr, de, lb] = *texts;
        match self {
            Self::En => en,
            Self::Fr => fr,
            Self::De => de,
            Self::Lb => lb,
        }
    }

    /// How a place is called.
    pub(super) fn place(self, place: Place) -> &'static str {
        match place {
            Place::Remote => self.of(&["online", "à distance", "online", "online"]),
            Place::Commune(commune) => {
                let labels = commune.labels();
                self.of(&[labels.en, labels.fr, labels.de, labels.lb])
            }
        }
    }
}

/// A shelf of the bourse: which endings fit, and what stands on it.
#[derive(Debug)]
pub(super) struct Shelf {
    pub(super) category: &'static str,
    pub(super) group: &'static str,
    pub(super) objects: Vec<Object>,
}

/// Something that is offered or wanted.
#[derive(Debug)]
pub(super) struct Object {
    pub(super) kind: Kind,
    pub(super) unit: &'static str,
    /// The least of it; of volunteers' time, people.
    pub(super) least: u32,
    pub(super) most: u32,
    pub(super) skills: Vec<&'static str>,
    pub(super) called: Texts,
}

/// A trade or cause: its word, names with a gap, descriptions.
#[derive(Debug)]
pub(super) struct Trade {
    pub(super) word: &'static str,
    pub(super) named: Texts,
    pub(super) described: Texts,
}

/// Everything to choose from; what is more frequent stands in a list more often.
pub(super) struct Words {
    shelves: BTreeMap<&'static str, Shelf>,
    /// Categories, a thousand in all.
    categories: Vec<&'static str>,
    openings: BTreeMap<(&'static str, &'static str), Vec<Texts>>,
    qualifiers: BTreeMap<(&'static str, &'static str), Vec<Texts>>,
    endings: BTreeMap<&'static str, Vec<Texts>>,
    pub(super) returns: Vec<Texts>,
    pub(super) companies: Vec<Trade>,
    pub(super) associations: Vec<Trade>,
    pub(super) families: Vec<&'static str>,
    pub(super) streets: Vec<&'static str>,
    pub(super) first_names: Vec<&'static str>,
    pub(super) communes: Vec<Commune>,
    /// The codes of each commune.
    postal_codes: BTreeMap<Commune, Vec<(PostalCode, &'static str)>>,
}

impl Words {
    pub(super) fn read() -> Self {
        let (shelves, categories) = shelves();
        Self {
            shelves,
            categories,
            openings: by_sort(include_str!("words/openings.tsv")),
            qualifiers: by_sort(include_str!("words/qualifiers.tsv")),
            endings: grouped(
                rows(include_str!("words/endings.tsv"))
                    .map(|[group, en, fr, de, lb]| (group, [en, fr, de, lb])),
            ),
            returns: rows(include_str!("words/returns.tsv")).collect(),
            companies: trades(include_str!("words/companies.tsv")),
            associations: trades(include_str!("words/associations.tsv")),
            families: list(include_str!("words/families.tsv")),
            streets: list(include_str!("words/streets.tsv")),
            first_names: list(include_str!("words/first_names.tsv")),
            communes: Commune::all().flat_map(|one| std::iter::repeat_n(one, size(one))).collect(),
            postal_codes: postal_codes(),
        }
    }

    /// A shelf, as often as in the demo evening.
    pub(super) fn shelf(&self, random: &mut Random) -> Result<&Shelf, Error> {
        let category = random.pick(&self.categories)?;
        self.shelves.get(category).ok_or_else(|| missing(category))
    }

    pub(super) fn openings(&self, direction: Direction, kind: Kind) -> Result<&[Texts], Error> {
        let found = self.openings.get(&(direction.code(), kind.code()));
        found.map(Vec::as_slice).ok_or_else(|| missing(kind.code()))
    }

    pub(super) fn qualifiers(&self, direction: Direction, kind: Kind) -> Result<&[Texts], Error> {
        let found = self.qualifiers.get(&(direction.code(), kind.code()));
        found.map(Vec::as_slice).ok_or_else(|| missing(kind.code()))
    }

    pub(super) fn endings(&self, group: &str) -> Result<&[Texts], Error> {
        self.endings.get(group).map(Vec::as_slice).ok_or_else(|| missing(group))
    }

    /// A code of the commune with its locality; none where the table knows none.
    pub(super) fn postal_code(
        &self,
        commune: Commune,
        random: &mut Random,
    ) -> Option<(PostalCode, &'static str)> {
        random.pick(self.postal_codes.get(&commune)?).ok().copied()
    }

    #[cfg(test)]
    pub(super) fn shelves(&self) -> impl Iterator<Item = &Shelf> {
        self.shelves.values()
    }
}

/// How large a commune is, beside the small ones: about its share of a thousand inhabitants, by tens.
fn size(commune: Commune) -> usize {
    match commune.code() {
        "luxembourg" => 40,
        "esch-sur-alzette" => 11,
        "differdange" => 9,
        "dudelange" => 7,
        "petange" | "sanem" => 6,
        "hesperange" => 5,
        "bettembourg" | "schifflange" | "kaerjeng" | "ettelbruck" | "mersch" | "mamer" | "strassen" => 4,
        "bertrange" | "diekirch" | "walferdange" | "kayl" | "junglinster" | "wiltz" | "mondercange"
        | "niederanven" | "echternach" | "roeser" => 3,
        "steinsel" | "clervaux" | "grevenmacher" | "rumelange" | "contern" | "wincrange" | "schengen"
        | "mondorf-les-bains" | "helperknapp" | "kehlen" => 2,
        _ => 1,
    }
}

fn shelves() -> (BTreeMap<&'static str, Shelf>, Vec<&'static str>) {
    let (mut shelves, mut categories) = (BTreeMap::new(), Vec::new());
    for [category, group, share] in rows(include_str!("words/categories.tsv")) {
        shelves.insert(category, Shelf { category, group, objects: Vec::new() });
        categories.extend(std::iter::repeat_n(category, share.parse().unwrap_or_default()));
    }
    for row in rows(include_str!("words/objects.tsv")) {
        let [category, kind, unit, least, most, skills, en, fr, de, lb] = row;
        let (Some(shelf), Some(kind)) = (shelves.get_mut(category), Kind::from_code(kind)) else { continue };
        let (Ok(least), Ok(most)) = (least.parse(), most.parse()) else { continue };
        let skills = skills.split(';').filter(|code| !code.is_empty()).collect();
        shelf.objects.push(Object { kind, unit, least, most, skills, called: [en, fr, de, lb] });
    }
    (shelves, categories)
}

fn by_sort(table: &'static str) -> BTreeMap<(&'static str, &'static str), Vec<Texts>> {
    grouped(rows(table).map(|[direction, kind, en, fr, de, lb]| ((direction, kind), [en, fr, de, lb])))
}

fn trades(table: &'static str) -> Vec<Trade> {
    rows(table)
        .map(|[word, en, fr, de, lb, about_en, about_fr, about_de, about_lb]| Trade {
            word,
            named: [en, fr, de, lb],
            described: [about_en, about_fr, about_de, about_lb],
        })
        .collect()
}

fn postal_codes() -> BTreeMap<Commune, Vec<(PostalCode, &'static str)>> {
    let codes = (1000..=9999).filter_map(PostalCode::from_digits);
    grouped(codes.flat_map(|code| {
        code.localities().filter_map(move |locality| Some((locality.commune?, (code, locality.name))))
    }))
}

fn grouped<K: Ord, V>(pairs: impl Iterator<Item = (K, V)>) -> BTreeMap<K, Vec<V>> {
    let mut groups: BTreeMap<K, Vec<V>> = BTreeMap::new();
    for (key, value) in pairs {
        groups.entry(key).or_default().push(value);
    }
    groups
}

fn list(table: &'static str) -> Vec<&'static str> {
    rows(table).map(|[word]| word).collect()
}

/// The rows of a table that have exactly `N` fields; the test counts those that have not.
fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    table
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .filter_map(|line| <[&str; N]>::try_from(line.split('\t').collect::<Vec<_>>()).ok())
}

fn missing(what: &str) -> Error {
    Error::Internal(format!("there are no words for {what}").into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn lines(table: &str) -> usize {
        table.lines().filter(|line| !line.starts_with('#')).count()
    }

    #[test]
    fn no_row_is_left_out() {
        let words = Words::read();
        assert_eq!(words.shelves.len(), lines(include_str!("words/categories.tsv")));
        assert_eq!(words.categories.len(), 1000);
        let objects: usize = words.shelves().map(|shelf| shelf.objects.len()).sum();
        assert_eq!(objects, lines(include_str!("words/objects.tsv")));
        let count = |groups: &BTreeMap<_, Vec<Texts>>| groups.values().map(Vec::len).sum::<usize>();
        assert_eq!(count(&words.openings), lines(include_str!("words/openings.tsv")));
        assert_eq!(count(&words.qualifiers), lines(include_str!("words/qualifiers.tsv")));
        let endings: usize = words.endings.values().map(Vec::len).sum();
        assert_eq!(endings, lines(include_str!("words/endings.tsv")));
        assert_eq!(words.returns.len(), lines(include_str!("words/returns.tsv")));
        assert_eq!(words.companies.len(), lines(include_str!("words/companies.tsv")));
        assert_eq!(words.associations.len(), lines(include_str!("words/associations.tsv")));
        assert_eq!(words.communes.iter().collect::<BTreeSet<_>>().len(), 100);
        assert!(words.postal_codes.len() > 80, "{}", words.postal_codes.len());
    }

    #[test]
    fn every_group_has_enough_to_choose_from() {
        let words = Words::read();
        let mut objects: BTreeMap<&str, usize> = BTreeMap::new();
        for shelf in words.shelves() {
            *objects.entry(shelf.group).or_default() += shelf.objects.len();
            assert!(!shelf.objects.is_empty(), "{}", shelf.category);
        }
        for (group, objects) in objects {
            assert!(objects >= 8, "{group}: {objects} objects");
            assert!(words.endings(group).unwrap().len() >= 6, "{group}");
        }
        for direction in Direction::ALL {
            for kind in Kind::ALL {
                assert!(words.openings(*direction, *kind).unwrap().len() >= 6);
                assert!(words.qualifiers(*direction, *kind).unwrap().len() >= 4);
            }
        }
    }
}
