//! How does a stream come in over HTTP? A message in JSON on each line, read as the lines come.

use std::{
    ops::Range,
    pin::Pin,
    task::{Context, Poll, ready},
};

use hyper::body::{Body as HttpBody, Bytes, Frame};
use prost_reflect::MessageDescriptor;
use tonic::Status;
use zeroize::{Zeroize as _, Zeroizing};

use crate::{
    service::{
        status::{self, Language},
        unread,
    },
    wire::{self, Wrong},
};

use super::{fields_wrong, framed};

/// A body of lines, as the messages that stand on them.
pub(in crate::service) struct Lines<B> {
    body: B,
    of: MessageDescriptor,
    /// Bytes of a line.
    most: usize,
    language: Language,
    /// What has come and was not read.
    begun: Zeroizing<Vec<u8>>,
    /// Where the next line begins in it.
    start: usize,
    /// How far it was looked through for the end of that line.
    searched: usize,
    /// The number of the line, from 1.
    line: usize,
    ended: bool,
}

impl<B> Lines<B> {
    pub(super) fn new(body: B, of: MessageDescriptor, most: usize, language: Language) -> Self {
        Self {
            body,
            of,
            most,
            language,
            begun: Zeroizing::default(),
            start: 0,
            searched: 0,
            line: 0,
            ended: false,
        }
    }

    /// Where the next line stands that is here in whole; the last one needs no end.
    fn next(&mut self) -> Option<Range<usize>> {
        let found = self.begun[self.searched..].iter().position(|byte| *byte == b'\n');
        let end = match found {
            Some(at) => self.searched + at + 1,
            None if self.ended && self.start < self.begun.len() => self.begun.len(),
            None => {
                self.searched = self.begun.len();
                return None;
            }
        };
        self.searched = end;
        self.line += 1;
        Some(std::mem::replace(&mut self.start, end)..end)
    }

    /// Another piece has come. What was read goes once for all lines of a piece, since a piece may be
    /// nothing but ends of lines; and what is left stays where it is while there is room, since a line
    /// may come in pieces of one byte.
    fn came(&mut self, piece: &[u8]) {
        if self.start > 0 {
            // Wiped, as all that is left behind: lines hold BSNs.
            let left = self.begun.len() - self.start;
            self.begun.copy_within(self.start.., 0);
            self.begun[left..].zeroize();
            self.begun.truncate(left);
            (self.searched, self.start) = (self.searched - self.start, 0);
        }
        let needed = self.begun.len() + piece.len();
        if needed > self.begun.capacity() {
            let room = needed.max(self.begun.capacity() * 2);
            let mut begun = Zeroizing::new(Vec::with_capacity(room));
            begun.extend_from_slice(&self.begun);
            self.begun = begun;
        }
        self.begun.extend_from_slice(piece);
    }

    fn message(&self, line: &[u8]) -> Result<Bytes, Status> {
        match wire::read(&self.of, line, []) {
            Ok(message) => Ok(framed(&message)),
            Err(Wrong::Text { column, .. }) => {
                Err(status::no_json(self.line, column, self.language))
            }
            Err(Wrong::Fields(mut problems)) => {
                let at = format!("lines[{}]", self.line - 1);
                for problem in &mut problems {
                    let within = if problem.field.is_empty() { "" } else { "." };
                    problem.field = format!("{at}{within}{}", problem.field);
                }
                Err(fields_wrong(problems, self.language))
            }
        }
    }

    /// After what is wrong nothing more is read.
    fn wrong(&mut self, status: Status) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        self.ended = true;
        self.begun.clear();
        (self.start, self.searched) = (0, 0);
        Poll::Ready(Some(Err(status)))
    }
}

