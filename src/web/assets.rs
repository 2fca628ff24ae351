//! Which files does a page need besides itself? One style sheet and one module, under names that
//! change with what is in them, so that a browser asks for each once.

use std::{
    borrow::Cow,
    collections::BTreeSet,
    io::Write as _,
    sync::{Arc, LazyLock},
};

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest as _, Sha256};

use super::Console;

/// Where they are.
pub(super) const ROUTE: &str = "/bestand/{name}";

/// Bytes of the hash that go into a name.
const NAME_BYTES: usize = 8;

/// A file as it is served.
#[derive(Debug)]
pub(super) struct Asset {
    name: String,
    kind: &'static str,
    plain: Cow<'static, [u8]>,
    packed: Vec<u8>,
}

const CSS_KIND: &str = "text/css; charset=utf-8";

impl Asset {
    fn new(
        stem: &str,
        ending: &str,
        kind: &'static str,
        plain: impl Into<Cow<'static, [u8]>>,
    ) -> Self {
        let plain = plain.into();
        let hash = Sha256::digest(&plain);
        let hash: String = hash.iter().take(NAME_BYTES).map(|byte| format!("{byte:02x}")).collect();
        let mut packer = GzEncoder::new(Vec::new(), Compression::best());
        // Writing into memory does not fail.
        let packed = packer.write_all(&plain).and_then(|()| packer.finish()).unwrap_or_default();
        Self { name: format!("{stem}.{hash}.{ending}"), kind, plain, packed }
    }

    /// The style sheet of a theme.
    pub(super) fn theme(sheet: String) -> Self {
        Self::new("thema", "css", CSS_KIND, sheet.into_bytes())
    }

    /// What is in it.
    #[cfg(test)]
    pub(super) fn plain(&self) -> &[u8] {
        &self.plain
    }

    /// Where a page finds it.
    pub(super) fn path(&self) -> String {
        format!("/bestand/{}", self.name)
    }
}

static CSS: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new("console", "css", CSS_KIND, &include_bytes!("assets/console.css")[..])
});

static JS: LazyLock<Asset> = LazyLock::new(|| {
    let kind = "text/javascript; charset=utf-8";
    Asset::new("console", "js", kind, &include_bytes!("assets/console.js")[..])
});

/// The style sheet.
pub(super) fn css() -> String {
    CSS.path()
}

/// The module.
pub(super) fn js() -> String {
    JS.path()
}

/// The custom properties of the style sheet: what a theme may give other values.
pub(super) fn properties() -> BTreeSet<&'static str> {
    let sheet = include_str!("assets/console.css");
    let root = sheet.split_once(":root{").and_then(|(_, rest)| rest.split_once('}'));
    let values = root.map_or("", |(values, _)| values).split(';');
    values.filter_map(|value| value.split_once(':')).map(|(name, _)| name).collect()
}

/// Answers with one of them, or with the theme. A name of an older version is gone, and its page with it.
pub(super) async fn serve(
    State(console): State<Arc<Console>>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Response {
    let theme = console.theme.as_ref().map(|theme| &theme.0);
    let mut all = [&*CSS, &*JS].into_iter().chain(theme);
    let Some(asset) = all.find(|asset| asset.name == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let accepts = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    let about = [
        (header::CONTENT_TYPE, asset.kind),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::VARY, "accept-encoding"),
    ];
    if accepts.is_some_and(|kinds| kinds.contains("gzip")) && !asset.packed.is_empty() {
        return (about, [(header::CONTENT_ENCODING, "gzip")], asset.packed.clone()).into_response();
    }
    (about, asset.plain.to_vec()).into_response()
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
            let text = std::str::from_utf8(&asset.plain).expect("text");
            for word in ["http:", "https:", "@import", "url(", "eval(", "innerHTML", "import("] {
                assert!(!text.contains(word), "{}: {word}", asset.name);
            }
        }
    }
}
