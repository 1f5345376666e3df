//! A whole evening: the two sheets are imported, and the 95 agreements of its forms are closed over HTTP, from
//! the proposal to both confirmations, at the minute at which each was signed.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use app::import::{Import, Sheets};
use domain::id::OrganizationId;
use domain::policy::StaffRole;
use domain::quantity::Amount;
use domain::vocabulary::Locale;
use domain::week::{ExchangeWeek, Phase};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use testkit::{Login, Member, Reply, TestApp, on_both_engines};

on_both_engines!(the_evenings_agreements_are_closed, the_evenings_forms_come_in_as_a_sheet);

/// The sum of the value estimates in the file, in cents.
const ESTIMATES: u64 = 5_509_370;

fn the_evenings_agreements_are_closed(app: &TestApp) {
    let mut evening = Evening::open(app);
    let forms = forms();
    assert_eq!((forms.len(), forms.iter().map(Vec::len).sum::<usize>()), (95, 159));

    let closed: Vec<Reply> = forms.iter().map(|form| evening.close(form)).collect();
    let numbers = closed.iter().map(|agreement| agreement.text_at("/reference"));
    assert!(numbers.eq(forms.iter().map(|form| form[0]["agreement_reference"].as_str())), "file order");
    assert_eq!(closed.iter().map(estimates).sum::<u64>(), ESTIMATES);

    evening.check_listings(&forms);
    evening.check_audit(&closed);
    app.check_invariants();

    let full = evening.check_nothing_remains();
    assert_eq!(full, 111, "listings are used up to the last unit");

    evening.cancel_and_close_again(&forms[0], &closed[0]);
    evening.check_listings(&forms);
}

/// What was signed on paper is as if it had been agreed by request.
fn the_evenings_forms_come_in_as_a_sheet(app: &TestApp) {
    let mut evening = Evening::open(app);
    let forms = forms();
    for (key, counts) in [("first", [159, 159, 0, 0]), ("again", [159, 0, 159, 0])] {
        let path = format!("/v1/imports?sheet=agreements&exchange_week_id={}", evening.week.id);
        let request = evening.organizer.client.request("POST", &path).header("idempotency-key", key);
        let sent =
            request.header("content-type", "text/csv").bytes(sheet("agreements_2026.csv")).send().expect(202);
        app.work();
        let seen = evening.organizer.client.get(sent.header("location").unwrap()).expect(200);
        let found =
            ["read", "created", "unchanged", "refused"].map(|name| seen.at(&format!("/sheets/0/{name}")));
        assert_eq!(found, counts.each_ref().map(|count| json!(count)).each_ref(), "{key}: {seen:?}");
        evening.check_listings(&forms);
        app.check_invariants();
    }

    let query = format!("/v1/agreements?exchange_week_id={}&limit=100", evening.week.id);
    let listed = evening.organizer.client.get(&query).expect(200);
    let mut listed = listed.at("/items").as_array().unwrap().clone();
    listed.reverse();
    let told = |name: &'static str| listed.iter().map(move |one| one[name].as_str().unwrap());
    assert!(
        told("reference").eq(forms.iter().map(|form| form[0]["agreement_reference"].as_str())),
        "file order"
    );
    assert!(told("status").all(|status| status == "confirmed"));

    let first = &forms[0];
    let path = format!("/v1/agreements/{}", listed[0]["id"].as_str().unwrap());
    let seen = evening.members[&first[0]["party_a_reference"]].client().get(&path).expect(200);
    assert_eq!(seen.text_at("/confirmed_at"), "2026-06-08T16:03:00Z");
    assert_eq!(seen.at("/confirmations").as_array().unwrap().len(), 2);
    evening.cancel_and_close_again(first, &seen);
    evening.check_listings(&forms);
}

/// One row of the agreements: a contribution.
type Row = BTreeMap<String, String>;

