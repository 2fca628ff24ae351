//! A picture that is kept: does it still look the same?

use std::{env, fs, path::Path};

/// Compares with `tests/golden/<name>`; with `UPDATE_GOLDEN=1` it is drawn anew first.
pub(crate) fn compare(name: &str, picture: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, picture).expect("it can be written");
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    let change = "look at the change; when it is meant: UPDATE_GOLDEN=1 cargo test --test guards";
    assert_eq!(kept, picture, "{}: {change}", path.display());
}
