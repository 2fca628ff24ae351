//! How is an answer said, so that equal changes of many families read alike?

use crate::covenant::answer::routing::Brief;
use crate::covenant::model::{Commissioner, Covenant, Organisation};
use crate::domain::model::party::{AreaCode, OfficeId, Party};
use crate::domain::model::routing::{RouteQuestion, RouteTarget};

/// An answer, as precise as it can be said and as it is said when that suffices to tell two apart.
pub(super) struct Answer {
    /// By the names of offices and organisations.
    pub(super) exact: String,
    /// By roles, as seen from the family.
    pub(super) general: String,
}

impl Answer {
    pub(super) fn plain(text: &str) -> Self {
        Self { exact: text.to_owned(), general: text.to_owned() }
    }
}

/// Old and new answer in words: in general when these differ, else by the names of the offices.
fn words(old: &Answer, new: &Answer) -> (String, String) {
    if old.general == new.general {
        (old.exact.clone(), new.exact.clone())
    } else {
        (old.general.clone(), new.general.clone())
    }
}

/// Old and new answer in words, when somebody else acts.
pub(super) fn changed(old: Option<Answer>, new: Option<Answer>) -> Option<(String, String)> {
    let or_none = |answer: Option<Answer>| answer.unwrap_or_else(|| Answer::plain("-"));
    let (old, new) = (or_none(old), or_none(new));
    (old.exact != new.exact).then(|| words(&old, &new))
}

/// Who handles a step, or the refusal.
pub(super) fn handler(
    c: &Covenant,
    question: &RouteQuestion,
    answer: &Result<Brief, String>,
) -> Answer {
    match answer.as_ref().map(|brief| &brief.handler) {
        Err(code) => Answer::plain(&format!("refused: {code}")),
        Ok(RouteTarget::OwnOrganisation) => Answer::plain("own organisation"),
        Ok(RouteTarget::TargetOrganisation(_)) => {
            Answer::plain("organisation that the ticket is against")
        }
        Ok(RouteTarget::Office(id)) => {
            let target = question.target.and_then(|oin| c.organisation(&oin));
            c.office_answer(id, &question.area, target)
        }
    }
}

impl Covenant {
    /// An office by its id, and by its role with where it sits as seen from the family.
    pub(super) fn office_answer(
        &self,
        id: &OfficeId,
        area: &AreaCode,
        target: Option<&Organisation>,
    ) -> Answer {
        let exact = id.to_string();
        let at = self.draft.index.offices.get(id).zip(self.draft.index.areas.get(area));
        let Some((office, area)) = at else { return Answer::plain(&exact) };
        let office = &self.draft.offices[*office];
        let role = &self.draft.roles[office.role_index];
        let commissioner = target.and_then(|target| match &target.commissioner {
            Commissioner::District(code) => self.draft.index.areas.get(code),
            Commissioner::CityRegion | Commissioner::City | Commissioner::Nobody => None,
        });
        let sits = |area: usize| self.draft.place_of(office.role_index, area) == Some(office.place);
        let general = if sits(*area) {
            role.where_family_lives()
        } else if commissioner.is_some_and(|area| sits(*area)) {
            format!("{} of the commissioning district", role.id)
        } else if target.is_some_and(|target| office.organisation == Some(target.oin)) {
            format!("{} of the target", role.id)
        } else {
            exact.clone()
        };
        Answer { exact, general }
    }

    /// An organisation by its name, an office as above.
    pub(super) fn party_answer(&self, party: &Party, area: &AreaCode) -> Answer {
        match party {
            Party::Office(id) => self.office_answer(id, area, None),
            Party::Organisation(oin) => {
                let name =
                    self.organisation(oin).map_or_else(|| oin.to_string(), |o| o.name.clone());
                Answer::plain(&name)
            }
        }
    }
}
