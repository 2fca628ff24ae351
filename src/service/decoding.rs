//! What does the service make of messages and page tokens that nobody vouches for? A door for the fuzz targets in
//! `tests/fuzz/`, which see no private items; nothing else uses it.

use prost::Message;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{
    api::v1,
    covenant::Covenants,
    domain::{
        model::{
            party::Party,
            refusal::Refusal,
            time::{Day, Time},
        },
        rules::access::{self, Call, Caller, CallerKind, Permit},
    },
};

use super::{
    case,
    involvement::parse::{self as involvement, Context},
    matches,
    page::Filter,
    plan,
    pseudonym::Pseudonymiser,
    report, rights, signal, ticket,
};

fn pseudonyms() -> Pseudonymiser {
    Pseudonymiser::new(&[(1, Zeroizing::new([7; 32]))]).expect("one key")
}

/// The permit of the first of the kinds that may make a call.
fn permit(covenants: &Covenants, call: Call) -> Permit {
    let organisation = covenants.all().flat_map(|one| one.organisations()).map(|o| o.oin).next();
    let office =
        covenants.all().flat_map(|one| one.offices()).map(|office| office.id.clone()).next();
    let organisation = Party::Organisation(organisation.expect("a covenant has organisations"));
    let office = Party::Office(office.expect("a covenant has offices"));
    let callers = [
        (CallerKind::Organisation, organisation.clone()),
        (CallerKind::PopulationRegister, organisation),
        (CallerKind::Office, office),
    ];
    callers
        .into_iter()
        .map(|(kind, party)| Caller::by_certificate(kind, party, "p1", "01"))
        .find_map(|caller| access::admit(caller, call, Time(0)).ok())
        .expect("somebody may make every call")
}

/// The name of the list of which a token is asked for.
const LIST: &str = "tests";

/// A page token: it is ours, or it is refused.
pub fn page_token(covenants: &Covenants, token: &str) {
    let (keys, permit) = (pseudonyms(), permit(covenants, Call::ListInvolvements));
    let filter = Filter { permit: &permit, filter: LIST.to_owned() };
    if let Ok((Some(after), _)) = filter.page(&keys, token, 0) {
        let ours = filter.token(&keys, Some(after));
        assert_eq!(ours, token.to_lowercase(), "somebody else's token was taken");
    }
    let ours = filter.token(&keys, Some(Uuid::from_u128(token.len() as u128)));
    assert!(filter.page(&keys, &ours, 0).is_ok(), "our own token is refused");
}

/// A message: the first byte says of which call.
pub fn message(covenants: &Covenants, bytes: &[u8]) {
    let Some((which, body)) = bytes.split_first() else { return };
    let keys = pseudonyms();
    let today = Day::parse("2026-03-02").expect("a day");
    let context = Context { covenant: covenants, pseudonyms: &keys, today };
    let reader = Reader { covenants, body };
    match which % 17 {
        0 => reader.read(Call::RegisterInvolvement, |p, m| involvement::register(&context, p, m)),
        1 => reader.read(Call::RecordParents, |p, m| involvement::parents(&context, p, m)),
        2 => reader.read(Call::EndInvolvement, |p, m| involvement::end(p, &m)),
        3 => reader.read(Call::OpenCase, |p, m| case::parse::open(&context, p, m)),
        4 => reader.read(Call::ClassifyCase, |p, m| case::parse::classify(&context, p, &m)),
        5 => reader.read(Call::AddPersons, |p, m| case::parse::add_persons(&context, p, m)),
        6 => reader.read(Call::RemovePerson, |p, m| case::parse::remove_person(p, &m)),
        7 => reader.read(Call::RecordFollowUp, |p, m| matches::parse::follow_up(p, &m)),
        8 => reader.read(Call::RecordMilestone, |p, m| plan::parse::milestone(p, &m)),
        9 => reader.read(Call::RecordAttendance, |p, m| plan::parse::attendance(covenants, p, &m)),
        10 => reader.read(Call::GetIndicators, |p, m| report::parse::indicators(p, &m)),
        11 => reader.read(Call::RecordDeath, |p, m| rights::parse::death(&context, p, m)),
        12 => reader.read(Call::RecordShielding, |p, m| rights::parse::shielding(&context, p, m)),
        13 => reader.read(Call::SendConcernSignal, |p, m| signal::parse::send(&context, p, m)),
        14 => reader.read(Call::OpenTicket, |p, m| ticket::parse::open(covenants, p, m)),
        15 => reader.read(Call::RuleOnTicket, |p, m| ticket::parse::rule(covenants, today, p, &m)),
        _ => reader.read(Call::ExplainRoute, |p, m| ticket::parse::explain(covenants, p, &m)),
    }
}

struct Reader<'a> {
    covenants: &'a Covenants,
    body: &'a [u8],
}

impl Reader<'_> {
    fn read<M: Message + Default, C>(
        &self,
        call: Call,
        parse: impl FnOnce(&Permit, M) -> Result<C, Refusal>,
    ) {
        if let Ok(message) = M::decode(self.body) {
            let _ = parse(&permit(self.covenants, call), message);
        }
    }
}

/// A message as a client would write it, for the first inputs of the targets.
#[must_use]
pub fn example() -> Vec<u8> {
    let member = v1::FamilyMember { bsn: "123456782".to_owned(), ..Default::default() };
    let message = v1::RegisterInvolvementRequest {
        involvement_id: Uuid::from_u128(1).to_string(),
        members: vec![member],
        ..Default::default()
    };
    [vec![0], message.encode_to_vec()].concat()
}
