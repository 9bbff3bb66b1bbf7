//! 回访 of closed plants (`C6`): planned at the closure, recorded by at least two officers.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::{
    dsl::{exists, not},
    prelude::*,
};
use serde::Serialize;

use super::{Enterprise, keep, relapse};
use crate::{
    accounts::{Role, Viewer},
    app::App,
    cases::{
        Case, access, due, plant,
        site_visit::{STATED, SiteVisit},
        statement::two_officers,
    },
    db::{
        Condition, Connection,
        schema::{cases, enterprises, revisits},
    },
    deadlines::PolicyId,
    error::{Error, FieldError, Result},
    jurisdiction::Jurisdiction,
    message::Message,
    reports::{
        picture::{self, Stored},
        report::Attachment,
    },
    web::{
        Fields,
        paging::{PER_PAGE, Paging},
    },
};

/// When a closed plant is looked at again.
const POLICIES: [PolicyId; 3] =
    [PolicyId::RevisitFirst, PolicyId::RevisitSecond, PolicyId::RevisitThird];
/// The noun of revisits in attachments.
pub const NOUN: &str = "revisit";
/// Who has the list.
pub const ROLES: [Role; 4] = [Role::Officer, Role::Chief, Role::Supervisor, Role::Dispatcher];
/// The most characters of what was found.
const LONG: usize = 8_000;
const SHORT: usize = 200;

/// A revisit, planned or made.
#[derive(Clone, Debug, Queryable, Selectable, Serialize)]
#[diesel(table_name = revisits)]
#[allow(missing_docs)]
pub struct Revisit {
    pub id: i64,
    pub enterprise_id: i64,
    pub case_id: Option<i64>,
    pub bureau: String,
    pub policy: String,
    pub closed_on: NaiveDate,
    pub due_on: NaiveDate,
    pub done_on: Option<NaiveDate>,
    pub officers: Option<String>,
    pub running: Option<bool>,
    pub findings: Option<String>,
    pub at: Option<NaiveDateTime>,
    pub dropped_on: Option<NaiveDate>,
}

/// A revisit with its plant and the number of its matter.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Planned {
    pub revisit: Revisit,
    pub plant: Enterprise,
    pub case: Option<String>,
    pub photos: Vec<Attachment>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Record {
    pub on: NaiveDate,
    pub officers: Vec<String>,
    pub running: bool,
    pub findings: String,
}

/// Which revisits are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Which {
    /// Those to be made, the soonest first.
    #[default]
    Waiting,
    /// Of these, those past their date.
    Late,
    /// Those made, the newest first.
    Done,
    /// Of these, those that found the plant running again 死灰复燃.
    Running,
}

impl Which {
    /// In the order of the filters; each the end of a message key and the value of `?which=`.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Waiting, "waiting"),
        (Self::Late, "late"),
        (Self::Running, "running"),
        (Self::Done, "done"),
    ];

    /// From the query of an address.
    pub fn of(query: &Fields) -> Self {
        query.chosen("which", &Self::ALL)
    }
}

/// Plans the revisits after a closure; those of the same closure are planned once.
pub fn schedule(
    connection: &mut Connection,
    jurisdiction: &Jurisdiction,
    plant: i64,
    bureau: &str,
    case: Option<i64>,
    closed_on: NaiveDate,
) -> Result<()> {
    for id in POLICIES {
        let due_on = due::reckoned(jurisdiction, id, closed_on, closed_on)?.due;
        let known = revisits::table
            .filter(revisits::enterprise_id.eq(plant))
            .filter(revisits::closed_on.eq(closed_on))
            .filter(revisits::policy.eq(id.name()));
        let open = known.filter(revisits::done_on.is_null());
        if known.select(revisits::id).first::<i64>(connection).optional()?.is_some() {
            diesel::update(open)
                .set((revisits::dropped_on.eq(None::<NaiveDate>), revisits::bureau.eq(bureau)))
                .execute(connection)?;
            continue;
        }
        diesel::insert_into(revisits::table)
            .values((
                revisits::enterprise_id.eq(plant),
                revisits::case_id.eq(case),
                revisits::bureau.eq(bureau),
                revisits::policy.eq(id.name()),
                revisits::closed_on.eq(closed_on),
                revisits::due_on.eq(due_on),
            ))
            .execute(connection)?;
    }
    Ok(())
}

/// How the date of a revisit was reckoned (`T8`).
pub fn steps(jurisdiction: &Jurisdiction, revisit: &Revisit) -> Result<Vec<Message>> {
    let Ok(id) = revisit.policy.parse::<PolicyId>() else { return Ok(Vec::new()) };
    due::steps_of(jurisdiction, id, revisit.closed_on, revisit.closed_on, None)
}

