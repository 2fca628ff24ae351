//! How do messages read in the words of a story?

use verwijspunt::api::v1::{
    CaseHappening, ContactCard, FamilyRole, FollowUpStage, FollowUpState, Informed, InvolvedParty,
    Involvement, InvolvementState, Lead, Match, MatchKind, NoActionReason, NotInformedGround,
    Notification, Obstacle, OfficeReason, OverviewChange, Recipient, RemovalGround, Resolution,
    Route, RulingAct, SignalHappening, SkipReason, Ticket, TicketAnswer, TicketHappening,
    TicketState, Track, informed, notification::Event, recipient,
};

use super::{Item, Player, covenant::reached, or_dash, spoken, word_of};
use crate::support::{
    answer::{Answer, yes},
    calendar::written,
};

/// One value for each entry, or a dash where there is none.
fn joined(values: impl Iterator<Item = impl Into<String>>) -> String {
    or_dash(values.map(Into::into).collect::<Vec<String>>().join("+"))
}

impl Player {
    fn organisation(&self, oin: &str) -> String {
        if oin.is_empty() { "-".to_owned() } else { self.directory.organisation_name(oin) }
    }

    pub(super) fn recipient(&self, recipient: Option<&Recipient>) -> String {
        match recipient.and_then(|r| r.who.as_ref()) {
            Some(recipient::Who::OrganisationOin(oin)) => self.organisation(oin),
            Some(recipient::Who::Office(id)) => id.clone(),
            None => "-".to_owned(),
        }
    }

    pub(super) fn recipients(&self, recipients: &[Recipient]) -> String {
        let names: Vec<String> = recipients.iter().map(|r| self.recipient(Some(r))).collect();
        if names.is_empty() { "nobody".to_owned() } else { names.join(",") }
    }

    /// Head: the organisation, or `withheld`.
    pub(super) fn party(&self, party: &InvolvedParty) -> Item {
        let head = match (party.withheld, party.organisation_oin.is_empty()) {
            (true, true) => "withheld".to_owned(),
            (false, false) => self.organisation(&party.organisation_oin),
            _ => "withheld-by-halves".to_owned(),
        };
        let mut item = Item::new(head)
            .with("kind", word_of!(MatchKind, "MATCH_KIND", party.kind))
            .with("since", or_dash(party.since.clone()))
            .with("organisation", or_dash(party.organisation_name.clone()))
            .with("organisation-kind", or_dash(party.organisation_kind.clone()))
            .with("office", or_dash(party.contact_office.clone()))
            .with("office-reached", reached(party.office_contact.as_ref()))
            .with("leads", yes(party.leads));
        item.pairs.extend(card(party.contact.as_ref()));
        item
    }

    pub(super) fn parties(&self, parties: &[InvolvedParty]) -> Vec<Item> {
        parties.iter().map(|p| self.party(p)).collect()
    }

    pub(super) fn matching(&self, answer: Answer, m: &Match) -> Answer {
        let mut answer = answer.items(self.parties(&m.parties));
        answer.ordered = false;
        answer.pairs.extend(self.match_pairs(m));
        answer
    }

    pub(super) fn match_pairs(&self, m: &Match) -> Vec<(String, String)> {
        let before: Vec<String> = m.lead_history.iter().map(|l| self.lead(Some(l))).collect();
        let with: Vec<String> = m.parties.iter().map(|p| self.party(p).head).collect();
        Item::new("")
            .with("match", self.names.symbol(&m.match_id))
            .with("own", self.names.symbol(&m.involvement_id))
            .with("at", written(m.matched_at))
            .with("with", or_dash(with.join(",")))
            .with("state", word_of!(FollowUpState, "FOLLOW_UP_STATE", m.follow_up))
            .with("reason", word_of!(NoActionReason, "NO_ACTION_REASON", m.no_action_reason))
            .with("owed", yes(m.contact_owed))
            .with("due", or_dash(m.contact_due.clone()))
            .with("lead", self.lead(m.lead.as_ref()))
            .with("leads-before", or_dash(before.join(",")))
            .with("lead-rule", lead_rule(m.lead.as_ref()))
            .with("spoken", yes(m.reference == spoken(&m.match_id)))
            .with("own-contact", m.own_contact.clone().unwrap_or_default().professional_id)
            .with("own-reference", or_dash(m.own_reference.clone()))
            .with("own-area", or_dash(m.area.clone()))
            .with("own-roles", roles(&m.roles))
            .with("days-left", m.working_days_left.to_string())
            .pairs
    }

