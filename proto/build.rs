//! Compiles the proto files without `protoc`: protox parses, tonic-prost-build writes the Rust.
//! The descriptor set, comments included, goes beside the code: reflection serves it and a test
//! reads it to see that every field is documented.

use std::{env, error::Error, fs, path::PathBuf};

use prost::Message as _;

const FILES: [&str; 12] = [
    "verwijspunt/v1/common.proto",
    "verwijspunt/v1/registry.proto",
    "verwijspunt/v1/match.proto",
    "verwijspunt/v1/signal.proto",
    "verwijspunt/v1/inbox.proto",
    "verwijspunt/v1/escalation.proto",
    "verwijspunt/v1/covenant.proto",
    "verwijspunt/v1/rights.proto",
    "verwijspunt/v1/case.proto",
    "verwijspunt/v1/plan.proto",
    "verwijspunt/v1/report.proto",
    "verwijspunt/v1/session.proto",
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=proto");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let set = protox::compile(FILES, ["proto"])?;
    fs::write(out.join("verwijspunt.v1.binpb"), set.encode_to_vec())?;
    // Ordered maps: the same answer has the same bytes.
    tonic_prost_build::configure().btree_map(".").compile_fds(set)?;
    Ok(())
}
