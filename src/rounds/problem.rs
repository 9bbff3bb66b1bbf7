//! 问题清单: what a county must put right, answered one by one, accepted or given back (`C2`).

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde_json::json;

use super::{
    item::Item,
    lifecycle::{self, Act, Standing, State},
    round::Round,
};
use crate::{
    accounts::{Role, Viewer},
    alerts::{self, Alert, Mail, To},
    app::App,
    db::{
        Connection,
        schema::{round_problems, rounds},
    },
    error::{Error, FieldError, Result, as_seen, valid},
    message::Message,
    web::Fields,
};

/// The most characters of a demand, an answer, a note.
const TEXT: usize = 4_000;

/// A problem as stored; the columns' comments are in the migration.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = round_problems)]
#[allow(missing_docs)]
pub struct Problem {
    pub id: i64,
    pub round_id: i64,
    pub item_id: i64,
    pub bureau: String,
    pub demand: String,
    pub due_on: NaiveDate,
    pub state: String,
    pub given_by: i64,
    pub answer: Option<String>,
    pub answered_by: Option<i64>,
    pub answered_at: Option<NaiveDateTime>,
    pub decided_by: Option<i64>,
    pub decided_at: Option<NaiveDateTime>,
    pub note: String,
    pub version: i64,
}

/// A problem as it is typed with a finding.
pub struct NewProblem {
    demand: String,
    due_on: NaiveDate,
}

impl NewProblem {
    /// What must be put right, and by when.
    pub fn parse(fields: &Fields, today: NaiveDate, errors: &mut Vec<FieldError>) -> Option<Self> {
        let demand = fields.required("round_demand", TEXT, errors);
        let due_on = fields.day("problem_due", errors)?;
        if due_on < today {
            errors.push(FieldError::new("problem_due", "field-date-past"));
        }
        Some(Self { demand, due_on })
    }
}

impl Problem {
    /// How people stand to it.
    pub fn standing<'a>(&'a self, round: &'a Round) -> Standing<'a> {
        let (state, answerer) = (State::of_problem(&self.state), self.answered_by);
        Standing { state, city: &round.city, bureau: &self.bureau, answerer }
    }

    /// Whether it stands so.
    pub fn is(&self, state: State) -> bool {
        self.state == state.name()
    }

    /// Whether the county should have answered by now.
    pub fn is_late(&self, today: NaiveDate) -> bool {
        self.is(State::Open) && self.due_on < today
    }

    /// Whether it is neither accepted nor carried over.
    pub fn is_open(&self) -> bool {
        self.decided_by.is_none()
    }

    /// All of a round, the most pressing first.
    pub fn of(connection: &mut Connection, round: i64) -> QueryResult<Vec<Self>> {
        round_problems::table
            .filter(round_problems::round_id.eq(round))
            .order((round_problems::due_on, round_problems::id))
            .select(Self::as_select())
            .load(connection)
    }

    /// Gives a problem to the county.
    pub(super) fn give(
        connection: &mut Connection,
        app: &App,
        by: &Viewer,
        (round, item): (&Round, &Item),
        new: &NewProblem,
    ) -> Result<()> {
        let id: i64 = diesel::insert_into(round_problems::table)
            .values((
                round_problems::round_id.eq(round.id),
                round_problems::item_id.eq(item.id),
                round_problems::bureau.eq(&item.bureau),
                round_problems::demand.eq(&new.demand),
                round_problems::due_on.eq(new.due_on),
                round_problems::given_by.eq(by.account),
            ))
            .returning(round_problems::id)
            .get_result(connection)?;
        let to = To::Role { bureau: item.bureau.clone(), role: Role::Chief };
        tell(connection, app, round, (id, 0), to, "rounds-alert-given")
    }

    /// Does `act` to the problem as it was looked at.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for whoever never may, [`Error::Conflict`] when it is too late or was changed.
    pub fn act(
        connection: &mut Connection,
        app: &App,
        by: &Viewer,
        (number, id): (&str, i64),
        act: Act,
        fields: &Fields,
    ) -> Result<()> {
        let round = Round::to_change(connection, app, by, number)?;
        let problem: Self = round_problems::table
            .find(id)
            .filter(round_problems::round_id.eq(round.id))
            .select(Self::as_select())
            .first(connection)?;
        let standing = problem.standing(&round);
        if !lifecycle::may(by, act, &standing) {
            // A county does not learn of the problems of another.
            if by.bureau != round.city && by.bureau != problem.bureau {
                return Err(Error::NotFound);
            }
            return Err(Error::refusal(lifecycle::could(by, act, &standing), "rounds-late-act"));
        }
        fields.check_version(problem.version)?;
        let rule = lifecycle::find(standing.state, act).ok_or(Error::NotFound)?;
        problem.write(connection, app, by, (act, rule.next), fields)?;
        let detail = json!({ "problem": id, "bureau": problem.bureau });
        round.record(connection, app, by, act, detail)?;
        let next = (id, problem.version + 1);
        match act {
            Act::Answer => {
                let to = To::Role { bureau: round.city.clone(), role: Role::Supervisor };
                tell(connection, app, &round, next, to, "rounds-alert-answered")
            }
            Act::GiveBack => {
                let to = To::Role { bureau: problem.bureau.clone(), role: Role::Chief };
                tell(connection, app, &round, next, to, "rounds-alert-returned")
            }
            _ => Ok(()),
        }
    }

