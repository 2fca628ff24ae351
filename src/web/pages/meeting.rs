//! The meetings of one family on the page of its case: which are planned, who is invited, who was there.

use std::collections::BTreeMap;

use tonic::Status;

use crate::{
    api::v1::{
        Case, MeetingKind, MeetingPresence, PlanMeetingRequest, PlannedMeeting, Presence,
        RecordAttendanceRequest,
    },
    web::{
        forms::Filled,
        lang::Lang,
        page::{Block, Field, Form, Input, Page, Table},
        texts::{codes, office},
        visit::{Asked, Done, Visit, said_at},
        when::Now,
    },
};

use super::{again, case, register};

/// Before the OIN of an organisation in the name of a field: whether it is invited, whether it was there.
const INVITED: &str = "partij";
const WAS: &str = "was";

/// The meetings that are to come, and the forms about them.
pub(super) fn blocks(page: &mut Page, now: Now, case: &Case, kinds: &[MeetingKind]) {
    let lang = now.lang;
    page.blocks.push(Block::heading("overleg", lang.say(office::MEETINGS)));
    if case.planned_meetings.is_empty() {
        page.blocks.push(Block::words(lang.say(office::NO_MEETINGS)));
    } else {
        page.blocks.push(Block::Table(planned(now, case)));
    }
    let parties = parties(case);
    if !parties.is_empty() {
        page.blocks.push(Block::Form(plan_form(now, case, kinds, &parties)));
    }
    for meeting in &case.planned_meetings {
        page.blocks.push(Block::Form(call_off_form(now, case, meeting)));
    }
    if !parties.is_empty() {
        let forms = held(now, case, kinds).into_iter();
        page.blocks.extend(
            forms.map(|(code, day)| Block::Form(presence_form(now, case, (&code, &day), &parties))),
        );
    }
}

/// The organisations that can be invited, each once, by name.
fn parties(case: &Case) -> Vec<(String, String)> {
    let known = case.involved.iter().filter(|party| !party.withheld);
    let mut parties: Vec<(String, String)> = known
        .map(|party| (party.organisation_name.clone(), party.organisation_oin.clone()))
        .collect();
    parties.sort();
    parties.dedup();
    parties
}

fn planned(now: Now, case: &Case) -> Table {
    let lang = now.lang;
    let name = |oin: &String| {
        let known = case.involved.iter().find(|party| party.organisation_oin == *oin);
        known.map_or_else(|| oin.clone(), |party| party.organisation_name.clone())
    };
    let columns = [office::MEETING, office::MEETING_ON, office::MEETING_INVITED, office::CHAIR];
    let columns = columns.map(|text| lang.say(text));
    let mut table = Table::new(lang.say(office::MEETINGS_PLANNED), &columns);
    table.rows = case
        .planned_meetings
        .iter()
        .map(|one| {
            let invited: Vec<String> = one.invited_oins.iter().map(name).collect();
            let chair = one.chair.as_ref().map_or("–", |chair| chair.name.as_str());
            vec![
                codes::capital(&codes::plain(lang, &one.milestone)).into(),
                now.day(&one.day).into(),
                invited.join(", ").into(),
                chair.into(),
            ]
        })
        .collect();
    table
}

fn form(case: &Case, what: &str, words: &str) -> Form {
    Form::act(format!("/zaken/{}/{what}", case.case_id), words).folded(words)
}

fn plan_form(now: Now, case: &Case, kinds: &[MeetingKind], parties: &[(String, String)]) -> Form {
    let lang = now.lang;
    let milestones = case.plan.iter().flat_map(|plan| &plan.milestones);
    let mut known: Vec<String> = milestones.map(|milestone| milestone.code.clone()).collect();
    known.extend(kinds.iter().map(|kind| kind.code.clone()));
    known.sort();
    known.dedup();
    let options = known.into_iter().map(|code| {
        let words = codes::plain(lang, &code);
        (code, words)
    });
    let which = Input::Select(options.collect(), String::new());
    let day = Input::Date(now.today().to_string());
    let invite = parties.iter().map(|(name, oin)| {
        let label = lang.fill(office::INVITE_ONE, &[name]);
        Field::new(format!("{INVITED}{oin}"), label, Input::Tick(false))
    });
    form(case, "overleg", lang.say(office::PLAN_MEETING))
        .field(Field::new("overleg", lang.say(office::MEETING), which))
        .field(Field::new("dag", lang.say(office::MEETING_ON), day))
        .fields(invite)
}

fn about(now: Now, code: &str, day: &str) -> [String; 2] {
    [codes::plain(now.lang, code), now.day(day)]
}

fn call_off_form(now: Now, case: &Case, meeting: &PlannedMeeting) -> Form {
    let [code, day] = about(now, &meeting.milestone, &meeting.day);
    form(case, "overleg-afzeggen", &now.lang.fill(office::CALL_OFF, &[&code, &day]))
        .carry("overleg", meeting.milestone.clone())
        .carry("dag", meeting.day.clone())
}

