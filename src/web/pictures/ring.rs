//! Who stands around a family? A picture of everybody who is involved, the lead marked.

use std::fmt::Write as _;

use crate::web::{escape::shown, page::Svg};

use super::fit;

/// The picture, in pixels.
const WIDTH: i32 = 760;
const HEIGHT: i32 = 448;

/// A box around an organisation.
const BOX_WIDTH: i32 = 196;
const LINE_HEIGHT: i32 = 18;

/// How far the boxes stand from the middle.
const ACROSS: f64 = 278.0;
const UP: f64 = 168.0;

/// Most boxes that stand beside each other without touching.
pub(in crate::web) const MOST: usize = 8;

/// An organisation around the family.
#[derive(Clone, Debug, Default)]
pub(in crate::web) struct Around {
    /// Its name, or what is said instead of it.
    pub(in crate::web) name: String,
    /// Whom to call, and how.
    pub(in crate::web) below: Vec<String>,
    /// Whether it leads.
    pub(in crate::web) leads: bool,
    /// Whether its name is withheld.
    pub(in crate::web) withheld: bool,
}

/// The picture; `middle` stands in the middle, `more` where there are more than fit.
pub(in crate::web) fn ring(title: &str, middle: &str, more: &str, around: &[Around]) -> Svg {
    let mut lines = String::new();
    let mut boxes = String::new();
    let shown_around = &around[..around.len().min(MOST)];
    for (at, one) in shown_around.iter().enumerate() {
        let turn = std::f64::consts::TAU * at as f64 / shown_around.len() as f64;
        let x = WIDTH / 2 + (ACROSS * turn.sin()).round() as i32;
        let y = HEIGHT / 2 - (UP * turn.cos()).round() as i32;
        let dash = if one.withheld { " dash" } else { "" };
        let _ = write!(
            lines,
            "<line class=\"line{dash}\" x1={} y1={} x2={x} y2={y} />",
            WIDTH / 2,
            HEIGHT / 2
        );
        one_box(&mut boxes, one, x, y);
    }
    let words: Vec<String> = shown_around.iter().map(|one| shown(&one.name)).collect();
    let mut out = format!(
        "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" width={WIDTH} height={HEIGHT} role=img aria-label=\"{}: {}\">{lines}\
         <circle class=now cx={} cy={} r=56 />",
        shown(title),
        words.join(", "),
        WIDTH / 2,
        HEIGHT / 2
    );
    let under = if around.len() > MOST { more } else { "" };
    let middle = [middle, under].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>();
    let first = HEIGHT / 2 + 5 - 9 * (i32::try_from(middle.len()).unwrap_or(1) - 1);
    for (at, text) in (0..).zip(&middle) {
        words_at(&mut out, "nowt", WIDTH / 2, first + at * LINE_HEIGHT, text);
    }
    out += &boxes;
    out += "</svg>";
    Svg(out)
}

fn one_box(out: &mut String, one: &Around, x: i32, y: i32) {
    let room = u32::try_from(BOX_WIDTH - 20).unwrap_or_default();
    let names = fit::lines(&one.name, 15, room, 2);
    let below = one.below.iter().filter(|text| !text.is_empty()).take(2);
    // The office through which a withheld organisation is reached has a long name.
    let most = if one.withheld { 2 } else { 1 };
    let below: Vec<String> = below.flat_map(|text| fit::lines(text, 13, room, most)).collect();
    let count = i32::try_from(names.len() + below.len()).unwrap_or(4);
    let height = count * LINE_HEIGHT + 16;
    let (left, top) = (x - BOX_WIDTH / 2, y - height / 2);
    let look = if one.leads { "lead" } else { "box" };
    let dash = if one.withheld { " dash" } else { "" };
    let _ = write!(
        out,
        "<rect class=\"{look}{dash}\" x={left} y={top} width={BOX_WIDTH} height={height} rx=8 />"
    );
    if one.leads {
        let _ = write!(
            out,
            "<rect class=lead x={} y={} width={} height={} rx=5 />",
            left + 4,
            top + 4,
            BOX_WIDTH - 8,
            height - 8
        );
    }
    let mut line = top + 8 + 14;
    for name in &names {
        words_at(out, "b", x, line, name);
        line += LINE_HEIGHT;
    }
    for text in &below {
        words_at(out, "s", x, line, text);
        line += LINE_HEIGHT;
    }
}

fn words_at(out: &mut String, class: &str, x: i32, y: i32, text: &str) {
    let text = shown(text);
    let _ = write!(out, "<text class={class} x={x} y={y} text-anchor=middle>{text}</text>");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some(number: usize) -> Vec<Around> {
        let one = |at: usize| Around {
            name: format!("Organisatie met een lange naam {at}"),
            below: vec!["een lange naam van een ambt in de stad".into(), "020-555 01 02".into()],
            leads: at == 0,
            withheld: at % 2 == 1,
        };
        (0..number).map(one).collect()
    }

    /// The numbers of an attribute, in order.
    fn numbers(svg: &str, tag: &str, name: &str) -> Vec<i32> {
        let open = format!("<{tag} ");
        let parts = svg.split(&open).skip(1);
        let value = |part: &str| {
            let at = part.find(&format!(" {name}="))? + name.len() + 2;
            let digits = part[at..].split([' ', '/', '>']).next()?;
            digits.parse().ok()
        };
        parts.filter_map(value).collect()
    }

    #[test]
    fn boxes_do_not_touch_and_stay_inside() {
        for number in 1..=12 {
            let around: Vec<Around> =
                some(number).into_iter().map(|one| Around { leads: false, ..one }).collect();
            let svg = ring("Rond het gezin", "gezin", "en nog 4", &around).0;
            let all = ["x", "y", "width", "height"].map(|name| numbers(&svg, "rect", name));
            let boxes: Vec<[i32; 4]> =
                (0..all[0].len()).map(|at| [0, 1, 2, 3].map(|n: usize| all[n][at])).collect();
            assert_eq!(boxes.len(), number.min(MOST));
            for (at, [x, y, width, height]) in boxes.iter().enumerate() {
                assert!(*x >= 0 && *y >= 0 && x + width <= WIDTH && y + height <= HEIGHT);
                for [left, top, wide, high] in &boxes[..at] {
                    let apart = x + width <= *left
                        || left + wide <= *x
                        || y + height <= *top
                        || top + high <= *y;
                    assert!(apart, "{number} around: box {at} touches another");
                }
            }
        }
    }

    #[test]
    fn names_are_escaped() {
        let hostile = Around { name: "<script>alert(1)</script>".into(), ..Around::default() };
        assert!(!ring("x", "y", "", &[hostile]).0.contains("<script"));
    }
}
