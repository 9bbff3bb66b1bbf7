//! The desk's list of campaigns.

use actix_web::HttpResponse;
use serde_json::json;

use super::{DESK, shown::Shown};
use crate::{
    accounts::{Staff, Viewer},
    campaigns::{
        Campaign,
        access::{self, Deed, Standing},
    },
    db::Connection,
    error::Result,
};

/// `GET /desk/campaigns`.
pub async fn index(staff: Staff) -> Result<HttpResponse> {
    let (app, language) = (staff.app.clone(), staff.language);
    let load = move |connection: &mut Connection, viewer: &Viewer| {
        let mine = Campaign::of_viewer(connection, viewer)?;
        let shown = Shown { app: &app, language };
        let city = &app.jurisdiction.profile().dispatcher;
        let standing = Standing { city, members: &[], county: None, mender: None };
        let new = access::may(viewer, Deed::Lead, &standing).then(|| format!("{DESK}/new"));
        Ok(json!({ "rows": shown.cards(connection, &mine, DESK)?, "new": new }))
    };
    let (viewer, page) = staff.read(load).await?;
    staff.show(&viewer, "campaigns/desk", page)
}
