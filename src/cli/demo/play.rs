//! How is a story played? Line by line over the wire; each answer must be what the story says.

use std::{
    collections::{BTreeMap, HashMap},
    io::Write,
};

use tokio::time::Instant;
use tonic::Status;

use super::{
    answers::{Said, Words},
    player::Player,
    setup::Stage,
    teller::{StoryError, Teller},
};
use crate::{
    api::v1::notification::Event,
    cli::{
        errors,
        story::{
            answer::{Answer, Item, Refusal},
            expect::Judge,
            language::{Call, Expect, Line, Step, Story},
            names::Names,
        },
    },
    domain::model::time::Time,
};

/// A story that is being played.
pub(super) struct Play<'a> {
    pub(super) stage: &'a Stage,
    /// By the names of the story's actors.
    pub(super) players: BTreeMap<String, Player>,
    pub(super) names: Names,
    pub(super) now: Time,
    alike: HashMap<String, Refusal>,
    /// When the last registration was sent.
    registered: Instant,
}

/// Plays a story to its end.
///
/// # Errors
/// The first line that did not give what it says.
pub(super) async fn play(
    stage: &Stage,
    story: &Story,
    players: BTreeMap<String, Player>,
    out: &mut impl Write,
) -> Result<(), StoryError> {
    let now = Time(jiff::Timestamp::now().as_millisecond());
    let (names, alike, registered) = (Names::default(), HashMap::new(), Instant::now());
    let mut play = Play { stage, players, names, now, alike, registered };
    let mut teller = Teller::new(out);
    for line in &story.lines {
        play.line(line, &mut teller, &story.file).await?;
    }
    Ok(teller.end()?)
}

impl Play<'_> {
    async fn line<W: Write>(
        &mut self,
        line: &Line,
        teller: &mut Teller<'_, W>,
        file: &str,
    ) -> Result<(), StoryError> {
        let done = match &line.step {
            // It happens today.
            Step::At(_) => return Ok(()),
            Step::Part(title) => return Ok(teller.part(title)?),
            Step::Tell(text) => return Ok(teller.tell(text)?),
            Step::Call(call, expect) => self.expect(call, expect, teller).await,
            Step::Advance(..)
            | Step::Covenant(_)
            | Step::Sweep
            | Step::Restart
            | Step::Again
            | Step::NobodyElse => {
                Err("the demonstration does not play this: it happens now, once".to_owned())
            }
        };
        let place = format!("{file}:{}", line.number);
        Ok(teller.done(&done.map_err(|problem| StoryError::Line { place, problem })?)?)
    }

    /// One call, held up to what the story says; answers with what is told of it.
    async fn expect<W: Write>(
        &mut self,
        call: &Call,
        expect: &Expect,
        teller: &mut Teller<'_, W>,
    ) -> Result<Vec<String>, String> {
        let player = self.players.get(&call.actor);
        let player = player.ok_or_else(|| format!("nobody sits on the seat of {}", call.actor))?;
        let mut call = call.clone();
        if call.get("by").is_none() {
            call.named.push(("by".to_owned(), player.seat.by.clone()));
        }
        if call.verb == "register" {
            self.registered = Instant::now();
        }
        let said = match call.verb.as_str() {
            "inbox" => self.look(&call.actor, expect, teller).await,
            _ => self.call(&call).await?,
        };
        let (outcome, asides) = match said {
            Ok(Said { answer, asides }) => (Ok(answer), asides),
            Err(status) => {
                let aside = format!("{}: \"{}\"", errors::reason(&status), status.message());
                (Err(Refusal::from(status)), vec![aside])
            }
        };
        let canonical = |word: &str| word.to_owned();
        Judge { names: &mut self.names, canonical: &canonical }.check(expect, &outcome)?;
        if let (Expect::Refused { pairs, .. }, Err(refusal)) = (expect, outcome)
            && let Some((_, label)) = pairs.iter().find(|(key, _)| key == "alike")
        {
            self.same(label, refusal)?;
        }
        Ok(asides)
    }

    /// What is new in the inbox of an actor; told is what the story names.
    async fn look<W: Write>(
        &mut self,
        actor: &str,
        expect: &Expect,
        teller: &mut Teller<'_, W>,
    ) -> Result<Said, Status> {
        let player = self.players.get_mut(actor).expect("the caller found it");
        let label = player.seat.label.clone();
        let news = player.inbox.look().await?;
        let words = Words { names: &self.names, players: &self.players };
        let mut asides = Vec::new();
        let mut items: Vec<Item> = Vec::new();
        for (arrived, notification) in &news {
            let item = words.notification(notification);
            let took = match &notification.event {
                Some(Event::Match(_)) => {
                    let after = arrived.saturating_duration_since(self.registered);
                    format!(", {}", teller.match_arrived(after))
                }
                _ => String::new(),
            };
            if expect.names(&item.head) {
                asides.push(format!("{label} is told: {}{took}", words.told(notification)));
            }
            items.push(item);
        }
        Ok(Said { answer: Answer { ordered: true, ..Answer::default() }.items(items), asides })
    }

    /// Refusals with one label cannot be told apart.
    fn same(&mut self, label: &str, mut refusal: Refusal) -> Result<(), String> {
        refusal.raw = Names::without_ids(&refusal.raw);
        match self.alike.insert(label.to_owned(), refusal.clone()) {
            Some(first) if first != refusal => {
                Err(format!("can be told apart:\n  {first:?}\n  {refusal:?}"))
            }
            _ => Ok(()),
        }
    }
}
