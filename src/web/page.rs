//! Of what is a page made? Blocks, each of one kind that is right once and for all: a heading, a
//! table, a form, a picture with its text. No kind of field holds a story: that there is one, never
//! what it says.

use askama::Template;

/// A piece of a line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Bit {
    /// Words.
    Text(String),
    /// Important words.
    Strong(String),
    /// Words in the background.
    Quiet(String),
    /// A reference that can be said over the telephone, or the organisation's own.
    Code(String),
    /// A link inside the console.
    Link(String, String),
    /// A telephone number.
    Phone(String),
    /// An e-mail address.
    Mail(String),
    /// A short state, with how it looks.
    Tag(Look, String),
    /// A small picture with its text twin in it, made by the server.
    Svg(Svg),
    /// A new line.
    Break,
}

/// Markup that was made by [`super::pictures`], from escaped text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Svg(pub(super) String);

/// How urgent something looks. The words say it too.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Look {
    /// As usual.
    Plain,
    /// A term has passed.
    Late,
    /// A term is near.
    Soon,
    /// Done, or leading.
    Done,
}

impl Look {
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Late => "late",
            Self::Soon => "soon",
            Self::Done => "done",
        }
    }
}

/// A line of text.
#[derive(Clone, PartialEq, Eq, Debug, Default, Template)]
#[template(config = "src/web/askama.toml", path = "line.html")]
pub(super) struct Line(pub(super) Vec<Bit>);

impl From<&str> for Line {
    fn from(text: &str) -> Self {
        Self(vec![Bit::Text(text.to_owned())])
    }
}

impl From<String> for Line {
    fn from(text: String) -> Self {
        Self(vec![Bit::Text(text)])
    }
}

impl From<Bit> for Line {
    fn from(bit: Bit) -> Self {
        Self(vec![bit])
    }
}

impl From<Vec<Bit>> for Line {
    fn from(bits: Vec<Bit>) -> Self {
        Self(bits)
    }
}

/// A part of a page.
#[derive(Clone, Debug, Template)]
#[template(config = "src/web/askama.toml", ext = "html")]
pub(super) enum Block {
    /// A heading of the second level, which can be linked to.
    #[template(path = "block/heading.html")]
    Heading {
        /// Its anchor.
        id: &'static str,
        /// Its words.
        text: String,
    },
    /// A paragraph.
    #[template(path = "block/words.html")]
    Words(Line),
    /// Something that must not be overlooked, for instance a telephone number in a crisis.
    #[template(path = "block/alarm.html")]
    Alarm(Line),
    /// Names with values.
    #[template(path = "block/facts.html")]
    Facts(Vec<(String, Line)>),
    /// A plain list.
    #[template(path = "block/list.html")]
    List(Vec<Line>),
    /// A table.
    #[template(path = "block/table.html")]
    Table(Table),
    /// Somebody or something to act on.
    #[template(path = "block/card.html")]
    Card(Card),
    /// A form.
    #[template(path = "block/form.html")]
    Form(Form),
    /// Forms with nothing to fill in, beside each other.
    #[template(path = "block/row.html")]
    Row(Vec<Form>),
    /// The steps of the ladder.
    #[template(path = "block/ladder.html")]
    Ladder {
        /// The steps, the first one first.
        steps: Vec<Step>,
        /// What stands below.
        caption: String,
    },
    /// A picture with what it says as text.
    #[template(path = "block/picture.html")]
    Picture {
        /// The picture.
        svg: Svg,
        /// What stands below.
        caption: Line,
        /// Whether it is left out where the window is narrow: its text twin stays.
        wide: bool,
    },
    /// Ways to other pages.
    #[template(path = "block/links.html")]
    Links(Vec<(String, String)>),
}

impl Block {
    /// A heading.
    pub(super) fn heading(id: &'static str, text: &str) -> Self {
        Self::Heading { id, text: text.to_owned() }
    }

    /// A paragraph.
    pub(super) fn words(line: impl Into<Line>) -> Self {
        Self::Words(line.into())
    }
}

/// A table; the first cell of a row is its heading.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    /// What it shows.
    pub(super) caption: String,
    /// Headings of the columns; true for numbers.
    pub(super) columns: Vec<(String, bool)>,
    /// The rows.
    pub(super) rows: Vec<Vec<Line>>,
}

