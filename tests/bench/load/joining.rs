//! Families in which three organisations are involved: registering the fourth, and asking who is.

use std::{
    collections::VecDeque,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use verwijspunt::api::v1::{self, registry_service_client::RegistryServiceClient};

use crate::common::{
    families::Families,
    register::{bring_in, register},
    server::Server,
    window::{Window, window},
};

/// Families in which three organisations are involved; the fourth joins them in the measurement.
#[derive(Default)]
pub struct Joining {
    waiting: Mutex<VecDeque<u64>>,
    joined: Mutex<Vec<String>>,
    asked: AtomicUsize,
}

/// How many are there before.
pub const THERE: usize = 3;

impl Joining {
    /// Makes them.
    pub async fn prefill(server: &Server, families: &Families, number: usize) -> Self {
        let made: Vec<u64> = (0..number).map(|_| families.family()).collect();
        for organisation in 1..=THERE {
            let others = organisation - 1;
            bring_in(server, families, organisation, &made, others).await;
        }
        Self { waiting: Mutex::new(made.into()), ..Self::default() }
    }

    /// A window in which the fourth organisation joins.
    pub async fn join(&self, server: &Server, families: &Families) -> Window {
        window(crate::IN_FLIGHT, |place| {
            let family = self.waiting.lock().expect("no panic").pop_front()?;
            let request = families.request(family, THERE);
            let id = request.involvement_id.clone();
            let registering = register(server.channel(0, place), request, THERE);
            Some(async move {
                registering.await;
                self.joined.lock().expect("no panic").push(id);
            })
        })
        .await
    }

    /// How many have joined.
    pub fn joined(&self) -> u64 {
        self.joined.lock().expect("no panic").len() as u64
    }

    /// A window in which the fourth organisation asks, for its involvements in turn, who else is.
    pub async fn who_is_involved(&self, server: &Server) -> Window {
        let ids = self.joined.lock().expect("no panic").clone();
        window(crate::IN_FLIGHT, |place| {
            let next = self.asked.fetch_add(1, Ordering::Relaxed);
            let request = v1::ListInvolvedRequest {
                involvement_id: ids[next % ids.len()].clone(),
                acting_professional: format!("p-{THERE}"),
                ..Default::default()
            };
            let mut client = RegistryServiceClient::new(server.channel(0, place));
            Some(async move {
                let answer = client.list_involved(request).await.expect("an answer");
                assert_eq!(answer.into_inner().parties.len(), THERE, "somebody is missing");
            })
        })
        .await
    }
}
