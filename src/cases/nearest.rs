//! The open matters nearest to what is told (`I8`): by plant, place, time and words. One place for the
//! clerk's screen, the citizen's form and the page of a matter.
//!
//! Each set of candidates is found by an index and bounded, so that it takes as long among a million
//! matters as among a thousand; `alike` ranks what was found.

use std::collections::{BTreeSet, HashSet};

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::{
    State,
    access::{self, Condition},
    alike::{Facts, Likeness, Told},
    plant, words,
};
use crate::{
    accounts::Viewer,
    app::App,
    db::{
        Connection,
        schema::{case_enterprises, cases, enterprise_aliases, enterprises, search_cases},
    },
    error::Result,
    search::{self, Index, Wanted},
};

/// How many candidates each way of looking may bring.
const MOST_OF_PLANT: i64 = 40;
const MOST_PLANTS: i64 = 8;
const MOST_NEAR: i64 = 80;
const MOST_BY_WORDS: i64 = 20;
const MOST_NEWEST: i64 = 100;
/// The most final matters that are named.
const MOST_FINAL: i64 = 6;
/// Parts of the text that are searched for, each of so many characters.
const MOST_PHRASES: usize = 3;
const PHRASE: std::ops::RangeInclusive<usize> = 4..=20;
/// The height and width of a cell in degrees: about 500 metres here.
const CELL: (f64, f64) = (0.005, 0.006);
/// Cells of one row.
const ROW: i64 = 100_000;

/// Who looks.
#[derive(Clone, Copy)]
pub enum Eyes<'a> {
    /// A member of staff: what they may see (`R3`).
    Staff(&'a Viewer),
    /// Anybody: nothing that is kept from a bureau, and no emergency (`S1`, `R3`, `I6`).
    Citizen,
}

impl Eyes<'_> {
    /// A citizen learns of a place no more than the cell that it lies in, however often they ask.
    fn blur(self, (lat, lon): (f64, f64)) -> (f64, f64) {
        match self {
            Self::Staff(_) => (lat, lon),
            Self::Citizen => (
                ((lat + 90.0) / CELL.0).floor() * CELL.0 - 90.0,
                ((lon + 180.0) / CELL.1).floor() * CELL.1 - 180.0,
            ),
        }
    }

    fn seen(self) -> Condition {
        match self {
            Self::Staff(viewer) => access::visible(viewer),
            Self::Citizen => Box::new(cases::hidden_from.eq("").and(cases::urgent.eq(false))),
        }
    }
}

/// What is told.
#[derive(Clone, Copy, Default)]
pub struct Asked<'a> {
    /// The facts to compare with.
    pub facts: Facts<'a>,
    /// Code of the county, as matters have it, where that can be told.
    pub county: Option<&'a str>,
    /// A matter that is left out: the one it is asked for.
    pub but: Option<i64>,
}

/// A matter that may be the same.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = cases)]
#[allow(missing_docs)]
pub struct Candidate {
    pub id: i64,
    pub number: String,
    pub state: String,
    pub bureau: String,
    pub county: Option<String>,
    pub plant: String,
    pub place: String,
    pub summary: String,
    pub kinds: String,
    pub day: NaiveDate,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    pub published_at: Option<NaiveDateTime>,
    pub closed_plant: bool,
}

