//! `GET /readings`: for the administrator and the supervisor (`P5`, `P9`).

use actix_web::{HttpRequest, HttpResponse, web::ServiceConfig};
use serde_json::{Value, json};

use super::Reading;
use crate::{
    accounts::{Role, Staff},
    error::Result,
    web::{Fields, paging::Paging},
};

/// The routes of this page.
pub fn routes(config: &mut ServiceConfig) {
    config.route("/readings", actix_web::web::get().to(index));
}

/// `GET /readings`.
async fn index(staff: Staff, request: HttpRequest) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    let paging = Paging::of(&query);
    let (viewer, mut readings) = staff
        .read(move |connection, viewer| {
            viewer.only(&[Role::Administrator, Role::Supervisor])?;
            Ok(super::list(connection, viewer, paging)?)
        })
        .await?;
    let pages = paging.cut("/readings", &query, &mut readings);
    let rows: Vec<Value> = readings.iter().map(|reading| row(&staff, reading)).collect();
    staff.show(&viewer, "readings/index", json!({ "rows": rows, "pages": pages }))
}

fn row(staff: &Staff, reading: &Reading) -> Value {
    json!({ "reading": reading, "bureau": staff.full_name(&reading.bureau) })
}
