//! Who belongs to an organization, who may know it, and who decides.

use std::sync::Barrier;

use serde_json::json;
use testkit::{Client, Engine, Login, Reply, TestApp, on_both_engines};

use super::{Town, change, column, join};
use crate::race::hammer::{CLIENTS, hammer};

on_both_engines!(
    colleagues_know_each_other,
    roles_bite_at_the_next_request,
    everybody_decides_on_those_below,
    an_owner_remains,
);

fn colleagues_know_each_other(app: &TestApp) {
    let town = Town::open(app);
    let path = format!("{}/members", town.home());
    // Who reads, what they are told, and whose addresses.
    let all = ["owner@carl.example", "owner@home.example", "owner@vera.example"];
    let check = |who: &str, client: &Client, status: u16, addresses: &[&str]| {
        let reply = client.get(&path);
        assert_eq!(reply.status, status, "{who}: {reply:?}");
        let one = client.get(&format!("{path}/{}", town.volunteer.person));
        assert_eq!(one.status, status, "{who}: {one:?}");
        if status == 200 {
            let mut found = column(&reply, "/email");
            found.sort();
            assert_eq!(found, addresses, "{who}");
            assert_eq!(column(&reply, "/name").len(), 3, "{who}");
        } else {
            assert!(!reply.text.contains(&town.volunteer.person.to_string()), "{who}: {reply:?}");
        }
    };
    check("the owner", town.home.client(), 200, &all);
    check("a coordinator", &town.coordinator.client, 200, &all);
    check("a volunteer", &town.volunteer.client, 200, &["owner@vera.example"]);
    check("staff", &town.organizer.client, 200, &[]);
    check("another organization", town.other.client(), 404, &[]);
    check("nobody", &app.client(), 401, &[]);

    let mine = town.volunteer.client.get("/v1/me/memberships").expect(200);
    assert_eq!(
        (column(&mine, "/reference"), column(&mine, "/role")),
        (vec!["HOME".into()], vec!["volunteer".into()])
    );
}

fn roles_bite_at_the_next_request(app: &TestApp) {
    let town = Town::open(app);
    let say =
        |text: &str| change(&town.coordinator.client, "PATCH", &town.home(), &json!({"description": text}));
    say("Chairs.").expect(200);
    set(town.home.client(), &town, &town.coordinator, "volunteer").expect(200);
    say("Tables.").expect_problem(403, "representative-only");
    set(town.home.client(), &town, &town.coordinator, "coordinator").expect(200);
    say("Tables.").expect(200);
    leave(&town.coordinator.client, &town, &town.coordinator).expect(204);
    say("Lamps.").expect_problem(403, "representative-only");
    town.coordinator.client.get(&format!("{}/members", town.home())).expect_problem(404, "not-found");
}

fn everybody_decides_on_those_below(app: &TestApp) {
    let town = Town::open(app);
    let owner = &town.home.owner;
    let helper = join(app, &town.home, "HUGO", "volunteer");
    // Who changes whom to what, and what comes of it.
    set(&town.volunteer.client, &town, &helper, "owner").expect_problem(403, "representative-only");
    set(&town.coordinator.client, &town, &helper, "coordinator").expect_problem(403, "owner-only");
    set(&town.coordinator.client, &town, &town.coordinator, "owner").expect_problem(403, "owner-only");
    set(&town.coordinator.client, &town, owner, "volunteer").expect_problem(403, "owner-only");
    leave(&town.coordinator.client, &town, owner).expect_problem(403, "owner-only");
    leave(&town.volunteer.client, &town, &helper).expect_problem(403, "representative-only");
    set(town.other.client(), &town, &helper, "owner").expect_problem(404, "not-found");
    leave(town.other.client(), &town, &helper).expect_problem(404, "not-found");
    set(&town.organizer.client, &town, &helper, "coordinator").expect(200);
    set(town.home.client(), &town, &helper, "volunteer").expect(200);
    leave(&town.coordinator.client, &town, &helper).expect(204);
    leave(&town.coordinator.client, &town, &helper).expect_problem(404, "not-found");
    leave(&town.volunteer.client, &town, &town.volunteer).expect(204);
}

fn an_owner_remains(app: &TestApp) {
    let town = Town::open(app);
    let owner = &town.home.owner;
    for client in [town.home.client(), &town.organizer.client] {
        set(client, &town, owner, "coordinator").expect_problem(409, "last-owner");
        leave(client, &town, owner).expect_problem(409, "last-owner");
    }
    let read = town.home.client().get(&format!("{}/members/{}", town.home(), owner.person)).expect(200);
    for n in 0..2 {
        assert_eq!(read.text_at(&format!("/actions/{n}/disabled_reasons/0/code")), "last-owner");
    }
    set(town.home.client(), &town, &town.coordinator, "owner").expect(200);
    set(town.home.client(), &town, owner, "volunteer").expect(200);
    set(&town.coordinator.client, &town, &town.coordinator, "volunteer").expect_problem(409, "last-owner");
}

