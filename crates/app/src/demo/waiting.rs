//! What waits for staff in the demo evening: a change whose words ask for money, a listing with an address in
//! it, and a report. So an organizer who looks around sees a queue.

use domain::fault::Faults;
use domain::id::ExchangeWeekId;
use domain::listing::{Content, Draft, Listing, field};
use domain::moderation::Grounds;
use domain::text::{Bounds, Prose};
use domain::vocabulary::Locale;
use persistence::ListingFilter;
use secrecy::SecretString;

use super::PASSWORD;
use crate::ctx::{Caller, Ctx};
use crate::error::{Error, Noun};
use crate::once::{Answer, Once};
use crate::{listing, moderation, session};

/// What people reported, and why.
const REPORTED: (&str, &str, &str) = ("C02", "unclear", "Until when can they be collected?");

/// Has the owners of a company and an association write what staff look at.
pub(super) fn load(ctx: &Ctx, week: ExchangeWeekId) -> Result<(), Error> {
    let asks = |locale| match locale {
        Locale::Fr => "Un don pour notre caisse serait bienvenu.",
        Locale::De => "Eine Spende für unsere Kasse ist willkommen.",
        Locale::En => "Donations are welcome.",
        Locale::Lb => "Eng Spend fir eis Keess ass wëllkomm.",
    };
    let points = |locale| match locale {
        Locale::Fr => "Détails sur www.partact.example.",
        Locale::De => "Näheres auf www.partact.example.",
        Locale::En => "More on www.partact.example.",
        Locale::Lb => "Méi op www.partact.example.",
    };
    let association = owner(ctx, "A01")?;
    add(ctx, &association, week, "A01", asks)?;
    let company = owner(ctx, "C01")?;
    add(ctx, &company, week, "C01", points)?;
    session::close(ctx, &company)?;
    let (reference, reason, note) = REPORTED;
    let reported = first_listing(ctx, week, reference)?.id;
    let once = Once {
        method: "POST",
        path: format!("/v1/listings/{reported}/reports"),
        key: "demo".to_owned(),
        fingerprint: [0; 32],
    };
    let answer =
        |_: &moderation::Reported| Answer { status: 201, headers: Vec::new(), body: "{}".to_owned() };
    moderation::report_listing(ctx, &association, &once, reported, &Grounds::parse(reason, note)?, answer)?;
    session::close(ctx, &association)
}

/// A login of the owner of an organization.
fn owner(ctx: &Ctx, reference: &str) -> Result<Caller, Error> {
    let found = ctx.system_question(|reader, _| Ok(reader.organization_by_reference(reference)?))?;
    let organization = found.ok_or(Error::NotFound(Noun::Organization))?;
    let email = organization.facts.contact_email.as_str();
    let opened = session::open(ctx, email, &SecretString::from(PASSWORD))?;
    Ok(Caller { person: opened.person, session: opened.session, request_id: None })
}

/// Adds a sentence to the first listing of an organization, in its language.
fn add(
    ctx: &Ctx,
    caller: &Caller,
    week: ExchangeWeekId,
    reference: &str,
    sentence: impl Fn(Locale) -> &'static str,
) -> Result<(), Error> {
    let listing = first_listing(ctx, week, reference)?;
    let locale = Locale::parse(listing.content.language.code()).unwrap_or_default();
    let parse = |_: &Listing, content: &Content, _: &_| {
        let text = format!("{} {}", content.description, sentence(locale));
        let description = Prose::parse(&text, Bounds::optional(field::DESCRIPTION))?;
        Ok::<_, Faults>(Draft::of(Content { description, ..content.clone() }))
    };
    listing::edit(ctx, caller, listing.id, listing.revision, parse)?;
    Ok(())
}

/// The first listing that an organization published in the week.
fn first_listing(ctx: &Ctx, week: ExchangeWeekId, reference: &str) -> Result<Listing, Error> {
    ctx.system_question(|reader, now| {
        let found = reader.organization_by_reference(reference)?;
        let organization = found.ok_or(Error::NotFound(Noun::Organization))?.id;
        let filter = ListingFilter {
            exchange_week: Some(week),
            organizations: vec![organization],
            statuses: vec!["published".to_owned()],
            ..ListingFilter::default()
        };
        let viewer = domain::policy::Viewer::service();
        let found = reader.listings(&viewer, &filter, None, 1, now)?.pop();
        Ok(found.ok_or(Error::NotFound(Noun::Listing))?.listing)
    })
}
