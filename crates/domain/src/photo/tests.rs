use uuid::Uuid;

use super::*;

fn photo(number: u128) -> Photo {
    let rendition = Rendition { width: 4, height: 3, bytes: 100 };
    Photo {
        id: PhotoId::new(Uuid::from_u128(number)),
        listing: ListingId::new(Uuid::from_u128(1)),
        image: Image { encoding: Encoding::Jpeg, renditions: [rendition; 3] },
        alt: AltTexts::parse_one(RawAltText { language: "fr", text: "Une chaise" }).unwrap(),
        created_at: Timestamp::UNIX_EPOCH,
        created_by: None,
    }
}

fn album(numbers: impl IntoIterator<Item = u128>) -> Album {
    Album::of(numbers.into_iter().map(photo).collect())
}

fn order(album: &Album) -> Vec<u128> {
    album.photos().iter().map(|photo| photo.id.uuid().as_u128()).collect()
}

#[test]
fn an_album_is_bounded() {
    let full = (1..=8).try_fold(Album::default(), |album, number| album.with(photo(number))).unwrap();
    assert_eq!(order(&full), [1, 2, 3, 4, 5, 6, 7, 8]);
    assert_eq!(full.with(photo(9)), Err(Refusal::PhotoCapReached { max: 8 }));
}

#[test]
fn a_photo_moves_to_its_place() {
    for (number, place, expected) in [
        (1, 1, [1, 2, 3, 4]),
        (1, 2, [2, 1, 3, 4]),
        (1, 4, [2, 3, 4, 1]),
        (1, 9, [2, 3, 4, 1]),
        (4, 1, [4, 1, 2, 3]),
        (3, 2, [1, 3, 2, 4]),
    ] {
        let moved = album(1..=4).with_changed(photo(number), place);
        assert_eq!(order(&moved), expected, "{number} to {place}");
        let found = moved.find(photo(number).id).map(|(place, _)| place);
        assert_eq!(found, Some(place.min(4)), "{number} to {place}");
    }
    assert_eq!(order(&album(1..=3).without(photo(2).id)), [1, 3]);
}

#[test]
fn words_are_wanted_in_the_original_language() {
    let check = |original, given: &[(&str, &str)], expected: &str| {
        let given = given.iter().map(|(language, text)| RawAltText { language, text });
        let found = AltTexts::parse(original, given).map_or_else(
            |faults| faults.to_string(),
            |alt| alt.texts().iter().map(|(language, _)| language.code()).collect::<Vec<_>>().join(" "),
        );
        assert_eq!(found, expected);
    };
    check("fr", &[("fr", "Une chaise"), ("de", "Ein Stuhl")], "fr de");
    check("fr", &[("de", "Ein Stuhl")], "alt_texts/fr: required");
    check("fr", &[], "alt_texts/fr: required");
    check("fr", &[("fr", " ")], "alt_texts/fr: required");
    check("fr", &[("fr", "Une chaise"), ("FR", "Une chaise")], "alt_texts/FR: duplicate");
    check("french", &[("fr", "Une chaise")], "original_language: language-not-code");
    check(
        "fr",
        &[("fr", "Une <b>chaise</b>"), ("xx", "?")],
        "alt_texts/fr: markup, alt_texts/xx: unknown-code",
    );
    let long = "a".repeat(301);
    check("fr", &[("fr", &long)], "alt_texts/fr: too-long");
}
