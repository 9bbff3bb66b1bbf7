//! Does what a person says to a plant, in the caller's transaction: each change is in its timeline.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use serde_json::{Value, json};

use super::{
    Enterprise, State, access,
    change::{Change, Details},
    jobs::IndexMatters,
    revisit,
};
use crate::{
    accounts::Viewer,
    app::App,
    cases::plant,
    db::{
        Connection,
        schema::{enterprise_aliases, enterprises},
    },
    error::{Error, FieldError, Result},
    jobs,
    message::Message,
    search::{self, Index},
    timeline::{self, Audience},
};

/// Changes the plant of that number, which `viewer` saw at `version`, if given.
///
/// # Errors
/// [`Error::Conflict`] when it has changed meanwhile; nothing is changed then.
pub fn change(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    number: &str,
    version: Option<i64>,
    change: &Change,
) -> Result<()> {
    access::may_keep(viewer)?;
    let plant = access::open(connection, app, viewer, number)?;
    if version.is_some_and(|seen| seen != plant.version) || plant.merged_into.is_some() {
        return Err(Error::changed());
    }
    let seen = enterprises::table
        .filter(enterprises::id.eq(plant.id))
        .filter(enterprises::version.eq(plant.version));
    let next = enterprises::version.eq(plant.version + 1);
    if diesel::update(seen).set(next).execute(connection)? != 1 {
        return Err(Error::changed());
    }
    let (act, detail) = match change {
        Change::Confirm => ("confirm", confirm(connection, &plant)?),
        Change::Correct(details) => ("correct", correct(connection, app, &plant, details)?),
        Change::Merge(into) => ("merge", merge(connection, app, viewer, &plant, into)?),
        Change::Separate(merged) => ("separate", separate(connection, &plant, merged)?),
    };
    index_matters(connection, app, &plant, change)?;
    record(connection, app, viewer, &plant, act, detail)
}

/// The matters about a plant that has other names now are found by these, a moment later: there may be
/// many.
fn index_matters(
    connection: &mut Connection,
    app: &App,
    plant: &Enterprise,
    change: &Change,
) -> Result<()> {
    match change {
        Change::Confirm => return Ok(()),
        Change::Correct(details) if details.name == plant.name => return Ok(()),
        Change::Correct(_) | Change::Merge(_) | Change::Separate(_) => {}
    }
    // What was merged or stands by itself again has another root now, or its group has.
    let root = Enterprise::find(connection, plant.id)?.root;
    let mut roots = vec![root];
    if let Change::Separate(freed) = change {
        roots.push(Enterprise::by_number(connection, freed)?.root);
    }
    for root in roots {
        let job = IndexMatters { root, after: 0 };
        jobs::enqueue(connection, &job, app.clock.now())?;
    }
    Ok(())
}

/// One entry in the plant's timeline.
pub fn record(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    plant: &Enterprise,
    act: &'static str,
    detail: Value,
) -> Result<()> {
    viewer.enter(connection, app, plant.subject(), (act, Audience::Staff), detail)
}

fn confirm(connection: &mut Connection, plant: &Enterprise) -> Result<Value> {
    diesel::update(enterprises::table.find(plant.id))
        .set(enterprises::confirmed.eq(true))
        .execute(connection)?;
    Ok(Value::Null)
}

fn correct(
    connection: &mut Connection,
    app: &App,
    plant: &Enterprise,
    details: &Details,
) -> Result<Value> {
    take_name(connection, app, plant, &details.name)?;
    check_code(connection, plant, details.credit_code.as_deref())?;
    diesel::update(enterprises::table.find(plant.id))
        .set((
            enterprises::name.eq(&details.name),
            enterprises::address.eq(&details.address),
            enterprises::lat.eq(details.point.map(|point| point.0)),
            enterprises::lon.eq(details.point.map(|point| point.1)),
            enterprises::industry.eq(&details.industry),
            enterprises::credit_code.eq(&details.credit_code),
            enterprises::state.eq(details.state.name()),
            enterprises::closed_on.eq(details.closed_on),
            enterprises::confirmed.eq(true),
        ))
        .execute(connection)?;
    index(connection, plant.id)?;
    if (plant.state()?, plant.closed_on) != (details.state, details.closed_on) {
        revisit::drop_waiting(connection, plant.id, app.clock.today())?;
        if let Some(closed_on) = details.closed_on {
            revisit::schedule(
                connection,
                &app.jurisdiction,
                plant.id,
                &plant.county,
                None,
                closed_on,
            )?;
        }
    }
    Ok(differences(plant, details))
}

