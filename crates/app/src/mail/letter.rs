//! A mail as it is handed over: subject, plain text and HTML, made of the same words.

use domain::id::JobId;
use domain::organization::Email;
use domain::vocabulary::Locale;
use jiff::Timestamp;

use super::words::{Action, Words};

/// A finished mail to one address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The job that sends it: the same when it is sent again.
    pub id: JobId,
    /// To whom.
    pub to: Email,
    /// In which language.
    pub locale: Locale,
    /// What it is about: one line.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The same in HTML.
    pub html: String,
    /// When it was written.
    pub at: Timestamp,
}

impl Letter {
    pub(super) fn new(
        id: JobId,
        to: Email,
        locale: Locale,
        words: &Words,
        pages: Option<&str>,
        at: Timestamp,
    ) -> Self {
        let link = words.action.as_ref().and_then(|action| link(action, pages));
        let text = text(words, link.as_deref());
        let html = html(words, link.as_deref(), locale);
        Self { id, to, locale, subject: words.subject.to_owned(), text, html, at }
    }
}

/// The page on which the code is used. The code stands behind `#`, which browsers do not send: it comes into
/// no log of a server on the way.
fn link(action: &Action, pages: Option<&str>) -> Option<String> {
    Some(format!("{}/{}#{}", pages?.trim_end_matches('/'), action.page, action.code))
}

fn text(words: &Words, link: Option<&str>) -> String {
    let mut parts: Vec<String> = vec![words.greeting.to_owned()];
    parts.extend(words.before.iter().cloned());
    if let Some(action) = &words.action {
        match link {
            Some(link) => parts.push(format!("{}:\n{link}", action.label)),
            None => parts.push(format!("{}:\n{}", words.code_label, action.code)),
        }
    }
    parts.extend(words.after.iter().cloned());
    parts.push(format!("-- \n{}", words.signature));
    parts.join("\n\n") + "\n"
}

fn html(words: &Words, link: Option<&str>, locale: Locale) -> String {
    let paragraph = |text: &str| format!("<p>{}</p>", escaped(text));
    let mut parts = vec![paragraph(words.greeting)];
    parts.extend(words.before.iter().map(|text| paragraph(text)));
    if let Some(action) = &words.action {
        let (label, code) = (escaped(words.code_label), escaped(&action.code));
        parts.push(match link {
            Some(link) => format!("<p><a href=\"{}\">{}</a></p>", escaped(link), escaped(action.label)),
            None => format!("<p>{label}:<br><code>{code}</code></p>"),
        });
    }
    parts.extend(words.after.iter().map(|text| paragraph(text)));
    parts.push(paragraph(words.signature));
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head><meta charset=\"utf-8\"><title>{}</title></head>\n\
         <body>\n{}\n</body>\n</html>\n",
        locale.code(),
        escaped(words.subject),
        parts.join("\n"),
    )
}

/// A text within HTML, also within the quotes of an attribute.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Words {
        Words {
            subject: "Part&Act",
            greeting: "Hello,",
            before: vec!["One <two> & \"three\".".to_owned()],
            action: Some(Action { label: "Go on", page: "go", code: "a-b_c".to_owned() }),
            code_label: "Your code",
            after: vec!["Bye.".to_owned()],
            signature: "Part&Act",
        }
    }

    fn letter(pages: Option<&str>) -> Letter {
        let to = Email::parse("ana@ponte.example").unwrap();
        let id = JobId::new(uuid::Uuid::from_u128(1));
        Letter::new(id, to, Locale::De, &words(), pages, Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn both_forms_say_the_same() {
        let letter = letter(Some("https://bourse.example/"));
        assert_eq!(
            letter.text,
            "Hello,\n\nOne <two> & \"three\".\n\nGo on:\nhttps://bourse.example/go#a-b_c\n\nBye.\n\n-- \nPart&Act\n"
        );
        assert!(letter.html.contains("<html lang=\"de\">"));
        assert!(letter.html.contains("<p>One &lt;two&gt; &amp; &quot;three&quot;.</p>"));
        assert!(letter.html.contains("<a href=\"https://bourse.example/go#a-b_c\">Go on</a>"));
    }

    #[test]
    fn without_pages_there_is_a_code() {
        let letter = letter(None);
        assert!(letter.text.contains("Your code:\na-b_c\n"));
        assert!(letter.html.contains("Your code:<br><code>a-b_c</code>"));
    }
}
