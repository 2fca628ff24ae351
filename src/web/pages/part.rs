//! Is this all of a list? Reads one page of it after the other, as far as it is needed, and keeps
//! where the list goes on. No page says "nobody" while something is left unread.

use std::future::Future;

use tonic::Status;

use crate::{
    api::v1::{ListOrganisationsRequest, Organisation},
    web::{
        page::{Block, Page},
        texts,
        visit::{Asked, Visit},
        when::Now,
    },
};

/// Entries that are asked for at once: the most that the API gives.
pub(super) const PAGE: i32 = 200;

/// Most pages of a list that are read for one page of the console. The broker looks at a bounded
/// number of records for each, so this bounds how long anybody waits; what is left has a link.
const PAGES_MOST: usize = 50;

/// Fields of an address: the token from which on a list is read, and the key of the last entry that was
/// shown before. A number of entries would pass over some when others are done meanwhile.
const FURTHER: &str = "verder";
const BEFORE: &str = "na";

/// What an entry is sorted by, and no other has: kept in the address of what comes after it.
pub(super) type Key<T> = fn(&T) -> String;

/// The key of something with a day by which it must be done (empty: it comes last) and an id.
pub(super) fn by_day(day: &str, id: &str) -> String {
    format!("{}.{id}", if day.is_empty() { "9999" } else { day })
}

/// A part of a list.
#[derive(Debug)]
pub(in crate::web) struct Part<T> {
    /// Its entries.
    pub(super) entries: Vec<T>,
    /// The token from which on it was read; empty for the beginning.
    from: String,
    /// The token of what comes after it; empty when nothing does.
    pub(super) rest: String,
    /// How many of its entries come before what is shown.
    before: usize,
    /// By what its entries are sorted, where not all are shown at once.
    key: Option<Key<T>>,
}

impl<T> Part<T> {
    /// A whole list.
    #[cfg(test)]
    pub(in crate::web) fn only(entries: Vec<T>) -> Self {
        Self { entries, from: String::new(), rest: String::new(), before: 0, key: None }
    }

    /// Whether there is nothing at all: not here, not before and not further on.
    pub(super) fn is_none(&self) -> bool {
        self.entries.is_empty() && self.from.is_empty() && self.rest.is_empty()
    }

    /// Those of its entries that are shown at once.
    pub(super) fn at_once(&self, most: usize) -> &[T] {
        let left = self.entries.get(self.before..).unwrap_or(&self.entries);
        &left[..left.len().min(most)]
    }
}

/// One answer of a listing call: its entries and its next page token.
type Answer<T> = Result<(Vec<T>, String), Status>;

/// Reads on until there is enough, nothing is left, or the bound is reached.
pub(super) async fn until<T, F: Future<Output = Answer<T>>>(
    asked: &Asked,
    enough: impl Fn(&[T]) -> bool,
    ask: impl Fn(String) -> F,
) -> Result<Part<T>, Status> {
    let from = asked.fields.get(FURTHER).to_owned();
    let (mut entries, mut rest) = (Vec::new(), from.clone());
    for _ in 0..PAGES_MOST {
        let (found, next) = ask(rest).await?;
        entries.extend(found);
        rest = next;
        if rest.is_empty() || enough(&entries) {
            break;
        }
    }
    Ok(Part { entries, from, rest, before: 0, key: None })
}

/// Everything from where the reader is, within the bound, by its key: for what is shown in another order
/// than the API's.
pub(super) async fn all<T, F: Future<Output = Answer<T>>>(
    asked: &Asked,
    key: Key<T>,
    ask: impl Fn(String) -> F,
) -> Result<Part<T>, Status> {
    let mut read = until(asked, |_| false, ask).await?;
    read.entries.sort_by_cached_key(key);
    let after = asked.fields.get(BEFORE);
    let before = read.entries.partition_point(|one| key(one).as_str() <= after);
    // All that came after it is done: what is left is before it.
    let before = if before < read.entries.len() { before } else { 0 };
    Ok(Part { before, key: Some(key), ..read })
}

/// One page from where the reader is, and further ones, within the bound, as long as they are empty:
/// a search that finds little answers so.
pub(super) async fn some<T, F: Future<Output = Answer<T>>>(
    asked: &Asked,
    ask: impl Fn(String) -> F,
) -> Result<Part<T>, Status> {
    until(asked, |found| !found.is_empty(), ask).await
}

/// The whole list, for one whose length something else bounds: a covenant, or a family.
pub(super) async fn whole<T, F: Future<Output = Answer<T>>>(
    ask: impl Fn(String) -> F,
) -> Result<Vec<T>, Status> {
    let (mut entries, mut token) = (Vec::new(), String::new());
    loop {
        let (found, next) = ask(token).await?;
        entries.extend(found);
        if next.is_empty() {
            return Ok(entries);
        }
        token = next;
    }
}

/// All organisations that are party to the reader's covenant.
pub(super) async fn organisations(visit: &Visit) -> Result<Vec<Organisation>, Status> {
    whole(|page_token| async move {
        let request = ListOrganisationsRequest {
            page_size: PAGE,
            page_token,
            ..ListOrganisationsRequest::default()
        };
        let answer = visit.api.covenant().list_organisations(request).await?.into_inner();
        Ok((answer.organisations, answer.next_page_token))
    })
    .await
}

