//! Photos of listings, and their files.

mod body;
mod image;
mod read;
mod upload;
mod write;

pub(crate) use body::ListingPhoto;

use crate::routes::{Operation, operation};

/// The operations of this noun.
pub(crate) fn operations() -> Vec<Operation> {
    vec![
        operation!(Visitor read::list_listing_photos),
        operation!(
            Coordinator write::create_listing_photo,
            RequestInvalid, InvalidTransition, PhaseForbids, PhotoCapReached, PhotoRoomExceeded
        ),
        operation!(Visitor read::get_listing_photo),
        operation!(Coordinator write::update_listing_photo, InvalidTransition, PhaseForbids),
        operation!(Coordinator write::delete_listing_photo, InvalidTransition, PhaseForbids),
        operation!(Visitor image::get_photo_image),
    ]
}
