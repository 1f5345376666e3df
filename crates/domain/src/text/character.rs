//! Single characters that no text needs and that can hide or turn what it says (TRUST.md, rule 10).

use crate::fault::{Faults, Rule};

/// Notes each kind of forbidden character once, by its first occurrence.
pub(super) fn check(text: &str, faults: &mut Faults) {
    let mut found = Found::default();
    let mut before = None;
    let mut in_flag = false;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let after = rest.clone().next();
        in_flag = c == BLACK_FLAG || (in_flag && is_tag(c));
        let kind = match c {
            '\0' => Some(Kind::Nul),
            '\n' => None,
            _ if c.is_control() || is_noncharacter(c) => Some(Kind::Control),
            _ if is_bidi_control(c) => Some(Kind::Bidi),
            ZERO_WIDTH_JOINER if joins_emoji(before, after) => None,
            '\u{FE0E}' | '\u{FE0F}' if before.is_some_and(takes_presentation) => None,
            _ if is_tag(c) && in_flag => None,
            _ if is_invisible(c) => Some(Kind::Invisible),
            _ => None,
        };
        if let Some(kind) = kind {
            found.note(kind, c);
        }
        before = Some(c);
    }
    found.report(faults);
}

/// A pictograph: what a person would call an emoji, without digits, `#`, `©` and the like.
pub(super) fn is_emoji(c: char) -> bool {
    matches!(c,
        '\u{1F000}'..='\u{1FAFF}'
        | '\u{2600}'..='\u{27BF}'
        | '\u{2B50}' | '\u{2B55}' | '\u{2B1B}' | '\u{2B1C}'
        | '\u{231A}' | '\u{231B}' | '\u{23E9}'..='\u{23FA}')
}

const ZERO_WIDTH_JOINER: char = '\u{200D}';
const BLACK_FLAG: char = '\u{1F3F4}';

#[derive(Clone, Copy)]
enum Kind {
    Nul,
    Control,
    Bidi,
    Invisible,
}

#[derive(Default)]
struct Found {
    nul: bool,
    control: Option<char>,
    bidi: Option<char>,
    invisible: Option<char>,
}

impl Found {
    fn note(&mut self, kind: Kind, c: char) {
        match kind {
            Kind::Nul => self.nul = true,
            Kind::Control => self.control = self.control.or(Some(c)),
            Kind::Bidi => self.bidi = self.bidi.or(Some(c)),
            Kind::Invisible => self.invisible = self.invisible.or(Some(c)),
        }
    }

    fn report(self, faults: &mut Faults) {
        if self.nul {
            faults.add("", Rule::NulCharacter);
        }
        if let Some(c) = self.control {
            faults.add("", Rule::ControlCharacter { code_point: c.into() });
        }
        if let Some(c) = self.bidi {
            faults.add("", Rule::BidiCharacter { code_point: c.into() });
        }
        if let Some(c) = self.invisible {
            faults.add("", Rule::InvisibleCharacter { code_point: c.into() });
        }
    }
}

/// The marks, embeddings, overrides and isolates of the bidirectional algorithm (UAX #9).
fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Default ignorable characters and blank letters: zero width spaces, fillers, tags, selectors, byte order mark.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{34F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200D}' | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
        | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

fn is_noncharacter(c: char) -> bool {
    let code_point = u32::from(c);
    (0xFDD0..=0xFDEF).contains(&code_point) || code_point & 0xFFFE == 0xFFFE
}

/// The letters of a flag's region (`🏴󠁧󠁢󠁳󠁣󠁴󠁿`), honest only behind a flag.
fn is_tag(c: char) -> bool {
    matches!(c, '\u{E0020}'..='\u{E007F}')
}

fn joins_emoji(before: Option<char>, after: Option<char>) -> bool {
    let ends = |c| is_emoji(c) || c == '\u{FE0F}';
    before.is_some_and(ends) && after.is_some_and(|c| is_emoji(c) || is_joined_sign(c))
}

/// Signs below the emoji blocks that end emoji sequences: arrows, `⚕` is above.
fn is_joined_sign(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{21FF}' | '\u{2B00}'..='\u{2BFF}')
}

/// Whether a variation selector may follow: an emoji, or a sign that has a coloured form (`™️`, `1️⃣`, `↔️`).
fn takes_presentation(c: char) -> bool {
    is_emoji(c)
        || matches!(c, '#' | '*' | '0'..='9' | '©' | '®' | '\u{203C}'..='\u{2049}' | '\u{2122}'..='\u{2139}'
            | '\u{2190}'..='\u{25FF}' | '\u{2900}'..='\u{2BFF}' | '\u{3030}' | '\u{303D}' | '\u{3297}' | '\u{3299}')
}
