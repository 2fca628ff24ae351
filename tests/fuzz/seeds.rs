//! With which inputs does a corpus begin? With those that are right, made by the program itself.

use std::{fs, path::Path, time::Duration};

use verwijspunt::{
    server::pki::{self, Authority, ClientSpec},
    service,
    store::embedded::engine::{self, Engine, EngineError, Ops, Options, Sequencer, View},
};

struct Puts;

impl Sequencer for Puts {
    type Request = u8;
    type Answer = ();

    fn sequence(&mut self, n: u8, _: &View<'_>, ops: &mut Ops) {
        ops.put([n], vec![n; usize::from(n) * 9]);
        ops.delete([n / 2]);
        ops.log([n; 5]);
    }

    fn forget(&mut self) {}
}

fn newest(directory: &Path) -> Vec<u8> {
    let mut files: Vec<_> = fs::read_dir(directory).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    files.last().map(|file| fs::read(file).unwrap()).unwrap_or_default()
}

/// Name of the corpus, and an input.
fn all() -> Vec<(&'static str, Vec<u8>)> {
    let mut all = Vec::new();
    let place = tempfile::tempdir().unwrap();
    let options = || Options {
        drain_every: Duration::from_secs(3600),
        reserve_bytes: 0,
        ..Options::default()
    };
    let engine = Engine::open(place.path(), options(), |_| Ok::<_, EngineError>(Puts)).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    (1..9).for_each(|n| runtime.block_on(engine.submit(n)).unwrap());
    engine.close();
    all.push(("journal", newest(&place.path().join("journal"))));
    all.push(("audit_log", newest(&place.path().join("audit"))));
    engine::checkpoint(place.path(), options()).unwrap();
    all.push(("checkpoint", newest(&place.path().join("checkpoint"))));
    all.push(("audit_log", b"verwijspunt audit log 1\nfile 1 9 99\ngap 9 12\n".to_vec()));
    all.push((
        "index",
        b"\x00\x03\x01\x00\x00\x00\x02keyab\x00\x03\x00\x00\x00\x00\x00kez".to_vec(),
    ));
    all.push(("index", b"\x00\x01a\x00\x02bc\x00\x01d".to_vec()));

    let authority = Authority::new("Test").unwrap();
    let plain = ClientSpec::new("a").oin("00000001002306608000");
    let office = ClientSpec::new("b").oin("00000001002306608000").office("alderman");
    for spec in [&plain, &office] {
        all.push(("certificate", authority.client(spec).unwrap().der()));
    }
    let pki = tempfile::tempdir().unwrap();
    pki::make(pki.path(), &[plain], false).unwrap();
    let list = pki::revoke(pki.path(), &["a"], Duration::from_secs(3600)).unwrap();
    let both = [fs::read(list).unwrap(), fs::read(pki.path().join("ca.pem")).unwrap()].concat();
    all.push(("revocation_list", both));
    all.push(("message", service::decoding::example()));
    all.push((
        "page_token",
        b"0190000000007000800000000000000101900000000070008000000000000002".to_vec(),
    ));
    all
}

/// Not a test: writes the first inputs. Run by its name, then look at what changed.
#[test]
#[ignore = "writes into the project; run by its name"]
fn the_first_inputs_are_written() {
    for (nth, (target, input)) in all().into_iter().enumerate() {
        let directory = super::corpus(target);
        fs::create_dir_all(&directory).unwrap();
        fs::write(directory.join(format!("first-{nth}")), input).unwrap();
    }
}
