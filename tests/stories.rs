//! Do the rules hold? Every story of `tests/scenarios` at every depth, each as its own test.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use libtest_mimic::{Arguments, Failed, Trial};

#[path = "support/mod.rs"]
mod support;

use support::{
    actors::Directory,
    depths,
    language::{self, Step, Story},
    names, play, transport,
    world::{CovenantFiles, Depth, TestClock},
};
use verwijspunt::domain::model::time::Time;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let covenants = Covenants::load();
    let depths: Vec<Arc<dyn Depth>> = depths::all().into_iter().map(Arc::from).collect();
    let mut trials = vec![
        Trial::test("harness::synthetic_numbers_pass_the_check", || Ok(numbers_pass()?)),
        Trial::test("harness::a_wrong_story_is_named_by_line", || Ok(wrong_stories_are_named()?)),
    ];
    trials.push(Trial::test("harness::both_transports_carry_calls", || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        Ok(runtime.block_on(support::transport::smoke())?)
    }));
    let parties = Arc::clone(&covenants);
    trials.push(Trial::test("harness::every_actor_is_in_the_covenant", move || {
        Ok(actors_are_in(&parties)?)
    }));
    let parties = Arc::clone(&covenants);
    trials.push(Trial::test("harness::one_broker_can_serve_all_covenants", move || {
        Ok(nothing_is_in_two(&parties)?)
    }));
    for path in story_paths() {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let story = read(&path);
        let read = story.clone();
        let parties = Arc::clone(&covenants);
        trials
            .push(Trial::test(format!("read::{name}"), move || Ok(can_be_asked(read?, &parties)?)));
        let Ok(story) = story else { continue };
        for depth in &depths {
            if story.depths.as_ref().is_some_and(|only| !only.iter().any(|d| d == depth.name())) {
                continue;
            }
            let (story, depth) = (story.clone(), Arc::clone(depth));
            let covenants = Arc::clone(&covenants);
            trials.push(Trial::test(format!("{}::{name}", depth.name()), move || {
                let directory = covenants.directory(&story.covenant)?;
                run(&story, depth.as_ref(), &CovenantFiles::named(&story.covenant), directory)
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
        let world = depth.start_with(clock.clone(), files, &story.budget).await;
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

/// The rules, and what the demonstration shows.
const PLACES: [&str; 2] = ["tests/scenarios", "deploy/demo"];

fn story_paths() -> Vec<PathBuf> {
    let mut paths = Vec::new();
    for place in PLACES {
        let entries = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(place));
        let entries = entries.expect("the stories stand there");
        paths.extend(entries.map(|e| e.expect("readable").path()));
    }
    paths.retain(|path| path.extension().is_some_and(|e| e == "story"));
    paths.sort();
    paths
}

fn read(path: &Path) -> Result<Story, String> {
    let file = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap_or(path).display().to_string();
    let text = std::fs::read_to_string(path).map_err(|e| format!("{file}: {e}"))?;
    let story = language::read_text(&file, &text)?;
    let shipped = CovenantFiles::all();
    match story.covenant.split(' ').find(|id| !shipped.iter().any(|known| known == id)) {
        Some(id) => Err(format!("{file}: there is no covenant `{id}`")),
        None => Ok(story),
    }
}

/// The parties of every covenant that the project ships, by its id; and of those that one broker
/// serves in a story, by their ids.
struct Covenants(BTreeMap<String, Result<Arc<Directory>, String>>);

impl Covenants {
    fn load() -> Arc<Self> {
        let stories = story_paths().into_iter().filter_map(|path| read(&path).ok());
        let ids = CovenantFiles::all().into_iter().chain(stories.map(|story| story.covenant));
        let load = |id: &String| Directory::load(&CovenantFiles::named(id)).map(Arc::new);
        Arc::new(Self(ids.map(|id| (id.clone(), load(&id))).collect()))
    }

    fn directory(&self, id: &str) -> Result<Arc<Directory>, String> {
        self.0.get(id).ok_or_else(|| format!("there is no covenant `{id}`"))?.clone()
    }
}

/// A misspelt actor, key or code word is found without a broker: nobody answers, all is asked.
fn can_be_asked(story: Story, covenants: &Covenants) -> Result<(), String> {
    let directory = covenants.directory(&story.covenant)?;
    for line in &story.lines {
        if let Step::Call(call, _) = &line.step
            && let Err(problem) = directory.actor(&call.actor)
        {
            return Err(format!("{}:{}: {problem}", story.file, line.number));
        }
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let clock = TestClock::new(start_of(&story));
    let deaf = Box::new(transport::Deaf);
    runtime.map_err(|e| e.to_string())?.block_on(play::rehearse(&story, deaf, clock, directory))
}

/// Every name that the stories use stands for somebody, and no two names for the same.
fn actors_are_in(covenants: &Covenants) -> Result<(), String> {
    let mut keys: BTreeMap<(String, String), String> = BTreeMap::new();
    for path in story_paths() {
        let story = read(&path)?;
        let directory = covenants.directory(&story.covenant)?;
        for line in story.lines {
            let Step::Call(call, _) = line.step else { continue };
            let actor = directory.actor(&call.actor)?;
            if actor.key.is_empty() {
                continue;
            }
            // `school/anna` is somebody of the school who signed in.
            let name = actor.name.split('/').next().unwrap_or_default().to_owned();
            match keys.insert((story.covenant.clone(), actor.key), name.clone()) {
                Some(other) if other != name => {
                    return Err(format!("`{other}` and `{name}` are the same"));
                }
                _ => {}
            }
        }
    }
    for id in CovenantFiles::all() {
        let actors = keys.keys().filter(|(covenant, _)| *covenant == id).count();
        if actors < 5 {
            return Err(format!("only {actors} actors play under {id}"));
        }
    }
    Ok(())
}

/// The broker takes all covenants at once; and, what it does not look at, no region or office is in
/// two of them.
fn nothing_is_in_two(covenants: &Covenants) -> Result<(), String> {
    let all = CovenantFiles::named(&CovenantFiles::all().join(" "));
    verwijspunt::covenant::Covenants::load(&all.0).map_err(|problems| problems.join("\n"))?;
    let mut places = BTreeMap::new();
    for id in CovenantFiles::all() {
        let directory = covenants.directory(&id)?;
        let offices = directory.offices.iter().map(|office| format!("office {}", office.id));
        let regions: BTreeSet<&String> = directory.regions.values().collect();
        let areas = directory.regions.keys().chain(regions).map(|area| format!("area {area}"));
        for place in offices.chain(areas) {
            if let Some(other) = places.insert(place.clone(), id.clone()) {
                return Err(format!("{place} is in {other} and in {id}"));
            }
        }
    }
    if places.len() < 100 { Err("too few areas and offices".to_owned()) } else { Ok(()) }
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
        ("# t\n# budget: plenty\n", ":2: write `2 an hour, 4 a day`"),
        (
            "# t\n# source: s\n# covenant: utopia\nat 2026-03-02 10:00\n",
            "there is no covenant `utopia`",
        ),
        ("# t\n# seat: school by=x\n", ":2: the seat of school has no `label=`"),
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
        match read(&path) {
            Err(problem) if problem.contains(part) => {}
            other => return Err(format!("expected `{part}` in {other:?}")),
        }
    }
    Ok(())
}
