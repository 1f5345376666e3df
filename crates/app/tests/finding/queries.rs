//! Queries as readers type them, made of the words of a week: whole, begun, mistyped, without accents, in several
//! languages at once; and as attackers do.

use domain::listing::Listing;

/// What is no word, or no word only.
pub(crate) const ODD: &[&str] = &[
    "",
    " ",
    "\0",
    "velo\0rad",
    "\u{202e}olev",
    "v\u{435}lo",
    "ve\u{200b}lo",
    "ve\u{200d}lo",
    "ve\u{ad}lo",
    "🚲",
    "🚲velo🚲",
    "👩‍🔧 atelier",
    "\"velo\"",
    "'velo'",
    "velo' OR '1'='1",
    "velo AND",
    "OR velo",
    "NOT velo",
    "NEAR(velo, 2)",
    "velo*",
    "*",
    "^velo",
    "title:velo",
    "title : (velo)",
    "-velo",
    "velo & !rad | (",
    "velo:*A",
    "velo <-> rad",
    "\\velo\\",
    "velo'; DROP TABLE listings; --",
    "%velo_",
    "<b>velo</b>",
    "&lt;velo&gt;",
    "ｖｅｌｏ",
    "VÉLO",
    "ve\u{301}lo",
    "Straße STRASSE straße",
    "東京 自転車",
    "велосипед",
    "دراجة",
    "a b c d e",
    "1 2 3",
    "12kg 3,5 m²",
    "_fvelo",
    "_",
    "der die das",
    "le la les de des pour",
];

/// So many queries.
pub(crate) fn of(listings: &[Listing], count: usize) -> Vec<String> {
    let mut chance = Chance(7);
    let words = words(listings);
    let mut queries: Vec<String> = ODD.iter().map(|odd| (*odd).to_owned()).collect();
    queries.push("velo ".repeat(100));
    queries.push("x".repeat(500));
    while queries.len() < count {
        let mut word = || chance.of(&words).clone();
        let (one, two, three) = (word(), word(), word());
        queries.push(match chance.below(9) {
            0 => one,
            1 => begun(&one, &mut chance),
            2 | 3 => mistyped(&one, &mut chance),
            4 => without_accents(&one).to_uppercase(),
            5 => format!("{one} {two}"),
            6 => format!("{} {}", mistyped(&one, &mut chance), begun(&two, &mut chance)),
            7 => format!("{one} {two} {three}"),
            _ => format!("{one}, {two} \"{three}\" {} ?", chance.of(ODD)),
        });
    }
    queries.truncate(count);
    queries
}

/// The different words of the texts, in order.
fn words(listings: &[Listing]) -> Vec<String> {
    let texts = listings
        .iter()
        .flat_map(|one| [one.content.title.as_str().to_owned(), one.content.description.as_str().to_owned()]);
    let words: std::collections::BTreeSet<String> = texts
        .flat_map(|text| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned())
        .filter(|word| word.chars().count() > 3)
        .collect();
    words.into_iter().collect()
}

fn begun(word: &str, chance: &mut Chance) -> String {
    word.chars().take(3 + chance.below(3)).collect()
}

fn mistyped(word: &str, chance: &mut Chance) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let place = chance.below(letters.len() - 1);
    match chance.below(4) {
        0 => {
            letters.remove(place);
        }
        1 => letters.insert(place, 'x'),
        2 => letters[place] = 'q',
        _ => letters.swap(place, place + 1),
    }
    letters.into_iter().collect()
}

fn without_accents(word: &str) -> String {
    let plain = |c: char| match c {
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'à' | 'â' | 'ä' => 'a',
        'î' | 'ï' => 'i',
        'ô' | 'ö' => 'o',
        'ù' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        c => c,
    };
    word.chars().map(plain).collect()
}

/// Numbers without a pattern, the same ones in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }

    fn of<'v, T>(&mut self, values: &'v [T]) -> &'v T {
        &values[self.below(values.len())]
    }
}
