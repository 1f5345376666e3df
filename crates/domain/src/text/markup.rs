//! HTML in a text. Pages escape what they show; a text that needs it is refused all the same, because it
//! also travels to mail programs, feeds and spreadsheets that may not.

/// Whether a text holds an HTML element, comment or declaration.
///
/// A `<` before anything but a letter is honest (`a < b`, `<3`, `< 18 ans`), and so are an address in angle
/// brackets (`<ana@ponte.example>`, `<https://…>`) and a word behind a `<` that nothing closes.
pub(super) fn is_in(text: &str) -> bool {
    // Looked up once: a text full of `<a ` must not be searched to its end for each of them.
    let last_sign = text.rfind(['>', '=']);
    text.match_indices('<').any(|(at, open)| {
        let rest = text.get(at + open.len()..).unwrap_or_default();
        opens_declaration(rest) || opens_element(rest, last_sign > Some(at))
    })
}

/// Elements that are refused even when they are cut off before their end.
const DANGEROUS: [&str; 12] =
    ["script", "style", "iframe", "img", "svg", "object", "embed", "link", "meta", "form", "base", "math"];

fn opens_declaration(rest: &str) -> bool {
    rest.starts_with("!--")
        || rest.starts_with('?')
        || ["!doctype", "![cdata["].iter().any(|start| has_prefix(rest, start))
}

/// `rest` follows a `<`, and `goes_on` says whether a `>` or `=` comes anywhere behind it. A browser takes a
/// letter, or a slash and a letter, for the beginning of an element.
fn opens_element(rest: &str, goes_on: bool) -> bool {
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return false;
    }
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | ':' | '_')));
    let (name, after) = end.and_then(|at| rest.split_at_checked(at)).unwrap_or((rest, ""));
    if DANGEROUS.iter().any(|element| element.eq_ignore_ascii_case(name)) {
        return true;
    }
    match after.chars().next() {
        Some('>') => true,
        // `<https://…>` is an address, `<b/>` and `<b/onclick=…>` are elements.
        Some('/') => !name.ends_with(':'),
        Some(c) if c.is_whitespace() => goes_on,
        _ => false,
    }
}

fn has_prefix(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(expected: bool, texts: &[&str]) {
        for text in texts {
            assert_eq!(is_in(text), expected, "{text:?}");
        }
    }

    #[test]
    fn elements_are_markup() {
        check(
            true,
            &[
                "Match amical <script>alert(document.domain)</script>",
                "<img src=x onerror=alert(1)> Zwei Personen für einen Vormittag.",
                "Ludothèque <img src=x onerror=\"alert(1)\"> asbl",
                "<b>fett</b>",
                "fett</b>",
                "<br/>",
                "<svg/onload=alert(1)>",
                "<IMG SRC=x",
                "<sCrIpT",
                "<a href='https://x.example'>hier</a>",
                "<x-y onclick=alert(1)",
                "<p\nclass=x>",
                "<!-- a -->",
                "<!DOCTYPE html>",
                "<?xml version='1.0'?>",
                "<<script>",
            ],
        );
    }

    #[test]
    fn a_less_than_sign_is_honest() {
        check(
            false,
            &[
                "a < b",
                "<3",
                "Jeunes < 18 ans, adultes > 18 ans",
                "« < 18 ans »",
                "Familjen <18 Joer>",
                "x<y",
                "Ana <ana@ponte.example>",
                "<https://ponte.example/a>",
                "a <b und c",
                "<- links, rechts ->",
                "i <ö>",
                "<",
                "",
            ],
        );
    }
}
