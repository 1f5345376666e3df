//! Photos of listings: their rows, the room they take, and what is to be removed from the store of objects.

use std::collections::BTreeMap;

use domain::audit::Change;
use domain::id::{ListingId, OrganizationId, PhotoId, Revision};
use domain::listing::Listing;
use domain::photo::{Album, Photo};
use jiff::{SignedDuration, Timestamp};

use crate::error::StoreError;
use crate::tx::{Reader, Tx, on_engine};

/// How long whoever takes a removal has to carry it out, before another may try.
pub(crate) const LEASE: SignedDuration = SignedDuration::from_mins(10);

impl Reader<'_> {
    /// A photo, whoever looks: who may see it is who may see its listing.
    pub fn photo(&mut self, id: PhotoId) -> Result<Option<Photo>, StoreError> {
        on_engine!(self, photo::find(id))
    }

    /// The photos of these listings, in their order; a listing without any is left out.
    pub fn albums(&mut self, listings: &[ListingId]) -> Result<BTreeMap<ListingId, Album>, StoreError> {
        on_engine!(self, photo::albums(listings))
    }

    /// The photos of a listing.
    pub fn album(&mut self, listing: ListingId) -> Result<Album, StoreError> {
        Ok(self.albums(&[listing])?.remove(&listing).unwrap_or_default())
    }
}

impl Tx<'_> {
    /// Stores the photos of a listing as they are after a change of them, and the listing at its new revision.
    /// The listing is locked. Photos that are new take room, those that are gone give it back.
    pub fn save_album(
        &mut self,
        listing: &Listing,
        expected: Revision,
        before: &Album,
        after: &Album,
        change: &Change,
    ) -> Result<(), StoreError> {
        let gone = before.photos().iter().filter(|photo| after.find(photo.id).is_none());
        let mut given_back = 0;
        for photo in gone {
            on_engine!(self, photo::delete(photo.id))?;
            given_back += photo.image.bytes();
        }
        let mut taken = 0;
        for (position, photo) in (1_i64..).zip(after.photos()) {
            if before.find(photo.id).is_some() {
                on_engine!(self, photo::update(photo, position))?;
            } else {
                on_engine!(self, photo::insert(photo, position))?;
                taken += photo.image.bytes();
            }
        }
        self.move_room(listing.organization, taken, given_back)?;
        self.save_listing(listing, expected, change)
    }

    fn move_room(
        &mut self,
        organization: OrganizationId,
        taken: u64,
        given_back: u64,
    ) -> Result<(), StoreError> {
        let bytes = |bytes: u64| i64::try_from(bytes).map_err(StoreError::backend);
        let difference = bytes(taken)? - bytes(given_back)?;
        if difference == 0 { Ok(()) } else { self.move_photo_room(organization, difference) }
    }

    /// Takes so many bytes of the room that an organization has for photos, or gives them back.
    pub fn move_photo_room(
        &mut self,
        organization: OrganizationId,
        difference: i64,
    ) -> Result<(), StoreError> {
        on_engine!(self, photo::move_room(organization, difference))
    }

    /// Writes down that the files of a photo are to be removed from then on.
    pub fn plan_removal(&mut self, id: PhotoId, due_at: Timestamp) -> Result<(), StoreError> {
        on_engine!(self, photo::plan_removal(id, due_at))
    }

    /// Crosses out a planned removal, because there is a photo with these files now. `false` if it was taken
    /// already, and the files may be gone.
    pub fn call_off_removal(&mut self, id: PhotoId) -> Result<bool, StoreError> {
        on_engine!(self, photo::call_off_removal(id))
    }

    /// Takes removals that are due, to carry them out after this command; at most `limit`.
    pub fn take_removals(&mut self, now: Timestamp, limit: i64) -> Result<Vec<PhotoId>, StoreError> {
        on_engine!(self, photo::take_removals(now, limit))
    }

    /// Strikes a removal that was carried out.
    pub fn forget_removal(&mut self, id: PhotoId) -> Result<(), StoreError> {
        on_engine!(self, photo::forget_removal(id))
    }
}