/// The agreements of the file, each with its contributions, in the order of the file.
fn forms() -> Vec<Vec<Row>> {
    let sheet = sheet("agreements_2026.csv");
    let rows = csv::Reader::from_reader(sheet.as_slice()).into_deserialize::<Row>().map(Result::unwrap);
    let mut forms: Vec<Vec<Row>> = Vec::new();
    for row in rows {
        match forms.last_mut().filter(|form| form[0]["agreement_reference"] == row["agreement_reference"]) {
            Some(form) => form.push(row),
            None => forms.push(vec![row]),
        }
    }
    forms
}

fn sheet(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/evening").join(name)).unwrap()
}

/// The week of the evening, and everybody who is there.
struct Evening<'a> {
    app: &'a TestApp,
    organizer: Login,
    week: ExchangeWeek,
    /// By the references of the sheets.
    members: BTreeMap<String, Member>,
    /// The listings as they were before, by reference.
    listings: BTreeMap<String, Value>,
    keys: u32,
}

impl<'a> Evening<'a> {
    /// Imports the sheets, and gives every organization an owner who is logged in.
    fn open(app: &'a TestApp) -> Self {
        let organizer = app.staff(StaffRole::Organizer, "ana");
        let week = app.week_with(&organizer, "2026", Phase::Registration, |raw| {
            // Two of the agreements are between companies.
            raw.settings.company_pairs_allowed = Some(true);
        });
        import(app, &organizer, &week);
        let week = app.move_week(&organizer, week, Phase::Live);
        let keys = 0;
        let mut evening =
            Self { app, organizer, week, members: BTreeMap::new(), listings: BTreeMap::new(), keys };
        evening.listings = evening.read_listings();
        assert_eq!(evening.listings.len(), 234);
        for row in csv::Reader::from_reader(sheet("listings.csv").as_slice()).into_deserialize::<Row>() {
            let row = row.unwrap();
            let organization = &evening.listings[&row["reference"]]["organization_id"];
            let id = OrganizationId::new(organization.as_str().unwrap().parse().unwrap());
            let reference = row["organization_reference"].clone();
            evening.members.entry(reference).or_insert_with_key(|reference| app.owner(id, reference));
        }
        assert_eq!(evening.members.len(), 54);
        evening
    }

