//! The facts of an agreement as its template takes them: printable texts, in the order of the page.

use serde::Serialize;

use super::{Agreement, Confirmation, Contribution, Party, Ratification, Side, Status};
use crate::text::{line, lines};
use crate::words::{Language, Words};

#[derive(Debug, Serialize)]
pub(super) struct Sheet {
    reference: String,
    status: String,
    status_since: String,
    reason: Vec<String>,
    made_at: String,
    terms_revision: String,
    terms_hash: String,
    times_note: String,
    parties: [PartyBox; 2],
    legs: [Leg; 2],
    estimates: bool,
    confirmations: [ConfirmationRow; 2],
    ratification: String,
    first_contact: String,
    signatures: Vec<String>,
}

#[derive(Debug, Serialize)]
struct PartyBox {
    name: String,
    legal_form: String,
    address: Vec<String>,
    register: Option<String>,
}

/// Everything that one side gives to the other.
#[derive(Debug, Serialize)]
struct Leg {
    heading: String,
    nothing: String,
    rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    what: Vec<String>,
    listings: Option<String>,
    how_much: String,
    when: Vec<String>,
    estimate: String,
}

#[derive(Debug, Serialize)]
struct ConfirmationRow {
    organization: String,
    by: String,
    at: String,
}

impl Sheet {
    pub(super) fn of(agreement: &Agreement, language: Language) -> Self {
        let words = language.words();
        let desk = Desk { agreement, language, words };
        let (status, reason) = desk.status();
        let signatures =
            [Side::First, Side::Second].map(|side| fill(words.signature_for, &[desk.name(side)]));
        let mut signatures = signatures.to_vec();
        if agreement.ratification != Ratification::NotRequired {
            signatures.push(words.signature_bourse.to_owned());
        }
        Self {
            reference: line(&agreement.reference),
            status,
            status_since: fill(words.status_since, &[&desk.time(agreement.status_changed_at)]),
            reason,
            made_at: desk.time(agreement.made_at),
            terms_revision: agreement.terms_revision.to_string(),
            terms_hash: line(&agreement.terms_hash),
            times_note: fill(words.times_note, &[&line(&agreement.zone_name)]),
            parties: agreement.parties.each_ref().map(PartyBox::of),
            legs: [Side::First, Side::Second].map(|giver| desk.leg(giver)),
            estimates: agreement.contributions.iter().any(|one| one.value_estimate.is_some()),
            confirmations: [Side::First, Side::Second].map(|side| desk.confirmation(side)),
            ratification: desk.ratification(),
            first_contact: desk.first_contact(),
            signatures,
        }
    }
}

impl PartyBox {
    fn of(party: &Party) -> Self {
        Self {
            name: line(&party.name),
            legal_form: line(&party.legal_form),
            address: party.address.iter().map(|part| line(part)).collect(),
            register: party.register.as_deref().map(line),
        }
    }
}

/// Where a sheet is written: the facts, the language and its words.
struct Desk<'a> {
    agreement: &'a Agreement,
    language: Language,
    words: &'static Words,
}

impl Desk<'_> {
    fn name(&self, side: Side) -> &str {
        let [first, second] = &self.agreement.parties;
        match side {
            Side::First => &first.name,
            Side::Second => &second.name,
        }
    }

    fn time(&self, at: jiff::Timestamp) -> String {
        self.language.time(at, &self.agreement.zone)
    }

    fn status(&self) -> (String, Vec<String>) {
        let (status, reason) = match &self.agreement.status {
            Status::Pending => (self.words.pending, Vec::new()),
            Status::Confirmed => (self.words.confirmed, Vec::new()),
            Status::Fulfilled => (self.words.fulfilled, Vec::new()),
            Status::PartlyFulfilled => (self.words.partly_fulfilled, Vec::new()),
            Status::Unfulfilled => (self.words.unfulfilled, Vec::new()),
            Status::Lapsed => (self.words.lapsed, Vec::new()),
            Status::Cancelled(reason) => (self.words.cancelled, lines(reason)),
        };
        (status.to_owned(), reason)
    }

    fn leg(&self, giver: Side) -> Leg {
        let (from, to) = (self.name(giver), self.name(giver.other()));
        let given = self.agreement.contributions.iter().filter(|one| one.giver == giver);
        Leg {
            heading: fill(self.words.gives, &[from, to]),
            nothing: fill(self.words.gives_nothing, &[from]),
            rows: given.map(|one| self.row(one)).collect(),
        }
    }

    fn row(&self, one: &Contribution) -> Row {
        let from = one.starts_at.map(|at| fill(self.words.from, &[&self.time(at)]));
        let until = one.ends_at.map(|at| fill(self.words.until, &[&self.time(at)]));
        let when: Vec<String> = from.into_iter().chain(until).collect();
        let cited: Vec<String> = one.listings.iter().map(|listing| line(listing)).collect();
        Row {
            what: lines(&one.description),
            listings: (!cited.is_empty()).then(|| fill(self.words.listings, &[&cited.join("; ")])),
            how_much: format!("{}\u{a0}× {}", self.language.decimal(&one.quantity), line(&one.unit)),
            when: if when.is_empty() { vec![self.words.when_open.to_owned()] } else { when },
            estimate: one.value_estimate.map_or_else(|| "–".to_owned(), |cents| self.language.euros(cents)),
        }
    }

    fn confirmation(&self, side: Side) -> ConfirmationRow {
        let given = self.agreement.confirmations.iter().find(|one| one.side == side);
        let organization = line(self.name(side));
        match given {
            Some(Confirmation { by, at, .. }) => {
                ConfirmationRow { organization, by: self.person(by.as_deref()), at: self.time(*at) }
            }
            None => ConfirmationRow { organization, by: self.words.not_yet.to_owned(), at: "–".to_owned() },
        }
    }

    fn ratification(&self) -> String {
        match &self.agreement.ratification {
            Ratification::NotRequired => self.words.ratification_not_required.to_owned(),
            Ratification::Awaited => self.words.ratification_awaited.to_owned(),
            Ratification::Given { by, at } => {
                fill(self.words.ratified, &[&self.person(by.as_deref()), &self.time(*at)])
            }
        }
    }

    fn first_contact(&self) -> String {
        let contact = &self.agreement.first_contact;
        let who = self.name(contact.side);
        match contact.done_at {
            Some(at) => fill(self.words.first_contact_done, &[who, &self.time(at)]),
            None => fill(self.words.first_contact_due, &[who, &self.language.day(contact.due_on)]),
        }
    }

    fn person(&self, name: Option<&str>) -> String {
        name.map_or_else(|| self.words.erased_person.to_owned(), line)
    }
}

/// A phrase with each of its `{}` replaced in turn, once: a value that holds `{}` itself stays as it is.
fn fill(phrase: &str, values: &[&str]) -> String {
    let mut filled = String::new();
    let mut parts = phrase.split("{}");
    filled.push_str(parts.next().unwrap_or_default());
    for (n, part) in parts.enumerate() {
        filled.push_str(&line(values.get(n).copied().unwrap_or_default()));
        filled.push_str(part);
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_put_in_once() {
        assert_eq!(fill("{} gives to {}", &["{}", "b"]), "{} gives to b");
        assert_eq!(fill("nothing", &["a"]), "nothing");
    }
}
