//! An import, as it is sent back.

use ::app::import::SheetName;
use ::app::import::upload::{ImportRow as Row, Seen};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::openapi::schema::{KnownFormat, SchemaFormat};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type};
use utoipa::{PartialSchema, ToSchema};
use uuid::Uuid;

use crate::values::{Code, Instant};

/// The sheets that can be imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum ImportSheetName {
    /// Who they are.
    Organizations,
    /// Who is registered for the week.
    Participations,
    /// What they offer and request.
    Listings,
    /// What they have agreed.
    Agreements,
}

impl From<ImportSheetName> for SheetName {
    fn from(name: ImportSheetName) -> Self {
        match name {
            ImportSheetName::Organizations => Self::Organizations,
            ImportSheetName::Participations => Self::Participations,
            ImportSheetName::Listings => Self::Listings,
            ImportSheetName::Agreements => Self::Agreements,
        }
    }
}

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

/// Sheets that were sent, and how far they are.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Import {
    /// Its identifier.
    id: Uuid,
    /// Which sheet it is; null for an archive of several.
    #[schema(schema_with = nullable_code)]
    sheet: Option<String>,
    /// The exchange week.
    exchange_week_id: Option<Uuid>,
    /// Whether it only says what would happen.
    dry_run: bool,
    /// How many bytes were sent.
    #[schema(minimum = 0, maximum = 67_108_864)]
    byte_count: i64,
    /// `waiting`, `running`, `done`, `refused` (a sheet could not be taken as a whole), `failed` or `cancelled`. What
    /// was imported before it ended stays.
    #[schema(value_type = Code)]
    status: &'static str,
    /// Why it failed.
    #[schema(schema_with = nullable_code)]
    failure: Option<String>,
    /// How far each sheet is.
    #[schema(max_items = 3)]
    sheets: Vec<ImportProgress>,
    /// When it came.
    created_at: Instant,
    /// When it ended.
    ended_at: Option<Instant>,
}

/// How far a sheet is.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ImportProgress {
    /// Which.
    #[schema(value_type = Code)]
    sheet: String,
    /// What is wrong with all of it; then no row was read.
    #[schema(max_items = 100)]
    faults: Vec<ImportRemark>,
    /// Rows read.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    read: i64,
    /// Rows stored anew.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    created: i64,
    /// Organizations that were there, and are admitted now.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    admitted: i64,
    /// Rows that were there already.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    unchanged: i64,
    /// Rows that were not taken.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    refused: i64,
    /// Bytes of the sheet that are read.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    bytes_read: i64,
}

/// A page of imports.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ImportPage {
    /// The imports.
    #[schema(max_items = 100)]
    pub(super) items: Vec<Import>,
    /// Where the next page begins.
    #[schema(max_length = 1024)]
    pub(super) next_cursor: Option<String>,
    /// Whether there is a next page.
    pub(super) has_more: bool,
}

/// A row about which there is something to say.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ImportRow {
    /// Of which sheet.
    #[schema(value_type = Code)]
    sheet: String,
    /// The row, as a spreadsheet counts: the header is row 1.
    #[schema(minimum = 1, maximum = 1_000_000_000)]
    row: i64,
    /// The line of the file where it begins.
    #[schema(minimum = 1, maximum = 1_000_000_000)]
    line: i64,
    /// Its reference, if it has one.
    #[schema(max_length = 200)]
    reference: Option<String>,
    /// `created`, `admitted`, `unchanged` or `refused`; in a dry run, what would become of it.
    #[schema(value_type = Code)]
    outcome: String,
    /// Everything that is wrong with it.
    #[schema(max_items = 1000)]
    faults: Vec<ImportRemark>,
    /// What a person should look at.
    #[schema(max_items = 1000)]
    notes: Vec<ImportRemark>,
}

/// A page of rows.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ImportRowPage {
    /// The rows, by sheet and number.
    #[schema(max_items = 100)]
    pub(super) items: Vec<ImportRow>,
    /// Where the next page begins.
    #[schema(max_length = 1024)]
    pub(super) next_cursor: Option<String>,
    /// Whether there is a next page.
    pub(super) has_more: bool,
}

/// Something about a row or a sheet, in code and in the words of the language in which it was sent.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
pub(super) struct ImportRemark {
    /// The rule or flag.
    #[schema(value_type = Code)]
    code: String,
    /// The column.
    #[schema(max_length = 300_000)]
    column: Option<String>,
    /// What stands there, shortened.
    #[schema(max_length = 1000)]
    given: Option<String>,
    /// What is wrong, or to be looked at.
    #[schema(max_length = 300_000)]
    message: String,
    /// What to do about it.
    #[schema(max_length = 2000)]
    remedy: String,
}

impl Import {
    pub(super) fn of(seen: &Seen) -> Self {
        let upload = &seen.upload;
        let progress = |sheet: &::app::import::upload::ImportSheet| {
            let [read, created, admitted, unchanged, refused] = sheet.counts;
            let (sheet_, faults) = (sheet.sheet.clone(), remarks(&sheet.faults));
            let bytes_read = sheet.bytes_read;
            ImportProgress { sheet: sheet_, faults, read, created, admitted, unchanged, refused, bytes_read }
        };
        Self {
            id: upload.id.uuid(),
            sheet: upload.sheet.clone(),
            exchange_week_id: upload.exchange_week.map(::domain::id::ExchangeWeekId::uuid),
            dry_run: upload.dry_run,
            byte_count: upload.byte_count,
            status: seen.status,
            failure: upload.failure.clone(),
            sheets: seen.sheets.iter().map(progress).collect(),
            created_at: upload.created_at.into(),
            ended_at: upload.ended_at.map(Instant),
        }
    }
}

impl From<&Row> for ImportRow {
    fn from(row: &Row) -> Self {
        Self {
            sheet: row.sheet.clone(),
            row: row.row,
            line: row.line,
            reference: row.reference.clone(),
            outcome: row.outcome.clone(),
            faults: remarks(&row.faults),
            notes: remarks(&row.notes),
        }
    }
}

/// The remarks of a stored document.
fn remarks(stored: &Value) -> Vec<ImportRemark> {
    serde_json::from_value(stored.clone()).unwrap_or_default()
}

fn nullable_code() -> utoipa::openapi::Schema {
    utoipa::openapi::ObjectBuilder::new()
        .schema_type(utoipa::openapi::schema::SchemaType::from_iter([
            utoipa::openapi::Type::String,
            utoipa::openapi::Type::Null,
        ]))
        .max_length(Some(60))
        .description(Some("A stable code."))
        .into()
}
