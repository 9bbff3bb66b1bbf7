//! A file of working days: `date,weekday,type,festival_zh,festival_en,…`, checked whole.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, Weekday};

use super::{Kind, MarkedDay, Names, Years};
use crate::{jurisdiction::folder::row_line, message::Message};

/// A year has at least so many days off beside ordinary weekends (since 1999; 13 since 2025).
const FEWEST_HOLIDAYS: usize = 11;
/// More rows than any number of years in use has.
const MOST_ROWS: usize = 5_000;

/// What is wrong with a row; read by the administrator.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The file is not CSV, or a row has other columns than the first.
    #[error("not a row of the table: {0}")]
    Csv(String),
    /// A column that must be there is not.
    #[error("the column {0} is missing")]
    Column(&'static str),
    /// Not a date.
    #[error("{0} is not a date (2027-01-01)")]
    Date(String),
    /// The date is there already.
    #[error("{0} is given twice")]
    Twice(NaiveDate),
    /// The date is another day of the week.
    #[error("{date} is a {is}, not a {said}")]
    Weekday {
        /// The date.
        date: NaiveDate,
        /// What it is.
        is: Weekday,
        /// What the file says.
        said: String,
    },
    /// Neither a holiday nor a worked weekend.
    #[error("{0} is neither holiday nor makeup_workday")]
    Type(String),
    /// A day that is worked anyway.
    #[error("{0} is no weekend: it is worked anyway")]
    WorkedAnyway(NaiveDate),
    /// A holiday without its name in both languages.
    #[error("the name of the holiday is missing")]
    Name,
    /// A year that is not whole.
    #[error(
        "{year} is not whole: {off} days off; a year has at least 11, New Year's Day and National Day among them"
    )]
    Incomplete {
        /// The year.
        year: i32,
        /// Days off in the file.
        off: usize,
    },
    /// No rows.
    #[error("the file has no days")]
    Empty,
    /// More than any calendar has.
    #[error("the file has more than 5000 rows")]
    TooLong,
}

/// A fault and the line it is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faulty {
    /// From 1.
    pub line: u64,
    /// What is wrong.
    pub fault: Fault,
}

impl Fault {
    /// The same in the reader's language.
    pub fn message(&self) -> Message {
        match self {
            Self::Csv(_) => Message::new("calendar-fault-csv"),
            Self::Column(name) => Message::new("calendar-fault-column").with("name", name),
            Self::Date(said) => Message::new("calendar-fault-date").with("said", said),
            Self::Twice(date) => Message::new("calendar-fault-twice").with("date", date),
            Self::Weekday { date, said, .. } => {
                Message::new("calendar-fault-weekday").with("date", date).with("said", said)
            }
            Self::Type(said) => Message::new("calendar-fault-type").with("said", said),
            Self::WorkedAnyway(date) => Message::new("calendar-fault-worked").with("date", date),
            Self::Name => Message::new("calendar-fault-name"),
            Self::Incomplete { year, off } => {
                Message::new("calendar-fault-incomplete").with("year", year).with("off", off)
            }
            Self::Empty => Message::new("calendar-fault-empty"),
            Self::TooLong => Message::new("calendar-fault-long"),
        }
    }
}

/// Reads the whole years of a file, or names every fault in it.
pub fn read(text: &str) -> Result<Years, Vec<Faulty>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let head = reader.headers().cloned().unwrap_or_default();
    let columns = Columns::of(&head).map_err(|fault| vec![Faulty { line: 1, fault }])?;
    let (mut days, mut faults, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for record in reader.records() {
        if days.len() + faults.len() >= MOST_ROWS {
            faults.push(Faulty { line: 1, fault: Fault::TooLong });
            break;
        }
        let read = match &record {
            Ok(row) => columns.read(row, &mut seen),
            Err(error) => Err(Fault::Csv(error.to_string())),
        };
        let position = match &record {
            Ok(row) => row.position().cloned(),
            Err(error) => error.position().cloned(),
        };
        let line = position.map_or(0, |at| row_line(text, &at));
        match read {
            Ok(day) => days.push((line, day)),
            Err(fault) => faults.push(Faulty { line, fault }),
        }
    }
    if faults.is_empty() {
        faults.extend(incomplete(&days));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut years: Years = BTreeMap::new();
    for (_, day) in days {
        years.entry(day.date.year()).or_default().push(day);
    }
    Ok(years)
}

/// Years of which only a part was given.
fn incomplete(days: &[(u64, MarkedDay)]) -> Vec<Faulty> {
    if days.is_empty() {
        return vec![Faulty { line: 1, fault: Fault::Empty }];
    }
    let years: BTreeSet<i32> = days.iter().map(|(_, day)| day.date.year()).collect();
    let faults = years.into_iter().filter_map(|year| {
        let off = days
            .iter()
            .filter(|(_, day)| day.date.year() == year && day.kind == Kind::Holiday)
            .map(|(line, day)| (*line, (day.date.month(), day.date.day())))
            .collect::<Vec<_>>();
        let has = |day| off.iter().any(|(_, date)| *date == day);
        let whole = off.len() >= FEWEST_HOLIDAYS && has((1, 1)) && has((10, 1));
        let line =
            days.iter().find(|(_, day)| day.date.year() == year).map_or(1, |(line, _)| *line);
        (!whole).then_some(Faulty { line, fault: Fault::Incomplete { year, off: off.len() } })
    });
    faults.collect()
}

/// Where the columns are.
struct Columns {
    date: usize,
    weekday: Option<usize>,
    kind: usize,
    zh: usize,
    en: usize,
}

impl Columns {
    fn of(head: &csv::StringRecord) -> Result<Self, Fault> {
        let place = |name: &str| head.iter().position(|column| column == name);
        let needed = |name: &'static str| place(name).ok_or(Fault::Column(name));
        Ok(Self {
            date: needed("date")?,
            weekday: place("weekday"),
            kind: needed("type")?,
            zh: needed("festival_zh")?,
            en: needed("festival_en")?,
        })
    }

    fn read(
        &self,
        row: &csv::StringRecord,
        seen: &mut BTreeSet<NaiveDate>,
    ) -> Result<MarkedDay, Fault> {
        let field = |at: usize| row.get(at).unwrap_or_default();
        let said = field(self.date);
        let date: NaiveDate = said.parse().map_err(|_| Fault::Date(said.to_owned()))?;
        if !seen.insert(date) {
            return Err(Fault::Twice(date));
        }
        let is = date.weekday();
        if let Some(said) = self.weekday.map(field).filter(|said| !said.is_empty())
            && said.parse::<Weekday>() != Ok(is)
        {
            return Err(Fault::Weekday { date, is, said: said.to_owned() });
        }
        let kind = match field(self.kind) {
            "holiday" => Kind::Holiday,
            "makeup_workday" => Kind::MakeupWorkday,
            other => return Err(Fault::Type(other.to_owned())),
        };
        if kind == Kind::MakeupWorkday && !matches!(is, Weekday::Sat | Weekday::Sun) {
            return Err(Fault::WorkedAnyway(date));
        }
        let (zh, en) = (field(self.zh), field(self.en));
        if kind == Kind::Holiday && (zh.is_empty() || en.is_empty()) {
            return Err(Fault::Name);
        }
        Ok(MarkedDay { date, kind, festival: Names::new(zh, en) })
    }
}
