//! Cards, own references and what is recorded of a registration afterwards: proto to commands.

use crate::{
    api::v1,
    covenant::Covenants,
    domain::{
        model::{
            card,
            ids::InvolvementId,
            involvement::{Deputy, Informed},
            own_reference::{OwnReference, OwnReferenceProblem},
            refusal::Refusal,
            terms::Terms,
            time::Day,
        },
        rules::{
            access::Permit,
            adding::Add,
            contact::{Act, Change, Which},
            listing,
        },
        state::receipt::Request,
    },
};

use crate::service::{
    fields::{self, Problems},
    lists::{self, PROFESSIONAL_MOST},
};

use super::parse;

/// Who stands in. The outer option says whether it is right.
#[expect(clippy::option_option, reason = "right or wrong, and with or without a deputy")]
pub(crate) fn deputy(
    problems: &mut Problems,
    deputy: Option<&v1::Deputy>,
) -> Option<Option<Box<Deputy>>> {
    let Some(deputy) = deputy else { return Some(None) };
    let name = "professional.deputy.name";
    let name = problems.required_text(name, &deputy.name, card::NAME_MOST_CHARS, card::name);
    let phone = problems.ruled("professional.deputy.phone", &deputy.phone, 32, card::phone);
    let email = problems.ruled("professional.deputy.email", &deputy.email, 254, |text| {
        card::text(text).and_then(|()| card::email(text))
    });
    if deputy.phone.trim().is_empty() && deputy.email.trim().is_empty() {
        let rule = "or professional.deputy.email is required: how can the others reach the deputy?";
        problems.add("professional.deputy.phone", rule);
    }
    Some(Some(Box::new(Deputy { name: name?, phone: phone?, email: email? })))
}

/// An own reference, or none. The outer option says whether it is right.
#[expect(clippy::option_option, reason = "right or wrong, and with or without a reference")]
pub(crate) fn own_reference(problems: &mut Problems, text: &str) -> Option<Option<OwnReference>> {
    if text.is_empty() {
        return Some(None);
    }
    let rule = match OwnReference::parse(text) {
        Ok(reference) => return Some(Some(reference)),
        Err(OwnReferenceProblem::Characters) => {
            "must be 1 to 24 capitals, digits, \".\", \"/\" or \"-\""
        }
        Err(OwnReferenceProblem::NoDigit) => "must hold a digit",
        Err(OwnReferenceProblem::Letters) => {
            "must not hold more than three letters in a row: it is a number, not a name"
        }
        Err(OwnReferenceProblem::Bsn) => "must not hold a BSN; use a number of your own",
    };
    problems.add("own_reference", rule);
    None
}

/// Which own involvements are asked for.
pub(crate) fn involvements(
    permit: &Permit,
    body: &v1::ListInvolvementsRequest,
) -> Result<listing::Involvements, Refusal> {
    let mut problems = Problems::of(permit);
    let professional = lists::professional(&mut problems, permit, &body.professional_id);
    let own_reference = own_reference(&mut problems, &body.own_reference);
    let reference = lists::spoken(&mut problems, &body.reference);
    let (active, to_be_informed) = (body.active_only, body.to_be_informed);
    let right = professional.zip(own_reference).zip(reference);
    let filter = right.map(|((professional, own_reference), reference)| listing::Involvements {
        professional,
        active,
        to_be_informed,
        own_reference,
        reference,
    });
    problems.finish(filter)
}

fn change(
    problems: &mut Problems,
    (covenants, permit): (&Covenants, &Permit),
    act: Act,
    which: Option<Result<&String, &String>>,
    card: Option<&v1::ContactCard>,
) -> Option<Change> {
    let card = parse::card(problems, covenants, card);
    let which = match which {
        Some(Ok(id)) => problems.id("involvement_id", id).map(InvolvementId).map(Which::One),
        Some(Err(professional)) => {
            let (field, most) = ("all_of_professional", PROFESSIONAL_MOST);
            let professional = problems.text(field, professional, most);
            let own = |whose| lists::within_reach(problems, permit, field, whose);
            professional.and_then(own).map(Which::Of)
        }
        None => {
            problems.add("involvement_id", "or all_of_professional is required: which ones?");
            None
        }
    };
    Some(Change { which: which?, card: card?, act })
}

pub(crate) fn update_contact(
    covenants: &Covenants,
    permit: &Permit,
    body: &v1::UpdateContactRequest,
) -> Result<(Request, Change), Refusal> {
    use v1::update_contact_request::Which;
    let which = body.which.as_ref().map(|which| match which {
        Which::InvolvementId(id) => Ok(id),
        Which::AllOfProfessional(professional) => Err(professional),
    });
    fields::with_request(permit, &body.request_id, body, |problems| {
        change(problems, (covenants, permit), Act::Update, which, body.professional.as_ref())
    })
}

pub(crate) fn hand_over(
    covenants: &Covenants,
    permit: &Permit,
    body: &v1::HandOverInvolvementRequest,
) -> Result<(Request, Change), Refusal> {
    use v1::hand_over_involvement_request::Which;
    let which = body.which.as_ref().map(|which| match which {
        Which::InvolvementId(id) => Ok(id),
        Which::AllOfProfessional(professional) => Err(professional),
    });
    fields::with_request(permit, &body.request_id, body, |problems| {
        change(problems, (covenants, permit), Act::HandOver, which, body.professional.as_ref())
    })
}

pub(crate) fn informed(
    permit: &Permit,
    body: &v1::RecordInformedRequest,
    today: Day,
) -> Result<(Request, (InvolvementId, Informed)), Refusal> {
    fields::with_request(permit, &body.request_id, body, |problems| {
        let id = problems.id("involvement_id", &body.involvement_id).map(InvolvementId);
        if body.informed.as_ref().is_none_or(|informed| informed.state.is_none()) {
            problems.add("informed", "is required: the day, or the ground why not");
        }
        id.zip(parse::informed(problems, body.informed.as_ref(), today))
    })
}

pub(crate) fn set_own_reference(
    permit: &Permit,
    body: &v1::SetOwnReferenceRequest,
) -> Result<(Request, (InvolvementId, Option<OwnReference>)), Refusal> {
    fields::with_request(permit, &body.request_id, body, |problems| {
        let id = problems.id("involvement_id", &body.involvement_id).map(InvolvementId);
        id.zip(own_reference(problems, &body.own_reference))
    })
}

/// Parses persons to add to an involvement for which these terms hold.
pub(crate) fn add_members(
    context: &parse::Context<'_>,
    permit: &Permit,
    terms: &Terms,
    mut body: v1::AddMembersRequest,
) -> Result<(Request, Add), Refusal> {
    let mut problems = Problems::of(permit);
    let id = problems.id("involvement_id", &body.involvement_id).map(InvolvementId);
    let members = parse::members(&mut problems, context, terms, &mut body.members);
    // A wiped request hashes the same for every family.
    for (member, parsed) in body.members.iter_mut().zip(members.iter().flatten()) {
        member.bsn = parse::lasting(&parsed.identity);
    }
    let request = fields::request(&mut problems, permit, &body.request_id.clone(), &body);
    problems.finish((|| Some((request?, Add { id: id?, members: members? })))())
}
