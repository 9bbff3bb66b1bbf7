//! The rows of a matter as they are, and back to what they were: the same for every act, so that a
//! new record or column needs no line here beyond the table's name.

use std::collections::BTreeMap;

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{BigInt, Text},
};
use serde_json::{Map, Value, json};

use crate::{
    db::Connection,
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

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    place: i64,
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = Text)]
    content: String,
}

/// The matter's rows now.
pub fn of_case(connection: &mut Connection, case: i64) -> Result<Rows> {
    let columns = columns(connection)?;
    let selects: Vec<String> = TABLES
        .iter()
        .enumerate()
        .map(|(place, (table, of))| {
            let content = match columns.get(*table) {
                Some(names) => {
                    let pairs = names.iter().map(|name| format!("'{name}', t.{name}"));
                    format!("json_object({})", pairs.collect::<Vec<_>>().join(", "))
                }
                None => "CAST(to_jsonb(t) AS TEXT)".to_owned(),
            };
            format!(
                "SELECT CAST({place} AS BIGINT) AS place, t.id AS id, {content} AS content \
                 FROM {table} t WHERE t.{of} = {case}"
            )
        })
        .collect();
    let rows: Vec<Row> = sql_query(selects.join(" UNION ALL ")).load(connection)?;
    let mut all = Rows::new();
    for row in rows {
        let place = usize::try_from(row.place).map_err(broken)?;
        all.insert((place, row.id), serde_json::from_str(&row.content).map_err(broken)?);
    }
    Ok(all)
}

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    of_table: String,
    #[diesel(sql_type = Text)]
    name: String,
}

/// The columns of each table, which SQLite needs by name; PostgreSQL makes JSON of whole rows.
fn columns(connection: &mut Connection) -> Result<BTreeMap<String, Vec<String>>> {
    let mut columns: BTreeMap<String, Vec<String>> = BTreeMap::new();
    if let Connection::Sqlite(sqlite) = connection {
        let names: Vec<String> = TABLES.iter().map(|(table, _)| format!("('{table}')")).collect();
        let query = format!(
            "WITH wanted (of_table) AS (VALUES {}) SELECT wanted.of_table, info.name \
             FROM wanted, pragma_table_info(wanted.of_table) info",
            names.join(", ")
        );
        for column in sql_query(query).load::<Column>(sqlite)? {
            columns.entry(column.of_table).or_default().push(column.name);
        }
    }
    Ok(columns)
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
