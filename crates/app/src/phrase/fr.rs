//! French.

use domain::fault::Rule;
use domain::text::Flag;

use super::Words;

#[expect(clippy::too_many_lines, reason = "one table, and a `match` cannot be split without a wildcard")]
pub(super) const fn rule(rule: &Rule) -> Words {
    match rule {
        Rule::Required => Words("Ce champ est obligatoire.", "Merci de le remplir."),
        Rule::NotAllowed => Words("Rien ne doit figurer ici.", "Merci de laisser ce champ vide."),
        Rule::TooLong { .. } => {
            Words("Le texte est trop long\u{a0}: {max} caractères au plus.", "Merci de le raccourcir.")
        }
        Rule::TooShort { .. } => Words(
            "Le texte est trop court\u{a0}: {min} caractères au moins.",
            "Merci d’en écrire un peu plus.",
        ),
        Rule::TooMany { .. } => Words(
            "La liste est trop longue\u{a0}: {max} éléments au plus.",
            "Merci d’en retirer quelques-uns.",
        ),
        Rule::OutOfRange { .. } => Words(
            "La valeur doit être d’au moins {min} et d’au plus {max}.",
            "Merci d’indiquer une valeur dans ces limites.",
        ),
        Rule::Duplicate => {
            Words("Cet élément figure déjà une fois.", "Merci de supprimer le second ou de le modifier.")
        }
        Rule::UnknownCode { .. } => Words(
            "«\u{a0}{given}\u{a0}» ne figure pas dans la liste «\u{a0}{vocabulary}\u{a0}».",
            "Merci d’utiliser un code de cette liste.",
        ),
        Rule::UnknownReference { .. } => Words(
            "«\u{a0}{given}\u{a0}» n’existe pas.",
            "Merci de vérifier la référence, y compris les majuscules et les traits d’union.",
        ),
        Rule::NulCharacter => Words(
            "Le texte contient un caractère de contrôle vide (U+0000).",
            "Merci de retaper ce passage au lieu de le coller.",
        ),
        Rule::ControlCharacter { .. } => Words(
            "Le texte contient un caractère de contrôle ({code_point}) que personne ne voit.",
            "Merci de retaper ce passage au lieu de le coller.",
        ),
        Rule::BidiCharacter { .. } => Words(
            "Le texte contient un caractère ({code_point}) qui inverse le sens de l’écriture.",
            "Merci de retaper ce passage au lieu de le coller.",
        ),
        Rule::InvisibleCharacter { .. } => Words(
            "Le texte contient un caractère invisible ({code_point}).",
            "Merci de retaper ce passage au lieu de le coller.",
        ),
        Rule::SpreadsheetFormula => Words(
            "Le texte commence comme une formule de tableur.",
            "Merci de commencer par un mot, et non par =, +, - ou @.",
        ),
        Rule::SpreadsheetError => Words(
            "Ceci est un message d’erreur d’un tableur.",
            "Merci de vérifier la cellule dans votre tableur et d’indiquer la bonne valeur.",
        ),
        Rule::Markup => Words(
            "Le texte contient du code HTML.",
            "Merci d’écrire du texte simple, sans éléments comme <b>.",
        ),
        Rule::Money { .. } => Words(
            "La bourse fonctionne sans argent, or le texte dit «\u{a0}{found}\u{a0}».",
            "Merci de décrire ce que vous donnez ou cherchez, sans prix ni paiement.",
        ),
        Rule::PersonalMatricule => Words(
            "Ceci ressemble à un matricule personnel (13 chiffres).",
            "Merci de le retirer\u{a0}: un tel numéro n’a jamais sa place dans un texte.",
        ),
        Rule::EmailInvalid => Words(
            "Ce n’est pas une adresse e-mail valable.",
            "Merci d’indiquer une adresse comme nom@example.org.",
        ),
        Rule::EmailSeveral => {
            Words("Il y a ici plusieurs adresses e-mail.", "Merci de n’en indiquer qu’une.")
        }
        Rule::PhoneInvalid => Words(
            "Ce n’est pas un numéro de téléphone.",
            "Merci d’indiquer un seul numéro avec son indicatif, par exemple +352 621 123 456 ; sans indicatif, il est luxembourgeois.",
        ),
        Rule::WebsiteInvalid => Words(
            "Ce n’est pas l’adresse d’un site web public.",
            "Merci d’indiquer une adresse comme https://www.example.org.",
        ),
        Rule::PostalCodeInvalid => Words(
            "Ce n’est pas un code postal luxembourgeois.",
            "Merci d’indiquer quatre chiffres, par exemple L-1234.",
        ),
        Rule::RcsInvalid => Words(
            "Ce n’est pas un numéro du registre de commerce et des sociétés (RCS).",
            "Merci d’indiquer une lettre de A à K et un à sept chiffres, par exemple F1234.",
        ),
        Rule::RcsContradictsKind { .. } => Words(
            "La section {section} du registre ne correspond pas à ce type d’organisation.",
            "Merci de vérifier le numéro et le type d’organisation.",
        ),
        Rule::VatInvalid => Words(
            "Ce n’est pas un numéro de TVA luxembourgeois.",
            "Merci d’indiquer LU et huit chiffres, ou de laisser le champ vide.",
        ),
        Rule::VatCheckDigits => Words(
            "Les chiffres de contrôle du numéro de TVA sont faux.",
            "Merci de comparer le numéro à votre attestation\u{a0}; un chiffre est peut-être mal saisi.",
        ),
        Rule::LegalFormContradictsKind => Words(
            "La forme juridique ne correspond pas à ce type d’organisation.",
            "Merci de vérifier les deux.",
        ),
        Rule::LanguageNotCode => Words(
            "Les langues s’indiquent par des codes de deux lettres, séparés par des points-virgules.",
            "Merci d’écrire par exemple lb;fr;de.",
        ),
        Rule::NumberInvalid => Words(
            "Ce n’est pas un nombre que nous sachions lire.",
            "Merci d’écrire des chiffres et un point décimal, par exemple 12 ou 2.5.",
        ),
        Rule::NumberAmbiguous => Words(
            "On ne sait pas si le point ou la virgule sépare les milliers ou les décimales.",
            "Merci d’écrire 1500 ou 2.5\u{a0}: sans séparateur de milliers, avec un point devant les décimales.",
        ),
        Rule::FractionNotAllowed => Words(
            "Cette unité se compte en nombres entiers.",
            "Merci d’indiquer un nombre entier ou de choisir une autre unité.",
        ),
        Rule::UnitContradictsKind => Words(
            "L’unité ne convient pas à ce type d’annonce.",
            "Merci de choisir une unité qui convient, par exemple des heures pour du bénévolat.",
        ),
        Rule::HeadcountContradictsQuantity => Words(
            "Le nombre de personnes multiplié par les heures de chacune ne donne pas la quantité.",
            "Merci de refaire le calcul et de corriger l’un des trois nombres.",
        ),
        Rule::HoursLongerThanWindow => Words(
            "Il y a plus d’heures par personne que de temps disponible.",
            "Merci d’indiquer moins d’heures ou une période plus longue.",
        ),
        Rule::DateInvalid => Words(
            "Ce n’est pas une date ou une heure valable.",
            "Merci d’écrire 2026-06-08, ou 2026-06-08T18:00 avec l’heure, et de vérifier que ce jour existe.",
        ),
        Rule::DateSpreadsheetSerial => Words(
            "Ceci est un simple nombre, là où un tableur gardait une date.",
            "Merci de mettre la cellule au format date (année-mois-jour) et d’exporter à nouveau.",
        ),
        Rule::LocalTimeInGap => Words(
            "Cette heure n’existe pas\u{a0}: on avance les montres à ce moment-là.",
            "Merci de choisir une heure avant ou après le changement d’heure.",
        ),
        Rule::LocalTimeAmbiguous => Words(
            "Cette heure existe deux fois\u{a0}: on recule les montres à ce moment-là.",
            "Merci de choisir une heure avant ou après le changement d’heure.",
        ),
        Rule::EndNotAfterStart => {
            Words("La fin ne suit pas le début.", "Merci de vérifier les deux moments.")
        }
        Rule::OutsideExchangeWeek => Words(
            "Ce n’est pas pendant la semaine d’échange.",
            "Merci de choisir un moment de cette semaine.",
        ),
        Rule::DetailContradictsKind => Words(
            "Cette précision relève d’un autre type d’annonce.",
            "Merci de la retirer ou de changer le type.",
        ),
        Rule::PasswordKnown => Words(
            "Ce mot de passe est connu ou trop courant.",
            "Merci d’en choisir un autre, par exemple quelques mots sans rapport entre eux.",
        ),
        Rule::PasswordPersonal => Words(
            "Ce mot de passe dit à qui il appartient.",
            "Merci d’en choisir un sans votre nom, votre adresse ni le nom de ce service.",
        ),
        Rule::TooYoung { .. } => Words(
            "Il faut avoir au moins {age} ans pour s’inscrire.",
            "Merci de demander à une personne assez âgée.",
        ),
        Rule::PictureUnknown => Words(
            "Ce fichier n’est une image ni JPEG, ni PNG, ni WebP.",
            "Merci d’envoyer une photo dans l’un de ces formats.",
        ),
        Rule::PictureMislabelled { .. } => Words(
            "Le fichier est annoncé comme {declared}, mais c’est {found}.",
            "Merci d’indiquer le vrai type du fichier, ou aucun.",
        ),
        Rule::PictureTooLarge { .. } => Words(
            "L’image est trop grande : {max_side} pixels par côté et {max_megapixels} millions au total au plus.",
            "Merci de la réduire avant de l’envoyer.",
        ),
        Rule::PictureAnimated => Words("L’image est animée.", "Merci d’envoyer une image fixe."),
        Rule::PictureDamaged => Words(
            "L’image est tronquée ou endommagée.",
            "Merci de vérifier qu’elle s’ouvre sur votre appareil, puis de l’envoyer de nouveau.",
        ),
    }
}