    /// Every listing of the week, page by page, by its reference.
    fn read_listings(&self) -> BTreeMap<String, Value> {
        let query = format!("/v1/listings?exchange_week_id={}&limit=100", self.week.id);
        let mut listings = BTreeMap::new();
        let mut cursor = String::new();
        loop {
            let page = self.organizer.client.get(&format!("{query}{cursor}")).expect(200);
            for listing in page.at("/items").as_array().unwrap() {
                listings.insert(listing["reference"].as_str().unwrap().to_owned(), listing.clone());
            }
            match page.at("/next_cursor").as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return listings,
            }
        }
    }

    /// Proposed by the first party, accepted by the second, confirmed by both: the agreement at its end.
    fn close(&mut self, form: &[Row]) -> Reply {
        let signed: DateTime = form[0]["agreed_at"].parse().unwrap();
        let zone = TimeZone::get("Europe/Luxembourg").unwrap();
        self.app.clock.set(zone.to_timestamp(signed).unwrap());
        let parties = ["party_a_reference", "party_b_reference"].map(|side| form[0][side].clone());
        self.agree(&parties, form)
    }

    fn agree(&mut self, [a, b]: &[String; 2], form: &[Row]) -> Reply {
        let (one, other) = (self.members[a].clone(), self.members[b].clone());
        let contributions: Vec<_> = form.iter().map(|row| self.contribution(row)).collect();
        let body = json!({
            "organization_id": one.organization.to_string(),
            "counterparty_organization_id": other.organization.to_string(),
            "contributions": contributions,
        });
        let proposed = one.client().post_once("/v1/matches", &self.key(), &body).expect(201);
        let match_ = format!("/v1/matches/{}", proposed.text_at("/id"));

        let seen = other.client().get(&match_).expect(200);
        let accept = other.client().request("POST", &format!("{match_}/acceptances")).if_match(seen.etag());
        let accepted = accept.send().expect(200);
        let agreement = format!("/v1/agreements/{}", accepted.text_at("/agreement_id"));

        let half = self.confirm(&one, &agreement);
        assert_eq!(half.text_at("/status"), "pending");
        let whole = self.confirm(&other, &agreement);
        assert_eq!(whole.text_at("/status"), "confirmed");
        assert_eq!(whole.at("/contributions").as_array().unwrap().len(), form.len());
        whole
    }

    fn confirm(&mut self, member: &Member, agreement: &str) -> Reply {
        let seen = member.client().get(agreement).expect(200);
        let body = json!({
            "organization_id": member.organization.to_string(),
            "terms_revision": seen.at("/terms_revision"),
        });
        let path = format!("{agreement}/confirmations");
        let request = member.client().request("POST", &path).if_match(seen.etag());
        request.header("idempotency-key", &self.key()).json(&body).send().expect(200)
    }

    fn contribution(&self, row: &Row) -> Value {
        let listing = |column: &str| self.listings.get(&row[column]).map(|listing| listing["id"].clone());
        let estimate = &row["value_estimate_eur"];
        json!({
            "giver_organization_id": self.members[&row["giver"]].organization.to_string(),
            "offer_listing_id": listing("offer_listing_reference"),
            "request_listing_id": listing("request_listing_reference"),
            "quantity": {"value": row["quantity"], "unit": row["unit"]},
            "description": row["what"],
            "value_estimate": (!estimate.is_empty()).then(|| json!({"amount": estimate, "currency": "EUR"})),
        })
    }

    fn key(&mut self) -> String {
        self.keys += 1;
        format!("evening-{}", self.keys)
    }

    /// What is committed of each listing is what the forms say; nothing is held, and nothing is overdrawn.
    fn check_listings(&self, forms: &[Vec<Row>]) {
        let mut promised: BTreeMap<&str, Amount> = BTreeMap::new();
        for row in forms.iter().flatten() {
            let cited = ["offer_listing_reference", "request_listing_reference"].map(|column| &row[column]);
            for reference in cited.into_iter().filter(|reference| !reference.is_empty()) {
                let sum = promised.entry(reference).or_insert(Amount::ZERO);
                *sum = sum.plus(Amount::parse(&row["quantity"]).unwrap());
            }
        }
        assert_eq!(promised.len(), 208);
        for (reference, listing) in self.read_listings() {
            let expected = promised.get(reference.as_str()).copied().unwrap_or(Amount::ZERO);
            let quantity = &listing["quantity"];
            let held = quantity["held"].as_str();
            assert_eq!((held, amount(&quantity["committed"])), (Some("0"), Some(expected)), "{reference}");
            let total = amount(&quantity["total"]);
            let remaining = total.map(|total| total.minus(expected).unwrap());
            assert_eq!(amount(&quantity["remaining"]), remaining, "{reference}");
        }
    }

    /// A match has two entries, an agreement three. That each revision has its one entry, and each entry its
    /// one event, is among the invariants.
    fn check_audit(&self, closed: &[Reply]) {
        let revision = |body: &Reply| body.at("/revision").as_u64().unwrap();
        let agreements: u64 = closed.iter().map(revision).sum();
        let matches: u64 = closed
            .iter()
            .map(|agreement| format!("/v1/matches/{}", agreement.text_at("/match_id")))
            .map(|path| revision(&self.organizer.client.get(&path).expect(200)))
            .sum();
        assert_eq!((matches, agreements), (2 * 95, 3 * 95));
    }

    /// Of what is used up, nobody gets one more, and is told why. How many listings there are of which nothing
    /// remains.
    fn check_nothing_remains(&mut self) -> usize {
        let listings = self.read_listings();
        let full: Vec<_> =
            listings.values().filter(|listing| listing["quantity"]["remaining"] == json!("0")).collect();
        for listing in &full {
            let owner = listing["organization_id"].as_str().unwrap();
            let other = ["A01", "A02"].map(|reference| self.members[reference].clone());
            let other = other.into_iter().find(|member| member.organization.to_string() != owner).unwrap();
            let (id, unit) = (listing["id"].as_str().unwrap(), listing["quantity"]["unit"].as_str().unwrap());
            let offered = listing["direction"] == json!("offer");
            let other_id = other.organization.to_string();
            let body = json!({
                "organization_id": other_id,
                "counterparty_organization_id": owner,
                "contributions": [{
                    "giver_organization_id": if offered { owner } else { &other_id },
                    "offer_listing_id": offered.then_some(id),
                    "request_listing_id": (!offered).then_some(id),
                    "quantity": {"value": "1", "unit": unit},
                    "description": "One more",
                }],
            });
            let no = other.client().post_once("/v1/matches", &self.key(), &body);
            let no = no.expect_problem(409, "quantity-exceeded");
            let facts = ["listing_id", "requested", "remaining", "unit"].map(|fact| no.body[fact].as_str());
            assert_eq!(facts, [Some(id), Some("1"), Some("0"), Some(unit)], "{no:?}");
        }
        full.len()
    }

    /// What a cancelled agreement had taken is free again, and can be agreed again, the other way round.
    fn cancel_and_close_again(&mut self, form: &[Row], agreement: &Reply) {
        let [a, b] = ["party_a_reference", "party_b_reference"].map(|side| form[0][side].clone());
        let path = format!("/v1/agreements/{}", agreement.text_at("/id"));
        let member = self.members[&a].clone();
        let offer = self.listings[&form[0]["offer_listing_reference"]]["id"].as_str().unwrap();
        let committed = || {
            let listing = member.client().get(&format!("/v1/listings/{offer}")).expect(200);
            amount(listing.at("/quantity/committed")).unwrap()
        };
        let before = committed();
        let seen = member.client().get(&path).expect(200);
        let request = member.client().request("POST", &format!("{path}/cancellations")).if_match(seen.etag());
        let cancelled = request.json(&json!({"reason": "Déménagement reporté."})).send().expect(200);
        assert_eq!(cancelled.text_at("/status"), "cancelled");
        assert_eq!(cancelled.at("/cancelled_late"), &json!(true));
        let given_back = Amount::parse(&form[0]["quantity"]).unwrap();
        assert_eq!(committed().plus(given_back), before);
        self.app.check_invariants();

        let again = self.agree(&[b, a], form);
        assert_eq!(again.text_at("/reference"), "A-2026-0096");
    }
}

