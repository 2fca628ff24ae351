//! May there be a sandbox here? Its clock moves and others do in it what they are told, so that nothing
//! real may ever be in it: this machine only, nothing kept, nothing sent, nobody real, and an authority
//! that was made for it.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use crate::{
    broker::Clock,
    cli::texts::{fill, say},
    covenant::{Covenant, Covenants},
    domain::model::party::Oin,
    server::{
        config::{Config, StoreUrl},
        pki,
    },
};

/// The proof that a sandbox may be here, and the only way to a clock that moves.
#[derive(Clone, Debug)]
pub(super) struct Ground(Arc<AtomicI64>);

/// Why there can be no sandbox here.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub(super) enum NoSandbox {
    /// Others than this machine would reach it.
    #[error("{}", fill("{} is not loopback: a sandbox is for this machine only", &[.0]))]
    NotLoopback(SocketAddr),
    /// Something would outlive it or leave it.
    #[error("{}", say("a sandbox keeps everything in memory, and sends and reads nothing besides"))]
    NotAlone,
    /// A real organisation is a party.
    #[error(
        "{}",
        fill("{} is a party: a sandbox knows only invented organisations, whose OINs begin with 00000009", &[.0])
    )]
    RealOrganisation(Oin),
    /// Whoever has a certificate of another authority would come in.
    #[error("{}", fill("{} is not an authority that a sandbox made: remove the directory", &[.0]))]
    ForeignAuthority(String),
}

impl Ground {
    /// Looks at what would be served, and to whom.
    ///
    /// # Errors
    /// The first thing in it that could be real.
    pub(super) fn check(
        config: &Config,
        control: SocketAddr,
        covenants: &Covenants,
    ) -> Result<Self, NoSandbox> {
        let admin = config.listen.admin_address;
        let mut addresses = [config.listen.address, control].into_iter().chain(admin);
        if let Some(address) = addresses.find(|address| !address.ip().is_loopback()) {
            return Err(NoSandbox::NotLoopback(address));
        }
        let leaves = config.people.is_some() || config.mail.is_some() || config.webhook.is_some();
        let read_again = config.reload_poll.is_some();
        if leaves || read_again || config.audit.is_some() || config.store != StoreUrl::Memory {
            return Err(NoSandbox::NotAlone);
        }
        let organisations = covenants.all().flat_map(Covenant::organisations).map(|one| one.oin);
        let offices = covenants.all().flat_map(Covenant::offices).map(|one| one.municipality);
        if let Some(real) = organisations.chain(offices).find(|oin| !oin.is_fictitious()) {
            return Err(NoSandbox::RealOrganisation(real));
        }
        match pki::made_here(&config.tls.client_ca) {
            Ok(true) => Ok(Self(Arc::default())),
            Ok(false) | Err(_) => {
                Err(NoSandbox::ForeignAuthority(config.tls.client_ca.display().to_string()))
            }
        }
    }

    /// The clock of the broker.
    pub(super) fn clock(&self) -> Clock {
        Clock::Ahead(self.0.clone())
    }

    /// Moves the clock forward, never back.
    pub(super) fn forward(&self, by: Duration) {
        let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        self.0.fetch_add(by, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path, sync::LazyLock};

    use tempfile::TempDir;

    use super::{super::setup::Place, *};
    use crate::{domain::model::budget::Terms, server::assemble};

    static COVENANTS: LazyLock<Covenants> =
        LazyLock::new(|| assemble::load_covenants(&made().1.covenants).expect("total"));

    /// A sandbox as it is made.
    fn made() -> (TempDir, Config) {
        let directory = tempfile::tempdir().expect("a directory");
        let config = Place::bare(directory.path()).config(0).expect("a configuration");
        (directory, config)
    }

    /// The outcome of the check after somebody changed something.
    fn judged(change: impl FnOnce(&mut Config)) -> Result<(), NoSandbox> {
        let (_directory, mut config) = made();
        change(&mut config);
        let control = SocketAddr::from(([127, 0, 0, 1], 0));
        Ground::check(&config, control, &COVENANTS).map(drop)
    }

    #[test]
    fn a_sandbox_as_it_is_made_may_be() {
        assert_eq!(judged(|_| {}), Ok(()));
        // Budgets and limits are not what makes it real.
        assert_eq!(judged(|config| config.budget = Terms::default()), Ok(()));
    }

    #[test]
    fn nobody_else_reaches_it() {
        let (_directory, config) = made();
        for address in ["0.0.0.0:1", "10.0.0.1:1", "[::]:1"] {
            let address: SocketAddr = address.parse().expect("an address");
            let refused = Err(NoSandbox::NotLoopback(address));
            assert_eq!(judged(|config| config.listen.address = address), refused);
            assert_eq!(judged(|config| config.listen.admin_address = Some(address)), refused);
            assert_eq!(Ground::check(&config, address, &COVENANTS).map(drop), refused);
        }
    }

    #[test]
    fn nothing_outlives_it_and_nothing_comes_in_later() {
        let kept = |config: &mut Config| config.store = StoreUrl::Embedded("data".into());
        assert_eq!(judged(kept), Err(NoSandbox::NotAlone));
        let read = |config: &mut Config| config.reload_poll = Some(Duration::from_secs(2));
        assert_eq!(judged(read), Err(NoSandbox::NotAlone));
    }

    #[test]
    fn a_real_organisation_is_refused_whatever_the_files_say() {
        let (directory, config) = made();
        let file = directory.path().join("amsterdam-organisations.toml");
        let text = fs::read_to_string(&file).expect("the parties");
        let real = "00000001003214345000";
        fs::write(&file, text.replace("00000009000000001500", real)).expect("written");
        let covenants = assemble::load_covenants(&config.covenants).expect("total");
        let control = SocketAddr::from(([127, 0, 0, 1], 0));
        let refused = NoSandbox::RealOrganisation(Oin::parse(real).expect("an OIN"));
        assert_eq!(Ground::check(&config, control, &covenants).map(drop), Err(refused));
    }

    /// An authority of somebody else, with another name or another key, alone or beside the own one.
    #[test]
    fn an_authority_that_was_not_made_for_it_is_refused() {
        let other = tempfile::tempdir().expect("a directory");
        pki::make(other.path(), &[], false).expect("certificates");
        let foreign = fs::read_to_string(other.path().join("ca.pem")).expect("PEM");
        let refused = |change: &dyn Fn(&Path)| {
            let judged = judged(|config| change(&config.tls.client_ca));
            assert!(matches!(judged, Err(NoSandbox::ForeignAuthority(_))), "{judged:?}");
        };
        refused(&|file| fs::write(file, &foreign).expect("written"));
        refused(&|file| {
            let own = fs::read_to_string(file).expect("PEM");
            fs::write(file, own + &foreign).expect("written");
        });
        refused(&|file| fs::remove_file(file.with_extension("key")).expect("it was there"));
        let named = pki::Authority::new("Some authority").expect("an authority");
        refused(&|file| {
            let (pem, key) = named.files();
            fs::write(file, pem).expect("written");
            fs::write(file.with_extension("key"), key).expect("written");
        });
    }
}
