//! How is a story read? Text in, steps out; every mistake is named with its line.
//
//     # Title of the rule
//     # source: paragraph of the covenant, plan or law
//     # covenant: zwolle-2007          (optional: else amsterdam-2009; several: one broker serves all)
//     # depths: embedded mtls          (optional: only there)
//     # budget: 2 an hour, 4 a day     (optional: about how many persons a caller may ask)
//     # seat: ACTOR is=WHO label="the school" by=ID name=NAME function=FUNCTION phone=NUMBER
//     at 2026-03-02 10:00
//     part TITLE                       (what follows is told under this title)
//     tell TEXT                        (what the reader is told about the calls that follow)
//     covenant office A becomes B      (a file takes force in which this office, district or category
//                                       has another name, and its former one stands in `formerly`;
//                                       `unsaid`: it does not; `=> refused "WHY"`: it must not take force)
//     covenant office A is vacant      (a file takes force in which nobody holds it and nobody deputises)
//     covenant without step 4          (a file takes force in which the ladder is one step shorter)
//     covenant has days off DATE …      (a file takes force by which these are no working days)
//     covenant organisation ACTOR goes (a file takes force in which it is party no more; `=> refused "WHY"`)
//     ACTOR: VERB WORDS key=value … => EXPECTATION
//
// A line that starts with blanks continues the line above. Without `=>` a line must succeed.
// A seat says who plays an actor when the story is shown to people: WHO is an office or a kind of
// organisation, by default the actor's name.
// Expectations:
//     ok [key=value …] [; ITEM | ITEM …]     success with these fields, exactly these items
//     ok key=value … ; includes ITEM | …     success with these fields, at least these items
//     ITEM | ITEM …  or  nothing             success with exactly these items
//     any-order ITEM | ITEM …                success with exactly these items, in any order
//     includes ITEM | ITEM …                 success with at least these items, in this order
//     refused fields PATH …                  every wrong field, no other
//     refused CODE REASON [key=value …]      any other refusal; `any` fits every code or reason;
//                                            alike=LABEL: cannot be told apart from the others
// An ITEM is a head word and key=value pairs; pairs that are not written are not compared.

pub use super::parts::{
    AMSTERDAM, Call, Expect, Line, NewFile, Other, Pairs, Seat, Step, Story, Wanted, text,
};
use super::{
    dates::{self, Unit},
    verbs,
};
use crate::domain::model::budget::Terms;

/// Reads a story; `file` names it in errors.
///
/// # Errors
/// The first mistake, with its line.
pub fn read_text(file: &str, text: &str) -> Result<Story, String> {
    let mut story = Story {
        file: file.to_owned(),
        covenant: AMSTERDAM.to_owned(),
        depths: None,
        budget: Terms::default(),
        seats: Vec::new(),
        lines: Vec::new(),
    };
    let (mut has_source, mut titles) = (false, 0);
    for (number, line) in joined(text) {
        let line = line.trim();
        let at = |problem: String| format!("{file}:{number}: {problem}");
        let Some(comment) = line.strip_prefix('#') else {
            let step = read_step(line).map_err(at)?;
            story.lines.push(Line { number, step });
            continue;
        };
        let comment = comment.trim();
        let (key, said) = comment.split_once(':').unwrap_or(("", comment));
        match key {
            "depths" => story.depths = Some(said.split_whitespace().map(str::to_owned).collect()),
            "covenant" => story.covenant = said.split_whitespace().collect::<Vec<_>>().join(" "),
            "budget" => {
                let wrong = || at("write `2 an hour, 4 a day`".to_owned());
                story.budget = read_budget(said).ok_or_else(wrong)?;
            }
            "seat" => story.seats.push(read_seat(said).map_err(at)?),
            "source" => has_source = true,
            _ => titles += 1,
        }
    }
    if titles == 0 || !has_source {
        return Err(format!("{file}:1: a story begins with `# title` and `# source: …`"));
    }
    if !matches!(story.lines.first().map(|l| &l.step), Some(Step::At(_))) {
        return Err(format!("{file}: the first step of a story is `at DATE TIME`"));
    }
    Ok(story)
}

