//! When is a professional mailed, at the address on the contact card, that something waits about the own
//! registrations, and what follows from how it went?
//!
//! The inbox of the organisation is read once for all its professionals. What is about one of its
//! involvements, and what became of a concern signal that it sent, waits for whoever stands on the card, and
//! the card is looked at again when the mail leaves: a card that changed or was handed over moves the mail,
//! one that ended stops it. What is for the organisation as a whole, for instance a signal that it must take
//! up or an objection, goes to the organisation.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{
    model::{
        audit::Subject,
        ids::{CaseId, InvolvementId, NotificationId, SignalId, TicketId},
        involvement::ContactCard,
        mail_wish::MailWish,
        notification::{Event, Notification},
        party::{Oin, Party},
        time::{Day, Time},
    },
    rules::{
        context::Context,
        delivering::{self, LEASE_MS, Line, Outcome},
        mailing, telling,
    },
    state::{
        delivery::{Delivery, Lease},
        facts::Facts,
        keys::Key,
        loaded::{Loaded, Needs},
        lookup::Lookup,
        positions::{Cursor, CursorKey},
        professionals::{About, Professionals, Wait},
        records::Record,
    },
};

/// How many notifications are read from an inbox at once.
pub const PAGE_MOST: usize = 100;

/// Most about which something waits; further notifications are read when some have left.
const WAITING_MOST: usize = 10_000;

/// Most that are looked at in one turn, those first that have been due for longest.
pub const LOOKED_AT_MOST: usize = 500;

/// How long at most something stands behind the others when its address took no mail.
const HELD_MS: i64 = 600_000;

/// What holds for the professionals of an organisation.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    /// What the organisation chose for all of them.
    pub wish: MailWish,
    /// Days off besides weekends and holidays.
    pub days_off: &'a [Day],
    /// Tells one address from another without keeping it.
    pub fingerprint: fn(&str) -> u64,
}

/// What was read from the organisation's inbox, before the decision.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Read {
    /// Behind which sequence.
    pub after: u64,
    /// The first ones, in order.
    pub page: Vec<(u64, Notification)>,
}

/// A mail to one address.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Letter {
    /// Where it goes.
    pub to: String,
    /// The fingerprint of that.
    pub address: u64,
    /// The last notification because of which it goes.
    pub told: NotificationId,
    /// About what it says that something waits, each up to this place in the inbox.
    pub covers: BTreeMap<About, u64>,
}

/// What to do next.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
    /// Send this.
    Send(Box<Letter>),
    /// Nothing before this instant; `None`: until something comes.
    Wait {
        /// Until when.
        until: Option<Time>,
        /// Whether something waits that should have gone by now.
        pending: bool,
    },
    /// There is more to read, or something has changed since: look again.
    Again,
}

/// What a notification is about, as far as it is one professional's work.
enum Work {
    Involvement(InvolvementId),
    /// The one who opened it.
    Ticket(TicketId),
    /// Watch over a family: the one who was family manager last.
    Watch(CaseId),
    /// The one who sent it.
    Signal(SignalId),
}

/// An objection is decided by the organisation, and no professional sees it.
fn work(event: &Event) -> Option<Work> {
    if matches!(event, Event::ObjectionReceived { .. }) {
        return None;
    }
    match Subject::told_by(event)? {
        Subject::Involvement(id) => Some(Work::Involvement(id)),
        Subject::Ticket(id) => Some(Work::Ticket(id)),
        Subject::Case(id) => matches!(event, Event::Watch { .. }).then_some(Work::Watch(id)),
        Subject::Signal(id) => telling::is_answer(event).then_some(Work::Signal(id)),
        Subject::Person(_)
        | Subject::Match(_)
        | Subject::Inbox(..)
        | Subject::Delivered(..)
        | Subject::Objection(_)
        | Subject::AuditLog(_)
        | Subject::Session(_)
        | Subject::Issuer(_) => None,
    }
}

fn organisation(line: &Line) -> Option<Oin> {
    match line.key.recipient {
        Party::Organisation(oin) => Some(oin),
        Party::Office(_) => None,
    }
}

/// What a notification is about, when it may be work of the organisation.
fn about(look: &impl Lookup, of: Oin, event: &Event) -> Option<About> {
    match work(event)? {
        Work::Involvement(id) => Some(About::Involvement(id)),
        Work::Ticket(id) => {
            let own = look.ticket(id).filter(|ticket| ticket.opener == Some(of))?;
            own.involvement.map(About::Involvement)
        }
        Work::Watch(id) => {
            look.case(id)?.last_term_of(of).map(|term| About::Involvement(term.involvement))
        }
        Work::Signal(id) => Some(About::Signal(id)),
    }
}

