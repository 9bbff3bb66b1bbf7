//! `/enterprises` and `/revisits`.

mod revisits;
mod show;
mod ties;

use actix_web::{HttpRequest, HttpResponse, web::ServiceConfig};
use serde_json::{Value, json};

use super::{
    Enterprise, State, access,
    list::{self, Filter},
};
use crate::{
    accounts::Staff,
    error::Result,
    web::{Fields, form, paging::Paging},
};

/// The routes of this room.
pub fn routes(config: &mut ServiceConfig) {
    use actix_web::web::{get, post};
    config
        .route("/enterprises", get().to(index))
        .route("/enterprises/matters/{case}", get().to(ties::show))
        .route("/enterprises/matters/{case}/ties", post().to(ties::tie))
        .route("/enterprises/matters/{case}/removal", post().to(ties::untie))
        .route("/enterprises/{number}", get().to(show::show))
        .route("/enterprises/{number}/{resource}", get().to(show::back))
        .route("/enterprises/{number}/{resource}", post().to(show::change))
        .route("/revisits", get().to(revisits::index))
        .route("/revisits/{id}", get().to(revisits::show))
        .route("/revisits/{id}/photos/{photo}", get().to(revisits::photo))
        .route("/revisits/{id}", post().to(revisits::record));
}

const PATH: &str = "/enterprises";

/// `GET /enterprises?county=&state=&order=&q=&page=`.
async fn index(staff: Staff, request: HttpRequest) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    let (filter, paging, app) = (Filter::of(&query), Paging::of(&query), staff.app.clone());
    let asked = filter.clone();
    let (viewer, (mut rows, counties)) = staff
        .read(move |connection, viewer| {
            viewer.only(&access::ROLES)?;
            let rows = list::page(connection, &app, viewer, &asked, paging)?;
            Ok((rows, list::by_county(connection, &app, viewer)?))
        })
        .await?;
    let pages = paging.cut(PATH, &query, &mut rows);
    let kept: Vec<Value> = ["county", "state", "order"]
        .into_iter()
        .filter_map(|name| Some(json!({ "name": name, "value": query.given(name)? })))
        .collect();
    let page = json!({
        "query": filter.words,
        "kept": kept,
        "filters": filters(&staff, &query, &counties),
        "rows": rows.iter().map(|row| line(&staff, row)).collect::<Vec<_>>(),
        "total": counties.iter().map(|(_, count)| count).sum::<i64>(),
        "pages": pages,
    });
    staff.show(&viewer, "enterprises/index", page)
}

/// A line of the list.
fn line(staff: &Staff, plant: &Enterprise) -> Value {
    json!({
        "number": plant.number,
        "href": format!("{PATH}/{}", plant.number),
        "name": plant.name,
        "county": staff.place(&plant.county),
        "address": plant.address,
        "state": plant.state,
        "confirmed": plant.confirmed,
        "reports": plant.reports,
        "last": plant.last_seen,
    })
}

/// Links that change one part of the query and keep the others.
fn filters(staff: &Staff, query: &Fields, counties: &[(String, i64)]) -> Vec<Value> {
    let link = |name: &str, value: &str, label: String, count: Option<i64>| {
        let mut pairs: Vec<(String, String)> =
            query.pairs().iter().filter(|(key, _)| key != name && key != "page").cloned().collect();
        if !value.is_empty() {
            pairs.push((name.to_owned(), value.to_owned()));
        }
        let href = format!("{PATH}?{}", form::encode(&pairs.into()));
        json!({ "label": label, "count": count, "href": href, "current": query.text(name) == value })
    };
    let states = ["", "candidate"].into_iter().chain(State::ALL.map(State::name));
    let states = states.map(|name| {
        let key = if name.is_empty() { "all" } else { name };
        link("state", name, staff.text(&format!("enterprise-state-{key}")), None)
    });
    let orders = ["", "reports"].map(|name| {
        let key = if name.is_empty() { "last" } else { name };
        link("order", name, staff.text(&format!("enterprises-order-{key}")), None)
    });
    let mut groups = vec![
        json!({ "label": staff.text("enterprises-by-state"), "items": states.collect::<Vec<_>>() }),
        json!({ "label": staff.text("enterprises-order"), "items": orders }),
    ];
    if counties.len() > 1 {
        let total = counties.iter().map(|(_, count)| count).sum();
        let all = link("county", "", staff.text("enterprises-all-counties"), Some(total));
        let each = counties
            .iter()
            .map(|(code, count)| link("county", code, staff.place(code).to_owned(), Some(*count)));
        let items: Vec<Value> = std::iter::once(all).chain(each).collect();
        groups.push(json!({ "label": staff.text("enterprises-by-county"), "items": items }));
    }
    groups
}
