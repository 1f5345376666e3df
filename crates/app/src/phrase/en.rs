//! English.

use domain::fault::Rule;
use domain::text::Flag;

use super::Words;

#[expect(clippy::too_many_lines, reason = "one table, and a `match` cannot be split without a wildcard")]
pub(super) const fn rule(rule: &Rule) -> Words {
    match rule {
        Rule::Required => Words("This field is required.", "Please fill it in."),
        Rule::NotAllowed => Words("Nothing may be entered here.", "Please leave this field empty."),
        Rule::TooLong { .. } => {
            Words("The text is too long: {max} characters at most.", "Please shorten it.")
        }
        Rule::TooShort { .. } => {
            Words("The text is too short: {min} characters at least.", "Please write a little more.")
        }
        Rule::TooMany { .. } => {
            Words("The list is too long: {max} entries at most.", "Please take some out.")
        }
        Rule::OutOfRange { .. } => Words(
            "The value must be at least {min} and at most {max}.",
            "Please enter a value within these limits.",
        ),
        Rule::Duplicate => {
            Words("This has been given once already.", "Please remove the second one, or make it different.")
        }
        Rule::UnknownCode { .. } => {
            Words("“{given}” is not in the list “{vocabulary}”.", "Please use a code from that list.")
        }
        Rule::UnknownReference { .. } => {
            Words("There is no “{given}”.", "Please check the reference, capitals and hyphens included.")
        }
        Rule::NulCharacter => Words(
            "The text contains an empty control character (U+0000).",
            "Please type this passage anew instead of pasting it.",
        ),
        Rule::ControlCharacter { .. } => Words(
            "The text contains a control character ({code_point}) that nobody can see.",
            "Please type this passage anew instead of pasting it.",
        ),
        Rule::BidiCharacter { .. } => Words(
            "The text contains a character ({code_point}) that turns the direction of writing.",
            "Please type this passage anew instead of pasting it.",
        ),
        Rule::InvisibleCharacter { .. } => Words(
            "The text contains an invisible character ({code_point}).",
            "Please type this passage anew instead of pasting it.",
        ),
        Rule::SpreadsheetFormula => Words(
            "The text begins like a spreadsheet formula.",
            "Please begin with a word, not with =, +, - or @.",
        ),
        Rule::SpreadsheetError => Words(
            "This is an error message from a spreadsheet.",
            "Please check the cell in your spreadsheet and enter the value that was meant.",
        ),
        Rule::Markup => {
            Words("The text contains HTML code.", "Please write plain text, without elements such as <b>.")
        }
        Rule::Money { .. } => Words(
            "The bourse works without money, but the text says “{found}”.",
            "Please describe what you give or need, without prices or payments.",
        ),
        Rule::PersonalMatricule => Words(
            "This looks like a personal identification number (13 digits).",
            "Please take it out: such a number never belongs in a text.",
        ),
        Rule::EmailInvalid => {
            Words("This is not a valid e-mail address.", "Please enter an address such as name@example.org.")
        }
        Rule::EmailSeveral => Words("There are several e-mail addresses here.", "Please enter one only."),
        Rule::PhoneInvalid => Words(
            "This is not a telephone number.",
            "Please give one number with its country code, for example +352 621 123 456; a number without one is of Luxembourg.",
        ),
        Rule::WebsiteInvalid => Words(
            "This is not the address of a public website.",
            "Please enter an address such as https://www.example.org.",
        ),
        Rule::PostalCodeInvalid => {
            Words("This is not a Luxembourg postal code.", "Please enter four digits, for example L-1234.")
        }
        Rule::RcsInvalid => Words(
            "This is not a number of the trade and companies register (RCS).",
            "Please enter a letter from A to K and one to seven digits, for example F1234.",
        ),
        Rule::RcsContradictsKind { .. } => Words(
            "Section {section} of the register does not fit this kind of organization.",
            "Please check the register number and the kind of organization.",
        ),
        Rule::VatInvalid => Words(
            "This is not a Luxembourg VAT number.",
            "Please enter LU and eight digits, or leave the field empty.",
        ),
        Rule::VatCheckDigits => Words(
            "The check digits of the VAT number are wrong.",
            "Please compare the number with your VAT certificate; a digit may be mistyped.",
        ),
        Rule::LegalFormContradictsKind => {
            Words("The legal form does not fit this kind of organization.", "Please check both.")
        }
        Rule::LanguageNotCode => Words(
            "Languages are given as two-letter codes, separated by semicolons.",
            "Please write, for example, lb;fr;de.",
        ),
        Rule::NumberInvalid => Words(
            "This is not a number that we can read.",
            "Please use digits and a decimal point, for example 12 or 2.5.",
        ),
        Rule::NumberAmbiguous => Words(
            "It is not clear whether the point or comma separates thousands or decimals.",
            "Please write 1500 or 2.5: no thousands separator, and a point before decimals.",
        ),
        Rule::FractionNotAllowed => Words(
            "This unit is counted in whole numbers.",
            "Please enter a whole number, or choose another unit.",
        ),
        Rule::UnitContradictsKind => Words(
            "The unit does not fit this kind of listing.",
            "Please choose a unit that fits, for example hours for volunteer skills.",
        ),
        Rule::HeadcountContradictsQuantity => Words(
            "The number of people times the hours of each is not the quantity.",
            "Please recalculate, and correct one of the three figures.",
        ),
        Rule::HoursLongerThanWindow => Words(
            "These are more hours per person than there is time.",
            "Please enter fewer hours or a longer period.",
        ),
        Rule::DateInvalid => Words(
            "This is not a valid date or time.",
            "Please write 2026-06-08, or 2026-06-08T18:00 with a time, and check that the day exists.",
        ),
        Rule::DateSpreadsheetSerial => Words(
            "This is a bare number where a spreadsheet kept a date.",
            "Please format the cell as a date (year-month-day) and export it again.",
        ),
        Rule::LocalTimeInGap => Words(
            "This time does not exist: the clocks go forward over it.",
            "Please choose a time before or after the change of the clocks.",
        ),
        Rule::LocalTimeAmbiguous => Words(
            "This time exists twice: the clocks go back over it.",
            "Please choose a time before or after the change of the clocks.",
        ),
        Rule::EndNotAfterStart => Words("The end is not after the start.", "Please check both times."),
        Rule::OutsideExchangeWeek => {
            Words("This is not within the exchange week.", "Please choose a time during the week.")
        }
        Rule::DetailContradictsKind => Words(
            "This detail belongs to another kind of listing.",
            "Please leave it out, or change the kind.",
        ),
        Rule::PasswordKnown => Words(
            "This password is known or too common.",
            "Please choose another, for example a few words that have nothing to do with each other.",
        ),
        Rule::PasswordPersonal => Words(
            "This password says whose it is.",
            "Please choose one without your name, your address or the name of this service.",
        ),
        Rule::TooYoung { .. } => Words(
            "Only people of {age} years or more can register.",
            "Please ask somebody who is old enough.",
        ),
        Rule::PictureUnknown => Words(
            "This file is neither a JPEG, a PNG nor a WebP picture.",
            "Please send a photo in one of these formats.",
        ),
        Rule::PictureMislabelled { .. } => Words(
            "The file is said to be {declared}, but it is {found}.",
            "Please give the type that the file really has, or none.",
        ),
        Rule::PictureTooLarge { .. } => Words(
            "The picture is too large: {max_side} pixels on a side and {max_megapixels} million in all at most.",
            "Please make it smaller before sending it.",
        ),
        Rule::PictureAnimated => Words("The picture is animated.", "Please send a still picture."),
        Rule::PictureDamaged => Words(
            "The picture is cut off or damaged.",
            "Please check that it opens on your device, and send it again.",
        ),
    }
}

pub(super) const fn flag(flag: Flag) -> Words {
    match flag {
        Flag::Money => Words(
            "The text names a price or promises payment.",
            "Please take it out: the bourse works without money.",
        ),
        Flag::PersonalMatricule => Words(
            "The text contains what looks like a national identification number.",
            "Please take it out: nobody may ask for it or publish it.",
        ),
        Flag::MoneyRequest => Words(
            "The text may ask for money: a donation, a fee or sponsoring.",
            "Please ask for goods, time or know-how instead; otherwise staff look at it before it is shown.",
        ),
        Flag::Advertising => Words(
            "The text reads like advertising.",
            "Please say what you give or need, without discounts or calls to buy.",
        ),
        Flag::Emoji => Words("The text contains emoji.", "Please check that it can be read without them."),
        Flag::Mojibake => Words(
            "Some letters were garbled by a wrong encoding.",
            "Please check accents and dashes, and save the file as UTF-8.",
        ),
        Flag::ContactData => Words(
            "The text contains an e-mail address, telephone number or web address.",
            "Please check that it may be public; partners find each other through the bourse anyway.",
        ),
        Flag::MixedScripts => Words(
            "A word mixes letters of two alphabets.",
            "Please check that it does not imitate another name.",
        ),
    }
}
