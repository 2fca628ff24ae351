//! Which files does a page need besides itself? One style sheet and one module, under names that
//! change with what is in them, so that a browser asks for each once.

use std::{io::Write as _, sync::LazyLock};

use axum::{
    extract::Path,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest as _, Sha256};

/// Where they are.
pub(super) const ROUTE: &str = "/bestand/{name}";

/// Bytes of the hash that go into a name.
const NAME_BYTES: usize = 8;

struct Asset {
    name: String,
    kind: &'static str,
    plain: &'static [u8],
    packed: Vec<u8>,
}

impl Asset {
    fn new(stem: &str, ending: &str, kind: &'static str, plain: &'static [u8]) -> Self {
        let hash = Sha256::digest(plain);
        let hash: String = hash.iter().take(NAME_BYTES).map(|byte| format!("{byte:02x}")).collect();
        let mut packer = GzEncoder::new(Vec::new(), Compression::best());
        // Writing into memory does not fail.
        let packed = packer.write_all(plain).and_then(|()| packer.finish()).unwrap_or_default();
        Self { name: format!("{stem}.{hash}.{ending}"), kind, plain, packed }
    }

    fn path(&self) -> String {
        format!("/bestand/{}", self.name)
    }
}

static CSS: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new("console", "css", "text/css; charset=utf-8", include_bytes!("assets/console.css"))
});

static JS: LazyLock<Asset> = LazyLock::new(|| {
    let kind = "text/javascript; charset=utf-8";
    Asset::new("console", "js", kind, include_bytes!("assets/console.js"))
});

/// The style sheet.
pub(super) fn css() -> String {
    CSS.path()
}

/// The module.
pub(super) fn js() -> String {
    JS.path()
}

/// Answers with one of them. A name of an older version is gone, and its page with it.
pub(super) async fn serve(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = [&*CSS, &*JS].into_iter().find(|asset| asset.name == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let accepts = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    let about = [
        (header::CONTENT_TYPE, asset.kind),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::VARY, "accept-encoding"),
    ];
    if accepts.is_some_and(|kinds| kinds.contains("gzip")) && !asset.packed.is_empty() {
        return (about, [(header::CONTENT_ENCODING, "gzip")], &asset.packed[..]).into_response();
    }
    (about, asset.plain).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_as_small_as_promised() {
        assert!(CSS.plain.len() <= 12 * 1024, "{} bytes of CSS", CSS.plain.len());
        assert!(JS.plain.len() <= 6 * 1024, "{} bytes of JavaScript", JS.plain.len());
        assert!(CSS.packed.len() < CSS.plain.len() / 2);
        assert!(css().starts_with("/bestand/console.") && css().ends_with(".css"));
    }

    #[test]
    fn nothing_in_them_goes_anywhere_else() {
        for asset in [&*CSS, &*JS] {
            let text = std::str::from_utf8(asset.plain).expect("text");
            for word in ["http:", "https:", "@import", "url(", "eval(", "innerHTML", "import("] {
                assert!(!text.contains(word), "{}: {word}", asset.name);
            }
        }
    }
}
