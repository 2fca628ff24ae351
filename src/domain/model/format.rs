//! In which format is a record that is being read? What a later format added is not in it.
//!
//! Records are written without the names of their fields. A field that was added says since when it
//! is there, `#[serde(deserialize_with = "format::since::<2, _, _>")]`, and has its default in records
//! that are older. Variants that are added stand last in their enum and need nothing.

use std::cell::Cell;

use serde::{Deserialize, Deserializer};

/// The format in which records are written.
pub const NEWEST: u8 = 12;

thread_local! {
    // serde hands down to the fields of a record nothing but the bytes.
    static READING: Cell<u8> = const { Cell::new(NEWEST) };
}

/// Reads what was written in a format.
pub fn reading<T>(format: u8, read: impl FnOnce() -> T) -> T {
    let before = READING.replace(format);
    let read = read();
    READING.set(before);
    read
}

/// A field that is there since this format; in older records its default.
///
/// # Errors
/// The bytes hold no such value.
pub fn since<'de, const FORMAT: u8, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: Default + Deserialize<'de>,
    D: Deserializer<'de>,
{
    if READING.get() < FORMAT { Ok(T::default()) } else { T::deserialize(deserializer) }
}

/// A field that may be absent since this format; in older records it is always there.
///
/// # Errors
/// The bytes hold no such value.
pub fn optional_since<'de, const FORMAT: u8, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    if READING.get() < FORMAT {
        T::deserialize(deserializer).map(Some)
    } else {
        Option::deserialize(deserializer)
    }
}

/// A field that is of this type since this format, and of another before.
///
/// # Errors
/// The bytes hold no such value.
pub fn other_since<'de, const FORMAT: u8, Before, T, D>(deserializer: D) -> Result<T, D::Error>
where
    Before: Deserialize<'de> + Into<T>,
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    if READING.get() < FORMAT {
        Before::deserialize(deserializer).map(Into::into)
    } else {
        T::deserialize(deserializer)
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;

    use super::*;

    #[derive(Serialize)]
    struct Before {
        name: String,
        last: u8,
    }

    #[derive(Serialize, Deserialize, PartialEq, Debug)]
    struct Now {
        name: String,
        #[serde(deserialize_with = "since::<2, _, _>")]
        added: Option<String>,
        #[serde(deserialize_with = "optional_since::<2, _, _>")]
        last: Option<u8>,
    }

    #[test]
    fn what_was_added_is_absent_in_what_is_older() {
        let before = Before { name: "a".into(), last: 7 };
        let old = postcard::to_stdvec(&vec![&before, &before]).expect("plain data");
        let read: Vec<Now> = reading(1, || postcard::from_bytes(&old)).expect("it is read");
        let expected = || Now { name: "a".into(), added: None, last: Some(7) };
        assert_eq!(read, [expected(), expected()]);

        let now = Now { added: Some("b".into()), last: None, ..expected() };
        let new = postcard::to_stdvec(&now).expect("plain data");
        assert_eq!(postcard::from_bytes::<Now>(&new).expect("it is read"), now);
    }
}
