//! Records of a sheet, as RFC 4180 divides them, one at a time.
//!
//! The division is strict about quotes, because a lenient one lets an unclosed quote swallow the rest of
//! the file: a record whose quotes do not close is told as broken, and reading goes on at the line after
//! its first. It never holds more than [`MOST`] bytes of a record.

use std::io::Read;

use super::text::{Text, Unreadable};

/// The most bytes of a record, give or take what is read at a time: eight times what the largest cell of a spreadsheet holds.
const MOST: usize = 256 * 1024;

/// Where a record begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// As a spreadsheet counts: the header is row 1, and line breaks within a cell do not count.
    pub(crate) row: u64,
    /// As an editor counts.
    pub(crate) line: u64,
}

/// A record, or why there is none.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) place: Place,
    pub(super) fields: Result<Vec<String>, Broken>,
}

/// What is wrong with the division of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Broken {
    /// A quote that is not closed at the end of its field.
    Quote {
        /// The line where it opens.
        line: u64,
        /// The field, counted from 0.
        field: usize,
    },
    /// More than [`MOST`] bytes.
    TooLong,
}

/// The records of a text.
pub(super) struct Records<R> {
    text: Text<R>,
    /// What was read and not yet divided begins at `at`.
    buffer: String,
    at: usize,
    place: Place,
    separator: u8,
}

impl<R: Read> Records<R> {
    /// Reads as far as the first line, and takes from it what separates the fields.
    pub(super) fn new(source: R) -> Result<Self, Unreadable> {
        let mut text = Text::new(source);
        let mut buffer = String::new();
        while !text.ended() && buffer.len() < MOST && !buffer.trim_start().contains(['\n', '\r']) {
            text.append_to(&mut buffer)?;
        }
        let separator = separator(buffer.trim_start().lines().next().unwrap_or_default());
        Ok(Self { text, buffer, at: 0, place: Place { row: 1, line: 1 }, separator })
    }

    /// What separates the fields: `,`, `;` or a tab.
    pub(super) fn separator(&self) -> char {
        char::from(self.separator)
    }

    /// How many bytes of the source were read.
    pub(super) fn bytes_read(&self) -> u64 {
        self.text.bytes_read()
    }

    /// The next record; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Record>, Unreadable> {
        loop {
            let rest = self.buffer.get(self.at..).unwrap_or_default();
            let whole = self.text.ended();
            if rest.is_empty() && whole {
                return Ok(None);
            }
            let place = self.place;
            let fields = match scan(rest, self.separator, whole) {
                Scanned::More if rest.len() < MOST => {
                    self.read_on()?;
                    continue;
                }
                Scanned::More => Err(match scan(rest, self.separator, true) {
                    Scanned::Quote { line, field } => Broken::Quote { line: place.line + line, field },
                    Scanned::More | Scanned::Record { .. } => Broken::TooLong,
                }),
                Scanned::Quote { line, field } => Err(Broken::Quote { line: place.line + line, field }),
                Scanned::Record { fields, length, lines } => {
                    self.at += length;
                    self.place.line += lines;
                    Ok(fields)
                }
            };
            if fields.is_err() {
                self.skip_line()?;
                self.place.line += 1;
            }
            self.place.row += 1;
            return Ok(Some(Record { place, fields }));
        }
    }

    fn read_on(&mut self) -> Result<(), Unreadable> {
        self.buffer.drain(..self.at);
        self.at = 0;
        self.text.append_to(&mut self.buffer)
    }

    /// Goes to the beginning of the next line.
    fn skip_line(&mut self) -> Result<(), Unreadable> {
        loop {
            let rest = self.buffer.get(self.at..).unwrap_or_default();
            let found = rest.find(['\n', '\r']);
            let end = found.and_then(|end| Some((end, line_break(rest, end, self.text.ended())?)));
            match end {
                Some((end, length)) => {
                    self.at += end + length;
                    return Ok(());
                }
                None if self.text.ended() => {
                    self.at = self.buffer.len();
                    return Ok(());
                }
                None => {
                    // All but a last carriage return, behind which the line feed may follow.
                    self.at = rest.strip_suffix('\r').map_or(self.buffer.len(), |_| self.buffer.len() - 1);
                    self.read_on()?;
                }
            }
        }
    }
}