/// Both sheets, every row of which gets in.
fn import(app: &TestApp, organizer: &Login, week: &ExchangeWeek) {
    let import = Import {
        ctx: &app.ctx,
        by: organizer.person,
        week: Some(week.id),
        locale: Locale::En,
        dry_run: false,
    };
    let [organizations, listings] = ["organizations.csv", "listings.csv"].map(sheet);
    let (mut organizations, mut listings) = (organizations.as_slice(), listings.as_slice());
    let sheets = Sheets {
        organizations: Some(&mut organizations),
        listings: Some(&mut listings),
        ..Sheets::default()
    };
    let report = import.run(sheets, &mut |_| {}).unwrap();
    let created = [report.organizations, report.listings].map(|sheet| sheet.unwrap().counts.created);
    assert_eq!(created, [54, 234]);
}

/// The value estimates of an agreement, in cents.
fn estimates(agreement: &Reply) -> u64 {
    let contributions = agreement.at("/contributions").as_array().unwrap();
    let estimates = contributions.iter().filter_map(|one| one["value_estimate"]["amount"].as_str());
    estimates.map(|amount| amount.replace('.', "").parse::<u64>().unwrap()).sum()
}

/// An amount, if there is one.
fn amount(value: &Value) -> Option<Amount> {
    value.as_str().map(|text| Amount::parse(text).unwrap())
}