/// Those not made yet fall away: the plant may run again, or was closed anew.
pub fn drop_waiting(connection: &mut Connection, plant: i64, today: NaiveDate) -> QueryResult<()> {
    let waiting = revisits::table
        .filter(revisits::enterprise_id.eq(plant))
        .filter(revisits::done_on.is_null())
        .filter(revisits::dropped_on.is_null());
    diesel::update(waiting).set(revisits::dropped_on.eq(Some(today))).execute(connection).map(drop)
}

type Seen = Condition<revisits::table>;

/// The revisits that `viewer` may see: the city all, a bureau its own; none behind a matter that is
/// kept from their bureau (`R3`).
fn visible(viewer: &Viewer) -> Seen {
    let hidden = cases::table
        .filter(cases::id.nullable().eq(revisits::case_id))
        .filter(cases::hidden_from.like(access::hidden_pattern(viewer)));
    let shown = not(exists(hidden));
    match viewer.role {
        Role::Dispatcher | Role::Supervisor => Box::new(shown),
        _ => Box::new(shown.and(revisits::bureau.eq(viewer.bureau.clone()))),
    }
}

/// One page of the list, with one row more than a page.
pub fn page(
    connection: &mut Connection,
    viewer: &Viewer,
    which: Which,
    bureau: Option<&str>,
    today: NaiveDate,
    paging: Paging,
) -> Result<Vec<Planned>> {
    viewer.only(&ROLES)?;
    let mut query =
        revisits::table.filter(visible(viewer)).select(Revisit::as_select()).into_boxed();
    if let Some(bureau) = bureau {
        query = query.filter(revisits::bureau.eq(bureau));
    }
    let waiting = revisits::done_on.is_null().and(revisits::dropped_on.is_null());
    query = match which {
        Which::Waiting => query.filter(waiting),
        Which::Late => query.filter(waiting.and(revisits::due_on.lt(today))),
        Which::Done => query.filter(revisits::done_on.is_not_null()),
        Which::Running => {
            query.filter(revisits::done_on.is_not_null().and(revisits::running.eq(true)))
        }
    };
    query = match which {
        Which::Waiting | Which::Late => query.order((revisits::due_on.asc(), revisits::id.asc())),
        Which::Done | Which::Running => {
            query.order((revisits::done_on.desc(), revisits::id.desc()))
        }
    };
    let rows = query.offset(paging.offset()).limit(PER_PAGE + 1).load(connection)?;
    planned(connection, rows)
}

/// Adds plants and matters to the rows.
fn planned(connection: &mut Connection, rows: Vec<Revisit>) -> Result<Vec<Planned>> {
    let ids: Vec<i64> = rows.iter().map(|it| it.enterprise_id).collect();
    let plants: Vec<Enterprise> = enterprises::table
        .filter(enterprises::id.eq_any(ids))
        .select(Enterprise::as_select())
        .load(connection)?;
    let ids: Vec<i64> = rows.iter().filter_map(|it| it.case_id).collect();
    let numbers: Vec<(i64, String)> = cases::table
        .filter(cases::id.eq_any(ids))
        .select((cases::id, cases::number))
        .load(connection)?;
    let number = |id: Option<i64>| {
        numbers.iter().find(|(known, _)| Some(*known) == id).map(|(_, number)| number.clone())
    };
    let rows = rows.into_iter().filter_map(|revisit| {
        let plant = plants.iter().find(|it| it.id == revisit.enterprise_id)?.clone();
        let case = number(revisit.case_id);
        Some(Planned { revisit, plant, case, photos: Vec::new() })
    });
    Ok(rows.collect())
}

/// Those of several plants, the soonest first.
pub fn of_plants(
    connection: &mut Connection,
    viewer: &Viewer,
    plants: &[i64],
) -> Result<Vec<Revisit>> {
    Ok(revisits::table
        .filter(visible(viewer))
        .filter(revisits::enterprise_id.eq_any(plants))
        .filter(revisits::dropped_on.is_null())
        .order((revisits::due_on, revisits::id))
        .select(Revisit::as_select())
        .load(connection)?)
}

/// Those that follow from one matter, the soonest first, as far as `viewer` may see them.
pub fn of_case(connection: &mut Connection, viewer: &Viewer, case: i64) -> Result<Vec<Revisit>> {
    if !ROLES.contains(&viewer.role) {
        return Ok(Vec::new());
    }
    Ok(revisits::table
        .filter(visible(viewer))
        .filter(revisits::case_id.eq(case))
        .filter(revisits::dropped_on.is_null())
        .order((revisits::due_on, revisits::id))
        .select(Revisit::as_select())
        .load(connection)?)
}

