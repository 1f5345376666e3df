//! A bourse for a test: a fresh database, a clock that is moved by hand, counted ids and randomness.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use app::{Caller, Clock, Ctx, Entropy, Error, person, session};
use domain::id::{IdSource, PersonId, SessionId};
use domain::person::{Person, PersonDraft};
use domain::policy::StaffRole;
use jiff::{SignedDuration, Timestamp};
use persistence::{DatabaseUrl, Store, StoreError};
use secrecy::SecretString;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// When every test begins.
pub(crate) const NOW: &str = "2026-05-04T08:00:00Z";

const SCHEMA: &str = include_str!("../../../../migrations/postgresql/20261124000000_bourse/up.sql");

/// The use cases on a fresh database.
pub(crate) struct Bourse {
    pub(crate) ctx: Ctx,
    pub(crate) clock: Arc<HandClock>,
}

/// Runs a test on SQLite and on PostgreSQL.
pub(crate) fn on_both(test: impl Fn(&Bourse)) {
    let file = SqliteFile::new();
    test(&Bourse::on(&format!("sqlite:{}", file.0.display())));
    let template = format!("partact_app_{:02x?}", &Sha256::digest(SCHEMA)[..4]);
    let template = template.replace(|c: char| !c.is_ascii_alphanumeric(), "_");
    let database = testkit::postgres::fresh_database(&template, |url| {
        open(url).migrate().unwrap();
    });
    test(&Bourse::on(&database.url));
}

fn open(url: &str) -> Store {
    Store::open(&url.parse::<DatabaseUrl>().unwrap(), 4).unwrap()
}

impl Bourse {
    fn on(url: &str) -> Self {
        let store = open(url);
        store.migrate().unwrap();
        let clock = Arc::new(HandClock::at(NOW.parse().unwrap()));
        let (ids, entropy) = (Arc::new(Counted::default()), Arc::new(Counted::default()));
        let hand: Arc<dyn Clock> = clock.clone();
        let (objects, security) = (Arc::new(app::objects::Nowhere), app::Security::default());
        Self { ctx: Ctx { store, clock: hand, ids, entropy, objects, security }, clock }
    }

    /// An account of staff, logged in.
    pub(crate) fn staff(&self, email: &str, password: &str, role: StaffRole) -> Caller {
        self.try_staff(email, password, role).unwrap();
        self.login(email, password)
    }

    pub(crate) fn try_staff(&self, email: &str, password: &str, role: StaffRole) -> Result<Person, Error> {
        let draft = PersonDraft::parse(email, "Somebody", "").unwrap();
        person::create_staff(&self.ctx, &draft, &SecretString::from(password), role)
    }

    pub(crate) fn login(&self, email: &str, password: &str) -> Caller {
        let opened = session::open(&self.ctx, email, &SecretString::from(password)).unwrap();
        self.caller(opened.person, opened.session)
    }

    #[expect(clippy::unused_self, reason = "reads as the others do")]
    pub(crate) fn caller(&self, person: PersonId, session: SessionId) -> Caller {
        Caller { person, session, request_id: None }
    }

    /// The same account, no longer of staff.
    pub(crate) fn without_staff_role(&self, caller: &Caller) -> Caller {
        let occasion = domain::audit::Occasion {
            at: self.clock.now(),
            cause: domain::audit::Cause::System,
            request_id: None,
        };
        let done: Result<(), StoreError> = self.ctx.store.write(&occasion, &*self.ctx.ids, |tx| {
            let before = tx.person(caller.person)?.unwrap();
            let after = Person { staff_role: None, revision: before.revision.next(), ..before.clone() };
            let subject = domain::audit::Subject::Person(before.id);
            let change = domain::audit::Change::new(subject, after.revision, "person.staff_role_changed");
            tx.save_person(&after, before.revision, &change)
        });
        done.unwrap();
        caller.clone()
    }
}

/// A clock that is moved by hand.
pub(crate) struct HandClock(std::sync::Mutex<Timestamp>);

impl HandClock {
    fn at(now: Timestamp) -> Self {
        Self(std::sync::Mutex::new(now))
    }

    pub(crate) fn advance(&self, by: SignedDuration) {
        *self.0.lock().unwrap() += by;
    }
}

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

/// Ids and randomness that count.
#[derive(Default)]
struct Counted(AtomicU64);

impl Counted {
    fn count(&self) -> u64 {
        self.0.fetch_add(1, Ordering::SeqCst) + 1
    }
}

impl IdSource for Counted {
    fn next(&self) -> Uuid {
        Uuid::from_u128(self.count().into())
    }
}

impl Entropy for Counted {
    fn fill(&self, bytes: &mut [u8]) {
        let seed = Sha256::digest(self.count().to_be_bytes());
        bytes.iter_mut().zip(seed.iter().cycle()).for_each(|(byte, seed)| *byte = *seed);
    }
}

/// A file of a database of its own, with what SQLite puts beside it; gone when dropped.
struct SqliteFile(PathBuf);

impl SqliteFile {
    fn new() -> Self {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let number = NUMBER.fetch_add(1, Ordering::SeqCst);
        let name = format!("partact_app_{}_{number}.db", std::process::id());
        let file = std::env::temp_dir().join(name);
        Self::remove(&file);
        Self(file)
    }

    fn remove(file: &std::path::Path) {
        for end in ["", "-wal", "-shm"] {
            let mut name = file.as_os_str().to_owned();
            name.push(end);
            // It may never have been there.
            let _ = std::fs::remove_file(name);
        }
    }
}

impl Drop for SqliteFile {
    fn drop(&mut self) {
        Self::remove(&self.0);
    }
}
