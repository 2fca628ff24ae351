//! Who did what, and is the log of it whole? For the auditor; every look is itself an entry.

use std::sync::{Mutex, PoisonError};

use tonic::Status;

use crate::{
    api::v1::{
        AuditEntry, ListAuditEntriesRequest, Organisation, VerifyAuditChainRequest,
        VerifyAuditChainResponse, list_audit_entries_request::Actor,
    },
    domain::rules::access::CALLS,
    web::{
        page::{Bit, Block, Field, Form, Input, Line, Look, Page, Table},
        texts::{self, office, work},
        visit::{Asked, Done, Visit},
        when::Now,
    },
};

use super::part::{self, Part};

/// Entries of one page.
const MOST: i32 = 100;

/// The page: the entries from the day that is asked for on, by default today's.
pub(in crate::web) async fn show(visit: &Visit, asked: &Asked) -> Result<Page, Status> {
    let filled = &asked.fields;
    let given = |name: &str| filled.get(name).to_owned();
    let day = given("van");
    let from = if day.is_empty() { visit.now.today().to_string() } else { day };
    let organisation = given("wie");
    let (first_day, who) = (from.as_str(), organisation.as_str());
    let chains = Mutex::new(Chains::default());
    let kept = &chains;
    let read = part::some(asked, |page_token| async move {
        let given = |name: &str| filled.get(name).to_owned();
        let request = ListAuditEntriesRequest {
            actor: (!who.is_empty()).then(|| Actor::OrganisationOin(who.to_owned())),
            professional: given("nummer"),
            call: given("handeling"),
            from_date: first_day.to_owned(),
            to_date: given("tot"),
            chain: given("keten"),
            page_size: MOST,
            page_token,
            ..ListAuditEntriesRequest::default()
        };
        let answer = visit.api.log().list_audit_entries(request).await?.into_inner();
        let found = Chains { shown: answer.chain, all: answer.chains };
        *kept.lock().unwrap_or_else(PoisonError::into_inner) = found;
        Ok((answer.entries, answer.next_page_token))
    })
    .await?;
    let chains = chains.into_inner().unwrap_or_else(PoisonError::into_inner);
    let parties = part::organisations(visit).await?;
    let mut page = view(visit.now, asked, &from, &parties, &chains, &read);
    let path = form_urlencoded::Serializer::new("/logboek?".to_owned())
        .append_pair("van", &from)
        .append_pair("tot", filled.get("tot"))
        .append_pair("wie", &organisation)
        .append_pair("nummer", filled.get("nummer"))
        .append_pair("handeling", filled.get("handeling"))
        .append_pair("keten", &chains.shown)
        .finish();
    part::goes_on(&mut page, visit.now, &path, &read, usize::MAX);
    Ok(page)
}

/// The chain whose entries are shown, and all that there are: every broker that shares the database has one.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(in crate::web) struct Chains {
    pub(in crate::web) shown: String,
    pub(in crate::web) all: Vec<String>,
}

/// The entries as a table, below what they can be chosen by.
pub(in crate::web) fn view(
    now: Now,
    asked: &Asked,
    from: &str,
    parties: &[Organisation],
    chains: &Chains,
    read: &Part<AuditEntry>,
) -> Page {
    let lang = now.lang;
    let mut page = Page::new(lang.say(office::LOG), lang.say(office::LOG_LEAD));
    page.blocks.push(Block::Form(filters(now, asked, from, parties, chains)));
    let check = Form::act("/logboek/keten", lang.say(office::LOG_CHECK));
    page.blocks.push(Block::Form(check.carry("keten", chains.shown.clone())));
    if read.is_none() {
        page.blocks.push(Block::words(lang.say(office::LOG_NONE)));
    }
    if read.entries.is_empty() {
        return page;
    }
    let columns = [
        office::LOG_ENTRY,
        office::WHEN,
        office::BY_WHOM,
        office::LOG_FOR,
        office::CALL,
        office::LOG_RESULT,
        office::LOG_ABOUT,
    ];
    let columns = columns.map(|text| lang.say(text));
    let mut table = Table::new(lang.say(office::OLD_TO_NEW), &columns);
    table.rows = read.entries.iter().map(|entry| row(now, entry)).collect();
    page.blocks.push(Block::Table(table));
    page
}

