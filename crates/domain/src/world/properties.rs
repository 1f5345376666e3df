//! Random sequences of commands: whatever they are, the rules hold after each.

use proptest::collection::vec;
use proptest::prelude::*;

use super::commands::Leg;
use super::*;

/// Sequences in one run, and commands in each: more than a hundred thousand in all.
const SEQUENCES: u32 = 900;
const COMMANDS: usize = 120;

/// A command by its eight bytes: which, on what, by whom. Numbers are much cheaper to draw and to shrink
/// than trees of choices, and every number is a command.
type Step = u64;

/// Two legs by their bytes, mostly such as fit who gives and who receives.
fn legs(by: u8, other: u8, bytes: [u8; 4]) -> Vec<Leg> {
    let [one, amount, two, more] = bytes;
    let leg = |how: u8, amount: u8| {
        let proposer_gives = how & 1 == 0;
        let (giver, receiver) = if proposer_gives { (by, other) } else { (other, by) };
        let wild = how >= 230;
        let (offer, request) = if wild { (amount, how) } else { (giver, receiver) };
        let cites = (how >> 1) % 3;
        Leg {
            proposer_gives,
            offer: (cites != 1).then_some(offer % 3),
            request: (cites != 0).then_some(3 + request % 3),
            amount: if wild { amount % 16 } else { 1 + amount % 4 },
        }
    };
    if two < 128 { vec![leg(one, amount)] } else { vec![leg(one, amount), leg(two << 1 | more & 1, more)] }
}

impl World {
    fn run(&mut self, step: Step) {
        let [kind, a, b, pick, d, low, high, last] = step.to_le_bytes();
        let (by, other) = (a % 3, b % 3);
        let number = u16::from_le_bytes([low, high]);
        match kind {
            0..16 => self.pass(number % 1_000),
            16..19 => self.pass(number % 25_000),
            19..24 => {
                let phases = [Phase::Registration, Phase::Matching, Phase::Live, Phase::FollowUp];
                self.week.phase = phases[usize::from(a % 4)];
            }
            24..40 => self.week.phase = Phase::Matching,
            40..50 => {
                let organization = Self::organization(a);
                let now = if b < 220 { party(organization) } else { suspended(organization) };
                self.parties.insert(organization, now);
            }
            50..110 => self.command_listing(a, b, pick, (d < 200).then_some(low % 20)),
            110..150 => self.propose(by, other, &legs(by, other, [d, low, high, last])),
            150..170 => self.counter(pick, by, &legs(by, other, [d, low, high, last])),
            170..210 => self.answer(pick, by, d),
            210..235 => self.command_agreement(pick, a, d),
            235..250 => self.command_case(pick, a, d, b),
            _ => self.sweep(),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: SEQUENCES, max_shrink_iters: 20_000, ..ProptestConfig::default() })]

    #[test]
    fn the_rules_hold_whatever_happens(
        moderated: bool,
        ratification_required: bool,
        company_pairs_allowed: bool,
        steps in vec(any::<Step>(), COMMANDS..=COMMANDS + 10),
    ) {
        let settings = Settings {
            moderated,
            ratification_required,
            company_pairs_allowed,
            listings_per_organization: 2,
            ..Settings::default()
        };
        let mut world = World::new(settings);
        for step in steps {
            world.run(step);
            world.check_books();
            world.check_cases();
        }
    }
}

/// The sequences reach everything worth reaching: otherwise they prove nothing.
#[test]
fn the_world_is_busy() {
    use std::collections::BTreeSet;

    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    let mut runner = TestRunner::deterministic();
    let mut reached = BTreeSet::new();
    for n in 0..400 {
        let settings =
            Settings { moderated: n % 3 == 0, ratification_required: n % 2 == 0, ..Settings::default() };
        let mut world = World::new(settings);
        let steps = vec(any::<Step>(), COMMANDS).new_tree(&mut runner).unwrap().current();
        for step in steps {
            world.run(step);
        }
        reached.extend(world.listings.values().map(|one| format!("listing {}", one.status.state.code())));
        reached.extend(world.matches.iter().map(|one| format!("match {}", one.status.state.code())));
        reached.extend(world.agreements.iter().map(|one| format!("agreement {}", one.status.state.code())));
        reached.extend(world.cases.iter().map(|one| {
            let decision = one.ruling().map_or("", |ruling| ruling.verdict.decision().code());
            format!("case {} {} {decision}", one.matter.kind().code(), one.state.code())
        }));
        if world.matches.iter().any(|one| one.terms.revision > 1) {
            reached.insert("countered".to_owned());
        }
        if world.agreements.iter().any(|one| one.first_contact.done.is_some()) {
            reached.insert("called".to_owned());
        }
    }
    let all = [
        "agreement cancelled",
        "agreement confirmed",
        "agreement lapsed",
        "agreement pending",
        "called",
        "case edit decided approve",
        "case edit decided reject",
        "case edit decided remove",
        "case edit lapsed ",
        "case edit open ",
        "case flagged_text decided dismiss",
        "case flagged_text decided remove",
        "case flagged_text decided warn",
        "case flagged_text lapsed ",
        "case flagged_text open ",
        "case publication decided approve",
        "case publication decided reject",
        "case publication decided remove",
        "case publication lapsed ",
        "case publication open ",
        "case report decided dismiss",
        "case report decided remove",
        "case report decided warn",
        "case report open ",
        "countered",
        "listing closed",
        "listing draft",
        "listing expired",
        "listing paused",
        "listing published",
        "listing rejected",
        "listing submitted",
        "match accepted",
        "match declined",
        "match expired",
        "match proposed",
        "match superseded",
        "match withdrawn",
    ];
    let reached: Vec<_> = reached.iter().map(String::as_str).collect();
    assert_eq!(reached, all);
}
