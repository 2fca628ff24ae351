//! Does the broker agree with a model that is too simple to be wrong? Random operations become a
//! story with the model's expectations in it; what fails shrinks to a short story to read.

#![allow(unreachable_pub, missing_docs)]

use std::sync::{Arc, OnceLock};

use proptest::{prelude::*, test_runner::TestCaseError};

mod contact;
mod family;
mod ladder;
mod naive;
#[path = "../support/mod.rs"]
mod support;

use naive::{Op, Setting};
use support::{
    actors::Directory,
    depths, language, play,
    world::{CovenantFiles, TestClock},
};

fn directory() -> Arc<Directory> {
    static LOADED: OnceLock<Arc<Directory>> = OnceLock::new();
    let load = || Arc::new(Directory::load(&CovenantFiles::amsterdam()).expect("a covenant"));
    Arc::clone(LOADED.get_or_init(load))
}

/// Plays a story that the model wrote; the error is the story and the line that failed.
fn agree(text: &str, depth: &str) -> Result<(), TestCaseError> {
    let story = language::read_text("model.story", text).map_err(TestCaseError::fail)?;
    let depth = depths::all().into_iter().find(|d| d.name() == depth).expect("a depth");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let outcome = runtime.block_on(async {
        let clock = TestClock::new(naive::start());
        let world = depth.start(clock.clone(), &CovenantFiles::amsterdam()).await;
        play::play(&story, world, clock, directory()).await
    });
    runtime.shutdown_background();
    outcome.map_err(|problem| {
        let lines = text.lines().zip(1..).map(|(line, n)| format!("{n:4} {line}\n"));
        TestCaseError::fail(format!("{problem}\n{}", lines.collect::<String>()))
    })
}

fn person() -> impl Strategy<Value = usize> {
    0..naive::PERSONS
}

fn op(setting: Setting) -> impl Strategy<Value = Op> {
    let pick = 0_usize..64;
    let persons = prop::collection::btree_set(person(), 1..4);
    let register = (0..naive::ORGANISATIONS.len(), persons, prop::bool::weighted(0.2))
        .prop_map(|(organisation, persons, second)| Op::Register { organisation, persons, second });
    let parents = (0..naive::CHILDREN, naive::CHILDREN..naive::PERSONS)
        .prop_map(|(child, parent)| Op::RecordParent { child, parent });
    let end = (pick.clone(), any::<bool>()).prop_map(|(nth, destroy)| Op::End { nth, destroy });
    let follow_up = (pick.clone(), pick.clone(), 1..4_u8)
        .prop_map(|(nth, party, level)| Op::FollowUp { nth, party, level });
    let lead = (pick.clone(), pick.clone(), pick.clone())
        .prop_map(|(nth, party, lead)| Op::AgreeLead { nth, party, lead });
    let open = (pick.clone(), 0..3_usize, any::<bool>(), any::<bool>())
        .prop_map(|(nth, target, two, nuisance)| Op::Open { nth, target, two, nuisance });
    let moved = (pick.clone(), 0..5_usize, prop::bool::weighted(0.8))
        .prop_map(|(nth, verb, by_handler)| Op::Ticket { nth, verb, by_handler });
    let hand_over = (pick.clone(), 0..3_usize, prop::bool::weighted(0.8))
        .prop_map(|(nth, change, by_handler)| Op::HandOver { nth, change, by_handler });
    let few = || prop::collection::btree_set(person(), 1..3);
    let own_name = (pick.clone(), 0..3_usize).prop_map(|(nth, target)| Op::OwnName { nth, target });
    let open_case = (few(), any::<bool>(), any::<bool>())
        .prop_map(|(persons, two, nuisance)| Op::OpenCase { persons, two, nuisance });
    let add = (pick.clone(), few()).prop_map(|(nth, persons)| Op::AddPersons { nth, persons });
    let remove =
        (pick.clone(), pick.clone()).prop_map(|(nth, place)| Op::RemovePerson { nth, place });
    let classify = (pick.clone(), any::<bool>()).prop_map(|(nth, two)| Op::Classify { nth, two });
    let confirm = pick.clone().prop_map(|nth| Op::ConfirmPersons { nth });
    let time = match setting {
        Setting::WithTime => Op::Advance,
        Setting::WithoutTime => Op::Ask { nth: 0 },
    };
    prop_oneof![
        8 => register,
        3 => parents,
        2 => end,
        3 => follow_up,
        2 => lead,
        1 => pick.clone().prop_map(|nth| Op::Renew { nth }),
        1 => pick.clone().prop_map(|nth| Op::Again { nth }),
        1 => pick.clone().prop_map(|nth| Op::Foreign { nth }),
        2 => pick.clone().prop_map(|nth| Op::Ask { nth }),
        1 => pick.prop_map(|who| Op::Acknowledge { who }),
        2 => open,
        4 => moved,
        3 => hand_over,
        1 => open_case,
        1 => own_name,
        1 => add,
        1 => remove,
        1 => signal(),
        1 => confirm,
        2 => classify,
        // Nothing to a store in memory.
        1 => Just(Op::Restart),
        3 => Just(time),
    ]
}

