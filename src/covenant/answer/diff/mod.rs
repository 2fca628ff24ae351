//! Which families would another covenant treat differently? Everything that can be asked is asked
//! of both, and what differs is gathered in few rows.

use std::collections::BTreeMap;

use super::table::plan_in_words;
use crate::covenant::model::{Area, Covenant, EntryCode, Organisation};
use crate::domain::model::agreement::LeadRule;
use crate::domain::model::{party::OfficeId, receiver::ReceiverAddress};
use crate::toml_file::At;

mod answer;
mod consequences;
mod families;
mod gather;
mod meetings;
mod pair;
mod tickets;

pub use consequences::consequences;
pub use pair::Difference;
use pair::Pair;

/// Everything that two covenants answer differently, in the order in which people ask: routes
/// first, names of offices last. Covenant versions, titles and explanations do not count.
#[must_use]
pub fn differences(old: &Covenant, new: &Covenant) -> Vec<Difference> {
    let pair = Pair { old, new };
    let mut rows = pair.tickets();
    rows.extend(pair.directors());
    rows.extend(pair.concerns());
    rows.extend(pair.cases());
    rows.extend(pair.meetings());
    rows.extend(pair.step_terms());
    rows.extend(pair.named("term", |c| {
        c.draft
            .terms
            .list()
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.to_string()))
            .collect()
    }));
    rows.extend(
        pair.named("plan", |c| {
            c.plans().map(|plan| (plan.id.clone(), plan_in_words(plan))).collect()
        }),
    );
    rows.extend(pair.named("covenant", general));
    rows.extend(pair.named("entry ground", |c| {
        codes(&c.entry().grounds, ["asks for no own attempt", "asks for an own attempt"])
    }));
    rows.extend(
        pair.named("own attempt", |c| codes(&c.entry().attempts, ["may be named", "is required"])),
    );
    rows.extend(pair.named("area", |c| {
        let area = |a: &Area| (a.code.to_string(), format!("in {}", a.region));
        c.areas().map(area).collect()
    }));
    rows.extend(pair.postcodes());
    rows.extend(pair.named("organisation", |c| {
        c.organisations().map(|o| (format!("{} ({})", o.name, o.oin), organisation(o))).collect()
    }));
    rows.extend(
        pair.named("office", |c| {
            c.offices().map(|o| (o.id.to_string(), office(c, &o.id))).collect()
        }),
    );
    rows
}

/// What is asked of whoever reports a family, by its code.
fn codes(all: &[EntryCode], words: [&str; 2]) -> BTreeMap<String, String> {
    all.iter().map(|one| (one.code.clone(), words[usize::from(one.asked)].to_owned())).collect()
}

/// What is agreed once for the whole covenant.
fn general(c: &Covenant) -> BTreeMap<String, String> {
    let lead = match c.lead_rule() {
        LeadRule::Agreed => "agreed".to_owned(),
        LeadRule::Dominant => "the dominant organisation".to_owned(),
        LeadRule::KindOrder(kinds) => kinds.join(", then "),
    };
    let role = |at: usize| c.draft.roles[at].id.clone();
    let roles = |named: &[At<usize>]| named.iter().map(|at| role(at.it)).collect::<Vec<_>>();
    let (all, own) = (&c.draft.agreed.report_roles, &c.draft.agreed.own_report_roles);
    let days_off: Vec<String> = c.terms().days_off.iter().map(ToString::to_string).collect();
    [
        ("lead", lead),
        ("days off", days_off.join(", ")),
        ("category of a case opened by a signal", c.default_category().to_string()),
        ("privacy officer", role(c.draft.agreed.privacy_role.it)),
        ("may ask for figures", roles(all).join(", ")),
        ("may ask for figures of its own areas", roles(own).join(", ")),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}

fn organisation(o: &Organisation) -> String {
    let sensitive = if o.sensitive { ", sensitive" } else { "" };
    // Who vouches for people is agreed as well: it decides who comes in.
    let vouching = o.issuer.as_ref().map_or_else(String::new, |i| format!(", signs in at {i}"));
    let (kind, partner) = (&o.kind, o.partner.as_str());
    let called = called_at(o.webhook.as_ref());
    format!("{kind}, commissioned by {}, {partner}{sensitive}{vouching}{called}", o.commissioner)
}

/// Where something leaves the house is agreed as well.
fn called_at(webhook: Option<&ReceiverAddress>) -> String {
    webhook.map_or_else(String::new, |address| format!(", called at {address}"))
}

fn office(c: &Covenant, id: &OfficeId) -> String {
    let Some(at) = c.draft.index.offices.get(id) else { return String::new() };
    let acting = c.draft.standing_in(*at);
    let office = &c.draft.offices[*at];
    let acts = if acting == *at {
        String::new()
    } else {
        format!(", vacant: {} acts", c.draft.offices[acting].id)
    };
    let called = called_at(office.webhook.as_ref());
    format!("{} in {}{acts}{called}", office.role, office.area)
}
