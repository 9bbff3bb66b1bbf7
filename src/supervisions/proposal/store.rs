//! A proposal becomes rows: the case, its requirements, counties and the matters behind it.

use chrono::Datelike;
use diesel::prelude::*;
use serde_json::json;

use super::{Proposal, may};
use crate::{
    accounts::Viewer,
    app::App,
    cases,
    db::{
        Connection, counters,
        schema::{supervision_bureaus, supervision_cases, supervision_requirements, supervisions},
    },
    error::{Error, FieldError, Result},
    message::Message,
    supervisions::{State, Supervision, concerned, plants},
    timeline::{self, Audience, Entry, Subject},
};

/// What public numbers begin with.
const SERIES: &str = "GD";

impl Proposal {
    /// Stores the proposal and returns its number. Sent twice it is one.
    pub fn store(&self, connection: &mut Connection, app: &App, by: &Viewer) -> Result<String> {
        may(app, by)?;
        if let Some(number) = self.known(connection)? {
            return Ok(number);
        }
        let behind = self.cases_behind(connection, by)?;
        let relapse_of = self.lifted_before(connection)?;
        let today = app.clock.today();
        let series = format!("{SERIES}-{}", today.year());
        let number = format!("{series}-{:03}", counters::next(connection, &series)?);
        let id = self.insert(connection, app, by, &number, relapse_of)?;
        self.insert_parts(connection, id, &behind)?;
        plants::tie(connection, app, id, &self.plants, &self.bureaus)?;
        let entry = Entry {
            subject: Subject { noun: Supervision::NOUN, id },
            act: concerned::PROPOSED,
            actor: by.actor(),
            audience: Audience::Staff,
            detail: json!({}),
        };
        let event = timeline::record_first(connection, &app.vault, app.clock.now(), &entry)?;
        let case = Supervision::by_number(connection, &number)?;
        case.index(connection)?;
        concerned::tell(connection, app, &case, &self.bureaus, (concerned::PROPOSED, event))?;
        Ok(number)
    }

    fn known(&self, connection: &mut Connection) -> Result<Option<String>> {
        let same = supervisions::table.filter(supervisions::submission.eq(&self.submission));
        Ok(same.select(supervisions::number).first(connection).optional()?)
    }

    /// Rows of the matters behind it. Each must be one that the proposer may see, and none that is
    /// kept from a bureau which is named (`R3`).
    fn cases_behind(&self, connection: &mut Connection, by: &Viewer) -> Result<Vec<i64>> {
        let mut rows = Vec::with_capacity(self.cases.len());
        for number in &self.cases {
            let case = match cases::access::open(connection, by, number) {
                Ok(case) => case,
                Err(Error::NotFound) => {
                    let message = Message::new("supervisions-case-unknown").with("number", number);
                    let field = "cases_behind".to_owned();
                    return Err(Error::Invalid(vec![FieldError { field, message }]));
                }
                Err(error) => return Err(error),
            };
            let kept = |bureau: &String| case.hidden_from.split(' ').any(|from| from == bureau);
            if self.bureaus.iter().any(kept) {
                return Err(Error::field("bureau", "assign-conflict"));
            }
            rows.push(case.id);
        }
        Ok(rows)
    }

    /// The row of the lifted listing that this is a relapse of (`L6`).
    fn lifted_before(&self, connection: &mut Connection) -> Result<Option<i64>> {
        let Some(number) = &self.relapse_of else { return Ok(None) };
        let before = match Supervision::by_number(connection, number) {
            Ok(before) => Some(before),
            Err(Error::NotFound) => None,
            Err(error) => return Err(error),
        };
        match before {
            Some(before) if before.state()? == State::Lifted => Ok(Some(before.id)),
            _ => Err(Error::field("relapse_of", "supervisions-relapse-unknown")),
        }
    }

    fn insert(
        &self,
        connection: &mut Connection,
        app: &App,
        by: &Viewer,
        number: &str,
        relapse_of: Option<i64>,
    ) -> QueryResult<i64> {
        let names: Vec<&str> = self.plants.iter().map(|line| plants::split(line).0).collect();
        diesel::insert_into(supervisions::table)
            .values((
                supervisions::number.eq(number),
                supervisions::submission.eq(&self.submission),
                supervisions::state.eq(State::Proposed.name()),
                supervisions::city.eq(&app.jurisdiction.profile().dispatcher),
                supervisions::title.eq(&self.title),
                supervisions::plants.eq(names.join("\n")),
                supervisions::plant_count.eq(i32::try_from(self.plants.len()).unwrap_or(i32::MAX)),
                supervisions::facts.eq(&self.facts),
                supervisions::grounds.eq(self.grounds.join(" ")),
                supervisions::basis.eq(&self.basis),
                supervisions::responsible.eq(&self.responsible),
                supervisions::officer.eq(&self.officer),
                supervisions::responsible_name.eq(&self.responsible_name),
                supervisions::officer_name.eq(&self.officer_name),
                supervisions::due_on.eq(self.due_on),
                supervisions::relapse_of.eq(relapse_of),
                supervisions::proposed_by.eq(by.account),
                supervisions::proposed_at.eq(app.clock.now()),
            ))
            .returning(supervisions::id)
            .get_result(connection)
    }

    fn insert_parts(&self, connection: &mut Connection, id: i64, cases: &[i64]) -> QueryResult<()> {
        for (position, text) in (1..).zip(&self.requirements) {
            diesel::insert_into(supervision_requirements::table)
                .values((
                    supervision_requirements::supervision_id.eq(id),
                    supervision_requirements::position.eq(position),
                    supervision_requirements::text.eq(text),
                ))
                .execute(connection)?;
        }
        for bureau in &self.bureaus {
            diesel::insert_into(supervision_bureaus::table)
                .values((
                    supervision_bureaus::supervision_id.eq(id),
                    supervision_bureaus::bureau.eq(bureau),
                ))
                .execute(connection)?;
        }
        for case in cases {
            diesel::insert_into(supervision_cases::table)
                .values((
                    supervision_cases::supervision_id.eq(id),
                    supervision_cases::case_id.eq(case),
                ))
                .execute(connection)?;
        }
        Ok(())
    }
}
