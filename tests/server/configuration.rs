//! Is a wrong configuration or key file refused with its lines, and nobody's secret shown?

use verwijspunt::server::keys::Rotated;

use super::*;

#[test]
fn a_bad_configuration_is_refused_with_all_its_problems_and_lines() {
    let text = "[listen]\naddress = \"nowhere\"\n[tls]\ncertificate = \"server.pem\"\nkey = 5\n\
                [store]\nurl = \"oracle://x\"\n[covenant]\nfile = \"c.toml\"\n[keys]\nfile = \"k.toml\"\n\
                [limits]\nmax_connections = 0\nmax_conections = 5\n[logging]\nformat = \"json\"\n";
    let problems = Config::parse(Path::new("/etc/v/config.toml"), text).expect_err("is refused");
    let seen: Vec<_> = problems.iter().map(|p| (p.line, p.text.as_str())).collect();
    let expected = [
        (2, "[listen]: \"address\" does not fit"),
        (3, "[tls]: \"client_ca\" is missing"),
        (5, "[tls]: \"key\" does not fit"),
        (7, "[store]: \"url\" does not fit"),
        (13, "[limits]: \"max_connections\" must be 1 to 1000000, not 0"),
        (14, "unknown field \"max_conections\""),
        (15, "unknown section or field \"logging\""),
    ];
    assert_eq!(seen.len(), expected.len(), "{problems:#?}");
    for ((line, text), (expected_line, part)) in seen.iter().zip(expected) {
        assert_eq!(*line, expected_line, "{text}");
        assert!(text.contains(part), "{text}");
    }
    assert!(problems[0].to_string().starts_with("/etc/v/config.toml:2: "));
    let hint = problems[5].suggestion.as_deref();
    assert_eq!(hint, Some("did you mean \"max_connections\"?"));
}

/// A configuration with these lines in the section of the store.
fn with_store(lines: &str) -> Result<Config, Vec<Problem>> {
    let plain = config(Path::new("/etc/v"), "", "").to_string();
    let store = plain.lines().find(|line| line.starts_with("url = ")).expect("it has a store");
    Config::parse(Path::new("/etc/v/config.toml"), &plain.replace(store, lines))
}

#[test]
fn a_database_is_configured_without_its_password() {
    let url = "url = \"postgres://v@db1:5432,db2:5432/v\"";
    let ca = "tls_ca = \"db.pem\"";
    let config =
        with_store(&format!("{url}\n{ca}\nbroker_name = \"b1\"\nrequire_synchronous = true"));
    let config = config.expect("it is whole");
    let StoreUrl::Postgres(options) = &config.store else { panic!("{:?}", config.store) };
    assert_eq!(
        (options.broker.as_str(), options.require_synchronous, options.notify),
        ("b1", true, true)
    );
    assert_eq!(options.tls.ca.as_deref(), Some(Path::new("/etc/v/db.pem")));
    let again = Config::parse(Path::new("/elsewhere/config.toml"), &config.to_string());
    assert_eq!(again.expect("reads"), config);

    for (lines, part) in [
        (url.to_owned(), "tls_ca is missing"),
        ("url = \"postgres://v:geheim@db1/v?sslmode=disable\"".to_owned(), "password_file"),
        ("url = \"postgres://v@db1?sslmode=disable\"".to_owned(), "name a user and a database"),
        ("url = \"mysql://v@db1/v\"".to_owned(), "postgres://user@host"),
        (format!("url = \"memory:\"\n{ca}"), "begins with postgres://"),
    ] {
        let problems = with_store(&lines).expect_err(&lines);
        let texts: Vec<_> = problems.iter().map(ToString::to_string).collect();
        assert!(texts.iter().any(|text| text.contains(part)), "{lines}: {texts:?}");
        assert!(texts.iter().all(|text| !text.contains("geheim")), "{texts:?}");
    }
}

#[test]
fn a_check_looks_into_the_files_too() {
    let dir = tempfile::tempdir().expect("a directory");
    let path = dir.path().join("config.toml");
    fs::write(&path, config(dir.path(), "", "").to_string()).expect("writes");
    let problems = Config::check(&path).expect_err("nothing is there yet");
    let named = |name: &str| problems.iter().any(|p| p.file.ends_with(name));
    assert!(named("server.pem") && named("keys.toml") && named("covenant.toml"), "{problems:#?}");
    pki::make(dir.path(), &[], false).expect("certificates");
    keys::new(&dir.path().join("keys.toml")).expect("keys");
    fs::write(dir.path().join("covenant.toml"), "").expect("writes");
    Config::check(&path).expect("all is there");
}

#[test]
fn text_that_is_no_toml_is_refused_with_its_line() {
    let problems =
        Config::parse(Path::new("c.toml"), "[listen]\naddress = \n").expect_err("refused");
    assert!(problems.iter().any(|p| p.line == 2 && p.text.contains("TOML")), "{problems:?}");
    assert!(Config::load(Path::new("/nonexistent/c.toml")).is_err());
}

