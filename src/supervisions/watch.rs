//! Every few minutes: what happens around a listing is told in its timeline, and changes nothing in it
//! (`L4`). A plant is closed, renamed or merged; a matter behind it ends; somebody tries to change its
//! rows in the database itself, where a trigger refuses it and leaves a note.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    State, Supervision,
    attempt::{Attempt, DATABASE},
    plants::{self, Tied},
};
use crate::{
    app::App,
    clock::Clock,
    db::{
        Connection,
        schema::{
            cases, supervision_attempts, supervision_cases, supervision_enterprises, supervisions,
        },
    },
    error::{Error, Result},
    jobs::{Every, Job, Periodic},
    message::Message,
    timeline::{self, Actor, Audience, Entry},
    vault::Vault,
};

/// The most notes of attempts that one run enters.
const MOST: i64 = 500;
/// What is known of a matter that goes on.
const OPEN: &str = "open";

/// Looks around all listings.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct WatchListings {}

impl Periodic for WatchListings {
    const EVERY: Every = Every::Minutes(5);

    fn of(_: NaiveDateTime) -> Self {
        Self {}
    }
}

impl Job for WatchListings {
    const NAME: &'static str = "watch_listings";

    fn run(&self, app: &App) -> Result<()> {
        let around = app.db.read_now(Around::of)?;
        if around.is_quiet() {
            return Ok(());
        }
        let (vault, clock) = (app.vault.clone(), app.clock.clone());
        app.db.write_now(move |connection| around.enter(connection, &vault, &clock))
    }
}

/// A matter behind a listing: the listing, the matter, what was known of it, how it is now.
type Behind = (i64, i64, Option<String>, String);

/// A note that a trigger left: row, listing, table, reason with its rule.
type Noted = (i64, Option<i64>, String, String);

/// What is not in the timelines yet.
struct Around {
    listings: Vec<Supervision>,
    plants: Vec<Tied>,
    matters: Vec<Behind>,
    attempts: Vec<Noted>,
}

impl Around {
    fn of(connection: &mut Connection) -> Result<Self> {
        let attempts: Vec<Noted> = supervision_attempts::table
            .filter(supervision_attempts::entered.eq(false))
            .order(supervision_attempts::id)
            .limit(MOST)
            .select((
                supervision_attempts::id,
                supervision_attempts::supervision_id,
                supervision_attempts::place,
                supervision_attempts::reason,
            ))
            .load(connection)?;
        let tampered: Vec<i64> = attempts.iter().filter_map(|(_, listing, ..)| *listing).collect();
        let living = supervisions::state.eq_any(State::LIVING);
        let listings: Vec<Supervision> = supervisions::table
            .filter(living.or(supervisions::id.eq_any(tampered)))
            .order(supervisions::id)
            .select(Supervision::as_select())
            .load(connection)?;
        let ids: Vec<i64> = listings.iter().map(|listing| listing.id).collect();
        let mut plants = plants::of_listings(connection, &ids)?;
        plants.retain(|tied| tied.known != plants::known(&tied.plant));
        let matters = matters(connection, &ids)?;
        Ok(Self { listings, plants, matters, attempts })
    }

    fn is_quiet(&self) -> bool {
        self.plants.is_empty() && self.matters.is_empty() && self.attempts.is_empty()
    }

    fn enter(&self, connection: &mut Connection, vault: &Vault, clock: &Clock) -> Result<()> {
        let tell = |connection: &mut Connection, listing: i64, act, detail| {
            let Some(listing) = self.listing(listing).filter(|it| it.is_living()) else {
                return Ok::<_, Error>(());
            };
            let (actor, audience) = (Actor::system(), Audience::Staff);
            let entry = Entry { subject: listing.subject(), act, actor, audience, detail };
            timeline::record(connection, vault, clock.now(), &entry)?;
            Ok(())
        };
        for tied in &self.plants {
            if is_news_of_plant(connection, tied)? {
                let detail = json!({
                    "name": tied.known.lines().last(),
                    "now": tied.plant.name,
                    "plant_state": tied.plant.state,
                });
                tell(connection, tied.listing, "plant_changed", detail)?;
            }
        }
        for matter in &self.matters {
            let (listing, _, before, now) = matter;
            if is_news_of_matter(connection, matter)? && before.is_some() && now != OPEN {
                let detail = json!({ "matter_state": now });
                tell(connection, *listing, "matter_ended", detail)?;
            }
        }
        self.enter_attempts(connection, vault, clock)
    }

