//! What does a server of the benches need before it starts? A directory with a covenant of many
//! organisations, certificates, a key file and a configuration.

use std::{
    fs,
    path::{Path, PathBuf},
};

use verwijspunt::server::{keys, pki};

/// Organisations that were added to the shipped covenant; each has an inbox.
pub const ORGANISATIONS: usize = 440;
/// The population register of the shipped covenant.
pub const REGISTER: &str = "register";

/// Where a server is at home.
#[derive(Clone, Debug)]
pub struct Place {
    pub directory: PathBuf,
    pub certs: PathBuf,
}

/// File name of an organisation's certificate.
pub fn name(organisation: usize) -> String {
    format!("bench-{organisation:03}")
}

/// An organisation's number in the certificate.
pub fn oin(organisation: usize) -> String {
    format!("0000000900000020{organisation:04}")
}

/// Who lives in a place.
pub struct Town<'a> {
    pub organisations: usize,
    /// More lines of the parties file about an organisation.
    pub more: &'a dyn Fn(usize) -> String,
}

impl Default for Town<'_> {
    fn default() -> Self {
        Self { organisations: ORGANISATIONS, more: &|_| String::new() }
    }
}

impl Place {
    /// Makes a place, or takes up the one that is there. `store` is the `url` of the store.
    pub fn prepare(directory: &Path, store: &str) -> Self {
        Self::of(directory, store, &Town::default())
    }

    /// The same with other organisations.
    pub fn of(directory: &Path, store: &str, town: &Town<'_>) -> Self {
        let file = |name: &str| directory.join(name);
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/covenants");
        let read = |name: &str| fs::read_to_string(shipped.join(name)).expect("shipped");
        let write = |name: &str, text: String| fs::write(file(name), text).expect("written");
        fs::create_dir_all(directory).expect("a directory");

        let mut organisations = read("amsterdam-organisations.toml");
        let mut clients = vec![pki::ClientSpec::new(REGISTER).oin("00000009000000001010")];
        for number in 0..town.organisations {
            organisations += &format!(
                "\n[[organisation]]\noin = \"{}\"\nname = \"Jeugdhulp Proefstad {number:03}\"\n\
                 kind = \"youth-care-provider\"\ncommissioner = \"city\"\npartner = \"care\"\n{}",
                oin(number),
                (town.more)(number)
            );
            clients.push(pki::ClientSpec::new(&name(number)).oin(&oin(number)));
        }
        write("amsterdam-organisations.toml", organisations);
        write("covenant.toml", read("amsterdam-2009.toml"));
        let certs = file("certs");
        pki::make(&certs, &clients, false).expect("certificates");
        if !file("keys.toml").exists() {
            keys::new(&file("keys.toml")).expect("a key");
        }
        let place = Self { directory: directory.to_owned(), certs };
        place.configure(directory, store);
        place
    }

    /// Another place with the same covenant, certificates and keys, and a store of its own.
    pub fn beside(&self, directory: &Path, store: &str) -> Self {
        fs::create_dir_all(directory).expect("a directory");
        self.configure(directory, store);
        Self { directory: directory.to_owned(), certs: self.certs.clone() }
    }

    /// Writes the configuration of a store in a directory.
    fn configure(&self, directory: &Path, store: &str) {
        let home = self.directory.display();
        let config = format!(
            "[listen]\naddress = \"127.0.0.1:0\"\n\
             [tls]\ncertificate = \"{home}/certs/server.pem\"\nkey = \"{home}/certs/server.key\"\n\
             client_ca = \"{home}/certs/ca.pem\"\n[store]\nurl = \"{store}\"\n\
             [covenant]\nfile = \"{home}/covenant.toml\"\n[keys]\nfile = \"{home}/keys.toml\"\n\
             [log]\nfilter = \"warn\"\n\
             [budget]\npersons_per_hour = 100_000_000\npersons_per_day = 100_000_000\n",
        );
        fs::write(directory.join("config.toml"), config).expect("written");
    }

    /// Adds sections to the configuration.
    pub fn configure_more(&self, more: &str) {
        let config = fs::read_to_string(self.config()).expect("it was written");
        fs::write(self.config(), config + more).expect("written");
    }

    /// Brokers that start from now on do not tell that somebody does not answer.
    pub fn tell_errors_only(&self) {
        let config = fs::read_to_string(self.config()).expect("it was written");
        fs::write(self.config(), config.replace("\"warn\"", "\"error\"")).expect("written");
    }

    /// Whether brokers that start from now on count whom they are asked about.
    pub fn count_lookups(&self, count: bool) {
        let config = fs::read_to_string(self.config()).expect("it was written");
        let off = "[budget]\nenabled = false\n";
        let without = config.replace(off, "[budget]\n");
        let config = if count { without } else { without.replace("[budget]\n", off) };
        fs::write(self.config(), config).expect("written");
    }

    pub fn config(&self) -> PathBuf {
        self.directory.join("config.toml")
    }
}
