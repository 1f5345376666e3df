//! Organizations, and who belongs to them.

use domain::audit::Change;
use domain::id::ExchangeWeekId;
use domain::id::{OrganizationId, PersonId, Revision};
use domain::organization::{self, Email, Organization, OrganizationKind};
use domain::place::{Canton, Commune};
use domain::policy::{MembershipRole, Viewer};
use domain::text::{Line, sort_key};
use domain::vocabulary::{Language, LegalForm};
use jiff::Timestamp;
use jiff::civil::Date;
use search::Asked;

use crate::error::StoreError;
use crate::tx::{Reader, Tx, on_engine};

/// Which organizations a list holds, besides those that the viewer may not see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrganizationFilter {
    /// Only those with these words.
    pub asked: Option<Asked>,
    /// Only those of this kind.
    pub kind: Option<OrganizationKind>,
    /// Only those with this standing, by its name; a suspension that has run out is verified.
    pub standing: Option<&'static str>,
    /// Only those in this commune.
    pub commune: Option<Commune>,
    /// Only those in this canton.
    pub canton: Option<Canton>,
    /// Only those of this legal form.
    pub legal_form: Option<LegalForm>,
    /// Only those one can talk to in this language.
    pub language: Option<Language>,
    /// Only those with this cause or sector, whatever the case, the accents and the punctuation.
    pub cause_or_sector: Option<String>,
    /// Only those with an accreditation that is in force on this day.
    pub accredited_on: Option<Date>,
    /// Only those that are admitted to this week.
    pub exchange_week: Option<ExchangeWeekId>,
    /// Only those whose name begins like this, whatever the case and the accents.
    pub name_prefix: Option<String>,
}

/// The order of a list, and after which organization it goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OrganizationOrder {
    /// By the key of the name ([`sort_key`]) and identifier.
    Name(Option<(String, OrganizationId)>),
    /// The newest first.
    Newest(Option<(Timestamp, OrganizationId)>),
    /// Those first that fit the words best that are asked for; equal ones by name. Without words, by name.
    Relevance(Option<(i64, String, OrganizationId)>),
}

/// An organization on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganizationFound {
    /// The organization.
    pub organization: Organization,
    /// How well it fits the words that were asked for; 0 where none were.
    pub score: i64,
}

/// Somebody who belongs to an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub person: PersonId,
    /// What they want to be called.
    pub name: Line,
    /// The address that they log in with.
    pub email: Email,
    /// As what.
    pub role: MembershipRole,
    /// Since when.
    pub since: Timestamp,
    /// How often the membership changed.
    pub revision: Revision,
}

/// An organization to which somebody belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// Which one.
    pub organization: OrganizationId,
    /// Its reference.
    pub reference: String,
    /// Its name.
    pub name: Line,
    /// As what.
    pub role: MembershipRole,
    /// Since when.
    pub since: Timestamp,
}

