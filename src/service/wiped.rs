//! What becomes of the BSNs in a message that nobody reads to the end? They are overwritten, whichever
//! way the message goes.

use crate::api::Wipe;

/// A message that is wiped when it is dropped unread: when its caller is turned away at the door, when
/// an import breaks off in front of it, when its caller hangs up.
pub(super) struct Wiped<M: Wipe>(Option<M>);

impl<M: Wipe> Wiped<M> {
    pub(super) fn new(message: M) -> Self {
        Self(Some(message))
    }

    /// To look at what is no secret.
    pub(super) fn peek(&self) -> &M {
        self.0.as_ref().expect("it is there until it is read")
    }

    /// To whoever makes pseudonyms of the BSNs, and wipes them.
    pub(super) fn read(mut self) -> M {
        self.0.take().expect("it is there until it is read")
    }
}

impl<M: Wipe> Drop for Wiped<M> {
    fn drop(&mut self) {
        if let Some(message) = &mut self.0 {
            message.wipe();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{cell::Cell, rc::Rc};

    use prost::Message as _;

    use super::*;
    use crate::api::v1;

    struct Letter(Rc<Cell<u32>>);

    impl Wipe for Letter {
        fn wipe(&mut self) {
            self.0.set(self.0.get() + 1);
        }
    }

    #[test]
    fn what_is_dropped_unread_is_wiped_and_what_is_read_is_the_readers() {
        let wiped = Rc::new(Cell::new(0));
        drop(Wiped::new(Letter(wiped.clone())));
        assert_eq!(wiped.get(), 1);
        let read = Wiped::new(Letter(wiped.clone())).read();
        assert_eq!(wiped.get(), 1);
        drop(read);
        assert_eq!(wiped.get(), 1);
    }

    /// Every way in which a message holds a BSN: alone, in a list, within another, in a choice.
    #[test]
    fn a_wiped_message_holds_no_bsn() {
        const BSN: &str = "999990019";
        fn gone<M: Wipe + prost::Message>(mut message: M) {
            let there = |message: &M| {
                let bytes = message.encode_to_vec();
                bytes.windows(BSN.len()).any(|window| window == BSN.as_bytes())
            };
            assert!(there(&message), "it is looked for where it is");
            message.wipe();
            assert!(!there(&message));
        }
        let bsn = || BSN.to_owned();
        let registration = || v1::RegisterInvolvementRequest {
            members: vec![v1::FamilyMember { bsn: bsn(), ..Default::default() }],
            ..Default::default()
        };
        gone(registration());
        gone(v1::RecordDeathRequest { bsn: bsn(), ..Default::default() });
        gone(v1::RecordParentsRequest {
            child_bsn: bsn(),
            parent_bsns: vec![bsn(), bsn()],
            ..Default::default()
        });
        gone(v1::OpenCaseRequest {
            persons: vec![v1::NamedPerson { bsn: bsn() }],
            ..Default::default()
        });
        let row = v1::ImportRow { row: 1, registration: Some(registration()) };
        let part = v1::import_involvements_request::Part::Row(row);
        gone(v1::ImportInvolvementsRequest { part: Some(part) });
        let other = v1::GetCaseRequest { case_id: "c".to_owned(), ..Default::default() };
        let before = other.encode_to_vec();
        let mut wiped = other;
        wiped.wipe();
        assert_eq!(wiped.encode_to_vec(), before, "nothing else is touched");
    }
}
