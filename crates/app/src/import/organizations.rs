//! The sheet of organizations.
//!
//! Whoever imports it has looked at the organizations: they are verified at once and, where a week is named,
//! admitted to it.

use domain::fault::{Fault, Faults, Rule};
use domain::id::{ExchangeWeekId, OrganizationId};
use domain::organization::{Doubt, Draft, Organization, Raw};
use domain::participation::{self, Facts, Participation, ParticipationStatus};
use domain::policy::Staff;
use domain::reference;
use domain::vocabulary::Locale;
use persistence::{Reader, Tx};

use super::report::{Outcome, Remark};
use super::run::{At, Broken, Parsed, REFERENCE, Target, Verdict};
use super::sheet::{Cells, Column};
use super::values::{Notation, list};
use super::words::Said;
use crate::organization;

/// The sheet of organizations.
pub(super) struct Organizations;

/// What importing an organization means for its place in the week.
enum Admission {
    /// It takes part, or there is no week.
    Settled,
    /// It is not registered.
    New(ExchangeWeekId),
    /// It asked to take part.
    Asked(Participation, participation::Event),
    /// It has withdrawn or was refused, or cannot be admitted now: a sheet does not change that.
    Barred,
}

fn admission(reader: &mut Reader<'_>, id: OrganizationId, at: &At) -> Result<Admission, Broken> {
    let Some(week) = &at.week else { return Ok(Admission::Settled) };
    let Some(asked) = reader.participation(week.id, id)? else { return Ok(Admission::New(week.id)) };
    if asked.status == ParticipationStatus::Admitted {
        return Ok(Admission::Settled);
    }
    let Some(party) = reader.party(id, week.id, at.now)? else { return Ok(Admission::Barred) };
    let command = participation::Command::Admit(Staff::from(at.organizer));
    let admitted = asked.decide(command, &Facts { week, party: &party });
    Ok(admitted.map_or(Admission::Barred, |event| Admission::Asked(asked, event)))
}

/// Admits the organization to the week.
fn admit(tx: &mut Tx<'_>, id: OrganizationId, at: &At) -> Result<(), Broken> {
    match admission(tx, id, at)? {
        Admission::Settled | Admission::Barred => Ok(()),
        Admission::New(week) => {
            let (made, change) = Participation::imported(tx.ids().next(), id, week, at.now);
            Ok(tx.insert_participation(&made, &change)?)
        }
        Admission::Asked(asked, event) => {
            let expected = asked.revision;
            let (after, change) = asked.apply(event, at.now);
            Ok(tx.save_participation(&after, expected, &change)?)
        }
    }
}

impl Target for Organizations {
    type Row = Draft;

