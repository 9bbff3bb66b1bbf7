//! Which plants a matter is about (`I8`, `C6`): tied by name when it is told, in the transaction that
//! files it. The register itself, and what people do to it, is the room `enterprises`.

pub mod name;

use diesel::{dsl::exists, prelude::*};
use serde_json::{Value, json};

use super::{Case, statement::is_assignable};
use crate::{
    accounts::Role,
    alerts::{self, Alert, To},
    app::App,
    db::{
        self, Connection, counters,
        schema::{case_enterprises, case_reports, cases, enterprise_aliases, enterprises, reports},
    },
    error::Result,
    jurisdiction::Jurisdiction,
    message::Message,
    search::{self, Index},
    timeline::{self, Actor, Audience, Entry, Subject},
};

/// The noun of plants in timelines and search.
pub const NOUN: &str = "enterprise";
/// The state of a plant that may run.
pub const OPERATING: &str = "operating";
/// The counter of their numbers, and what these begin with.
const SERIES: (&str, &str) = ("enterprises", "QY");

/// A plant as far as a matter needs to know it.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = enterprises)]
#[allow(missing_docs)]
pub struct Plant {
    pub id: i64,
    pub number: String,
    pub name: String,
    pub state: String,
    pub closed_on: Option<chrono::NaiveDate>,
    pub root: i64,
}

impl Plant {
    /// Whether it was closed or ordered to stop (`C6`).
    pub fn may_not_run(&self) -> bool {
        self.state != OPERATING
    }
}

/// The names of our own places, which stand before the names of plants.
pub fn places(jurisdiction: &Jurisdiction) -> Vec<&str> {
    let profile = jurisdiction.profile();
    let mut places = vec![profile.province.zh.as_str(), profile.names.zh.as_str()];
    for county in jurisdiction.counties() {
        places.extend([county.names.zh.as_str(), county.short.as_str()]);
    }
    // Without the last character, 省 or 市 or 县, when the name is long enough to do without.
    let short = |name: &&str| name.char_indices().next_back().map(|(end, _)| end);
    let shorter: Vec<&str> = places
        .iter()
        .filter(|name| name.chars().count() > 2)
        .filter_map(|name| short(name).map(|end| &name[..end]))
        .collect();
    places.extend(shorter);
    places
}

/// The key of a plant's name in this jurisdiction.
pub fn key(jurisdiction: &Jurisdiction, name: &str) -> Option<String> {
    name::key(name, &places(jurisdiction))
}

/// Code of the bureau in whose area the matter lies; nothing as long as nobody knows (`R4`).
fn home<'a>(app: &'a App, case: &'a Case) -> Option<&'a str> {
    let bureau = app.jurisdiction.bureau(&case.bureau)?;
    if is_assignable(bureau.kind) { Some(&bureau.code) } else { case.county.as_deref() }
}

/// The county of the name's plant, when it is the name of one alone.
fn only_home(connection: &mut Connection, key: &str) -> QueryResult<Option<String>> {
    let homes: Vec<String> = enterprise_aliases::table
        .filter(enterprise_aliases::name_key.eq(key))
        .limit(2)
        .select(enterprise_aliases::county)
        .load(connection)?;
    Ok(<[String; 1]>::try_from(homes).ok().map(|[home]| home))
}

/// The plant that goes by a name there; of a merged one, that which stands for it.
pub fn named(connection: &mut Connection, county: &str, key: &str) -> QueryResult<Option<Plant>> {
    let known: Option<i64> = enterprise_aliases::table
        .inner_join(enterprises::table.on(enterprises::id.eq(enterprise_aliases::enterprise_id)))
        .filter(enterprise_aliases::county.eq(county))
        .filter(enterprise_aliases::name_key.eq(key))
        .select(enterprises::root)
        .first(connection)
        .optional()?;
    match known {
        Some(root) => {
            enterprises::table.find(root).select(Plant::as_select()).first(connection).optional()
        }
        None => Ok(None),
    }
}

/// Which of these plants goes by the name.
pub fn goes_by(connection: &mut Connection, roots: &[i64], key: &str) -> QueryResult<Option<i64>> {
    enterprise_aliases::table
        .inner_join(enterprises::table.on(enterprises::id.eq(enterprise_aliases::enterprise_id)))
        .filter(enterprises::root.eq_any(roots))
        .filter(enterprise_aliases::name_key.eq(key))
        .select(enterprises::root)
        .first(connection)
        .optional()
}

