//! Proto to values: small parsers that collect every problem of a request. After this room no raw
//! string exists.

use prost::Message;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::domain::{
    model::{
        card::{self, Rule},
        ids::{CaseId, InvolvementId, MatchId, TicketId},
        involvement::Fingerprint,
        party::Oin,
        refusal::{FieldProblem, Refusal},
        time::Day,
    },
    rules::{
        access::Permit,
        matching::{FollowUp, NoActionReason},
    },
    state::receipt::{ReceiptKey, Request},
};

use crate::api::v1;

use super::identity::ACTING_MOST;

/// Collects what is wrong with a request.
pub(super) struct Problems(Vec<FieldProblem>);

impl Problems {
    /// Begins with the field that every request has: who acts.
    pub(super) fn of(permit: &Permit) -> Self {
        let mut problems = Self(Vec::new());
        problems.text("acting_professional", &permit.caller().professional, ACTING_MOST);
        problems
    }

    pub(super) fn add(&mut self, field: impl Into<String>, rule: impl Into<String>) {
        self.0.push(FieldProblem::new(field, rule));
    }

    /// The field breaks a rule.
    pub(super) fn broken(&mut self, field: impl Into<String>, rule: &Rule) {
        self.0.push(FieldProblem::by(field, rule));
    }

    /// The value, or a problem with the field.
    pub(super) fn require<T>(&mut self, field: &str, value: Option<T>, rule: &str) -> Option<T> {
        if value.is_none() {
            self.add(field, rule);
        }
        value
    }

    /// All problems, or the parsed values.
    pub(super) fn finish<T>(self, value: Option<T>) -> Result<T, Refusal> {
        match value {
            Some(value) if self.0.is_empty() => Ok(value),
            _ => Err(Refusal::Fields(self.0)),
        }
    }

    /// Text of 1..=most characters.
    pub(super) fn text(&mut self, field: &str, value: &str, most: usize) -> Option<String> {
        self.required_text(field, value, most, |_| Ok(()))
    }

    /// Text of 1..=most characters that also keeps to a rule of its own.
    pub(super) fn required_text(
        &mut self,
        field: &str,
        value: &str,
        most: usize,
        rule: impl Fn(&str) -> Result<(), &'static Rule>,
    ) -> Option<String> {
        if value.trim().is_empty() {
            self.add(field, "is required");
            return None;
        }
        self.ruled(field, value, most, |text| card::text(text).and_then(|()| rule(text)))
    }

    /// Text of at most `most` characters, or none.
    pub(super) fn optional_text(
        &mut self,
        field: &str,
        value: &str,
        most: usize,
    ) -> Option<String> {
        self.ruled(field, value, most, card::text)
    }

    /// Text of at most `most` characters that keeps to a rule, or none.
    pub(super) fn ruled(
        &mut self,
        field: &str,
        value: &str,
        most: usize,
        rule: impl Fn(&str) -> Result<(), &'static Rule>,
    ) -> Option<String> {
        let value = value.trim();
        // Bytes are at least as many as characters.
        if value.len() > most && value.chars().count() > most {
            self.add(field, format!("must be at most {most} characters"));
            return None;
        }
        match value {
            "" => Some(String::new()),
            value => match rule(value) {
                Ok(()) => Some(value.to_owned()),
                Err(broken) => {
                    self.broken(field, broken);
                    None
                }
            },
        }
    }

    /// A UUID of any version: of something that exists.
    pub(super) fn id(&mut self, field: &str, value: &str) -> Option<Uuid> {
        let id = Uuid::try_parse(value).ok().filter(|id| !id.is_nil());
        self.require(field, id, "must be a UUID, for instance from an earlier answer")
    }

    /// A UUIDv7: of something that the caller creates.
    pub(super) fn new_id(&mut self, field: &str, value: &str) -> Option<Uuid> {
        let id = Uuid::try_parse(value).ok().filter(|id| id.get_version_num() == 7);
        self.require(field, id, "must be a fresh UUID of version 7, chosen by the caller")
    }

    /// A civil date.
    pub(super) fn day(&mut self, field: &str, value: &str) -> Option<Day> {
        self.require(field, Day::parse(value), "must be a date, YYYY-MM-DD")
    }

    /// An OIN.
    pub(super) fn oin(&mut self, field: &str, value: &str) -> Option<Oin> {
        self.require(field, Oin::parse(value), "must be an OIN: exactly 20 digits")
    }
}

/// Checks a request of which nothing but the acting professional can be wrong here.
pub(super) fn acting(permit: &Permit) -> Result<(), Refusal> {
    Problems::of(permit).finish(Some(()))
}

/// Hash of what was asked, cut to 128 bits.
pub(super) fn fingerprint(call: &str, request: &impl Message) -> Fingerprint {
    let mut hasher = Sha256::new();
    hasher.update(call.as_bytes());
    hasher.update(request.encode_to_vec());
    *hasher.finalize().first_chunk().expect("SHA-256 gives 32 bytes")
}

/// The request id of a mutating call with the hash of the whole request.
pub(super) fn request(
    problems: &mut Problems,
    permit: &Permit,
    request_id: &str,
    message: &impl Message,
) -> Option<Request> {
    let id = Uuid::try_parse(request_id).ok().filter(|id| !id.is_nil());
    let id = problems.require("request_id", id, "must be a UUID, the same for every retry")?;
    let key = ReceiptKey { caller: permit.party().clone(), request: id };
    Some(Request { key, fingerprint: fingerprint(permit.call().name(), message) })
}

