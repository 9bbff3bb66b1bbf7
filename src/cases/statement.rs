//! What an act states: a form parsed into a type, or errors at its fields.

use chrono::NaiveDate;

use super::Act;
use crate::{
    error::FieldError,
    jurisdiction::{BureauKind, Jurisdiction},
    web::Fields,
};

/// The most characters of a long text.
const LONG: usize = 8_000;
/// The most characters of a short text.
const SHORT: usize = 200;

/// Statutory reasons not to accept (`I9`).
pub const DECLINE_REASONS: [&str; 6] =
    ["outside_duties", "too_vague", "litigation", "already_accepted", "answered_before", "final"];
/// What a finding can say.
pub const VERDICTS: [&str; 3] = ["substantiated", "partly", "unsubstantiated"];
/// Measures (`C5`).
pub const MEASURES: [&str; 13] = [
    "order_to_correct",
    "rectify_by_date",
    "case_filed",
    "case_closed",
    "fine",
    "daily_penalty",
    "sealing",
    "suspension",
    "closure",
    "power_cut",
    "police",
    "supervision",
    "interview",
];

/// An act with what it states.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Statement {
    Assign { bureau: String, reason: String },
    Accept,
    ProposeDecline { reason: String, explanation: String },
    Return { reason: String },
    Inspect { on: NaiveDate, officers: Vec<String>, findings: String },
    Find { verdict: String, text: String },
    Measure(NewMeasure),
    Refer { department: String, request: String },
    Reply { text: String },
    ProposeConclusion { internal_text: String, public_text: String, answer: String },
    Approve,
    SendBack { note: String },
    Publish { public_text: String },
    Withdraw,
    Merge { into: String },
}

/// A measure to be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMeasure {
    /// One of [`MEASURES`].
    pub kind: String,
    /// Number of the document.
    pub document: String,
    /// Money in fen 分.
    pub amount_fen: Option<i64>,
    /// By when it must be met.
    pub due_on: Option<NaiveDate>,
    /// When it was taken.
    pub taken_on: NaiveDate,
    /// What it is.
    pub text: String,
}

impl Statement {
    /// Which act it is.
    pub const fn act(&self) -> Act {
        match self {
            Self::Assign { .. } => Act::Assign,
            Self::Accept => Act::Accept,
            Self::ProposeDecline { .. } => Act::ProposeDecline,
            Self::Return { .. } => Act::Return,
            Self::Inspect { .. } => Act::Inspect,
            Self::Find { .. } => Act::Find,
            Self::Measure(_) => Act::Measure,
            Self::Refer { .. } => Act::Refer,
            Self::Reply { .. } => Act::Reply,
            Self::ProposeConclusion { .. } => Act::ProposeConclusion,
            Self::Approve => Act::Approve,
            Self::SendBack { .. } => Act::SendBack,
            Self::Publish { .. } => Act::Publish,
            Self::Withdraw => Act::Withdraw,
            Self::Merge { .. } => Act::Merge,
        }
    }

    /// Reads the form of `act`; `today` bounds the dates of things that have happened.
    pub fn parse(
        act: Act,
        fields: &Fields,
        today: NaiveDate,
        jurisdiction: &Jurisdiction,
    ) -> Result<Self, Vec<FieldError>> {
        let mut form = Form { fields, today, jurisdiction, errors: Vec::new() };
        let statement = form.read(act);
        match statement {
            Some(statement) if form.errors.is_empty() => Ok(statement),
            _ => Err(form.errors),
        }
    }
}

struct Form<'a> {
    fields: &'a Fields,
    today: NaiveDate,
    jurisdiction: &'a Jurisdiction,
    errors: Vec<FieldError>,
}

