use std::collections::{HashMap, HashSet};

use super::*;
use crate::vocabulary::Locale;

/// Every name gives the code of the commune beside it, `old>new` for one that merged, or nothing.
fn check_communes(cases: &[(&str, Option<&str>)]) {
    for (text, expected) in cases {
        let found = Commune::parse(text).ok().map(|found| match found {
            CommuneFound::Current(commune) => commune.code().to_owned(),
            CommuneFound::Merged { former, now } => format!("{former}>{}", now.code()),
        });
        assert_eq!(found.as_deref(), *expected, "{text:?}");
    }
}

#[test]
fn communes_as_people_write_them() {
    check_communes(&[
        ("Esch-sur-Alzette", Some("esch-sur-alzette")),
        ("esch sur alzette", Some("esch-sur-alzette")),
        ("Esch/Alzette", Some("esch-sur-alzette")),
        ("ESCH-UELZECHT", Some("esch-sur-alzette")),
        ("Redange/Attert", Some("redange-sur-attert")),
        ("Redange-sur-Attert", Some("redange-sur-attert")),
        ("Redange", Some("redange-sur-attert")),
        ("Parc Hosingen", Some("parc-hosingen")),
        ("Pétange", Some("petange")),
        ("Pe\u{301}tange", Some("petange")),
        ("Petange", Some("petange")),
        (" Pétange ", Some("petange")),
        ("Péiteng", Some("petange")),
        ("Lëtzebuerg", Some("luxembourg")),
        ("Luxemburg", Some("luxembourg")),
        ("Vallée de l’Ernz", Some("vallee-de-l-ernz")),
        ("Vallée de l'Ernz", Some("vallee-de-l-ernz")),
        ("Käerjeng", Some("kaerjeng")),
        ("lac de la Haute Sûre", Some("lac-de-la-haute-sure")),
        ("Wahl", Some("Wahl>groussbus-wal")),
        ("bous", Some("Bous>bous-waldbredimus")),
        ("Boevange/Attert", Some("Boevange-sur-Attert>helperknapp")),
        ("Clervaux", Some("clervaux")),
        ("Schengen", Some("schengen")),
        ("Siwenhiwwelen", None),
        ("Metz-op-der-Mound", None),
        ("Rodange", None),
        ("remote", None),
        ("sur", None),
        ("", None),
    ]);
}

#[test]
fn communes_of_the_evening() {
    for name in [
        "Beckerich",
        "Bertrange",
        "Bettembourg",
        "Bissen",
        "Diekirch",
        "Differdange",
        "Dudelange",
        "Echternach",
        "Esch-sur-Alzette",
        "Ettelbruck",
        "Grevenmacher",
        "Hesperange",
        "Junglinster",
        "Kayl",
        "Luxembourg",
        "Mamer",
        "Mersch",
        "Mertert",
        "Parc Hosingen",
        "Pétange",
        "Rambrouch",
        "Redange/Attert",
        "Remich",
        "Sanem",
        "Schifflange",
        "Steinsel",
        "Strassen",
        "Troisvierges",
        "Wiltz",
    ] {
        assert_eq!(Commune::parse(name).map(|found| found.now().name()), Ok(name));
        assert_eq!(Place::parse(name).map(|place| place.commune().map(Commune::name)), Ok(Some(name)));
    }
}

#[test]
fn places_are_remote_or_a_commune() {
    for (text, expected) in [
        ("remote", Some("remote")),
        ("Remote", Some("remote")),
        ("Redange/Attert", Some("redange-sur-attert")),
        ("Wahl", Some("groussbus-wal")),
        ("Metz-op-der-Mound", None),
        ("", None),
    ] {
        assert_eq!(Place::parse(text).ok().map(Place::code), expected, "{text:?}");
    }
    let given = "Metz-op-der-Mound".to_owned();
    assert_eq!(Place::parse(&given), Err(Rule::UnknownCode { vocabulary: "place", given: given.clone() }));
    let unknown = Rule::UnknownCode { vocabulary: "commune", given: given.clone() };
    assert_eq!(Commune::parse(&given), Err(unknown));
}

