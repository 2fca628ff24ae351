//! The calls on cases by which a family is taken up, classified, widened, narrowed and seen.

use uuid::Uuid;

use crate::{
    covenant::Covenants,
    domain::{
        model::{
            audit::Subject,
            case::{Case, Family},
            ids::CaseId,
            involvement::Involvement,
            person::Identity,
            routing::RouteQuestion,
            spoken::Spoken,
            time::Day,
        },
        rules::{
            access::Permit,
            case::{
                classifying::{self, Classified, Classify, Directed},
                membership::{self, AddPersons, ConfirmPersons, RemovePerson},
                opening::{self, OpenCase},
                viewing::{self, Seen},
                work_list::{self, CaseFilter, Entry},
            },
        },
        state::{keys::Key, lists::List, receipt::Request},
    },
};

use super::{Answered, Broker, Failure, Page, act::Act, register::appoint};

/// Most places of the work list that one page looks at: a filter that picks little is answered in
/// several short pages instead of one long search.
const SCAN_MOST: usize = 1_000;

/// Places of the work list that are read at once.
const SCAN_BATCH: usize = 100;

fn directed(covenants: &Covenants, family: &Family) -> Option<Directed> {
    let rules = covenants.governing(&family.area).case_rules(&family.category, &family.area)?;
    Some(Directed { director: rules.director, measure: rules.measure })
}

fn subjects(id: CaseId, persons: &[Identity]) -> Vec<Subject> {
    let persons = persons.iter().map(|person| Subject::Person(person.current));
    std::iter::once(Subject::Case(id)).chain(persons).collect()
}

impl Broker {
    /// Takes a family up.
    ///
    /// # Errors
    /// See [`opening::open`]; or the store is failing.
    pub async fn open_case(
        &self,
        permit: &Permit,
        command: &OpenCase,
    ) -> Result<Answered<Case>, Failure> {
        let covenant = self.covenant.load();
        let directed = directed(&covenant, &command.family);
        let terms = |own: &Involvement| covenant.terms(&own.area);
        self.change(
            Act::of(permit, subjects(command.id, &command.persons)),
            |loaded| opening::needs(loaded, command),
            |ctx| {
                let case = opening::open(ctx, command, directed.as_ref(), &terms)?;
                appoint(&covenant, ctx);
                Ok(case)
            },
        )
        .await
    }

    /// Classifies a family.
    ///
    /// # Errors
    /// See [`classifying::classify`]; or the store is failing.
    pub async fn classify_case(
        &self,
        permit: &Permit,
        request: &Request,
        command: &Classify,
    ) -> Result<Answered<Classified>, Failure> {
        let covenant = self.covenant.load();
        let directing = |family: &Family| directed(&covenant, family);
        let router = |question: &RouteQuestion| covenant.route(question);
        self.change(
            Act::by(permit, request, vec![Subject::Case(command.id)]),
            |loaded| classifying::needs(loaded, command.id),
            |ctx| classifying::classify(ctx, command, &directing, &router),
        )
        .await
    }

    /// Puts persons into a case.
    ///
    /// # Errors
    /// See [`membership::add`]; or the store is failing.
    pub async fn add_persons(
        &self,
        permit: &Permit,
        request: &Request,
        command: &AddPersons,
    ) -> Result<Answered<Case>, Failure> {
        let covenant = self.covenant.load();
        let terms = |own: &Involvement| covenant.terms(&own.area);
        self.change(
            Act::by(permit, request, subjects(command.id, &command.persons)),
            |loaded| membership::needs_to_add(loaded, command),
            |ctx| {
                let case = membership::add(ctx, command, &terms)?;
                appoint(&covenant, ctx);
                Ok(case)
            },
        )
        .await
    }

    /// Takes a person out of a case.
    ///
    /// # Errors
    /// See [`membership::remove`]; or the store is failing.
    pub async fn remove_person(
        &self,
        permit: &Permit,
        request: &Request,
        command: &RemovePerson,
    ) -> Result<Answered<Case>, Failure> {
        self.change(
            Act::by(permit, request, vec![Subject::Case(command.id)]),
            |loaded| membership::needs_to_remove(loaded, command),
            |ctx| membership::remove(ctx, command),
        )
        .await
    }

