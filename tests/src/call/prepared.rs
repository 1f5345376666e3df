//! The table of good calls.

use std::sync::atomic::{AtomicU32, Ordering};

use domain::id::OrganizationId;
use domain::policy::MembershipRole;
use domain::week::{ExchangeWeek, Phase};
use serde_json::{Value, json};
use testkit::{Member, PASSWORD};

use super::{Call, Principal, Situation, World, join};
use crate::factor::Authenticator;

/// A sheet of listings with a row that is refused.
const SHEET: &str = "reference,organization_reference,direction,kind,category,language,title,unit,place\nS1,none,,,,,,,\nS2,none,,,,,,,\nS3,none,,,,,,,\n";

impl World<'_> {
    /// A good call of the operation of this name, on something fresh that belongs to home or to another.
    pub(super) fn call(&self, operation: &str, situation: Situation) -> Call {
        let whose = if situation == Situation::Other { &self.other } else { &self.home };
        let plain = Call::plain;
        match operation {
            "get_liveness" | "get_readiness" | "get_json_web_keys" | "get_openapi" | "list_problems"
            | "list_units" | "list_categories" | "list_skills" | "list_languages" | "list_places" => {
                plain(Principal::Nobody)
            }
            "get_problem" => plain(Principal::Nobody).with("slug", "quantity-exceeded"),
            "create_session" => plain(Principal::Nobody).body(self.credentials()),
            "refresh_session" => plain(Principal::Nobody).body(self.refresh_token()),
            "delete_current_session" => Call { ends_login: true, ..plain(Principal::Owner) },
            "delete_session" => {
                let spare = self.app.log_in(&self.broker.email);
                plain(Principal::Broker).with("session_id", spare.caller.session.to_string())
            }
            "delete_other_sessions" => plain(Principal::Owner),
            name if name.contains("mfa_factor") || name == "renew_recovery_codes" => self.factor_call(name),
            "get_person_suspension" | "suspend_person" | "reinstate_person" => {
                self.suspension_call(operation)
            }
            "check_texts" => plain(Principal::Volunteer).body(
                json!({"texts": {"de": {"title": "Zwölf Stühle", "description": "Eine Spende wäre schön."}}}),
            ),
            "update_me" => {
                let body = json!({"name": format!("Vera {}", super::key()), "locale": "lb"});
                Call { own: true, ..plain(Principal::Volunteer).body(body) }
            }
            "delete_me" => Call { own: true, ends_account: true, ..plain(Principal::Volunteer) },
            "accept_terms" => plain(Principal::Volunteer).body(json!({"version": "2026-11"})),
            // Whoever does so can do nothing else afterwards.
            "withdraw_terms" => Call { ends_account: true, ..plain(Principal::Volunteer) },
            "create_data_export" => plain(Principal::Volunteer),
            "get_data_export" => plain(Principal::Volunteer).with("data_export_id", self.data_export()),
            "export_organization" => plain(Principal::Owner)
                .with("organization_id", whose.organization.to_string())
                .query("sheet=listings"),
            name if name.contains("import") => self.import_call(name, whose),
            "export_exchange_week" => plain(Principal::Organizer)
                .with("exchange_week_id", self.live.id.to_string())
                .query("sheet=participations"),
            name if Self::is_moderation(name) => self.moderation_call(name, whose),
            "list_sessions" | "get_me" | "list_my_memberships" | "list_my_consents" => {
                plain(Principal::Volunteer)
            }
            "create_registration"
            | "request_email_verification"
            | "verify_email"
            | "request_password_reset"
            | "reset_password"
            | "change_password"
            | "request_email_change"
            | "confirm_email_change"
            | "reverse_email_change" => self.account_call(operation),
            name if name != "merge_organization"
                && (name.ends_with("organization") || name.ends_with("organizations")) =>
            {
                self.organization_call(name, whose, situation)
            }
            "get_standing_history" => {
                plain(Principal::Owner).with("organization_id", whose.organization.to_string())
            }
            name if name.contains("accreditation") => self.accreditation_call(name, whose),
            name if name.contains("appeal") => self.appeal_call(name, whose),
            name if name.contains("invitation") => self.invitation_call(name, whose),
            name if name.contains("duplicates") || name == "merge_organization" => {
                Self::merge_call(name, whose)
            }
            name if name.contains("member") => self.member_call(name, whose),
            name if name.contains("exchange_week") => self.week_call(name),
            name if name.contains("participation") => self.participation_call(name, whose),
            name if name.contains("photo") => self.photo_call(name, whose),
            name if name.contains("listing") => self.listing_call(name, whose),
            name if name.contains("match") => self.match_call(name, whose),
            name => self.agreement_call(name, whose),
        }
    }

    /// On factors of the broker, which are gone before the next call.
    fn factor_call(&self, name: &str) -> Call {
        let on = |authenticator: &Authenticator| {
            Call::plain(Principal::Broker).with("factor_id", authenticator.id.clone())
        };
        let pending = || Authenticator::create(&self.broker, "Phone");
        match name {
            "list_mfa_factors" => Call::plain(Principal::Volunteer),
            "create_mfa_factor" => {
                Call::plain(Principal::Volunteer).body(json!({"label": "Phone", "password": PASSWORD}))
            }
            "confirm_mfa_factor" => {
                let authenticator = pending();
                on(&authenticator).body(json!({"one_time_code": authenticator.code(self.app, 0)}))
            }
            "get_mfa_factor" | "delete_mfa_factor" => on(&pending()),
            "renew_recovery_codes" => {
                let authenticator = Authenticator::set_up(self.app, &self.broker, "Phone");
                let code = &authenticator.recovery_codes[0];
                Call::plain(Principal::Broker).body(json!({"one_time_code": code}))
            }
            name => panic!("no call of {name}"),
        }
    }

    /// On somebody new each time: a login of theirs would be gone for all that follows.
    fn suspension_call(&self, name: &str) -> Call {
        let person = self.newcomer();
        if name != "suspend_person" {
            app::suspension::suspend(&self.app.ctx, &self.broker.caller, person, "Spam.", None).unwrap();
        }
        let call = Call::plain(Principal::Broker).with("person_id", person.to_string());
        if name == "suspend_person" { call.body(json!({"reason": "Spam.", "until": null})) } else { call }
    }

    fn import_call(&self, name: &str, whose: &Member) -> Call {
        let query = format!("sheet=listings&exchange_week_id={}", self.live.id);
        match name {
            "create_import" => Call::plain(Principal::Owner).query(query).raw("text/csv", SHEET),
            name => {
                let by = if name == "list_imports" { &self.organizer.client } else { whose.client() };
                let request = by.request("POST", &format!("/v1/imports?{query}"));
                let request =
                    request.header("idempotency-key", &super::key()).header("content-type", "text/csv");
                let made = request.bytes(SHEET).send().expect(202);
                if name == "list_imports" {
                    return Call::plain(Principal::Organizer).shows(made.text_at("/id").to_owned());
                }
                if name != "cancel_import" {
                    self.app.work();
                }
                Call::plain(Principal::Owner).with("import_id", made.text_at("/id"))
            }
        }
    }

    fn credentials(&self) -> Value {
        json!({"email": self.stranger.owner.email, "password": PASSWORD})
    }

    fn data_export(&self) -> String {
        let client = self.client(Principal::Volunteer);
        client.request("POST", "/v1/me/data-exports").send().expect(201).text_at("/id").to_owned()
    }

    fn refresh_token(&self) -> Value {
        let opened = self.app.client().post("/v1/auth/sessions", &self.credentials()).expect(201);
        json!({"refresh_token": opened.text_at("/refresh_token")})
    }

    fn organization_call(&self, name: &str, whose: &Member, situation: Situation) -> Call {
        let founded = || Call::plain(Principal::Owner).body(Self::founding());
        let on = |by, id: &str| {
            Call::plain(by).with("organization_id", id).from(format!("/v1/organizations/{id}"))
        };
        let id = whose.organization.to_string();
        // Home itself, where that is suspended.
        let this_or = |fresh: &dyn Fn() -> String| {
            if situation == Situation::Suspended { id.clone() } else { fresh() }
        };
        let reason = json!({"reason": "Not of this country."});
        match name {
            "list_organizations" => {
                Call::plain(Principal::Nobody).query(format!("name={}&limit=100", whose.reference)).shows(&id)
            }
            "create_organization" => founded(),
            "get_organization" => on(Principal::Nobody, &id),
            "update_organization" => {
                on(Principal::Owner, &id).body(json!({"description": format!("Chairs, {}.", super::key())}))
            }
            "verify_organization" => {
                on(Principal::Broker, &this_or(&|| self.waiting(whose))).body(super::organization::evidence())
            }
            "reject_organization" => on(Principal::Broker, &this_or(&|| self.waiting(whose))).body(reason),
            "suspend_organization" => on(Principal::Broker, &id).body(reason),
            "reinstate_organization" => on(Principal::Broker, &this_or(&|| self.suspended_one(whose))),
            name => panic!("no call of {name}"),
        }
    }

    fn founding() -> Value {
        json!({
            "kind": "association", "name": format!("Club {}", super::key()), "legal_form": "asbl",
            "commune": "mersch", "languages": ["fr"], "contact_email": format!("info@{}.example", super::key()),
        })
    }

    /// An organization that waits to be verified, with the same people as this one.
    pub(super) fn waiting(&self, whose: &Member) -> String {
        let made =
            whose.client().post_once("/v1/organizations", &super::key(), &Self::founding()).expect(201);
        let id = made.text_at("/id").to_owned();
        if whose.organization == self.home.organization {
            self.let_in(&id);
        }
        id
    }

    /// A suspended organization with the same people as this one.
    fn suspended_one(&self, whose: &Member) -> String {
        let id = self.waiting(whose);
        let path = format!("/v1/organizations/{id}");
        let organizer = &self.organizer.client;
        self.act(organizer, "PUT", &path, "/verification", &super::organization::evidence()).expect(200);
        self.act(organizer, "PUT", &path, "/suspension", &json!({"reason": "Looked at."})).expect(200);
        id
    }

    fn week_call(&self, name: &str) -> Call {
        let on = |by, week: &ExchangeWeek| {
            let id = week.id.to_string();
            let read = format!("/v1/exchange-weeks/{id}");
            Call::plain(by).with("exchange_week_id", id).from(read)
        };
        match name {
            "list_exchange_weeks" => Call::plain(Principal::Nobody).query("limit=100").shows(self.live.id.to_string()),
            "create_exchange_week" => Call::plain(Principal::Organizer).body(json!({
                "reference": fresh("W"), "name": "Another week", "starts_on": "2026-09-07", "ends_on": "2026-09-13",
            })),
            "get_exchange_week" => on(Principal::Nobody, &self.live),
            "update_exchange_week" => {
                on(Principal::Organizer, &self.live).body(json!({"name": fresh("The week")}))
            }
            "move_exchange_week" => {
                on(Principal::Organizer, &self.new_week()).body(json!({"phase": "matching"}))
            }
            name => panic!("no call of {name}"),
        }
    }

    /// A week for which one can register.
    fn new_week(&self) -> ExchangeWeek {
        self.app.week(&self.organizer, &fresh("W"), Phase::Registration)
    }

    fn participation_call(&self, name: &str, whose: &Member) -> Call {
        let on = |by, week: &ExchangeWeek| {
            let (week, organization) = (week.id, whose.organization);
            let read = format!("/v1/exchange-weeks/{week}/participations/{organization}");
            Call::plain(by)
                .with("exchange_week_id", week.to_string())
                .with("organization_id", organization.to_string())
                .from(read)
        };
        let asked = || {
            let week = self.new_week();
            let caller = &whose.owner.caller;
            app::participation::request(&self.app.ctx, caller, week.id, whose.organization).unwrap();
            week
        };
        match name {
            "list_participations" => Call::plain(Principal::Nobody)
                .with("exchange_week_id", self.live.id.to_string())
                .query("limit=100")
                .shows(whose.organization.to_string()),
            "get_participation" => on(Principal::Nobody, &self.live),
            "request_participation" => on(Principal::Owner, &self.new_week()),
            "withdraw_participation" => {
                let week = self.new_week();
                self.app.admit(&self.organizer, week.id, whose);
                on(Principal::Owner, &week)
            }
            "admit_participation" => on(Principal::Broker, &asked()),
            "refuse_participation" => on(Principal::Broker, &asked()).body(json!({"reason": "Full."})),
            name => panic!("no call of {name}"),
        }
    }

    fn listing_call(&self, name: &str, whose: &Member) -> Call {
        let on = |by, id: String| {
            let read = format!("/v1/listings/{id}");
            Call::plain(by).with("listing_id", id).from(read)
        };
        let published = || self.publish(whose, &self.live, "offer");
        let draft = || Self::draft(whose, &self.live, "offer");
        let submitted = || self.publish(whose, &self.moderated, "offer");
        match name {
            "list_listings" => {
                Call::plain(Principal::Nobody).query("limit=100&sort=-published_at").shows(published())
            }
            "get_listing_facets" => Call::plain(Principal::Nobody).query("q=chaises&direction=offer"),
            "create_listing" => Call::plain(Principal::Owner).body(Self::goods(whose, &self.live, "offer")),
            "get_listing" => on(Principal::Nobody, published()),
            "update_listing" => on(Principal::Owner, published()).body(json!({"place": "esch-sur-alzette"})),
            "delete_listing" => on(Principal::Owner, draft()),
            "publish_listing" => on(Principal::Owner, draft()).body(json!({"expires_at": null})),
            "pause_listing" => on(Principal::Owner, published()),
            "resume_listing" => {
                let id = published();
                let path = format!("/v1/listings/{id}");
                self.act(whose.client(), "PUT", &path, "/pause", &Value::Null).expect(200);
                on(Principal::Owner, id)
            }
            "close_listing" => on(Principal::Owner, published()).body(json!({"reason": "withdrawn"})),
            "approve_listing" => on(Principal::Broker, submitted()),
            "reject_listing" => {
                on(Principal::Broker, submitted()).body(json!({"reason": "Say which chairs."}))
            }
            name => panic!("no call of {name}"),
        }
    }

    fn photo_call(&self, name: &str, whose: &Member) -> Call {
        let listing = self.publish(whose, &self.live, "offer");
        let form = json!({"file": super::GOOD_FILE, "alt_text": "Six chaises", "language": "fr"});
        let on_listing = |by| Call::plain(by).with("listing_id", listing.clone());
        let path = format!("/v1/listings/{listing}/photos");
        let photo = || {
            let parts = super::parts(&form);
            let request = whose.client().request("POST", &path).header("idempotency-key", &super::key());
            request.form(&parts).send().expect(201).text_at("/id").to_owned()
        };
        let on_photo = |by| {
            let id = photo();
            let read = format!("{path}/{id}");
            on_listing(by).with("photo_id", id).from(read)
        };
        match name {
            "list_listing_photos" => on_listing(Principal::Nobody),
            "create_listing_photo" => on_listing(Principal::Owner).body(form),
            "get_listing_photo" => on_photo(Principal::Nobody),
            "update_listing_photo" => on_photo(Principal::Owner)
                .body(json!({"original_language": "en", "alt_texts": {"en": "Six chairs"}})),
            "delete_listing_photo" => on_photo(Principal::Owner),
            "get_photo_image" => Call::plain(Principal::Nobody).with("photo_id", photo()),
            name => panic!("no call of {name}"),
        }
    }

    fn match_call(&self, name: &str, whose: &Member) -> Call {
        let on = |by, id: String| {
            let read = format!("/v1/matches/{id}");
            Call::plain(by).with("match_id", id).from(read)
        };
        let asked = || self.propose(&self.partner, whose, &self.live);
        match name {
            "list_matches" => Call::plain(Principal::Volunteer).query("limit=100").shows(asked()),
            "create_match" => {
                Call::plain(Principal::Owner).body(self.proposal_of(whose, &self.partner, &self.live))
            }
            "get_match" | "list_match_terms" => on(Principal::Volunteer, asked()),
            "accept_match" => on(Principal::Owner, asked()),
            "reject_match" => on(Principal::Owner, asked()).body(json!({"reason": "No more chairs."})),
            "withdraw_match" => on(Principal::Owner, self.propose(whose, &self.partner, &self.live)),
            "counter_match" => {
                let contributions = self.contributions(whose, &self.partner, &self.live);
                let body = json!({"message": "Two more?", "contributions": contributions});
                on(Principal::Owner, asked()).body(body)
            }
            name => panic!("no call of {name}"),
        }
    }

    fn agreement_call(&self, name: &str, whose: &Member) -> Call {
        let on = |by, id: String| {
            let read = format!("/v1/agreements/{id}");
            Call::plain(by).with("agreement_id", id).from(read)
        };
        let agreed = || self.agree(whose, &self.live);
        match name {
            "list_agreements" => Call::plain(Principal::Volunteer).query("limit=100").shows(agreed()),
            "get_agreement" | "get_agreement_document" => on(Principal::Volunteer, agreed()),
            "confirm_agreement" => {
                on(Principal::Owner, agreed()).body(json!({"organization_id": null, "terms_revision": 1}))
            }
            "ratify_agreement" => on(Principal::Broker, self.confirmed(whose, &self.ratified)),
            "cancel_agreement" => on(Principal::Owner, agreed()).body(json!({"reason": "The van broke."})),
            "note_first_contact" => on(Principal::Owner, self.confirmed(whose, &self.live)),
            name => panic!("no call of {name}"),
        }
    }

    /// Home's people join this organization, as what they are at home.
    fn let_in(&self, organization: &str) {
        for (principal, role) in [
            (Principal::Volunteer, MembershipRole::Volunteer),
            (Principal::Coordinator, MembershipRole::Coordinator),
        ] {
            let login = self.login(principal).unwrap();
            join(self.app, OrganizationId::new(organization.parse().unwrap()), login.person, role);
        }
    }
}

/// A text that was not there before.
fn fresh(what: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("{what} {}", NEXT.fetch_add(1, Ordering::Relaxed)).replace("W ", "W")
}
