//! The list of organizations.

use ::app::organization::{self, Hit, OrganizationFilter, OrganizationOrder};
use ::app::search::Words;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use domain::fault::{Faults, Rule};
use domain::id::{ExchangeWeekId, OrganizationId};
use domain::place::{Canton, Commune, CommuneFound};
use domain::text::sort_key;
use domain::vocabulary::{Language, LegalForm};
use domain::week::Zone;
use jiff::Timestamp;
use search::{Asked, Frozen};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::body::{Organization, OrganizationKind, OrganizationStatus};
use crate::api::Api;
use crate::auth::MaybeSigned;
use crate::locale::Spoken;
use crate::page::{self, List};
use crate::problem::{Kind, Problem};
use crate::query::{self, Query};
use crate::reply;

/// Which organizations, in which order.
#[derive(Clone, Debug, Default, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(super) struct OrganizationQuery {
    /// With these words in its name, or in what else it says of itself: with or without accents, as the beginning
    /// of longer words, or with one letter wrong. Of one or two words all must be found, of more two thirds.
    #[param(max_length = 200, example = "croix rouge")]
    q: Option<String>,
    /// Of this sort.
    #[param(inline)]
    kind: Option<OrganizationKind>,
    /// In this state; only for staff.
    #[param(inline)]
    status: Option<OrganizationStatus>,
    /// In this commune, by code (`GET /v1/places`) or name.
    #[param(max_length = 100)]
    commune: Option<String>,
    /// In this canton, by its code of ISO 3166-2 or its name.
    #[param(max_length = 100, example = "LU-ME")]
    canton: Option<String>,
    /// Of this legal form, by code or usual spelling.
    #[param(max_length = 100, example = "asbl")]
    legal_form: Option<String>,
    /// One can talk to it in this language (`GET /v1/languages`).
    #[param(max_length = 10, example = "lb")]
    language: Option<String>,
    /// With this cause or sector, whatever the case, the accents and the punctuation.
    #[param(max_length = 100)]
    cause_or_sector: Option<String>,
    /// With an accreditation that is in force (`true`); `false` says nothing.
    accredited: Option<bool>,
    /// Admitted to this exchange week.
    exchange_week_id: Option<Uuid>,
    /// With a name that begins like this, whatever the case and the accents.
    #[param(max_length = 100)]
    name: Option<String>,
    /// The order; equal ones are ordered by id. By relevance if there are words and nothing is said.
    #[param(inline)]
    sort: Option<OrganizationSort>,
    /// How many; 25 if nothing is said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// Where the page before ended.
    #[param(max_length = 1024)]
    cursor: Option<String>,
}

/// The orders of organizations.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, ToSchema)]
enum OrganizationSort {
    /// By name.
    #[default]
    #[serde(rename = "name")]
    Name,
    /// The newest first.
    #[serde(rename = "-created_at")]
    Newest,
    /// What fits the words best first, then by name; only with `q`.
    #[serde(rename = "-relevance")]
    Relevance,
}

/// A page of organizations.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OrganizationPage {
    /// The organizations, in order.
    #[schema(max_items = 100)]
    items: Vec<Organization>,
    /// Leads to the next page, if there is one.
    #[schema(required = true, max_length = 1024)]
    next_cursor: Option<String>,
    /// Whether there is a next page.
    has_more: bool,
}

/// List organizations.
///
/// The active ones, for everybody; others appear to their members and to staff.
#[utoipa::path(
    get, path = "/v1/organizations", tag = "organizations", params(OrganizationQuery),
    responses((status = 200, description = "A page of organizations.", body = OrganizationPage)),
)]
pub(super) async fn list_organizations(
    request: HttpRequest,
    api: Data<Api>,
    MaybeSigned(caller): MaybeSigned,
    Spoken(locale): Spoken,
    Query(query): Query<OrganizationQuery>,
) -> Result<HttpResponse, Problem> {
    let limit = page::limit(query.limit)?;
    let filter = query.filter(api.ctx().clock.now()).map_err(Problem::query)?;
    let phrase = query::phrase(query.q.as_deref()).map_err(Problem::query)?;
    let sort = query.sort(phrase.is_some()).map_err(Problem::query)?;
    let person = caller.as_ref().map(|caller| caller.person);
    let list = List { operation: "list_organizations", filters: query.without_position(), caller: person };
    let (order, frozen) = sort.after(api.cursors().open(&list, query.cursor.as_deref())?)?;
    let words = phrase.map(|phrase| Words { phrase, frozen });
    let (found, asked) =
        api.run(move |ctx| organization::page(ctx, caller.as_ref(), filter, words, &order, limit)).await?;
    let next_cursor = api.cursors().beyond(&list, &found, |hit| sort.key(hit, asked.as_ref()))?;
    let items = found.items.iter().map(|hit| Organization::of(&hit.seen, locale)).collect();
    let body = OrganizationPage { items, next_cursor, has_more: found.has_more };
    reply::page(&request, &body, body.next_cursor.as_deref())
}

