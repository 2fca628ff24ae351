//! Who plays? The seats that the demo's setup fills, and the people (all invented) who sit there.

use tonic::{Request, transport::Channel};
use uuid::Uuid;

use super::{setup::SAMPLE, teller::StoryError};
use crate::{
    api::v1::{
        self, case_service_client::CaseServiceClient,
        escalation_service_client::EscalationServiceClient,
        match_service_client::MatchServiceClient, registry_service_client::RegistryServiceClient,
        signal_service_client::SignalServiceClient,
    },
    cli::registry::today,
};

/// A connected party.
#[derive(Clone, Debug)]
pub struct Seat {
    /// OIN of the organisation, or id of the office, as in the certificate.
    pub id: String,
    /// A channel with that certificate.
    pub channel: Channel,
}

/// Everybody in the story.
#[derive(Clone, Debug)]
pub struct Actors {
    /// A school.
    pub school: Seat,
    /// Debt counselling, commissioned by the district.
    pub debt_counselling: Seat,
    /// The youth-care agency's guardian (BJAA), commissioned by the city region.
    pub guardian: Seat,
    /// The police.
    pub police: Seat,
    /// Office: the coordinator of the district.
    pub coordinator: Seat,
    /// Office: the process manager of the care region.
    pub process_manager: Seat,
    /// Office: the city region's portfolio holder for youth care.
    pub alderman: Seat,
    /// OIN of an organisation of the judiciary.
    pub judiciary_oin: String,
    /// The district, for instance `zeeburg`.
    pub area: String,
    /// A category that the process manager directs, for instance `MPG2`.
    pub category: String,
}

/// A party in the story: its seat, and who sits there.
#[derive(Clone, Debug)]
pub struct Player {
    /// How the story calls it.
    pub label: &'static str,
    /// Its connection.
    pub seat: Seat,
    /// Whom others can call.
    pub card: v1::ContactCard,
}

impl Player {
    /// Seats somebody: id, name, function and telephone.
    #[must_use]
    pub fn new(label: &'static str, seat: &Seat, who: [&str; 4]) -> Self {
        let [professional_id, name, function, phone] = who.map(str::to_owned);
        let card = v1::ContactCard { professional_id, name, function, phone, email: String::new() };
        Self { label, seat: seat.clone(), card }
    }

    /// Who acts in a request.
    #[must_use]
    pub fn acting(&self) -> String {
        self.card.professional_id.clone()
    }

    /// Registers an involvement with these persons; answers with its id too.
    ///
    /// # Errors
    /// The server's refusal.
    pub async fn register(
        &self,
        area: &str,
        members: &[v1::FamilyMember],
    ) -> Result<(String, v1::RegisterInvolvementResponse), StoryError> {
        let involvement_id = Uuid::now_v7().to_string();
        let request = v1::RegisterInvolvementRequest {
            involvement_id: involvement_id.clone(),
            members: members.to_vec(),
            professional: Some(self.card.clone()),
            place: Some(v1::register_involvement_request::Place::Area(area.to_owned())),
            start_date: today(),
            end_date: String::new(),
            informed: Some(v1::Informed { state: Some(v1::informed::State::InformedOn(today())) }),
            acting_professional: self.acting(),
            organisation_oin: self.seat.id.clone(),
        };
        let answer = self.registry().register_involvement(request).await?.into_inner();
        Ok((involvement_id, answer))
    }

    /// Who else is involved, by an involvement.
    ///
    /// # Errors
    /// The server's refusal.
    pub async fn involved(&self, id: &str) -> Result<Vec<v1::InvolvedParty>, StoryError> {
        let request = v1::ListInvolvedRequest {
            involvement_id: id.to_owned(),
            acting_professional: self.acting(),
        };
        Ok(self.registry().list_involved(request).await?.into_inner().parties)
    }

    /// A ticket as this party sees it.
    ///
    /// # Errors
    /// The server's refusal.
    pub async fn ticket(&self, id: &str) -> Result<v1::Ticket, StoryError> {
        let request =
            v1::GetTicketRequest { ticket_id: id.to_owned(), acting_professional: self.acting() };
        let answer = self.escalation().get_ticket(Request::new(request)).await?.into_inner();
        Ok(answer.ticket.unwrap_or_default())
    }

    /// Its registry client.
    #[must_use]
    pub fn registry(&self) -> RegistryServiceClient<Channel> {
        RegistryServiceClient::new(self.seat.channel.clone())
    }

    /// Its match client.
    #[must_use]
    pub fn matches(&self) -> MatchServiceClient<Channel> {
        MatchServiceClient::new(self.seat.channel.clone())
    }

    /// Its case client.
    #[must_use]
    pub fn cases(&self) -> CaseServiceClient<Channel> {
        CaseServiceClient::new(self.seat.channel.clone())
    }

