//! What becomes of a stream when the program beside it starts calls and gives them up at once?

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::{HEADERS, raw_headers, tls_connect, within, world};

/// Frames of HTTP/2 (RFC 9113, 6).
const DATA: u8 = 0;
const RST_STREAM: u8 = 3;
const GOAWAY: u8 = 7;

/// Calls that are given up before anybody looked at them.
const GIVEN_UP: u8 = 60;

/// A message without a field, and the end of what the client has to say.
fn nothing(stream: u8) -> Vec<u8> {
    vec![0, 0, 5, DATA, 1, 0, 0, 0, stream, 0, 0, 0, 0, 0]
}

/// With a stream open, calls are started and given up, all in one piece, so that the server reads them
/// together; then one more call. What frames come until that one is answered or the connection ends: of
/// which kind, on which stream.
async fn played(limits: &str) -> Vec<(u8, u8)> {
    let world = world("", limits).await;
    let mut line = tls_connect(world.server.address(), world.tls("school")).await.expect("in");
    let mut open = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0".to_vec();
    open.extend(raw_headers("/grpc.health.v1.Health/Watch", 0x4, 1));
    open.extend(nothing(1));
    line.write_all(&open).await.expect("sends");
    let mut frames = Vec::new();
    let mut asked = false;
    let last = 3 + 2 * GIVEN_UP;
    loop {
        let mut head = [0; 9];
        if within(line.read_exact(&mut head)).await.is_err() {
            return frames;
        }
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
        let mut rest = vec![0; length as usize];
        within(line.read_exact(&mut rest)).await.expect("its payload");
        frames.push((head[3], head[8]));
        if !asked && frames.contains(&(DATA, 1)) {
            asked = true;
            let mut calls = Vec::new();
            for stream in (3..last).step_by(2) {
                calls.extend(raw_headers("/test.Probe/Who", 0x4, stream));
                // CANCEL.
                calls.extend([0, 0, 4, RST_STREAM, 0, 0, 0, 0, stream, 0, 0, 0, 8]);
            }
            calls.extend(raw_headers("/test.Probe/Who", 0x4, last));
            calls.extend(nothing(last));
            line.write_all(&calls).await.expect("sends");
        }
        if head[3] == GOAWAY || (head[3], head[8]) == (DATA, last) {
            return frames;
        }
    }
}

#[tokio::test]
async fn calls_that_are_given_up_at_once_cost_nobody_its_stream() {
    let frames = played("").await;
    let last = 3 + 2 * GIVEN_UP;
    assert!(frames.contains(&(HEADERS, last)), "the next call is answered: {frames:?}");
    assert!(!frames.contains(&(RST_STREAM, 1)), "the stream goes on: {frames:?}");
    assert!(!frames.iter().any(|(kind, _)| *kind == GOAWAY), "{frames:?}");
}

/// The same on a connection that may have few streams: more calls are given up than could have been
/// open, which is an attack. Shows that what is tried above comes to the limit at all.
#[tokio::test]
async fn more_than_could_have_been_open_end_the_connection() {
    let frames = played("max_streams_per_connection = 8").await;
    assert!(frames.iter().any(|(kind, _)| *kind == GOAWAY), "{frames:?}");
    assert!(!frames.contains(&(DATA, 3 + 2 * GIVEN_UP)), "{frames:?}");
}
