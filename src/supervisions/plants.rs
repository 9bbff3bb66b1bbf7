//! The polluters as plants of the register (`L1`): each listing is on the pages of its plants, and
//! whatever becomes of a plant there (closed, renamed, merged), its listing stays (`L4`).

use chrono::NaiveDate;
use diesel::prelude::*;
use serde_json::json;

use super::{State, Supervision};
use crate::{
    accounts::Viewer,
    app::App,
    cases::plant::{self, Plant},
    db::{
        Connection,
        schema::{enterprises, supervision_cases, supervision_enterprises, supervisions},
    },
    error::{Error, FieldError, Result},
    jurisdiction::Jurisdiction,
    message::Message,
    timeline::{self, Audience, Entry, Subject},
};

/// What stands between the name of a plant and its county in a line of the form, as keyboards have it.
const BARS: [char; 2] = ['|', '\u{ff5c}'];

/// How a plant's timeline calls the listing and the lifting.
pub const LISTED: &str = "listed";
/// The lifting.
pub const LIFTED: &str = "lifted";

/// A plant of a listing, as that of the register which stands for it.
#[derive(Clone, Debug)]
pub struct Tied {
    /// The listing.
    pub listing: i64,
    /// The row that was tied.
    pub id: i64,
    /// What was known of it when last looked at.
    pub known: String,
    /// The plant that stands for it now.
    pub plant: Plant,
}

/// A line of the form: the name of a plant, and its county where one was given.
pub fn split(line: &str) -> (&str, Option<&str>) {
    match line.rsplit_once(BARS) {
        Some((name, county)) if !name.trim().is_empty() && !county.trim().is_empty() => {
            (name.trim(), Some(county.trim()))
        }
        _ => (line.trim(), None),
    }
}

/// What is wrong with the first line whose county is none of those that are named.
pub fn misplaced(
    jurisdiction: &Jurisdiction,
    lines: &[String],
    bureaus: &[String],
) -> Option<FieldError> {
    let mut given = lines.iter().filter_map(|line| {
        let (name, county) = split(line);
        Some((name, county?))
    });
    let (name, county) =
        given.find(|(_, county)| serving(jurisdiction, county, bureaus).is_none())?;
    let message = Message::new("supervisions-plant-elsewhere");
    Some(wrong(message.with("name", name).with("county", county)))
}

fn wrong(message: Message) -> FieldError {
    FieldError { field: "plants".to_owned(), message }
}

/// The one of `bureaus` that `county` names, by code or by name, or that serves it.
fn serving<'a>(
    jurisdiction: &Jurisdiction,
    county: &str,
    bureaus: &'a [String],
) -> Option<&'a str> {
    let code = jurisdiction.code_for(county)?;
    let code = jurisdiction.bureau_for_county(code).map_or(code, |bureau| bureau.code.as_str());
    bureaus.iter().map(String::as_str).find(|bureau| *bureau == code)
}

/// Ties a new proposal to the plants of those lines. One that the register does not know is entered
/// there; with several counties, its line says in which of them it is.
pub fn tie(
    connection: &mut Connection,
    app: &App,
    id: i64,
    lines: &[String],
    bureaus: &[String],
) -> Result<()> {
    let mut tied: Vec<i64> = Vec::new();
    for line in lines {
        for plant in found(connection, app, line, bureaus)? {
            if tied.contains(&plant.id) {
                continue;
            }
            tied.push(plant.id);
            diesel::insert_into(supervision_enterprises::table)
                .values((
                    supervision_enterprises::supervision_id.eq(id),
                    supervision_enterprises::enterprise_id.eq(plant.id),
                    supervision_enterprises::known.eq(known(&plant)),
                ))
                .execute(connection)?;
        }
    }
    Ok(())
}

fn found(
    connection: &mut Connection,
    app: &App,
    line: &str,
    bureaus: &[String],
) -> Result<Vec<Plant>> {
    let (name, county) = split(line);
    let only = match (county, bureaus) {
        (Some(county), _) => serving(&app.jurisdiction, county, bureaus),
        (None, [only]) => Some(only.as_str()),
        (None, _) => None,
    };
    if let Some(only) = only {
        return Ok(plant::enroll(connection, app, only, name)?.into_iter().collect());
    }
    let Some(key) = plant::key(&app.jurisdiction, name) else { return Ok(Vec::new()) };
    let mut plants = Vec::new();
    for county in bureaus {
        plants.extend(plant::named(connection, county, &key)?);
    }
    if plants.is_empty() {
        let message = Message::new("supervisions-plant-where").with("name", name);
        return Err(Error::Invalid(vec![wrong(message)]));
    }
    Ok(plants)
}