/// Ties the matter to the plant that `name` is told as, and makes a candidate of it when there is
/// none. Two reports of one new plant at once make one: whoever makes a plant holds the counter.
pub fn tie(connection: &mut Connection, app: &App, case: &Case, name: &str) -> Result<()> {
    let Some(key) = key(&app.jurisdiction, name) else { return Ok(()) };
    let home = match home(app, case) {
        Some(county) => Some(county.to_owned()),
        // It is with the office above the bureau that it is about, which has no place of its own.
        None if !case.hidden_from.is_empty() => only_home(connection, &key)?,
        None => None,
    };
    let Some(county) = home.as_deref() else { return Ok(()) };
    let owner = match owner(connection, county, &key)? {
        Some(owner) => owner,
        // A candidate would tell those whom the matter is kept from that it exists (R3).
        None if !case.hidden_from.is_empty() => return Ok(()),
        None => {
            let first = First {
                county,
                name,
                case: Some(case),
                act: "appear",
                detail: json!({ "case": case.number }),
            };
            make(connection, app, &first, &key)?
        }
    };
    link(connection, app, case.id, owner, None)?;
    let Some(plant) = named(connection, county, &key)? else { return Ok(()) };
    seen(connection, app, case, plant.root)?;
    if plant.may_not_run() {
        warn(connection, app, case, &plant)?;
    }
    Ok(())
}

/// The row that the name belongs to, merged or not: un-merged, it takes its matters along.
fn owner(connection: &mut Connection, county: &str, key: &str) -> QueryResult<Option<i64>> {
    enterprise_aliases::table
        .filter(enterprise_aliases::county.eq(county))
        .filter(enterprise_aliases::name_key.eq(key))
        .select(enterprise_aliases::enterprise_id)
        .first(connection)
        .optional()
}

/// The plant that goes by a name in the area of a bureau, made when the register has none: somebody
/// of the office names it, without a report.
pub fn enroll(
    connection: &mut Connection,
    app: &App,
    county: &str,
    name: &str,
) -> Result<Option<Plant>> {
    let Some(key) = key(&app.jurisdiction, name) else { return Ok(None) };
    if let Some(known) = named(connection, county, &key)? {
        return Ok(Some(known));
    }
    let first = First { county, name, case: None, act: "enroll", detail: Value::Null };
    make(connection, app, &first, &key)?;
    Ok(named(connection, county, &key)?)
}

/// How a plant first comes to be known.
struct First<'a> {
    county: &'a str,
    name: &'a str,
    case: Option<&'a Case>,
    act: &'static str,
    detail: Value,
}

fn make(connection: &mut Connection, app: &App, first: &First<'_>, key: &str) -> Result<i64> {
    let First { county, name, case, .. } = *first;
    let place_told = case.map_or("", |case| case.place.as_str());
    let (now, today) = (app.clock.now(), app.clock.today());
    let place = counters::next(connection, SERIES.0)?;
    if let Some(made_meanwhile) = owner(connection, county, key)? {
        return Ok(made_meanwhile);
    }
    let (number, name) = (format!("{}-{place:05}", SERIES.1), name.trim());
    let id: i64 = diesel::insert_into(enterprises::table)
        .values((
            enterprises::number.eq(&number),
            enterprises::name.eq(name),
            enterprises::county.eq(county),
            enterprises::address.eq(place_told),
            enterprises::lat.eq(case.and_then(|case| case.lat)),
            enterprises::lon.eq(case.and_then(|case| case.lon)),
            enterprises::industry.eq(case.and_then(|case| case.industry.as_ref())),
            enterprises::state.eq(OPERATING),
            enterprises::first_seen.eq(today),
            enterprises::last_seen.eq(today),
        ))
        .returning(enterprises::id)
        .get_result(connection)?;
    diesel::update(enterprises::table.find(id))
        .set(enterprises::root.eq(id))
        .execute(connection)?;
    alias(connection, id, county, key, name)?;
    let subject = Subject { noun: NOUN, id };
    let entry = Entry {
        subject,
        act: first.act,
        actor: Actor::system(),
        audience: Audience::Staff,
        detail: first.detail.clone(),
    };
    timeline::record_first(connection, &app.vault, now, &entry)?;
    let words = [number.as_str(), name, place_told].join("\n");
    search::put(connection, Index::Enterprises, id, &[], &words)?;
    Ok(id)
}

/// Gives a plant one more name; the caller has seen that the name is free.
pub fn alias(
    connection: &mut Connection,
    id: i64,
    county: &str,
    key: &str,
    name: &str,
) -> QueryResult<()> {
    diesel::insert_into(enterprise_aliases::table)
        .values((
            enterprise_aliases::enterprise_id.eq(id),
            enterprise_aliases::county.eq(county),
            enterprise_aliases::name_key.eq(key),
            enterprise_aliases::name.eq(name),
        ))
        .execute(connection)
        .map(drop)
}

