//! The service at work: its HTTP server, the metrics beside it, and the jobs, each on threads of its own.
//!
//! Nothing here is kept in memory that another server on the same database would need.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use actix_web::dev::{Server, ServerHandle};
use actix_web::rt::System;
use actix_web::{App, HttpServer};
use app::Ctx;
use app::job::Desk;
use http::{Api, Keys};
use secrecy::ExposeSecret;

use crate::config::{Auto, Config, Switch};
use crate::failure::Failure;
use crate::jobs::{Jobs, Workers};
use crate::{mail, metrics};

/// How long a client may take to send the head of its request.
const REQUEST_HEAD: Duration = Duration::from_secs(10);

/// How long a connection waits for another request. Longer than proxies wait, so that it is they who end
/// it: the other way round, a request crosses the end of its connection.
const KEEP_ALIVE: Duration = Duration::from_secs(75);

/// How long the workers wait for requests that are still running when they are told to stop, in seconds.
const LAST_REQUESTS: u64 = 10;

/// A running service. Dropping it leaves it running; [`Service::stop`] ends it.
pub struct Service {
    api: Api,
    address: SocketAddr,
    metrics_address: Option<SocketAddr>,
    servers: Vec<(ServerHandle, JoinHandle<()>)>,
    jobs: Jobs,
    desk: Arc<Desk>,
    workers: Workers,
}

impl Service {
    /// Starts it over these surroundings, whose store is migrated.
    pub fn start(config: &Config, ctx: Ctx) -> Result<Self, Failure> {
        let ctx = Ctx { security: config.security(), ..ctx };
        app::search::catch_up(&ctx).map_err(Failure::of("the texts cannot be analysed"))?;
        let api = api(config, ctx.clone())?;
        let desk = Arc::new(desk(config, ctx.clone())?);
        let (listener, address) = listen(config.listen)?;
        let metrics = match config.metrics_listen {
            Switch::Off => None,
            Switch::On(address) => Some(listen(address)?),
        };
        let mut servers = vec![spawn("http", {
            let (api, config) = (api.clone(), config.clone());
            move || http_server(&api, &config, listener)
        })?];
        let metrics_address = metrics.as_ref().map(|(_, address)| *address);
        if let Some((listener, _)) = metrics {
            metrics::start();
            servers.push(spawn("metrics", move || metrics_server(listener))?);
        }
        let every = Duration::from_secs(u64::from(config.jobs_seconds.get()));
        let jobs = Jobs::start(ctx, every).map_err(Failure::of("the jobs' thread cannot be started"))?;
        let workers = Workers::start(&desk, config.job_workers.get())
            .map_err(Failure::of("the workers' threads cannot be started"))?;
        Ok(Self { api, address, metrics_address, servers, jobs, desk, workers })
    }

    /// What its workers work with.
    pub fn desk(&self) -> &Desk {
        &self.desk
    }

    /// Where it listens: with the port that was found when none was asked for.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where the metrics are.
    pub const fn metrics_address(&self) -> Option<SocketAddr> {
        self.metrics_address
    }

    /// What its handlers share.
    pub const fn api(&self) -> &Api {
        &self.api
    }

    /// Says no at `/health/ready` from now on, so that nobody sends new clients; those who come are served.
    pub fn announce_stop(&self) {
        self.api.set_ready(false);
    }

    /// Takes no more connections, waits for the requests that are running, and ends the jobs.
    pub fn stop(self) {
        self.end(true);
    }

    /// Ends without waiting for anybody's request. For tests.
    pub fn abort(self) {
        self.end(false);
    }

    fn end(self, graceful: bool) {
        self.announce_stop();
        for (handle, _) in &self.servers {
            // The command is sent by the call; the threads end when it is carried out.
            drop(handle.stop(graceful));
        }
        for (_, thread) in self.servers {
            if thread.join().is_err() {
                tracing::error!("a server's thread had panicked");
            }
        }
        self.workers.stop();
        self.jobs.stop();
    }
}

