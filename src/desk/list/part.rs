//! The two parts of the list, each read by an index in its order: open matters by their date, then
//! those that have ended, the last first. A search joins its words in the same query, and has the same
//! order.

use chrono::NaiveDate;
use diesel::{dsl::sql, prelude::*, sql_types::Bool};

use super::{Filter, Holder, Place, Row, Words};
use crate::{
    accounts::Viewer,
    cases::{
        access::{self, Condition},
        words,
    },
    db::{Connection, schema::cases},
    search::{self, Index, Sample, Wanted},
};

/// A part of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Matters that are open.
    Open,
    /// Matters that have ended.
    Ended,
}

impl Part {
    /// Its rows in the index of words: the first, and the first that is none of them.
    const fn rows(self) -> (i64, i64) {
        match self {
            Self::Open => (0, words::ENDED),
            Self::Ended => (words::ENDED, i64::MAX),
        }
    }

    /// The newest rows that tell whether words are frequent: whether a page is full sooner than all that
    /// hold them are gathered.
    const fn sample(self) -> Sample {
        match self {
            Self::Open => Sample { rows: 300, enough: 12 },
            Self::Ended => Sample { rows: 1_500, enough: 4 },
        }
    }
}

/// From where on a part is read.
#[derive(Clone, Copy, Debug)]
pub enum From {
    /// After so many.
    Offset(i64),
    /// After a place.
    After(Place),
    /// Before a place, backwards.
    Before(Place),
    /// From the end, backwards.
    End,
}

impl From {
    pub fn is_backwards(self) -> bool {
        matches!(self, Self::Before(_) | Self::End)
    }

    pub fn offset(self) -> i64 {
        if let Self::Offset(offset) = self { offset } else { 0 }
    }

    /// From where on a part is read, of which `skip` rows are left out; nothing for a part that lies
    /// wholly on the other side of the place.
    pub fn within(self, part: Part, skip: i64) -> Option<Self> {
        match (self, part) {
            (Self::Offset(_), _) => Some(Self::Offset(skip)),
            (Self::After(Place::Open(..)), Part::Ended) => Some(Self::Offset(0)),
            (Self::After(Place::Ended(..)), Part::Open) => None,
            (Self::Before(Place::Ended(..)), Part::Open) => Some(Self::End),
            (Self::Before(Place::Open(..)), Part::Ended) => None,
            (from, _) => Some(from),
        }
    }
}

/// What is asked, by whom, on which day.
pub struct Asked<'a> {
    pub viewer: &'a Viewer,
    pub filter: &'a Filter,
    pub words: Words,
    pub today: NaiveDate,
}

