//! The words of mails, in four languages. A mail without its words in one of them does not compile.

mod de;
mod en;
mod fr;
mod lb;

use domain::vocabulary::Locale;
use secrecy::{ExposeSecret, SecretString};

/// What a mail is about.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    /// That mails arrive.
    Test,
    /// That the address of a registration must be proved.
    Verify {
        /// The code to do it with.
        code: SecretString,
    },
    /// That a place in an organization is offered.
    Invited {
        /// The code to accept it with.
        code: SecretString,
        /// The name of the organization, if it may be told.
        organization: Option<String>,
    },
    /// That somebody registered an address, or wanted to move to it, that has an account.
    HasAccount,
    /// How to choose a new password.
    ResetPassword {
        /// The code to do it with.
        code: SecretString,
    },
    /// That the password was changed.
    PasswordChanged,
    /// That a new address must be proved.
    ConfirmEmail {
        /// The code to do it with.
        code: SecretString,
    },
    /// That an account has another address now.
    EmailChanged {
        /// The code to take it back with.
        code: SecretString,
    },
    /// What was decided about a listing, or about an organization.
    Ruling {
        /// What people call it.
        reference: String,
        /// What.
        told: Told,
        /// Why, in the language of the mail.
        reason: Option<&'static str>,
    },
    /// What became of a report.
    ReportOutcome {
        /// What people call what was reported.
        reference: String,
        /// Whether something was done.
        acted: bool,
    },
}

/// What a poster is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    /// It is shown.
    Shown,
    /// It came back.
    SentBack,
    /// The change is shown.
    ChangeShown,
    /// The change is not.
    ChangeRefused,
    /// It stays, with something to mind.
    Warned,
    /// It is no longer there.
    TakenDown,
}

/// The words of a mail. Whole sentences, one line each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Words {
    /// What it is about.
    pub(super) subject: &'static str,
    /// How it begins.
    pub(super) greeting: &'static str,
    /// Paragraphs before what is to be done.
    pub(super) before: Vec<String>,
    /// What is to be done, if anything.
    pub(super) action: Option<Action>,
    /// What stands before a code where there is no page to link to.
    pub(super) code_label: &'static str,
    /// Paragraphs after it.
    pub(super) after: Vec<String>,
    /// Who writes.
    pub(super) signature: &'static str,
}

/// Something that the reader can do, with a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Action {
    /// The words of the link.
    pub(super) label: &'static str,
    /// The page on which it is done.
    pub(super) page: &'static str,
    /// The secret.
    pub(super) code: String,
}

impl Action {
    /// The action of a page, with the code from its mail.
    fn with(label: &'static str, page: &'static str, code: &SecretString) -> Self {
        Self { label, page, code: code.expose_secret().to_owned() }
    }
}

/// The words of a mail in a language.
pub(super) fn of(content: &Content, locale: Locale) -> Words {
    match locale {
        Locale::En => en::words(content),
        Locale::Fr => fr::words(content),
        Locale::De => de::words(content),
        Locale::Lb => lb::words(content),
    }
}
