//! The photos of a listing, as people use them.

use jiff::SignedDuration;
use serde_json::{Value, json};
use testkit::{TestApp, on_both_engines};

use super::files::{decoded, exif, jpeg, picture, png, webp, with_segment};
use super::{Stage, add, draft, ids, key};

on_both_engines!(
    a_photo_is_seen_by_whoever_sees_its_listing,
    photos_are_described_ordered_and_removed,
    every_kind_and_size_comes_out_upright,
    a_change_of_photos_is_a_change_of_the_listing,
    what_is_sent_twice_is_one_photo,
    at_most_eight_even_in_a_race,
    forms_that_are_none,
);

fn a_photo_is_seen_by_whoever_sees_its_listing(app: &TestApp) {
    let stage = Stage::open(app);
    let photo = stage.add();
    let path = photo.header("location").unwrap().to_owned();
    assert_eq!(path, format!("{}/photos/{}", stage.listing, photo.text_at("/id")));
    let image = photo.text_at("/images/medium/href").to_owned();
    let (nobody, own) = (app.client(), stage.company.client());
    for hidden in [path.as_str(), &image, &format!("{}/photos", stage.listing)] {
        nobody.get(hidden).expect_problem(404, "not-found");
        stage.other.client().get(hidden).expect_problem(404, "not-found");
        own.get(hidden).expect(200);
    }
    let private = own.get(&image).expect(200);
    assert_eq!(private.header("cache-control"), Some("private, no-cache"));

    stage.publish();
    let shown = nobody.get(&image).expect(200);
    for (name, value) in [
        ("content-type", "image/jpeg"),
        ("cache-control", "public, max-age=86400, immutable"),
        ("x-content-type-options", "nosniff"),
        ("content-disposition", "inline; filename=\"photo.jpg\""),
        ("cross-origin-resource-policy", "cross-origin"),
    ] {
        assert_eq!(shown.header(name), Some(value), "{name}");
    }
    assert!(shown.header("content-security-policy").unwrap().ends_with("; sandbox"));
    assert_eq!(shown.bytes, private.bytes);
    let known = nobody.request("GET", &image).header("if-none-match", shown.etag()).send().expect(304);
    assert_eq!((known.etag(), known.bytes.len()), (shown.etag(), 0));
    nobody.request("HEAD", &image).send().expect(200);
    nobody.get(&image.replace("medium", "huge")).expect_problem(400, "query-invalid");

    let listing = nobody.get(&stage.listing).expect(200);
    assert_eq!(listing.at("/photos/0"), nobody.get(&path).expect(200).at(""));
    assert_eq!(listing.at("/photos/0/alt_text"), "Six chaises");
    let page = nobody.get("/v1/listings").expect(200);
    assert_eq!(page.at("/items/0/photos"), listing.at("/photos"), "in lists too");

    // What staff take down is gone for everybody else, the files included.
    let closure = format!("{}/closures", stage.listing);
    let staff = &stage.organizer.client;
    let etag = staff.get(&stage.listing).expect(200).etag().to_owned();
    let body = json!({"reason": "removed_by_staff"});
    staff.request("POST", &closure).if_match(&etag).json(&body).send().expect(200);
    nobody.get(&image).expect_problem(404, "not-found");
}

fn photos_are_described_ordered_and_removed(app: &TestApp) {
    let stage = Stage::open(app);
    let client = stage.company.client();
    let made: Vec<_> = (0..3).map(|_| stage.add()).collect();
    let path = |n: usize| made[n].header("location").unwrap();
    let list = format!("{}/photos", stage.listing);
    let order = || ids(client.get(&list).expect(200).at("/items"));
    let [a, b, c] = [0, 1, 2].map(|n| made[n].text_at("/id").to_owned());
    assert_eq!(order(), [a.as_str(), &b, &c]);
    let change = |n: usize, patch: &Value| {
        let etag = client.get(path(n)).expect(200).etag().to_owned();
        client.request("PATCH", path(n)).if_match(&etag).json(patch).send()
    };
    assert_eq!(change(2, &json!({"position": 1})).expect(200).at("/position"), 1);
    assert_eq!(order(), [c.as_str(), &a, &b]);
    change(2, &json!({"position": 8})).expect(200);
    assert_eq!(order(), [a.as_str(), &b, &c]);
    change(0, &json!({"position": 0})).expect_problem(422, "validation-failed");

    let words = json!({"alt_texts": {"fr": "Six chaises", "de": "Sechs Stühle"}});
    let changed = change(1, &words).expect(200);
    assert_eq!(changed.at("/alt_texts"), &words["alt_texts"]);
    let german = client.request("GET", path(1)).header("accept-language", "de").send().expect(200);
    assert_eq!((german.text_at("/alt_text"), german.text_at("/language")), ("Sechs Stühle", "de"));
    let none =
        change(1, &json!({"alt_texts": {"de": "Sechs Stühle"}})).expect_problem(422, "validation-failed");
    assert_eq!(none.at("/errors/0/pointer"), "/alt_texts/fr");
    change(1, &json!({"alt_texts": {}})).expect_problem(422, "validation-failed");
    change(1, &json!({"alt_texts": null})).expect(200);

    let stale = made[0].etag();
    client.request("DELETE", path(1)).if_match(stale).send().expect_problem(412, "precondition-failed");
    let etag = client.get(path(1)).expect(200).etag().to_owned();
    let rest = client.request("DELETE", path(1)).if_match(&etag).send().expect(200);
    assert_eq!(ids(rest.at("/items")), [a.as_str(), &c]);
    client.get(path(1)).expect_problem(404, "not-found");
    app.client().get(made[1].text_at("/images/full/href")).expect_problem(404, "not-found");
    // The photo of one listing is not found below another.
    let other = draft(&stage.company, &stage.week);
    client.get(&format!("{other}/photos/{a}")).expect_problem(404, "not-found");
}