/// The meetings of which presence can be recorded: planned for a day that has come, or the last one held.
fn held(now: Now, case: &Case, kinds: &[MeetingKind]) -> Vec<(String, String)> {
    let milestones = || case.plan.iter().flat_map(|plan| &plan.milestones);
    let of_kind = |code: &str| kinds.iter().any(|kind| kind.code == code && kind.attendance);
    let in_plan = |code: &str| milestones().any(|one| one.code == code && one.attendance);
    let today = now.today().to_string();
    let come = case.planned_meetings.iter().filter(|one| one.day <= today);
    let come = come.filter(|one| of_kind(&one.milestone) || in_plan(&one.milestone));
    let mut held: Vec<(String, String)> =
        come.map(|one| (one.milestone.clone(), one.day.clone())).collect();
    let last = milestones().filter(|one| one.attendance || of_kind(&one.code));
    held.extend(last.filter_map(|one| Some((one.code.clone(), one.held_on.last()?.clone()))));
    // A kind that is no milestone of the plan: the last one of which somebody said who was there.
    let mut of_kinds = BTreeMap::new();
    for one in &case.meetings {
        if of_kind(&one.milestone) && !milestones().any(|known| known.code == one.milestone) {
            of_kinds.insert(one.milestone.clone(), one.held_on.clone());
        }
    }
    held.extend(of_kinds);
    held
}

fn presence_form(
    now: Now,
    case: &Case,
    (code, day): (&str, &str),
    parties: &[(String, String)],
) -> Form {
    let known = case.meetings.iter().find(|one| one.milestone == code && one.held_on == day);
    let was = |oin: &str| {
        let mut presence = known.into_iter().flat_map(|one| &one.presence);
        presence.find(|one| one.organisation_oin == oin).map(|one| one.presence)
    };
    let words = about(now, code, day);
    let mut form =
        form(case, "aanwezigheid", &now.lang.fill(office::PRESENCE_AT, &[&words[0], &words[1]]))
            .carry("overleg", code)
            .carry("dag", day);
    for (_, oin) in parties {
        if let Some(was) = was(oin) {
            form = form.carry(&format!("{}{oin}", again::SHOWN), was.to_string());
        }
    }
    form.fields(presence_fields(now.lang, parties, was))
}

/// For each organisation, by name and number, whether it was there; `was`: as it was recorded before.
pub(super) fn presence_fields<'a>(
    lang: Lang,
    parties: &'a [(String, String)],
    was: impl Fn(&str) -> Option<i32> + 'a,
) -> impl Iterator<Item = Field> + 'a {
    let number = |one: Presence| i32::from(one).to_string();
    let options = vec![
        (String::new(), lang.say(office::NOT_EXPECTED).to_owned()),
        (number(Presence::Present), lang.say(office::WAS_THERE).to_owned()),
        (number(Presence::Absent), lang.say(office::WAS_NOT_THERE).to_owned()),
    ];
    parties.iter().map(move |(name, oin)| {
        let chosen = was(oin).map_or_else(String::new, |was| was.to_string());
        Field::new(format!("{WAS}{oin}"), name.clone(), Input::Select(options.clone(), chosen))
    })
}

fn back(asked: &Asked) -> Done {
    Done::Went(said_at(&format!("/zaken/{}", asked.id), "vastgelegd"))
}

fn request(asked: &Asked) -> PlanMeetingRequest {
    PlanMeetingRequest {
        case_id: asked.id.clone(),
        milestone: asked.fields.get("overleg").to_owned(),
        day: asked.fields.get("dag").to_owned(),
        request_id: asked.form(),
        ..PlanMeetingRequest::default()
    }
}

/// Plans a meeting.
pub(in crate::web) async fn plan(visit: &Visit, asked: &Asked) -> Result<Done, Status> {
    let names = asked.fields.names();
    let ticked = names.iter().filter(|name| asked.fields.ticked(name));
    let invited = ticked.filter_map(|name| name.strip_prefix(INVITED)).map(str::to_owned);
    let request = PlanMeetingRequest { invited_oins: invited.collect(), ..request(asked) };
    match visit.api.cases().plan_meeting(request).await {
        Ok(_) => Ok(back(asked)),
        Err(status) => on_case(visit, asked, "overleg", status).await,
    }
}

/// Calls a meeting off.
pub(in crate::web) async fn call_off(visit: &Visit, asked: &Asked) -> Result<Done, Status> {
    let request = PlanMeetingRequest { called_off: true, ..request(asked) };
    match visit.api.cases().plan_meeting(request).await {
        Ok(_) => Ok(back(asked)),
        Err(status) => on_case(visit, asked, "overleg-afzeggen", status).await,
    }
}

/// Records who was at a meeting.
pub(in crate::web) async fn presence(visit: &Visit, asked: &Asked) -> Result<Done, Status> {
    match record(visit, asked).await {
        Ok(()) => Ok(back(asked)),
        Err(status) => on_case(visit, asked, "aanwezigheid", status).await,
    }
}

