//! How is read who leads a match, who may ask for figures, and who answers for a family's rights?

use super::concerns::read_concern;
use super::kinds::NamedKinds;
use super::names::{category_codes, read_ground, role_ids, role_if, role_named};
use crate::covenant::model::category::Plan;
use crate::covenant::model::draft::Agreed;
use crate::covenant::model::meeting::Meeting;
use crate::covenant::model::{Category, Ground, Role};
use crate::domain::model::agreement::LeadRule;
use crate::toml_file::{At, Section, did_you_mean};

/// Reads what stands beside the tables of rules; `None` when it cannot be used.
pub(super) fn read_agreed(
    file: &mut Section,
    roles: &[Role],
    categories: &[Category],
    (plans, meetings): (Vec<Plan>, Vec<Meeting>),
    kinds: &mut NamedKinds,
) -> Option<Agreed> {
    let default_category = file.one_of("default_category", category_codes(categories));
    let privacy_role = role_named(file, "privacy_officer_role", roles);
    let report_roles = read_report_roles(file, roles);
    let overview_role = role_if(file, "overview_role", roles);
    let own_report_roles = roles_if(file, "own_report_roles", roles).unwrap_or_default();
    let auditor_role = role_if(file, "auditor_role", roles);
    let administrator_role = role_if(file, "administrator_role", roles);
    let (lead, lead_ground) = read_lead(file, kinds);
    let sections = file.tables("concern");
    let concerns = sections.into_iter().filter_map(|s| read_concern(s, roles, kinds)).collect();
    Some(Agreed {
        plans,
        meetings,
        default_category: default_category?.it,
        lead: lead?,
        lead_ground,
        privacy_role: privacy_role?,
        report_roles,
        own_report_roles,
        overview_role,
        auditor_role,
        administrator_role,
        concerns,
    })
}

fn read_report_roles(file: &mut Section, roles: &[Role]) -> Vec<At<usize>> {
    const KEY: &str = "report_roles";
    roles_if(file, KEY, roles).unwrap_or_else(|| {
        file.missing(KEY, "list the roles that may ask for steering information");
        Vec::new()
    })
}

/// Roles by their ids; `None` when the key is not there.
fn roles_if(file: &mut Section, key: &'static str, roles: &[Role]) -> Option<Vec<At<usize>>> {
    let mut found = Vec::new();
    for word in file.words(key)? {
        match role_ids(roles).position(|id| id == word.it) {
            Some(it) => found.push(At { it, line: word.line }),
            None => {
                let text = format!("\"{key}\" names the unknown role \"{}\"", word.it);
                file.report(word.line, text, did_you_mean(&word.it, role_ids(roles)));
            }
        }
    }
    Some(found)
}

/// Words of `[lead] rule`.
const LEADS: [&str; 3] = ["agreed", "kind-order", "dominant"];

/// Reads `[lead]`; absent means that the parties agree.
fn read_lead(file: &mut Section, kinds: &mut NamedKinds) -> (Option<LeadRule>, Option<Ground>) {
    let Some(mut lead) = file.table_if("lead") else { return (Some(LeadRule::Agreed), None) };
    let rule = lead.one_of("rule", LEADS);
    let order = lead.words("kinds");
    let given = order.is_some();
    let order = kinds.note(&lead, order.unwrap_or_default());
    let rule = rule.map(|rule| match LEADS[rule.it] {
        "kind-order" => LeadRule::KindOrder(order),
        "dominant" => LeadRule::Dominant,
        _ => LeadRule::Agreed,
    });
    let wrong = match &rule {
        Some(LeadRule::KindOrder(order)) if order.is_empty() => {
            Some(("\"kinds\" is missing", "list the kinds of organisations, the first one leads"))
        }
        Some(LeadRule::Agreed | LeadRule::Dominant) if given => {
            Some(("\"kinds\" means nothing here", "remove it, or set rule = \"kind-order\""))
        }
        _ => None,
    };
    if let Some((why, hint)) = wrong {
        lead.wrong(lead.line, why, hint);
    }
    let ground = read_ground(&mut lead);
    lead.finish();
    (rule, Some(ground))
}
