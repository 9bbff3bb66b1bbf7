//! Reads the form of an act, field by field.

use chrono::{Days, NaiveDate};

use super::{
    DECLINE_REASONS, MOST_PROMISES, NewInspection, NewMatter, NewMeasure, NewPromise, POINTERS,
    Petition, Statement, VERDICTS, fen_of_wan, is_assignable, two_officers,
};
use crate::{
    cases::{
        Act, Track,
        measure::{self, MEASURES},
        publication,
        reviews::{OUTCOMES, WAYS},
    },
    error::FieldError,
    jurisdiction::{BureauKind, Jurisdiction},
    web::Fields,
};

/// The most characters of a long text.
const LONG: usize = 8_000;
/// The most characters of a short text.
const SHORT: usize = 200;
/// The most officers or plants of one inspection.
const MANY: i32 = 9_999;
/// No date lies farther from today.
const FAR: Days = Days::new(3660);

/// A form while it is read.
pub(super) struct Form<'a> {
    pub(super) fields: &'a Fields,
    pub(super) today: NaiveDate,
    pub(super) jurisdiction: &'a Jurisdiction,
    pub(super) errors: Vec<FieldError>,
}

impl Form<'_> {
    /// Reads the form of `act`; every field is looked at, so that all errors show at once.
    pub(super) fn read(&mut self, act: Act) -> Option<Statement> {
        Some(match act {
            Act::Assign => {
                let (bureau, reason) = (self.bureau("bureau", is_assignable), self.long("reason"));
                Statement::Assign { bureau: bureau?, reason }
            }
            Act::Transfer => {
                let (bureau, reason) = (self.bureau("bureau", is_assignable), self.long("reason"));
                Statement::Transfer { bureau: bureau?, reason }
            }
            Act::Accept => self.accept()?,
            Act::ProposeDecline => {
                let reason = self.one_of("reason", &DECLINE_REASONS);
                let points_to = reason.as_deref().and_then(|reason| self.pointer(reason));
                let explanation = self.long("explanation");
                Statement::ProposeDecline { reason: reason?, points_to, explanation }
            }
            Act::Return => Statement::Return { reason: self.long("reason") },
            Act::Inspect => {
                let (on, officers) = (self.past("inspected_on"), self.officers("officers"));
                let (sent, visited) = (self.many("officers_sent"), self.many("plants_visited"));
                let findings = self.long("findings");
                let (on, officers) = (on?, officers?);
                Statement::Inspect(NewInspection { on, officers, sent, visited, findings })
            }
            Act::Find => {
                let (verdict, text) = (self.one_of("verdict", &VERDICTS), self.long("finding"));
                Statement::Find { verdict: verdict?, text }
            }
            Act::Measure => Statement::Measure(self.measure()?),
            Act::Refer => {
                let is_department = |kind| kind == BureauKind::Department;
                let department = self.bureau("department", is_department);
                let (request, due_on) = self.request();
                Statement::Refer { department: department?, request, due_on }
            }
            Act::Assist => {
                let bureau = self.bureau("assistant", is_assignable);
                let (request, due_on) = self.request();
                Statement::Assist { bureau: bureau?, request, due_on }
            }
            Act::Reply => Statement::Reply { text: self.long("reply") },
            Act::TakeBack => {
                let (part, reason) = (self.row("part"), self.long("reason"));
                Statement::TakeBack { part: part?, reason }
            }
            Act::ProposePartial => {
                let [internal_text, public_text, answer] = self.texts();
                let promises = self.promises();
                Statement::ProposePartial { internal_text, public_text, answer, promises }
            }
            Act::Fulfil => {
                let (promise, done) = (self.row("promise"), self.long("done"));
                let on = self.past("done_on");
                Statement::Fulfil { promise: promise?, done, on: on? }
            }
            Act::ProposeConclusion => {
                let [internal_text, public_text, answer] = self.texts();
                Statement::ProposeConclusion { internal_text, public_text, answer }
            }
            Act::Approve => Statement::Approve,
            Act::SendBack => Statement::SendBack { note: self.long("note") },
            Act::ProposeExtension => {
                let (days, reason) = (self.count("days"), self.long("extension_reason"));
                Statement::ProposeExtension { days: days?, reason }
            }
            Act::Extend => Statement::Extend,
            Act::RefuseExtension => {
                Statement::RefuseExtension { note: self.long("extension_refusal") }
            }
            Act::Chase => Statement::Chase { note: self.long("chase") },
            Act::Publish => self.publication(),
            Act::Rehandle => Statement::Rehandle { reason: self.long("reason") },
            Act::Reopen => Statement::Reopen { reason: self.long("reason") },
            Act::Withdraw => Statement::Withdraw,
            Act::Merge => Statement::Merge { into: self.short("into").to_uppercase() },
            Act::Unmerge => Statement::Unmerge { reason: self.long("reason") },
            Act::Split => self.split()?,
            Act::AskReexamination => Statement::AskReexamination(self.petition()?),
            Act::AskReview => Statement::AskReview(self.petition()?),
            Act::WithdrawReview => Statement::WithdrawReview,
            Act::DirectToReview => Statement::DirectToReview { reason: self.long("reason") },
            Act::Hear => {
                let (from, until) = (self.past("hearing_from"), self.past("hearing_until"));
                let note = self.fields.optional("hearing_note", LONG, &mut self.errors);
                Statement::Hear { from: from?, until: until?, note }
            }
            Act::ProposeDecision => {
                let (outcome, text) =
                    (self.one_of("outcome", &OUTCOMES), self.long("review_decision"));
                Statement::ProposeDecision { outcome: outcome?, text }
            }
            Act::ApproveDecision => Statement::ApproveDecision,
            Act::SendBackDecision => Statement::SendBackDecision { note: self.long("note") },
        })
    }

    /// What the reason not to accept points to, if it does (`I9`).
    fn pointer(&mut self, reason: &str) -> Option<String> {
        let (_, field) = POINTERS.iter().find(|(of, _)| *of == reason)?;
        let given = self.short(field);
        Some(if *field == "accepted_number" { given.to_uppercase() } else { given })
    }

    /// Asked without a track, it is a report of a violation (`T4`).
    fn accept(&mut self) -> Option<Statement> {
        let track = match self.fields.given("track").map(str::parse::<Track>) {
            None => Track::default(),
            Some(Ok(track)) => track,
            Some(Err(())) => return self.wrong("track", "field-track-missing"),
        };
        Some(match track {
            Track::Violation => Statement::Accept,
            Track::Grievance => Statement::AcceptGrievance,
        })
    }

    /// A request for a review that came by letter, visit or telephone (`T4`).
    fn petition(&mut self) -> Option<Petition> {
        let (via, asked_on) = (self.one_of("asked_via", &WAYS), self.past("asked_on"));
        let grounds = self.long("review_grounds");
        let report = self.fields.given("report").map(str::to_owned);
        Some(Petition { report, via: via?, asked_on: asked_on?, grounds })
    }

    /// What others are asked, and by when (`R7`).
    fn request(&mut self) -> (String, Option<NaiveDate>) {
        (self.long("request"), self.coming("part_due_on"))
    }

    /// What is said at an end, in whole or in part: inside, in public and to the reporter (`C4`).
    fn texts(&mut self) -> [String; 3] {
        ["internal_text", "public_text", "answer"].map(|name| self.long(name))
    }

    /// A text becomes public as the page showed it, with what may point to a person (`S2`).
    fn publication(&mut self) -> Statement {
        let public_text = self.long("public_text");
        if !publication::all_shown(&public_text, self.fields.text(publication::SHOWN)) {
            self.errors.push(FieldError::new("public_text", "publish-not-shown"));
        }
        if !self.fields.ticked("checked") {
            self.errors.push(FieldError::new("checked", "field-checked-missing"));
        }
        Statement::Publish { public_text }
    }

    /// One promise at least; what and by when go together (`C3`).
    fn promises(&mut self) -> Vec<NewPromise> {
        let mut promises = Vec::new();
        for place in 1..=MOST_PROMISES {
            let (what, when) = (format!("promise{place}"), format!("promise{place}_due"));
            let is_asked = place == 1;
            if !is_asked && self.fields.given(&what).or(self.fields.given(&when)).is_none() {
                continue;
            }
            if self.fields.given(&what).is_none() {
                self.errors.push(FieldError::new(&what, "field-promise-unsaid"));
            }
            if self.fields.given(&when).is_none() {
                self.errors.push(FieldError::new(&when, "field-promise_due-missing"));
            }
            let text = self.fields.optional(&what, LONG, &mut self.errors);
            promises.extend(self.coming(&when).map(|due_on| NewPromise { text, due_on }));
        }
        promises
    }

    fn split(&mut self) -> Option<Statement> {
        let bureau = self.bureau("bureau", is_assignable);
        let plant = self.fields.optional("plant", SHORT, &mut self.errors);
        let place = self.fields.optional("place", SHORT, &mut self.errors);
        let (summary, reason) = (self.long("summary"), self.long("reason"));
        let report = self.fields.given("report").map(str::to_uppercase);
        let bureau = bureau?;
        Some(Statement::Split(NewMatter { report, bureau, plant, place, summary, reason }))
    }

    /// The row of one of those offered.
    fn row(&mut self, name: &str) -> Option<i64> {
        match self.fields.text(name).parse() {
            Ok(row) => Some(row),
            Err(_) => self.wrong(name, &format!("field-{name}-missing")),
        }
    }

    fn count(&mut self, name: &str) -> Option<i32> {
        match self.fields.text(name).parse() {
            Ok(count) if (1..=999).contains(&count) => Some(count),
            _ => self.wrong(name, &format!("field-{name}-missing")),
        }
    }

    /// A count in the thousands at most, if one is given.
    fn many(&mut self, name: &str) -> Option<i32> {
        match self.fields.given(name)?.parse() {
            Ok(count) if (1..=MANY).contains(&count) => Some(count),
            _ => self.wrong(name, &format!("field-{name}-wrong")),
        }
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
            Some(Ok(date)) if date <= self.today && date > self.today - FAR => Some(date),
            Some(Ok(_)) => self.wrong(name, "field-date-future"),
            Some(Err(_)) => self.wrong(name, "field-date-wrong"),
        }
    }

    /// A date to come, if one is given.
    fn coming(&mut self, name: &str) -> Option<NaiveDate> {
        match self.fields.given(name).map(str::parse::<NaiveDate>)? {
            Ok(date) if date >= self.today && date < self.today + FAR => Some(date),
            Ok(_) => self.wrong(name, "field-date-past"),
            Err(_) => self.wrong(name, "field-date-wrong"),
        }
    }

    /// A last day, if one is given. It may have passed where an act is put on record afterwards; that
    /// it is not before its beginning is for whoever knows both.
    fn last_day(&mut self, name: &str) -> Option<NaiveDate> {
        match self.fields.given(name).map(str::parse::<NaiveDate>)? {
            Ok(date) if date < self.today + FAR => Some(date),
            _ => self.wrong(name, "field-date-wrong"),
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
        let known = kind.as_deref().and_then(|kind| measure::kind(kind).ok());
        if known.is_some_and(|kind| kind.asks_money) && self.fields.given("amount").is_none() {
            self.errors.push(FieldError::new("amount", "field-amount-missing"));
        }
        let due_on = self.last_day("measure_due_on");
        if known.is_some_and(|kind| kind.asks_date) && self.fields.given("measure_due_on").is_none()
        {
            self.errors.push(FieldError::new("measure_due_on", "field-measure_due_on-missing"));
        }
        let plant = match self.fields.given("measured_plant") {
            None => None,
            Some(_) => self.row("measured_plant"),
        };
        let taken_on = self.past("taken_on");
        let document = self.fields.optional("document", SHORT, &mut self.errors);
        let text = self.long("detail");
        let (kind, taken_on) = (kind?, taken_on?);
        Some(NewMeasure { kind, plant, document, amount_fen, due_on, taken_on, text })
    }
}
