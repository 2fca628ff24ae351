//! How do the verbs about the covenant call the broker?

use verwijspunt::api::v1::{
    CompareCovenantRequest, CompareCovenantResponse, CovenantProblem, FindOfficeRequest,
    FindOfficeResponse, GetCovenantRequest, GetCovenantResponse, Ground, ListOfficesRequest,
    ListOfficesResponse, ListOrganisationsRequest, ListOrganisationsResponse, OfficeContact,
    covenant_service_client::CovenantServiceClient, find_office_request::Place,
};

use super::{Answer, Call, Failure, Item, Outcome, Player, or_dash, outcome, render::term};
use crate::support::{actors::Actor, answer::yes, language::text, world::CovenantFiles};

impl Player {
    pub(super) async fn covenant(&mut self, who: &Actor, call: &Call) -> Result<Outcome, Failure> {
        let mut client = CovenantServiceClient::new(self.channel(who).await);
        let by = call.by();
        match call.verb.as_str() {
            "covenant" => {
                let request = GetCovenantRequest {
                    acting_professional: by,
                    covenant: call.get("id").unwrap_or_default().to_owned(),
                    grounds: call.flag("grounds")?,
                };
                outcome!(
                    client.get_covenant(request).await,
                    |answer: Answer, m: GetCovenantResponse| {
                        let categories: Vec<_> =
                            m.categories.iter().map(|c| c.code.as_str()).collect();
                        let mut answer = answer
                            .with("grounds", grounds(&m.grounds))
                            .with("id", m.id)
                            .with("version", m.version.to_string())
                            .with("areas", m.areas.len().to_string())
                            .with("categories", categories.join(","));
                        for category in m.categories {
                            let kinds = match category.family_manager_kinds.as_slice() {
                                [] => "any".to_owned(),
                                kinds => kinds.join(","),
                            };
                            answer = answer.with(&format!("managers.{}", category.code), kinds);
                        }
                        let asked = m.asked.iter().map(|one| {
                            let steps: Vec<_> = one.steps.iter().map(u32::to_string).collect();
                            format!("{}@{}:{}", one.role, steps.join("+"), one.answer_working_days)
                        });
                        answer = answer.with("asked", or_dash(asked.collect::<Vec<_>>().join(",")));
                        for step in m.steps {
                            let name = format!("step.{}", step.step);
                            let own = term(step.term_hours, step.term_working_days);
                            answer = answer.with(&name, own);
                            for one in step.category_terms {
                                let other = term(one.term_hours, one.term_working_days);
                                answer = answer.with(&format!("{name}.{}", one.category), other);
                            }
                        }
                        for term in m.terms {
                            answer =
                                answer.with(&format!("term.{}", term.name), term.value.to_string());
                        }
                        answer
                    }
                )
            }
            "compare-covenant" => {
                let request = CompareCovenantRequest {
                    covenant_file: changed(call)?,
                    organisations_file: String::new(),
                    acting_professional: by,
                };
                outcome!(
                    client.compare_covenant(request).await,
                    |answer: Answer, m: CompareCovenantResponse| {
                        let place = |one: &CovenantProblem| format!("{}:{}", one.file, one.line);
                        answer
                            .with("problems", m.problems.len().to_string())
                            .with(
                                "first",
                                or_dash(m.problems.first().map(place).unwrap_or_default()),
                            )
                            .with("in-force", or_dash(m.in_force))
                            .with("compared", or_dash(m.compared))
                            .with("differ", yes(!m.differences.is_empty()))
                            .with("consequences", m.consequences.len().to_string())
                            .with("refused-now", yes(m.refused))
                            .with("open", m.open_tickets.to_string())
                            .with("following", m.tickets_following.to_string())
                            .with("otherwise", m.tickets_otherwise.to_string())
                    }
                )
            }
            "find-office" => {
                let area = call.get("area").map(|area| Place::Area(text(area)));
                let postcode = call.get("postcode").map(|code| Place::Postcode(text(code)));
                let request = FindOfficeRequest {
                    place: area.or(postcode),
                    role: call.text("role"),
                    category: call.text("category"),
                    acting_professional: by,
                };
                outcome!(
                    client.find_office(request).await,
                    |answer: Answer, m: FindOfficeResponse| {
                        let items = m.stands_in.into_iter().map(|one| {
                            Item::new(one.office)
                                .with("deputy", yes(one.deputy))
                                .with("acts", yes(one.acts))
                                .with("phone", or_dash(one.phone))
                                .with("email", or_dash(one.email))
                        });
                        answer
                            .items(items.collect())
                            .with("area", m.area.unwrap_or_default().code)
                            .with("role", m.role)
                            .with("reached", reached(m.office.as_ref()))
                            .with("office", m.office.unwrap_or_default().office)
                            .with("acts-reached", reached(m.acts.as_ref()))
                            .with("acts", or_dash(m.acts.unwrap_or_default().office))
                    }
                )
            }
            "offices" => {
                let request = ListOfficesRequest {
                    area: call.text("area"),
                    page_size: call.number("page-size")?,
                    page_token: self.page_token(call),
                    acting_professional: by,
                };
                outcome!(
                    client.list_offices(request).await,
                    |answer: Answer, m: ListOfficesResponse| {
                        let items = m.offices.into_iter().map(|o| {
                            Item::new(o.id)
                                .with("role", o.role)
                                .with("area", o.area)
                                .with("deputies", o.deputies.len().to_string())
                                .with("reached", reached(o.contact.as_ref()))
                        });
                        let items = items.collect();
                        let more = yes(!m.next_page_token.is_empty());
                        self.page = m.next_page_token;
                        answer.items(items).with("more", more)
                    }
                )
            }
            _ => {
                let request = ListOrganisationsRequest {
                    page_size: call.number("page-size")?,
                    page_token: self.page_token(call),
                    acting_professional: by,
                };
                outcome!(
                    client.list_organisations(request).await,
                    |answer: Answer, m: ListOrganisationsResponse| {
                        let items = m.organisations.into_iter().map(|o| {
                            Item::new(self.directory.organisation_name(&o.oin))
                                .with("kind", o.kind)
                                .with("commissioner", or_dash(o.commissioner))
                                .with("partner", o.partner)
                                .with("sensitive", yes(o.sensitive))
                        });
                        let items = items.collect();
                        let more = yes(!m.next_page_token.is_empty());
                        self.page = m.next_page_token;
                        answer.items(items).with("more", more)
                    }
                )
            }
        }
    }
}

