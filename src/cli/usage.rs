//! How is a wrong command line refused to somebody who reads Dutch? In English the parser says it.

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

use super::{
    layout,
    output::complain,
    texts::{fill, say},
};

/// What is wrong, in a sentence; `None` when it is help that was asked for.
#[must_use]
pub fn sentence(error: &Error) -> Option<String> {
    let known = |kind| error.get(kind).map(values);
    let argument = known(ContextKind::InvalidArg).unwrap_or_default();
    let suggested =
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    let meant = suggested
        .into_iter()
        .find_map(known)
        .map_or_else(String::new, |near| fill("; did you mean {}?", &[&near]));
    // What was typed is not repeated: it may be what must not stand there.
    let text = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let given = known(ContextKind::InvalidSubcommand).unwrap_or_default();
            fill("there is no command '{}'", &[&given]) + &meant
        }
        ErrorKind::UnknownArgument => fill("there is no option '{}'", &[&argument]) + &meant,
        ErrorKind::MissingRequiredArgument => fill("missing: {}", &[&argument]),
        ErrorKind::ArgumentConflict => {
            let other = known(ContextKind::PriorArg).unwrap_or_default();
            fill("{} cannot be given together with {}", &[&argument, &other])
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation
            if known(ContextKind::InvalidValue).is_none_or(|value| value.is_empty()) =>
        {
            fill("there is no value for {}", &[&argument])
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let one_of = known(ContextKind::ValidValue).filter(|known| !known.is_empty());
            let one_of = one_of.map_or_else(String::new, |all| fill(" (one of {})", &[&all]));
            fill("what stands behind {} does not fit", &[&argument]) + &meant + &one_of
        }
        ErrorKind::TooManyValues => fill("too many values for {}", &[&argument]),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            fill("another number of values is needed for {}", &[&argument])
        }
        ErrorKind::NoEquals => fill("write a value for {} behind an =", &[&argument]),
        ErrorKind::MissingSubcommand => {
            let all = known(ContextKind::ValidSubcommand).unwrap_or_default();
            fill("which command? one of {}", &[&all])
        }
        ErrorKind::InvalidUtf8 => say("an argument is not UTF-8").to_owned(),
        // Help and the version were asked for; what a terminal does not take nobody reads.
        _ => return None,
    };
    Some(text)
}

/// Says what is wrong and ends the process: with 2, or with 0 after help.
pub fn refuse(error: &Error, command: &str) -> ! {
    let said = super::texts::reads_dutch().then(|| sentence(error)).flatten();
    let Some(said) = said else {
        let text = error.render().to_string();
        if !error.use_stderr()
            || layout::folded(&text, layout::width_of_errors()) == text.trim_end()
        {
            error.exit()
        }
        complain(&text);
        std::process::exit(error.exit_code())
    };
    let next = fill("`{} --help` shows how it is written", &[&command]);
    complain(&format!("{}: {said}\n  {}: {next}", say("error"), say("next")));
    std::process::exit(error.exit_code())
}

/// Words in a row.
fn values(value: &ContextValue) -> String {
    match value {
        ContextValue::String(one) => one.clone(),
        ContextValue::Strings(all) => all.join(", "),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory as _, error::ErrorKind};

    use super::super::{Cli, texts::fill};
    use super::sentence;

    #[test]
    fn what_was_perhaps_meant_is_said() {
        for (line, meant) in [
            ("regster", "register"),
            ("matches --alll", "--all"),
            ("follow-up 7K3-M9Q contact-mad", "contact-made"),
        ] {
            let words = std::iter::once("verwijspunt").chain(line.split(' '));
            let error = Cli::command().try_get_matches_from(words).expect_err(line);
            let said = sentence(&error).expect("a sentence");
            assert!(said.contains(&fill("; did you mean {}?", &[&meant])), "{line}: {said}");
        }
    }

    #[test]
    fn whatever_is_wrong_has_a_sentence() {
        for (line, kind) in [
            ("regster", ErrorKind::InvalidSubcommand),
            ("involved --alll x", ErrorKind::UnknownArgument),
            ("involved", ErrorKind::MissingRequiredArgument),
            ("follow-up 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 done", ErrorKind::InvalidValue),
            ("involved nothing", ErrorKind::ValueValidation),
            ("matches --of", ErrorKind::InvalidValue),
        ] {
            let words = std::iter::once("verwijspunt").chain(line.split(' '));
            let error = Cli::command().try_get_matches_from(words).expect_err(line);
            assert_eq!(error.kind(), kind, "{line}");
            assert!(sentence(&error).is_some_and(|said| !said.is_empty()), "{line}");
        }
        for kind in [
            ErrorKind::TooManyValues,
            ErrorKind::TooFewValues,
            ErrorKind::WrongNumberOfValues,
            ErrorKind::NoEquals,
            ErrorKind::MissingSubcommand,
            ErrorKind::InvalidUtf8,
            ErrorKind::ArgumentConflict,
        ] {
            let error = clap::Error::new(kind).with_cmd(&Cli::command());
            assert!(sentence(&error).is_some_and(|said| !said.is_empty()), "{kind:?}");
        }
        let error = Cli::command().try_get_matches_from(["verwijspunt", "--help"]);
        assert_eq!(sentence(&error.expect_err("help")), None);
    }
}