/// One of them, if `viewer` may see it.
pub fn open(connection: &mut Connection, viewer: &Viewer, id: i64) -> Result<Planned> {
    viewer.only(&ROLES)?;
    let row = revisits::table
        .filter(revisits::id.eq(id))
        .filter(visible(viewer))
        .select(Revisit::as_select())
        .first(connection)?;
    let photos = Attachment::of_subjects(connection, NOUN, &[id])?;
    let planned = planned(connection, vec![row])?.pop().ok_or(Error::NotFound)?;
    Ok(Planned { photos, ..planned })
}

/// Whether `viewer` is one of those who make it: officers of its bureau.
pub fn may_record(viewer: &Viewer, revisit: &Revisit) -> bool {
    matches!(viewer.role, Role::Officer | Role::Chief) && viewer.bureau == revisit.bureau
}

impl Revisit {
    /// Where so many officers were (`N1`): for the matter in which the plant was closed, if there is one.
    pub fn visit(&self, officers: usize) -> SiteVisit {
        let about = match self.case_id {
            Some(case) => (Case::NOUN, case),
            None => (plant::NOUN, self.enterprise_id),
        };
        SiteVisit::new(about, &self.bureau, officers).of(vec![self.enterprise_id])
    }
}

impl Record {
    /// Reads the form.
    pub fn parse(fields: &Fields, today: NaiveDate) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut wrong = |field: &str, key: &str| errors.push(FieldError::new(field, key));
        let on = match fields.given("visited_on").map(str::parse::<NaiveDate>) {
            None => today,
            Some(Ok(date)) if date <= today => date,
            Some(Ok(date)) => {
                wrong("visited_on", "field-date-future");
                date
            }
            Some(Err(_)) => {
                wrong("visited_on", "field-date-wrong");
                today
            }
        };
        let running = fields.text("running");
        if !["yes", "no"].contains(&running) {
            wrong("running", "field-running-missing");
        }
        let given = fields.required("officers", SHORT, &mut errors);
        let officers = two_officers(&given);
        if officers.is_none() && !given.is_empty() {
            errors.push(FieldError::new("officers", "field-officers-two"));
        }
        let findings = fields.required("findings", LONG, &mut errors);
        let record = Self {
            on,
            officers: officers.unwrap_or_default(),
            running: running == "yes",
            findings,
        };
        if errors.is_empty() { Ok(record) } else { Err(errors) }
    }
}

/// Puts on record what a revisit found; a plant that runs again has its consequences.
///
/// # Errors
/// [`Error::Conflict`] when it was recorded, or fell away, meanwhile.
pub fn record(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    id: i64,
    record: &Record,
    photos: &[Stored],
) -> Result<()> {
    let Planned { revisit, plant, .. } = open(connection, viewer, id)?;
    if !may_record(viewer, &revisit) {
        return Err(Error::Forbidden);
    }
    if record.on < revisit.closed_on {
        return Err(Error::field("visited_on", "revisits-before-closure"));
    }
    let waiting = revisits::table
        .filter(revisits::id.eq(id))
        .filter(revisits::done_on.is_null())
        .filter(revisits::dropped_on.is_null());
    let made = diesel::update(waiting)
        .set((
            revisits::done_on.eq(Some(record.on)),
            revisits::officers.eq(Some(record.officers.join("\n"))),
            revisits::officer_count.eq(i32::try_from(record.officers.len()).ok()),
            revisits::running.eq(Some(record.running)),
            revisits::findings.eq(Some(&record.findings)),
            revisits::by_account.eq(Some(viewer.account)),
            revisits::at.eq(Some(app.clock.now())),
        ))
        .execute(connection)?;
    if made != 1 {
        return Err(Error::Conflict(Message::new("revisits-over")));
    }
    picture::attach(connection, photos, NOUN, id, app.clock.now())?;
    let case = match revisit.case_id {
        Some(case) => Some(Case::find(connection, case)?),
        None => None,
    };
    if record.running {
        relapse::follow(connection, app, viewer, &plant, case.as_ref(), (id, record))?;
    }
    let plant = Enterprise::find(connection, plant.root)?;
    let visit = revisit.visit(record.officers.len());
    let detail = serde_json::json!({ "on": record.on, "running": record.running, STATED: visit });
    keep::record(connection, app, viewer, &plant, "revisit", detail)
}