/// What a field says about an organisation, if that is not what stood there already: somebody else may
/// have corrected that since.
fn said(filled: &Filled, name: &str) -> Option<MeetingPresence> {
    let oin = name.strip_prefix(WAS)?;
    let presence = filled.code(name);
    let new = presence != 0 && presence != filled.code(&format!("{}{oin}", again::SHOWN));
    new.then(|| MeetingPresence { organisation_oin: oin.to_owned(), presence })
}

/// Sends who was at a meeting.
pub(super) async fn record(visit: &Visit, asked: &Asked) -> Result<(), Status> {
    let names = asked.fields.names();
    let presence = names.iter().filter_map(|name| said(&asked.fields, name));
    let request = RecordAttendanceRequest {
        case_id: asked.id.clone(),
        milestone: asked.fields.get("overleg").to_owned(),
        held_on: asked.fields.get("dag").to_owned(),
        presence: presence.collect(),
        request_id: asked.form(),
        ..RecordAttendanceRequest::default()
    };
    visit.api.cases().record_attendance(request).await.map(|_| ())
}

/// The page of the case once more.
async fn on_case(visit: &Visit, asked: &Asked, what: &str, status: Status) -> Result<Done, Status> {
    let action = format!("/zaken/{}/{what}", asked.id);
    again(visit, asked, case::show(visit, asked), &action, status).await
}

/// A page once more, with the form as it was sent and what is wrong at its fields. A refusal that is
/// about no field is a page of its own, and so is one about a form that is there no more.
pub(super) async fn again(
    visit: &Visit,
    asked: &Asked,
    page: impl Future<Output = Result<Page, Status>>,
    action: &str,
    status: Status,
) -> Result<Done, Status> {
    let Some(wrong) = register::field_problems(visit.now.lang, &status) else { return Err(status) };
    let mut page = page.await?;
    let marked = again::mark(&mut page, action, asked, &wrong, at);
    if marked { Ok(Done::Again(Box::new(page))) } else { Err(status) }
}

/// The field of a form that a field of the API is about.
fn at(form: &Form, filled: &Filled, field: &str) -> String {
    let (list, place) = field.split_once('[').unwrap_or((field, ""));
    let place = place.split(']').next().and_then(|place| place.parse().ok()).unwrap_or(0);
    let (prefix, sent): (&str, &dyn Fn(&str) -> bool) = match list {
        "milestone" => return "overleg".to_owned(),
        "day" | "held_on" => return "dag".to_owned(),
        "invited_oins" => (INVITED, &|name| filled.ticked(name)),
        "presence" => (WAS, &|name| said(filled, name).is_some()),
        _ => return field.to_owned(),
    };
    let of_list: Vec<&str> = form.fields.iter().map(|field| field.name.as_str()).collect();
    let mut of_list: Vec<&str> =
        of_list.into_iter().filter(|name| name.starts_with(prefix)).collect();
    // The list was sent in the order of the names.
    of_list.sort_unstable();
    let sent = of_list.iter().filter(|name| sent(name)).nth(place);
    sent.or(of_list.first()).map_or_else(|| field.to_owned(), |name| (*name).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        api::v1::{Meeting, Milestone, Plan},
        domain::model::time::Day,
    };

    #[test]
    fn presence_at_every_kind_can_be_corrected() {
        let kind = |code: &str, attendance| MeetingKind {
            code: code.into(),
            attendance,
            ..MeetingKind::default()
        };
        let was = |code: &str, day: &str| Meeting {
            milestone: code.into(),
            held_on: day.into(),
            ..Meeting::default()
        };
        let milestone = Milestone {
            code: "mdo-plus".into(),
            held_on: vec!["2026-03-02".into()],
            attendance: true,
            ..Milestone::default()
        };
        let case = Case {
            plan: Some(Plan { milestones: vec![milestone], ..Plan::default() }),
            meetings: vec![
                was("mdo-plus", "2026-03-02"),
                was("round-table", "2026-03-03"),
                was("round-table", "2026-03-10"),
                was("family-group-plan", "2026-03-11"),
            ],
            ..Case::default()
        };
        let now = Now::at(Lang::Nl, Day::parse("2026-03-20").expect("a day").start());
        let kinds =
            [kind("mdo-plus", true), kind("round-table", true), kind("family-group-plan", false)];
        let pair = |code: &str, day: &str| (code.to_owned(), day.to_owned());
        let expected = [pair("mdo-plus", "2026-03-02"), pair("round-table", "2026-03-10")];
        assert_eq!(held(now, &case, &kinds), expected);
    }

    #[test]
    fn what_is_wrong_stands_at_who_was_named() {
        let field = |name: &str| Field::new(name, name, Input::Tick(false));
        let form = Form::act("/", "").fields(["overleg", "partij2", "partij1"].map(field));
        let nobody = Filled::read(b"overleg=mdo");
        let second = Filled::read(b"partij2=ja");
        assert_eq!(at(&form, &nobody, "invited_oins"), "partij1");
        assert_eq!(at(&form, &second, "invited_oins[0]"), "partij2");
        assert_eq!(at(&form, &second, "milestone"), "overleg");
        assert_eq!(at(&form, &second, "held_on"), "dag");
        assert_eq!(at(&form, &second, "presence[0].presence"), "presence[0].presence");
    }
}
