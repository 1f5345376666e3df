//! The legal form of an organization.

use super::table::folded;
use super::{closed_list, unknown};
use crate::fault::Rule;

closed_list! {
    /// The legal form of an organization under Luxembourg law. Accreditations with a date, such as *société
    /// d'impact sociétal* and *utilité publique*, are no forms.
    pub enum LegalForm {
        /// Société anonyme.
        Sa = "sa" ["public limited company (SA)", "société anonyme (SA)", "Aktiengesellschaft (SA)", "Aktiegesellschaft (SA)"],
        /// Société à responsabilité limitée.
        Sarl = "sarl" ["private limited company (SARL)", "société à responsabilité limitée (SARL)", "Gesellschaft mit beschränkter Haftung (SARL)", "Gesellschaft mat beschränkter Haftung (SARL)"],
        /// Société à responsabilité limitée simplifiée.
        SarlS = "sarl_s" ["simplified private limited company (SARL-S)", "société à responsabilité limitée simplifiée (SARL-S)", "vereinfachte Gesellschaft mit beschränkter Haftung (SARL-S)", "vereinfacht Gesellschaft mat beschränkter Haftung (SARL-S)"],
        /// Société par actions simplifiée.
        Sas = "sas" ["simplified joint-stock company (SAS)", "société par actions simplifiée (SAS)", "vereinfachte Aktiengesellschaft (SAS)", "vereinfacht Aktiegesellschaft (SAS)"],
        /// Société en commandite par actions.
        Sca = "sca" ["partnership limited by shares (SCA)", "société en commandite par actions (SCA)", "Kommanditgesellschaft auf Aktien (SCA)", "Kommanditgesellschaft op Aktien (SCA)"],
        /// Société en commandite simple.
        Scs = "scs" ["limited partnership (SCS)", "société en commandite simple (SCS)", "einfache Kommanditgesellschaft (SCS)", "einfach Kommanditgesellschaft (SCS)"],
        /// Société en commandite spéciale.
        Scsp = "scsp" ["special limited partnership (SCSp)", "société en commandite spéciale (SCSp)", "spezielle Kommanditgesellschaft (SCSp)", "speziell Kommanditgesellschaft (SCSp)"],
        /// Société en nom collectif.
        Snc = "snc" ["general partnership (SNC)", "société en nom collectif (SNC)", "offene Handelsgesellschaft (SNC)", "oppen Handelsgesellschaft (SNC)"],
        /// Société coopérative.
        Cooperative = "cooperative" ["cooperative", "société coopérative", "Genossenschaft", "Kooperativ"],
        /// Societas Europaea.
        Se = "se" ["European company (SE)", "société européenne (SE)", "Europäische Gesellschaft (SE)", "Europäesch Gesellschaft (SE)"],
        /// Groupement d'intérêt économique.
        Gie = "gie" ["economic interest grouping (GIE)", "groupement d’intérêt économique (GIE)", "wirtschaftliche Interessenvereinigung (GIE)", "wirtschaftlech Interessevereenegung (GIE)"],
        /// Société civile.
        CivilCompany = "civil_company" ["civil company", "société civile", "Gesellschaft bürgerlichen Rechts", "Zivilgesellschaft"],
        /// A trader, craftsperson or professional in their own name.
        SoleTrader = "sole_trader" ["sole trader", "entreprise individuelle", "Einzelunternehmen", "Eenzelentreprise"],
        /// Association sans but lucratif.
        Asbl = "asbl" ["non-profit association (asbl)", "association sans but lucratif (asbl)", "Vereinigung ohne Gewinnzweck (asbl)", "Associatioun ouni Gewënnzweck (asbl)"],
        /// Fondation.
        Foundation = "foundation" ["foundation", "fondation", "Stiftung", "Fondatioun"],
        /// Mutuelle.
        Mutual = "mutual" ["mutual society", "société de secours mutuels", "Hilfsverein auf Gegenseitigkeit", "Mutuell"],
        /// Association agricole.
        AgriculturalAssociation = "agricultural_association" ["agricultural association", "association agricole", "landwirtschaftliche Vereinigung", "landwirtschaftlech Associatioun"],
        /// Établissement public.
        PublicEstablishment = "public_establishment" ["public establishment", "établissement public", "öffentliche Einrichtung", "ëffentlechen Etablissement"],
        /// Commune.
        Commune = "commune" ["commune", "commune", "Gemeinde", "Gemeng"],
        /// Syndicat de communes.
        SyndicateOfCommunes = "syndicate_of_communes" ["syndicate of communes", "syndicat de communes", "Gemeindesyndikat", "Gemengesyndikat"],
        /// A form of another country's law.
        Foreign = "foreign" ["foreign form", "forme étrangère", "ausländische Rechtsform", "auslännesch Rechtsform"],
        /// People who act together without a legal person.
        InformalGroup = "informal_group" ["informal group", "groupe informel", "informelle Gruppe", "informell Grupp"],
    }
}