/// Of the three that occur, the one that divides the header into the most fields.
fn separator(header: &str) -> u8 {
    let count = |separator: u8| header.bytes().filter(|byte| *byte == separator).count();
    // Of equals the last one counts, and a comma is the usual.
    [b'\t', b';', b','].into_iter().max_by_key(|separator| count(*separator)).unwrap_or(b',')
}

enum Scanned {
    /// The record may go on behind the text.
    More,
    Quote {
        /// How many lines after the first.
        line: u64,
        field: usize,
    },
    Record {
        fields: Vec<String>,
        /// In bytes, with the line break.
        length: usize,
        /// How many lines it takes.
        lines: u64,
    },
}

/// Divides the first record of a text; `whole` says that nothing follows the text.
fn scan(text: &str, separator: u8, whole: bool) -> Scanned {
    let (mut fields, mut at) = (Vec::new(), 0);
    loop {
        let start = at;
        let unclosed = |field| Scanned::Quote { line: lines(text, start), field };
        let rest = text.get(start..).unwrap_or_default();
        let field = match rest.strip_prefix('"') {
            None => {
                let ends = |byte: u8| byte == separator || byte == b'\n' || byte == b'\r';
                let length = rest.bytes().position(ends).unwrap_or(rest.len());
                at += length;
                rest.get(..length).unwrap_or_default().to_owned()
            }
            Some(inside) => match quoted(inside, whole) {
                Quoted::Field(value, length) => {
                    at += 1 + length;
                    value
                }
                Quoted::More => return Scanned::More,
                Quoted::Open => return unclosed(fields.len()),
            },
        };
        match text.as_bytes().get(at) {
            None if !whole => return Scanned::More,
            None => {
                fields.push(field);
                return Scanned::Record { fields, length: at, lines: lines(text, at) };
            }
            Some(byte) if *byte == separator => {
                fields.push(field);
                at += 1;
            }
            Some(b'\n' | b'\r') => {
                let Some(length) = line_break(text, at, whole) else { return Scanned::More };
                fields.push(field);
                return Scanned::Record { fields, length: at + length, lines: lines(text, at) + 1 };
            }
            // Behind the closing quote there is something else: it did not close the field.
            Some(_) => return unclosed(fields.len()),
        }
    }
}

/// What stands between quotes.
enum Quoted {
    /// The text, and the bytes of it with its closing quote.
    Field(String, usize),
    /// It may go on behind the text.
    More,
    /// It is never closed.
    Open,
}

fn quoted(inside: &str, whole: bool) -> Quoted {
    let (mut value, mut at) = (String::new(), 0);
    loop {
        let rest = inside.get(at..).unwrap_or_default();
        let Some((before, after)) = rest.split_once('"') else {
            return if whole { Quoted::Open } else { Quoted::More };
        };
        value.push_str(before);
        at += before.len() + 1;
        if after.starts_with('"') {
            value.push('"');
            at += 1;
        } else if after.is_empty() && !whole {
            return Quoted::More;
        } else {
            return Quoted::Field(value, at);
        }
    }
}

/// The bytes of the line break at this place; `None` while its second half may follow.
fn line_break(text: &str, at: usize, whole: bool) -> Option<usize> {
    let mut bytes = text.bytes().skip(at);
    match (bytes.next(), bytes.next()) {
        (Some(b'\r'), Some(b'\n')) => Some(2),
        (Some(b'\r'), None) if !whole => None,
        _ => Some(1),
    }
}

