//! A letter: drafted from an entry of the timeline, numbered without gaps by office, kind and year when
//! it is issued, and never changed after.

use chrono::{Datelike as _, NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::{Kind, sheet, wording};
use crate::{
    app::App,
    cases::{Case, statement::declined},
    db::{Connection, counters, schema::letters},
    error::{Error, Result},
    i18n::Language,
    message::Message,
    timeline::Event,
};

/// A letter as stored.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = letters)]
#[allow(missing_docs)]
pub struct Letter {
    pub id: i64,
    pub number: String,
    pub kind: String,
    pub bureau: String,
    pub case_id: i64,
    pub report_id: i64,
    pub event_id: i64,
    pub language: String,
    pub template_version: i32,
    pub office: String,
    pub title: String,
    pub body: String,
    pub issued_on: NaiveDate,
    pub delivery: String,
    pub mail_key: Option<String>,
    pub delivered_on: Option<NaiveDate>,
    pub delivered_way: Option<String>,
}

/// How a letter gets to its reader, beside the page that number and code open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// By mail, with the message of the event.
    Mail,
    /// To be posted or handed over: there is an address or a telephone number only.
    Hand,
    /// Nothing was left: it waits at `/track`.
    Track,
}

impl Delivery {
    /// As stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Hand => "hand",
            Self::Track => "track",
        }
    }
}

/// What a letter follows from.
pub struct Occasion<'a> {
    /// The entry.
    pub event: &'a Event,
    /// The matter.
    pub case: &'a Case,
    /// The answer, explanation or decision, for the reporter (`C4`).
    pub text: Option<&'a str>,
    /// When it is told to somebody who came to stand behind the matter after the entry (`I8`): by that
    /// day, and by the bureau that has the matter then.
    pub later: Option<NaiveDateTime>,
}

/// To whom a letter goes: a report, never a name (`S1`).
pub struct Addressee<'a> {
    /// The report.
    pub report: i64,
    /// Its number.
    pub number: &'a str,
    /// The day it came in.
    pub received: NaiveDate,
    /// The reader's language.
    pub language: Language,
    /// How it gets there.
    pub delivery: Delivery,
    /// The key of the message that takes it along.
    pub mail_key: Option<&'a str>,
}

/// A letter but for its number.
pub struct Draft {
    kind: Kind,
    bureau: String,
    case: i64,
    report: i64,
    event: i64,
    language: Language,
    version: i32,
    office: String,
    title: String,
    body: String,
    on: NaiveDate,
    series: String,
    end: String,
    delivery: Delivery,
    mail_key: Option<String>,
}

/// The letter that follows from `occasion` for `to`, if one does.
pub fn draft(
    connection: &mut Connection,
    app: &App,
    occasion: &Occasion<'_>,
    to: &Addressee<'_>,
) -> Result<Option<Draft>> {
    let Occasion { event, case, .. } = occasion;
    let detail = event.detail();
    let Some(kind) = Kind::of_entry(&event.act, &detail) else { return Ok(None) };
    if kind == Kind::Acceptance && is_told(connection, occasion, to.report)? {
        return Ok(None);
    }
    let messages = &app.pages.messages;
    let named = match event.act.as_str() {
        _ if occasion.later.is_some() => case.bureau.as_str(),
        // Who has the matter says that it was accepted before.
        "join" | "merge" => case.bureau.as_str(),
        // Who acted writes; what the reviewing unit decided, it writes itself.
        _ => detail["bureau"].as_str().unwrap_or(&event.actor),
    };
    let code = if app.jurisdiction.bureau(named).is_some() { named } else { &case.bureau };
    let bureau = app.jurisdiction.bureau(code);
    let office = bureau.map_or(code, |it| it.names.in_language(to.language.tag())).to_owned();
    let on = app.clock.day(occasion.later.unwrap_or(event.at));
    let (version, template) = wording::ready(connection, messages, kind, to.language)?;
    let values = Values { app, occasion, to, kind, office: &office, on };
    let body = template.fill(|name| values.of(name));
    let series = Message::new("letters-series")
        .with("mark", bureau.map_or(code, |bureau| bureau.mark()))
        .with("kind", messages.text(Language::Chinese, &format!("letters-mark-{}", kind.name())))
        .with("year", on.year());
    Ok(Some(Draft {
        kind,
        bureau: code.to_owned(),
        case: case.id,
        report: to.report,
        event: event.id,
        language: to.language,
        version,
        title: sheet::title(app, to.language, kind, &case.track),
        body,
        on,
        // The office's form, in whichever language the letter is.
        series: messages.say(Language::Chinese, &series),
        end: messages.text(Language::Chinese, "letters-series-end").into_owned(),
        office,
        delivery: to.delivery,
        mail_key: to.mail_key.map(str::to_owned),
    }))
}

