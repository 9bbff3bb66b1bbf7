//! All that was ever said, found and ordered about one plant, as far as a viewer may see it, read in
//! one hop (`I8`, `R3`).

use std::collections::HashMap;

use diesel::{
    dsl::{count_star, sum},
    prelude::*,
};

use super::{
    Enterprise, access,
    revisit::{self, Revisit},
};
use crate::{
    accounts::{Viewer, viewer},
    app::App,
    cases::{
        self, Case, plant,
        records::{Check, Finding, Inspection, Measure, Part},
        sight::{self, Sight},
    },
    db::{
        Connection,
        schema::{
            case_enterprises, case_reports, cases as matters, enterprise_aliases, enterprises,
            reports,
        },
    },
    error::{Error, Result},
    reports::{
        Report,
        report::{Attachment, Supplement},
    },
    timeline::{self, Audience, Event},
    web::paging::{PER_PAGE, Paging},
};

/// A plant with its history.
#[allow(missing_docs)]
pub struct Dossier {
    pub viewer: Viewer,
    pub plant: Enterprise,
    /// Those merged into it.
    pub merged: Vec<Enterprise>,
    /// Every name it goes by.
    pub names: Vec<String>,
    pub counts: Counts,
    /// One page of its matters, the newest first, with one more than a page.
    pub matters: Vec<Matter>,
    pub revisits: Vec<Revisit>,
    pub events: Vec<Event>,
    pub actors: HashMap<i64, String>,
}

/// How much there is.
#[derive(Clone, Copy, Debug, Default, serde::Serialize)]
#[allow(missing_docs)]
pub struct Counts {
    pub matters: i64,
    pub reports: i64,
    pub people: i64,
    pub open: i64,
}

/// A matter about the plant, with what is on record of it.
#[allow(missing_docs)]
pub struct Matter {
    pub case: Case,
    pub reports: Vec<Report>,
    /// What reporters added.
    pub supplements: Vec<Supplement>,
    pub inspections: Vec<Inspection>,
    /// Pictures of the inspections.
    pub photos: Vec<Attachment>,
    pub findings: Vec<Finding>,
    pub measures: Vec<Measure>,
    /// What was seen of the measures.
    pub checks: Vec<Check>,
    /// What departments and assisting bureaus were asked and answered (`R7`).
    pub parts: Vec<Part>,
}

/// Reads the plant of that number; a merged one is read as that which stands for it.
pub fn read(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    number: &str,
    paging: Paging,
) -> Result<Dossier> {
    let opened = access::open(connection, app, viewer, number)?;
    let mut group = opened.group(connection)?;
    let at = group.iter().position(|it| it.id == opened.root).ok_or(Error::NotFound)?;
    let plant = group.remove(at);
    let ids: Vec<i64> = std::iter::once(plant.id).chain(group.iter().map(|it| it.id)).collect();
    let events = timeline::read_all(connection, plant::NOUN, &ids, Audience::Staff)?;
    let actors = events.iter().filter_map(|event| event.actor_id);
    Ok(Dossier {
        names: names(connection, &ids)?,
        counts: counts(connection, viewer, plant.root)?,
        matters: history(connection, viewer, plant.root, paging)?,
        revisits: revisits(connection, viewer, &ids)?,
        actors: viewer::names(connection, actors)?.into_iter().collect(),
        viewer: viewer.clone(),
        merged: group,
        plant,
        events,
    })
}

/// What a revisit found is casework, and not for those who do not see that.
fn revisits(connection: &mut Connection, viewer: &Viewer, ids: &[i64]) -> Result<Vec<Revisit>> {
    if revisit::ROLES.contains(&viewer.role) {
        revisit::of_plants(connection, viewer, ids)
    } else {
        Ok(Vec::new())
    }
}

fn names(connection: &mut Connection, ids: &[i64]) -> QueryResult<Vec<String>> {
    enterprise_aliases::table
        .filter(enterprise_aliases::enterprise_id.eq_any(ids))
        .order(enterprise_aliases::id)
        .select(enterprise_aliases::name)
        .load(connection)
}

/// Rows of the matters about the plant's group.
pub fn tied(connection: &mut Connection, root: i64) -> QueryResult<Vec<i64>> {
    case_enterprises::table
        .inner_join(enterprises::table.on(enterprises::id.eq(case_enterprises::enterprise_id)))
        .filter(enterprises::root.eq(root))
        .select(case_enterprises::case_id)
        .load(connection)
}

