//! How does text fit the terminal? Whole words, aligned columns, or one card a row when columns
//! do not fit. What has a digit in it, such as an id, is never broken: people copy it.

use comfy_table::Table;

/// Between columns.
const GAP: usize = 2;
/// Prose is not made wider than this, also on a wide terminal.
const PROSE: usize = 100;
/// The longest label under which the further lines of a message are put.
const LABEL: usize = 16;

/// Characters that fit on a line of standard output; `None` when it is no terminal and nobody says.
#[must_use]
pub fn width() -> Option<usize> {
    said().or_else(|| of(&Table::new()))
}

/// The same of standard error.
#[must_use]
pub fn width_of_errors() -> Option<usize> {
    said().or_else(|| of(Table::new().use_stderr()))
}

/// What the environment says, as `ls` and `git` read it: for terminals that do not tell, and for pipes.
fn said() -> Option<usize> {
    std::env::var("COLUMNS").ok()?.parse().ok().filter(|width| *width > 0)
}

fn of(table: &Table) -> Option<usize> {
    table.width().map(usize::from).filter(|width| *width > 0)
}

/// How wide prose is made.
#[must_use]
pub fn prose() -> usize {
    width().map_or(PROSE, |width| width.min(PROSE))
}

/// Lines of whole words. A word that is longer than a line is broken behind a hyphen, or has a line of
/// its own.
#[must_use]
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let parts = if length(word) <= width { vec![word] } else { breakable(word) };
        for (i, part) in parts.into_iter().enumerate() {
            let line = lines.last_mut().expect("it begins with one line");
            let blank = usize::from(i == 0 && !line.is_empty());
            if line.is_empty() || length(line) + blank + length(part) <= width {
                line.push_str(&" ".repeat(blank));
                line.push_str(part);
            } else {
                lines.push(part.to_owned());
            }
        }
    }
    lines
}

/// Text after a label; further lines stand under the text. Without a width it stays one line.
#[must_use]
pub fn hang(label: &str, text: &str, width: Option<usize>) -> String {
    let Some(width) = width else { return format!("{label}{text}") };
    let indent = length(label);
    let lines = wrap(text, width.saturating_sub(indent).max(20));
    format!("{label}{}", lines.join(&format!("\n{:indent$}", "")))
}

/// Text in which lines that are too long go on below, indented; the others stay as they are.
#[must_use]
pub fn folded(text: &str, width: Option<usize>) -> String {
    let Some(width) = width else { return text.to_owned() };
    let fold = |line: &str| {
        if length(line) <= width {
            return line.to_owned();
        }
        let (label, rest) = label_of(line);
        let margin = length(line) - length(line.trim_start());
        if label.is_empty() {
            let more = format!("\n{:margin$}  ", "");
            let lines = wrap(line, width.saturating_sub(margin + 2).max(20));
            return format!("{:margin$}{}", "", lines.join(&more));
        }
        hang(label, rest, Some(width))
    };
    text.lines().map(fold).collect::<Vec<_>>().join("\n")
}

/// A short label at the beginning of a line, with its colon and blanks, and what comes behind it.
fn label_of(line: &str) -> (&str, &str) {
    let end = line.find(": ").map(|at| at + 1).filter(|end| *end <= LABEL);
    let Some(end) = end else { return ("", line) };
    let blanks = line[end..].len() - line[end..].trim_start().len();
    line.split_at(end + blanks)
}

/// Rows under headers. On a terminal, columns without any value are left out, words are wrapped, broken
/// behind hyphens where nothing else helps, and rows that still do not fit are printed as cards.
#[must_use]
pub fn columns(headers: &[&str], rows: &[Vec<String>], width: Option<usize>) -> String {
    let all: Vec<usize> = (0..headers.len()).collect();
    let filled = |column: &usize| rows.iter().any(|row| !row[*column].is_empty());
    let shown: Vec<usize> =
        if width.is_some() { all.into_iter().filter(filled).collect() } else { all };
    let headers: Vec<String> = shown.iter().map(|column| headers[*column].to_uppercase()).collect();
    let rows: Vec<Vec<&str>> =
        rows.iter().map(|row| shown.iter().map(|column| row[*column].as_str()).collect()).collect();
    let widest = |measure: fn(&str) -> usize| -> Vec<usize> {
        let column = |i: usize| rows.iter().map(|row| measure(row[i])).max().unwrap_or(0);
        (0..shown.len()).map(|i| column(i).max(measure(&headers[i]))).collect()
    };
    let gaps = GAP * shown.len().saturating_sub(1);
    let room = width.map(|width| width.saturating_sub(gaps));
    let natural = widest(length);
    let fitted = fit(&natural, &widest(longest_word), room);
    let Some(widths) = fitted.or_else(|| fit(&natural, &widest(longest_part), room)) else {
        return cards(&headers, &rows, width);
    };
    let header: Vec<&str> = headers.iter().map(String::as_str).collect();
    std::iter::once(&header).chain(&rows).map(|row| block(row, &widths)).collect()
}

/// A width for each column: natural where it fits, the narrow ones first; `None` when a word
/// would have to be broken.
fn fit(natural: &[usize], least: &[usize], room: Option<usize>) -> Option<Vec<usize>> {
    let Some(room) = room else { return Some(natural.to_vec()) };
    let mut spare = room.checked_sub(least.iter().sum())?;
    let mut widths = least.to_vec();
    let mut order: Vec<usize> = (0..widths.len()).collect();
    order.sort_by_key(|i| natural[*i] - least[*i]);
    for (done, i) in order.iter().enumerate() {
        let share = spare / (order.len() - done);
        let more = (natural[*i] - least[*i]).min(share);
        widths[*i] += more;
        spare -= more;
    }
    Some(widths)
}

