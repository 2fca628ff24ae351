//! A form that was refused, on its page: what was sent stands in it still, and what is wrong at its field.

use crate::web::{
    forms::Filled,
    page::{Block, Field, Form, Input, Page},
    visit::Asked,
};

use super::register::{self, Wrong};

/// Before the name of what a form carries only because its page showed it.
pub(super) const SHOWN: &str = "stond";

/// Marks the form with this address that carries what was sent. `at` says which field of the form a
/// field of the API is; what has no field stands above the page. False when the form is not there any
/// more: what it was about has changed.
pub(super) fn mark(
    page: &mut Page,
    action: &str,
    asked: &Asked,
    wrong: &Wrong,
    at: impl Fn(&Form, &Filled, &str) -> String,
) -> bool {
    let filled = &asked.fields;
    // What the page showed may have changed since; what the form is about has not.
    let carries = |form: &Form| {
        let about = form.hidden.iter().filter(|(name, _)| !name.starts_with(SHOWN));
        about.clone().all(|(name, value)| filled.get(name) == value.as_str())
    };
    let sent = |block: &Block| matches!(block, Block::Form(form) if form.action == action && carries(form));
    let Some(place) = page.blocks.iter().position(sent) else { return false };
    let Block::Form(mut form) = page.blocks.remove(place) else { return false };
    // Sent again, it is the same request.
    form.id = asked.form();
    for field in &mut form.fields {
        fill(field, filled);
    }
    let wrong: Wrong =
        wrong.iter().map(|(field, words)| (at(&form, filled, field), words.clone())).collect();
    register::mark(&mut form, &wrong, page);
    page.blocks.insert(place, Block::Form(form));
    true
}

/// What was sent in it.
fn fill(field: &mut Field, filled: &Filled) {
    match &mut field.input {
        Input::Select(_, value) | Input::Radio(_, value) | Input::Date(value) => {
            filled.get(&field.name).clone_into(value);
        }
        Input::Code(value, _) | Input::Contact(_, value) => {
            filled.get(&field.name).clone_into(value);
        }
        Input::Tick(on) => *on = filled.ticked(&field.name),
        // Never filled in before.
        Input::Bsn(_) | Input::File(_) | Input::Group => {}
    }
}
