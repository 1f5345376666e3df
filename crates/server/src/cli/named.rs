//! Who and what is meant at the command line: named, or the only one there is.

use app::Ctx;
use domain::organization::Email;
use domain::policy::{Actor, Viewer};
use domain::week::{ExchangeWeek, Phase};
use persistence::{Reader, StoreError};

use crate::failure::Failure;

/// The organizer with this address, or the only one.
pub(super) fn organizer(ctx: &Ctx, email: Option<&str>) -> Result<Actor, Failure> {
    let found = match email {
        Some(given) => {
            let email =
                Email::parse(given).map_err(|_| Failure::Usage(format!("`{given}` is no e-mail address")))?;
            ask(ctx, |reader| {
                let person = reader.person_by_email(&email)?;
                person.map_or(Ok(None), |person| reader.actor_of(person.id))
            })?
        }
        None => ask(ctx, |reader| match reader.organizers(2)?.as_slice() {
            [only] => reader.actor_of(*only),
            _ => Ok(None),
        })?,
    };
    found.filter(|actor| actor.organizer().is_ok()).ok_or_else(|| {
        Failure::Usage(match email {
            Some(email) => format!("nobody who runs the bourse has the address {email}"),
            None => "say with --staff in whose name: there is not exactly one organizer. `partact staff` \
                     makes the first"
                .to_owned(),
        })
    })
}

/// The exchange week of this reference, or the only one that is not closed.
pub(super) fn week(ctx: &Ctx, reference: Option<&str>) -> Result<ExchangeWeek, Failure> {
    let viewer = Viewer::service();
    if let Some(reference) = reference {
        let found = ask(ctx, |reader| reader.week_by_reference(reference, &viewer))?;
        return found.ok_or_else(|| Failure::Usage(format!("there is no exchange week `{reference}`")));
    }
    let mut open = ask(ctx, |reader| reader.weeks(&viewer, None, 100))?;
    open.retain(|week| week.phase != Phase::Closed);
    match (open.pop(), open.is_empty()) {
        (Some(only), true) => Ok(only),
        _ => Err(Failure::Usage(
            "say with --week which exchange week: there is not exactly one that is open. `partact week` makes \
             one"
            .to_owned(),
        )),
    }
}

fn ask<T>(ctx: &Ctx, question: impl FnOnce(&mut Reader<'_>) -> Result<T, StoreError>) -> Result<T, Failure> {
    ctx.store.read(question).map_err(Failure::of("the database cannot be read"))
}
