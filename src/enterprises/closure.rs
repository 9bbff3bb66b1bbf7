//! A measure that stops or closes a plant marks it and plans the revisits (`C6`).

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde_json::json;

use super::{Enterprise, State, revisit};
use crate::{
    app::App,
    cases::{Case, jobs::FollowClosure, plant, records::Measure},
    db::{
        Connection,
        schema::{enterprises, measures},
    },
    error::Result,
    jobs::Job,
    jurisdiction::Jurisdiction,
    timeline::{self, Actor, Audience, Entry},
    vault::Vault,
};

impl Job for FollowClosure {
    const NAME: &'static str = "follow_closure";

    fn dedup_key(&self) -> Option<String> {
        Some(format!("closure {}", self.measure))
    }

    fn run(&self, app: &App) -> Result<()> {
        let id = self.measure;
        let (jurisdiction, vault) = (app.jurisdiction.clone(), app.vault.clone());
        let (now, today) = (app.clock.now(), app.clock.today());
        app.db.write_now(move |connection| {
            let office = Office { jurisdiction: &jurisdiction, vault: &vault, now, today };
            let measure = measures::table.find(id).select(Measure::as_select());
            // What was taken back has nothing to follow.
            let Some(measure) = measure.first::<Measure>(connection).optional()? else {
                return Ok(());
            };
            let case = Case::find(connection, measure.case_id)?;
            match meant(connection, &jurisdiction, &case, &measure)? {
                Some(plant) => apply(connection, office, &case, &plant, &measure),
                None => Ok(()),
            }
        })
    }
}

/// What is needed to mark a plant, on whichever thread.
#[derive(Clone, Copy)]
struct Office<'a> {
    jurisdiction: &'a Jurisdiction,
    vault: &'a Vault,
    now: NaiveDateTime,
    today: NaiveDate,
}

/// The plant that a measure is meant for: the one it names, else the one that the matter was told
/// about, else its first.
fn meant(
    connection: &mut Connection,
    all: &Jurisdiction,
    case: &Case,
    measure: &Measure,
) -> Result<Option<Enterprise>> {
    if let Some(named) = measure.enterprise_id {
        let root = Enterprise::find(connection, named)?.root;
        return Enterprise::find(connection, root).map(Some);
    }
    let tied = plant::of_case(connection, case.id)?;
    let told = plant::key(all, &case.plant);
    let same = |it: &&plant::Plant| told.is_some() && plant::key(all, &it.name) == told;
    match tied.iter().find(same).or(tied.first()) {
        Some(plant) => Ok(Some(Enterprise::find(connection, plant.id)?)),
        None => Ok(None),
    }
}

/// What follows from the measures that a matter had before it was tied to the plant.
pub fn catch_up(
    connection: &mut Connection,
    app: &App,
    case: &Case,
    plant: &Enterprise,
) -> Result<()> {
    let office = Office {
        jurisdiction: &app.jurisdiction,
        vault: &app.vault,
        now: app.clock.now(),
        today: app.clock.today(),
    };
    let all = Measure::of_case(connection, case.id)?;
    for measure in all.iter().filter(|it| it.enterprise_id.is_none_or(|id| id == plant.id)) {
        let now = Enterprise::find(connection, plant.root)?;
        apply(connection, office, case, &now, measure)?;
    }
    Ok(())
}

/// Marks the plant, unless it was stopped later or more gravely already; twice changes nothing.
fn apply(
    connection: &mut Connection,
    office: Office<'_>,
    case: &Case,
    plant: &Enterprise,
    measure: &Measure,
) -> Result<()> {
    let Some(after) = State::after(&measure.kind)? else { return Ok(()) };
    let before = plant.state()?;
    let closed_on = measure.taken_on;
    let is_news = plant.closed_on.is_none_or(|known| known < closed_on) || after > before;
    if !is_news {
        return Ok(());
    }
    let closed_on = plant.closed_on.map_or(closed_on, |known| known.max(closed_on));
    diesel::update(enterprises::table.find(plant.id))
        .set((
            enterprises::state.eq(after.max(before).name()),
            enterprises::closed_on.eq(Some(closed_on)),
            enterprises::version.eq(enterprises::version + 1),
        ))
        .execute(connection)?;
    revisit::drop_waiting(connection, plant.id, office.today)?;
    let all = office.jurisdiction;
    revisit::schedule(connection, all, plant.id, &case.bureau, Some(case.id), closed_on)?;
    // Those whom the matter is kept from may see the plant, and not which matter it was (R3).
    let number = case.hidden_from.is_empty().then_some(&case.number);
    let entry = Entry {
        subject: plant.subject(),
        act: "close",
        actor: Actor { account: Some(measure.by_account), name: case.bureau.clone() },
        audience: Audience::Staff,
        detail: json!({ "case": number, "kind": measure.kind, "on": measure.taken_on }),
    };
    timeline::record(connection, office.vault, office.now, &entry)?;
    Ok(())
}
