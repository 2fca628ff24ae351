//! How many persons may callers ask about? The section `[budget]`.

use crate::domain::model::{budget::Terms, party::Oin};
use crate::toml_file::Section;

/// Most persons a span that can be configured.
const PERSONS_MOST: u64 = 100_000_000;

/// Reads the section.
pub(super) fn read(file: &mut Section) -> Terms {
    let default = Terms::default();
    let expects = "a list of OINs of 20 digits; leave it out when there are none";
    file.section("budget", |s| Terms {
        enabled: s.flag("enabled", default.enabled),
        persons_per_hour: s.whole("persons_per_hour", default.persons_per_hour, 1..=PERSONS_MOST),
        persons_per_day: s.whole("persons_per_day", default.persons_per_day, 1..=PERSONS_MOST),
        percent_per_hour: s.whole("percent_per_hour", default.percent_per_hour, 0..=100),
        percent_per_day: s.whole("percent_per_day", default.percent_per_day, 0..=100),
        counts_after_days: s.whole("counts_after_days", default.counts_after_days, 1..=365),
        persons_per_hour_signed_in: s.whole(
            "persons_per_hour_signed_in",
            default.persons_per_hour_signed_in,
            1..=PERSONS_MOST,
        ),
        persons_per_day_signed_in: s.whole(
            "persons_per_day_signed_in",
            default.persons_per_day_signed_in,
            1..=PERSONS_MOST,
        ),
        importing: s.any_number("importing", expects, Oin::parse).into_iter().collect(),
    })
}

/// The section with its effective settings.
pub(super) fn write(terms: &Terms, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
    let Terms {
        enabled,
        persons_per_hour,
        persons_per_day,
        percent_per_hour,
        percent_per_day,
        counts_after_days,
        persons_per_hour_signed_in: hour_signed_in,
        persons_per_day_signed_in: day_signed_in,
        importing,
    } = terms;
    writeln!(f, "\n[budget]\nenabled = {enabled}")?;
    writeln!(f, "persons_per_hour = {persons_per_hour}\npersons_per_day = {persons_per_day}")?;
    writeln!(f, "percent_per_hour = {percent_per_hour}\npercent_per_day = {percent_per_day}")?;
    writeln!(f, "counts_after_days = {counts_after_days}")?;
    writeln!(f, "persons_per_hour_signed_in = {hour_signed_in}")?;
    writeln!(f, "persons_per_day_signed_in = {day_signed_in}")?;
    if !importing.is_empty() {
        let oins: Vec<String> = importing.iter().map(ToString::to_string).collect();
        writeln!(f, "importing = {oins:?}")?;
    }
    Ok(())
}

/// What an operator should know of these settings at every start; nothing when all is counted and
/// limited.
#[must_use]
pub fn warnings(terms: &Terms) -> Vec<String> {
    if !terms.enabled {
        return vec![
            "[budget] enabled = false: whoever has a certificate can try out any number of BSNs"
                .to_owned(),
        ];
    }
    let importing = |oin: &Oin| {
        format!(
            "[budget] importing names {oin}: it may ask about any number of persons; take it out \
             when its case load is in"
        )
    };
    terms.importing.iter().map(importing).collect()
}
