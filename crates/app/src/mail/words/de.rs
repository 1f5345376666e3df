//! Mails in German.

use super::{Content, Words};

pub(super) fn words(content: &Content) -> Words {
    let (subject, before, action, after) = match content {
        Content::Test => (
            "Eine Probe-E-Mail",
            vec!["E-Mails dieses Dienstes kommen bei Ihnen an. Sie brauchen nichts zu tun.".to_owned()],
            None,
            Vec::new(),
        ),
    };
    Words {
        subject,
        greeting: "Guten Tag,",
        before,
        action,
        code_label: "Ihr Code",
        after,
        signature: "Part&Act-Börse",
    }
}