impl Table {
    pub(super) fn new(caption: &str, columns: &[&str]) -> Self {
        let columns = columns.iter().map(|name| ((*name).to_owned(), false)).collect();
        Self { caption: caption.to_owned(), columns, rows: Vec::new() }
    }

    fn is_number(&self, place: usize) -> bool {
        self.columns.get(place).is_some_and(|(_, number)| *number)
    }
}

/// Somebody to call, or something to do.
#[derive(Clone, Debug)]
pub(super) struct Card {
    /// Anchor, unique on the page.
    pub(super) id: String,
    /// How urgent it looks.
    pub(super) look: Look,
    /// The heading.
    pub(super) title: Line,
    /// The lines below it.
    pub(super) lines: Vec<Line>,
    /// What stands beside: a tag, and the forms.
    pub(super) tag: Option<(Look, String)>,
    /// What can be done.
    pub(super) forms: Vec<Form>,
}

/// A step of the ladder.
#[derive(Clone, Debug)]
pub(super) struct Step {
    /// "was", "now" or nothing.
    pub(super) state: &'static str,
    /// Its name.
    pub(super) title: String,
    /// Who and since when.
    pub(super) lines: Vec<Line>,
    /// The clock: working days passed, of how many, and in words.
    pub(super) clock: Option<(u32, u32, String)>,
}

/// A form. Its id is the id of the request: sent twice, it happens once.
#[derive(Clone, Debug, Default, Template)]
#[template(config = "src/web/askama.toml", path = "form.html")]
pub(super) struct Form {
    /// Unique on the page; also the anchor.
    pub(super) id: String,
    /// Where it goes.
    pub(super) action: String,
    /// Whether it only asks: the fields then stand in the address.
    pub(super) get: bool,
    /// What it carries unseen.
    pub(super) hidden: Vec<(String, String)>,
    /// What is filled in.
    pub(super) fields: Vec<Field>,
    /// The button.
    pub(super) button: String,
    /// Whether it is the one action of the page.
    pub(super) primary: bool,
    /// Behind these words, to be opened.
    pub(super) folded: Option<String>,
    /// The token of the session, empty with `get`.
    pub(super) token: String,
}

/// A field of a form.
#[derive(Clone, Debug, Template)]
#[template(config = "src/web/askama.toml", path = "field.html")]
pub(super) struct Field {
    /// Its name in the request.
    pub(super) name: String,
    /// Where a link of the error summary goes; given when the page is complete.
    pub(super) anchor: String,
    /// Its label.
    pub(super) label: String,
    /// A hint below the label.
    pub(super) hint: String,
    /// What is wrong with it.
    pub(super) problem: String,
    /// What it is.
    pub(super) input: Input,
}

impl Form {
    /// A form that does something.
    pub(super) fn act(action: impl Into<String>, button: &str) -> Self {
        Self { action: action.into(), button: button.to_owned(), ..Self::default() }
    }

    /// A form that only asks.
    pub(super) fn ask(action: &str, button: &str) -> Self {
        Self { get: true, ..Self::act(action, button) }
    }

    /// As the one action of the page.
    pub(super) fn primary(self) -> Self {
        Self { primary: true, ..self }
    }

    /// Behind words, to be opened.
    pub(super) fn folded(self, words: &str) -> Self {
        Self { folded: Some(words.to_owned()), ..self }
    }

    /// With something that it carries unseen.
    pub(super) fn carry(mut self, name: &str, value: impl Into<String>) -> Self {
        self.hidden.push((name.to_owned(), value.into()));
        self
    }

    /// With a field.
    pub(super) fn field(mut self, field: Field) -> Self {
        self.fields.push(field);
        self
    }

    /// With fields.
    pub(super) fn fields(mut self, fields: impl IntoIterator<Item = Field>) -> Self {
        self.fields.extend(fields);
        self
    }

    /// Whether it is sent in parts.
    fn has_files(&self) -> bool {
        self.fields.iter().any(|field| matches!(field.input, Input::File(_)))
    }

    fn has_problem(&self) -> bool {
        self.fields.iter().any(|field| !field.problem.is_empty())
    }
}