    /// Confirms that the persons of a case belong together.
    ///
    /// # Errors
    /// See [`membership::confirm`]; or the store is failing.
    pub async fn confirm_persons(
        &self,
        permit: &Permit,
        request: &Request,
        command: &ConfirmPersons,
    ) -> Result<Answered<Case>, Failure> {
        let covenant = self.covenant.load();
        let terms = |own: &Involvement| covenant.terms(&own.area);
        self.change(
            Act::by(permit, request, vec![Subject::Case(command.id)]),
            |loaded| membership::needs_to_confirm(loaded, command.id),
            |ctx| {
                let case = membership::confirm(ctx, command, &terms)?;
                appoint(&covenant, ctx);
                Ok(case)
            },
        )
        .await
    }

    /// One case that the caller directs.
    ///
    /// # Errors
    /// Unknown or somebody else's; or the store is failing.
    pub async fn get_case(&self, permit: &Permit, id: CaseId) -> Result<Seen, Failure> {
        self.drive(
            Act::of(permit, vec![Subject::Case(id)]),
            |loaded| viewing::needs(loaded, permit, id),
            |ctx| viewing::see(ctx.facts, permit, id),
        )
        .await
    }

    /// The caller's work list: the oldest deadline first. `after` is the place after which the
    /// page begins.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn list_cases(
        &self,
        permit: &Permit,
        filter: &CaseFilter,
        today: Day,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Page<Entry>, Failure> {
        if let Some(reference) = filter.reference {
            return self.cases_spoken(permit, filter, reference, today, after, limit).await;
        }
        let list = List::CasesByDue(permit.party().clone());
        let (mut found, mut next, mut scanned) = (Vec::new(), after, 0);
        let mut more = true;
        while more && found.len() < limit && scanned < SCAN_MOST {
            let places = self.store.list(&list, next, SCAN_BATCH).await?;
            more = places.len() == SCAN_BATCH;
            scanned += places.len();
            for place in places {
                if work_list::is_past(place, filter, today) {
                    more = false;
                    break;
                }
                if found.len() == limit {
                    more = true;
                    break;
                }
                let ids = self.store.list(&List::CaseAt(place), None, limit).await?;
                let keys: Vec<Key> = ids.into_iter().map(|id| Key::Case(CaseId(id))).collect();
                let loaded = self.store.load(&keys).await?;
                let cases = loaded.cases().filter(|case| filter.picks(case, today));
                found.extend(cases.map(|case| (place, case.id)));
                next = Some(place);
            }
        }
        let entries = self.work(permit, &found, |_| true).await?;
        Ok(Page { entries, next: next.filter(|_| more) })
    }

    /// Of these cases, each with its place, those that the caller directs and that are to be shown.
    async fn work(
        &self,
        permit: &Permit,
        found: &[(Uuid, CaseId)],
        shows: impl Fn(&Case) -> bool + Send + Sync,
    ) -> Result<Vec<(Uuid, Entry)>, Failure> {
        let ids: Vec<CaseId> = found.iter().map(|(_, id)| *id).collect();
        self.drive(
            Act::of(permit, ids.iter().copied().map(Subject::Case).collect()),
            |loaded| work_list::needs(loaded, permit, &ids),
            |ctx| {
                // What went to another office meanwhile is not shown.
                let own = |(place, id): &(Uuid, CaseId)| {
                    let entry = work_list::own(ctx.facts, permit, *id)?;
                    shows(&entry.case).then_some((*place, entry))
                };
                Ok(found.iter().filter_map(own).collect())
            },
        )
        .await
    }

    /// The same for those that are spoken so, in the order in which they were opened.
    async fn cases_spoken(
        &self,
        permit: &Permit,
        filter: &CaseFilter,
        reference: Spoken,
        today: Day,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Page<Entry>, Failure> {
        let list = List::CasesDirected(permit.party().clone());
        let (ids, next) = self.spoken(&list, reference, after, limit).await?;
        let found: Vec<(Uuid, CaseId)> = ids.into_iter().map(|id| (id, CaseId(id))).collect();
        let entries = self.work(permit, &found, |case| filter.picks(case, today)).await?;
        Ok(Page { entries, next })
    }
}
