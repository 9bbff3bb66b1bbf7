//! The matters behind a figure (`N2`). Whoever opens one sees of them what they see elsewhere, too: the
//! public published results, staff what `cases::access` lets them see. So no figure singles out what
//! is hidden (`R3`) or tells more of a result than its own page (`S1`).

use std::{fmt, str::FromStr};

use chrono::NaiveDate;
use diesel::{
    dsl::sql,
    prelude::*,
    sql_types::{BigInt, Bool, Nullable, Text},
};

use super::{
    figure::{Figure, Group, IN_HAND, Opens},
    plant::{self, Plant},
    reckon::{CASE, PLANT, SUPERVISION, VISITS},
    sums::Asked,
};
use crate::{
    accounts::{Role, Viewer},
    app::App,
    cases::access,
    db::{
        Connection,
        schema::{cases, enterprises, events, figure_entries, supervisions},
    },
    enterprises::access as plants,
    error::{Error, Result},
    search::Joined,
    web::{
        Fields,
        paging::{More, PER_PAGE, Places},
    },
};

/// A line of the ledger with what it is about.
#[derive(Clone, Debug, Queryable)]
pub struct Behind {
    event: i64,
    line: i32,
    /// The day that it counts on; where a matter stands, the day since which it stands there.
    pub day: NaiveDate,
    /// For which bureau, as the public sees it.
    pub bureau: String,
    /// How much it counts for.
    pub amount: i64,
    /// Number of the matter or the supervised case.
    pub number: String,
    /// Its title: what was told, or the checked text for the public.
    pub title: Option<String>,
    /// Where it stands now.
    pub state: Option<String>,
    /// What it is: a matter, a supervised case or a plant.
    pub noun: String,
}

/// The place of a line in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place(NaiveDate, i64, i32);

impl Behind {
    /// Its place.
    pub fn place(&self) -> Place {
        Place(self.day, self.event, self.line)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}_{}", self.0, self.1, self.2)
    }
}

impl FromStr for Place {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.split('_');
        let mut part = || parts.next().ok_or(());
        let day = part()?.parse().map_err(drop)?;
        Ok(Self(day, part()?.parse().map_err(drop)?, part()?.parse().map_err(drop)?))
    }
}

/// Whether `viewer`, or the public, may open `figure` as it was asked for.
pub fn may_open(figure: &Figure, asked: &Asked<'_>, viewer: Option<&Viewer>) -> bool {
    match (figure.opens, viewer) {
        // Listings are public from their first day (L2).
        (Opens::Everybody, _) if figure.group == Group::Supervised => true,
        // By which channel a matter came is nothing that its page says (S1).
        (Opens::Everybody, None) => asked.channel.is_none(),
        (Opens::City, Some(viewer)) => viewer.role == Role::Supervisor,
        (Opens::Staff | Opens::Everybody, Some(_)) => true,
        (Opens::City | Opens::Staff, None) => false,
    }
}

/// One page of the matters, or supervised cases, behind `figures`, the latest first; of `plant` alone,
/// where staff ask for one.
///
/// # Errors
/// [`Error::NotFound`] when one of them is not to be opened.
pub fn list(
    connection: &mut Connection,
    app: &App,
    figures: &[&Figure],
    asked: &Asked<'_>,
    (viewer, plant): (Option<&Viewer>, Option<&Plant>),
    places: &Places,
) -> Result<(Vec<Behind>, More)> {
    let has = |figure: &Figure| plant.is_none() || viewer.is_some() && plant::has(figure);
    if !figures.iter().all(|it| has(it) && may_open(it, asked, viewer)) {
        return Err(Error::NotFound);
    }
    let backwards = places.after::<Place>().is_none() && places.before::<Place>().is_some();
    // Pages of several figures are counted from a place alone.
    let offset = if figures.len() == 1 { places.offset() } else { 0 };
    let mut rows = Vec::new();
    for figure in figures {
        let page = (places, offset);
        rows.extend(match (figure.group, viewer) {
            (Group::Supervised, _) => supervised(connection, figure, asked, plant, page)?,
            (Group::Standing, Some(viewer)) => {
                let seen = access::visible(viewer);
                standing(connection, figure.name, asked, seen, page)?
            }
            (_, Some(viewer)) if VISITS.contains(&figure.name) => {
                let seen = plants::visible(app, viewer);
                visits(connection, figure, asked, (viewer, plant, seen), page)?
            }
            (_, Some(viewer)) => of_staff(connection, figure, asked, (viewer, plant), page)?,
            (_, None) => published(connection, figure, asked, page)?,
        });
    }
    if figures.len() > 1 {
        rows.sort_by_key(|row| std::cmp::Reverse(row.place()));
        if backwards {
            rows.reverse();
        }
    }
    let more = places.cut(&mut rows, backwards);
    Ok((rows, more))
}

/// The page, and how many rows to leave out where it does not go on from a place.
type Page<'a> = (&'a Places, i64);

