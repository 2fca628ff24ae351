//! How is a story played? Line by line against one world, over the generated clients.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use super::{
    actors::{Actor, Directory},
    answer::{Answer, Item, Outcome, Refusal},
    calendar,
    expect::Judge,
    language::{Call, Expect, Step, Story, text},
    names::Names,
    verbs,
    world::{Channel, TestClock, World},
};

mod cases;
mod contact;
mod covenant;
mod inbox;
mod log;
mod matches;
mod overview;
mod plans;
mod reconciling;
mod registry;
mod renaming;
mod render;
mod reports;
mod rights;
mod signals;
mod tickets;

/// Why a line could not be carried out or did not give what was expected.
pub type Failure = String;

/// One story being played.
pub struct Player {
    pub world: Box<dyn World>,
    pub clock: TestClock,
    pub directory: Arc<Directory>,
    pub names: Names,
    channels: HashMap<String, Channel>,
    inboxes: HashMap<String, inbox::Look>,
    streams: HashMap<String, inbox::Open>,
    last: Option<(Call, Outcome)>,
    alike: HashMap<String, Refusal>,
    page: String,
    /// Where the last check of the audit log ended.
    verified: String,
    /// The token of the difference that was shown last.
    difference: String,
    /// The covenant files of this story that are not the shipped ones.
    renamed: Option<tempfile::TempDir>,
    mentioned: Vec<String>,
    /// References of their own that actors gave: nobody else ever sees one.
    own_references: Vec<(String, String)>,
}

/// Plays a story to its end.
pub async fn play(
    story: &Story,
    world: Box<dyn World>,
    clock: TestClock,
    directory: Arc<Directory>,
) -> Result<(), String> {
    let mut player = Player::new(world, clock, directory);
    for line in &story.lines {
        player
            .step(line.number, &line.step)
            .await
            .map_err(|e| format!("{}:{}: {e}", story.file, line.number))?;
    }
    player.streams.clear();
    player.channels.clear();
    player.world.stop().await;
    Ok(())
}

/// Asks everything that a story asks and looks at no answer: what a story says wrongly is found.
pub async fn rehearse(
    story: &Story,
    world: Box<dyn World>,
    clock: TestClock,
    directory: Arc<Directory>,
) -> Result<(), String> {
    let mut player = Player::new(world, clock, directory);
    for line in &story.lines {
        let said = match &line.step {
            Step::Call(call, _) if call.verb != "stream" => player.call(call).await.map(|_| ()),
            Step::Call(..) | Step::Again | Step::NobodyElse => Ok(()),
            step => player.step(line.number, step).await,
        };
        said.map_err(|e| format!("{}:{}: {e}", story.file, line.number))?;
    }
    Ok(())
}

impl Player {
    pub fn new(world: Box<dyn World>, clock: TestClock, directory: Arc<Directory>) -> Self {
        Self {
            world,
            clock,
            directory,
            names: Names::default(),
            channels: HashMap::new(),
            inboxes: HashMap::new(),
            streams: HashMap::new(),
            last: None,
            alike: HashMap::new(),
            page: String::new(),
            verified: String::new(),
            difference: String::new(),
            renamed: None,
            mentioned: Vec::new(),
            own_references: Vec::new(),
        }
    }

    async fn step(&mut self, number: usize, step: &Step) -> Result<(), Failure> {
        match step {
            Step::At(time) if *time < self.clock.now() => Err("time does not go back".to_owned()),
            Step::At(time) => {
                self.clock.set(*time);
                Ok(())
            }
            Step::Advance(count, unit) => {
                self.clock.set(calendar::advance(self.clock.now(), *count, *unit)?);
                Ok(())
            }
            Step::Part(_) | Step::Tell(_) => Ok(()),
            Step::Sweep => {
                self.world.sweep().await;
                Ok(())
            }
            Step::Restart => {
                self.channels.clear();
                self.streams.clear();
                self.world.restart().await;
                Ok(())
            }
            Step::Again => {
                let (call, before) = self.last.clone().ok_or("there is no call to repeat")?;
                let after = self.call(&call).await?;
                // The raw answers: a name that was given in between is no difference.
                let raw = |answer: &Result<Answer, Refusal>| match answer {
                    Ok(answer) => Ok(answer.raw.clone()),
                    Err(refusal) => Err(refusal.raw.clone()),
                };
                if raw(&before) == raw(&after) {
                    return Ok(());
                }
                Err(format!("expected the same answer\n  before {before:?}\n  after  {after:?}"))
            }
            Step::Covenant(new) => self.succeed(new).await,
            Step::NobodyElse => self.nobody_else().await,
            Step::Call(call, expect) => self.expect(number, call, expect).await,
        }
    }

