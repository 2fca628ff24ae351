//! How is a story read? Text in, steps out; every mistake is named with its line.
//
//     # Title of the rule
//     # source: paragraph of the covenant, plan or law
//     # covenant: zwolle-2007          (optional: else amsterdam-2009; several: one broker serves all)
//     # depths: embedded mtls          (optional: only there)
//     # budget: 2 an hour, 4 a day     (optional: about how many persons a caller may ask)
//     at 2026-03-02 10:00
//     ACTOR: VERB WORDS key=value … => EXPECTATION
//
// A line that starts with blanks continues the line above. Without `=>` a line must succeed.
// Expectations:
//     ok [key=value …] [; ITEM | ITEM …]     success with these fields, exactly these items
//     ITEM | ITEM …  or  nothing             success with exactly these items
//     any-order ITEM | ITEM …                success with exactly these items, in any order
//     includes ITEM | ITEM …                 success with at least these items, in this order
//     refused fields PATH …                  every wrong field, no other
//     refused CODE REASON [key=value …]      any other refusal; `any` fits every code or reason;
//                                            alike=LABEL: cannot be told apart from the others
// An ITEM is a head word and key=value pairs; pairs that are not written are not compared.

use std::path::Path;

use super::calendar::{self, Unit};
use super::verbs;
use super::world::{AMSTERDAM, CovenantFiles};
use verwijspunt::domain::{model::time::Time, rules::budget::Terms};

/// One story.
#[derive(Clone, Debug)]
pub struct Story {
    pub name: String,
    pub file: String,
    /// Id of the covenant under which it happens, or of several with blanks between.
    pub covenant: String,
    pub depths: Option<Vec<String>>,
    pub budget: Terms,
    pub lines: Vec<Line>,
}

#[derive(Clone, Debug)]
pub struct Line {
    pub number: usize,
    pub step: Step,
}

#[derive(Clone, Debug)]
pub enum Step {
    /// `at 2026-03-02 10:00`
    At(Time),
    /// `advance 5 working-days`
    Advance(i32, Unit),
    /// `sweep`: carry out what is due
    Sweep,
    /// `restart`: stop the broker and start it again
    Restart,
    /// `again`: the last call once more, byte for byte, with the same answer
    Again,
    /// `nobody-else is told`: no actor of the story has an unread notification
    NobodyElse,
    /// An actor calls the broker.
    Call(Call, Expect),
}

#[derive(Clone, PartialEq, Debug)]
pub struct Call {
    pub actor: String,
    pub verb: String,
    pub words: Vec<String>,
    pub named: Vec<(String, String)>,
}

pub type Pairs = Vec<(String, String)>;

/// One expected item of a list.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub head: String,
    pub pairs: Pairs,
}

#[derive(Clone, Debug)]
pub enum Expect {
    Ok { pairs: Pairs, items: Option<Vec<Wanted>> },
    AnyOrder(Vec<Wanted>),
    Includes(Vec<Wanted>),
    WrongFields(Vec<String>),
    Refused { code: String, reason: String, pairs: Pairs },
}

/// Reads a story file.
pub fn read(path: &Path) -> Result<Story, String> {
    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let text = std::fs::read_to_string(path).map_err(|e| format!("{file}: {e}"))?;
    read_text(&file, &text)
}

/// Reads a story; `file` names it in errors.
pub fn read_text(file: &str, text: &str) -> Result<Story, String> {
    let (name, file) = (file.trim_end_matches(".story").to_owned(), file.to_owned());
    let covenant = AMSTERDAM.to_owned();
    let mut story = Story {
        name,
        file: file.clone(),
        covenant,
        depths: None,
        budget: Terms::default(),
        lines: Vec::new(),
    };
    let mut has_source = false;
    let mut titles = 0;
    for (number, line) in joined(text) {
        let line = line.trim();
        let step = if let Some(comment) = line.strip_prefix('#') {
            let comment = comment.trim();
            if let Some(depths) = comment.strip_prefix("depths:") {
                story.depths = Some(depths.split_whitespace().map(str::to_owned).collect());
            } else if let Some(ids) = comment.strip_prefix("covenant:") {
                let shipped = CovenantFiles::all();
                let ids: Vec<&str> = ids.split_whitespace().collect();
                if let Some(id) = ids.iter().find(|id| !shipped.iter().any(|s| s == *id)) {
                    return Err(format!("{file}:{number}: there is no covenant `{id}`"));
                }
                story.covenant = ids.join(" ");
            } else if let Some(budget) = comment.strip_prefix("budget:") {
                story.budget = read_budget(budget)
                    .ok_or_else(|| format!("{file}:{number}: write `2 an hour, 4 a day`"))?;
            } else if comment.starts_with("source:") {
                has_source = true;
            } else {
                titles += 1;
            }
            continue;
        } else {
            read_step(line).map_err(|e| format!("{file}:{number}: {e}"))?
        };
        story.lines.push(Line { number, step });
    }
    if titles == 0 || !has_source {
        return Err(format!("{file}:1: a story begins with `# title` and `# source: …`"));
    }
    if !matches!(story.lines.first().map(|l| &l.step), Some(Step::At(_))) {
        return Err(format!("{file}: the first step of a story is `at DATE TIME`"));
    }
    Ok(story)
}