/// What is the same for every list: what was asked for, and the page.
macro_rules! narrowed {
    ($query:expr, $asked:expr, $page:expr) => {{
        use figure_entries::{bureau, channel, day, event_id, kinds, line};
        let (places, offset) = $page;
        let (from, until) = $asked.days;
        let mut query = $query.filter(day.between(from, until)).limit(PER_PAGE + 1).into_boxed();
        if let Some(asked) = $asked.bureau {
            query = query.filter(bureau.eq(asked.to_owned()));
        }
        if let Some(asked) = $asked.channel {
            query = query.filter(channel.eq(asked.to_owned()));
        }
        if let Some(kind) = $asked.kind {
            let alone = kinds.eq(kind.to_owned()).or(kinds.like(format!("{kind} %")));
            let among = kinds.like(format!("% {kind} %")).or(kinds.like(format!("% {kind}")));
            query = query.filter(alone.or(among));
        }
        match (places.after::<Place>(), places.before::<Place>()) {
            (Some(Place(on, event, place)), _) => {
                let later = event_id.lt(event).or(event_id.eq(event).and(line.lt(place)));
                query.filter(day.le(on).and(day.lt(on).or(later))).order((
                    day.desc(),
                    event_id.desc(),
                    line.desc(),
                ))
            }
            (None, Some(Place(on, event, place))) => {
                let earlier = event_id.gt(event).or(event_id.eq(event).and(line.gt(place)));
                query.filter(day.ge(on).and(day.gt(on).or(earlier))).order((
                    day.asc(),
                    event_id.asc(),
                    line.asc(),
                ))
            }
            (None, None) => query.order((day.desc(), event_id.desc(), line.desc())).offset(offset),
        }
    }};
}

fn of_staff(
    connection: &mut Connection,
    wanted: &Figure,
    asked: &Asked<'_>,
    (viewer, plant): (&Viewer, Option<&Plant>),
    page: Page<'_>,
) -> QueryResult<Vec<Behind>> {
    let query = figure_entries::table
        .inner_join(cases::table.on(cases::id.eq(figure_entries::subject_id)))
        .filter(figure_entries::noun.eq(CASE))
        .filter(Joined(access::visible(viewer)))
        .select((
            figure_entries::event_id,
            figure_entries::line,
            figure_entries::day,
            figure_entries::bureau,
            figure_entries::amount,
            cases::number,
            cases::summary.nullable(),
            cases::state.nullable(),
            figure_entries::noun,
        ));
    let query = narrowed!(query, asked, page);
    match plant {
        None => query.filter(figure_entries::figure.eq(wanted.name)).load(connection),
        // All lines of the figure are many more than those of the plant's events.
        Some(plant) => query
            .filter(Joined(plant.lines()))
            .filter(sql::<Bool>(&format!("figure_entries.figure || '' = '{}'", wanted.name)))
            .load(connection),
    }
}

/// Inspections of matters, and visits for supervised cases and plants: each as far as the viewer sees it
/// elsewhere.
fn visits(
    connection: &mut Connection,
    wanted: &Figure,
    asked: &Asked<'_>,
    (viewer, plant, seen): (&Viewer, Option<&Plant>, plants::Condition),
    page: Page<'_>,
) -> QueryResult<Vec<Behind>> {
    let query = figure_entries::table
        .left_join(
            cases::table
                .on(cases::id.eq(figure_entries::subject_id).and(figure_entries::noun.eq(CASE))),
        )
        .left_join(
            supervisions::table.on(supervisions::id
                .eq(figure_entries::subject_id)
                .and(figure_entries::noun.eq(SUPERVISION))
                .and(supervisions::listed_on.is_not_null())),
        )
        .left_join(
            enterprises::table.on(enterprises::id
                .eq(figure_entries::subject_id)
                .and(figure_entries::noun.eq(PLANT))),
        )
        .filter(
            Joined(access::visible(viewer))
                .and(figure_entries::noun.eq(CASE))
                .or(sql::<Bool>("supervisions.id IS NOT NULL"))
                .or(Joined(seen).and(figure_entries::noun.eq(PLANT))),
        )
        .select((
            figure_entries::event_id,
            figure_entries::line,
            figure_entries::day,
            figure_entries::bureau,
            figure_entries::amount,
            sql::<Text>("COALESCE(cases.number, supervisions.number, enterprises.number)"),
            sql::<Nullable<Text>>("COALESCE(cases.summary, supervisions.title, enterprises.name)"),
            sql::<Nullable<Text>>("cases.state"),
            figure_entries::noun,
        ));
    let query = narrowed!(query, asked, page);
    match plant {
        None => query.filter(figure_entries::figure.eq(wanted.name)).load(connection),
        // As for all that is of one plant.
        Some(plant) => query
            .filter(Joined(plant.lines()))
            .filter(sql::<Bool>(&format!("figure_entries.figure || '' = '{}'", wanted.name)))
            .load(connection),
    }
}

