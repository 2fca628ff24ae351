//! How are all addresses described? As OpenAPI 3.1, from the descriptors and their comments.

use std::collections::{BTreeMap, BTreeSet};

use prost_reflect::{EnumDescriptor, FieldDescriptor, Kind, MessageDescriptor};
use serde_json::{Map, Value, json};

use super::API_VERSION;
use crate::wire::{self, Address, Segment};

/// Instants are written as text.
const TIMESTAMP: &str = "google.protobuf.Timestamp";

/// The description as JSON.
#[must_use]
pub fn document() -> String {
    let mut writing = Writing::default();
    let mut paths: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
    for address in wire::addresses() {
        let operation = writing.operation(address);
        let at = paths.entry(address.path()).or_default();
        at.insert(address.verb.to_ascii_lowercase(), operation);
    }
    let schemas = writing.all();
    let tags: Vec<Value> = writing
        .tags
        .iter()
        .map(|(name, description)| json!({ "name": name, "description": description }))
        .collect();
    let whole = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Verwijspunt",
            "version": API_VERSION,
            "description": "That-registry and message broker for the people around families with many \
                problems at once. Callers are known by their client certificate (mutual TLS). Who acts \
                stands in the header Acting-Professional or in the body. Retries are harmless: the \
                same ids give the same answer.",
            "license": { "name": "EUPL-1.2", "identifier": "EUPL-1.2" },
            "contact": { "name": "the operator of the broker", "url": "https://verwijspunt.nl" },
        },
        "servers": [{ "url": "https://localhost:7443", "description": "a broker on this machine" }],
        "security": [{ "certificate": [] }],
        "tags": tags,
        "paths": paths,
        "components": {
            "securitySchemes": { "certificate": {
                "type": "mutualTLS",
                "description": "a client certificate with the OIN in the serialNumber of its subject",
            } },
            "responses": { "Problem": {
                "description": "Refused, and why: RFC 9457 with our reason and every wrong field.",
                "headers": { "API-Version": version_header() },
                "content": { "application/problem+json": { "schema": reference("Problem") } },
            } },
            "schemas": schemas,
        },
    });
    let mut text = serde_json::to_string_pretty(&whole).expect("a description is plain data");
    text.push('\n');
    text
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn version_header() -> Value {
    json!({ "description": "The version of the API.", "schema": { "type": "string" } })
}

/// The messages that occur, and on which side.
#[derive(Default)]
struct Writing {
    tags: BTreeMap<String, String>,
    messages: BTreeMap<String, MessageDescriptor>,
    codes: BTreeMap<String, EnumDescriptor>,
    asked: BTreeSet<String>,
}

impl Writing {
    fn operation(&mut self, address: &Address) -> Value {
        let call = &address.call;
        let service = call.path.trim_start_matches('/').split('/').next().unwrap_or_default();
        let tag = service.rsplit('.').next().unwrap_or_default().trim_end_matches("Service");
        let (of_service, of_call) = wire::comments_of_call(&call.path);
        self.tags.insert(tag.to_owned(), of_service);
        let mut parameters: Vec<Value> = Vec::new();
        for segment in &address.segments {
            if let Segment::Field(field) = segment {
                parameters.push(self.parameter(field, "path", true));
            }
        }
        let query: Vec<FieldDescriptor> = address.query().collect();
        parameters.extend(query.iter().map(|field| self.parameter(field, "query", false)));
        let header = |name: &str, description: &str| {
            json!({ "name": name, "in": "header", "required": false, "description": description,
                "schema": { "type": "string" } })
        };
        if call.input.get_field_by_name("acting_professional").is_some() {
            parameters.push(header(
                "Acting-Professional",
                "Who acts: needed here or as actingProfessional in the body.",
            ));
        }
        if call.input.get_field_by_name("request_id").is_some() {
            parameters.push(header("Idempotency-Key", "The same as requestId."));
        }
        if call.input.get_field_by_name("etag").is_some() {
            parameters.push(header("If-Match", "The same as etag, between quotation marks."));
        }
        if call.streams && !call.uploads {
            parameters.push(header("Last-Event-ID", "Goes on after this event."));
        }
        self.message(&call.output, false);
        let content = if call.streams {
            json!({ "text/event-stream": { "schema": { "type": "string", "description":
                "Each event is named as a part of this message and holds it as JSON; its id is the \
                 place after which to go on. An event named refused holds a problem, and is the last.",
                "contentSchema": reference(call.output.name()) } } })
        } else {
            json!({ "application/json": { "schema": reference(call.output.name()) } })
        };
        // Of a call with two addresses each needs a name of its own.
        let searched =
            address.body && wire::addresses().iter().any(|a| !a.body && a.call.name == call.name);
        let id = if searched { format!("{}ByBody", call.name) } else { call.name.clone() };
        let summary = of_call.split(". ").next().unwrap_or_default().trim_end_matches('.');
        let answer = |description: &str| {
            json!({ "description": description, "content": content,
                "headers": { "API-Version": version_header() } })
        };
        let mut operation = json!({
            "operationId": id, "summary": summary, "description": of_call, "tags": [tag],
            "parameters": parameters,
            "responses": {
                "200": answer("Done, or what was asked."),
                "default": { "$ref": "#/components/responses/Problem" },
            },
        });
        if address.makes.is_some() {
            let mut made = answer("Made; it stands at the address in Location.");
            made["headers"]["Location"] = json!({ "description": "Where it stands.",
                "schema": { "type": "string", "format": "uri-reference" } });
            operation["responses"]["201"] = made;
            let there = "It was there already: this request or its like was answered before.";
            operation["responses"]["200"] = answer(there);
        }
        if address.body {
            self.message(&call.input, true);
            let of = reference(call.input.name());
            let content = if call.uploads {
                json!({ "application/x-ndjson": { "schema": { "type": "string", "description":
                    "A line for each message, read while the answers to earlier ones go out: read \
                     these while you send, or send no more than 1000 lines at once.",
                    "contentSchema": of } } })
            } else {
                json!({ "application/json": { "schema": of } })
            };
            operation["requestBody"] = json!({ "required": true, "content": content });
        }
        operation
    }

