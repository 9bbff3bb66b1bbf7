//! The table that a circular rests on: taken from the kept figures and the lists of the day, and kept with it
//! as it was (`N2`).

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::{
    dsl::count_star,
    prelude::*,
    sql_query,
    sql_types::{BigInt, Date, Text},
};

use super::topic::{self, Cell, Column, Listed, Topic};
use crate::{
    accounts::Viewer,
    app::App,
    cases::access,
    db::{
        Connection,
        schema::{cases, circular_figures, circular_matters, supervisions},
    },
    error::Result,
    search::Joined,
    statistics::{Asked, Figures, figures::shown},
    supervisions as listings,
};

/// The most matters of one list.
const MOST: i64 = 500;

/// A table, a line a bureau.
#[derive(Clone, Debug)]
pub struct Table {
    /// What it is about.
    pub topic: &'static Topic,
    /// The columns that it was taken with: the topic may have got others since.
    pub columns: Vec<Column>,
    /// Codes with their cells, in the order of the jurisdiction.
    pub lines: Vec<(String, Vec<Cell>)>,
}

/// What stood behind a cell, as it stands now.
#[derive(Clone, Debug, Queryable)]
#[allow(missing_docs)]
pub struct Behind {
    pub number: String,
    pub title: String,
    pub due_on: NaiveDate,
    pub state: String,
}

/// The bureaus that are compared, and that a circular can go to.
pub fn bureaus(app: &App) -> Vec<String> {
    let city = app.jurisdiction.profile().dispatcher.as_str();
    let places = shown(&app.jurisdiction).into_iter().filter(|code| *code != city);
    places.map(str::to_owned).collect()
}

impl Table {
    /// Takes the figures of those days and the lists of today, and keeps them with the circular.
    pub fn take(
        connection: &mut Connection,
        app: &App,
        circular: i64,
        topic: &'static Topic,
        days: (NaiveDate, NaiveDate),
    ) -> Result<Self> {
        let asked = Asked { days, channel: None, kind: None, bureau: None };
        let figures = Figures::read(connection, &app.jurisdiction, &asked)?;
        let bureaus = bureaus(app);
        let mut listed: HashMap<(&str, String), i64> = HashMap::new();
        for column in topic.columns {
            if let Column::Listed(list) = column {
                list.keep(connection, circular, &bureaus, app.clock.today())?;
                for (bureau, many) in list.counted(connection, circular)? {
                    listed.insert((list.name(), bureau), many);
                }
            }
        }
        let cell = |column: &Column, code: &str| match column {
            Column::Figure(name) => Cell { amount: figures.line(code).get(name), total: None },
            Column::Share(name) => {
                let share = figures.line(code).share_of(name);
                Cell { amount: share.done, total: Some(share.of) }
            }
            Column::Listed(list) => {
                let amount = listed.get(&(list.name(), code.to_owned())).copied().unwrap_or(0);
                Cell { amount, total: None }
            }
        };
        let line = |code: String| {
            let cells = topic.columns.iter().map(|column| cell(column, &code)).collect();
            (code, cells)
        };
        let columns = topic.columns.to_vec();
        let table = Self { topic, columns, lines: bureaus.into_iter().map(line).collect() };
        table.store(connection, circular)?;
        Ok(table)
    }

    fn store(&self, connection: &mut Connection, circular: i64) -> QueryResult<()> {
        for (bureau, cells) in &self.lines {
            for (column, cell) in self.columns.iter().zip(cells) {
                diesel::insert_into(circular_figures::table)
                    .values((
                        circular_figures::circular_id.eq(circular),
                        circular_figures::bureau.eq(bureau),
                        circular_figures::name.eq(column.name()),
                        circular_figures::amount.eq(cell.amount),
                        circular_figures::total.eq(cell.total),
                    ))
                    .execute(connection)?;
            }
        }
        Ok(())
    }

    /// The table as it was kept.
    pub fn of(
        connection: &mut Connection,
        app: &App,
        circular: i64,
        topic: &'static Topic,
    ) -> QueryResult<Self> {
        let kept: Vec<(String, String, i64, Option<i64>)> = circular_figures::table
            .filter(circular_figures::circular_id.eq(circular))
            .select((
                circular_figures::bureau,
                circular_figures::name,
                circular_figures::amount,
                circular_figures::total,
            ))
            .load(connection)?;
        let kept: HashMap<(String, String), Cell> = kept
            .into_iter()
            .map(|(bureau, name, amount, total)| ((bureau, name), Cell { amount, total }))
            .collect();
        let is_kept = |column: &&Column| kept.keys().any(|(_, name)| *name == column.name());
        let columns: Vec<Column> = topic.columns.iter().filter(is_kept).copied().collect();
        let line = |code: String| {
            let cell = |column: &Column| kept.get(&(code.clone(), column.name())).copied();
            let cells: Option<Vec<Cell>> = columns.iter().map(cell).collect();
            cells.map(|cells| (code.clone(), cells))
        };
        let lines = bureaus(app).into_iter().filter_map(line).collect();
        Ok(Self { topic, columns, lines })
    }

