//! Does `verwijspunt reconcile` show what differs, and carry out that and nothing else?

use std::fs;

use super::{
    Done, Installation, SCHOOL,
    import::{COLUMNS, bsn, row},
};

#[test]
fn a_source_system_is_compared_and_what_was_shown_is_carried_out() {
    let broker = Installation::make().serve();
    let active = || -> usize {
        let all = broker.run(SCHOOL, "involvements --active --limit 0 -o json").json();
        all.as_array().unwrap().len()
    };
    let file = |lines: &[String]| {
        fs::write(broker.path("active.csv"), COLUMNS.to_owned() + &lines.concat()).unwrap();
    };
    let of = |n| row(&format!("parent:{}", bsn(n)));
    file(&[of(1), of(2)]);
    let shown = broker.run(SCHOOL, "reconcile active.csv --report difference.csv");
    assert_eq!(shown.code, Some(0), "{}", shown.err);
    assert!(shown.out.contains("2 to register"), "{}", shown.out);
    assert_eq!(active(), 0, "nothing changes before somebody says so");
    let report = fs::read_to_string(broker.path("difference.csv")).unwrap();
    assert_eq!(report.matches("register").count(), 2, "{report}");
    let token = |done: &Done| {
        let (_, rest) = done.err.split_once("--token ").expect("it says what comes next");
        rest.split_whitespace().next().unwrap().to_owned()
    };
    let first = token(&shown);
    let with = format!("reconcile active.csv --report done.csv --token {first}");
    let done = broker.run(SCHOOL, &format!("{with} -o json"));
    assert_eq!(done.json()["registered"], 2);
    assert_eq!(active(), 2);
    // What an earlier run was told stays in the report, each once.
    let lines = || fs::read_to_string(broker.path("done.csv")).unwrap().lines().count();
    assert_eq!(lines(), 3);
    let again = broker.run(SCHOOL, &with);
    assert!(again.out.contains("2 done in an earlier run"), "{}", again.out);
    assert_eq!(lines(), 3);

    // A line that cannot be read may be anybody: nothing ends.
    file(&[of(1), row("aunt:111222333")]);
    let broken = broker.run(SCHOOL, "reconcile active.csv");
    assert!(broken.out.contains("1 refused") && broken.out.contains("members"), "{}", broken.out);
    assert!(!broken.out.contains("111222333"), "a BSN is not repeated");
    broken.refused(1, &["note: 1 without a line stay as they are"]);

    // Half a file ends nothing without a yes.
    file(&[of(1)]);
    let shown = broker.run(SCHOOL, "reconcile active.csv");
    assert!(shown.err.contains("1 of 2 would end; is the file whole?"), "{}", shown.err);
    let with = format!("reconcile active.csv --token {}", token(&shown));
    broker.run(SCHOOL, &with).refused(1, &["--accept-endings"]);
    assert_eq!(active(), 2);
    // Another area is said, with what to do; it is not carried out.
    file(&[of(1).replace("zeeburg", "centrum"), of(2)]);
    let shown = broker.run(SCHOOL, "reconcile active.csv");
    assert!(shown.out.contains("1 differ and stay"), "{}", shown.out);
    assert!(shown.out.contains("with verwijspunt move"), "{}", shown.out);
    // With another file it is another difference.
    file(&[of(1), of(3)]);
    broker.run(SCHOOL, &format!("{with} --accept-endings")).refused(1, &["no longer"]);
    assert_eq!(active(), 2);
    file(&[of(1)]);
    let done = broker.run(SCHOOL, &format!("{with} --accept-endings"));
    assert!(done.out.contains("1 ended"), "{} {}", done.out, done.err);
    assert_eq!(active(), 1);
}
