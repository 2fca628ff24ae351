//! Which links open a demonstration? One for each seat, made when it starts and gone when it stops;
//! they exist on loopback and among fictitious organisations only, and nowhere else.

use std::net::SocketAddr;

use crate::{
    covenant::{Covenant, Covenants},
    domain::{
        model::{
            party::Party,
            session::{Professional, SessionKey, Voucher},
        },
        rules::signing_in::Parties as _,
    },
};

use super::Cookie;

/// Where the links of a demonstration lead to, below its address.
pub const DEMO_PATH: &str = "/demo/";

/// The links of a demonstration. Only `demo` makes one: no configuration can.
#[derive(Debug)]
pub struct DemoLinks {
    links: Vec<(SessionKey, Professional)>,
}

/// Why there can be no demonstration here.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NoDemo {
    /// Others than this machine would reach it.
    #[error("{0} is not loopback: the links of a demonstration open on this machine only")]
    NotLoopback(SocketAddr),
    /// A real organisation is a party.
    #[error(
        "{0} is a party: a demonstration knows only fictitious organisations, whose OINs begin with 00000009"
    )]
    RealOrganisation(String),
    /// Nobody sits there.
    #[error("the covenant has no {0}")]
    NoSeat(Party),
}

impl DemoLinks {
    /// A demonstration at this address, under these covenants, without any link yet.
    ///
    /// # Errors
    /// It could be reached from elsewhere, or a real organisation is a party.
    pub fn open(address: SocketAddr, covenants: &Covenants) -> Result<Self, NoDemo> {
        if !address.ip().is_loopback() {
            return Err(NoDemo::NotLoopback(address));
        }
        let mut organisations = covenants.all().flat_map(Covenant::organisations);
        match organisations.find(|one| !one.oin.is_fictitious()) {
            Some(real) => Err(NoDemo::RealOrganisation(real.oin.to_string())),
            None => Ok(Self { links: Vec::new() }),
        }
    }

    /// Makes the link of a seat: the path that opens it.
    ///
    /// # Errors
    /// The covenants have no such seat.
    pub fn add(
        &mut self,
        name: &str,
        party: &Party,
        coordinates: bool,
        covenants: &Covenants,
    ) -> Result<String, NoDemo> {
        let organisation = match party {
            Party::Organisation(oin) => covenants.has_organisation(oin).then_some(*oin),
            Party::Office(office) => covenants.municipality(office),
        };
        let organisation = organisation.ok_or_else(|| NoDemo::NoSeat(party.clone()))?;
        let secret = Cookie::fresh();
        let who = Professional {
            voucher: Voucher::Demo,
            subject: format!("{party}/{name}"),
            name: name.to_owned(),
            organisation,
            seats: vec![party.clone()],
            coordinates,
            display: None,
        };
        self.links.push((secret.key(), who));
        Ok(format!("{DEMO_PATH}{}", *secret.text()))
    }

    /// Whose link this is.
    #[must_use]
    pub fn who(&self, secret: &str) -> Option<&Professional> {
        let key = Cookie::parse(secret)?.key();
        self.links.iter().find(|(known, _)| *known == key).map(|(_, who)| who)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::model::party::OfficeId;

    fn covenants() -> Covenants {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/deploy/covenants/amsterdam-2009.toml");
        Covenants::from(Covenant::load(file.as_ref()).expect("total"))
    }

    fn office(id: &str) -> Party {
        Party::Office(OfficeId::parse(id).expect("an id"))
    }

    #[test]
    fn a_link_is_for_one_seat() {
        let (covenants, here) = (covenants(), SocketAddr::from(([127, 0, 0, 1], 80)));
        let mut links = DemoLinks::open(here, &covenants).expect("loopback");
        let seat = office("coordinator-zeeburg");
        let path = links.add("f.idrissi", &seat, false, &covenants).expect("a seat");
        let secret = path.strip_prefix(DEMO_PATH).expect("below the path");
        let who = links.who(secret).expect("the link of yesterday is of another demonstration");
        assert_eq!((who.name.as_str(), who.seats.as_slice()), ("f.idrissi", &[seat][..]));
        for other in ["", "x", &Cookie::fresh().text()] {
            assert!(links.who(other).is_none(), "{other}");
        }
        let nowhere = links.add("x", &office("nobody"), false, &covenants);
        assert_eq!(nowhere, Err(NoDemo::NoSeat(office("nobody"))));
    }

    #[test]
    fn there_is_no_demonstration_that_others_could_reach() {
        let covenants = covenants();
        for address in ["0.0.0.0:80", "10.0.0.1:80", "[::]:80"] {
            let address = address.parse().expect("an address");
            let refused = DemoLinks::open(address, &covenants).map(drop);
            assert_eq!(refused, Err(NoDemo::NotLoopback(address)));
        }
    }
}
