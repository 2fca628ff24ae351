//! Who was at the meetings of the plan, and who stayed away too often in a row?

use serde::{Deserialize, Serialize};

use crate::domain::model::{ids::TicketId, party::Oin, time::Day};

/// Most meetings of which presence is kept; older ones count no more. A plan of two years with a
/// meeting every week has as many.
const MEETINGS_MOST: usize = 104;

/// Whether an organisation was at a meeting.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Presence {
    /// It was there.
    Present,
    /// It stayed away.
    Absent,
}

/// A meeting of which presence was recorded.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Meeting {
    /// When it was held.
    pub day: Day,
    /// Which milestone it is.
    pub milestone: String,
    /// Who was there and who was not, each organisation once.
    pub presence: Vec<(Oin, Presence)>,
}

/// The presence at the meetings of one case.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Attendance {
    /// The meetings, by day.
    pub meetings: Vec<Meeting>,
    /// The runs of absences about which something was done, one per organisation.
    pub acted: Vec<Acted>,
}

/// That something was done about a run of absences.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Acted {
    /// Who stayed away.
    pub organisation: Oin,
    /// Day of the first absence of the run, as it was known then.
    pub since: Day,
    /// The ticket that was opened; `None` when the director was told instead.
    pub ticket: Option<TicketId>,
}

/// Absences in a row up to the latest meeting of which an organisation's presence is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Run {
    /// Day of the first of them.
    pub since: Day,
    /// How many.
    pub absences: u16,
}

impl Attendance {
    /// Records presence at a meeting. What was recorded before of the same meeting is corrected;
    /// organisations that are not named keep what was recorded of them.
    pub fn record(&mut self, milestone: &str, day: Day, presence: &[(Oin, Presence)]) {
        let key = (day, milestone);
        let place =
            match self.meetings.binary_search_by(|m| (m.day, m.milestone.as_str()).cmp(&key)) {
                Ok(place) => place,
                Err(place) => {
                    let milestone = milestone.to_owned();
                    self.meetings.insert(place, Meeting { day, milestone, presence: Vec::new() });
                    place
                }
            };
        let known = &mut self.meetings[place].presence;
        for (organisation, presence) in presence {
            match known.binary_search_by_key(organisation, |(oin, _)| *oin) {
                Ok(at) => known[at].1 = *presence,
                Err(at) => known.insert(at, (*organisation, *presence)),
            }
        }
        self.forget_the_oldest();
    }

    /// A run whose first absences are forgotten is the same run.
    fn forget_the_oldest(&mut self) {
        let over = self.meetings.len().saturating_sub(MEETINGS_MOST);
        if over == 0 {
            return;
        }
        let same = |acted: &Acted| self.run(acted.organisation).is_some_and(|run| acted.is_of(run));
        let going_on: Vec<Oin> =
            self.acted.iter().filter(|acted| same(acted)).map(|acted| acted.organisation).collect();
        self.meetings.drain(..over);
        let since = |oin: &Oin| Some((*oin, self.run(*oin)?.since));
        let begin: Vec<(Oin, Day)> = going_on.iter().filter_map(since).collect();
        for (organisation, since) in begin {
            for acted in self.acted.iter_mut().filter(|acted| acted.organisation == organisation) {
                acted.since = acted.since.max(since);
            }
        }
    }

    /// The absences in a row of an organisation; none when it was at the latest meeting.
    #[must_use]
    pub fn run(&self, organisation: Oin) -> Option<Run> {
        let known = self.meetings.iter().rev().filter_map(|meeting| {
            let at = meeting.presence.binary_search_by_key(&organisation, |(oin, _)| *oin).ok()?;
            Some((meeting.day, meeting.presence[at].1))
        });
        known.take_while(|(_, presence)| *presence == Presence::Absent).fold(
            None,
            |run, (day, _)| {
                let absences = run.map_or(0, |run: Run| run.absences).saturating_add(1);
                Some(Run { since: day, absences })
            },
        )
    }

    /// Which of these organisations stayed away so often in a row that something must happen; notes that it
    /// happens now. Nothing more happens while what was done for this run `stands`: afterwards a next absence
    /// is one that nobody does anything about.
    pub fn act(
        &mut self,
        organisations: &[Oin],
        most: u16,
        stands: impl Fn(&Acted) -> bool,
    ) -> Vec<(Oin, Run)> {
        let mut due = Vec::new();
        for organisation in organisations {
            let Some(run) = self.run(*organisation).filter(|run| run.absences >= most) else {
                continue;
            };
            let acted = Acted { organisation: *organisation, since: run.since, ticket: None };
            match self.acted.iter_mut().find(|acted| acted.organisation == *organisation) {
                Some(before) if before.is_of(run) && stands(before) => continue,
                Some(before) => *before = acted,
                None => self.acted.push(acted),
            }
            due.push((*organisation, run));
        }
        due
    }

    /// Notes the ticket that was opened about the run of an organisation.
    pub fn opened(&mut self, organisation: Oin, ticket: TicketId) {
        for acted in self.acted.iter_mut().filter(|acted| acted.organisation == organisation) {
            acted.ticket = Some(ticket);
        }
    }

