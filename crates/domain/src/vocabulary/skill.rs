//! What a volunteer can do.

use super::table_list;

table_list! {
    /// A skill that a volunteer brings or is wanted, one of the table `skills.tsv`: `accounting`, `sewing`.
    pub struct Skill in "../../data/skills.tsv" as "skill";
}
