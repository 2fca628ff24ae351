//! How do the verbs about cases call the broker, and how does a case read?

use verwijspunt::api::v1::{
    AddPersonsRequest, Case, CaseCause, CaseFilter, CaseState, ClassifyCaseRequest,
    ClassifyCaseResponse, ConfirmPersonsRequest, ContradictionReason, GetCaseRequest,
    ListCasesRequest, ListCasesResponse, Measure, NamedPerson, OpenCaseRequest,
    RemovePersonRequest, case_service_client::CaseServiceClient,
};

use super::{Answer, Call, Failure, Item, Outcome, Player, coded, or_dash, outcome, text, word_of};
use crate::support::{actors::Actor, answer::yes};

/// Every answer that is one case reads the same.
macro_rules! one_case {
    ($player:expr, $result:expr) => {
        match $result {
            Ok(response) => {
                let replayed = yes(response.metadata().contains_key("x-replayed"));
                let message = response.into_inner();
                let answer = Answer::of(&message).with("replayed", replayed);
                Ok(Ok($player.case_answer(answer, message.case.as_ref())))
            }
            Err(status) => Ok(Err(status.into())),
        }
    };
}

impl Player {
    pub(super) async fn cases(&mut self, who: &Actor, call: &Call) -> Result<Outcome, Failure> {
        let mut client = CaseServiceClient::new(self.channel(who).await);
        let subject = call.words.first().map_or("-", String::as_str);
        let by = call.by();
        let measure = coded!(Measure, "MEASURE", call.get("measure").unwrap_or("-"))?;
        let despite = call.get("despite").unwrap_or("-");
        let despite = coded!(ContradictionReason, "CONTRADICTION_REASON", despite)?;
        match call.verb.as_str() {
            "open-case" => {
                let request = OpenCaseRequest {
                    case_id: self.id(subject),
                    persons: self.persons(call),
                    area: text(call.get("area").unwrap_or("zeeburg")),
                    category: call.text("category"),
                    nuisance: call.flag("nuisance")?,
                    measure,
                    acting_professional: by,
                    contradiction_reason: despite,
                    entry_ground: call.text("entry-ground"),
                    own_attempts: call.list("own-attempts"),
                };
                one_case!(self, client.open_case(request).await)
            }
            "classify" => {
                let request = ClassifyCaseRequest {
                    case_id: self.id(subject),
                    category: call.get("category").map(text),
                    nuisance: call.get("nuisance").map(|_| call.flag("nuisance")).transpose()?,
                    measure,
                    contradiction_reason: despite,
                    etag: self.etag(call),
                    request_id: self.request_id(call),
                    acting_professional: by,
                };
                outcome!(
                    client.classify_case(request).await,
                    |answer: Answer, m: ClassifyCaseResponse| {
                        let kept = m.kept.iter().map(|kept| {
                            let ticket = self.names.symbol(&kept.ticket_id);
                            Item::new(ticket).with("refusal", kept.refusal.clone())
                        });
                        let kept = kept.collect();
                        let director = self.recipient(m.director.as_ref());
                        let mut answer = self.case_answer(answer, m.case.as_ref()).items(kept);
                        answer.pairs.retain(|(key, _)| key != "director");
                        answer.with("director", director)
                    }
                )
            }
            "add-persons" => {
                let request = AddPersonsRequest {
                    case_id: self.id(subject),
                    persons: self.persons(call),
                    etag: self.etag(call),
                    request_id: self.request_id(call),
                    acting_professional: by,
                };
                one_case!(self, client.add_persons(request).await)
            }
            "remove-person" => {
                let request = RemovePersonRequest {
                    case_id: self.id(subject),
                    person_id: self.id(call.get("person").unwrap_or("-")),
                    etag: self.etag(call),
                    request_id: self.request_id(call),
                    acting_professional: by,
                };
                one_case!(self, client.remove_person(request).await)
            }
            "confirm-persons" => {
                let request = ConfirmPersonsRequest {
                    case_id: self.id(subject),
                    etag: self.etag(call),
                    request_id: self.request_id(call),
                    acting_professional: by,
                };
                one_case!(self, client.confirm_persons(request).await)
            }
            "case" => {
                let request = GetCaseRequest { case_id: self.id(subject), acting_professional: by };
                one_case!(self, client.get_case(request).await)
            }
            _ => {
                let state = call.get("state").unwrap_or("-");
                let request = ListCasesRequest {
                    state: coded!(CaseFilter, "CASE_FILTER", state)?,
                    category: call.text("category"),
                    area: call.text("area"),
                    overdue: call.flag("overdue")?,
                    page_size: call.number("page-size")?,
                    page_token: self.page_token(call),
                    acting_professional: by,
                    reference: self.reference(call),
                };
                outcome!(
                    client.list_cases(request).await,
                    |answer: Answer, m: ListCasesResponse| {
                        let items = m.cases.iter().map(|case| self.case(case)).collect();
                        let more = yes(!m.next_page_token.is_empty());
                        self.page = m.next_page_token;
                        answer.items(items).with("more", more)
                    }
                )
            }
        }
    }

