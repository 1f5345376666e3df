//! Photos of listings: added, described, ordered, removed, shown to whom the listing is shown; and files that
//! are no photos, or want to be more than that.

mod album;
mod files;
mod hostile;
mod storage;

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use domain::organization::OrganizationKind;
use domain::policy::StaffRole;
use domain::week::Phase;
use serde_json::{Value, json};
use testkit::{Client, Login, Member, Reply, TestApp};

/// A listing of a company, as a draft.
struct Stage {
    organizer: Login,
    company: Member,
    other: Member,
    week: String,
    /// The path of the listing.
    listing: String,
}

impl Stage {
    fn open(app: &TestApp) -> Self {
        let organizer = app.staff(StaffRole::Organizer, "ana");
        let week = app.week_with(&organizer, "2026-06", Phase::Registration, |_| {});
        let company = app.organization(OrganizationKind::Company, "C01");
        let other = app.organization(OrganizationKind::Association, "A01");
        for member in [&company, &other] {
            app.admit(&organizer, week.id, member);
        }
        let week = week.id.to_string();
        let listing = draft(&company, &week);
        Self { organizer, company, other, week, listing }
    }

    fn publish(&self) {
        let client = self.company.client();
        let etag = client.get(&self.listing).expect(200).etag().to_owned();
        let path = format!("{}/publication", self.listing);
        client.request("PUT", &path).if_match(&etag).json(&json!({})).send().expect(200);
    }

    fn send(&self, file: &[u8], kind: Option<&str>) -> Reply {
        add(self.company.client(), &self.listing, file, kind)
    }

    fn add(&self) -> Reply {
        self.send(&files::jpeg(&files::picture(640, 480)), Some("image/jpeg")).expect(201)
    }
}

/// A draft of an offer; its path.
fn draft(member: &Member, week: &str) -> String {
    let body = json!({
        "organization_id": member.organization.to_string(),
        "exchange_week_id": week,
        "direction": "offer",
        "details": {"type": "goods", "condition": "good"},
        "category": "furniture",
        "original_language": "fr",
        "texts": {"fr": {"title": "Chaises pliantes"}},
        "place": "mersch",
        "quantity": {"value": "6", "unit": "piece"},
    });
    let made = member.client().post_once("/v1/listings", &key(), &body).expect(201);
    format!("/v1/listings/{}", made.text_at("/id"))
}

/// Sends a file as a photo of a listing.
fn add(client: &Client, listing: &str, file: &[u8], kind: Option<&str>) -> Reply {
    let parts = [("file", kind, file), ("alt_text", None, b"Six chaises"), ("language", None, b"fr")];
    let request = client.request("POST", &format!("{listing}/photos"));
    request.header("idempotency-key", &key()).form(&parts).send()
}

fn key() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("photo-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// Everything that lies in the store of objects.
fn stored(folder: &Path) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(stored(&path));
        } else {
            found.push(std::fs::read(path).unwrap());
        }
    }
    found
}

/// The ids of a list of photos, in order.
fn ids(list: &Value) -> Vec<String> {
    let items = list.as_array().unwrap().iter();
    items.map(|photo| photo["id"].as_str().unwrap().to_owned()).collect()
}
