//! Where do the facts come from? The configuration and everything that it names. Nothing is changed.

mod clock;
mod deliveries;
mod people;
mod store;

use std::{
    fs,
    io::{ErrorKind, Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
    time::Duration,
};

use crate::cli::owner::act_as_owner;

use super::facts::{Backups, Certificate, Disk, Facts, Guarded, Port, Role, Webhooks};
use crate::{
    covenant::Covenant,
    domain::model::time::Time,
    server::{
        assemble,
        config::{Config, StoreUrl},
        expiry, keys, surroundings,
        tls::TlsMaterial,
    },
    store::{
        embedded::engine::Options,
        postgres::{Diagnosis, diagnose},
    },
};

/// How long the broker may take to say whether it is ready.
const PATIENCE: Duration = Duration::from_secs(3);
/// How long the mail server may take to greet.
const MAIL_PATIENCE: Duration = Duration::from_secs(5);
/// How long the database may take for all answers together.
const DATABASE_PATIENCE: Duration = Duration::from_secs(15);
/// How long an answer of the broker may be, in bytes.
const LONGEST_ANSWER: u64 = 1024 * 1024;

/// Looks at everything. A broker may be running meanwhile.
///
/// # Errors
/// Every problem of the configuration, a line each.
pub(super) async fn all(path: &Path, quick: bool) -> Result<Facts, Vec<String>> {
    let config = Config::load(path)
        .map_err(|problems| problems.iter().map(ToString::to_string).collect::<Vec<_>>())?;
    if let Some(data) = directory(&config) {
        act_as_owner(&data).map_err(|error| vec![error.to_string()])?;
    }
    let options = match &config.store {
        StoreUrl::Postgres(options) => Some(options.clone()),
        StoreUrl::Memory | StoreUrl::Embedded(_) => None,
    };
    let settings = (config.people.clone(), config.covenants.clone());
    let allow_tls12 = config.tls.allow_tls12;
    let mail = config.mail.clone();
    let blocking = move || local(&config, quick);
    let mut facts = tokio::task::spawn_blocking(blocking).await.expect("looking does not panic");
    if let Some(options) = options {
        facts.require_synchronous = options.require_synchronous;
        let asked = tokio::time::timeout(DATABASE_PATIENCE, diagnose(&options)).await;
        let answer = asked.unwrap_or_else(|_| Err("no answer in time".to_owned()));
        if let Ok(Diagnosis { newest: Some(at), .. }) = &answer {
            facts.clock.newest = Some((*at, "the audit log".into()));
        }
        // An empty database has nothing to leave behind.
        if !quick && matches!(&answer, Ok(Diagnosis { schema: Ok(1..), .. })) {
            facts.standing = store::standing_in_database(&options, &settings.1).await;
        }
        facts.database = Some(answer);
    }
    if let Some(mail) = mail {
        let greeted = tokio::time::timeout(MAIL_PATIENCE, mail.server.greet()).await;
        let greeted = greeted.unwrap_or_else(|_| Err("no answer in time".to_owned()));
        facts.mail = Some((format!("{}:{}", mail.server.host, mail.server.port), greeted));
    }
    if let (Some(people), covenants) = &settings {
        facts.people = Some(people::look(people, allow_tls12, covenants).await);
    }
    Ok(facts)
}

fn local(config: &Config, quick: bool) -> Facts {
    let directory = directory(config);
    let user = expected_owner(directory.as_deref(), &config.keys);
    // Before the store: reading it all takes time.
    let clock = clock::look(directory.as_deref());
    let store = store::look(&config.store, quick);
    Facts {
        clock,
        certificates: certificates(config),
        tls: TlsMaterial::load(&config.tls)
            .map(|material| (material.warnings, material.own))
            .map_err(|error| error.to_string()),
        guarded: guarded(config, directory.as_deref(), user),
        keys: keys::load(&config.keys).map(|keys| keys.len()).map_err(|error| error.to_string()),
        covenants: assemble::load_covenants(&config.covenants)
            .map(|covenants| covenants.all().map(Covenant::reference).collect()),
        disks: disks(config, directory.as_deref()),
        backups: config.backups.as_deref().map(backups),
        copies: directory.as_deref().map(copies),
        restored: config.restored,
        ports: ports(config),
        ready: config.listen.admin_address.and_then(ready),
        paused: config.listen.admin_address.and_then(deliveries::paused),
        standing: store::standing(&config.store, &store, &config.covenants),
        store,
        database: None,
        budget: config.budget.clone(),
        require_synchronous: false,
        mail: None,
        people: None,
        webhooks: webhooks(config),
    }
}

fn webhooks(config: &Config) -> Webhooks {
    let registered = assemble::load_covenants(&config.covenants)
        .map(|covenants| covenants.receivers().into_values().map(ToString::to_string).collect());
    let files = config.webhook.as_ref().map(|settings| settings.open());
    Webhooks {
        files: files.map(|opened| opened.map(|webhook| webhook.key_id().to_owned())),
        registered: registered.unwrap_or_default(),
    }
}

/// The data directory of an embedded store.
fn directory(config: &Config) -> Option<PathBuf> {
    match &config.store {
        StoreUrl::Embedded(directory) => Some(directory.clone()),
        StoreUrl::Memory | StoreUrl::Postgres(_) => None,
    }
}

/// As whom the broker runs: as whoever asks. Root asks for another: for the owner of the data, or of the keys
/// where the data is in a database.
fn expected_owner(directory: Option<&Path>, keys: &Path) -> u32 {
    let of = |path: &Path| fs::metadata(path).map(|found| found.uid()).ok();
    let user = rustix::process::geteuid();
    if user.is_root() {
        directory.and_then(of).or_else(|| of(keys)).unwrap_or_default()
    } else {
        user.as_raw()
    }
}

fn certificates(config: &Config) -> Vec<Certificate> {
    type Read = fn(&Path) -> Result<expiry::Validity, String>;
    let look = |role, file: &PathBuf, read: Read| Certificate {
        role,
        file: file.clone(),
        validity: read(file),
    };
    let tls = &config.tls;
    let mut found = vec![
        look(Role::Server, &tls.certificate, expiry::certificates),
        look(Role::Authority, &tls.client_ca, expiry::certificates),
    ];
    let web = config.people.iter().map(|people| &people.certificate);
    found.extend(web.map(|file| look(Role::Server, file, expiry::certificates)));
    found.extend(tls.crl.iter().map(|f| look(Role::Revocation, f, expiry::revocation_lists)));
    found
}

fn guarded(config: &Config, directory: Option<&Path>, expected_owner: u32) -> Vec<Guarded> {
    let look = |path: &Path, directory: bool| Guarded {
        path: path.to_path_buf(),
        directory,
        found: fs::metadata(path)
            .map(|found| (found.mode(), found.uid()))
            .map_err(|error| format!("cannot be looked at ({error})")),
        expected_owner,
    };
    let signing = config.audit.as_ref().map(|audit| audit.signing_key.as_path());
    let (password, client_key) = match &config.store {
        StoreUrl::Postgres(options) => {
            (options.password_file.as_deref(), options.tls.key.as_deref())
        }
        StoreUrl::Memory | StoreUrl::Embedded(_) => (None, None),
    };
    let web_key = config.people.as_ref().map(|people| people.key.as_path());
    let files = [Some(config.keys.as_path()), Some(config.tls.key.as_path()), signing, web_key];
    let calls = config.webhook.iter().flat_map(|it| [it.signing_key.as_path(), it.key.as_path()]);
    let login = config.mail.iter().flat_map(|mail| &mail.server.login);
    let mail = login.map(|(_, password)| password.as_path());
    let files = files.into_iter().chain([password, client_key]).flatten().chain(calls).chain(mail);
    let files = files.map(|path| look(path, false));
    // A directory that is not there yet is made with the right mode.
    let directory = directory.filter(|path| path.exists()).map(|path| look(path, true));
    files.chain(directory).collect()
}

fn disks(config: &Config, directory: Option<&Path>) -> Vec<Disk> {
    let look = |path: &Path, reserve: u64, renewal: u64| {
        let there = path.ancestors().find(|path| path.exists())?;
        let (free, total) = (fs2::available_space(there).ok()?, fs2::total_space(there).ok()?);
        Some(Disk { path: path.to_path_buf(), free, total, reserve, renewal })
    };
    let data = directory.and_then(|path| {
        let index = store::index_bytes(path);
        look(path, Options::default().reserve_bytes, index)
    });
    let second = config.audit.as_ref().and_then(|audit| look(&audit.checkpoint_dir, 0, 0));
    data.into_iter().chain(second).collect()
}

fn backups(directory: &Path) -> Backups {
    let newest = surroundings::newest_backup(directory)
        .map_err(|error| format!("cannot be looked at ({error})"));
    Backups { directory: directory.to_path_buf(), newest }
}

/// What runbooks left beside a data directory: they give it the name of that one, why, and when.
fn copies(directory: &Path) -> Vec<(PathBuf, Time)> {
    let (Some(place), Some(name)) = (directory.parent(), directory.file_name()) else {
        return Vec::new();
    };
    let made = |entry: fs::DirEntry| {
        let found = entry.file_name().to_string_lossy().into_owned();
        let name = name.to_string_lossy();
        ["before", "failed", "replaced"].iter().find_map(|why| {
            let at = surroundings::stamped(&found, &format!("{name}.{why}-"))?;
            Some((entry.path(), at))
        })
    };
    fs::read_dir(place).into_iter().flatten().flatten().filter_map(made).collect()
}

fn ports(config: &Config) -> Vec<Port> {
    let look = |setting, address: SocketAddr| Port {
        setting,
        address: address.to_string(),
        taken: TcpListener::bind(address).err().map(|error| match error.kind() {
            ErrorKind::AddrInUse => "another program listens there".to_owned(),
            _ => error.to_string(),
        }),
    };
    let admin = config.listen.admin_address.map(|address| look("admin_address", address));
    let people = config.people.as_ref().map(|people| look("[people] address", people.address));
    std::iter::once(look("address", config.listen.address)).chain(admin).chain(people).collect()
}

/// What a broker on the admin address says of itself; `None` when nobody listens there.
fn ready(address: SocketAddr) -> Option<Result<(), String>> {
    Some(match ask(address, "/readyz")? {
        Ok(answer) if answer.starts_with("HTTP/1.1 200") => Ok(()),
        Ok(answer) => {
            let (_, body) = answer.split_once("\r\n\r\n").unwrap_or(("", &answer));
            Err(body.trim().to_owned())
        }
        Err(error) => Err(error.to_string()),
    })
}

/// What a broker answers on the admin address; `None` when nobody listens there.
fn ask(address: SocketAddr, path: &str) -> Option<std::io::Result<String>> {
    let stream = TcpStream::connect_timeout(&address, PATIENCE).ok()?;
    let ask = || -> std::io::Result<String> {
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        let head = format!("GET {path} HTTP/1.1\r\nHost: doctor\r\nConnection: close\r\n\r\n");
        (&stream).write_all(head.as_bytes())?;
        let mut answer = Vec::new();
        (&stream).take(LONGEST_ANSWER).read_to_end(&mut answer)?;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    };
    Some(ask())
}