    fn lead(&self, lead: Option<&Lead>) -> String {
        match lead {
            None => "nobody".to_owned(),
            Some(lead) if lead.organisation_oin.is_empty() => "withheld".to_owned(),
            Some(lead) => self.organisation(&lead.organisation_oin),
        }
    }

    pub(super) fn involvement(&self, i: &Involvement) -> Item {
        let mut item = Item::new(self.names.symbol(&i.involvement_id))
            .with("organisation", self.organisation(&i.organisation_oin))
            .with("roles", roles(&i.roles))
            .with("own-reference", or_dash(i.own_reference.clone()))
            .with("area", or_dash(i.area.clone()))
            .with("start", or_dash(i.start_date.clone()))
            .with("end", or_dash(i.end_date.clone()))
            .with("registered", written(i.registered_at))
            .with("state", word_of!(InvolvementState, "INVOLVEMENT_STATE", i.state))
            .with(
                "end-reason",
                word_of!(verwijspunt::api::v1::EndReason, "END_REASON", i.end_reason),
            )
            .with("informed", informed_word(i.informed.as_ref()));
        item.pairs.extend(card(i.professional.as_ref()));
        item
    }

    pub(super) fn ticket(&self, t: &Ticket) -> Item {
        let history: Vec<&str> = t.history.iter().map(|s| s.what.as_str()).collect();
        let skips: Vec<String> = t
            .history
            .iter()
            .map(|s| word_of!(SkipReason, "SKIP_REASON", s.skip_reason))
            .filter(|word| word != "-")
            .collect();
        let mut item = Item::new(self.names.symbol(&t.ticket_id))
            .with("state", word_of!(TicketState, "TICKET_STATE", t.state))
            .with("spoken", yes(t.reference == spoken(&t.ticket_id)))
            .with("step", t.step.to_string())
            .with("track", word_of!(Track, "TRACK", t.track))
            .with("obstacle", word_of!(Obstacle, "OBSTACLE", t.obstacle))
            .with("category", or_dash(t.category.clone()))
            .with("nuisance", yes(t.nuisance))
            .with("area", or_dash(t.area.clone()))
            .with("opener", self.recipient(t.opened_by.as_ref()))
            .with("by-office", self.recipient(t.opened_by_office.as_ref()))
            .with("office-reason", word_of!(OfficeReason, "OFFICE_REASON", t.office_reason))
            .with("target", self.recipient(t.target.as_ref()))
            .with("handler", self.recipients(&t.handlers))
            .with("director", self.recipient(t.director.as_ref()))
            .with("opened", written(t.opened_at))
            .with("due", or_dash(t.due_date.clone()))
            .with("overdue", yes(t.overdue))
            .with("history", history.join("+"))
            .with("skipped", or_dash(skips.join("+")))
            .with("asked", joined(t.asked.iter().map(|one| self.recipient(one.office.as_ref()))))
            .with("answer-by", joined(t.asked.iter().map(|one| one.answer_by.clone())))
            .with("answer-late", joined(t.asked.iter().map(|one| yes(one.overdue))))
            .with(
                "answer",
                joined(t.asked.iter().map(|a| word_of!(TicketAnswer, "TICKET_ANSWER", a.answer))),
            )
            .with("resolution", word_of!(Resolution, "RESOLUTION", t.resolution))
            .with("etag", self.names.symbol(&t.etag))
            .with("involvement", self.names.symbol(&t.involvement_id))
            .with("case", self.names.symbol(&t.case_id));
        item.pairs.extend(card(t.opener_contact.as_ref()));
        let mut route = t.route.as_ref().map(|r| self.route(r)).unwrap_or_default();
        route.retain(|(key, _)| key != "handler" && key != "director");
        item.pairs.extend(route);
        item
    }

    pub(super) fn ticket_answer(&self, answer: Answer, ticket: Option<&Ticket>) -> Answer {
        let Some(ticket) = ticket else { return answer.with("ticket", "-") };
        let ruling = ticket.ruling.iter().map(|r| {
            Item::new(self.organisation(&r.organisation_oin))
                .with("act", word_of!(RulingAct, "RULING_ACT", r.act))
                .with("by", r.by_date.clone())
        });
        let item = self.ticket(ticket);
        let mut answer = answer.with("ticket", item.head).items(ruling.collect());
        answer.pairs.extend(item.pairs);
        answer
    }