    /// Codes with their places, the best first.
    pub fn places(&self) -> Vec<(&str, usize)> {
        let first = self.lines.iter().map(|(_, cells)| cells.first().copied().unwrap_or_default());
        let places = topic::ranked(&first.collect::<Vec<_>>(), self.topic.more_is_better);
        places.into_iter().map(|(at, place)| (self.lines[at].0.as_str(), place)).collect()
    }

    /// The first cell of a bureau.
    pub fn first(&self, code: &str) -> Cell {
        let line = self.lines.iter().find(|(known, _)| known == code);
        line.and_then(|(_, cells)| cells.first().copied()).unwrap_or_default()
    }
}

impl Listed {
    /// The list of that name.
    pub fn find(name: &str) -> Option<Self> {
        [Self::Overdue, Self::Listings, Self::Petitions].into_iter().find(|it| it.name() == name)
    }

    /// Keeps the lines of the list; what is against a bureau is on none (`R3`).
    fn keep(
        self,
        connection: &mut Connection,
        circular: i64,
        bureaus: &[String],
        today: NaiveDate,
    ) -> QueryResult<()> {
        let quoted = bureaus.iter().map(|code| format!("'{}'", code.replace('\'', "''")));
        let among = quoted.collect::<Vec<_>>().join(", ");
        let living = listings::State::LIVING.map(|state| format!("'{state}'")).join(", ");
        let (noun, from) = match self {
            Self::Overdue => ("case", "cases c WHERE ".to_owned()),
            Self::Petitions => (
                "case",
                "cases c WHERE EXISTS (SELECT 1 FROM case_reports r JOIN petitions p \
                 ON p.report_id = r.report_id WHERE r.case_id = c.id) AND "
                    .to_owned(),
            ),
            Self::Listings => (
                "supervision",
                format!(
                    "(SELECT s.id, s.due_on, b.bureau, '' AS hidden_from, NULL AS ended_at \
                     FROM supervisions s JOIN supervision_bureaus b ON b.supervision_id = s.id \
                     WHERE s.state IN ({living})) c WHERE "
                ),
            ),
        };
        let sql = format!(
            "INSERT INTO circular_matters (circular_id, name, bureau, noun, subject_id, due_on) \
             SELECT $1, $2, c.bureau, '{noun}', c.id, c.due_on FROM {from} c.ended_at IS NULL \
             AND c.due_on < $3 AND c.hidden_from = '' AND c.bureau IN ({among})"
        );
        sql_query(sql)
            .bind::<BigInt, _>(circular)
            .bind::<Text, _>(self.name())
            .bind::<Date, _>(today)
            .execute(connection)
            .map(drop)
    }

    fn counted(
        self,
        connection: &mut Connection,
        circular: i64,
    ) -> QueryResult<Vec<(String, i64)>> {
        circular_matters::table
            .filter(circular_matters::circular_id.eq(circular))
            .filter(circular_matters::name.eq(self.name()))
            .group_by(circular_matters::bureau)
            .select((circular_matters::bureau, count_star()))
            .load(connection)
    }

    /// What stood on the list of a bureau: of matters, those that `viewer` may see (`N2`, `S1`).
    pub fn behind(
        self,
        connection: &mut Connection,
        viewer: &Viewer,
        (circular, bureau): (i64, &str),
    ) -> QueryResult<Vec<Behind>> {
        let kept = circular_matters::table
            .filter(circular_matters::circular_id.eq(circular))
            .filter(circular_matters::name.eq(self.name()))
            .filter(circular_matters::bureau.eq(bureau))
            .order((circular_matters::due_on, circular_matters::subject_id))
            .limit(MOST);
        match self {
            Self::Listings => kept
                .inner_join(
                    supervisions::table.on(supervisions::id.eq(circular_matters::subject_id)),
                )
                .select((
                    supervisions::number,
                    supervisions::title,
                    circular_matters::due_on,
                    supervisions::state,
                ))
                .load(connection),
            Self::Overdue | Self::Petitions => kept
                .inner_join(cases::table.on(cases::id.eq(circular_matters::subject_id)))
                .filter(Joined(access::visible(viewer)))
                .select((cases::number, cases::summary, circular_matters::due_on, cases::state))
                .load(connection),
        }
    }
}

/// Up to when everything is counted.
pub fn counted_until(connection: &mut Connection, app: &App) -> QueryResult<NaiveDateTime> {
    let waits = crate::statistics::ledger::counted_until(connection)?;
    Ok(waits.unwrap_or_else(|| app.clock.now()))
}
