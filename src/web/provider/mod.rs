//! How do people sign in at their organisation's provider, and what becomes of a form that comes after
//! the end of its session?

mod door;
mod refusal;
pub(super) mod visitor;

use std::sync::Arc;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};

use super::{Console, forms::MOST_BYTES};

/// Where people choose at which provider they sign in.
const SIGN_IN: &str = "/inloggen";
/// Where they go unseen, to be confirmed by their provider.
const CONFIRM: &str = "/inloggen/bevestig";
/// Where they find what came too late.
pub(super) const KEPT: &str = "/inloggen/bewaard";
/// Where they choose for whom they act.
const SEAT: &str = "/plaats";

/// The routes of the sign-in at a provider.
pub(super) fn routes() -> Router<Arc<Console>> {
    Router::new()
        .route(SIGN_IN, get(door::choose))
        .route("/inloggen/bij/{organisation}", get(door::begin))
        .route("/inloggen/terug", get(door::arrive))
        .route(CONFIRM, get(door::confirm))
        .route(KEPT, get(door::kept).post(door::drop_kept))
        .route("/inloggen/afgemeld", post(door::signed_out_elsewhere))
        .layer(DefaultBodyLimit::max(MOST_BYTES))
}
