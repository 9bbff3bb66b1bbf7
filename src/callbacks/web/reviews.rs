//! The reviews that a unit has to decide, or has decided (`T4`); each is decided on the page of its
//! matter.

use actix_web::{HttpRequest, HttpResponse};
use serde_json::{Value, json};

use crate::{
    accounts::Staff,
    cases::{
        Case, due,
        reviews::{self, Review},
    },
    error::Result,
    web::{Fields, paging::Paging},
};

/// `GET /reviews`.
pub(super) async fn index(staff: Staff, request: HttpRequest) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    let (paging, over) = (Paging::of(&query), query.text("show") == "over");
    let (viewer, mut rows) = staff
        .read(move |connection, viewer| reviews::list(connection, viewer, !over, paging))
        .await?;
    let pages = paging.cut("/reviews", &query, &mut rows);
    let rows: Vec<Value> = rows.iter().map(|(review, case)| row(&staff, review, case)).collect();
    staff.show(&viewer, "reviews/index", json!({ "over": over, "rows": rows, "pages": pages }))
}

fn row(staff: &Staff, review: &Review, case: &Case) -> Value {
    let begun = staff.app.clock.day(review.at);
    let today = staff.app.clock.today();
    let chip = due::chip(begun, Some(review.due_on), review.decided_on, today);
    json!({
        "href": format!("/cases/{}", case.number),
        "number": case.number,
        "title": case.title(),
        "bureau": staff.full_name(&case.bureau),
        "round": review.round,
        "asked": review.asked_on,
        "due": review.due_on,
        "status": chip.status,
        "days": chip.days,
        "outcome": review.outcome,
        "decided": review.decided_on,
    })
}
