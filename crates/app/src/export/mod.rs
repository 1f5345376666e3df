//! The export of everything that an organization or a week has, as the sheets that the import reads.
//!
//! An [`Export`] gives its bytes piece by piece: each piece is one page of rows, read when it is asked for. So a
//! million rows need no more memory than a page, nothing is held while a slow reader takes its time, and whoever
//! loses the right to it in the middle gets no more. What changes meanwhile may be in or not; each row is whole.
//!
//! Rows come in the order in which they were made, with references and not ids, and nothing depends on when or
//! where the export was made: imported into an empty service and exported again, the same bytes come out.

mod archive;
mod rows;
pub(crate) mod table;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use domain::id::{ExchangeWeekId, OrganizationId};
use domain::policy::{Denied, Viewer};
use domain::week::ExchangeWeek;
use persistence::Reader;
pub use persistence::Scope;

use crate::ctx::{Caller, Ctx};
use crate::error::{Error, Noun};
use crate::{organization, week};
use archive::Archive;
use rows::Rows;

/// How many rows are read at a time.
const PAGE: i64 = 500;

/// The sheets of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sheet {
    /// Who they are.
    Organizations,
    /// Who is registered for which week.
    Participations,
    /// What they offer and request.
    Listings,
    /// What was agreed, one row for each contribution.
    Agreements,
}

impl Sheet {
    /// Every sheet, in the order in which an import needs them.
    pub const ALL: [Self; 4] = [Self::Organizations, Self::Participations, Self::Listings, Self::Agreements];

    /// The name of the sheet.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Organizations => "organizations",
            Self::Participations => "participations",
            Self::Listings => "listings",
            Self::Agreements => "agreements",
        }
    }

    /// The sheet of this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sheet| sheet.code() == code)
    }
}

/// Who gets an export.
#[derive(Clone, Debug)]
enum Recipient {
    /// Somebody with a login; the right is looked at again with each page.
    Caller(Caller),
    /// The operator, who has the database.
    Operator,
}

/// An export on its way.
pub struct Export {
    access: Access,
    form: Form,
}

/// What is exported, and to whom.
struct Access {
    recipient: Recipient,
    scope: Scope,
    /// The weeks that rows belong to, as far as they were met.
    weeks: BTreeMap<ExchangeWeekId, ExchangeWeek>,
}

enum Form {
    Sheet(Rows),
    Archive(Box<Archive>),
}

/// What an organization has and has agreed: for those who speak for it, and for staff.
pub fn of_organization(
    ctx: &Ctx,
    caller: &Caller,
    id: OrganizationId,
    sheet: Option<Sheet>,
) -> Result<Export, Error> {
    Export::start(ctx, Recipient::Caller(caller.clone()), Scope::Organization(id), sheet)
}

/// Everything of a week: for organizers.
pub fn of_week(
    ctx: &Ctx,
    caller: &Caller,
    id: ExchangeWeekId,
    sheet: Option<Sheet>,
) -> Result<Export, Error> {
    Export::start(ctx, Recipient::Caller(caller.clone()), Scope::Week(id), sheet)
}

/// The same at the command line, where nobody logs in.
pub fn by_operator(ctx: &Ctx, scope: Scope, sheet: Option<Sheet>) -> Result<Export, Error> {
    Export::start(ctx, Recipient::Operator, scope, sheet)
}

impl Export {
    fn start(ctx: &Ctx, recipient: Recipient, scope: Scope, sheet: Option<Sheet>) -> Result<Self, Error> {
        let mut access = Access { recipient, scope, weeks: BTreeMap::new() };
        access.read(ctx, |_, _| Ok(()))?;
        let form = match sheet {
            Some(sheet) => Form::Sheet(Rows::of(sheet)),
            None => Form::Archive(Box::new(Archive::new(scope))),
        };
        Ok(Self { access, form })
    }

    /// Whether it is a ZIP archive of all sheets, and not one sheet.
    pub const fn is_archive(&self) -> bool {
        matches!(self.form, Form::Archive(_))
    }

    /// The next piece; `None` at the end.
    pub fn next(&mut self, ctx: &Ctx) -> Result<Option<Vec<u8>>, Error> {
        match &mut self.form {
            Form::Sheet(rows) => rows.next(ctx, &mut self.access),
            Form::Archive(archive) => archive.next(ctx, &mut self.access),
        }
    }
}

impl Access {
    /// Reads a page, if the right to it is still there.
    fn read<T>(
        &mut self,
        ctx: &Ctx,
        page: impl FnOnce(&mut Reader<'_>, &mut Self) -> Result<T, Error>,
    ) -> Result<T, Error> {
        match self.recipient.clone() {
            Recipient::Operator => ctx.system_question(|reader, _| page(reader, self)),
            Recipient::Caller(caller) => ctx.question(Some(&caller), |reader, viewer, actor, now| {
                let actor = actor.ok_or(Error::Unauthenticated)?;
                match self.scope {
                    Scope::Organization(id) => {
                        organization::require(reader, id, actor, now)?;
                        if actor.staff().is_err() {
                            actor.representative(id)?;
                        }
                    }
                    Scope::Week(id) => {
                        week::require(reader, id, viewer)?;
                        actor.organizer().map_err(|denied| match actor.staff_role {
                            Some(_) => denied,
                            None => Denied::StaffOnly,
                        })?;
                    }
                }
                page(reader, self)
            }),
        }
    }

    /// The weeks of these rows, which stay as they are while they are exported.
    fn weeks(
        &mut self,
        reader: &mut Reader<'_>,
        ids: impl Iterator<Item = ExchangeWeekId>,
    ) -> Result<&BTreeMap<ExchangeWeekId, ExchangeWeek>, Error> {
        for id in ids {
            if let Entry::Vacant(place) = self.weeks.entry(id) {
                let week = reader.week(id, &Viewer::service())?;
                place.insert(week.ok_or(Error::NotFound(Noun::ExchangeWeek))?);
            }
        }
        Ok(&self.weeks)
    }
}
