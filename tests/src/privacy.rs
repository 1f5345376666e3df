//! What people may ask for under the GDPR: to correct what is held of them, to have a copy, to be erased. And that
//! what is personal turns up nowhere else.

mod account;
mod retention;
pub(crate) mod stored;
mod terms;

use domain::id::OrganizationId;
use domain::person::PersonDraft;
use serde_json::json;
use testkit::{Login, PASSWORD, Reply, TestApp};

/// Another owner of an organization, with this address and this name.
pub(crate) fn owner(app: &TestApp, organization: OrganizationId, email: &str, name: &str) -> Login {
    let draft = PersonDraft::parse(email, name, "fr").unwrap();
    let hash = app::password::hash(&app.ctx, &PASSWORD.into()).unwrap();
    app::person::create_member(&app.ctx, organization, &draft, &hash).unwrap();
    app.log_in(email)
}

/// Asks to be erased, from the account as it is now.
pub(crate) fn erase(login: &Login) -> Reply {
    let etag = login.client.get("/v1/me").expect(200).etag().to_owned();
    login.client.request("DELETE", "/v1/me").if_match(&etag).send()
}

/// Changes one's own account.
pub(crate) fn correct(login: &Login, body: &serde_json::Value) -> Reply {
    let etag = login.client.get("/v1/me").expect(200).etag().to_owned();
    login.client.request("PATCH", "/v1/me").if_match(&etag).json(body).send()
}

/// A copy of somebody's data, made now and fetched.
pub(crate) fn copy(login: &Login) -> Reply {
    let made = login.client.request("POST", "/v1/me/data-exports").send().expect(201);
    let location = made.header("location").unwrap().to_owned();
    login.client.get(&location).expect(200)
}

/// Names an organization's contact.
pub(crate) fn name_contact(login: &Login, organization: OrganizationId, name: &str, email: &str) {
    let path = format!("/v1/organizations/{organization}");
    let etag = login.client.get(&path).expect(200).etag().to_owned();
    let body = json!({"contact_name": name, "contact_email": email, "contact_phone": "+352 621 000 111"});
    login.client.request("PATCH", &path).if_match(&etag).json(&body).send().expect(200);
}
