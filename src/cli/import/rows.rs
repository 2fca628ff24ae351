//! What does a line of the file say? Lines become registrations; a broken line is reported and
//! stops nobody else. A message never repeats a value, because it could be a BSN.

use std::io::BufRead;

use uuid::Uuid;

use crate::{
    api::v1::{self, informed, register_involvement_request::Place},
    cli::{
        member,
        texts::{fill, say},
        words,
    },
    domain::model::party::Oin,
};

/// The longest line that is read, in bytes: twelve members and a contact card fit many times.
pub const LONGEST_LINE: usize = 64 * 1024;

/// The columns that are known; the header row says which of them there are, in which order.
pub const COLUMNS: [&str; 16] = [
    "involvement_id",
    "organisation_oin",
    "members",
    "professional_id",
    "name",
    "function",
    "phone",
    "email",
    "area",
    "postcode",
    "start_date",
    "end_date",
    "informed_on",
    "not_informed_ground",
    "acting_professional",
    "own_reference",
];

/// The columns that a file cannot do without.
pub const REQUIRED: [&str; 5] = ["members", "professional_id", "name", "function", "start_date"];

/// A line of the file after the header.
#[derive(Debug)]
pub struct Line {
    /// Line number in the file, from 1; the header has one too.
    pub number: u64,
    /// What it says, or what is wrong with it.
    pub content: Result<Box<v1::RegisterInvolvementRequest>, Broken>,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The column, or empty when it is the whole line.
    pub column: &'static str,
    /// Which rule was broken.
    pub problem: String,
}

impl Broken {
    fn line(problem: &str) -> Self {
        Self { column: "", problem: problem.to_owned() }
    }
}

/// Reads lines one by one.
pub struct Rows<R> {
    input: R,
    number: u64,
    delimiter: char,
    /// Place of each known column in a line.
    places: [Option<usize>; COLUMNS.len()],
    width: usize,
    buffer: Vec<u8>,
}

impl<R: BufRead> Rows<R> {
    /// Reads the header row. The delimiter is the one that it uses: comma, semicolon or tab.
    ///
    /// # Errors
    /// When there is no header row, it names unknown columns, one twice, or not all required ones.
    pub fn new(input: R) -> Result<Self, String> {
        let mut rows = Self {
            input,
            number: 0,
            delimiter: ',',
            places: [None; COLUMNS.len()],
            width: 0,
            buffer: Vec::new(),
        };
        if !rows.fill().map_err(|e| fill("cannot be read: {}", &[&e]))? {
            let empty = "is empty; the first line must name columns: {}";
            return Err(fill(empty, &[&COLUMNS.join(",")]));
        }
        let mut header = rows.header()?;
        let mut said = None;
        // A line for spreadsheets, before the header row.
        if let Some(delimiter) = header.trim().strip_prefix("sep=") {
            said = delimiter.chars().next().filter(|_| delimiter.chars().count() == 1);
            if said.is_none() || !rows.fill().map_err(|e| fill("cannot be read: {}", &[&e]))? {
                let needed = "after `sep=` one delimiter and then the header row are needed";
                return Err(say(needed).to_owned());
            }
            header = rows.header()?;
        }
        let most = |delimiter: &char| header.matches(*delimiter).count();
        let used = [',', ';', '\t'].into_iter().max_by_key(most).unwrap_or(',');
        rows.delimiter = said.unwrap_or(used);
        let mut names =
            split(&header, rows.delimiter).map_err(|b| fill("header row: {}", &[&b.problem]))?;
        without_empty_end(&mut names, 0);
        for (place, name) in names.iter().enumerate() {
            let name = name.trim().to_ascii_lowercase();
            let Some(known) = COLUMNS.iter().position(|column| *column == name) else {
                // Not repeated: without a header row this is the data of a family.
                let unknown = "header row: column {} is not a known one; known are {}";
                return Err(fill(unknown, &[&(place + 1), &COLUMNS.join(", ")]));
            };
            if rows.places[known].replace(place).is_some() {
                return Err(fill("header row: column {} is there twice", &[&name]));
            }
        }
        for name in REQUIRED {
            if !rows.has(name) {
                return Err(fill("header row: column {} is missing", &[&name]));
            }
        }
        if !rows.has("area") && !rows.has("postcode") {
            return Err(say("header row: column area or postcode is missing").to_owned());
        }
        rows.width = names.len();
        Ok(rows)
    }

    fn header(&self) -> Result<String, String> {
        let text = std::str::from_utf8(&self.buffer)
            .map_err(|_| say("the header row is not UTF-8; save the file as UTF-8"))?;
        Ok(text.trim_start_matches('\u{feff}').to_owned())
    }

    fn has(&self, column: &str) -> bool {
        COLUMNS.iter().zip(self.places).any(|(name, place)| *name == column && place.is_some())
    }

    /// Reads one line into the buffer, without its end; false at the end of the file. A line that
    /// is too long is cut, one byte over the limit, and its rest is skipped.
    fn fill(&mut self) -> std::io::Result<bool> {
        self.buffer.clear();
        let mut any = false;
        loop {
            let chunk = self.input.fill_buf()?;
            if chunk.is_empty() {
                break;
            }
            any = true;
            let end = chunk.iter().position(|byte| *byte == b'\n');
            let taken = end.unwrap_or(chunk.len());
            let room = (LONGEST_LINE + 1).saturating_sub(self.buffer.len());
            self.buffer.extend_from_slice(&chunk[..taken.min(room)]);
            self.input.consume(end.map_or(taken, |end| end + 1));
            if end.is_some() {
                break;
            }
        }
        if self.buffer.last() == Some(&b'\r') {
            self.buffer.pop();
        }
        self.number += u64::from(any);
        Ok(any)
    }

