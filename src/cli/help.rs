//! How does help fit a terminal of 80 columns? Examples are broken where a shell lets them be broken.

use clap::{Arg, ArgAction, Command, builder::StyledStr};

use super::{layout, texts};

/// Characters on a line.
const WIDTH: usize = 79;
/// Before the further lines of an example.
const INDENT: &str = "    ";

/// The same command with help that fits, in the language of whoever asks, and all commands below it.
pub(super) fn fitted(command: Command) -> Command {
    let dutch = texts::reads_dutch();
    if !dutch {
        return fitted_in(command, false);
    }
    let mut command = fitted_in(with_flags(command), true);
    // Only now does the parser add a command `help` wherever there are commands.
    command.build();
    with_help_in_dutch(command)
}

/// The command `help` among others, and the usage, as the parser made them, in Dutch.
fn with_help_in_dutch(mut command: Command) -> Command {
    let usage = command.render_usage().to_string();
    let usage = usage.trim_start_matches("Usage:").trim().replace("[OPTIONS]", "[OPTIES]");
    command = command.override_usage(usage.replace("<COMMAND>", "<OPDRACHT>"));
    let names: Vec<String> =
        command.get_subcommands().map(|inner| inner.get_name().to_owned()).collect();
    for name in names {
        command = command.mut_subcommand(&name, |inner| match name.as_str() {
            "help" => inner.about(texts::say("Print the help of a command")),
            _ => with_help_in_dutch(inner),
        });
    }
    command
}

fn fitted_in(mut command: Command, dutch: bool) -> Command {
    if let Some(help) = command.get_after_help().map(ToString::to_string) {
        command = command.after_help(fit(&help, dutch));
    }
    if let Some(help) = command.get_after_long_help().map(ToString::to_string) {
        command = command.after_long_help(fit(&help, dutch));
    }
    if dutch {
        command = in_dutch(command);
    }
    let names: Vec<String> =
        command.get_subcommands().map(|inner| inner.get_name().to_owned()).collect();
    names.into_iter().fold(command, |command, name| {
        command.mut_subcommand(name, |inner| fitted_in(inner, dutch))
    })
}

/// Texts of a command and of those below it for which there is no Dutch.
#[must_use]
pub fn without_dutch(command: &Command) -> Vec<String> {
    let abouts = [command.get_about(), command.get_long_about()].into_iter().flatten();
    let mut texts: Vec<String> = abouts.map(ToString::to_string).collect();
    for argument in command.get_arguments() {
        let helps = [argument.get_help(), argument.get_long_help()].into_iter().flatten();
        texts.extend(helps.map(ToString::to_string));
        texts.extend(argument.get_help_heading().map(str::to_owned));
    }
    let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let prose = parts(&after).into_iter().filter_map(|part| match part {
        Part::Prose(text) => Some(text),
        Part::Line(line) => match coded(&line) {
            Some((_, meaning)) => Some(meaning.to_owned()),
            None => (line.ends_with(':') && !line.starts_with(' ')).then_some(line),
        },
    });
    texts.extend(prose);
    let mut missing: Vec<String> = texts
        .iter()
        .flat_map(|text| text.split("\n\n"))
        .filter(|text| !text.is_empty() && translated(text).is_none())
        .map(str::to_owned)
        .collect();
    missing.extend(command.get_subcommands().flat_map(without_dutch));
    missing
}

/// A line that says what an exit code means, for instance `  0  done`: the code in its column, and that.
fn coded(line: &str) -> Option<(&str, &str)> {
    let rest = line.strip_prefix("  ")?.strip_prefix(|c: char| c.is_ascii_digit())?;
    let meaning = rest.strip_prefix("  ")?;
    Some(line.split_at(line.len() - meaning.len()))
}

/// The Dutch for a paragraph, which may end with a full stop, or with what holds without it.
fn translated(text: &str) -> Option<String> {
    if let Some((text, default)) = text.strip_suffix(']').and_then(|t| t.split_once(" [default: "))
    {
        let (text, default) = (texts::dutch(text)?, texts::dutch(default)?);
        return Some(format!("{text} [standaard: {default}]"));
    }
    let said = texts::dutch(text).or_else(|| texts::dutch(text.trim_end_matches('.')));
    said.map(str::to_owned)
}

/// Every paragraph of a text in Dutch, as far as there is Dutch for it.
fn paragraphs(text: &StyledStr) -> String {
    let text = text.to_string();
    let said = text.split("\n\n").map(|p| translated(p).unwrap_or_else(|| p.to_owned()));
    said.collect::<Vec<_>>().join("\n\n")
}

/// The flags that the parser adds by itself, with Dutch help.
fn with_flags(command: Command) -> Command {
    command.disable_version_flag(true).arg(
        Arg::new("version")
            .short('V')
            .long("version")
            .action(ArgAction::Version)
            .help(texts::say("Print version"))
            .help_heading(texts::say("Options")),
    )
}