    async fn expect(&mut self, line: usize, call: &Call, expect: &Expect) -> Result<(), Failure> {
        let mut call = call.clone();
        let verb = verbs::find(&call.verb).expect("the reader knows the verb");
        if verb.keys.contains(&"request") && call.get("request").is_none() {
            call.named.push(("request".to_owned(), format!("line {line}")));
        }
        if call.verb == "stream" {
            call.named.push(("count".to_owned(), expect.count().to_string()));
        }
        let outcome = self.call(&call).await?;
        let directory = Arc::clone(&self.directory);
        let canonical = |word: &str| directory.canonical(word);
        Judge { names: &mut self.names, canonical: &canonical }.check(expect, &outcome)?;
        if let (Expect::Refused { pairs, .. }, Err(refusal)) = (expect, &outcome)
            && let Some((_, label)) = pairs.iter().find(|(key, _)| key == "alike")
        {
            self.check_alike(label, refusal)?;
        }
        self.last = Some((call, outcome));
        Ok(())
    }

    /// One call, and what must hold of every answer whatever the story says.
    pub async fn call(&mut self, call: &Call) -> Result<Outcome, Failure> {
        let actor = self.directory.actor(&call.actor)?;
        if !self.mentioned.contains(&actor.name) {
            self.mentioned.push(actor.name.clone());
        }
        let own = call
            .get("own-reference")
            .or(call.get("reference").filter(|_| call.verb == "own-reference"));
        if let Some(own) = own.filter(|own| own.len() > 5) {
            self.own_references.push((actor.key.clone(), text(own)));
        }
        let outcome = match call.verb.as_str() {
            "register" | "import" | "reconcile" | "renew" | "end" | "involvement"
            | "involvements" | "involved" | "record-parents" => self.registry(&actor, call).await?,
            "update-contact" | "give-to-colleague" | "record-informed" | "own-reference"
            | "add-members" => self.contact(&actor, call).await?,
            "record-death" | "record-shielding" => self.person(&actor, call).await?,
            "subject-access" | "register-objection" | "decide-objection" | "objection"
            | "objections" => self.rights(&actor, call).await?,
            "overdue" | "district" | "meetings" | "watches" => self.overview(&actor, call).await?,
            "match" | "matches" | "follow-up" | "agree-lead" | "remind" => {
                self.matches(&actor, call).await?
            }
            "inbox" | "pull" | "subscribe" | "stream" | "ack" => self.inbox(&actor, call).await?,
            "send-signal" | "signal" | "signals" | "answer-signal" | "signal-outcome" | "move" => {
                self.signals(&actor, call).await?
            }
            "log" | "verify-log" => self.log(&actor, call).await?,
            "report" => self.reports(&actor, call).await?,
            "covenant" | "find-office" | "offices" | "organisations" => {
                self.covenant(&actor, call).await?
            }
            "open-case" | "classify" | "add-persons" | "remove-person" | "confirm-persons"
            | "case" | "cases" => self.cases(&actor, call).await?,
            "manager" | "milestone" | "invite" | "attendance" | "extend" | "close-case"
            | "keep-watch" => self.plans(&actor, call).await?,
            _ => self.tickets(&actor, call).await?,
        };
        self.check_secrets(&actor, call, &outcome)?;
        Ok(outcome)
    }

    /// No answer ever holds a BSN; none but its own tells who a sensitive organisation is.
    fn check_secrets(&self, actor: &Actor, call: &Call, outcome: &Outcome) -> Result<(), Failure> {
        let raw = match outcome {
            Ok(answer) => &answer.raw,
            Err(refusal) => &refusal.raw,
        };
        if let Some(bsn) = self.names.bsns().find(|bsn| raw.contains(bsn)) {
            return Err(format!("the answer holds the BSN {bsn}: {raw}"));
        }
        let others = self.own_references.iter().filter(|(owner, _)| *owner != actor.key);
        if let Some((_, own)) = others.into_iter().find(|(_, own)| raw.contains(own.as_str())) {
            return Err(format!("the answer holds the own reference {own} of another: {raw}"));
        }
        let about_people = matches!(
            call.verb.as_str(),
            "register"
                | "involved"
                | "match"
                | "matches"
                | "follow-up"
                | "inbox"
                | "add-members"
                | "pull"
                | "stream"
        );
        // Offices see who sends a signal: they broker the contact.
        let is_organisation = actor.key.bytes().all(|b| b.is_ascii_digit());
        let about_people = about_people || (call.verb.contains("signal") && is_organisation);
        for hidden in self.directory.sensitive().filter(|o| about_people && o.oin != actor.key) {
            if raw.contains(&hidden.oin) || raw.contains(&hidden.name) {
                return Err(format!("the answer tells of {}: {raw}", hidden.name));
            }
        }
        Ok(())
    }

