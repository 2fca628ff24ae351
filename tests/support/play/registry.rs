//! How do the registry's verbs call the broker?

use verwijspunt::api::v1::{
    ContactCard, Deputy, EndInvolvementRequest, EndReason, FamilyMember, FamilyRole,
    GetInvolvementRequest, ImportInvolvementsRequest, ImportRow, ImportRowResult, ImportStart,
    Informed, ListInvolvedRequest, ListInvolvementsRequest, NotInformedGround,
    RecordParentsRequest, RegisterInvolvementRequest, RegisterInvolvementResponse,
    RegistrationPart, RenewInvolvementRequest, RowOutcome, import_involvements_request as import,
    import_involvements_response as imported, informed, register_involvement_request::Place,
    registry_service_client::RegistryServiceClient,
};

use super::{Answer, Call, Failure, Item, Outcome, Player, coded, or_dash, outcome, text, word_of};
use crate::support::{actors::Actor, answer::yes, calendar, verbs::REGISTRATION};

/// Birth date of a child when the story does not care.
const A_CHILD_BORN: &str = "2016-06-01";

impl Player {
    pub(super) async fn registry(&mut self, who: &Actor, call: &Call) -> Result<Outcome, Failure> {
        let mut client = RegistryServiceClient::new(self.channel(who).await);
        let subject = call.words.first().map_or("-", String::as_str);
        let by = call.by();
        match call.verb.as_str() {
            "register" => {
                let request = self.registration(call, subject)?;
                outcome!(client.register_involvement(request).await, |answer, message| {
                    self.registered(answer, &message)
                })
            }
            "import" => self.import(client, call).await,
            "reconcile" => self.reconcile(client, call).await,
            "renew" => {
                let request = RenewInvolvementRequest {
                    involvement_id: self.id(subject),
                    end_date: self.date(call, "end", "-"),
                    request_id: self.request_id(call),
                    acting_professional: by,
                };
                outcome!(
                    client.renew_involvement(request).await,
                    |answer: Answer, m: verwijspunt::api::v1::RenewInvolvementResponse| {
                        self.own(answer, m.involvement.as_ref())
                    }
                )
            }
            "end" => {
                let request = EndInvolvementRequest {
                    involvement_id: self.id(subject),
                    reason: coded!(
                        EndReason,
                        "END_REASON",
                        call.get("reason").unwrap_or("no_longer_involved")
                    )?,
                    request_id: self.request_id(call),
                    acting_professional: by,
                };
                outcome!(
                    client.end_involvement(request).await,
                    |answer: Answer, m: verwijspunt::api::v1::EndInvolvementResponse| {
                        self.own(answer, m.involvement.as_ref())
                    }
                )
            }
            "involvement" => {
                let request = GetInvolvementRequest {
                    involvement_id: self.id(subject),
                    acting_professional: by,
                };
                outcome!(
                    client.get_involvement(request).await,
                    |answer: Answer, m: verwijspunt::api::v1::GetInvolvementResponse| {
                        self.own(answer, m.involvement.as_ref())
                    }
                )
            }
            "involvements" => {
                let request = ListInvolvementsRequest {
                    page_size: call.number("page-size")?,
                    page_token: self.page_token(call),
                    acting_professional: by,
                    professional_id: call.text("professional"),
                    active_only: call.flag("active")?,
                    to_be_informed: call.flag("to-be-informed")?,
                    own_reference: call.text("own-reference"),
                    reference: self.reference(call),
                };
                outcome!(
                    client.list_involvements(request).await,
                    |answer: Answer, m: verwijspunt::api::v1::ListInvolvementsResponse| {
                        let items = m.involvements.iter().map(|i| self.involvement(i)).collect();
                        let more = yes(!m.next_page_token.is_empty());
                        self.page = m.next_page_token;
                        answer.items(items).with("more", more)
                    }
                )
            }
            "involved" => {
                let request = ListInvolvedRequest {
                    involvement_id: self.id(subject),
                    acting_professional: by,
                    ..Default::default()
                };
                outcome!(
                    client.list_involved(request).await,
                    |mut answer: Answer, m: verwijspunt::api::v1::ListInvolvedResponse| {
                        answer.ordered = false;
                        answer.items(self.parties(&m.parties))
                    }
                )
            }
            _ => {
                let parents = call.get("parents").unwrap_or("-");
                let request = RecordParentsRequest {
                    child_bsn: self.names.bsn(subject),
                    parent_bsns: parents
                        .split(',')
                        .filter(|p| *p != "-")
                        .map(|p| self.names.bsn(p))
                        .collect(),
                    request_id: self.request_id(call),
                    acting_professional: by,
                };
                outcome!(client.record_parents(request).await, |answer, _| answer)
            }
        }
    }

