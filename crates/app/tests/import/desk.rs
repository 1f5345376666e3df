//! An organizer before their sheets, and what the import says to them.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;

use app::Caller;
use app::import::{Event, Import, Outcome, Report, RowReport, SheetName, Sheets};
use domain::id::{ExchangeWeekId, Revision};
use domain::policy::{StaffRole, Viewer};
use domain::vocabulary::Locale;
use domain::week::{Phase, RawWeek, WeekDraft};
use persistence::ListingFilter;

use crate::bourse::Bourse;

/// An organizer before their sheets.
pub(crate) struct Desk<'b> {
    pub(crate) bourse: &'b Bourse,
    pub(crate) organizer: Caller,
    pub(crate) week: ExchangeWeekId,
}

/// What an import said.
pub(crate) struct Said {
    pub(crate) report: Report,
    pub(crate) rows: Vec<RowReport>,
    pub(crate) notes: Vec<String>,
    pub(crate) bytes: u64,
}

pub(crate) fn evening(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/evening");
    fs::read(folder.join(name)).unwrap()
}

impl<'b> Desk<'b> {
    /// A week that takes listings, unless it is to stay a draft.
    pub(crate) fn new(bourse: &'b Bourse, open: bool, moderated: bool) -> Self {
        let organizer = bourse.staff("nora@bourse.example", "zwielef Zëmmer am Haus", StaffRole::Organizer);
        let mut raw = RawWeek {
            reference: "2026".to_owned(),
            name: "Semaine d'échange".to_owned(),
            starts_on: "2026-06-08".to_owned(),
            ends_on: "2026-06-14".to_owned(),
            ..RawWeek::default()
        };
        raw.settings.moderated = Some(moderated);
        let draft = WeekDraft::parse(&raw).unwrap();
        let week = app::week::create(&bourse.ctx, &organizer, &draft).unwrap().id;
        if open {
            let expected = Revision::FIRST;
            app::week::move_phase(&bourse.ctx, &organizer, week, expected, Phase::Registration, None)
                .unwrap();
        }
        Self { bourse, organizer, week }
    }

    pub(crate) fn import(&self, dry_run: bool) -> Import<'_> {
        let (ctx, by) = (&self.bourse.ctx, self.organizer.person);
        Import { ctx, by, week: Some(self.week), locale: Locale::En, dry_run }
    }

    pub(crate) fn run(&self, organizations: Option<&[u8]>, listings: Option<&[u8]>, dry_run: bool) -> Said {
        self.run_all(organizations, listings, None, dry_run)
    }

    pub(crate) fn run_all(
        &self,
        organizations: Option<&[u8]>,
        listings: Option<&[u8]>,
        agreements: Option<&[u8]>,
        dry_run: bool,
    ) -> Said {
        let (mut rows, mut notes, mut bytes) = (Vec::new(), Vec::new(), 0);
        let mut watch = |event| match event {
            Event::Row(row) => rows.push(row),
            Event::Note { remark, .. } => notes.push(format!("{} {}", remark.code, remark.column.unwrap())),
            Event::Progress { bytes: read, .. } => bytes = read,
        };
        let (mut organizations, mut listings, mut agreements) = (organizations, listings, agreements);
        let sheets = Sheets {
            organizations: organizations.as_mut().map(|bytes| -> &mut dyn Read { bytes }),
            listings: listings.as_mut().map(|bytes| -> &mut dyn Read { bytes }),
            agreements: agreements.as_mut().map(|bytes| -> &mut dyn Read { bytes }),
            ..Sheets::default()
        };
        let report = self.import(dry_run).run(sheets, &mut watch).unwrap();
        Said { report, rows, notes, bytes }
    }

    pub(crate) fn organizations(&self, bytes: &[u8]) -> Said {
        self.run(Some(bytes), None, false)
    }

    pub(crate) fn listings(&self, bytes: &[u8]) -> Said {
        self.run(None, Some(bytes), false)
    }

    pub(crate) fn agreements(&self, bytes: &[u8]) -> Said {
        self.run_all(None, None, Some(bytes), false)
    }

    /// Moves the week on.
    pub(crate) fn move_to(&self, phases: &[Phase]) {
        for (n, phase) in (0_i64..).zip(phases) {
            let expected = Revision::new(Revision::FIRST.number() + 1 + n);
            app::week::move_phase(&self.bourse.ctx, &self.organizer, self.week, expected, *phase, None)
                .unwrap();
        }
    }

    /// Both good sheets of the evening.
    pub(crate) fn evening(&self, dry_run: bool) -> Said {
        self.run(Some(&evening("organizations.csv")), Some(&evening("listings.csv")), dry_run)
    }

    /// How many organizations and listings are there, and in which states.
    pub(crate) fn stored(&self) -> BTreeMap<String, usize> {
        let now = self.bourse.ctx.clock.now();
        let staff = self.bourse.ctx.store.read(|reader| reader.actor_of(self.organizer.person)).unwrap();
        let viewer: Viewer = staff.unwrap().viewer();
        let mut counts = BTreeMap::new();
        let read = self.bourse.ctx.store.read(|reader| {
            let mut count = |name: &str| *counts.entry(name.to_owned()).or_default() += 1;
            for status in ["requested", "admitted"] {
                for _ in reader.participations(self.week, &viewer, Some(status), None, 1000, now)? {
                    count(status);
                }
            }
            let sort =
                persistence::ListingSort { column: persistence::SortColumn::CreatedAt, descending: false };
            let filter = ListingFilter { exchange_week: Some(self.week), sort, ..ListingFilter::default() };
            for found in reader.listings(&viewer, &filter, None, 1000, now)? {
                count(found.listing.status.state.code());
            }
            Ok::<_, persistence::StoreError>(())
        });
        read.unwrap();
        counts
    }
}

impl Said {
    /// `read created admitted unchanged refused` of a sheet.
    pub(crate) fn counts(&self, sheet: SheetName) -> [u64; 5] {
        let report = match sheet {
            SheetName::Organizations => self.report.organizations.as_ref(),
            SheetName::Participations => self.report.participations.as_ref(),
            SheetName::Listings => self.report.listings.as_ref(),
            SheetName::Agreements => self.report.agreements.as_ref(),
        };
        let counts = report.unwrap().counts;
        [counts.read, counts.created, counts.admitted, counts.unchanged, counts.refused]
    }

    /// Column and code of what is wrong with the whole sheet.
    pub(crate) fn whole(&self) -> Vec<String> {
        let sheets = [&self.report.organizations, &self.report.listings];
        let faults = sheets.into_iter().flatten().flat_map(|sheet| &sheet.faults);
        faults.map(|fault| format!("{}: {}", fault.column.as_deref().unwrap_or("-"), fault.code)).collect()
    }
}

/// Column and code of what was found in a row.
pub(crate) fn found(row: &RowReport) -> Vec<String> {
    let remarks = if row.outcome == Outcome::Refused { &row.faults } else { &row.notes };
    remarks
        .iter()
        .map(|remark| format!("{}: {}", remark.column.as_deref().unwrap_or("-"), remark.code))
        .collect()
}
