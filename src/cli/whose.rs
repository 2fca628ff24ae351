//! Whose entries are in a list? What is said where a name leaves nothing out, or nothing over.

use super::{
    output::complain,
    session::{PAGE, Session, ask},
    texts::fill,
    words::near,
};
use crate::api::v1::{self, registry_service_client::RegistryServiceClient as Client};

/// Ids that are named when none of them is like the one that was given.
const NAMED: usize = 5;

/// Beside a list of everybody's: who acts was named on the command line, and that filters nothing. It
/// must not either: contact that a colleague owes would be hidden from whoever looks on their behalf.
pub(super) fn everybodys(session: &Session, of: &str) {
    if let (Some(acting), true) = (session.connect.named(), of.is_empty()) {
        let note = "note: --professional says who acts, and leaves nothing out; --of {} shows only those \
                    of that professional";
        complain(&fill(note, &[&acting]));
    }
}

/// Beside an empty list of one professional's: whether any involvement has a card of somebody who is
/// called so, and who is called like it. Where that cannot be said, nothing is.
pub(super) async fn nobodys(session: &Session, of: &str) {
    let cards = |professional_id: &str| v1::ListInvolvementsRequest {
        page_size: PAGE,
        acting_professional: session.acting(),
        professional_id: professional_id.to_owned(),
        ..Default::default()
    };
    let asked = async |of: &str| {
        let answer = ask!(session, Client.list_involvements(cards(of)))?;
        Ok::<_, super::errors::CliError>(answer)
    };
    match asked(of).await {
        Ok(own) if own.involvements.is_empty() && own.next_page_token.is_empty() => {}
        Ok(_) | Err(_) => return,
    }
    let Ok(all) = asked("").await else { return };
    let mut known: Vec<v1::ContactCard> =
        all.involvements.into_iter().filter_map(|own| own.professional).collect();
    known.sort_by(|one, other| one.professional_id.cmp(&other.professional_id));
    known.dedup_by(|one, other| one.professional_id == other.professional_id);
    let unknown = fill("note: no involvement has a contact card with the id {}", &[&of]);
    complain(&(unknown + &like(of, &known)));
}

/// Who was perhaps meant, by the id or the name on the card; otherwise some ids that there are.
fn like(of: &str, known: &[v1::ContactCard]) -> String {
    let of = of.to_lowercase();
    let meant = |word: fn(&v1::ContactCard) -> &String| {
        let words: Vec<String> = known.iter().map(|card| word(card).to_lowercase()).collect();
        let near = near(&of, words.iter().map(String::as_str))?;
        known.iter().find(|card| word(card).to_lowercase() == near)
    };
    match meant(|card| &card.professional_id).or_else(|| meant(|card| &card.name)) {
        Some(card) => fill("; did you mean {}?", &[&card.professional_id]),
        None if known.is_empty() => String::new(),
        None => {
            let ids: Vec<&str> =
                known.iter().take(NAMED).map(|card| card.professional_id.as_str()).collect();
            format!("; {}", fill("there is for instance {}", &[&ids.join(", ")]))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{like, v1::ContactCard};

    #[test]
    fn who_is_called_like_it_is_found_by_id_and_by_name() {
        let card = |id: &str, name: &str| ContactCard {
            professional_id: id.to_owned(),
            name: name.to_owned(),
            ..Default::default()
        };
        let known = [card("j.jansen", "Jo Jansen"), card("m-17", "Mies Pieters")];
        assert_eq!(like("J.Janssen", &known), "; did you mean j.jansen?");
        assert_eq!(like("Pieters", &known), "; did you mean m-17?");
        assert_eq!(like("zwart", &known), "; there is for instance j.jansen, m-17");
        assert_eq!(like("zwart", &[]), "");
    }
}
