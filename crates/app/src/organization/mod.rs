//! Organizations: founded and edited by those who speak for them, let onto the bourse by staff.

pub mod accreditation;
pub mod appeal;
pub mod invitation;
mod members;
mod merge;
mod standing;

pub use members::{SeenMember, change_role, member, members, memberships, remove};
pub use merge::{Merged, duplicates, merge};
pub use standing::{end_suspensions, reinstate, reject, standing_history, suspend, verify};

use domain::action::Action;
use domain::audit::{Cause, Change};
use domain::fault::{Faults, Rule};
use domain::id::{OrganizationId, Revision};
use domain::organization::{Command, Doubt, Draft, Editor, Organization, Raw, Warning};
use domain::policy::{Actor, Denied, MembershipRole};
use domain::reference;
use domain::refusal::Refusal;
use jiff::Timestamp;
use persistence::{Constraint, OrganizationFound, Reader, StoreError, Subject, Tx};
pub use persistence::{Member, Membership, OrganizationFilter, OrganizationOrder, StandingChange};
use search::Asked;

use crate::ctx::{Caller, Ctx};
use crate::error::{Error, Noun};
use crate::once::{Answer, Done, Once};
use crate::page::{Page, one_more};
use crate::search::{Words, ask};
use crate::week;

/// How often a made reference is made anew when it is taken. Of a thousand million, two in a row are taken
/// less often than anything else fails.
const REFERENCES: u32 = 5;

/// An organization, and what the caller is to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The organization.
    pub organization: Organization,
    /// What the caller is in it.
    pub role: Option<MembershipRole>,
    /// Whether the caller runs the bourse.
    pub staff: bool,
    /// When it was seen; a suspension runs out.
    pub at: Timestamp,
    /// What the caller may do; empty for those with no right to anything.
    pub actions: Vec<Action>,
}

/// An organization that was just made or changed, and what a person should look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The organization, as the caller sees it.
    pub seen: Seen,
    /// What a person should look at, names of others that look the same included.
    pub doubts: Vec<Doubt>,
}

/// Founds an organization: it waits to be verified, and the caller is its owner.
pub fn create(
    ctx: &Ctx,
    caller: &Caller,
    once: &Once,
    draft: &Draft,
    answer: impl Fn(&Written) -> Answer,
) -> Result<Done, Error> {
    let mut tries = 1;
    loop {
        let done = ctx.once(caller, once, |tx, actor, now| found(tx, actor, draft, now), &answer);
        match done {
            // Nothing of the command has happened, so it runs again with another identifier.
            Err(Error::Refused(refusals))
                if tries < REFERENCES && matches!(refusals.first(), Refusal::ReferenceTaken { .. }) =>
            {
                tries += 1;
            }
            done => return done,
        }
    }
}

fn found(tx: &mut Tx<'_>, actor: &Actor, draft: &Draft, now: Timestamp) -> Result<Written, Error> {
    let id = OrganizationId::next(tx.ids());
    let reference = reference::short("O", id.uuid());
    let (organization, change) = Organization::found(id, reference, draft.clone(), actor.person, now);
    tx.insert_organization(&organization, &change).map_err(|error| taken(error, &organization))?;
    tx.insert_membership(id, actor.person, MembershipRole::Owner)?;
    let doubts = doubts(tx, &organization, draft.doubts.clone())?;
    // The actor was read before the membership was made.
    let mut owner = actor.clone();
    owner.memberships.push((id, MembershipRole::Owner));
    Ok(Written { seen: seen(organization, Some(&owner), now), doubts })
}

/// Adds an organization from a sheet, within the transaction of the import. It is verified; nobody belongs
/// to it yet. A reference that is there already is refused, and the transaction can go on.
pub fn import(tx: &mut Tx<'_>, draft: &Draft, now: Timestamp) -> Result<(Organization, Vec<Doubt>), Error> {
    import_as(tx, draft, now, |organization, change| (organization, change))
}

/// The same; `as_before` may give it the standing that it had elsewhere.
pub(crate) fn import_as(
    tx: &mut Tx<'_>,
    draft: &Draft,
    now: Timestamp,
    as_before: impl FnOnce(Organization, Change) -> (Organization, Change),
) -> Result<(Organization, Vec<Doubt>), Error> {
    let Some(reference) = draft.reference.clone() else {
        return Err(Faults::one("reference", Rule::Required).into());
    };
    if tx.organization_by_reference(&reference)?.is_some() {
        return Err(Refusal::ReferenceTaken { reference }.into());
    }
    let id = OrganizationId::next(tx.ids());
    let (organization, change) = Organization::imported(id, reference, draft.clone(), now);
    let (organization, change) = as_before(organization, change);
    tx.insert_organization(&organization, &change).map_err(|error| taken(error, &organization))?;
    let doubts = doubts(tx, &organization, draft.doubts.clone())?;
    Ok((organization, doubts))
}

