//! How large are the figures beside each other? Bars; what is not told is hatched, and has no length.

use std::fmt::Write as _;

use crate::web::{escape::shown, page::Svg};

use super::fit;

/// The picture, in pixels.
const WIDTH: u64 = 760;
const LABEL: u64 = 240;
const LONGEST: u64 = 400;
const ROW: u64 = 42;

/// A figure.
#[derive(Clone, Debug)]
pub(in crate::web) struct Bar {
    /// What it counts.
    pub(in crate::web) label: String,
    /// How many; nothing when it is not told.
    pub(in crate::web) number: Option<u64>,
}

/// The picture; `not_told` stands where there is no number.
pub(in crate::web) fn bars(title: &str, not_told: &str, figures: &[Bar]) -> Svg {
    let most = figures.iter().filter_map(|bar| bar.number).max().unwrap_or(0).max(1);
    let said = figures.iter().map(|bar| {
        let number = bar.number.map_or_else(|| not_told.to_owned(), |n| n.to_string());
        format!("{} {number}", bar.label)
    });
    let said = said.collect::<Vec<_>>().join(", ");
    let height = ROW * u64::try_from(figures.len()).unwrap_or(0) + 8;
    let mut out = format!(
        "<svg viewBox=\"0 0 {WIDTH} {height}\" width={WIDTH} height={height} role=img aria-label=\"{}: {}\">",
        shown(title),
        shown(&said)
    );
    let room = u32::try_from(LABEL).unwrap_or_default();
    for (at, bar) in (0..).zip(figures) {
        let y = 8 + at * ROW;
        let label = fit::lines(&bar.label, 15, room, 1).concat();
        let _ =
            write!(out, "<text x={LABEL} y={} text-anchor=end>{}</text>", y + 18, shown(&label));
        let left = LABEL + 12;
        match bar.number {
            Some(number) => {
                let length = (number.saturating_mul(LONGEST) / most).max(u64::from(number > 0) * 3);
                let _ = write!(
                    out,
                    "<rect class=bar x={left} y={y} width={length} height=24 /><text class=b x={} y={}>{number}</text>",
                    left + length + 8,
                    y + 18
                );
            }
            None => {
                let _ = write!(
                    out,
                    "<rect class=hid x={left} y={y} width=60 height=24 /><text class=s x={} y={}>{}</text>",
                    left + 70,
                    y + 17,
                    shown(not_told)
                );
            }
        }
    }
    out += "</svg>";
    Svg(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_told_has_no_length() {
        let bar = |label: &str, number| Bar { label: label.into(), number };
        let svg =
            bars("t", "niet verteld", &[bar("a", Some(200)), bar("b", None), bar("c", Some(0))]);
        assert!(svg.0.contains("width=400 height=24") && svg.0.contains("width=0 height=24"));
        assert_eq!(svg.0.matches("class=hid").count(), 1);
        assert!(svg.0.contains("a 200, b niet verteld, c 0"), "the same as text");
    }
}
