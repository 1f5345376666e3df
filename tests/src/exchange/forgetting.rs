//! What people wrote to each other in a week is forgotten some time after it was closed.

use domain::week::Phase;
use jiff::SignedDuration;
use serde_json::{Value, json};
use testkit::{TestApp, on_both_engines};

use super::agreeing::{agree, confirm};
use super::{Bourse, act, key};

on_both_engines!(texts_of_a_closed_week_are_erased_when_they_are_due);

fn texts_of_a_closed_week_are_erased_when_they_are_due(app: &TestApp) {
    let bourse = Bourse::open_with(app, Phase::Live, |week| week.settings.texts_kept_days = Some(30));
    let (company, association) = (&bourse.company, &bourse.association);
    let (agreement, ..) = agree(&bourse);
    confirm(&bourse, company, &agreement).expect(200);
    let confirmed = confirm(&bourse, association, &agreement).expect(200);
    let why = json!({"reason": "Le camion de Léo est en panne."});
    act(company.client(), "POST", &format!("{agreement}/cancellations"), confirmed.etag(), &why).expect(200);
    let declined = declined(&bourse);
    let unseen = bourse.post(company, &bourse.goods(company, "offer", None)).expect(201);
    let unseen = format!("/v1/listings/{}", unseen.text_at("/id"));

    let week = app.move_week(&bourse.organizer, bourse.week.clone(), Phase::Closed);
    let texts = || -> [Value; 4] {
        let company = app.log_in(&company.owner.email).client;
        let at = |path: &str, pointer: &str| company.get(path).expect(200).at(pointer).clone();
        [
            at(&agreement, "/status_reason"),
            at(&declined, "/status_reason"),
            at(&declined, "/terms/message"),
            at(&unseen, "/texts/fr/title"),
        ]
    };
    let written = [
        json!("Le camion de Léo est en panne."),
        json!("Plus de place, dit Zoé."),
        json!("Appelez Léo."),
        json!("Chaises pliantes"),
    ];
    assert_eq!(texts(), written);
    app.clock.advance(SignedDuration::from_hours(30 * 24) - SignedDuration::from_secs(1));
    app.sweep();
    assert_eq!(texts(), written, "not a second too early");

    app.clock.advance(SignedDuration::from_secs(1));
    assert!(app.sweep() >= 1);
    assert_eq!(texts(), [json!(""), Value::Null, Value::Null, json!("")]);
    // What was agreed, and that it was called off, stays.
    let agreement = app.log_in(&association.owner.email).client.get(&agreement).expect(200);
    assert_eq!(agreement.text_at("/status"), "cancelled");
    assert_eq!(agreement.text_at("/contributions/0/description"), "Chaises, enlèvement mercredi");
    assert_eq!(app.sweep(), 0, "once");
    let organizer = app.log_in(&bourse.organizer.email).client;
    let week = organizer.get(&format!("/v1/exchange-weeks/{}", week.id)).expect(200);
    assert_eq!(week.at("/settings/texts_kept_days"), 30);
}

/// A match with a message, declined with a reason; its path.
fn declined(bourse: &Bourse) -> String {
    let offer = bourse.publish(&bourse.company, "offer", Some("6"));
    let body = json!({
        "organization_id": bourse.company.organization.to_string(),
        "counterparty_organization_id": bourse.association.organization.to_string(),
        "contributions": [bourse.gives(&bourse.company, Some(&offer), None, "1")],
        "message": "Appelez Léo.",
    });
    let made = bourse.company.client().post_once("/v1/matches", &key(), &body).expect(201);
    let path = format!("/v1/matches/{}", made.text_at("/id"));
    let asked = bourse.read(&bourse.association, &path);
    let why = json!({"reason": "Plus de place, dit Zoé."});
    act(bourse.association.client(), "POST", &format!("{path}/rejections"), asked.etag(), &why).expect(200);
    path
}