/// Says on a page that the list goes on, with the link to read on. Where nothing was found, but
/// something was before or may come, that is said instead of what an empty list is told.
pub(super) fn goes_on<T>(page: &mut Page, now: Now, path: &str, read: &Part<T>, most: usize) {
    let (lang, all, shown) = (now.lang, read.entries.len(), read.at_once(most).len());
    let to = read.before + shown;
    if shown < all {
        let numbers = [read.before + 1, to, all].map(|number| number.to_string());
        let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
        page.blocks.push(Block::words(lang.fill(texts::THESE, &numbers)));
    }
    if to < all {
        let last = read.at_once(most).last();
        let last = read.key.zip(last).map_or_else(String::new, |(key, last)| key(last));
        return link(page, now, path, &[(FURTHER, &read.from), (BEFORE, &last)]);
    }
    let words = match (all, read.rest.is_empty(), read.from.is_empty()) {
        (0, false, _) => texts::NOTHING_YET,
        (0, true, false) => texts::NO_MORE,
        (_, false, _) => texts::NOT_ALL,
        (_, true, _) => return,
    };
    if all == 0 {
        page.lead = lang.say(words).to_owned();
    } else {
        page.blocks.push(Block::words(lang.say(words)));
    }
    if !read.rest.is_empty() {
        link(page, now, path, &[(FURTHER, &read.rest)]);
    }
}

/// A link to the same page, further on.
fn link(page: &mut Page, now: Now, path: &str, fields: &[(&str, &str)]) {
    let fields = fields.iter().filter(|(_, value)| !value.is_empty());
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let sign = if path.contains('?') { '&' } else { '?' };
    let words = now.lang.say(texts::MORE).to_owned();
    page.blocks.push(Block::Links(vec![(format!("{path}{sign}{query}"), words)]));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::model::time::Day,
        web::{forms::Filled, lang::Lang},
    };

    /// A list of as many pages, of which every tenth holds its number and the others nothing.
    fn sparse(pages: usize) -> impl Fn(String) -> std::future::Ready<Answer<usize>> {
        move |token: String| {
            let at: usize = if token.is_empty() { 0 } else { token.parse().expect("a number") };
            let next = if at + 1 < pages { (at + 1).to_string() } else { String::new() };
            let entries = if at % 10 == 9 { vec![at] } else { Vec::new() };
            std::future::ready(Ok((entries, next)))
        }
    }

    fn numbered(number: &usize) -> String {
        format!("{number:09}")
    }

    #[tokio::test]
    async fn what_is_done_meanwhile_makes_nobody_pass_over_the_next() {
        let now = Now::at(Lang::Nl, Day(20_514).start());
        let list = |left: Vec<usize>| {
            move |_: String| std::future::ready(Ok((left.clone(), String::new())))
        };
        let first =
            all(&from(""), numbered, list((0..9).rev().collect())).await.expect("it answers");
        assert_eq!(first.at_once(3), [0, 1, 2]);
        let mut page = Page::new("", "");
        goes_on(&mut page, now, "/a", &first, 3);
        let Some(Block::Links(links)) = page.blocks.last() else { panic!("a link") };
        let (_, query) = links[0].0.split_once('?').expect("fields");
        let further = Asked { fields: Filled::read(query.as_bytes()), ..Asked::default() };
        let left = || (2..9).collect::<Vec<_>>();
        let second = all(&further, numbered, list(left())).await.expect("it answers");
        assert_eq!(second.at_once(3), [3, 4, 5], "0 and 1 are done meanwhile");
        let rest = all(&further, numbered, list(vec![1, 2])).await.expect("it answers");
        assert_eq!(rest.at_once(3), [1, 2], "all that came after is done");
    }

    fn from(token: &str) -> Asked {
        let fields = Filled::read(format!("verder={token}").as_bytes());
        Asked { fields, ..Asked::default() }
    }

    #[tokio::test]
    async fn a_list_is_read_to_its_end_or_says_where_it_goes_on() {
        let read = all(&from(""), numbered, sparse(PAGES_MOST)).await.expect("it answers");
        assert_eq!((read.entries, read.rest.as_str()), (vec![9, 19, 29, 39, 49], ""));
        let read = all(&from(""), numbered, sparse(PAGES_MOST + 1)).await.expect("it answers");
        assert_eq!((read.entries.len(), read.rest.as_str()), (5, "50"), "one past the bound");
        let on =
            all(&from(&read.rest), numbered, sparse(PAGES_MOST + 1)).await.expect("it answers");
        assert_eq!((on.entries.len(), on.rest.as_str()), (0, ""));
        assert_eq!(whole(sparse(1_000)).await.expect("it answers").len(), 100);
    }

    #[tokio::test]
    async fn empty_pages_are_not_the_end() {
        let read = some(&from(""), sparse(100)).await.expect("it answers");
        assert_eq!((read.entries, read.rest.as_str()), (vec![9], "10"));
        let on = some(&from("95"), sparse(98)).await.expect("it answers");
        assert_eq!((on.entries.len(), on.rest.as_str()), (0, ""), "nothing more");
    }

    #[test]
    fn nobody_is_said_only_when_nothing_is_left_and_nothing_was_before() {
        let now = Now::at(Lang::Nl, Day(20_514).start());
        let said = |from: &str, rest: &str| {
            let (from, rest) = (from.to_owned(), rest.to_owned());
            let read = Part::<usize> { entries: Vec::new(), from, rest, before: 0, key: None };
            let mut page = Page::new("", "niemand");
            goes_on(&mut page, now, "/a", &read, 50);
            (page.lead, page.blocks.len())
        };
        assert_eq!(said("", ""), ("niemand".to_owned(), 0));
        assert_eq!(said("", "x"), (Lang::Nl.say(texts::NOTHING_YET).to_owned(), 1));
        assert_eq!(said("x", "y"), (Lang::Nl.say(texts::NOTHING_YET).to_owned(), 1));
        assert_eq!(said("x", ""), (Lang::Nl.say(texts::NO_MORE).to_owned(), 0));
    }
}
