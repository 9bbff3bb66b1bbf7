//! What was made known in a campaign, counted by medium (`N4`).

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;
use serde_json::json;

use super::{
    access::{self, Deed},
    campaign::Whole,
};
use crate::{
    accounts::Viewer,
    app::App,
    db::{Connection, schema::campaign_publicity},
    error::{Error, FieldError, Result},
    timeline::Audience,
    web::Fields,
};

/// 广播, 电视, 报刊, 传单, 网络.
pub const MEDIA: [&str; 5] = ["radio", "television", "press", "leaflet", "web"];
const TITLE: usize = 100;
/// How many of the newest a page shows.
const SHOWN: i64 = 20;

/// Something that was made known.
#[derive(Clone, Debug, Queryable, Selectable, Serialize)]
#[diesel(table_name = campaign_publicity)]
#[allow(missing_docs)]
pub struct Publicity {
    pub id: i64,
    pub medium: String,
    pub published_on: NaiveDate,
    pub title: String,
    pub many: i32,
    pub bureau: String,
}

/// The same as it is typed.
#[derive(Clone, Debug)]
pub struct NewPublicity {
    medium: String,
    published_on: NaiveDate,
    title: String,
    many: i32,
}

impl NewPublicity {
    /// From a form.
    ///
    /// # Errors
    /// Each field that is wrong.
    pub fn parse(fields: &Fields, today: NaiveDate) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let medium = fields.text("medium").to_owned();
        if !MEDIA.contains(&medium.as_str()) {
            errors.push(FieldError::new("medium", "campaigns-medium-missing"));
        }
        let published_on = fields.past_day("published_on", today, &mut errors);
        let many = fields.text("many").parse().ok().filter(|many| (1..=1_000_000).contains(many));
        if many.is_none() {
            errors.push(FieldError::new("many", "campaigns-many-wrong"));
        }
        let title = fields.required("publicity_title", TITLE, &mut errors);
        match (published_on, many) {
            (Some(published_on), Some(many)) if errors.is_empty() => {
                Ok(Self { medium, published_on, title, many })
            }
            _ => Err(errors),
        }
    }
}

impl Publicity {
    /// The newest of a campaign.
    pub fn newest(connection: &mut Connection, campaign: i64) -> QueryResult<Vec<Self>> {
        campaign_publicity::table
            .filter(campaign_publicity::campaign_id.eq(campaign))
            .order((campaign_publicity::published_on.desc(), campaign_publicity::id.desc()))
            .limit(SHOWN)
            .select(Self::as_select())
            .load(connection)
    }

    /// Puts it on record.
    pub fn note(
        connection: &mut Connection,
        app: &App,
        by: &Viewer,
        number: &str,
        new: &NewPublicity,
    ) -> Result<()> {
        let whole = Whole::to_change(connection, by, number)?;
        access::check(by, Deed::Publicize, &whole.standing())?;
        diesel::insert_into(campaign_publicity::table)
            .values((
                campaign_publicity::campaign_id.eq(whole.campaign.id),
                campaign_publicity::medium.eq(&new.medium),
                campaign_publicity::published_on.eq(new.published_on),
                campaign_publicity::title.eq(&new.title),
                campaign_publicity::many.eq(new.many),
                campaign_publicity::bureau.eq(&by.bureau),
                campaign_publicity::by_account.eq(by.account),
                campaign_publicity::created_at.eq(app.clock.now()),
            ))
            .execute(connection)?;
        let detail = json!({ "medium": new.medium, "title": new.title, "many": new.many });
        whole.record(connection, app, by, ("publicize", Audience::Staff), detail)
    }
}

/// How much was made known in each medium, in their order.
pub fn by_medium(connection: &mut Connection, campaign: i64) -> Result<Vec<(&'static str, i64)>> {
    let rows: Vec<(String, Option<i64>)> = campaign_publicity::table
        .filter(campaign_publicity::campaign_id.eq(campaign))
        .group_by(campaign_publicity::medium)
        .select((campaign_publicity::medium, diesel::dsl::sum(campaign_publicity::many)))
        .load::<(String, Option<i64>)>(connection)
        .map_err(Error::from)?;
    let of = |medium: &str| rows.iter().find(|(known, _)| known == medium).and_then(|row| row.1);
    Ok(MEDIA.into_iter().map(|medium| (medium, of(medium).unwrap_or(0))).collect())
}
