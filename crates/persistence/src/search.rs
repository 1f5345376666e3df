//! What is found by its words: kept in step with what it is about, in the same transaction.
//!
//! `partact-search` says what the words of a text are; this module says which texts a listing or an
//! organization is found by. Drafts are in the index as well, for those who may see them. The vocabulary, by
//! which mistyped words are understood, and the counts that tell how rare a word is, know public documents
//! only.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use domain::id::{ListingId, OrganizationId};
use domain::listing::{Details, Listing};
use domain::organization::{Organization, Standing};
use domain::place::Place;
use domain::vocabulary::{self, Labels, Locale};
use search::{Asked, Document, Draft, Language, Phrase, VERSION};

use crate::error::StoreError;
use crate::tx::{Reader, Tx, on_engine};

/// How many are analysed in one transaction when everything is.
const BATCH: i64 = 250;

/// What can be found by words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Listings.
    Listing,
    /// Organizations.
    Organization,
}

/// One of what can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SubjectId {
    Listing(ListingId),
    Organization(OrganizationId),
}

/// A piece of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Our own text.
    Sql(Cow<'static, str>),
    /// A value.
    Bind(String),
}

impl Piece {
    pub(crate) fn sql(text: impl Into<Cow<'static, str>>) -> Self {
        Self::Sql(text.into())
    }
}

impl Subject {
    pub(crate) const fn table(self) -> &'static str {
        match self {
            Self::Listing => "listings",
            Self::Organization => "organizations",
        }
    }

    pub(crate) const fn column(self) -> &'static str {
        match self {
            Self::Listing => "listing_id",
            Self::Organization => "organization_id",
        }
    }
}

impl SubjectId {
    pub(crate) const fn of(self) -> Subject {
        match self {
            Self::Listing(_) => Subject::Listing,
            Self::Organization(_) => Subject::Organization,
        }
    }
}

impl Reader<'_> {
    /// Makes a phrase into what can be asked for, with what is known of its words now.
    pub fn ask(&mut self, phrase: Phrase, subject: Subject) -> Result<Asked, StoreError> {
        let documents = on_engine!(self, search::count(&phrase, subject))?;
        let hashes = phrase.neighbours(&documents);
        let known = if hashes.is_empty() { Vec::new() } else { on_engine!(self, search::known(&hashes))? };
        let frozen = phrase.freeze(&documents, &known);
        Ok(Asked::new(phrase, frozen))
    }

    /// Whether everything was analysed as it is today.
    pub fn is_analysed(&mut self) -> Result<bool, StoreError> {
        Ok(on_engine!(self, search::version())? == Some(i64::from(VERSION)))
    }
}

