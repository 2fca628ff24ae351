//! CovenantService: the covenant as its parties may read it.

use prost::Message;
use tonic::{Request, Response, Status};
use uuid::Uuid;

use crate::{
    api::v1::{self, covenant_service_server::CovenantService},
    broker::Page,
    covenant::{EntryCode, Functions, GroundRow, OrganisationKind},
    domain::{model::refusal::Refusal, rules::access::Call},
};

use super::{comparing, ladder, offices};
use crate::service::{
    fields,
    front::{Failed, Front},
    page::Filter,
};

impl Front {
    /// One page of a list that is in memory: the entries, and where the next page begins.
    fn in_memory<M: Message>(
        &self,
        filter: &Filter<'_>,
        page_size: i32,
        page_token: &str,
        entries: impl Iterator<Item = M>,
    ) -> Result<(Vec<M>, String), Failed> {
        // The place in the list stands in for an id; the list changes only with the covenant.
        let (after, size) = filter.page(&self.pseudonyms, page_token, page_size)?;
        let begin = after.map_or(0, |after| usize::try_from(after.as_u128()).unwrap_or(usize::MAX));
        let places = (begin as u128 + 1..).map(Uuid::from_u128);
        let mut entries: Vec<(Uuid, M)> = places.zip(entries.skip(begin)).take(size + 1).collect();
        let more = entries.len() > size;
        entries.truncate(size);
        let next = entries.last().filter(|_| more).map(|(place, _)| *place);
        Ok(filter.cut(self, Page { entries, next }, Some))
    }
}

#[tonic::async_trait]
impl CovenantService for Front {
    async fn get_covenant(
        &self,
        request: Request<v1::GetCovenantRequest>,
    ) -> Result<Response<v1::GetCovenantResponse>, Status> {
        self.serve(Call::GetCovenant, request, |permit, body| async move {
            fields::acting(&permit)?;
            let covenants = self.broker.covenant();
            let mut own = covenants.of_party(permit.party());
            let covenant = own.find(|c| body.covenant.is_empty() || c.id() == body.covenant);
            let rule = "must be a covenant to which you are party; leave it empty for the first";
            let covenant = covenant.ok_or_else(|| Refusal::field("covenant", rule))?;
            let area = |area: &crate::covenant::Area| v1::Area {
                code: area.code.to_string(),
                name: area.name.clone(),
                region: area.region.to_string(),
            };
            let category = |category: &crate::covenant::Category| v1::Category {
                code: category.code.to_string(),
                description_nl: category.description_nl.clone(),
                description_en: category.description_en.clone(),
                director_role: category.director_role.clone(),
                family_manager_kinds: category.family_manager_kinds().to_vec(),
                asks_entry_ground: covenant.asks_entry_ground(&category.code),
            };
            let kind = |(code, nl, en, attendance): (&str, &str, &str, bool)| v1::MeetingKind {
                code: code.to_owned(),
                name_nl: nl.to_owned(),
                name_en: en.to_owned(),
                attendance,
            };
            let code = |one: &EntryCode| v1::EntryCode {
                code: one.code.clone(),
                name_nl: one.name_nl.clone(),
                name_en: one.name_en.clone(),
                asked: one.asked,
            };
            let kind_words = |kind: &OrganisationKind| v1::OrganisationKind {
                code: kind.code.clone(),
                name_nl: kind.nl.clone(),
                name_en: kind.en.clone(),
            };
            let ground = |row: GroundRow| v1::Ground {
                what: row.what,
                source: row.ground.source,
                own_reading_nl: row.ground.own_reading.nl,
                own_reading_en: row.ground.own_reading.en,
            };
            let grounds = if body.grounds { covenant.grounds() } else { Vec::new() };
            let entry = covenant.entry();
            let functions = covenant.functions().into_iter().flat_map(Functions::choices);
            let terms = covenant.term_list().into_iter();
            Ok(v1::GetCovenantResponse {
                id: covenant.id().to_owned(),
                version: covenant.version(),
                title: covenant.title().to_owned(),
                in_force_from: covenant.in_force_from().to_string(),
                areas: covenant.areas().map(area).collect(),
                categories: covenant.categories().map(category).collect(),
                terms: terms.map(|(name, value)| v1::Term { name, value }).collect(),
                meeting_kinds: covenant.meeting_kinds().map(kind).collect(),
                functions: functions.map(str::to_owned).collect(),
                entry_grounds: entry.grounds.iter().map(code).collect(),
                own_attempts: entry.attempts.iter().map(code).collect(),
                grounds: grounds.into_iter().map(ground).collect(),
                kinds: covenant.kinds().map(kind_words).collect(),
                steps: ladder::steps(covenant),
                asked: ladder::asked(covenant),
                covenants: covenants.of_party(permit.party()).map(|c| c.id().to_owned()).collect(),
            })
        })
        .await
    }