/// A signal may name persons with whom its sender has nothing to do.
fn signal() -> impl Strategy<Value = Op> {
    let persons = prop::collection::btree_set(person(), 1..5);
    (0..naive::ORGANISATIONS.len(), persons)
        .prop_map(|(organisation, persons)| Op::Signal { organisation, persons })
}

/// What parties can do without any director.
fn by_a_party() -> impl Strategy<Value = Op> {
    let pick = 0_usize..64;
    let few = || prop::collection::btree_set(person(), 1..4);
    let register = (0..naive::ORGANISATIONS.len(), few(), prop::bool::weighted(0.2))
        .prop_map(|(organisation, persons, second)| Op::Register { organisation, persons, second });
    let add = (pick.clone(), few()).prop_map(|(nth, persons)| Op::AddMembers { nth, persons });
    let end = (pick.clone(), any::<bool>()).prop_map(|(nth, destroy)| Op::End { nth, destroy });
    let follow_up = (pick.clone(), pick.clone(), 1..4_u8)
        .prop_map(|(nth, party, level)| Op::FollowUp { nth, party, level });
    let lead = (pick.clone(), pick.clone(), pick.clone())
        .prop_map(|(nth, party, lead)| Op::AgreeLead { nth, party, lead });
    let open = (pick.clone(), 0..3_usize, any::<bool>(), any::<bool>())
        .prop_map(|(nth, target, two, nuisance)| Op::Open { nth, target, two, nuisance });
    let again = pick.prop_map(|nth| Op::Again { nth });
    prop_oneof![
        6 => register,
        3 => add,
        2 => end,
        1 => follow_up,
        1 => lead,
        4 => open,
        5 => signal(),
        1 => again,
    ]
}

/// Mostly what happens to one ticket: else few get far up the ladder, or to and fro.
fn ladder() -> impl Strategy<Value = Vec<Op>> {
    let moved = |verb| prop::bool::weighted(0.9).prop_map(move |by_handler| (verb, by_handler));
    let op = prop_oneof![
        4 => moved(0),
        1 => (1..4_usize).prop_flat_map(moved),
        2 => moved(4),
    ]
    .prop_map(|(verb, by_handler)| Op::Ticket { nth: 0, verb, by_handler });
    let hand_over = (0..3_usize, prop::bool::weighted(0.9))
        .prop_map(|(change, by_handler)| Op::HandOver { nth: 0, change, by_handler });
    let classify = any::<bool>().prop_map(|two| Op::Classify { nth: 0, two });
    let op = prop_oneof![5 => op, 9 => hand_over, 3 => classify, 1 => Just(Op::Advance), 1 => Just(Op::Ask { nth: 0 })];
    let first = Op::Register { organisation: 0, persons: [0].into(), second: false };
    (0..3_usize, any::<bool>(), any::<bool>(), prop::collection::vec(op, 1..20)).prop_map(
        move |(target, two, nuisance, ops)| {
            let open = Op::Open { nth: 0, target, two, nuisance };
            [first.clone(), open].into_iter().chain(ops).collect()
        },
    )
}

/// Most operations of one story.
const OPS: usize = 30;

