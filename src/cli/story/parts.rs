//! What does a story consist of?

use super::dates::Unit;
use crate::domain::model::{budget::Terms, time::Time};

/// The covenant of a story that names none.
pub const AMSTERDAM: &str = "amsterdam-2009";

/// One story.
#[derive(Clone, Debug)]
pub struct Story {
    /// Where it stands, for messages.
    pub file: String,
    /// Id of the covenant under which it happens, or of several with blanks between.
    pub covenant: String,
    /// The only depths at which it is played; `None`: all.
    pub depths: Option<Vec<String>>,
    /// About how many persons a caller may ask.
    pub budget: Terms,
    /// Who plays, when it is shown to people.
    pub seats: Vec<Seat>,
    /// What happens, in this order.
    pub lines: Vec<Line>,
}

/// Who plays an actor when a story is shown to people. All of them are invented.
#[derive(Clone, Debug)]
pub struct Seat {
    /// The actor of the story.
    pub actor: String,
    /// The office, or the kind of organisation, that the actor stands for.
    pub is: String,
    /// How the story calls it, for instance `the school`.
    pub label: String,
    /// Id of the person there.
    pub by: String,
    /// Name of that person.
    pub name: String,
    /// Function of that person.
    pub function: String,
    /// Telephone of that person.
    pub phone: String,
}

/// A step and where it stands.
#[derive(Clone, Debug)]
pub struct Line {
    /// From 1.
    pub number: usize,
    /// What happens.
    pub step: Step,
}

/// What a line says.
#[derive(Clone, Debug)]
pub enum Step {
    /// `part TITLE`: for the reader
    Part(String),
    /// `tell TEXT`: for the reader
    Tell(String),
    /// `at 2026-03-02 10:00`
    At(Time),
    /// `advance 5 working-days`
    Advance(i32, Unit),
    /// `sweep`: carry out what is due
    Sweep,
    /// `restart`: stop the broker and start it again
    Restart,
    /// `covenant office A becomes B`: another file takes force
    Covenant(NewFile),
    /// `again`: the last call once more, byte for byte, with the same answer
    Again,
    /// `nobody-else is told`: no actor of the story has an unread notification
    NobodyElse,
    /// An actor calls the broker.
    Call(Call, Expect),
}

/// A covenant file that takes the place of the one in force.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewFile {
    /// What is another in it.
    pub other: Other,
    /// What the broker must say when it refuses the file; `None` when it must take it.
    pub refused: Option<String>,
}

/// What is another in a new covenant file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Other {
    /// A name.
    Name {
        /// `office`, `district` or `category`.
        table: String,
        /// In the file that is in force.
        old: String,
        /// In the new file.
        new: String,
        /// Whether the new file says what it was formerly.
        said: bool,
    },
    /// This office has neither holder nor deputy any more.
    Vacant(String),
    /// The ladder has this step no more; those above come down by one.
    WithoutStep(u8),
    /// These are no working days, besides those that are none for everybody.
    DaysOff(Vec<String>),
    /// This organisation, named as an actor, is party no more.
    Gone(String),
}

/// A call of an actor.
#[derive(Clone, PartialEq, Debug)]
pub struct Call {
    /// Who calls.
    pub actor: String,
    /// What it asks, by its name in [`super::verbs`].
    pub verb: String,
    /// What the verb takes before its keys.
    pub words: Vec<String>,
    /// The keys, in the order written.
    pub named: Pairs,
}

/// Keys with values, in order.
pub type Pairs = Vec<(String, String)>;

/// One expected item of a list.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The word that it begins with.
    pub head: String,
    /// What else is compared.
    pub pairs: Pairs,
}

/// What must come of a call.
#[derive(Clone, Debug)]
pub enum Expect {
    /// Success with these fields, and exactly these items when there are any.
    Ok {
        /// The fields.
        pairs: Pairs,
        /// The items.
        items: Option<Vec<Wanted>>,
    },
    /// Success with these fields, and at least these items.
    OkIncluding {
        /// The fields.
        pairs: Pairs,
        /// The items.
        among: Vec<Wanted>,
    },
    /// Success with exactly these items.
    AnyOrder(Vec<Wanted>),
    /// Success with at least these items.
    Includes(Vec<Wanted>),
    /// Every field of the request that is wrong.
    WrongFields(Vec<String>),
    /// Any other refusal.
    Refused {
        /// The status code.
        code: String,
        /// The reason of its `ErrorInfo`.
        reason: String,
        /// The details of that.
        pairs: Pairs,
    },
}

impl Story {
    /// Where the family of the story lives: the first area that it names.
    #[must_use]
    pub fn area(&self) -> &str {
        let calls = self.lines.iter().filter_map(|line| match &line.step {
            Step::Call(call, _) => call.get("area"),
            _ => None,
        });
        calls.into_iter().next().unwrap_or("zeeburg")
    }
}

impl Expect {
    /// True when one of its items begins with this word.
    #[must_use]
    pub fn names(&self, head: &str) -> bool {
        match self {
            Self::Ok { items: Some(items), .. } | Self::Includes(items) | Self::AnyOrder(items) => {
                items.iter().any(|item| item.head == head)
            }
            _ => false,
        }
    }

    /// How many items it names.
    #[must_use]
    pub fn count(&self) -> usize {
        match self {
            Self::Ok { items: Some(items), .. } | Self::Includes(items) | Self::AnyOrder(items) => {
                items.len()
            }
            _ => 0,
        }
    }
}

impl Call {
    /// The value of a key, if the story gives it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.named.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str())
    }

    /// The text of a key; empty when the story does not give it.
    #[must_use]
    pub fn text(&self, key: &str) -> String {
        text(self.get(key).unwrap_or("-"))
    }

    /// A number; 0 when the story does not give it.
    ///
    /// # Errors
    /// When it is none.
    pub fn number<T: std::str::FromStr + Default>(&self, key: &str) -> Result<T, String> {
        self.get(key).map_or(Ok(T::default()), |v| {
            v.parse().map_err(|_| format!("`{key}={v}` is not a number"))
        })
    }

    /// `yes` or `no`; no when the story does not give it.
    ///
    /// # Errors
    /// When it is neither.
    pub fn flag(&self, key: &str) -> Result<bool, String> {
        match self.get(key) {
            None | Some("no") => Ok(false),
            Some("yes") => Ok(true),
            Some(v) => Err(format!("`{key}={v}` is neither yes nor no")),
        }
    }

    /// Words between commas; none when the story does not give them.
    #[must_use]
    pub fn list(&self, key: &str) -> Vec<String> {
        self.get(key).map_or_else(Vec::new, |words| words.split(',').map(text).collect())
    }

    /// Who acts.
    #[must_use]
    pub fn by(&self) -> String {
        // Who signed in is known by that.
        let known = self.actor.contains('/');
        let default = if known { "-".to_owned() } else { format!("p-{}", self.actor) };
        text(self.get("by").unwrap_or(&default))
    }
}

/// `-` is empty, `repeat:x:65` is 65 times x, anything else stands for itself.
#[must_use]
pub fn text(word: &str) -> String {
    let repeated = word.strip_prefix("repeat:").and_then(|rest| {
        let (unit, times) = rest.split_once(':')?;
        Some(unit.repeat(times.parse().ok()?))
    });
    if word == "-" { String::new() } else { repeated.unwrap_or_else(|| word.to_owned()) }
}
