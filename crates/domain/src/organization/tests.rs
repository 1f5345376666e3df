//! Tables of standings, and of organizations that are fine and that are not.

use jiff::Timestamp;
use uuid::Uuid;

use super::*;
use crate::audit::Detail;
use crate::id::PersonId;
use crate::policy::{Actor, Denied, MembershipRole, Representative, Staff, StaffRole};
use crate::refusal::{Refusal, Refusals};

const HOME: OrganizationId = OrganizationId::new(Uuid::from_u128(1));
const PERSON: PersonId = PersonId::new(Uuid::from_u128(9));

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn now() -> Timestamp {
    at("2026-05-04T08:00:00Z")
}

fn staff() -> Staff {
    Actor::new(PERSON, Some(StaffRole::Broker), Vec::new()).staff().unwrap()
}

fn representative(organization: OrganizationId) -> Representative {
    let memberships = vec![(organization, MembershipRole::Owner)];
    Actor::new(PERSON, None, memberships).representative(organization).unwrap()
}

/// A company without a fault.
fn company() -> Raw {
    let text = str::to_owned;
    Raw {
        reference: Some(text("X01")),
        kind: text("company"),
        name: text("Ferblanterie Hosinger-Blum SARL"),
        legal_form: text("SARL"),
        registration_number: text("B931000"),
        vat_number: text("LU75000086"),
        address: text("3, rue du Noyer"),
        postal_code: text("L-7513"),
        locality: text("Mersch"),
        commune: text("Mersch"),
        languages: Raw::languages_in_cell("fr;de"),
        cause_or_sector: text("roofing"),
        description: text("Toitures, gouttières et ferblanterie d'art."),
        contact_name: text("Anouk Delvert"),
        contact_email: text("contact@ferblanterie-hosinger-blum.example"),
        contact_phone: text("+352 26 12 34 56"),
        website: text("https://ferblanterie-hosinger-blum.example"),
    }
}

/// An association without a fault, from fewer fields.
fn association() -> Raw {
    let text = str::to_owned;
    Raw {
        kind: text("association"),
        name: text("Amis du Vieux Lavoir asbl"),
        legal_form: text("a.s.b.l."),
        registration_number: text("F 93\u{A0}113"),
        vat_number: String::new(),
        address: String::new(),
        ..company()
    }
}

pub(super) fn organization(standing: Standing) -> Organization {
    let draft = Draft::parse(&company()).unwrap();
    let (organization, _) = Organization::found(HOME, "X01".to_owned(), draft, PERSON, now());
    Organization { standing, ..organization }
}

/// What the faults or doubts of a row are, or nothing.
fn verdict(raw: &Raw) -> String {
    match Draft::parse(raw) {
        Err(faults) => faults.to_string(),
        Ok(draft) => {
            let doubts =
                draft.doubts.iter().map(|doubt| format!("{}? {}", doubt.field, doubt.warning.code()));
            doubts.collect::<Vec<_>>().join(", ")
        }
    }
}