/// How many line breaks a text has in its first bytes.
fn lines(text: &str, length: usize) -> u64 {
    let text = text.get(..length).unwrap_or_default();
    let breaks = text.bytes().filter(|byte| *byte == b'\n').count();
    let returns = text.replace("\r\n", "").bytes().filter(|byte| *byte == b'\r').count();
    u64::try_from(breaks + returns).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The records, with the row and line of each; fields divided by a bar.
    fn records(bytes: &[u8]) -> Vec<String> {
        let Ok(mut records) = Records::new(bytes) else { panic!("readable") };
        let mut found = Vec::new();
        while let Ok(Some(Record { place, fields })) = records.next() {
            let told = match fields {
                Ok(fields) => fields.join("|"),
                Err(broken) => format!("{broken:?}"),
            };
            found.push(format!("{}@{} {told}", place.row, place.line));
        }
        found
    }

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(records(text.as_bytes()), expected, "{text:?}");
    }

    #[test]
    fn records_are_divided_and_numbered() {
        check("", &[]);
        check("a,b", &["1@1 a|b"]);
        check("a,b\r\nc,d\r\n", &["1@1 a|b", "2@2 c|d"]);
        check("a,b\nc,\n", &["1@1 a|b", "2@2 c|"]);
        check("a,b\rc,d", &["1@1 a|b", "2@2 c|d"]);
        check("a,b\n\nc,d\n", &["1@1 a|b", "2@2 ", "3@3 c|d"]);
        check("a;b,c;d\n", &["1@1 a|b,c|d"]);
        check("a\tb,c\td\n", &["1@1 a|b,c|d"]);
        check("a,b\n\"c\n\"\"d\"\"\",\"\"\ne,f\n", &["1@1 a|b", "2@2 c\n\"d\"|", "3@4 e|f"]);
        check("a,b\n5\" x,\" y\"\n", &["1@1 a|b", "2@2 5\" x| y"]);
        check("a,\"b\"", &["1@1 a|b"]);
    }

    #[test]
    fn an_open_quote_costs_its_own_line_only() {
        let open = |at, field, line| format!("{at} Quote {{ line: {line}, field: {field} }}");
        check("a,b\n\"c,\"d\ne,f\n", &["1@1 a|b", &open("2@2", 0, 2), "3@3 e|f"]);
        check("a,b\nc,\"d\ne,f\n", &["1@1 a|b", &open("2@2", 1, 2), "3@3 e|f"]);
        check("a,b\n\"c\nd\",\"e\nf,g\n", &["1@1 a|b", &open("2@2", 1, 3), &open("3@3", 1, 3), "4@4 f|g"]);
    }

    #[test]
    fn a_record_is_bounded() {
        let long = "x".repeat(2 * MOST);
        let found = records(format!("a,b\n{long},c\r\nd,e\n").as_bytes());
        assert!(found == ["1@1 a|b", "2@2 TooLong", "3@3 d|e"], "{} records", found.len());
        let swallowed = format!("a,b\nc,\"d\n{}", "e,f\n".repeat(MOST / 4 + 10));
        let found = records(swallowed.as_bytes());
        assert_eq!(found.len(), MOST / 4 + 12);
        assert_eq!(found[1], "2@2 Quote { line: 2, field: 1 }");
        assert_eq!(found[2], "3@3 e|f");
    }

    /// Every text of six signs ends, loses no row, and is told the same when it comes in pieces.
    #[test]
    fn no_text_is_too_strange() {
        const SIGNS: [char; 5] = ['"', ',', '\n', '\r', 'a'];
        for number in 0..5_usize.pow(6) {
            let text: String = (0..6).map(|place| SIGNS[number / 5_usize.pow(place) % 5]).collect();
            let whole = records(text.as_bytes());
            let rows: Vec<String> = (1..=whole.len()).map(|row| format!("{row}@")).collect();
            assert!(
                whole.iter().zip(&rows).all(|(record, row)| record.starts_with(row)),
                "{text:?} {whole:?}"
            );
            assert!(whole.len() <= text.len(), "{text:?} {whole:?}");
            for cut in 0..text.len() {
                let (one, other) = text.split_at(cut);
                let in_pieces = matches!(
                    (scan(one, b',', false), scan(&text, b',', true)),
                    (Scanned::More, _)
                        | (Scanned::Record { .. }, Scanned::Record { .. })
                        | (Scanned::Quote { .. }, Scanned::Quote { .. })
                );
                assert!(in_pieces, "{one:?} {other:?}");
            }
        }
    }

    /// Whatever is well-formed is divided as the csv crate divides it.
    #[test]
    fn well_formed_sheets_read_as_elsewhere() {
        for cells in
            [["", "a"], ["\"", "\"\""], ["a,b", "c\r\nd"], [" x ", "\n"], ["é\"–", ","], ["\r", "=1"]]
        {
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(["one", "two"]).unwrap();
            writer.write_record(cells).unwrap();
            let written = writer.into_inner().unwrap();
            let mut records = Records::new(written.as_slice()).ok().unwrap();
            records.next().ok().unwrap();
            let record = records.next().ok().unwrap().unwrap();
            assert_eq!(record.fields.unwrap(), cells, "{cells:?}");
        }
    }
}
