//! Who is registered? Families of synthetic persons, each person once in the whole run.

use std::sync::atomic::{AtomicU64, Ordering};

use uuid::Uuid;
use verwijspunt::api::v1;

/// Persons that numbers can be made for.
const PERSONS: u64 = 50_000_000;

/// Gives out persons that nobody was given before.
pub struct Families {
    next: AtomicU64,
    today: String,
}

/// A citizen service number that passes the check, another one for each number from 1 on.
pub fn bsn(number: u64) -> String {
    assert!((1..PERSONS).contains(&number), "there are no more numbers that pass the check");
    // The check digit is the weighted sum modulo 11; where that is 10 there is none, but then there
    // is with five more in the first place, which adds 45.
    [number, number + PERSONS]
        .into_iter()
        .find_map(|number| {
            let digits = format!("{number:08}");
            let weighted = digits.bytes().zip([9, 8, 7, 6, 5, 4, 3, 2]);
            let sum: u64 = weighted.map(|(digit, weight)| u64::from(digit - b'0') * weight).sum();
            (sum % 11 < 10).then(|| format!("{digits}{}", sum % 11))
        })
        .expect("one of the two passes")
}

pub fn child(number: u64) -> v1::FamilyMember {
    let birth_date = format!("{}-{:02}-01", 2010 + number % 12, 1 + number % 11);
    v1::FamilyMember { bsn: bsn(number), role: v1::FamilyRole::Child.into(), birth_date }
}

pub fn parent(number: u64) -> v1::FamilyMember {
    let role = v1::FamilyRole::Parent.into();
    v1::FamilyMember { bsn: bsn(number), role, birth_date: String::new() }
}

pub fn card(professional: &str) -> v1::ContactCard {
    v1::ContactCard {
        professional_id: professional.to_owned(),
        name: "Saskia de Wit".to_owned(),
        function: "school social worker".to_owned(),
        phone: "020-5550101".to_owned(),
        email: "s.dewit@school.example".to_owned(),
        deputy: None,
    }
}

impl Families {
    /// From a number on: a store that was filled earlier has those before it.
    pub fn from(first: u64) -> Self {
        Self { next: AtomicU64::new(first), today: jiff::Zoned::now().date().to_string() }
    }

    /// The first of so many persons that are new.
    pub fn fresh(&self, persons: u64) -> u64 {
        self.next.fetch_add(persons, Ordering::Relaxed)
    }

    /// A family of three: its first person.
    pub fn family(&self) -> u64 {
        self.fresh(3)
    }

    /// A registration of the family whose first person this is. `others` will be found there: the
    /// echo answers as many.
    pub fn request(&self, family: u64, others: usize) -> v1::RegisterInvolvementRequest {
        let members = vec![child(family), child(family + 1), parent(family + 2)];
        self.naming(members, "p-17", others)
    }

    pub fn naming(
        &self,
        members: Vec<v1::FamilyMember>,
        professional: &str,
        others: usize,
    ) -> v1::RegisterInvolvementRequest {
        v1::RegisterInvolvementRequest {
            involvement_id: Uuid::now_v7().to_string(),
            members,
            professional: Some(card(professional)),
            place: Some(v1::register_involvement_request::Place::Area("zeeburg".to_owned())),
            start_date: self.today.clone(),
            acting_professional: format!("p-{others}"),
            ..v1::RegisterInvolvementRequest::default()
        }
    }
}
