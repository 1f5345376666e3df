//! The API as a whole: what handlers share, and the actix application built of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use ::app::{Ctx, Error as AppError};
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{App, Error};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tracing_actix_web::TracingLogger;

use crate::auth::{Keys, Tokens};
use crate::limit::Limiter;
use crate::middleware::{self, Trace};
use crate::page::Cursors;
use crate::problem::{self, Kind, Problem};
use crate::settings::Settings;
use crate::turns::Turns;
use crate::{json, routes};

/// How many documents are typeset at once. It is work for the processor alone, and should leave some of it to
/// the others.
const PRESSES: usize = 2;

/// How long a photo waits to be let in, or a request for one to be served.
const TURN: Duration = Duration::from_millis(500);

/// How many photos arrive at once: each is in memory until it is made smaller.
const UPLOADS: usize = 16;

/// How many photos are decoded at once: each takes some hundred megabytes when it is large.
const PICTURES: usize = 2;

/// How long a photo that has arrived waits to be decoded.
const PICTURE_TURN: Duration = Duration::from_secs(10);

/// How long it may take to decode a photo and to put its files into the store of objects, or to get one: the store
/// ends each request within ten seconds.
const PICTURE_PATIENCE: Duration = Duration::from_secs(45);

/// How many threads of a worker may wait for the store of objects, besides those that wait for the database:
/// however slow the one is, the other stays within reach.
pub const OBJECT_THREADS: usize = 8;

/// What every handler can reach. Cheap to clone; all clones are one.
#[derive(Clone)]
pub struct Api {
    inner: Arc<Inner>,
}

struct Inner {
    ctx: Ctx,
    settings: Settings,
    tokens: Tokens,
    cursors: Cursors,
    limiter: Limiter,
    turns: Turns,
    presses: Turns,
    uploads: Arc<Semaphore>,
    pictures: Arc<Semaphore>,
    object_turns: Arc<Semaphore>,
    ready: AtomicBool,
}

impl Api {
    /// The API over these surroundings. `cursor_key` authenticates the cursors of lists.
    pub fn new(ctx: Ctx, settings: Settings, keys: Keys, cursor_key: [u8; 32]) -> Self {
        let turns = Turns::new(settings.jobs, settings.turn);
        let tokens = Tokens::new(keys, &settings.issuer, &settings.audience, ctx.clock.now());
        let cursors = Cursors::new(cursor_key);
        let limiter = Limiter::new(settings.limits);
        let presses = Turns::new(PRESSES, settings.turn.saturating_mul(10));
        let inner = Inner {
            ctx,
            settings,
            tokens,
            cursors,
            limiter,
            turns,
            presses,
            uploads: Arc::new(Semaphore::new(UPLOADS)),
            pictures: Arc::new(Semaphore::new(PICTURES)),
            // Those that decode a photo wait for the store too.
            object_turns: Arc::new(Semaphore::new(OBJECT_THREADS - PICTURES)),
            ready: AtomicBool::new(true),
        };
        Self { inner: Arc::new(inner) }
    }

    /// Registers all routes and what they need. The middlewares are added by [`app`].
    pub fn configure(&self) -> impl FnOnce(&mut ServiceConfig) + use<> {
        let api = self.clone();
        move |config| {
            config.app_data(Data::new(api.clone())).app_data(web::PayloadConfig::new(json::MOST_BYTES));
            routes::register(config);
        }
    }

    /// Whether `/health/ready` may say so. It falls first when the service stops.
    pub fn set_ready(&self, ready: bool) {
        self.inner.ready.store(ready, Ordering::Release);
    }

    pub(crate) fn ready(&self) -> bool {
        self.inner.ready.load(Ordering::Acquire)
    }

    /// The surroundings of the use cases.
    pub fn ctx(&self) -> &Ctx {
        &self.inner.ctx
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    /// Issues and checks access tokens.
    pub fn tokens(&self) -> &Tokens {
        &self.inner.tokens
    }

    pub(crate) fn cursors(&self) -> &Cursors {
        &self.inner.cursors
    }

    pub(crate) fn limiter(&self) -> &Limiter {
        &self.inner.limiter
    }

    pub(crate) fn turns(&self) -> &Turns {
        &self.inner.turns
    }

    /// Runs a use case where it may block. Only so many run at once. The turn is given back when the use case
    /// ends, even if the client has gone or was told that it takes too long.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Ctx) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, Problem> {
        self.take_turn(&self.inner.turns, job).await
    }

    /// Typesets a document, where it may block. Of these, only a few run at once; they wait longer, since one
    /// takes longer.
    pub(crate) async fn typeset<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Ctx) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, Problem> {
        self.take_turn(&self.inner.presses, job).await
    }

    async fn take_turn<T: Send + 'static>(
        &self,
        turns: &Turns,
        job: impl FnOnce(&Ctx) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, Problem> {
        let busy = || Problem::retry(Kind::Unavailable, 1);
        let turn = turns.take().await.ok_or_else(busy)?;
        self.block(turn, self.inner.settings.patience, job).await
    }

    /// Runs a use case that reads from the store of objects.
    pub(crate) async fn run_object<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Ctx) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, Problem> {
        let turn = turn(&self.inner.object_turns, TURN).await?;
        self.block(turn, PICTURE_PATIENCE, job).await
    }

    /// Runs a use case that decodes a photo and puts it into the store of objects.
    pub(crate) async fn run_picture<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Ctx) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, Problem> {
        let turn = turn(&self.inner.pictures, PICTURE_TURN).await?;
        self.block(turn, PICTURE_PATIENCE, job).await
    }

    /// A place for a photo to arrive in, until it is dropped.
    pub(crate) async fn place_for_upload(&self) -> Result<OwnedSemaphorePermit, Problem> {
        turn(&self.inner.uploads, TURN).await
    }

    async fn block<T: Send + 'static>(
        &self,
        turn: impl Send + 'static,
        patience: Duration,
        job: impl FnOnce(&Ctx) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, Problem> {
        let (ctx, span) = (self.inner.ctx.clone(), tracing::Span::current());
        let done = web::block(move || {
            let _turn = turn;
            span.in_scope(|| job(&ctx))
        });
        let busy = |_| Problem::retry(Kind::Unavailable, 1);
        let done = tokio::time::timeout(patience, done).await.map_err(busy)?;
        Ok(done.map_err(Problem::internal)??)
    }
}

/// A turn, or the word that there is none for now.
async fn turn(turns: &Arc<Semaphore>, patience: Duration) -> Result<OwnedSemaphorePermit, Problem> {
    match tokio::time::timeout(patience, Arc::clone(turns).acquire_owned()).await {
        Ok(Ok(turn)) => Ok(turn),
        _ => Err(Problem::retry(Kind::Unavailable, 1)),
    }
}

/// The application: all routes, within all middlewares.
///
/// A request passes them from the last to the first: it is named and measured, gets its span, and what goes
/// wrong further in is put into words before CORS and the security headers are added.
pub fn app(
    api: &Api,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody + use<>>,
        Error = Error,
        InitError = (),
    > + use<>,
> {
    App::new()
        .configure(api.configure())
        .wrap(middleware::cors(api.settings()))
        .wrap(from_fn(problem::render))
        .wrap(from_fn(middleware::harden))
        .wrap(TracingLogger::<Trace>::new())
        .wrap(from_fn(middleware::measure))
        .wrap(from_fn(middleware::identify))
        .wrap(Compress::default())
        .wrap(from_fn(middleware::tag_encoding))
}
