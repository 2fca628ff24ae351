//! How does the verb for steering information call the broker?

use verwijspunt::api::v1::{
    GetIndicatorsRequest, GetIndicatorsResponse, report_service_client::ReportServiceClient,
};

use super::{Answer, Call, Failure, Item, Outcome, Player, outcome};
use crate::support::actors::Actor;

impl Player {
    pub(super) async fn reports(&mut self, who: &Actor, call: &Call) -> Result<Outcome, Failure> {
        let mut client = ReportServiceClient::new(self.channel(who).await);
        let request = GetIndicatorsRequest {
            year: call.number("year")?,
            quarter: call.number("quarter")?,
            areas: call
                .get("areas")
                .map(|areas| areas.split(',').map(str::to_owned).collect())
                .unwrap_or_default(),
            acting_professional: call.by(),
        };
        outcome!(
            client.get_indicators(request).await,
            |answer: Answer, m: GetIndicatorsResponse| {
                let told = |n: Option<u64>| n.map_or_else(|| "-".to_owned(), |n| n.to_string());
                let items = m.indicators.iter().map(|i| {
                    let head = match i.breakdown.as_str() {
                        "" => i.count.clone(),
                        breakdown => format!("{}.{breakdown}.{}", i.count, i.part),
                    };
                    let item = Item::new(head).with("total", told(i.total));
                    let item = item.with("year", told(i.year_total));
                    let item = item.with("percent", told(i.percent.map(u64::from)));
                    i.areas.iter().fold(item, |item, area| {
                        let year = format!("{}.year", area.area);
                        item.with(&area.area, told(area.number)).with(&year, told(area.year_number))
                    })
                });
                let areas = m.indicators.first().map_or(0, |i| i.areas.len());
                answer
                    .items(items.collect())
                    .with("covenant", m.covenant)
                    .with("smallest", m.smallest_told.to_string())
                    .with("parties", m.parties.to_string())
                    .with("registering", m.parties_registering.to_string())
                    .with("areas", areas.to_string())
                    .with("own", if m.own_areas_only { "yes" } else { "no" })
            }
        )
    }
}
