//! Files that are no photos, or want to be more than that.

use testkit::{Reply, TestApp, on_both_engines};

use super::files::*;
use super::{Stage, add, draft, ids, stored};

on_both_engines!(files_that_are_refused, what_is_hidden_in_a_file_is_not_kept, a_file_that_is_too_long);

fn files_that_are_refused(app: &TestApp) {
    let stage = Stage::open(app);
    let small = picture(16, 16);
    let (good_jpeg, good_png, good_webp) = (jpeg(&small), png(&small.clone().into()), webp(&small));
    let half = |file: &[u8]| file[..file.len() / 2].to_vec();
    let scan = good_jpeg.windows(2).position(|pair| pair == [0xFF, 0xDA]).unwrap();
    let mut broken = good_png.clone();
    let data = broken.windows(4).position(|four| four == b"IDAT").unwrap();
    broken[data + 8] ^= 0xFF;
    let gif = [&b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"[..]]
        .concat();
    let gifar = [&gif[..], b"PK\x03\x04META-INF/MANIFEST.MF"].concat();
    let svg = b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec();
    let html = b"<!doctype html><script>alert(1)</script>".to_vec();
    let apng = with_chunk(&good_png, *b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]);
    let zeros = compressed_zeros();
    let bomb = [&chunk_of_png(8192, 8000)[..], &chunk(*b"IDAT", &zeros), &chunk(*b"IEND", &[])].concat();
    for (what, file, kind, expected) in [
        ("nothing", Vec::new(), Some("image/jpeg"), "required"),
        ("a GIF", gif, None, "picture-unknown"),
        ("a GIF with an archive behind", gifar, Some("image/png"), "picture-unknown"),
        ("an SVG, renamed", svg, Some("image/png"), "picture-unknown"),
        ("HTML that is said to be a picture", html, Some("image/jpeg"), "picture-unknown"),
        ("a PDF", b"%PDF-1.7\n1 0 obj".to_vec(), Some("image/png"), "picture-unknown"),
        ("an archive", b"PK\x03\x04".to_vec(), None, "picture-unknown"),
        ("a picture that is said to be HTML", good_jpeg.clone(), Some("text/html"), "picture-unknown"),
        ("a PNG that is said to be a JPEG", good_png.clone(), Some("image/jpeg"), "picture-mislabelled"),
        ("a JPEG that is said to be a WebP", good_jpeg.clone(), Some("image/webp"), "picture-mislabelled"),
        ("the signature of JPEG alone", b"\xff\xd8\xff".to_vec(), None, "picture-damaged"),
        ("the signature of PNG alone", good_png[..8].to_vec(), None, "picture-damaged"),
        ("the signature of WebP alone", b"RIFF\x04\0\0\0WEBP".to_vec(), None, "picture-damaged"),
        ("half a JPEG", half(&good_jpeg), None, "picture-damaged"),
        ("a JPEG without its last pixels", good_jpeg[..scan + 20].to_vec(), None, "picture-damaged"),
        ("a JPEG without its end", good_jpeg[..good_jpeg.len() - 2].to_vec(), None, "picture-damaged"),
        ("half a PNG", half(&good_png), None, "picture-damaged"),
        ("half a WebP", half(&good_webp), None, "picture-damaged"),
        ("a PNG with a wrong sum", broken, None, "picture-damaged"),
        ("a PNG with nothing in it", png_saying(64, 64), None, "picture-damaged"),
        ("a moving PNG", apng, None, "picture-animated"),
        ("a moving WebP", animated_webp(&good_webp), None, "picture-animated"),
        (
            "a flood of pixels as JPEG",
            jpeg_saying(good_jpeg.clone(), 65_535, 65_535),
            None,
            "picture-too-large",
        ),
        ("a long JPEG", jpeg_saying(good_jpeg.clone(), 8193, 1), None, "picture-too-large"),
        ("a flood of pixels as PNG", png_saying(65_535, 65_535), None, "picture-too-large"),
        ("the largest PNG", png_saying(0x7FFF_FFFF, 0x7FFF_FFFF), None, "picture-too-large"),
        ("a high PNG", png_saying(1, 8193), None, "picture-too-large"),
        ("41 million pixels", png_saying(6404, 6404), None, "picture-too-large"),
        ("65 million black pixels", bomb, None, "picture-too-large"),
        ("a flood of pixels as WebP", webp_saying_much(good_webp.clone()), None, "picture-too-large"),
    ] {
        let reply = stage.send(&file, kind).expect_problem(422, "validation-failed");
        let found = (reply.text_at("/errors/0/pointer"), reply.text_at("/errors/0/code"));
        assert_eq!(found, ("/file", expected), "{what}");
    }
    let listing = stage.company.client().get(&stage.listing).expect(200);
    assert_eq!((ids(listing.at("/photos")), listing.at("/revision").as_i64()), (Vec::new(), Some(1)));
    assert_eq!(stored(app.objects_folder()), Vec::<Vec<u8>>::new());
}

