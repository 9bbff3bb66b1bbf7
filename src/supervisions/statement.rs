//! What an act states: a form parsed into a type, or errors at its fields.

use chrono::NaiveDate;

use super::{
    Act, document,
    figure::{self, Figure},
};
use crate::{
    cases::publication::pointed_out, error::FieldError, message::Message, reports::picture,
    web::Fields,
};

/// The most characters of a long text.
pub const LONG: usize = 8_000;
/// The most characters of a short text.
pub const SHORT: usize = 200;
/// The most characters of an objection.
const OBJECTION: usize = 2_000;

/// The box by which somebody says that what may point to a person is meant to be public (`S2`).
pub const CHECKED: &str = "checked";

/// When a picture was taken: before the work, or after.
pub const MOMENTS: [&str; 2] = ["before", "after"];

/// Files that came with a form, stored and waiting for their rows.
#[derive(Clone, Debug, Default)]
pub struct Files {
    /// Pictures.
    pub pictures: Vec<picture::Stored>,
    /// Documents.
    pub documents: Vec<document::Stored>,
}

/// A piece of evidence.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// What was done.
    pub text: String,
    /// The number of a document or report.
    pub document: String,
    /// What was measured.
    pub figures: Vec<Figure>,
    /// Pictures and documents.
    pub files: Files,
}

/// An act with what it states.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub enum Statement {
    List { due_on: NaiveDate },
    Refuse { reason: String },
    NoteProgress { text: String },
    GiveEvidence { requirement: i64, given: Given },
    JudgeEvidence { evidence: i64, accepted: bool, note: String },
    GivePictures { moment: &'static str, pictures: Vec<picture::Stored> },
    CheckPicture { picture: i64, shown: bool },
    ProposeExtension { until: NaiveDate, reason: String },
    ApproveExtension,
    RefuseExtension,
    ApplyForLifting { statement: String },
    Verify { visited_on: NaiveDate, findings: String },
    SendBack { note: String, unmet: Vec<i64> },
    ApproveLifting { notice: String },
    Object { text: String },
    DecideObjection { objection: i64, upheld: bool, reason: String, unmet: Vec<i64> },
    Lift,
}

impl Statement {
    /// Which act it is.
    pub const fn act(&self) -> Act {
        match self {
            Self::List { .. } => Act::List,
            Self::Refuse { .. } => Act::Refuse,
            Self::NoteProgress { .. } => Act::NoteProgress,
            Self::GiveEvidence { .. } => Act::GiveEvidence,
            Self::JudgeEvidence { .. } => Act::JudgeEvidence,
            Self::GivePictures { .. } => Act::GivePictures,
            Self::CheckPicture { .. } => Act::CheckPicture,
            Self::ProposeExtension { .. } => Act::ProposeExtension,
            Self::ApproveExtension => Act::ApproveExtension,
            Self::RefuseExtension => Act::RefuseExtension,
            Self::ApplyForLifting { .. } => Act::ApplyForLifting,
            Self::Verify { .. } => Act::Verify,
            Self::SendBack { .. } => Act::SendBack,
            Self::ApproveLifting { .. } => Act::ApproveLifting,
            Self::Object { .. } => Act::Object,
            Self::DecideObjection { .. } => Act::DecideObjection,
            Self::Lift => Act::Lift,
        }
    }

    /// Reads the form of `act`; `today` bounds the dates of things that have happened.
    pub fn parse(
        act: Act,
        fields: &Fields,
        files: Files,
        today: NaiveDate,
    ) -> Result<Self, Vec<FieldError>> {
        let mut form = Form { fields, today, errors: Vec::new() };
        match form.read(act, files) {
            Some(statement) if form.errors.is_empty() => Ok(statement),
            _ => Err(form.errors),
        }
    }
}

struct Form<'a> {
    fields: &'a Fields,
    today: NaiveDate,
    errors: Vec<FieldError>,
}

