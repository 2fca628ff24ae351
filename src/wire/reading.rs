//! How is a message read from JSON? Strictly, and all that is wrong is told together: which field, and
//! what it must be, never what was there. What is read may hold BSNs: nothing of it is kept.

use prost_reflect::{DynamicMessage, FieldDescriptor, Kind, MapKey, MessageDescriptor, Value};

use super::{tree::Tree, writing::TIMESTAMP};

/// A field that is wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// Where it stands, with the names of the proto: `members[2].birth_date`.
    pub field: String,
    /// What it must be.
    pub rule: String,
}

/// Why a text is no message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Wrong {
    /// It is no JSON.
    Text {
        /// The line, from 1.
        line: usize,
        /// The place in the line, from 1.
        column: usize,
    },
    /// These fields are wrong.
    Fields(Vec<Problem>),
}

/// Most characters of a name that is told to whoever sent it.
const NAME_MOST: usize = 64;

/// Most problems that are told. One more is looked for, so that it can be said that there are more: a
/// body of wrong pieces would grow to many times its size.
pub const PROBLEMS_MOST: usize = 100;

/// Digits that may stand in such a name: fewer than a BSN has.
const DIGITS_MOST: usize = 4;

/// The message that stands in a text, and what else is given of it: in an address or a header. An empty
/// text is a message in which nothing is filled in.
///
/// # Errors
/// Why it is none.
pub fn read<'g>(
    message: &MessageDescriptor,
    text: &[u8],
    given: impl IntoIterator<Item = (&'g FieldDescriptor, &'g str)>,
) -> Result<DynamicMessage, Wrong> {
    let mut reading = Reading { problems: Vec::new() };
    let mut read = if text.is_empty() {
        DynamicMessage::new(message.clone())
    } else {
        let tree: Tree = serde_json::from_slice(text)
            .map_err(|error| Wrong::Text { line: error.line(), column: error.column() })?;
        reading.message(message, tree, "")
    };
    for (field, text) in given {
        reading.given(&mut read, field, text);
    }
    if reading.problems.is_empty() { Ok(read) } else { Err(Wrong::Fields(reading.problems)) }
}

struct Reading {
    problems: Vec<Problem>,
}

impl Reading {
    fn wrong<T>(&mut self, field: &str, rule: impl Into<String>) -> Option<T> {
        if self.problems.len() <= PROBLEMS_MOST {
            self.problems.push(Problem { field: field.to_owned(), rule: rule.into() });
        }
        None
    }

    fn message(&mut self, of: &MessageDescriptor, tree: Tree, at: &str) -> DynamicMessage {
        let mut message = DynamicMessage::new(of.clone());
        let Tree::Object(entries) = tree else {
            let _: Option<()> = self.wrong(at, "must be an object");
            return message;
        };
        let mut seen: Vec<FieldDescriptor> = Vec::new();
        for (key, value) in entries {
            let Some(field) = of.get_field_by_json_name(&key) else {
                let place = if can_be_told(&key) { join(at, &key) } else { at.to_owned() };
                let _: Option<()> =
                    self.wrong(&place, "is no field of this request; look for a typing error");
                continue;
            };
            let place = join(at, field.name());
            if seen.contains(&field) {
                let _: Option<()> = self.wrong(&place, "is given twice");
                continue;
            }
            seen.push(field.clone());
            if matches!(value, Tree::Null) {
                continue;
            }
            let Some(value) = self.field(&field, value, &place) else { continue };
            if let Some(of) = field.containing_oneof().filter(|of| !of.is_synthetic())
                && of.fields().any(|other| message.has_field(&other))
            {
                let names: Vec<String> = of.fields().map(|f| f.json_name().to_owned()).collect();
                let rule = format!("only one of {} may be given", names.join(", "));
                let _: Option<()> = self.wrong(&place, rule);
                continue;
            }
            message.set_field(&field, value);
        }
        message
    }

    fn field(&mut self, field: &FieldDescriptor, tree: Tree, at: &str) -> Option<Value> {
        if field.is_map() {
            let Kind::Message(entry) = field.kind() else { return None };
            let of = entry.map_entry_value_field();
            let Tree::Object(entries) = tree else { return self.wrong(at, "must be an object") };
            let value = |(key, tree)| Some((MapKey::String(key), self.one(&of, tree, at)?));
            return entries.into_iter().map(value).collect::<Option<_>>().map(Value::Map);
        }
        if !field.is_list() {
            return self.one(field, tree, at);
        }
        let Tree::List(items) = tree else { return self.wrong(at, "must be a list") };
        let mut list = Vec::with_capacity(items.len());
        for (place, item) in items.into_iter().enumerate() {
            if self.problems.len() > PROBLEMS_MOST {
                break;
            }
            list.extend(self.one(field, item, &format!("{at}[{place}]")));
        }
        Some(Value::List(list))
    }

