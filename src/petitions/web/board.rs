//! The board (`F3`): how many petitions stand how in which county; each number opens its list.

use actix_web::{HttpResponse, web::ServiceConfig};
use serde_json::{Value, json};

use crate::{
    accounts::web::Staff,
    error::Result,
    petitions::{
        board,
        standing::{Standing, Tally},
    },
};

pub(super) fn routes(config: &mut ServiceConfig) {
    config.route("/petitions/board", actix_web::web::get().to(show));
}

/// `GET /petitions/board`.
async fn show(staff: Staff) -> Result<HttpResponse> {
    let today = staff.app.clock.today();
    let (viewer, (lines, sum)) =
        staff.read(move |connection, viewer| board::by_bureau(connection, viewer, today)).await?;
    let tag = staff.language.tag();
    let rows = lines.iter().map(|line| {
        let label = staff.app.jurisdiction.place(&line.of, tag);
        json!({ "label": label, "cells": cells(&line.tally, Some(&line.of)) })
    });
    let page = json!({
        "standings": Standing::ALL.map(|it| format!("petitions-standing-{}", it.name())),
        "rows": rows.collect::<Vec<_>>(), "sum": cells(&sum, None),
    });
    staff.show(&viewer, "petitions/board", page)
}

/// The counts in the order of the filter, each with the list behind it.
fn cells(tally: &Tally, bureau: Option<&String>) -> Vec<Value> {
    let cell = |standing: Standing| {
        let county = bureau.map(|code| ("county", code.as_str()));
        let pairs = [("state", standing.name())].into_iter().chain(county);
        let query = serde_html_form::to_string(pairs.collect::<Vec<_>>()).unwrap_or_default();
        let count = tally.of(standing);
        json!({
            "count": count, "href": format!("/petitions?{query}"),
            "late": standing == Standing::Late && count > 0,
        })
    };
    Standing::ALL.map(cell).to_vec()
}