impl Form<'_> {
    fn read(&mut self, act: Act, files: Files) -> Option<Statement> {
        Some(match act {
            Act::List => Statement::List { due_on: self.date("listing_due_on", Self::coming)? },
            Act::Refuse => Statement::Refuse { reason: self.long("refusal") },
            Act::NoteProgress => Statement::NoteProgress { text: self.public("progress") },
            Act::GiveEvidence => {
                let (requirement, text) = (self.row("requirement_id"), self.long("evidence"));
                let document = self.fields.optional("document", SHORT, &mut self.errors);
                let figures = self.figures();
                let given = Given { text, document, figures: figures?, files };
                Statement::GiveEvidence { requirement: requirement?, given }
            }
            Act::JudgeEvidence => {
                let evidence = self.row("evidence_id");
                let accepted = self.either("judgement", ("accepted", "rejected"));
                let note = match accepted {
                    Some(false) => self.long("judgement_note"),
                    _ => self.fields.optional("judgement_note", LONG, &mut self.errors),
                };
                Statement::JudgeEvidence { evidence: evidence?, accepted: accepted?, note }
            }
            Act::GivePictures => {
                let named = MOMENTS.into_iter().find(|it| self.fields.text("moment") == *it);
                let moment = named.or_else(|| self.wrong("moment", "field-moment-missing"));
                if files.pictures.is_empty() {
                    self.wrong::<()>("photos", "field-photos-missing");
                }
                Statement::GivePictures { moment: moment?, pictures: files.pictures }
            }
            Act::CheckPicture => {
                let picture = self.row("picture");
                let shown = self.either("shown", ("yes", "no"));
                Statement::CheckPicture { picture: picture?, shown: shown? }
            }
            Act::ProposeExtension => {
                let (until, reason) = (self.date("until", Self::coming), self.long("reason"));
                Statement::ProposeExtension { until: until?, reason }
            }
            Act::ApproveExtension => Statement::ApproveExtension,
            Act::RefuseExtension => Statement::RefuseExtension,
            Act::ApplyForLifting => {
                Statement::ApplyForLifting { statement: self.long("lifting_statement") }
            }
            Act::Verify => {
                let (on, findings) = (self.date("visited_on", Self::past), self.long("findings"));
                Statement::Verify { visited_on: on?, findings }
            }
            Act::SendBack => Statement::SendBack { note: self.long("note"), unmet: self.unmet() },
            Act::ApproveLifting => Statement::ApproveLifting { notice: self.public("notice_text") },
            Act::Object => Statement::Object {
                text: self.fields.required("objection_text", OBJECTION, &mut self.errors),
            },
            Act::DecideObjection => {
                let objection = self.row("objection");
                let upheld = self.either("decision", ("upheld", "rejected"));
                let reason = self.public("reason");
                let unmet = self.unmet();
                Statement::DecideObjection { objection: objection?, upheld: upheld?, reason, unmet }
            }
            Act::Lift => Statement::Lift,
        })
    }

    /// One of two words: the first is a yes.
    fn either(&mut self, name: &str, (yes, no): (&str, &str)) -> Option<bool> {
        match self.fields.text(name) {
            typed if typed == yes => Some(true),
            typed if typed == no => Some(false),
            _ => self.wrong(name, &format!("field-{name}-missing")),
        }
    }

    fn long(&mut self, name: &str) -> String {
        self.fields.required(name, LONG, &mut self.errors)
    }

    /// A text that is public at once: what may point to a person is pointed out to whoever wrote it,
    /// who changes it or says that it is meant so (`S2`).
    fn public(&mut self, name: &str) -> String {
        let text = self.long(name);
        let marks = pointed_out(&text);
        if !marks.is_empty() && !self.fields.ticked(CHECKED) {
            let found: Vec<String> = marks.into_iter().map(|mark| mark.text).collect();
            let message = Message::new("supervisions-marked").with("found", found.join("; "));
            self.errors.push(FieldError { field: name.to_owned(), message });
        }
        text
    }

    fn wrong<T>(&mut self, name: &str, key: &str) -> Option<T> {
        self.errors.push(FieldError::new(name, key));
        None
    }

    fn row(&mut self, name: &str) -> Option<i64> {
        match self.fields.text(name).parse() {
            Ok(row) => Some(row),
            Err(_) => self.wrong(name, &format!("field-{name}-missing")),
        }
    }

    /// The figures, or an error that names the line.
    fn figures(&mut self) -> Option<Vec<Figure>> {
        let text = self.fields.optional("figures", LONG, &mut self.errors);
        match figure::parse(&text, self.today) {
            Ok(figures) => Some(figures),
            Err(wrong) => {
                let key = format!("supervisions-figure-{}", wrong.what);
                let message = Message::new(key).with("line", wrong.line);
                self.errors.push(FieldError { field: "figures".to_owned(), message });
                None
            }
        }
    }

    /// Requirements that were found not to be met.
    fn unmet(&self) -> Vec<i64> {
        self.fields.all("unmet").into_iter().filter_map(|row| row.parse().ok()).collect()
    }

    /// A required date that `fits`, or the key of what is wrong with it.
    fn date(
        &mut self,
        name: &str,
        fits: fn(NaiveDate, NaiveDate) -> Result<NaiveDate, &'static str>,
    ) -> Option<NaiveDate> {
        let Some(given) = self.fields.given(name) else {
            return self.wrong(name, &format!("field-{name}-missing"));
        };
        let date = given.parse::<NaiveDate>().map_err(|_| "field-date-wrong");
        match date.and_then(|date| fits(date, self.today)) {
            Ok(date) => Some(date),
            Err(key) => self.wrong(name, key),
        }
    }

    fn past(date: NaiveDate, today: NaiveDate) -> Result<NaiveDate, &'static str> {
        if date <= today { Ok(date) } else { Err("field-date-future") }
    }

    fn coming(date: NaiveDate, today: NaiveDate) -> Result<NaiveDate, &'static str> {
        if date > today { Ok(date) } else { Err("field-date-past") }
    }
}