    /// The ticket that was opened about the present run of an organisation.
    #[must_use]
    pub fn ticket(&self, organisation: Oin) -> Option<TicketId> {
        let run = self.run(organisation)?;
        let acted = self.acted.iter().find(|acted| acted.organisation == organisation)?;
        acted.ticket.filter(|_| acted.is_of(run))
    }
}

impl Acted {
    /// Whether it was this run: one that begins earlier than was known then, when an earlier absence was
    /// recorded late, is still the same.
    fn is_of(&self, run: Run) -> bool {
        self.since >= run.since
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn oin(n: u8) -> Oin {
        Oin::parse(&format!("{n:020}")).expect("twenty digits")
    }

    fn ticket() -> TicketId {
        TicketId(uuid::Uuid::from_u128(7))
    }

    /// Records one organisation at the meetings of days 1, 2, … (`p` present, `a` absent, `.`
    /// nothing recorded) and says at which of them something had to happen.
    fn acts(line: &str, most: u16) -> Vec<usize> {
        let mut attendance = Attendance::default();
        let mut days = Vec::new();
        for (place, letter) in line.chars().enumerate() {
            let presence = match letter {
                'p' => Presence::Present,
                'a' => Presence::Absent,
                _ => continue,
            };
            let day = Day(i32::try_from(place).expect("a short line") + 1);
            attendance.record("executors", day, &[(oin(1), presence)]);
            if !attendance.act(&[oin(1)], most, |_| true).is_empty() {
                days.push(place + 1);
            }
        }
        days
    }

    #[test]
    fn the_second_absence_in_a_row() {
        assert!(acts("pap", 2).is_empty());
        assert_eq!(acts("paa", 2), [3]);
        assert!(acts("apapa", 2).is_empty());
        assert_eq!(acts("a..a", 2), [4], "meetings at which it was not expected do not count");
    }

    #[test]
    fn once_for_a_run() {
        assert_eq!(acts("aaaaa", 2), [2]);
        assert_eq!(acts("aapaaa", 2), [2, 5]);
        assert_eq!(acts("aaa", 3), [3]);
        assert_eq!(acts("ap", 1), [1]);
    }

    #[test]
    fn days_come_in_any_order() {
        let mut attendance = Attendance::default();
        for (day, presence) in
            [(9, Presence::Absent), (1, Presence::Present), (5, Presence::Absent)]
        {
            attendance.record("executors", Day(day), &[(oin(1), presence)]);
        }
        assert_eq!(attendance.run(oin(1)), Some(Run { since: Day(5), absences: 2 }));
        assert_eq!(attendance.run(oin(2)), None);
        // Something is done about them; an earlier absence that is recorded late is of the same run.
        assert_eq!(attendance.act(&[oin(1)], 2, |_| true).len(), 1);
        attendance.opened(oin(1), ticket());
        attendance.record("executors", Day(3), &[(oin(1), Presence::Absent)]);
        assert_eq!(attendance.run(oin(1)), Some(Run { since: Day(3), absences: 3 }));
        assert!(attendance.act(&[oin(1)], 2, |_| true).is_empty(), "nobody is accused twice");
        assert_eq!(attendance.ticket(oin(1)), Some(ticket()));
        // And so is what is left of it when its first absence proves to be none.
        attendance.record("executors", Day(3), &[(oin(1), Presence::Present)]);
        assert!(attendance.act(&[oin(1)], 2, |_| true).is_empty());
        assert_eq!(attendance.ticket(oin(1)), Some(ticket()));
    }

    #[test]
    fn a_correction_ends_a_run() {
        let mut attendance = Attendance::default();
        for day in [1, 2] {
            let both = [(oin(1), Presence::Absent), (oin(2), Presence::Present)];
            attendance.record("executors", Day(day), &both);
        }
        assert_eq!(attendance.act(&[oin(1), oin(2)], 2, |_| true).len(), 1);
        attendance.record("executors", Day(2), &[(oin(1), Presence::Present)]);
        assert_eq!(attendance.run(oin(1)), None);
        assert_eq!(attendance.meetings[1].presence.len(), 2, "the other keeps its presence");
        for day in [3, 4] {
            attendance.record("executors", Day(day), &[(oin(1), Presence::Absent)]);
        }
        assert_eq!(attendance.act(&[oin(1)], 2, |_| true).len(), 1, "another run");
    }

    #[test]
    fn what_is_kept_is_bounded() {
        let mut attendance = Attendance::default();
        let mut acted = Vec::new();
        for day in 0..300 {
            attendance.record("executors", Day(day), &[(oin(1), Presence::Absent)]);
            if !attendance.act(&[oin(1)], 2, |_| true).is_empty() {
                attendance.opened(oin(1), ticket());
                acted.push(day);
            }
        }
        assert_eq!(attendance.meetings.len(), MEETINGS_MOST);
        assert_eq!(attendance.meetings[0].day, Day(300 - 104));
        assert_eq!(acted, [1], "it is one run, though its first absences are forgotten");
        assert_eq!(attendance.ticket(oin(1)), Some(ticket()));
    }
}
