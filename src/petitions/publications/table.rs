//! 边督边改情况一览表 (`F4`): made from the data without retyping, or read from another office's file.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    app::App,
    cases::{
        Case, State,
        records::{Measure, Proposal},
    },
    db::{
        Connection,
        schema::{case_reports, cases, petitions, proposals, reports},
    },
    error::Result,
    i18n::Language,
    measures::running::{self, Charges},
    message::Message,
    pages::in_wan,
    petitions::{
        Petition,
        access::Senders,
        accountability::Accountability,
        batches::columns::{self, Column, Header},
        sheet::{Sheet, Unreadable},
    },
};

/// The columns in their order: what a file calls them, and the ends of message keys.
pub const COLUMNS: [(Column, &str); 10] = [
    (Column::Serial, "serial"),
    (Column::Number, "number"),
    (Column::Text, "text"),
    (Column::County, "county"),
    (Column::Kinds, "kinds"),
    (Column::Findings, "findings"),
    (Column::Verdict, "verdict"),
    (Column::Handling, "handling"),
    (Column::Accountability, "accountability"),
    (Column::Remark, "remark"),
];
/// The most characters of a title.
pub const MOST_TITLE: usize = 200;
/// The most that a spreadsheet takes in one cell, in UTF-16 units.
const MOST_CELL: usize = 32_767;
/// The language of what the office publishes.
const LANGUAGE: Language = Language::Chinese;

/// A table with its lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// What stands above it in the file it was read from; empty for our own.
    #[serde(default)]
    pub title: String,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// A line of the table: ten cells.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Cells in the order of [`COLUMNS`].
    pub cells: [String; 10],
}

impl Line {
    /// What is told in it: all but the numbers.
    pub fn told(&self) -> String {
        self.cells.iter().skip(2).map(String::as_str).collect::<Vec<_>>().join("\n")
    }
}

/// In the office's language.
pub(super) fn say(app: &App, message: &Message) -> String {
    app.pages.messages.say(LANGUAGE, message)
}

pub(super) fn word(app: &App, key: &str) -> String {
    app.pages.messages.text(LANGUAGE, key).into_owned()
}

pub(super) fn date(app: &App, date: NaiveDate) -> String {
    app.pages.messages.date(LANGUAGE, date)
}

/// The office's comma between the parts of a list.
pub(super) fn joined(app: &App, parts: &[String]) -> String {
    parts.join(&app.jurisdiction.profile().separator.zh)
}

/// The title of a batch's table; a batch whose number is a name of its own is called by it.
pub(super) fn title(batch: &str) -> Message {
    let is_number = batch.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    match is_number {
        true => Message::new("petitions-table-title-batch").with("batch", batch),
        false => Message::new("petitions-table-title-day").with("day", batch),
    }
}

/// What the table needs of a petition: itself, its matter, what the province wrote and of which kind.
type Row = (Petition, Case, String, String);

/// The names of the columns.
pub fn names(app: &App) -> Vec<String> {
    COLUMNS.iter().map(|(_, name)| word(app, &format!("petitions-table-{name}"))).collect()
}

/// The table of what `senders` sent in a batch.
pub(super) fn of_batch(
    connection: &mut Connection,
    app: &App,
    batch: i64,
    senders: &Senders,
) -> Result<Table> {
    let rows = shown(connection, Some(batch), None, senders)?;
    table(connection, app, rows)
}

/// The table of what was received from `senders` on a day.
pub(super) fn of_day(
    connection: &mut Connection,
    app: &App,
    day: NaiveDate,
    senders: &Senders,
) -> Result<Table> {
    let rows = shown(connection, None, Some(day), senders)?;
    table(connection, app, rows)
}

/// Petitions with their living matters; those against a bureau are not for the public (`R3`).
fn shown(
    connection: &mut Connection,
    batch: Option<i64>,
    day: Option<NaiveDate>,
    senders: &Senders,
) -> QueryResult<Vec<Row>> {
    let mut query = petitions::table
        .inner_join(reports::table.on(reports::id.eq(petitions::report_id)))
        .inner_join(case_reports::table.on(case_reports::report_id.eq(petitions::report_id)))
        .inner_join(cases::table.on(cases::id.eq(case_reports::case_id)))
        .filter(cases::state.ne(State::Merged.name()))
        .filter(cases::hidden_from.eq(""))
        .filter(petitions::entered_by.ne_all(senders.without.clone()))
        .order((petitions::id, cases::id))
        .select((Petition::as_select(), Case::as_select(), reports::text, reports::kinds))
        .into_boxed();
    if let Some(only) = &senders.only {
        query = query.filter(petitions::entered_by.eq_any(only.clone()));
    }
    if let Some(batch) = batch {
        query = query.filter(petitions::batch_id.eq(batch));
    }
    if let Some(day) = day {
        query = query.filter(reports::day.eq(day));
    }
    query.load(connection)
}