    fn parameter(&mut self, field: &FieldDescriptor, place: &str, required: bool) -> Value {
        json!({
            "name": field.json_name(), "in": place, "required": required,
            "description": wire::comment_of_field(field), "schema": self.schema(field),
        })
    }

    /// Notes a message and those within it.
    fn message(&mut self, message: &MessageDescriptor, asked: bool) {
        if message.full_name() == TIMESTAMP {
            return;
        }
        let known = self.messages.insert(message.name().to_owned(), message.clone()).is_some();
        let more = asked && self.asked.insert(message.name().to_owned());
        if known && !more {
            return;
        }
        for field in message.fields() {
            match field.kind() {
                Kind::Message(inner) if !field.is_map() => self.message(&inner, asked),
                Kind::Enum(of) => {
                    self.codes.insert(of.name().to_owned(), of);
                }
                _ => {}
            }
        }
    }

    /// The schema of a field's values.
    fn schema(&mut self, field: &FieldDescriptor) -> Value {
        if field.is_map() {
            return json!({ "type": "object", "additionalProperties": { "type": "string" } });
        }
        let one = match field.kind() {
            Kind::Bool => json!({ "type": "boolean" }),
            Kind::Int32 | Kind::Sint32 | Kind::Int64 | Kind::Sint64 => json!({ "type": "integer" }),
            Kind::Uint32 | Kind::Uint64 => json!({ "type": "integer", "minimum": 0 }),
            Kind::Message(of) if of.full_name() == TIMESTAMP => {
                json!({ "type": "string", "format": "date-time" })
            }
            Kind::Message(of) => reference(of.name()),
            Kind::Enum(of) => {
                self.codes.insert(of.name().to_owned(), of.clone());
                reference(of.name())
            }
            _ => json!({ "type": "string" }),
        };
        if field.is_list() { json!({ "type": "array", "items": one }) } else { one }
    }

    fn all(&mut self) -> Map<String, Value> {
        let mut schemas = Map::new();
        for (name, message) in self.messages.clone() {
            let asked = self.asked.contains(&name);
            let (mut properties, mut required) = (Map::new(), Vec::new());
            for field in message.fields() {
                let mut schema = self.schema(&field);
                // What is asked may also say that it has no value.
                if asked {
                    schema = json!({ "anyOf": [schema, { "type": "null" }] });
                }
                schema["description"] = wire::comment_of_field(&field).into();
                properties.insert(field.json_name().to_owned(), schema);
                if !asked && wire::always_written(&field) {
                    required.push(field.json_name().to_owned());
                }
            }
            let mut schema = json!({
                "type": "object", "description": wire::comment_of_message(&message),
                "properties": properties,
            });
            if asked {
                schema["additionalProperties"] = false.into();
            } else {
                schema["required"] = required.into();
            }
            schemas.insert(name, schema);
        }
        for (name, codes) in &self.codes {
            let values = codes.values();
            let names: Vec<String> = values.map(|value| value.name().to_owned()).collect();
            let description = wire::comment_of_enum(codes);
            let schema = json!({ "type": "string", "description": description, "enum": names });
            schemas.insert(name.clone(), schema);
        }
        schemas.insert("Problem".to_owned(), problem());
        schemas
    }
}

fn problem() -> Value {
    let text = || json!({ "type": "string" });
    json!({
        "type": "object",
        "description": "RFC 9457. It never repeats a value that was sent.",
        "required": ["type", "title", "status", "detail", "code", "reason", "fields", "facts"],
        "properties": {
            "type": { "type": "string", "format": "uri" }, "title": text(),
            "status": { "type": "integer" }, "detail": text(),
            "instance": { "type": "string", "format": "uri" }, "code": text(), "reason": text(),
            "fields": { "type": "array", "items": {
                "type": "object", "required": ["field", "rule"],
                "properties": { "field": text(), "rule": text() },
            } },
            "facts": { "type": "object", "additionalProperties": { "type": "string" } },
            "retryAfterMs": { "type": "integer", "minimum": 0 }, "help": text(),
        },
    })
}
