//! Luxembourgish.

use domain::fault::Rule;
use domain::text::Flag;

use super::Words;

#[expect(clippy::too_many_lines, reason = "one table, and a `match` cannot be split without a wildcard")]
pub(super) const fn rule(rule: &Rule) -> Words {
    match rule {
        Rule::Required => Words("Dëst Feld muss ausgefëllt sinn.", "Fëllt et w.e.g. aus."),
        Rule::NotAllowed => Words("Hei däerf näischt stoen.", "Loosst dëst Feld w.e.g. eidel."),
        Rule::TooLong { .. } => {
            Words("Den Text ass ze laang: héchstens {max} Zeechen.", "Kierzt den Text w.e.g.")
        }
        Rule::TooShort { .. } => {
            Words("Den Text ass ze kuerz: op d’mannst {min} Zeechen.", "Schreift w.e.g. e bësse méi.")
        }
        Rule::TooMany { .. } => {
            Words("D’Lëscht ass ze laang: héchstens {max} Elementer.", "Huelt w.e.g. e puer eraus.")
        }
        Rule::OutOfRange { .. } => Words(
            "De Wäert muss op d’mannst {min} an héchstens {max} sinn.",
            "Gitt w.e.g. e Wäert an dëse Grenzen un.",
        ),
        Rule::Duplicate => {
            Words("Dat steet schonn eng Kéier do.", "Huelt dat Zweet w.e.g. ewech oder ännert et.")
        }
        Rule::UnknownCode { .. } => {
            Words("„{given}“ steet net an der Lëscht „{vocabulary}“.", "Huelt w.e.g. e Code aus där Lëscht.")
        }
        Rule::UnknownReference { .. } => Words(
            "„{given}“ gëtt et net.",
            "Kuckt w.e.g. d’Referenz no, och d’Groussbuschtawen an d’Bindestrécher.",
        ),
        Rule::NulCharacter => Words(
            "Am Text ass en eidelt Kontrollzeechen (U+0000).",
            "Tippt déi Plaz w.e.g. nei, amplaz se eranzekopéieren.",
        ),
        Rule::ControlCharacter { .. } => Words(
            "Am Text ass e Kontrollzeechen ({code_point}), dat kee gesäit.",
            "Tippt déi Plaz w.e.g. nei, amplaz se eranzekopéieren.",
        ),
        Rule::BidiCharacter { .. } => Words(
            "Am Text ass en Zeechen ({code_point}), dat d’Schreifrichtung ëmdréit.",
            "Tippt déi Plaz w.e.g. nei, amplaz se eranzekopéieren.",
        ),
        Rule::InvisibleCharacter { .. } => Words(
            "Am Text ass en onsiichtbaart Zeechen ({code_point}).",
            "Tippt déi Plaz w.e.g. nei, amplaz se eranzekopéieren.",
        ),
        Rule::SpreadsheetFormula => Words(
            "Den Text fänkt u wéi eng Formel an engem Tabelleprogramm.",
            "Fänkt w.e.g. mat engem Wuert un, net mat =, +, - oder @.",
        ),
        Rule::SpreadsheetError => Words(
            "Dat ass eng Feelermeldung aus engem Tabelleprogramm.",
            "Kuckt w.e.g. d’Zell an Ärer Tabell no a gitt de richtege Wäert un.",
        ),
        Rule::Markup => {
            Words("Am Text steet HTML-Code.", "Schreift w.e.g. einfachen Text, ouni Elementer wéi <b>.")
        }
        Rule::Money { .. } => Words(
            "D’Bourse funktionéiert ouni Geld, mee am Text steet „{found}“.",
            "Beschreift w.e.g., wat Dir gitt oder braucht, ouni Präis a Bezuelung.",
        ),
        Rule::PersonalMatricule => Words(
            "Dat gesäit aus wéi eng perséinlech Matricule (13 Zifferen).",
            "Huelt se w.e.g. eraus: esou eng Nummer gehéiert ni an en Text.",
        ),
        Rule::EmailInvalid => {
            Words("Dat ass keng gëlteg E-Mail-Adress.", "Gitt w.e.g. eng Adress wéi numm@example.org un.")
        }
        Rule::EmailSeveral => Words("Hei stinn e puer E-Mail-Adressen.", "Gitt w.e.g. nëmmen eng un."),
        Rule::PhoneInvalid => Words(
            "Dat ass keng Telefonsnummer.",
            "W.e.g. eng eenzeg Nummer mat der Landesvirwahl uginn, zum Beispill +352 621 123 456; ouni Virwahl ass si lëtzebuergesch.",
        ),
        Rule::WebsiteInvalid => Words(
            "Dat ass net d’Adress vun engem ëffentleche Site.",
            "Gitt w.e.g. eng Adress wéi https://www.example.org un.",
        ),
        Rule::PostalCodeInvalid => Words(
            "Dat ass keng Lëtzebuerger Postleitzuel.",
            "Gitt w.e.g. véier Zifferen un, zum Beispill L-1234.",
        ),
        Rule::RcsInvalid => Words(
            "Dat ass keng Nummer aus dem Handels- a Gesellschaftsregëster (RCS).",
            "Gitt w.e.g. e Buschtaf vun A bis K an eng bis siwen Zifferen un, zum Beispill F1234.",
        ),
        Rule::RcsContradictsKind { .. } => Words(
            "D’Sektioun {section} vum Regëster passt net zu dëser Zort Organisatioun.",
            "Kuckt w.e.g. d’Nummer an d’Zort Organisatioun no.",
        ),
        Rule::VatInvalid => Words(
            "Dat ass keng Lëtzebuerger TVA-Nummer.",
            "Gitt w.e.g. LU an aacht Zifferen un, oder loosst d’Feld eidel.",
        ),
        Rule::VatCheckDigits => Words(
            "D’Kontrollziffere vun der TVA-Nummer stëmmen net.",
            "Vergläicht d’Nummer w.e.g. mat Ärem Certificat; vläicht ass eng Ziffer falsch getippt.",
        ),
        Rule::LegalFormContradictsKind => {
            Words("D’Rechtsform passt net zu dëser Zort Organisatioun.", "Kuckt w.e.g. béid Angaben no.")
        }
        Rule::LanguageNotCode => Words(
            "Sprooche gi mat Coden aus zwee Buschtawen uginn, getrennt duerch Strichpunkten.",
            "Schreift w.e.g. zum Beispill lb;fr;de.",
        ),
        Rule::NumberInvalid => Words(
            "Dat ass keng Zuel, déi mir liese kënnen.",
            "Schreift w.e.g. Zifferen an en Dezimalpunkt, zum Beispill 12 oder 2.5.",
        ),
        Rule::NumberAmbiguous => Words(
            "Et ass net kloer, ob de Punkt oder de Komma Dausender oder Dezimalen trennt.",
            "Schreift w.e.g. 1500 oder 2.5: näischt tëscht den Dausender, an e Punkt virun den Dezimalen.",
        ),
        Rule::FractionNotAllowed => Words(
            "Dës Eenheet gëtt a ganzen Zuele gezielt.",
            "Gitt w.e.g. eng ganz Zuel un, oder huelt eng aner Eenheet.",
        ),
        Rule::UnitContradictsKind => Words(
            "D’Eenheet passt net zu dëser Zort Annonce.",
            "Huelt w.e.g. eng Eenheet, déi passt, zum Beispill Stonne fir benevol Hëllef.",
        ),
        Rule::HeadcountContradictsQuantity => Words(
            "D’Zuel vu Leit mol d’Stonne pro Persoun ergëtt net d’Quantitéit.",
            "Rechent w.e.g. no a verbessert eng vun den dräi Zuelen.",
        ),
        Rule::HoursLongerThanWindow => Words(
            "Dat si méi Stonne pro Persoun, wéi Zäit do ass.",
            "Gitt w.e.g. manner Stonnen oder méi e laangen Zäitraum un.",
        ),
        Rule::DateInvalid => Words(
            "Dat ass kee gëltegen Datum a keng gëlteg Auerzäit.",
            "Schreift w.e.g. 2026-06-08, oder mat Auerzäit 2026-06-08T18:00, a kuckt, ob et deen Dag gëtt.",
        ),
        Rule::DateSpreadsheetSerial => Words(
            "Hei steet just eng Zuel, wou eng Tabell en Datum hat.",
            "Formatéiert d’Zell w.e.g. als Datum (Joer-Mount-Dag) an exportéiert nach eng Kéier.",
        ),
        Rule::LocalTimeInGap => Words(
            "Dës Auerzäit gëtt et net: d’Auer gëtt do no vir gestallt.",
            "Huelt w.e.g. eng Zäit virun oder no der Ëmstellung.",
        ),
        Rule::LocalTimeAmbiguous => Words(
            "Dës Auerzäit gëtt et zweemol: d’Auer gëtt do zeréckgestallt.",
            "Huelt w.e.g. eng Zäit virun oder no der Ëmstellung.",
        ),
        Rule::EndNotAfterStart => Words("D’Enn läit net nom Ufank.", "Kuckt w.e.g. béid Zäiten no."),
        Rule::OutsideExchangeWeek => {
            Words("Dat läit net an der Austauschwoch.", "Huelt w.e.g. eng Zäit an där Woch.")
        }
        Rule::DetailContradictsKind => Words(
            "Dës Angab gehéiert zu enger anerer Zort Annonce.",
            "Loosst se w.e.g. ewech, oder ännert d’Zort.",
        ),
        Rule::PasswordKnown => Words(
            "Dëst Passwuert ass bekannt oder ze heefeg.",
            "Huelt w.e.g. en anert, zum Beispill e puer Wierder, déi näischt mateneen ze dinn hunn.",
        ),
        Rule::PasswordPersonal => Words(
            "Dëst Passwuert verréit, weem et gehéiert.",
            "Huelt w.e.g. eent ouni Ären Numm, Är Adress an den Numm vun dësem Service.",
        ),
        Rule::TooYoung { .. } => Words(
            "Nëmme wien op d’mannst {age} Joer al ass, ka sech umellen.",
            "Frot w.e.g. een, deen al genuch ass.",
        ),
        Rule::PictureUnknown => Words(
            "Dëse Fichier ass weder e JPEG-, nach e PNG-, nach e WebP-Bild.",
            "Schéckt w.e.g. eng Foto an engem vun dëse Formater.",
        ),
        Rule::PictureMislabelled { .. } => Words(
            "De Fichier ass als {declared} uginn, ass awer {found}.",
            "Gitt w.e.g. dee richtegen Typ vum Fichier un, oder keen.",
        ),
        Rule::PictureTooLarge { .. } => Words(
            "D’Bild ass ze grouss: héchstens {max_side} Pixel pro Säit an {max_megapixels} Milliounen am Ganzen.",
            "Maacht et w.e.g. méi kleng, ier Dir et schéckt.",
        ),
        Rule::PictureAnimated => {
            Words("D’Bild ass animéiert.", "Schéckt w.e.g. e Bild, dat sech net beweegt.")
        }
        Rule::PictureDamaged => Words(
            "D’Bild ass ofgeschnidden oder beschiedegt.",
            "Kuckt w.e.g. no, ob et op Ärem Apparat opgeet, a schéckt et nach eng Kéier.",
        ),
    }
}

