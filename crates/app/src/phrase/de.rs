//! German.

use domain::fault::Rule;
use domain::text::Flag;

use super::Words;

#[expect(clippy::too_many_lines, reason = "one table, and a `match` cannot be split without a wildcard")]
pub(super) const fn rule(rule: &Rule) -> Words {
    match rule {
        Rule::Required => Words("Dieses Feld muss ausgefüllt sein.", "Bitte füllen Sie es aus."),
        Rule::NotAllowed => Words("Hier darf nichts stehen.", "Bitte lassen Sie dieses Feld leer."),
        Rule::TooLong { .. } => {
            Words("Der Text ist zu lang: höchstens {max} Zeichen.", "Bitte kürzen Sie ihn.")
        }
        Rule::TooShort { .. } => {
            Words("Der Text ist zu kurz: mindestens {min} Zeichen.", "Bitte schreiben Sie etwas mehr.")
        }
        Rule::TooMany { .. } => {
            Words("Die Liste ist zu lang: höchstens {max} Einträge.", "Bitte nehmen Sie einige heraus.")
        }
        Rule::OutOfRange { .. } => Words(
            "Der Wert muss mindestens {min} und höchstens {max} sein.",
            "Bitte geben Sie einen Wert in diesen Grenzen an.",
        ),
        Rule::Duplicate => {
            Words("Das wurde schon einmal angegeben.", "Bitte streichen oder ändern Sie die zweite Angabe.")
        }
        Rule::UnknownCode { .. } => Words(
            "„{given}“ steht nicht in der Liste „{vocabulary}“.",
            "Bitte verwenden Sie einen Code aus dieser Liste.",
        ),
        Rule::UnknownReference { .. } => Words(
            "„{given}“ gibt es nicht.",
            "Bitte prüfen Sie die Referenz, auch Großbuchstaben und Bindestriche.",
        ),
        Rule::NulCharacter => Words(
            "Der Text enthält ein leeres Steuerzeichen (U+0000).",
            "Bitte tippen Sie diese Stelle neu, statt sie einzufügen.",
        ),
        Rule::ControlCharacter { .. } => Words(
            "Der Text enthält ein Steuerzeichen ({code_point}), das niemand sieht.",
            "Bitte tippen Sie diese Stelle neu, statt sie einzufügen.",
        ),
        Rule::BidiCharacter { .. } => Words(
            "Der Text enthält ein Zeichen ({code_point}), das die Schreibrichtung umkehrt.",
            "Bitte tippen Sie diese Stelle neu, statt sie einzufügen.",
        ),
        Rule::InvisibleCharacter { .. } => Words(
            "Der Text enthält ein unsichtbares Zeichen ({code_point}).",
            "Bitte tippen Sie diese Stelle neu, statt sie einzufügen.",
        ),
        Rule::SpreadsheetFormula => Words(
            "Der Text beginnt wie eine Formel einer Tabellenkalkulation.",
            "Bitte beginnen Sie mit einem Wort, nicht mit =, +, - oder @.",
        ),
        Rule::SpreadsheetError => Words(
            "Das ist eine Fehlermeldung aus einer Tabellenkalkulation.",
            "Bitte prüfen Sie die Zelle in Ihrer Tabelle und geben Sie den gemeinten Wert an.",
        ),
        Rule::Markup => {
            Words("Der Text enthält HTML-Code.", "Bitte schreiben Sie einfachen Text, ohne Elemente wie <b>.")
        }
        Rule::Money { .. } => Words(
            "Die Börse kommt ohne Geld aus, im Text steht aber „{found}“.",
            "Bitte beschreiben Sie, was Sie geben oder brauchen, ohne Preise und Zahlungen.",
        ),
        Rule::PersonalMatricule => Words(
            "Das sieht aus wie eine persönliche Matrikelnummer (13 Ziffern).",
            "Bitte nehmen Sie sie heraus: So eine Nummer gehört nie in einen Text.",
        ),
        Rule::EmailInvalid => Words(
            "Das ist keine gültige E-Mail-Adresse.",
            "Bitte geben Sie eine Adresse wie name@example.org an.",
        ),
        Rule::EmailSeveral => Words("Hier stehen mehrere E-Mail-Adressen.", "Bitte geben Sie nur eine an."),
        Rule::PhoneInvalid => Words(
            "Das ist keine Telefonnummer.",
            "Bitte eine einzige Nummer mit Landesvorwahl angeben, zum Beispiel +352 621 123 456; ohne Vorwahl gilt sie als luxemburgisch.",
        ),
        Rule::WebsiteInvalid => Words(
            "Das ist nicht die Adresse einer öffentlichen Website.",
            "Bitte geben Sie eine Adresse wie https://www.example.org an.",
        ),
        Rule::PostalCodeInvalid => Words(
            "Das ist keine Luxemburger Postleitzahl.",
            "Bitte geben Sie vier Ziffern an, zum Beispiel L-1234.",
        ),
        Rule::RcsInvalid => Words(
            "Das ist keine Nummer des Handels- und Gesellschaftsregisters (RCS).",
            "Bitte geben Sie einen Buchstaben von A bis K und eine bis sieben Ziffern an, zum Beispiel F1234.",
        ),
        Rule::RcsContradictsKind { .. } => Words(
            "Abteilung {section} des Registers passt nicht zu dieser Art von Organisation.",
            "Bitte prüfen Sie die Registernummer und die Art der Organisation.",
        ),
        Rule::VatInvalid => Words(
            "Das ist keine Luxemburger Mehrwertsteuernummer.",
            "Bitte geben Sie LU und acht Ziffern an, oder lassen Sie das Feld leer.",
        ),
        Rule::VatCheckDigits => Words(
            "Die Prüfziffern der Mehrwertsteuernummer stimmen nicht.",
            "Bitte vergleichen Sie die Nummer mit Ihrer Bescheinigung; vielleicht ist eine Ziffer vertippt.",
        ),
        Rule::LegalFormContradictsKind => Words(
            "Die Rechtsform passt nicht zu dieser Art von Organisation.",
            "Bitte prüfen Sie beide Angaben.",
        ),
        Rule::LanguageNotCode => Words(
            "Sprachen werden als Codes aus zwei Buchstaben angegeben, getrennt durch Strichpunkte.",
            "Bitte schreiben Sie zum Beispiel lb;fr;de.",
        ),
        Rule::NumberInvalid => Words(
            "Das ist keine Zahl, die wir lesen können.",
            "Bitte schreiben Sie Ziffern und einen Dezimalpunkt, zum Beispiel 12 oder 2.5.",
        ),
        Rule::NumberAmbiguous => Words(
            "Es ist nicht klar, ob Punkt oder Komma Tausender oder Dezimalstellen trennen.",
            "Bitte schreiben Sie 1500 oder 2.5: ohne Tausendertrennzeichen, mit Punkt vor den Dezimalstellen.",
        ),
        Rule::FractionNotAllowed => Words(
            "Diese Einheit wird in ganzen Zahlen gezählt.",
            "Bitte geben Sie eine ganze Zahl an, oder wählen Sie eine andere Einheit.",
        ),
        Rule::UnitContradictsKind => Words(
            "Die Einheit passt nicht zu dieser Art von Inserat.",
            "Bitte wählen Sie eine passende Einheit, zum Beispiel Stunden für freiwilligen Einsatz.",
        ),
        Rule::HeadcountContradictsQuantity => Words(
            "Die Zahl der Personen mal die Stunden je Person ergibt nicht die Menge.",
            "Bitte rechnen Sie nach, und berichtigen Sie eine der drei Zahlen.",
        ),
        Rule::HoursLongerThanWindow => Words(
            "Das sind mehr Stunden je Person, als Zeit zur Verfügung steht.",
            "Bitte geben Sie weniger Stunden oder einen längeren Zeitraum an.",
        ),
        Rule::DateInvalid => Words(
            "Das ist kein gültiges Datum und keine gültige Uhrzeit.",
            "Bitte schreiben Sie 2026-06-08, oder mit Uhrzeit 2026-06-08T18:00, und prüfen Sie, ob es den Tag gibt.",
        ),
        Rule::DateSpreadsheetSerial => Words(
            "Hier steht eine bloße Zahl, wo eine Tabelle ein Datum hatte.",
            "Bitte formatieren Sie die Zelle als Datum (Jahr-Monat-Tag), und exportieren Sie noch einmal.",
        ),
        Rule::LocalTimeInGap => Words(
            "Diese Uhrzeit gibt es nicht: Die Uhr wird über sie hinweg vorgestellt.",
            "Bitte wählen Sie eine Zeit vor oder nach der Umstellung.",
        ),
        Rule::LocalTimeAmbiguous => Words(
            "Diese Uhrzeit gibt es zweimal: Die Uhr wird über sie zurückgestellt.",
            "Bitte wählen Sie eine Zeit vor oder nach der Umstellung.",
        ),
        Rule::EndNotAfterStart => {
            Words("Das Ende liegt nicht nach dem Anfang.", "Bitte prüfen Sie beide Zeiten.")
        }
        Rule::OutsideExchangeWeek => {
            Words("Das liegt nicht in der Austauschwoche.", "Bitte wählen Sie eine Zeit in dieser Woche.")
        }
        Rule::DetailContradictsKind => Words(
            "Diese Angabe gehört zu einer anderen Art von Inserat.",
            "Bitte lassen Sie sie weg, oder ändern Sie die Art.",
        ),
        Rule::PasswordKnown => Words(
            "Dieses Passwort ist bekannt oder zu gebräuchlich.",
            "Bitte wählen Sie ein anderes, zum Beispiel einige Wörter, die nichts miteinander zu tun haben.",
        ),
        Rule::PasswordPersonal => Words(
            "Dieses Passwort verrät, wem es gehört.",
            "Bitte wählen Sie eines ohne Ihren Namen, Ihre Adresse und den Namen dieses Dienstes.",
        ),
        Rule::TooYoung { .. } => Words(
            "Anmelden kann sich nur, wer mindestens {age} Jahre alt ist.",
            "Bitte fragen Sie jemanden, der alt genug ist.",
        ),
        Rule::PictureUnknown => Words(
            "Diese Datei ist weder ein JPEG-, noch ein PNG-, noch ein WebP-Bild.",
            "Bitte senden Sie ein Foto in einem dieser Formate.",
        ),
        Rule::PictureMislabelled { .. } => Words(
            "Die Datei ist als {declared} angegeben, ist aber {found}.",
            "Bitte geben Sie den wirklichen Typ der Datei an, oder keinen.",
        ),
        Rule::PictureTooLarge { .. } => Words(
            "Das Bild ist zu groß: höchstens {max_side} Pixel je Seite und {max_megapixels} Millionen insgesamt.",
            "Bitte verkleinern Sie es vor dem Senden.",
        ),
        Rule::PictureAnimated => Words("Das Bild ist animiert.", "Bitte senden Sie ein stehendes Bild."),
        Rule::PictureDamaged => Words(
            "Das Bild ist abgeschnitten oder beschädigt.",
            "Bitte prüfen Sie, ob es sich auf Ihrem Gerät öffnet, und senden Sie es noch einmal.",
        ),
    }
}

