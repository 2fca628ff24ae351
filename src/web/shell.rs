//! What is around every page: head, menu, who is signed in, error summary, footer?

use askama::Template;

use crate::service::fresh_id;

use super::{
    assets,
    lang::Lang,
    page::{Block, Form, Page},
    seat::Seat,
    texts,
};

/// Most bytes of a usual page: room is made once.
const USUAL_BYTES: usize = 32 * 1024;

#[derive(Template)]
#[template(config = "src/web/askama.toml", path = "shell.html")]
struct Shell<'a> {
    lang: Lang,
    seat: Option<&'a Seat>,
    theme: Option<&'a str>,
    page: &'a Page,
}

/// A page as HTML.
pub(super) fn render(lang: Lang, seat: Option<&Seat>, theme: Option<&str>, page: &Page) -> String {
    let mut out = String::with_capacity(USUAL_BYTES);
    let shell = Shell { lang, seat, theme, page };
    // Writing into a String does not fail.
    let _ = shell.render_into(&mut out);
    out
}

/// Gives every form its token and, unless it is sent again, an id of its own; and every field an
/// anchor that no other field on the page has.
pub(super) fn seal(page: &mut Page, token: &str) {
    let mut number = 0;
    for form in forms(page) {
        number += 1;
        if form.id.is_empty() {
            form.id = fresh_id().to_string();
        }
        if !form.get {
            token.clone_into(&mut form.token);
        }
        for field in &mut form.fields {
            field.anchor = format!("v{number}-{}", field.name);
        }
    }
    let wrong: Vec<_> = forms(page)
        .flat_map(|form| form.fields.iter())
        .filter(|field| !field.problem.is_empty())
        .map(|field| (field.anchor.clone(), format!("{}: {}", field.label, field.problem)))
        .collect();
    page.problems.extend(wrong);
}

fn forms(page: &mut Page) -> impl Iterator<Item = &mut Form> {
    page.blocks.iter_mut().flat_map(|block| match block {
        Block::Form(form) => std::slice::from_mut(form),
        Block::Row(forms) => forms.as_mut_slice(),
        Block::Card(card) => card.forms.as_mut_slice(),
        _ => &mut [],
    })
}
