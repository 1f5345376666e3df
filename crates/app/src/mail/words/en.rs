//! Mails in English.

use super::{Content, Told, Words};

pub(super) fn words(content: &Content) -> Words {
    let (subject, before, action, after) = match content {
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
