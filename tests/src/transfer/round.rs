//! A bourse on which much has happened, and the way of its sheets.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;

use app::import::{Import, Outcome, Report, Sheets};
use domain::id::OrganizationId;
use domain::organization::OrganizationKind;
use domain::policy::{StaffRole, Viewer};
use domain::vocabulary::Locale;
use domain::week::{ExchangeWeek, Phase};
use jiff::SignedDuration;
use serde_json::{Value, json};
use testkit::{Client, Login, Member, Reply, TestApp};

/// The sheets that come back.
pub(super) const SHEETS: [&str; 4] = ["organizations", "participations", "listings", "agreements"];

/// A week, and who is there.
pub(super) struct Bourse<'a> {
    app: &'a TestApp,
    pub(super) organizer: Login,
    pub(super) week: ExchangeWeek,
    pub(super) company: Member,
    pub(super) association: Member,
    pub(super) third: Member,
}

/// A sheet of something.
pub(super) fn export(client: &Client, path: &str, sheet: &str) -> Reply {
    let sheet = client.get(&format!("{path}/export?sheet={sheet}")).expect(200);
    assert_eq!(sheet.header("content-type"), Some("text/csv; charset=utf-8"));
    sheet
}

/// The files of an archive.
pub(super) fn unpacked(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|n| {
            let mut file = archive.by_index(n).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            (file.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

impl<'a> Bourse<'a> {
    /// A week with nobody in it; the three organizations belong to none.
    pub(super) fn empty(app: &'a TestApp, phase: Phase) -> Self {
        let organizer = app.staff(StaffRole::Organizer, "ana");
        let week = app.week_with(&organizer, "2026-06", Phase::Registration, |raw| {
            raw.settings.listings_per_organization = Some(1_000);
        });
        let [company, association, third] = [
            (OrganizationKind::Company, "Q1"),
            (OrganizationKind::Association, "Q2"),
            (OrganizationKind::Association, "Q3"),
        ]
        .map(|(kind, reference)| app.organization(kind, reference));
        let week = if phase == Phase::Registration { week } else { app.move_week(&organizer, week, phase) };
        Self { app, organizer, week, company, association, third }
    }

    /// A week with nobody in it that is there already.
    pub(super) fn of(app: &'a TestApp, organizer: Login, week: ExchangeWeek) -> Self {
        let [company, association, third] =
            [1, 2, 3].map(|n| app.organization(OrganizationKind::Association, &format!("Q{n}")));
        Self { app, organizer, week, company, association, third }
    }

    /// Another week of a service that has all the rest.
    pub(super) fn empty_again(app: &'a TestApp, number: usize) -> Self {
        let organizer = app.staff(StaffRole::Organizer, &format!("ana{number}"));
        let week = app.week_with(&organizer, &format!("W{number}"), Phase::Registration, |raw| {
            raw.settings.listings_per_organization = Some(1_000);
        });
        let [company, association, third] =
            [1, 2, 3].map(|n| app.organization(OrganizationKind::Association, &format!("Z{number}{n}")));
        Self { app, organizer, week, company, association, third }
    }

    /// The evening with its sheets, and after it: every state that a thing can have.
    pub(super) fn lived(app: &'a TestApp) -> Self {
        let organizer = app.staff(StaffRole::Organizer, "ana");
        let week = app.week_with(&organizer, "2026-06", Phase::Registration, |raw| {
            raw.settings.listings_per_organization = Some(1_000);
            raw.settings.company_pairs_allowed = Some(true);
        });
        let company = app.organization(OrganizationKind::Company, "P1");
        let association = app.organization(OrganizationKind::Association, "P2");
        let third = app.organization(OrganizationKind::Association, "P3");
        let mut bourse = Self { app, organizer, week, company, association, third };
        bourse.evening();
        for member in [&bourse.company, &bourse.association] {
            app.admit(&bourse.organizer, bourse.week.id, member);
        }
        bourse.register();
        bourse.list();
        bourse.week = app.move_week(&bourse.organizer, bourse.week.clone(), Phase::Live);
        bourse.agree();
        bourse
    }

    /// The good sheets of the evening.
    pub(super) fn evening(&self) {
        let file = |name: &str| {
            fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/evening").join(name)).unwrap()
        };
        let (organizations, listings) = (file("organizations.csv"), file("listings.csv"));
        let (mut organizations, mut listings) = (organizations.as_slice(), listings.as_slice());
        let sheets = Sheets {
            organizations: Some(&mut organizations),
            listings: Some(&mut listings),
            ..Sheets::default()
        };
        let report = self.run(sheets);
        assert_eq!(report.listings.unwrap().counts.created, 234);
    }

    /// A sheet of listings, all of which get in.
    pub(super) fn import_listings(&self, sheet: &str, rows: u64) {
        let mut sheet = sheet.as_bytes();
        let report = self.run(Sheets { listings: Some(&mut sheet), ..Sheets::default() });
        assert_eq!(report.listings.unwrap().counts.created, rows);
    }

    /// What was exported, all of which gets in.
    pub(super) fn import(&self, sheets: &[Reply; 4]) {
        let report = self.run_all(sheets);
        for (name, sheet) in report.sheets() {
            assert!(sheet.is_clean() && sheet.counts.created == sheet.counts.read, "{name:?}: {sheet:?}");
        }
    }

    /// What was exported, and is there.
    pub(super) fn import_unchanged(&self, sheets: &[Reply; 4]) {
        let report = self.run_all(sheets);
        for (name, sheet) in report.sheets() {
            assert_eq!(sheet.counts.unchanged, sheet.counts.read, "{name:?}: {sheet:?}");
        }
    }

    fn run_all(&self, [organizations, participations, listings, agreements]: &[Reply; 4]) -> Report {
        let mut organizations = organizations.bytes.as_slice();
        let mut participations = participations.bytes.as_slice();
        let mut listings = listings.bytes.as_slice();
        let mut agreements = agreements.bytes.as_slice();
        self.run(Sheets {
            organizations: Some(&mut organizations),
            participations: Some(&mut participations),
            listings: Some(&mut listings),
            agreements: Some(&mut agreements),
        })
    }

    fn run(&self, sheets: Sheets<'_>) -> Report {
        let (ctx, by, week) = (&self.app.ctx, self.organizer.person, Some(self.week.id));
        let import = Import { ctx, by, week, locale: Locale::En, dry_run: false };
        let mut refused = Vec::new();
        let report = import.run(sheets, &mut |event| {
            if let app::import::Event::Row(row) = event
                && row.outcome == Outcome::Refused
            {
                refused.push(row);
            }
        });
        assert!(refused.is_empty(), "{refused:#?}");
        report.unwrap()
    }

    /// The sheet of the week.
    pub(super) fn sheet(&self, name: &str) -> Reply {
        export(&self.organizer.client, &format!("/v1/exchange-weeks/{}", self.week.id), name)
    }

    /// An organization of the evening that has listings, but not those of `C01`.
    pub(super) fn other_id(&self) -> OrganizationId {
        self.app.ctx.store.read(|reader| reader.organization_by_reference("A01")).unwrap().unwrap().id
    }

    fn pass(&self) {
        self.app.clock.advance(SignedDuration::from_micros(61_000_123));
    }

    fn change(&self, client: &Client, method: &str, path: &str, below: &str, body: &Value) -> Reply {
        self.pass();
        let seen = self.organizer.client.get(path).expect(200);
        let request = client.request(method, &format!("{path}{below}")).if_match(seen.etag());
        request.header("idempotency-key", &crate::call::key()).json(body).send().expect(200)
    }

    /// Registrations in every status, and organizations in every standing.
    fn register(&self) {
        let (app, client) = (self.app, &self.organizer.client);
        let reason = json!({"reason": "- zu spät, \"leider\"\nund ohne Unterlagen"});
        for (n, below) in ["", "refusal", "withdrawal", "suspension", "rejection"].into_iter().enumerate() {
            self.pass();
            let member = app.organization(OrganizationKind::Association, &format!("R{n}"));
            let organization = format!("/v1/organizations/{}", member.organization);
            let path = format!("/v1/exchange-weeks/{}/participations/{}", self.week.id, member.organization);
            member.client().request("PUT", &path).json(&json!({})).send().expect(200);
            match below {
                "refusal" => drop(self.change(client, "PUT", &path, "/refusal", &reason)),
                "withdrawal" => {
                    drop(self.change(client, "PUT", &path, "/admission", &Value::Null));
                    drop(self.change(member.client(), "DELETE", &path, "", &Value::Null));
                }
                "suspension" => drop(self.change(client, "PUT", &organization, "/suspension", &reason)),
                _ => {}
            }
        }
    }

    /// Listings in every state and with everything that one can have.
    fn list(&self) {
        let client = self.company.client();
        let texts = [
            "=SUMME",
            "- Kaffi um 10",
            "'- mit Apostroph",
            "@kaleido, \"Zitat\"\n\nzweiter Absatz",
            "+352 26",
        ];
        for (n, text) in texts.into_iter().enumerate() {
            let text = text.trim_start_matches('=');
            let listing = format!("/v1/listings/{}", self.draft(&self.company, text));
            if n > 0 {
                let until = (n == 3).then_some("2026-06-30T12:00:00.000001Z");
                self.change(client, "PUT", &listing, "/publication", &json!({"expires_at": until}));
            }
            match n {
                2 => drop(self.change(client, "PUT", &listing, "/pause", &Value::Null)),
                4 => {
                    drop(self.change(client, "POST", &listing, "/closures", &json!({"reason": "withdrawn"})));
                }
                _ => {}
            }
        }
    }

    /// A draft with windows, translations and a text.
    pub(super) fn draft(&self, member: &Member, text: &str) -> String {
        self.pass();
        let body = json!({
            "organization_id": member.organization.to_string(),
            "exchange_week_id": self.week.id.to_string(),
            "direction": "offer",
            "details": {"type": "skill", "headcount": 1, "hours_per_person": "1.125", "skills": ["sewing", "painting"]},
            "category": "helping_hands",
            "original_language": "de",
            "texts": {
                "de": {"title": format!("Hilfe: {text}"), "description": text, "wanted_in_return": "Kuchen; Kaffi"},
                "fr": {"title": "De l’aide", "description": "- à 10 h, « vraiment »", "wanted_in_return": null},
            },
            "languages_needed": ["fr", "lb"],
            "place": "remote",
            "windows": [
                {"starts_at": "2026-06-09T08:00:00Z", "ends_at": "2026-06-09T10:00:00Z"},
                {"starts_at": "2026-06-10T08:00:00.5Z", "ends_at": null},
            ],
            "quantity": {"value": "1.125", "unit": "hour"},
        });
        let made = member.client().post_once("/v1/listings", &crate::call::key(), &body).expect(201);
        made.text_at("/id").to_owned()
    }

    /// What the evening's forms say, and agreements in every state: those of the first two come about here, the others
    /// were elsewhere before.
    fn agree(&self) {
        let file =
            fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/evening/agreements_2026.csv")).unwrap();
        for sheet in [file.as_slice(), ELSEWHERE.as_bytes()] {
            let mut sheet = sheet;
            let report = self.run(Sheets { agreements: Some(&mut sheet), ..Sheets::default() });
            let counts = report.agreements.unwrap().counts;
            assert!(counts.created > 0 && counts.created == counts.read, "{counts:?}");
        }
        let (one, other) = (self.association.client(), self.company.client());
        let offer = self.offer();
        let reason = json!({"reason": "- Déménagement\nreporté"});
        self.deal(&offer);
        let half = self.deal(&offer);
        self.confirm(&half, &self.company);
        self.change(one, "POST", &half, "/cancellations", &reason);
        for end in ["", "/first-contacts", "/cancellations"] {
            let whole = self.deal(&offer);
            self.confirm(&whole, &self.company);
            self.confirm(&whole, &self.association);
            match end {
                "" => {}
                "/cancellations" => drop(self.change(other, "POST", &whole, end, &reason)),
                _ => drop(self.change(one, "POST", &whole, end, &json!({}))),
            }
        }
    }

    /// The id of a published offer of the company.
    fn offer(&self) -> String {
        let now = self.app.ctx.clock.now();
        let filter = persistence::ListingFilter {
            exchange_week: Some(self.week.id),
            organizations: vec![self.company.organization],
            ..persistence::ListingFilter::default()
        };
        let found =
            self.app.ctx.store.read(|reader| reader.listings(&Viewer::service(), &filter, None, 10, now));
        let mut found = found.unwrap().into_iter().map(|found| found.listing);
        found.find(|one| one.status.state.code() == "published").unwrap().id.to_string()
    }

    /// The association proposes, the company counters, the association accepts: the path of the agreement.
    fn deal(&self, offer: &str) -> String {
        let contribution = |description: &str| {
            json!([{
                "giver_organization_id": self.company.organization.to_string(),
                "offer_listing_id": offer,
                "quantity": {"value": "0.125", "unit": "hour"},
                "description": description,
                "starts_at": "2026-06-09T08:00:00.5Z",
                "value_estimate": {"amount": "6.90", "currency": "EUR"},
            }])
        };
        let body = json!({
            "organization_id": self.association.organization.to_string(),
            "counterparty_organization_id": self.company.organization.to_string(),
            "contributions": contribution("- eine helfende Hand"),
        });
        let proposed =
            self.association.client().post_once("/v1/matches", &crate::call::key(), &body).expect(201);
        let path = format!("/v1/matches/{}", proposed.text_at("/id"));
        let other = json!({
            "message": "=Lieber so?\n- mit zwei Zeilen".trim_start_matches('='),
            "contributions": contribution("eine \"helfende\" Hand; oder zwei"),
        });
        self.change(self.company.client(), "POST", &path, "/counter-proposals", &other);
        let accepted = self.change(self.association.client(), "POST", &path, "/acceptances", &json!({}));
        format!("/v1/agreements/{}", accepted.text_at("/agreement_id"))
    }

    fn confirm(&self, agreement: &str, by: &Member) {
        let body = json!({"organization_id": by.organization.to_string(), "terms_revision": 2});
        self.change(by.client(), "POST", agreement, "/confirmations", &body);
    }
}

/// Agreements of states that take their time: lapsed, called off by the bourse, ratified, done and not done.
const ELSEWHERE: &str = "\
agreement_reference,party_a_reference,party_b_reference,contribution_number,offer_listing_reference,\
request_listing_reference,giver,receiver,quantity,unit,what,agreed_at,status,status_reason,status_changed_at,claim,\
match_reference,terms_revision,proposed_by,proposed_at,confirm_until,confirmed_by_a_at,confirmed_by_b_at,confirmed_at,\
ratification,ratified_at,cancelled_late,first_contact_by,first_contact_due_on,first_contact_done_at,updated_at
X-1,C20,A01,1,L-091,L-107,C20,A01,1,box,Gemüse,2026-05-01T10:00:00Z,lapsed,,2026-05-02T10:00:00Z,released,\
M-X1,1,C20,2026-05-01T09:00:00Z,2026-05-02T10:00:00Z,2026-05-01T11:00:00Z,,,\
not_required,,,A01,2026-05-15,,2026-05-02T10:00:00Z
X-2,C20,A01,1,L-091,L-107,C20,A01,1,box,Gemüse,2026-05-01T10:00:00Z,cancelled,Doppelt,2026-05-01T10:00:00Z,released,\
M-X2,1,C20,2026-05-01T09:00:00Z,2026-05-02T10:00:00Z,,,,\
awaited,,false,A01,2026-05-15,,2026-05-01T10:00:00.000001Z
X-3,C03,A20,1,L-012,L-182,C03,A20,1.125,hour,Datenschutz,2026-05-01T10:00:00Z,fulfilled,,2026-05-03T10:00:00Z,committed,\
M-X3,3,A20,2026-05-01T09:00:00Z,2026-05-02T10:00:00Z,2026-05-01T11:00:00Z,2026-05-01T11:00:00Z,2026-05-01T12:00:00Z,\
given,2026-05-01T12:00:00Z,,C03,2026-05-15,2026-05-02T08:00:00Z,2026-05-03T10:00:00Z
X-4,C19,A03,1,L-089,L-116,C19,A03,4,set,Werkzeug,2026-05-01T10:00:00Z,unfulfilled,,2026-05-03T10:00:00Z,released,\
M-X4,1,C19,2026-05-01T09:00:00Z,2026-05-02T10:00:00Z,2026-05-01T11:00:00Z,2026-05-01T12:00:00Z,2026-05-01T12:00:00Z,\
not_required,,,C19,2026-05-15,,2026-05-03T10:00:00Z
X-5,C19,A03,1,L-089,L-116,C19,A03,2,set,Werkzeug,2026-05-01T10:00:00Z,pending,,2026-05-01T10:00:00Z,held,\
M-X5,1,C19,2026-05-01T09:00:00Z,2027-05-02T10:00:00Z,2026-05-01T11:00:00Z,2026-05-01T12:00:00Z,,\
awaited,,,C19,2026-05-15,,2026-05-01T12:00:00Z
";