    /// What a story's registration says; what it leaves out is a valid default.
    pub fn registration(
        &mut self,
        call: &Call,
        id: &str,
    ) -> Result<RegisterInvolvementRequest, Failure> {
        let informed = self.informed(call)?;
        let place = match (call.get("area"), call.get("postcode")) {
            (Some("-"), None) => None,
            (_, Some(postcode)) => Some(Place::Postcode(text(postcode))),
            (area, None) => Some(Place::Area(text(area.unwrap_or("zeeburg")))),
        };
        Ok(RegisterInvolvementRequest {
            involvement_id: self.id(id),
            members: self.members(call),
            professional: Some(contact_card(call)),
            place,
            start_date: self.date(call, "start", "today"),
            end_date: self.date(call, "end", "-"),
            informed,
            acting_professional: call.by(),
            organisation_oin: call.get("as-oin").map_or(Ok(String::new()), |o| self.oin(o))?,
            own_reference: call.text("own-reference"),
        })
    }

    /// Whether the family was informed, as the story says it.
    pub(super) fn informed(&self, call: &Call) -> Result<Option<Informed>, Failure> {
        let state = match (call.get("informed"), call.get("not-informed")) {
            (Some(_), _) => Some(informed::State::InformedOn(self.date(call, "informed", "-"))),
            (None, Some(ground)) => Some(informed::State::Ground(coded!(
                NotInformedGround,
                "NOT_INFORMED_GROUND",
                ground
            )?)),
            (None, None) => None,
        };
        Ok(state.map(|state| Informed { state: Some(state) }))
    }

    /// `child=Sanne,Bram@2012-05`: names in the order written, `@` gives a birth date.
    pub(super) fn members(&mut self, call: &Call) -> Vec<FamilyMember> {
        let mut members = Vec::new();
        for (key, value) in &call.named {
            let role = match key.as_str() {
                "child" => FamilyRole::Child,
                "parent" => FamilyRole::Parent,
                "adult" => FamilyRole::OtherAdult,
                "unspecified" => FamilyRole::Unspecified,
                _ => continue,
            };
            for person in value.split(',').filter(|p| *p != "-") {
                let (name, born) = match person.split_once('@') {
                    Some((name, born)) => (name, calendar::date(self.clock.now(), born)),
                    None if role == FamilyRole::Child => (person, A_CHILD_BORN.to_owned()),
                    None => (person, String::new()),
                };
                let (bsn, role) = (self.names.bsn(name), role as i32);
                members.push(FamilyMember { bsn, role, birth_date: born });
            }
        }
        members
    }

