//! The sheet of participations: who is registered for the exchange week, and how far that has come.
//!
//! A sheet of organizations admits them by itself; this one is for what was elsewhere before. A row without a
//! status admits, one with a status brings it back as it was, refused and withdrawn ones included.

use std::collections::HashMap;

use domain::fault::{Fault, Faults, Rule, shortened};
use domain::id::OrganizationId;
use domain::participation::{Participation, ParticipationStatus};
use domain::reference;
use domain::vocabulary::Locale;
use domain::week::ExchangeWeek;
use persistence::{Reader, Tx};

use super::broken::Broken;
use super::past::Past;
use super::report::{Outcome, Remark};
use super::run::{At, Parsed, Target, Verdict};
use super::sheet::{Cells, Column};
use super::succession::References;
use super::values::Notation;
use super::words::Said;

/// The sheet of participations in a week.
pub(crate) struct Participations<'w> {
    week: &'w ExchangeWeek,
    /// The organizations that a dry run would have stored.
    unwritten: &'w References,
    /// The organizations of this batch, and what is stored of each.
    known: HashMap<String, (OrganizationId, Option<Participation>)>,
}

/// What a row says.
pub(crate) struct Row {
    organization: String,
    past: Option<Before>,
}

/// How far the registration had come.
struct Before {
    status: ParticipationStatus,
    reason: Option<String>,
    changed_at: jiff::Timestamp,
    created_at: jiff::Timestamp,
}

impl<'w> Participations<'w> {
    pub(super) fn new(week: &'w ExchangeWeek, unwritten: &'w References) -> Self {
        Self { week, unwritten, known: HashMap::new() }
    }
}

fn past(cells: &Cells<'_>, locale: Locale) -> Result<Option<Before>, Vec<Remark>> {
    Past::read(cells, Participations::COLUMNS, "status", locale, |past| {
        let status = past.code("status", ParticipationStatus::from_code);
        let reason = if status == Some(ParticipationStatus::Refused) {
            past.required("status_reason")
        } else {
            past.empty("status_reason");
            None
        };
        let (created_at, changed_at) = (past.at("created_at"), past.at("status_changed_at"));
        past.in_order(&[("created_at", created_at), ("status_changed_at", changed_at)]);
        Some(Before { status: status?, reason, changed_at: changed_at?, created_at: created_at? })
    })
}

impl Target for Participations<'_> {
    type Row = Row;

    const COLUMNS: &'static [Column] = &[
        Column {
            name: "organization_reference",
            required: true,
            aliases: &["organization", "organisation", "organisatioun", "ref", "référence"],
        },
        Column { name: "exchange_week_reference", required: false, aliases: &[] },
        Column { name: "status", required: false, aliases: &["statut", "état"] },
        Column { name: "status_reason", required: false, aliases: &[] },
        Column { name: "status_changed_at", required: false, aliases: &[] },
        Column { name: "created_at", required: false, aliases: &[] },
    ];

    fn read(&self, cells: &Cells<'_>, _: Notation, locale: Locale) -> Parsed<Row> {
        let mut faults = Faults::none();
        let cell = cells.get("organization_reference");
        let reference = faults.take("organization_reference", reference::parse(cell));
        let mut faults: Vec<Remark> =
            faults.into_iter().map(|fault| Remark::of_fault(fault, cell, locale)).collect();
        faults.extend(other_week(cells, self.week, locale));
        let past = past(cells, locale).map_err(|more| faults.extend(more)).ok().flatten();
        let value = reference.clone().filter(|_| faults.is_empty());
        let value = value.map(|organization| Row { organization, past });
        Parsed { reference, value, faults, notes: Vec::new() }
    }

    fn begin(&mut self, reader: &mut Reader<'_>, rows: &[&Parsed<Row>], at: &At) -> Result<(), Broken> {
        at.authority.organizer().map_err(crate::Error::from)?;
        let references: Vec<&str> = rows.iter().filter_map(|row| row.reference.as_deref()).collect();
        let mut found = reader.organizations_by_references(&references)?;
        found.retain(|one| one.standing.merged_into().is_none());
        let ids: Vec<OrganizationId> = found.iter().map(|organization| organization.id).collect();
        let mut registered: HashMap<_, _> = reader
            .participations_of(self.week.id, &ids)?
            .into_iter()
            .map(|one| (one.organization, one))
            .collect();
        let known = found.into_iter().map(|one| (one.reference, (one.id, registered.remove(&one.id))));
        self.known = known.collect();
        Ok(())
    }

    fn judge(&mut self, _: &mut Reader<'_>, row: &Parsed<Row>, at: &At) -> Result<Verdict, Broken> {
        let Some(Row { organization, past }) = &row.value else {
            return Ok(Verdict::refused(Vec::new()));
        };
        let refused = |rule| {
            let fault = Fault { field: "organization_reference".into(), rule };
            Verdict::refused(vec![Remark::of_fault(fault, organization, at.locale)])
        };
        match (self.known.get(organization), past) {
            (None, _) if self.unwritten.contains(organization) => Ok(Verdict::of(Outcome::Created)),
            (None, _) => Ok(refused(Rule::UnknownReference { given: shortened(organization) })),
            (Some((_, None)), _) => Ok(Verdict::of(Outcome::Created)),
            (Some((_, Some(stored))), past) => {
                let same = match past {
                    None => stored.status == ParticipationStatus::Admitted,
                    Some(past) => past.is(stored),
                };
                Ok(if same { Verdict::of(Outcome::Unchanged) } else { refused(Rule::Duplicate) })
            }
        }
    }

    fn write(&mut self, tx: &mut Tx<'_>, row: &Row, _: Outcome, at: &At) -> Result<Vec<Remark>, Broken> {
        let Some((organization, None)) = self.known.get(&row.organization) else { return Ok(Vec::new()) };
        let organizer = at.authority.organizer().map_err(crate::Error::from)?;
        let (made, admitted) = Participation::imported(tx.ids().next(), *organization, self.week.id, at.now);
        let (made, change) = match &row.past {
            None => (made, admitted),
            Some(Before { status, reason, changed_at, created_at }) => Participation {
                status: *status,
                reason: reason.clone(),
                changed_at: *changed_at,
                created_at: *created_at,
                ..made
            }
            .restored(organizer),
        };
        tx.insert_participation(&made, &change)?;
        Ok(Vec::new())
    }
}

impl Before {
    fn is(&self, stored: &Participation) -> bool {
        let Participation { status, reason, changed_at, created_at, .. } = stored;
        (&self.status, &self.reason, &self.changed_at, &self.created_at)
            == (status, reason, changed_at, created_at)
    }
}

/// Why a row is not of this week, if it says so.
pub(super) fn other_week(cells: &Cells<'_>, week: &ExchangeWeek, locale: Locale) -> Option<Remark> {
    let given = cells.get("exchange_week_reference").trim();
    let other = !given.is_empty() && given != week.reference;
    other.then(|| Remark::of(&Said::OtherWeek, locale).at("exchange_week_reference", given))
}