#[test]
fn a_printed_configuration_reads_back_as_itself() {
    let config = config(Path::new("/etc/v"), "crl = \"crl.pem\"", "max_requests = 7");
    assert_eq!(config.tls.key, Path::new("/etc/v/server.key"));
    let again = Config::parse(Path::new("/elsewhere/config.toml"), &config.to_string());
    assert_eq!(again.expect("reads"), config);
}

#[test]
fn a_key_file_is_the_owners_alone() {
    let dir = tempfile::tempdir().expect("a directory");
    let path = dir.path().join("keys.toml");
    assert_eq!(keys::new(&path).expect("is made"), 1);
    assert_eq!(fs::metadata(&path).expect("exists").permissions().mode() & 0o777, 0o600);
    assert!(keys::new(&path).expect_err("is kept").text.contains("--rotate"));
    let first = keys::load(&path).expect("loads");

    assert_eq!(keys::rotate(&path, false).expect("rotates"), Rotated { version: 2, dropped: None });
    let both = keys::load(&path).expect("loads");
    assert_eq!(both.iter().map(|k| k.0).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(*both[1].1, *first[0].1, "the key before is kept");
    let refusal = keys::rotate(&path, false).expect_err("one would be dropped").to_string();
    assert!(refusal.contains("key version 1") && refusal.contains("--drop-oldest"), "{refusal}");
    assert!(keys::load(&path).expect("loads") == both, "nothing was changed");
    let third = Rotated { version: 3, dropped: Some(1) };
    assert_eq!(keys::rotate(&path, true).expect("rotates"), third);
    let versions: Vec<_> = keys::load(&path).expect("loads").iter().map(|k| k.0).collect();
    assert_eq!(versions, [3, 2], "the oldest is dropped");
    assert_eq!(fs::metadata(&path).expect("exists").permissions().mode() & 0o777, 0o600);
    assert_eq!(fs::read_dir(dir.path()).expect("reads").count(), 1, "nothing is left behind");

    for mode in [0o640, 0o604, 0o660] {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("sets");
        let refusal = keys::load(&path).expect_err("too open").to_string();
        assert!(refusal.contains("chmod 600"), "{refusal}");
    }
}

#[test]
fn a_malformed_key_file_is_refused_without_showing_keys() {
    let dir = tempfile::tempdir().expect("a directory");
    let path = dir.path().join("keys.toml");
    let key = "ab".repeat(32);
    let entry =
        |version: u32, key: &str| format!("[[key]]\nversion = {version}\nsecret = \"{key}\"\n");
    let three = [1, 2, 3].map(|n| entry(n, &key)).concat();
    let cases = [
        String::new(),
        "key = []".into(),
        entry(0, &key),
        entry(70_000, &key),
        entry(1, &key[1..]),
        entry(1, &key.replace('a', "g")),
        entry(1, &key) + &entry(1, &key),
        format!("[[key]]\nversion = 1\nsecret = \"{key}\nx"),
        format!("[[key]]\nversion = 1\nsecret = \"{key}\"\nsecrets = \"{key}\""),
        three,
    ];
    for case in cases {
        fs::write(&path, &case).expect("writes");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("sets");
        let refusal = keys::load(&path).expect_err(&case);
        assert!(!format!("{refusal} {refusal:?}").contains("abab"), "{refusal:?}");
    }
}

#[test]
fn development_certificates_are_kept_unless_forced() {
    let dir = tempfile::tempdir().expect("a directory");
    let made = pki::make(dir.path(), &clients(), false).expect("makes");
    assert_eq!((made.written.len(), made.kept.len()), (8, 0));
    let before = fs::read(dir.path().join("school.pem")).expect("reads");
    let more = [clients().to_vec(), vec![ClientSpec::new("desk")]].concat();
    let made = pki::make(dir.path(), &more, false).expect("makes");
    assert_eq!((made.written.len(), made.kept.len()), (2, 4));
    assert_eq!(fs::read(dir.path().join("school.pem")).expect("reads"), before);
    let mode = fs::metadata(dir.path().join("desk.key")).expect("exists").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    // The covenant now says something else of a party: its number, its name, its offices.
    let others = [
        ClientSpec::new("school").oin(POLICE),
        ClientSpec::new("school").oin(POLICE).common_name("School"),
        ClientSpec::new("school").oin(POLICE).common_name("School").office("zeeburg"),
    ];
    for other in others {
        let made = pki::make(dir.path(), std::slice::from_ref(&other), false).expect("makes");
        assert_eq!(made.renewed, [dir.path().join("school.pem")], "{other:?}");
        let again = pki::make(dir.path(), &[other], false).expect("makes");
        assert_eq!((again.renewed.len(), again.kept.len()), (0, 3));
    }
    pki::make(dir.path(), &clients(), true).expect("makes");
    assert_ne!(fs::read(dir.path().join("school.pem")).expect("reads"), before);
}
