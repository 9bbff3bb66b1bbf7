//! A batch: what an office above sent at one time, known by that office, its year and its number in
//! that year (`F1`, `F2`).

use chrono::{Datelike as _, NaiveDate};
use diesel::prelude::*;
use serde::Serialize;

use super::{ProvinceNumber, oversight};
use crate::{
    accounts::{Role, Viewer},
    app::App,
    db::{
        Connection,
        schema::{petition_batches, petitions},
    },
    message::Message,
};

/// A batch as stored.
#[derive(Clone, Debug, Queryable, Selectable, Serialize)]
#[diesel(table_name = petition_batches)]
#[allow(missing_docs)]
pub struct Batch {
    pub id: i64,
    /// What it is called here: its number, with its year where another has the same.
    pub number: String,
    pub received_on: NaiveDate,
    pub office: String,
    pub year: i32,
    /// Its number as the office gave it.
    pub given: String,
}

/// The batch that a number means.
#[derive(Clone, Debug)]
pub struct Meant {
    office: String,
    /// Its year.
    pub year: i32,
    /// Its number in that year.
    pub given: String,
    /// Whether its year was said with its number.
    says_year: bool,
    /// The batch, when it is there.
    pub known: Option<Batch>,
    /// Where it is not: one of the same number from the year before or after, which may be meant.
    pub other: Option<Batch>,
}

impl Meant {
    /// What `said` means for petitions of these numbers. The year is the one that is said with it
    /// (`2026-33`); else that of the batch which some of them are in, so that what is sent again with
    /// more in it stays one batch; else that of the newest of them, whenever they are entered.
    pub fn of(
        connection: &mut Connection,
        app: &App,
        by: &Viewer,
        said: &str,
        numbers: &[&ProvinceNumber],
    ) -> QueryResult<Self> {
        let office = sender(app, by);
        let (stated, given) = split(said);
        let alike: Vec<Batch> = petition_batches::table
            .filter(petition_batches::office.eq_any([office.as_str(), ""]))
            .filter(petition_batches::given.eq(given))
            .order(petition_batches::id.desc())
            .select(Batch::as_select())
            .load(connection)?;
        let holding = match stated {
            None => holding(connection, &alike, numbers)?,
            Some(_) => None,
        };
        let newest = numbers.iter().map(|number| number.date.year()).max();
        let year = stated
            .or(holding.as_ref().map(|batch| batch.year))
            .or(newest)
            .unwrap_or_else(|| app.clock.today().year());
        let of_year = |year: i32| alike.iter().find(|batch| batch.year == year).cloned();
        let known = holding.or_else(|| of_year(year));
        let other = match (&known, stated) {
            (None, None) => of_year(year - 1).or_else(|| of_year(year + 1)),
            _ => None,
        };
        let (given, says_year) = (given.to_owned(), stated.is_some());
        Ok(Self { office, year, given, says_year, known, other })
    }

    /// Which batch it is, for those who are about to enter it.
    pub fn told(&self) -> Message {
        let key = match self.known {
            Some(_) => "petitions-batch-means-known",
            None => "petitions-batch-means-new",
        };
        Message::new(key).with("year", self.year).with("given", &self.given)
    }

    /// That another may be meant, and how it would be called.
    pub fn doubt(&self) -> Option<Message> {
        let other = self.other.as_ref()?;
        let message = Message::new("petitions-batch-means-other");
        Some(message.with("year", other.year).with("given", &self.given))
    }

    /// Its row, made when it is the first of it.
    pub fn row(&mut self, connection: &mut Connection, app: &App, by: &Viewer) -> QueryResult<i64> {
        if let Some(batch) = &self.known {
            return Ok(batch.id);
        }
        let (number, received_on) = (self.name(connection)?, app.clock.today());
        let id: i64 = diesel::insert_into(petition_batches::table)
            .values((
                petition_batches::number.eq(&number),
                petition_batches::received_on.eq(received_on),
                petition_batches::office.eq(&self.office),
                petition_batches::year.eq(self.year),
                petition_batches::given.eq(&self.given),
                petition_batches::entered_by.eq(by.account),
                petition_batches::at.eq(app.clock.now()),
            ))
            .returning(petition_batches::id)
            .get_result(connection)?;
        let (office, given) = (self.office.clone(), self.given.clone());
        self.known = Some(Batch { id, number, received_on, office, year: self.year, given });
        Ok(id)
    }

    /// What it will be called: by its number alone, while no other has it and its year was not said.
    fn name(&self, connection: &mut Connection) -> QueryResult<String> {
        let of_year = format!("{}-{}", self.year, self.given);
        let of_office = format!("{of_year}-{}", self.office);
        let names = [self.given.clone(), of_year, of_office.clone()];
        let wanted = &names[usize::from(self.says_year)..];
        let taken: Vec<String> = petition_batches::table
            .filter(petition_batches::number.eq_any(wanted))
            .select(petition_batches::number)
            .load(connection)?;
        Ok(wanted.iter().find(|name| !taken.contains(name)).cloned().unwrap_or(of_office))
    }
}

/// The office that sends what `by` enters: the city enters for the one above it.
fn sender(app: &App, by: &Viewer) -> String {
    match by.role {
        Role::Province => by.bureau.clone(),
        _ => oversight::upstream(app),
    }
}

/// The one of these batches that some of the petitions are in.
fn holding(
    connection: &mut Connection,
    batches: &[Batch],
    numbers: &[&ProvinceNumber],
) -> QueryResult<Option<Batch>> {
    if batches.is_empty() {
        return Ok(None);
    }
    let ids: Vec<i64> = batches.iter().map(|batch| batch.id).collect();
    let numbers: Vec<&str> = numbers.iter().map(|number| number.as_str()).collect();
    let found: Option<i64> = petitions::table
        .filter(petitions::number.eq_any(numbers))
        .filter(petitions::batch_id.eq_any(ids))
        .order(petitions::id.desc())
        .select(petitions::batch_id)
        .first(connection)
        .optional()?;
    Ok(batches.iter().find(|batch| Some(batch.id) == found).cloned())
}

/// A number with its year before it, such as `2026-33`; the year, if one is said, and the number.
fn split(said: &str) -> (Option<i32>, &str) {
    let parts = said.split_once('-').filter(|(year, rest)| is_year(year) && !rest.is_empty());
    match parts {
        Some((year, rest)) => (year.parse().ok(), rest),
        None => (None, said),
    }
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.starts_with(['1', '2']) && text.bytes().all(|it| it.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_may_say_its_year() {
        for (said, parts) in [
            ("33", (None, "33")),
            ("2026-33", (Some(2026), "33")),
            ("2026-3-1", (Some(2026), "3-1")),
            ("2026-", (None, "2026-")),
            ("202-33", (None, "202-33")),
            ("9026-33", (None, "9026-33")),
            ("批-33", (None, "批-33")),
            ("", (None, "")),
        ] {
            assert_eq!(split(said), parts, "{said}");
        }
    }
}
