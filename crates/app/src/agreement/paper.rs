//! An agreement on paper: its facts, gathered for the document, and the hash of its terms.

use document::agreement as sheet;
use document::{Language, terms};
use domain::agreement::{Agreement, Ratification, State};
use domain::id::{AgreementId, ListingId, OrganizationId, PersonId, Revision};
use domain::matching::{Contribution, Terms};
use domain::organization::Organization;
use domain::person::PersonStatus;
use domain::policy::Viewer;
use domain::vocabulary::Locale;
use jiff::Timestamp;
use persistence::Reader;
use sha2::{Digest, Sha256};

use super::{Seen, all_seen};
use crate::ctx::{Caller, Ctx};
use crate::error::{Error, Noun};
use crate::week;

/// What is printed, before it is typeset.
#[derive(Clone, Debug, PartialEq)]
pub struct Paper {
    /// The revision of the agreement that it shows.
    pub revision: Revision,
    /// In which language.
    pub locale: Locale,
    facts: sheet::Agreement,
}

impl Paper {
    /// A short name for the file: `A-2026-0042.fr.pdf`.
    pub fn file_name(&self) -> String {
        format!("{}.{}.pdf", self.facts.reference, self.locale.code())
    }

    /// A digest of everything that is printed: names of parties and titles of listings change without the
    /// agreement.
    pub fn digest(&self) -> String {
        let printed = format!("{}\n{:?}", self.locale.code(), self.facts);
        let digest = Sha256::digest(printed.as_bytes());
        digest.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
    }

    /// The PDF. It takes a tenth of a second of computing and asks nobody anything: never within a
    /// transaction.
    pub fn typeset(&self) -> Result<Vec<u8>, Error> {
        let language = language(self.locale);
        sheet::typeset(&self.facts, language).map_err(|error| Error::Internal(Box::new(error)))
    }
}

/// The paper of an agreement that the caller may see. `url` is where the agreement is found. Without a
/// language it is in the first one that the parties speak and the service too.
pub fn paper(
    ctx: &Ctx,
    caller: &Caller,
    id: AgreementId,
    locale: Option<Locale>,
    url: String,
) -> Result<Paper, Error> {
    ctx.question(Some(caller), |reader, viewer, actor, now| {
        let agreement = reader.agreement(viewer, id)?.ok_or(Error::NotFound(Noun::Agreement))?;
        let seen = all_seen(reader, vec![agreement], actor, now)?.pop();
        let seen = seen.ok_or(Error::NotFound(Noun::Agreement))?;
        let mut organization =
            |id| reader.organization_unseen(id)?.ok_or(Error::NotFound(Noun::Organization));
        let parties =
            [organization(seen.agreement.organization_a)?, organization(seen.agreement.organization_b)?];
        let locale = locale.unwrap_or_else(|| spoken_by(&parties));
        let revision = seen.agreement.revision;
        let facts = Gathering { reader, seen, locale, now }.facts(&parties, url)?;
        Ok(Paper { revision, locale, facts })
    })
}

/// The first language of the parties in which the service speaks.
fn spoken_by(parties: &[Organization; 2]) -> Locale {
    let mut languages = parties.iter().flat_map(|party| &party.facts.languages);
    languages.find_map(|language| language.locale()).unwrap_or_default()
}

const fn language(locale: Locale) -> Language {
    match locale {
        Locale::En => Language::En,
        Locale::Fr => Language::Fr,
        Locale::De => Language::De,
        Locale::Lb => Language::Lb,
    }
}

/// The hash of the terms of an agreement; see [`document::terms`].
pub(super) fn terms_hash(agreement: &Agreement, terms: &Terms) -> String {
    let contribution = |one: &Contribution| terms::Contribution {
        description: one.description.as_str().to_owned(),
        ends_at: one.ends_at.map(|at| at.to_string()),
        giver_organization_id: one.giver.to_string(),
        offer_listing_id: one.offer.map(|id| id.to_string()),
        quantity: terms::Quantity {
            unit: one.quantity.unit().code().to_owned(),
            value: one.quantity.amount().to_string(),
        },
        receiver_organization_id: one.receiver.to_string(),
        request_listing_id: one.request.map(|id| id.to_string()),
        starts_at: one.starts_at.map(|at| at.to_string()),
        value_estimate: cents(one).map(|cents| terms::Money {
            amount: format!("{}.{:02}", cents / 100, cents % 100),
            currency: "EUR".to_owned(),
        }),
    };
    terms::Terms {
        contributions: terms.contributions.iter().map(contribution).collect(),
        organization_a_id: agreement.organization_a.to_string(),
        organization_b_id: agreement.organization_b.to_string(),
        reference: agreement.reference.clone(),
        terms_revision: agreement.terms_revision,
    }
    .hash()
}

/// An estimate is never negative; the domain sees to that.
fn cents(contribution: &Contribution) -> Option<u64> {
    contribution.value_estimate.and_then(|cents| u64::try_from(cents).ok())
}

/// The work of gathering the facts.
struct Gathering<'g, 'r> {
    reader: &'g mut Reader<'r>,
    seen: Seen,
    locale: Locale,
    now: Timestamp,
}

