//! Where does a plan stand in time? A line from its first day to its last, a numbered mark for each
//! milestone, and today.

use std::fmt::Write as _;

use crate::{
    domain::model::time::Day,
    web::{escape::shown, page::Svg},
};

/// The picture, in pixels.
const WIDTH: i32 = 760;
const HEIGHT: i32 = 152;
const LEFT: i32 = 30;
const RIGHT: i32 = WIDTH - 30;
const LINE: i32 = 78;

/// Marks stand at least this far apart, or above each other.
const APART: i32 = 27;

/// A milestone on the line.
#[derive(Clone, Debug)]
pub(in crate::web) struct Mark {
    /// Its number in the table below.
    pub(in crate::web) number: usize,
    /// The day.
    pub(in crate::web) day: Day,
    /// "was" when it was held, "late" when it was missed, "box" when it is to come.
    pub(in crate::web) look: &'static str,
}

/// The picture; the words say first day, last day and today.
pub(in crate::web) fn timeline(
    title: &str,
    (from, to, today): (Day, Day, Day),
    words: [&str; 3],
    marks: &[Mark],
) -> Svg {
    let span = i64::from((to.0 - from.0).max(1));
    let place = |day: Day| {
        let passed = i64::from(day.0 - from.0).clamp(0, span);
        LEFT + i32::try_from(passed * i64::from(RIGHT - LEFT) / span).unwrap_or_default()
    };
    let mut out = format!(
        "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" width={WIDTH} height={HEIGHT} role=img aria-label=\"{}\">\
         <line class=line x1={LEFT} y1={LINE} x2={RIGHT} y2={LINE} />",
        shown(title)
    );
    let mut sorted: Vec<&Mark> = marks.iter().collect();
    sorted.sort_by_key(|mark| mark.day);
    let mut taken: Vec<(i32, i32)> = Vec::new();
    for mark in sorted {
        let x = place(mark.day);
        let mut y = LINE;
        while taken.iter().any(|(tx, ty)| *ty == y && (x - tx).abs() < APART) && y > APART {
            y -= APART;
        }
        taken.push((x, y));
        let _ = write!(
            out,
            "<circle class={} cx={x} cy={y} r=12 /><text class={} x={x} y={} text-anchor=middle>{}</text>",
            mark.look,
            if mark.look == "late" { "nowt" } else { "s" },
            y + 5,
            mark.number
        );
    }
    let [first, last, now] = words.map(shown);
    let x = place(today);
    let anchor = match x {
        x if x < WIDTH / 4 => "start",
        x if x > WIDTH - WIDTH / 4 => "end",
        _ => "middle",
    };
    let _ = write!(
        out,
        "<path class=line d=\"M{x} {}v30\"/><text class=b x={x} y={} text-anchor={anchor}>{now}</text>",
        LINE + 14,
        LINE + 64
    );
    let _ = write!(
        out,
        "<text class=s x={LEFT} y={} text-anchor=start>{first}</text><text class=s x={RIGHT} y={} text-anchor=end>{last}</text></svg>",
        LINE + 36,
        LINE + 36
    );
    Svg(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_one_day_stand_above_each_other() {
        let day = |n| Day(20_000 + n);
        let mark = |number, at| Mark { number, day: day(at), look: "box" };
        let svg = timeline(
            "t",
            (day(0), day(100), day(50)),
            ["a", "b", "c"],
            &[mark(1, 10), mark(2, 10), mark(3, 90)],
        );
        assert!(svg.0.contains("cy=78") && svg.0.contains("cy=51"));
        // A day outside the plan is drawn at its end, not outside the picture.
        let svg = timeline("t", (day(0), day(1), day(9)), ["", "", ""], &[mark(1, 999)]);
        assert!(svg.0.contains(&format!("cx={RIGHT} ")));
    }
}
