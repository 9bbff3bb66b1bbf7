//! A petition that became several matters: a result stands, is accepted and is returned when all of them
//! have one, and the bureau of the first speaks for all (`F3`, `R7`).

use std::collections::BTreeSet;

use diesel::prelude::*;

use super::{
    accountability::Accountability,
    standing::{self, CONCLUDED},
    track::Dossier,
};
use crate::{
    accounts::Viewer,
    cases::{
        Case, State,
        records::{Finding, Measure, Promise, Proposal},
    },
    db::{
        Connection,
        schema::{case_reports, cases},
    },
    error::{Error, Result},
};

/// A further matter of a petition.
#[derive(Clone, Debug, Queryable)]
pub struct Other {
    /// Its row.
    pub id: i64,
    /// Its number.
    pub number: String,
    /// Its state, as stored.
    pub state: String,
    /// Code of the bureau that has it.
    pub bureau: String,
    version: i64,
    /// The row of what was approved last.
    approved: Option<i64>,
}

impl Other {
    /// The matters of the petition of that report, the matter `case` left out.
    pub(super) fn of(
        connection: &mut Connection,
        report: i64,
        case: i64,
    ) -> QueryResult<Vec<Self>> {
        cases::table
            .inner_join(case_reports::table.on(case_reports::case_id.eq(cases::id)))
            .filter(case_reports::report_id.eq(report))
            .filter(cases::id.ne(case))
            .filter(cases::state.ne(State::Merged.name()))
            .order(cases::id)
            .select((
                cases::id,
                cases::number,
                cases::state,
                cases::bureau,
                cases::version,
                standing::approved(),
            ))
            .load(connection)
    }
}

impl Dossier {
    /// The row of the result that now stands: what was approved last, while all matters are over and
    /// one of them is concluded.
    pub fn result(&self) -> Option<i64> {
        self.approved_last(State::is_ended, |state| CONCLUDED.contains(&state))
    }

    /// The row of what was answered last, wholly or in part (`C3`), while none of the matters is
    /// handled anew.
    pub fn answered(&self) -> Option<i64> {
        let answers = |state: State| state == State::PartlyConcluded || CONCLUDED.contains(&state);
        self.approved_last(|state| state.is_ended() || answers(state), answers)
    }

    /// What was approved last of any matter, when all are as `all` says and one as `one` says.
    fn approved_last(
        &self,
        all: impl Fn(State) -> bool,
        one: impl Fn(State) -> bool,
    ) -> Option<i64> {
        let others = self.others.iter().map(|other| other.state.parse::<State>().ok());
        let states: Vec<Option<State>> =
            std::iter::once(Some(self.facts.state)).chain(others).collect();
        let is = |state: &Option<State>, wanted: &dyn Fn(State) -> bool| state.is_some_and(wanted);
        if !states.iter().all(|state| is(state, &all)) || !states.iter().any(|it| is(it, &one)) {
            return None;
        }
        let first = self.facts.approved().map(|proposal| proposal.id);
        self.others.iter().map(|other| other.approved).chain([first]).max().flatten()
    }

    /// Whether `viewer` is of the bureau that reports on all of it: the one with the first matter.
    pub fn leads(&self, viewer: &Viewer) -> bool {
        self.is_theirs(viewer) && self.is_first()
    }

    /// Whether the matter shown is the first of the petition.
    fn is_first(&self) -> bool {
        self.others.iter().all(|other| other.id > self.case.id)
    }

    /// Where `resource` of its page is: at the matter shown.
    pub fn href(&self, resource: &str) -> String {
        let href = format!("/petitions/{}{resource}", self.petition.number);
        if self.is_first() { href } else { format!("{href}?matter={}", self.case.number) }
    }

    /// The bureaus that have its matters, each once.
    pub fn bureaus(&self) -> Vec<String> {
        let others = self.others.iter().map(|other| other.bureau.clone());
        let all: BTreeSet<String> = others.chain([self.case.bureau.clone()]).collect();
        all.into_iter().collect()
    }

    /// Keeps others from all its matters until this transaction ends.
    ///
    /// # Errors
    /// [`Error::Conflict`] when one of them was changed since they were read.
    pub(super) fn hold(&self, connection: &mut Connection) -> Result<()> {
        let others = self.others.iter().map(|other| (other.id, other.version));
        let mut all: Vec<(i64, i64)> = others.chain([(self.case.id, self.case.version)]).collect();
        // Everybody in the same order, so that nobody waits for another in a circle.
        all.sort_unstable();
        for (id, version) in all {
            if Case::hold(connection, id)? != version {
                return Err(Error::changed());
            }
        }
        Ok(())
    }
}

/// What is on record of one matter, for the report on all.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Recorded {
    pub number: String,
    pub state: String,
    pub bureau: String,
    pub finding: Option<Finding>,
    pub measures: Vec<Measure>,
    pub promises: Vec<Promise>,
    pub held: Vec<Accountability>,
}

impl Recorded {
    /// Of each matter of a petition, in their order.
    pub fn of(connection: &mut Connection, dossier: &Dossier) -> QueryResult<Vec<Self>> {
        let case = &dossier.case;
        let mut matters: Vec<(i64, String, String, String)> = dossier
            .others
            .iter()
            .map(|it| (it.id, it.number.clone(), it.state.clone(), it.bureau.clone()))
            .collect();
        matters.push((case.id, case.number.clone(), case.state.clone(), case.bureau.clone()));
        matters.sort_unstable();
        let ids: Vec<i64> = matters.iter().map(|(id, ..)| *id).collect();
        let findings = Finding::of_cases(connection, &ids)?;
        let measures = Measure::of_cases(connection, &ids)?;
        let proposals = Proposal::of_cases(connection, &ids)?;
        let promises = Promise::binding(Promise::of_cases(connection, &ids)?, &proposals);
        let held = Accountability::of_cases(connection, &ids)?;
        let recorded = matters.into_iter().map(|(id, number, state, bureau)| Self {
            number,
            state,
            bureau,
            finding: findings.iter().rev().find(|it| it.case_id == id).cloned(),
            measures: measures.iter().filter(|it| it.case_id == id).cloned().collect(),
            promises: promises.iter().filter(|it| it.case_id == id).cloned().collect(),
            held: held.iter().filter(|it| it.case_id == id).cloned().collect(),
        });
        Ok(recorded.collect())
    }
}
