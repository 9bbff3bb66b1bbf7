//! The part of a list that is read by the index of words.

use diesel::{dsl::sql, prelude::*, sql_types::Bool};

use super::{
    Place, Row,
    part::{Asked, From, Part, beyond},
};
use crate::{
    cases::words,
    db::{
        Condition, Connection,
        schema::{cases, search_cases},
    },
    search::{self, Index, Joined, Wanted},
};

/// How the rows are found that hold the words.
enum By {
    /// Read in the order of the list, each looked at.
    Order,
    /// Gathered, and put in order.
    Words,
    /// Known: the first that were gathered.
    Rows(Vec<i64>),
}

impl Asked<'_> {
    /// Rows that hold the words.
    pub(super) fn found(
        &self,
        connection: &mut Connection,
        (part, is_frequent): (Part, bool),
        from: From,
        limit: i64,
        wanted: &Wanted,
    ) -> QueryResult<Vec<Row>> {
        if is_frequent {
            return self.found_by(connection, By::Order, part, from, limit, wanted);
        }
        let joined = |connection: &mut Connection, rows: Option<Vec<i64>>| {
            let by = rows.map_or(By::Words, By::Rows);
            self.found_by(connection, by, part, from, limit, wanted)
        };
        // Beside a department's, all marked matters are a viewer's own but the few kept from them (R3).
        match part {
            Part::Open => joined(connection, None),
            Part::Ended => {
                let first =
                    |connection: &mut Connection, most| first(connection, from, most, wanted);
                search::page(connection, (from.offset(), limit), first, joined)
            }
        }
    }

    fn found_by(
        &self,
        connection: &mut Connection,
        by: By,
        part: Part,
        from: From,
        limit: i64,
        wanted: &Wanted,
    ) -> QueryResult<Vec<Row>> {
        let id = format!("cases.id = (search_cases.rowid & {})", words::ID);
        let gathered = !matches!(by, By::Order);
        let mut query = search_cases::table
            .inner_join(cases::table.on(sql::<Bool>(&id)))
            .filter(Joined(chosen(connection, by, wanted)))
            .filter(Joined(within(connection, part, from)))
            .select(Row::as_select())
            .limit(limit)
            .offset(from.offset())
            .into_boxed();
        for condition in self.conditions(part) {
            query = query.filter(Joined(condition));
        }
        if part == Part::Open {
            query = beyond(from).into_iter().fold(query, |query, it| query.filter(Joined(it)));
        }
        let row = search_cases::rowid;
        match (part, from.is_backwards()) {
            (Part::Open, false) => query.order((cases::due_on.asc(), cases::id.asc())),
            (Part::Open, true) => query.order((cases::due_on.desc(), cases::id.desc())),
            // Put in order when they are gathered.
            (Part::Ended, false) if gathered => query.order((row + 0).desc()),
            (Part::Ended, true) if gathered => query.order((row + 0).asc()),
            (Part::Ended, false) => query.order(row.desc()),
            (Part::Ended, true) => query.order(row.asc()),
        }
        .load(connection)
    }
}

/// The first rows among the ended ones that hold the words, without what only the matter tells.
fn first(
    connection: &mut Connection,
    from: From,
    limit: i64,
    wanted: &Wanted,
) -> QueryResult<Vec<i64>> {
    let query = search_cases::table
        .filter(chosen(connection, By::Words, wanted))
        .filter(within(connection, Part::Ended, from))
        .select(search_cases::rowid)
        .limit(limit);
    match from.is_backwards() {
        false => query.order((search_cases::rowid + 0).desc()).load(connection),
        true => query.order((search_cases::rowid + 0).asc()).load(connection),
    }
}

fn chosen(connection: &Connection, by: By, wanted: &Wanted) -> Condition<search_cases::table> {
    match by {
        By::Order => search::holds(connection, Index::Cases, wanted),
        By::Words => search::matches(connection, Index::Cases, wanted),
        By::Rows(rows) => Box::new(search_cases::rowid.eq_any(rows)),
    }
}

/// The rows of a part, those of the ended ones from a place on.
fn within(connection: &Connection, part: Part, from: From) -> Condition<search_cases::table> {
    let row = search_cases::rowid;
    match (part, from) {
        (Part::Open, _) => search::before(connection, Index::Cases, words::ENDED),
        (Part::Ended, From::After(Place::Ended(at, id))) => {
            Box::new(row.ge(words::ENDED).and(row.lt(words::row(id, Some(at)))))
        }
        (Part::Ended, From::Before(Place::Ended(at, id))) => {
            Box::new(row.gt(words::row(id, Some(at))))
        }
        (Part::Ended, _) => Box::new(row.ge(words::ENDED)),
    }
}
