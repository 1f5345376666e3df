//! `partact demo`: the bourse with something on it, for whoever wants to look around.

use std::io::IsTerminal as _;
use std::time::Duration;

use app::demo::{Demo, DemoError, ORGANIZER, PASSWORD, Party, Progress, Ready, Synthetic};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::output;
use crate::config::{Config, Flags};
use crate::failure::Failure;
use crate::signals::Signals;
use crate::{Service, logging, mail, surroundings};

/// Where the demonstration is kept: never in the database that the environment or a file names, for that may
/// be a real one.
const DATABASE: &str = "sqlite:partact-demo.db";

/// What can be said to `demo`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    flags: Flags<true>,
    /// Makes a synthetic week with so many listings instead of the demo evening.
    #[arg(long, value_name = "NUMBER")]
    listings: Option<u32>,
    /// How many organizations the synthetic week has; one for ten listings, if not said.
    #[arg(long, value_name = "NUMBER")]
    organizations: Option<u32>,
    /// What the synthetic week is drawn from: the same seed makes the same week.
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,
    /// Loads the demonstration and ends, without serving it.
    #[arg(long)]
    load_only: bool,
}

impl Arguments {
    fn demo(&self) -> Result<Demo, Failure> {
        let Self { listings, organizations, seed, .. } = *self;
        if listings.is_none() && organizations.is_none() && seed.is_none() {
            return Ok(Demo::Evening);
        }
        // Ten for each organization, as many as there would be the other way round.
        let listings = listings.unwrap_or_else(|| organizations.unwrap_or(100).saturating_mul(10));
        let size = Synthetic::new(listings, organizations, seed.unwrap_or(1));
        size.map(Demo::Synthetic).map_err(|error| Failure::Usage(error.to_string()))
    }
}

/// Serves the demonstration until it is told to stop.
pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let demo = arguments.demo()?;
    let sources = arguments.flags.sources_with(&[("database", DATABASE.to_owned())]);
    let (config, _) = Config::load(&sources)?;
    logging::start(&config);
    let store = super::open(&config)?;
    store.migrate().map_err(Failure::of("the schema cannot be brought up to date"))?;
    let ctx = surroundings::with_objects(&config, store)?;
    let bar = std::io::stderr().is_terminal().then(bar);
    let ready = demo.prepare(&ctx, &mut |progress| show(bar.as_ref(), progress));
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    let ready = ready.map_err(|error| refused(error, &config))?;
    if ready.loaded {
        demo.draw_pictures(&ctx, &ready).map_err(|error| refused(error, &config))?;
    }
    let found = if ready.loaded { "loaded into" } else { "found in" };
    output::line(&format!("{}: {found} {}", ready.week.name.as_str(), config.database));
    if arguments.load_only {
        return Ok(());
    }

    let service = Service::start(&config, ctx)?;
    let signals = Signals::listen().map_err(Failure::of("signals cannot be received"))?;
    output::write(&greeting(&service, &config, &ready));
    let drain = Duration::from_secs(u64::from(config.drain_seconds.get()));
    signals.wait_for_end(drain, || service.announce_stop());
    service.stop();
    Ok(())
}

/// Why there is no demonstration, and what helps.
fn refused(error: DemoError, config: &Config) -> Failure {
    let advice = "choose another with --database, such as --database sqlite:another-demo.db";
    match error {
        DemoError::Failed(_) | DemoError::Import(_) => {
            Failure::of(format!("the demonstration cannot be loaded into {}", config.database))(error)
        }
        DemoError::Unfinished => {
            let message = format!("{}: {error}; remove the database, or {advice}", config.database);
            Failure::Usage(message)
        }
        DemoError::Occupied | DemoError::Another(_) => {
            Failure::Usage(format!("{}: {error}; {advice}", config.database))
        }
    }
}

/// Where to look, whom to log in as, and three lines to begin with.
fn greeting(service: &Service, config: &Config, ready: &Ready) -> String {
    let Ready { week, company, association, .. } = ready;
    let address = service.address();
    let base = format!("http://{address}");
    let mails = mail::whereto(config);
    let metrics = service.metrics_address().map_or("off".to_owned(), |at| format!("http://{at}/metrics"));
    let login = |role: &str, who: &str, email: &str| format!("  {role:<12} {email:<40} {PASSWORD}   {who}");
    let logins = [
        login("association", &association.name, &association.email),
        login("company", &company.name, &company.email),
        login("organizer", "runs the week", ORGANIZER),
    ]
    .join("\n");
    let commands = lines(&base, &week.id.to_string(), company).join("\n");
    format!(
        "\nAddresses\n  API          {base}/v1/listings\n  docs         {base}/docs\n  \
         OpenAPI      {base}/openapi.json\n  metrics      {metrics}\n  mails        {mails}\n\n\
         Logins (e-mail, password)\n{logins}\n\n\
         To try in another shell: log in as the company, list what is published, post an offer as a draft\n\
         {commands}\n\n"
    )
}

/// Three commands for a shell with `curl` and `sed`. Sent again under its key, the third posts nothing more.
fn lines(base: &str, week: &str, company: &Party) -> [String; 3] {
    let (email, organization) = (&company.email, company.id);
    let json = "-H 'Content-Type: application/json'";
    [
        format!(
            "TOKEN=$(curl -s {base}/v1/auth/sessions {json} \
             -d '{{\"email\":\"{email}\",\"password\":\"{PASSWORD}\"}}' \
             | sed -n 's/.*\"access_token\": *\"\\([^\"]*\\)\".*/\\1/p'); echo \"$TOKEN\""
        ),
        format!("curl -s '{base}/v1/listings?limit=5'"),
        format!(
            "curl -s {base}/v1/listings -H \"Authorization: Bearer $TOKEN\" \
             -H 'Idempotency-Key: demo-{week}' {json} \
             -d '{{\"organization_id\":\"{organization}\",\"exchange_week_id\":\"{week}\",\
             \"direction\":\"offer\",\"details\":{{\"type\":\"goods\",\"condition\":\"good\"}},\
             \"category\":\"furniture\",\"original_language\":\"en\",\
             \"texts\":{{\"en\":{{\"title\":\"Six oak stools\",\"description\":\"Made by our apprentices.\"}}}},\
             \"place\":\"mersch\",\"quantity\":{{\"value\":\"6\",\"unit\":\"piece\"}}}}'"
        ),
    ]
}

/// A bar for a terminal; elsewhere nothing is drawn.
fn bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{msg:<14} {wide_bar} {human_pos}/{human_len} {eta}");
    let bar = ProgressBar::new(0);
    if let Ok(style) = style {
        bar.set_style(style);
    }
    bar
}

fn show(bar: Option<&ProgressBar>, Progress { what, done, of }: Progress) {
    if let Some(bar) = bar {
        bar.set_length(of);
        bar.set_position(done);
        bar.set_message(what);
    }
}