impl OrganizationQuery {
    /// Everything that decides what is in the list, and in which order.
    fn without_position(&self) -> Self {
        Self { limit: None, cursor: None, ..self.clone() }
    }

    fn filter(&self, now: Timestamp) -> Result<OrganizationFilter, Faults> {
        let mut faults = Faults::none();
        let commune = faults.take("commune", self.commune.as_deref().map(Commune::parse).transpose());
        let canton = faults.take("canton", self.canton.as_deref().map(Canton::parse).transpose());
        let form = self.legal_form.as_deref().map(LegalForm::parse).transpose();
        let form = faults.take("legal_form", form);
        let language = faults.take("language", self.language.as_deref().map(Language::parse).transpose());
        faults.or(OrganizationFilter {
            asked: None,
            kind: self.kind.map(Into::into),
            standing: self.status.map(OrganizationStatus::code),
            commune: commune.flatten().map(CommuneFound::now),
            canton: canton.flatten(),
            legal_form: form.flatten(),
            language: language.flatten(),
            cause_or_sector: self.cause_or_sector.clone(),
            accredited_on: self.accredited.filter(|asked| *asked).map(|_| Zone::luxembourg().day_of(now)),
            exchange_week: self.exchange_week_id.map(ExchangeWeekId::new),
            name_prefix: self.name.clone(),
        })
    }
}

impl OrganizationQuery {
    /// The order. By relevance there must be words.
    fn sort(&self, words: bool) -> Result<OrganizationSort, Faults> {
        match self.sort {
            Some(OrganizationSort::Relevance) if !words => Err(Faults::one("q", Rule::Required)),
            None if words => Ok(OrganizationSort::Relevance),
            sort => Ok(sort.unwrap_or_default()),
        }
    }
}

/// The place of an organization in an order, as a cursor keeps it: its score, the key of its name or when it was
/// made, its id; and what was known of the words that were asked for.
type Key = (i64, String, Uuid, Option<String>);

impl OrganizationSort {
    /// The place of an organization in this order.
    fn key(self, hit: &Hit, asked: Option<&Asked>) -> Key {
        let organization = &hit.seen.organization;
        let first = match self {
            Self::Name | Self::Relevance => sort_key(organization.facts.name.as_str()),
            Self::Newest => organization.created_at.to_string(),
        };
        let rank = if matches!(self, Self::Relevance) { hit.score } else { 0 };
        (rank, first, organization.id.uuid(), asked.map(|asked| asked.frozen().to_text()))
    }

    /// This order, from there on, and what was known of the words.
    fn after(self, key: Option<Key>) -> Result<(OrganizationOrder, Option<Frozen>), Problem> {
        let invalid = || Problem::from(Kind::CursorInvalid);
        let Some((rank, first, id, frozen)) = key else { return Ok((self.first_page(), None)) };
        let frozen = frozen.map(|text| Frozen::parse(&text).ok_or_else(invalid)).transpose()?;
        let id = OrganizationId::new(id);
        let order = match self {
            Self::Name => OrganizationOrder::Name(Some((first, id))),
            Self::Relevance => OrganizationOrder::Relevance(Some((rank, first, id))),
            Self::Newest => {
                OrganizationOrder::Newest(Some((first.parse::<Timestamp>().map_err(|_| invalid())?, id)))
            }
        };
        Ok((order, frozen))
    }

    /// This order, from its beginning.
    const fn first_page(self) -> OrganizationOrder {
        match self {
            Self::Name => OrganizationOrder::Name(None),
            Self::Newest => OrganizationOrder::Newest(None),
            Self::Relevance => OrganizationOrder::Relevance(None),
        }
    }
}
