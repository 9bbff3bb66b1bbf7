//! What a member of staff has been told, and what they have not read.

use std::cmp::Reverse;

use chrono::{Duration, NaiveDateTime};
use diesel::{
    dsl::{exists, not},
    prelude::*,
    sql_query,
    sql_types::{BigInt, Bool, Nullable, Text, Timestamp},
};

use crate::{
    accounts::Viewer,
    db::{
        Backend, Connection,
        schema::{alert_readings, alerts},
    },
    error::Result,
    message::Message,
    web::paging::{PER_PAGE, Paging},
};

/// An alert not read in this time no longer counts as unread, so that the bell's count stays one
/// short walk over an index.
const COUNTED: Duration = Duration::days(30);
/// The bell counts no further.
pub const MOST_COUNTED: i64 = 100;

/// An alert as the list shows it.
#[derive(Clone, Debug)]
pub struct Told {
    /// Row.
    pub id: i64,
    /// What kind of thing it is.
    pub kind: String,
    /// What is said.
    pub message: Message,
    /// The page where something can be done about it.
    pub link: String,
    /// When it was raised, in UTC.
    pub at: NaiveDateTime,
    /// Whether it counts as unread.
    pub unread: bool,
}

type Condition = Box<dyn BoxableExpression<alerts::table, Backend, SqlType = Nullable<Bool>>>;

/// For the viewer's bureau, or their role there.
fn to_bureau(viewer: &Viewer) -> Condition {
    let role = alerts::role.is_null().or(alerts::role.eq(viewer.role.name()));
    Box::new(alerts::bureau.eq(viewer.bureau.clone()).and(role))
}

/// For the viewer alone.
fn to_account(viewer: &Viewer) -> Condition {
    Box::new(alerts::account.eq(viewer.account))
}

/// For the viewer's bureau, role or account.
fn addressed_to(viewer: &Viewer) -> Condition {
    Box::new(to_bureau(viewer).or(to_account(viewer)))
}

/// How many alerts of the last 30 days `viewer` has not read, at most [`MOST_COUNTED`].
pub fn unread_count(
    connection: &mut Connection,
    viewer: &Viewer,
    now: NaiveDateTime,
) -> QueryResult<i64> {
    let read = alert_readings::table
        .filter(alert_readings::alert_id.eq(alerts::id))
        .filter(alert_readings::account_id.eq(viewer.account));
    let unread: Vec<i64> = alerts::table
        .filter(addressed_to(viewer))
        .filter(alerts::at.gt(now - COUNTED))
        .filter(not(exists(read)))
        .select(alerts::id)
        .limit(MOST_COUNTED)
        .load(connection)?;
    Ok(unread.len() as i64)
}

/// The alerts for `viewer`, newest first, one row more than a page when there are more.
pub fn read(
    connection: &mut Connection,
    viewer: &Viewer,
    now: NaiveDateTime,
    paging: Paging,
) -> Result<Vec<Told>> {
    type Row = (i64, String, String, String, NaiveDateTime);
    // Each by its index: of both at once all that the bureau was ever told would be sorted.
    let mut rows: Vec<Row> = Vec::new();
    for addressed in [to_bureau(viewer), to_account(viewer)] {
        let newest: Vec<Row> = alerts::table
            .filter(addressed)
            .order((alerts::at.desc(), alerts::id.desc()))
            .limit(paging.offset() + PER_PAGE + 1)
            .select((alerts::id, alerts::kind, alerts::message, alerts::link, alerts::at))
            .load(connection)?;
        rows.extend(newest);
    }
    rows.sort_unstable_by_key(|row| Reverse((row.4, row.0)));
    let rows: Vec<Row> =
        rows.into_iter().skip(paging.offset() as usize).take(PER_PAGE as usize + 1).collect();
    let ids: Vec<i64> = rows.iter().map(|row| row.0).collect();
    let read: Vec<i64> = alert_readings::table
        .filter(alert_readings::account_id.eq(viewer.account))
        .filter(alert_readings::alert_id.eq_any(ids))
        .select(alert_readings::alert_id)
        .load(connection)?;
    let told = rows.into_iter().map(|(id, kind, message, link, at)| Told {
        unread: at > now - COUNTED && !read.contains(&id),
        message: serde_json::from_str(&message).unwrap_or_else(|_| Message::new("alerts-unclear")),
        id,
        kind,
        link,
        at,
    });
    Ok(told.collect())
}

/// Notes that `viewer` read one alert, and returns where it leads.
///
/// # Errors
/// [`crate::error::Error::NotFound`] when there is none of that row for them.
pub fn mark_read(
    connection: &mut Connection,
    viewer: &Viewer,
    now: NaiveDateTime,
    id: i64,
) -> Result<String> {
    let link: String = alerts::table
        .filter(addressed_to(viewer))
        .filter(alerts::id.eq(id))
        .select(alerts::link)
        .first(connection)?;
    note(connection, viewer, now, id)?;
    Ok(link)
}

/// Notes that `viewer` read all that was raised up to the alert `last`, the newest that the list
/// showed; what came since stays unread.
pub fn mark_all_read(
    connection: &mut Connection,
    viewer: &Viewer,
    now: NaiveDateTime,
    last: i64,
) -> QueryResult<()> {
    sql_query(
        "INSERT INTO alert_readings (alert_id, account_id, at) SELECT id, $1, $2 FROM alerts \
         WHERE (account = $1 OR (bureau = $3 AND (role IS NULL OR role = $4))) \
         AND at > $5 AND id <= $6 ON CONFLICT (alert_id, account_id) DO NOTHING",
    )
    .bind::<BigInt, _>(viewer.account)
    .bind::<Timestamp, _>(now)
    .bind::<Text, _>(&viewer.bureau)
    .bind::<Text, _>(viewer.role.name())
    .bind::<Timestamp, _>(now - COUNTED)
    .bind::<BigInt, _>(last)
    .execute(connection)
    .map(drop)
}

fn note(
    connection: &mut Connection,
    viewer: &Viewer,
    now: NaiveDateTime,
    id: i64,
) -> QueryResult<()> {
    sql_query(
        "INSERT INTO alert_readings (alert_id, account_id, at) VALUES ($1, $2, $3) \
         ON CONFLICT (alert_id, account_id) DO NOTHING",
    )
    .bind::<BigInt, _>(id)
    .bind::<BigInt, _>(viewer.account)
    .bind::<Timestamp, _>(now)
    .execute(connection)
    .map(drop)
}