    async fn list_offices(
        &self,
        request: Request<v1::ListOfficesRequest>,
    ) -> Result<Response<v1::ListOfficesResponse>, Status> {
        self.serve(Call::ListOffices, request, |permit, body| async move {
            fields::acting(&permit)?;
            let covenant = self.broker.covenant();
            if !body.area.is_empty()
                && !covenant.offices_for(permit.party()).any(|o| o.area == body.area)
            {
                let rule = "must be an area, a care region or \"city\"; GetCovenant lists them";
                return Err(Refusal::field("area", rule).into());
            }
            let filter = Filter { permit: &permit, filter: format!("area={}", body.area) };
            let of_area =
                |o: &&crate::covenant::Office| body.area.is_empty() || o.area == body.area;
            let offices = covenant.offices_for(permit.party()).filter(of_area).map(offices::office);
            let (offices, next_page_token) =
                self.in_memory(&filter, body.page_size, &body.page_token, offices)?;
            Ok(v1::ListOfficesResponse { offices, next_page_token })
        })
        .await
    }

    async fn find_office(
        &self,
        request: Request<v1::FindOfficeRequest>,
    ) -> Result<Response<v1::FindOfficeResponse>, Status> {
        self.serve(Call::FindOffice, request, |permit, body| async move {
            let covenants = self.broker.covenant();
            let (area, office) = offices::find(&covenants, &permit, &body)?;
            Ok(offices::found(&covenants, &area, &office))
        })
        .await
    }

    async fn list_organisations(
        &self,
        request: Request<v1::ListOrganisationsRequest>,
    ) -> Result<Response<v1::ListOrganisationsResponse>, Status> {
        self.serve(Call::ListOrganisations, request, |permit, body| async move {
            let covenant = self.broker.covenant();
            let filter = Filter { permit: &permit, filter: String::new() };
            let organisations = covenant.organisations_for(permit.party()).into_iter();
            let organisations = organisations.map(|organisation| {
                let words = covenant.kind_of(organisation);
                v1::Organisation {
                    oin: organisation.oin.to_string(),
                    name: organisation.name.clone(),
                    kind: organisation.kind.clone(),
                    commissioner: match &organisation.commissioner {
                        crate::covenant::Commissioner::Nobody => String::new(),
                        other => other.to_string(),
                    },
                    partner: organisation.partner.as_str().to_owned(),
                    sensitive: organisation.sensitive,
                    kind_nl: words.map_or_else(String::new, |kind| kind.nl.clone()),
                    kind_en: words.map_or_else(String::new, |kind| kind.en.clone()),
                }
            });
            let (organisations, next_page_token) =
                self.in_memory(&filter, body.page_size, &body.page_token, organisations)?;
            Ok(v1::ListOrganisationsResponse { organisations, next_page_token })
        })
        .await
    }

    async fn compare_covenant(
        &self,
        request: Request<v1::CompareCovenantRequest>,
    ) -> Result<Response<v1::CompareCovenantResponse>, Status> {
        self.serve(Call::CompareCovenant, request, |permit, body| async move {
            let (covenant, organisations) = comparing::texts(&permit, body)?;
            let found = self.broker.compare_covenant(&permit, covenant, organisations).await?;
            Ok(match found {
                Ok(tried) => comparing::changes(&tried),
                Err(problems) => comparing::wrong(&problems),
            })
        })
        .await
    }
}
