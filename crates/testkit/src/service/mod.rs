//! The whole service in a test: the same wiring as `partact serve`, on a free port, over a database of its
//! own, with a clock that only the test moves.
//!
//! ```no_run
//! # extern crate partact_testkit as testkit;
//! use testkit::{Client, TestApp, on_both_engines};
//!
//! on_both_engines!(the_contract_is_served);
//!
//! fn the_contract_is_served(app: &TestApp) {
//!     app.client().get("/openapi.json").expect(200);
//! }
//! # fn main() {}
//! ```

mod client;
mod clock;
mod database;
mod mailbox;
mod people;

use std::sync::Arc;

use app::job::Desk;
use app::{Caller, Ctx};
use server::Service;
use server::config::{Config, Sources};

pub use client::{Client, Exchange, Reply};
pub use clock::{CountedIds, FixedClock, START};
pub use database::Engine;
use database::{Folder, TestDatabase};
pub use mailbox::Mail;
pub use people::{Login, Member, PASSWORD};

/// How a test wants its service.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'o> {
    /// Whether new ids are 1, 2, 3 …, so that what is compared with a stored text stays the same. The
    /// usual ones ascend with the time.
    pub counted_ids: bool,
    /// Settings that differ from a test's usual ones, by their names in the file.
    pub settings: &'o [(&'static str, &'o str)],
}

/// A service, and all around it. Dropping it ends the service and removes its database.
pub struct TestApp {
    /// The surroundings of the service, to call use cases without HTTP.
    pub ctx: Ctx,
    /// The clock of the service.
    pub clock: Arc<FixedClock>,
    // The order counts: the server ends before its database goes.
    server: Server,
    config: Config,
    mailbox: Folder,
    database: TestDatabase,
    folder: tempfile::TempDir,
}

impl TestApp {
    /// Starts a service.
    pub fn start(engine: Engine) -> Self {
        Self::start_with(engine, Options::default())
    }

    /// Starts a service that differs from the usual one.
    pub fn start_with(engine: Engine, options: Options<'_>) -> Self {
        let database = TestDatabase::new(engine);
        let clock = Arc::new(FixedClock::new());
        let folder = tempfile::tempdir().expect("a folder for the objects of a test");
        let place = objects::Place::Folder(folder.path().to_path_buf());
        let mut ctx = server::surroundings::real(database.open());
        ctx.objects = Arc::new(objects::Objects::open(&place).expect("a store of objects in a folder"));
        ctx.clock = clock.clone();
        if options.counted_ids {
            ctx.ids = Arc::new(CountedIds::default());
        }
        let mailbox = Folder::new();
        let config = config(options.settings, &mailbox);
        let server = Server::start(&config, ctx.clone());
        Self { ctx, clock, server, config, mailbox, database, folder }
    }

    /// Which database is behind it.
    pub const fn engine(&self) -> Engine {
        self.database.engine()
    }

    /// Where it is: `http://127.0.0.1:12345`.
    pub fn url(&self) -> &str {
        self.server.url()
    }

    /// Somebody who has not logged in.
    pub fn client(&self) -> Client {
        self.server.client()
    }

    /// The same person with connections of their own.
    pub fn client_of(&self, login: &Login) -> Client {
        self.server.client_of(login)
    }

    /// Another server on the same database, with connections of its own; it shares nothing but the clock.
    pub fn another_server(&self) -> Server {
        let ctx = Ctx { store: self.database.connect(), ..self.ctx.clone() };
        self.server_over(ctx)
    }

    /// Another server over these surroundings, which may differ from the usual ones.
    pub fn server_over(&self, ctx: Ctx) -> Server {
        Server::start(&self.config, ctx)
    }

    /// Where the database is, for other programs.
    pub fn database_url(&self) -> String {
        self.database.url()
    }

    /// Where the service keeps its objects.
    pub fn objects_folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Runs the background jobs now, until nothing is left to do. How many rows changed.
    pub fn sweep(&self) -> usize {
        server::jobs::sweep(&self.ctx).expect("the jobs run")
    }

    /// Does the jobs of the queue that are due now, until none is left. How many there were. In a test nobody
    /// else does them.
    pub fn work(&self) -> usize {
        server::jobs::work_off(self.server.desk()).expect("the queue can be worked off")
    }