#[test]
fn the_map_is_whole() {
    let mut of_canton: HashMap<Canton, usize> = HashMap::new();
    let mut codes = HashSet::new();
    for commune in Commune::all() {
        assert!(codes.insert(commune.code()), "{commune:?} twice");
        assert!(commune.code().bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{commune:?}");
        *of_canton.entry(commune.canton()).or_default() += 1;
        assert!(in_luxembourg(commune.coordinates()), "{commune:?}");
        for locale in Locale::ALL {
            assert!(!commune.labels().get(locale).is_empty());
        }
        assert_eq!(Commune::parse(commune.code()), Ok(CommuneFound::Current(commune)));
        assert_eq!(Commune::parse(commune.name()), Ok(CommuneFound::Current(commune)));
        assert_eq!(Commune::with_code(commune.code()), Some(commune));
        assert_eq!(Place::parse(Place::Commune(commune).code()), Ok(Place::Commune(commune)));
    }
    assert_eq!(codes.len(), 100);
    let counts = Canton::ALL.map(|canton| of_canton.get(&canton).copied().unwrap_or_default());
    assert_eq!(counts, [9, 5, 10, 7, 14, 8, 11, 10, 9, 7, 3, 7]);
}

#[test]
fn no_spelling_means_two_communes() {
    let mut seen: HashMap<String, Commune> = HashMap::new();
    for commune in Commune::all() {
        for spelling in commune.spellings() {
            let other = seen.insert(commune::key(spelling), commune);
            assert!(other.is_none_or(|other| other == commune), "{spelling}");
        }
    }
    for former in Commune::former() {
        assert!(!seen.contains_key(&commune::key(former.name)), "{former:?}");
        let merged = CommuneFound::Merged { former: former.name, now: former.now };
        assert_eq!(Commune::parse(former.name), Ok(merged));
        assert!([2006, 2012, 2015, 2018, 2023].contains(&former.until));
    }
    assert_eq!(Commune::former().count(), 29);
}

#[test]
fn cantons_are_iso_codes() {
    for canton in Canton::ALL {
        assert_eq!(Canton::parse(canton.code()), Ok(canton));
    }
    assert_eq!(Canton::parse("es"), Ok(Canton::EschSurAlzette));
    assert!(Canton::parse("").is_err() && Canton::parse("LU-XX").is_err());
}

#[test]
fn postal_codes_as_people_write_them() {
    for (text, expected) in [
        ("L-1234", Some("L-1234")),
        ("1234", Some("L-1234")),
        ("L1234", Some("L-1234")),
        ("l 1234", Some("L-1234")),
        ("  L-1234 ", Some("L-1234")),
        ("L-0999", Some("L-0999")),
        ("L-32100", None),
        ("D-54290", None),
        ("3,655", None),
        ("3.655", None),
        ("L--123", None),
        ("L-123", None),
        ("LL-1234", None),
        ("+123", None),
        ("L-١٢٣٤", None),
        ("", None),
    ] {
        let found = PostalCode::parse(text).map(|code| code.to_string());
        assert_eq!(found, expected.map(str::to_owned).ok_or(Rule::PostalCodeInvalid), "{text:?}");
    }
    assert_eq!(PostalCode::from_digits(1234).map(PostalCode::digits), Some(1234));
    assert_eq!(PostalCode::from_digits(10_000), None);
}

/// The postal codes of the evening lie in the locality and commune that stand beside them.
#[test]
fn postal_codes_of_the_evening() {
    for (code, locality, commune) in [
        ("L-8522", "Beckerich", "Beckerich"),
        ("L-8096", "Bertrange", "Bertrange"),
        ("3273", "Bettembourg", "Bettembourg"),
        ("L-7779", "Bissen", "Bissen"),
        ("9224", "Diekirch", "Diekirch"),
        ("L9264", "Diekirch", "Diekirch"),
        ("L-4546", "Differdange", "Differdange"),
        ("L-4577", "Differdange", "Differdange"),
        ("L-4599", "Differdange", "Differdange"),
        ("L-3491", "Dudelange", "Dudelange"),
        ("L3449", "Dudelange", "Dudelange"),
        ("6463", "Echternach", "Echternach"),
        ("L-4072", "Esch-sur-Alzette", "Esch-sur-Alzette"),
        ("L-4232", "Esch-sur-Alzette", "Esch-sur-Alzette"),
        ("9065", "Ettelbruck", "Ettelbruck"),
        ("L9068", "Ettelbruck", "Ettelbruck"),
        ("L6736", "Grevenmacher", "Grevenmacher"),
        ("L-1274", "Howald", "Hesperange"),
        ("6142", "Junglinster", "Junglinster"),
        ("1371", "Luxembourg", "Luxembourg"),
        ("L-1741", "Luxembourg", "Luxembourg"),
        ("8240", "Mamer", "Mamer"),
        ("L-7515", "Mersch", "Mersch"),
        ("6647", "Wasserbillig", "Mertert"),
        ("L-9808", "Hosingen", "Parc Hosingen"),
        ("L-4786", "Pétange", "Pétange"),
        ("L4833", "Rodange", "Pétange"),
        ("8805", "Rambrouch", "Rambrouch"),
        ("8509", "Redange/Attert", "Redange/Attert"),
        ("L-5513", "Remich", "Remich"),
        ("L4426", "Belvaux", "Sanem"),
        ("L-3863", "Schifflange", "Schifflange"),
        ("7346", "Steinsel", "Steinsel"),
        ("8018", "Strassen", "Strassen"),
        ("L-9907", "Troisvierges", "Troisvierges"),
        ("9577", "Wiltz", "Wiltz"),
    ] {
        let code = PostalCode::parse(code).unwrap();
        let found = code.localities().find(|found| found.name == locality);
        let found = found.and_then(|locality| locality.commune).map(Commune::name);
        assert_eq!(found, Some(commune), "{code}");
        assert!(code.coordinates().is_some(), "{code}");
    }
}

#[test]
fn postal_codes_have_plausible_localities() {
    let table = include_str!("../../data/postcodes.tsv");
    let mut rows = 0;
    for code in (0..10_000).filter_map(PostalCode::from_digits) {
        for locality in code.localities() {
            rows += 1;
            assert!(!locality.name.is_empty());
            assert!(locality.coordinates.is_none_or(in_luxembourg), "{code}: {locality:?}");
            let Some(commune) = locality.commune else { continue };
            assert_eq!(commune.canton(), locality.canton, "{code}: {locality:?}");
            let apart = locality.coordinates.map(|point| distance_km(point, commune.coordinates()));
            assert!(apart.is_none_or(|km| km < 9.0), "{code}: {locality:?} {apart:?}");
        }
    }
    assert_eq!(rows, table.lines().filter(|line| !line.starts_with('#')).count());
    assert_eq!(rows, 4491);
}

#[test]
fn a_code_on_a_boundary_has_several_localities() {
    let strassen = PostalCode::from_digits(1512).unwrap();
    let names: Vec<_> = strassen.localities().map(|locality| locality.name).collect();
    assert_eq!(names, ["Luxembourg", "Strassen"]);
    let unused = PostalCode::from_digits(999).unwrap();
    assert_eq!((unused.locality(), unused.coordinates()), (None, None));
}

#[test]
fn distances_are_those_of_the_map() {
    let at = |name| Commune::parse(name).unwrap().now().coordinates();
    for (from, to, km) in [
        ("Luxembourg", "Esch-sur-Alzette", 16.8),
        ("Luxembourg", "Clervaux", 50.0),
        ("Rumelange", "Troisvierges", 73.6),
        ("Mersch", "Mersch", 0.0),
    ] {
        let found = distance_km(at(from), at(to));
        assert!((found - km).abs() < 0.1, "{from}–{to}: {found}");
        assert!((found - distance_km(at(to), at(from))).abs() < 1e-9);
    }
}

fn in_luxembourg(point: Coordinates) -> bool {
    (49.44..=50.19).contains(&point.latitude) && (5.73..=6.54).contains(&point.longitude)
}
