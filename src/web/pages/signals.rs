//! Which concern signals wait, and what is done with one?

use std::collections::BTreeMap;

use tonic::Status;

use crate::{
    api::v1::{
        AnswerConcernSignalRequest, ConcernSignal, Danger, Discussed, GetConcernSignalRequest,
        GetCovenantRequest, ListConcernSignalsRequest, Organisation, Recipient,
        RecordSignalOutcomeRequest, SignalAnswer, SignalArrival, SignalHappening, SignalOutcome,
        SignalRole, SignalState, SignalStep, answer_concern_signal_request::ReferTo,
        recipient::Who,
    },
    web::{
        page::{Bit, Block, Card, Field, Form, Input, Line, Look, Page, Table},
        seat::Work,
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

/// The list of those that were sent, as a field of the address.
const SENT: &str = "/signalen?toon=verstuurd";

/// Those that wait for the reader's office or organisation, a crisis first and then the oldest; or
/// those that the reader sent. A professional receives none: their list is the other one.
pub(in crate::web) async fn list(visit: &Visit, asked: &Asked) -> Result<Page, Status> {
    let receives = visit.seat.work != Work::Professional;
    if !receives || asked.fields.get("toon") == "verstuurd" {
        return sent(visit, asked).await;
    }
    let read = listed(visit, asked, SignalRole::Received, crisis_first).await?;
    let mut page = view(visit.now, &visit.seat.party, SignalRole::Received, &read);
    page.notice = visit.said(asked);
    part::goes_on(&mut page, visit.now, "/signalen", &read, MOST);
    if !visit.seat.is_office() {
        let words = visit.now.lang.say(office::SIGNALS_SENT).to_owned();
        page.blocks.push(Block::Links(vec![(SENT.to_owned(), words)]));
    }
    Ok(page)
}

/// Those that the reader sent, whatever became of them, the newest first.
async fn sent(visit: &Visit, asked: &Asked) -> Result<Page, Status> {
    let read = listed(visit, asked, SignalRole::Sent, newest_first).await?;
    let mut page = view(visit.now, &visit.seat.party, SignalRole::Sent, &read);
    page.notice = visit.said(asked);
    part::goes_on(&mut page, visit.now, SENT, &read, MOST);
    Ok(page)
}

fn sent_at(signal: &ConcernSignal) -> i64 {
    signal.sent_at.as_ref().map_or(0, |moment| moment.seconds.max(0))
}

fn crisis_first(signal: &ConcernSignal) -> String {
    format!("{}.{:019}.{}", u8::from(!signal.crisis), sent_at(signal), signal.signal_id)
}

fn newest_first(signal: &ConcernSignal) -> String {
    format!("{:019}.{}", i64::MAX - sent_at(signal), signal.signal_id)
}

/// A list by a key: of what was sent all, of what was received what is still open.
async fn listed(
    visit: &Visit,
    asked: &Asked,
    role: SignalRole,
    key: part::Key<ConcernSignal>,
) -> Result<Part<ConcernSignal>, Status> {
    part::all(asked, key, |page_token| async move {
        let request = ListConcernSignalsRequest {
            role: role.into(),
            include_closed: role == SignalRole::Sent,
            page_size: part::PAGE,
            page_token,
            ..ListConcernSignalsRequest::default()
        };
        let answer = visit.api.signals().list_concern_signals(request).await?.into_inner();
        Ok((answer.signals, answer.next_page_token))
    })
    .await
}

/// What the first page of whoever receives signals for an organisation says about those that wait:
/// nothing when none does.
pub(super) async fn waiting(visit: &Visit) -> Result<Option<Block>, Status> {
    if visit.seat.work != Work::OrganisationCoordinator {
        return Ok(None);
    }
    let read = listed(visit, &Asked::default(), SignalRole::Received, crisis_first).await?;
    let mine: Vec<&ConcernSignal> =
        read.entries.iter().filter(|one| is_for(one, &visit.seat.party)).collect();
    let lang = visit.now.lang;
    let link = |text| Line::from(Bit::Link("/signalen".to_owned(), lang.say(text).to_owned()));
    Ok(match () {
        () if mine.is_empty() => None,
        () if mine.iter().any(|one| one.crisis) => Some(Block::Alarm(link(work::CRISIS_WAITS))),
        () => Some(Block::words(link(work::SIGNAL_WAITS))),
    })
}

/// Whether the reader can do something with it: it lies with them, or they let its term pass and
/// nobody has taken it up or referred it since.
fn is_for(signal: &ConcernSignal, me: &Who) -> bool {
    let mine = |to: Option<&Recipient>| to.is_some_and(|to| to.who.as_ref() == Some(me));
    let referred = |step: &SignalStep| step.happening() == SignalHappening::Referred;
    let since = signal.history.iter().rposition(referred).unwrap_or_default();
    let had = || signal.history[since..].iter().any(|step| mine(step.recipient.as_ref()));
    mine(signal.recipient.as_ref()) || (signal.state() != SignalState::TakenUp && had())
}

/// The signals of a list.
pub(in crate::web) fn view(
    now: Now,
    me: &Who,
    role: SignalRole,
    read: &Part<ConcernSignal>,
) -> Page {
    let lang = now.lang;
    let (title, some, none) = match role {
        SignalRole::Sent => {
            (office::SIGNALS_SENT, office::SIGNALS_SENT_LEAD, office::SIGNALS_SENT_NONE)
        }
        _ => (office::SIGNALS, office::SIGNALS_LEAD, office::SIGNALS_NONE),
    };
    let lead = if read.entries.is_empty() { none } else { some };
    let mut page = Page::new(lang.say(title), lang.say(lead));
    let cards = read.at_once(MOST).iter().enumerate();
    page.blocks = cards.map(|(at, signal)| Block::Card(card(now, me, at, signal))).collect();
    page
}

fn card(now: Now, me: &Who, at: usize, signal: &ConcernSignal) -> Card {
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
    // Once it is taken up, it is urgent for nobody.
    let open = signal.state() != SignalState::TakenUp;
    let (crisis, late) = (signal.crisis && open, signal.late && open);
    let look = if crisis || late { Look::Late } else { Look::Plain };
    let tag = match (crisis, late) {
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
        forms: answers(now, me, signal),
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
            involved::reach(now.lang, &mut bits, card);
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

/// Take it up, or say that it was seen; for whoever it is for.
fn answers(now: Now, me: &Who, signal: &ConcernSignal) -> Vec<Form> {
    if !is_for(signal, me) {
        return Vec::new();
    }
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
    let acts = is_for(&signal, &visit.seat.party);
    if acts || !signal.outcome_kind.is_empty() {
        known.organisations = part::organisations(visit).await?;
    }
    if acts {
        let covenant = visit.api.covenant().get_covenant(GetCovenantRequest::default()).await?;
        let categories = covenant.into_inner().categories.into_iter();
        known.categories = categories.map(|category| category.code).collect();
    }
    let mut page = view_one(visit.now, &visit.seat.party, &signal, &known);
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
pub(in crate::web) fn view_one(now: Now, me: &Who, signal: &ConcernSignal, known: &Known) -> Page {
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
    if is_for(signal, me) {
        let forms = answers(now, me, signal);
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