/// Changes what an organization says of itself: `change` gets it as it would be sent, and the result is
/// checked as a new one is.
pub fn edit(
    ctx: &Ctx,
    caller: &Caller,
    id: OrganizationId,
    expected: Revision,
    change: impl Fn(&mut Raw),
) -> Result<Written, Error> {
    ctx.command(caller, Some(id), |tx, actor, now| {
        let before = require(tx, id, actor, now)?;
        let editor = editor(actor, id)?;
        let mut raw = Raw::from(&before);
        change(&mut raw);
        let draft = Draft::parse(&raw)?;
        editor.may(&before, &draft)?;
        let doubts = draft.doubts.clone();
        let command = Command::Edit(editor, Box::new(draft));
        let after = decide(tx, before, expected, command, now)?;
        let doubts = self::doubts(tx, &after, doubts)?;
        Ok(Written { seen: seen(after, Some(actor), now), doubts })
    })
}

/// An organization that the caller may see.
pub fn find(ctx: &Ctx, caller: Option<&Caller>, id: OrganizationId) -> Result<Seen, Error> {
    ctx.question(caller, |reader, viewer, actor, now| match reader.organization(id, viewer, now)? {
        Some(found) if found.standing.merged_into().is_none() => Ok(seen(found, actor, now)),
        _ => Err(merge::gone(reader, id, viewer, now)?),
    })
}

/// Gives organizations from before the directory had an order of its own their keys; at most `limit`. How
/// many there were.
pub fn fold_names(ctx: &Ctx, limit: u32) -> Result<usize, Error> {
    ctx.system_command(Cause::System, |tx, _| Ok(tx.fold_organization_names(i64::from(limit))?))
}

/// An organization on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The organization.
    pub seen: Seen,
    /// How well it fits the words that were asked for; 0 where none were.
    pub score: i64,
}

/// The organizations that the caller may see, and what was asked for if there are words. Only staff ask for a
/// standing.
pub fn page(
    ctx: &Ctx,
    caller: Option<&Caller>,
    mut filter: OrganizationFilter,
    words: Option<Words>,
    order: &OrganizationOrder,
    limit: u32,
) -> Result<(Page<Hit>, Option<Asked>), Error> {
    ctx.question(caller, |reader, viewer, actor, now| {
        if filter.standing.is_some() && !viewer.is_staff() {
            return Err(Denied::StaffOnly.into());
        }
        if let Some(week) = filter.exchange_week {
            week::require(reader, week, viewer)?;
        }
        if words.as_ref().is_some_and(|words| words.phrase.is_empty()) {
            return Ok((Page::cut(Vec::new(), limit), None));
        }
        filter.asked = words.map(|words| ask(reader, words, Subject::Organization)).transpose()?;
        let found = reader.organizations(viewer, &filter, order, one_more(limit), now)?;
        let hit =
            |OrganizationFound { organization, score }| Hit { seen: seen(organization, actor, now), score };
        Ok((Page::cut(found.into_iter().map(hit).collect(), limit), filter.asked))
    })
}

/// An organization that the actor may see.
pub(crate) fn require(
    reader: &mut Reader<'_>,
    id: OrganizationId,
    actor: &Actor,
    now: Timestamp,
) -> Result<Organization, Error> {
    // Of a merged one nothing is left to be done.
    let found = reader.organization(id, &actor.viewer(), now)?;
    found.filter(|found| found.standing.merged_into().is_none()).ok_or(Error::NotFound(Noun::Organization))
}

/// Runs a command on an organization at the expected revision, and stores what came of it.
fn decide(
    tx: &mut Tx<'_>,
    before: Organization,
    expected: Revision,
    command: Command,
    now: Timestamp,
) -> Result<Organization, Error> {
    if before.revision != expected {
        return Err(Error::Stale);
    }
    let event = before.decide(command, now)?;
    let (after, change) = before.apply(event, now);
    tx.save_organization(&after, expected, &change)?;
    Ok(after)
}

/// Staff edit as such even where they belong to the organization: it is the larger right.
fn editor(actor: &Actor, id: OrganizationId) -> Result<Editor, Denied> {
    actor.staff().map(Editor::Staff).or_else(|_| actor.representative(id).map(Editor::Representative))
}

fn seen(organization: Organization, actor: Option<&Actor>, at: Timestamp) -> Seen {
    let role = actor.and_then(|actor| actor.role_in(organization.id));
    let staff = actor.is_some_and(|actor| actor.staff_role.is_some());
    let actions = actor.map(|actor| organization.actions(actor, at)).unwrap_or_default();
    Seen { organization, role, staff, at, actions }
}

/// The doubts about the fields, and about the name beside those of others.
fn doubts(
    reader: &mut Reader<'_>,
    organization: &Organization,
    mut doubts: Vec<Doubt>,
) -> Result<Vec<Doubt>, Error> {
    let others = reader.look_alikes(&organization.facts.name, organization.id)?;
    doubts.extend(
        others
            .into_iter()
            .map(|reference| Doubt { field: "name".into(), warning: Warning::LookAlike { reference } }),
    );
    Ok(doubts)
}

fn taken(error: StoreError, organization: &Organization) -> Error {
    match error {
        StoreError::Violated(Constraint::OrganizationReference) => {
            Refusal::ReferenceTaken { reference: organization.reference.clone() }.into()
        }
        error => error.into(),
    }
}
