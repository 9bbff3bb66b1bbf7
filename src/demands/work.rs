//! What is done about a demand, each act once and by whom the table lets do it.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde_json::{Value, json};

use super::{
    demand::{Demand, Whole, may_demand},
    lifecycle::{self, Act, State},
};
use crate::{
    accounts::{Role, Viewer},
    alerts::{self, Alert, Mail, To},
    app::App,
    cases::{Case, access},
    db::{
        Connection,
        schema::{demand_reports, demands},
    },
    error::{Error, FieldError, Result, as_seen, valid},
    message::Message,
    timeline::Audience,
    web::Fields,
};

/// The most characters of a demand, a report, a note.
const TEXT: usize = 4_000;

/// What is typed.
struct Said {
    text: String,
    due_on: Option<NaiveDate>,
}

/// Demands something about the matter of that number, and returns the row.
///
/// # Errors
/// [`Error::Conflict`] when the matter has ended, or another demand about it has not.
pub fn issue(
    connection: &mut Connection,
    app: &App,
    by: &Viewer,
    number: &str,
    fields: &Fields,
) -> Result<i64> {
    let case = to_demand(connection, app, by, number)?;
    if !Demand::pressing(connection, &[case.id])?.is_empty() {
        return Err(Error::Conflict(Message::new("demands-open-already")));
    }
    let said = Said::parse(fields, "demand_text", Some(app.clock.today()))?;
    let due_on = said.due_on.ok_or_else(|| Error::field("demand_due", "field-date-wrong"))?;
    let id: i64 = diesel::insert_into(demands::table)
        .values((
            demands::case_id.eq(case.id),
            demands::demand.eq(&said.text),
            demands::started_on.eq(app.clock.today()),
            demands::due_on.eq(due_on),
            demands::by_account.eq(by.account),
            demands::at.eq(app.clock.now()),
        ))
        .returning(demands::id)
        .get_result(connection)?;
    enter(connection, app, by, &case, Act::Demand, json!({ "demand": id, "due": due_on }))?;
    let to = To::Bureau(case.bureau.clone());
    tell(connection, app, &case, (id, 0), to, "alerts-demand-new").map(|()| id)
}

/// The matter of that number, for somebody who may demand something about it.
///
/// # Errors
/// [`Error::Forbidden`] for others, [`Error::Conflict`] when it has ended.
pub fn to_demand(
    connection: &mut Connection,
    app: &App,
    by: &Viewer,
    number: &str,
) -> Result<Case> {
    let case = access::open(connection, by, number)?;
    if may_demand(app, by, &case) {
        return Ok(case);
    }
    match case.ended_at {
        Some(_) if by.role == Role::Supervisor => {
            Err(Error::Conflict(Message::new("demands-matter-ended")))
        }
        _ => Err(Error::Forbidden),
    }
}

impl Whole {
    /// Does `act` to the demand as it was looked at.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for whoever never may, [`Error::Conflict`] when it is too late or was changed.
    pub fn act(
        &self,
        connection: &mut Connection,
        app: &App,
        by: &Viewer,
        act: Act,
        fields: &Fields,
    ) -> Result<()> {
        let standing = self.standing(app)?;
        let Some(rule) = lifecycle::find(standing.state, act) else {
            return Err(Error::refusal(lifecycle::could(by, act, &standing), "demands-late-act"));
        };
        if !lifecycle::may(by, act, &standing) {
            return Err(Error::Forbidden);
        }
        fields.check_version(self.demand.version)?;
        let said = self.said(act, app.clock.today(), fields)?;
        self.move_to(connection, app, by, (act, rule.next), &said)?;
        match act {
            Act::Report => self.report(connection, app, by, &said)?,
            _ => self.decide(connection, app, by, act, &said)?,
        }
        let detail = json!({ "demand": self.demand.id, "due": said.due_on });
        enter(connection, app, by, &self.case, act, detail)?;
        self.tell(connection, app, act)
    }

    /// What the act states: an end without a report says why, as a demand made again does.
    fn said(&self, act: Act, today: NaiveDate, fields: &Fields) -> Result<Said> {
        match act {
            Act::Report => Said::parse(fields, "demand_report", None),
            Act::Again => Said::parse(fields, "demand_more", Some(today)),
            _ if self.waiting().is_none() => Said::parse(fields, "demand_end", None),
            _ => {
                let mut errors = Vec::new();
                let text = fields.optional("demand_end", TEXT, &mut errors);
                valid(errors).map(|()| Said { text, due_on: None })
            }
        }
    }