impl Tx<'_> {
    /// Analyses the next listings after one; the last of them, or `None` after the very last.
    pub fn analyse_listings(&mut self, after: Option<ListingId>) -> Result<Option<ListingId>, StoreError> {
        let ids = on_engine!(self, search::listings_after(after, BATCH))?;
        self.analyse(&ids)?;
        Ok(ids.last().copied())
    }

    /// Analyses the next organizations after one; the last of them, or `None` after the very last.
    pub fn analyse_organizations(
        &mut self,
        after: Option<OrganizationId>,
    ) -> Result<Option<OrganizationId>, StoreError> {
        let organizations = on_engine!(self, search::organizations_after(after, BATCH))?;
        for organization in &organizations {
            self.index_organization(organization)?;
        }
        Ok(organizations.last().map(|organization| organization.id))
    }

    /// Notes that everything has been analysed as it is today.
    pub fn note_analysed(&mut self) -> Result<(), StoreError> {
        on_engine!(self, search::set_version(i64::from(VERSION)))
    }

    /// Lets a new or changed listing be found by what it says.
    pub(crate) fn index_listing(&mut self, listing: &Listing) -> Result<(), StoreError> {
        let name = on_engine!(self, search::organization_name(listing.organization))?.unwrap_or_default();
        self.index(SubjectId::Listing(listing.id), &of_listing(listing, &name), listing.is_public())
    }

    /// Lets new listings be found.
    pub(crate) fn index_new_listings<'l>(
        &mut self,
        listings: impl Iterator<Item = &'l Listing> + Clone,
    ) -> Result<(), StoreError> {
        let organizations: BTreeSet<_> = listings.clone().map(|listing| listing.organization).collect();
        let organizations: Vec<_> = organizations.into_iter().collect();
        let names: HashMap<_, _> = on_engine!(self, search::organization_names(&organizations))?;
        let documents: Vec<_> = listings
            .map(|listing| {
                let name = names.get(&listing.organization).map_or("", String::as_str);
                (SubjectId::Listing(listing.id), of_listing(listing, name), listing.is_public())
            })
            .collect();
        self.index_new(&documents)
    }

    /// Lets a new or changed organization be found, and its listings by its name.
    pub(crate) fn index_organization(&mut self, organization: &Organization) -> Result<(), StoreError> {
        let id = SubjectId::Organization(organization.id);
        self.index(id, &of_organization(organization), is_public(organization))
    }

    /// Lets new organizations be found.
    pub(crate) fn index_new_organizations<'o>(
        &mut self,
        organizations: impl Iterator<Item = &'o Organization>,
    ) -> Result<(), StoreError> {
        let document = |organization: &Organization| {
            let id = SubjectId::Organization(organization.id);
            (id, of_organization(organization), is_public(organization))
        };
        let documents: Vec<_> = organizations.map(document).collect();
        self.index_new(&documents)
    }

    /// Analyses the listings of an organization that has another name.
    pub(crate) fn analyse_listings_of(&mut self, organization: OrganizationId) -> Result<(), StoreError> {
        let ids = on_engine!(self, search::listings_of(organization))?;
        self.analyse(&ids)
    }

    /// Analyses these listings, locked, so that none is changed between being read and being indexed.
    pub(crate) fn analyse(&mut self, ids: &[ListingId]) -> Result<(), StoreError> {
        for listing in on_engine!(self, listing::lock(ids))? {
            self.index_listing(&listing)?;
        }
        Ok(())
    }

    fn index(&mut self, id: SubjectId, document: &Document, is_public: bool) -> Result<(), StoreError> {
        let changed = on_engine!(self, search::store(id, document, is_public))?;
        if changed && is_public {
            return self.learn(document.vocabulary());
        }
        Ok(())
    }

    fn index_new(&mut self, documents: &[(SubjectId, Document, bool)]) -> Result<(), StoreError> {
        on_engine!(self, search::store_new(documents))?;
        let public = documents.iter().filter(|(_, _, is_public)| *is_public);
        self.learn(public.flat_map(|(_, document, _)| document.vocabulary()))
    }

    fn learn<'t>(&mut self, terms: impl Iterator<Item = &'t str>) -> Result<(), StoreError> {
        let terms: BTreeSet<&str> = terms.collect();
        if terms.is_empty() {
            return Ok(());
        }
        let terms: Vec<_> = terms.into_iter().collect();
        on_engine!(self, search::learn(&terms))
    }
}

/// What a listing is found by.
fn of_listing(listing: &Listing, organization: &str) -> Document {
    let content = &listing.content;
    let mut draft = Draft::default();
    let language = stems(content.language);
    draft.title(language, content.title.as_str());
    draft.body(language, content.description.as_str());
    if let Some(text) = &content.wanted_in_return {
        draft.body(language, text.as_str());
    }
    for translation in &content.translations {
        let language = stems(translation.language);
        draft.title(language, translation.title.as_str());
        draft.body(language, translation.description.as_str());
        if let Some(text) = &translation.wanted_in_return {
            draft.body(language, text.as_str());
        }
    }
    draft.body(None, organization);
    draft.body(None, &listing.reference);
    labels(&mut draft, content.category.labels());
    if let Details::Skill { skills, .. } = &content.details {
        for skill in skills {
            labels(&mut draft, skill.labels());
        }
    }
    place(&mut draft, content.place);
    draft.finish()
}

/// What an organization is found by.
fn of_organization(organization: &Organization) -> Document {
    let facts = &organization.facts;
    let mut draft = Draft::default();
    draft.title(None, facts.name.as_str());
    draft.body(None, &organization.reference);
    // It does not say in which language it describes itself: in one of those that it speaks, probably.
    let texts = facts.cause_or_sector.as_ref().map(domain::text::Line::as_str);
    let texts = texts.into_iter().chain(facts.description.as_ref().map(domain::text::Prose::as_str));
    for text in texts {
        draft.body(None, text);
        for language in facts.languages.iter().copied().filter_map(stems) {
            draft.body(Some(language), text);
        }
    }
    if let Some(locality) = &facts.locality {
        draft.body(None, locality.as_str());
    }
    place(&mut draft, Place::Commune(facts.commune));
    draft.finish()
}

fn is_public(organization: &Organization) -> bool {
    matches!(organization.standing, Standing::Verified { .. })
}

fn stems(language: vocabulary::Language) -> Option<Language> {
    Language::from_code(language.code())
}

fn labels(draft: &mut Draft, labels: Labels) {
    for locale in Locale::ALL {
        draft.body(Language::from_code(locale.code()), labels.get(locale));
    }
}

fn place(draft: &mut Draft, place: Place) {
    if let Some(commune) = place.commune() {
        draft.body(None, commune.name());
        for locale in Locale::ALL {
            draft.body(None, commune.labels().get(locale));
        }
    }
}
