//! Which calls has a sandbox that no broker has? JSON over plain HTTP on loopback: what there is, the clock
//! forward, and what others do.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::Mutex};

use super::{
    COUNTERPART, YOU,
    cases::{Case, Verdict},
    counterpart::{Counterpart, NotDone},
    families::{self, Person},
    ground::Ground,
    told::Told,
    trials::Trials,
};
use crate::{
    api::v1::{FamilyMember, FamilyRole},
    broker::Broker,
    cli::{
        errors::{self, CliError},
        texts::{fill, say},
    },
    domain::model::time::Day,
    server::connections::Connections,
};

/// The clock goes on by at most so much at once, so that what falls due on one day is told on that day.
const STEP: Duration = Duration::from_secs(86_400);
/// The furthest that one call moves it.
const FURTHEST: Duration = Duration::from_secs(1_000 * 86_400);

/// How long a program is waited for when nobody says, in seconds, and at most.
const PATIENCE_S: u64 = 30;
const LONGEST_PATIENCE_S: u64 = 3_600;

/// What the calls act on.
pub(super) struct Control {
    ground: Ground,
    broker: Arc<Broker>,
    connections: Arc<Connections>,
    counterpart: Counterpart,
    trials: Arc<Trials>,
    persons: Vec<Person>,
    told: Value,
    /// One moves the clock at a time.
    moving: Mutex<()>,
}

/// What a call may say. Everything has a default, except whom or how far.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Asked {
    /// Who acts: the name of a certificate.
    r#as: Option<String>,
    /// A person of the sandbox.
    person: Option<String>,
    /// Or any number that is given to nobody.
    bsn: Option<String>,
    /// With `bsn`, of a child: the date or month of birth.
    born: Option<String>,
    /// Against whom a ticket is.
    against: Option<String>,
    /// How far the clock goes: `90m`, `6h`, `10d`.
    forward: Option<String>,
    /// In which case a program is tried.
    case: Option<String>,
    /// For how many seconds at most.
    patience: Option<u64>,
}

type Outcome = Result<Value, NotDone>;

impl Control {
    /// Of a broker that serves. Only where there may be a sandbox.
    ///
    /// # Errors
    /// What it is told cannot be written as JSON.
    pub(super) fn new(
        ground: Ground,
        broker: Arc<Broker>,
        connections: Arc<Connections>,
        counterpart: Counterpart,
        trials: Arc<Trials>,
        told: &Told,
    ) -> Result<Self, CliError> {
        let persons = told.persons.clone();
        let told = serde_json::to_value(told).map_err(|e| CliError::Failed(e.to_string()))?;
        let moving = Mutex::default();
        trials.over(connections.clone());
        Ok(Self { ground, broker, connections, counterpart, trials, persons, told, moving })
    }

    fn state(&self) -> Value {
        let mut state = self.told.clone();
        state["now"] = json!(self.now());
        // Whose program is tried, in which case.
        let tried = self
            .trials
            .going()
            .into_iter()
            .filter_map(|(oin, case)| Some((self.counterpart.name(&oin)?, json!(case))));
        state["tried"] = tried.collect();
        state
    }

    fn now(&self) -> String {
        let now = jiff::Timestamp::from_millisecond(self.broker.now().0);
        now.map(|now| now.to_string()).unwrap_or_default()
    }

    async fn act(&self, verb: &str, asked: Asked) -> Outcome {
        let today = self.broker.now().day();
        let who = asked.r#as.as_deref().unwrap_or(COUNTERPART);
        match verb {
            "/join" => self.counterpart.join(who, self.member(&asked)?, today).await,
            "/leave" => self.counterpart.leave(who).await,
            "/escalate" => {
                self.counterpart.escalate(who, asked.against.as_deref().unwrap_or(YOU)).await
            }
            "/death" => self.counterpart.death(&self.member(&asked)?.bsn, today).await,
            "/conform" => self.conform(&asked, today).await,
            "/clock" => self.forward(asked.forward.as_deref().unwrap_or_default()).await,
            _ => Ok(json!({ "connections": self.connections.cut(None) })),
        }
    }

