//! Every request that changes something must come from a page of our own (CSRF), and none is for an address
//! that cannot be.

use actix_web::{
    HttpRequest,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::header,
    middleware::Next,
};

use super::{language::local_path, unsubscribe, visit::header_text};
use crate::{error::Error, message::Message};

/// Refuses a state-changing request whose origin is not this site.
///
/// Browsers send `Origin` with every such request, older ones `Referer`; one with neither is not
/// from a page of ours.
pub async fn check(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    // No address of ours has this sign, and PostgreSQL refuses it.
    if request.uri().path().contains("%00") {
        return Ok(request.error_response(Error::NotFound));
    }
    // A mail program unsubscribes by itself (RFC 8058): the token in the path is all the proof.
    let by_token = request.path().starts_with(unsubscribe::PREFIX);
    let by_key = is_by_key(request.request());
    if !request.method().is_safe() && !by_token && !by_key && !is_ours(request.request()) {
        tracing::warn!(path = request.path(), "refused: the request is of another origin");
        let refused = Error::BadRequest(Message::new("error-origin"));
        return Ok(request.error_response(refused));
    }
    next.call(request).await.map(ServiceResponse::map_into_boxed_body)
}

/// A program names itself by a key. No browser sends one by itself, and no page of another site can
/// add it without being asked whether it may; those who answer look at nothing but the key.
fn is_by_key(request: &HttpRequest) -> bool {
    let key = header_text(request, header::AUTHORIZATION);
    request.path().starts_with("/api/") && key.to_ascii_lowercase().starts_with("bearer ")
}

fn is_ours(request: &HttpRequest) -> bool {
    let site = request.headers().get("sec-fetch-site").and_then(|value| value.to_str().ok());
    if site.is_some_and(|site| !matches!(site, "same-origin" | "none")) {
        return false;
    }
    let origin = Some(header_text(request, header::ORIGIN)).filter(|origin| !origin.is_empty());
    let origin = origin.unwrap_or_else(|| header_text(request, header::REFERER));
    let host = header_text(request, header::HOST);
    let named = origin.split_once("://").map(|(_, rest)| rest.split('/').next().unwrap_or(rest));
    named.is_some_and(|named| !named.is_empty() && named.eq_ignore_ascii_case(host))
}

/// The page of this site that a form was on: its path and query. Nothing when the browser does not say,
/// or names another site.
pub fn page_before(request: &HttpRequest) -> Option<&str> {
    let (_, rest) = header_text(request, header::REFERER).split_once("://")?;
    let (host, page) = rest.split_at(rest.find('/')?);
    let page = page.split('#').next().unwrap_or(page);
    let is_ours = host.eq_ignore_ascii_case(header_text(request, header::HOST));
    (is_ours && local_path(page) == page).then_some(page)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn only_this_site_may_change_things() {
        let ask = |name: &'static str, value: &'static str| {
            is_ours(
                &TestRequest::post()
                    .insert_header((header::HOST, "minsheng.example"))
                    .insert_header((name, value))
                    .to_http_request(),
            )
        };
        assert!(ask("origin", "https://minsheng.example"));
        assert!(ask("referer", "https://minsheng.example/reports/new"));
        assert!(!ask("origin", "https://evil.example"));
        assert!(!ask("origin", "null"));
        assert!(!ask("origin", "https://minsheng.example.evil.example"));
        assert!(!ask("x-nothing", "1"));
    }

    #[test]
    fn the_page_before_is_one_of_this_site() {
        let before = |value: &'static str| {
            let request = TestRequest::post().insert_header((header::HOST, "minsheng.example"));
            let request = request.insert_header((header::REFERER, value)).to_http_request();
            page_before(&request).map(str::to_owned)
        };
        let ours = "https://minsheng.example/desk?state=assigned#list";
        assert_eq!(before(ours).as_deref(), Some("/desk?state=assigned"));
        for other in [
            "https://evil.example/desk",
            "https://minsheng.example.evil.example/desk",
            "https://minsheng.example@evil.example/desk",
            "https://minsheng.example//evil.example/",
            "https://minsheng.example",
            "/desk",
            "",
        ] {
            assert_eq!(before(other), None, "{other}");
        }
    }

    #[test]
    fn a_program_needs_a_key_and_no_page() {
        let ask = |path: &str, value: &'static str| {
            let request = TestRequest::post().uri(path);
            is_by_key(&request.insert_header((header::AUTHORIZATION, value)).to_http_request())
        };
        assert!(ask("/api/v1/petitions/batches", "Bearer x"));
        assert!(!ask("/petitions/batches", "Bearer x"));
        assert!(!ask("/api/v1/petitions/batches", "Basic x"));
    }
}