    /// Refusals with one label cannot be told apart.
    fn check_alike(&mut self, label: &str, refusal: &Refusal) -> Result<(), Failure> {
        let mut refusal = refusal.clone();
        refusal.raw = Names::without_ids(&refusal.raw);
        match self.alike.get(label) {
            Some(first) if *first != refusal => {
                Err(format!("can be told apart:\n  {first:?}\n  {refusal:?}"))
            }
            Some(_) => Ok(()),
            None => {
                self.alike.insert(label.to_owned(), refusal);
                Ok(())
            }
        }
    }

    async fn nobody_else(&mut self) -> Result<(), Failure> {
        for name in self.mentioned.clone() {
            let actor = self.directory.actor(&name)?;
            // An inbox is the organisation's: its system reads it.
            if actor.key.is_empty() || actor.certificate.person.is_some() {
                continue;
            }
            let look = Call {
                actor: name.clone(),
                verb: "inbox".to_owned(),
                words: Vec::new(),
                named: Vec::new(),
            };
            match self.call(&look).await? {
                Ok(answer) if answer.items.is_empty() => {}
                other => return Err(format!("expected nothing for {name}, actual {other:?}")),
            }
        }
        Ok(())
    }

    async fn channel(&mut self, actor: &Actor) -> Channel {
        if let Some(channel) = self.channels.get(&actor.name) {
            return channel.clone();
        }
        let channel = self.world.channel(&actor.certificate).await;
        self.channels.insert(actor.name.clone(), channel.clone());
        channel
    }

    fn id(&mut self, symbol: &str) -> String {
        self.names.id(symbol, self.clock.now().0)
    }

    fn request_id(&mut self, call: &Call) -> String {
        self.names.request_id(call.get("request").unwrap_or("-"))
    }

    fn date(&self, call: &Call, key: &str, default: &str) -> String {
        calendar::date(self.clock.now(), call.get(key).unwrap_or(default))
    }

    fn page_token(&self, call: &Call) -> String {
        match call.get("page") {
            Some("next") => self.page.clone(),
            other => text(other.unwrap_or("-")),
        }
    }

    /// A spoken reference: `ref:m1` is that of m1, anything else stands for itself.
    fn reference(&mut self, call: &Call) -> String {
        let Some(symbol) = call.get("reference").and_then(|word| word.strip_prefix("ref:")) else {
            return call.text("reference");
        };
        spoken(&self.id(symbol))
    }

    fn oin(&self, name: &str) -> Result<String, Failure> {
        if let Some(raw) = name.strip_prefix("oin:") {
            return Ok(raw.to_owned());
        }
        if name == "-" { Ok(String::new()) } else { self.directory.actor(name).map(|a| a.key) }
    }
}

/// Turns a code word of a story into the number of a proto enum: `raw:99` is 99, `-` is 0.
macro_rules! coded {
    ($type:ty, $prefix:literal, $word:expr) => {{
        let word: &str = $word;
        match word.strip_prefix("raw:").map(str::parse::<i32>) {
            Some(Ok(number)) => Ok(number),
            _ if word == "-" => Ok(0),
            _ => <$type>::from_str_name(&format!("{}_{}", $prefix, word.to_ascii_uppercase()))
                .map(|code| code as i32)
                .ok_or_else(|| format!("`{word}` is no {}", stringify!($type))),
        }
    }};
}

/// Turns the number of a proto enum into the code word of a story.
macro_rules! word_of {
    ($type:ty, $prefix:literal, $number:expr) => {{
        <$type>::try_from($number).map_or_else(
            |_| format!("raw:{}", $number),
            |code| {
                let word = code.as_str_name().trim_start_matches(concat!($prefix, "_"));
                if word == "UNSPECIFIED" { "-".to_owned() } else { word.to_ascii_lowercase() }
            },
        )
    }};
}

/// Turns a gRPC answer into an outcome.
macro_rules! outcome {
    ($result:expr, $render:expr) => {
        match $result {
            Ok(response) => {
                let replayed = response.metadata().contains_key("x-replayed");
                let message = response.into_inner();
                let base = Answer::of(&message);
                #[allow(clippy::redundant_closure_call)]
                let said: Answer = $render(base, message);
                Ok(Ok(said.with("replayed", crate::support::answer::yes(replayed))))
            }
            Err(status) => Ok(Err(status.into())),
        }
    };
}

use {coded, outcome, word_of};

/// Fields that are empty read as `-`.
fn or_dash(text: String) -> String {
    if text.is_empty() { "-".to_owned() } else { text }
}

/// How an id is spoken.
fn spoken(id: &str) -> String {
    let id = uuid::Uuid::try_parse(id).unwrap_or_default();
    verwijspunt::domain::model::spoken::Spoken::of(id).to_string()
}

/// No two are the same.
fn all_different<T: std::hash::Hash + Eq>(items: impl IntoIterator<Item = T>) -> bool {
    let mut seen = HashSet::new();
    items.into_iter().all(|item| seen.insert(item))
}
