//! Where the forwarded petitions are (`F3`): the list and one of them with all that is known.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{
    Batch, Petition,
    access::{Scope, strangers},
    oversight::Oversight,
    standing::{self, CONCLUDED, Counted, OTHERWISE, Standing, Tally},
    whole::Other,
};
use crate::{
    accounts::{Role, Viewer},
    app::App,
    cases::{
        Act, Case, State,
        facts::Facts,
        records::{Direction, Finding, Measure},
        work,
    },
    db::{
        Connection,
        schema::{accounts, case_reports, cases, measures, petition_batches, petitions, reports},
    },
    error::Result,
    measures::running::{self, Charges},
    timeline::{self, Audience, Event},
    web::paging::{PER_PAGE, Paging},
};

/// What is asked of the list.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Which states.
    pub standing: Standing,
    /// Code of the bureau that has it.
    pub bureau: Option<String>,
    /// The number of its batch.
    pub batch: Option<String>,
}

/// What the province itself told: where a petition goes on in another matter, what others told of
/// that is not for the province.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = reports)]
#[allow(missing_docs)]
pub struct Told {
    pub text: String,
    pub plant: String,
    pub address: String,
    pub kinds: String,
}

/// A petition, the matter behind it, and the kinds of measures taken.
pub struct Row {
    /// The petition.
    pub petition: Petition,
    /// What it says.
    pub told: Told,
    /// Its matter: where it was merged, the one it goes on in.
    pub case: Case,
    /// Kinds of measures, each once.
    pub measures: Vec<String>,
}

/// A page of the list and one row more.
pub fn list(
    connection: &mut Connection,
    viewer: &Viewer,
    filter: &Filter,
    paging: Paging,
    today: NaiveDate,
) -> Result<Vec<Row>> {
    let scope = Scope::of(viewer)?;
    let mut query = petitions::table
        .inner_join(petition_batches::table.on(petition_batches::id.eq(petitions::batch_id)))
        .inner_join(reports::table.on(reports::id.eq(petitions::report_id)))
        .inner_join(case_reports::table.on(case_reports::report_id.eq(petitions::report_id)))
        .inner_join(cases::table.on(cases::id.eq(case_reports::case_id)))
        .filter(cases::state.ne(State::Merged.name()))
        .filter(cases::hidden_from.not_like(scope.hidden))
        .filter(petitions::entered_by.ne_all(strangers(connection, viewer)?))
        .limit(PER_PAGE + 1)
        .offset(paging.offset())
        .select((Petition::as_select(), Told::as_select(), Case::as_select()))
        .into_boxed();
    for bureau in scope.bureau.iter().chain(&filter.bureau) {
        query = query.filter(cases::bureau.eq(bureau.clone()));
    }
    if let Some(batch) = &filter.batch {
        query = query.filter(petition_batches::number.eq(batch.clone()));
    }
    query = match filter.standing {
        Standing::InHand => query.filter(cases::ended_at.is_null()),
        Standing::Late => query.filter(cases::ended_at.is_null().and(cases::due_on.lt(today))),
        Standing::Partly => query.filter(cases::state.eq(State::PartlyConcluded.name())),
        Standing::Concluded => query.filter(cases::state.eq_any(CONCLUDED.map(State::name))),
        Standing::Otherwise => query.filter(cases::state.eq_any(OTHERWISE.map(State::name))),
        Standing::Asked => query.filter(standing::asked()),
        Standing::ToAccept => query.filter(standing::to_accept()),
        Standing::ToReturn => query.filter(standing::to_return()),
        Standing::All => query,
    };
    query = match filter.standing {
        Standing::InHand | Standing::Late | Standing::Partly => {
            query.order((cases::due_on.asc(), cases::id.asc(), petitions::id.asc()))
        }
        _ => query.order(petitions::id.desc()),
    };
    let rows: Vec<(Petition, Told, Case)> = query.load(connection)?;
    let ids: Vec<i64> = rows.iter().map(|(_, _, case)| case.id).collect();
    let taken: Vec<(i64, String)> = measures::table
        .filter(measures::case_id.eq_any(ids))
        .order(measures::id)
        .select((measures::case_id, measures::kind))
        .load(connection)?;
    let row = |(petition, told, case): (Petition, Told, Case)| {
        let mut measures: Vec<String> = Vec::new();
        for (_, kind) in taken.iter().filter(|(id, _)| *id == case.id) {
            if !measures.contains(kind) {
                measures.push(kind.clone());
            }
        }
        Row { petition, told, case, measures }
    };
    Ok(rows.into_iter().map(row).collect())
}

