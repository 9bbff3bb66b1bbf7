//! The figures of a campaign, and beside them those of the ordinary work in the same time (`N4`).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::{
    dsl::{count, count_star},
    prelude::*,
    sql_query,
    sql_types::{BigInt, Bool, Date, Text},
};

use super::{Campaign, finding::State};
use crate::{
    cases::measure::{DAILY_PENALTY, MEASURES},
    db::{Connection, schema::campaign_findings},
};

/// How many lines of the register stand how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// By the states, in the order of [`State::ALL`].
    pub states: [i64; 3],
    /// Of the open ones, those past their date.
    pub late: i64,
}

impl Count {
    /// All.
    pub fn found(&self) -> i64 {
        self.states.iter().sum()
    }

    /// 已销号.
    pub fn cleared(&self) -> i64 {
        self.states[State::Cleared as usize]
    }

    /// Cleared, in percent, rounded down; nothing when nothing was found.
    pub fn percent(&self) -> Option<i64> {
        (self.found() > 0).then(|| self.cleared() * 100 / self.found())
    }

    fn in_state(state: &str, many: i64) -> Self {
        let mut count = Self::default();
        if let Some(place) = State::ALL.iter().position(|known| known.name() == state) {
            count.states[place] = many;
        }
        count
    }

    fn add(&mut self, other: Self) {
        for (mine, more) in self.states.iter_mut().zip(other.states) {
            *mine += more;
        }
        self.late += other.late;
    }
}

/// The register of a campaign in numbers.
#[derive(Clone, Debug, Default)]
pub struct Register {
    /// By type of problem.
    pub problems: BTreeMap<i64, Count>,
    /// By the bureau in whose area the plant lies.
    pub counties: BTreeMap<String, Count>,
    /// All.
    pub sum: Count,
    /// How many plants there are; one may have several problems.
    pub plants: i64,
}

impl Register {
    /// Counts it.
    pub fn of(connection: &mut Connection, id: i64, today: NaiveDate) -> QueryResult<Self> {
        use campaign_findings as line;
        let rows: Vec<(i64, String, String, i64)> = line::table
            .filter(line::campaign_id.eq(id))
            .group_by((line::problem_id, line::county, line::state))
            .select((line::problem_id, line::county, line::state, count_star()))
            .load(connection)?;
        let late: Vec<(i64, String, i64)> = line::table
            .filter(line::campaign_id.eq(id))
            .filter(line::state.eq(State::Open.name()).and(line::due_on.lt(today)))
            .group_by((line::problem_id, line::county))
            .select((line::problem_id, line::county, count_star()))
            .load(connection)?;
        let mut register = Self {
            plants: line::table
                .filter(line::campaign_id.eq(id))
                .select(count(line::enterprise_id).aggregate_distinct())
                .first(connection)?,
            ..Self::default()
        };
        for (problem, county, state, many) in rows {
            register.add(problem, county, Count::in_state(&state, many));
        }
        for (problem, county, late) in late {
            register.add(problem, county, Count { late, ..Count::default() });
        }
        Ok(register)
    }

    /// The sums of several campaigns, by row.
    pub fn sums(
        connection: &mut Connection,
        ids: &[i64],
        today: NaiveDate,
    ) -> QueryResult<BTreeMap<i64, Count>> {
        use campaign_findings as line;
        let rows: Vec<(i64, String, i64)> = line::table
            .filter(line::campaign_id.eq_any(ids))
            .group_by((line::campaign_id, line::state))
            .select((line::campaign_id, line::state, count_star()))
            .load(connection)?;
        let late: Vec<(i64, i64)> = line::table
            .filter(line::campaign_id.eq_any(ids))
            .filter(line::state.eq(State::Open.name()).and(line::due_on.lt(today)))
            .group_by(line::campaign_id)
            .select((line::campaign_id, count_star()))
            .load(connection)?;
        let mut sums: BTreeMap<i64, Count> = BTreeMap::new();
        for (id, state, many) in rows {
            sums.entry(id).or_default().add(Count::in_state(&state, many));
        }
        for (id, late) in late {
            sums.entry(id).or_default().late += late;
        }
        Ok(sums)
    }

