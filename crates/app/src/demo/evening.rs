//! The demo evening: 54 invented organizations and their 234 listings, imported as an organizer would.

use domain::id::{ExchangeWeekId, PersonId};
use domain::organization::Organization;
use domain::person::PasswordHash;
use domain::policy::Viewer;
use domain::vocabulary::Locale;
use persistence::{OrganizationFilter, OrganizationOrder};

use super::{DemoError, member};
use crate::ctx::Ctx;
use crate::error::Error;
use crate::import::{Event, Import, Outcome, SheetReport, Sheets};

/// The sheets, which the tests use too.
const ORGANIZATIONS: &[u8] = include_bytes!("../../../../tests/data/evening/organizations.csv");
const LISTINGS: &[u8] = include_bytes!("../../../../tests/data/evening/listings.csv");

/// More than there are organizations.
const ALL: u32 = 1_000;

/// Imports the sheets, and makes an owner of the contact of each organization.
pub(super) fn load(
    ctx: &Ctx,
    week: ExchangeWeekId,
    staff: PersonId,
    hash: &PasswordHash,
) -> Result<(), DemoError> {
    let import = Import { ctx, by: staff, week: Some(week), locale: Locale::En, dry_run: false };
    let (mut organizations, mut listings) = (ORGANIZATIONS, LISTINGS);
    let sheets = Sheets {
        organizations: Some(&mut organizations),
        listings: Some(&mut listings),
        ..Sheets::default()
    };
    let mut refused = Vec::new();
    let report = import.run(sheets, &mut |event| {
        if let Event::Row(row) = event
            && row.outcome == Outcome::Refused
        {
            refused.push(format!("{} {}", row.sheet.code(), row.row));
        }
    })?;
    let clean = [report.organizations, report.listings].iter().flatten().all(SheetReport::is_clean);
    if !clean {
        let rows = refused.join(", ");
        return Err(Error::Internal(format!("rows of the demo sheets were refused: {rows}").into()).into());
    }
    for organization in imported(ctx)? {
        member(ctx, &organization, hash)?;
    }
    Ok(())
}

fn imported(ctx: &Ctx) -> Result<Vec<Organization>, Error> {
    let (filter, order) = (OrganizationFilter::default(), OrganizationOrder::Name(None));
    ctx.system_question(|reader, now| {
        let found = reader.organizations(&Viewer::service(), &filter, &order, ALL, now)?;
        Ok(found.into_iter().map(|one| one.organization).collect())
    })
}