pub(super) const fn flag(flag: Flag) -> Words {
    match flag {
        Flag::Money => Words(
            "Der Text nennt einen Preis oder verspricht eine Bezahlung.",
            "Bitte nehmen Sie das heraus: Die Börse kommt ohne Geld aus.",
        ),
        Flag::PersonalMatricule => Words(
            "Der Text enthält etwas, das wie eine nationale Identifikationsnummer aussieht.",
            "Bitte nehmen Sie sie heraus: Niemand darf danach fragen oder sie veröffentlichen.",
        ),
        Flag::MoneyRequest => Words(
            "Der Text bittet vielleicht um Geld: um eine Spende, eine Gebühr oder Sponsoring.",
            "Bitte fragen Sie lieber nach Sachen, Zeit oder Wissen; sonst liest das Team ihn, bevor er erscheint.",
        ),
        Flag::Advertising => Words(
            "Der Text liest sich wie Werbung.",
            "Bitte sagen Sie, was Sie geben oder brauchen, ohne Rabatte und Kaufaufrufe.",
        ),
        Flag::Emoji => {
            Words("Der Text enthält Emojis.", "Bitte prüfen Sie, ob er sich auch ohne sie lesen lässt.")
        }
        Flag::Mojibake => Words(
            "Einige Buchstaben wurden durch eine falsche Kodierung entstellt.",
            "Bitte prüfen Sie Umlaute, Akzente und Striche, und speichern Sie die Datei als UTF-8.",
        ),
        Flag::ContactData => Words(
            "Der Text enthält eine E-Mail-Adresse, eine Telefonnummer oder eine Webadresse.",
            "Bitte prüfen Sie, ob das öffentlich sein darf; die Partner finden sich ohnehin über die Börse.",
        ),
        Flag::MixedScripts => Words(
            "Ein Wort mischt Buchstaben zweier Alphabete.",
            "Bitte prüfen Sie, ob es keinen anderen Namen nachahmt.",
        ),
    }
}
