//! A new photo: its file checked and encoded anew, put into the store of objects, and shown.

use domain::fault::{Faults, Rule};
use domain::id::{ListingId, PhotoId};
use domain::photo::{
    AltTexts, Encoding, Image, MOST_BYTES, MOST_PHOTOS, Photo, PhotoChange, Rendition, Size,
};
use domain::refusal::Refusal;
use jiff::SignedDuration;
use persistence::{Constraint, StoreError};
use picture::{Kind, MOST_MEGAPIXELS, MOST_SIDE, Picture, Rejected};

use super::{Placed, decide, placed, save};
use crate::ctx::{Caller, Ctx};
use crate::error::Error;
use crate::listing;
use crate::objects::ObjectKey;
use crate::once::{Answer, Done, Once, answered};

/// How long the files of a photo stay if its row does not come: longer than any request runs.
const ORPHANS_STAY: SignedDuration = SignedDuration::from_hours(1);

/// A photo as somebody sends it.
#[derive(Clone, Debug)]
pub struct Upload {
    /// The file.
    pub bytes: Vec<u8>,
    /// What it is said to be.
    pub declared: Option<Kind>,
    /// What it shows, in words.
    pub alt: AltTexts,
}

/// Adds a photo to a listing. The work on the file lies between two commands: the first looks whether it is
/// worth doing, the second commits.
pub fn add(
    ctx: &Ctx,
    caller: &Caller,
    once: &Once,
    listing: ListingId,
    upload: Upload,
    answer: impl Fn(&Placed) -> Answer,
) -> Result<Done, Error> {
    let id = match begin(ctx, caller, once, listing)? {
        Begun::Before(answer) => return Ok(Done::Before(answer)),
        Begun::Now(id) => id,
    };
    let Upload { bytes, declared, alt } = upload;
    let picture = Picture::of_file(&bytes, declared, Size::ALL.map(Size::most_side)).map_err(rejected)?;
    drop(bytes);
    let image = keep(ctx, id, picture)?;
    ctx.once(
        caller,
        once,
        |tx, actor, now| {
            let listing = listing::lock(tx, actor, listing, now)?;
            let before = tx.album(listing.id)?;
            let photo = Photo {
                id,
                listing: listing.id,
                image: image.clone(),
                alt: alt.clone(),
                created_at: now,
                created_by: Some(caller.person),
            };
            let after = before.clone().with(photo)?;
            // Whoever swept in between has taken the files away.
            if !tx.call_off_removal(id)? {
                return Err(Error::Unavailable);
            }
            let change = PhotoChange::Added(id);
            let revision = save(tx, actor, listing, None, &before, &after, change, now).map_err(no_room)?;
            placed(&after, id, revision)
        },
        answer,
    )
}

/// Whether the work is to be done, or was done before.
enum Begun {
    Now(PhotoId),
    Before(Answer),
}

/// Looks whether the photo could be added now, and plans the removal of its files.
fn begin(ctx: &Ctx, caller: &Caller, once: &Once, listing: ListingId) -> Result<Begun, Error> {
    ctx.command(caller, None, |tx, actor, now| {
        if let Some(before) = answered(tx, caller, once)? {
            return Ok(Begun::Before(before));
        }
        let listing = super::visible(tx, &actor.viewer(), listing, now)?;
        let id = PhotoId::next(tx.ids());
        decide(tx, actor, &listing, PhotoChange::Added(id), now)?;
        let photos = tx.album(listing.id)?.photos().len();
        if u32::try_from(photos).is_ok_and(|photos| photos >= MOST_PHOTOS) {
            return Err(Refusal::PhotoCapReached { max: MOST_PHOTOS }.into());
        }
        tx.plan_removal(id, now + ORPHANS_STAY)?;
        Ok(Begun::Now(id))
    })
}

/// Puts the files of a picture into the store of objects.
pub(crate) fn keep(ctx: &Ctx, id: PhotoId, picture: Picture) -> Result<Image, Error> {
    let encoding = match picture.encoding {
        picture::Encoding::Jpeg => Encoding::Jpeg,
        picture::Encoding::Png => Encoding::Png,
    };
    let renditions = picture.renditions.each_ref().map(|one| Rendition {
        width: one.width,
        height: one.height,
        bytes: u32::try_from(one.bytes.len()).unwrap_or(u32::MAX),
    });
    for (size, rendition) in Size::ALL.into_iter().zip(picture.renditions) {
        let put = ctx.objects.put(&ObjectKey::photo(id, size), rendition.bytes);
        put.map_err(|error| Error::objects(&error))?;
    }
    Ok(Image { encoding, renditions })
}

/// The constraints hold where two photos come at once.
pub(crate) fn no_room(error: Error) -> Error {
    let Error::Internal(source) = &error else { return error };
    match source.downcast_ref::<StoreError>() {
        Some(StoreError::Violated(Constraint::PhotoRoom)) => {
            let max = u32::try_from(MOST_BYTES / 1_000_000).unwrap_or(u32::MAX);
            Refusal::PhotoRoomExceeded { max }.into()
        }
        _ => error,
    }
}

fn rejected(why: Rejected) -> Error {
    let rule = match why {
        Rejected::Unknown => Rule::PictureUnknown,
        Rejected::Mislabelled { declared, found } => {
            Rule::PictureMislabelled { declared: declared.media_type(), found: found.media_type() }
        }
        Rejected::TooLarge => Rule::PictureTooLarge { max_side: MOST_SIDE, max_megapixels: MOST_MEGAPIXELS },
        Rejected::Animated => Rule::PictureAnimated,
        Rejected::Damaged => Rule::PictureDamaged,
    };
    Faults::one("file", rule).into()
}
