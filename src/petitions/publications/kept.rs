//! The files of a table, made once when it is published and served as they were (`F4`, `N3`).

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{BigInt, Binary, Text},
};

use super::{Publication, print, table};
use crate::{
    app::App,
    db::{Connection, schema::petition_publication_files},
    error::Result,
    web::table::csv,
};

/// A file: what its name ends with, and what is in it.
pub type File = (&'static str, Vec<u8>);

/// The files of a table, in the office's own language.
pub fn made(app: &App, publication: &Publication) -> Result<Vec<File>> {
    let (table, names) = (publication.table()?, table::names(app));
    let lines = table.lines.iter().map(|line| line.cells.iter());
    let text = csv(std::iter::once(names.iter()).chain(lines));
    let book = print::xlsx(&publication.title, &names, &table)?;
    Ok(vec![("csv", text.into_bytes()), ("xlsx", book)])
}

/// Keeps the files; what is kept already stays.
pub fn keep(connection: &mut Connection, publication: i64, files: &[File]) -> QueryResult<()> {
    for (format, bytes) in files {
        sql_query(
            "INSERT INTO petition_publication_files (publication_id, format, bytes) \
             VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        )
        .bind::<BigInt, _>(publication)
        .bind::<Text, _>(*format)
        .bind::<Binary, _>(bytes)
        .execute(connection)?;
    }
    Ok(())
}

/// What is kept; nothing of a table that was published before files were.
pub fn kept(
    connection: &mut Connection,
    publication: i64,
    format: &str,
) -> QueryResult<Option<Vec<u8>>> {
    petition_publication_files::table
        .find((publication, format))
        .select(petition_publication_files::bytes)
        .first(connection)
        .optional()
}
