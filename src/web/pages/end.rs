//! How does an involvement go on, or end?

use tonic::Status;

use crate::{
    api::v1::{EndInvolvementRequest, EndReason, RenewInvolvementRequest},
    web::{
        lang::Lang,
        page::{Field, Form, Input},
        texts::work,
        visit::{Asked, Done, Visit, said_at},
    },
};

/// The form that ends it.
pub(super) fn form(lang: Lang, id: &str) -> Form {
    let reasons = [
        (EndReason::NoLongerInvolved, work::END_NO_LONGER),
        (EndReason::Unjustified, work::END_UNJUSTIFIED),
    ];
    let option = |(reason, text)| ((reason as i32).to_string(), lang.say(text).to_owned());
    let input = Input::Radio(reasons.map(option).to_vec(), String::new());
    Form::act(format!("/betrokkenheden/{id}/beeindigen"), lang.say(work::END))
        .folded(lang.say(work::END))
        .field(Field::new("reden", lang.say(work::REASON), input))
}

/// Sets a later last day.
pub(in crate::web) async fn renew(visit: &Visit, asked: &Asked) -> Result<Done, Status> {
    let request = RenewInvolvementRequest {
        involvement_id: asked.id.clone(),
        end_date: asked.fields.get("einde").to_owned(),
        request_id: asked.form(),
        ..RenewInvolvementRequest::default()
    };
    visit.api.registry().renew_involvement(request).await?;
    Ok(Done::Went(said_at(&format!("/betrokkenheden/{}", asked.id), "verlengd")))
}

/// Ends it, or destroys it when it should not have been.
pub(in crate::web) async fn end(visit: &Visit, asked: &Asked) -> Result<Done, Status> {
    let reason = asked.fields.code("reden");
    let request = EndInvolvementRequest {
        involvement_id: asked.id.clone(),
        reason,
        request_id: asked.form(),
        ..EndInvolvementRequest::default()
    };
    visit.api.registry().end_involvement(request).await?;
    let destroyed = reason == EndReason::Unjustified as i32;
    let word = if destroyed { "vernietigd" } else { "beeindigd" };
    Ok(Done::Went(said_at("/betrokkenheden", word)))
}
