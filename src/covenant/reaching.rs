//! Where is a party told that something waits in its inbox: by mail, or at its web server?

use std::collections::BTreeMap;

use crate::domain::model::{
    mail_wish::MailWish,
    party::{Oin, Party},
    receiver::ReceiverAddress,
};

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

    /// Every organisation, and whether it chose that its professionals are mailed, each once.
    #[must_use]
    pub fn organisations_by_mail(&self) -> BTreeMap<Oin, bool> {
        let mut all = BTreeMap::new();
        for one in self.all().flat_map(Covenant::organisations) {
            *all.entry(one.oin).or_default() |= one.mails_professionals;
        }
        all
    }

    /// Whether an organisation chose that its professionals are mailed.
    #[must_use]
    pub fn mails_professionals(&self, oin: &Oin) -> bool {
        self.all().filter_map(|one| one.organisation(oin)).any(|one| one.mails_professionals)
    }

    /// How a party wants to hear by mail that something waits.
    #[must_use]
    pub fn mail_wish(&self, party: &Party) -> MailWish {
        let wish = match party {
            Party::Organisation(oin) => self.organisation(oin).map(|one| one.mail_wish),
            Party::Office(id) => self.office(id).map(|office| office.mail_wish),
        };
        wish.unwrap_or_default()
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