fn set(client: &Client, town: &Town, who: &Login, role: &str) -> Reply {
    change(client, "PATCH", &format!("{}/members/{}", town.home(), who.person), &json!({"role": role}))
}

fn leave(client: &Client, town: &Town, who: &Login) -> Reply {
    change(client, "DELETE", &format!("{}/members/{}", town.home(), who.person), &json!({}))
}

#[test]
fn heavy_on_sqlite() {
    races(&TestApp::start(Engine::Sqlite));
}

#[test]
fn heavy_on_postgresql() {
    races(&TestApp::start(Engine::PostgreSql));
}

fn races(app: &TestApp) {
    all_owners_give_up(app, "PATCH");
    all_owners_give_up(app, "DELETE");
    owners_take_each_others_place(app);
    app.check_invariants();
}

/// As many owners as there are clients give up their place at once: one keeps it.
fn all_owners_give_up(app: &TestApp, method: &str) {
    let home = app.organization(domain::organization::OrganizationKind::Company, &format!("MANY-{method}"));
    let mut owners = vec![home.owner.clone()];
    owners.extend((1..CLIENTS).map(|n| app.owner(home.organization, &format!("{method}{n}")).owner));
    let path = |who: &Login| format!("/v1/organizations/{}/members/{}", home.organization, who.person);
    let tags: Vec<_> =
        owners.iter().map(|who| who.client.get(&path(who)).expect(200).etag().to_owned()).collect();
    let outcome = hammer(&["last-owner"], |lane| {
        let request = owners[lane].client.request(method, &path(&owners[lane])).if_match(&tags[lane]);
        if method == "PATCH" { request.json(&json!({"role": "volunteer"})).send() } else { request.send() }
    });
    assert_eq!(outcome.others.len(), 0, "{:?}", outcome.others);
    assert_eq!((outcome.winners.len(), outcome.refused.len()), (CLIENTS - 1, 1), "{method}");
}

/// In each of several organizations two owners demote each other at once: exactly one remains one. The other
/// is told of the rule, or, where they came a moment later, that they are no owner any more.
fn owners_take_each_others_place(app: &TestApp) {
    let staff = app.staff(domain::policy::StaffRole::Broker, "ben");
    let homes: Vec<_> = (0..CLIENTS / 2)
        .map(|n| {
            let home = app.organization(domain::organization::OrganizationKind::Company, &format!("PAIR{n}"));
            let second = app.owner(home.organization, &format!("SECOND{n}")).owner;
            (home.organization, [home.owner, second])
        })
        .collect();
    let gate = Barrier::new(CLIENTS);
    let replies: Vec<(usize, Reply)> = std::thread::scope(|scope| {
        let racers: Vec<_> = (0..CLIENTS)
            .map(|lane| {
                let (homes, gate) = (&homes, &gate);
                scope.spawn(move || {
                    let (organization, pair) = &homes[lane / 2];
                    let (me, them) = (&pair[lane % 2], &pair[1 - lane % 2]);
                    let path = format!("/v1/organizations/{organization}/members/{}", them.person);
                    let etag = me.client.get(&path).expect(200).etag().to_owned();
                    gate.wait();
                    let send = || {
                        me.client
                            .request("PATCH", &path)
                            .if_match(&etag)
                            .json(&json!({"role": "volunteer"}))
                            .send()
                    };
                    (lane / 2, crate::race::hammer::patiently(send).0)
                })
            })
            .collect();
        racers.into_iter().map(|racer| racer.join().unwrap()).collect()
    });
    for (n, (organization, _)) in homes.iter().enumerate() {
        let mut told: Vec<_> = replies
            .iter()
            .filter(|(home, _)| *home == n)
            .map(|(_, reply)| (reply.status, reply.body["code"].as_str().unwrap_or_default().to_owned()))
            .collect();
        told.sort();
        assert_eq!(told[0].0, 200, "{told:?}");
        assert!(["last-owner", "representative-only"].contains(&told[1].1.as_str()), "{told:?}");
        let members = staff.client.get(&format!("/v1/organizations/{organization}/members")).expect(200);
        assert_eq!(
            column(&members, "/role").iter().filter(|role| *role == "owner").count(),
            1,
            "{members:?}"
        );
    }
}