/// Whether another entry brought the letter that the matter is accepted (`T1`).
fn is_told(connection: &mut Connection, occasion: &Occasion<'_>, report: i64) -> QueryResult<bool> {
    let told = letters::table
        .filter(letters::case_id.eq(occasion.case.id))
        .filter(letters::report_id.eq(report))
        .filter(letters::kind.eq(Kind::Acceptance.name()))
        .filter(letters::event_id.ne(occasion.event.id));
    Ok(told.select(letters::id).first::<i64>(connection).optional()?.is_some())
}

/// What a template can say.
struct Values<'a> {
    app: &'a App,
    occasion: &'a Occasion<'a>,
    to: &'a Addressee<'a>,
    kind: Kind,
    office: &'a str,
    on: NaiveDate,
}

impl Values<'_> {
    fn of(&self, name: &str) -> String {
        let (messages, language) = (&self.app.pages.messages, self.to.language);
        let (case, detail) = (self.occasion.case, self.occasion.event.detail());
        let stated = |name: &str| detail[name].as_str().unwrap_or_default();
        let word = |noun: &str, name: &str| messages.text(language, &format!("{noun}-{name}"));
        match name {
            "person" | "matter" => word(&format!("letters-{name}"), &case.track).into_owned(),
            "number" => self.to.number.to_owned(),
            "received" => messages.date(language, self.to.received),
            "bureau" => self.office.to_owned(),
            "today" => messages.date(language, self.on),
            "link" => self.app.link("/track"),
            "text" => self.occasion.text.unwrap_or_default().trim().to_owned(),
            "days" => detail["days"].to_string(),
            "due" => {
                let due = stated("due").parse().ok().or(case.due_on);
                due.map(|due| messages.deadline(language, due)).unwrap_or_default()
            }
            "reason" if self.kind == Kind::Refusal => {
                let points_to = detail["points_to"].as_str();
                messages.say(language, &declined(stated("reason"), points_to))
            }
            "reason" => stated("reason").to_owned(),
            "outcome" => word("outcome", stated("outcome")).into_owned(),
            "remedy" => {
                let next = match self.kind {
                    // What is answered anew can be re-examined anew (T4).
                    Kind::Reexamination if stated("outcome") == "revoked" => "again",
                    Kind::Reexamination => "review",
                    _ if case.is_grievance() => "reexamination",
                    _ => "report",
                };
                word("letters-remedy", next).into_owned()
            }
            _ => String::new(),
        }
    }
}

impl Draft {
    /// Issues it, in the caller's transaction; once for each entry and report.
    pub fn issue(&self, connection: &mut Connection, now: NaiveDateTime) -> Result<Letter> {
        let issued = letters::table
            .filter(letters::event_id.eq(self.event))
            .filter(letters::report_id.eq(self.report))
            .select(Letter::as_select());
        if let Some(letter) = issued.first(connection).optional()? {
            return Ok(letter);
        }
        let serial = counters::next(connection, &format!("letters {}", self.series))?;
        let id: i64 = diesel::insert_into(letters::table)
            .values((
                letters::number.eq(format!("{}{serial}{}", self.series, self.end)),
                letters::kind.eq(self.kind.name()),
                letters::bureau.eq(&self.bureau),
                letters::case_id.eq(self.case),
                letters::report_id.eq(self.report),
                letters::event_id.eq(self.event),
                letters::language.eq(self.language.tag()),
                letters::template_version.eq(self.version),
                letters::office.eq(&self.office),
                letters::title.eq(&self.title),
                letters::body.eq(&self.body),
                letters::issued_on.eq(self.on),
                letters::issued_at.eq(now),
                letters::delivery.eq(self.delivery.name()),
                letters::mail_key.eq(&self.mail_key),
            ))
            .returning(letters::id)
            .get_result(connection)?;
        Letter::find(connection, id)
    }
}

impl Letter {
    /// The letter of that row.
    pub fn find(connection: &mut Connection, id: i64) -> Result<Self> {
        let found =
            letters::table.find(id).select(Self::as_select()).first(connection).optional()?;
        found.ok_or(Error::NotFound)
    }

    /// Those to one reporter, oldest first.
    pub fn of_report(connection: &mut Connection, report: i64) -> QueryResult<Vec<Self>> {
        letters::table
            .filter(letters::report_id.eq(report))
            .order(letters::id)
            .select(Self::as_select())
            .load(connection)
    }

    /// Those about one matter, oldest first.
    pub fn of_case(connection: &mut Connection, case: i64) -> QueryResult<Vec<Self>> {
        letters::table
            .filter(letters::case_id.eq(case))
            .order(letters::id)
            .select(Self::as_select())
            .load(connection)
    }

    /// The language it is written in.
    pub fn language(&self) -> Language {
        self.language.parse().unwrap_or_default()
    }
}