/// Counts what the viewer may see, and nothing else (`R3`).
fn counts(connection: &mut Connection, viewer: &Viewer, root: i64) -> Result<Counts> {
    let seen: Vec<(i64, bool)> = matters::table
        .filter(cases::access::visible(viewer))
        .filter(matters::id.eq_any(tied(connection, root)?))
        .select((matters::id, matters::ended_at.is_null()))
        .load(connection)?;
    let ids: Vec<i64> = seen.iter().map(|(id, _)| *id).collect();
    let told = case_reports::table
        .filter(case_reports::case_id.eq_any(ids))
        .select(case_reports::report_id);
    let (reports, people): (i64, Option<i64>) = reports::table
        .filter(reports::id.eq_any(told))
        .select((count_star(), sum(reports::head_count)))
        .first(connection)?;
    Ok(Counts {
        matters: seen.len() as i64,
        open: seen.iter().filter(|(_, open)| *open).count() as i64,
        reports,
        people: people.unwrap_or(0),
    })
}

fn history(
    connection: &mut Connection,
    viewer: &Viewer,
    root: i64,
    paging: Paging,
) -> Result<Vec<Matter>> {
    let cases: Vec<Case> = matters::table
        .filter(cases::access::visible(viewer))
        .filter(matters::id.eq_any(tied(connection, root)?))
        .order((matters::opened_at.desc(), matters::id.desc()))
        .offset(paging.offset())
        .limit(PER_PAGE + 1)
        .select(Case::as_select())
        .load(connection)?;
    let sees = |part: fn(&Sight) -> bool| -> Vec<i64> {
        let seen = |case: &&Case| sight::of(viewer, case).as_ref().is_some_and(part);
        cases.iter().filter(seen).map(|case| case.id).collect()
    };
    let records =
        Records::read(connection, &sees(|sight| sight.report), &sees(|sight| sight.casework))?;
    Ok(cases.into_iter().map(|case| records.matter(case)).collect())
}

/// What is on record of several matters, as far as it is seen.
struct Records {
    told: Vec<(i64, Report)>,
    supplements: Vec<Supplement>,
    inspections: Vec<Inspection>,
    photos: Vec<Attachment>,
    findings: Vec<Finding>,
    measures: Vec<Measure>,
    checks: Vec<Check>,
    parts: Vec<Part>,
}

impl Records {
    /// What was told in matters, and what was done in matters.
    fn read(connection: &mut Connection, in_told: &[i64], worked: &[i64]) -> QueryResult<Self> {
        let told = told(connection, in_told)?;
        let reports: Vec<i64> = told.iter().map(|(_, report)| report.id).collect();
        let inspections = Inspection::of_cases(connection, worked)?;
        let inspected: Vec<i64> = inspections.iter().map(|it| it.id).collect();
        Ok(Self {
            supplements: Supplement::of_reports(connection, &reports)?,
            photos: Attachment::of_subjects(connection, Inspection::NOUN, &inspected)?,
            findings: Finding::of_cases(connection, worked)?,
            measures: Measure::of_cases(connection, worked)?,
            checks: Check::of_cases(connection, worked)?,
            parts: Part::of_cases(connection, worked)?,
            inspections,
            told,
        })
    }

    fn matter(&self, case: Case) -> Matter {
        let reports: Vec<Report> =
            of(&self.told, |it| it.0 == case.id).into_iter().map(|(_, it)| it).collect();
        let inspections = of(&self.inspections, |it| it.case_id == case.id);
        let measures = of(&self.measures, |it| it.case_id == case.id);
        Matter {
            supplements: of(&self.supplements, |it| {
                reports.iter().any(|mine| mine.id == it.report_id)
            }),
            photos: of(&self.photos, |it| inspections.iter().any(|mine| mine.id == it.subject_id)),
            findings: of(&self.findings, |it| it.case_id == case.id),
            checks: of(&self.checks, |it| measures.iter().any(|mine| mine.id == it.measure_id)),
            parts: of(&self.parts, |it| it.case_id == case.id),
            reports,
            inspections,
            measures,
            case,
        }
    }
}

fn of<T: Clone>(all: &[T], mine: impl Fn(&T) -> bool) -> Vec<T> {
    all.iter().filter(|it| mine(it)).cloned().collect()
}

/// The reports behind several matters: row of the matter, report.
fn told(connection: &mut Connection, ids: &[i64]) -> QueryResult<Vec<(i64, Report)>> {
    reports::table
        .inner_join(case_reports::table.on(case_reports::report_id.eq(reports::id)))
        .filter(case_reports::case_id.eq_any(ids))
        .order(reports::id)
        .select((case_reports::case_id, Report::as_select()))
        .load(connection)
}
