//! Whom must I call, by when? The first page of a professional: one button for each.

use tonic::Status;

use crate::{
    api::v1::{
        FamilyRole, FollowUpState, ListMatchesRequest, Match, MatchFilter, NoActionReason,
        RecordFollowUpRequest,
    },
    web::{
        page::{Bit, Block, Card, Field, Form, Input, Line, Look, Page},
        seat::Work,
        texts::{codes, work},
        visit::{Asked, Done, Visit, said_at},
        when::Now,
    },
};

use super::{
    involved, own_mail,
    part::{self, Part},
    signals,
};

/// Most matches on the page: more than anybody calls in a day.
const MOST: usize = 50;

/// The page.
pub(in crate::web) async fn show(visit: &Visit, asked: &Asked) -> Result<Page, Status> {
    let owed = open(visit, asked).await?;
    let first = owed.at_once(MOST).first();
    let involved = match first {
        Some(first) => involved::everybody(visit, &first.involvement_id).await?,
        None => Vec::new(),
    };
    let signals = signals::waiting(visit).await?;
    let mut page = view(visit.now, &owed);
    page.notice = visit.said(asked);
    if let Some(wait) = signals {
        // Whoever must act on a signal does not read first that there is nobody to call.
        if owed.is_none() {
            page.lead.clear();
        }
        page.blocks.insert(0, wait);
    }
    // Before whom to call: who is not reached does not come here either. Whoever coordinates reads here of
    // signals, and of the own addresses under "my account": a page takes three calls at most.
    let own = match visit.seat.work {
        Work::Professional => own_mail::of_reader(visit).await?,
        _ => None,
    };
    if let Some(own) = own {
        page.blocks.splice(0..0, own_mail::refused(visit.now, &own));
    }
    if let Some(first) = first {
        let title = visit.now.lang.fill(work::WHO_IS_INVOLVED, &[&first.reference]);
        page.blocks.push(Block::heading("rond", &title));
        page.blocks.extend(involved::around(visit.now, first.own_contact.as_ref(), &involved));
    }
    Ok(page)
}

/// The matches within the reader's reach in which contact is owed, the oldest term first: the API
/// lists them by their own age.
pub(super) async fn open(visit: &Visit, asked: &Asked) -> Result<Part<Match>, Status> {
    part::all(asked, key, |page_token| async move {
        let request = ListMatchesRequest {
            filter: MatchFilter::Open.into(),
            page_size: part::PAGE,
            page_token,
            ..ListMatchesRequest::default()
        };
        let answer = visit.api.matches().list_matches(request).await?.into_inner();
        Ok((answer.matches, answer.next_page_token))
    })
    .await
}

/// Of two colleagues in one match, each has an involvement.
fn key(one: &Match) -> String {
    let id = format!("{}.{}", one.match_id, one.involvement_id);
    part::by_day(&one.contact_due, &id)
}

/// The matches in which contact is owed, as cards.
pub(in crate::web) fn view(now: Now, owed: &Part<Match>) -> Page {
    let lang = now.lang;
    let lead = match owed.entries.len() {
        0 => lang.say(work::CALL_NOBODY).to_owned(),
        number => lang.count(number, work::CALL_ONE, work::CALL_MORE),
    };
    let mut page = Page::new(lang.say(work::MY_WORK), lead);
    let cards = owed.at_once(MOST).iter().enumerate();
    page.blocks = cards.map(|(at, found)| Block::Card(card(now, at, found))).collect();
    part::goes_on(&mut page, now, "/mijn-werk", owed, MOST);
    page
}

fn card(now: Now, at: usize, found: &Match) -> Card {
    let lang = now.lang;
    let tag = now.term(&found.contact_due);
    let mut lines = vec![Line::from(Bit::Quiet(about(now, found)))];
    lines.extend(found.parties.iter().map(|party| involved::line(now, party)));
    if found.parties_left_out > 0 {
        let words = lang.fill(work::MORE_INVOLVED, &[&found.parties_left_out.to_string()]);
        let everybody = format!("/betrokkenheden/{}", found.involvement_id);
        lines.push(Line::from(Bit::Link(everybody, words)));
    }
    let contact = Form::act("/mijn-werk", lang.say(work::CONTACT))
        .carry("match", found.match_id.clone())
        .carry("stand", (FollowUpState::ContactMade as i32).to_string());
    let reasons = Input::Select(codes::options::<NoActionReason>(lang), String::new());
    let none = Form::act("/mijn-werk", lang.say(work::RECORD))
        .folded(lang.say(work::NO_CONTACT))
        .carry("match", found.match_id.clone())
        .carry("stand", (FollowUpState::NoActionNeeded as i32).to_string())
        .field(Field::new("reden", lang.say(work::REASON), reasons));
    Card {
        // Two may share a reference: the place on the page is what no other has.
        id: format!("m{at}"),
        look: tag.as_ref().map_or(Look::Plain, |(look, _)| *look),
        title: Bit::Code(found.reference.clone()).into(),
        lines,
        tag,
        forms: vec![if at == 0 { contact.primary() } else { contact }, none],
    }
}

/// By what the own organisation knows the family.
fn about(now: Now, found: &Match) -> String {
    let roles: Vec<_> =
        found.roles.iter().map(|role| codes::say::<FamilyRole>(now.lang, *role)).collect();
    let parts = [found.own_reference.clone(), roles.join(", "), codes::area(&found.area)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Records what was done.
pub(in crate::web) async fn follow_up(visit: &Visit, asked: &Asked) -> Result<Done, Status> {
    let request = RecordFollowUpRequest {
        match_id: asked.fields.get("match").to_owned(),
        state: asked.fields.code("stand"),
        reason: asked.fields.code("reden"),
        request_id: asked.form(),
        ..RecordFollowUpRequest::default()
    };
    visit.api.matches().record_follow_up(request).await?;
    Ok(Done::Went(said_at("/mijn-werk", "contact")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::model::time::Day, web::lang::Lang};

    #[test]
    fn whoever_has_no_room_on_the_page_is_counted() {
        let now = Now::at(Lang::Nl, Day(20_514).start());
        let link = |left_out| {
            let found = Match { parties_left_out: left_out, ..Match::default() };
            let lines = card(now, 0, &found).lines;
            lines.into_iter().flat_map(|line| line.0).find_map(|bit| match bit {
                Bit::Link(_, words) => Some(words),
                _ => None,
            })
        };
        assert_eq!(link(0), None);
        assert!(link(7).is_some_and(|words| words.contains('7')));
    }
}
