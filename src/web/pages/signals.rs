//! Which concern signals wait, and what is done with one?

use std::collections::BTreeMap;

use tonic::Status;

use crate::{
    api::v1::{
        AnswerConcernSignalRequest, ConcernSignal, Danger, Discussed, GetConcernSignalRequest,
        GetCovenantRequest, ListConcernSignalsRequest, Organisation, RecordSignalOutcomeRequest,
        SignalAnswer, SignalArrival, SignalHappening, SignalOutcome, SignalRole, SignalState,
        answer_concern_signal_request::ReferTo,
    },
    web::{
        page::{Bit, Block, Card, Field, Form, Input, Line, Look, Page, Table},
        texts::{codes, office, work},
        visit::{Asked, Done, Visit, said_at},
        when::Now,
    },
};

use super::{
    involved, involvements,
    part::{self, Part},
};

/// Most signals of one page.
const MOST: usize = 50;

/// Those that the reader must act on, a crisis first and then the oldest.
pub(in crate::web) async fn list(visit: &Visit, asked: &Asked) -> Result<Page, Status> {
    let read = part::all(asked, key, |page_token| async move {
        let request = ListConcernSignalsRequest {
            role: SignalRole::Received.into(),
            page_size: part::PAGE,
            page_token,
            ..ListConcernSignalsRequest::default()
        };
        let answer = visit.api.signals().list_concern_signals(request).await?.into_inner();
        Ok((answer.signals, answer.next_page_token))
    })
    .await?;
    let mut page = view(visit.now, &read);
    page.notice = visit.said(asked);
    part::goes_on(&mut page, visit.now, "/signalen", &read, MOST);
    Ok(page)
}

fn key(signal: &ConcernSignal) -> String {
    let sent = signal.sent_at.as_ref().map_or(0, |moment| moment.seconds.max(0));
    format!("{}.{sent:019}.{}", u8::from(!signal.crisis), signal.signal_id)
}

/// The signals, a crisis first.
pub(in crate::web) fn view(now: Now, read: &Part<ConcernSignal>) -> Page {
    let lang = now.lang;
    let none = read.entries.is_empty();
    let lead = if none { office::SIGNALS_NONE } else { office::SIGNALS_LEAD };
    let mut page = Page::new(lang.say(office::SIGNALS), lang.say(lead));
    let cards = read.at_once(MOST).iter().enumerate();
    page.blocks = cards.map(|(at, signal)| Block::Card(card(now, at, signal))).collect();
    page
}

fn card(now: Now, at: usize, signal: &ConcernSignal) -> Card {
    let path = format!("/signalen/{}", signal.signal_id);
    let lines = vec![
        Line::from(Bit::Quiet(format!(
            "{} · {} · {}",
            involvements::roles(now, &signal.roles),
            codes::area(&signal.area),
            now.moment(signal.sent_at.as_ref())
        ))),
        sender(now, signal),
    ];
    let look = if signal.crisis || signal.late { Look::Late } else { Look::Plain };
    let tag = match (signal.crisis, signal.late) {
        (true, _) => now.lang.say(office::CRISIS).to_owned(),
        (false, true) => now.lang.say(office::LATE_SIGNAL).to_owned(),
        (false, false) => codes::say::<SignalState>(now.lang, signal.state).to_owned(),
    };
    Card {
        id: format!("s{at}"),
        look,
        title: Bit::Link(path, signal.reference.clone()).into(),
        lines,
        tag: Some((look, tag)),
        forms: answers(now, signal),
    }
}

/// Who sent it, and whom to call about it.
fn sender(now: Now, signal: &ConcernSignal) -> Line {
    let mut bits = Vec::new();
    match (&signal.sender, &signal.professional) {
        (_, Some(card)) => {
            bits.push(Bit::Strong(card.name.clone()));
            bits.push(Bit::Text(format!(", {}", card.function)));
            if let Some(sender) = &signal.sender {
                bits.push(Bit::Text(format!(", {}", sender.name)));
            }
            involved::reach(&mut bits, card);
        }
        (Some(sender), None) if !sender.name.is_empty() => {
            bits.push(Bit::Text(sender.name.clone()));
        }
        _ => {
            bits.push(Bit::Strong(now.lang.say(work::WITHHELD).to_owned()));
            let known = signal.office_contact.as_ref();
            let (name, phone) = involved::through(now.lang, known, &signal.contact_office);
            let through = now.lang.fill(work::THROUGH, &[&name]);
            bits.push(Bit::Text(format!(", {through}")));
            if !phone.is_empty() {
                bits.push(Bit::Break);
                bits.push(Bit::Phone(phone));
            }
        }
    }
    Line(bits)
}

/// Take it up, or say that it was seen.
fn answers(now: Now, signal: &ConcernSignal) -> Vec<Form> {
    let answer = |answer: SignalAnswer, text| {
        Form::act(format!("/signalen/{}", signal.signal_id), now.lang.say(text))
            .carry("antwoord", (answer as i32).to_string())
    };
    match signal.state() {
        SignalState::TakenUp => Vec::new(),
        SignalState::Seen => vec![answer(SignalAnswer::TakenUp, office::TAKE_UP).primary()],
        _ => vec![
            answer(SignalAnswer::TakenUp, office::TAKE_UP).primary(),
            answer(SignalAnswer::Seen, office::SEEN),
        ],
    }
}

