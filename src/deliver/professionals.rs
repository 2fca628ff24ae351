//! How do professionals hear by mail that something waits? For each organisation that chose so, its
//! inbox is read on, and whoever stands on a card is mailed.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use tokio::{task::JoinHandle, time::sleep};
use tokio_util::sync::CancellationToken;

use crate::{
    broker::{Broker, Failure, fingerprint},
    domain::{
        model::{
            party::{Oin, Party},
            time::Time,
        },
        rules::{
            delivering::{ATTEMPT_MS, Line, Outcome},
            professional_mail::{Letter, Step, Terms},
        },
        state::delivery::Trouble,
    },
};

use super::{
    figures::{self, Figures},
    mail::Mail,
    pump::{AFTER_FAILURE, RECIPIENTS_EVERY, jitter, pause, rest},
};

/// Mails professionals until told to stop: each organisation in a task of its own.
pub async fn run(
    broker: Arc<Broker>,
    mail: Arc<Mail>,
    figures: Arc<Figures>,
    stop: CancellationToken,
) {
    let mut tasks: HashMap<Oin, JoinHandle<()>> = HashMap::new();
    let mut stopped: HashSet<Oin> = HashSet::new();
    while !stop.is_cancelled() {
        tasks.retain(|_, task| !task.is_finished());
        for (organisation, chosen) in broker.covenant().organisations_by_mail() {
            if chosen {
                stopped.remove(&organisation);
                tasks.entry(organisation).or_insert_with(|| {
                    let (broker, mail, figures) = (broker.clone(), mail.clone(), figures.clone());
                    let one = Professionals { broker, mail, figures, organisation };
                    tokio::spawn(one.deliver(stop.clone()))
                });
            } else if !tasks.contains_key(&organisation) && !stopped.contains(&organisation) {
                match broker.stop_professional_mail(organisation).await {
                    Ok(()) => drop(stopped.insert(organisation)),
                    Err(error) => tracing::warn!(%error, "looking at what waits again later"),
                }
            }
        }
        pause(&stop, RECIPIENTS_EVERY).await;
    }
    for (_, task) in tasks {
        let _ = task.await;
    }
}

/// The professionals of one organisation.
struct Professionals {
    broker: Arc<Broker>,
    mail: Arc<Mail>,
    figures: Arc<Figures>,
    organisation: Oin,
}

impl Professionals {
    /// Delivers until told to stop, or until the organisation chooses otherwise.
    async fn deliver(self, stop: CancellationToken) {
        let party = Party::Organisation(self.organisation);
        let bell = self.broker.listen(&party);
        while !stop.is_cancelled() && self.broker.covenant().mails_professionals(&self.organisation)
        {
            let ring = bell.notified();
            tokio::pin!(ring);
            // From here on a ring is not missed, even if it comes while the store is read.
            ring.as_mut().enable();
            let pause = match self.turn(&party).await {
                Ok(None) => continue,
                Ok(Some(until)) => rest(until, self.broker.now()),
                Err(error) => {
                    tracing::warn!(%error, "no professional could be mailed now; trying again");
                    AFTER_FAILURE
                }
            };
            tokio::select! {
                () = stop.cancelled() => {}
                () = ring => {}
                () = sleep(pause) => {}
            }
        }
        self.figures.stands(&party, None);
    }

    /// One turn: `None` when the next one may come at once, else until when there is nothing to do.
    async fn turn(&self, party: &Party) -> Result<Option<Option<Time>>, Failure> {
        let line = self.broker.professional_line(self.organisation);
        let covenants = self.broker.covenant();
        let days_off = &covenants.inbox_terms(party).days_off;
        let terms = Terms { wish: covenants.mail_wish(party), days_off, fingerprint };
        let step = self.broker.next_professional_mail(&line, &terms).await?;
        let paused = self.broker.is_professional_mail_paused(&line).await?;
        let pending = !matches!(step, Step::Wait { pending: false, .. });
        self.figures.stands(party, Some(figures::Line { pending, paused }));
        match step {
            Step::Again => Ok(None),
            Step::Wait { until, .. } => Ok(Some(until)),
            Step::Send(letter) => {
                self.attempt(&line, &letter).await?;
                Ok(None)
            }
        }
    }

    /// Sends, and takes down how it went. When that fails, the same is sent once more.
    async fn attempt(&self, line: &Line, letter: &Letter) -> Result<(), Failure> {
        let most = Duration::from_millis(ATTEMPT_MS.unsigned_abs());
        let sending = tokio::time::timeout(most, self.mail.to_professional(letter));
        let outcome =
            sending.await.unwrap_or(Outcome::Retry { after_ms: None, why: Trouble::TimedOut });
        self.figures.ended(outcome == Outcome::Delivered);
        self.broker.professional_mail_ended(line, letter, outcome, jitter()).await?;
        Ok(())
    }
}
