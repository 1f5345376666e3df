//! The sheet of organizations.
//!
//! Whoever imports it has looked at the organizations: they are verified at once and, where a week is named,
//! admitted to it.

use std::collections::HashMap;

use domain::fault::{Fault, Faults, Rule};
use domain::id::{ExchangeWeekId, OrganizationId};
use domain::organization::{Doubt, Draft, Organization, Raw, Standing};
use domain::participation::{self, Facts, Participation, ParticipationStatus};
use domain::policy::Staff;
use domain::reference;
use domain::vocabulary::Locale;
use jiff::Timestamp;
use persistence::{Reader, Tx};

use super::broken::Broken;
use super::past::Past;
use super::report::{Outcome, Remark};
use super::run::{At, Parsed, REFERENCE, Target, Verdict};
use super::sheet::{Cells, Column};
use super::values::{Notation, list};
use super::words::Said;
use crate::error::Error;
use crate::organization;

/// The sheet of organizations.
#[derive(Default)]
pub(crate) struct Organizations {
    /// Those of this batch that are stored, by reference.
    stored: HashMap<String, Organization>,
}

/// What a row says.
pub(crate) struct Row {
    draft: Draft,
    past: Option<Before>,
}

/// How it stood elsewhere.
struct Before {
    standing: Standing,
    created_at: Timestamp,
    updated_at: Timestamp,
}

fn past(cells: &Cells<'_>, locale: Locale) -> Result<Option<Before>, Vec<Remark>> {
    Past::read(cells, Organizations::COLUMNS, "standing", locale, |past| {
        // A merged one is not exported: what it had is another's.
        let known = |code: &str| Standing::CODES.into_iter().find(|known| *known == code && code != "merged");
        let code = past.code("standing", known);
        let reason = if matches!(code, Some("rejected" | "suspended")) {
            past.required("standing_reason")
        } else {
            past.empty("standing_reason");
            None
        };
        if code != Some("suspended") {
            past.empty("standing_until");
        }
        let (until, changed_at) = (past.instant("standing_until"), past.at("standing_changed_at"));
        let (created_at, updated_at) = (past.at("created_at"), past.at("updated_at"));
        past.in_order(&[
            ("created_at", created_at),
            ("standing_changed_at", changed_at),
            ("updated_at", updated_at),
        ]);
        let (at, by) = (changed_at?, None);
        let standing = match code? {
            "pending" => Standing::Pending { at },
            "rejected" => Standing::Rejected { at, by, reason: reason? },
            "suspended" => Standing::Suspended { at, by, reason: reason?, until },
            _ => Standing::Verified { at, by },
        };
        Some(Before { standing, created_at: created_at?, updated_at: updated_at? })
    })
}

