//! What goes out by mail to the professionals of an organisation, and how an attempt went.
//! GetOwnMail, ChooseOwnMail: what a professional chose, and how the own addresses take it.

use crate::domain::{
    model::{
        audit::Subject,
        party::{Oin, Party},
    },
    rules::{
        access::Permit,
        delivering::{self, Line, Manner, Outcome},
        own_mail::{self, OwnMail, Whose, Wish},
        professional_mail::{self, Letter, PAGE_MOST, Read, Step, Terms},
    },
    state::{
        loaded::Needs,
        positions::{Channel, CursorKey},
    },
};

use super::{
    Broker, Failure,
    act::Act,
    deliveries::{claimed, fingerprint, happened},
};

impl Broker {
    /// How the mail to the professional who asks stands.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn own_mail(&self, permit: &Permit) -> Result<OwnMail, Failure> {
        let whose = whose(permit);
        self.drive(
            Act::of(permit, vec![Subject::Inbox(permit.party().clone(), 0)]),
            |loaded| own_mail::needs(loaded, &whose),
            |ctx| Ok(own_mail::own_mail(ctx.facts, &whose)),
        )
        .await
    }

    /// Takes down what a professional chose about the own mail.
    ///
    /// # Errors
    /// Too many have chosen, or the store is failing.
    pub async fn choose_own_mail(&self, permit: &Permit, wish: Wish) -> Result<OwnMail, Failure> {
        let whose = whose(permit);
        let chosen = self
            .drive(
                Act::of(permit, vec![Subject::Inbox(permit.party().clone(), 0)]),
                |loaded| own_mail::needs(loaded, &whose),
                |ctx| own_mail::choose(ctx, &whose, wish),
            )
            .await?;
        // Other brokers look by themselves, within seconds.
        self.bell.ring(std::iter::once(permit.party()));
        Ok(chosen)
    }

    /// The line by which the professionals of an organisation are mailed.
    #[must_use]
    pub fn professional_line(&self, organisation: Oin) -> Line {
        let recipient = Party::Organisation(organisation);
        // Each mail has an address of its own.
        self.line(CursorKey { recipient, channel: Channel::Professionals }, 0, Manner::Together)
    }

    /// Reads on in an organisation's inbox, and decides who of its professionals is mailed next. What
    /// it says to send is durable, and no other broker sends it meanwhile.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn next_professional_mail(
        &self,
        line: &Line,
        terms: &Terms<'_>,
    ) -> Result<Step, Failure> {
        let era = self.store.era();
        let loaded = self.store.load(&delivering::keys(line)).await?;
        let (after, _) = delivering::standing(&loaded, &line.key);
        let page = self.store.read_inbox(&line.key.recipient, after, PAGE_MOST).await?;
        let (read, now) = (Read { after, page }, self.clock.now());
        let inbox = Subject::Inbox(line.key.recipient.clone(), after);
        self.act_in(
            era,
            Act::of_broker(claimed(line.key.channel), vec![inbox]),
            |loaded| professional_mail::needs(loaded, line, &read, (now, terms)),
            |ctx| Ok(professional_mail::next(ctx, line, &read, terms)),
        )
        .await
    }

    /// Whether an address on a card takes no mail: somebody has to look.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn is_professional_mail_paused(&self, line: &Line) -> Result<bool, Failure> {
        let loaded = self.store.load(&delivering::keys(line)).await?;
        let (.., book) = professional_mail::standing(&loaded, &line.key);
        Ok(book.troubles.iter().any(|trouble| trouble.paused_since.is_some()))
    }

    /// Takes down how a mail to a professional went; `jitter` is between 0 and 1000. False when another
    /// broker has taken over meanwhile.
    ///
    /// # Errors
    /// The store is failing: the same will be sent once more.
    pub async fn professional_mail_ended(
        &self,
        line: &Line,
        sent: &Letter,
        outcome: Outcome,
        jitter: u16,
    ) -> Result<bool, Failure> {
        let sequence = sent.covers.values().max().copied().unwrap_or_default();
        let inbox = Subject::Inbox(line.key.recipient.clone(), sequence);
        self.act(
            Act::of_broker(happened(line.key.channel, outcome), vec![inbox]),
            |loaded| Needs::missing(loaded, delivering::keys(line), Vec::new()),
            |ctx| Ok(professional_mail::ended(ctx, line, sent, outcome, jitter)),
        )
        .await
    }

    /// Forgets what waits for the professionals of an organisation that chose not to have them mailed.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn stop_professional_mail(&self, organisation: Oin) -> Result<(), Failure> {
        let line = self.professional_line(organisation);
        let inbox = Subject::Inbox(line.key.recipient.clone(), 0);
        self.act(
            Act::of_broker("ProfessionalMailStopped", vec![inbox]),
            |loaded| Needs::missing(loaded, delivering::keys(&line), Vec::new()),
            |ctx| {
                professional_mail::stop(ctx, &line.key);
                Ok(())
            },
        )
        .await
    }
}

/// The mail of whoever acts.
fn whose(permit: &Permit) -> Whose<'_> {
    let key = CursorKey { recipient: permit.party().clone(), channel: Channel::Professionals };
    Whose { key, professional: Some(&permit.caller().professional), fingerprint }
}
