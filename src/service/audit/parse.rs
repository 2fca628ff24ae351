//! Which entries, of which chain, from which place? Proto to values.

use std::str::FromStr as _;

use crate::{
    api::v1::{self, list_audit_entries_request::Actor},
    domain::{
        model::{
            card,
            party::{OfficeId, Party},
            refusal::Refusal,
        },
        rules::{
            access::{CALLS, Permit},
            listing::Entries,
        },
    },
    service::fields::Problems,
    store::audit_chain::Head,
};

/// Most characters in the name of a chain.
const CHAIN_MOST: usize = 64;

/// Most characters of who acted.
const PROFESSIONAL_MOST: usize = 64;

/// Which entries, of which chain.
pub(super) fn entries(
    permit: &Permit,
    body: &v1::ListAuditEntriesRequest,
) -> Result<(String, Entries), Refusal> {
    let mut problems = Problems::of(permit);
    let actor = match &body.actor {
        None => Some(None),
        Some(Actor::OrganisationOin(oin)) => {
            problems.oin("organisation_oin", oin).map(|oin| Some(Party::Organisation(oin)))
        }
        Some(Actor::Office(office)) => {
            let rule = "must be the id of an office; ListOffices lists them";
            let id = OfficeId::parse(office).filter(|_| !card::holds_bsn(office));
            let office = problems.require("office", id, rule);
            office.map(|office| Some(Party::Office(office)))
        }
    };
    let professional =
        problems.optional_text("professional", &body.professional, PROFESSIONAL_MOST);
    let known = body.call.is_empty() || CALLS.iter().any(|call| call.name() == body.call);
    let rule = "must be the name of a call of the API, for instance ListInvolved";
    problems.require("call", known.then_some(()), rule);
    let mut day = |field: &str, text: &str| match text {
        "" => Some(None),
        text => problems.day(field, text).map(Some),
    };
    let (from, to) = (day("from_date", &body.from_date), day("to_date", &body.to_date));
    if let (Some(Some(from)), Some(Some(to))) = (from, to)
        && to < from
    {
        problems.add("to_date", "must not be before from_date");
    }
    let chain = problems.optional_text("chain", &body.chain, CHAIN_MOST);
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let asked = (|| {
        let (professional, call) = (given(&professional?), given(&body.call));
        Some((chain?, Entries { actor: actor?, professional, call, from: from?, to: to? }))
    })();
    problems.finish(asked)
}

/// Which chain, and where an earlier answer ended.
pub(super) fn chain(
    permit: &Permit,
    body: &v1::VerifyAuditChainRequest,
) -> Result<(String, Head), Refusal> {
    let mut problems = Problems::of(permit);
    let chain = problems.optional_text("chain", &body.chain, CHAIN_MOST);
    let after = match body.after.as_str() {
        "" => Some(Head::default()),
        text => {
            let rule = "must be POSITION:HASH, as in verified_to of an earlier answer";
            problems.require("after", Head::from_str(text).ok(), rule)
        }
    };
    problems.finish(chain.zip(after))
}
