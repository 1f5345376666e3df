//! Organizations among themselves: their people, their standing, how they are found and reached.

mod contact;
mod directory;
mod invitations;
mod members;
mod merging;
mod standing;

use domain::organization::OrganizationKind;
use domain::policy::StaffRole;
use serde_json::{Value, json};
use testkit::{Client, Login, Member, Reply, TestApp};

/// An organization with an owner, a coordinator and a volunteer; another one; and staff.
struct Town {
    organizer: Login,
    home: Member,
    coordinator: Login,
    volunteer: Login,
    other: Member,
}

impl Town {
    fn open(app: &TestApp) -> Self {
        let organizer = app.staff(StaffRole::Organizer, "ana");
        let home = app.organization(OrganizationKind::Association, "HOME");
        let other = app.organization(OrganizationKind::Company, "OTHER");
        let coordinator = join(app, &home, "CARL", "coordinator");
        let volunteer = join(app, &home, "VERA", "volunteer");
        Self { organizer, home, coordinator, volunteer, other }
    }

    fn home(&self) -> String {
        format!("/v1/organizations/{}", self.home.organization)
    }
}

/// Somebody new in an organization; the address is `owner@NAME.example`.
fn join(app: &TestApp, member: &Member, name: &str, role: &str) -> Login {
    let login = app.owner(member.organization, name).owner;
    let path = format!("/v1/organizations/{}/members/{}", member.organization, login.person);
    change(member.client(), "PATCH", &path, &json!({"role": role})).expect(200);
    login
}

/// What staff say that they looked at.
fn evidence() -> Value {
    json!({"evidence": [
        {"kind": "rcs_extract", "reference": "F9999", "checked_on": "2026-06-01"},
        {"kind": "phone_call", "note": "Spoke to Ana.", "checked_on": "2026-06-02"},
    ]})
}

/// Changes something that one sees itself under this path, at a path below.
fn decide(client: &Client, method: &str, path: &str, below: &str, body: &Value) -> Reply {
    let etag = client.get(path).expect(200).etag().to_owned();
    client.request(method, &format!("{path}/{below}")).if_match(&etag).json(body).send()
}

/// Changes something, from the state in which it is now.
fn change(client: &Client, method: &str, path: &str, body: &Value) -> Reply {
    let read = client.get(path);
    let etag = if read.status == 200 { read.etag().to_owned() } else { "\"1-00000000\"".to_owned() };
    client.request(method, path).if_match(&etag).json(body).send()
}

/// The texts at a pointer of each item of a list, in order.
fn column(reply: &Reply, pointer: &str) -> Vec<String> {
    let items = reply.at("/items").as_array().cloned().unwrap_or_default();
    items.iter().filter_map(|item| item.pointer(pointer)?.as_str().map(str::to_owned)).collect()
}
