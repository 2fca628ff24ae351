//! How is a small text read that people write on whatever machine they have? With the mark that Windows
//! puts before it, or in UTF-16; and a secret, so that nothing of it stays in memory.

use std::{fs::File, io::Read as _, path::Path};

use zeroize::Zeroizing;

/// The mark that Windows puts before UTF-8.
const BOM: &[u8] = b"\xef\xbb\xbf";

/// No password is longer; a file that is, in bytes, is another one.
const LONGEST_SECRET: usize = 4096;

/// What a text says; nothing when it is neither UTF-8 nor UTF-16. A byte order mark does not count, and
/// UTF-16, which PowerShell writes, is read as what it says, also without its mark. Wiped when dropped.
#[must_use]
pub fn decode(bytes: &[u8]) -> Option<Zeroizing<String>> {
    let pair: fn([u8; 2]) -> u16 = match bytes {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        // Without its mark. A text that is meant begins with a letter or digit, half of which is zero there.
        [letter, 0, ..] if *letter != 0 => return utf16(bytes, u16::from_le_bytes),
        [0, letter, ..] if *letter != 0 => return utf16(bytes, u16::from_be_bytes),
        _ => {
            let text = std::str::from_utf8(bytes.strip_prefix(BOM).unwrap_or(bytes)).ok()?;
            return Some(Zeroizing::new(text.to_owned()));
        }
    };
    utf16(&bytes[2..], pair)
}

/// Nothing when half a unit is left over: then it is cut off, or something else.
fn utf16(bytes: &[u8], pair: fn([u8; 2]) -> u16) -> Option<Zeroizing<String>> {
    let (units, rest) = bytes.as_chunks::<2>();
    // A text that grows leaves copies of its beginning behind: no unit becomes more than three bytes.
    let mut text = Zeroizing::new(String::with_capacity(units.len() * 3));
    for read in char::decode_utf16(units.iter().map(|two| pair(*two))) {
        text.push(read.ok()?);
    }
    rest.is_empty().then_some(text)
}

/// The one line of a file with a password, without the end of the line. Wiped when dropped.
///
/// # Errors
/// Which file, and what is wrong with it; never what stands in it.
pub fn secret(file: &Path) -> Result<Zeroizing<String>, String> {
    let wrong = |what: &str| format!("{}: {what}", file.display());
    // One that must grow would leave a copy behind, in memory that is not wiped.
    let mut bytes = Zeroizing::new(Vec::with_capacity(2 * LONGEST_SECRET));
    let read = File::open(file).and_then(|open| {
        let most = u64::try_from(LONGEST_SECRET + 1).unwrap_or(u64::MAX);
        open.take(most).read_to_end(&mut bytes)
    });
    read.map_err(|error| wrong(&format!("cannot be read ({error})")))?;
    if bytes.len() > LONGEST_SECRET {
        return Err(wrong("is too long for a password: name the file that holds nothing else"));
    }
    let text =
        decode(&bytes).ok_or_else(|| wrong("is neither UTF-8 nor UTF-16: save it as UTF-8"))?;
    let line = text.trim_end_matches(['\r', '\n']);
    if line.is_empty() {
        return Err(wrong("is empty: write the password into it, on one line"));
    }
    if line.contains(['\r', '\n', '\0']) {
        return Err(wrong("holds more than one line: a password stands on one line, and alone"));
    }
    Ok(Zeroizing::new(line.to_owned()))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn in_utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn text_is_read_as_windows_writes_it() {
        let said = |bytes: &[u8]| decode(bytes).map(|text| text.to_string());
        let marked = |unit| in_utf16("\u{feff}parent:é\r\n", unit);
        let expected = Some("parent:é\r\n".to_owned());
        assert_eq!(said("parent:é\r\n".as_bytes()), expected);
        assert_eq!(said("\u{feff}parent:é\r\n".as_bytes()), expected);
        for unit in [u16::to_le_bytes, u16::to_be_bytes] {
            assert_eq!(said(&marked(unit)), expected);
            assert_eq!(said(&marked(unit)[2..]), expected);
        }
        let whole = marked(u16::to_le_bytes);
        let cut = said(&whole[..whole.len() - 1]);
        assert_eq!(cut, None, "the last half of a unit is not left out");
        assert_eq!(said(b"parent:\xe9"), None);
        assert_eq!(said(b"").as_deref(), Some(""));
    }

    #[test]
    fn a_password_is_read_as_it_was_typed_or_its_file_is_refused_and_never_shown() {
        let place = tempfile::tempdir().expect("a directory");
        let file = place.path().join("db.password");
        let read = |content: &[u8]| {
            fs::write(&file, content).expect("written");
            secret(&file).map(|text| text.to_string())
        };
        let typed = "géheim 1 ";
        for end in ["", "\n", "\r\n"] {
            let text = format!("{typed}{end}");
            assert_eq!(read(text.as_bytes()).as_deref(), Ok(typed), "{end:?}");
            let text = format!("\u{feff}{text}");
            assert_eq!(read(text.as_bytes()).as_deref(), Ok(typed), "{end:?} behind a mark");
            for unit in [u16::to_le_bytes, u16::to_be_bytes] {
                assert_eq!(read(&in_utf16(&text, unit)).as_deref(), Ok(typed), "{end:?} in UTF-16");
            }
        }
        for (content, why) in [
            (&b""[..], "is empty"),
            (b"\r\n", "is empty"),
            (b"\xef\xbb\xbf\n", "is empty"),
            (b"\xff\xfe", "is empty"),
            (b"geheim\nanders\n", "more than one line"),
            (b"\xe9geheim", "neither UTF-8 nor UTF-16"),
            (&[b'g'; LONGEST_SECRET + 1], "too long"),
        ] {
            let told = read(content).expect_err(why);
            assert!(told.contains("db.password: ") && told.contains(why), "{told}");
            assert!(!told.contains("geheim"), "{told}");
        }
        assert_eq!(read(&[b'g'; LONGEST_SECRET]).map(|text| text.len()), Ok(LONGEST_SECRET));
        fs::remove_file(&file).expect("removed");
        let told = secret(&file).expect_err("there is none");
        assert!(told.contains("db.password: cannot be read"), "{told}");
    }
}