    fn write(
        &self,
        connection: &mut Connection,
        app: &App,
        by: &Viewer,
        (act, next): (Act, State),
        fields: &Fields,
    ) -> Result<()> {
        let mut errors = Vec::new();
        let text = match act {
            Act::Answer => fields.required("problem_answer", TEXT, &mut errors),
            Act::GiveBack | Act::CarryOver => fields.required("problem_note", TEXT, &mut errors),
            _ => String::new(),
        };
        valid(errors)?;
        let (seen, now) = (
            round_problems::table.find(self.id).filter(round_problems::version.eq(self.version)),
            app.clock.now(),
        );
        let moved =
            (round_problems::state.eq(next.name()), round_problems::version.eq(self.version + 1));
        let changed = match act {
            Act::Answer => diesel::update(seen)
                .set((
                    moved,
                    round_problems::answer.eq(Some(&text)),
                    round_problems::answered_by.eq(Some(by.account)),
                    round_problems::answered_at.eq(Some(now)),
                    round_problems::note.eq(""),
                ))
                .execute(connection)?,
            Act::GiveBack => diesel::update(seen)
                .set((moved, round_problems::note.eq(&text)))
                .execute(connection)?,
            _ => diesel::update(seen)
                .set((
                    moved,
                    round_problems::decided_by.eq(Some(by.account)),
                    round_problems::decided_at.eq(Some(now)),
                    round_problems::note.eq(&text),
                ))
                .execute(connection)?,
        };
        as_seen(changed)
    }
}

/// Tells those who have to see to a problem next; once for each of its versions.
fn tell(
    connection: &mut Connection,
    app: &App,
    round: &Round,
    (problem, version): (i64, i64),
    to: To,
    key: &str,
) -> Result<()> {
    let alert = Alert {
        key: format!("round problem {problem} {version}"),
        to,
        kind: "round",
        message: Message::new(key).with("title", &round.title),
        link: format!("/rounds/{}#problem-{problem}", round.number),
    };
    alerts::raise_with(connection, app.clock.now(), &alert, Mail::Digest)?;
    Ok(())
}

/// A problem past its date: its row, bureau, and of its round city, number and title.
pub type Late = (i64, String, String, String, String);

/// Problems that should have been answered by now.
pub fn late(connection: &mut Connection, today: NaiveDate) -> QueryResult<Vec<Late>> {
    round_problems::table
        .inner_join(rounds::table.on(rounds::id.eq(round_problems::round_id)))
        .filter(round_problems::state.eq(State::Open.name()))
        .filter(round_problems::due_on.lt(today))
        .order(round_problems::id)
        .select((
            round_problems::id,
            round_problems::bureau,
            rounds::city,
            rounds::number,
            rounds::title,
        ))
        .load(connection)
}

/// How many problems are neither accepted nor carried over, by bureau.
pub fn open_by_bureau(connection: &mut Connection) -> QueryResult<Vec<(String, i64)>> {
    round_problems::table
        .filter(round_problems::decided_by.is_null())
        .group_by(round_problems::bureau)
        .select((round_problems::bureau, diesel::dsl::count_star()))
        .load(connection)
}

/// An open problem of a bureau, with its round.
#[derive(Clone, Debug, Queryable)]
#[allow(missing_docs)]
pub struct Open {
    pub id: i64,
    pub round: String,
    pub title: String,
    pub demand: String,
    pub state: String,
    pub due_on: NaiveDate,
}

/// The problems of a bureau that are neither accepted nor carried over, the most pressing first.
pub fn open_of(connection: &mut Connection, bureau: &str) -> QueryResult<Vec<Open>> {
    round_problems::table
        .inner_join(rounds::table.on(rounds::id.eq(round_problems::round_id)))
        .filter(round_problems::decided_by.is_null())
        .filter(round_problems::bureau.eq(bureau))
        .order((round_problems::due_on, round_problems::id))
        .select((
            round_problems::id,
            rounds::number,
            rounds::title,
            round_problems::demand,
            round_problems::state,
            round_problems::due_on,
        ))
        .load(connection)
}
