//! What does a professional choose about the own mail, and which addresses on contact cards take none? Who
//! can mend one sees it until another address stands there, or somebody says that it is right.

use std::collections::BTreeSet;

use crate::domain::{
    model::{
        ids::InvolvementId, involvement::ContactCard, mail_wish::MailChoice, refusal::Refusal,
        time::Time,
    },
    rules::{acknowledging, context::Context, delivering, professional_mail},
    state::{
        delivery::Delivery,
        keys::Key,
        loaded::{Loaded, Needs},
        lookup::Lookup,
        positions::{Cursor, CursorKey},
        professionals::{About, Professionals, Wait},
        records::Record,
    },
};

/// Most professionals of one organisation who choose for themselves.
pub const CHOICES_MOST: usize = 5_000;

/// Most that are looked through for an address that takes no mail.
const LOOKED_THROUGH_MOST: usize = 1_000;

/// Whose mail, and how addresses are told apart.
#[derive(Clone, Debug)]
pub struct Whose<'a> {
    /// The cursor of the organisation.
    pub key: CursorKey,
    /// Only of this professional.
    pub professional: Option<&'a str>,
    /// Tells one address from another without keeping it.
    pub fingerprint: fn(&str) -> u64,
}

/// An address on a contact card that takes no mail.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refused {
    /// The involvement with that card; `None`: only a concern signal has it.
    pub involvement: Option<InvolvementId>,
    /// The professional on it.
    pub professional: String,
    /// The address.
    pub address: String,
    /// Since when.
    pub since: Time,
}

/// How a professional's mail stands.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct OwnMail {
    /// What the professional chose; `None`: as the organisation did.
    pub choice: Option<MailChoice>,
    /// Which addresses on the own cards take none, each once.
    pub refused: Vec<Refused>,
}

/// What a professional wants from now on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Wish {
    /// What is chosen, where something is: what the organisation chose, or something else.
    pub choice: Option<Option<MailChoice>>,
    /// Whether the addresses that take no mail are right all the same.
    pub confirmed: bool,
}

/// What a look at the mail asks for; ask again until nothing is missing.
#[must_use]
pub fn needs(loaded: &Loaded, whose: &Whose<'_>) -> Needs {
    let key = &whose.key;
    let mut keys = acknowledging::keys(&key.recipient, key.channel);
    let (.., book) = professional_mail::standing(loaded, key);
    keys.extend(looked_through(&book, whose).map(Key::from));
    Needs::missing(loaded, keys, Vec::new())
}

/// What may have a card whose address takes no mail: nothing where every address does. An involvement goes
/// before a signal with the same card: there it can be mended.
fn looked_through<'a>(
    book: &'a Professionals,
    whose: &'a Whose<'_>,
) -> impl Iterator<Item = About> + 'a {
    let any = book.troubles.iter().any(|trouble| trouble.paused_since.is_some());
    let theirs =
        move |wait: &&Wait| any && whose.professional.is_none_or(|who| *who == wait.professional);
    let mut about: Vec<About> = book
        .waiting
        .iter()
        .filter(theirs)
        .take(LOOKED_THROUGH_MOST)
        .map(|wait| wait.about)
        .collect();
    about.sort_by_key(|about| matches!(about, About::Signal(_)));
    about.into_iter()
}

/// A card as it is now, where it is one still.
fn card(look: &impl Lookup, about: About) -> Option<&ContactCard> {
    match about {
        About::Involvement(id) => {
            look.involvement(id).filter(|own| own.is_active()).map(|own| &own.card)
        }
        About::Signal(id) => look.signal(id).map(|sent| &sent.card),
    }
}