    /// One entry for each listing, table and rule, however many statements it were.
    fn enter_attempts(
        &self,
        connection: &mut Connection,
        vault: &Vault,
        clock: &Clock,
    ) -> Result<()> {
        let mut alike: BTreeMap<(Option<i64>, &str, &str), usize> = BTreeMap::new();
        for (id, listing, place, reason) in &self.attempts {
            let waiting = supervision_attempts::table
                .find(id)
                .filter(supervision_attempts::entered.eq(false));
            let entered = diesel::update(waiting)
                .set(supervision_attempts::entered.eq(true))
                .execute(connection)?;
            let rule = reason.rfind('(').and_then(|at| reason.get(at..)).unwrap_or_default();
            *alike.entry((*listing, place, rule)).or_default() += entered;
        }
        for ((listing, place, rule), count) in alike.into_iter().filter(|(_, count)| *count > 0) {
            let Some(listing) = listing.and_then(|id| self.listing(id)) else { continue };
            if !listing.state()?.is_public() {
                continue;
            }
            let reason = Message::new(format!("supervisions-attempt-on-{place}"))
                .with("rule", rule)
                .with("count", count);
            let actor = Actor { account: None, name: DATABASE.to_owned() };
            Attempt { actor, tried: DATABASE, reason }.enter(connection, vault, clock, listing)?;
        }
        Ok(())
    }

    fn listing(&self, id: i64) -> Option<&Supervision> {
        self.listings.iter().find(|listing| listing.id == id)
    }
}

/// Matters of the listings of which something else is known than is so.
fn matters(connection: &mut Connection, listings: &[i64]) -> QueryResult<Vec<Behind>> {
    let rows: Vec<(Behind, Option<NaiveDateTime>)> = supervision_cases::table
        .inner_join(cases::table.on(cases::id.eq(supervision_cases::case_id)))
        .filter(supervision_cases::supervision_id.eq_any(listings))
        .order((supervision_cases::supervision_id, supervision_cases::case_id))
        .select((
            (
                supervision_cases::supervision_id,
                supervision_cases::case_id,
                supervision_cases::known,
                cases::state,
            ),
            cases::ended_at,
        ))
        .load(connection)?;
    let told = rows.into_iter().map(|((listing, case, known, state), ended)| {
        let now = if ended.is_some() { state } else { OPEN.to_owned() };
        (listing, case, known, now)
    });
    Ok(told.filter(|(_, _, known, now)| known.as_ref() != Some(now)).collect())
}

/// Remembers how the plant is now; `false` when another node did so first.
fn is_news_of_plant(connection: &mut Connection, tied: &Tied) -> QueryResult<bool> {
    let row = supervision_enterprises::table
        .find((tied.listing, tied.id))
        .filter(supervision_enterprises::known.eq(&tied.known));
    let known = supervision_enterprises::known.eq(plants::known(&tied.plant));
    Ok(diesel::update(row).set(known).execute(connection)? == 1)
}

/// The same for a matter.
fn is_news_of_matter(
    connection: &mut Connection,
    (listing, case, before, now): &Behind,
) -> QueryResult<bool> {
    let row = supervision_cases::table.find((listing, case));
    let known = supervision_cases::known.eq(Some(now));
    let updated = match before {
        Some(before) => diesel::update(row.filter(supervision_cases::known.eq(before)))
            .set(known)
            .execute(connection)?,
        None => diesel::update(row.filter(supervision_cases::known.is_null()))
            .set(known)
            .execute(connection)?,
    };
    Ok(updated == 1)
}