fn config() -> ProptestConfig {
    // One story is some hundred calls; PROPTEST_CASES asks for more.
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(48);
    ProptestConfig { cases, max_shrink_iters: 400, failure_persistence: None, ..Default::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn whatever_the_order_of_operations(ops in prop::collection::vec(op(Setting::WithoutTime), 1..OPS)) {
        agree(&naive::tell(&ops, Setting::WithoutTime), "memory")?;
    }

    #[test]
    fn wherever_a_ticket_goes(ops in ladder()) {
        agree(&naive::tell(&ops, Setting::WithTime), "memory")?;
    }

    #[test]
    fn whatever_deadlines_pass(ops in prop::collection::vec(op(Setting::WithTime), 1..OPS)) {
        agree(&naive::tell(&ops, Setting::WithTime), "memory")?;
    }
}

proptest! {
    // A child's whereabouts hang on it: more cases than of the others.
    #![proptest_config(ProptestConfig { cases: config().cases.max(120), ..config() })]

    /// Whatever parties do, with signals about strangers and tickets about whole families, nobody
    /// sees more than who reaches a common person: that takes a director.
    #[test]
    fn parties_alone_widen_nothing(ops in prop::collection::vec(by_a_party(), 1..OPS)) {
        let text = naive::tell_and_ask(&ops);
        prop_assert!(!text.contains("kind=case"), "the model itself widens:\n{}", text);
        agree(&text, "memory")?;
    }
}

proptest! {
    // Starting costs more than all else: a quarter of the cases will do.
    #![proptest_config(ProptestConfig { cases: config().cases.div_ceil(4), ..config() })]

    #[test]
    fn wherever_it_stops_and_starts(
        ops in prop::collection::vec(op(Setting::WithTime), 1..OPS)
    ) {
        agree(&naive::tell(&ops, Setting::WithTime), "embedded")?;
    }

    #[test]
    fn wherever_a_broker_over_a_database_stops_and_starts(
        ops in prop::collection::vec(op(Setting::WithTime), 1..OPS)
    ) {
        agree(&naive::tell(&ops, Setting::WithTime), "postgres")?;
    }
}

/// The model says something: else the two tests above could pass on empty stories.
#[test]
fn the_model_tells_whole_stories() {
    let both = |organisation| {
        let (persons, second) = ([0].into(), false);
        Op::Register { organisation, persons, second }
    };
    let text =
        naive::tell(&[both(0), both(1), Op::End { nth: 0, destroy: false }], Setting::WithoutTime);
    language::read_text("model.story", &text).expect("the model writes the language");
    for part in [
        "school: register i1 child=c0 => ok involved=nobody",
        "bjaa: register i2 child=c0 => ok match=m1 already=no earlier=no ; school kind=same_person",
        "school: inbox => any-order match with=bjaa own=i1 kind=same_person match=m1",
        "bjaa: inbox => any-order party-ended with=school own=i2",
    ] {
        assert!(text.contains(part), "`{part}` is not in\n{text}");
    }
}

/// The generator gets everywhere: what it never writes is not tested.
#[test]
fn the_generator_reaches_every_corner() {
    use proptest::{strategy::ValueTree as _, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let mut written = String::new();
    for setting in [Setting::WithTime, Setting::WithoutTime] {
        for _ in 0..800 {
            let ops = prop::collection::vec(op(setting), 1..OPS).new_tree(&mut runner);
            written.push_str(&naive::tell(&ops.expect("nothing is rejected").current(), setting));
            let ops = ladder().new_tree(&mut runner).expect("nothing is rejected").current();
            written.push_str(&naive::tell(&ops, setting));
        }
    }
    for part in [
        "earlier=yes",
        "with=withheld",
        "kind=family",
        "p-second",
        "retracted",
        "party-ended",
        "FOLLOW_UP_BACKWARDS",
        "=> refused fields lead_oin",
        "lead=withheld",
        "stage=director",
        "ticket-overdue",
        "ROUTE_UNCHANGED",
        "handler=coordinator-zeeburg,process-manager-zeeburg",
        "handler=chair-zeeburg",
        "handler=mayor",
        "state=ruled",
        "NOT_LAST_STEP",
        "TICKET_CLOSED",
        "\nrestart\n",
        "matches filter=open => any-order m",
        "kind=case",
        "PERSON_IN_CASE",
        "case-opened",
        "case-persons-changed",
        "case-persons-confirmed",
        "case-destroyed",
        "cause=signal apart=yes",
        "signal-informed",
        "case-classified",
        "case-director-changed",
        "party-ended with=",
        "cause=ticket",
        "cause=director",
        "tickets => t",
        "opener=process-manager-zeeburg",
        "PERSONS_APART",
    ] {
        assert!(written.contains(part), "`{part}` is never written");
    }
}
