//! How far is a plan? A dot for each milestone, small enough for a row of a table.

use std::fmt::Write as _;

use crate::web::{escape::shown, page::Svg};

/// Most dots that fit.
const MOST: usize = 8;

/// From dot to dot, in pixels.
const APART: usize = 18;

/// The picture: how many of how many, and the words that say it.
pub(in crate::web) fn dots(held: usize, of: usize, words: &str) -> Svg {
    let of = of.clamp(1, MOST);
    let end = 9 + (of - 1) * APART;
    let dot = |out: &mut String, at: usize| {
        let _ = write!(out, "M{} 9h0", 9 + at * APART);
    };
    let (mut done, mut open) = (String::new(), String::new());
    for at in 0..of {
        dot(if at < held { &mut done } else { &mut open }, at);
    }
    Svg(format!(
        "<svg class=dots viewBox=\"0 0 {} 18\" role=img aria-label=\"{}\"><path class=t d=\"M9 9H{end}\"/>\
         <path class=o d=\"{open}\"/><path class=w d=\"{done}\"/></svg>",
        9 + MOST * APART,
        shown(words)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_milestone_has_a_dot() {
        let svg = dots(2, 5, "2 van 5").0;
        assert_eq!(svg.matches("h0").count(), 5);
        assert!(svg.contains("class=w d=\"M9 9h0M27 9h0\"") && svg.len() < 300, "{svg}");
        assert_eq!(dots(99, 99, "").0.matches("h0").count(), MOST);
    }
}
