//! Mails in English.

use super::{Action, Content, Told, Words};

pub(super) fn words(content: &Content) -> Words {
    let (subject, before, action, after) = match content {
        Content::Invited { code, organization } => (
            "An invitation",
            vec![match organization {
                Some(name) => format!("You are offered a place in {name}."),
                None => "Somebody offers you a place in an organization of the bourse.".to_owned(),
            }],
            Some(Action::with("Accept the invitation", "invitation", code)),
            vec!["It holds for three days. Please log in with this address first; whoever has no account yet makes one. If it is not for you, there is nothing to do.".to_owned()],
        ),
        Content::Test => (
            "A test mail",
            vec!["Mails from this service reach you. There is nothing to do.".to_owned()],
            None,
            Vec::new(),
        ),
        Content::Ruling { reference, told, reason } => {
            let what = match told {
                Told::Shown => format!("Your listing {reference} has been approved and is shown now."),
                Told::SentBack => {
                    format!("Your listing {reference} was not approved. Change it and publish it again.")
                }
                Told::ChangeShown => {
                    format!("Your change of {reference} has been approved and is shown now.")
                }
                Told::ChangeRefused => {
                    format!("Your change of {reference} was not approved; what was shown before stays.")
                }
                Told::Warned => format!(
                    "Those who run the bourse have looked at {reference}. It stays; please mind the reason below."
                ),
                Told::TakenDown => format!("{reference} has been taken down."),
            };
            let why = reason.map(|reason| format!("Reason: {reason}."));
            let note = why.is_some().then(|| "If those who run the bourse have added a note, you find it in the history of the listing.".to_owned());
            let before = std::iter::once(what).chain(why).chain(note).collect();
            ("A decision of those who run the bourse", before, None, Vec::new())
        }
        Content::ReportOutcome { reference, acted } => {
            let what = if *acted {
                format!(
                    "You reported {reference}. Something has been done about it. Thank you for looking out."
                )
            } else {
                format!(
                    "You reported {reference}. Those who run the bourse have looked at it and found nothing against the rules. Thank you all the same."
                )
            };
            ("Your report", vec![what], None, Vec::new())
        }
        Content::Verify { code } => (
            "Please confirm your address",
            vec!["Somebody registered this address with the bourse. If it was you, please confirm it within 24 hours.".to_owned()],
            Some(Action::with("Confirm the address", "confirm-address", code)),
            vec!["If it was not you, there is nothing to do: without the confirmation there is no account.".to_owned()],
        ),
        Content::HasAccount => (
            "You have an account already",
            vec!["Somebody wanted to use this address for an account of the bourse. It has one already.".to_owned()],
            None,
            vec!["If it was you, please log in, or ask for a new password. If it was not you, there is nothing to do.".to_owned()],
        ),
        Content::ResetPassword { code } => (
            "A new password",
            vec!["Somebody asked for a new password for your account. If it was you, please choose it within one hour.".to_owned()],
            Some(Action::with("Choose a new password", "new-password", code)),
            vec!["If it was not you, there is nothing to do: your password stays as it is.".to_owned()],
        ),
        Content::PasswordChanged => (
            "Your password was changed",
            vec!["The password of your account was changed, and your other logins have ended.".to_owned()],
            None,
            vec!["If it was not you, please ask for a new password at once.".to_owned()],
        ),
        Content::ConfirmEmail { code } => (
            "Please confirm your new address",
            vec!["Somebody wants to use this address for their account of the bourse. If it was you, please confirm it within 24 hours.".to_owned()],
            Some(Action::with("Confirm the new address", "confirm-new-address", code)),
            vec!["If it was not you, there is nothing to do: nothing changes without the confirmation.".to_owned()],
        ),
        Content::EmailChanged { code } => (
            "Your account has another address",
            vec!["Your account of the bourse has another e-mail address now, and all logins have ended.".to_owned()],
            Some(Action::with("Take the change back", "former-address", code)),
            vec!["If it was you, there is nothing to do. If it was not you, please take the change back within seven days; you then get a mail to choose a new password.".to_owned()],
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
