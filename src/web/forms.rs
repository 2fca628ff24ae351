//! What did somebody fill in? Read once, whole or not at all, wiped when it is done with.

use std::collections::BTreeMap;

use zeroize::Zeroizing;

/// Most bytes of a form: twelve persons and a contact card take two thousand.
pub(super) const MOST_BYTES: usize = 16 * 1024;

/// Most bytes of a form with files: those of a covenant, and what is around them.
pub(super) const MOST_BYTES_OF_FILES: usize = 200 * 1024;

/// Most fields of a form.
const MOST_FIELDS: usize = 200;

/// The fields of a form that came in.
#[derive(Default)]
pub(super) struct Filled(BTreeMap<String, Zeroizing<String>>);

impl std::fmt::Debug for Filled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Names only: a value may be a BSN.
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl Filled {
    /// Reads `application/x-www-form-urlencoded`. Of a field that comes twice the first one counts.
    #[must_use]
    pub(super) fn read(body: &[u8]) -> Self {
        let mut fields = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(body).take(MOST_FIELDS) {
            fields.entry(name.into_owned()).or_insert_with(|| Zeroizing::new(value.into_owned()));
        }
        Self(fields)
    }

    /// Reads `multipart/form-data`, as browsers send it where a form has files. A file is its text; what is
    /// no text is not told apart from what stands in for it.
    #[must_use]
    pub(super) fn read_parts(boundary: &str, body: &[u8]) -> Self {
        let mut fields = BTreeMap::new();
        let line = format!("\r\n--{boundary}");
        let whole = [b"\r\n", body].concat();
        let mut rest = whole.as_slice();
        // What stands before the first one, and behind the last one, is no part.
        let Some(first) = place(rest, line.as_bytes()) else { return Self::default() };
        rest = &rest[first + line.len()..];
        while let Some(end) = place(rest, line.as_bytes()).filter(|_| fields.len() < MOST_FIELDS) {
            let part = &rest[..end];
            rest = &rest[end + line.len()..];
            let Some(head) = place(part, b"\r\n\r\n") else { continue };
            let value = String::from_utf8_lossy(&part[head + 4..]).into_owned();
            if let Some(name) = part_name(&String::from_utf8_lossy(&part[..head])) {
                fields.entry(name).or_insert_with(|| Zeroizing::new(value));
            }
        }
        Self(fields)
    }

    /// A field, without spaces around it; empty when it was left out.
    #[must_use]
    pub(super) fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", |value| value.trim())
    }

    /// The names of all fields.
    #[must_use]
    pub(super) fn names(&self) -> Vec<String> {
        self.0.keys().cloned().collect()
    }

    /// A field that names a code; nothing when it was left open or is no number.
    #[must_use]
    pub(super) fn code(&self, name: &str) -> i32 {
        self.get(name).parse().unwrap_or_default()
    }

    /// Whether something was ticked.
    #[must_use]
    pub(super) fn ticked(&self, name: &str) -> bool {
        self.get(name) == "ja"
    }
}

/// Where a text begins in another one.
fn place(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|part| part == wanted)
}

/// The name of a part, by its head.
fn part_name(head: &str) -> Option<String> {
    let lines = head.split("\r\n").filter_map(|line| line.split_once(':'));
    let mut about = lines.filter(|(key, _)| key.trim().eq_ignore_ascii_case("content-disposition"));
    let (_, name) = about.next()?.1.split_once("; name=\"")?;
    name.split_once('"').map(|(name, _)| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_read_as_they_were_sent() {
        let part = |head: &str, value: &str| format!("--x\r\n{head}\r\n\r\n{value}\r\n");
        let field = part("Content-Disposition: form-data; name=\"bewijs\"", "token");
        let file = "content-disposition: form-data; name=\"bestand\"; filename=\"a; name=\"\r\nContent-Type: a/b";
        let body = format!("{field}{}--x--\r\n", part(file, "a = 1\r\n--y\r\n"));
        let filled = Filled::read_parts("x", body.as_bytes());
        assert_eq!((filled.get("bewijs"), filled.get("bestand")), ("token", "a = 1\r\n--y"));
        for broken in
            ["", "--x", "--x\r\n\r\n", "--x--", "--x\r\nno head--x", &body[..body.len() - 9]]
        {
            let filled = Filled::read_parts("x", broken.as_bytes());
            assert_eq!(filled.get("bestand"), "", "{broken:?}");
        }
        let binary = [
            &b"--x\r\nContent-Disposition: form-data; name=\"bestand\"\r\n\r\n"[..],
            &[0xff, 0, 0xfe],
            b"\r\n--x--",
        ]
        .concat();
        assert_eq!(Filled::read_parts("x", &binary).get("bestand"), "\u{fffd}\0\u{fffd}");
    }

    #[test]
    fn a_form_is_read_as_it_was_sent() {
        let filled = Filled::read(b"naam=%C3%9Cnal+B&rol=2&rol=3&aan=ja&leeg=&x=%00%ff");
        assert_eq!((filled.get("naam"), filled.code("rol")), ("Ünal B", 2));
        assert!(filled.ticked("aan") && !filled.ticked("leeg"));
        assert_eq!((filled.get("niet"), filled.code("naam")), ("", 0));
        assert_eq!(filled.get("x"), "\0\u{fffd}");
        assert!(!format!("{filled:?}").contains("nal"));
    }
}