/// A request id with what else is asked.
pub(super) fn with_request<T>(
    permit: &Permit,
    request_id: &str,
    message: &impl Message,
    rest: impl FnOnce(&mut Problems) -> Option<T>,
) -> Result<(Request, T), Refusal> {
    let mut problems = Problems::of(permit);
    let request = request(&mut problems, permit, request_id, message);
    let rest = rest(&mut problems);
    problems.finish(request.zip(rest))
}

pub(super) fn involvement_id(permit: &Permit, value: &str) -> Result<InvolvementId, Refusal> {
    let mut problems = Problems::of(permit);
    let id = problems.id("involvement_id", value).map(InvolvementId);
    problems.finish(id)
}

/// The involvement that a request names; that of nobody when it names none.
pub(super) fn lenient_involvement_id(value: &str) -> InvolvementId {
    InvolvementId(Uuid::try_parse(value).unwrap_or_default())
}

pub(super) fn import_id(permit: &Permit, value: &str) -> Result<Uuid, Refusal> {
    let mut problems = Problems::of(permit);
    let id = problems.new_id("start.import_id", value);
    problems.finish(id)
}

pub(super) fn match_id(permit: &Permit, value: &str) -> Result<MatchId, Refusal> {
    let mut problems = Problems::of(permit);
    let id = problems.id("match_id", value).map(MatchId);
    problems.finish(id)
}

pub(super) fn case_id(permit: &Permit, value: &str) -> Result<CaseId, Refusal> {
    let mut problems = Problems::of(permit);
    let id = problems.id("case_id", value).map(CaseId);
    problems.finish(id)
}

pub(super) fn ticket_id(permit: &Permit, value: &str) -> Result<TicketId, Refusal> {
    let mut problems = Problems::of(permit);
    let id = problems.id("ticket_id", value).map(TicketId);
    problems.finish(id)
}

pub(super) fn follow_up(
    permit: &Permit,
    body: &v1::RecordFollowUpRequest,
) -> Result<(Request, (MatchId, FollowUp)), Refusal> {
    with_request(permit, &body.request_id, body, |problems| {
        let id = problems.id("match_id", &body.match_id).map(MatchId);
        let state = follow_up_state(problems, body);
        id.zip(state)
    })
}

fn follow_up_state(problems: &mut Problems, body: &v1::RecordFollowUpRequest) -> Option<FollowUp> {
    use v1::{FollowUpState as State, NoActionReason as Reason};
    let reason = match Reason::try_from(body.reason) {
        Ok(Reason::Unspecified) => None,
        Ok(Reason::AlreadyInContact) => Some(NoActionReason::AlreadyInContact),
        Ok(Reason::InvolvementEnding) => Some(NoActionReason::InvolvementEnding),
        Ok(Reason::LeadCoordinates) => Some(NoActionReason::LeadCoordinates),
        Ok(Reason::NotRelevant) => Some(NoActionReason::NotRelevant),
        Err(_) => {
            problems.add("reason", "is not a known reason");
            return None;
        }
    };
    let state = match State::try_from(body.state) {
        Ok(State::Seen) => FollowUp::Seen,
        Ok(State::ContactMade) => FollowUp::ContactMade,
        Ok(State::NoActionNeeded) => {
            let rule = "is required with NO_ACTION_NEEDED";
            FollowUp::NoActionNeeded(problems.require("reason", reason, rule)?)
        }
        Ok(State::Unspecified | State::New) | Err(_) => {
            problems.add("state", "must be SEEN, CONTACT_MADE or NO_ACTION_NEEDED");
            return None;
        }
    };
    if reason.is_some() && !matches!(state, FollowUp::NoActionNeeded(_)) {
        problems.add("reason", "goes with NO_ACTION_NEEDED only");
    }
    Some(state)
}

pub(super) fn lead(
    permit: &Permit,
    body: &v1::AgreeLeadRequest,
) -> Result<(Request, (MatchId, Oin)), Refusal> {
    with_request(permit, &body.request_id, body, |problems| {
        let id = problems.id("match_id", &body.match_id).map(MatchId);
        id.zip(problems.oin("lead_oin", &body.lead_oin))
    })
}

pub(super) fn renew(
    permit: &Permit,
    body: &v1::RenewInvolvementRequest,
) -> Result<(Request, (InvolvementId, Day)), Refusal> {
    with_request(permit, &body.request_id, body, |problems| {
        let id = problems.id("involvement_id", &body.involvement_id).map(InvolvementId);
        id.zip(problems.day("end_date", &body.end_date))
    })
}

pub(super) fn end(
    permit: &Permit,
    body: &v1::EndInvolvementRequest,
) -> Result<(Request, (InvolvementId, crate::domain::rules::changing::Ending)), Refusal> {
    use crate::domain::rules::changing::Ending;
    with_request(permit, &body.request_id, body, |problems| {
        let id = problems.id("involvement_id", &body.involvement_id).map(InvolvementId);
        let ending = match v1::EndReason::try_from(body.reason) {
            Ok(v1::EndReason::NoLongerInvolved) => Some(Ending::NoLongerInvolved),
            Ok(v1::EndReason::Unjustified) => Some(Ending::Unjustified),
            Ok(v1::EndReason::Unspecified | v1::EndReason::Expired) | Err(_) => None,
        };
        let rule = "must be NO_LONGER_INVOLVED or UNJUSTIFIED";
        id.zip(problems.require("reason", ending, rule))
    })
}
