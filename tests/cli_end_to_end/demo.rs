//! Does the demonstration do what it says, and do the commands that it prints work?

use std::io::{BufRead as _, BufReader};

use super::*;

#[test]
fn the_demo_tells_its_story_and_stops_when_asked() {
    let installation = Installation { directory: tempfile::tempdir().unwrap() };
    let child =
        installation.command("demo").stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
    let mut child = Ended(child);
    let child = &mut child.0;
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let mut commands: Vec<String> = Vec::new();
    let mut setting = String::new();
    let mut told_outside = String::new();
    while !commands.last().is_some_and(|command| command.contains("--phone")) {
        let line = lines.next().expect("it prints commands");
        told_outside += &format!("{}\n", line.trim());
        if let Some((_, export)) = line.split_once("&& export ") {
            setting = export.to_owned();
        }
        match commands.last_mut().filter(|command| command.ends_with('\\')) {
            Some(command) => {
                command.pop();
                command.push_str(line.trim());
            }
            None if line.contains(PROGRAM) => commands.push(line.trim().to_owned()),
            None => {}
        }
    }
    assert_eq!(commands.len(), 4, "{commands:?}");
    // The story sent a mail to the coordinator, and called the web server of the school.
    for said in [
        "a mail to coordinator-zeeburg@amsterdam.example, over TLS:\nSubject: Er staat iets voor u klaar",
        "a call of the web server of the school, its signature good:\n{\n\"dataref\": \"https://localhost:",
        "\"type\": \"nl.verwijsindex.match.v1\"\n}",
    ] {
        assert!(told_outside.contains(said), "{told_outside}");
    }
    let paste = |command: &str| {
        let pasted = format!("export {setting} && {command}");
        let shell = Command::new("sh")
            .args(["-c", &pasted])
            .current_dir(installation.directory.path())
            .output();
        Done::from(&pasted, shell.unwrap()).ok()
    };
    // A watch would wait for more.
    let shown = |command: &str| match command.contains(" watch ") {
        true => paste(&format!("{command} --until-idle 1")),
        false => paste(command),
    };
    for command in &commands[..3] {
        let shown = shown(command);
        assert!(shown.lines().count() >= 1 && !shown.contains("no tickets"), "{command}\n{shown}");
    }
    let told = |who: &str| shown(&commands[2]).matches(who).count();
    let before = told("Roos Admiraal");
    let registered = paste(&commands[3]);
    assert!(registered.contains("Saskia de Wit") && registered.contains("020-5550101"));
    assert_eq!(told("Roos Admiraal"), before + 1, "the school is told");
    // What the README says to try is about the same family.
    for command in to_try_by_hand() {
        let shown = shown(&command.replace("verwijspunt ", &format!("{PROGRAM} ")));
        assert!(shown.lines().count() >= 1, "{command}\n{shown}");
    }
    assert_eq!(told("Willem Oost"), 1, "the school is told of who registers by hand");
    let called = "  call of the school: nl.verwijsindex.match.v1";
    assert!(lines.any(|line| line.starts_with(called)), "its web server is told too");
    signal("INT", child);
    let rest: Vec<String> = lines.collect();
    assert!(child.wait().unwrap().success(), "{rest:?}");
    assert!(rest.iter().any(|line| line.contains("stopped; to go on: ")), "{rest:?}");
}