fn filters(now: Now, asked: &Asked, from: &str, parties: &[Organisation], chains: &Chains) -> Form {
    let (lang, filled) = (now.lang, &asked.fields);
    let given = |name: &str| filled.get(name).to_owned();
    let all = || (String::new(), lang.say(office::EVERYTHING).to_owned());
    let parties = parties.iter().map(|party| (party.oin.clone(), party.name.clone()));
    let parties = std::iter::once(all()).chain(parties).collect();
    let calls = CALLS.iter().map(|call| (call.name().to_owned(), call.name().to_owned()));
    let calls = std::iter::once(all()).chain(calls).collect();
    let mut form = Form::ask("/logboek", lang.say(texts::APPLY))
        .field(Field::new("van", lang.say(office::LOG_FROM), Input::Date(from.to_owned())))
        .field(Field::new("tot", lang.say(office::LOG_TO), Input::Date(given("tot"))))
        .field(Field::new(
            "wie",
            lang.say(work::ORGANISATION),
            Input::Select(parties, given("wie")),
        ))
        .field(Field::new("nummer", lang.say(office::LOG_FOR), Input::Code(given("nummer"), 64)))
        .field(Field::new(
            "handeling",
            lang.say(office::CALL),
            Input::Select(calls, given("handeling")),
        ));
    // One chain is no choice.
    if chains.all.len() > 1 {
        let all = chains.all.iter().map(|chain| (chain.clone(), named(chain))).collect();
        let choice = Input::Select(all, chains.shown.clone());
        form = form.field(Field::new("keten", lang.say(office::LOG_CHAIN), choice));
    }
    form
}

/// What a chain is called where it is read. The one of a store that is not shared has no name.
fn named(chain: &str) -> String {
    if chain.is_empty() { "-".to_owned() } else { chain.to_owned() }
}

fn row(now: Now, entry: &AuditEntry) -> Vec<Line> {
    let actor = match &entry.actor {
        Some(actor) => Line::from(actor.name.clone()),
        None => Bit::Quiet(now.lang.say(office::LOG_BROKER).to_owned()).into(),
    };
    let result = if entry.result == "OK" {
        Line::from("OK")
    } else {
        Bit::Tag(Look::Soon, entry.result.clone()).into()
    };
    vec![
        entry.position.to_string().into(),
        now.moment(entry.at.as_ref()).into(),
        actor,
        entry.professional.clone().into(),
        entry.call.clone().into(),
        result,
        entry.subjects.len().to_string().into(),
    ]
}

/// Checks the chain, from where an earlier check ended.
pub(in crate::web) async fn check(visit: &Visit, asked: &Asked) -> Result<Done, Status> {
    let request = VerifyAuditChainRequest {
        chain: asked.fields.get("keten").to_owned(),
        after: asked.fields.get("vanaf").to_owned(),
        ..VerifyAuditChainRequest::default()
    };
    let answer = visit.api.log().verify_audit_chain(request).await?.into_inner();
    Ok(Done::Shown(Box::new(checked(visit.now, &answer))))
}

/// What a check found.
pub(in crate::web) fn checked(now: Now, answer: &VerifyAuditChainResponse) -> Page {
    let lang = now.lang;
    let mut page = Page::new(lang.say(office::LOG_CHECK), lang.say(office::LOG_CHECKED));
    let state = match (answer.problem.as_str(), answer.complete) {
        ("", true) => Bit::Tag(Look::Done, lang.say(office::LOG_WHOLE).to_owned()),
        ("", false) => Bit::Tag(Look::Plain, lang.say(office::LOG_PART).to_owned()),
        _ => Bit::Tag(Look::Late, lang.say(office::LOG_BROKEN).to_owned()),
    };
    let mut facts = vec![
        (lang.say(office::LOG_CHAIN).to_owned(), named(&answer.chain).into()),
        (lang.say(office::STATE).to_owned(), state.into()),
        (lang.say(office::LOG_UP_TO).to_owned(), Bit::Code(answer.verified_to.clone()).into()),
        (lang.say(office::LOG_HEAD).to_owned(), Bit::Code(answer.head.clone()).into()),
    ];
    if !answer.problem.is_empty() {
        facts.push((lang.say(office::LOG_PROBLEM).to_owned(), answer.problem.clone().into()));
    }
    page.blocks.push(Block::Facts(facts));
    if answer.problem.is_empty() && !answer.complete {
        let on = Form::act("/logboek/keten", lang.say(office::LOG_ON));
        let on = on.carry("keten", answer.chain.clone());
        page.blocks.push(Block::Form(on.carry("vanaf", answer.verified_to.clone()).primary()));
    }
    // What another broker did stands in its own chain, and this check says nothing of it.
    for other in answer.chains.iter().filter(|chain| **chain != answer.chain) {
        let text = format!("{}: {}", lang.say(office::LOG_CHECK), named(other));
        page.blocks
            .push(Block::Form(Form::act("/logboek/keten", &text).carry("keten", other.clone())));
    }
    let back = ("/logboek".to_owned(), lang.say(texts::BACK).to_owned());
    page.blocks.push(Block::Links(vec![back]));
    page
}
