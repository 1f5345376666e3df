//! Luxembourgish.

use super::Words;
use crate::problem::fault::Shape;
use crate::problem::kind::Kind;

pub(super) const fn shape(shape: Shape) -> (&'static str, &'static str) {
    match shape {
        Shape::UnknownName => ("Dëst Feld gëtt et net.", "W.e.g. ewechloossen oder den Numm verbesseren."),
        Shape::WrongType => {
            ("De Wäert huet de falschen Typ.", "W.e.g. e Wäert vum dokumentéierten Typ uginn.")
        }
        Shape::NotInList => {
            ("Dëse Wäert ass hei net méiglech.", "W.e.g. ee vun den dokumentéierte Wäerter wielen.")
        }
        Shape::Repeated => ("D’Feld ass méi wéi eemol uginn.", "W.e.g. just eemol uginn."),
    }
}

#[expect(clippy::too_many_lines, reason = "one table, and a `match` cannot be split without a wildcard")]
pub(super) const fn words(kind: Kind) -> Words {
    match kind {
        Kind::RequestInvalid => Words::new(
            "Ongëlteg Ufro",
            "D’Ufro ass net richteg opgebaut.",
            "W.e.g. d’Ufro mat der Dokumentatioun vergläichen.",
        ),
        Kind::MalformedJson => Words::new(
            "Falschen JSON",
            "Den Inhalt ass keen JSON-Dokument oder ze déif verschachtelt.",
            "W.e.g. een JSON-Objet an UTF-8 schécken.",
        ),
        Kind::QueryInvalid => Words::new(
            "Ongëlteg Parameteren",
            "E Parameter ass onbekannt, widderholl oder huet en onméigleche Wäert.",
            "W.e.g. d’Parameteren ënner `errors` verbesseren.",
        ),
        Kind::CursorInvalid => Words::new(
            "Ongëltege Cursor",
            "De Cursor gehéiert net zu dëser Lëscht mat dëse Filteren, dëser Uerdnung an dëser Persoun.",
            "W.e.g. ouni `cursor` nei ufänken an `next_cursor` onverännert weiderginn.",
        ),
        Kind::IdempotencyKeyMissing => Words::new(
            "Idempotenz-Schlëssel feelt",
            "Dës Operatioun geschitt eemol pro `Idempotency-Key`, an d’Ufro huet kee brauchbaren.",
            "W.e.g. en neien zoufällege Schlëssel schécken (1 bis 255 siichtbar ASCII-Zeechen) an en nëmme fir eng Widderhuelung nach eng Kéier huelen.",
        ),
        Kind::Unauthenticated => Words::new(
            "Net ageloggt",
            "D’Ufro huet kee gëltegen Zougangs-Token.",
            "W.e.g. aloggen oder den Token erneieren an en als `Authorization: Bearer` schécken.",
        ),
        Kind::OneTimeCodeMissing => Words::new(
            "Eemolcode néideg",
            "D'Passwuert stëmmt, an dëse Kont verlaangt och e Code.",
            "Loggt Iech mat `one_time_code` nei an: sechs Zifferen aus der App oder e Recuperatiounscode.",
        ),
        Kind::OneTimeCodeWrong => Words::new(
            "Falschen Eemolcode",
            "De Code ass falsch, gouf scho benotzt oder koum no ze vill falschen.",
            "Waart op de nächste Code vun der App, oder huelt e Recuperatiounscode.",
        ),
        Kind::CredentialsWrong => Words::new(
            "Falsch Login-Donnéeën",
            "D’Adress, d’Passwuert oder den Token ass falsch oder net méi gëlteg.",
            "W.e.g. nokucken an nei aloggen.",
        ),
        Kind::StaffOnly => Words::new(
            "Nëmme fir d’Equipe",
            "Dat däerf nëmmen d’Equipe vun der Bourse.",
            "W.e.g. d’Equipe froen.",
        ),
        Kind::OrganizerOnly => Words::new(
            "Nëmme fir d’Organisateuren",
            "Dat däerfen nëmmen d’Organisateure vun der Bourse.",
            "W.e.g. en Organisateur froen.",
        ),
        Kind::SecondFactorNeeded => Words::new(
            "Zweete Facteur néideg",
            "D'Ekipp handelt nëmmen an engem Login mat zweetem Facteur, an dësen ass ouni.",
            "Riicht en zweete Facteur an, wann Dir keen hutt, a loggt Iech mat sengem Code nei an.",
        ),
        Kind::OriginNotAllowed => Words::new(
            "Säit net zougelooss",
            "De Refresh-Token ass an engem Cookie, an d'Ufro kënnt net vun enger Säit, déi en notzen däerf.",
            "Rufft vun enger Säit un, där hir Hierkonft den Operateur agedroen huet, oder frot den Token am Inhalt.",
        ),
        Kind::RepresentativeOnly => Words::new(
            "Nëmme fir Responsabler",
            "Dat däerfen nëmmen d’Responsabel an d’Koordinateure vun der Organisatioun.",
            "W.e.g. ee vun hinne froen.",
        ),
        Kind::MemberOnly => Words::new(
            "Nëmme fir Memberen",
            "Dat däerfen nëmmen d’Membere vun der Organisatioun.",
            "W.e.g. e Responsabele vun der Organisatioun ëm eng Invitatioun froen.",
        ),
        Kind::OwnerOnly => Words::new(
            "Nëmme fir Responsabel",
            "Dat däerfen nëmmen d’Responsabel vun der Organisatioun.",
            "W.e.g. bei engem Responsabele vun der Organisatioun nofroen.",
        ),
        Kind::NotFound => Words::new(
            "Net fonnt",
            "Hei ass näischt, oder näischt, wat Dir gesi däerft.",
            "W.e.g. d’Adress nokucken, an ob Dir ageloggt sidd.",
        ),
        Kind::RequestTimeout => Words::new(
            "Inhalt ze lues",
            "Den Inhalt ass net bannent zéng Sekonnen ukomm.",
            "Schéckt d'Ufro nach eng Kéier iwwer eng besser Verbindung.",
        ),
        Kind::MethodNotAllowed => Words::new(
            "Method net erlaabt",
            "Dës Adress gëtt et, awer net mat dëser Method.",
            "W.e.g. eng Method aus der Kappzeil `Allow` huelen.",
        ),
        Kind::NotAcceptable => Words::new(
            "Form net disponibel",
            "D’Äntwert gëtt et an kenger Form, déi `Accept` zouléisst.",
            "W.e.g. `application/json` unhuelen.",
        ),
        Kind::IdempotencyKeyInUse => Words::new(
            "Ufro leeft nach",
            "Déi éischt Ufro mat dësem `Idempotency-Key` leeft nach.",
            "W.e.g. sou laang waarde wéi `Retry-After` seet, an déi selwecht Ufro nach eng Kéier schécken.",
        ),
        Kind::PreconditionFailed => Words::new(
            "An der Zwëschenzäit geännert",
            "D’Ressource huet geännert, zanter datt Dir se gelies hutt.",
            "W.e.g. nei liesen an d’Ännerung, wann Dir se nach wëllt, mam neien `ETag` widderhuelen.",
        ),
        Kind::PayloadTooLarge => Words::new(
            "Inhalt ze grouss",
            "Den Inhalt ass méi grouss wéi dës Operatioun unhëlt.",
            "W.e.g. héchstens 64 KiB schécken.",
        ),
        Kind::UnsupportedMediaType => Words::new(
            "Typ net ënnerstëtzt",
            "Den Inhalt ass net als deen Typ deklaréiert, deen dës Operatioun unhëlt.",
            "W.e.g. `Content-Type: application/json` schécken.",
        ),
        Kind::ValidationFailed => Words::new(
            "Ongëlteg Felder",
            "Felder vum Inhalt feelen oder si falsch.",
            "W.e.g. all Feld ënner `errors` verbesseren.",
        ),
        Kind::IdempotencyKeyReused => Words::new(
            "Idempotenz-Schlëssel nach eng Kéier geholl",
            "Dësen `Idempotency-Key` gouf fir eng aner Ufro benotzt.",
            "W.e.g. mat enger neier Ufro en neie Schlëssel schécken.",
        ),
        Kind::PreconditionRequired => Words::new(
            "Stand néideg",
            "Eng Ännerung muss soen, vu wéi engem Stand se ausgeet.",
            "W.e.g. genee een `If-Match` mam geliesenen `ETag` schécken; `*` geet net duer.",
        ),
        Kind::TooManyRequests => Words::new(
            "Ze vill Ufroen",
            "Et si méi Ufroe komm, wéi d’Limitt erlaabt.",
            "W.e.g. sou laang waarde wéi `Retry-After` seet.",
        ),
        Kind::InternalError => Words::new(
            "Interne Feeler",
            "Bei eis ass eppes schif gaangen.",
            "W.e.g. spéider nach eng Kéier probéieren an eis, wann et sech widderhëlt, d’Nummer vun der Ufro soen.",
        ),
        Kind::Unavailable => Words::new(
            "Iwwerlaascht",
            "De Service huet grad ze vill ze dinn.",
            "W.e.g. sou laang waarde wéi `Retry-After` seet, an déi selwecht Ufro nach eng Kéier schécken.",
        ),
        Kind::InvalidTransition => Words::new(
            "An dësem Zoustand net méiglech",
            "Den Zoustand vun der Ressource léisst dat net zou.",
            "W.e.g. nei liesen; `actions` seet, wat elo méiglech ass.",
        )
        .detail("Den Zoustand ass `{current_status}` a léisst dat net zou. Méiglech: {allowed_actions}."),
        Kind::PhaseForbids => Words::new(
            "Net an dëser Phas",
            "D’Phas vun der Tauschwoch léisst dat net zou.",
            "W.e.g. op déi richteg Phas waarden oder d’Equipe froen.",
        )
        .detail("D’Tauschwoch ass an der Phas `{phase}`; méiglech ass dat an: {allowed_phases}."),
        Kind::PhaseStepInvalid => Words::new(
            "Keen esou e Schrëtt",
            "D’Phase vun enger Tauschwoch kommen een no deem aneren; nëmmen ee Schrëtt zréck ass méiglech.",
            "W.e.g. déi nächst Phas oder, mat engem Grond, déi virdrun huelen.",
        )
        .detail("Kee Schrëtt féiert vun der Phas `{phase}` op `{asked_phase}`."),
        Kind::ReasonRequired => Words::new(
            "Grond néideg",
            "Dëse Schrëtt brauch e Grond.",
            "W.e.g. `reason` uginn.",
        ),
        Kind::OrganizationNotActive => Words::new(
            "Organisatioun net aktiv",
            "D’Organisatioun ass net iwwerpréift oder gespaart.",
            "W.e.g. op d’Iwwerpréiwung waarden oder mat der Equipe schwätzen.",
        )
        .detail("De Stand vun der Organisatioun {organization_id} ass `{standing}`; néideg ass `verified`."),
        Kind::NotParticipating => Words::new(
            "Hëlt net deel",
            "D’Organisatioun ass fir d’Tauschwoch net zougelooss.",
            "W.e.g. umellen an op d’Zouloossung waarden.",
        )
        .detail("D’Organisatioun {organization_id} ass fir d’Tauschwoch net zougelooss."),
        Kind::ListingCapReached => Words::new(
            "Ze vill Annoncen",
            "D’Organisatioun huet esou vill oppen Annoncen, wéi d’Tauschwoch erlaabt.",
            "W.e.g. fir d’éischt eng Annonce zoumaachen.",
        )
        .detail("D’Tauschwoch erlaabt {max} oppen Annoncë pro Organisatioun, an esou vill gëtt et."),
        Kind::PhotoCapReached => Words::new(
            "Ze vill Fotoen",
            "D’Annonce huet esou vill Fotoen, wéi eng Annonce däerf hunn.",
            "W.e.g. fir d’éischt eng Foto ewechhuelen.",
        )
        .detail("Eng Annonce huet héchstens {max} Fotoen, an dës huet esou vill."),
        Kind::PhotoRoomExceeded => Words::new(
            "Keng Plaz fir weider Fotoen",
            "D’Fotoe vun den Annoncë vun der Organisatioun hunn zesummen déi ganz Plaz, déi si huet.",
            "W.e.g. Fotoen vun Annoncen, déi eriwwer sinn, ewechhuelen.",
        )
        .detail("All d’Fotoe vun enger Organisatioun hunn zesummen héchstens {max} Megabyte, an dës géif dat iwwerschreiden."),
        Kind::CategoryNotInWeek => Words::new(
            "Kategorie net virgesinn",
            "D’Tauschwoch huet dës Kategorie net.",
            "W.e.g. eng vun hire Kategorië wielen.",
        )
        .detail("D’Tauschwoch huet d’Kategorie `{category}` net."),
        Kind::ListingNotOpen => Words::new(
            "Annonce net op",
            "D’Annonce ass net publizéiert.",
            "W.e.g. eng aner Annonce wielen oder op d’Publikatioun waarden.",
        )
        .detail("D’Annonce {listing_id} ass am Zoustand `{current_status}`; néideg ass `published`."),
        Kind::QuantityExceeded => Words::new(
            "Net genuch iwwreg",
            "Et gouf méi gefrot, wéi vun der Annonce iwwreg ass.",
            "W.e.g. net méi froen, wéi iwwreg ass.",
        )
        .detail("Vun der Annonce {listing_id} sinn {remaining} iwwreg, gefrot goufen {requested} (Eenheet: {unit})."),
        Kind::TotalBelowClaims => Words::new(
            "Gesamtquantitéit ze kleng",
            "D’Gesamtquantitéit däerf net ënner dat falen, wat reservéiert an zougesot ass.",
            "W.e.g. eng méi grouss Gesamtquantitéit wielen oder fir d’éischt eng Verhandlung ophalen.",
        )
        .detail("D’Gesamtquantitéit {total} läit ënner deem, wat reservéiert ({held}) an zougesot ({committed}) ass."),
        Kind::UnitClaimed => Words::new(
            "Eenheet a Gebrauch",
            "D’Eenheet kann net änneren, soulaang eng Quantitéit reservéiert oder zougesot ass.",
            "W.e.g. fir d’éischt d’Verhandlungen ophalen oder eng nei Annonce maachen.",
        ),
        Kind::UnitDiffers => Words::new(
            "Aner Eenheet",
            "De Bäitrag ass net an der Eenheet vun der Annonce uginn.",
            "W.e.g. d’Eenheet vun der Annonce huelen.",
        )
        .detail("D’Annonce {listing_id} zielt an enger anerer Eenheet: {unit}."),
        Kind::SameOrganization => Words::new(
            "Déi selwecht Organisatioun",
            "Getosch gëtt tëscht zwou verschiddenen Organisatiounen.",
            "W.e.g. d’Annonce vun enger anerer Organisatioun wielen.",
        ),
        Kind::ListingOfOther => Words::new(
            "Friem Annonce",
            "D’Annonce gehéiert kenger vun den zwou Säiten oder der falscher.",
            "W.e.g. d’Offer vun der Säit, déi gëtt, oder den Ufro vun der Säit, déi kritt, nennen.",
        )
        .detail("D’Annonce {listing_id} gehéiert kenger vun den zwou Säiten oder der falscher."),
        Kind::ListingDirection => Words::new(
            "Falsch Richtung",
            "Eng Offer gouf als Ufro genannt oder ëmgedréint.",
            "W.e.g. Offeren als Offeren an Ufroen als Ufroen nennen.",
        )
        .detail("D’Annonce {listing_id} gouf an der falscher Richtung genannt."),
        Kind::ListingOfOtherWeek => Words::new(
            "Aner Woch",
            "D’Annoncë gehéieren zu verschiddenen Tauschwochen.",
            "W.e.g. Annoncë vun der selwechter Tauschwoch nennen.",
        )
        .detail("D’Annonce {listing_id} gehéiert zu enger anerer Tauschwoch."),
        Kind::CompanyPairNotAllowed => Words::new(
            "Zwou Entreprisen",
            "Dës Tauschwoch erlaabt keen Tausch tëscht zwou Entreprisen.",
            "W.e.g. eng Associatioun als Partner wielen.",
        ),
        Kind::PairAlreadyMatched => Words::new(
            "Schonn an enger Verhandlung",
            "Déi zwou Annoncë sinn schonn an enger lafender Verhandlung verbonnen.",
            "W.e.g. déi weiderféieren.",
        )
        .detail("D’Annoncen {offer_listing_id} an {request_listing_id} si schonn an enger Verhandlung verbonnen: {blocking_match_id}."),
        Kind::HoldExpired => Words::new(
            "Ze spéit",
            "D’Zäit fir eng Äntwert op d’Propose ass ofgelaf.",
            "W.e.g. eng nei Propose maachen.",
        )
        .detail("D’Propose konnt bis {expired_at} beäntwert ginn."),
        Kind::NotYourTurn => Words::new(
            "Net un der Rei",
            "Déi aner Säit muss elo äntweren.",
            "W.e.g. op d’Äntwert waarden oder d’Propose zréckzéien.",
        ),
        Kind::TermsChanged => Words::new(
            "Aner Konditiounen",
            "D’Confirmatioun nennt aner Konditioune wéi déi ofgemaachten.",
            "W.e.g. d’Konditiounen nei liesen an déi confirméieren.",
        )
        .detail("Et gëllen d’Konditioune mat der Nummer {terms_revision}."),
        Kind::AlreadyConfirmed => Words::new(
            "Scho confirméiert",
            "Är Organisatioun huet scho confirméiert.",
            "Et ass näischt ze maachen; w.e.g. op déi aner Säit waarden.",
        ),
        Kind::ConfirmationOverdue => Words::new(
            "Ze spéit fir ze confirméieren",
            "D’Zäit fir ze confirméieren ass ofgelaf.",
            "W.e.g. eng nei Propose maachen.",
        )
        .detail("D’Konventioun konnt bis {confirm_until} confirméiert ginn."),
        Kind::ConfirmationsMissing => Words::new(
            "Confirmatioune feelen",
            "D’Validatioun kënnt no de Confirmatioune vun den zwou Säiten.",
            "W.e.g. waarden, bis déi zwou confirméiert hunn.",
        ),
        Kind::RatificationNotRequired => Words::new(
            "Keng Validatioun",
            "Dës Tauschwoch freet keng Validatioun.",
            "Et ass näischt ze maachen.",
        ),
        Kind::ExpiryInPast => Words::new(
            "Datum an der Vergaangenheet",
            "Den Dag vum Oflaf ass eriwwer.",
            "W.e.g. e spéideren Dag wielen.",
        ),
        Kind::ReferenceTaken => Words::new(
            "Referenz scho verginn",
            "D’Referenz gëtt scho benotzt.",
            "W.e.g. eng aner wielen.",
        )
        .detail("D’Referenz {reference} gëtt scho benotzt."),
        Kind::EmailTaken => Words::new(
            "Adress scho verginn",
            "En anere Kont benotzt dës E-Mail-Adress.",
            "W.e.g. domat aloggen oder eng aner huelen.",
        ),
        Kind::OwnAccount => Words::new(
            "Eegene Kont",
            "Keen spärt mam Recht vun der Ekipp säin eegene Kont.",
            "Frot eng aner Persoun, déi organiséiert.",
        ),
        Kind::FactorCapReached => Words::new(
            "Genuch zweet Facteuren",
            "De Kont huet sou vill zweet Facteuren, wéi een der hunn däerf.",
            "Huelt een ewech, deen Dir net méi braucht.",
        )
        .detail("De Kont huet {max} zweet Facteuren an däerf net méi hunn."),
        Kind::OrganizationMerged => Words::new(
            "Organisatioun zesummegeluecht",
            "D’Organisatioun gouf mat enger anerer zesummegeluecht.",
            "W.e.g. d’Organisatioun huelen, déi `merged_into_id` nennt.",
        )
        .detail("Si gehéiert elo zu {merged_into_id}."),
        Kind::MergeBlocked => Words::new(
            "Zesummeleeë geet net",
            "Déi zwou Organisatiounen hu Verhandlungen oder Konventioune mateneen a kënnen net eng ginn.",
            "W.e.g. déi genannt kucken; béid Organisatioune bleiwen.",
        ),
        Kind::InvitationInvalid => Words::new(
            "Invitatioun net gëlteg",
            "D’Invitatioun gouf benotzt, zréckgeholl oder ass ofgelaf, si goung un eng aner Adress, oder wien se geschéckt huet, dierf dat net méi.",
            "W.e.g. mat der Adress aloggen, un déi se gaangen ass, oder no enger neier Invitatioun froen.",
        ),
        Kind::AppealOpen => Words::new(
            "Recours am Gaang",
            "D’Organisatioun huet e Recours, iwwer deen nach net decidéiert ass.",
            "W.e.g. op d’Decisioun waarden.",
        ),
        Kind::CodeInvalid => Words::new(
            "Code net gëlteg",
            "De Code ass kee vun dësem Service, gouf scho benotzt oder ass ofgelaf.",
            "W.e.g. eng nei E-Mail ufroen an de Code vun der leschter benotzen.",
        ),
        Kind::LoginTooOld => Words::new(
            "Login ze al",
            "Dat verlaangt e Login, deen net méi al wéi 15 Minutten ass.",
            "W.e.g. nei aloggen an d’Ufro widderhuelen.",
        ),
        Kind::LastOwner => Words::new(
            "Leschte Responsabelen",
            "Eng aktiv Organisatioun behält op d’mannst ee Responsabelen.",
            "W.e.g. fir d’éischt een aneren ernennen.",
        ),
        Kind::ConflictOfInterest => Words::new(
            "Interessekonflikt",
            "Dir gehéiert zu der Organisatioun, ëm déi et geet, a kënnt dofir net iwwer hir Annoncen urteelen.",
            "Loosst et engem aus der Equipe.",
        ),
        Kind::CaseClaimed => Words::new(
            "Et ass schonn een drun",
            "Een aneren aus der Equipe kuckt sech dëse Fall grad un.",
            "Huelt deen nächsten, oder waart, bis e fräi ass.",
        )
        .detail("Een aneren aus der Equipe kuckt sech dëse Fall bis {claimed_until} un."),
        Kind::CaseStale => Words::new(
            "Zënter der Kontroll geännert",
            "Ëm wat et am Fall geet, huet sech geännert, zënter e gelies gouf.",
            "Liest de Fall nach eng Kéier, an decidéiert iwwer dat, wat elo dosteet.",
        )
        .detail("Ëm wat et am Fall geet, huet sech geännert, zënter e gelies gouf; et ass elo bei der Revisioun {subject_revision}."),
        Kind::AlreadyReported => Words::new(
            "Scho gemellt",
            "Dir hutt dat scho gemellt, an et ass nach net decidéiert.",
            "Dir musst näischt maachen; wat dovu gëtt, gesitt Dir an Äre Meldungen.",
        ),
        Kind::ReportLimitReached => Words::new(
            "Ze vill Meldungen",
            "Dir hutt esou vill Meldunge gemaach, wéi a 24 Stonne méiglech sinn.",
            "Mellt de Rescht muer, oder schreift den Organisateuren.",
        )
        .detail("Dir hutt a 24 Stonnen {max} Meldunge gemaach."),
    }
}