    fn one(&mut self, field: &FieldDescriptor, tree: Tree, at: &str) -> Option<Value> {
        match (field.kind(), tree) {
            (Kind::Message(of), Tree::Text(text)) if of.full_name() == TIMESTAMP => {
                let read = instant(of, &text).map(Value::Message);
                read.or_else(|| {
                    self.wrong(at, "must be an instant, for instance 2026-03-02T10:00:00Z")
                })
            }
            (Kind::Message(of), tree) => Some(Value::Message(self.message(&of, tree, at))),
            (Kind::String, Tree::Text(text)) => Some(Value::String(text)),
            (Kind::String, _) => self.wrong(at, "must be a text between quotation marks"),
            (Kind::Bool, Tree::Bool(value)) => Some(Value::Bool(value)),
            (Kind::Bool, _) => self.wrong(at, "must be true or false"),
            (Kind::Enum(of), Tree::Text(name)) if of.get_value_by_name(&name).is_some() => {
                of.get_value_by_name(&name).map(|value| Value::EnumNumber(value.number()))
            }
            (Kind::Enum(of), _) => {
                let names = of.values().filter(|value| value.number() != 0);
                let names: Vec<String> = names.map(|value| value.name().to_owned()).collect();
                self.wrong(at, format!("must be one of {}", names.join(", ")))
            }
            (kind, Tree::Whole(number)) if whole(&kind, number).is_some() => whole(&kind, number),
            (kind, _) => {
                let (least, most) = range(&kind);
                self.wrong(at, format!("must be a whole number from {least} to {most}"))
            }
        }
    }

    /// A value that stands outside of the body. It may stand there too, if it is the same.
    fn given(&mut self, message: &mut DynamicMessage, field: &FieldDescriptor, text: &str) {
        let tree = match field.kind() {
            Kind::Bool => text.parse().map(Tree::Bool).ok(),
            Kind::String | Kind::Enum(_) => Some(Tree::Text(text.to_owned())),
            _ if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') => {
                text.parse().map(Tree::Whole).ok()
            }
            _ => None,
        };
        let Some(value) = self.one(field, tree.unwrap_or(Tree::Null), field.name()) else { return };
        if field.is_list() {
            if let Some(list) = message.get_field_mut(field).as_list_mut() {
                list.push(value);
            }
        } else if message.has_field(field) && *message.get_field(field) != value {
            let rule = "is given in two places, and not the same in both";
            let _: Option<()> = self.wrong(field.name(), rule);
        } else {
            message.set_field(field, value);
        }
    }
}

fn instant(of: MessageDescriptor, text: &str) -> Option<DynamicMessage> {
    let at: jiff::Timestamp = text.parse().ok()?;
    let mut message = DynamicMessage::new(of);
    message.set_field_by_name("seconds", Value::I64(at.as_second()));
    message.set_field_by_name("nanos", Value::I32(at.subsec_nanosecond()));
    Some(message)
}

/// Whether a key that we do not know looks like one, and not like a value that came into its place.
#[must_use]
pub fn can_be_told(key: &str) -> bool {
    let digits = key.bytes().filter(u8::is_ascii_digit).count();
    let plain = key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    plain && !key.is_empty() && key.len() <= NAME_MOST && digits <= DIGITS_MOST
}

fn join(at: &str, name: &str) -> String {
    if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") }
}

fn whole(kind: &Kind, number: i128) -> Option<Value> {
    match kind {
        Kind::Int32 | Kind::Sint32 => i32::try_from(number).map(Value::I32).ok(),
        Kind::Uint32 => u32::try_from(number).map(Value::U32).ok(),
        Kind::Int64 | Kind::Sint64 => i64::try_from(number).map(Value::I64).ok(),
        Kind::Uint64 => u64::try_from(number).map(Value::U64).ok(),
        _ => None,
    }
}

fn range(kind: &Kind) -> (i128, i128) {
    match kind {
        Kind::Int32 | Kind::Sint32 => (i32::MIN.into(), i32::MAX.into()),
        Kind::Uint32 => (0, u32::MAX.into()),
        Kind::Int64 | Kind::Sint64 => (i64::MIN.into(), i64::MAX.into()),
        _ => (0, u64::MAX.into()),
    }
}