fn table(connection: &mut Connection, app: &App, rows: Vec<Row>) -> Result<Table> {
    let ids: Vec<i64> = rows.iter().map(|(_, case, ..)| case.id).collect();
    let known = Known {
        measures: Measure::of_cases(connection, &ids)?,
        charges: running::charges(connection, &ids)?,
        held: Accountability::of_cases(connection, &ids)?,
        answers: proposals::table
            .filter(proposals::case_id.eq_any(&ids))
            .filter(proposals::approved.eq(true))
            .order(proposals::id)
            .select(Proposal::as_select())
            .load(connection)?,
    };
    let mut lines: Vec<Line> = Vec::new();
    for matters in rows.chunk_by(|one, other| one.0.id == other.0.id) {
        lines.push(line(app, lines.len() + 1, matters, &known));
    }
    Ok(Table { title: String::new(), lines })
}

/// What is on record about the matters of a table.
struct Known {
    measures: Vec<Measure>,
    charges: Charges,
    held: Vec<Accountability>,
    answers: Vec<Proposal>,
}

/// One petition, with all the matters it became.
fn line(app: &App, serial: usize, matters: &[Row], known: &Known) -> Line {
    let Some((petition, _, text, kinds)) = matters.first() else { return Line::default() };
    let kinds = kinds.split_whitespace().filter(|kind| !kind.contains('_'));
    let kinds: Vec<String> = kinds.map(|kind| word(app, &format!("kind-{kind}"))).collect();
    let each = |cell: &dyn Fn(&Case) -> String| {
        let mut cells: Vec<String> = matters.iter().map(|(_, case, ..)| cell(case)).collect();
        cells.retain(|cell| !cell.is_empty());
        cells.dedup();
        cells
    };
    let counties = each(&|case| app.jurisdiction.place(&case.bureau, LANGUAGE.tag()).to_owned());
    let held = each(&|case| held(app, case, known));
    let none = || word(app, "petitions-return-none");
    Line {
        cells: [
            serial.to_string(),
            petition.number.clone(),
            text.clone(),
            joined(app, &counties),
            joined(app, &kinds),
            each(&|case| findings(app, case, known)).join("\n"),
            joined(app, &each(&|case| verdict(app, case))),
            each(&|case| handling(app, case, known)).join("\n"),
            if held.is_empty() { none() } else { held.join("\n") },
            if petition.priority { word(app, "petitions-priority") } else { String::new() },
        ],
    }
}

/// Whether what was found and done stands, at least in part (`C3`).
fn stands(case: &Case) -> bool {
    case.state().is_ok_and(|state| state.is_answered() || state == State::PartlyConcluded)
}

/// The public text, never the internal finding (`C4`): as published, else as approved for it.
fn findings(app: &App, case: &Case, known: &Known) -> String {
    match case.state() {
        Ok(State::Declined) => return word(app, "petitions-progress-declined"),
        Ok(State::Withdrawn) => return word(app, "petitions-progress-withdrawn"),
        _ if !stands(case) => return word(app, "petitions-progress-in_hand"),
        _ => {}
    }
    let published = case.public_text.clone().filter(|_| case.published_at.is_some());
    let approved = known.answers.iter().rev().find(|it| it.case_id == case.id);
    published.or_else(|| approved.map(|it| it.public_text.clone())).unwrap_or_default()
}

fn verdict(app: &App, case: &Case) -> String {
    let verdict = case.verdict.as_ref().filter(|_| stands(case));
    verdict.map(|verdict| word(app, &format!("verdict-{verdict}"))).unwrap_or_default()
}

/// Kinds of measures with their money and dates; their own words are internal.
fn handling(app: &App, case: &Case, known: &Known) -> String {
    let taken = known.measures.iter().filter(|it| it.case_id == case.id && stands(case));
    let mut taken: Vec<String> = taken.map(|it| taken_as(app, it, known)).collect();
    taken.dedup();
    joined(app, &taken)
}

