//! One report behind several matters (分办): a further matter for another plant or county.

use diesel::prelude::*;
use serde_json::json;

use super::{Change, Work};
use crate::{
    accounts::Role,
    cases::{
        Act, Case, due,
        jobs::TellReporters,
        open::{Opening, open},
        plant,
        statement::NewMatter,
        words,
    },
    db::{
        Connection,
        schema::{case_reports, cases, reports},
    },
    deadlines::{
        PolicyId,
        deadline::{self, FORWARDED},
    },
    error::{Error, Result},
    jobs,
    message::Message,
    routing::{Decision, RuleId, Target},
    timeline::{self, Audience, Entry, Subject},
};

/// The report that a further matter is opened from.
#[derive(Queryable)]
struct Source {
    id: i64,
    number: String,
    channel: String,
}

impl Work<'_> {
    /// Opens a further matter from the same report. The city assigns it; a bureau keeps it or leaves
    /// the decision to the city (`R4`).
    pub(super) fn split(&self, connection: &mut Connection, new: &NewMatter) -> Result<Change> {
        let source = self.source(connection, new)?;
        let decision = self.decision(new)?;
        let number = next_number(connection, &source)?;
        let opening = Opening {
            number: &number,
            channel: &source.channel,
            text: &new.summary,
            place: &new.place,
            point: None,
            plant: &new.plant,
            kinds: &self.case.kinds,
            industry: self.case.industry.as_deref().filter(|_| new.plant.is_empty()),
            urgent: self.case.urgent,
            decision: &decision,
            by: Some(self.by.staff()?),
        };
        let case = open(connection, self.app, &opening)?;
        diesel::insert_into(case_reports::table)
            .values((
                case_reports::case_id.eq(case),
                case_reports::report_id.eq(source.id),
                case_reports::opened.eq(true),
            ))
            .execute(connection)?;
        let opened = Case::find(connection, case)?;
        plant::tie(connection, self.app, &opened, &new.plant)?;
        words::put_told(connection, &self.app.jurisdiction, &opened)?;
        // Whoever waits to hear whether it is accepted waits no longer because it became several (T1).
        deadline::share(connection, PolicyId::Acceptance.name(), self.case.id, case)?;
        if source.channel == "province" {
            deadline::share(connection, FORWARDED, self.case.id, case)?;
        }
        due::refresh(connection, case)?;
        self.announce(connection, case, &number, &opened.bureau)?;
        let mut change = self.direct(connection, Act::Split, &new.reason)?;
        change.detail["into"] = json!(number);
        Ok(change)
    }

    /// The report that stands behind it, or the one that was named of several.
    fn source(&self, connection: &mut Connection, new: &NewMatter) -> Result<Source> {
        let behind: Vec<Source> = case_reports::table
            .inner_join(reports::table.on(reports::id.eq(case_reports::report_id)))
            .filter(case_reports::case_id.eq(self.case.id))
            .filter(reports::withdrawn_at.is_null())
            .order(reports::id)
            .select((reports::id, reports::number, reports::channel))
            .load(connection)?;
        let missing = || Error::field("report", "field-report-missing");
        match &new.report {
            Some(number) => behind.into_iter().find(|it| it.number == *number),
            None if behind.len() == 1 => behind.into_iter().next(),
            None => None,
        }
        .ok_or_else(missing)
    }

    /// What the first matter is kept from, the further one is kept from, too (`R3`).
    fn decision(&self, new: &NewMatter) -> Result<Decision> {
        let (jurisdiction, viewer) = (&self.app.jurisdiction, self.by.staff()?);
        let is_own = new.bureau == self.case.bureau;
        let is_city = matches!(viewer.role, Role::Dispatcher | Role::Supervisor);
        let city_is_reported = self.case.is_kept_from(&jurisdiction.profile().dispatcher);
        if self.case.is_kept_from(&new.bureau) || !is_own && city_is_reported {
            return Err(Error::field("bureau", "assign-conflict"));
        }
        let target = Target::bureau(jurisdiction, &new.bureau);
        let certain = is_own || is_city;
        let reason = Message::new("split-reason")
            .with("number", &self.case.number)
            .with("reason", &new.reason);
        Ok(Decision {
            alternatives: if certain { Vec::new() } else { vec![target.clone()] },
            target,
            rule: RuleId::Chosen,
            reason,
            outside: false,
            border: false,
            certain,
            hidden_from: self.case.kept_from().map(str::to_owned).collect(),
        })
    }

    /// The reporter learns of it from the further matter's own timeline, and of whoever has it: the
    /// city, where that is still to be decided.
    fn announce(
        &self,
        connection: &mut Connection,
        id: i64,
        number: &str,
        bureau: &str,
    ) -> Result<()> {
        let entry = Entry {
            subject: Subject { noun: Case::NOUN, id },
            act: "split_off",
            actor: self.by.actor(),
            audience: Audience::Public,
            detail: json!({ "into": number, "from": self.case.number, "bureau": bureau }),
        };
        let event = timeline::record(connection, &self.app.vault, self.now, &entry)?;
        jobs::enqueue(connection, &TellReporters { event }, self.now)?;
        Ok(())
    }
}

/// The number of the report with `-2`, `-3` …
fn next_number(connection: &mut Connection, source: &Source) -> Result<String> {
    let behind: Vec<String> = case_reports::table
        .inner_join(cases::table.on(cases::id.eq(case_reports::case_id)))
        .filter(case_reports::report_id.eq(source.id))
        .select(cases::number)
        .load(connection)?;
    let place = |number: &String| {
        number.strip_prefix(&source.number)?.strip_prefix('-')?.parse::<u32>().ok()
    };
    let next = behind.iter().filter_map(place).max().unwrap_or(1) + 1;
    Ok(format!("{}-{next}", source.number))
}
