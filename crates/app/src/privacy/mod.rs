//! What people may ask for under the GDPR: to correct what is held of them, to have a copy, to be erased.

mod document;
mod readme;

use std::collections::BTreeSet;

use domain::audit::Cause;
use domain::id::{DataExportId, OrganizationId, PersonId, Revision};
use domain::organization::{Event, Standing};
use domain::person::{Correction, Person};
use domain::policy::MembershipRole;
use domain::vocabulary::Locale;
use jiff::{SignedDuration, Timestamp};
pub use persistence::DataExport;
use persistence::{HeldContact, Tx};

use crate::cleanup::KEY_LIFETIME;
use crate::ctx::{Caller, Ctx};
use crate::error::{Error, Noun};
use crate::person::Me;

/// How long a copy of somebody's data can be fetched.
pub const EXPORT_LIFETIME: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Longer than any command runs.
const LONGEST_COMMAND: SignedDuration = SignedDuration::from_mins(10);

/// Corrects the caller's own account, which they have seen at this revision.
pub fn correct(ctx: &Ctx, caller: &Caller, expected: Revision, correction: &Correction) -> Result<Me, Error> {
    ctx.command(caller, None, |tx, actor, now| {
        let before = require(tx, actor.person, expected)?;
        let (person, change) = before.corrected(correction.clone(), now);
        tx.save_person(&person, expected, &change)?;
        let memberships = tx.memberships(person.id)?;
        Ok(Me { person, memberships })
    })
}

/// Makes a copy of all that is held of the caller, in the place of the copy before. Its explanations are in this
/// language.
pub fn export(ctx: &Ctx, caller: &Caller, locale: Locale) -> Result<DataExport, Error> {
    ctx.command(caller, None, |tx, actor, now| {
        let person = tx.person(actor.person)?.ok_or(Error::NotFound(Noun::Person))?;
        let (memberships, held) = (tx.memberships(person.id)?, tx.held_of(&person)?);
        let export = DataExport {
            id: DataExportId::next(tx.ids()),
            person: person.id,
            document: document::of(&person, &memberships, &held, locale, now),
            created_at: now,
            expires_at: now + EXPORT_LIFETIME,
        };
        tx.keep_data_export(&export)?;
        Ok(export)
    })
}

/// A copy of the caller's data, as long as it can be fetched.
pub fn find_export(ctx: &Ctx, caller: &Caller, id: DataExportId) -> Result<DataExport, Error> {
    ctx.question(Some(caller), |reader, _, _, now| {
        reader.data_export(id, caller.person, now)?.ok_or(Error::NotFound(Noun::DataExport))
    })
}

/// Forgets copies that can be fetched no longer; at most `limit`. How many there were.
pub fn forget_exports(ctx: &Ctx, limit: u32) -> Result<usize, Error> {
    ctx.system_command(Cause::System, |tx, now| Ok(tx.forget_data_exports(now, i64::from(limit))?))
}

/// Erases the caller, whose account they have seen at this revision: the account keeps its identifier, and
/// nothing that says whose it was. What they did for organizations stays, by identifier.
pub fn erase(ctx: &Ctx, caller: &Caller, expected: Revision) -> Result<(), Error> {
    ctx.command(caller, None, |tx, actor, now| {
        tx.lock_person(actor.person)?;
        let person = require(tx, actor.person, expected)?;
        let login = tx.sessions(person.id, now)?.into_iter().find(|session| session.id == caller.session);
        let login = login.ok_or(Error::Unauthenticated)?;
        let contact_of = tx.contact_of(&person)?;
        // In one order, so that two who leave the same organizations do not wait for each other.
        let belongs_to = tx.memberships(person.id)?.into_iter().map(|place| place.organization);
        let concerned: BTreeSet<OrganizationId> =
            belongs_to.chain(contact_of.iter().map(|contact| contact.organization)).collect();
        let mut needed = false;
        for organization in &concerned {
            needed |= leave(tx, &person, *organization, now)?;
        }
        Person::decide_erasure(login.created_at, needed, now)?;
        forget_in_answers(tx, &person, contact_of, now)?;
        tx.erase_traces(person.id, Some(&person.email))?;
        let (erased, change) = person.erased(now);
        Ok(tx.save_person(&erased, expected, &change)?)
    })
}

/// Erases what was stored by commands that were under way while their person was erased. How many rows there were.
pub fn erase_left_overs(ctx: &Ctx, limit: u32) -> Result<usize, Error> {
    let erased =
        ctx.system_question(|reader, now| Ok(reader.erased_since(now - LONGEST_COMMAND, i64::from(limit))?))?;
    let mut rows = 0;
    for person in erased {
        rows += ctx.system_command(Cause::System, |tx, _| Ok(tx.erase_traces(person, None)?))?;
    }
    Ok(rows)
}

/// Others have answers stored in which the person stands, by name, address or words.
fn forget_in_answers(
    tx: &mut Tx<'_>,
    person: &Person,
    contact_of: Vec<HeldContact>,
    now: Timestamp,
) -> Result<(), Error> {
    let mut told: BTreeSet<(&str, String)> = BTreeSet::new();
    told.insert(("name", person.name.as_str().to_owned()));
    told.insert(("email", person.email.as_str().to_owned()));
    for contact in contact_of {
        told.insert(("email", contact.email));
        told.extend(contact.name.map(|name| ("name", name)));
        told.extend(contact.phone.map(|phone| ("phone", phone)));
    }
    for text in tx.recent_texts(person.id, now - KEY_LIFETIME)? {
        told.extend(["message", "reason", "status_reason"].map(|field| (field, text.clone())));
    }
    for (field, text) in told {
        tx.forget_in_answers(field, &text)?;
    }
    Ok(())
}

fn require(tx: &mut Tx<'_>, person: PersonId, expected: Revision) -> Result<Person, Error> {
    let person = tx.person(person)?.ok_or(Error::NotFound(Noun::Person))?;
    if person.revision == expected { Ok(person) } else { Err(Error::Stale) }
}

/// Takes the person out of the organization, and their name and address out of its contact. Whether it cannot
/// do without them: then the whole command is refused.
fn leave(tx: &mut Tx<'_>, person: &Person, id: OrganizationId, now: Timestamp) -> Result<bool, Error> {
    let mut organization = tx.lock_organization(id)?.ok_or(Error::NotFound(Noun::Organization))?;
    let members = tx.members(id)?;
    let place = members.iter().find(|member| member.person == person.id);
    if let Some(place) = place {
        let others = members.iter().filter(|member| member.person != person.id);
        let owner_remains = others.clone().any(|member| member.role == MembershipRole::Owner);
        let works = matches!(organization.standing, Standing::Verified { .. } | Standing::Suspended { .. });
        let works = works || others.count() > 0;
        if place.role == MembershipRole::Owner && !owner_remains && works {
            return Ok(true);
        }
        tx.delete_membership(id, person.id)?;
        let expected = organization.revision;
        let (after, change) = organization.apply(Event::MemberRemoved(person.id), now);
        tx.save_organization(&after, expected, &change)?;
        organization = after;
    }
    if let Some(event) = organization.contact_erased(person) {
        let expected = organization.revision;
        let (after, change) = organization.apply(event, now);
        tx.save_organization(&after, expected, &change)?;
    }
    Ok(false)
}
