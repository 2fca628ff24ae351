//! A primary and two standbys: who is the primary now, and how does another one become it?

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use tempfile::TempDir;
use tokio::sync::{Mutex, MutexGuard};

use super::{
    link::Link,
    node::{DATABASE, Node},
    programs,
};
use crate::support::until;

/// A commit waits for one standby of those that are connected. Small and quick to notice, for a
/// machine that runs all three.
const SETTINGS: &str = "
synchronous_standby_names = 'ANY 1 (n1, n2, n3)'
synchronous_commit = on
wal_level = replica
wal_keep_size = '128MB'
max_wal_size = '128MB'
wal_log_hints = on
max_wal_senders = 10
max_connections = 100
shared_buffers = '32MB'
dynamic_shared_memory_type = mmap
wal_receiver_timeout = '5s'
wal_sender_timeout = '5s'
wal_retrieve_retry_interval = '200ms'
log_line_prefix = '%m [%p] %a '
";

/// One cluster at a time: this machine may have two cores.
static TURN: Mutex<()> = Mutex::const_new(());

/// Where the servers lie: in memory when it has room for them, since processes are killed here and
/// no machine. Starting a standby from a copy then takes a moment instead of seconds.
fn quick() -> PathBuf {
    let named = std::env::var_os("VERWIJSPUNT_IN_MEMORY").filter(|named| !named.is_empty());
    let memory = named.map_or_else(|| PathBuf::from("/dev/shm"), PathBuf::from);
    let roomy = fs2::available_space(&memory).is_ok_and(|bytes| bytes > 3 << 30);
    if roomy { memory } else { std::env::temp_dir() }
}

/// Who sends over a link.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum From {
    Broker(usize),
    Standby(usize),
}

/// Three servers, and the links to them.
pub struct Cluster {
    pub nodes: Vec<Node>,
    /// Which of them takes writes, as far as the test decided.
    pub primary: usize,
    links: BTreeMap<(From, usize), Link>,
    dir: TempDir,
    _turn: MutexGuard<'static, ()>,
}

impl Cluster {
    /// Three servers that replicate, and links for so many brokers.
    pub async fn start(brokers: usize) -> Self {
        let turn = TURN.lock().await;
        let dir = tempfile::Builder::new().prefix("vp-servers-").tempdir_in(quick()).unwrap();
        programs::hand_over(dir.path());
        let nodes: Vec<_> =
            ["n1", "n2", "n3"].iter().map(|name| Node::new(name, dir.path())).collect();
        let mut links = BTreeMap::new();
        for (at, node) in nodes.iter().enumerate() {
            let standbys = (0..nodes.len()).filter(|from| *from != at).map(From::Standby);
            for from in (0..brokers).map(From::Broker).chain(standbys) {
                links.insert((from, at), Link::to(node.port).await);
            }
        }
        let mut cluster = Self { nodes, primary: 0, links, dir, _turn: turn };
        cluster.nodes[0].initialise(SETTINGS).await;
        cluster.nodes[0].start().await;
        for made in [
            format!("CREATE ROLE {DATABASE} LOGIN"),
            format!("GRANT pg_monitor TO {DATABASE}"),
            format!("CREATE DATABASE {DATABASE} OWNER {DATABASE}"),
        ] {
            cluster.nodes[0].sql(&made).await.unwrap();
        }
        for standby in [1, 2] {
            cluster.join(standby).await;
        }
        cluster.replicating(2).await;
        cluster
    }

    /// Where everything of the servers lies.
    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    /// The server that takes writes.
    pub fn primary(&self) -> &Node {
        &self.nodes[self.primary]
    }

    /// `store.url` of a broker: all three servers, over its links.
    pub fn url(&self, broker: usize) -> String {
        let host =
            |at: usize| format!("127.0.0.1:{}", self.links[&(From::Broker(broker), at)].port);
        let hosts: Vec<_> = (0..self.nodes.len()).map(host).collect();
        format!(
            "postgres://{DATABASE}@{}/{DATABASE}?target_session_attrs=read-write&sslmode=disable",
            hosts.join(",")
        )
    }

    /// The link of one to a server.
    pub fn link(&self, from: From, to: usize) -> &Link {
        &self.links[&(from, to)]
    }

    /// Cuts a server off from the others; the brokers named still reach it.
    pub fn cut_off(&self, node: usize, still: &[usize]) {
        for ((from, to), link) in &self.links {
            let attached = matches!(from, From::Broker(broker) if still.contains(broker));
            if (*to == node && !attached) || *from == From::Standby(node) {
                link.cut();
            }
        }
    }

    /// Every link is whole again.
    pub fn heal(&self) {
        self.links.values().for_each(Link::heal);
    }

    /// Kills the primary.
    pub fn kill_primary(&mut self) {
        let primary = self.primary;
        self.nodes[primary].kill_nine();
    }

    /// Promotes the standby that has most; the other one follows it. What was the primary must be
    /// dead or cut off, and is cut off from the standbys now.
    pub async fn fail_over(&mut self) {
        let old = self.primary;
        let standbys: Vec<_> =
            (0..self.nodes.len()).filter(|at| *at != old && self.nodes[*at].is_running()).collect();
        // What still is on its way must not reach one of them after they were compared.
        for standby in &standbys {
            self.link(From::Standby(*standby), old).cut();
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        let mut best = (0, standbys[0]);
        for standby in &standbys {
            best = best.max((self.nodes[*standby].reached().await, *standby));
        }
        let chosen = best.1;
        let promoted = self.nodes[chosen].sql("SELECT pg_promote(true, 30)").await;
        assert_eq!(promoted.as_deref(), Ok("t"), "the promotion");
        self.primary = chosen;
        for standby in standbys.into_iter().filter(|standby| *standby != chosen) {
            // It may have been cut when the chosen one was lost before.
            self.link(From::Standby(standby), chosen).heal();
            let conninfo = self.conninfo(standby);
            let node = &self.nodes[standby];
            let follow = format!("ALTER SYSTEM SET primary_conninfo = '{conninfo}'");
            node.sql(&follow).await.unwrap();
            node.sql("SELECT pg_reload_conf()").await.unwrap();
        }
        self.replicating(1).await;
    }

    /// Cancels every wait for a standby on a server; how many there were.
    pub async fn cancel_waits(&self, node: usize) -> u64 {
        let cancel = "SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity
                      WHERE wait_event = 'SyncRep'";
        self.nodes[node].sql(cancel).await.unwrap().parse().unwrap()
    }

    /// Makes a server that does not run a standby of the present primary, with a new copy.
    pub async fn join(&mut self, at: usize) {
        self.link(From::Standby(at), self.primary).heal();
        self.nodes[at].copy_of(&self.nodes[self.primary], &self.conninfo(at)).await;
        self.nodes[at].start().await;
    }

    /// Waits until so many standbys follow the primary and count for a commit.
    pub async fn replicating(&self, standbys: usize) {
        let asked = "SELECT count(*) FROM pg_stat_replication
                     WHERE state = 'streaming' AND sync_state IN ('sync', 'quorum')";
        until("standbys that follow", || async {
            let count: usize = self.primary().sql(asked).await.ok()?.parse().ok()?;
            (count >= standbys).then_some(())
        })
        .await;
    }

    fn conninfo(&self, standby: usize) -> String {
        let port = self.link(From::Standby(standby), self.primary).port;
        let name = &self.nodes[standby].name;
        format!(
            "host=127.0.0.1 port={port} user=postgres application_name={name} connect_timeout=3"
        )
    }
}
