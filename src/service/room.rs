//! How much fits into one answer? Whatever is shown as a list is cut by its bytes here, so that a list
//! with large entries is read in more parts, and never not at all.

use prost::Message;

use super::Sizes;

/// Most bytes that are written around an entry: the number of its field, and its length.
const AROUND: usize = 2 + 4;

/// Of an answer, in bytes. Together these leave a quarter of it for everything that is no list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Rooms {
    /// For the entries of a page, or the notifications in their places.
    pub(crate) page: usize,
    /// For the parties of one match. At least one whole match fits on a page.
    pub(crate) parties: usize,
    /// For who led before in one match.
    pub(crate) leads: usize,
    /// For the crises that go ahead of their places.
    pub(crate) ahead: usize,
}

impl Rooms {
    pub(crate) fn of(sizes: Sizes) -> Self {
        let eighth = sizes.response / 8;
        Self { page: 4 * eighth, parties: 2 * eighth, leads: eighth, ahead: 2 * eighth }
    }
}

/// What is left of it.
pub(crate) struct Room {
    left: usize,
    begun: bool,
}

impl Room {
    pub(crate) fn new(bytes: usize) -> Self {
        Self { left: bytes, begun: false }
    }

    /// Whether one more entry goes in. The first one always does: a page without any would be the end
    /// of the list, and what does not fit by itself is refused as such when it is sent. Behind one that
    /// does not go in, none does.
    pub(crate) fn takes(&mut self, entry: &impl Message) -> bool {
        let needed = entry.encoded_len() + AROUND;
        let goes_in = needed <= self.left || !self.begun;
        self.left = if goes_in { self.left.saturating_sub(needed) } else { 0 };
        self.begun = true;
        goes_in
    }
}

/// As many of these as there is room for.
pub(crate) fn first<M: Message>(bytes: usize, entries: impl Iterator<Item = M>) -> Vec<M> {
    let mut room = Room::new(bytes);
    entries.take_while(|entry| room.takes(entry)).collect()
}

/// As many of the last ones of these as there is room for, in their order.
pub(crate) fn last<M: Message>(
    bytes: usize,
    entries: impl DoubleEndedIterator<Item = M>,
) -> Vec<M> {
    let mut found = first(bytes, entries.rev());
    found.reverse();
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::v1::Area;

    fn named(length: usize) -> Area {
        Area { code: "x".repeat(length), ..Area::default() }
    }

    #[test]
    fn what_goes_in_is_no_larger_than_the_room() {
        for (bytes, sizes, taken) in [
            (100, &[10, 10, 10][..], 3),
            (100, &[40, 40, 40], 2),
            (100, &[60, 90, 1], 1),
            // The first one always, and behind one that does not go in none.
            (10, &[500, 1], 1),
            (0, &[1], 1),
            (100, &[], 0),
        ] {
            let found = first(bytes, sizes.iter().map(|size| named(*size)));
            assert_eq!(found.len(), taken, "{bytes} {sizes:?}");
            let written: usize = found.iter().map(|area| area.encoded_len() + 2).sum();
            assert!(written <= bytes || taken <= 1, "{bytes} {sizes:?}: {written}");
        }
        let ends = last(100, [60, 30, 31].into_iter().map(named));
        assert_eq!(ends.iter().map(|area| area.code.len()).collect::<Vec<_>>(), [30, 31]);
    }

    #[test]
    fn the_parts_of_an_answer_are_smaller_than_it() {
        let sizes = Sizes::default();
        let rooms = Rooms::of(sizes);
        assert!(rooms.page + rooms.ahead < sizes.response);
        assert!(rooms.parties + rooms.leads < rooms.page);
    }
}