    /// Whom a call names.
    fn member(&self, asked: &Asked) -> Result<FamilyMember, NotDone> {
        let refused = |text: String| Err(NotDone::Asked(text));
        if let Some(name) = &asked.person {
            let person = self.persons.iter().find(|person| person.name == *name);
            let Some(person) = person else {
                return refused(fill("nobody is called {}", &[name]));
            };
            let birth_date = person.born.unwrap_or_default().to_owned();
            let role = person.family_role().into();
            return Ok(FamilyMember { bsn: person.bsn.clone(), role, birth_date });
        }
        match &asked.bsn {
            Some(bsn) if families::is_invented(bsn) => {
                let role = asked.born.as_ref().map_or(FamilyRole::Parent, |_| FamilyRole::Child);
                let birth_date = asked.born.clone().unwrap_or_default();
                Ok(FamilyMember { bsn: bsn.clone(), role: role.into(), birth_date })
            }
            Some(_) => refused(
                say("a sandbox names only numbers that are given to nobody: they begin with 99")
                    .to_owned(),
            ),
            None => refused(say("name a person of the sandbox, for instance mother-1").to_owned()),
        }
    }

    /// Tries a program in a case: others join as the case wants it, and what it does then is judged.
    async fn conform(&self, asked: &Asked, today: Day) -> Outcome {
        let who = asked.r#as.as_deref().unwrap_or(YOU);
        let oin = *self.counterpart.oin(who)?;
        let name = asked.case.as_deref().unwrap_or_default();
        let unknown = || NotDone::Asked(fill("there is no case {}", &[&name]));
        let case = self.trials.begin(oin, name).ok_or_else(unknown)?;
        let (joins, member) = (case.joins(), self.trials.registered(&oin));
        let patience = match (&member, joins) {
            // Nobody can join, and nothing will come.
            (None, 1..) => Duration::ZERO,
            _ => Duration::from_secs(asked.patience.unwrap_or(PATIENCE_S).min(LONGEST_PATIENCE_S)),
        };
        if let Err(error) = self.prepare(who, &case, member.as_ref(), today).await {
            self.trials.verdict(&oin, Duration::ZERO).await;
            return Err(error);
        }
        self.trials.joined(&oin);
        let (verdict, why) = match self.trials.verdict(&oin, patience).await {
            Verdict::Passed => ("passed", String::new()),
            Verdict::Failed(why) => ("failed", why),
            Verdict::NotSeen(_) | Verdict::NotPlayed(_) if member.is_none() && joins > 0 => {
                let first =
                    "it has registered nobody yet: let it register a parent of the sandbox first";
                ("not-seen", say(first).to_owned())
            }
            Verdict::NotSeen(why) => ("not-seen", why),
            Verdict::NotPlayed(why) => ("not-played", why),
        };
        Ok(json!({ "as": who, "case": name, "verdict": verdict, "why": why }))
    }

    /// Lets happen what a case needs: others join, a card changes, a certificate is replaced.
    async fn prepare(
        &self,
        who: &str,
        case: &Case,
        member: Option<&FamilyMember>,
        today: Day,
    ) -> Result<(), NotDone> {
        for _ in 0..case.joins() {
            let Some(member) = member else { break };
            let joined = self.counterpart.join_next(who, member, today).await?;
            let joined = joined["as"].as_str().unwrap_or_default();
            self.counterpart.change_card(joined, case.changes()).await?;
        }
        if case.renews() { self.counterpart.renew_certificate(who) } else { Ok(()) }
    }

    /// Moves the clock, a day at a time, and lets happen what falls due.
    async fn forward(&self, text: &str) -> Outcome {
        let Some(mut left) = span(text).filter(|span| *span <= FURTHEST) else {
            let rule = "forward is minutes, hours or days, at most 1000 days: 90m, 6h or 10d";
            return Err(NotDone::Asked(say(rule).to_owned()));
        };
        let _alone = self.moving.lock().await;
        let mut fired = 0;
        while !left.is_zero() {
            let step = left.min(STEP);
            self.ground.forward(step);
            left -= step;
            let swept = self.broker.sweep().await;
            fired += swept.map_err(|error| NotDone::Asked(error.to_string()))?;
        }
        Ok(json!({ "now": self.now(), "deadlines": fired }))
    }
}