/// A command with its own texts in Dutch, and those that the parser writes around them.
fn in_dutch(mut command: Command) -> Command {
    if let Some(about) = command.get_about().map(paragraphs) {
        command = command.about(about);
    }
    if let Some(about) = command.get_long_about().map(paragraphs) {
        command = command.long_about(about);
    }
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help);
    command
        .help_template("{about-with-newline}\nGebruik: {usage}\n\n{all-args}{after-help}")
        .subcommand_help_heading(texts::say("Commands"))
        .mut_args(argument)
        .disable_help_flag(true)
        .arg(help.help(texts::say("Print help")).help_heading(texts::say("Options")))
}

/// An argument with its help in Dutch, and with what the parser would say of its values.
fn argument(argument: Arg) -> Arg {
    let heading = match argument.get_help_heading() {
        // That of the version is in Dutch already.
        Some(heading) => texts::dutch(heading).unwrap_or_else(|| texts::say("Options")),
        None if argument.is_positional() => texts::say("Arguments"),
        None => texts::say("Options"),
    };
    let list = |words: Vec<String>| words.join(", ");
    let mut values = String::new();
    let known = argument.get_possible_values();
    if !known.is_empty() && argument.get_action().takes_values() {
        let names = known.iter().map(|value| value.get_name().to_owned()).collect();
        values.push_str(&format!(" [mogelijk: {}]", list(names)));
    }
    let default = argument.get_default_values();
    if !default.is_empty() && !argument.is_hide_default_value_set() {
        let words = default.iter().map(|word| word.to_string_lossy().into_owned()).collect();
        values.push_str(&format!(" [standaard: {}]", list(words)));
    }
    let help = argument.get_help().map(paragraphs).unwrap_or_default();
    let long = argument.get_long_help().map(paragraphs);
    let argument = match long {
        Some(long) => argument.long_help(long + &values),
        None => argument,
    };
    let takes_values = argument.get_action().takes_values();
    let argument = argument.help(help + &values).help_heading(heading);
    if !takes_values {
        return argument;
    }
    argument.hide_default_value(true).hide_possible_values(true)
}

/// A part of a help text.
enum Part {
    /// Words that may be wrapped.
    Prose(String),
    /// A line that stands for itself.
    Line(String),
}

/// What a help text is made of. Prose goes on until a line that stands for itself.
fn parts(help: &str) -> Vec<Part> {
    let joined = help.replace("\\\n", " ");
    let mut parts = Vec::new();
    let mut prose = String::new();
    for line in joined.lines().map(str::trim_end).chain([""]) {
        let alone = line.is_empty() || line.starts_with(' ') || line.ends_with(':');
        if !alone {
            prose = format!("{prose} {line}").trim_start().to_owned();
            continue;
        }
        if !prose.is_empty() {
            parts.push(Part::Prose(std::mem::take(&mut prose)));
        }
        parts.push(Part::Line(line.to_owned()));
    }
    parts
}

/// Text in which no line is too long: prose and lists are wrapped, command lines get a backslash.
fn fit(help: &str, dutch: bool) -> String {
    let said = |text: String| {
        let (code, meaning) = coded(&text).unwrap_or(("", &text));
        match texts::dutch(meaning) {
            Some(said) if dutch => format!("{code}{said}"),
            _ => text,
        }
    };
    let mut lines: Vec<String> = Vec::new();
    for part in parts(help) {
        match part {
            Part::Prose(text) => lines.extend(layout::wrap(&said(text), WIDTH)),
            Part::Line(line) if line.len() <= WIDTH => lines.push(said(line)),
            Part::Line(line) if line.starts_with(' ') => lines.extend(broken(&line)),
            Part::Line(line) => lines.extend(layout::wrap(&said(line), WIDTH)),
        }
    }
    lines.join("\n").trim_end().to_owned()
}

/// A line that is indented, broken before words, never between quotes. An example of a command goes on
/// behind a backslash, so that it can be pasted; a list of keys or columns needs none.
fn broken(line: &str) -> Vec<String> {
    let goes_on = if line.contains("verwijspunt ") { " \\" } else { "" };
    let margin: String = line.chars().take_while(|c| *c == ' ').collect();
    let mut lines = Vec::new();
    let mut open = margin.clone();
    for word in words(line) {
        // Two more for the backslash.
        if open.len() + word.len() + 3 > WIDTH && open.trim() != "" {
            lines.push(format!("{open}{goes_on}"));
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
        let told = fit(&format!("Example:\n{long}\n\nOne two\nthree."), false);
        assert!(told.lines().all(|line| line.len() < 80), "{told}");
        let (example, prose) = told.split_once("\n\n").unwrap();
        let example = example.replace(" \\\n      ", " ");
        assert_eq!(example, format!("Example:\n{long}"));
        assert_eq!(prose, "One two three.");
        // Only a command goes on behind a backslash.
        let columns = format!("  {}last", "column, ".repeat(12));
        let told = fit(&columns, false);
        assert!(told.lines().count() == 2 && !told.contains('\\'), "{told}");
    }
}
