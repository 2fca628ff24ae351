//! By when should each party to a match have made contact, and which reminder comes next?

use serde::{Deserialize, Serialize};

use crate::domain::model::{
    calendar::{add_working_days_but, working_days_between},
    ids::InvolvementId,
    matches::{Match, MatchParty},
    notification::FollowUpStage,
    party::OfficeId,
    time::{Day, Time},
};

/// The terms of a party that came to owe contact later than the match was made, by another lead: they
/// are counted from that day, and its reminders are its own.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Called {
    /// By when contact should have been made: for the party, its organisation, the director.
    pub due: [Day; 3],
    /// The last reminder that was given.
    pub reminded: Option<FollowUpStage>,
}

impl Match {
    /// The last day on which a party should have made contact.
    #[must_use]
    pub fn due_for(&self, party: &MatchParty) -> Day {
        party.called.as_ref().map_or(self.due[0], |called| called.due[0])
    }

    /// The last reminder that a party was given.
    #[must_use]
    pub fn reminded_for(&self, party: &MatchParty) -> Option<FollowUpStage> {
        party.called.as_ref().map_or(self.reminded, |called| called.reminded)
    }

    /// The next reminder of a party, and the day by which it should have made contact before that.
    fn next_for(&self, party: &MatchParty) -> Option<(FollowUpStage, Day)> {
        let place = match self.reminded_for(party) {
            None => 0,
            Some(FollowUpStage::Party) => 1,
            Some(FollowUpStage::Organisation) => 2,
            Some(FollowUpStage::Director | FollowUpStage::Asked) => return None,
        };
        let due = party.called.as_ref().map_or(&self.due, |called| &called.due);
        Some((STAGES[place], due[place]))
    }

    /// The next reminder of whoever owes contact, and the day by which it should have been made before
    /// that. None once nobody owes it.
    #[must_use]
    pub fn next_reminder(&self) -> Option<(FollowUpStage, Day)> {
        let owing = self.parties.iter().filter(|party| self.owes(party));
        owing.filter_map(|party| self.next_for(party)).min_by_key(|(stage, day)| (*day, *stage))
    }

    /// Whether a party is to be given this reminder, which is the next one.
    #[must_use]
    pub fn is_next_for(&self, party: &MatchParty, next: (FollowUpStage, Day)) -> bool {
        self.owes(party) && self.next_for(party) == Some(next)
    }

    /// The match after a reminder was given.
    #[must_use]
    pub fn after_reminder(&self, next: (FollowUpStage, Day)) -> Self {
        let mut after = self.clone();
        for (party, before) in after.parties.iter_mut().zip(&self.parties) {
            if self.is_next_for(before, next) {
                let given = party.called.as_mut().map_or(&mut after.reminded, |c| &mut c.reminded);
                *given = Some(next.0);
            }
        }
        after
    }

    /// When the next reminder is due: the day after the term. None once nobody owes contact.
    #[must_use]
    pub fn deadline(&self) -> Option<Time> {
        self.next_reminder().map(|(_, day)| day.plus_days(1).start())
    }

    /// The office that follows this match up: it was told that contact is overdue, and it still is.
    #[must_use]
    pub fn followed_by(&self) -> Option<&OfficeId> {
        let told = |party: &&MatchParty| {
            self.owes(party) && self.reminded_for(party) == Some(FollowUpStage::Director)
        };
        self.parties.iter().find(told).map(|_| &self.director)
    }

    /// Whether somebody was reminded that contact is overdue, and it still is.
    #[must_use]
    pub fn is_reminded(&self) -> bool {
        self.parties.iter().any(|party| self.reminds(party) && self.reminded_for(party).is_some())
    }

    /// Whether somebody who is to call should have done so by this day.
    #[must_use]
    pub fn is_late(&self, today: Day) -> bool {
        self.parties.iter().any(|party| self.reminds(party) && self.due_for(party) < today)
    }

    /// Gives terms of its own, from today, to every party that owes contact and did not `before`:
    /// another one leads, or nobody any more. As many working days as the match had when it was made.
    /// `days_off` are those of the covenant. Answers who they are.
    pub fn call_again(
        &mut self,
        before: &Self,
        today: Day,
        days_off: impl FnOnce() -> Vec<Day>,
    ) -> Vec<InvolvementId> {
        let owed = |party: &MatchParty| {
            before.party(party.involvement).is_none_or(|before_it| before.owes(before_it))
        };
        let newly = self.parties.iter().filter(|party| self.owes(party) && !owed(party));
        let newly: Vec<InvolvementId> = newly.map(|party| party.involvement).collect();
        if newly.is_empty() {
            return newly;
        }
        let (made, days_off) = (self.at.day(), days_off());
        let due = self.due.map(|day| {
            let days = working_days_between(made, day, &days_off);
            add_working_days_but(today, u16::try_from(days).unwrap_or_default(), &days_off)
        });
        for party in self.parties.iter_mut().filter(|party| newly.contains(&party.involvement)) {
            party.called = Some(Called { due, reminded: None });
        }
        newly
    }
}

/// The reminders in order, with the place of their term in [`Match::due`].
const STAGES: [FollowUpStage; 3] =
    [FollowUpStage::Party, FollowUpStage::Organisation, FollowUpStage::Director];

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::model::{
        ids::MatchId,
        involvement::ContactCard,
        matches::{FollowUp, LeadTerm},
        party::Oin,
        shown::MatchKind,
    };

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a date")
    }

    fn party(n: u128) -> MatchParty {
        MatchParty {
            involvement: InvolvementId(Uuid::from_u128(n)),
            organisation: Oin::parse("00000001002306608000").expect("an OIN"),
            card: ContactCard {
                professional_id: "p".to_owned(),
                name: "N. Naam".to_owned(),
                function: "mentor".to_owned(),
                phone: "020 5550100".to_owned(),
                email: String::new(),
                deputy: None,
            },
            since: day("2026-03-02"),
            kind: MatchKind::SamePerson,
            withheld: None,
            follow_up: FollowUp::New,
            gone: false,
            called: None,
            asked: None,
        }
    }

    #[test]
    fn terms_of_a_later_lead_leave_out_the_days_off_of_the_covenant() {
        let off = || vec![day("2026-03-04"), day("2026-03-10")];
        let led_by = |n: u128, until: Option<Time>| LeadTerm {
            involvement: party(n).involvement,
            organisation: party(n).organisation,
            since: Time(0),
            until,
            known_to: Default::default(),
            derivation: None,
        };
        // Made on a Monday, with terms of 2, 4 and 6 working days that leave out the Wednesday.
        let made = Match {
            id: MatchId(Uuid::from_u128(9)),
            at: day("2026-03-02").start(),
            parties: vec![party(1), party(2), party(3)],
            leads: vec![led_by(2, None)],
            reminded: None,
            due: [day("2026-03-05"), day("2026-03-09"), day("2026-03-12")],
            director: OfficeId::parse("coordinator-zeeburg").expect("an id"),
        };
        let mut after = made.clone();
        after.leads = vec![led_by(2, Some(Time(1))), led_by(3, None)];
        let newly = after.call_again(&made, day("2026-03-06"), off);
        assert_eq!(newly, [party(3).involvement]);
        // From the Friday on, again without the day off: Monday, Wednesday, then two and two more.
        let due = after.parties[2].called.as_ref().expect("terms of its own").due;
        assert_eq!(due, [day("2026-03-11"), day("2026-03-13"), day("2026-03-17")]);
        assert!(
            after
                .call_again(&after.clone(), day("2026-03-06"), || panic!("nobody is new"))
                .is_empty()
        );
    }
}