/// A measure; of a daily penalty what a day costs, and what the days have come to (`C5`).
fn taken_as(app: &App, measure: &Measure, known: &Known) -> String {
    let kind = word(app, &format!("measure-{}", measure.kind));
    let of_kind = |key: &str| Message::new(key).with("measure", &kind);
    let money = measure.money().map(|money| say(app, &money));
    let message = match (money, known.charges.get(&measure.id), measure.due_on) {
        (Some(money), Some((days, fen)), _) => {
            let sum = say(app, &Message::new("desk-wan").with("amount", in_wan(*fen)));
            let charged = of_kind("petitions-table-charged").with("money", money);
            charged.with("days", days).with("sum", sum)
        }
        (Some(money), None, _) => of_kind("petitions-table-amount").with("money", money),
        (None, _, Some(due)) => of_kind("petitions-table-due").with("due", date(app, due)),
        (None, _, None) => return kind,
    };
    say(app, &message)
}

fn held(app: &App, case: &Case, known: &Known) -> String {
    let held = known.held.iter().filter(|it| it.case_id == case.id);
    let held = held.map(|it| {
        let message = Message::new("petitions-table-held")
            .with("unit", &it.unit)
            .with("post", &it.post)
            .with("kind", word(app, &format!("accountability-{}", it.kind)));
        say(app, &message)
    });
    joined(app, &held.collect::<Vec<_>>())
}

/// Whether a spreadsheet can hold a cell's text.
pub fn fits(cell: &str) -> bool {
    cell.encode_utf16().count() <= MOST_CELL
}

/// Why another office's table cannot be taken over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoTable {
    /// The file cannot be read.
    Unreadable(Unreadable),
    /// Columns that ours does not have, and which would be lost.
    Columns(Vec<String>),
    /// Sheets without the columns of the table, which would be lost.
    Sheets(Vec<String>),
}

/// The table of another office, cell by cell as it stands there; its sheets, one below the other.
pub fn of_file(sheets: &[Sheet]) -> Result<Table, NoTable> {
    let (found, others) = columns::headed(sheets);
    if found.is_empty() {
        return Err(NoTable::Unreadable(Unreadable::NoHeader));
    }
    if !others.is_empty() {
        return Err(NoTable::Sheets(others));
    }
    let (mut titles, mut lines): (Vec<&str>, Vec<Line>) = (Vec::new(), Vec::new());
    for (sheet, header) in &found {
        if !titles.contains(&header.title.as_str()) {
            titles.push(&header.title);
        }
        lines.extend(of_sheet(sheet, header)?);
    }
    if lines.is_empty() {
        return Err(NoTable::Unreadable(Unreadable::Empty));
    }
    if !lines.iter().flat_map(|line| &line.cells).all(|cell| fits(cell)) {
        return Err(NoTable::Unreadable(Unreadable::TooLarge));
    }
    let title = titles.join("\n").trim().chars().take(MOST_TITLE).collect();
    Ok(Table { title, lines })
}

fn of_sheet(sheet: &Sheet, header: &Header) -> Result<Vec<Line>, NoTable> {
    let is_ours = |column: &Column| COLUMNS.iter().any(|(ours, _)| ours == column);
    let foreign = header.columns.iter().filter(|(column, _)| !is_ours(column));
    let named = |at: usize| {
        let names = sheet.rows.iter().take(header.first).rev().filter_map(|row| row.get(at));
        names.into_iter().find(|name| !name.is_empty()).cloned().unwrap_or_default()
    };
    let mut unknown: Vec<String> = foreign.map(|(_, at)| named(*at)).collect();
    unknown.extend(header.lost.iter().cloned());
    if !unknown.is_empty() {
        return Err(NoTable::Columns(unknown));
    }
    let line = |row: &Vec<String>| Line {
        cells: COLUMNS.map(|(wanted, _)| {
            let at = header.columns.iter().find(|(column, _)| *column == wanted);
            at.and_then(|(_, at)| row.get(*at)).cloned().unwrap_or_default()
        }),
    };
    let rows = sheet.rows.iter().skip(header.first);
    Ok(rows.map(line).filter(|line| *line != Line::default()).collect())
}
