//! Supervised cases on the front page: a few, the soonest due first (`L2`, `L5`).

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    db::Connection,
    error::Result,
    i18n::Language,
    jurisdiction::Jurisdiction,
    supervisions::list::{self, Filter, Row, public},
};

/// How many the front page shows.
pub const SHOWN: i64 = 4;

/// What the front page says of supervised cases.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Supervised {
    /// How many are listed now.
    pub listed: i64,
    /// Some of them, as `parts/supervision_card` takes them.
    pub cards: Vec<Value>,
}

/// The supervised cases for the front page, at most `limit` cards.
pub fn supervised(
    connection: &mut Connection,
    jurisdiction: &Jurisdiction,
    language: Language,
    today: NaiveDate,
    limit: i64,
) -> Result<Supervised> {
    let counts = list::counts(connection, public, &Filter::default(), today)?;
    let rows = list::listed(connection, today, limit)?;
    Ok(Supervised {
        listed: counts.get("living").copied().unwrap_or_default(),
        cards: rows.iter().map(|row| card(jurisdiction, language, row)).collect(),
    })
}

fn card(jurisdiction: &Jurisdiction, language: Language, row: &Row) -> Value {
    let (case, tag) = (&row.case, language.tag());
    let separator = jurisdiction.profile().separator.in_language(tag);
    let plants: Vec<&str> = case.plants().collect();
    let places: Vec<&str> = row.bureaus.iter().map(|code| jurisdiction.place(code, tag)).collect();
    json!({
        "number": case.number, "href": format!("/supervisions/{}", case.number),
        "title": case.title, "plants": plants.join(separator), "county": places.join(separator),
        "state": case.state, "overdue": row.due.is_overdue(), "status": row.due.status,
        "days": row.due.days, "due": case.due_on, "done": row.done, "total": row.total,
        "missing": row.missing,
    })
}