pub(super) const fn flag(flag: Flag) -> Words {
    match flag {
        Flag::Money => Words(
            "Am Text steet e Präis oder e Verspriechen, ze bezuelen.",
            "Huelt dat w.e.g. eraus: d’Bourse kënnt ouni Suen aus.",
        ),
        Flag::PersonalMatricule => Words(
            "Am Text steet eppes, wat wéi eng national Matricule ausgesäit.",
            "Huelt se w.e.g. eraus: kee däerf dono froen oder se publizéieren.",
        ),
        Flag::MoneyRequest => Words(
            "Den Text freet vläicht no Suen: no enger Spend, enge Fraisen oder Sponsoring.",
            "Frot w.e.g. léiwer no Saachen, Zäit oder Wëssen; soss liest d’Equipe en, ier en erschéngt.",
        ),
        Flag::Advertising => Words(
            "Den Text liest sech wéi Reklamm.",
            "Sot w.e.g., wat Dir gitt oder braucht, ouni Rabatter an ouni opzeruffen, ze kafen.",
        ),
        Flag::Emoji => Words("Am Text sinn Emojien.", "Kuckt w.e.g., ob een en och ouni se liese kann."),
        Flag::Mojibake => Words(
            "E puer Buschtawe sinn duerch eng falsch Kodéierung futti.",
            "Kuckt w.e.g. d’Accenten an d’Strécher no, a späichert de Fichier als UTF-8.",
        ),
        Flag::ContactData => Words(
            "Am Text ass eng E-Mail-Adress, eng Telefonsnummer oder eng Webadress.",
            "Kuckt w.e.g., ob dat ëffentlech däerf sinn; d’Partner fanne sech souwisou iwwer d’Bourse.",
        ),
        Flag::MixedScripts => Words(
            "E Wuert mëscht Buschtawen aus zwee Alfabeter.",
            "Kuckt w.e.g., ob et keen aneren Numm nomécht.",
        ),
    }
}