    /// `person=Sanne`, as often as needed.
    pub(super) fn persons(&mut self, call: &Call) -> Vec<NamedPerson> {
        let given = call.named.iter().filter(|(key, _)| key == "person");
        let names: Vec<String> = given.map(|(_, name)| name.clone()).collect();
        names.iter().map(|name| NamedPerson { bsn: self.names.bsn(name) }).collect()
    }

    /// A case with, as items, who is involved.
    pub(super) fn case_answer(&self, answer: Answer, case: Option<&Case>) -> Answer {
        let Some(case) = case else { return answer.with("case", "-") };
        let item = self.case(case);
        let mut answer = answer.with("case", item.head).items(self.parties(&case.involved));
        answer.ordered = false;
        answer.pairs.extend(item.pairs);
        answer
    }

    fn case(&self, c: &Case) -> Item {
        let symbols = |ids: Vec<&String>| {
            or_dash(ids.iter().map(|id| self.names.symbol(id)).collect::<Vec<_>>().join(","))
        };
        let history: Vec<String> = c
            .classifications
            .iter()
            .map(|one| {
                let nuisance = if one.nuisance { "+nuisance" } else { "" };
                let why =
                    word_of!(ContradictionReason, "CONTRADICTION_REASON", one.contradiction_reason);
                let why = if why == "-" { String::new() } else { format!("+{why}") };
                format!("{}{nuisance}{why}", one.category)
            })
            .collect();
        let reports: Vec<String> = c
            .reports
            .iter()
            .map(|one| {
                let ground = std::iter::once(&one.entry_ground);
                ground.chain(&one.own_attempts).cloned().collect::<Vec<_>>().join("+")
            })
            .collect();
        let next = c.next_ticket.clone().unwrap_or_default();
        let mut item = Item::new(self.names.symbol(&c.case_id))
            .with("spoken", yes(c.reference == super::spoken(&c.case_id)))
            .with("state", word_of!(CaseState, "CASE_STATE", c.state))
            .with("cause", word_of!(CaseCause, "CASE_CAUSE", c.cause))
            .with("area", or_dash(c.area.clone()))
            .with("category", or_dash(c.category.clone()))
            .with("nuisance", yes(c.nuisance))
            .with("measure", word_of!(Measure, "MEASURE", c.measure))
            .with("director", self.recipient(c.director.as_ref()))
            .with("due", or_dash(c.due_date.clone()))
            .with("overdue", yes(c.overdue))
            .with("etag", self.names.symbol(&c.etag))
            .with("count", c.persons.len().to_string())
            .with("persons", symbols(c.persons.iter().map(|p| &p.person_id).collect()))
            .with("tickets", symbols(c.tickets.iter().map(|t| &t.ticket_id).collect()))
            .with("open", c.open_tickets.map_or_else(|| "-".to_owned(), |n| n.to_string()))
            .with("next", symbols(c.next_ticket.iter().map(|t| &t.ticket_id).collect()))
            .with("next-step", next.step.to_string())
            .with("next-due", or_dash(next.due_date))
            .with("next-overdue", yes(next.overdue))
            .with("apart", yes(c.kept_apart))
            .with("history", or_dash(history.join(">")))
            .with("reports", or_dash(reports.join(",")));
        item.pairs.extend(self.planned(c));
        item
    }
}
