//! Which meetings can be planned besides the milestones of a plan, and who chairs them?

use std::collections::BTreeMap;

use crate::covenant::model::Covenant;
use crate::covenant::model::concern::To;
use crate::domain::model::agreement::MeetingRule;
use crate::domain::model::party::{AreaCode, Party};

impl Covenant {
    /// The kinds of meetings, with who chairs them in an area. An empty office is replaced by its
    /// fallback; nobody chairs in an area that the covenant does not know.
    #[must_use]
    pub fn meetings(&self, area: &AreaCode) -> Vec<MeetingRule> {
        let at = self.draft.index.areas.get(area).copied();
        let rule = |meeting: &crate::covenant::model::meeting::Meeting| MeetingRule {
            code: meeting.code.clone(),
            name_nl: meeting.name_nl.clone(),
            name_en: meeting.name_en.clone(),
            attendance: meeting.attendance,
            chair: at.and_then(|at| {
                let to = meeting.chair(self.draft.areas[at].region_index)?;
                self.chair(to, area, at)
            }),
        };
        self.draft.agreed.meetings.iter().map(rule).collect()
    }

    /// Where a party chairs a meeting, with all kinds as there.
    #[must_use]
    pub fn chaired_by(&self, party: &Party) -> BTreeMap<AreaCode, Vec<MeetingRule>> {
        let of = |code: &AreaCode| (code.clone(), self.meetings(code));
        let all = self.areas().map(|area| of(&area.code));
        all.filter(|(_, kinds)| kinds.iter().any(|kind| kind.chair.as_ref() == Some(party)))
            .collect()
    }

    /// Code, name in Dutch, name in English and whether presence is recorded, of each kind.
    pub fn meeting_kinds(&self) -> impl Iterator<Item = (&str, &str, &str, bool)> {
        let kinds = self.draft.agreed.meetings.iter();
        kinds.map(|m| (m.code.as_str(), m.name_nl.as_str(), m.name_en.as_str(), m.attendance))
    }

    fn chair(&self, to: &To, area: &AreaCode, at: usize) -> Option<Party> {
        match to {
            To::Role(role) => self.acting(*role, area).map(Party::Office),
            To::Kind(kind) => {
                let found = *self.draft.of_kind_in(kind, at).first()?;
                Some(Party::Organisation(self.draft.organisations[found].oin))
            }
        }
    }
}