/// The beginning of a gray PNG file.
fn chunk_of_png(width: u32, height: u32) -> Vec<u8> {
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 0, 0, 0, 0]].concat();
    [&b"\x89PNG\r\n\x1a\n"[..], &chunk(*b"IHDR", &header)].concat()
}

/// What must be nowhere in what is stored and served.
const CANARY: &[u8] = b"CANARY-49.6116-6.1319";

/// Good pictures with something hidden: each is taken, and only its pixels are kept.
fn what_is_hidden_in_a_file_is_not_kept(app: &TestApp) {
    let stage = Stage::open(app);
    let client = stage.company.client();
    let small = picture(16, 16);
    let (good_jpeg, good_png, good_webp) = (jpeg(&small), png(&small.clone().into()), webp(&small));
    let behind = |file: &[u8], what: &[u8]| [file, what, CANARY].concat();
    let segment = |marker, head: &[u8]| with_segment(&good_jpeg, marker, &[head, CANARY].concat());
    let bomb = [&b"icc\0\0"[..], &compressed_zeros()].concat();
    let gps = exif(1, CANARY);
    for (what, file) in [
        ("a page behind a JPEG", behind(&good_jpeg, b"<html><script>alert(1)</script>")),
        ("a film behind a JPEG", behind(&good_jpeg, b"\0\0\0\x18ftypmp42")),
        ("an archive behind a PNG", behind(&good_png, b"PK\x03\x04")),
        ("an archive behind a WebP", behind(&good_webp, b"PK\x03\x04")),
        ("a page in the comment of a JPEG", segment(0xFE, b"<script>")),
        (
            "the place in the EXIF of a JPEG",
            with_segment(&good_jpeg, 0xE1, &[b"Exif\0\0", &gps[..]].concat()),
        ),
        ("XMP of a JPEG", segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>")),
        ("a profile of a JPEG", segment(0xE2, b"ICC_PROFILE\0\x01\x01")),
        ("captions of a JPEG", segment(0xED, b"Photoshop 3.0\08BIM")),
        ("the place in the EXIF of a PNG", with_chunk(&good_png, *b"eXIf", &gps)),
        ("a text of a PNG", with_chunk(&good_png, *b"tEXt", &[b"Comment\0", CANARY].concat())),
        ("XMP of a PNG", with_chunk(&good_png, *b"iTXt", &[b"XML:com.adobe.xmp\0\0\0\0\0", CANARY].concat())),
        ("a chunk of nobody in a PNG", with_chunk(&good_png, *b"caNa", CANARY)),
        ("a bomb for a profile of a PNG", with_chunk(&good_png, *b"iCCP", &bomb)),
        ("a bomb for a text of a PNG", with_chunk(&good_png, *b"zTXt", &bomb)),
        ("the place in the EXIF of a WebP", webp_with(0x08, &good_webp, &[(b"EXIF", &gps)])),
        ("XMP of a WebP", webp_with(0x04, &good_webp, &[(b"XMP ", CANARY)])),
    ] {
        let reply = add(client, &draft(&stage.company, &stage.week), &file, None);
        assert_eq!(reply.status, 201, "{what}: {reply:?}");
        for size in ["full", "medium", "thumbnail"] {
            let served = client.get(reply.text_at(&format!("/images/{size}/href"))).expect(200);
            assert!(is_clean(&served.bytes), "{what} is in the {size} file");
        }
    }
    let stored = stored(app.objects_folder());
    assert_eq!(stored.len(), 17 * 3);
    assert!(stored.iter().all(|file| is_clean(file)));
    // The control: the check sees what there is to see.
    assert!(!is_clean(&segment(0xFE, b"")) && !is_clean(&with_segment(&good_jpeg, 0xFE, b"<script>")));
}

/// Nothing of the canary, of markup or of metadata.
fn is_clean(file: &[u8]) -> bool {
    let hidden: [&[u8]; 8] =
        [b"CANARY", b"<script", b"PK\x03\x04", b"ftyp", b"Exif", b"ICC_PROFILE", b"ns.adobe.com", b"iCCP"];
    hidden.iter().all(|one| !file.windows(one.len()).any(|part| part == *one))
}

fn a_file_that_is_too_long(app: &TestApp) {
    let stage = Stage::open(app);
    let most = 10 * 1024 * 1024;
    let padded = |length: usize| {
        let mut file = jpeg(&picture(16, 16));
        file.resize(length, 0);
        file
    };
    let send = |length| -> Reply { stage.send(&padded(length), Some("image/jpeg")) };
    send(most).expect(201);
    send(most + 1).expect_problem(413, "payload-too-large");
    assert_eq!(stored(app.objects_folder()).len(), 3, "what comes behind the picture is not kept");
}
