//! A matter that came in later is tied to the listing about its plant (`L1`): it stands among those behind it,
//! and whoever reported it is told of the listing now, and of the lifting with the others. What stands
//! behind a listing never leaves it (`L4`).

use diesel::prelude::*;
use serde_json::json;

use super::{State, Supervision, access, beside, plants, tell};
use crate::{
    accounts::{Role, Viewer},
    app::App,
    cases::{self, Case, plant},
    db::{
        Connection,
        schema::{
            case_enterprises, cases as matters, enterprises, supervision_bureaus,
            supervision_cases, supervision_enterprises, supervisions,
        },
    },
    error::{Error, Result},
    message::Message,
    timeline::Audience,
};

/// Who ties: those of the office who see both, the listing on their desk and the matter.
pub const ROLES: [Role; 4] = [Role::Officer, Role::Chief, Role::Supervisor, Role::Dispatcher];
/// The most matters that a listing's page points to.
const MOST: i64 = 20;

/// A listing to which a matter can be tied: its row, number and title.
pub type Offer = (i64, String, String);

/// The listings about a plant of `case` that are proposed or stand, and that it does not stand behind.
pub fn offers(connection: &mut Connection, viewer: &Viewer, case: &Case) -> Result<Vec<Offer>> {
    if !ROLES.contains(&viewer.role) || beside::is_over(case) {
        return Ok(Vec::new());
    }
    let roots: Vec<i64> =
        plant::of_case(connection, case.id)?.into_iter().map(|plant| plant.id).collect();
    if roots.is_empty() {
        return Ok(Vec::new());
    }
    let about: Vec<i64> = supervision_enterprises::table
        .inner_join(
            enterprises::table.on(enterprises::id.eq(supervision_enterprises::enterprise_id)),
        )
        .filter(enterprises::root.eq_any(roots))
        .select(supervision_enterprises::supervision_id)
        .load(connection)?;
    if about.is_empty() {
        return Ok(Vec::new());
    }
    let behind = beside::behind(connection, case.id)?;
    let kept = kept_from(connection, &about, case)?;
    let states = State::LIVING.into_iter().chain([State::Proposed.name()]);
    Ok(supervisions::table
        .filter(supervisions::id.eq_any(about))
        .filter(supervisions::id.ne_all(behind))
        .filter(supervisions::id.ne_all(kept))
        .filter(supervisions::state.eq_any(states.collect::<Vec<_>>()))
        .filter(access::visible(viewer))
        .order(supervisions::id.desc())
        .select((supervisions::id, supervisions::number, supervisions::title))
        .load(connection)?)
}

/// Those of the listings that a bureau must see to from which the matter is kept (`R3`).
fn kept_from(connection: &mut Connection, listings: &[i64], case: &Case) -> QueryResult<Vec<i64>> {
    if case.hidden_from.is_empty() {
        return Ok(Vec::new());
    }
    let all: Vec<(i64, String)> = supervision_bureaus::table
        .filter(supervision_bureaus::supervision_id.eq_any(listings))
        .select((supervision_bureaus::supervision_id, supervision_bureaus::bureau))
        .load(connection)?;
    let kept = all.into_iter().filter(|(_, bureau)| case.is_kept_from(bureau));
    Ok(kept.map(|(listing, _)| listing).collect())
}

/// Open matters about the plants of `listing` that `viewer` may see and that do not stand behind it, by number
/// and plant.
pub fn untied(
    connection: &mut Connection,
    viewer: &Viewer,
    listing: &Supervision,
    bureaus: &[String],
) -> Result<Vec<(String, String)>> {
    let stands = listing.is_living() || listing.state()? == State::Proposed;
    if !ROLES.contains(&viewer.role) || !stands {
        return Ok(Vec::new());
    }
    let plants = plants::of_listings(connection, &[listing.id])?;
    let roots: Vec<i64> = plants.into_iter().map(|tied| tied.plant.id).collect();
    let tied = case_enterprises::table
        .inner_join(enterprises::table.on(enterprises::id.eq(case_enterprises::enterprise_id)))
        .filter(enterprises::root.eq_any(roots))
        .select(case_enterprises::case_id);
    let behind = tell::matters(connection, listing)?;
    let found: Vec<(String, String, String)> = matters::table
        .filter(matters::id.eq_any(tied))
        .filter(matters::id.ne_all(behind))
        .filter(matters::ended_at.is_null())
        .filter(cases::access::visible(viewer))
        .order(matters::id.desc())
        .limit(MOST)
        .select((matters::number, matters::plant, matters::hidden_from))
        .load(connection)?;
    let shown = |codes: &str| !codes.split(' ').any(|code| bureaus.iter().any(|it| it == code));
    let found = found.into_iter().filter(|(.., hidden_from)| shown(hidden_from));
    Ok(found.map(|(number, plant, _)| (number, plant)).collect())
}

/// Ties the matter of that number to the listing.
///
/// # Errors
/// [`Error::Conflict`] when the listing is about no plant of the matter, has ended, or has it already.
pub fn tie(
    connection: &mut Connection,
    app: &App,
    by: &Viewer,
    number: &str,
    matter: &str,
) -> Result<()> {
    by.only(&ROLES)?;
    Supervision::hold(connection, number)?;
    let listing = access::open(connection, by, number)?;
    let case = cases::access::open(connection, by, matter)?;
    let offered = offers(connection, by, &case)?;
    if !offered.iter().any(|(row, ..)| *row == listing.id) {
        return Err(Error::Conflict(Message::new("supervisions-join-not")));
    }
    let known = tell::matters(connection, &listing)?;
    diesel::insert_into(supervision_cases::table)
        .values((
            supervision_cases::supervision_id.eq(listing.id),
            supervision_cases::case_id.eq(case.id),
        ))
        .execute(connection)?;
    let told = ("join_matter", Audience::Staff);
    by.enter(connection, app, listing.subject(), told, json!({ "case": case.id }))?;
    // Of one that is only proposed all are told when it is listed (L2).
    match listing.is_living() {
        true => tell::tell_later(connection, app, &listing, case.id, known),
        false => Ok(()),
    }
}
