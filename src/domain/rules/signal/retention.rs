//! When is a concern signal gone? When its children age out, and at the end of the covenant's term.

use crate::domain::{model::signal::Signal, rules::context::Context, state::keys::Key};

/// What happens to a signal whose deadline has come: children who aged out are taken off it; when
/// nobody is left, or its term is over, it is destroyed.
pub fn due(ctx: &mut Context<'_>, signal: &Signal) {
    let today = ctx.today();
    let mut after = signal.clone();
    after.members.retain(|member| member.ages_out.is_none_or(|day| day > today));
    if after.members.is_empty() || signal.keep_until < today {
        ctx.effects.delete.push(Key::Signal(signal.id));
    } else {
        ctx.effects.put_signal(after);
    }
}
