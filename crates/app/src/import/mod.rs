//! The import of what organizers keep in spreadsheets.

mod sheet;