/// `90m`, `6h` or `10d`.
fn span(text: &str) -> Option<Duration> {
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let seconds = match unit {
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        _ => return None,
    };
    let digits = number.bytes().all(|digit| digit.is_ascii_digit());
    let number: u64 = digits.then(|| number.parse().ok()).flatten()?;
    Some(Duration::from_secs(number.checked_mul(seconds)?))
}

/// Serves the calls until the task is ended.
pub(super) async fn serve(listener: TcpListener, control: Control) {
    let mut router = Router::new().route("/", get(look));
    for verb in ["/join", "/leave", "/escalate", "/death", "/clock", "/cut", "/conform"] {
        let act =
            async move |State(control): State<Arc<Control>>, heads: HeaderMap, body: Bytes| {
                match read(&heads, &body) {
                    Ok(asked) => answer(control.act(verb, asked).await),
                    Err(why) => answer(Err(NotDone::Asked(why.to_owned()))),
                }
            };
        router = router.route(verb, post(act));
    }
    if let Err(error) = axum::serve(listener, router.with_state(Arc::new(control))).await {
        tracing::error!(%error, "the calls of the sandbox are not served any more");
    }
}

async fn look(State(control): State<Arc<Control>>, heads: HeaderMap) -> Response {
    match from_here(&heads) {
        Ok(()) => answer(Ok(control.state())),
        Err(why) => answer(Err(NotDone::Asked(why.to_owned()))),
    }
}

/// A page in a browser on this machine must not be able to call: it cannot name another host than its own,
/// and cannot send JSON elsewhere unasked.
fn from_here(heads: &HeaderMap) -> Result<(), &'static str> {
    let host = heads.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    match name {
        "localhost" | "127.0.0.1" => Ok(()),
        _ => Err(say("call it as localhost")),
    }
}

fn read(heads: &HeaderMap, body: &Bytes) -> Result<Asked, &'static str> {
    from_here(heads)?;
    let kind = heads.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if kind.is_none_or(|kind| kind.split(';').next() != Some("application/json")) {
        return Err(say("send it as application/json"));
    }
    let asked =
        "the body is JSON with any of: as, person, bsn, born, against, forward, case, patience";
    serde_json::from_slice(body).map_err(|_| say(asked))
}

fn answer(outcome: Outcome) -> Response {
    let (status, body) = match outcome {
        Ok(body) => (StatusCode::OK, body),
        Err(NotDone::Refused(status)) => {
            let body = json!({ "reason": errors::reason(&status), "detail": status.message() });
            (StatusCode::CONFLICT, body)
        }
        Err(why) => (StatusCode::BAD_REQUEST, json!({ "detail": why.to_string() })),
    };
    let heads = [(header::CONTENT_TYPE, "application/json")];
    (status, heads, body.to_string() + "\n").into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_minutes_hours_or_days() {
        let seconds = |text| span(text).map(|span| span.as_secs());
        assert_eq!([seconds("90m"), seconds("6h")], [Some(5_400), Some(21_600)]);
        assert_eq!(seconds("10d"), Some(864_000));
        for wrong in ["", "d", "-1d", "+1d", "1", "1.5h", "1é", "99999999999999999999d"] {
            assert_eq!(seconds(wrong).filter(|s| *s > 0), None, "{wrong}");
        }
    }

    #[test]
    fn a_page_in_a_browser_cannot_call() {
        let heads = |host: &'static str, kind: &'static str| {
            let pair = |name, value| (name, header::HeaderValue::from_static(value));
            let heads = [pair(header::HOST, host), pair(header::CONTENT_TYPE, kind)];
            read(&HeaderMap::from_iter(heads), &Bytes::from_static(b"{}")).is_ok()
        };
        assert!(heads("localhost:7444", "application/json; charset=utf-8"));
        // A form of another site, and a name of another site that leads here.
        assert!(!heads("localhost:7444", "text/plain"));
        assert!(!heads("evil.example:7444", "application/json"));
    }
}
