//! Is the comparison fair? What the echo answers must be as large as what the broker does.

use prost::Message as _;
use verwijspunt::api::v1::{self, registry_service_client::RegistryServiceClient};

use crate::{
    Bench,
    common::{register::register, server::Server},
    joining::THERE,
};

/// Fails when an answer of the echo is more than a tenth larger or smaller.
pub async fn compare(bench: &Bench) {
    let families = &bench.families;
    let family = families.family();
    for organisation in 1..=THERE {
        let request = families.request(family, organisation - 1);
        let channel = bench.broker.channel(organisation, 0);
        register(channel, request, organisation - 1).await;
    }
    let alone = families.request(families.family(), 0);
    let joining = families.request(family, THERE);
    for (name, request) in [("alone", alone), ("with three others", joining.clone())] {
        let own = registered(&bench.broker, request.clone()).await;
        same_size(name, own, registered(&bench.a, request).await);
    }
    let id = &joining.involvement_id;
    same_size("who is involved", involved(&bench.broker, id).await, involved(&bench.a, id).await);
}

async fn registered(server: &Server, request: v1::RegisterInvolvementRequest) -> usize {
    let mut client = RegistryServiceClient::new(server.channel(0, 0));
    client.register_involvement(request).await.expect("registered").into_inner().encoded_len()
}

async fn involved(server: &Server, id: &str) -> usize {
    let request = v1::ListInvolvedRequest {
        involvement_id: id.to_owned(),
        acting_professional: format!("p-{THERE}"),
        ..Default::default()
    };
    let mut client = RegistryServiceClient::new(server.channel(0, 0));
    client.list_involved(request).await.expect("an answer").into_inner().encoded_len()
}

fn same_size(name: &str, broker: usize, echo: usize) {
    println!("answer, {name}: broker {broker} bytes, echo {echo}");
    assert!(broker.abs_diff(echo) * 10 <= broker, "the echo's answer has another size");
}