    /// The mails that were sent so far, the oldest first.
    pub fn mails(&self) -> Vec<Mail> {
        mailbox::read(self.mailbox.path())
    }

    /// Works the queue off, and gives the mails to this address that were sent by it, the oldest first.
    pub fn new_mails(&self, to: &str) -> Vec<Mail> {
        let before: Vec<_> = self.mails().into_iter().map(|mail| mail.file).collect();
        self.work();
        let new = self.mails().into_iter().filter(|mail| !before.contains(&mail.file));
        new.filter(|mail| mail.to == to).collect()
    }

    /// Fails the test when any invariant is broken.
    pub fn check_invariants(&self) {
        let findings = self.ctx.store.check_invariants().expect("the database can be checked");
        let broken: Vec<_> = findings.iter().filter(|finding| !finding.rows.is_empty()).collect();
        assert!(broken.is_empty(), "invariants are broken: {broken:#?}");
    }
}

/// A running server of a test.
pub struct Server {
    service: Option<Service>,
    url: String,
}

impl Server {
    fn start(config: &Config, ctx: Ctx) -> Self {
        let service = Service::start(config, ctx).unwrap_or_else(|failure| panic!("no service: {failure:?}"));
        let url = format!("http://{}", service.address());
        Self { service: Some(service), url }
    }

    /// Where it is.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Does the jobs of the queue that are due now, on this server.
    pub fn work(&self) -> usize {
        server::jobs::work_off(self.desk()).expect("the queue can be worked off")
    }

    /// What its workers work with.
    pub fn desk(&self) -> &Desk {
        self.service.as_ref().expect("the server runs").desk()
    }

    /// Somebody who has not logged in.
    pub fn client(&self) -> Client {
        Client::new(&self.url)
    }

    /// The same person at this server, with the same login.
    pub fn client_of(&self, login: &Login) -> Client {
        self.signed(&login.caller)
    }

    /// A client with a login. It gets a fresh access token for each request, so that a test may move the
    /// clock without logging in again.
    fn signed(&self, caller: &Caller) -> Client {
        let api = self.service.as_ref().expect("the server runs").api().clone();
        let (person, session) = (caller.person, caller.session);
        Client::new(&self.url).with_token(move || {
            let (now, ids) = (api.ctx().clock.now(), api.ctx().ids.clone());
            api.tokens().issue(person, session, now, &*ids).expect("a token can be issued").token
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(service) = self.service.take() {
            service.abort();
        }
    }
}

/// The usual settings of a test, and what differs from them.
fn config(settings: &[(&'static str, &str)], mailbox: &Folder) -> Config {
    let mail = format!("files:{}", mailbox.path().display());
    // The first of a name counts.
    let usual = [
        ("listen", "127.0.0.1:0"),
        ("metrics_listen", "off"),
        ("workers", "2"),
        ("connections", "4"),
        ("jobs_seconds", "3600"),
        ("job_workers", "0"),
        ("mail", mail.as_str()),
        ("drain_seconds", "0"),
        ("requests_per_minute", "off"),
        ("logins_per_minute", "off"),
    ];
    let given: Vec<_> =
        settings.iter().copied().chain(usual).map(|(name, value)| (name, value.to_owned())).collect();
    let mut sources = Sources::default();
    sources.flags(&given);
    let (config, _) = Config::load(&sources).unwrap_or_else(|error| panic!("{error}"));
    config
}

/// Makes a module of two tests of each function `fn(&TestApp)`: one on SQLite, one on PostgreSQL. After the
/// function the invariants are checked.
#[macro_export]
macro_rules! on_both_engines {
    ($($test:ident),+ $(,)?) => {$(
        mod $test {
            #[test]
            fn on_sqlite() {
                let app = $crate::TestApp::start($crate::Engine::Sqlite);
                super::$test(&app);
                app.check_invariants();
            }

            #[test]
            fn on_postgresql() {
                let app = $crate::TestApp::start($crate::Engine::PostgreSql);
                super::$test(&app);
                app.check_invariants();
            }
        }
    )+};
}
