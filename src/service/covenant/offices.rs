//! How is an office shown, which one is found for a place, and how is it reached?

use crate::{
    api::v1::{self, find_office_request::Place},
    covenant::{Contact, Covenants, Office},
    domain::{
        model::{
            party::{AreaCode, CategoryCode, OfficeId},
            refusal::Refusal,
        },
        rules::access::Permit,
    },
    service::{fields::Problems, involvement::parse::area_code},
};

/// How to reach an office. Nobody is named.
fn contact(office: &Office) -> v1::OfficeContact {
    let Contact { phone, email } = office.contact.clone();
    let deputies = office.deputies.iter().map(|deputy| v1::StandIn {
        phone: deputy.contact.phone.clone(),
        email: deputy.contact.email.clone(),
    });
    v1::OfficeContact {
        office: office.id.to_string(),
        name_nl: office.name_nl.clone(),
        name_en: office.name_en.clone(),
        phone,
        email,
        deputies: deputies.collect(),
    }
}

/// How to reach the office through which contact goes, or who acts for it.
pub(crate) fn through(covenants: &Covenants, id: &OfficeId) -> Option<v1::OfficeContact> {
    covenants.acting_for(id).map(contact)
}

/// The same as a contact card, for whoever opened something in its own name. Nobody is named.
pub(crate) fn card(covenants: &Covenants, id: &OfficeId) -> Option<v1::ContactCard> {
    let office = covenants.acting_for(id)?;
    let Contact { phone, email } = office.contact.clone();
    let name = office.name_nl.clone();
    Some(v1::ContactCard { name, phone, email, ..v1::ContactCard::default() })
}

/// An office as the parties to the covenant see it.
pub(super) fn office(office: &Office) -> v1::Office {
    v1::Office {
        id: office.id.to_string(),
        role: office.role.clone(),
        name_nl: office.name_nl.clone(),
        name_en: office.name_en.clone(),
        area: office.area.clone(),
        holder: office.holder.clone().unwrap_or_default(),
        deputies: office.deputies.iter().map(|deputy| deputy.name.clone()).collect(),
        fallback: office.fallback.as_ref().map_or_else(String::new, ToString::to_string),
        contact: Some(contact(office)),
    }
}

/// The office that is asked for in a place, of the covenant that governs it.
pub(super) fn find(
    covenants: &Covenants,
    permit: &Permit,
    body: &v1::FindOfficeRequest,
) -> Result<(AreaCode, OfficeId), Refusal> {
    let mut problems = Problems::of(permit);
    let area = match &body.place {
        Some(Place::Area(code)) => area_code(&mut problems, covenants, "area", code),
        Some(Place::Postcode(postcode)) => {
            let rule = "must be a postcode inside the covenant's areas, for instance 1095AB";
            problems.require("postcode", covenants.area_of_postcode(postcode).cloned(), rule)
        }
        None => {
            problems.add("area", "or postcode is required: where?");
            None
        }
    };
    let role = problems.optional_text("role", &body.role, NAME_MOST);
    let category = problems.optional_text("category", &body.category, NAME_MOST);
    let asked = area.zip(role.zip(category));
    let found = asked.and_then(|(area, (role, category))| {
        let office = match (&*role, &*category) {
            ("", "") => Some(covenants.default_director(&area)),
            ("", category) => {
                let code = CategoryCode::parse(category);
                let office = code.and_then(|code| covenants.director(&code, &area));
                let rule = "must be a category of the covenant that governs this area";
                problems.require("category", office, rule)
            }
            (role, "") => {
                let rule = "must be the role of one office there, for instance coordinator; \
                            ListOffices lists them";
                problems.require("role", covenants.of_role(&area, role), rule)
            }
            _ => {
                problems.add("role", "goes without category: one of the two");
                None
            }
        };
        Some((area, office?))
    });
    problems.finish(found)
}

/// Most characters in the name of a role or category.
const NAME_MOST: usize = 64;

/// The answer for an office in an area.
pub(super) fn found(
    covenants: &Covenants,
    area: &AreaCode,
    id: &OfficeId,
) -> v1::FindOfficeResponse {
    let office = covenants.office(id);
    let vacant = office.is_some_and(Office::is_empty);
    v1::FindOfficeResponse {
        area: covenants.area(area).map(|area| v1::Area {
            code: area.code.to_string(),
            name: area.name.clone(),
            region: area.region.to_string(),
        }),
        role: office.map_or_else(String::new, |office| office.role.clone()),
        office: office.map(contact),
        acts: vacant.then(|| through(covenants, id)).flatten(),
        stands_in: office.map_or_else(Vec::new, |office| stands_in(covenants, office)),
    }
}

/// Who stands in for an office: its deputies in their order, then the office that takes over.
fn stands_in(covenants: &Covenants, found: &Office) -> Vec<v1::StandsIn> {
    let shown = |office: &Office, contact: &Contact, deputy| v1::StandsIn {
        office: office.id.to_string(),
        name_nl: office.name_nl.clone(),
        name_en: office.name_en.clone(),
        deputy,
        acts: false,
        phone: contact.phone.clone(),
        email: contact.email.clone(),
    };
    let deputies = found.deputies.iter().map(|deputy| shown(found, &deputy.contact, true));
    let above = found.fallback.as_ref().and_then(|id| covenants.acting_for(id));
    let mut all: Vec<_> =
        deputies.chain(above.map(|office| shown(office, &office.contact, false))).collect();
    if let Some(first) = all.first_mut().filter(|_| found.holder.is_none()) {
        first.acts = true;
    }
    all
}
