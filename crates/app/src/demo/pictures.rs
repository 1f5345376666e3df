//! Pictures for some listings of a demonstration: drawn patterns, so that a front-end has something to show and
//! nobody's photo is in it.

use domain::audit::Cause;
use domain::id::{ExchangeWeekId, ListingId, PersonId, PhotoId};
use domain::listing::Event;
use domain::photo::{AltTexts, Image, Photo, PhotoChange, RawAltText, Size};
use domain::policy::Viewer;
use jiff::SignedDuration;
use persistence::{ListingFilter, ListingSort, SortColumn};

use crate::ctx::Ctx;
use crate::error::{Error, Noun};
use crate::photo;

/// How many listings get one.
const LISTINGS: i64 = 10;

/// What they show, in words.
const WORDS: [(&str, &str); 4] = [
    ("fr", "Motif abstrait de cercles et d’anneaux colorés"),
    ("de", "Abstraktes Muster aus farbigen Kreisen und Ringen"),
    ("en", "Abstract pattern of colored circles and rings"),
    ("lb", "Abstrakt Muster aus faarwege Kreesser a Réng"),
];

/// Gives the first published listings of a week a picture each.
pub(super) fn draw(ctx: &Ctx, week: ExchangeWeekId, organizer: PersonId) -> Result<(), Error> {
    let filter = ListingFilter {
        exchange_week: Some(week),
        statuses: vec!["published".to_owned()],
        sort: ListingSort { column: SortColumn::CreatedAt, descending: false },
        ..ListingFilter::default()
    };
    let listings = ctx.system_question(|reader, now| {
        Ok(reader.listings(&Viewer::service(), &filter, None, LISTINGS, now)?)
    })?;
    let words = WORDS.map(|(language, text)| RawAltText { language, text });
    let alt = AltTexts::parse("fr", words)?;
    for (seed, listing) in (1..).zip(listings) {
        let id = PhotoId::next(&*ctx.ids);
        ctx.system_command(Cause::Import, |tx, now| {
            Ok(tx.plan_removal(id, now + SignedDuration::from_hours(1))?)
        })?;
        let drawn = picture::pattern::drawn(seed, Size::ALL.map(Size::most_side));
        let drawn = drawn.map_err(|error| Error::Internal(Box::new(error)))?;
        hang(ctx, listing.listing.id, organizer, id, &photo::keep(ctx, id, drawn)?, &alt)?;
    }
    Ok(())
}

/// Commits a picture whose files are in the store of objects.
fn hang(
    ctx: &Ctx,
    listing: ListingId,
    organizer: PersonId,
    id: PhotoId,
    image: &Image,
    alt: &AltTexts,
) -> Result<(), Error> {
    ctx.system_command(Cause::Import, |tx, now| {
        let listing = tx.lock_listings(&[listing])?.pop().ok_or(Error::NotFound(Noun::Listing))?;
        let before = tx.album(listing.id)?;
        let photo = Photo {
            id,
            listing: listing.id,
            image: image.clone(),
            alt: alt.clone(),
            created_at: now,
            created_by: Some(organizer),
        };
        let after = before.clone().with(photo)?;
        if !tx.call_off_removal(id)? {
            return Err(Error::Unavailable);
        }
        let expected = listing.revision;
        let (listing, change) = listing.apply(&Event::Photographed(organizer, PhotoChange::Added(id)), now);
        Ok(tx.save_album(&listing, expected, &before, &after, &change)?)
    })
}