fn read_seat(text: &str) -> Result<Seat, String> {
    let tokens = tokens(text)?;
    let words: Vec<&str> = tokens.iter().map(String::as_str).collect();
    let [actor, rest @ ..] = words.as_slice() else {
        return Err("a seat begins with an actor".to_owned());
    };
    let given = pairs(rest)?;
    let field = |key: &str| {
        let found = given.iter().find(|(k, _)| k == key).map(|(_, value)| value.clone());
        found.ok_or_else(|| format!("the seat of {actor} has no `{key}=`"))
    };
    Ok(Seat {
        actor: (*actor).to_owned(),
        is: field("is").unwrap_or_else(|_| (*actor).to_owned()),
        label: field("label")?,
        by: field("by")?,
        name: field("name")?,
        function: field("function")?,
        phone: field("phone")?,
    })
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
    // What is told is not cut into words: it may hold quotation marks.
    match line.split_once(' ') {
        Some(("part", title)) => return Ok(Step::Part(title.trim().to_owned())),
        Some(("tell", text)) => return Ok(Step::Tell(text.trim().to_owned())),
        _ => {}
    }
    let tokens = tokens(line)?;
    let words: Vec<&str> = tokens.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["at", date, time] => dates::instant(date, time)
            .map(Step::At)
            .ok_or_else(|| "write `at YYYY-MM-DD HH:MM`".to_owned()),
        ["advance", count, unit] => match (count.parse(), Unit::parse(unit)) {
            (Ok(count), Some(unit)) => Ok(Step::Advance(count, unit)),
            _ => Err("write for instance `advance 5 working-days`".to_owned()),
        },
        ["sweep"] => Ok(Step::Sweep),
        ["restart"] => Ok(Step::Restart),
        ["again"] => Ok(Step::Again),
        ["covenant", table, old, "becomes", new, how @ ..] => {
            read_renaming(table, old, new, how).map(Step::Covenant)
        }
        ["covenant", "office", office, "is", "vacant"] => {
            let other = Other::Vacant((*office).to_owned());
            Ok(Step::Covenant(NewFile { other, refused: None }))
        }
        ["covenant", "without", "step", step] => {
            let step = step.parse().map_err(|_| "write `covenant without step 4`".to_owned())?;
            let other = Other::WithoutStep(step);
            Ok(Step::Covenant(NewFile { other, refused: None }))
        }
        ["covenant", "has", "days", "off", first, more @ ..] => {
            let days = std::iter::once(first).chain(more).map(|day| (*day).to_owned());
            Ok(Step::Covenant(NewFile { other: Other::DaysOff(days.collect()), refused: None }))
        }
        ["covenant", "organisation", actor, "goes", how @ ..] => {
            let refused = match how {
                [] => None,
                ["=>", "refused", why] => Some((*why).to_owned()),
                _ => return Err("write `covenant organisation A goes [=> refused WHY]`".to_owned()),
            };
            Ok(Step::Covenant(NewFile { other: Other::Gone((*actor).to_owned()), refused }))
        }
        ["nobody-else", "is", "told"] => Ok(Step::NobodyElse),
        _ => {
            let at = words.iter().position(|w| *w == "=>").unwrap_or(words.len());
            let call = read_call(&words[..at])?;
            let expect = read_expect(words.get(at + 1..).unwrap_or_default())?;
            Ok(Step::Call(call, expect))
        }
    }
}

fn read_renaming(table: &str, old: &str, new: &str, how: &[&str]) -> Result<NewFile, String> {
    let (said, refused) = match how {
        [] => (true, None),
        ["unsaid"] => (false, None),
        ["unsaid", "=>", "refused", why] => (false, Some((*why).to_owned())),
        _ => return Err("write `covenant office A becomes B [unsaid [=> refused WHY]]`".to_owned()),
    };
    let text = |word: &str| word.to_owned();
    let other = Other::Name { table: text(table), old: text(old), new: text(new), said };
    Ok(NewFile { other, refused })
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
            if let [_, "includes", among @ ..] = items {
                let (pairs, among) = (pairs(fields)?, read_items(among)?);
                return Ok(Expect::OkIncluding { pairs, among });
            }
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
    let plain =
        !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(&b));
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
