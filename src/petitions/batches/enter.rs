//! A batch is entered whole or not at all, and a second time changes nothing (`F2`).

use std::collections::HashSet;

use diesel::prelude::*;

use super::{Checked, Row, check, check::number};
use crate::{
    accounts::Viewer,
    app::App,
    cases::Case,
    db::{Connection, schema::petitions},
    error::{Error, Result},
    petitions::{
        NewPetition, ProvinceNumber,
        batch::Meant,
        petition::{Entered, enter_in},
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

/// Those of the rows' numbers that can be read.
fn numbers(rows: &[Row]) -> Vec<ProvinceNumber> {
    rows.iter().filter_map(|row| ProvinceNumber::parse(&number(row)).ok()).collect()
}

/// Those of the rows' numbers that were entered before.
pub fn known(connection: &mut Connection, rows: &[Row]) -> QueryResult<HashSet<String>> {
    let numbers: Vec<String> = numbers(rows).iter().map(ToString::to_string).collect();
    let known = petitions::table.filter(petitions::number.eq_any(numbers));
    Ok(known.select(petitions::number).load::<String>(connection)?.into_iter().collect())
}

/// Looks at the rows as the database is now. It writes nothing: a reading connection will do, and
/// routing a thousand rows holds up nobody who writes.
pub fn dry_run(
    connection: &mut Connection,
    app: &App,
    batch: &str,
    rows: &[Row],
) -> QueryResult<Vec<Checked>> {
    let known = known(connection, rows)?;
    Ok(check(rows, batch, &known, &app.jurisdiction, app.clock.today()))
}

/// Which batch the rows would be in, if one is named.
pub fn meant(
    connection: &mut Connection,
    app: &App,
    by: &Viewer,
    batch: &str,
    rows: &[Row],
) -> QueryResult<Option<Meant>> {
    if batch.is_empty() {
        return Ok(None);
    }
    let numbers = numbers(rows);
    let numbers: Vec<&ProvinceNumber> = numbers.iter().collect();
    Meant::of(connection, app, by, batch, &numbers).map(Some)
}

/// Enters all rows, in the caller's transaction: the new ones with their matters, and how many were
/// known and stay as they are.
///
/// # Errors
/// [`Error::Conflict`] when one of them is bad: who enters looks first ([`dry_run`]).
pub fn enter_all(
    connection: &mut Connection,
    app: &App,
    by: &Viewer,
    batch: &str,
    checked: &[Checked],
) -> Result<(Vec<Placed>, usize)> {
    let good = |it: &Checked| Some((it.row.line, it.new.clone().filter(|_| !it.is_bad())?));
    let all: Option<Vec<(usize, NewPetition)>> = checked.iter().map(good).collect();
    let all = all.ok_or_else(Error::changed)?;
    let numbers: Vec<&ProvinceNumber> = all.iter().map(|(_, new)| &new.number).collect();
    let mut batch = Meant::of(connection, app, by, batch, &numbers)?;
    let (mut placed, mut known) = (Vec::new(), 0);
    for (line, petition) in &all {
        match enter_in(connection, app, by, petition, &mut batch)? {
            Entered::New(filed) => placed.push(Placed {
                line: *line,
                number: petition.number.to_string(),
                case: filed.case,
            }),
            Entered::Known => known += 1,
        }
    }
    Ok((placed, known))
}
