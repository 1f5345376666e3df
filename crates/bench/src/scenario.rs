//! What is measured: the requests of each scenario, ready to be sent.

use app::Ctx;
use http::{Api, Keys};
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use serde::Serialize;
use serde_json::{Value, json};

use crate::Done;
use crate::load::FRESH;
use crate::world::{self, World};

/// How many different items are read.
const ITEMS: usize = 10_000;
/// How many pages of each list are read, the first included.
const PAGES: usize = 5;
/// What one measurement does over and over again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Scenario {
    /// `GET /v1/listings/{id}`, by nobody in particular.
    Item,
    /// The same, by somebody who has logged in.
    ItemSigned,
    /// The same as the first, when the reader has it already.
    #[serde(rename = "item-304")]
    Item304,
    /// `GET /v1/listings?limit=20`, with filters in turn and on to later pages.
    Page,
    /// `GET /v1/listings?q=…&limit=20`, the best first: rare words and frequent ones, two of them, a beginning, and a
    /// word with a wrong letter; and on to later pages.
    PageText,
    /// `POST /v1/listings`, by many organizations.
    Post,
    /// `POST /v1/matches/{id}/acceptances`.
    Accept,
}

impl Scenario {
    /// In the order in which they are measured: what fills the tables comes last.
    pub(crate) const ALL: [Self; 7] =
        [Self::Item, Self::ItemSigned, Self::Item304, Self::Page, Self::PageText, Self::Post, Self::Accept];

    /// As it is called in figures and on the command line.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Item => "item",
            Self::ItemSigned => "item-signed",
            Self::Item304 => "item-304",
            Self::Page => "page",
            Self::PageText => "page-text",
            Self::Post => "post",
            Self::Accept => "accept",
        }
    }

    /// The status of every answer.
    pub(crate) const fn expected(self) -> u16 {
        match self {
            Self::Item | Self::ItemSigned | Self::Page | Self::PageText | Self::Accept => 200,
            Self::Item304 => 304,
            Self::Post => 201,
        }
    }

    /// Whether each request can be sent once only.
    pub(crate) const fn is_once(self) -> bool {
        matches!(self, Self::Accept)
    }

    /// The one of this name.
    pub(crate) fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// The conditions of the lists that are read in turn: the query beside the week, and the same in SQL.
pub(crate) const FILTERS: [(&str, &str); 5] = [
    ("", ""),
    ("&direction=offer", " AND listings.direction = 'offer'"),
    ("&category=furniture", " AND listings.category = ANY(ARRAY['furniture'])"),
    (
        "&kind=goods&language=de",
        " AND listings.kind = ANY(ARRAY['goods']) AND listings.language = ANY(ARRAY['de'])",
    ),
    ("&place=luxembourg", " AND listings.place = ANY(ARRAY['luxembourg'])"),
];

/// What is searched for, as it stands in the query: a word of one listing in sixty and one of a seventh, two words, the
/// beginning of a word, a word with a wrong letter.
const SEARCHES: [&str; 5] = ["&q=atelier", "&q=buche", "&q=desks+eiche", "&q=schreibt", "&q=jardinnage"];

/// Makes requests for a running service.
pub(crate) struct Requests<'w> {
    ctx: &'w Ctx,
    world: &'w World,
    api: Api,
    address: String,
}

impl<'w> Requests<'w> {
    /// For the service at this address, over the same database.
    pub(crate) fn new(ctx: &'w Ctx, world: &'w World, address: &str) -> Done<Self> {
        // The service has made its keys by now; with them we can issue tokens as it does.
        let keys = Keys::load(ctx)?;
        let api = Api::new(ctx.clone(), http::Settings::default(), keys, [0; 32]);
        Ok(Self { ctx, world, api, address: address.to_owned() })
    }

    /// The requests of a measurement; so many, where each can be sent once only.
    pub(crate) fn of(&self, scenario: Scenario, count: usize, nonce: u32) -> Done<Vec<String>> {
        match scenario {
            Scenario::Item => Ok(self.items().map(|path| self.get(&path, "")).collect()),
            Scenario::ItemSigned => {
                let tokens = self.tokens()?;
                let items = self.items().zip(tokens.iter().cycle());
                Ok(items.map(|(path, token)| self.get(&path, &authorization(token))).collect())
            }
            Scenario::Item304 => self.known_items(),
            Scenario::Page => self.pages(&FILTERS.map(|(query, _)| query)),
            Scenario::PageText => self.pages(&SEARCHES),
            Scenario::Post => self.posts(),
            Scenario::Accept => self.accepts(count, nonce),
        }
    }

