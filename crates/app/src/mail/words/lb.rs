//! Mails in Luxembourgish.

use super::{Content, Words};

pub(super) fn words(content: &Content) -> Words {
    let (subject, before, action, after) = match content {
        Content::Test => (
            "Eng Prouf-E-Mail",
            vec!["E-Maile vun dësem Service kommen bei Iech un. Dir braucht näischt ze maachen.".to_owned()],
            None,
            Vec::new(),
        ),
    };
    Words {
        subject,
        greeting: "Moien,",
        before,
        action,
        code_label: "Äre Code",
        after,
        signature: "Part&Act-Bourse",
    }
}