/// What was corrected: from what, to what.
fn differences(plant: &Enterprise, details: &Details) -> Value {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let date = |value: Option<NaiveDate>| value.map(|it| it.to_string()).unwrap_or_default();
    let pairs = [
        ("name", plant.name.clone(), details.name.clone()),
        ("address", plant.address.clone(), details.address.clone()),
        ("industry", text(&plant.industry), text(&details.industry)),
        ("credit_code", text(&plant.credit_code), text(&details.credit_code)),
        ("state", plant.state.clone(), details.state.name().to_owned()),
        ("closed_on", date(plant.closed_on), date(details.closed_on)),
    ];
    let changed = pairs.into_iter().filter(|(_, from, to)| from != to);
    let mut all: serde_json::Map<String, Value> =
        changed.map(|(name, from, to)| (name.to_owned(), json!([from, to]))).collect();
    if plant.lat.zip(plant.lon) != details.point {
        all.insert("point".to_owned(), json!(details.point));
    }
    Value::Object(all)
}

/// The new name is one more that it goes by, unless another plant there has it.
fn take_name(connection: &mut Connection, app: &App, plant: &Enterprise, name: &str) -> Result<()> {
    let Some(key) = plant::key(&app.jurisdiction, name) else {
        return Err(Error::field("plant_name", "enterprises-name-common"));
    };
    match plant::named(connection, &plant.county, &key)? {
        None => Ok(plant::alias(connection, plant.id, &plant.county, &key, name)?),
        Some(known) if known.root == plant.root => Ok(()),
        Some(other) => {
            let message = Message::new("enterprises-name-taken").with("number", other.number);
            Err(Error::Invalid(vec![FieldError { field: "plant_name".to_owned(), message }]))
        }
    }
}

/// A code belongs to one firm.
fn check_code(connection: &mut Connection, plant: &Enterprise, code: Option<&str>) -> Result<()> {
    let Some(code) = code else { return Ok(()) };
    let other: Option<String> = enterprises::table
        .filter(enterprises::credit_code.eq(code))
        .filter(enterprises::root.ne(plant.root))
        .select(enterprises::number)
        .first(connection)
        .optional()?;
    let Some(number) = other else { return Ok(()) };
    let message = Message::new("enterprises-code-taken").with("number", number);
    Err(Error::Invalid(vec![FieldError { field: "credit_code".to_owned(), message }]))
}

/// Stores the words by which it is found: number, code, place, and every name of it.
pub fn index(connection: &mut Connection, id: i64) -> QueryResult<()> {
    let plant: Enterprise =
        enterprises::table.find(id).select(Enterprise::as_select()).first(connection)?;
    let names: Vec<String> = enterprise_aliases::table
        .filter(enterprise_aliases::enterprise_id.eq(id))
        .select(enterprise_aliases::name)
        .load(connection)?;
    let code = plant.credit_code.clone().unwrap_or_default();
    let words = [&plant.number, &plant.name, &plant.address, &code, &names.join("\n")];
    search::put(connection, Index::Enterprises, id, &[], &words.map(String::as_str).join("\n"))
}