fn every_kind_and_size_comes_out_upright(app: &TestApp) {
    let stage = Stage::open(app);
    let client = stage.company.client();
    let large = picture(2700, 600);
    let turned = with_segment(&jpeg(&large), 0xE1, &[&b"Exif\0\0"[..], &exif(6, b"Wiltz")].concat());
    let transparent = {
        let mut image = image::DynamicImage::from(picture(400, 300)).into_rgba8();
        image.pixels_mut().take(10).for_each(|pixel| pixel.0[3] = 0);
        png(&image.into())
    };
    let opaque = png(&image::DynamicImage::from(large.clone()).into_rgba8().into());
    let deep = png(&image::DynamicImage::from(picture(16, 9)).into_rgb16().into());
    let gray = png(&image::DynamicImage::from(picture(50, 900)).into_luma8().into());
    for (what, file, kind, [full, medium, thumbnail]) in [
        ("JPEG", jpeg(&large), "image/jpeg", [(2560, 569), (1280, 285), (320, 71)]),
        ("on its side", turned, "image/jpeg", [(569, 2560), (285, 1280), (71, 320)]),
        ("opaque PNG", opaque, "image/jpeg", [(2560, 569), (1280, 285), (320, 71)]),
        ("transparent PNG", transparent, "image/png", [(400, 300), (400, 300), (320, 240)]),
        ("WebP", webp(&picture(500, 500)), "image/jpeg", [(500, 500), (500, 500), (320, 320)]),
        ("16 bits", deep, "image/jpeg", [(16, 9), (16, 9), (16, 9)]),
        ("gray", gray, "image/jpeg", [(50, 900), (50, 900), (18, 320)]),
    ] {
        let photo = add(client, &draft(&stage.company, &stage.week), &file, None).expect(201);
        assert_eq!(photo.text_at("/media_type"), kind, "{what}");
        for (name, (width, height)) in [("full", full), ("medium", medium), ("thumbnail", thumbnail)] {
            let image = photo.at(&format!("/images/{name}"));
            assert_eq!((&image["width"], &image["height"]), (&json!(width), &json!(height)), "{what} {name}");
            let served = client.get(image["href"].as_str().unwrap()).expect(200);
            assert_eq!(served.header("content-type"), Some(kind));
            let decoded = decoded(&served.bytes);
            assert_eq!((decoded.width(), decoded.height()), (width, height), "{what} {name}");
            // The upper left corner: red, and white where the picture was turned by a quarter.
            let corner = decoded.into_rgb8().get_pixel(width / 4, height / 4).0;
            let expected = if what == "on its side" { [250, 250, 250] } else { [250, 5, 5] };
            let near = corner.iter().zip(expected).all(|(one, other)| one.abs_diff(other) < 12);
            assert!(near || what == "gray", "{what} {name}: {corner:?}");
        }
    }
}

fn a_change_of_photos_is_a_change_of_the_listing(app: &TestApp) {
    let stage = Stage::open(app);
    let client = stage.company.client();
    let tag = || client.get(&stage.listing).expect(200).etag().to_owned();
    let before = tag();
    let photo = stage.add();
    let with_one = tag();
    assert_ne!(before, with_one);
    assert_eq!(photo.etag().split('-').next(), with_one.split('-').next(), "the revision of the listing");
    let path = photo.header("location").unwrap();
    let described = json!({"alt_texts": {"fr": "Huit chaises"}});
    client.request("PATCH", path).if_match(&with_one).json(&described).send().expect(200);
    client.request("DELETE", path).if_match(&tag()).send().expect(200);
    assert_eq!(client.get(&stage.listing).expect(200).at("/revision"), 4);
    // Audit and outbox have an entry for each, as the invariants ask.
    app.clock.advance(SignedDuration::from_secs(1));
    let etag = tag();
    client.request("DELETE", &stage.listing).if_match(&etag).send().expect(204);
    stage.send(&jpeg(&picture(9, 9)), None).expect_problem(409, "invalid-transition");
}