/// One signal.
pub(in crate::web) async fn show(visit: &Visit, asked: &Asked) -> Result<Page, Status> {
    let request = GetConcernSignalRequest {
        signal_id: asked.id.clone(),
        ..GetConcernSignalRequest::default()
    };
    let signal = visit.api.signals().get_concern_signal(request).await?.into_inner().signal;
    let signal = signal.unwrap_or_default();
    let mut known = Known::default();
    if visit.seat.is_office() || !signal.outcome_kind.is_empty() {
        known.organisations = part::organisations(visit).await?;
    }
    if visit.seat.is_office() {
        let covenant = visit.api.covenant().get_covenant(GetCovenantRequest::default()).await?;
        let categories = covenant.into_inner().categories.into_iter();
        known.categories = categories.map(|category| category.code).collect();
    }
    let mut page = view_one(visit.now, visit.seat.is_office(), &signal, &known);
    page.notice = visit.said(asked);
    Ok(page)
}

/// What the covenant knows, for the forms and for words.
#[derive(Default)]
pub(in crate::web) struct Known {
    /// The parties to it.
    pub(in crate::web) organisations: Vec<Organisation>,
    /// The codes of its categories.
    pub(in crate::web) categories: Vec<String>,
}

/// One signal as blocks.
pub(in crate::web) fn view_one(
    now: Now,
    acts: bool,
    signal: &ConcernSignal,
    known: &Known,
) -> Page {
    let lang = now.lang;
    let state = codes::say::<SignalState>(lang, signal.state);
    let mut page = Page::new(lang.fill(office::SIGNAL, &[&signal.reference]), "");
    if signal.danger() == Danger::Acute {
        page.blocks.push(Block::Alarm(lang.say(work::SIGNAL_CALL).into()));
    }
    let recipient = signal.recipient.as_ref().map_or("", |to| to.name.as_str());
    let mut facts = vec![
        (lang.say(office::STATE).to_owned(), state.into()),
        (lang.say(office::SENDER).to_owned(), sender(now, signal)),
        (lang.say(work::SIGNAL_AT).to_owned(), recipient.into()),
        (lang.say(office::SENT_AT).to_owned(), now.moment(signal.sent_at.as_ref()).into()),
        (lang.say(work::ROLES).to_owned(), involvements::roles(now, &signal.roles).into()),
        (lang.say(office::AREA).to_owned(), codes::area(&signal.area).into()),
        (
            lang.say(work::DISCUSSED).to_owned(),
            codes::say::<Discussed>(lang, signal.discussed).into(),
        ),
    ];
    facts.extend(progress(now, signal, known));
    page.blocks.push(Block::Facts(facts));
    if acts {
        let forms = answers(now, signal);
        if !forms.is_empty() {
            page.blocks.push(Block::Row(forms));
            page.blocks.push(Block::Form(refer(now, signal, &known.organisations)));
        }
        page.blocks.push(Block::Form(outcome_form(now, signal, known)));
    }
    page.blocks.push(Block::heading("gebeurd", lang.say(office::HISTORY)));
    let columns = [office::WHEN, office::WHAT, work::SIGNAL_AT].map(|text| lang.say(text));
    let mut table = Table::new(lang.say(office::OLD_TO_NEW), &columns);
    table.rows = signal
        .history
        .iter()
        .map(|step| {
            let to = step.recipient.as_ref().map_or("", |to| to.name.as_str());
            let what = codes::say::<SignalHappening>(lang, step.happening);
            vec![now.moment(step.at.as_ref()).into(), what.into(), to.into()]
        })
        .collect();
    page.blocks.push(Block::Table(table));
    page
}

/// By when it must be taken up, whom to call there, and what became of it.
fn progress(now: Now, signal: &ConcernSignal, known: &Known) -> Vec<(String, Line)> {
    let lang = now.lang;
    let mut facts = Vec::new();
    let open = signal.state() != SignalState::TakenUp;
    if signal.due_at.is_some() || (signal.late && open) {
        let mut bits = Vec::new();
        if signal.due_at.is_some() {
            bits.push(Bit::Text(now.moment(signal.due_at.as_ref())));
        }
        if signal.late {
            bits.push(Bit::Text(" ".to_owned()));
            bits.push(Bit::Tag(Look::Late, lang.say(office::LATE_SIGNAL).to_owned()));
        }
        let contact = signal.recipient_contact.clone().unwrap_or_default();
        let deputies = contact.deputies.into_iter().map(|deputy| deputy.phone);
        for phone in std::iter::once(contact.phone).chain(deputies).filter(|p| !p.is_empty()) {
            bits.extend([Bit::Break, Bit::Phone(phone)]);
        }
        facts.push((lang.say(office::TAKE_UP_BY).to_owned(), Line(bits)));
    }
    if signal.outcome != 0 {
        let mut said = vec![codes::say::<SignalOutcome>(lang, signal.outcome).to_owned()];
        let category = &signal.outcome_category;
        said.extend((!category.is_empty()).then(|| codes::plain(lang, category)));
        let kind = &signal.outcome_kind;
        let named = known.organisations.iter().find(|one| one.kind == *kind);
        let words = named.map_or_else(|| codes::plain(lang, kind), |one| codes::kind(lang, one));
        said.extend((!kind.is_empty()).then_some(words));
        if signal.arrival != 0 {
            said.push(codes::say::<SignalArrival>(lang, signal.arrival).to_owned());
        }
        facts.push((lang.say(office::OUTCOME).to_owned(), said.join(", ").into()));
    }
    facts
}

