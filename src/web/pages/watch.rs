//! Who keeps watch on a family after its case, and what is recorded about it: its begin, every look, its
//! end before time. It goes on while the case is closed.

use tonic::Status;

use crate::{
    api::v1::{Case, KeepWatchRequest, Watch, WatchAct, WatchFinding},
    web::{
        page::{Block, Field, Form, Input},
        texts::{codes, office},
        visit::{Asked, Done, Visit},
        when::Now,
    },
};

use super::of_case::{act, back};

/// Whether watch is kept now.
pub(super) fn runs(case: &Case) -> bool {
    case.watch.as_ref().is_some_and(runs_still)
}

fn runs_still(watch: &Watch) -> bool {
    watch.ended_on.is_empty()
}

/// What its director can record: a look and the end of a watch that runs, else the begin of one. Whether
/// the covenant foresees it for this family now, the API says.
pub(super) fn blocks(now: Now, case: &Case) -> Vec<Block> {
    let lang = now.lang;
    let form = |what: WatchAct, text| {
        act(case, "waakvlam", lang.say(text))
            .folded(lang.say(text))
            .carry("wat", (what as i32).to_string())
    };
    if !runs(case) {
        return vec![Block::Form(form(WatchAct::Start, office::WATCH_START))];
    }
    let look = look_fields(now, form(WatchAct::Look, office::WATCH));
    let stop: Form = form(WatchAct::Stop, office::WATCH_STOP);
    vec![Block::Form(look), Block::Form(stop)]
}

/// When somebody looked, and what it found.
pub(super) fn look_fields(now: Now, form: Form) -> Form {
    let lang = now.lang;
    let findings = Input::Select(codes::options::<WatchFinding>(lang), String::new());
    form.field(Field::new("dag", lang.say(office::LOOK), Input::Date(now.today().to_string())))
        .field(Field::new("bevinding", lang.say(office::FINDING), findings))
}

/// Records it, for whoever directs.
pub(in crate::web) async fn keep(visit: &Visit, asked: &Asked) -> Result<Done, Status> {
    record(visit, asked).await?;
    Ok(back(asked, "vastgelegd"))
}

/// Records it.
pub(super) async fn record(visit: &Visit, asked: &Asked) -> Result<(), Status> {
    let request = KeepWatchRequest {
        case_id: asked.id.clone(),
        act: asked.fields.code("wat"),
        looked_on: asked.fields.get("dag").to_owned(),
        finding: asked.fields.code("bevinding"),
        request_id: asked.form(),
        ..KeepWatchRequest::default()
    };
    visit.api.cases().keep_watch(request).await?;
    Ok(())
}
