//! Do the rules hold? Every story of `tests/scenarios` at every depth, each as its own test.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use libtest_mimic::{Arguments, Failed, Trial};

#[path = "support/mod.rs"]
mod support;

use support::{
    actors::{self, Directory},
    depths,
    language::{self, Step, Story},
    names, play, transport,
    world::{CovenantFiles, Depth, TestClock},
};
use verwijspunt::domain::time::Time;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let files = CovenantFiles::amsterdam();
    let directory = Arc::new(Directory::load(&files));
    let depths: Vec<Arc<dyn Depth>> = depths::all().into_iter().map(Arc::from).collect();
    let mut trials = vec![
        Trial::test("harness::synthetic_numbers_pass_the_check", || Ok(numbers_pass()?)),
        Trial::test("harness::a_wrong_story_is_named_by_line", || Ok(wrong_stories_are_named()?)),
    ];
    trials.push(Trial::test("harness::both_transports_carry_calls", || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        Ok(runtime.block_on(support::transport::smoke())?)
    }));
    let parties = Arc::clone(&directory);
    trials.push(Trial::test("harness::every_actor_is_in_the_covenant", move || {
        Ok(actors_are_in(parties.as_ref().as_ref())?)
    }));
    for path in story_paths() {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let story = language::read(&path);
        let read = story.clone();
        let parties = Arc::clone(&directory);
        trials.push(Trial::test(format!("read::{name}"), move || {
            Ok(can_be_asked(read?, parties.as_ref())?)
        }));
        let Ok(story) = story else { continue };
        for depth in &depths {
            if story.depths.as_ref().is_some_and(|only| !only.iter().any(|d| d == depth.name())) {
                continue;
            }
            let (story, depth) = (story.clone(), Arc::clone(depth));
            let (files, directory) = (files.clone(), Arc::clone(&directory));
            trials.push(Trial::test(format!("{}::{name}", depth.name()), move || {
                let directory = match directory.as_ref() {
                    Ok(directory) => Arc::new(directory.clone()),
                    Err(problem) => return Err(problem.clone().into()),
                };
                run(&story, depth.as_ref(), &files, directory)
            }));
        }
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn run(
    story: &Story,
    depth: &dyn Depth,
    files: &CovenantFiles,
    directory: Arc<Directory>,
) -> Result<(), Failed> {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let outcome = runtime.block_on(async {
        let clock = TestClock::new(start_of(story));
        let world = depth.start(clock.clone(), files).await;
        play::play(story, world, clock, directory).await
    });
    runtime.shutdown_background();
    Ok(outcome?)
}

fn start_of(story: &Story) -> Time {
    match story.lines.first().map(|line| &line.step) {
        Some(Step::At(time)) => *time,
        _ => Time(0),
    }
}

fn story_paths() -> Vec<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let entries = std::fs::read_dir(dir).expect("the stories are beside this file");
    let mut paths: Vec<PathBuf> = entries.map(|e| e.expect("readable").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|e| e == "story"));
    paths.sort();
    paths
}

/// A misspelt actor, key or code word is found without a broker: nobody answers, all is asked.
fn can_be_asked(story: Story, directory: &Result<Directory, String>) -> Result<(), String> {
    for line in &story.lines {
        if let Step::Call(call, _) = &line.step
            && !actors::is_known(&call.actor)
        {
            let (file, number, actor) = (&story.file, line.number, &call.actor);
            return Err(format!("tests/scenarios/{file}:{number}: nobody is called `{actor}`"));
        }
    }
    let directory = Arc::new(directory.clone()?);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let clock = TestClock::new(start_of(&story));
    let deaf = Box::new(transport::Deaf);
    runtime.map_err(|e| e.to_string())?.block_on(play::rehearse(&story, deaf, clock, directory))
}

/// Every name that the stories use stands for somebody, and no two names for the same.
fn actors_are_in(directory: Result<&Directory, &String>) -> Result<(), String> {
    let directory = directory.map_err(String::clone)?;
    let mut keys: BTreeMap<String, String> = BTreeMap::new();
    for path in story_paths() {
        for line in language::read(&path)?.lines {
            let Step::Call(call, _) = line.step else { continue };
            let actor = directory.actor(&call.actor)?;
            if actor.key.is_empty() {
                continue;
            }
            match keys.insert(actor.key, actor.name.clone()) {
                Some(other) if other != actor.name => {
                    return Err(format!("`{other}` and `{}` are the same", actor.name));
                }
                _ => {}
            }
        }
    }
    if keys.len() < 15 { Err(format!("only {} actors: {keys:?}", keys.len())) } else { Ok(()) }
}

fn numbers_pass() -> Result<(), String> {
    for name in ["Sanne", "Bram", "Mira", "Karel", "x1", "x2", "x3"] {
        let bsn = names::synthetic_bsn(name);
        let digits: Vec<i64> = bsn.bytes().map(|b| i64::from(b - b'0')).collect();
        let weights = [9, 8, 7, 6, 5, 4, 3, 2, -1];
        let sum: i64 = digits.iter().zip(weights).map(|(d, w)| d * w).sum();
        if digits.len() != 9 || sum % 11 != 0 {
            return Err(format!("the number made for {name} is not valid"));
        }
    }
    Ok(())
}

fn wrong_stories_are_named() -> Result<(), String> {
    let dir = tempfile::tempdir().map_err(|e| e.to_string())?;
    let head = "# t\n# source: s\nat 2026-03-02 10:00\n";
    for (text, part) in [
        ("at 2026-03-02 10:00\n", ":1:"),
        ("# t\n# source: s\nsweep\n", "first step"),
        (&*format!("{head}school: dance => ok\n"), ":4: there is no verb `dance`"),
        (
            &*format!("{head}school: register i1 colour=red\n"),
            ":4: `register` does not know `colour=",
        ),
        (&*format!("{head}school: register => ok\n"), ":4: `register` takes 1 words"),
        (&*format!("{head}\nadvance five days\n"), ":5: write for instance"),
        (&*format!("{head}school: inbox => kind=x\n"), ":4: an expected item begins"),
    ] {
        let path = dir.path().join("wrong.story");
        std::fs::write(&path, text).map_err(|e| e.to_string())?;
        match language::read(&path) {
            Err(problem) if problem.contains(part) => {}
            other => return Err(format!("expected `{part}` in {other:?}")),
        }
    }
    Ok(())
}
