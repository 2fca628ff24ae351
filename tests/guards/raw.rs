//! How is any call made without its generated client? By its name and the bytes of its message.

use std::sync::LazyLock;

use bytes::{Buf as _, BufMut as _};
use prost::Message as _;
use prost_types::{DescriptorProto, FileDescriptorProto, FileDescriptorSet, MethodDescriptorProto};
use tonic::{
    Request, Status,
    codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder},
};
use verwijspunt::api;

use super::support::world::Channel;

/// The product's own files of the descriptor set, comments included.
pub(crate) static FILES: LazyLock<Vec<FileDescriptorProto>> = LazyLock::new(|| {
    let set = FileDescriptorSet::decode(api::FILE_DESCRIPTOR_SET).expect("a descriptor set");
    set.file.into_iter().filter(|file| file.package() == "verwijspunt.v1").collect()
});

/// A call: its path and its descriptor.
pub(crate) fn methods() -> Vec<(String, &'static MethodDescriptorProto)> {
    let services = FILES.iter().flat_map(|file| &file.service);
    let paths = services.flat_map(|service| {
        let path = |name: &str| format!("/verwijspunt.v1.{}/{name}", service.name());
        service.method.iter().map(move |method| (path(method.name()), method))
    });
    paths.collect()
}

/// A message by its full name, `.verwijspunt.v1.Name`.
pub(crate) fn message(full_name: &str) -> Option<&'static DescriptorProto> {
    let name = full_name.strip_prefix(".verwijspunt.v1.")?;
    FILES.iter().flat_map(|file| &file.message_type).find(|message| message.name() == name)
}

/// A length-delimited field.
pub(crate) fn field(number: i32, content: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let tag = u64::try_from(number << 3 | 2).expect("field numbers are positive");
    prost::encoding::encode_varint(tag, &mut bytes);
    prost::encoding::encode_varint(content.len() as u64, &mut bytes);
    bytes.extend_from_slice(content);
    bytes
}

/// Makes the call with these bytes; the answer itself does not matter here.
pub(crate) async fn call(channel: Channel, path: &str, message: Vec<u8>) -> Result<(), Status> {
    let mut client = tonic::client::Grpc::new(channel);
    client.ready().await.map_err(|error| Status::unknown(error.to_string()))?;
    let path = path.parse().expect("a path");
    let request = Request::new(tokio_stream::once(message));
    client.streaming(request, path, Bytes).await.map(drop)
}

/// Bytes as they are.
#[derive(Clone, Copy, Default)]
struct Bytes;

impl Codec for Bytes {
    type Encode = Vec<u8>;
    type Decode = Vec<u8>;
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        Self
    }

    fn decoder(&mut self) -> Self {
        Self
    }
}

impl Encoder for Bytes {
    type Item = Vec<u8>;
    type Error = Status;

    fn encode(&mut self, item: Vec<u8>, into: &mut EncodeBuf<'_>) -> Result<(), Status> {
        into.put_slice(&item);
        Ok(())
    }
}

impl Decoder for Bytes {
    type Item = Vec<u8>;
    type Error = Status;

    fn decode(&mut self, from: &mut DecodeBuf<'_>) -> Result<Option<Vec<u8>>, Status> {
        let mut item = vec![0; from.remaining()];
        from.copy_to_slice(&mut item);
        Ok(Some(item))
    }
}