    pub(super) fn route(&self, r: &Route) -> Vec<(String, String)> {
        let mut item = Item::new("")
            .with("handler", self.recipient(r.handler.as_ref()))
            .with("director", self.recipient(r.director.as_ref()))
            .with("refusal", or_dash(r.refusal.clone()))
            .with("rule", or_dash(r.rule.clone()))
            .with("source", or_dash(r.source.clone()))
            .with("covenant", or_dash(r.covenant.clone()))
            .with("dutch", yes(!r.explanation_nl.is_empty()))
            .with("english", yes(!r.explanation_en.is_empty()))
            .with("facts", yes(!r.facts.is_empty()))
            .with("own-reading", own_reading(&r.own_reading_nl, &r.own_reading_en));
        for (name, value) in r.facts.iter().collect::<std::collections::BTreeMap<_, _>>() {
            item = item.with(&format!("fact.{name}"), value.clone());
        }
        item.pairs
    }

    pub(super) fn notification(&self, n: &Notification) -> Item {
        let base = |head: &str| {
            Item::new(head).with("seq", n.sequence.to_string()).with("at", written(n.at))
        };
        let own = |item: Item, id: &str| item.with("own", self.names.symbol(id));
        let with = |mut item: Item, party: Option<&InvolvedParty>| {
            let party = party.map(|p| self.party(p)).unwrap_or_default();
            item.pairs.push(("with".to_owned(), party.head));
            item.pairs.extend(party.pairs);
            item
        };
        match n.event.as_ref() {
            None => base("unknown"),
            Some(Event::Match(e)) => with(own(base("match"), &e.involvement_id), e.party.as_ref())
                .with("match", self.names.symbol(&e.match_id)),
            Some(Event::EarlierInvolvement(e)) => own(base("earlier"), &e.involvement_id),
            Some(Event::PartyEnded(e)) => {
                with(own(base("party-ended"), &e.involvement_id), e.party.as_ref())
            }
            Some(Event::Expiring(e)) => {
                own(base("expiring"), &e.involvement_id).with("end", e.end_date.clone())
            }
            Some(Event::Expired(e)) => own(base("expired"), &e.involvement_id),
            Some(Event::FollowUpDue(e)) => own(base("follow-up-due"), &e.involvement_id)
                .with("match", self.names.symbol(&e.match_id))
                .with("stage", word_of!(FollowUpStage, "FOLLOW_UP_STAGE", e.stage))
                .with("owing", e.parties_owing.unwrap_or_default().to_string()),
            Some(Event::LeadEnded(e)) => own(base("lead-ended"), &e.involvement_id)
                .with("match", self.names.symbol(&e.match_id)),
            Some(Event::LeadAgreed(e)) => own(base("lead"), &e.involvement_id)
                .with("match", self.names.symbol(&e.match_id))
                .with(
                    "lead",
                    match e.lead_oin.as_str() {
                        "" => "withheld".to_owned(),
                        oin => self.organisation(oin),
                    },
                )
                .with("name", or_dash(e.lead_name.clone())),
            Some(Event::Destroyed(_)) => base("destroyed"),
            Some(Event::Signal(e)) => {
                let what = word_of!(SignalHappening, "SIGNAL_HAPPENING", e.happening);
                base(&format!("signal-{}", what.replace('_', "-")))
                    .with("signal", self.names.symbol(&e.signal_id))
                    .with("crisis", yes(e.crisis))
            }
            Some(Event::Moved(e)) => base("moved")
                .with("case", self.names.symbol(&e.case_id))
                .with("reporter", self.recipient(e.reported_by.as_ref()))
                .with("from", or_dash(e.from_area.clone()))
                .with("to", or_dash(e.to_area.clone()))
                .with("municipality", or_dash(e.to_municipality.clone())),
            Some(Event::Removed(e)) => own(base("removed"), &e.involvement_id)
                .with("ground", word_of!(RemovalGround, "REMOVAL_GROUND", e.ground))
                .with("whole", yes(e.whole)),
            Some(Event::TicketDestroyed(e)) => {
                base("ticket-destroyed").with("ticket", self.names.symbol(&e.ticket_id))
            }
            Some(Event::CaseDestroyed(e)) => {
                base("case-destroyed").with("case", self.names.symbol(&e.case_id))
            }
            Some(Event::ObjectionReceived(e)) => own(base("objection"), &e.involvement_id)
                .with("objection", self.names.symbol(&e.objection_id))
                .with("due", e.due_date.clone()),
            Some(Event::ObjectionOverdue(e)) => {
                base("objection-overdue").with("objection", self.names.symbol(&e.objection_id))
            }
            Some(Event::ObjectionDecided(e)) => {
                base("objection-decided").with("objection", self.names.symbol(&e.objection_id))
            }
            Some(Event::ContactUpdated(e)) => {
                let party = e.party.as_ref().map(|p| self.party(p)).unwrap_or_default();
                let mut item = own(base("contact-updated"), &e.involvement_id)
                    .with("match", self.names.symbol(&e.match_id))
                    .with("of", party.head);
                item.pairs.extend(party.pairs);
                item
            }
            Some(Event::Retracted(e)) => own(base("retracted"), &e.involvement_id),
            Some(Event::Ticket(e)) => {
                let what = word_of!(TicketHappening, "TICKET_HAPPENING", e.happening);
                base(&format!("ticket-{}", what.replace('_', "-")))
                    .with("ticket", self.names.symbol(&e.ticket_id))
                    .with("step", e.step.to_string())
                    .with("handler", self.recipients(&e.handlers))
                    .with("due", or_dash(e.due_date.clone()))
                    .with("case", self.names.symbol(&e.case_id))
            }
            Some(
                Event::Plan(_)
                | Event::FamilyManager(_)
                | Event::StaysAway(_)
                | Event::CaseClosed(_)
                | Event::Watch(_),
            ) => {
                let about = self.about_plan(n).unwrap_or_default();
                let mut item = base(&about.head);
                item.pairs.extend(about.pairs);
                item
            }
            Some(Event::Overview(e)) => {
                let what = word_of!(OverviewChange, "OVERVIEW_CHANGE", e.change);
                base(&format!("overview-{}", what.replace('_', "-")))
                    .with("case", self.names.spoken(&e.reference))
                    .with("area", or_dash(e.area.clone()))
                    .with("category", or_dash(e.category.clone()))
                    .with("director", self.recipient(e.director.as_ref()))
            }
            Some(Event::Case(e)) => {
                let what = word_of!(CaseHappening, "CASE_HAPPENING", e.happening);
                base(&format!("case-{}", what.replace('_', "-")))
                    .with("case", self.names.symbol(&e.case_id))
                    .with("category", or_dash(e.category.clone()))
                    .with("director", self.recipient(e.director.as_ref()))
            }
        }
    }
}