#[test]
fn rows_are_judged() {
    let check = |base: fn() -> Raw, change: fn(&mut Raw), expected: &str| {
        let mut raw = base();
        change(&mut raw);
        assert_eq!(verdict(&raw), expected, "{raw:?}");
    };
    check(company, |_| {}, "");
    check(association, |_| {}, "");
    check(company, |raw| raw.reference = None, "");
    check(company, |raw| raw.reference = Some(String::new()), "reference: required");
    check(association, |raw| raw.kind.clear(), "kind: required");
    check(company, |raw| raw.kind = "entreprise".to_owned(), "kind: unknown-code");
    check(association, |raw| raw.name.clear(), "name: required");
    check(company, |raw| raw.vat_number = "LU75248884".to_owned(), "vat_number: vat-check-digits");
    check(
        association,
        |raw| raw.registration_number = "B931777".to_owned(),
        "registration_number: rcs-contradicts-kind",
    );
    check(
        company,
        |raw| raw.registration_number = "F93777".to_owned(),
        "registration_number: rcs-contradicts-kind",
    );
    check(
        association,
        |raw| raw.registration_number = "Z9312".to_owned(),
        "registration_number: rcs-invalid",
    );
    check(
        association,
        |raw| raw.registration_number = "F93123456".to_owned(),
        "registration_number: rcs-invalid",
    );
    check(
        association,
        |raw| raw.registration_number = "E4711".to_owned(),
        "registration_number? rcs-section-unusual",
    );
    check(company, |raw| raw.vat_number = "LU7531024".to_owned(), "vat_number: vat-invalid");
    check(company, |raw| raw.vat_number = "DE000000000".to_owned(), "vat_number: vat-invalid");
    check(association, |raw| raw.legal_form = "SARL".to_owned(), "legal_form: legal-form-contradicts-kind");
    check(company, |raw| raw.legal_form = "SIS".to_owned(), "legal_form: unknown-code");
    check(association, |raw| raw.contact_email.clear(), "contact_email: required");
    check(association, |raw| raw.contact_email = "theater@".to_owned(), "contact_email: email-invalid");
    check(
        association,
        |raw| raw.contact_email = "a@nadeloehr.example; b@nadeloehr.example".to_owned(),
        "contact_email: email-several",
    );
    for code in ["L-32100", "D-54290", "3,655"] {
        let raw = Raw { postal_code: code.to_owned(), ..company() };
        assert_eq!(verdict(&raw), "postal_code: postal-code-invalid", "{code}");
    }
    check(association, |raw| raw.commune = "Siwenhiwwelen".to_owned(), "commune: unknown-code");
    check(company, |raw| raw.commune = "Wahl".to_owned(), "commune? commune-merged");
    check(company, |raw| raw.website = "javascript:alert(1)".to_owned(), "website: website-invalid");
    check(
        company,
        |raw| raw.name = "=HYPERLINK(\"https://phish.example\")".to_owned(),
        "name: spreadsheet-formula",
    );
    check(
        company,
        |raw| raw.description = "Mëttwoch.<script>fetch('x')</script>".to_owned(),
        "description: markup",
    );
    check(
        company,
        |raw| raw.name = "Traiteur \u{202E}lEuoneF\u{202C} SARL".to_owned(),
        "name: bidi-character",
    );
    check(company, |raw| raw.locality = "#REF!".to_owned(), "locality: spreadsheet-error");
    check(company, |raw| raw.description = "50 EUR/h plus Material.".to_owned(), "description: money");
    check(company, |raw| raw.name = "Velo Pedalritter 🚴 SARL".to_owned(), "name? emoji");
    check(company, |raw| raw.name = "Atelier CÃ©ramique SARL".to_owned(), "name? mojibake");
    check(association, |raw| raw.name = "Second Breakfast\r\nClub asbl".to_owned(), "");
    check(company, |raw| raw.name = "é".repeat(201), "name: too-long");
}

#[test]
fn languages_are_codes() {
    for (cell, expected) in [
        ("fr", ""),
        (" fr ; lb ;", ""),
        ("", "languages: required"),
        ("fr;fr", "languages/1: duplicate"),
        ("de;xx", "languages/1: unknown-code"),
        ("Français;Anglais", "languages/0: language-not-code, languages/1: language-not-code"),
        ("de / fr", "languages/0: language-not-code"),
        ("lb;fr;de;en;pt;it;es;nl;pl;sv;fi", "languages: too-many"),
    ] {
        let raw = Raw { languages: Raw::languages_in_cell(cell), ..company() };
        assert_eq!(verdict(&raw), expected, "{cell:?}");
    }
}

#[test]
fn all_faults_are_told_together() {
    let expected = "kind: required, name: required, legal_form: required, commune: required, \
         languages: required, contact_email: required";
    assert_eq!(verdict(&Raw::default()), expected);
}

#[test]
fn an_organization_is_sent_as_it_was_read() {
    let draft = Draft { reference: None, ..Draft::parse(&company()).unwrap() };
    let raw = Raw::from(&organization(Standing::Pending { at: now() }));
    assert_eq!(Draft::parse(&raw), Ok(draft));
}

fn verified() -> Standing {
    Standing::Verified { at: now(), by: None }
}

fn suspended(until: Option<&str>) -> Standing {
    Standing::Suspended { at: now(), by: Some(PERSON), reason: "no answer".to_owned(), until: until.map(at) }
}

fn rejected() -> Standing {
    Standing::Rejected { at: now(), by: Some(PERSON), reason: "no organization".to_owned() }
}

#[test]
fn a_suspension_runs_out() {
    for (standing, when, code, active) in [
        (Standing::Pending { at: now() }, "2026-06-08T00:00:00Z", "pending", false),
        (verified(), "2026-06-08T00:00:00Z", "verified", true),
        (rejected(), "2026-06-08T00:00:00Z", "rejected", false),
        (suspended(None), "2036-06-08T00:00:00Z", "suspended", false),
        (suspended(Some("2026-06-08T00:00:00Z")), "2026-06-07T23:59:59Z", "suspended", false),
        (suspended(Some("2026-06-08T00:00:00Z")), "2026-06-08T00:00:00Z", "verified", true),
    ] {
        assert_eq!(
            (standing.code_at(at(when)), standing.is_active(at(when))),
            (code, active),
            "{standing:?}"
        );
    }
}