/// Puts the matter to the plant; twice changes nothing. `by` is the account that says so.
pub fn link(
    connection: &mut Connection,
    app: &App,
    case: i64,
    plant: i64,
    by: Option<i64>,
) -> QueryResult<bool> {
    let known = case_enterprises::table.find((case, plant)).select(case_enterprises::case_id);
    if known.first::<i64>(connection).optional()?.is_some() {
        return Ok(false);
    }
    diesel::insert_into(case_enterprises::table)
        .values((
            case_enterprises::case_id.eq(case),
            case_enterprises::enterprise_id.eq(plant),
            case_enterprises::tied_by.eq(by),
            case_enterprises::at.eq(app.clock.now()),
        ))
        .execute(connection)?;
    Ok(true)
}

/// One more report of the plant; what is kept from a bureau is not counted (`R3`).
fn seen(connection: &mut Connection, app: &App, case: &Case, root: i64) -> QueryResult<()> {
    if !case.hidden_from.is_empty() {
        return Ok(());
    }
    let today = app.clock.today();
    let row = || enterprises::table.filter(enterprises::id.eq(root));
    diesel::update(row())
        .set(enterprises::reports.eq(enterprises::reports + 1))
        .execute(connection)?;
    diesel::update(row().filter(enterprises::last_seen.lt(today)))
        .set(enterprises::last_seen.eq(today))
        .execute(connection)
        .map(drop)
}

/// Marks the matter as one about a plant that may not run (`C6`).
fn warn(connection: &mut Connection, app: &App, case: &Case, plant: &Plant) -> Result<()> {
    let fresh = cases::table.filter(cases::id.eq(case.id)).filter(cases::closed_plant.eq(false));
    if diesel::update(fresh).set(cases::closed_plant.eq(true)).execute(connection)? == 0 {
        return Ok(());
    }
    let entry = Entry {
        subject: case.subject(),
        act: "closed_plant",
        actor: Actor::system(),
        audience: Audience::Staff,
        detail: json!({ "on": plant.closed_on }),
    };
    timeline::record(connection, &app.vault, app.clock.now(), &entry)?;
    for to in [To::Bureau(case.bureau.clone()), dispatchers(app)] {
        if matches!(&to, To::Role { bureau, .. } if case.is_kept_from(bureau)) {
            continue;
        }
        let whom = if matches!(to, To::Bureau(_)) { "handler" } else { "dispatcher" };
        let alert = Alert {
            key: format!("closed plant {} {whom}", case.id),
            to,
            kind: "relapse",
            message: Message::new("alerts-closed-plant").with("name", &plant.name),
            link: format!("/cases/{}", case.number),
        };
        alerts::raise(connection, app.clock.now(), &alert)?;
    }
    Ok(())
}

fn dispatchers(app: &App) -> To {
    To::Role { bureau: app.jurisdiction.profile().dispatcher.clone(), role: Role::Dispatcher }
}

/// Ties a matter that another bureau had so far, `left`, anew: what was tied by name elsewhere is tied by
/// name here, what a person said stays. As long as nobody knows where it lies, it is only not there.
pub fn settle(connection: &mut Connection, app: &App, case: i64, left: &str) -> Result<()> {
    let case = Case::find(connection, case)?;
    let is_elsewhere: db::Condition<enterprises::table> = match home(app, &case) {
        Some(county) => Box::new(enterprises::county.ne(county.to_owned())),
        None => Box::new(enterprises::county.eq(left.to_owned())),
    };
    // Its own plant, and those that reports which joined it told of.
    let mut told = vec![case.plant.clone()];
    let joined: Vec<String> = case_reports::table
        .inner_join(reports::table.on(reports::id.eq(case_reports::report_id)))
        .filter(case_reports::case_id.eq(case.id))
        .filter(case_reports::opened.eq(false))
        .filter(reports::plant.ne(""))
        .order(reports::id)
        .select(reports::plant)
        .load(connection)?;
    told.extend(joined);
    let by_name = case_enterprises::table
        .filter(case_enterprises::case_id.eq(case.id))
        .filter(case_enterprises::tied_by.is_null())
        .filter(case_enterprises::enterprise_id.eq(enterprises::id));
    let elsewhere: Vec<i64> = enterprises::table
        .filter(exists(by_name))
        .filter(is_elsewhere)
        .select(enterprises::id)
        .load(connection)?;
    for plant in elsewhere {
        let root = unlink(connection, case.id, plant)?;
        recount(connection, root)?;
    }
    let is_tied = case_enterprises::table.filter(case_enterprises::case_id.eq(case.id));
    if is_tied.select(case_enterprises::case_id).first::<i64>(connection).optional()?.is_some() {
        return Ok(());
    }
    for name in &told {
        tie(connection, app, &case, name)?;
    }
    Ok(())
}

