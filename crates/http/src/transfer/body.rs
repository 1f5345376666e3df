//! How the files of an export are described.

use utoipa::openapi::schema::{KnownFormat, SchemaFormat};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

/// A sheet as CSV. A schema, not a value.
pub(super) struct SheetText;

impl PartialSchema for SheetText {
    fn schema() -> RefOr<Schema> {
        let text = ObjectBuilder::new().schema_type(Type::String).max_length(Some(2_000_000_000));
        text.description(Some("A sheet as CSV: RFC 4180, UTF-8, the names of the columns first.")).into()
    }
}

impl ToSchema for SheetText {}

/// Several sheets in a ZIP archive. A schema, not a value.
pub(super) struct SheetArchive;

impl PartialSchema for SheetArchive {
    fn schema() -> RefOr<Schema> {
        let bytes = ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)))
            .max_length(Some(2_000_000_000));
        bytes.description(Some("A ZIP archive of sheets, each a file `<name>.csv`.")).into()
    }
}

impl ToSchema for SheetArchive {}