/// What the workers share.
fn desk(config: &Config, ctx: Ctx) -> Result<Desk, Failure> {
    let pages = match &config.pages_url {
        Auto::Given(url) => Some(url.to_string()),
        Auto::Auto => None,
    };
    Ok(Desk { ctx, mailer: mail::mailer(config)?, pages, stopping: Arc::default() })
}

/// What the handlers share, with the secrets of the database.
fn api(config: &Config, ctx: Ctx) -> Result<Api, Failure> {
    let keys = Keys::load(&ctx).map_err(Failure::of("the keys of access tokens cannot be read or made"))?;
    let cursors = secret(&ctx, "cursors")?;
    let settings = http::Settings {
        public_url: match &config.public_url {
            Auto::Given(url) => Some(url.url().clone()),
            Auto::Auto => None,
        },
        allowed_origins: config.allowed_origins.0.iter().map(ToString::to_string).collect(),
        issuer: config.issuer(),
        audience: config.token_audience.to_string(),
        trusted_proxies: config.trusted_proxies.0.clone(),
        limits: config.limits(),
        jobs: config.worker_count() * config.blocking_thread_count(),
        ..http::Settings::default()
    };
    Ok(Api::new(ctx, settings, keys, cursors))
}

/// 32 bytes that every server on this database shares, made by the first.
fn secret(ctx: &Ctx, name: &str) -> Result<[u8; 32], Failure> {
    let drawn = || {
        let mut bytes = vec![0; 32];
        ctx.entropy.fill(&mut bytes);
        bytes
    };
    let stored = app::secret::load_or_create(ctx, name, drawn)
        .map_err(Failure::of("the secrets cannot be read or made"))?;
    stored.expose_secret().try_into().map_err(Failure::of(format!("the secret {name} has not 32 bytes")))
}

fn http_server(api: &Api, config: &Config, listener: TcpListener) -> io::Result<Server> {
    let workers = config.worker_count();
    let api = api.clone();
    let server = HttpServer::new(move || http::app(&api))
        .workers(workers)
        .worker_max_blocking_threads(config.blocking_thread_count() + http::OBJECT_THREADS)
        .max_connections(config.max_connections.size().div_ceil(workers))
        .keep_alive(KEEP_ALIVE)
        .client_request_timeout(REQUEST_HEAD)
        .shutdown_timeout(LAST_REQUESTS)
        .disable_signals()
        .listen(listener)?;
    Ok(server.run())
}

fn metrics_server(listener: TcpListener) -> io::Result<Server> {
    let server = HttpServer::new(|| App::new().configure(metrics::configure))
        .workers(1)
        .max_connections(64)
        .client_request_timeout(REQUEST_HEAD)
        .shutdown_timeout(1)
        .disable_signals()
        .listen(listener)?;
    Ok(server.run())
}

fn listen(address: SocketAddr) -> Result<(TcpListener, SocketAddr), Failure> {
    let cannot = || Failure::of(format!("cannot listen on {address}"));
    let listener = TcpListener::bind(address).map_err(cannot())?;
    let bound = listener.local_addr().map_err(cannot())?;
    Ok((listener, bound))
}

/// Runs a server on a thread of its own; returns when it takes connections.
fn spawn(
    name: &'static str,
    build: impl FnOnce() -> io::Result<Server> + Send + 'static,
) -> Result<(ServerHandle, JoinHandle<()>), Failure> {
    let cannot = || Failure::of(format!("the {name} server cannot be started"));
    let (sender, started): (Sender<io::Result<ServerHandle>>, Receiver<_>) = channel();
    let thread = std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(move || run(name, build, &sender))
        .map_err(cannot())?;
    let handle = started.recv().map_err(io::Error::other).flatten().map_err(cannot())?;
    Ok((handle, thread))
}

fn run(
    name: &'static str,
    build: impl FnOnce() -> io::Result<Server>,
    started: &Sender<io::Result<ServerHandle>>,
) {
    System::new().block_on(async {
        match build() {
            Ok(server) => {
                // Whoever asked for the server may have gone; then nobody will stop it, and so be it.
                drop(started.send(Ok(server.handle())));
                if let Err(error) = server.await {
                    tracing::error!(name, %error, "the server ended");
                }
            }
            Err(error) => drop(started.send(Err(error))),
        }
    });
}