/// Puts the matter that another goes on in to the other's plants, too.
pub fn carry(connection: &mut Connection, app: &App, from: i64, to: i64) -> QueryResult<()> {
    let tied: Vec<(i64, Option<i64>)> = case_enterprises::table
        .filter(case_enterprises::case_id.eq(from))
        .select((case_enterprises::enterprise_id, case_enterprises::tied_by))
        .load(connection)?;
    for (plant, by) in tied {
        if link(connection, app, to, plant, by)? {
            diesel::update(case_enterprises::table.find((to, plant)))
                .set(case_enterprises::carried_from.eq(Some(from)))
                .execute(connection)?;
        }
    }
    Ok(())
}

/// Undoes [`carry`], when the other goes on by itself again.
pub fn release(connection: &mut Connection, from: i64, to: i64) -> QueryResult<()> {
    let carried: Vec<i64> = case_enterprises::table
        .filter(case_enterprises::case_id.eq(to))
        .filter(case_enterprises::carried_from.eq(from))
        .select(case_enterprises::enterprise_id)
        .load(connection)?;
    for plant in carried {
        let root = unlink(connection, to, plant)?;
        recount(connection, root)?;
    }
    Ok(())
}

/// Takes the matter from the plant; returns the row that stands for the plant's group.
pub fn unlink(connection: &mut Connection, case: i64, plant: i64) -> QueryResult<i64> {
    diesel::delete(case_enterprises::table.find((case, plant))).execute(connection)?;
    enterprises::table.find(plant).select(enterprises::root).first(connection)
}

/// Counts a plant's reports anew, after ties have changed; hidden matters are left out (`R3`).
pub fn recount(connection: &mut Connection, root: i64) -> QueryResult<()> {
    use diesel::dsl::{count_star, max};
    let told = case_reports::table
        .inner_join(cases::table.on(cases::id.eq(case_reports::case_id)))
        .inner_join(case_enterprises::table.on(case_enterprises::case_id.eq(cases::id)))
        .inner_join(enterprises::table.on(enterprises::id.eq(case_enterprises::enterprise_id)))
        .filter(enterprises::root.eq(root))
        .filter(cases::hidden_from.eq(""))
        .select(case_reports::report_id);
    let (count, last): (i64, Option<chrono::NaiveDate>) = reports::table
        .filter(reports::id.eq_any(told))
        .select((count_star(), max(reports::day)))
        .first(connection)?;
    let count = i32::try_from(count).unwrap_or(i32::MAX);
    let row = enterprises::table.find(root);
    diesel::update(row).set(enterprises::reports.eq(count)).execute(connection)?;
    if let Some(last) = last {
        diesel::update(row).set(enterprises::last_seen.eq(last)).execute(connection)?;
    }
    Ok(())
}

/// Every name by which the plants of a matter go, and those merged with them; when a county is named,
/// of those that lie there.
pub fn names(
    connection: &mut Connection,
    case: i64,
    county: Option<&str>,
) -> QueryResult<Vec<String>> {
    let roots = roots(connection, case)?;
    if roots.is_empty() {
        return Ok(Vec::new());
    }
    let mut group = enterprises::table
        .filter(enterprises::root.eq_any(roots))
        .select((enterprises::id, enterprises::name))
        .into_boxed();
    if let Some(county) = county {
        group = group.filter(enterprises::county.eq(county));
    }
    let plants: Vec<(i64, String)> = group.load(connection)?;
    let (ids, mut names): (Vec<i64>, Vec<String>) = plants.into_iter().unzip();
    let also: Vec<String> = enterprise_aliases::table
        .filter(enterprise_aliases::enterprise_id.eq_any(ids))
        .select(enterprise_aliases::name)
        .load(connection)?;
    names.extend(also);
    names.sort();
    names.dedup();
    Ok(names)
}

/// Rows of the plants that stand for those of a matter.
fn roots(connection: &mut Connection, case: i64) -> QueryResult<Vec<i64>> {
    case_enterprises::table
        .inner_join(enterprises::table.on(enterprises::id.eq(case_enterprises::enterprise_id)))
        .filter(case_enterprises::case_id.eq(case))
        .select(enterprises::root)
        .load(connection)
}

/// The plants of a matter, each as that which stands for it.
pub fn of_case(connection: &mut Connection, case: i64) -> QueryResult<Vec<Plant>> {
    let roots = roots(connection, case)?;
    enterprises::table
        .filter(enterprises::id.eq_any(roots))
        .order(enterprises::id)
        .select(Plant::as_select())
        .load(connection)
}