fn read_budget(text: &str) -> Option<Terms> {
    let (hour, day) = text.trim().split_once(" an hour, ")?;
    let (hour, day) = (hour.parse().ok()?, day.strip_suffix(" a day")?.parse().ok()?);
    Some(Terms { persons_per_hour: hour, persons_per_day: day, ..Terms::default() })
}

/// Logical lines with the number of their first physical line.
fn joined(text: &str) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        match lines.last_mut() {
            Some((_, last)) if line.starts_with([' ', '\t']) => {
                last.push(' ');
                last.push_str(line.trim());
            }
            _ => lines.push((index + 1, line.to_owned())),
        }
    }
    lines
}

fn read_step(line: &str) -> Result<Step, String> {
    let tokens = tokens(line)?;
    let words: Vec<&str> = tokens.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["at", date, time] => calendar::instant(date, time)
            .map(Step::At)
            .ok_or_else(|| "write `at YYYY-MM-DD HH:MM`".to_owned()),
        ["advance", count, unit] => match (count.parse(), Unit::parse(unit)) {
            (Ok(count), Some(unit)) => Ok(Step::Advance(count, unit)),
            _ => Err("write for instance `advance 5 working-days`".to_owned()),
        },
        ["sweep"] => Ok(Step::Sweep),
        ["restart"] => Ok(Step::Restart),
        ["again"] => Ok(Step::Again),
        ["nobody-else", "is", "told"] => Ok(Step::NobodyElse),
        _ => {
            let at = words.iter().position(|w| *w == "=>").unwrap_or(words.len());
            let call = read_call(&words[..at])?;
            let expect = read_expect(words.get(at + 1..).unwrap_or_default())?;
            Ok(Step::Call(call, expect))
        }
    }
}

fn read_call(words: &[&str]) -> Result<Call, String> {
    let [actor, verb, rest @ ..] = words else {
        return Err("write `ACTOR: VERB … => EXPECTATION`".to_owned());
    };
    let actor = actor.strip_suffix(':').ok_or("an actor is followed by a colon")?;
    let known = verbs::find(verb).ok_or_else(|| format!("there is no verb `{verb}`"))?;
    let mut call = Call {
        actor: actor.to_owned(),
        verb: (*verb).to_owned(),
        words: Vec::new(),
        named: Vec::new(),
    };
    for word in rest {
        match pair(word) {
            Some((key, value)) => {
                if !known.keys.contains(&key.as_str()) {
                    return Err(format!("`{verb}` does not know `{key}=`"));
                }
                call.named.push((key, value));
            }
            None => call.words.push((*word).to_owned()),
        }
    }
    if call.words.len() != known.words {
        return Err(format!("`{verb}` takes {} words before its key=value pairs", known.words));
    }
    Ok(call)
}

fn read_expect(words: &[&str]) -> Result<Expect, String> {
    match words {
        [] => Ok(Expect::Ok { pairs: Vec::new(), items: None }),
        ["ok", rest @ ..] => {
            let at = rest.iter().position(|w| *w == ";");
            let (fields, items) = rest.split_at(at.unwrap_or(rest.len()));
            let items = at.map(|_| read_items(&items[1..])).transpose()?;
            Ok(Expect::Ok { pairs: pairs(fields)?, items })
        }
        ["refused", "fields", paths @ ..] if !paths.is_empty() => {
            Ok(Expect::WrongFields(paths.iter().map(|p| (*p).to_owned()).collect()))
        }
        ["refused", code, reason, rest @ ..] => Ok(Expect::Refused {
            code: (*code).to_owned(),
            reason: (*reason).to_owned(),
            pairs: pairs(rest)?,
        }),
        ["any-order", rest @ ..] => Ok(Expect::AnyOrder(read_items(rest)?)),
        ["includes", rest @ ..] => Ok(Expect::Includes(read_items(rest)?)),
        items => Ok(Expect::Ok { pairs: Vec::new(), items: Some(read_items(items)?) }),
    }
}

fn read_items(words: &[&str]) -> Result<Vec<Wanted>, String> {
    if words == ["nothing"] {
        return Ok(Vec::new());
    }
    words
        .split(|w| *w == "|")
        .map(|item| match item {
            [head, rest @ ..] if pair(head).is_none() => {
                Ok(Wanted { head: (*head).to_owned(), pairs: pairs(rest)? })
            }
            _ => Err("an expected item begins with a word, then key=value pairs".to_owned()),
        })
        .collect()
}

fn pairs(words: &[&str]) -> Result<Pairs, String> {
    words.iter().map(|w| pair(w).ok_or_else(|| format!("`{w}` is not key=value"))).collect()
}

fn pair(word: &str) -> Option<(String, String)> {
    let (key, value) = word.split_once('=')?;
    let plain = !key.is_empty()
        && key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_-.".contains(&b));
    plain.then(|| (key.to_owned(), value.to_owned()))
}

/// Words; double quotes keep blanks together, a semicolon behind a word is a word of its own.
fn tokens(line: &str) -> Result<Vec<String>, String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        let last = words.last_mut().expect("never empty");
        match c {
            '"' => quoted = !quoted,
            c if c.is_whitespace() && !quoted => words.push(String::new()),
            ';' if !quoted => words.extend([";".to_owned(), String::new()]),
            c => last.push(c),
        }
    }
    if quoted {
        return Err("a quotation mark is not closed".to_owned());
    }
    words.retain(|w| !w.is_empty());
    Ok(words)
}
