//! How do the verbs of offices that look over a district call the broker?

use verwijspunt::api::v1::{
    CaseState, ChairedMeeting, DistrictCase, ListDistrictCasesRequest, ListDistrictCasesResponse,
    ListFollowUpRequest, ListFollowUpResponse, ListMeetingsRequest, ListMeetingsResponse,
    ListWatchesRequest, ListWatchesResponse, MeetingsOfCase, OverdueContact, WatchedFamily,
    case_service_client::CaseServiceClient, match_service_client::MatchServiceClient,
};

use super::{Answer, Call, Failure, Item, Outcome, Player, or_dash, outcome, word_of};
use crate::support::{actors::Actor, answer::yes};

impl Player {
    pub(super) async fn overview(&mut self, who: &Actor, call: &Call) -> Result<Outcome, Failure> {
        let channel = self.channel(who).await;
        if call.verb == "district" {
            let request = ListDistrictCasesRequest {
                area: call.text("area"),
                category: call.text("category"),
                include_closed: call.flag("closed")?,
                reference: self.reference(call),
                page_size: call.number("page-size")?,
                page_token: self.page_token(call),
                acting_professional: call.by(),
            };
            return outcome!(
                CaseServiceClient::new(channel).list_district_cases(request).await,
                |answer: Answer, m: ListDistrictCasesResponse| {
                    let items = m.cases.iter().map(|one| self.district_case(one)).collect();
                    let more = yes(!m.next_page_token.is_empty());
                    self.page = m.next_page_token;
                    answer.items(items).with("more", more)
                }
            );
        }
        if call.verb == "meetings" {
            let request = ListMeetingsRequest {
                page_size: call.number("page-size")?,
                page_token: self.page_token(call),
                acting_professional: call.by(),
            };
            return outcome!(
                CaseServiceClient::new(channel).list_meetings(request).await,
                |answer: Answer, m: ListMeetingsResponse| {
                    let each = |case: &MeetingsOfCase| {
                        let meetings = case.meetings.iter();
                        meetings.map(|one| self.chaired(&case.case_id, one)).collect::<Vec<_>>()
                    };
                    let items = m.cases.iter().flat_map(each).collect();
                    let more = yes(!m.next_page_token.is_empty());
                    self.page = m.next_page_token;
                    answer.items(items).with("more", more)
                }
            );
        }
        if call.verb == "watches" {
            let request = ListWatchesRequest {
                page_size: call.number("page-size")?,
                page_token: self.page_token(call),
                acting_professional: call.by(),
            };
            return outcome!(
                CaseServiceClient::new(channel).list_watches(request).await,
                |answer: Answer, m: ListWatchesResponse| {
                    let items = m.families.iter().map(|one| self.watched_family(one)).collect();
                    let more = yes(!m.next_page_token.is_empty());
                    self.page = m.next_page_token;
                    answer.items(items).with("more", more)
                }
            );
        }
        let request = ListFollowUpRequest {
            area: call.text("area"),
            reference: self.reference(call),
            page_size: call.number("page-size")?,
            page_token: self.page_token(call),
            acting_professional: call.by(),
        };
        outcome!(
            MatchServiceClient::new(channel).list_follow_up(request).await,
            |answer: Answer, m: ListFollowUpResponse| {
                let items = m.overdue.iter().map(|one| self.overdue(one)).collect();
                let more = yes(!m.next_page_token.is_empty());
                self.page = m.next_page_token;
                answer.items(items).with("more", more)
            }
        )
    }

    /// Head: the symbol of what is spoken so, among all ids of the story.
    pub(super) fn overdue(&self, one: &OverdueContact) -> Item {
        let reminded = one.reminders.iter().filter_map(|one| one.organisation.clone());
        Item::new(self.names.spoken(&one.reference))
            .with("area", or_dash(one.area.clone()))
            .with("due", one.contact_due.clone())
            .with("days-late", one.working_days_late.to_string())
            .with("owing", self.recipients(&one.owing))
            .with("id", self.names.symbol(&one.match_id))
            .with("reminded", self.recipients(&reminded.collect::<Vec<_>>()))
    }

    /// Head: the symbol of the case.
    fn chaired(&self, case: &str, one: &ChairedMeeting) -> Item {
        Item::new(self.names.symbol(case))
            .with("code", one.milestone.clone())
            .with("day", one.day.clone())
            .with("invited", self.recipients(&one.invited))
            .with("to-record", yes(one.to_record))
    }

    /// Head: the symbol of the case.
    fn watched_family(&self, one: &WatchedFamily) -> Item {
        let watch = one.watch.clone().unwrap_or_default();
        Item::new(self.names.symbol(&one.case_id))
            .with(
                "spoken",
                yes(self.names.spoken(&one.reference) == self.names.symbol(&one.case_id)),
            )
            .with("by", self.recipient(watch.by.as_ref()))
            .with("look-due", or_dash(watch.due_date))
            .with("until", or_dash(watch.end_date))
            .with("missed", yes(watch.missed))
            .with("looks", watch.looks.len().to_string())
    }

    fn district_case(&self, c: &DistrictCase) -> Item {
        Item::new(self.names.spoken(&c.reference))
            .with("state", word_of!(CaseState, "CASE_STATE", c.state))
            .with("area", or_dash(c.area.clone()))
            .with("category", or_dash(c.category.clone()))
            .with("director", self.recipient(c.director.as_ref()))
            .with("manager", self.recipient(c.family_manager.as_ref()))
            .with("manager-known", yes(c.family_manager.is_some()))
            .with(
                "manager-contact",
                or_dash(c.family_manager_contact.clone().unwrap_or_default().professional_id),
            )
            .with("plan", yes(c.has_plan))
            .with("next", or_dash(c.next_milestone.clone()))
            .with("due", or_dash(c.due_date.clone()))
            .with("overdue", yes(c.overdue))
            .with("tickets", c.open_tickets.to_string())
            .with("contact-overdue", yes(c.contact_overdue))
    }
}