    /// Its signal client.
    #[must_use]
    pub fn signals(&self) -> SignalServiceClient<Channel> {
        SignalServiceClient::new(self.seat.channel.clone())
    }

    /// Its escalation client.
    #[must_use]
    pub fn escalation(&self) -> EscalationServiceClient<Channel> {
        EscalationServiceClient::new(self.seat.channel.clone())
    }
}

/// The cast. The people are invented; the numbers are in the range for fiction.
#[derive(Clone, Debug)]
pub struct Cast {
    /// School.
    pub school: Player,
    /// Debt counselling.
    pub debt: Player,
    /// Guardian.
    pub guardian: Player,
    /// Police.
    pub police: Player,
    /// Coordinator.
    pub coordinator: Player,
    /// Process manager.
    pub process_manager: Player,
    /// Alderman.
    pub alderman: Player,
}

impl Cast {
    /// Seats the people.
    #[must_use]
    pub fn new(actors: &Actors) -> Self {
        let schoolwork =
            ["s.dewit", "Saskia de Wit", "schoolmaatschappelijk werker", "020-5550101"];
        let debts = ["m.yilmaz", "Murat Yilmaz", "schuldhulpverlener", "020-5550102"];
        let guardian = ["a.bakker", "Annelies Bakker", "gezinsvoogd", "020-5550103"];
        let police = ["r.pinas", "Ruben Pinas", "wijkagent", "020-5550104"];
        let coordinator =
            ["coordinator", "Fatima El Idrissi", "coordinator risicogezinnen", "020-5550105"];
        let manager = ["procesmanager", "Joost Verhoeven", "procesmanager", "020-5550106"];
        let alderman = ["wethouder", "Hanneke Smit", "portefeuillehouder jeugdzorg", "020-5550107"];
        Self {
            school: Player::new("the school", &actors.school, schoolwork),
            debt: Player::new("debt counselling", &actors.debt_counselling, debts),
            guardian: Player::new("the guardian", &actors.guardian, guardian),
            police: Player::new("the police", &actors.police, police),
            coordinator: Player::new("the coordinator", &actors.coordinator, coordinator),
            process_manager: Player::new("the process manager", &actors.process_manager, manager),
            alderman: Player::new("the alderman", &actors.alderman, alderman),
        }
    }
}

/// The family: invented anew for every telling, so that a story can be told twice on one store.
pub struct Family {
    /// The boy, who is at the school.
    pub boy: v1::FamilyMember,
    /// His sister.
    pub sister: v1::FamilyMember,
    /// Their mother.
    pub mother: v1::FamilyMember,
}

impl Family {
    /// A new family.
    #[must_use]
    pub fn invent() -> Self {
        let child = |birth_date: &str| v1::FamilyMember {
            bsn: invented_bsn(),
            role: v1::FamilyRole::Child.into(),
            birth_date: birth_date.to_owned(),
        };
        let year = today()[..4].parse::<i32>().unwrap_or(2026);
        Self {
            boy: child(&format!("{}-03-14", year - 11)),
            sister: child(&format!("{}-09-02", year - 14)),
            mother: v1::FamilyMember {
                bsn: invented_bsn(),
                role: v1::FamilyRole::Parent.into(),
                birth_date: String::new(),
            },
        }
    }
}

/// A number that passes the 11-check, in the 99 range that is not given to persons, of nobody in
/// the imported sample: the family of the story must be new.
fn invented_bsn() -> String {
    loop {
        let random = Uuid::new_v4().as_u128() % 1_000_000;
        let head = format!("99{random:06}");
        let digits = head.bytes().map(|digit| u32::from(digit - b'0'));
        let sum: u32 = digits.zip((2..=9).rev()).map(|(digit, weight)| digit * weight).sum();
        // The last digit has weight -1: it must equal the remainder, which must be one digit.
        let number = format!("{head}{}", sum % 11);
        if sum % 11 < 10 && !SAMPLE.1.contains(&number) {
            return number;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{SAMPLE, invented_bsn};

    #[test]
    fn invented_numbers_pass_the_11_check_and_are_nobodys_in_the_sample() {
        // One in four hundred would be: so many that a collision shows.
        for _ in 0..1_500 {
            let bsn = invented_bsn();
            let weights = [9, 8, 7, 6, 5, 4, 3, 2, -1];
            let sum: i32 = bsn
                .bytes()
                .zip(weights)
                .map(|(digit, weight)| i32::from(digit - b'0') * weight)
                .sum();
            assert_eq!((bsn.len(), sum % 11), (9, 0), "{bsn}");
            assert!(!SAMPLE.1.contains(&bsn), "{bsn} is in the sample");
        }
    }
}