impl Candidate {
    fn facts(&self, eyes: Eyes<'_>) -> Facts<'_> {
        Facts {
            unit: &self.plant,
            place: &self.place,
            text: &self.summary,
            point: self.lat.zip(self.lon).map(|point| eyes.blur(point)),
            kinds: &self.kinds,
            day: self.day,
        }
    }
}

/// The cell that a point lies in.
pub fn cell(lat: f64, lon: f64) -> i64 {
    ((lat + 90.0) / CELL.0).floor() as i64 * ROW + ((lon + 180.0) / CELL.1).floor() as i64
}

/// A point's cell and those around it, far enough for what counts as near.
fn cells_around((lat, lon): (f64, f64)) -> Vec<i64> {
    const REACH: i64 = 3;
    let middle = cell(lat, lon);
    let steps = || -REACH..=REACH;
    steps().flat_map(|row| steps().map(move |column| middle + row * ROW + column)).collect()
}

/// The open matters most like what is `asked`, the likest first, at most `most`. None whose answer is
/// reviewed: nobody can join that any more (`work::hold_open`).
pub fn nearest(
    connection: &mut Connection,
    app: &App,
    eyes: Eyes<'_>,
    asked: Asked<'_>,
    most: usize,
) -> Result<Vec<(Likeness, Candidate)>> {
    let of_plant: HashSet<i64> = match plant::key(&app.jurisdiction, asked.facts.unit) {
        Some(key) => of_plant(connection, asked.county, &key)?.into_iter().collect(),
        None => HashSet::new(),
    };
    let mut ids: BTreeSet<i64> = of_plant.iter().copied().collect();
    if let Some(point) = asked.facts.point {
        ids.extend(near(connection, point)?);
    }
    ids.extend(by_words(connection, asked)?);
    if let Some(county) = asked.county {
        ids.extend(newest(connection, county)?);
    }
    let candidates: Vec<Candidate> = cases::table
        .filter(cases::id.eq_any(&ids))
        .filter(cases::ended_at.is_null())
        .filter(cases::state.ne(State::Reviewing.name()))
        .filter(cases::id.ne(asked.but.unwrap_or(0)))
        .filter(eyes.seen())
        .select(Candidate::as_select())
        .load(connection)?;
    let point = asked.facts.point.map(|point| eyes.blur(point));
    let told = Told::new(Facts { point, ..asked.facts });
    let mut ranked: Vec<(Likeness, Candidate)> = candidates
        .into_iter()
        .filter_map(|it| Some((told.likeness(it.facts(eyes), of_plant.contains(&it.id))?, it)))
        .collect();
    ranked.sort_by_key(|(likeness, matter)| std::cmp::Reverse((likeness.score, matter.id)));
    ranked.truncate(most);
    Ok(ranked)
}

/// Open matters of the plants that go by the name.
fn of_plant(connection: &mut Connection, county: Option<&str>, key: &str) -> QueryResult<Vec<i64>> {
    let mut names = enterprise_aliases::table
        .inner_join(enterprises::table.on(enterprises::id.eq(enterprise_aliases::enterprise_id)))
        .filter(enterprise_aliases::name_key.eq(key))
        .select(enterprises::root)
        .limit(MOST_PLANTS)
        .into_boxed();
    if let Some(county) = county {
        names = names.filter(enterprise_aliases::county.eq(county));
    }
    let roots: Vec<i64> = names.load(connection)?;
    if roots.is_empty() {
        return Ok(roots);
    }
    case_enterprises::table
        .inner_join(enterprises::table.on(enterprises::id.eq(case_enterprises::enterprise_id)))
        .inner_join(cases::table.on(cases::id.eq(case_enterprises::case_id)))
        .filter(enterprises::root.eq_any(roots))
        .filter(cases::ended_at.is_null())
        .order(cases::id.desc())
        .limit(MOST_OF_PLANT)
        .select(cases::id)
        .load(connection)
}

/// The numbers of matters about the plants of `case` that were finally answered (`T4`), the newest first,
/// as far as `viewer` may see them (`R3`): a report of the same facts is declined with that (`I9`).
pub fn finally_answered(
    connection: &mut Connection,
    viewer: &Viewer,
    case: i64,
) -> QueryResult<Vec<String>> {
    let plants = plant::of_case(connection, case)?;
    let roots: Vec<i64> = plants.into_iter().map(|plant| plant.id).collect();
    if roots.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<i64> = case_enterprises::table
        .inner_join(enterprises::table.on(enterprises::id.eq(case_enterprises::enterprise_id)))
        .inner_join(cases::table.on(cases::id.eq(case_enterprises::case_id)))
        .filter(enterprises::root.eq_any(roots))
        .filter(cases::state.eq(State::Final.name()))
        .filter(cases::id.ne(case))
        .order(cases::id.desc())
        .limit(MOST_OF_PLANT)
        .select(cases::id)
        .load(connection)?;
    cases::table
        .filter(cases::id.eq_any(ids))
        .filter(access::visible(viewer))
        .order(cases::id.desc())
        .limit(MOST_FINAL)
        .select(cases::number)
        .load(connection)
}

/// Open matters in the cells around the point.
fn near(connection: &mut Connection, point: (f64, f64)) -> QueryResult<Vec<i64>> {
    cases::table
        .filter(cases::cell.eq_any(cells_around(point)))
        .filter(cases::ended_at.is_null())
        .order(cases::id.desc())
        .limit(MOST_NEAR)
        .select(cases::id)
        .load(connection)
}

/// The newest open matters of the county.
fn newest(connection: &mut Connection, county: &str) -> QueryResult<Vec<i64>> {
    cases::table
        .filter(cases::county.eq(county))
        .filter(cases::ended_at.is_null())
        .order(cases::id.desc())
        .limit(MOST_NEWEST)
        .select(cases::id)
        .load(connection)
}

/// Open matters of the county that hold the name, the place, or a part of the text, the newest first.
fn by_words(connection: &mut Connection, asked: Asked<'_>) -> QueryResult<Vec<i64>> {
    let Facts { unit, place, text, .. } = asked.facts;
    let county: Vec<String> = asked.county.map(words::of_county).into_iter().collect();
    let mut found = Vec::new();
    let parts = [unit, place].into_iter().chain(phrases(text));
    for part in parts.filter(|part| part.chars().count() > 1) {
        let Some(wanted) = Wanted::of(part) else { continue };
        let wanted = wanted.marked(county.clone());
        let ids: Vec<i64> = search_cases::table
            .filter(search::matches::<search_cases::table>(connection, Index::Cases, &wanted))
            .filter(search_cases::rowid.lt(words::ENDED))
            .order(search_cases::rowid.desc())
            .limit(MOST_BY_WORDS)
            .select(search_cases::rowid)
            .load(connection)?;
        found.extend(ids);
    }
    Ok(found)
}

/// The first parts of a text that are long enough to mean something and short enough to be said
/// again alike.
fn phrases(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split(|c: char| !c.is_alphanumeric());
    parts.filter(|part| PHRASE.contains(&part.chars().count())).take(MOST_PHRASES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cells_around_a_point_hold_what_is_near() {
        let here = (35.15, 110.77);
        let around = cells_around(here);
        for (north, east) in [(1.4, 0.0), (-1.4, 0.0), (0.0, 1.4), (0.0, -1.4), (1.0, 1.0)] {
            let there = (here.0 + north / 111.32, here.1 + east / (111.32 * 0.8177));
            assert!(around.contains(&cell(there.0, there.1)), "{north} {east}");
        }
        assert!(!around.contains(&cell(here.0 + 0.05, here.1)));
    }
}
