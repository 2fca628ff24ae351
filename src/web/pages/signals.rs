//! Which concern signals wait, and what is done with one?

use tonic::Status;

use crate::{
    api::v1::{
        AnswerConcernSignalRequest, ConcernSignal, Danger, GetConcernSignalRequest,
        ListConcernSignalsRequest, ListOrganisationsRequest, Organisation, SignalAnswer,
        SignalHappening, SignalRole, SignalState, answer_concern_signal_request::ReferTo,
    },
    web::{
        page::{Bit, Block, Card, Field, Form, Input, Line, Look, Page, Table},
        texts::{codes, office, work},
        visit::{Asked, Done, Visit, said_at},
        when::Now,
    },
};

use super::{involved, involvements};

/// Most signals of one page, and most organisations to refer to.
const MOST: i32 = 200;

/// Those that the reader must act on.
pub(in crate::web) async fn list(visit: &Visit, asked: &Asked) -> Result<Page, Status> {
    let request = ListConcernSignalsRequest {
        role: SignalRole::Received.into(),
        page_size: MOST,
        ..ListConcernSignalsRequest::default()
    };
    let mut signals = visit.api.signals().list_concern_signals(request).await?.into_inner().signals;
    signals.sort_by_key(|signal| !signal.crisis);
    let mut page = view(visit.now, &signals);
    page.notice = visit.said(asked);
    Ok(page)
}

/// The signals, a crisis first.
pub(in crate::web) fn view(now: Now, signals: &[ConcernSignal]) -> Page {
    let lang = now.lang;
    let lead = if signals.is_empty() { office::SIGNALS_NONE } else { office::SIGNALS_LEAD };
    let mut page = Page::new(lang.say(office::SIGNALS), lang.say(lead));
    let cards = signals.iter().enumerate();
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
    let look = if signal.crisis { Look::Late } else { Look::Plain };
    let tag = if signal.crisis {
        now.lang.say(office::CRISIS).to_owned()
    } else {
        codes::say::<SignalState>(now.lang, signal.state).to_owned()
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
    let mut organisations = Vec::new();
    if signal.state() != SignalState::TakenUp && visit.seat.is_office() {
        let request =
            ListOrganisationsRequest { page_size: MOST, ..ListOrganisationsRequest::default() };
        let answer = visit.api.covenant().list_organisations(request).await?.into_inner();
        organisations = answer.organisations;
    }
    let mut page = view_one(visit.now, visit.seat.is_office(), &signal, &organisations);
    page.notice = visit.said(asked);
    Ok(page)
}

/// One signal as blocks.
pub(in crate::web) fn view_one(
    now: Now,
    acts: bool,
    signal: &ConcernSignal,
    organisations: &[Organisation],
) -> Page {
    let lang = now.lang;
    let state = codes::say::<SignalState>(lang, signal.state);
    let mut page = Page::new(lang.fill(office::SIGNAL, &[&signal.reference]), "");
    if signal.danger() == Danger::Acute {
        page.blocks.push(Block::Alarm(lang.say(work::SIGNAL_CALL).into()));
    }
    let recipient = signal.recipient.as_ref().map_or("", |to| to.name.as_str());
    page.blocks.push(Block::Facts(vec![
        (lang.say(office::STATE).to_owned(), state.into()),
        (lang.say(office::SENDER).to_owned(), sender(now, signal)),
        (lang.say(work::SIGNAL_AT).to_owned(), recipient.into()),
        (lang.say(office::SENT_AT).to_owned(), now.moment(signal.sent_at.as_ref()).into()),
        (lang.say(work::ROLES).to_owned(), involvements::roles(now, &signal.roles).into()),
        (lang.say(office::AREA).to_owned(), codes::area(&signal.area).into()),
    ]));
    if acts {
        let forms = answers(now, signal);
        if !forms.is_empty() {
            page.blocks.push(Block::Row(forms));
            page.blocks.push(Block::Form(refer(now, signal, organisations)));
        }
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
