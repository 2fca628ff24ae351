//! At which addresses is nobody ever called? At those inside: a receiver's name must not become a way
//! to the machines beside the broker.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Parts of the IPv4 space where no receiver stands: first address, length of the prefix.
const INSIDE_V4: &[([u8; 4], u32)] = &[
    ([0, 0, 0, 0], 8),        // this network
    ([10, 0, 0, 0], 8),       // private
    ([100, 64, 0, 0], 10),    // behind the translation of a provider; metadata of Alibaba
    ([127, 0, 0, 0], 8),      // this machine
    ([168, 63, 129, 16], 32), // the host below a machine at Azure: metadata and control
    ([169, 254, 0, 0], 16),   // link-local; metadata of most clouds
    ([172, 16, 0, 0], 12),    // private
    ([192, 0, 0, 0], 24),     // protocol assignments; metadata of Oracle
    ([192, 0, 2, 0], 24),     // documentation
    ([192, 88, 99, 0], 24),   // relays of 6to4
    ([192, 168, 0, 0], 16),   // private
    ([198, 18, 0, 0], 15),    // measuring
    ([198, 51, 100, 0], 24),  // documentation
    ([203, 0, 113, 0], 24),   // documentation
    ([224, 0, 0, 0], 3),      // multicast, reserved, broadcast
];

/// Parts of the one IPv6 space for the outside, `2000::/3`, where no receiver stands.
const INSIDE_V6: &[([u16; 8], u32)] = &[
    ([0x2001, 0, 0, 0, 0, 0, 0, 0], 23), // protocol assignments; Teredo holds an IPv4 address
    ([0x2001, 0xdb8, 0, 0, 0, 0, 0, 0], 32), // documentation
    ([0x2002, 0, 0, 0, 0, 0, 0, 0], 16), // 6to4 holds an IPv4 address
    ([0x3fff, 0, 0, 0, 0, 0, 0, 0], 20), // documentation
];

/// Where the outside of IPv6 begins. Everything else is inside: this machine, private and link-local
/// networks, multicast, and every form that holds an IPv4 address.
const OUTSIDE_V6: ([u16; 8], u32) = ([0x2000, 0, 0, 0, 0, 0, 0, 0], 3);

/// Whether an address is inside, where nobody is called unless the configuration lists it.
#[must_use]
pub fn is_inside(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => INSIDE_V4.iter().any(|(first, length)| {
            let first = u32::from(Ipv4Addr::from(*first));
            (u32::from(address) ^ first) >> (32 - length) == 0
        }),
        IpAddr::V6(address) => {
            let within = |(first, length): &([u16; 8], u32)| {
                let first = u128::from(Ipv6Addr::from(*first));
                (u128::from(address) ^ first) >> (128 - length) == 0
            };
            !within(&OUTSIDE_V6) || INSIDE_V6.iter().any(within)
        }
    }
}

/// Whether a connection may be made. `listed`: what the configuration allows inside. Without TLS only
/// to this machine, where nobody reads along.
#[must_use]
pub fn may_connect(address: IpAddr, secure: bool, listed: &[IpAddr]) -> bool {
    let listed = listed.contains(&address);
    if secure { listed || !is_inside(address) } else { listed && address.is_loopback() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn inside_is_what_is_not_for_everybody() {
        for inside in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "10.255.255.255",
            "100.64.0.1",
            "100.100.100.200",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.255.254",
            "168.63.129.16",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.192",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:8.8.8.8",
            "::ffff:127.0.0.1",
            "::8.8.8.8",
            "64:ff9b::8.8.8.8",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(is_inside(address(inside)), "{inside}");
        }
        for outside in [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.0",
            "168.63.129.15",
            "168.63.129.17",
            "172.15.255.255",
            "172.32.0.0",
            "192.0.1.0",
            "192.167.255.255",
            "192.169.0.0",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            "2001:200::1",
            "2a01:7e00::1",
            "2606:4700::1111",
        ] {
            assert!(!is_inside(address(outside)), "{outside}");
        }
    }

    #[test]
    fn what_is_listed_may_be_called_and_only_this_machine_without_tls() {
        let listed = [address("127.0.0.1"), address("10.0.0.1")];
        for (to, secure, may) in [
            ("8.8.8.8", true, true),
            ("8.8.8.8", false, false),
            ("127.0.0.1", true, true),
            ("127.0.0.1", false, true),
            ("127.0.0.2", false, false),
            ("10.0.0.1", true, true),
            ("10.0.0.1", false, false),
            ("10.0.0.2", true, false),
            ("::ffff:127.0.0.1", true, false),
        ] {
            assert_eq!(may_connect(address(to), secure, &listed), may, "{to} {secure}");
        }
    }
}
