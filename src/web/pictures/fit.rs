//! Does a text fit its box? Letters are counted wider than any usual sans serif draws them, so that
//! the answer holds whichever the reader's machine has.

/// Width of a letter, in hundredths of the size of the type.
fn width(c: char) -> u32 {
    match c {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' => 38,
        'f' | 't' | 'r' | '(' | ')' | '-' | '/' => 48,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 104,
        'A'..='Z' | '&' => 84,
        _ if c.is_ascii() => 71,
        _ => 104,
    }
}

/// Width of a text in pixels at a size in pixels.
pub(super) fn pixels(text: &str, size: u32) -> u32 {
    text.chars().map(width).sum::<u32>() * size / 100
}

/// A text in at most so many lines of at most so many pixels; what does not fit ends in an ellipsis.
pub(super) fn lines(text: &str, size: u32, most_pixels: u32, most_lines: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let longer = lines.last().map(|line| format!("{line} {word}"));
        match longer.filter(|longer| pixels(longer, size) <= most_pixels) {
            Some(longer) => *lines.last_mut().expect("there is a line to be longer") = longer,
            None => lines.push(word.to_owned()),
        }
    }
    let more = lines.len() > most_lines;
    lines.truncate(most_lines);
    let last = lines.len().saturating_sub(1);
    for (at, line) in lines.iter_mut().enumerate() {
        if pixels(line, size) > most_pixels || (more && at == last) {
            cut(line, size, most_pixels);
        }
    }
    lines
}

fn cut(line: &mut String, size: u32, most_pixels: u32) {
    while !line.is_empty() && pixels(line, size) + pixels("…", size) > most_pixels {
        line.pop();
    }
    line.push('…');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_long_is_broken_and_then_cut() {
        assert_eq!(lines("Schulddienst Zeeburg", 15, 180, 2), ["Schulddienst", "Zeeburg"]);
        assert_eq!(lines("", 15, 180, 2), Vec::<String>::new());
        for text in ["W".repeat(200), "een twee drie vier vijf zes zeven acht negen tien".into()] {
            let lines = lines(&text, 15, 120, 2);
            assert!(lines.len() <= 2 && lines.last().expect("a line").ends_with('…'), "{lines:?}");
            assert!(lines.iter().all(|line| pixels(line, 15) <= 120), "{lines:?}");
        }
    }
}