    fn move_to(
        &self,
        connection: &mut Connection,
        app: &App,
        by: &Viewer,
        (act, next): (Act, State),
        said: &Said,
    ) -> Result<()> {
        let seen = demands::table
            .filter(demands::id.eq(self.demand.id))
            .filter(demands::version.eq(self.demand.version));
        let moved = (demands::state.eq(next.name()), demands::version.eq(self.demand.version + 1));
        let changed = match (act, said.due_on) {
            (Act::End, _) => diesel::update(seen)
                .set((
                    moved,
                    demands::ended_by.eq(Some(by.account)),
                    demands::ended_at.eq(Some(app.clock.now())),
                    demands::ended_note.eq(&said.text),
                ))
                .execute(connection)?,
            (Act::Again, Some(due_on)) => diesel::update(seen)
                .set((moved, demands::started_on.eq(app.clock.today()), demands::due_on.eq(due_on)))
                .execute(connection)?,
            _ => diesel::update(seen).set(moved).execute(connection)?,
        };
        as_seen(changed)
    }

    fn report(
        &self,
        connection: &mut Connection,
        app: &App,
        by: &Viewer,
        said: &Said,
    ) -> QueryResult<()> {
        diesel::insert_into(demand_reports::table)
            .values((
                demand_reports::demand_id.eq(self.demand.id),
                demand_reports::due_on.eq(self.demand.due_on),
                demand_reports::text.eq(&said.text),
                demand_reports::bureau.eq(&by.bureau),
                demand_reports::by_account.eq(by.account),
                demand_reports::at.eq(app.clock.now()),
            ))
            .execute(connection)
            .map(drop)
    }

    /// What the city says to the report that waits; nothing where it ends without one.
    fn decide(
        &self,
        connection: &mut Connection,
        app: &App,
        by: &Viewer,
        act: Act,
        said: &Said,
    ) -> QueryResult<()> {
        let Some(waiting) = self.waiting() else { return Ok(()) };
        diesel::update(demand_reports::table.find(waiting.id))
            .set((
                demand_reports::satisfied.eq(Some(act == Act::End)),
                demand_reports::note.eq(&said.text),
                demand_reports::decided_by.eq(Some(by.account)),
                demand_reports::decided_at.eq(Some(app.clock.now())),
            ))
            .execute(connection)
            .map(drop)
    }

    /// Tells those who have to see to it next; once for each of its versions.
    fn tell(&self, connection: &mut Connection, app: &App, act: Act) -> Result<()> {
        let bureau = || To::Bureau(self.case.bureau.clone());
        let (to, key) = match act {
            Act::Report => {
                let city = app.jurisdiction.profile().dispatcher.clone();
                let supervisor = To::Role { bureau: city, role: Role::Supervisor };
                (supervisor, "alerts-demand-reported")
            }
            Act::Again => (bureau(), "alerts-demand-again"),
            _ => (bureau(), "alerts-demand-ended"),
        };
        let version = (self.demand.id, self.demand.version + 1);
        tell(connection, app, &self.case, version, to, key)
    }
}

impl Said {
    /// A text, and for a demand the day by which the report is owed: not one that is over.
    fn parse(fields: &Fields, name: &str, since: Option<NaiveDate>) -> Result<Self> {
        let mut errors = Vec::new();
        let text = fields.required(name, TEXT, &mut errors);
        let due_on = since.and_then(|today| {
            let due = fields.day("demand_due", &mut errors)?;
            if due < today {
                errors.push(FieldError::new("demand_due", "field-date-past"));
            }
            Some(due)
        });
        valid(errors).map(|()| Self { text, due_on })
    }
}

/// Enters in the matter's timeline what was done: for the office alone. The matter itself stays as it is.
fn enter(
    connection: &mut Connection,
    app: &App,
    by: &Viewer,
    case: &Case,
    act: Act,
    mut detail: Value,
) -> Result<()> {
    detail["matter"] = json!({ "bureau": case.bureau, "state": case.state });
    by.enter(connection, app, case.subject(), (act.name(), Audience::Staff), detail)
}

fn tell(
    connection: &mut Connection,
    app: &App,
    case: &Case,
    (demand, version): (i64, i64),
    to: To,
    key: &str,
) -> Result<()> {
    let alert = Alert {
        key: format!("demand {demand} {version}"),
        to,
        kind: "demand",
        message: Message::new(key).with("number", &case.number),
        link: format!("/demands/{demand}"),
    };
    alerts::raise_with(connection, app.clock.now(), &alert, Mail::Digest)?;
    Ok(())
}