    fn items(&self) -> impl Iterator<Item = String> {
        sample(&self.world.listings, ITEMS).into_iter().map(|id| format!("/v1/listings/{id}"))
    }

    /// A thousand items with the tags that a reader has of them.
    fn known_items(&self) -> Done<Vec<String>> {
        let mut requests = Vec::new();
        for path in self.items().take(1000) {
            let answer = ureq::get(format!("http://{}{path}", self.address)).call()?;
            let tag = answer.headers().get("etag").ok_or("an item without a tag")?.to_str()?;
            requests.push(self.get(&path, &format!("If-None-Match: {tag}\r\n")));
        }
        Ok(requests)
    }

    /// First pages and later ones: one of each list in turn.
    fn pages(&self, queries: &[&str]) -> Done<Vec<String>> {
        let mut lists = Vec::new();
        for query in queries {
            let first = format!("/v1/listings?exchange_week_id={}&limit=20{query}", self.world.week.uuid());
            let mut pages = vec![first.clone()];
            while pages.len() < PAGES {
                let path = pages.last().cloned().unwrap_or_default();
                let mut answer = ureq::get(format!("http://{}{path}", self.address)).call()?;
                let page: Value = serde_json::from_str(&answer.body_mut().read_to_string()?)?;
                let Some(cursor) = page.get("next_cursor").and_then(Value::as_str) else { break };
                pages.push(format!("{first}&cursor={cursor}"));
            }
            lists.push(pages);
        }
        let page = |n: usize| lists.iter().filter_map(move |pages| pages.get(n).cloned());
        Ok((0..PAGES).flat_map(page).map(|path| self.get(&path, "")).collect())
    }

    fn posts(&self) -> Done<Vec<String>> {
        let tokens = self.tokens()?;
        let posts = self.world.owners.iter().zip(&tokens).map(|(owner, token)| {
            let body = json!({
                "organization_id": owner.organization.uuid(),
                "exchange_week_id": self.world.week.uuid(),
                "direction": "offer",
                "details": {"type": "goods", "condition": "good"},
                "category": "furniture",
                "original_language": "de",
                "texts": {"de": {
                    "title": "Sechs höhenverstellbare Schreibtische aus Buche",
                    "description": world::DESCRIPTION,
                    "wanted_in_return": "Ein Nachmittag im Garten",
                }},
                "place": "luxembourg",
                "quantity": {"value": "6", "unit": "piece"},
            });
            let headers = format!(
                "{}Idempotency-Key: {FRESH}\r\nContent-Type: application/json\r\n",
                authorization(token)
            );
            self.request("POST", "/v1/listings", &headers, &body.to_string())
        });
        Ok(posts.collect())
    }

    fn accepts(&self, count: usize, nonce: u32) -> Done<Vec<String>> {
        let tokens = self.tokens()?;
        let proposed = world::propose(self.ctx, self.world, count, nonce)?;
        let requests = proposed.iter().filter_map(|(id, owner)| {
            let headers = format!("{}If-Match: \"1-00000000\"\r\n", authorization(tokens.get(*owner)?));
            Some(self.request("POST", &format!("/v1/matches/{}/acceptances", id.uuid()), &headers, ""))
        });
        Ok(requests.collect())
    }

    /// A token for each owner. They hold for ten minutes, so they are made anew for each measurement.
    fn tokens(&self) -> Done<Vec<String>> {
        let issue = |owner: &world::Owner| {
            let now = self.ctx.clock.now();
            let issued =
                self.api.tokens().issue(owner.caller.person, owner.caller.session, now, &*self.ctx.ids);
            issued.map(|token| token.token).map_err(|problem| format!("no token: {problem:?}").into())
        };
        self.world.owners.iter().map(issue).collect()
    }

    fn get(&self, path: &str, headers: &str) -> String {
        format!("GET {path} HTTP/1.1\r\nHost: {}\r\nAccept: application/json\r\n{headers}\r\n", self.address)
    }

    fn request(&self, method: &str, path: &str, headers: &str, body: &str) -> String {
        let (address, length) = (&self.address, body.len());
        format!(
            "{method} {path} HTTP/1.1\r\nHost: {address}\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
        )
    }
}

fn authorization(token: &str) -> String {
    format!("Authorization: Bearer {token}\r\n")
}

/// So many of them by lot, the same ones in every run of the same world.
pub(crate) fn sample<T: ToString>(all: &[T], count: usize) -> Vec<String> {
    let mut random = StdRng::seed_from_u64(7);
    let chosen = (0..count).filter_map(|_| all.choose(&mut random));
    chosen.map(ToString::to_string).collect()
}
