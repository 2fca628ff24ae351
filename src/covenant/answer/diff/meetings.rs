//! Which kinds of meetings come or go, who chairs them then, and what becomes of those that are planned?

use std::collections::{BTreeMap, BTreeSet};

use super::answer::{Answer, changed};
use super::gather::Gathered;
use super::pair::{Difference, Pair};
use crate::covenant::model::Covenant;
use crate::domain::model::party::{AreaCode, Party};

impl Pair<'_> {
    /// The kinds of meetings that only one knows, and who chairs those that both know.
    pub(super) fn meetings(&self) -> Vec<Difference> {
        let mut rows = self.named("meeting", |c| {
            let presence = |is| if is { "presence is recorded" } else { "without presence" };
            let kinds = c.meeting_kinds();
            kinds.map(|(code, _, _, is)| (code.to_owned(), presence(is).to_owned())).collect()
        });
        let mut gathered = Gathered::new("chair of a meeting");
        for area in self.areas() {
            let answer = |c: &Covenant, chair: Option<&Party>| {
                let nobody = || Answer::plain("nobody in particular");
                Some(chair.map_or_else(nobody, |chair| c.party_answer(chair, area)))
            };
            for (code, [old, new]) in self.chairs(area) {
                let facts = [("meeting", code), ("area", area.to_string())];
                let (old, new) = (answer(self.old, old.as_ref()), answer(self.new, new.as_ref()));
                gathered.ask(&facts, changed(old, new));
            }
        }
        rows.extend(gathered.rows());
        rows
    }

    /// Who chairs which kind in an area, for the kinds that both know.
    fn chairs(&self, area: &AreaCode) -> BTreeMap<String, [Option<Party>; 2]> {
        let new: BTreeMap<String, Option<Party>> =
            self.new.meetings(area).into_iter().map(|kind| (kind.code, kind.chair)).collect();
        let old = self.old.meetings(area).into_iter();
        old.filter_map(|kind| Some((kind.code.clone(), [kind.chair, new.get(&kind.code)?.clone()])))
            .collect()
    }

    /// What becomes of meetings that are planned already, a sentence for each kind that goes and for
    /// each that somebody else chairs.
    pub(super) fn stranded(&self) -> Vec<String> {
        let codes = |c: &Covenant| -> BTreeSet<String> {
            c.meeting_kinds().map(|(code, ..)| code.to_owned()).collect()
        };
        let (old, new) = (codes(self.old), codes(self.new));
        let gone = old.difference(&new).map(|code| {
            format!(
                "meeting \"{code}\" goes: where no milestone of the family's plan has this code, one that \
                 is planned can only be called off, and its presence is not recorded; have it held or \
                 called off first"
            )
        });
        let chairs = self.areas().flat_map(|area| self.chairs(area));
        let others = chairs.filter(|(_, [old, new])| old != new).map(|(code, _)| code);
        let others: BTreeSet<String> = others.collect();
        let passed = others.into_iter().map(|code| {
            format!(
                "meeting \"{code}\" is chaired by another: of one that is planned the former chair \
                 records nothing any more, and the new one hears with its reminder; plan it again to \
                 tell everybody"
            )
        });
        gone.chain(passed).collect()
    }
}
