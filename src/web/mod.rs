//! What do people see who sign in with a browser? Pages made here from the answers of our own API, and
//! nothing that it does not tell.
//!
//! A page is a function of what the API answered: `pages/` asks and makes blocks, `page.rs` says which
//! blocks there are, the templates make HTML of each, once. `table.rs` says what stands at which
//! address.

mod answer;
mod assets;
mod bell;
mod entry;
mod escape;
mod forms;
mod guard;
mod headers;
mod lang;
mod page;
mod pages;
mod pictures;
mod provider;
mod routes;
#[cfg(test)]
mod samples;
mod seat;
mod shell;
mod signin;
mod table;
#[cfg(test)]
mod tests;
mod texts;
mod theme;
mod trouble;
mod visit;
mod when;

pub use theme::Theme;

use std::sync::Arc;

use axum::{
    Router,
    http::{HeaderMap, header},
};

use crate::{
    people::{Cookie, People},
    service::local::Clients,
};

/// What every page needs.
pub struct Console {
    people: Arc<People>,
    clients: Clients,
    theme: Option<Theme>,
    issuers: Vec<String>,
    bells: bell::Bells,
}

impl Console {
    /// A console for these people, over these clients of our own API. `issuers` are the origins at
    /// which they sign in.
    #[must_use]
    pub fn new(people: Arc<People>, clients: Clients, issuers: Vec<String>) -> Self {
        Self { people, clients, theme: None, issuers, bells: bell::Bells::default() }
    }

    /// The same with a municipality's own colours.
    #[must_use]
    pub fn dressed(self, theme: Option<Theme>) -> Self {
        Self { theme, ..self }
    }

    /// The pages, as a router.
    pub fn router(self) -> Router {
        routes::router(Arc::new(self))
    }

    fn theme(&self) -> Option<String> {
        self.theme.as_ref().map(|theme| theme.0.path())
    }

    /// The secret of a session, as the browser sends it.
    fn cookie(&self, headers: &HeaderMap) -> Option<Cookie> {
        let names = self.people.cookies();
        let sent = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        sent.filter_map(|value| names.value(value, names.session())).find_map(Cookie::parse)
    }
}