fn roles(roles: &[i32]) -> String {
    let words: Vec<String> =
        roles.iter().map(|r| word_of!(FamilyRole, "FAMILY_ROLE", *r)).collect();
    or_dash(words.join("+"))
}

pub(super) fn card(card: Option<&ContactCard>) -> Vec<(String, String)> {
    let card = card.cloned().unwrap_or_default();
    Item::new("")
        .with("contact", or_dash(card.professional_id))
        .with("name", or_dash(card.name))
        .with("function", or_dash(card.function))
        .with("phone", or_dash(card.phone))
        .with("email", or_dash(card.email))
        .with("deputy", card.deputy.map_or("-".to_owned(), |d| format!("{}/{}", d.name, d.phone)))
        .pairs
}

pub(super) fn informed_word(informed: Option<&Informed>) -> String {
    match informed.and_then(|i| i.state.as_ref()) {
        None => "-".to_owned(),
        Some(informed::State::InformedOn(day)) => day.clone(),
        Some(informed::State::Ground(code)) => {
            word_of!(NotInformedGround, "NOT_INFORMED_GROUND", *code)
        }
    }
}

/// By which rule the lead was appointed, when its reason is complete.
fn lead_rule(lead: Option<&Lead>) -> String {
    let Some(why) = lead.and_then(|lead| lead.appointment.as_ref()) else { return "-".to_owned() };
    let grounded = match own_reading(&why.own_reading_nl, &why.own_reading_en) {
        "no" => !why.source.is_empty(),
        own => own == "both",
    };
    let complete = grounded
        && !why.explanation_nl.is_empty()
        && !why.explanation_en.is_empty()
        && !why.facts.is_empty()
        && why.covenant.contains('@');
    if complete { why.rule.clone() } else { format!("incomplete: {why:?}") }
}

/// Whether something says why it was filled in: in both languages, or not at all.
fn own_reading(nl: &str, en: &str) -> &'static str {
    match (nl.is_empty(), en.is_empty()) {
        (true, true) => "no",
        (false, false) => "both",
        _ => "incomplete",
    }
}
