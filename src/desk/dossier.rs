//! All that the page of a matter shows, read in one hop.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::{
    accounts::{Viewer, viewer},
    app::App,
    cases::{
        Case, access,
        alike::{Facts, Likeness},
        lifecycle,
        nearest::{Asked, Candidate, Eyes, nearest},
        records::{Finding, Inspection, Measure, Proposal, Referral, Transfer},
        sight::{self, Sight},
        work,
    },
    db::{Connection, schema::identities},
    deadlines::deadline::{self, Deadline},
    enterprises::{Enterprise, ties},
    error::{Error, Result},
    reports::{
        Report,
        report::{Attachment, Supplement},
    },
    timeline::{self, Audience, Event},
};

/// The most open matters that are shown beside one.
const MOST_SIMILAR: usize = 6;

/// A matter with its records.
pub struct Dossier {
    pub viewer: Viewer,
    pub sight: Sight,
    pub case: Case,
    pub acts: Vec<&'static lifecycle::Rule>,
    pub events: Vec<Event>,
    pub deadlines: Vec<Deadline>,
    pub transfers: Vec<Transfer>,
    pub inspections: Vec<Inspection>,
    pub findings: Vec<Finding>,
    pub measures: Vec<Measure>,
    pub proposals: Vec<Proposal>,
    pub referrals: Vec<Referral>,
    pub reports: Vec<Report>,
    pub supplements: Vec<Supplement>,
    pub pictures: Vec<Attachment>,
    pub reachable: Vec<i64>,
    pub similar: Vec<(Likeness, Candidate)>,
    pub plants: Vec<Enterprise>,
    pub people: i64,
    pub names: HashMap<i64, String>,
    pub merged_into: Option<String>,
}

/// Reads the matter `number`, as far as `viewer` may.
pub fn read(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    number: &str,
) -> Result<Dossier> {
    let sight = sight::of(viewer.role).ok_or(Error::Forbidden)?;
    let case = access::open(connection, viewer, number)?;
    let id = case.id;
    let reports = Report::of_case(connection, id)?;
    let report_ids: Vec<i64> = reports.iter().map(|report| report.id).collect();
    let events = timeline::read(connection, case.subject(), Audience::Staff)?;
    let mut actors: Vec<i64> = events.iter().filter_map(|event| event.actor_id).collect();
    actors.sort_unstable();
    actors.dedup();
    Ok(Dossier {
        acts: work::offered(connection, app, work::By::Staff(viewer), &case)?,
        deadlines: deadline::of_case(connection, id)?,
        transfers: Transfer::of_case(connection, id)?,
        inspections: Inspection::of_case(connection, id)?,
        findings: Finding::of_case(connection, id)?,
        measures: Measure::of_case(connection, id)?,
        proposals: Proposal::of_case(connection, id)?,
        referrals: Referral::of_case(connection, id)?,
        supplements: Supplement::of_reports(connection, &report_ids)?,
        pictures: Attachment::of_subjects(connection, Report::NOUN, &report_ids)?,
        reachable: identities::table
            .filter(identities::report_id.eq_any(&report_ids))
            .select(identities::report_id)
            .load(connection)?,
        similar: similar(connection, app, viewer, &case, &reports)?,
        plants: ties::of_case(connection, app, viewer, id)?,
        people: Report::people(connection, &[id])?.get(&id).copied().unwrap_or(0),
        names: viewer::names(connection, &actors)?.into_iter().collect(),
        merged_into: merged_into(connection, &case)?,
        viewer: viewer.clone(),
        sight,
        case,
        events,
        reports,
    })
}

/// Open matters that may be the same, as far as the viewer may see them (`I8`).
fn similar(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    case: &Case,
    reports: &[Report],
) -> Result<Vec<(Likeness, Candidate)>> {
    let facts = Facts {
        unit: &case.plant,
        place: &case.place,
        text: reports.first().map_or(&case.summary, |report| &report.text),
        point: case.lat.zip(case.lon),
        kinds: &case.kinds,
        day: app.clock.today(),
    };
    let asked = Asked { facts, county: case.county.as_deref(), but: Some(case.id) };
    nearest(connection, app, Eyes::Staff(viewer), asked, MOST_SIMILAR)
}

fn merged_into(connection: &mut Connection, case: &Case) -> Result<Option<String>> {
    match case.merged_into {
        Some(target) => Ok(Some(Case::find(connection, target)?.number)),
        None => Ok(None),
    }
}

impl Dossier {
    /// The proposal that waits for a decision, else the last one.
    pub fn proposal(&self) -> Option<&Proposal> {
        let open = self.proposals.iter().rev().find(|proposal| proposal.decided_by.is_none());
        open.or(self.proposals.last())
    }

    /// The clock that ends first among those that run.
    pub fn running(&self) -> Option<&Deadline> {
        let running = self.deadlines.iter().filter(|deadline| deadline.stopped_on.is_none());
        running.min_by_key(|deadline| (deadline.due_on, deadline.id))
    }
}
