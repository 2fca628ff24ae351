//! InboxService: subscribe, pull, acknowledge.

use std::{collections::VecDeque, pin::Pin, time::Duration};

use futures::{Stream, stream};
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status};

use crate::{
    api::v1::{self, inbox_service_server::InboxService, subscribe_response::Part},
    broker::{Broker, PULL_MOST},
    domain::{
        model::refusal::Refusal,
        rules::access::{Call, Permit},
    },
    notify::cursor::{Cursor, Turn},
};

use super::render;
use crate::service::{
    fields,
    front::Front,
    identity::{self, Unidentified},
    shown,
    status::{self, Language},
};

/// Seconds between heartbeats when the subscriber does not say.
const HEARTBEAT_SECONDS: u32 = 15;
/// Most seconds between heartbeats: a broken connection is noticed within a minute.
const HEARTBEAT_SECONDS_MOST: u32 = 60;
/// Notifications in one answer to Pull when the caller does not say.
const PULL_DEFAULT: usize = 100;

type Messages = Pin<Box<dyn Stream<Item = Result<v1::SubscribeResponse, Status>> + Send>>;

/// A subscription: it reads on only when the client has room, so a slow one holds one page.
struct Subscription {
    broker: std::sync::Arc<Broker>,
    permit: Permit,
    cursor: Cursor,
    page: VecDeque<Part>,
    heartbeat: Duration,
    stop: CancellationToken,
    language: Language,
    ended: bool,
}

impl Subscription {
    async fn next(mut self) -> Option<(Result<v1::SubscribeResponse, Status>, Self)> {
        if self.ended {
            return None;
        }
        if let Some(next) = self.page.pop_front() {
            return Some((Ok(part(next)), self));
        }
        let turn = tokio::select! {
            biased;
            () = self.stop.cancelled() => None,
            turn = self.cursor.next(self.heartbeat) => Some(turn),
        };
        let covenant = self.broker.covenant();
        if !identity::is_known(&covenant, self.permit.party()) {
            // Put out of the covenant while it listened: access ends with membership.
            self.ended = true;
            let status = status::unidentified(Unidentified::NotAParty, self.language);
            return Some((Err(status), self));
        }
        match turn {
            Some(Ok(Turn::Notifications(page))) => {
                // In the audit log before it leaves. Not while waiting above: a stop in between
                // would have the last heartbeat promise what was never sent.
                let after = page.first().map_or(0, |(first, _)| first - 1);
                let page = match self
                    .broker
                    .delivered(&self.permit, self.cursor.era(), after, page)
                    .await
                {
                    Ok(page) => page,
                    Err(error) => {
                        self.ended = true;
                        return Some((Err(status::failure(&error.into(), self.language)), self));
                    }
                };
                let owner = self.permit.party();
                let render =
                    |delivery| Part::Notification(render::notification(&covenant, owner, delivery));
                self.page = page.iter().map(render).collect();
                let first = self.page.pop_front()?;
                Some((Ok(part(first)), self))
            }
            Some(Ok(Turn::Ahead(crises))) => {
                let crises = match self.broker.ahead(&self.permit, self.cursor.era(), crises).await
                {
                    Ok(crises) => crises,
                    Err(error) => {
                        self.ended = true;
                        return Some((Err(status::failure(&error.into(), self.language)), self));
                    }
                };
                let owner = self.permit.party();
                let render = |crisis| Part::Ahead(render::notification(&covenant, owner, crisis));
                self.page = crises.iter().map(render).collect();
                let first = self.page.pop_front()?;
                Some((Ok(part(first)), self))
            }
            Some(Ok(Turn::Overtaken(refusal))) => {
                self.ended = true;
                Some((Err(status::refusal(&refusal, self.language)), self))
            }
            Some(Ok(Turn::Quiet { position })) => {
                let heartbeat = self.heartbeat(position, false);
                Some((Ok(heartbeat), self))
            }
            Some(Err(error)) => {
                self.ended = true;
                Some((Err(status::failure(&error.into(), self.language)), self))
            }
            None => {
                self.ended = true;
                let heartbeat = self.heartbeat(self.cursor.position(), true);
                Some((Ok(heartbeat), self))
            }
        }
    }

    fn heartbeat(&self, position: u64, closing: bool) -> v1::SubscribeResponse {
        let at = Some(shown::instant(self.broker.now()));
        part(Part::Heartbeat(v1::Heartbeat { position, at, closing }))
    }
}

fn part(part: Part) -> v1::SubscribeResponse {
    v1::SubscribeResponse { part: Some(part) }
}

#[tonic::async_trait]
impl InboxService for Front {
    type SubscribeStream = Messages;

    async fn subscribe(
        &self,
        request: Request<v1::SubscribeRequest>,
    ) -> Result<Response<Messages>, Status> {
        let language = Self::language(request.metadata());
        self.serve(Call::Subscribe, request, |permit, body| async move {
            fields::acting(&permit)?;
            let seconds = match body.heartbeat_seconds {
                0 => HEARTBEAT_SECONDS,
                seconds @ 1..=HEARTBEAT_SECONDS_MOST => seconds,
                _ => {
                    let rule = format!("must be at most {HEARTBEAT_SECONDS_MOST}");
                    return Err(Refusal::field("heartbeat_seconds", rule).into());
                }
            };
            let subscription = Subscription {
                broker: self.broker.clone(),
                cursor: self.broker.subscribe(&permit, body.after).await?,
                permit,
                page: VecDeque::new(),
                heartbeat: Duration::from_secs(seconds.into()),
                stop: self.stop.clone(),
                language,
                ended: false,
            };
            Ok(Box::pin(stream::unfold(subscription, Subscription::next)) as Messages)
        })
        .await
    }

    async fn pull(
        &self,
        request: Request<v1::PullRequest>,
    ) -> Result<Response<v1::PullResponse>, Status> {
        self.serve(Call::Pull, request, |permit, body| async move {
            fields::acting(&permit)?;
            let limit = match usize::try_from(body.max_notifications) {
                Ok(0) => PULL_DEFAULT,
                Ok(limit @ 1..=PULL_MOST) => limit,
                Ok(_) | Err(_) => {
                    let rule = format!("must be at most {PULL_MOST}");
                    return Err(Refusal::field("max_notifications", rule).into());
                }
            };
            let page = self.broker.pull(&permit, body.after, limit).await?;
            let covenant = self.broker.covenant();
            let notifications = page.notifications.iter();
            Ok(v1::PullResponse {
                notifications: notifications
                    .map(|delivery| render::notification(&covenant, permit.party(), delivery))
                    .collect(),
                ahead: page
                    .ahead
                    .iter()
                    .map(|crisis| render::notification(&covenant, permit.party(), crisis))
                    .collect(),
                last_sequence: page.last,
                acknowledged: page.acknowledged,
            })
        })
        .await
    }

    async fn acknowledge(
        &self,
        request: Request<v1::AcknowledgeRequest>,
    ) -> Result<Response<v1::AcknowledgeResponse>, Status> {
        self.serve(Call::Acknowledge, request, |permit, body| async move {
            fields::acting(&permit)?;
            let acknowledged = self.broker.acknowledge(&permit, body.position).await?;
            Ok(v1::AcknowledgeResponse { acknowledged })
        })
        .await
    }
}
