//! Who hears of what is due in a plan or a watch? Whoever must act is reminded; what was missed is
//! for the director.

use std::collections::BTreeSet;

use crate::domain::{
    model::{
        case::{Case, plan::PlanAlarm, watch::WatchAlarm},
        notification::{PlanHappening, WatchHappening},
    },
    rules::{
        case::{following, keeping, telling},
        context::Context,
    },
};

/// Tells what the plan asks by now. The caller writes the case.
pub fn plan(ctx: &mut Context<'_>, case: &mut Case) {
    let Some(plan) = &mut case.plan else { return };
    let variant = plan.variant.clone();
    for alarm in plan.alarms(ctx.now) {
        let director = BTreeSet::from([telling::director(case)]);
        let (told, happening, code, day) = match alarm {
            PlanAlarm::Remind(code, due) => {
                (telling::followers(case), PlanHappening::Due, code, due)
            }
            PlanAlarm::Missed(code, due) => (director, PlanHappening::Missed, code, due),
            PlanAlarm::Over(ends) => (director, PlanHappening::Over, variant.clone(), ends),
        };
        let event = following::happened(happening, code, day);
        telling::tell(ctx, case, told, event);
    }
}

/// Tells what the watch asks by now. The caller writes the case.
pub fn watch(ctx: &mut Context<'_>, case: &mut Case) {
    let Some(watch) = &mut case.watch else { return };
    let watcher = watch.by.clone();
    for alarm in watch.alarms(ctx.now) {
        let director = telling::director(case);
        let (told, happening, day) = match alarm {
            WatchAlarm::Remind(due) => {
                (BTreeSet::from([watcher.clone()]), WatchHappening::Due, due)
            }
            WatchAlarm::Missed(due) => (BTreeSet::from([director]), WatchHappening::Missed, due),
            WatchAlarm::Over(until) => {
                (BTreeSet::from([watcher.clone(), director]), WatchHappening::Over, until)
            }
        };
        let event = keeping::happened(case, happening, day);
        telling::tell(ctx, case, told, event);
    }
}
