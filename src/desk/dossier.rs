//! All that the page of a matter shows, read in one hop.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::{
    accounts::{Viewer, viewer},
    app::App,
    cases::{
        Case, access,
        alike::{Facts as Told, Likeness},
        facts::Facts,
        lifecycle,
        nearest::{Asked, Candidate, Eyes, finally_answered, nearest},
        records::{Check, Direction, Finding, Inspection, Measure, Proposal, Transfer},
        sight::{self, Sight},
        work,
    },
    db::{
        Connection,
        schema::{case_reports, cases, identities},
    },
    deadlines::Deadline,
    demands::{Demand, demand},
    enterprises::{
        Enterprise,
        revisit::{self, Revisit},
        ties,
    },
    error::{Error, Result},
    letters::Letter,
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
    pub facts: Facts,
    pub transfers: Vec<Transfer>,
    pub inspections: Vec<Inspection>,
    pub site_pictures: Vec<Attachment>,
    pub findings: Vec<Finding>,
    pub measures: Vec<Measure>,
    pub checks: Vec<Check>,
    pub revisits: Vec<Revisit>,
    pub demands: Vec<Demand>,
    pub directions: Vec<Direction>,
    pub reports: Vec<Report>,
    pub supplements: Vec<Supplement>,
    pub pictures: Vec<Attachment>,
    pub reachable: Vec<i64>,
    pub similar: Vec<(Likeness, Candidate)>,
    pub finals: Vec<String>,
    pub plants: Vec<Enterprise>,
    pub people: i64,
    pub names: HashMap<i64, String>,
    pub related: Vec<Related>,
    pub letters: Vec<Letter>,
}

/// Another matter with a report in common: merged with this one, or split from it.
#[derive(Clone, Debug, Queryable)]
pub struct Related {
    /// Row.
    pub id: i64,
    /// Number.
    pub number: String,
    /// The reported unit.
    pub plant: String,
    /// What it is about.
    pub summary: String,
    /// State.
    pub state: String,
    /// Code of the bureau that has it.
    pub bureau: String,
    /// The matter it goes on in.
    pub merged_into: Option<i64>,
}

/// Reads the matter `number`, as far as `viewer` may.
pub fn read(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    number: &str,
) -> Result<Dossier> {
    let case = access::open(connection, viewer, number)?;
    let sight = sight::of(viewer, &case).ok_or(Error::Forbidden)?;
    let facts = Facts::of(connection, app, &case)?;
    let id = case.id;
    let reports = Report::of_case(connection, id)?;
    let report_ids: Vec<i64> = reports.iter().map(|report| report.id).collect();
    let inspections = Inspection::of_case(connection, id)?;
    let inspected: Vec<i64> = inspections.iter().map(|inspection| inspection.id).collect();
    let measures = Measure::of_case(connection, id)?;
    let events = timeline::read(connection, case.subject(), Audience::Staff)?;
    let actors = events.iter().filter_map(|event| event.actor_id);
    Ok(Dossier {
        acts: work::offered(app, work::By::Staff(viewer), &case, &facts),
        transfers: Transfer::of_case(connection, id)?,
        site_pictures: Attachment::of_subjects(connection, Inspection::NOUN, &inspected)?,
        findings: Finding::of_case(connection, id)?,
        checks: Check::of_cases(connection, &[id])?,
        revisits: revisit::of_case(connection, viewer, id)?,
        demands: match demand::is_seen_by(viewer, &case.bureau) {
            true => Demand::of_case(connection, id)?,
            false => Vec::new(),
        },
        directions: Direction::of_case(connection, id)?,
        supplements: Supplement::of_reports(connection, &report_ids)?,
        pictures: Attachment::of_subjects(connection, Report::NOUN, &report_ids)?,
        reachable: identities::table
            .filter(identities::report_id.eq_any(&report_ids))
            .select(identities::report_id)
            .load(connection)?,
        similar: similar(connection, app, viewer, &case, &reports)?,
        finals: match sight.casework {
            true => finally_answered(connection, viewer, id)?,
            false => Vec::new(),
        },
        plants: ties::of_case(connection, app, viewer, id)?,
        people: Report::people(connection, &[id])?.get(&id).copied().unwrap_or(0),
        names: viewer::names(connection, actors)?.into_iter().collect(),
        letters: match sight.casework {
            true => Letter::of_case(connection, id)?,
            false => Vec::new(),
        },
        related: related(connection, id, &report_ids)?,
        viewer: viewer.clone(),
        sight,
        case,
        facts,
        inspections,
        measures,
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
    let facts = Told {
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

/// Matters that the same reports stand behind.
fn related(connection: &mut Connection, case: i64, reports: &[i64]) -> QueryResult<Vec<Related>> {
    let sharing = case_reports::table
        .filter(case_reports::report_id.eq_any(reports))
        .filter(case_reports::case_id.ne(case))
        .select(case_reports::case_id)
        .distinct();
    let ids: Vec<i64> = sharing.load(connection)?;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    cases::table
        .filter(cases::id.eq_any(ids))
        .order(cases::id)
        .select((
            cases::id,
            cases::number,
            cases::plant,
            cases::summary,
            cases::state,
            cases::bureau,
            cases::merged_into,
        ))
        .load(connection)
}

impl Dossier {
    /// The proposal that waits for a decision, else the last one.
    pub fn proposal(&self) -> Option<&Proposal> {
        self.facts.proposal().or(self.facts.proposals.last())
    }

    /// The clock that ends first among those that run.
    pub fn running(&self) -> Option<&Deadline> {
        let clocks = self.facts.clocks.iter();
        let running = clocks.filter(|it| it.stopped_on.is_none() && it.due_at.is_none());
        running.min_by_key(|deadline| (deadline.due_on, deadline.id))
    }
}
