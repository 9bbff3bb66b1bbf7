//! Headers on every answer: what a browser may load, and what it may tell others.

use actix_web::{
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::header::{self, HeaderName, HeaderValue},
    middleware::Next,
    web::Data,
};

use crate::app::App;

/// Everything comes from this site; no inline script or style runs.
pub fn content_security_policy(tiles: Option<&str>) -> String {
    let tiles = tiles.and_then(|url| url.split('/').nth(2)).map(|host| format!(" https://{host}"));
    format!(
        "default-src 'self'; img-src 'self' data: blob:{}; object-src 'none'; base-uri 'none'; \
         form-action 'self'; frame-ancestors 'none'",
        tiles.unwrap_or_default()
    )
}

const FIXED: [(HeaderName, &str); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "geolocation=(self), camera=(), microphone=()"),
];

/// Sets them, and counts the answer.
pub async fn set(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let app = request.app_data::<Data<App>>().cloned();
    let started = std::time::Instant::now();
    let mut response = next.call(request).await?;
    let headers = response.headers_mut();
    for (name, value) in FIXED {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Some(app) = app {
        headers.insert(header::CONTENT_SECURITY_POLICY, app.security_policy.clone());
        if app.config.is_secure() {
            let year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
            headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
        }
        app.metrics.request(response.status().as_u16(), started.elapsed());
    }
    Ok(response)
}