/// How many of them stand how, for the filter.
pub fn counts(
    connection: &mut Connection,
    viewer: &Viewer,
    filter: &Filter,
    today: NaiveDate,
) -> Result<Tally> {
    let scope = Scope::of(viewer)?;
    let mut query = petitions::table
        .inner_join(petition_batches::table.on(petition_batches::id.eq(petitions::batch_id)))
        .inner_join(case_reports::table.on(case_reports::report_id.eq(petitions::report_id)))
        .inner_join(cases::table.on(cases::id.eq(case_reports::case_id)))
        .filter(cases::state.ne(State::Merged.name()))
        .filter(cases::hidden_from.not_like(scope.hidden))
        .filter(petitions::entered_by.ne_all(strangers(connection, viewer)?))
        .select(standing::columns())
        .into_boxed();
    for bureau in scope.bureau.iter().chain(&filter.bureau) {
        query = query.filter(cases::bureau.eq(bureau.clone()));
    }
    if let Some(batch) = &filter.batch {
        query = query.filter(petition_batches::number.eq(batch.clone()));
    }
    let mut tally = Tally::default();
    for counted in query.load::<Counted>(connection)? {
        tally.take(&counted, today);
    }
    Ok(tally)
}

/// All that the page of a petition shows.
pub struct Dossier {
    /// The petition.
    pub petition: Petition,
    /// Its batch.
    pub batch: Batch,
    /// Its matter.
    pub case: Case,
    /// What the province wrote.
    pub report: Told,
    /// The timeline, before it is cut to what the reader may see.
    pub events: Vec<Event>,
    /// Findings; the last holds.
    pub findings: Vec<Finding>,
    /// Measures.
    pub measures: Vec<Measure>,
    /// What the daily penalties among them have come to.
    pub charges: Charges,
    /// Its clocks, proposals, parts and promises.
    pub facts: Facts,
    /// What this viewer may do from here: chase it, have it handled again (`F3`).
    pub acts: Vec<Act>,
    /// What was written with those acts.
    pub directions: Vec<Direction>,
    /// Questions, acceptances, persons held to account, return reports.
    pub oversight: Oversight,
    /// Further matters from the same petition.
    pub others: Vec<Other>,
}

/// What can be done from the page of a petition.
const ACTS: [Act; 2] = [Act::Chase, Act::Rehandle];

impl Dossier {
    /// The petition of the province's number, if `viewer` may know of it.
    pub fn open(
        connection: &mut Connection,
        app: &App,
        viewer: &Viewer,
        number: &str,
    ) -> Result<Self> {
        Self::open_at(connection, app, viewer, number, None)
    }

    /// [`Self::open`], at the `matter` of that number, where the petition became several.
    pub fn open_at(
        connection: &mut Connection,
        app: &App,
        viewer: &Viewer,
        number: &str,
        matter: Option<&str>,
    ) -> Result<Self> {
        let scope = Scope::of(viewer)?;
        let mut query = petitions::table
            .inner_join(petition_batches::table.on(petition_batches::id.eq(petitions::batch_id)))
            .inner_join(reports::table.on(reports::id.eq(petitions::report_id)))
            .inner_join(case_reports::table.on(case_reports::report_id.eq(petitions::report_id)))
            .inner_join(cases::table.on(cases::id.eq(case_reports::case_id)))
            .filter(petitions::number.eq(number.to_owned()))
            .filter(cases::state.ne(State::Merged.name()))
            .filter(cases::hidden_from.not_like(scope.hidden))
            .filter(petitions::entered_by.ne_all(strangers(connection, viewer)?))
            .order(cases::id)
            .select((
                Petition::as_select(),
                Case::as_select(),
                Batch::as_select(),
                Told::as_select(),
            ))
            .into_boxed();
        if let Some(bureau) = scope.bureau {
            query = query.filter(cases::bureau.eq(bureau));
        }
        if let Some(matter) = matter {
            query = query.filter(cases::number.eq(matter.to_owned()));
        }
        let (petition, case, batch, report): (Petition, Case, Batch, Told) =
            query.first(connection)?;
        let facts = Facts::of(connection, app, &case)?;
        let offered = work::offered(app, work::By::Staff(viewer), &case, &facts);
        let mut acts: Vec<Act> = offered.into_iter().map(|rule| rule.act).collect();
        acts.retain(|act| ACTS.contains(act) && viewer.role == Role::Province);
        Ok(Self {
            acts,
            directions: Direction::of_case(connection, case.id)?,
            others: Other::of(connection, petition.report_id, case.id)?,
            oversight: Oversight::of(connection, &petition, &case)?,
            events: timeline::read(connection, case.subject(), Audience::Staff)?,
            findings: Finding::of_case(connection, case.id)?,
            measures: Measure::of_case(connection, case.id)?,
            charges: running::charges(connection, &[case.id])?,
            facts,
            petition,
            batch,
            case,
            report,
        })
    }
}

impl Dossier {
    /// Whether somebody of that office entered it, or a program of theirs.
    pub fn is_sent_by(&self, connection: &mut Connection, bureau: &str) -> QueryResult<bool> {
        let by = accounts::table.find(self.petition.entered_by).select(accounts::bureau);
        Ok(by.first::<String>(connection)? == bureau)
    }
}