/// What a listing remembers of a plant, to notice a change.
pub fn known(plant: &Plant) -> String {
    format!("{}\n{}\n{}", plant.number, plant.state, plant.name)
}

/// The plants of several listings.
pub fn of_listings(connection: &mut Connection, listings: &[i64]) -> QueryResult<Vec<Tied>> {
    let rows: Vec<(i64, i64, String, i64)> = supervision_enterprises::table
        .inner_join(
            enterprises::table.on(enterprises::id.eq(supervision_enterprises::enterprise_id)),
        )
        .filter(supervision_enterprises::supervision_id.eq_any(listings))
        .order((supervision_enterprises::supervision_id, supervision_enterprises::enterprise_id))
        .select((
            supervision_enterprises::supervision_id,
            enterprises::id,
            supervision_enterprises::known,
            enterprises::root,
        ))
        .load(connection)?;
    let roots: Vec<i64> = rows.iter().map(|(.., root)| *root).collect();
    let plants: Vec<Plant> = enterprises::table
        .filter(enterprises::id.eq_any(roots))
        .select(Plant::as_select())
        .load(connection)?;
    let tied = rows.into_iter().filter_map(|(listing, id, known, root)| {
        let plant = plants.iter().find(|plant| plant.id == root)?.clone();
        Some(Tied { listing, id, known, plant })
    });
    Ok(tied.collect())
}

/// Tells the timelines of its plants that a case was listed or lifted; their pages show it.
pub fn tell(
    connection: &mut Connection,
    app: &App,
    by: Option<&Viewer>,
    case: &Supervision,
    (act, due): (&'static str, Option<NaiveDate>),
) -> Result<()> {
    for tied in of_listings(connection, &[case.id])? {
        let entry = Entry {
            subject: Subject { noun: plant::NOUN, id: tied.id },
            act,
            actor: by.map_or_else(timeline::Actor::system, Viewer::actor),
            audience: Audience::Staff,
            detail: json!({ "number": case.number, "name": case.title, "due": due }),
        };
        timeline::record(connection, &app.vault, app.clock.now(), &entry)?;
    }
    Ok(())
}

/// Rows of the listings about the plant of that number, or whose matters are about it.
pub fn listings(connection: &mut Connection, number: &str) -> QueryResult<Vec<i64>> {
    use crate::db::schema::case_enterprises;
    let roots: Vec<i64> = enterprises::table
        .filter(enterprises::number.eq(number))
        .select(enterprises::root)
        .load(connection)?;
    let mut found: Vec<i64> = supervision_cases::table
        .inner_join(
            case_enterprises::table.on(case_enterprises::case_id.eq(supervision_cases::case_id)),
        )
        .inner_join(enterprises::table.on(enterprises::id.eq(case_enterprises::enterprise_id)))
        .filter(enterprises::root.eq_any(&roots))
        .select(supervision_cases::supervision_id)
        .load(connection)?;
    found.extend(of_plants(connection, &roots)?);
    Ok(found)
}

fn of_plants(connection: &mut Connection, roots: &[i64]) -> QueryResult<Vec<i64>> {
    supervision_enterprises::table
        .inner_join(
            enterprises::table.on(enterprises::id.eq(supervision_enterprises::enterprise_id)),
        )
        .filter(enterprises::root.eq_any(roots))
        .select(supervision_enterprises::supervision_id)
        .load(connection)
}

/// The number of the last lifted listing of one of these plants: what a relapse is tied to (`L6`,
/// `C6`).
pub fn lifted_before(connection: &mut Connection, roots: &[i64]) -> QueryResult<Option<String>> {
    let listings = of_plants(connection, roots)?;
    supervisions::table
        .filter(supervisions::id.eq_any(listings))
        .filter(supervisions::state.eq(State::Lifted.name()))
        .order((supervisions::lifted_on.desc(), supervisions::id.desc()))
        .select(supervisions::number)
        .first(connection)
        .optional()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_may_say_the_county() {
        assert_eq!(split("甲厂"), ("甲厂", None));
        assert_eq!(split("甲厂｜临猗县"), ("甲厂", Some("临猗县")));
        assert_eq!(split(" 甲厂 | 140821 "), ("甲厂", Some("140821")));
        assert_eq!(split("甲|乙厂｜夏县"), ("甲|乙厂", Some("夏县")));
        assert_eq!(split("甲厂｜"), ("甲厂｜", None));
    }
}
