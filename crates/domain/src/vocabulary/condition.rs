//! The state of goods.

use super::{closed_list, unknown};
use crate::fault::Rule;

closed_list! {
    /// The state that goods are in, or the least that a request accepts. The best compares as the least,
    /// so `offered <= accepted` says that the goods are good enough.
    pub enum Condition {
        /// Never used.
        New = "new" ["new", "neuf", "neu", "nei"],
        /// Used so little that it does not show.
        LikeNew = "like_new" ["like new", "comme neuf", "wie neu", "wéi nei"],
        /// Used, without faults.
        Good = "good" ["good", "bon état", "gut", "gutt"],
        /// Visibly used, still fit for use.
        Used = "used" ["used", "usagé", "gebraucht", "gebraucht"],
    }
}

impl Condition {
    /// The condition with this code.
    pub fn parse(text: &str) -> Result<Self, Rule> {
        Self::all().find(|known| known.code() == text).ok_or_else(|| unknown("condition", text))
    }

    /// Whether goods in this condition satisfy a request that accepts `least` or better.
    pub fn satisfies(self, least: Self) -> bool {
        self <= least
    }
}
