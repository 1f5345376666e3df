//! Good calls of what is done by mail.

use domain::id::PersonId;
use domain::person::{Person, PersonDraft};
use serde_json::{Value, json};
use testkit::PASSWORD;

use super::world::write;
use super::{Call, Principal, World, key};

impl World<'_> {
    /// A good call of an operation of accounts. Codes come from mails to people of their own.
    pub(super) fn account_call(&self, name: &str) -> Call {
        let public = || Call::plain(Principal::Nobody);
        let address = || format!("{}@newcomers.example", key());
        match name {
            "create_registration" => public().body(registration(&address())),
            "request_email_verification" | "request_password_reset" => {
                public().body(json!({"email": address()}))
            }
            "verify_email" => {
                let email = address();
                self.app.client().post("/v1/auth/registrations", &registration(&email)).expect(202);
                public().body(json!({"token": self.code(&email)}))
            }
            "reset_password" => {
                let email = self.own_account();
                let asked = json!({"email": email});
                self.app.client().post("/v1/auth/password-reset-requests", &asked).expect(202);
                public().body(json!({"token": self.code(&email), "new_password": PASSWORD}))
            }
            // The same again, so that everybody can log in afterwards.
            "change_password" => Call::plain(Principal::Volunteer)
                .body(json!({"current_password": PASSWORD, "new_password": PASSWORD})),
            "request_email_change" => Call::plain(Principal::Volunteer)
                .body(json!({"email": address(), "current_password": PASSWORD})),
            "confirm_email_change" => public().body(json!({"token": self.change_code(&self.own_account())})),
            "reverse_email_change" => {
                let email = self.own_account();
                let token = json!({"token": self.change_code(&email)});
                self.app.client().post("/v1/auth/email-change-confirmations", &token).expect(204);
                public().body(json!({"token": self.code(&email)}))
            }
            name => panic!("no call of {name}"),
        }
    }

    /// The code of the latest mail to this address.
    fn code(&self, email: &str) -> String {
        self.app.new_mails(email).last().unwrap().code().to_owned()
    }

    /// The code for another address of this account.
    fn change_code(&self, email: &str) -> String {
        let (login, new) = (self.app.log_in(email), format!("new-{email}"));
        let asked = json!({"email": new, "current_password": PASSWORD});
        login.client.post("/v1/me/email-changes", &asked).expect(202);
        self.code(&new)
    }

    /// An account of its own; its address.
    fn own_account(&self) -> String {
        let email = format!("{}@newcomers.example", key());
        let draft = PersonDraft::parse(&email, "Newcomer", "en").unwrap();
        let hash = self.password_hash();
        write(self.app, |tx, now| {
            let (person, change) =
                Person::new(PersonId::next(tx.ids()), draft.clone(), Some(hash.clone()), None, now);
            Ok(tx.insert_person(&person, &change)?)
        });
        email
    }

    /// The hash that the owner of home has: everybody has the same password.
    fn password_hash(&self) -> domain::person::PasswordHash {
        let owner = self.home.owner.person;
        let person = self.app.ctx.store.read::<_, app::Error>(|reader| Ok(reader.person(owner)?)).unwrap();
        person.unwrap().password_hash.unwrap()
    }
}

fn registration(email: &str) -> Value {
    json!({
        "email": email, "password": PASSWORD, "name": "Anna Weber", "locale": "lb",
        "terms_version": "2026-11", "is_of_age": true,
    })
}