/// How the mail of a professional stands, or of all of an organisation. A card is looked at as it is now.
#[must_use]
pub fn own_mail(look: &impl Lookup, whose: &Whose<'_>) -> OwnMail {
    let (.., book) = professional_mail::standing(look, &whose.key);
    let mut seen = BTreeSet::new();
    let mut refused = Vec::new();
    for about in looked_through(&book, whose) {
        let Some(card) = card(look, about) else { continue };
        let involvement = match about {
            About::Involvement(id) => Some(id),
            About::Signal(_) => None,
        };
        let theirs = whose.professional.is_none_or(|who| *who == card.professional_id);
        let trouble = book.trouble((whose.fingerprint)(&card.email));
        let since = trouble.and_then(|trouble| trouble.paused_since).filter(|_| theirs);
        let Some(since) = since else { continue };
        let (professional, address) = (card.professional_id.clone(), card.email.clone());
        if seen.insert((professional.clone(), address.clone())) {
            refused.push(Refused { involvement, professional, address, since });
        }
    }
    OwnMail { choice: whose.professional.and_then(|who| book.choice(who)), refused }
}

/// How the mail to all professionals of an organisation goes: how far, how much waits, and the trouble
/// that lasts longest.
#[must_use]
pub fn summary(look: &impl Lookup, key: &CursorKey) -> (u64, u64, Delivery) {
    let (position, _, book) = professional_mail::standing(look, key);
    let longest = |trouble: &&Delivery| (trouble.paused_since.is_none(), trouble.failing_since);
    let trouble = book.troubles.iter().min_by_key(longest).cloned().unwrap_or_default();
    (position, u64::try_from(book.waiting.len()).unwrap_or(u64::MAX), trouble)
}

/// Decides what a professional chose. Said again, it changes nothing.
///
/// # Errors
/// So many have chosen that no more can.
pub fn choose(ctx: &mut Context<'_>, whose: &Whose<'_>, wish: Wish) -> Result<OwnMail, Refusal> {
    let (.., before) = professional_mail::standing(ctx.facts, &whose.key);
    let mut book = before.clone();
    if let (Some(who), Some(choice)) = (whose.professional, wish.choice) {
        book.choices.retain(|(other, _)| other != who);
        if choice.is_some() && book.choices.len() >= CHOICES_MOST {
            return Err(Refusal::field(
                "choice",
                "cannot be kept: too many professionals of the organisation have chosen; choose as the organisation did",
            ));
        }
        book.choices.extend(choice.map(|choice| (who.to_owned(), choice)));
        book.choices.sort();
    }
    let mut stands = own_mail(ctx.facts, whose);
    if wish.confirmed {
        let right = |refused: &Refused| (whose.fingerprint)(&refused.address);
        let right: BTreeSet<u64> = stands.refused.iter().map(right).collect();
        book.troubles.retain(|trouble| !right.contains(&trouble.address));
        book.waiting.iter_mut().for_each(|wait| wait.held = None);
        stands.refused.clear();
    }
    if let Some(choice) = wish.choice {
        stands.choice = choice;
    }
    put(ctx, &whose.key, &before, book);
    Ok(stands)
}

/// Decides that every address of an organisation's professionals is tried again at once.
pub fn resume(ctx: &mut Context<'_>, key: &CursorKey) {
    let (.., before) = professional_mail::standing(ctx.facts, key);
    let mut book = Professionals { troubles: Vec::new(), ..before.clone() };
    book.waiting.iter_mut().for_each(|wait| wait.held = None);
    put(ctx, key, &before, book);
}

/// Keeps what was chosen, and leaves position and lease as they are: a mail may be on its way.
fn put(ctx: &mut Context<'_>, key: &CursorKey, before: &Professionals, book: Professionals) {
    if book == *before {
        return;
    }
    let (position, _) = delivering::standing(ctx.facts, key);
    let delivery = ctx.facts.cursor(key).and_then(|cursor| cursor.delivery.clone());
    let cursor = Cursor { position, delivery, professionals: Some(Box::new(book)) };
    ctx.effects.put.push((Key::Cursor(key.clone()), Record::Cursor(cursor)));
}