    const COLUMNS: &'static [Column] = &[
        Column {
            name: REFERENCE,
            required: true,
            aliases: &["ref", "référence", "referenz", "numéro", "nummer", "id"],
        },
        Column { name: "kind", required: true, aliases: &["type", "typ", "art", "aart"] },
        Column { name: "name", required: true, aliases: &["nom", "numm", "dénomination", "organisation"] },
        Column { name: "legal_form", required: true, aliases: &["formejuridique", "rechtsform"] },
        Column {
            name: "registration_number",
            required: false,
            aliases: &["rcs", "numérorcs", "rcsnummer", "registernummer", "nrcs"],
        },
        Column {
            name: "vat_number",
            required: false,
            aliases: &["tva", "numérotva", "tvanummer", "vat", "mwst", "mwstnummer", "ustid"],
        },
        Column {
            name: "address",
            required: false,
            aliases: &["adresse", "rue", "strasse", "straße", "street"],
        },
        Column {
            name: "postal_code",
            required: false,
            aliases: &["codepostal", "cp", "plz", "postleitzahl", "postcode", "zip"],
        },
        Column {
            name: "locality",
            required: false,
            aliases: &["localité", "ville", "ort", "uertschaft", "town"],
        },
        Column { name: "commune", required: true, aliases: &["gemeinde", "gemeng", "municipality"] },
        Column { name: "languages", required: true, aliases: &["langues", "sprachen", "sproochen"] },
        Column {
            name: "cause_or_sector",
            required: false,
            aliases: &["cause", "sector", "secteur", "sektor", "branche"],
        },
        Column { name: "description", required: false, aliases: &["beschreibung", "beschreiwung"] },
        Column { name: "contact_name", required: false, aliases: &["contact", "kontakt", "ansprechpartner"] },
        Column {
            name: "contact_email",
            required: true,
            aliases: &["email", "mail", "courriel", "emailadresse"],
        },
        Column {
            name: "website",
            required: false,
            aliases: &["site", "siteweb", "web", "url", "webseite", "homepage"],
        },
    ];

    fn read(&self, cells: &Cells<'_>, _: Notation, locale: Locale) -> Parsed<Draft> {
        let text = |column: &str| cells.get(column).to_owned();
        let raw = Raw {
            reference: Some(text(REFERENCE)),
            kind: text("kind"),
            name: text("name"),
            legal_form: text("legal_form"),
            registration_number: text("registration_number"),
            vat_number: text("vat_number"),
            address: text("address"),
            postal_code: text("postal_code"),
            locality: text("locality"),
            commune: text("commune"),
            languages: list(cells.get("languages")).into_iter().map(str::to_owned).collect(),
            cause_or_sector: text("cause_or_sector"),
            description: text("description"),
            contact_name: text("contact_name"),
            contact_email: text("contact_email"),
            website: text("website"),
        };
        let reference = reference::parse(cells.get(REFERENCE)).ok();
        match Draft::parse(&raw) {
            Ok(draft) => {
                let notes = draft.doubts.iter().map(|doubt| {
                    Remark::of(&Said::Warning(&doubt.warning), locale)
                        .at(&*doubt.field, cells.get(&doubt.field))
                });
                let notes = notes.collect();
                Parsed { reference, value: Some(draft), faults: Vec::new(), notes }
            }
            Err(faults) => {
                Parsed { reference, value: None, faults: remarks(faults, cells, locale), notes: Vec::new() }
            }
        }
    }

    fn begin(&mut self) {}

    fn judge(&mut self, reader: &mut Reader<'_>, row: &Parsed<Draft>, at: &At) -> Result<Verdict, Broken> {
        let (Some(reference), Some(draft)) = (&row.reference, &row.value) else {
            return Ok(Verdict::refused(Vec::new()));
        };
        let Some(stored) = reader.organization_by_reference(reference)? else {
            return Ok(Verdict::of(Outcome::Created));
        };
        if !is_same(&stored, draft) {
            let fault = Fault { field: REFERENCE.into(), rule: Rule::Duplicate };
            return Ok(Verdict::refused(vec![Remark::of_fault(fault, reference, at.locale)]));
        }
        let mut verdict = Verdict::of(Outcome::Unchanged);
        match admission(reader, stored.id, at)? {
            Admission::Settled => {}
            Admission::New(_) | Admission::Asked(..) => verdict.outcome = Outcome::Admitted,
            Admission::Barred => verdict.notes.push(Remark::of(&Said::NotAdmitted, at.locale)),
        }
        Ok(verdict)
    }

    fn write(
        &mut self,
        tx: &mut Tx<'_>,
        draft: &Draft,
        outcome: Outcome,
        at: &At,
    ) -> Result<Vec<Remark>, Broken> {
        if outcome == Outcome::Admitted {
            let reference = draft.reference.as_deref().unwrap_or_default();
            let stored = tx.organization_by_reference(reference)?;
            if let Some(stored) = stored {
                admit(tx, stored.id, at)?;
            }
            return Ok(Vec::new());
        }
        let (organization, doubts) = organization::import(tx, draft, at.now)?;
        // Those of the draft are noted already; the others are found among what is stored.
        let found = doubts.iter().filter(|doubt| !draft.doubts.contains(doubt));
        let name = draft.facts.name.as_str();
        let note =
            |doubt: &Doubt| Remark::of(&Said::Warning(&doubt.warning), at.locale).at(&*doubt.field, name);
        let notes = found.map(note).collect();
        admit(tx, organization.id, at)?;
        Ok(notes)
    }
}

fn is_same(stored: &Organization, draft: &Draft) -> bool {
    (stored.kind, &stored.facts) == (draft.kind, &draft.facts)
}

/// The faults by column; a place in a list is its column.
fn remarks(faults: Faults, cells: &Cells<'_>, locale: Locale) -> Vec<Remark> {
    let by_column = |fault: Fault| {
        let column = fault.field.split('/').next().unwrap_or_default().to_owned();
        let cell = cells.get(&column).to_owned();
        Remark::of_fault(fault.renamed(column), &cell, locale)
    };
    faults.into_iter().map(by_column).collect()
}
