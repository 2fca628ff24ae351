//! Does the broker agree with a model that is too simple to be wrong? Random operations become a
//! story with the model's expectations in it; what fails shrinks to a short story to read.

#![allow(unreachable_pub, missing_docs)]

use std::sync::{Arc, OnceLock};

use proptest::{prelude::*, test_runner::TestCaseError};

mod contact;
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
fn agree(text: &str) -> Result<(), TestCaseError> {
    let story = language::read_text("model.story", text).map_err(TestCaseError::fail)?;
    let memory =
        depths::all().into_iter().find(|d| d.name() == "memory").expect("the memory depth");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let outcome = runtime.block_on(async {
        let clock = TestClock::new(naive::start());
        let world = memory.start(clock.clone(), &CovenantFiles::amsterdam()).await;
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
        3 => Just(time),
    ]
}

fn config() -> ProptestConfig {
    // One story is some hundred calls; PROPTEST_CASES asks for more.
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(48);
    ProptestConfig { cases, max_shrink_iters: 400, failure_persistence: None, ..Default::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn whatever_the_order_of_operations(ops in prop::collection::vec(op(Setting::WithoutTime), 1..30)) {
        agree(&naive::tell(&ops, Setting::WithoutTime))?;
    }

    #[test]
    fn whatever_deadlines_pass(ops in prop::collection::vec(op(Setting::WithTime), 1..30)) {
        agree(&naive::tell(&ops, Setting::WithTime))?;
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
