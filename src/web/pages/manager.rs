//! Who manages a family: whom the covenant lets, and the form to say who does.

use tonic::Status;

use crate::{
    api::v1::{AssignFamilyManagerRequest, Case, CaseloadReason, GetCovenantResponse},
    web::{
        page::{Block, Field, Input},
        texts::{codes, office},
        visit::{Asked, Done, Visit},
        when::Now,
    },
};

use super::of_case::{act, back, optional};

/// Which kinds of organisations may, and the form with those of them that are involved.
pub(super) fn blocks(now: Now, case: &Case, covenant: &GetCovenantResponse) -> Vec<Block> {
    let lang = now.lang;
    if case.kept_apart || case.involved.is_empty() {
        return Vec::new();
    }
    let kinds = manager_kinds(case, covenant);
    let may = match kinds {
        [] => lang.say(office::MANAGER_ANY).to_owned(),
        kinds => lang.fill(office::MANAGER_KINDS, &[&codes::kinds(lang, covenant, kinds)]),
    };
    let mut blocks = vec![Block::words(may)];
    let parties = managers(case, kinds);
    if !parties.is_empty() {
        let words = lang.say(office::ASSIGN);
        let parties = Input::Select(parties, String::new());
        let why = optional::<CaseloadReason>(now);
        let form = act(case, "gezinsmanager", words)
            .folded(words)
            .field(Field::new("oin", lang.say(office::ASSIGN_FROM), parties))
            .field(Field::new("caseload", lang.say(office::CASELOAD_WHY), why));
        blocks.push(Block::Form(form));
    }
    blocks
}

/// Kinds of organisations that may provide the family manager of this family; none: every kind.
fn manager_kinds<'c>(case: &Case, covenant: &'c GetCovenantResponse) -> &'c [String] {
    let category = covenant.categories.iter().find(|one| one.code == case.category);
    category.map_or(&[], |category| category.family_manager_kinds.as_slice())
}

/// Whom of those involved the covenant lets manage the family, each organisation once.
fn managers(case: &Case, kinds: &[String]) -> Vec<(String, String)> {
    let may = |kind: &String| kinds.is_empty() || kinds.contains(kind);
    let parties = case.involved.iter().filter(|party| !party.withheld);
    let mut parties: Vec<(String, String)> = parties
        .filter(|party| may(&party.organisation_kind))
        .map(|party| (party.organisation_oin.clone(), party.organisation_name.clone()))
        .collect();
    parties.sort();
    parties.dedup();
    parties
}

/// Says who the family manager is.
pub(in crate::web) async fn assign(visit: &Visit, asked: &Asked) -> Result<Done, Status> {
    let request = AssignFamilyManagerRequest {
        case_id: asked.id.clone(),
        organisation_oin: asked.fields.get("oin").to_owned(),
        caseload_reason: asked.fields.code("caseload"),
        etag: asked.fields.get("etag").to_owned(),
        request_id: asked.form(),
        ..AssignFamilyManagerRequest::default()
    };
    visit.api.cases().assign_family_manager(request).await?;
    Ok(back(asked, "vastgelegd"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        api::v1::{Category, InvolvedParty, OrganisationKind},
        domain::model::time::Day,
        web::lang::Lang,
    };

    #[test]
    fn only_whom_the_covenant_lets_manage_is_offered() {
        let party = |oin: &str, kind: &str, withheld| InvolvedParty {
            organisation_oin: oin.into(),
            organisation_name: oin.into(),
            organisation_kind: kind.into(),
            withheld,
            ..InvolvedParty::default()
        };
        let involved = vec![
            party("2", "welfare", false),
            party("1", "youth-care-agency", false),
            party("1", "youth-care-agency", false),
            party("", "youth-care-agency", true),
        ];
        let case = Case { category: "MPG2".into(), involved, ..Case::default() };
        let covenant = |kinds: &[&str]| GetCovenantResponse {
            categories: vec![Category {
                code: "MPG2".into(),
                family_manager_kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect(),
                ..Category::default()
            }],
            kinds: vec![OrganisationKind {
                code: "youth-care-agency".into(),
                name_nl: "bureau jeugdzorg".into(),
                name_en: "youth-care agency".into(),
            }],
            ..GetCovenantResponse::default()
        };
        let offered = |kinds: &[&str]| {
            let covenant = covenant(kinds);
            let all = managers(&case, manager_kinds(&case, &covenant));
            all.into_iter().map(|(oin, _)| oin).collect::<Vec<_>>()
        };
        assert_eq!(offered(&["youth-care-agency"]), ["1"]);
        assert_eq!(offered(&[]), ["1", "2"], "every kind may");
        assert!(offered(&["school"]).is_empty());
        for (lang, words) in [(Lang::Nl, "bureau jeugdzorg"), (Lang::En, "youth-care agency")] {
            let now = Now::at(lang, Day(20_514).start());
            let said_all = blocks(now, &case, &covenant(&["youth-care-agency"]));
            let said = lang.fill(office::MANAGER_KINDS, &[words]);
            let says =
                |block: &Block| matches!(block, Block::Words(line) if *line == said.clone().into());
            assert!(said_all.iter().any(says), "{words}");
        }
    }
}
