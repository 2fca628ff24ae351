//! What do the proto files say about a message, a field or a call? Their comments, as they stand there.

use std::{collections::HashMap, sync::LazyLock};

use prost_reflect::{EnumDescriptor, FieldDescriptor, FileDescriptor, MessageDescriptor};

use super::POOL;

/// The comments of a file, by what they stand before.
type Comments = HashMap<Vec<i32>, String>;

static FILES: LazyLock<HashMap<String, Comments>> = LazyLock::new(|| {
    let files = POOL.files().filter(|file| file.package_name() == super::PACKAGE);
    files.map(|file| (file.name().to_owned(), comments(&file))).collect()
});

fn comments(file: &FileDescriptor) -> Comments {
    let info = file.file_descriptor_proto().source_code_info.as_ref();
    let locations = info.into_iter().flat_map(|info| &info.location);
    let comment = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    locations.map(|at| (at.path.clone(), comment(at.leading_comments()))).collect()
}

fn find(file: &FileDescriptor, path: &[i32]) -> String {
    FILES.get(file.name()).and_then(|all| all.get(path)).cloned().unwrap_or_default()
}

/// What is said of a field, without the word for the side that it stands on.
#[must_use]
pub fn comment_of_field(field: &FieldDescriptor) -> String {
    let comment = find(&field.parent_file(), field.path());
    comment.strip_prefix("Output only. ").map_or_else(|| comment.clone(), str::to_owned)
}

/// What is said of a message.
#[must_use]
pub fn comment_of_message(message: &MessageDescriptor) -> String {
    find(&message.parent_file(), message.path())
}

/// What is said of a list of codes, and of each of them.
#[must_use]
pub fn comment_of_enum(codes: &EnumDescriptor) -> String {
    let file = codes.parent_file();
    let mut text = find(&file, codes.path());
    for value in codes.values().filter(|value| value.number() != 0) {
        text += &format!(" {}: {}", value.name(), find(&file, value.path()));
    }
    text
}

/// What is said of the service of a call, and of the call, by its path over gRPC.
#[must_use]
pub fn comments_of_call(path: &str) -> (String, String) {
    let found = path.trim_start_matches('/').split_once('/').and_then(|(service, method)| {
        let service = POOL.get_service_by_name(service)?;
        let method = service.methods().find(|it| it.name() == method)?;
        let file = service.parent_file();
        Some((find(&file, service.path()), find(&file, method.path())))
    });
    found.unwrap_or_default()
}
