//! Mails in French.

use super::{Content, Words};

pub(super) fn words(content: &Content) -> Words {
    let (subject, before, action, after) = match content {
        Content::Test => (
            "Un message d’essai",
            vec!["Les messages de ce service vous parviennent. Vous n’avez rien à faire.".to_owned()],
            None,
            Vec::new(),
        ),
    };
    Words {
        subject,
        greeting: "Bonjour,",
        before,
        action,
        code_label: "Votre code",
        after,
        signature: "Bourse Part&Act",
    }
}