impl LegalForm {
    /// The form with this code or in one of its usual spellings: `SARL`, `S.à r.l.`, `a.s.b.l.`,
    /// `civil company`. Case, accents, dots, spaces and hyphens do not matter.
    pub fn parse(text: &str) -> Result<Self, Rule> {
        let given = folded(text);
        Self::all()
            .find(|form| folded(form.code()) == given || form.spellings().contains(&given.as_str()))
            .ok_or_else(|| unknown("legal_form", text))
    }

    /// Whether a company may have it.
    pub const fn fits_company(self) -> bool {
        matches!(
            self,
            Self::Sa
                | Self::Sarl
                | Self::SarlS
                | Self::Sas
                | Self::Sca
                | Self::Scs
                | Self::Scsp
                | Self::Snc
                | Self::Cooperative
                | Self::Se
                | Self::Gie
                | Self::CivilCompany
                | Self::SoleTrader
                | Self::AgriculturalAssociation
                | Self::Foreign
        )
    }

    /// Whether an association may have it.
    pub const fn fits_association(self) -> bool {
        matches!(
            self,
            Self::Asbl
                | Self::Foundation
                | Self::Mutual
                | Self::Cooperative
                | Self::AgriculturalAssociation
                | Self::Foreign
                | Self::InformalGroup
        )
    }

    /// Whether a public body may have it. Foreign, because institutions of other states and of the Union
    /// have their seats in the country.
    pub const fn fits_public_body(self) -> bool {
        matches!(self, Self::PublicEstablishment | Self::Commune | Self::SyndicateOfCommunes | Self::Foreign)
    }

    /// The code and the other spellings, folded.
    #[cfg(test)]
    pub(super) fn all_spellings(self) -> Vec<String> {
        let others = self.spellings().iter().map(|spelling| (*spelling).to_owned());
        std::iter::once(folded(self.code())).chain(others).collect()
    }

    /// Other spellings than the code, folded.
    const fn spellings(self) -> &'static [&'static str] {
        match self {
            Self::Sa => &["societeanonyme"],
            Self::Sarl => &["societearesponsabilitelimitee"],
            Self::SarlS => &["societearesponsabilitelimiteesimplifiee"],
            Self::Sas => &["societeparactionssimplifiee"],
            Self::Sca => &["societeencommanditeparactions"],
            Self::Scs => &["secs", "societeencommanditesimple"],
            Self::Scsp => &["societeencommanditespeciale"],
            Self::Snc => &["senc", "societeennomcollectif"],
            Self::Cooperative => &["scoop", "societecooperative", "genossenschaft"],
            Self::Se => &["societaseuropaea", "societeeuropeenne"],
            Self::Gie => &["groupementdintereteconomique"],
            Self::CivilCompany => &["sci", "societecivile"],
            Self::SoleTrader => &["entrepriseindividuelle", "independant", "einzelunternehmen"],
            Self::Asbl => &["associationsansbutlucratif"],
            Self::Foundation => &["fondation", "stiftung"],
            Self::Mutual => &["mutuelle", "societedesecoursmutuels"],
            Self::AgriculturalAssociation => &["associationagricole"],
            Self::PublicEstablishment => &["etablissementpublic"],
            Self::Commune => &["administrationcommunale", "gemeinde", "gemeng"],
            Self::SyndicateOfCommunes => &["syndicatdecommunes", "syndicatintercommunal"],
            Self::Foreign => &[],
            Self::InformalGroup => &["groupeinformel"],
        }
    }
}
