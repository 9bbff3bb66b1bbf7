//! A person says which plants a matter is about (`I8`): what a name could not tell, or told wrong.

use diesel::prelude::*;
use serde_json::json;

use super::{Enterprise, access, closure, keep};
use crate::{
    accounts::Viewer,
    app::App,
    cases::{self, Case, plant, words},
    db::{
        Connection,
        schema::{case_enterprises, cases as matters, enterprises},
    },
    error::{Error, Result},
    search::{self, Index, Wanted},
};

/// The most plants that are suggested.
const MOST_SUGGESTED: i64 = 8;

/// A matter with its plants.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Ties {
    pub case: Case,
    pub tied: Vec<Enterprise>,
    pub suggested: Vec<Enterprise>,
}

/// The matter of that number with its plants, and others that its name suggests.
pub fn read(connection: &mut Connection, app: &App, viewer: &Viewer, number: &str) -> Result<Ties> {
    access::may_keep(viewer)?;
    let case = cases::access::open(connection, viewer, number)?;
    let tied = of_case(connection, app, viewer, case.id)?;
    let known: Vec<i64> = tied.iter().map(|it| it.root).collect();
    let wanted = Wanted::of(&case.plant);
    let named = search::among(connection, Index::Enterprises, "enterprises.id", wanted.as_ref());
    let suggested = enterprises::table
        .filter(access::visible(app, viewer))
        .filter(named)
        .filter(enterprises::root.ne_all(known))
        .filter(enterprises::merged_into.is_null())
        .order((enterprises::reports.desc(), enterprises::id))
        .limit(MOST_SUGGESTED)
        .select(Enterprise::as_select())
        .load(connection)?;
    Ok(Ties { case, tied, suggested })
}

/// The matter's plants that `viewer` may see, each as that which stands for it.
pub fn of_case(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    case: i64,
) -> Result<Vec<Enterprise>> {
    let roots: Vec<i64> =
        plant::of_case(connection, case)?.into_iter().map(|plant| plant.id).collect();
    Ok(enterprises::table
        .filter(access::visible(app, viewer))
        .filter(enterprises::id.eq_any(roots))
        .order(enterprises::id)
        .select(Enterprise::as_select())
        .load(connection)?)
}

/// Ties the matter to the plant of that number, or of that name where the matter lies; what was
/// ordered in the matter holds for the plant.
pub fn tie(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    number: &str,
    plant: &str,
) -> Result<()> {
    access::may_keep(viewer)?;
    let case = cases::access::open(connection, viewer, number)?;
    Case::hold(connection, case.id)?;
    let before = plant::of_case(connection, case.id)?;
    let plant = match access::open(connection, app, viewer, plant) {
        Ok(plant) => Enterprise::find(connection, plant.root)?,
        Err(Error::NotFound) => by_name(connection, app, &case, plant)?,
        Err(error) => return Err(error),
    };
    if before.iter().any(|it| it.id == plant.id) {
        return Ok(());
    }
    plant::link(connection, app, case.id, plant.id, Some(viewer.account))?;
    plant::recount(connection, plant.id)?;
    words::again(connection, &app.jurisdiction, case.id)?;
    closure::catch_up(connection, app, &case, &plant)?;
    enter(connection, app, viewer, &plant, &case, "tie")
}

/// The plant of that name, made when it is not in the register.
fn by_name(connection: &mut Connection, app: &App, case: &Case, name: &str) -> Result<Enterprise> {
    let unknown = || Error::field("plant", "enterprises-merge-unknown");
    let is_name = !name.is_ascii();
    let key = plant::key(&app.jurisdiction, name);
    if is_name && key.is_none() {
        return Err(Error::field("plant", "enterprises-name-common"));
    }
    let key = key.filter(|_| is_name).ok_or_else(unknown)?;
    plant::tie(connection, app, case, name)?;
    let tied = plant::of_case(connection, case.id)?;
    let ids: Vec<i64> = tied.iter().map(|plant| plant.id).collect();
    let made = plant::goes_by(connection, &ids, &key)?.ok_or_else(unknown)?;
    Enterprise::find(connection, made)
}

/// Takes the matter from the plant, and from those merged into it.
pub fn untie(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    number: &str,
    plant: &str,
) -> Result<()> {
    access::may_keep(viewer)?;
    let case = cases::access::open(connection, viewer, number)?;
    Case::hold(connection, case.id)?;
    let plant = access::open(connection, app, viewer, plant)?;
    let group: Vec<i64> = plant.group(connection)?.into_iter().map(|it| it.id).collect();
    let ties = case_enterprises::table
        .filter(case_enterprises::case_id.eq(case.id))
        .filter(case_enterprises::enterprise_id.eq_any(group));
    if diesel::delete(ties).execute(connection)? == 0 {
        return Ok(());
    }
    plant::recount(connection, plant.root)?;
    words::again(connection, &app.jurisdiction, case.id)?;
    let still = plant::of_case(connection, case.id)?;
    if !still.iter().any(plant::Plant::may_not_run) {
        diesel::update(matters::table.find(case.id))
            .set(matters::closed_plant.eq(false))
            .execute(connection)?;
    }
    let root = Enterprise::find(connection, plant.root)?;
    enter(connection, app, viewer, &root, &case, "untie")
}

/// In the plant's timeline, where others read it: the number only when it is kept from nobody.
fn enter(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    plant: &Enterprise,
    case: &Case,
    act: &'static str,
) -> Result<()> {
    let number = case.hidden_from.is_empty().then_some(&case.number);
    keep::record(connection, app, viewer, plant, act, json!({ "case": number }))
}
