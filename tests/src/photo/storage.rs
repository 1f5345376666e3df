//! The store of objects and the database, which do not fail together.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use app::Ctx;
use app::objects::{ObjectError, ObjectKey, ObjectStore};
use domain::photo::MOST_BYTES;
use jiff::SignedDuration;
use testkit::{TestApp, on_both_engines};

use super::{Stage, add, files, stored};

on_both_engines!(
    a_store_that_is_away_is_503,
    what_stops_between_file_and_row_leaves_no_photo,
    files_go_after_their_rows,
    the_room_of_an_organization_ends,
);

/// A store that can be away: wholly, or only for what is written.
struct Moody {
    inner: Arc<dyn ObjectStore>,
    away: AtomicBool,
}

impl Moody {
    fn over(app: &TestApp) -> (Arc<Self>, Ctx) {
        let moody = Arc::new(Self { inner: app.ctx.objects.clone(), away: AtomicBool::new(false) });
        (moody.clone(), Ctx { objects: moody, ..app.ctx.clone() })
    }

    fn go(&self, away: bool) {
        self.away.store(away, Ordering::SeqCst);
    }

    fn ask<T>(
        &self,
        key: &ObjectKey,
        ask: impl FnOnce(&dyn ObjectStore) -> Result<T, ObjectError>,
    ) -> Result<T, ObjectError> {
        if self.away.load(Ordering::SeqCst) {
            return Err(ObjectError { doing: "reach", key: key.clone(), source: "away".into() });
        }
        ask(&*self.inner)
    }
}

impl ObjectStore for Moody {
    fn put(&self, key: &ObjectKey, bytes: Vec<u8>) -> Result<(), ObjectError> {
        self.ask(key, |inner| inner.put(key, bytes))
    }

    fn get(&self, key: &ObjectKey, most: usize) -> Result<Option<Vec<u8>>, ObjectError> {
        self.ask(key, |inner| inner.get(key, most))
    }

    fn delete(&self, key: &ObjectKey) -> Result<(), ObjectError> {
        self.ask(key, |inner| inner.delete(key))
    }

    fn exists(&self, key: &ObjectKey) -> Result<bool, ObjectError> {
        self.ask(key, |inner| inner.exists(key))
    }
}

fn a_store_that_is_away_is_503(app: &TestApp) {
    let stage = Stage::open(app);
    let (store, ctx) = Moody::over(app);
    let server = app.server_over(ctx.clone());
    let client = server.client_of(&stage.company.owner);
    let file = files::jpeg(&files::picture(20, 20));
    let photo = add(&client, &stage.listing, &file, None).expect(201);
    let href = photo.text_at("/images/full/href");
    store.go(true);
    for reply in [client.get(href), add(&client, &stage.listing, &file, None)] {
        let reply = reply.expect_problem(503, "unavailable");
        assert!(reply.header("retry-after").is_some(), "{reply:?}");
    }
    // Who has the file already is answered without the store, and all else goes on.
    let tag = format!("\"{}-full\"", photo.text_at("/id"));
    client.request("GET", href).header("if-none-match", &tag).send().expect(304);
    client.get(&stage.listing).expect(200);
    store.go(false);
    client.get(href).expect(200);
    let listing = client.get(&stage.listing).expect(200);
    assert_eq!(listing.at("/photos").as_array().unwrap().len(), 1, "what failed left nothing to see");
}