impl Asked<'_> {
    /// The parts in which there may be what is asked for.
    pub fn parts(&self) -> &'static [Part] {
        let filter = self.filter;
        let open_alone = filter.due.is_some() || filter.holder != Holder::Anybody;
        match filter.state {
            Some(state) if state.is_ended() => &[Part::Ended],
            Some(_) => &[Part::Open],
            None if filter.ended => &[Part::Ended],
            None if self.words == Words::Nothing || open_alone => &[Part::Open],
            None => &[Part::Open, Part::Ended],
        }
    }

    /// What the viewer may see of what was asked, words left aside.
    pub(super) fn conditions(&self, part: Part) -> Vec<Condition> {
        let filter = self.filter;
        let of_part: Condition = match part {
            Part::Open => Box::new(cases::ended_at.is_null()),
            Part::Ended => Box::new(cases::ended_at.is_not_null()),
        };
        let mut conditions = vec![of_part];
        // Those of a number were opened one by one.
        if !matches!(self.words, Words::Of(_)) {
            conditions.push(access::visible(self.viewer));
        }
        let mut and = |condition: Condition| conditions.push(condition);
        if let Some(state) = filter.state {
            and(Box::new(cases::state.eq(state.name())));
        }
        if let Some(bureau) = &filter.bureau {
            and(Box::new(cases::bureau.eq(bureau.clone())));
        }
        if let Some(due) = filter.due {
            and(due.condition(self.today));
        }
        match filter.holder {
            Holder::Anybody => {}
            Holder::Me => {
                and(Box::new(cases::claimed_by.eq(self.viewer.account).assume_not_null()))
            }
            Holder::Nobody => and(Box::new(cases::claimed_by.is_null())),
        }
        match &self.words {
            Words::Of(ids) => and(Box::new(cases::id.eq_any(ids.clone()))),
            Words::Day(day, beginning) => {
                and(Box::new(cases::day.eq(*day).and(cases::number.like(format!("{beginning}%")))))
            }
            Words::Wanted(None) => and(Box::new(sql::<Bool>("1 = 0"))),
            Words::Nothing | Words::Wanted(Some(_)) => {}
        }
        conditions
    }

    /// The words, narrowed by what is marked in the index.
    fn wanted(&self, part: Part) -> Option<Wanted> {
        let Words::Wanted(Some(wanted)) = &self.words else { return None };
        let bureau = self.filter.bureau.iter().map(|code| words::of_bureau(code));
        let state = self.filter.state.filter(|_| part == Part::Ended);
        let wanted = wanted.clone().marked(access::marks(self.viewer)).marked(bureau.collect());
        Some(wanted.marked(state.map(|state| words::of_state(state.name())).into_iter().collect()))
    }

    /// Whether few rows of a part are taken to hold the words without a look: of what one bureau ended,
    /// where it comes after what it has open, for that did not fill a page.
    fn is_few(&self, part: Part) -> bool {
        let one_bureau = access::marks(self.viewer).len() == 1;
        one_bureau && part == Part::Ended && self.parts().contains(&Part::Open)
    }

    /// At most `limit` rows of the part; backwards the nearest first.
    pub fn rows(
        &self,
        connection: &mut Connection,
        part: Part,
        from: From,
        limit: i64,
    ) -> QueryResult<Vec<Row>> {
        let mut conditions = self.conditions(part);
        if let Some(mut wanted) = self.wanted(part) {
            let (rows, sample) = (part.rows(), part.sample());
            let is_frequent = part == Part::Ended && search::reads_in_order(connection)
                || !self.is_few(part)
                    && search::is_frequent(connection, Index::Cases, &wanted, rows, sample)?;
            // The few that are open have an index of their own, which is soon gone through.
            if !is_frequent && part == Part::Ended {
                search::lighten(connection, Index::Cases, &mut wanted, rows)?;
            }
            if !is_frequent || part == Part::Ended {
                return self.found(connection, (part, is_frequent), from, limit, &wanted);
            }
            let end = words::ENDED;
            conditions.push(search::has(connection, Index::Cases, "cases.id", end, &wanted));
        }
        conditions.extend(beyond(from));
        listed(connection, conditions, part, from, limit)
    }

    /// How many matters of the part there are, no more than `most`.
    pub fn count(&self, connection: &mut Connection, part: Part, most: i64) -> QueryResult<i64> {
        let rows = self.rows(connection, part, From::Offset(0), most)?;
        Ok(i64::try_from(rows.len()).unwrap_or(most))
    }
}

/// Rows in the order of the list.
fn listed(
    connection: &mut Connection,
    conditions: Vec<Condition>,
    part: Part,
    from: From,
    limit: i64,
) -> QueryResult<Vec<Row>> {
    let mut query =
        cases::table.select(Row::as_select()).limit(limit).offset(from.offset()).into_boxed();
    for condition in conditions {
        query = query.filter(condition);
    }
    match (part, from.is_backwards()) {
        (Part::Open, false) => query.order((cases::due_on.asc(), cases::id.asc())),
        (Part::Open, true) => query.order((cases::due_on.desc(), cases::id.desc())),
        (Part::Ended, false) => query.order((cases::ended_at.desc(), cases::id.desc())),
        (Part::Ended, true) => query.order((cases::ended_at.asc(), cases::id.asc())),
    }
    .load(connection)
}

/// What lies beyond a place: the first condition is one that an index begins with.
pub(super) fn beyond(from: From) -> Option<Condition> {
    use cases::{due_on, ended_at, id};
    Some(match from {
        From::Offset(_) | From::End => return None,
        From::After(Place::Open(day, row)) => {
            Box::new(due_on.ge(day).and(due_on.gt(day).or(id.gt(row).nullable())).assume_not_null())
        }
        From::Before(Place::Open(day, row)) => {
            Box::new(due_on.le(day).and(due_on.lt(day).or(id.lt(row).nullable())).assume_not_null())
        }
        From::After(Place::Ended(at, row)) => Box::new(
            ended_at.le(at).and(ended_at.lt(at).or(id.lt(row).nullable())).assume_not_null(),
        ),
        From::Before(Place::Ended(at, row)) => Box::new(
            ended_at.ge(at).and(ended_at.gt(at).or(id.gt(row).nullable())).assume_not_null(),
        ),
    })
}