/// The card of whoever is mailed about it; `None`: nobody. Must be loaded.
fn card(look: &impl Lookup, of: Oin, about: About) -> Option<&ContactCard> {
    let card = match about {
        About::Involvement(id) => {
            let own = look.involvement(id)?;
            (own.is_active() && own.organisation == of).then_some(&own.card)
        }
        About::Signal(id) => {
            let sent = look.signal(id)?;
            (sent.sender == of).then_some(&sent.card)
        }
    };
    card.filter(|card| !card.email.is_empty())
}

/// What [`next`] looks at, beside what was read; ask again until nothing is missing. Of whoever is to be
/// mailed now, everything that waits: one mail speaks for all of it. Of many the first, the others in the
/// turns that follow.
#[must_use]
pub fn needs(loaded: &Loaded, line: &Line, read: &Read, (now, terms): (Time, &Terms<'_>)) -> Needs {
    let mut keys = delivering::keys(line);
    let Some(of) = organisation(line) else { return Needs::missing(loaded, keys, Vec::new()) };
    for (_, told) in &read.page {
        match work(&told.event) {
            Some(Work::Ticket(id)) => keys.push(Key::Ticket(id)),
            Some(Work::Watch(id)) => keys.push(Key::Case(id)),
            Some(Work::Involvement(_) | Work::Signal(_)) | None => {}
        }
        keys.extend(about(loaded, of, &told.event).map(Key::from));
    }
    let cursor = loaded.cursor(&line.key).and_then(|cursor| cursor.professionals.as_deref());
    keys.extend(cursor.map(|book| looked_at(book, now, terms)).unwrap_or_default());
    Needs::missing(loaded, keys, Vec::new())
}

/// What is looked at of what waits: of the professionals who are due everything, whoever has been due for
/// longest first.
fn looked_at(book: &Professionals, now: Time, terms: &Terms<'_>) -> Vec<Key> {
    let order = |wait: &Wait| {
        let at = due(book, wait, terms).unwrap_or(now);
        (at > now, wait.held.unwrap_or(at))
    };
    let mut waiting: Vec<_> = book.waiting.iter().map(|wait| (order(wait), wait)).collect();
    waiting.sort_by_key(|(order, _)| *order);
    let mut theirs: BTreeMap<&str, Vec<Key>> = BTreeMap::new();
    for (_, wait) in &waiting {
        theirs.entry(&wait.professional).or_default().push(wait.about.into());
    }
    let due = waiting.iter().filter(|((later, _), _)| !later);
    let all =
        due.flat_map(|(_, wait)| theirs.remove(wait.professional.as_str()).unwrap_or_default());
    all.take(LOOKED_AT_MOST).collect()
}

/// When a mail is due; `None`: the professional chose to get none for such.
fn due(book: &Professionals, wait: &Wait, terms: &Terms<'_>) -> Option<Time> {
    let choice = book.choice(&wait.professional);
    let digest = choice.map_or(Some(terms.wish.digest), |choice| choice.digest());
    let must = wait.must || digest.is_none();
    let wish = MailWish { digest: digest.unwrap_or_default(), ..terms.wish };
    mailing::due_at((must, wait.at), &wish, terms.days_off)
}

/// Takes down what came, decides who is mailed next, and takes the lease for it where there are several
/// brokers.
pub fn next(ctx: &mut Context<'_>, line: &Line, read: &Read, terms: &Terms<'_>) -> Step {
    let (position, delivery, before) = standing(ctx.facts, &line.key);
    let Some(of) = organisation(line) else { return Step::Wait { until: None, pending: false } };
    if position != read.after {
        return Step::Again;
    }
    let of_another = |lease: &&Lease| delivering::is_of_another(lease, line, ctx.now);
    if let Some(lease) = delivery.lease.as_ref().filter(of_another) {
        return Step::Wait { until: Some(lease.until), pending: true };
    }
    let mut book = before.clone();
    let room = book.waiting.len() < WAITING_MOST;
    let page = if room { read.page.as_slice() } else { &[] };
    for (sequence, told) in page {
        let Some(about) = about(ctx.facts, of, &told.event) else { continue };
        if let Some(card) = card(ctx.facts, of, about) {
            book.add(Wait {
                about,
                professional: card.professional_id.clone(),
                sequence: *sequence,
                told: told.id,
                at: told.at.min(ctx.now),
                must: mailing::at_once(&told.event, &line.key.recipient),
                held: None,
            });
        }
    }
    settle(&mut book, ctx.facts, of, (ctx.now, terms));
    let step = match chosen(&book, ctx.facts, of, (ctx.now, terms)) {
        Step::Wait { .. } if page.len() >= PAGE_MOST => Step::Again,
        // Not all who are due were looked at.
        Step::Wait { until: Some(at), .. } if at <= ctx.now => Step::Again,
        step => step,
    };
    let claimed = line.shared && matches!(step, Step::Send(_));
    let lease =
        claimed.then(|| Lease { holder: line.holder.clone(), until: ctx.now.plus_ms(LEASE_MS) });
    let upto = page.last().map_or(position, |(sequence, _)| *sequence);
    if claimed || upto != position || book != before {
        put(ctx, &line.key, upto, lease, book);
    }
    step
}

/// Looks at the cards that were asked for: whoever stands there now is mailed, and where there is none
/// any more nobody. A trouble is over when no card has its address.
fn settle(book: &mut Professionals, facts: &Facts, of: Oin, (now, terms): (Time, &Terms<'_>)) {
    let Professionals { waiting, choices, troubles } = std::mem::take(book);
    let (mut addresses, mut all_seen) = (BTreeSet::new(), true);
    let mut kept = Professionals { choices, ..Professionals::default() };
    let mut held = BTreeMap::new();
    for wait in waiting {
        // Nothing waits since later than now: that was taken down while the clock ran ahead.
        let wait = Wait { at: wait.at.min(now), ..wait };
        let wait = if facts.has(&wait.about.into()) {
            let Some(card) = card(facts, of, wait.about) else { continue };
            let address = (terms.fingerprint)(&card.email);
            addresses.insert(address);
            let trouble = troubles.iter().find(|trouble| trouble.address == address);
            if let Some(until) = trouble.and_then(|it| delivering::waits_until(it, now)) {
                held.insert(wait.about, until.min(now.plus_ms(HELD_MS)));
            }
            Wait { professional: card.professional_id.clone(), ..wait }
        } else {
            all_seen = false;
            wait
        };
        if due(&kept, &wait, terms).is_some() {
            kept.waiting.push(wait);
        }
    }
    // Who was looked at makes room for those who were not; where all were, nobody has to wait.
    let more = kept.waiting.iter().any(|wait| {
        !facts.has(&wait.about.into()) && due(&kept, wait, terms).is_some_and(|at| at <= now)
    });
    for wait in &mut kept.waiting {
        wait.held = match facts.has(&wait.about.into()) {
            true => held.remove(&wait.about).filter(|_| more),
            false => wait.held.filter(|held| *held <= now.plus_ms(HELD_MS)),
        };
    }
    kept.troubles = troubles;
    // It may be that of a card which was not looked at now.
    kept.troubles.retain(|trouble| !all_seen || addresses.contains(&trouble.address));
    *book = kept;
}

/// Who is mailed next: the first who should have been by now, and whose address is not held back by a
/// failure.
fn chosen(book: &Professionals, facts: &Facts, of: Oin, (now, terms): (Time, &Terms<'_>)) -> Step {
    let card = |wait: &Wait| -> Option<&str> {
        let known = facts.has(&wait.about.into());
        let card = known.then(|| card(facts, of, wait.about)).flatten();
        card.map(|card| card.email.as_str())
    };
    let (mut until, mut pending) = (None::<Time>, false);
    for wait in &book.waiting {
        let at = due(book, wait, terms).unwrap_or(now);
        let (at, to) = match card(wait).filter(|_| at <= now) {
            // What was not looked at now is in the next turn, unless it was so lately.
            None => {
                pending |= wait.held.is_some();
                (at.max(wait.held.unwrap_or(at)), None)
            }
            Some(to) => {
                let trouble = book.trouble((terms.fingerprint)(to));
                let until = trouble.and_then(|trouble| delivering::waits_until(trouble, now));
                (until.unwrap_or(at), Some(to))
            }
        };
        let Some(to) = to.filter(|_| at <= now) else {
            pending |= to.is_some();
            until = Some(until.map_or(at, |until| until.min(at)));
            continue;
        };
        let same = book.waiting.iter().filter(|other| card(other) == Some(to));
        let covers = same.map(|other| (other.about, other.sequence)).collect();
        let address = (terms.fingerprint)(to);
        let letter = Letter { to: to.to_owned(), address, told: wait.told, covers };
        return Step::Send(Box::new(letter));
    }
    Step::Wait { until, pending }
}

/// Decides what follows from how a mail went; `jitter` is between 0 and 1000. True when that was taken
/// down; false when another broker has taken over meanwhile, and sends it once more.
pub fn ended(
    ctx: &mut Context<'_>,
    line: &Line,
    sent: &Letter,
    outcome: Outcome,
    jitter: u16,
) -> bool {
    let (position, delivery, mut book) = standing(ctx.facts, &line.key);
    let held =
        !line.shared || delivery.lease.as_ref().is_some_and(|lease| lease.holder == line.holder);
    let said =
        |wait: &Wait| sent.covers.get(&wait.about).is_some_and(|upto| wait.sequence <= *upto);
    if !held || !book.waiting.iter().any(said) {
        return false;
    }
    let before = book.trouble(sent.address).cloned();
    book.troubles.retain(|trouble| trouble.address != sent.address);
    match outcome {
        Outcome::Delivered => book.waiting.retain(|wait| !said(wait)),
        Outcome::Retry { .. } | Outcome::Refused | Outcome::Gone => {
            let address = sent.address;
            let before = before.unwrap_or(Delivery { address, ..Delivery::default() });
            book.troubles.push(delivering::after(&before, outcome, ctx.now, jitter));
        }
    }
    put(ctx, &line.key, position, None, book);
    true
}

/// Nobody is mailed any more: what waited is forgotten, what was chosen stays.
pub fn stop(ctx: &mut Context<'_>, key: &CursorKey) {
    let (position, delivery, book) = standing(ctx.facts, key);
    if !book.waiting.is_empty() || !book.troubles.is_empty() {
        let book = Professionals { choices: book.choices, ..Professionals::default() };
        put(ctx, key, position, delivery.lease, book);
    }
}

/// How far the inbox was read for them, who sends, and who waits.
#[must_use]
pub fn standing(look: &impl Lookup, key: &CursorKey) -> (u64, Delivery, Professionals) {
    let (position, delivery) = delivering::standing(look, key);
    let book = look.cursor(key).and_then(|cursor| cursor.professionals.as_deref());
    (position, delivery, book.cloned().unwrap_or_default())
}

fn put(
    ctx: &mut Context<'_>,
    key: &CursorKey,
    position: u64,
    lease: Option<Lease>,
    book: Professionals,
) {
    let delivery =
        lease.map(|lease| Box::new(Delivery { lease: Some(lease), ..Delivery::default() }));
    let cursor = Cursor { position, delivery, professionals: Some(Box::new(book)) };
    ctx.effects.put.push((Key::Cursor(key.clone()), Record::Cursor(cursor)));
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::state::keys::Version;

    /// An address that takes no mail would be written to again, and its trouble be nobody's work any more.
    #[test]
    fn the_trouble_of_an_address_stays_until_every_card_that_may_have_it_was_looked_at() {
        let id = |n: u128| InvolvementId(Uuid::from_u128(n));
        let wait = |n: u128| Wait {
            about: id(n).into(),
            professional: "p1".to_owned(),
            sequence: 1,
            told: NotificationId(Uuid::from_u128(n)),
            at: Time(0),
            must: true,
            held: None,
        };
        let trouble = Delivery { address: 7, failures: 3, ..Delivery::default() };
        let (of, wish) = (Oin::parse("00000001002306608000").expect("an OIN"), MailWish::default());
        let terms = Terms { wish, days_off: &[], fingerprint: |_| 1 };
        // Whose involvement has ended meanwhile, and whose was not asked for.
        let settled = |looked_at: &[u128]| {
            let mut loaded = Loaded::default();
            for n in looked_at {
                loaded.insert(Key::Involvement(id(*n)), Version(1), None);
            }
            let troubles = vec![trouble.clone()];
            let waiting = vec![wait(1), wait(2)];
            let mut book = Professionals { waiting, troubles, ..Professionals::default() };
            settle(&mut book, &Facts::new(loaded), of, (Time(0), &terms));
            (book.waiting.len(), book.troubles.len())
        };
        assert_eq!(settled(&[]), (2, 1));
        assert_eq!(settled(&[1]), (1, 1), "it may be that of the other card");
        assert_eq!(settled(&[1, 2]), (0, 0), "nobody has it any more");
    }
}
