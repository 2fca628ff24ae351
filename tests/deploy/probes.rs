//! Do probes without a certificate, as Kubernetes sends them, get their answer on the admin address,
//! and nothing else?

use tonic::{Code, transport::Endpoint};
use tonic_health::pb::{
    HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient,
};
use verwijspunt::api::v1::{self, covenant_service_client::CovenantServiceClient};

use super::{
    service::Service,
    support::{seat::acting, until},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn grpc_probes_ask_the_health_service_on_the_admin_address() {
    let service = Service::new("probes");
    service.start();
    let plain = Endpoint::from_shared(format!("http://127.0.0.1:{}", service.admin)).unwrap();
    let channel = plain.connect().await.unwrap();
    let mut health = HealthClient::new(channel.clone());
    for name in ["", "verwijspunt.v1.RegistryService"] {
        let request = HealthCheckRequest { service: name.to_owned() };
        let answer = health.check(request).await.unwrap().into_inner();
        assert_eq!(answer.status, i32::from(ServingStatus::Serving), "{name}");
    }
    // No call of a party is answered there: there is no certificate.
    let request = v1::GetCovenantRequest { acting_professional: acting(), ..Default::default() };
    let refused = CovenantServiceClient::new(channel).get_covenant(request).await.unwrap_err();
    assert_eq!(refused.code(), Code::Unimplemented, "{refused:?}");
    // And it is the same address that answers over HTTP/1.
    assert!(service.ready());
    service.stop();
    until("the end", || async { plain.connect().await.is_err().then_some(()) }).await;
}