/// The service stops after the files are put and before the row is committed: here, the listing is closed
/// while the files are on their way, so that the command that would make the row is refused.
fn what_stops_between_file_and_row_leaves_no_photo(app: &TestApp) {
    struct Closing {
        inner: Arc<dyn ObjectStore>,
        close: Box<dyn Fn() + Send + Sync>,
    }
    impl ObjectStore for Closing {
        fn put(&self, key: &ObjectKey, bytes: Vec<u8>) -> Result<(), ObjectError> {
            if key.as_str().ends_with("thumbnail") {
                (self.close)();
            }
            self.inner.put(key, bytes)
        }
        fn get(&self, key: &ObjectKey, most: usize) -> Result<Option<Vec<u8>>, ObjectError> {
            self.inner.get(key, most)
        }
        fn delete(&self, key: &ObjectKey) -> Result<(), ObjectError> {
            self.inner.delete(key)
        }
        fn exists(&self, key: &ObjectKey) -> Result<bool, ObjectError> {
            self.inner.exists(key)
        }
    }
    let stage = Stage::open(app);
    let (client, listing) = (app.client_of(&stage.company.owner), stage.listing.clone());
    let close = move || {
        let etag = client.get(&listing).expect(200).etag().to_owned();
        client.request("DELETE", &listing).if_match(&etag).send().expect(204);
    };
    let objects = Arc::new(Closing { inner: app.ctx.objects.clone(), close: Box::new(close) });
    let server = app.server_over(Ctx { objects, ..app.ctx.clone() });
    let client = server.client_of(&stage.company.owner);
    let file = files::jpeg(&files::picture(20, 20));
    add(&client, &stage.listing, &file, None).expect_problem(409, "invalid-transition");
    assert_eq!(client.get(&stage.listing).expect(200).at("/photos").as_array().unwrap().len(), 0);
    assert_eq!(stored(app.objects_folder()).len(), 3, "the files are there, and nobody knows them");
    app.sweep();
    assert_eq!(stored(app.objects_folder()).len(), 3, "a request could still be running");
    app.clock.advance(SignedDuration::from_hours(1));
    app.sweep();
    assert_eq!(stored(app.objects_folder()).len(), 0);
}

fn files_go_after_their_rows(app: &TestApp) {
    let stage = Stage::open(app);
    let (store, ctx) = Moody::over(app);
    let (kept, gone) = (stage.add(), stage.add());
    app.clock.advance(SignedDuration::from_hours(2));
    app.sweep();
    assert_eq!(stored(app.objects_folder()).len(), 6, "what has a row stays");
    let client = stage.company.client();
    let path = gone.header("location").unwrap();
    let etag = client.get(path).expect(200).etag().to_owned();
    client.request("DELETE", path).if_match(&etag).send().expect(200);
    assert_eq!(stored(app.objects_folder()).len(), 6);
    // A sweep that finds the store away is repeated, but not at once: another server may be at it.
    store.go(true);
    app::photo::sweep_removals(&ctx, 10).unwrap_err();
    store.go(false);
    assert_eq!(app::photo::sweep_removals(&ctx, 10).unwrap(), 0);
    app.clock.advance(SignedDuration::from_mins(10));
    assert_eq!(app::photo::sweep_removals(&ctx, 10).unwrap(), 1);
    assert_eq!(stored(app.objects_folder()).len(), 3);
    client.get(kept.text_at("/images/full/href")).expect(200);
    assert_eq!(app::photo::sweep_removals(&ctx, 10).unwrap(), 0, "it is done once");
}

/// The room is moved by one statement with a check behind it; what is nearly full refuses the next photo, and
/// gives its room back when one goes.
fn the_room_of_an_organization_ends(app: &TestApp) {
    let stage = Stage::open(app);
    let photo = stage.add();
    let organization = stage.company.organization;
    let occupy = |bytes: i64| {
        let occasion = domain::audit::Occasion {
            at: app.ctx.clock.now(),
            cause: domain::audit::Cause::System,
            request_id: None,
        };
        let moved = app.ctx.store.write::<_, app::Error>(&occasion, &*app.ctx.ids, |tx| {
            Ok(tx.move_photo_room(organization, bytes)?)
        });
        moved.unwrap();
    };
    // All that there is but for what the photo takes, and a little.
    let taken: usize = stored(app.objects_folder()).iter().map(Vec::len).sum();
    let most = i64::try_from(MOST_BYTES).unwrap() - i64::try_from(taken).unwrap() - 1000;
    occupy(most);
    let refused = stage.send(&files::jpeg(&files::picture(640, 480)), None);
    let refused = refused.expect_problem(409, "photo-room-exceeded");
    assert_eq!(refused.at("/max"), 200);
    let path = photo.header("location").unwrap();
    let client = stage.company.client();
    let etag = client.get(path).expect(200).etag().to_owned();
    client.request("DELETE", path).if_match(&etag).send().expect(200);
    stage.add();
    occupy(-most);
}
