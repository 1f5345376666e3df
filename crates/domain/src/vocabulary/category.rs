//! What a listing is about.

use super::table_list;

table_list! {
    /// The subject of a listing, one of the table `categories.tsv`: `furniture`, `it_and_web`.
    pub struct Category in "../../data/categories.tsv" as "category";
}
