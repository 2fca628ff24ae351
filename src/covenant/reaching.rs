//! Where is a party told that something waits in its inbox: by mail, or at its web server?

use std::collections::BTreeMap;

use crate::domain::model::{party::Party, receiver::ReceiverAddress};

use super::{
    model::{Covenant, Office},
    several::Covenants,
};

/// Most offices that hand on to each other; the covenant's check leaves no circle.
const FALLBACKS_MOST: usize = 16;

impl Covenants {
    /// Every party whose web server is told when something waits, each once.
    #[must_use]
    pub fn receivers(&self) -> BTreeMap<Party, &ReceiverAddress> {
        let organisations = self.all().flat_map(Covenant::organisations);
        let organisations =
            organisations.map(|one| (Party::Organisation(one.oin), one.webhook.as_ref()));
        let offices = self.all().flat_map(Covenant::offices);
        let offices = offices.map(|one| (Party::Office(one.id.clone()), one.webhook.as_ref()));
        organisations.chain(offices).filter_map(|(party, to)| Some((party, to?))).collect()
    }

    /// The web server of a party; `None` when it has none.
    #[must_use]
    pub fn receiver(&self, party: &Party) -> Option<&ReceiverAddress> {
        match party {
            Party::Organisation(oin) => self.organisation(oin)?.webhook.as_ref(),
            Party::Office(id) => self.office(id)?.webhook.as_ref(),
        }
    }

    /// Where a party gets mail; `None` when it gets none. Of an office without anybody in it, the
    /// office that takes over does.
    #[must_use]
    pub fn mailbox(&self, party: &Party) -> Option<&str> {
        match party {
            Party::Organisation(oin) => {
                self.all().find_map(|one| one.organisation(oin)?.mail.as_deref())
            }
            Party::Office(id) => {
                let mut office = self.office(id)?;
                for _ in 0..FALLBACKS_MOST {
                    if let Some(address) = of_office(office) {
                        return Some(address);
                    }
                    office = self.office(office.fallback.as_ref()?)?;
                }
                None
            }
        }
    }
}

fn of_office(office: &Office) -> Option<&str> {
    let deputies = office.deputies.iter().map(|deputy| &deputy.contact);
    let mut ways = std::iter::once(&office.contact).chain(deputies);
    ways.find(|contact| !contact.email.is_empty()).map(|contact| contact.email.as_str())
}