/// What became of it, for whoever took it up or is about to.
fn outcome_form(now: Now, signal: &ConcernSignal, known: &Known) -> Form {
    let lang = now.lang;
    let none = || vec![(String::new(), "–".to_owned())];
    let mut outcomes = none();
    outcomes.extend(codes::options::<SignalOutcome>(lang));
    let mut categories = none();
    categories.extend(known.categories.iter().map(|one| (one.clone(), codes::plain(lang, one))));
    let of_kind = known.organisations.iter().map(|one| (&one.kind, codes::kind(lang, one)));
    let kinds: BTreeMap<&String, String> = of_kind.collect();
    let mut all_kinds = none();
    all_kinds.extend(kinds.into_iter().map(|(kind, words)| (kind.clone(), words)));
    let mut arrivals = vec![(String::new(), lang.say(office::ARRIVAL_UNKNOWN).to_owned())];
    arrivals.extend(codes::options::<SignalArrival>(lang));
    let chosen = |code: i32| if code == 0 { String::new() } else { code.to_string() };
    let select = |name, text, options, chosen| {
        Field::new(name, lang.say(text), Input::Select(options, chosen))
    };
    Form::act(format!("/signalen/{}/uitkomst", signal.signal_id), lang.say(office::OUTCOME_RECORD))
        .folded(lang.say(office::OUTCOME_RECORD))
        .field(select("uitkomst", office::OUTCOME, outcomes, chosen(signal.outcome)))
        .field(select(
            "categorie",
            office::OUTCOME_CATEGORY,
            categories,
            signal.outcome_category.clone(),
        ))
        .field(select("soort", office::OUTCOME_KIND, all_kinds, signal.outcome_kind.clone()))
        .field(select("aangekomen", office::ARRIVAL, arrivals, chosen(signal.arrival)))
}

/// Says what became of it.
pub(in crate::web) async fn outcome(visit: &Visit, asked: &Asked) -> Result<Done, Status> {
    let outcome = asked.fields.code("uitkomst");
    let with = |wanted: SignalOutcome, field| match SignalOutcome::try_from(outcome) {
        Ok(given) if given == wanted => asked.fields.get(field).to_owned(),
        _ => String::new(),
    };
    let request = RecordSignalOutcomeRequest {
        signal_id: asked.id.clone(),
        outcome,
        category: with(SignalOutcome::MultiProblemFamily, "categorie"),
        organisation_kind: with(SignalOutcome::FamilyReferred, "soort"),
        arrival: asked.fields.code("aangekomen"),
        request_id: asked.form(),
        ..RecordSignalOutcomeRequest::default()
    };
    visit.api.signals().record_signal_outcome(request).await?;
    Ok(Done::Went(said_at(&format!("/signalen/{}", asked.id), "uitkomst")))
}

fn refer(now: Now, signal: &ConcernSignal, organisations: &[Organisation]) -> Form {
    let lang = now.lang;
    let options = organisations.iter().filter(|o| !o.sensitive);
    let options = options.map(|o| (o.oin.clone(), o.name.clone())).collect();
    Form::act(format!("/signalen/{}", signal.signal_id), lang.say(office::REFER))
        .folded(lang.say(office::REFER))
        .carry("antwoord", (SignalAnswer::Referred as i32).to_string())
        .field(Field::new(
            "naar",
            lang.say(office::REFER_TO),
            Input::Select(options, String::new()),
        ))
}

/// Says what is done with it.
pub(in crate::web) async fn answer(visit: &Visit, asked: &Asked) -> Result<Done, Status> {
    let answer = asked.fields.code("antwoord");
    let to = asked.fields.get("naar").to_owned();
    let request = AnswerConcernSignalRequest {
        signal_id: asked.id.clone(),
        answer,
        refer_to: (!to.is_empty()).then_some(ReferTo::ReferToOin(to)),
        request_id: asked.form(),
        ..AnswerConcernSignalRequest::default()
    };
    visit.api.signals().answer_concern_signal(request).await?;
    let word = match SignalAnswer::try_from(answer) {
        Ok(SignalAnswer::TakenUp) => "opgepakt",
        Ok(SignalAnswer::Referred) => "doorverwezen",
        _ => "gezien",
    };
    Ok(Done::Went(said_at("/signalen", word)))
}