/// Whether an office can be called or written to, and who stands in as well.
pub(super) fn reached(contact: Option<&OfficeContact>) -> String {
    let Some(contact) = contact else { return "-".to_owned() };
    let way = |phone: &str, email: &str| !phone.is_empty() || !email.is_empty();
    let deputies = contact.deputies.iter().all(|d| way(&d.phone, &d.email));
    yes(way(&contact.phone, &contact.email) && deputies).to_owned()
}

/// Whether everything in the covenant says on what it rests, an own reading in both languages.
fn grounds(all: &[Ground]) -> &'static str {
    let half = |one: &Ground| one.own_reading_nl.is_empty() != one.own_reading_en.is_empty();
    let none = |one: &Ground| one.source.is_empty() && one.own_reading_en.is_empty();
    match all {
        [] => "-",
        all if all.iter().any(|one| half(one) || none(one) || one.what.is_empty()) => "incomplete",
        _ => "complete",
    }
}

/// The covenant that is shipped, with every `was=` as `is=`; `formerly=yes` says that it was called so.
fn changed(call: &Call) -> Result<String, Failure> {
    let shipped = CovenantFiles::amsterdam().0.remove(0);
    let covenant = std::fs::read_to_string(shipped).expect("it is shipped");
    let (was, is) = (call.text("was"), call.text("is"));
    let mut covenant = if was.is_empty() { covenant } else { covenant.replace(&was, &is) };
    if call.flag("formerly")? {
        let id = format!("id = \"{is}\"\n");
        covenant = covenant.replace(&id, &format!("{id}formerly = [\"{was}\"]\n"));
    }
    Ok(covenant)
}