    fn registered(&self, answer: Answer, m: &RegisterInvolvementResponse) -> Answer {
        let parties = m.m_parties();
        let with: Vec<String> = parties.iter().map(|p| self.party(p).head).collect();
        let mut answer = answer
            .with("involved", if with.is_empty() { "nobody".to_owned() } else { with.join(",") })
            .with("earlier", yes(m.earlier_involvement))
            .with("already", yes(m.already_registered))
            .with("updated", yes(m.contact_updated))
            .with("informed-recorded", yes(m.informed_recorded))
            .with("not-applied", parts(&m.not_applied))
            .items(self.parties(parties));
        answer.ordered = false;
        if let Some(i) = &m.involvement {
            let item = self.involvement(i);
            answer = answer.with("id", item.head);
            answer.pairs.extend(item.pairs);
        }
        match &m.r#match {
            None => answer.with("match", "-"),
            Some(found) => {
                let mut pairs = self.match_pairs(found);
                pairs.retain(|(key, _)| {
                    ["match", "own", "owed", "due", "lead", "lead-rule"].contains(&key.as_str())
                });
                answer.pairs.extend(pairs);
                answer
            }
        }
    }

    pub(super) fn own(
        &self,
        answer: Answer,
        i: Option<&verwijspunt::api::v1::Involvement>,
    ) -> Answer {
        match i {
            None => answer.with("involvement", "-"),
            Some(i) => {
                let item = self.involvement(i);
                let mut answer = answer.with("involvement", item.head);
                answer.pairs.extend(item.pairs);
                answer
            }
        }
    }

    /// Rows are written `row="ID child=Sanne …"`, with the keys of `register`.
    async fn import(
        &mut self,
        mut client: RegistryServiceClient<super::Channel>,
        call: &Call,
    ) -> Result<Outcome, Failure> {
        let start = ImportStart {
            import_id: self.id(&call.words[0]),
            acting_professional: call.by(),
            dry_run: call.flag("dry-run")?,
        };
        let mut parts = vec![import::Part::Start(start)];
        parts.extend(self.rows(call)?.into_iter().map(import::Part::Row));
        let requests = parts.into_iter().map(|p| ImportInvolvementsRequest { part: Some(p) });
        let requests = tokio_stream::iter(requests.collect::<Vec<_>>());
        let mut stream = match client.import_involvements(requests).await {
            Ok(response) => response.into_inner(),
            Err(status) => return Ok(Err(status.into())),
        };
        let mut answer = Answer { ordered: true, ..Answer::default() };
        loop {
            match stream.message().await {
                Ok(Some(message)) => {
                    answer.raw.push_str(&format!("{message:?}"));
                    match message.part {
                        Some(imported::Part::Resume(r)) => {
                            answer = answer.with("next", r.next_row.to_string());
                        }
                        Some(imported::Part::Result(r)) => answer.items.push(self.row(&r)),
                        None => return Err("an answer to an import is empty".to_owned()),
                    }
                }
                Ok(None) => return Ok(Ok(answer)),
                Err(status) => return Ok(Err(status.into())),
            }
        }
    }

    /// The rows of a call that takes some.
    pub(super) fn rows(&mut self, call: &Call) -> Result<Vec<ImportRow>, Failure> {
        let mut parts = Vec::new();
        let first: u64 = call.get("first-row").map_or(Ok(1), |_| call.number("first-row"))?;
        let rows = call.named.iter().filter(|(key, _)| key == "row");
        for (number, (_, row)) in (first..).zip(rows) {
            let mut words = row.split_whitespace();
            let id = words.next().ok_or("a row begins with an id")?;
            let mut registration = call.clone();
            registration.named = vec![("by".to_owned(), "-".to_owned())];
            for word in words {
                let (key, value) = word.split_once('=').ok_or("a row holds key=value")?;
                if !REGISTRATION.contains(&key) {
                    return Err(format!("a row does not know `{key}=`"));
                }
                registration.named.push((key.to_owned(), value.to_owned()));
            }
            let registration = Some(self.registration(&registration, id)?);
            parts.push(ImportRow { row: number, registration });
        }
        Ok(parts)
    }

    fn row(&self, r: &ImportRowResult) -> Item {
        let fields: Vec<&str> = r.problems.iter().map(|p| p.field.as_str()).collect();
        Item::new(word_of!(RowOutcome, "ROW_OUTCOME", r.outcome))
            .with("row", r.row.to_string())
            .with("id", self.names.symbol(&r.involvement_id))
            .with("others", r.others_involved.to_string())
            .with("reason", or_dash(r.reason.clone()))
            .with("fields", or_dash(fields.join(",")))
            .with("not-applied", parts(&r.not_applied))
    }
}

/// What registering again left as it was.
fn parts(not_applied: &[i32]) -> String {
    let parts =
        not_applied.iter().map(|part| word_of!(RegistrationPart, "REGISTRATION_PART", *part));
    or_dash(parts.collect::<Vec<_>>().join(","))
}

/// The card of a story; what it leaves out is a valid default. A deputy is written `NAME/PHONE`.
pub(super) fn contact_card(call: &Call) -> ContactCard {
    let given = |key: &str, default: String| call.get(key).map_or(default, text);
    let person = call.actor.split_once('/').map(|(_, person)| person.to_owned());
    let professional = given("professional", person.unwrap_or(format!("p-{}", call.actor)));
    let deputy = call.get("deputy").map(|deputy| {
        let (name, phone) = deputy.split_once('/').unwrap_or((deputy, "-"));
        Deputy { name: text(name), phone: text(phone), email: String::new() }
    });
    ContactCard {
        name: given("name", "Jo Jansen".to_owned()),
        function: given("function", "professional".to_owned()),
        phone: given("phone", "020 5550100".to_owned()),
        email: call.text("email"),
        professional_id: professional,
        deputy,
    }
}

/// The parties of a registration's match, if any.
trait Parties {
    fn m_parties(&self) -> &[verwijspunt::api::v1::InvolvedParty];
}

impl Parties for RegisterInvolvementResponse {
    fn m_parties(&self) -> &[verwijspunt::api::v1::InvolvedParty] {
        self.r#match.as_ref().map_or(&[], |m| &m.parties)
    }
}
