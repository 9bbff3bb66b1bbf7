//! Says how a due date was reckoned, as messages of `deadlines.ftl` (`T8`).
//!
//! A date `x` is filled in as `x_year`, `x_month`, `x_month_key` (`jan` to `dec`), `x_day` and `x_weekday` (`mon`
//! to `sun`); a name as `x` and `x_en`.

use chrono::{Datelike, NaiveDate, NaiveDateTime};

use super::policy::{Policy, Unit};
use super::reckon::{Reckoning, Skipped};
use crate::jurisdiction::DayOff;
use crate::message::Message;

/// By how much a limit was extended from the date before, and the date that comes of it (`T2`).
pub fn extension(reckoning: &Reckoning) -> Vec<Message> {
    let key = match reckoning.limit.unit {
        Unit::Working => "deadlines-extended-working",
        _ => "deadlines-extended",
    };
    let days = Message::new(key).with("count", reckoning.limit.count);
    [vec![days], outcome(reckoning)].concat()
}

/// How many days a hearing took that do not count, and the date that comes of it (`T4`).
pub fn hearing(reckoning: &Reckoning) -> Vec<Message> {
    let days = Message::new("deadlines-hearing").with("count", reckoning.limit.count);
    [vec![days], outcome(reckoning)].concat()
}

/// The law or order behind a limit.
pub fn source(policy: &Policy) -> Message {
    let source = &policy.source;
    Message::new("deadlines-source").with("source", &source.zh).with("source_en", &source.en)
}

/// Start, rule, days skipped, and the date that comes of it.
pub fn explanation(reckoning: &Reckoning) -> Vec<Message> {
    let rule = match reckoning.limit.unit {
        Unit::Calendar => "deadlines-rule-calendar",
        Unit::Working => "deadlines-rule-working",
        Unit::Month => "deadlines-rule-month",
        Unit::Hour => "deadlines-rule-hour",
        Unit::Minute => "deadlines-rule-minute",
    };
    let begun = vec![
        dated(Message::new("deadlines-start"), "start", reckoning.start),
        Message::new(rule).with("count", reckoning.limit.count),
    ];
    [begun, outcome(reckoning)].concat()
}

/// Start, rule and end of a limit in hours, in the office's own time (`T6`).
pub fn hours(start: NaiveDateTime, count: i64, end: NaiveDateTime) -> Vec<Message> {
    let at = |key: &str, name: &str, at: NaiveDateTime| {
        let time = at.format("%H:%M");
        dated(Message::new(key), name, at.date()).with(&format!("{name}_time"), time)
    };
    vec![
        at("deadlines-start-hour", "start", start),
        Message::new("deadlines-rule-hour").with("count", count),
        at("deadlines-due-hour", "due", end),
    ]
}

/// Days moved over or skipped, years that are not known, and the date.
fn outcome(reckoning: &Reckoning) -> Vec<Message> {
    let mut lines = Vec::new();
    lines.extend(
        reckoning.moved_from.map(|last| dated(Message::new("deadlines-moved"), "last", last)),
    );
    lines.extend(runs(&reckoning.skipped).into_iter().map(skipped));
    let unknown = reckoning.unknown_years.iter();
    lines.extend(unknown.map(|year| Message::new("deadlines-unknown-year").with("year", year)));
    lines.push(dated(Message::new("deadlines-due"), "due", reckoning.due));
    lines
}

/// Days one after another that are skipped for the same reason.
fn runs(skipped: &[Skipped]) -> Vec<&[Skipped]> {
    let same = |a: &Skipped, b: &Skipped| a.why == b.why && a.date.succ_opt() == Some(b.date);
    skipped.chunk_by(same).collect()
}

fn skipped(run: &[Skipped]) -> Message {
    let (Some(first), Some(last)) = (run.first(), run.last()) else {
        return Message::new("deadlines-skipped-weekend");
    };
    let single = first.date == last.date;
    let message = match (&first.why, single) {
        (DayOff::Weekend, true) => Message::new("deadlines-skipped-weekend-day"),
        (DayOff::Weekend, false) => Message::new("deadlines-skipped-weekend"),
        (DayOff::Holiday(names), true) => named("deadlines-skipped-holiday-day", names),
        (DayOff::Holiday(names), false) => named("deadlines-skipped-holiday", names),
    };
    let message = dated(message, "from", first.date);
    if single { message } else { dated(message, "to", last.date) }
}

fn named(key: &str, names: &crate::jurisdiction::Names) -> Message {
    Message::new(key).with("holiday", &names.zh).with("holiday_en", &names.en)
}

/// A message with the parts of a date.
pub fn dated(message: Message, name: &str, date: NaiveDate) -> Message {
    message
        .with(&format!("{name}_year"), date.year())
        .with(&format!("{name}_month"), date.month())
        .with(&format!("{name}_month_key"), date.format("%b").to_string().to_lowercase())
        .with(&format!("{name}_day"), date.day())
        .with(&format!("{name}_weekday"), date.format("%a").to_string().to_lowercase())
}
