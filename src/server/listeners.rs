//! What is served at which door? The same routes: to agencies' systems over gRPC, to probes on the admin
//! address, and to callers from inside.

use std::{sync::Arc, time::Duration};

use tonic_health::server::HealthReporter;

use crate::{
    api,
    service::{
        self, Between, Front, Routes,
        admission::{Admission, Knows, Methods, Resource},
        local::Clients,
    },
};

use super::{
    config::{Config, Limits},
    metrics::Metrics,
    serve::Server,
    sharing,
};

/// The services of one broker, before anybody listens.
pub(super) struct Served {
    routes: Routes,
    probes: Routes,
    health: HealthReporter,
    methods: Methods,
    knows: Knows,
}

impl Served {
    /// The API, health, and reflection when it is wanted.
    pub(super) fn new(config: &Config, front: Front, between: Option<Between>) -> Self {
        let import_idle = Duration::from_millis(config.limits.import_idle_timeout_ms);
        let front = front.with_import_idle(import_idle);
        let most_percent = config.limits.reconcile_endings_most_percent;
        let front = front.with_endings_most_percent(most_percent);
        let front = Arc::new(front.with_restored(config.restored));
        let knows = front.knows();
        let sizes = service::Sizes {
            request: bytes(config.limits.max_request_bytes),
            import: bytes(config.limits.max_import_request_bytes),
            response: bytes(config.limits.max_response_bytes),
        };
        let (health, health_service) = tonic_health::server::health_reporter();
        let probes = Routes::default().add_service(health_service.clone());
        let mut routes =
            service::routes(front, sizes).add_service(health_service).with_between(between);
        if config.reflection {
            routes = with_reflection(routes);
        }
        let methods = Methods::from_descriptor_sets(&[
            api::FILE_DESCRIPTOR_SET,
            tonic_health::pb::FILE_DESCRIPTOR_SET,
            tonic_reflection::pb::v1::FILE_DESCRIPTOR_SET,
            tonic_reflection::pb::v1alpha::FILE_DESCRIPTOR_SET,
        ])
        .expect(VALID);
        Self { routes, probes, health, methods, knows }
    }

    /// For callers from inside, with places of their own.
    pub(super) fn for_callers_inside(&self, limits: &Limits, metrics: &Metrics) -> Clients {
        let watch = metrics.watch(&self.methods);
        let admission =
            Admission::new(self.routes.clone(), &self.methods, sharing::inside(limits), watch);
        let admission = Arc::new(admission.with_knowledge(self.knows.clone()));
        let help = "Unary calls in progress that came from inside";
        metrics.taken("local_requests_in_progress", help, Resource::Requests, &admission);
        let help = "Open streaming calls that came from inside";
        metrics.taken("local_open_streams", help, Resource::Streams, &admission);
        Clients::new(admission)
    }

    /// For agencies' systems, over mutual TLS; and for probes.
    pub(super) fn over_grpc(self, config: &Config) -> Server<'_> {
        Server::new(config, self.routes)
            .methods(self.methods)
            .knows(self.knows)
            .health(self.health)
            .probes(self.probes)
    }
}

/// The descriptor sets are part of the program.
const VALID: &str = "the descriptor sets are built with this program";

fn with_reflection(routes: Routes) -> Routes {
    let describe = || {
        tonic_reflection::server::Builder::configure()
            .register_encoded_file_descriptor_set(api::FILE_DESCRIPTOR_SET)
            .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
    };
    routes
        .add_service(describe().build_v1().expect(VALID))
        .add_service(describe().build_v1alpha().expect(VALID))
}

fn bytes(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
