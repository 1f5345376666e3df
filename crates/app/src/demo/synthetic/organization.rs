//! One organization of a synthetic week, verified and admitted.

use domain::audit::Cause;
use domain::id::{ExchangeWeekId, OrganizationId};
use domain::organization::{Draft, Organization, OrganizationKind, Raw};
use domain::participation::Participation;
use domain::place::{Commune, Place};
use jiff::Timestamp;
use persistence::Lived;

use super::super::past;
use super::super::random::Random;
use super::listing::step;
use super::words::{Tongue, Trade, Words};
use crate::error::Error;

/// The kind of the organization with this number. The first two are a company and an association, so that
/// there is one of each to log in for.
pub(super) fn kind(number: u32, random: &mut Random) -> OrganizationKind {
    let drawn = random.below(100);
    match if number < 2 { number * 40 } else { drawn } {
        0..40 => OrganizationKind::Company,
        40..97 => OrganizationKind::Association,
        _ => OrganizationKind::PublicBody,
    }
}

/// The reference of the organization with this number.
pub(super) fn reference(kind: OrganizationKind, number: u32) -> String {
    let letter = match kind {
        OrganizationKind::Company => 'C',
        OrganizationKind::Association => 'A',
        OrganizationKind::PublicBody => 'P',
    };
    format!("{letter}{:06}", number + 1)
}

/// The organization with this number, and its place in the week.
pub(super) fn make(
    words: &Words,
    week: ExchangeWeekId,
    number: u32,
    at: Timestamp,
    mut random: Random,
) -> Result<(Lived<Organization>, Lived<Participation>), Error> {
    let random = &mut random;
    let id = OrganizationId::new(past::id(at, random));
    let participation = past::id(at, random);
    let draft = Draft::parse(&raw(words, number, random)?)?;
    let reference = reference(draft.kind, number);
    let (organization, imported) = Organization::imported(id, reference, draft, at);
    let (participation, admitted) = Participation::imported(participation, id, week, at);
    Ok((
        Lived { value: organization, history: vec![step(imported, at, Cause::Import)] },
        Lived { value: participation, history: vec![step(admitted, at, Cause::Import)] },
    ))
}

fn raw(words: &Words, number: u32, random: &mut Random) -> Result<Raw, Error> {
    let kind = kind(number, random);
    let tongue = Tongue::draw(random);
    let commune = *random.pick(&words.communes)?;
    let form = legal_form(kind, random);
    let (name, trade) = called(words, kind, tongue, commune, form, random)?;
    let host = format!("{}-{:06}.example", kind.code().replace('_', "-"), number + 1);
    let postal = words.postal_code(commune, random);
    let street = random.pick(&words.streets)?;
    let contact = format!("{} {}", random.pick(&words.first_names)?, random.pick(&words.families)?);
    let taxed = random.percent(if kind == OrganizationKind::Company { 85 } else { 10 });
    let text = |given: Option<&'static str>| given.unwrap_or_default().to_owned();
    Ok(Raw {
        reference: None,
        kind: kind.code().to_owned(),
        name,
        legal_form: form.to_owned(),
        registration_number: registration(form, number),
        vat_number: if taxed { vat_number(random) } else { String::new() },
        address: format!("{}, {street}", random.between(1, 120)),
        postal_code: postal.map(|(code, _)| code.to_string()).unwrap_or_default(),
        locality: text(postal.map(|(_, locality)| locality)),
        commune: commune.code().to_owned(),
        languages: languages(tongue, random),
        cause_or_sector: text(trade.map(|trade| trade.word)),
        description: text(trade.map(|trade| tongue.of(&trade.described))),
        contact_name: contact,
        contact_email: format!("contact@{host}"),
        contact_phone: String::new(),
        website: if random.percent(60) { format!("https://www.{host}") } else { String::new() },
    })
}

/// A name, and the trade or cause behind it.
fn called<'w>(
    words: &'w Words,
    kind: OrganizationKind,
    tongue: Tongue,
    commune: Commune,
    form: &str,
    random: &mut Random,
) -> Result<(String, Option<&'w Trade>), Error> {
    let place = tongue.place(Place::Commune(commune));
    if kind == OrganizationKind::PublicBody {
        let commune = form == "commune";
        let named = if commune {
            ["Commune of {}", "Commune de {}", "Gemeinde {}", "Gemeng {}"]
        } else {
            ["Care Homes {}", "Maisons de soins {}", "Pflegeheime {}", "Fleegeheemer {}"]
        };
        return Ok((tongue.of(&named).replace("{}", place), None));
    }
    let company = kind == OrganizationKind::Company;
    let trade = random.pick(if company { &words.companies } else { &words.associations })?;
    let (one, another) = (*random.pick(&words.families)?, *random.pick(&words.families)?);
    let gap = match (company, random.below(3)) {
        (true, 0) => one.to_owned(),
        (true, _) => format!("{one}-{another}"),
        (false, 0) => format!("{place} {one}"),
        (false, _) => place.to_owned(),
    };
    let name = tongue.of(&trade.named).replace("{}", &gap);
    let suffix = match form {
        "sarl" => " SARL",
        "sarl_s" => " SARL-S",
        "sa" => " SA",
        "sas" => " SAS",
        "asbl" => " asbl",
        _ => "",
    };
    Ok((format!("{name}{suffix}"), Some(trade)))
}

fn legal_form(kind: OrganizationKind, random: &mut Random) -> &'static str {
    match (kind, random.below(100)) {
        (OrganizationKind::Company, 0..55) => "sarl",
        (OrganizationKind::Company, 55..75) => "sa",
        (OrganizationKind::Company, 75..85) => "sarl_s",
        (OrganizationKind::Company, 85..90) => "sas",
        (OrganizationKind::Company, 90..95) => "sole_trader",
        (OrganizationKind::Company, _) => "civil_company",
        (OrganizationKind::Association, 0..82) => "asbl",
        (OrganizationKind::Association, 82..90) => "foundation",
        (OrganizationKind::Association, _) => "informal_group",
        (OrganizationKind::PublicBody, 0..70) => "commune",
        (OrganizationKind::PublicBody, _) => "public_establishment",
    }
}

/// The section of the register that holds the form, and a number of its own.
fn registration(form: &str, number: u32) -> String {
    let section = match form {
        "sole_trader" => 'A',
        "civil_company" => 'E',
        "asbl" => 'F',
        "foundation" => 'G',
        "public_establishment" => 'J',
        "commune" | "informal_group" => return String::new(),
        _ => 'B',
    };
    format!("{section}{}", number + 1)
}

/// Six digits and what is left of them by 89.
fn vat_number(random: &mut Random) -> String {
    let number = random.between(100_000, 999_999);
    format!("LU{number}{:02}", number % 89)
}

fn languages(first: Tongue, random: &mut Random) -> Vec<String> {
    let mut languages = vec![first.code()];
    for (code, percent) in [("fr", 70), ("lb", 45), ("de", 45), ("en", 40), ("pt", 15)] {
        if random.percent(percent) && !languages.contains(&code) {
            languages.push(code);
        }
    }
    languages.into_iter().map(str::to_owned).collect()
}
