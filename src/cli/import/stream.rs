//! How do rows travel? Over one stream, many in flight; after a break the unanswered ones again.

use std::{collections::VecDeque, time::Duration};

use tokio::{
    sync::mpsc,
    time::{Instant, sleep_until, timeout},
};
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Status, Streaming, transport::Channel};

use crate::{
    api::v1::{
        ImportInvolvementsRequest, ImportInvolvementsResponse, ImportRow, ImportRowResult,
        ImportStart, import_involvements_request::Part as Send,
        import_involvements_response::Part as Answer,
        registry_service_client::RegistryServiceClient,
    },
    cli::{
        breaks::{Breaks, again},
        connect::in_the_readers_language,
        errors::CliError,
        member,
        texts::say,
    },
};

/// Rows in flight: enough to fill the server's group commit over a slow line, small enough to
/// send again after a break.
pub const WINDOW: usize = 256;
/// Breaks in a row, without an answer in between, before the import gives up.
const ATTEMPTS: u32 = 8;
/// How long the end of a finished import is waited for.
const FAREWELL: Duration = Duration::from_secs(5);

/// A row on its way.
#[derive(Debug)]
pub struct Sent {
    /// Line in the file.
    pub line: u64,
    /// What was sent.
    pub row: ImportRow,
}

/// An import in progress.
pub struct Import {
    client: RegistryServiceClient<Channel>,
    start: ImportStart,
    pending: VecDeque<Sent>,
    open: Option<Open>,
    breaks: Breaks,
    retry_at: Option<Instant>,
    /// Called with what happened when the line breaks and is opened again.
    pub on_break: Box<dyn FnMut(&str) + core::marker::Send>,
}

struct Open {
    sender: mpsc::Sender<ImportInvolvementsRequest>,
    answers: Streaming<ImportInvolvementsResponse>,
    /// Unanswered rows that were sent on this stream.
    sent: usize,
    /// The first row that the server does not know to be done.
    next_row: u64,
}

impl Import {
    /// An import that is not connected yet.
    #[must_use]
    pub fn new(channel: Channel, start: ImportStart) -> Self {
        let client = RegistryServiceClient::new(channel);
        let on_break = Box::new(|_: &str| {});
        let pending = VecDeque::new();
        let breaks = Breaks::at_most(ATTEMPTS);
        Self { client, start, pending, open: None, breaks, retry_at: None, on_break }
    }

    /// Opens the stream; answers the first row that the server does not know to be done.
    ///
    /// # Errors
    /// When the server refuses, or stays away.
    pub async fn resume(&mut self) -> Result<u64, CliError> {
        loop {
            match self.open().await {
                Ok(open) => return Ok(open.next_row),
                Err(status) => self.pause(status)?,
            }
        }
    }

    /// True while another row may be sent before an answer is awaited.
    #[must_use]
    pub fn has_room(&self) -> bool {
        self.pending.len() < WINDOW
    }

    /// True when every row was answered.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.pending.is_empty()
    }

    /// The first row without an answer, of those that were taken along.
    #[must_use]
    pub fn waiting_for(&self) -> Option<u64> {
        self.pending.front().map(|sent| sent.row.row)
    }

    /// Takes a row along; it goes out with the next [`Self::answer`]. Only when there is room.
    pub fn push(&mut self, sent: Sent) {
        self.pending.push_back(sent);
        self.pump();
    }

    /// Waits for the answer to the oldest row, over as many streams as it takes.
    ///
    /// # Errors
    /// When the server refuses the import as a whole, or stays away.
    pub async fn answer(&mut self) -> Result<(u64, ImportRowResult), CliError> {
        loop {
            match self.try_answer().await {
                Ok(answer) => {
                    self.breaks.forget();
                    return Ok(answer);
                }
                Err(status) => self.pause(status)?,
            }
        }
    }

    async fn try_answer(&mut self) -> Result<(u64, ImportRowResult), Status> {
        self.open().await?;
        self.pump();
        let open = self.open.as_mut().ok_or_else(|| Status::unavailable(say("no stream")))?;
        let message = open.answers.message().await?;
        let message =
            message.ok_or_else(|| Status::unavailable(say("the server ended the stream")))?;
        let Some(Answer::Result(result)) = message.part else {
            return Err(Status::data_loss(say("the server answered something that is not a row")));
        };
        // In order; but before the server breaks off it leaves out the rows that are not done.
        let at = self.pending.iter().take(open.sent).position(|sent| sent.row.row == result.row);
        let Some(mut answered) = at.and_then(|at| self.pending.remove(at)) else {
            return Err(Status::data_loss(say("the server answered a row that was not asked")));
        };
        if let Some(registration) = &mut answered.row.registration {
            member::wipe(&mut registration.members);
        }
        open.sent -= 1;
        Ok((answered.line, result))
    }

    async fn open(&mut self) -> Result<&Open, Status> {
        if let Some(at) = self.retry_at {
            sleep_until(at).await;
            self.retry_at = None;
        }
        if self.open.is_none() {
            let (sender, receiver) = mpsc::channel(WINDOW + 1);
            let start = Send::Start(self.start.clone());
            sender
                .try_send(ImportInvolvementsRequest { part: Some(start) })
                .map_err(|_| Status::internal(say("a new channel has room")))?;
            let stream = ReceiverStream::new(receiver);
            let mut answers = self
                .client
                .import_involvements(in_the_readers_language(stream))
                .await?
                .into_inner();
            let first = answers.message().await?.and_then(|message| message.part);
            let Some(Answer::Resume(resume)) = first else {
                return Err(Status::unavailable(say("the server did not say where to go on")));
            };
            self.open = Some(Open { sender, answers, sent: 0, next_row: resume.next_row.max(1) });
        }
        self.open.as_ref().ok_or_else(|| Status::unavailable(say("no stream")))
    }

    /// Sends what was not sent on this stream yet. Rows that the server knows to be done go again
    /// when their answer was not seen: the answer belongs in the report, and repeating is harmless.
    fn pump(&mut self) {
        let Some(open) = &mut self.open else { return };
        for sent in self.pending.iter().skip(open.sent) {
            let part = Some(Send::Row(sent.row.clone()));
            if open.sender.try_send(ImportInvolvementsRequest { part }).is_err() {
                break;
            }
            open.sent += 1;
        }
    }

    /// Says when to try again, or gives up. No waiting here: [`Self::answer`] may be dropped and
    /// called anew at any time.
    fn pause(&mut self, status: Status) -> Result<(), CliError> {
        self.open = None;
        let why = status.message().to_owned();
        let wait = self.breaks.wait(status)?;
        (self.on_break)(&again(&why, wait));
        self.retry_at = Some(Instant::now() + wait);
        Ok(())
    }

    /// Says that no rows follow, and waits until the server has taken note.
    pub async fn finish(mut self) {
        if let Some(Open { sender, mut answers, .. }) = self.open.take() {
            drop(sender);
            // Every row was answered: how the stream ends changes nothing.
            let _ = timeout(FAREWELL, answers.message()).await;
        }
    }
}
