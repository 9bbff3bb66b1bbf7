//! 排查台账: a problem of a plant found in the sweep, mended by its county and cleared 销号 by the city,
//! one by one (`N4`, `C2`).

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::Serialize;

use super::{access::Standing, campaign::Whole};
use crate::{
    alerts::{self, Alert, To},
    app::App,
    db::{
        Connection,
        schema::{campaign_findings, enterprises},
    },
    error::Result,
    message::Message,
    web::paging::{PER_PAGE, Paging},
};

/// Where a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The county has to mend it.
    Open,
    /// The county says that it is mended; the city looks.
    Mended,
    /// 已销号.
    Cleared,
}

impl State {
    /// All, in their order.
    pub const ALL: [Self; 3] = [Self::Open, Self::Mended, Self::Cleared];

    /// As stored, and the end of its message key.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Mended => "mended",
            Self::Cleared => "cleared",
        }
    }
}

/// A line of the register as stored; the columns' comments are in the migration.
#[derive(Clone, Debug, Queryable, Selectable, Serialize)]
#[diesel(table_name = campaign_findings)]
#[allow(missing_docs)]
pub struct Finding {
    pub id: i64,
    pub campaign_id: i64,
    pub problem_id: i64,
    pub enterprise_id: i64,
    pub plant: String,
    pub county: String,
    pub found_on: NaiveDate,
    pub facts: String,
    pub demand: String,
    pub due_on: NaiveDate,
    pub found_by: i64,
    pub created_at: NaiveDateTime,
    pub state: String,
    pub mended_text: String,
    pub mended_on: Option<NaiveDate>,
    pub mended_by: Option<i64>,
    pub cleared_on: Option<NaiveDate>,
    pub cleared_by: Option<i64>,
    pub returned_note: String,
    pub version: i64,
    pub officers: String,
}

/// What is asked of the register.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only of that state; `late` for those past their date.
    pub state: Option<String>,
    /// Only of that bureau's area.
    pub county: Option<String>,
    /// Only of that type.
    pub problem: Option<i64>,
}

impl Finding {
    /// How people stand to it.
    pub fn standing<'a>(&'a self, whole: &'a Whole) -> Standing<'a> {
        Standing { county: Some(&self.county), mender: self.mended_by, ..whole.standing() }
    }

    /// Whether it stands so.
    pub fn is(&self, state: State) -> bool {
        self.state == state.name()
    }

    /// Whether the county should have mended it by now.
    pub fn is_late(&self, today: NaiveDate) -> bool {
        self.is(State::Open) && self.due_on < today
    }

    /// One page of the register, the open ones first and of these the most pressing, with one row too many.
    pub fn page(
        connection: &mut Connection,
        campaign: i64,
        filter: &Filter,
        today: NaiveDate,
        paging: Paging,
    ) -> QueryResult<Vec<(Self, String)>> {
        let mut query = campaign_findings::table
            .inner_join(enterprises::table.on(enterprises::id.eq(campaign_findings::enterprise_id)))
            .filter(campaign_findings::campaign_id.eq(campaign))
            .select((Self::as_select(), enterprises::number))
            .into_boxed();
        match filter.state.as_deref() {
            Some("late") => {
                query = query.filter(campaign_findings::state.eq(State::Open.name()));
                query = query.filter(campaign_findings::due_on.lt(today));
            }
            Some(state) => query = query.filter(campaign_findings::state.eq(state.to_owned())),
            None => {}
        }
        if let Some(county) = &filter.county {
            query = query.filter(campaign_findings::county.eq(county.clone()));
        }
        if let Some(problem) = filter.problem {
            query = query.filter(campaign_findings::problem_id.eq(problem));
        }
        query
            .order((
                campaign_findings::cleared_on.is_not_null(),
                campaign_findings::due_on,
                campaign_findings::id,
            ))
            .offset(paging.offset())
            .limit(PER_PAGE + 1)
            .load(connection)
    }

    /// The line of that row.
    pub fn of(connection: &mut Connection, whole: &Whole, id: i64) -> Result<Self> {
        let query = campaign_findings::table
            .find(id)
            .filter(campaign_findings::campaign_id.eq(whole.campaign.id));
        Ok(query.select(Self::as_select()).first(connection)?)
    }
}

/// What somebody is told about a plant of a campaign.
pub(super) fn told(key: &str, whole: &Whole, plant: &str) -> Message {
    Message::new(key).with("campaign", &whole.campaign.name).with("plant", plant)
}

/// Tells those who have to see to a line next; once for each of its versions.
pub(super) fn tell(
    connection: &mut Connection,
    app: &App,
    whole: &Whole,
    (line, version): (i64, i64),
    to: To,
    message: Message,
) -> Result<()> {
    let alert = Alert {
        key: format!("campaign line {line} {version}"),
        to,
        kind: "campaign",
        message,
        link: format!("/desk/campaigns/{}?line={line}", whole.campaign.number),
    };
    alerts::raise(connection, app.clock.now(), &alert)?;
    Ok(())
}