/// Where matters stood at the end of the days, wherever they went later: of each the last line, when
/// what was counted there until then is more than was counted off.
fn standing(
    connection: &mut Connection,
    wanted: &str,
    asked: &Asked<'_>,
    seen: access::Condition,
    page: Page<'_>,
) -> QueryResult<Vec<Behind>> {
    let alike = alike(asked);
    let later = "(e.day, e.event_id, e.line) > \
         (figure_entries.day, figure_entries.event_id, figure_entries.line)";
    let left = format!("(SELECT CAST(COALESCE(SUM(e.amount), 0) AS BIGINT) {alike})");
    let query = figure_entries::table
        .inner_join(cases::table.on(cases::id.eq(figure_entries::subject_id)))
        .filter(figure_entries::noun.eq(CASE))
        .filter(figure_entries::figure.eq(wanted.to_owned()))
        .filter(Joined(seen))
        .filter(sql::<Bool>(&format!("NOT EXISTS (SELECT 1 {alike} AND {later})")))
        .filter(sql::<Bool>(&format!("{left} > 0")))
        .select((
            figure_entries::event_id,
            figure_entries::line,
            figure_entries::day,
            figure_entries::bureau,
            sql::<BigInt>(&left),
            cases::number,
            cases::summary.nullable(),
            cases::state.nullable(),
            figure_entries::noun,
        ));
    let ever = Asked { days: (NaiveDate::default(), asked.days.1), ..*asked };
    narrowed!(query, &ever, page).load(connection)
}

/// Numbers of the matters that were in hand at the end of the days, the latest first, as many as one page
/// has; none that is against a bureau (`R3`).
pub fn in_hand(connection: &mut Connection, asked: &Asked<'_>) -> QueryResult<Vec<String>> {
    let openly: access::Condition = Box::new(cases::hidden_from.eq(""));
    let places = Places::of(&Fields::default());
    let rows = standing(connection, IN_HAND, asked, openly, (&places, 0))?;
    Ok(rows.into_iter().map(|row| row.number).collect())
}

/// The lines `e` of the same figure about the same matter, of what was asked for.
fn alike(asked: &Asked<'_>) -> String {
    let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
    let mut sql = format!(
        "FROM figure_entries e WHERE e.subject_id = figure_entries.subject_id \
         AND e.figure = figure_entries.figure AND e.noun = figure_entries.noun \
         AND e.day <= '{}'",
        asked.days.1
    );
    for (column, asked) in [("bureau", asked.bureau), ("channel", asked.channel)] {
        if let Some(asked) = asked {
            sql.push_str(&format!(" AND e.{column} = {}", quoted(asked)));
        }
    }
    if let Some(kind) = asked.kind {
        let among = quoted(&format!("% {kind} %"));
        sql.push_str(&format!(" AND ' ' || e.kinds || ' ' LIKE {among}"));
    }
    sql
}

/// Published results alone, and of them what was so when they were published.
fn published(
    connection: &mut Connection,
    wanted: &Figure,
    asked: &Asked<'_>,
    page: Page<'_>,
) -> QueryResult<Vec<Behind>> {
    let query = figure_entries::table
        .inner_join(cases::table.on(cases::id.eq(figure_entries::subject_id)))
        .inner_join(events::table.on(events::id.eq(figure_entries::event_id)))
        .filter(figure_entries::noun.eq(CASE))
        .filter(figure_entries::figure.eq(wanted.name))
        .filter(cases::public_text.is_not_null())
        .filter(events::at.nullable().le(cases::published_at))
        .select((
            figure_entries::event_id,
            figure_entries::line,
            figure_entries::day,
            figure_entries::bureau,
            figure_entries::amount,
            cases::number,
            cases::public_text,
            cases::state.nullable(),
            figure_entries::noun,
        ));
    narrowed!(query, asked, page).load(connection)
}

fn supervised(
    connection: &mut Connection,
    wanted: &Figure,
    asked: &Asked<'_>,
    plant: Option<&Plant>,
    page: Page<'_>,
) -> QueryResult<Vec<Behind>> {
    let query = figure_entries::table
        .inner_join(supervisions::table.on(supervisions::id.eq(figure_entries::subject_id)))
        .filter(figure_entries::noun.eq(SUPERVISION))
        .filter(figure_entries::figure.eq(wanted.name))
        .filter(supervisions::listed_on.is_not_null())
        .select((
            figure_entries::event_id,
            figure_entries::line,
            figure_entries::day,
            figure_entries::bureau,
            figure_entries::amount,
            supervisions::number,
            supervisions::title.nullable(),
            supervisions::state.nullable(),
            figure_entries::noun,
        ));
    let query = narrowed!(query, asked, page);
    match plant {
        None => query.load(connection),
        Some(plant) => query
            .filter(figure_entries::subject_id.eq_any(plant.listings().to_vec()))
            .load(connection),
    }
}