fn what_is_sent_twice_is_one_photo(app: &TestApp) {
    let stage = Stage::open(app);
    let client = stage.company.client();
    let file = jpeg(&picture(300, 200));
    let send = |key: &str, alt: &[u8]| {
        let parts = [
            ("file", Some("image/jpeg"), file.as_slice()),
            ("alt_text", None, alt),
            ("language", None, b"fr"),
        ];
        let request = client.request("POST", &format!("{}/photos", stage.listing));
        request.header("idempotency-key", key).form(&parts).send()
    };
    let first = send("one", b"Six chaises").expect(201);
    let again = send("one", b"Six chaises").expect(201);
    assert_eq!((again.at(""), again.header("idempotency-replayed")), (first.at(""), Some("true")));
    send("one", b"Huit chaises").expect_problem(422, "idempotency-key-reused");
    for _ in 0..7 {
        send(&key(), b"Six chaises").expect(201);
    }
    send("ninth", b"Six chaises").expect_problem(409, "photo-cap-reached");
    assert_eq!(send("one", b"Six chaises").expect(201).at(""), first.at(""), "a full album changes nothing");
}

fn at_most_eight_even_in_a_race(app: &TestApp) {
    let stage = Stage::open(app);
    let file = jpeg(&picture(40, 30));
    let answers: Vec<u16> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..32)
            .map(|_| {
                let client = app.client_of(&stage.company.owner);
                let (file, listing) = (&file, &stage.listing);
                scope.spawn(move || {
                    loop {
                        let reply = add(&client, listing, file, None);
                        if reply.status != 503 {
                            break reply.status;
                        }
                        assert!(reply.header("retry-after").is_some());
                    }
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let count = |status| answers.iter().filter(|one| **one == status).count();
    assert_eq!((count(201), count(409)), (8, 24), "{answers:?}");
    assert_eq!(
        stage.company.client().get(&stage.listing).expect(200).at("/photos").as_array().unwrap().len(),
        8
    );
}

fn forms_that_are_none(app: &TestApp) {
    let stage = Stage::open(app);
    let client = stage.company.client();
    let file = jpeg(&picture(30, 20));
    let (file, alt, language) =
        (("file", None, file.as_slice()), ("alt_text", None, &b"Six"[..]), ("language", None, &b"fr"[..]));
    let path = format!("{}/photos", stage.listing);
    let post = || client.request("POST", &path).header("idempotency-key", &key());
    let faults = |reply: &testkit::Reply| {
        let errors = reply.at("/errors").as_array().unwrap().iter();
        let each = errors.map(|one| format!("{} {}", one["pointer"], one["code"]).replace('"', ""));
        each.collect::<Vec<_>>().join(", ")
    };
    for (parts, expected) in [
        (vec![], "/file required, /alt_text required, /language required"),
        (vec![file, alt], "/language required"),
        (vec![file, alt, ("language", None, b"french")], "/language language-not-code"),
        (vec![file, ("alt_text", None, b"<b>x</b>"), language], "/alt_text markup"),
        (vec![file, ("alt_text", None, b"\xff"), language], "/alt_text wrong-type, /alt_text required"),
        (vec![file, alt, language, ("colour", None, b"red")], "/colour unknown-name"),
        (vec![file, alt, language, alt], "/alt_text repeated"),
        (vec![file, file, alt, language], "/file repeated"),
    ] {
        let reply = post().form(&parts).send().expect_problem(422, "validation-failed");
        assert_eq!(faults(&reply), expected);
    }
    let long = "a".repeat(5000);
    let parts = [file, ("alt_text", None, long.as_bytes()), language];
    post().form(&parts).send().expect_problem(413, "payload-too-large");
    for (kind, body) in [
        ("multipart/form-data", &b"--x\r\n"[..]),
        ("multipart/form-data; boundary=x", b""),
        (
            "multipart/form-data; boundary=x",
            b"--x\r\ncontent-disposition: form-data; name=\"file\"\r\n\r\nabc",
        ),
        ("multipart/form-data; boundary=x", b"--x\r\n\r\nabc\r\n--x--\r\n"),
        ("multipart/form-data; boundary=x", b"\0\0\0\0"),
    ] {
        let reply = post().header("content-type", kind).bytes(body).send();
        assert!(matches!(reply.status, 400 | 422), "{reply:?}");
    }
    for kind in ["image/jpeg", "application/json", "text/html", ""] {
        let reply = post().header("content-type", kind).bytes(file.2).send();
        reply.expect_problem(415, "unsupported-media-type");
    }
}
