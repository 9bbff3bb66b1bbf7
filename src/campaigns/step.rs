//! What is done about a line of the register: mended by its county, cleared or sent back by the city (`C2`).

use chrono::NaiveDate;
use diesel::prelude::*;
use serde_json::json;

use super::{
    access::{self, Deed},
    campaign::Whole,
    finding::{Finding, State, tell, told},
};
use crate::{
    accounts::{Role, Viewer},
    alerts::To,
    app::App,
    db::{Connection, schema::campaign_findings},
    error::{Error, FieldError, Result},
    message::Message,
    timeline::Audience,
    web::Fields,
};

/// The most characters of what is said.
const TEXT: usize = 2_000;

/// What is done about a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// It is mended, says the county: how, and when.
    Mend(String, NaiveDate),
    /// 销号.
    Clear,
    /// Not mended yet: why.
    SendBack(String),
}

impl Step {
    /// From the address and the form; nothing for an address that is none.
    pub fn parse(
        resource: &str,
        fields: &Fields,
        today: NaiveDate,
    ) -> Option<Result<Self, Vec<FieldError>>> {
        let mut errors = Vec::new();
        let step = match resource {
            "mending" => {
                let text = fields.required("mended_text", TEXT, &mut errors);
                let on = fields.past_day("mended_on", today, &mut errors);
                Self::Mend(text, on.unwrap_or(today))
            }
            "clearing" => Self::Clear,
            "return" => Self::SendBack(fields.required("returned_note", TEXT, &mut errors)),
            _ => return None,
        };
        Some(if errors.is_empty() { Ok(step) } else { Err(errors) })
    }

    const fn deed(&self) -> Deed {
        match self {
            Self::Mend(..) => Deed::Mend,
            Self::Clear | Self::SendBack(_) => Deed::Clear,
        }
    }

    /// The state in which it is done, and the one that it leads to.
    const fn states(&self) -> (State, State) {
        match self {
            Self::Mend(..) => (State::Open, State::Mended),
            Self::Clear => (State::Mended, State::Cleared),
            Self::SendBack(_) => (State::Mended, State::Open),
        }
    }

    /// In the timeline.
    const fn act(&self) -> &'static str {
        match self {
            Self::Mend(..) => "mend",
            Self::Clear => "clear",
            Self::SendBack(_) => "send_back",
        }
    }
}

impl Finding {
    /// Does something about the line of that row as it was looked at in that version.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for whoever may not, [`Error::Conflict`] when somebody else was first.
    pub fn step(
        connection: &mut Connection,
        app: &App,
        by: &Viewer,
        number: &str,
        (id, version): (i64, i64),
        step: &Step,
    ) -> Result<()> {
        let whole = Whole::to_change(connection, by, number)?;
        let finding = Self::of(connection, &whole, id)?;
        access::check(by, step.deed(), &finding.standing(&whole))?;
        let (from, next) = step.states();
        if finding.version != version || !finding.is(from) {
            let message = Message::new("campaigns-line-changed").with("state", &finding.state);
            return Err(Error::Conflict(message));
        }
        if let Step::Mend(_, on) = step
            && *on < finding.found_on
        {
            return Err(Error::field("mended_on", "campaigns-mended-early"));
        }
        finding.write(connection, app, by, step, next)?;
        let detail = json!({ "plant": finding.plant, "line": id });
        whole.record(connection, app, by, (step.act(), Audience::Staff), detail)?;
        let (key, to) = match step {
            Step::Mend(..) => {
                let city = whole.campaign.city.clone();
                ("campaigns-alert-mended", To::Role { bureau: city, role: Role::Supervisor })
            }
            Step::SendBack(_) => {
                let bureau = finding.county.clone();
                ("campaigns-alert-returned", To::Role { bureau, role: Role::Officer })
            }
            Step::Clear => return Ok(()),
        };
        tell(connection, app, &whole, (id, version + 1), to, told(key, &whole, &finding.plant))
    }

    fn write(
        &self,
        connection: &mut Connection,
        app: &App,
        by: &Viewer,
        step: &Step,
        next: State,
    ) -> QueryResult<()> {
        let line = campaign_findings::table.find(self.id);
        let moved = (
            campaign_findings::state.eq(next.name()),
            campaign_findings::version.eq(self.version + 1),
        );
        match step {
            Step::Mend(text, on) => diesel::update(line)
                .set((
                    moved,
                    campaign_findings::mended_text.eq(text),
                    campaign_findings::mended_on.eq(Some(*on)),
                    campaign_findings::mended_by.eq(Some(by.account)),
                    campaign_findings::returned_note.eq(""),
                ))
                .execute(connection),
            Step::Clear => diesel::update(line)
                .set((
                    moved,
                    campaign_findings::cleared_on.eq(Some(app.clock.today())),
                    campaign_findings::cleared_by.eq(Some(by.account)),
                ))
                .execute(connection),
            Step::SendBack(note) => diesel::update(line)
                .set((
                    moved,
                    campaign_findings::mended_on.eq(None::<NaiveDate>),
                    campaign_findings::mended_by.eq(None::<i64>),
                    campaign_findings::returned_note.eq(note),
                ))
                .execute(connection),
        }
        .map(drop)
    }
}
