//! Visits on site (`N1`) of entries that were made before they stated them: they follow from records that
//! no longer change. What an item of a round has looked at is read here, too.

use std::collections::HashSet;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use crate::{
    campaigns::Finding,
    cases::{
        Case, plant,
        site_visit::{self, SiteVisit},
        statement::two_officers,
    },
    db::{
        Connection,
        schema::{
            campaign_findings, enterprises, revisits, round_items, supervision_bureaus,
            supervision_enterprises, supervision_liftings, supervision_verifications, supervisions,
        },
    },
    enterprises::revisit::Revisit,
    error::Result,
    supervisions::Supervision,
    timeline::Event,
};

/// An entry's row, with the visit that belongs to it; none where officers went nowhere.
pub type Stated = (i64, Option<SiteVisit>);

/// Where so many officers were who looked at an item of a round; nothing when they looked at papers.
pub fn of_item(
    connection: &mut Connection,
    (kind, subject): (&str, i64),
    bureau: &str,
    officers: usize,
) -> Result<Option<SiteVisit>> {
    let (about, plants): (_, Vec<i64>) = match kind {
        "recheck" => {
            let tied = plant::of_case(connection, subject)?;
            ((Case::NOUN, subject), tied.into_iter().map(|plant| plant.id).collect())
        }
        "listing" => {
            let plants = supervision_enterprises::table
                .inner_join(
                    enterprises::table
                        .on(enterprises::id.eq(supervision_enterprises::enterprise_id)),
                )
                .filter(supervision_enterprises::supervision_id.eq(subject))
                .filter(enterprises::county.eq(bureau))
                .order(enterprises::id)
                .select(enterprises::id)
                .load(connection)?;
            ((Supervision::NOUN, subject), plants)
        }
        "revisit" => {
            let row = revisits::table.find(subject).select(Revisit::as_select());
            let revisit: Revisit = row.first(connection)?;
            return Ok(Some(revisit.visit(officers)));
        }
        _ => return Ok(None),
    };
    Ok(Some(SiteVisit::new(about, bureau, officers).of(plants)))
}

/// The visits of those entries, which do not state them.
pub fn of_entries(connection: &mut Connection, events: &[&Event]) -> Result<Vec<Stated>> {
    let of = |noun: &str| -> Vec<&Event> {
        let of_it =
            |event: &&&Event| event.subject == noun && site_visit::is_stated_by(noun, &event.act);
        events.iter().filter(of_it).copied().collect()
    };
    let mut all = revisited(connection, &of("enterprise"))?;
    all.extend(verified(connection, &of("supervision"))?);
    all.extend(found(connection, &of("campaign"))?);
    all.extend(looked_at(connection, &of("round"))?);
    Ok(all)
}

fn subjects(events: &[&Event]) -> Vec<i64> {
    events.iter().map(|event| event.subject_id).collect()
}

/// The entry is the plant's, or that of the plant which stood for it then.
fn revisited(connection: &mut Connection, events: &[&Event]) -> Result<Vec<Stated>> {
    if events.is_empty() {
        return Ok(Vec::new());
    }
    let roots: Vec<(i64, i64)> = enterprises::table
        .filter(enterprises::id.eq_any(subjects(events)))
        .select((enterprises::id, enterprises::root))
        .load(connection)?;
    let made: Vec<(Revisit, Option<i32>, i64)> = revisits::table
        .inner_join(enterprises::table.on(enterprises::id.eq(revisits::enterprise_id)))
        .filter(enterprises::root.eq_any(roots.iter().map(|(_, root)| *root)))
        .filter(revisits::done_on.is_not_null())
        .order((revisits::at, revisits::id))
        .select((Revisit::as_select(), revisits::officer_count, enterprises::root))
        .load(connection)?;
    let stated = |event: &&Event| {
        let (detail, root) = (event.detail(), roots.iter().find(|it| it.0 == event.subject_id)?.1);
        let on: Option<NaiveDate> = detail["on"].as_str().and_then(|day| day.parse().ok());
        let mut before =
            made.iter().rev().filter(|(it, ..)| it.at.is_some_and(|at| at <= event.at));
        let (revisit, officers, _) = before.find(|(it, _, of)| {
            *of == root && it.done_on == on && it.running == detail["running"].as_bool()
        })?;
        let officers = officers.and_then(|many| usize::try_from(many).ok()).unwrap_or(0);
        Some((event.id, Some(revisit.visit(officers))))
    };
    Ok(events.iter().filter_map(stated).collect())
}

#[derive(Queryable)]
struct Verified {
    lifting: i64,
    listing: i64,
    plants: i32,
    account: i64,
    on: NaiveDate,
    at: NaiveDateTime,
}

