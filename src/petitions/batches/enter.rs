//! A batch is entered whole or not at all, and a second time changes nothing (`F2`).

use std::collections::HashSet;

use diesel::prelude::*;

use super::{Checked, Row, check, check::number};
use crate::{
    accounts::Viewer,
    app::App,
    cases::Case,
    db::{Connection, schema::petitions},
    error::Result,
    petitions::{
        ProvinceNumber,
        petition::{Entered, enter},
    },
};

/// A petition that was entered, with its matter.
#[derive(Clone, Debug)]
pub struct Placed {
    /// The line of its row.
    pub line: usize,
    /// The province's number.
    pub number: String,
    /// Its matter, as it was opened.
    pub case: Case,
}

/// What became of a batch.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// It is entered: these are new, so many were known and stay as they are.
    Entered {
        /// Petitions that were not there before.
        new: Vec<Placed>,
        /// Petitions that were.
        known: usize,
    },
    /// Something is wrong; nothing was stored.
    Refused(Vec<Checked>),
}

/// Those of the rows' numbers that were entered before.
pub fn known(connection: &mut Connection, rows: &[Row]) -> QueryResult<HashSet<String>> {
    let numbers = rows.iter().filter_map(|row| ProvinceNumber::parse(&number(row)).ok());
    let numbers: Vec<String> = numbers.map(|number| number.to_string()).collect();
    let known = petitions::table.filter(petitions::number.eq_any(numbers));
    Ok(known.select(petitions::number).load::<String>(connection)?.into_iter().collect())
}

/// Looks at the rows as the database is now.
pub fn dry_run(
    connection: &mut Connection,
    app: &App,
    batch: &str,
    rows: &[Row],
) -> QueryResult<Vec<Checked>> {
    let known = known(connection, rows)?;
    Ok(check(rows, batch, &known, &app.jurisdiction, app.clock.today()))
}

/// Enters all rows, in the caller's transaction; with one bad row, none.
pub fn enter_all(
    connection: &mut Connection,
    app: &App,
    by: &Viewer,
    batch: &str,
    rows: &[Row],
) -> Result<Outcome> {
    let checked = dry_run(connection, app, batch, rows)?;
    if checked.iter().any(|row| row.is_bad() || row.new.is_none()) {
        return Ok(Outcome::Refused(checked));
    }
    let (mut new, mut known) = (Vec::new(), 0);
    for (row, petition) in checked.iter().filter_map(|it| Some((&it.row, it.new.as_ref()?))) {
        match enter(connection, app, by, petition)? {
            Entered::New(filed) => new.push(Placed {
                line: row.line,
                number: petition.number.to_string(),
                case: filed.case,
            }),
            Entered::Known => known += 1,
        }
    }
    Ok(Outcome::Entered { new, known })
}