    /// Blanks and delimiters only.
    fn says_nothing(&self) -> bool {
        let delimiter = self.delimiter as u32;
        self.buffer.iter().all(|byte| byte.is_ascii_whitespace() || u32::from(*byte) == delimiter)
    }

    fn parse(&self) -> Result<Box<v1::RegisterInvolvementRequest>, Broken> {
        if self.buffer.len() > LONGEST_LINE {
            return Err(Broken::line(say("longer than 65536 bytes; is a closing quote missing?")));
        }
        let text = std::str::from_utf8(&self.buffer)
            .map_err(|_| Broken::line(say("not UTF-8; save the file as UTF-8")))?;
        let mut fields = split(text, self.delimiter)?;
        without_empty_end(&mut fields, self.width);
        if fields.len() != self.width {
            let other =
                "has {} columns where the header has {}; put a value with the delimiter in quotes";
            return Err(Broken::line(&fill(other, &[&fields.len(), &self.width])));
        }
        self.registration(&fields).map(Box::new)
    }

    fn registration(&self, fields: &[String]) -> Result<v1::RegisterInvolvementRequest, Broken> {
        let get = |column: &str| {
            let place = COLUMNS.iter().position(|name| *name == column);
            let place = place.and_then(|known| self.places[known]);
            place.map_or("", |place| fields[place].trim()).to_owned()
        };
        let broken = |column, problem: &str| Broken { column, problem: say(problem).to_owned() };
        let members = member::parse_all(&get("members"))
            .map_err(|problem| Broken { column: "members", problem })?;
        let (area, postcode) = (get("area"), get("postcode"));
        let place = match (area.is_empty(), postcode.is_empty()) {
            (false, true) => Place::Area(area.to_lowercase()),
            (true, false) => Place::Postcode(postcode.replace(' ', "")),
            (true, true) => return Err(broken("area", "give an area or a postcode")),
            (false, false) => return Err(broken("area", "give an area or a postcode, not both")),
        };
        let (told, ground) = (get("informed_on"), get("not_informed_ground"));
        let informed = match (told.is_empty(), ground.is_empty()) {
            (true, true) => None,
            (false, true) => Some(informed::State::InformedOn(told)),
            (true, false) => {
                let word = ground.to_ascii_lowercase().replace('_', "-");
                let ground = words::value::<v1::NotInformedGround>(&word)
                    .ok_or_else(|| broken("not_informed_ground", "not one of the coded grounds"))?;
                Some(informed::State::Ground(ground.into()))
            }
            (false, false) => {
                let problem = "give this or informed_on, not both";
                return Err(broken("not_informed_ground", problem));
            }
        };
        let organisation_oin = get("organisation_oin");
        if !organisation_oin.is_empty() && Oin::parse(&organisation_oin).is_none() {
            let problem = "must be exactly 20 digits; did a spreadsheet change it?";
            return Err(broken("organisation_oin", problem));
        }
        let involvement_id = get("involvement_id");
        if !involvement_id.is_empty() && Uuid::try_parse(&involvement_id).is_err() {
            return Err(broken("involvement_id", "must be a UUID, or empty for a new one"));
        }
        Ok(v1::RegisterInvolvementRequest {
            involvement_id: involvement_id.to_lowercase(),
            members,
            professional: Some(v1::ContactCard {
                professional_id: get("professional_id"),
                name: get("name"),
                function: get("function"),
                phone: get("phone"),
                email: get("email"),
                ..Default::default()
            }),
            place: Some(place),
            start_date: get("start_date"),
            end_date: get("end_date"),
            informed: informed.map(|state| v1::Informed { state: Some(state) }),
            acting_professional: get("acting_professional"),
            organisation_oin,
            own_reference: get("own_reference"),
        })
    }
}

impl<R: BufRead> Iterator for Rows<R> {
    type Item = std::io::Result<Line>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.fill() {
                Ok(false) => return None,
                // Nothing is lost with a line that says nothing: spreadsheets write many at the end.
                Ok(true) if self.says_nothing() => {}
                Ok(true) => return Some(Ok(Line { number: self.number, content: self.parse() })),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

/// Drops empty values at the end, down to a number of columns.
fn without_empty_end(fields: &mut Vec<String>, least: usize) {
    while fields.len() > least && fields.last().is_some_and(|field| field.trim().is_empty()) {
        fields.pop();
    }
}

/// Splits a line strictly. Quotes open a value and close it; a quote inside is written twice. A
/// value cannot hold a line end: then one lost quote would swallow the lines after it.
///
/// # Errors
/// When a quote is not where a quote may be.
pub fn split(line: &str, delimiter: char) -> Result<Vec<String>, Broken> {
    let bad = |field: usize, what: &str| {
        let place = "column {}: {}; write a quote inside as \"\"";
        Err(Broken::line(&fill(place, &[&(field + 1), &say(what)])))
    };
    let mut fields = Vec::new();
    let mut chars = line.chars().peekable();
    loop {
        let mut value = String::new();
        let quoted = chars.next_if_eq(&'"').is_some();
        let ended = loop {
            match chars.next() {
                None if quoted => return bad(fields.len(), "the quote is not closed"),
                None => break true,
                Some('"') if quoted => {
                    if chars.next_if_eq(&'"').is_some() {
                        value.push('"');
                        continue;
                    }
                    match chars.next() {
                        None => break true,
                        Some(c) if c == delimiter => break false,
                        Some(_) => return bad(fields.len(), "text after the closing quote"),
                    }
                }
                Some('"') => return bad(fields.len(), "a quote in the middle of a value"),
                Some(c) if c == delimiter && !quoted => break false,
                Some(c) => value.push(c),
            }
        };
        fields.push(value);
        if ended {
            return Ok(fields);
        }
    }
}
