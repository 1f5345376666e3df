//! Photos of listings: added, described, put in order, removed and shown.
//!
//! The files lie in the store of objects, and are never written or read within a transaction. Whoever adds a
//! photo first writes down that its files are to be removed in an hour, then puts them there, then commits the
//! row, which crosses the removal out. So a row never names files that are not there, and files that no row
//! names go by themselves, wherever the service stopped.

mod add;
mod removal;

use domain::audit::Change;
use domain::fault::Faults;
use domain::id::{ListingId, PhotoId, Revision};
use domain::listing::{Command, Facts, Listing};
use domain::photo::{Album, AltTexts, Encoding, Photo, PhotoChange, Size};
use domain::policy::{Actor, Viewer};
use jiff::Timestamp;
use persistence::{Reader, Tx};

pub use add::{Upload, add};
pub(crate) use add::{keep, no_room};
pub use picture::Kind;
pub use removal::sweep_removals;

use crate::ctx::{Caller, Ctx};
use crate::error::{Error, Noun};
use crate::listing;
use crate::objects::ObjectKey;

/// A photo in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The photo.
    pub photo: Photo,
    /// Its place in the order, counted from 1.
    pub place: u32,
    /// The revision of the listing, which counts the changes of its photos too.
    pub revision: Revision,
}

/// The photos of a listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// In their order.
    pub album: Album,
    /// The revision of the listing.
    pub revision: Revision,
}

/// What a photo is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What it shows, in words.
    pub alt: AltTexts,
    /// Its place, counted from 1; beyond the last is the last.
    pub place: u32,
}

/// Where a file of a photo is, for somebody who may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    key: ObjectKey,
    bytes: u32,
    /// How it is encoded.
    pub encoding: Encoding,
    /// Whether everybody may see it.
    pub is_public: bool,
}

/// The photos of a listing that the caller may see.
pub fn list(ctx: &Ctx, caller: Option<&Caller>, listing: ListingId) -> Result<Listed, Error> {
    ctx.question(caller, |reader, viewer, _, now| {
        let listing = visible(reader, viewer, listing, now)?;
        Ok(Listed { album: reader.album(listing.id)?, revision: listing.revision })
    })
}

/// A photo of a listing that the caller may see.
pub fn find(ctx: &Ctx, caller: Option<&Caller>, listing: ListingId, id: PhotoId) -> Result<Placed, Error> {
    let listed = list(ctx, caller, listing)?;
    placed(&listed.album, id, listed.revision)
}

/// Changes the words of a photo, or its place in the order. `parse` gets the photo and its place.
pub fn change(
    ctx: &Ctx,
    caller: &Caller,
    listing: ListingId,
    id: PhotoId,
    expected: Revision,
    parse: impl Fn(&Photo, u32) -> Result<Edit, Faults>,
) -> Result<Placed, Error> {
    ctx.command(caller, None, |tx, actor, now| {
        let (listing, album) = opened(tx, actor, listing, id, now)?;
        let Placed { photo, place, .. } = placed(&album, id, listing.revision)?;
        let edit = parse(&photo, place)?;
        let after = album.clone().with_changed(Photo { alt: edit.alt, ..photo }, edit.place);
        let change = PhotoChange::Changed(id);
        let revision = save(tx, actor, listing, Some(expected), &album, &after, change, now)?;
        placed(&after, id, revision)
    })
}

/// Removes a photo. Nobody sees it from then on; its files go soon after.
pub fn remove(
    ctx: &Ctx,
    caller: &Caller,
    listing: ListingId,
    id: PhotoId,
    expected: Revision,
) -> Result<Listed, Error> {
    ctx.command(caller, None, |tx, actor, now| {
        let (listing, album) = opened(tx, actor, listing, id, now)?;
        let after = album.clone().without(id);
        let change = PhotoChange::Removed(id);
        let revision = save(tx, actor, listing, Some(expected), &album, &after, change, now)?;
        tx.plan_removal(id, now)?;
        Ok(Listed { album: after, revision })
    })
}

/// Where the file of a photo is, if the caller may see it.
pub fn locate(ctx: &Ctx, caller: Option<&Caller>, id: PhotoId, size: Size) -> Result<Located, Error> {
    ctx.question(caller, |reader, viewer, _, now| {
        let photo = reader.photo(id)?.ok_or(Error::NotFound(Noun::Photo))?;
        visible(reader, viewer, photo.listing, now).map_err(|_| Error::NotFound(Noun::Photo))?;
        let is_public = reader.listing(&Viewer::public(), photo.listing, now)?.is_some();
        let bytes = photo.image.rendition(size).bytes;
        Ok(Located { key: ObjectKey::photo(id, size), bytes, encoding: photo.image.encoding, is_public })
    })
}

/// The file that was located.
pub fn read(ctx: &Ctx, located: &Located) -> Result<Vec<u8>, Error> {
    let most = usize::try_from(located.bytes).unwrap_or(usize::MAX);
    let found = ctx.objects.get(&located.key, most).map_err(|error| Error::objects(&error))?;
    // Gone since it was located: the photo was removed in between.
    found.ok_or(Error::NotFound(Noun::Photo))
}

fn visible(
    reader: &mut Reader<'_>,
    viewer: &Viewer,
    listing: ListingId,
    now: Timestamp,
) -> Result<Listing, Error> {
    reader.listing(viewer, listing, now)?.ok_or(Error::NotFound(Noun::Listing))
}

fn placed(album: &Album, id: PhotoId, revision: Revision) -> Result<Placed, Error> {
    let (place, photo) = album.find(id).ok_or(Error::NotFound(Noun::Photo))?;
    Ok(Placed { photo: photo.clone(), place, revision })
}

/// The listing, locked, and its photos, among which is this one.
fn opened(
    tx: &mut Tx<'_>,
    actor: &Actor,
    listing: ListingId,
    id: PhotoId,
    now: Timestamp,
) -> Result<(Listing, Album), Error> {
    let listing = listing::lock(tx, actor, listing, now)?;
    let album = tx.album(listing.id)?;
    placed(&album, id, listing.revision)?;
    Ok((listing, album))
}

/// Whether the actor may change the photos of a listing now.
fn decide(
    reader: &mut Reader<'_>,
    actor: &Actor,
    listing: &Listing,
    change: PhotoChange,
    now: Timestamp,
) -> Result<domain::listing::Event, Error> {
    let by = actor.representative(listing.organization)?;
    let (week, party) = listing::surroundings(reader, listing, now)?;
    let facts = Facts { week: &week, party: &party, open_listings: 0 };
    Ok(listing.decide(Command::Photograph(by, change), &facts, now)?)
}

/// Stores the photos of a locked listing after a change, which is a change of the listing. Its new revision.
#[expect(clippy::too_many_arguments, reason = "what was, what is to be, and by whom")]
fn save(
    tx: &mut Tx<'_>,
    actor: &Actor,
    listing: Listing,
    expected: Option<Revision>,
    before: &Album,
    after: &Album,
    change: PhotoChange,
    now: Timestamp,
) -> Result<Revision, Error> {
    if expected.is_some_and(|expected| expected != listing.revision) {
        return Err(Error::Stale);
    }
    let event = decide(tx, actor, &listing, change, now)?;
    let revision = listing.revision;
    let (listing, change): (Listing, Change) = listing.apply(&event, now);
    tx.save_album(&listing, revision, before, after, &change)?;
    Ok(listing.revision)
}
