//! Which connection without a request makes room for the next one? A random one of the address that has
//! most of them: whoever floods makes room for all others.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher as _;
use std::net::IpAddr;

/// Id of a connection: rising in the order of arrival.
pub(super) type ConnectionId = u64;

/// Where a connection comes from: an IPv4 address, or the network of an IPv6 one, since whoever has one
/// of those has them all.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) struct Origin(IpAddr);

impl Origin {
    pub(super) fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V6(address) => {
                let network = address.to_bits() >> 64 << 64;
                Self(IpAddr::V6(network.into()))
            }
            v4 @ IpAddr::V4(_) => Self(v4),
        }
    }
}

/// The connections that have not sent a request yet.
#[derive(Debug, Default)]
pub(super) struct Newcomers {
    by_origin: HashMap<Origin, Vec<ConnectionId>>,
    /// Where each of them stands.
    places: HashMap<ConnectionId, (Origin, usize)>,
}

impl Newcomers {
    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    pub(super) fn add(&mut self, id: ConnectionId, from: IpAddr) {
        let origin = Origin::of(from);
        let those = self.by_origin.entry(origin).or_default();
        self.places.insert(id, (origin, those.len()));
        those.push(id);
    }

    /// The connection is gone, or no newcomer any more.
    pub(super) fn remove(&mut self, id: ConnectionId) {
        let Some((origin, place)) = self.places.remove(&id) else { return };
        let Some(those) = self.by_origin.get_mut(&origin) else { return };
        those.swap_remove(place);
        match those.get(place) {
            Some(moved) => {
                self.places.insert(*moved, (origin, place));
            }
            None if those.is_empty() => {
                self.by_origin.remove(&origin);
            }
            None => {}
        }
    }

    /// Takes out the one that makes room.
    pub(super) fn evict(&mut self) -> Option<ConnectionId> {
        // Nobody outside knows its keys, so nobody can tell who is next.
        let chance = RandomState::new();
        let most = self.by_origin.values().map(Vec::len).max()?;
        let heaviest = self.by_origin.iter().filter(|(_, those)| those.len() == most);
        let (_, those) = heaviest.max_by_key(|(origin, _)| chance.hash_one(*origin))?;
        let place = chance.hash_one(most) % u64::try_from(most).ok()?;
        let id = *those.get(usize::try_from(place).ok()?)?;
        self.remove(id);
        Some(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(last: u8) -> IpAddr {
        IpAddr::from([192, 0, 2, last])
    }

    #[test]
    fn a_flood_from_one_address_makes_room_for_all_others() {
        let mut newcomers = Newcomers::default();
        for id in 0..100 {
            newcomers.add(id, address(u8::try_from(id % 50).unwrap()));
        }
        let mut next = 100;
        while newcomers.len() < 256 {
            newcomers.add(next, address(200));
            next += 1;
        }
        for _ in 0..5000 {
            let evicted = newcomers.evict().unwrap();
            assert!(evicted >= 100, "one of the flood");
            newcomers.add(next, address(200));
            next += 1;
        }
        assert_eq!(newcomers.len(), 256);
    }

    #[test]
    fn among_equals_chance_decides() {
        let mut newcomers = Newcomers::default();
        for id in 0..200 {
            newcomers.add(id, address(u8::try_from(id).unwrap()));
        }
        // The hundred that go are not the oldest hundred, and are all gone.
        let evicted: Vec<_> = (0..100).map(|_| newcomers.evict().unwrap()).collect();
        let oldest = evicted.iter().filter(|id| **id < 100).count();
        assert!((20..80).contains(&oldest), "{oldest}");
        let mut left: Vec<_> = (0..100).map(|_| newcomers.evict().unwrap()).collect();
        left.extend(evicted);
        left.sort_unstable();
        assert_eq!(left, (0..200).collect::<Vec<_>>());
        assert_eq!(newcomers.evict(), None);
    }

    #[test]
    fn addresses_of_one_ipv6_network_are_one() {
        let mut newcomers = Newcomers::default();
        newcomers.add(0, address(1));
        newcomers.add(1, "2001:db8::1".parse().unwrap());
        newcomers.add(2, "2001:db8::ffff:2".parse().unwrap());
        newcomers.add(3, "::ffff:192.0.2.7".parse().unwrap());
        assert!([1, 2].contains(&newcomers.evict().unwrap()));
        newcomers.remove(0);
        newcomers.remove(0);
        assert_eq!(newcomers.len(), 2);
    }
}
