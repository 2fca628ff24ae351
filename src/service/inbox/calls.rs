//! InboxService: subscribe, pull, acknowledge; and how its ways out stand.

use std::{collections::VecDeque, pin::Pin, time::Duration};

use futures::{Stream, stream};
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status};

use crate::{
    api::v1::{self, inbox_service_server::InboxService, subscribe_response::Part},
    broker::{Broker, PULL_MOST, Pull, Showing},
    domain::{
        model::refusal::Refusal,
        rules::{
            access::{Call, Permit},
            telling::Delivery,
        },
    },
    notify::cursor::{Cursor, Turn},
    store::StoreError,
};

use super::{deliveries, render};
use crate::service::{
    fields::{self, Problems},
    front::Front,
    identity::{self, Unidentified},
    page::Filter,
    room::Room,
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
                // Each is a message of its own: there is room for all of them.
                let owner = self.permit.party();
                let show = |one: &Delivery| render::notification(&covenant, owner, one);
                let show = &mut |one: &Delivery| Some(Part::Notification(show(one)));
                let era = self.cursor.era();
                let page = self.broker.delivered(&self.permit, era, after, page, show).await;
                self.begin(page)
            }
            Some(Ok(Turn::Ahead(crises))) => {
                let owner = self.permit.party();
                let show = |one: &Delivery| render::notification(&covenant, owner, one);
                let show = &mut |one: &Delivery| Some(Part::Ahead(show(one)));
                let era = self.cursor.era();
                let crises = self.broker.ahead(&self.permit, era, crises, show).await;
                self.begin(crises)
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

    /// Begins to send what was read, or ends because it may not be.
    fn begin(
        mut self,
        page: Result<Vec<Part>, StoreError>,
    ) -> Option<(Result<v1::SubscribeResponse, Status>, Self)> {
        match page {
            Ok(page) => {
                self.page = page.into();
                let next = match self.page.pop_front() {
                    Some(first) => part(first),
                    // None of it is for this professional: a sign of life, and on.
                    None => self.heartbeat(self.cursor.position(), false),
                };
                Some((Ok(next), self))
            }
            Err(error) => {
                self.ended = true;
                Some((Err(status::failure(&error.into(), self.language)), self))
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
            let crises = Filter { permit: &permit, filter: "ahead".to_owned() };
            let mut problems = Problems::of(&permit);
            let limit = match usize::try_from(body.max_notifications) {
                Ok(0) => Some(PULL_DEFAULT),
                Ok(limit @ 1..=PULL_MOST) => Some(limit),
                Ok(_) | Err(_) => None,
            };
            let rule = format!("must be at most {PULL_MOST}");
            let limit = problems.require("max_notifications", limit, &rule);
            let keys = &self.pseudonyms;
            let ahead_after = crises.place(&mut problems, keys, "ahead_token", &body.ahead_token);
            let (limit, ahead_after) = problems.finish(limit.zip(ahead_after))?;
            let pull = Pull { after: body.after, limit, ahead_after };
            let covenant = self.broker.covenant();
            let fitting = |room: usize| {
                let (mut room, covenant, owner) = (Room::new(room), &covenant, permit.party());
                move |one: &Delivery| {
                    let message = render::notification(covenant, owner, one);
                    room.takes(&message).then_some(message)
                }
            };
            let (in_place, ahead) = (&mut fitting(self.rooms.page), &mut fitting(self.rooms.ahead));
            let page = self.broker.pull(&permit, pull, Showing { in_place, ahead }).await?;
            Ok(v1::PullResponse {
                notifications: page.notifications,
                ahead: page.ahead,
                last_sequence: page.last,
                acknowledged: page.acknowledged,
                ahead_token: crises.token(keys, page.ahead_next),
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

    async fn list_deliveries(
        &self,
        request: Request<v1::ListDeliveriesRequest>,
    ) -> Result<Response<v1::ListDeliveriesResponse>, Status> {
        self.serve(Call::ListDeliveries, request, |permit, _| async move {
            fields::acting(&permit)?;
            let ways = self.broker.list_deliveries(&permit).await?;
            let covenant = self.broker.covenant();
            let shown = |way| deliveries::shown(&covenant, permit.party(), way);
            Ok(v1::ListDeliveriesResponse {
                deliveries: ways.all.iter().filter_map(shown).collect(),
                refused_addresses: ways.refused.iter().map(deliveries::refused).collect(),
            })
        })
        .await
    }

    async fn resume_delivery(
        &self,
        request: Request<v1::ResumeDeliveryRequest>,
    ) -> Result<Response<v1::ResumeDeliveryResponse>, Status> {
        self.serve(Call::ResumeDelivery, request, |permit, body| async move {
            let channel = deliveries::channel(&permit, &body)?;
            let way = self.broker.resume_delivery(&permit, channel).await?;
            let delivery = deliveries::shown(&self.broker.covenant(), permit.party(), &way);
            Ok(v1::ResumeDeliveryResponse { delivery })
        })
        .await
    }

    async fn get_own_mail(
        &self,
        request: Request<v1::GetOwnMailRequest>,
    ) -> Result<Response<v1::OwnMail>, Status> {
        self.serve(Call::GetOwnMail, request, |permit, _| async move {
            fields::acting(&permit)?;
            let own = self.broker.own_mail(&permit).await?;
            Ok(deliveries::own_mail(&self.broker.covenant(), permit.party(), &own))
        })
        .await
    }

    async fn choose_own_mail(
        &self,
        request: Request<v1::ChooseOwnMailRequest>,
    ) -> Result<Response<v1::OwnMail>, Status> {
        self.serve(Call::ChooseOwnMail, request, |permit, body| async move {
            let wish = deliveries::wish(&permit, &body)?;
            let own = self.broker.choose_own_mail(&permit, wish).await?;
            Ok(deliveries::own_mail(&self.broker.covenant(), permit.party(), &own))
        })
        .await
    }
}