impl Before {
    fn is(&self, stored: &Organization) -> bool {
        let standing = |of: &Standing| (of.code(), of.at(), of.reason().map(str::to_owned), of.until());
        standing(&self.standing) == standing(&stored.standing)
            && (self.created_at, self.updated_at) == (stored.created_at, stored.updated_at)
    }
}

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
    let organizer = at.authority.organizer().map_err(Error::from)?;
    let command = participation::Command::Admit(Staff::from(organizer));
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
    type Row = Row;

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
            name: "contact_phone",
            required: false,
            aliases: &["phone", "téléphone", "telefon", "tel", "telefonnummer"],
        },
        Column {
            name: "website",
            required: false,
            aliases: &["site", "siteweb", "web", "url", "webseite", "homepage"],
        },
        Column { name: "standing", required: false, aliases: &[] },
        Column { name: "standing_reason", required: false, aliases: &[] },
        Column { name: "standing_until", required: false, aliases: &[] },
        Column { name: "standing_changed_at", required: false, aliases: &[] },
        Column { name: "created_at", required: false, aliases: &[] },
        Column { name: "updated_at", required: false, aliases: &[] },
    ];

    fn read(&self, cells: &Cells<'_>, _: Notation, locale: Locale) -> Parsed<Row> {
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
            contact_phone: text("contact_phone"),
            website: text("website"),
        };
        let reference = reference::parse(cells.get(REFERENCE)).ok();
        let past = past(cells, locale);
        match (Draft::parse(&raw), past) {
            (Ok(draft), Ok(past)) => {
                let notes = draft.doubts.iter().map(|doubt| {
                    Remark::of(&Said::Warning(&doubt.warning), locale)
                        .at(&*doubt.field, cells.get(&doubt.field))
                });
                let notes = notes.collect();
                Parsed { reference, value: Some(Row { draft, past }), faults: Vec::new(), notes }
            }
            (draft, past) => {
                let mut faults = draft.err().map(|faults| remarks(faults, cells, locale)).unwrap_or_default();
                faults.extend(past.err().into_iter().flatten());
                Parsed { reference, value: None, faults, notes: Vec::new() }
            }
        }
    }

    fn begin(&mut self, reader: &mut Reader<'_>, rows: &[&Parsed<Row>], at: &At) -> Result<(), Broken> {
        at.authority.organizer().map_err(Error::from)?;
        let references: Vec<&str> = rows.iter().filter_map(|row| row.reference.as_deref()).collect();
        let found = reader.organizations_by_references(&references)?;
        self.stored = found.into_iter().map(|one| (one.reference.clone(), one)).collect();
        Ok(())
    }

    fn judge(&mut self, reader: &mut Reader<'_>, row: &Parsed<Row>, at: &At) -> Result<Verdict, Broken> {
        let (Some(reference), Some(Row { draft, past })) = (&row.reference, &row.value) else {
            return Ok(Verdict::refused(Vec::new()));
        };
        let Some(stored) = self.stored.get(reference) else {
            return Ok(Verdict::of(Outcome::Created));
        };
        let merged = stored.standing.merged_into().is_some();
        if merged || !is_same(stored, draft) || past.as_ref().is_some_and(|past| !past.is(stored)) {
            let fault = Fault { field: REFERENCE.into(), rule: Rule::Duplicate };
            return Ok(Verdict::refused(vec![Remark::of_fault(fault, reference, at.locale)]));
        }
        let mut verdict = Verdict::of(Outcome::Unchanged);
        // Where it stands in the week, a sheet of its own tells then.
        if past.is_some() {
            return Ok(verdict);
        }
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
        row: &Row,
        outcome: Outcome,
        at: &At,
    ) -> Result<Vec<Remark>, Broken> {
        let Row { draft, past } = row;
        if outcome == Outcome::Admitted {
            let reference = draft.reference.as_deref().unwrap_or_default();
            if let Some(stored) = self.stored.get(reference) {
                admit(tx, stored.id, at)?;
            }
            return Ok(Vec::new());
        }
        let restore = match past {
            Some(past) => Some((past, at.authority.organizer().map_err(Error::from)?)),
            None => None,
        };
        let as_before = |organization: Organization, change| match restore {
            None => (organization, change),
            Some((Before { standing, created_at, updated_at }, organizer)) => Organization {
                standing: standing.clone(),
                created_at: *created_at,
                updated_at: *updated_at,
                ..organization
            }
            .restored(organizer),
        };
        let (organization, doubts) = organization::import_as(tx, draft, at.now, as_before)?;
        // Those of the draft are noted already; the others are found among what is stored.
        let found = doubts.iter().filter(|doubt| !draft.doubts.contains(doubt));
        let name = draft.facts.name.as_str();
        let note =
            |doubt: &Doubt| Remark::of(&Said::Warning(&doubt.warning), at.locale).at(&*doubt.field, name);
        let notes = found.map(note).collect();
        if past.is_none() {
            admit(tx, organization.id, at)?;
        }
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
    let mut remarks: Vec<_> = faults.into_iter().map(by_column).collect();
    // Two wrong languages are one remark about their cell.
    remarks.dedup();
    remarks
}
