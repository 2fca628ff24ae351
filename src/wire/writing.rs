//! How is a message written as JSON? Keys without a value are left out; numbers, `true` and `false` are
//! values, and an answer always has its lists: whoever asks for a list walks through it, also when it is
//! empty. Codes by their names in the proto, instants as RFC 3339.

use prost::Message;
use prost_reflect::{DynamicMessage, FieldDescriptor, Kind, MapKey, ReflectMessage as _, Value};
use serde::ser::{Error as _, Serialize, SerializeMap as _, SerializeSeq as _, Serializer};

use crate::api::Named;

/// The instants of the API.
pub(super) const TIMESTAMP: &str = "google.protobuf.Timestamp";

/// A message, to be written as JSON.
pub struct Json<'m>(pub &'m DynamicMessage);

/// A message of the generated code, to be written as JSON.
pub struct Written<'m, M>(pub &'m M);

/// Several of them.
#[must_use]
pub fn all_written<M>(all: &[M]) -> Vec<Written<'_, M>> {
    all.iter().map(Written).collect()
}

impl<M: Message + Named> Serialize for Written<'_, M> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let bytes = self.0.encode_to_vec();
        let of = super::message(M::NAME).ok_or_else(|| S::Error::custom("nothing describes it"))?;
        let message = DynamicMessage::decode(of, bytes.as_slice()).map_err(S::Error::custom)?;
        Json(&message).serialize(to)
    }
}

/// The keys that the JSON of a message can have, and of which message their values are.
#[must_use]
pub fn keys(message: &str) -> Option<String> {
    let message = super::message(message)?;
    let fields = message.fields().map(|field| {
        let key = field.json_name();
        match field.kind() {
            Kind::Message(of) if super::message(of.name()).is_none() || field.is_map() => {
                key.into()
            }
            Kind::Message(of) if field.is_list() => format!("{key}: [{}]", of.name()),
            Kind::Message(of) => format!("{key}: {}", of.name()),
            _ => key.to_owned(),
        }
    });
    Some(fields.collect::<Vec<_>>().join(", "))
}

/// Whether a field of an answer stands in its JSON when nothing was filled in.
#[must_use]
pub fn always_written(field: &FieldDescriptor) -> bool {
    let answer = field.parent_message().name().ends_with("Response");
    let text = matches!(field.kind(), Kind::String | Kind::Enum(_) | Kind::Message(_));
    if field.is_list() { answer } else { !field.is_map() && !field.supports_presence() && !text }
}

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Self(message) = self;
        if message.descriptor().full_name() == TIMESTAMP {
            return instant(message).serialize(to);
        }
        let mut object = to.serialize_map(None)?;
        for field in message.descriptor().fields() {
            if message.has_field(&field) || always_written(&field) {
                let value = message.get_field(&field);
                object.serialize_entry(field.json_name(), &Field { of: &field, value: &value })?;
            }
        }
        object.end()
    }
}

/// An instant in UTC; `None` when there is no such one.
fn instant(message: &DynamicMessage) -> Option<String> {
    let seconds = message.get_field_by_name("seconds")?.as_i64()?;
    let nanos = message.get_field_by_name("nanos")?.as_i32()?;
    jiff::Timestamp::new(seconds, nanos).ok().map(|at| at.to_string())
}

/// A field, with many values or one.
struct Field<'m> {
    of: &'m FieldDescriptor,
    value: &'m Value,
}

impl Serialize for Field<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Self { of, value } = self;
        match value {
            Value::List(items) => {
                let mut list = to.serialize_seq(Some(items.len()))?;
                for value in items {
                    list.serialize_element(&One { of, value })?;
                }
                list.end()
            }
            Value::Map(entries) => {
                // Sorted: two answers can be compared as text.
                let mut entries: Vec<(&str, &Value)> =
                    entries.iter().filter_map(|(key, value)| Some((text(key)?, value))).collect();
                entries.sort_by_key(|(key, _)| *key);
                let mut object = to.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    object.serialize_entry(key, &One { of, value })?;
                }
                object.end()
            }
            _ => One { of, value }.serialize(to),
        }
    }
}

fn text(key: &MapKey) -> Option<&str> {
    match key {
        MapKey::String(key) => Some(key),
        _ => None,
    }
}

/// One value of a field.
struct One<'m> {
    of: &'m FieldDescriptor,
    value: &'m Value,
}

impl Serialize for One<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.value {
            Value::Bool(value) => to.serialize_bool(*value),
            Value::I32(value) => to.serialize_i32(*value),
            Value::I64(value) => to.serialize_i64(*value),
            Value::U32(value) => to.serialize_u32(*value),
            Value::U64(value) => to.serialize_u64(*value),
            Value::String(value) => to.serialize_str(value),
            Value::Message(message) => Json(message).serialize(to),
            Value::EnumNumber(number) => {
                let named = match self.of.kind() {
                    Kind::Enum(of) => of.get_value(*number),
                    _ => None,
                };
                match named {
                    Some(value) => to.serialize_str(value.name()),
                    // Of a newer broker.
                    None => to.serialize_i32(*number),
                }
            }
            // The API has no fractions and no bytes: `tests/guards` would tell.
            _ => to.serialize_none(),
        }
    }
}
