//! 问责: that somebody was held to account, by unit and post, never by name (`S1`). An entry that was wrong is
//! corrected by another, or taken back, with the reason; it stays on record.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};

use super::{oversight::record, track::Dossier};
use crate::{
    accounts::Viewer,
    app::App,
    db::{Connection, schema::accountabilities},
    error::{Error, FieldError, Result},
    web::Fields,
};

/// The most characters of a line, and of a reason.
const LINE: usize = 100;
const TEXT: usize = 2_000;
/// Kinds, the ends of message keys.
pub const KINDS: [&str; 8] = [
    "talk",
    "criticism",
    "interview",
    "admonition",
    "organisational",
    "party",
    "administrative",
    "judicial",
];
/// What a correction chooses instead of a kind where nobody was held to account.
pub const TAKEN_BACK: &str = "taken_back";

/// An entry as stored.
#[derive(Clone, Debug, Queryable, Selectable, Serialize)]
#[diesel(table_name = accountabilities)]
#[allow(missing_docs)]
pub struct Accountability {
    pub id: i64,
    pub case_id: i64,
    pub unit: String,
    pub post: String,
    pub kind: String,
    pub taken_on: NaiveDate,
    pub by_account: i64,
    pub at: NaiveDateTime,
    /// The entry in whose place it stands, and why.
    pub corrects: Option<i64>,
    pub reason: String,
    /// Nobody was held to account, it turned out.
    pub taken_back: bool,
}

/// What is typed of an entry.
struct Said {
    unit: String,
    post: String,
    kind: &'static str,
    on: NaiveDate,
}

impl Accountability {
    /// What holds of several matters, oldest first: without what was corrected or taken back.
    pub fn of_cases(connection: &mut Connection, cases: &[i64]) -> QueryResult<Vec<Self>> {
        Ok(holding(&Self::ever_of_cases(connection, cases)?))
    }

    /// All that was ever entered about them, oldest first.
    pub fn ever_of_cases(connection: &mut Connection, cases: &[i64]) -> QueryResult<Vec<Self>> {
        accountabilities::table
            .filter(accountabilities::case_id.eq_any(cases))
            .order(accountabilities::id)
            .select(Self::as_select())
            .load(connection)
    }

    /// Whom it names, as the timeline has it.
    fn whom(&self) -> String {
        format!("{} {}", self.unit, self.post)
    }
}

/// Of all entries, those that hold.
pub fn holding(ever: &[Accountability]) -> Vec<Accountability> {
    let corrected = |it: &&Accountability| !ever.iter().any(|later| later.corrects == Some(it.id));
    ever.iter().filter(corrected).filter(|it| !it.taken_back).cloned().collect()
}

impl Said {
    fn parse(fields: &Fields, today: NaiveDate, errors: &mut Vec<FieldError>) -> Option<Self> {
        let unit = fields.required("account_unit", LINE, errors);
        let post = fields.required("account_post", LINE, errors);
        let kind = KINDS.into_iter().find(|kind| *kind == fields.text("account_kind"));
        if kind.is_none() {
            errors.push(FieldError::new("account_kind", "field-account_kind-missing"));
        }
        let on = fields.past_day("account_on", today, errors);
        Some(Self { unit, post, kind: kind?, on: on? })
    }
}

/// Puts on record that somebody was held to account.
pub fn hold(
    connection: &mut Connection,
    app: &App,
    by: &Viewer,
    dossier: &Dossier,
    fields: &Fields,
) -> Result<()> {
    if !dossier.is_theirs(by) {
        return Err(Error::Forbidden);
    }
    let mut errors = Vec::new();
    let said = Said::parse(fields, app.clock.today(), &mut errors);
    let (Some(said), true) = (said, errors.is_empty()) else {
        return Err(Error::Invalid(errors));
    };
    diesel::insert_into(accountabilities::table)
        .values((
            accountabilities::case_id.eq(dossier.case.id),
            accountabilities::unit.eq(said.unit),
            accountabilities::post.eq(said.post),
            accountabilities::kind.eq(said.kind),
            accountabilities::taken_on.eq(said.on),
            accountabilities::by_account.eq(by.account),
            accountabilities::at.eq(app.clock.now()),
        ))
        .execute(connection)?;
    record(connection, app, by, dossier, ("hold_to_account", Value::Null), Vec::new())
}

/// Puts another entry in the place of one that was wrong, or takes it back; with the reason.
///
/// # Errors
/// [`Error::Conflict`] when it was corrected meanwhile.
pub fn correct(
    connection: &mut Connection,
    app: &App,
    by: &Viewer,
    dossier: &Dossier,
    fields: &Fields,
) -> Result<()> {
    if !dossier.is_theirs(by) {
        return Err(Error::Forbidden);
    }
    let wanted = fields.text("corrected").parse::<i64>().ok();
    let entry = dossier.oversight.accountabilities.iter().find(|it| Some(it.id) == wanted);
    let entry = entry.ok_or_else(Error::changed)?;
    let mut errors = Vec::new();
    let taken_back = fields.text("account_kind") == TAKEN_BACK;
    let said = match taken_back {
        true => None,
        false => Said::parse(fields, app.clock.today(), &mut errors),
    };
    let reason = fields.required("account_reason", TEXT, &mut errors);
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let new = match said {
        Some(said) => Accountability {
            unit: said.unit,
            post: said.post,
            kind: said.kind.to_owned(),
            taken_on: said.on,
            ..entry.clone()
        },
        None => entry.clone(),
    };
    diesel::insert_into(accountabilities::table)
        .values((
            accountabilities::case_id.eq(dossier.case.id),
            accountabilities::unit.eq(&new.unit),
            accountabilities::post.eq(&new.post),
            accountabilities::kind.eq(&new.kind),
            accountabilities::taken_on.eq(new.taken_on),
            accountabilities::by_account.eq(by.account),
            accountabilities::at.eq(app.clock.now()),
            accountabilities::corrects.eq(Some(entry.id)),
            accountabilities::reason.eq(reason),
            accountabilities::taken_back.eq(taken_back),
        ))
        .execute(connection)?;
    let told = match taken_back {
        true => ("take_back_account", json!({ "from": entry.whom() })),
        false => ("correct_account", json!({ "from": entry.whom(), "to": new.whom() })),
    };
    record(connection, app, by, dossier, told, Vec::new())
}