impl Field {
    /// A field.
    pub(super) fn new(name: impl Into<String>, label: impl Into<String>, input: Input) -> Self {
        Self {
            name: name.into(),
            anchor: String::new(),
            label: label.into(),
            hint: String::new(),
            problem: String::new(),
            input,
        }
    }

    /// With a hint.
    pub(super) fn hint(self, hint: &str) -> Self {
        Self { hint: hint.to_owned(), ..self }
    }

    /// The attributes that tie hint and problem to the field, and say whether it must be filled in.
    fn described(&self) -> String {
        let anchor = &self.anchor;
        let parts = [(&self.hint, "h"), (&self.problem, "p")];
        let ids: Vec<String> = parts
            .iter()
            .filter(|(text, _)| !text.is_empty())
            .map(|(_, part)| format!("{anchor}-{part}"))
            .collect();
        let mut out = String::new();
        if !ids.is_empty() {
            out += &format!(" aria-describedby=\"{}\"", ids.join(" "));
        }
        if !self.problem.is_empty() {
            out += " aria-invalid=true";
        }
        out
    }
}

/// The kinds of field: all that there are.
#[derive(Clone, Debug)]
pub(super) enum Input {
    /// One of a list; value and words.
    Select(Vec<(String, String)>, String),
    /// One of a few, all in sight, none chosen before.
    Radio(Vec<(String, String)>, String),
    /// Yes when ticked.
    Tick(bool),
    /// A day.
    Date(String),
    /// A code by a fixed pattern, with the most characters: a postcode, a reference.
    Code(String, u16),
    /// A part of a contact card.
    Contact(Contact, String),
    /// A citizen service number: masked, never filled in before, never remembered. With the word that unmasks it.
    Bsn(&'static str),
    /// A file of the reader's, for what is about no family; with the endings of its name.
    File(&'static str),
    /// A heading between fields.
    Group,
}

/// The parts of a contact card.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Contact {
    /// Name.
    Name,
    /// Function.
    Function,
    /// Telephone.
    Phone,
    /// E-mail.
    Mail,
    /// The name of somebody else, which no browser fills in with the reader's.
    OtherName,
    /// Their telephone.
    OtherPhone,
    /// Their e-mail.
    OtherMail,
}

impl Contact {
    pub(super) fn attributes(self) -> (&'static str, &'static str, u16) {
        match self {
            Self::Name => ("text", "name", 120),
            Self::Function => ("text", "organization-title", 120),
            Self::Phone => ("tel", "tel", 32),
            Self::Mail => ("email", "email", 254),
            Self::OtherName => ("text", "off", 60),
            Self::OtherPhone => ("tel", "off", 32),
            Self::OtherMail => ("email", "off", 254),
        }
    }
}

/// A page, without what is around it.
#[derive(Clone, Debug, Default)]
pub(super) struct Page {
    /// Its title and first heading.
    pub(super) title: String,
    /// What it says in one sentence.
    pub(super) lead: String,
    /// What was just done, or why nothing was.
    pub(super) notice: Option<(Look, String)>,
    /// What is wrong with a form: anchor of the field and words.
    pub(super) problems: Vec<(String, String)>,
    /// Its parts.
    pub(super) blocks: Vec<Block>,
}

impl Page {
    pub(super) fn new(title: impl Into<String>, lead: impl Into<String>) -> Self {
        Self { title: title.into(), lead: lead.into(), ..Self::default() }
    }
}

#[cfg(test)]
impl Page {
    /// Every form, wherever it stands.
    pub(super) fn forms(&self) -> Vec<&Form> {
        self.blocks
            .iter()
            .flat_map(|block| match block {
                Block::Form(form) => vec![form],
                Block::Row(forms) => forms.iter().collect(),
                Block::Card(card) => card.forms.iter().collect(),
                _ => Vec::new(),
            })
            .collect()
    }
}

#[cfg(test)]
impl Input {
    /// The kind, for the list of all fields that there are.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Select(..) => "select",
            Self::Radio(..) => "radio",
            Self::Tick(_) => "tick",
            Self::Date(_) => "date",
            Self::Code(..) => "code",
            Self::Contact(..) => "contact card",
            Self::Bsn(_) => "bsn",
            Self::File(_) => "file",
            Self::Group => "group",
        }
    }
}
