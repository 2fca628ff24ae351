//! Does an answer fit what the story expects? Says what was expected and what came.

use super::{
    answer::{Answer, Item, Outcome, Refusal},
    language::{Expect, Pairs, Wanted},
    names::{Names, UNBOUND},
};

/// What comparing needs to know.
pub struct Judge<'a> {
    /// The names that the story has used so far.
    pub names: &'a mut Names,
    /// The form in which the name of an actor is compared.
    pub canonical: &'a dyn Fn(&str) -> String,
}

impl Judge<'_> {
    /// Compares.
    ///
    /// # Errors
    /// What was expected and what came, for the reader of the story.
    pub fn check(&mut self, expect: &Expect, outcome: &Outcome) -> Result<(), String> {
        match (expect, outcome) {
            (Expect::Ok { pairs, items }, Ok(answer)) => {
                self.pairs(pairs, &answer.pairs)?;
                items.as_ref().map_or(Ok(()), |wanted| self.items(wanted, answer))
            }
            (Expect::OkIncluding { pairs, among }, Ok(answer)) => {
                self.pairs(pairs, &answer.pairs)?;
                self.includes(among, &answer.items)
            }
            (Expect::Includes(wanted), Ok(answer)) => self.includes(wanted, &answer.items),
            (Expect::AnyOrder(wanted), Ok(answer)) => self.any_order(wanted, &answer.items),
            (Expect::WrongFields(paths), Err(refusal)) => {
                let mut expected = paths.clone();
                expected.sort();
                self.code("INVALID_ARGUMENT", "FIELDS_INVALID", refusal)?;
                if expected == refusal.fields {
                    return Ok(());
                }
                Err(format!("expected the wrong fields {expected:?}, actual {:?}", refusal.fields))
            }
            (Expect::Refused { code, reason, pairs }, Err(refusal)) => {
                self.code(code, reason, refusal)?;
                let pairs: Pairs = pairs.iter().filter(|(k, _)| k != "alike").cloned().collect();
                self.pairs(&pairs, &refusal.metadata)
            }
            (_, Ok(answer)) => {
                Err(format!("expected a refusal, actual ok {}", show(&answer.pairs, &answer.items)))
            }
            (_, Err(r)) => Err(format!(
                "expected ok, actual refused {} {} {:?}: {}",
                r.code, r.reason, r.fields, r.raw
            )),
        }
    }

    fn code(&self, code: &str, reason: &str, refusal: &Refusal) -> Result<(), String> {
        let fits = |want: &str, have: &str| want == "any" || want == have;
        if fits(code, &refusal.code) && fits(reason, &refusal.reason) {
            return Ok(());
        }
        Err(format!(
            "expected refused {code} {reason}, actual refused {} {}: {}",
            refusal.code, refusal.reason, refusal.raw
        ))
    }

    fn pairs(&mut self, expected: &Pairs, actual: &Pairs) -> Result<(), String> {
        for (key, want) in expected {
            let Some((_, have)) = actual.iter().find(|(k, _)| k == key) else {
                return Err(format!("expected {key}={want}, but there is no `{key}`: {actual:?}"));
            };
            if !self.value(want, have) {
                return Err(format!("expected {key}={want}, actual {key}={have}"));
            }
        }
        Ok(())
    }

    /// Values with commas are sets; names of actors are compared by whom they mean.
    fn value(&mut self, want: &str, have: &str) -> bool {
        // In the details of a refusal an id stands as it is.
        if want == have || self.names.symbol(have) == want {
            return true;
        }
        let split = |text: &str| -> Vec<String> {
            let mut parts: Vec<String> =
                text.split(',').map(|part| (self.canonical)(part)).collect();
            // What the story has not named yet stands first, in the order of the answer: how such ids
            // sort says nothing.
            let known = |part: &String| (!part.starts_with(UNBOUND)).then(|| part.clone());
            if parts.len() > 1 {
                parts.sort_by_key(known);
            }
            parts
        };
        let (want, have) = (split(want), split(have));
        want.len() == have.len()
            && want.iter().zip(&have).all(|(want, have)| self.names.unify(want, have))
    }

    fn items(&mut self, wanted: &[Wanted], answer: &Answer) -> Result<(), String> {
        let mut wanted: Vec<&Wanted> = wanted.iter().collect();
        let mut actual: Vec<&Item> = answer.items.iter().collect();
        if !answer.ordered {
            let canonical = self.canonical;
            wanted.sort_by_key(|w| canonical(&w.head));
            actual.sort_by_key(|i| i.head.clone());
        }
        let all = || show(&answer.pairs, &answer.items);
        if wanted.len() != actual.len() {
            return Err(format!(
                "expected {} items, actual {}: {}",
                wanted.len(),
                actual.len(),
                all()
            ));
        }
        for (index, (want, have)) in wanted.iter().zip(&actual).enumerate() {
            self.item(want, have)
                .map_err(|e| format!("item {}: {e}\n    of {}", index + 1, all()))?;
        }
        Ok(())
    }

    fn includes(&mut self, wanted: &[Wanted], actual: &[Item]) -> Result<(), String> {
        let mut rest = actual.iter();
        for want in wanted {
            if !rest.any(|have| self.item(want, have).is_ok()) {
                return Err(format!("expected {want:?} among {}", show(&Vec::new(), actual)));
            }
        }
        Ok(())
    }

    fn any_order(&mut self, wanted: &[Wanted], actual: &[Item]) -> Result<(), String> {
        let mut rest: Vec<&Item> = actual.iter().collect();
        for want in wanted {
            let Some(at) = rest.iter().position(|have| self.item(want, have).is_ok()) else {
                return Err(format!("expected {want:?} among {}", show(&Vec::new(), actual)));
            };
            rest.remove(at);
        }
        if rest.is_empty() { Ok(()) } else { Err(format!("did not expect {rest:?}")) }
    }

    fn item(&mut self, want: &Wanted, have: &Item) -> Result<(), String> {
        if !self.value(&want.head, &have.head) {
            return Err(format!("expected `{}`, actual `{}`", want.head, have.head));
        }
        self.pairs(&want.pairs, &have.pairs)
    }
}

/// An answer in the words of a story.
#[must_use]
pub fn show(pairs: &Pairs, items: &[Item]) -> String {
    let line = |pairs: &Pairs| -> String {
        pairs.iter().filter(|(_, v)| v != "-").map(|(k, v)| format!(" {k}={v}")).collect()
    };
    let items: Vec<String> =
        items.iter().map(|i| format!("\n      | {}{}", i.head, line(&i.pairs))).collect();
    format!("{}{}", line(pairs), items.concat())
}