impl Form<'_> {
    fn read(&mut self, act: Act) -> Option<Statement> {
        Some(match act {
            Act::Assign => Statement::Assign {
                bureau: self.bureau("bureau", is_assignable)?,
                reason: self.long("reason"),
            },
            Act::Accept => Statement::Accept,
            Act::ProposeDecline => Statement::ProposeDecline {
                reason: self.one_of("reason", &DECLINE_REASONS)?,
                explanation: self.long("explanation"),
            },
            Act::Return => Statement::Return { reason: self.long("reason") },
            Act::Inspect => Statement::Inspect {
                on: self.past("inspected_on")?,
                officers: self.officers("officers")?,
                findings: self.long("findings"),
            },
            Act::Find => Statement::Find {
                verdict: self.one_of("verdict", &VERDICTS)?,
                text: self.long("finding"),
            },
            Act::Measure => Statement::Measure(self.measure()?),
            Act::Refer => Statement::Refer {
                department: self.bureau("department", |kind| kind == BureauKind::Department)?,
                request: self.long("request"),
            },
            Act::Reply => Statement::Reply { text: self.long("reply") },
            Act::ProposeConclusion => Statement::ProposeConclusion {
                internal_text: self.long("internal_text"),
                public_text: self.long("public_text"),
                answer: self.long("answer"),
            },
            Act::Approve => Statement::Approve,
            Act::SendBack => Statement::SendBack { note: self.long("note") },
            Act::Publish => {
                if !self.fields.ticked("checked") {
                    self.errors.push(FieldError::new("checked", "field-checked-missing"));
                }
                Statement::Publish { public_text: self.long("public_text") }
            }
            Act::Withdraw => Statement::Withdraw,
            Act::Merge => Statement::Merge { into: self.short("into").to_uppercase() },
        })
    }

    fn long(&mut self, name: &str) -> String {
        self.fields.required(name, LONG, &mut self.errors)
    }

    fn short(&mut self, name: &str) -> String {
        self.fields.required(name, SHORT, &mut self.errors)
    }

    fn one_of(&mut self, name: &str, known: &[&str]) -> Option<String> {
        let given = self.fields.text(name);
        if known.contains(&given) {
            return Some(given.to_owned());
        }
        self.wrong(name, &format!("field-{name}-missing"))
    }

    fn wrong<T>(&mut self, name: &str, key: &str) -> Option<T> {
        self.errors.push(FieldError::new(name, key));
        None
    }

    fn bureau(&mut self, name: &str, fits: fn(BureauKind) -> bool) -> Option<String> {
        let given = self.fields.text(name);
        match self.jurisdiction.bureau(given) {
            Some(bureau) if fits(bureau.kind) => Some(bureau.code.clone()),
            _ => self.wrong(name, &format!("field-{name}-missing")),
        }
    }

    /// A date that has come; nothing given means today.
    fn past(&mut self, name: &str) -> Option<NaiveDate> {
        match self.fields.given(name).map(str::parse::<NaiveDate>) {
            None => Some(self.today),
            Some(Ok(date)) if date <= self.today && date > self.today - chrono::Days::new(3660) => {
                Some(date)
            }
            Some(Ok(_)) => self.wrong(name, "field-date-future"),
            Some(Err(_)) => self.wrong(name, "field-date-wrong"),
        }
    }

    /// A date to come, if one is given.
    fn coming(&mut self, name: &str) -> Option<NaiveDate> {
        match self.fields.given(name).map(str::parse::<NaiveDate>)? {
            Ok(date) if date >= self.today && date < self.today + chrono::Days::new(3660) => {
                Some(date)
            }
            Ok(_) => self.wrong(name, "field-date-past"),
            Err(_) => self.wrong(name, "field-date-wrong"),
        }
    }

    /// At least two different names (`C1`).
    fn officers(&mut self, name: &str) -> Option<Vec<String>> {
        let given = self.short(name);
        two_officers(&given).or_else(|| self.wrong(name, "field-officers-two"))
    }

    fn measure(&mut self) -> Option<NewMeasure> {
        let kind = self.one_of("kind", &MEASURES);
        let amount_fen = match self.fields.given("amount") {
            None => None,
            Some(text) => match fen_of_wan(text) {
                Some(fen) => Some(fen),
                None => self.wrong("amount", "field-amount-wrong"),
            },
        };
        if kind.as_deref().is_some_and(|kind| matches!(kind, "fine" | "daily_penalty"))
            && self.fields.given("amount").is_none()
        {
            self.errors.push(FieldError::new("amount", "field-amount-missing"));
        }
        let due_on = self.coming("measure_due_on");
        if kind.as_deref() == Some("rectify_by_date") && due_on.is_none() {
            self.errors.push(FieldError::new("measure_due_on", "field-measure_due_on-missing"));
        }
        let taken_on = self.past("taken_on");
        let document = self.fields.optional("document", SHORT, &mut self.errors);
        let text = self.long("detail");
        Some(NewMeasure { kind: kind?, document, amount_fen, due_on, taken_on: taken_on?, text })
    }
}

/// The names in a line, when they are of at least two different people (`C1`).
pub fn two_officers(line: &str) -> Option<Vec<String>> {
    let names = line.split(['、', ',', '，', ';', '；', '\n']).map(str::trim);
    let mut names: Vec<String> = names.filter(|name| !name.is_empty()).map(str::to_owned).collect();
    names.dedup();
    let repeats = names.iter().enumerate().any(|(at, name)| names[..at].contains(name));
    (names.len() >= 2 && !repeats).then_some(names)
}

/// Bureaus that the city can give a matter to (`R2`).
pub fn is_assignable(kind: BureauKind) -> bool {
    matches!(kind, BureauKind::County | BureauKind::Zone | BureauKind::Units)
}

/// 万元 as typed, in fen 分: `0.5` is 500,000. At most six decimals; nothing that is not a sum.
pub fn fen_of_wan(text: &str) -> Option<i64> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 9 || rest.len() > 6 || !digits(whole) || !digits(rest) {
        return None;
    }
    let rest: i64 = format!("{rest:0<6}").parse().ok()?;
    Some(whole.parse::<i64>().ok()? * 1_000_000 + rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_read_to_the_fen() {
        assert_eq!(fen_of_wan("0.5"), Some(500_000));
        assert_eq!(fen_of_wan("176.43"), Some(176_430_000));
        assert_eq!(fen_of_wan("12"), Some(12_000_000));
        for wrong in ["", "-1", "1e5", "1.2345678", ".5", "９", "99999999999"] {
            assert_eq!(fen_of_wan(wrong), None, "{wrong}");
        }
    }
}