/// One row, as many lines high as its highest cell.
fn block(row: &[&str], widths: &[usize]) -> String {
    let cells: Vec<Vec<String>> =
        row.iter().zip(widths).map(|(cell, width)| wrap(cell, *width)).collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    let mut text = String::new();
    for i in 0..height {
        let mut line = String::new();
        for (cell, width) in cells.iter().zip(widths) {
            let part = cell.get(i).map_or("", String::as_str);
            line.push_str(&format!("{part:width$}{:GAP$}", ""));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// Each row as fields under each other.
fn cards(headers: &[String], rows: &[Vec<&str>], width: Option<usize>) -> String {
    let label = headers.iter().map(|header| length(header)).max().unwrap_or(0);
    let card = |row: &Vec<&str>| -> String {
        let cells = headers.iter().zip(row).filter(|(_, cell)| !cell.is_empty());
        cells
            .map(|(header, cell)| {
                hang(&format!("{:label$}  ", header.to_lowercase()), cell, width) + "\n"
            })
            .collect()
    };
    rows.iter().map(card).collect::<Vec<_>>().join("\n")
}

fn length(text: &str) -> usize {
    text.chars().count()
}

fn longest_word(text: &str) -> usize {
    text.split_whitespace().map(length).max().unwrap_or(0)
}

fn longest_part(text: &str) -> usize {
    text.split_whitespace().flat_map(breakable).map(length).max().unwrap_or(0)
}

/// A word in the parts between which it may be broken. Ids, dates, telephone numbers and addresses are
/// copied, so they have one.
fn breakable(word: &str) -> Vec<&str> {
    let copied = word.contains(|c: char| c.is_ascii_digit() || "@/`".contains(c));
    if copied { vec![word] } else { word.split_inclusive('-').collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Vec<String>> {
        let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        vec![
            row(["0192-aa", "call the school in the district", ""]),
            row(["0192-bb", "call the police", ""]),
        ]
    }

    #[test]
    fn columns_keep_ids_whole_and_wrap_words() {
        let text = columns(&["id", "what", "lead"], &rows(), Some(26));
        let expected = "ID       WHAT\n0192-aa  call the school\n         in the district\n\
                        0192-bb  call the police\n";
        assert_eq!(text, expected, "an empty column is left out on a terminal");
    }

    #[test]
    fn rows_that_do_not_fit_become_cards() {
        let text = columns(&["id", "what", "lead"], &rows(), Some(16));
        assert!(text.starts_with("id    0192-aa\nwhat  call the school"), "{text}");
        assert!(text.contains("\n\nid    0192-bb\n"), "{text}");
    }

    #[test]
    fn a_program_gets_whole_lines_and_every_column() {
        let text = columns(&["id", "what", "lead"], &rows(), None);
        assert_eq!(text.lines().count(), 3);
        assert!(text.starts_with("ID       WHAT                             LEAD\n"), "{text}");
    }

    #[test]
    fn a_word_is_broken_behind_a_hyphen_where_nothing_else_helps() {
        let row = ["2026-03-16", "no-action-needed", "7K3-M9Q"].map(str::to_owned).to_vec();
        let text = columns(&["due", "state", "case"], std::slice::from_ref(&row), Some(40));
        assert_eq!(text.lines().count(), 2, "it fits as it is: {text}");
        let text = columns(&["due", "state", "case"], &[row], Some(29));
        let expected = "DUE         STATE     CASE\n2026-03-16  no-       7K3-M9Q\n\
                        \x20           action-\n            needed\n";
        assert_eq!(text, expected, "no id is broken");
    }

    #[test]
    fn a_message_goes_on_under_its_beginning() {
        let text =
            "error: one two three four five six\n  next:   seven eight nine ten eleven\nas it  is";
        let told = "error: one two three four five\n       six\n  next:   seven eight nine ten\n          \
                    eleven\nas it  is";
        assert_eq!(folded(text, Some(32)), told);
        assert_eq!(folded(text, None), text);
        let id = "01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10";
        assert_eq!(folded(&format!("see {id}"), Some(25)), format!("see\n  {id}"));
    }

    #[test]
    fn every_list_fits_80_columns() {
        let headers = ["due", "what", "category", "area", "manager", "tickets", "state", "case"];
        let long = [
            "2026-03-16 overdue",
            "final-evaluation-of-the-intensive-plan",
            "multi-problem-family-with-nuisance",
            "oost-watergraafsmeer-noord",
            "Wilhelmina van den Boogaard-Hoogendijk",
            "12",
            "watching",
            "01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10",
        ];
        let rows = vec![long.map(str::to_owned).to_vec(); 3];
        let text = columns(&headers, &rows, Some(80));
        let widest = text.lines().map(length).max().unwrap_or_default();
        assert!(widest <= 80, "{widest}: {text}");
        assert!(long.iter().flat_map(|cell| cell.split(' ')).all(|word| text.contains(word)));
        let short = ["2026-03-16", "mdo-plus", "MPG2", "zeeburg", "A. Bos", "1", "open", "7K3-M9Q"];
        let text = columns(&headers, &[short.map(str::to_owned).to_vec()], Some(80));
        assert_eq!(text.lines().count(), 2, "with a reference it is one line: {text}");
        assert!(text.lines().all(|line| length(line) <= 80), "{text}");
    }

    #[test]
    fn further_lines_stand_under_the_text() {
        assert_eq!(
            hang("why  ", "one two three four five six", Some(25)),
            "why  one two three four\n     five six"
        );
        assert_eq!(hang("why  ", "one two", None), "why  one two");
    }
}