impl Gathering<'_, '_> {
    fn facts(mut self, parties: &[Organization; 2], url: String) -> Result<sheet::Agreement, Error> {
        let week = week::require(self.reader, self.seen.agreement.exchange_week, &Viewer::service())?;
        let agreement = self.seen.agreement.clone();
        let contributions = self.contributions()?;
        let confirmations = self.confirmations(&agreement)?;
        let ratification = match agreement.ratification {
            Ratification::NotRequired => sheet::Ratification::NotRequired,
            Ratification::Awaited => sheet::Ratification::Awaited,
            Ratification::Given { at, by } => sheet::Ratification::Given { by: self.name(by)?, at },
        };
        let contact = agreement.first_contact;
        Ok(sheet::Agreement {
            url,
            week: week.name.as_str().to_owned(),
            zone: week.time_zone(),
            zone_name: week.time_zone.name().to_owned(),
            status: status(agreement.state_at(self.now)),
            status_changed_at: status_changed_at(&agreement, self.now),
            made_at: agreement.created_at,
            updated_at: agreement.updated_at,
            parties: parties.each_ref().map(|party| self.party(party)),
            contributions,
            confirmations,
            ratification,
            first_contact: sheet::FirstContact {
                side: side(&agreement, contact.organization),
                due_on: contact.due_on,
                done_at: contact.done.map(|(at, _)| at),
            },
            terms_revision: agreement.terms_revision,
            terms_hash: self.seen.terms_hash,
            reference: agreement.reference,
        })
    }

    fn party(&self, organization: &Organization) -> sheet::Party {
        let facts = &organization.facts;
        let place = facts
            .locality
            .as_ref()
            .map_or_else(|| facts.commune.to_string(), |locality| locality.as_str().to_owned());
        let town = facts.postal_code.map_or_else(|| place.clone(), |code| format!("{code} {place}"));
        let street = facts.address.as_ref().map(|street| street.as_str().to_owned());
        sheet::Party {
            name: facts.name.as_str().to_owned(),
            legal_form: facts.legal_form.labels().get(self.locale).to_owned(),
            address: street.into_iter().chain([town]).collect(),
            register: facts.rcs.as_ref().map(ToString::to_string),
        }
    }

    fn contributions(&mut self) -> Result<Vec<sheet::Contribution>, Error> {
        let contributions = self.seen.terms.contributions.clone();
        contributions.iter().map(|one| self.contribution(one)).collect()
    }

    fn contribution(&mut self, one: &Contribution) -> Result<sheet::Contribution, Error> {
        let cited: Result<Vec<_>, _> = one.listings().map(|id| self.listing(id)).collect();
        Ok(sheet::Contribution {
            giver: side(&self.seen.agreement, one.giver),
            description: one.description.as_str().to_owned(),
            quantity: one.quantity.amount().to_string(),
            unit: one.quantity.unit().labels().get(self.locale).to_owned(),
            listings: cited?.into_iter().flatten().collect(),
            starts_at: one.starts_at,
            ends_at: one.ends_at,
            value_estimate: cents(one),
        })
    }

    /// A cited listing by number and title, in the reader's language if it has one.
    fn listing(&mut self, id: ListingId) -> Result<Option<String>, Error> {
        let Some(listing) = self.reader.listing(&Viewer::service(), id, self.now)? else { return Ok(None) };
        let content = listing.content;
        let translation = content.translations.iter().find(|one| one.language.locale() == Some(self.locale));
        let title = translation.map_or(&content.title, |translation| &translation.title);
        Ok(Some(format!("{} {title}", listing.reference)))
    }

    fn confirmations(&mut self, agreement: &Agreement) -> Result<Vec<sheet::Confirmation>, Error> {
        let given = agreement.confirmations.iter().map(|one| {
            let side = side(agreement, one.organization);
            Ok(sheet::Confirmation { side, by: self.name(one.person)?, at: one.at })
        });
        given.collect()
    }

    /// What a person is called, unless their account is erased.
    fn name(&mut self, id: PersonId) -> Result<Option<String>, Error> {
        let person = self.reader.person(id)?;
        let there = person.filter(|person| person.status != PersonStatus::Erased);
        Ok(there.map(|person| person.name.as_str().to_owned()))
    }
}

fn side(agreement: &Agreement, organization: OrganizationId) -> sheet::Side {
    if organization == agreement.organization_a { sheet::Side::First } else { sheet::Side::Second }
}

fn status(state: State) -> sheet::Status {
    match state {
        State::Pending => sheet::Status::Pending,
        State::Confirmed => sheet::Status::Confirmed,
        State::Fulfilled => sheet::Status::Fulfilled,
        State::PartlyFulfilled => sheet::Status::PartlyFulfilled,
        State::Unfulfilled => sheet::Status::Unfulfilled,
        State::Lapsed => sheet::Status::Lapsed,
        State::Cancelled { reason, .. } => sheet::Status::Cancelled(reason),
    }
}

/// Since when: an agreement whose time to confirm has run out lapsed at that moment.
fn status_changed_at(agreement: &Agreement, now: Timestamp) -> Timestamp {
    let overdue = agreement.status.state == State::Pending && agreement.confirm_until <= now;
    if overdue { agreement.confirm_until } else { agreement.status.changed_at }
}
