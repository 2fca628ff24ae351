//! Compiles the proto files without `protoc`: protox parses, tonic-prost-build writes the Rust.
//! The descriptor set, comments included, goes beside the code: reflection serves it and a test
//! reads it to see that every field is documented. So do the traits of `src/api.rs`, written out for
//! every message and coded value.

use std::{env, error::Error, fs, path::PathBuf};

use heck::{ToShoutySnakeCase as _, ToSnakeCase as _, ToUpperCamelCase as _};
use prost_types::{
    DescriptorProto, FieldDescriptorProto, FileDescriptorSet,
    field_descriptor_proto::{Label, Type},
};

const PACKAGE: &str = "verwijspunt.v1";

const FILES: [&str; 13] = [
    "verwijspunt/v1/common.proto",
    "verwijspunt/v1/registry.proto",
    "verwijspunt/v1/match.proto",
    "verwijspunt/v1/signal.proto",
    "verwijspunt/v1/inbox.proto",
    "verwijspunt/v1/escalation.proto",
    "verwijspunt/v1/covenant.proto",
    "verwijspunt/v1/rights.proto",
    "verwijspunt/v1/case.proto",
    "verwijspunt/v1/plan.proto",
    "verwijspunt/v1/report.proto",
    "verwijspunt/v1/session.proto",
    "verwijspunt/v1/audit.proto",
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=proto");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let mut compiler = protox::Compiler::new(["proto"])?;
    compiler.include_imports(true).include_source_info(true).open_files(FILES)?;
    // As protox writes it, with the options of the calls: they say at which address each is in REST.
    fs::write(out.join("verwijspunt.v1.binpb"), compiler.encode_file_descriptor_set())?;
    let set = compiler.file_descriptor_set();
    fs::write(out.join("verwijspunt.v1.traits.rs"), traits(&set))?;
    // Ordered maps: the same answer has the same bytes.
    tonic_prost_build::configure().btree_map(".").compile_fds(set)?;
    Ok(())
}

/// What every message and every coded value can do besides, from the descriptors: nobody has to
/// remember a list when a call is added.
fn traits(set: &FileDescriptorSet) -> String {
    let files = set.file.iter().filter(|file| file.package() == PACKAGE);
    let messages: Vec<&DescriptorProto> = files.clone().flat_map(|f| &f.message_type).collect();
    let mut code = String::new();
    for message in &messages {
        let name = message.name();
        code += &format!(
            "impl Named for v1::{name} {{\n    const NAME: &'static str = \"{name}\";\n}}\n"
        );
        if message.field.iter().any(|field| field.name() == "acting_professional") {
            code += &format!(
                "impl Acting for v1::{name} {{\n    fn acting(&self) -> &str {{\n        \
                 &self.acting_professional\n    }}\n}}\n"
            );
        }
        let wiped: String =
            message.field.iter().filter_map(|field| wipe(&messages, message, field)).collect();
        let body = if wiped.is_empty() { "{}".to_owned() } else { format!("{{\n{wiped}    }}") };
        code += &format!("impl Wipe for v1::{name} {{\n    fn wipe(&mut self) {body}\n}}\n");
    }
    for coded in files.flat_map(|file| &file.enum_type) {
        let name = coded.name();
        let prefix = format!("{}_", name.to_shouty_snake_case());
        let mut all = String::new();
        for value in &coded.value {
            let short = value.name().strip_prefix(&prefix).unwrap_or_else(|| value.name());
            all += &format!("(Self::{}, \"{short}\"), ", short.to_upper_camel_case());
        }
        code += &format!(
            "impl Coded for v1::{name} {{\n    \
             const ALL: &'static [(Self, &'static str)] = &[{all}];\n}}\n"
        );
    }
    code
}

/// How one field is wiped, when a BSN can stand in it.
fn wipe(
    messages: &[&DescriptorProto],
    message: &DescriptorProto,
    field: &FieldDescriptorProto,
) -> Option<String> {
    let repeated = field.label() == Label::Repeated;
    let name = match field.name() {
        "match" => "r#match",
        name => name,
    };
    if field.r#type() == Type::String {
        let of_strings = format!("        self.{name}.iter_mut().for_each(Zeroize::zeroize);\n");
        let of_one = format!("        self.{name}.zeroize();\n");
        return field.name().contains("bsn").then_some(if repeated { of_strings } else { of_one });
    }
    if !names_a_person(messages, field) {
        return None;
    }
    let in_oneof = field.oneof_index.filter(|_| !field.proto3_optional());
    Some(match in_oneof {
        Some(index) => {
            let index = usize::try_from(index).expect("an index");
            let of = message.oneof_decl[index].name();
            let module = message.name().to_snake_case();
            let (kind, variant) = (of.to_upper_camel_case(), field.name().to_upper_camel_case());
            format!(
                "        if let Some(v1::{module}::{kind}::{variant}(inner)) = &mut self.{of} {{\n\
                 \x20           inner.wipe();\n        }}\n"
            )
        }
        // A repeated field and one that may be absent are walked alike.
        None => format!("        self.{name}.iter_mut().for_each(Wipe::wipe);\n"),
    })
}

/// Whether a BSN can stand somewhere in a message.
fn names_a_person(messages: &[&DescriptorProto], field: &FieldDescriptorProto) -> bool {
    let within = field.type_name().rsplit('.').next().unwrap_or_default();
    let Some(inner) = messages.iter().find(|message| message.name() == within) else {
        return false;
    };
    field.r#type() == Type::Message
        && inner.field.iter().any(|field| match field.r#type() {
            Type::String => field.name().contains("bsn"),
            _ => names_a_person(messages, field),
        })
}
