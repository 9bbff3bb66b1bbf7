//! The rows of a matter as they are, and back to what they were: the same for every act, so that a
//! new record or column needs no line here beyond the table's name.

use std::{
    collections::BTreeMap,
    sync::{LazyLock, OnceLock},
};

use diesel::{
    SqliteConnection,
    prelude::*,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    sql_query,
    sql_types::{BigInt, Text},
};
use serde_json::{Map, Value, json};

use crate::{
    db::{Backend, Connection},
    error::{Error, Result},
};

/// The tables that acts which can be taken back write, with the column that names the matter.
/// Rows of a later table may point to rows of an earlier one.
const TABLES: [(&str, &str); 11] = [
    ("cases", "id"),
    ("deadlines", "case_id"),
    ("transfers", "case_id"),
    ("inspections", "case_id"),
    ("findings", "case_id"),
    ("measures", "case_id"),
    ("proposals", "case_id"),
    ("referrals", "case_id"),
    ("promises", "case_id"),
    ("extensions", "case_id"),
    ("directions", "case_id"),
];

/// Every row by table (its place in the list) and id.
pub type Rows = BTreeMap<(usize, i64), Map<String, Value>>;

/// The matter's rows now.
pub fn of_case(connection: &mut Connection, case: i64) -> Result<Rows> {
    let selects = selects(connection)?;
    let rows: Vec<(i64, i64, String)> = OfCase { selects, case }.load(connection)?;
    let mut all = Rows::new();
    for (place, id, content) in rows {
        let place = usize::try_from(place).map_err(broken)?;
        all.insert((place, id), serde_json::from_str(&content).map_err(broken)?);
    }
    Ok(all)
}

/// A query for place, id and content of a matter's rows. Its text is the same for every matter, so that
/// a connection keeps it: it is long, and each act asks it twice.
struct OfCase {
    /// For each table, all but the matter.
    selects: &'static [String],
    case: i64,
}

impl QueryFragment<Backend> for OfCase {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        for (place, select) in self.selects.iter().enumerate() {
            out.push_sql(if place == 0 { "" } else { " UNION ALL " });
            out.push_sql(select);
            out.push_bind_param::<BigInt, _>(&self.case)?;
        }
        Ok(())
    }
}

impl QueryId for OfCase {
    type QueryId = ();

    // It is known by its text.
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for OfCase {
    type SqlType = (BigInt, BigInt, Text);
}

impl RunQueryDsl<Connection> for OfCase {}

/// The parts of the query. PostgreSQL makes JSON of whole rows; SQLite needs the columns by name, which
/// are asked for once.
fn selects(connection: &mut Connection) -> Result<&'static [String]> {
    static SQLITE: OnceLock<Vec<String>> = OnceLock::new();
    static POSTGRES: LazyLock<Vec<String>> =
        LazyLock::new(|| each_table(|_| "CAST(to_jsonb(t) AS TEXT)".to_owned()));
    let Connection::Sqlite(sqlite) = connection else { return Ok(&POSTGRES) };
    if let Some(known) = SQLITE.get() {
        return Ok(known);
    }
    let columns = columns(sqlite)?;
    Ok(SQLITE.get_or_init(|| {
        each_table(|table| {
            let names = columns.iter().filter(|column| column.of_table == table);
            let pairs = names.map(|Column { name, .. }| format!("'{name}', t.{name}"));
            format!("json_object({})", pairs.collect::<Vec<_>>().join(", "))
        })
    }))
}

fn each_table(content: impl Fn(&str) -> String) -> Vec<String> {
    let select = |(place, (table, of)): (usize, &(&str, &str))| {
        format!(
            "SELECT CAST({place} AS BIGINT) AS place, t.id AS id, {} AS content \
             FROM {table} t WHERE t.{of} = ",
            content(table)
        )
    };
    TABLES.iter().enumerate().map(select).collect()
}

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    of_table: String,
    #[diesel(sql_type = Text)]
    name: String,
}

/// The columns of each table.
fn columns(sqlite: &mut SqliteConnection) -> QueryResult<Vec<Column>> {
    let names: Vec<String> = TABLES.iter().map(|(table, _)| format!("('{table}')")).collect();
    let query = format!(
        "WITH wanted (of_table) AS (VALUES {}) SELECT wanted.of_table, info.name \
         FROM wanted, pragma_table_info(wanted.of_table) info",
        names.join(", ")
    );
    sql_query(query).load(sqlite)
}

/// What leads from `after` back to `before`: the old values of what changed, and nothing for a row
/// that is new. Nothing at all when a row is gone: such an act cannot be taken back.
pub fn changes(before: &Rows, after: &Rows) -> Option<Vec<Value>> {
    if before.keys().any(|key| !after.contains_key(key)) {
        return None;
    }
    let mut changes = Vec::new();
    for (key @ (place, id), now) in after {
        let (table, _) = TABLES.get(*place)?;
        let old = match before.get(key) {
            None => Value::Null,
            Some(old) if old == now => continue,
            Some(old) => {
                let changed = old.iter().filter(|(name, value)| now.get(*name) != Some(*value));
                // The version goes on: what others saw meanwhile is no longer the case.
                let kept = changed.filter(|(name, _)| *name != "version");
                kept.map(|(name, value)| (name.clone(), value.clone())).collect()
            }
        };
        changes.push(json!({ "table": table, "id": id, "old": old }));
    }
    Some(changes)
}

/// A row that is no more: its table, and its id.
pub type Gone = (&'static str, i64);

/// Makes the rows what they were, and says which are no more.
pub fn restore(connection: &mut Connection, changes: &str) -> Result<Vec<Gone>> {
    let changes: Vec<Value> = serde_json::from_str(changes).map_err(broken)?;
    let mut gone = Vec::new();
    for change in changes.iter().rev() {
        let known = TABLES.iter().find(|(table, _)| change["table"] == *table);
        let (Some((table, _)), Some(id)) = (known, change["id"].as_i64()) else {
            return Err(broken("a change that names no row"));
        };
        match change["old"].as_object() {
            None => {
                sql_query(format!("DELETE FROM {table} WHERE id = {id}")).execute(connection)?;
                gone.push((*table, id));
            }
            Some(old) if old.is_empty() => {}
            Some(old) => {
                let query = match connection {
                    Connection::Sqlite(_) => update_from_json(table, id, old),
                    Connection::Postgres(_) => update_from_record(table, id, old),
                };
                let old = change["old"].to_string();
                sql_query(query).bind::<Text, _>(old).execute(connection)?;
            }
        }
    }
    Ok(gone)
}

fn update_from_json(table: &str, id: i64, old: &Map<String, Value>) -> String {
    let set = old.keys().map(|name| format!("{name} = json_extract($1, '$.{name}')"));
    format!("UPDATE {table} SET {} WHERE id = {id}", set.collect::<Vec<_>>().join(", "))
}

fn update_from_record(table: &str, id: i64, old: &Map<String, Value>) -> String {
    let set = old.keys().map(|name| format!("{name} = old.{name}"));
    format!(
        "UPDATE {table} SET {} FROM jsonb_populate_record(NULL::{table}, CAST($1 AS JSONB)) old \
         WHERE {table}.id = {id}",
        set.collect::<Vec<_>>().join(", ")
    )
}

fn broken(error: impl std::fmt::Display) -> Error {
    Error::Internal(format!("undo: {error}"))
}
