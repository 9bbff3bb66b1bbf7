//! The two folders of migrations are one schema: the same names, and the same tables and columns
//! of the same kind when they have run.

use std::{collections::BTreeSet, env, fs, path::Path};

use diesel::{
    QueryableByName, RunQueryDsl, connection::SimpleConnection, sql_query, sql_types::Text,
};
use minsheng::db::{Connection, Target, migrate};

/// Tables that each engine makes in its own way, and why.
const OWN_WAY: &[(&str, &str)] = &[
    ("search_cases", "full text, likewise"),
    ("search_results", "full text, likewise"),
    ("search_supervisions", "full text, likewise"),
    ("search_enterprises", "full text, likewise"),
    ("__diesel_schema_migrations", "diesel's own list of what has run"),
];

#[test]
fn both_folders_hold_the_same_names() {
    let (sqlite, postgres) = (names("sqlite"), names("postgres"));
    assert!(!sqlite.is_empty(), "there are migrations");
    assert_eq!(sqlite, postgres);
}

#[test]
fn both_engines_end_with_the_same_columns() {
    let (sqlite, postgres) = (sqlite_columns(), postgres_columns());
    assert!(sqlite.len() > 10, "the migrations make tables: {sqlite:?}");
    let only = |one: &BTreeSet<String>, other: &BTreeSet<String>| {
        one.difference(other).map(|it| format!("  {it}")).collect::<Vec<_>>().join("\n")
    };
    assert!(
        sqlite == postgres,
        "only on SQLite:\n{}\nonly on PostgreSQL:\n{}",
        only(&sqlite, &postgres),
        only(&postgres, &sqlite),
    );
}

#[test]
fn migrations_run_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let target = sqlite_target(folder.path());
    assert_eq!(migrate::run(&target).expect("first run").len(), names("sqlite").len());
    assert_eq!(migrate::run(&target).expect("second run"), Vec::<String>::new());
}

fn names(engine: &str) -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(engine);
    fs::read_dir(folder)
        .expect("a folder of migrations")
        .map(|entry| entry.expect("an entry"))
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect()
}

/// One column, told by the engine's catalogue.
#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    place: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Text)]
    presence: String,
}

fn sqlite_target(folder: &Path) -> Target {
    format!("sqlite:{}", folder.join("minsheng.db").display()).parse().expect("a target")
}

fn sqlite_columns() -> BTreeSet<String> {
    let folder = tempfile::tempdir().expect("a folder");
    columns(
        &sqlite_target(folder.path()),
        "SELECT t.name || '.' || c.name AS place, c.type AS kind, \
         CASE WHEN c.\"notnull\" OR c.pk THEN 'always' ELSE 'maybe' END AS presence \
         FROM pragma_table_list t JOIN pragma_table_info(t.name) c \
         WHERE t.schema = 'main' AND t.type IN ('table', 'virtual') AND t.name NOT LIKE 'sqlite_%'",
    )
}

fn postgres_columns() -> BTreeSet<String> {
    let url = env::var("TEST_DATABASE_URL")
        .expect("TEST_DATABASE_URL names a PostgreSQL database for tests; ./test starts one");
    let schema = format!("migrations_{}", std::process::id());
    let server: Target = url.parse().expect("a target");
    execute(&server, &format!("CREATE SCHEMA {schema}"));
    let sign = if url.contains('?') { '&' } else { '?' };
    let found = columns(
        &format!("{url}{sign}options=-csearch_path%3D{schema}").parse().expect("a target"),
        "SELECT table_name || '.' || column_name AS place, data_type::text AS kind, \
         CASE is_nullable WHEN 'NO' THEN 'always' ELSE 'maybe' END AS presence \
         FROM information_schema.columns WHERE table_schema = current_schema()",
    );
    execute(&server, &format!("DROP SCHEMA {schema} CASCADE"));
    found
}

/// Runs the migrations and lists the columns, each as `table.column kind presence`.
fn columns(target: &Target, catalogue: &str) -> BTreeSet<String> {
    migrate::run(target).expect("the migrations run");
    let rows: Vec<Column> = match target.connect().expect("a connection") {
        Connection::Sqlite(mut sqlite) => sql_query(catalogue).load(&mut sqlite),
        Connection::Postgres(mut postgres) => sql_query(catalogue).load(&mut postgres),
    }
    .expect("the catalogue");
    rows.into_iter()
        .filter(|row| {
            let table = row.place.split('.').next().unwrap_or_default();
            !OWN_WAY.iter().any(|(own, _)| *own == table)
        })
        .map(|row| format!("{} {} {}", row.place, kind(&row.kind), row.presence))
        .collect()
}

fn execute(target: &Target, statement: &str) {
    match target.connect().expect("a connection") {
        Connection::Sqlite(mut sqlite) => sqlite.batch_execute(statement),
        Connection::Postgres(mut postgres) => postgres.batch_execute(statement),
    }
    .expect("the statement");
}

/// The names by which both engines mean the same kind of value.
fn kind(declared: &str) -> &str {
    match declared.to_ascii_lowercase().as_str() {
        "integer" | "bigint" | "int" | "smallint" => "integer",
        "text" | "character varying" => "text",
        "blob" | "bytea" => "bytes",
        "timestamp" | "timestamp without time zone" => "timestamp",
        "date" => "date",
        "boolean" | "bool" => "boolean",
        "double precision" | "double" | "real" | "float" => "real",
        _ => declared,
    }
}