/// The plant goes on in `into`, with all that was merged into it before.
fn merge(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    plant: &Enterprise,
    into: &str,
) -> Result<Value> {
    let target = match access::open(connection, app, viewer, into) {
        Ok(target) => Enterprise::find(connection, target.root)?,
        Err(Error::NotFound) => return Err(Error::field("into", "enterprises-merge-unknown")),
        Err(error) => return Err(error),
    };
    if target.id == plant.id {
        return Err(Error::field("into", "enterprises-merge-itself"));
    }
    diesel::update(enterprises::table.find(plant.id))
        .set(enterprises::merged_into.eq(Some(target.id)))
        .execute(connection)?;
    diesel::update(enterprises::table.filter(enterprises::root.eq(plant.id)))
        .set(enterprises::root.eq(target.id))
        .execute(connection)?;
    // A plant that may not run does not run by another name (C6).
    if plant.state()? > target.state()? {
        diesel::update(enterprises::table.find(target.id))
            .set((enterprises::state.eq(&plant.state), enterprises::closed_on.eq(plant.closed_on)))
            .execute(connection)?;
    }
    diesel::update(enterprises::table.find(target.id))
        .set(enterprises::version.eq(target.version + 1))
        .execute(connection)?;
    plant::recount(connection, target.id)?;
    let detail = json!({ "number": plant.number, "name": plant.name, "state": target.state,
                         "closed_on": target.closed_on });
    record(connection, app, viewer, &target, "take_in", detail)?;
    Ok(json!({ "number": target.number, "name": target.name }))
}

/// Undoes a merger: the one that was merged stands by itself again, with what was merged into it.
fn separate(connection: &mut Connection, plant: &Enterprise, merged: &str) -> Result<Value> {
    let group = plant.group(connection)?;
    let unknown = || Error::field("merged", "enterprises-separate-unknown");
    let wanted = merged.trim().to_uppercase();
    let freed = group.iter().find(|it| it.number == wanted && it.id != plant.id);
    let freed = freed.ok_or_else(unknown)?;
    let parents: HashMap<i64, Option<i64>> =
        group.iter().map(|it| (it.id, it.merged_into)).collect();
    let below: Vec<i64> =
        group.iter().map(|it| it.id).filter(|id| leads_to(&parents, *id, freed.id)).collect();
    diesel::update(enterprises::table.find(freed.id))
        .set((enterprises::merged_into.eq(None::<i64>), enterprises::version.eq(freed.version + 1)))
        .execute(connection)?;
    diesel::update(enterprises::table.filter(enterprises::id.eq_any(below)))
        .set(enterprises::root.eq(freed.id))
        .execute(connection)?;
    plant::recount(connection, plant.id)?;
    plant::recount(connection, freed.id)?;
    give_back_state(connection, plant, freed)?;
    Ok(json!({ "number": freed.number, "name": freed.name }))
}

/// What the plant took over from the one that leaves it goes with that one.
fn give_back_state(
    connection: &mut Connection,
    plant: &Enterprise,
    freed: &Enterprise,
) -> Result<()> {
    if (&plant.state, plant.closed_on) != (&freed.state, freed.closed_on) {
        return Ok(());
    }
    let events = timeline::read(connection, plant.subject(), Audience::Staff)?;
    let mut taken = events.iter().rev().filter(|it| it.act == "take_in").map(|it| it.detail());
    let Some(before) = taken.find(|it| it["number"] == freed.number) else { return Ok(()) };
    let state = before["state"].as_str().and_then(|name| name.parse::<State>().ok());
    let Some(state) = state else { return Ok(()) };
    let closed_on = before["closed_on"].as_str().and_then(|on| on.parse().ok());
    diesel::update(enterprises::table.find(plant.id))
        .set((
            enterprises::state.eq(state.name()),
            enterprises::closed_on.eq::<Option<NaiveDate>>(closed_on),
        ))
        .execute(connection)?;
    Ok(())
}

/// Whether `id` was merged into `target`, at once or by others, or is it.
fn leads_to(parents: &HashMap<i64, Option<i64>>, id: i64, target: i64) -> bool {
    let mut at = Some(id);
    for _ in 0..=parents.len() {
        match at {
            Some(here) if here == target => return true,
            Some(here) => at = parents.get(&here).copied().flatten(),
            None => return false,
        }
    }
    false
}
