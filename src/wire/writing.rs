//! How is a message written as JSON? Every key is there, `null` when it has no value; of a choice only
//! what was chosen. Codes by their names in the proto, instants as RFC 3339.

use prost_reflect::{DynamicMessage, FieldDescriptor, Kind, MapKey, ReflectMessage as _, Value};
use serde::ser::{Serialize, SerializeMap as _, SerializeSeq as _, Serializer};

/// The instants of the API.
pub(super) const TIMESTAMP: &str = "google.protobuf.Timestamp";

/// A message, to be written as JSON.
pub struct Json<'m>(pub &'m DynamicMessage);

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Self(message) = self;
        if message.descriptor().full_name() == TIMESTAMP {
            return instant(message).serialize(to);
        }
        let mut object = to.serialize_map(None)?;
        for field in message.descriptor().fields() {
            let there = message.has_field(&field);
            let choice = field.containing_oneof().is_some_and(|of| !of.is_synthetic());
            if there || !choice {
                let value = message.get_field(&field);
                object.serialize_entry(
                    field.json_name(),
                    &Field { of: &field, there, value: &value },
                )?;
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
    there: bool,
    value: &'m Value,
}

impl Serialize for Field<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Self { of, there, value } = self;
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
            Value::Message(_) | Value::String(_) | Value::EnumNumber(_) if !there => {
                to.serialize_none()
            }
            _ if !there && of.supports_presence() => to.serialize_none(),
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