pub(super) const fn flag(flag: Flag) -> Words {
    match flag {
        Flag::Money => Words(
            "Le texte indique un prix ou promet un paiement.",
            "Merci de l’enlever\u{a0}: la bourse fonctionne sans argent.",
        ),
        Flag::PersonalMatricule => Words(
            "Le texte contient ce qui ressemble à un matricule national.",
            "Merci de l’enlever\u{a0}: personne ne peut le demander ni le publier.",
        ),
        Flag::MoneyRequest => Words(
            "Le texte demande peut-être de l’argent\u{a0}: un don, des frais ou un sponsoring.",
            "Merci de demander plutôt du matériel, du temps ou un savoir-faire\u{a0}; sinon l’équipe le lit avant qu’il ne paraisse.",
        ),
        Flag::Advertising => Words(
            "Le texte ressemble à de la publicité.",
            "Merci de dire ce que vous donnez ou cherchez, sans remise ni appel à acheter.",
        ),
        Flag::Emoji => {
            Words("Le texte contient des émojis.", "Merci de vérifier qu’il se lit aussi sans eux.")
        }
        Flag::Mojibake => Words(
            "Des lettres ont été abîmées par un mauvais encodage.",
            "Merci de vérifier les accents et les tirets, et d’enregistrer le fichier en UTF-8.",
        ),
        Flag::ContactData => Words(
            "Le texte contient une adresse e-mail, un numéro de téléphone ou une adresse web.",
            "Merci de vérifier qu’ils peuvent être publics\u{a0}; les partenaires se trouvent de toute façon par la bourse.",
        ),
        Flag::MixedScripts => Words(
            "Un mot mélange les lettres de deux alphabets.",
            "Merci de vérifier qu’il n’imite pas un autre nom.",
        ),
    }
}