    fn add(&mut self, problem: i64, county: String, count: Count) {
        self.problems.entry(problem).or_default().add(count);
        self.counties.entry(county).or_default().add(count);
        self.sum.add(count);
    }
}

/// What was done in the campaign's time about its plants, and about all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    /// `inspections`, a kind of measure (`C5`), or `fined` for money in fen.
    pub name: &'static str,
    /// About plants of the register.
    pub own: i64,
    /// About all.
    pub all: i64,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Bool)]
    own: bool,
    #[diesel(sql_type = BigInt)]
    many: i64,
    #[diesel(sql_type = BigInt)]
    fen: i64,
}

/// Matters about the plants of a campaign. What is kept from a bureau it is about is not counted as a
/// plant's, so that nobody learns of it here (`R3`).
const OWN: &str = "EXISTS (SELECT 1 FROM case_enterprises b \
     JOIN enterprises e ON e.id = b.enterprise_id \
     JOIN cases c ON c.id = b.case_id AND c.hidden_from = '' \
     WHERE b.case_id = a.case_id AND e.root IN (SELECT p.root FROM campaign_findings f \
     JOIN enterprises p ON p.id = f.enterprise_id WHERE f.campaign_id = $1))";

/// What a measure's money is as a sum: that of a daily penalty which is looked after is of one day
/// (`Measure::is_by_day`), and counts as its looks find days.
const SUM: &str = "CASE WHEN a.kind = 'daily_penalty' \
     AND (a.look_on IS NOT NULL OR a.ended_on IS NOT NULL) THEN 0 ELSE COALESCE(a.amount_fen, 0) END";

/// What a look added to a daily penalty: money on the day of the look, as in the yearly figures (`N1`).
const CHARGED: &str = "charged";
const CHARGES: &str = "(SELECT m.case_id, k.checked_on, k.amount_fen \
     FROM measure_checks k JOIN measures m ON m.id = k.measure_id WHERE k.amount_fen IS NOT NULL)";

/// Inspections and measures of that time, until `today`, those that there were.
pub fn beside(
    connection: &mut Connection,
    campaign: &Campaign,
    today: NaiveDate,
) -> QueryResult<Vec<Beside>> {
    let rows: Vec<Row> = sql_query(format!(
        "SELECT kind, own, COUNT(*) AS many, CAST(COALESCE(SUM(fen), 0) AS BIGINT) AS fen FROM ( \
         SELECT 'inspections' AS kind, {OWN} AS own, 0 AS fen \
         FROM inspections a WHERE a.inspected_on BETWEEN $2 AND $3 \
         UNION ALL SELECT a.kind, {OWN}, {SUM} \
         FROM measures a WHERE a.taken_on BETWEEN $2 AND $3 \
         UNION ALL SELECT '{CHARGED}', {OWN}, a.amount_fen FROM {CHARGES} a \
         WHERE a.checked_on BETWEEN $2 AND $3) done GROUP BY kind, own"
    ))
    .bind::<BigInt, _>(campaign.id)
    .bind::<Date, _>(campaign.begins_on)
    .bind::<Date, _>(campaign.ends_on.min(today))
    .load(connection)?;
    let sum = |name: &'static str, of: fn(&Row) -> i64, kinds: &[&str]| {
        let mut line = Beside { name, own: 0, all: 0 };
        for row in rows.iter().filter(|row| kinds.contains(&row.kind.as_str())) {
            line.all += of(row);
            line.own += if row.own { of(row) } else { 0 };
        }
        line
    };
    let mut lines = vec![sum("inspections", |row| row.many, &["inspections"])];
    lines.extend(MEASURES.iter().map(|kind| sum(kind, |row| row.many, &[kind])));
    lines.push(sum("fined", |row| row.fen, &["fine", DAILY_PENALTY, CHARGED]));
    lines.retain(|line| line.all > 0);
    Ok(lines)
}