#[test]
fn standings_follow_their_edges() {
    let commands = || {
        let why = || "seen".to_owned();
        [
            (Command::Edit(Editor::Staff(staff()), Box::new(Draft::parse(&company()).unwrap())), None),
            (Command::Verify(staff()), Some("verified")),
            (Command::Reject(staff(), why()), Some("rejected")),
            (Command::Suspend(staff(), why(), Some(at("2026-06-01T00:00:00Z"))), Some("suspended")),
            (Command::Reinstate(staff()), Some("verified")),
        ]
    };
    for (standing, allowed) in [
        (Standing::Pending { at: now() }, &["edit", "verify", "reject"][..]),
        (verified(), &["edit", "suspend"]),
        (suspended(None), &["edit", "reinstate"]),
        (suspended(Some("2026-05-04T08:00:00Z")), &["edit", "suspend"]),
        (rejected(), &[]),
    ] {
        for (command, leads_to) in commands() {
            let before = organization(standing.clone());
            let name = command.name();
            let decided = before.decide(command, now());
            assert_eq!(decided.is_ok(), allowed.contains(&name), "{name} when {standing:?}");
            match decided {
                Ok(event) => {
                    let (after, change) = before.clone().apply(event, now());
                    assert_eq!(after.standing.code(), leads_to.unwrap_or(standing.code()), "{name}");
                    assert_eq!((after.revision, change.revision), (before.revision.next(), after.revision));
                }
                Err(refusals) => {
                    let current_status = before.standing.code_at(now());
                    let allowed_actions = allowed.to_vec();
                    let expected = Refusal::InvalidTransition { current_status, allowed_actions };
                    assert_eq!(refusals, Refusals::from(expected));
                }
            }
        }
    }
}

#[test]
fn actions_are_those_of_the_caller() {
    use MembershipRole::{Owner, Volunteer};
    let check = |staff_role, role: Option<MembershipRole>, standing, expected: &str| {
        let memberships = role.map(|role| (HOME, role)).into_iter().collect();
        let actor = Actor::new(PERSON, staff_role, memberships);
        let actions = organization(standing).actions(&actor, now());
        let told = actions.iter().map(|action| match action.against.first() {
            None => action.name.to_owned(),
            Some(_) => format!("({})", action.name),
        });
        assert_eq!(told.collect::<Vec<_>>().join(" "), expected, "{staff_role:?} {role:?}");
    };
    let broker = Some(StaffRole::Broker);
    check(None, None, verified(), "");
    check(None, Some(Volunteer), verified(), "");
    check(None, Some(Owner), verified(), "edit");
    check(None, Some(Owner), rejected(), "(edit)");
    check(broker, None, verified(), "edit (verify) (reject) suspend (reinstate)");
    check(broker, Some(Owner), suspended(None), "edit (verify) (reject) (suspend) reinstate");
}

#[test]
fn every_reason_against_a_suspension_is_told() {
    let command = Command::Suspend(staff(), "  ".to_owned(), Some(now()));
    let refusals = organization(verified()).decide(command, now()).unwrap_err();
    assert_eq!(refusals.to_string(), "reason-required, expiry-in-past");
}

#[test]
fn what_was_verified_is_changed_by_staff() {
    let check = |editor: Editor, standing: Standing, change: fn(&mut Raw), expected: Option<&str>| {
        let mut raw = company();
        change(&mut raw);
        let before = organization(standing);
        let found = editor.may(&before, &Draft::parse(&raw).unwrap());
        assert_eq!(found.err().map(Denied::code), expected, "{editor:?} {before:?} {raw:?}");
    };
    let ours = Editor::Representative(representative(HOME));
    let theirs = Editor::Representative(representative(OrganizationId::new(Uuid::from_u128(2))));
    let rename: fn(&mut Raw) = |raw| raw.name = "Ferblanterie Blum SARL".to_owned();
    let describe: fn(&mut Raw) = |raw| raw.description = "Toitures.".to_owned();
    check(ours, Standing::Pending { at: now() }, rename, None);
    check(ours, verified(), describe, None);
    check(ours, verified(), rename, Some("staff-only"));
    check(ours, suspended(None), rename, Some("staff-only"));
    check(Editor::Staff(staff()), verified(), rename, None);
    check(theirs, Standing::Pending { at: now() }, describe, Some("representative-only"));
}

#[test]
fn nothing_personal_is_written_down() {
    let command = Command::Suspend(staff(), "Anouk does not answer".to_owned(), None);
    let before = organization(verified());
    let event = before.decide(command, now()).unwrap();
    let (_, change) = before.apply(event, now());
    let code = |code: &str| Detail::Code(code.to_owned());
    assert_eq!(change.details, [("kind", code("company")), ("standing", code("suspended"))]);
}