fn verified(connection: &mut Connection, events: &[&Event]) -> Result<Vec<Stated>> {
    if events.is_empty() {
        return Ok(Vec::new());
    }
    let listings = subjects(events);
    let made: Vec<Verified> = supervision_verifications::table
        .inner_join(
            supervision_liftings::table
                .on(supervision_liftings::id.eq(supervision_verifications::lifting_id)),
        )
        .inner_join(
            supervisions::table.on(supervisions::id.eq(supervision_liftings::supervision_id)),
        )
        .filter(supervision_liftings::supervision_id.eq_any(&listings))
        .order(supervision_verifications::id)
        .select((
            supervision_liftings::id,
            supervision_liftings::supervision_id,
            supervisions::plant_count,
            supervision_verifications::account,
            supervision_verifications::visited_on,
            supervision_verifications::at,
        ))
        .load(connection)?;
    let plants: Vec<(i64, i64)> = supervision_enterprises::table
        .filter(supervision_enterprises::supervision_id.eq_any(&listings))
        .order(supervision_enterprises::enterprise_id)
        .select((supervision_enterprises::supervision_id, supervision_enterprises::enterprise_id))
        .load(connection)?;
    let bureaus: Vec<(i64, String)> = supervision_bureaus::table
        .filter(supervision_bureaus::supervision_id.eq_any(&listings))
        .order(supervision_bureaus::bureau)
        .select((supervision_bureaus::supervision_id, supervision_bureaus::bureau))
        .load(connection)?;
    let stated = |event: &&Event| {
        let listing = event.subject_id;
        let place = made.iter().position(|it| {
            it.listing == listing && Some(it.account) == event.actor_id && it.at == event.at
        })?;
        let one = made.get(place)?;
        let mut before = made.iter().take(place);
        let joins = before.any(|it| it.lifting == one.lifting && it.on == one.on);
        let lead = bureaus.iter().find(|(of, _)| *of == listing);
        let lead = lead.map_or("", |(_, bureau)| bureau.as_str());
        let its = plants.iter().filter(|(of, _)| *of == listing).map(|(_, plant)| *plant);
        let visit = SiteVisit::new((Supervision::NOUN, listing), lead, 1);
        let many = usize::try_from(one.plants).unwrap_or(0);
        let visit = visit.of(its.collect()).to_plants(many);
        Some((event.id, Some(visit.joining(joins))))
    };
    Ok(events.iter().filter_map(stated).collect())
}

/// Of plants that were found before their officers were noted nobody knows how many these were.
fn found(connection: &mut Connection, events: &[&Event]) -> Result<Vec<Stated>> {
    if events.is_empty() {
        return Ok(Vec::new());
    }
    let lines: Vec<Finding> = campaign_findings::table
        .filter(campaign_findings::campaign_id.eq_any(subjects(events)))
        .order(campaign_findings::id)
        .select(Finding::as_select())
        .load(connection)?;
    let stated = |event: &&Event| {
        let detail = event.detail();
        let mut before = lines.iter().rev().filter(|it| it.created_at <= event.at);
        let line = before.find(|it| {
            it.campaign_id == event.subject_id
                && detail["plant"] == *it.plant
                && detail["county"] == *it.county
                && detail["problem"] == it.problem_id
        })?;
        let is_known = lines.iter().take_while(|it| it.id < line.id).any(|it| {
            (it.campaign_id, it.enterprise_id, it.found_on)
                == (line.campaign_id, line.enterprise_id, line.found_on)
        });
        let about = (plant::NOUN, line.enterprise_id);
        let visit = SiteVisit::new(about, &line.county, line.officers.lines().count());
        Some((event.id, (!is_known).then(|| visit.of(vec![line.enterprise_id]))))
    };
    Ok(events.iter().filter_map(stated).collect())
}

#[derive(Queryable)]
struct Looked {
    id: i64,
    round: i64,
    bureau: String,
    kind: String,
    subject: i64,
    number: String,
    officers: Option<String>,
    at: Option<NaiveDateTime>,
}

fn looked_at(connection: &mut Connection, events: &[&Event]) -> Result<Vec<Stated>> {
    if events.is_empty() {
        return Ok(Vec::new());
    }
    let items: Vec<Looked> = round_items::table
        .filter(round_items::round_id.eq_any(subjects(events)))
        .filter(round_items::recorded_at.is_not_null())
        .order((round_items::recorded_at, round_items::id))
        .select((
            round_items::id,
            round_items::round_id,
            round_items::bureau,
            round_items::kind,
            round_items::subject_id,
            round_items::number,
            round_items::officers,
            round_items::recorded_at,
        ))
        .load(connection)?;
    let (mut all, mut taken) = (Vec::new(), HashSet::new());
    // Few are looked at in a year.
    for event in events {
        let detail = event.detail();
        let may_be = |it: &&Looked| {
            it.at.is_some_and(|at| at <= event.at)
                && it.round == event.subject_id
                && detail["number"] == *it.number
                && detail["bureau"] == *it.bureau
                && detail["kind"].as_str().is_none_or(|kind| kind == it.kind)
        };
        // Of two checks of one matter each entry means another; who corrects one means the same again.
        let mut before = items.iter().rev().filter(may_be);
        let other = before.clone().find(|it| !taken.contains(&it.id));
        let Some(item) = other.or_else(|| before.next()) else { continue };
        taken.insert(item.id);
        let names = item.officers.as_deref().and_then(two_officers).unwrap_or_default();
        let what = (item.kind.as_str(), item.subject);
        all.push((event.id, of_item(connection, what, &item.bureau, names.len())?));
    }
    Ok(all)
}
