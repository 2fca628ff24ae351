//! Is a report of an earlier release still told as it was? The bytes are those that it wrote.

use verwijspunt::domain::{
    model::{format, report::Shown},
    state::records::Record,
};

/// Format and version, which stand before a record.
const HEAD_BYTES: usize = 9;
/// As the release of format 4 stored it, from before the parts were those of the covenant. It is never
/// written anew: stores that hold such reports exist.
const OF_FORMAT_4: &str = include_str!("../golden/report_format_4.txt");

fn unhex(hex: &str) -> Vec<u8> {
    let digits: Vec<u32> = hex.chars().filter_map(|digit| digit.to_digit(16)).collect();
    digits.chunks_exact(2).map(|pair| (pair[0] * 16 + pair[1]) as u8).collect()
}

#[test]
fn a_report_of_an_earlier_format_is_read_and_told() {
    let stored = unhex(OF_FORMAT_4);
    // The byte of the format is twice that of the content.
    let read = format::reading(stored[0] / 2, || postcard::take_from_bytes(&stored[HEAD_BYTES..]));
    let (Record::Report(report), []) = read.expect("it is read") else {
        panic!("it is a report and nothing behind it")
    };
    assert_eq!(stored[0], 8);
    assert_eq!(
        (report.covenant.as_str(), report.parties, report.registering),
        ("amsterdam-2009@1", 38, 31)
    );
    assert_eq!(
        report.areas.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["noord", "zeeburg"]
    );
    assert!(report.layout.is_empty() && report.year.is_empty() && !report.own);
    let names = report.names();
    let rows = report.rows(&names);
    let told =
        |names: [&str; 3]| rows.iter().find(|row| row.names == names).expect("a row").quarter;
    let shown = |total, by_area: [Option<u64>; 2]| Shown { total, by_area: by_area.to_vec() };
    assert_eq!(*told(["signals", "", ""]), shown(Some(150), [Some(60), Some(90)]));
    assert_eq!(*told(["signals", "sender", "left"]), shown(Some(60), [Some(24), Some(36)]));
    assert_eq!(*told(["signals", "acute", "yes"]), shown(Some(50), [Some(20), Some(30)]));
    assert_eq!(*told(["involvements", "", ""]), shown(Some(64), [None, None]));
    assert_eq!(*told(["cases", "nuisance", "without-plan"]), shown(Some(94), [Some(41), Some(53)]));
    assert_eq!(*told(["tickets", "obstacle", "waiting-list"]), shown(Some(18), [None, None]));
    assert_eq!(*told(["tickets", "duration", "longer"]), shown(Some(81), [Some(37), Some(44)]));
    // Five counts with their parts: nothing of what was told is lost.
    assert_eq!(rows.len(), 5 + 13 + 4 + 9 + 20);
    assert!(rows.iter().all(|row| row.year.is_none()));
}