impl<B: HttpBody<Data = Bytes> + Unpin> HttpBody for Lines<B> {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        let this = &mut *self;
        loop {
            while let Some(line) = this.next() {
                let line = &this.begun[line];
                if line.iter().all(u8::is_ascii_whitespace) {
                    continue;
                }
                return match this.message(line) {
                    Ok(message) => Poll::Ready(Some(Ok(Frame::data(message)))),
                    Err(status) => this.wrong(status),
                };
            }
            if this.ended {
                return Poll::Ready(None);
            }
            if this.begun.len() - this.start > this.most {
                let why = format!("line {} has more than {} bytes", this.line + 1, this.most);
                return this.wrong(unread::of_a_message(Status::out_of_range(why)));
            }
            match ready!(Pin::new(&mut this.body).poll_frame(context)) {
                Some(Ok(frame)) => {
                    if let Ok(piece) = frame.into_data() {
                        this.came(&piece);
                    }
                }
                Some(Err(_)) => {
                    return this.wrong(Status::cancelled("the call ended before it was whole"));
                }
                None => this.ended = true,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use http_body_util::{BodyExt as _, StreamBody};
    use tonic::Code;
    use tonic_types::StatusExt as _;

    use super::*;

    /// Bytes of the longest line.
    const MOST: usize = 200;

    fn lines(pieces: Vec<Vec<u8>>) -> Lines<impl HttpBody<Data = Bytes> + Unpin> {
        let pieces = pieces.into_iter().map(|it| Ok::<_, Infallible>(Frame::data(Bytes::from(it))));
        let of = wire::message("ImportInvolvementsRequest").expect("it is one of the API");
        Lines::new(StreamBody::new(futures::stream::iter(pieces)), of, MOST, Language::English)
    }

    /// How many messages came, and why no more.
    async fn read(
        mut lines: Lines<impl HttpBody<Data = Bytes> + Unpin>,
    ) -> (usize, Option<Status>) {
        let mut came = 0;
        loop {
            match lines.frame().await {
                Some(Ok(_)) => came += 1,
                Some(Err(status)) => return (came, Some(status)),
                None => return (came, None),
            }
        }
    }

    #[tokio::test]
    async fn lines_are_read_wherever_they_are_cut() {
        let text = b"{\"row\":{\"row\":1}}\r\n\n  \n{\"row\":{\"row\":2}}\n{\"row\":{\"row\":3}}";
        let crumbs = text.iter().map(|byte| vec![*byte]).collect();
        for pieces in [vec![text.to_vec()], crumbs] {
            let (came, why) = read(lines(pieces)).await;
            assert!(came == 3 && why.is_none(), "{came} {why:?}");
        }
        let (came, why) = read(lines(Vec::new())).await;
        assert!(came == 0 && why.is_none(), "{why:?}");
    }

    /// Whoever sends a line byte by byte must not make us copy the whole of it for each.
    #[test]
    fn a_line_in_tiny_pieces_is_copied_a_few_times_only() {
        const BYTES: usize = 64 * 1024;
        let mut lines = lines(Vec::new());
        let (mut copies, mut place) = (0, lines.begun.as_ptr());
        for _ in 0..BYTES {
            lines.came(b" ");
            assert_eq!(lines.next(), None);
            if lines.begun.as_ptr() != place {
                (copies, place) = (copies + 1, lines.begun.as_ptr());
            }
        }
        assert!(copies <= BYTES.ilog2() + 1, "{copies} times");
        lines.came(b"\n{");
        assert_eq!(lines.next(), Some(0..BYTES + 1));
        assert_eq!(lines.next(), None);
        lines.came(b"}\n");
        assert_eq!(lines.next(), Some(0..3));
        assert_eq!(lines.begun[..], *b"{}\n");
    }

    #[tokio::test]
    async fn a_line_that_is_wrong_or_too_long_ends_it_with_its_place() {
        let good = "{\"row\":{\"row\":1}}\n";
        let long = format!("{good}\"{}", " ".repeat(MOST));
        let cases = [
            (format!("{good}{{\n{good}"), "JSON_UNREADABLE"),
            (format!("{good}{{\"rwo\":1}}\n{good}"), "FIELDS_INVALID"),
            (format!("{good}[]\n{good}"), "FIELDS_INVALID"),
            (long, "MESSAGE_TOO_LARGE"),
        ];
        for (text, reason) in cases {
            let (came, why) = read(lines(vec![text.clone().into_bytes()])).await;
            let why = why.expect("it is refused");
            assert_eq!((came, why.code()), (1, Code::InvalidArgument), "{text}");
            let details = why.get_error_details();
            assert_eq!(details.error_info().map(|info| info.reason.as_str()), Some(reason));
            for field in details.bad_request().into_iter().flat_map(|bad| &bad.field_violations) {
                assert!(field.field.starts_with("lines[1]"), "{}", field.field);
            }
        }
    }
}
