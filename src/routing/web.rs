//! The public look-up of whose a place is, and the map to choose one on.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, HeaderValue},
    web::ServiceConfig,
};
use serde_json::{Value, json};

use super::{Target, decide, told};
use crate::{
    error::{Error, Result},
    web::{Fields, Visit, visit::header_text},
};

/// How long an answer may be kept: it changes with the jurisdiction's files alone.
const KEEP: &str = "public, max-age=3600";

/// The routes of this room.
pub fn routes(config: &mut ServiceConfig) {
    use actix_web::web::get;
    config
        .route("/api/v1/route", get().to(route))
        .route("/api/v1/boundaries", get().to(boundaries));
}

/// `GET /api/v1/route`: who gets a report about a place, by which rule and why (`R5`). Pure: it is
/// asked while people type.
async fn route(visit: Visit, request: HttpRequest) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    let mut errors = Vec::new();
    let place = told(&visit.app.jurisdiction, &query, &mut errors);
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let decision = decide(&visit.app.jurisdiction, &place);
    let target = |target: &Target| described(&visit, target);
    let answer = json!({
        "target": target(&decision.target),
        "rule": decision.rule,
        "reason": visit.say(&decision.reason),
        "outside": decision.outside,
        "border": decision.border,
        "alternatives": decision.alternatives.iter().map(target).collect::<Vec<_>>(),
    });
    Ok(kept(HttpResponse::Ok().json(answer)))
}

fn described(visit: &Visit, target: &Target) -> Value {
    let name = target.names.in_language(visit.language.tag());
    json!({ "code": target.code, "name": (!name.is_empty()).then_some(name) })
}

/// `GET /api/v1/boundaries`: the counties to draw, as GeoJSON with their names, their codes and where the
/// name belongs (`cp`).
async fn boundaries(visit: Visit, request: HttpRequest) -> Result<HttpResponse> {
    let drawn = visit.app.jurisdiction.geojson(visit.language.tag());
    let etag = format!("\"{}\"", &blake3::hash(drawn.as_bytes()).to_hex()[..20]);
    if header_text(&request, header::IF_NONE_MATCH) == etag {
        return Ok(kept(HttpResponse::NotModified().finish()));
    }
    let response = HttpResponse::Ok()
        .content_type("application/geo+json")
        .insert_header((header::ETAG, etag))
        .body(drawn);
    Ok(kept(response))
}

fn kept(mut response: HttpResponse) -> HttpResponse {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(KEEP));
    headers.insert(header::VARY, HeaderValue::from_static("accept-language, cookie"));
    response
}