impl Reader<'_> {
    /// An organization that the viewer may see: active ones are public, others are for their members and
    /// for staff.
    pub fn organization(
        &mut self,
        id: OrganizationId,
        viewer: &Viewer,
        now: Timestamp,
    ) -> Result<Option<Organization>, StoreError> {
        on_engine!(self, organization::find(id, viewer, now))
    }

    /// An organization whoever asks, for the decisions of a command.
    pub fn organization_unseen(&mut self, id: OrganizationId) -> Result<Option<Organization>, StoreError> {
        on_engine!(self, organization::find_unseen(id))
    }

    /// These organizations whoever asks, in no order.
    pub fn organizations_unseen(&mut self, ids: &[OrganizationId]) -> Result<Vec<Organization>, StoreError> {
        on_engine!(self, organization::find_all_unseen(ids))
    }

    /// The organization of this reference, whoever asks: for the import.
    pub fn organization_by_reference(&mut self, reference: &str) -> Result<Option<Organization>, StoreError> {
        on_engine!(self, organization::by_reference(reference))
    }

    /// At most `limit` organizations that the viewer may see.
    pub fn organizations(
        &mut self,
        viewer: &Viewer,
        filter: &OrganizationFilter,
        order: &OrganizationOrder,
        limit: u32,
        now: Timestamp,
    ) -> Result<Vec<OrganizationFound>, StoreError> {
        on_engine!(self, organization::page(viewer, filter, order, limit, now))
    }

    /// The references of other organizations whose names look or read like this one, ten at most.
    pub fn look_alikes(&mut self, name: &Line, except: OrganizationId) -> Result<Vec<String>, StoreError> {
        on_engine!(self, organization::look_alikes(name, except))
    }

    /// Who belongs to an organization, by name.
    pub fn members(&mut self, organization: OrganizationId) -> Result<Vec<Member>, StoreError> {
        let mut members = on_engine!(self, membership::members(organization, None))?;
        members.sort_by_cached_key(|member| (sort_key(member.name.as_str()), member.person));
        Ok(members)
    }

    /// One who belongs to an organization.
    pub fn member(
        &mut self,
        organization: OrganizationId,
        person: PersonId,
    ) -> Result<Option<Member>, StoreError> {
        Ok(on_engine!(self, membership::members(organization, Some(person)))?.pop())
    }

    /// How many owners an organization has.
    pub fn owners(&mut self, organization: OrganizationId) -> Result<u64, StoreError> {
        on_engine!(self, membership::owners(organization))
    }

    /// To which organizations a person belongs, by name.
    pub fn memberships(&mut self, person: PersonId) -> Result<Vec<Membership>, StoreError> {
        let mut memberships = on_engine!(self, membership::memberships(person))?;
        memberships.sort_by_cached_key(|one| (sort_key(one.name.as_str()), one.organization));
        Ok(memberships)
    }
}

impl Tx<'_> {
    /// Adds an organization. A reference that is taken is [`crate::Constraint::OrganizationReference`].
    pub fn insert_organization(
        &mut self,
        organization: &Organization,
        change: &Change,
    ) -> Result<(), StoreError> {
        on_engine!(self, organization::insert(organization))?;
        on_engine!(self, standing::note(std::iter::once(organization)))?;
        self.index_organization(organization)?;
        self.record(change)
    }

    /// Stores an organization that was at the expected revision, and another standing in its history.
    pub fn save_organization(
        &mut self,
        after: &Organization,
        expected: Revision,
        change: &Change,
    ) -> Result<(), StoreError> {
        let before = on_engine!(self, search::organization_name(after.id))?;
        on_engine!(self, organization::save(after, expected))?;
        if organization::Event::OF_STANDING.contains(&change.action) {
            on_engine!(self, standing::note(std::iter::once(after)))?;
        }
        self.index_organization(after)?;
        if before.as_deref() != Some(after.facts.name.as_str()) {
            self.analyse_listings_of(after.id)?;
        }
        self.record(change)
    }

    /// An organization whoever asks, locked until the command ends: who belongs to it changes one command
    /// after the other.
    pub fn lock_organization(&mut self, id: OrganizationId) -> Result<Option<Organization>, StoreError> {
        on_engine!(self, organization::lock(id))
    }

    /// Gives a member another place, or none. The statement itself takes no place from the only owner; a
    /// membership that is no longer as the command saw it is stale. The change of the organization in the
    /// same transaction writes it down.
    pub fn save_membership(
        &mut self,
        before: &organization::Membership,
        to: Option<MembershipRole>,
    ) -> Result<(), StoreError> {
        on_engine!(self, membership::save(before, to))
    }

    /// Gives rows from before the directory had an order of its own their keys; at most `limit`. How many.
    pub fn fold_organization_names(&mut self, limit: i64) -> Result<usize, StoreError> {
        on_engine!(self, organization::fold_names(limit))
    }

    /// Adds a member; `false` when the person is one already. The change of the organization in the same
    /// transaction writes it down.
    pub fn insert_membership(
        &mut self,
        organization: OrganizationId,
        person: PersonId,
        role: MembershipRole,
    ) -> Result<bool, StoreError> {
        let since = self.occasion().at;
        on_engine!(self, membership::insert(organization, person, role, since))
    }
}
