//! How does help fit a terminal of 80 columns? Examples are broken where a shell lets them be broken.

use clap::Command;

use super::layout;

/// Characters on a line.
const WIDTH: usize = 79;
/// Before the further lines of an example.
const INDENT: &str = "    ";

/// The same command with help that fits, and all commands below it.
pub(super) fn fitted(mut command: Command) -> Command {
    if let Some(help) = command.get_after_help().map(ToString::to_string) {
        command = command.after_help(fit(&help));
    }
    if let Some(help) = command.get_after_long_help().map(ToString::to_string) {
        command = command.after_long_help(fit(&help));
    }
    let names: Vec<String> =
        command.get_subcommands().map(|inner| inner.get_name().to_owned()).collect();
    names.into_iter().fold(command, |command, name| command.mut_subcommand(name, fitted))
}

/// Text in which no line is too long: prose is wrapped, command lines get a backslash.
fn fit(help: &str) -> String {
    let joined = help.replace("\\\n", " ");
    let mut lines: Vec<String> = Vec::new();
    // Prose goes on until a line that stands for itself.
    let mut prose = String::new();
    for line in joined.lines().map(str::trim_end).chain([""]) {
        let alone = line.is_empty() || line.starts_with(' ') || line.ends_with(':');
        if !alone {
            prose = format!("{prose} {line}");
            continue;
        }
        if !prose.is_empty() {
            lines.extend(layout::wrap(&std::mem::take(&mut prose), WIDTH));
        }
        match line.len() > WIDTH {
            true if line.starts_with(' ') => lines.extend(example(line)),
            true => lines.extend(layout::wrap(line, WIDTH)),
            false => lines.push(line.to_owned()),
        }
    }
    lines.join("\n").trim_end().to_owned()
}

/// A command line, broken before words, never between quotes.
fn example(line: &str) -> Vec<String> {
    let margin: String = line.chars().take_while(|c| *c == ' ').collect();
    let mut lines = Vec::new();
    let mut open = margin.clone();
    for word in words(line) {
        // Two more for the backslash.
        if open.len() + word.len() + 3 > WIDTH && open.trim() != "" {
            lines.push(format!("{open} \\"));
            open = format!("{margin}{INDENT}");
        }
        if !open.ends_with(' ') {
            open.push(' ');
        }
        open.push_str(word);
    }
    lines.push(open);
    lines
}

/// Words as a shell sees them.
fn words(line: &str) -> Vec<&str> {
    let mut quoted = false;
    let at_blank = |c: char| {
        quoted ^= c == '\'';
        c == ' ' && !quoted
    };
    line.split(at_blank).filter(|word| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::fit;

    #[test]
    fn an_example_survives() {
        let long = "  echo 'parent:1' | verwijspunt register --as school --members - --area zeeburg \
                    --name 'A  B' --phone 1";
        let told = fit(&format!("Example:\n{long}\n\nOne two\nthree."));
        assert!(told.lines().all(|line| line.len() < 80), "{told}");
        let (example, prose) = told.split_once("\n\n").unwrap();
        let example = example.replace(" \\\n      ", " ");
        assert_eq!(example, format!("Example:\n{long}"));
        assert_eq!(prose, "One two three.");
    }
}
