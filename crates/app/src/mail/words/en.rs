//! Mails in English.

use super::{Content, Words};

pub(super) fn words(content: &Content) -> Words {
    let (subject, before, action, after) = match content {
        Content::Test => (
            "A test mail",
            vec!["Mails from this service reach you. There is nothing to do.".to_owned()],
            None,
            Vec::new(),
        ),
    };
    Words {
        subject,
        greeting: "Hello,",
        before,
        action,
        code_label: "Your code",
        after,
        signature: "Part&Act bourse",
    }
}
