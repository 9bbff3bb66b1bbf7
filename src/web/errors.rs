//! Turns errors into pages, or into problem+json for programs.

use actix_web::{
    HttpMessage as _, HttpRequest, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{Method, StatusCode, header},
    middleware::Next,
};
use serde_json::{Value, json};

use super::{
    Fields, Visit, form, typed,
    visit::{header_text, see_other},
};
use crate::{error::Error, message::Message};

/// Answers every failed request in the reader's language.
pub async fn show(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    // The request must not be held while it is routed, so it is asked back from the answer.
    let response = next.call(request).await?;
    let Some((status, message)) = refused(&response) else {
        return Ok(response.map_into_boxed_body());
    };
    let page = answer(response.request(), status, &message);
    Ok(response.into_response(page))
}

/// What is told of a request that failed and has no page of its own.
pub fn refused(response: &ServiceResponse<impl MessageBody>) -> Option<(StatusCode, Message)> {
    match response.response().error() {
        Some(error) => Some(told(error, response.status())),
        None if needs_page(response.status(), response.headers()) => {
            Some((response.status(), plain_message(response.status())))
        }
        None => None,
    }
}

/// Answers of the framework itself have no body of their own.
fn needs_page(status: StatusCode, headers: &header::HeaderMap) -> bool {
    (status.is_client_error() || status.is_server_error())
        && !headers.contains_key(header::CONTENT_TYPE)
}

fn told(error: &actix_web::Error, status: StatusCode) -> (StatusCode, Message) {
    let Some(error) = error.as_error::<Error>() else { return (status, plain_message(status)) };
    match error {
        Error::Database(_) | Error::Storage(_) | Error::Internal(_) => {
            tracing::error!(%error, "a request failed");
        }
        _ => tracing::debug!(%error, "a request was refused"),
    }
    (error.status(), error.message())
}

fn plain_message(status: StatusCode) -> Message {
    Message::new(match status.as_u16() {
        404 => "error-not-found",
        405 => "error-method",
        413 => "error-too-large",
        400..=499 => "error-form",
        _ => "error-internal",
    })
}

fn answer(request: &HttpRequest, status: StatusCode, message: &Message) -> HttpResponse {
    let Ok(visit) = Visit::of(request) else { return HttpResponse::new(status) };
    if wants_json(request) {
        return problem(&visit, status, message);
    }
    if status == StatusCode::UNAUTHORIZED {
        return log_in(request, &visit, message);
    }
    let detail = visit.say(message);
    let mut page = page(status, message, &detail);
    page["typed"] = typed::of(request, &visit).into();
    visit.page_with(status, "errors/show", page).unwrap_or_else(|error| {
        tracing::error!(%error, "the error page itself failed");
        let text = visit.say(message);
        HttpResponse::build(status).content_type("text/plain; charset=utf-8").body(text)
    })
}

/// The context of `errors/show` and `errors/staff`.
pub fn page(status: StatusCode, message: &Message, detail: &str) -> Value {
    let kind = if message.key.starts_with("undo-") { "undo" } else { kind(status) };
    json!({ "status": status.as_u16(), "kind": kind, "detail": detail })
}

/// Which words the page has around the message.
fn kind(status: StatusCode) -> &'static str {
    match status.as_u16() {
        404 => "not-found",
        403 => "forbidden",
        409 => "conflict",
        413 => "too-large",
        429 => "too-many",
        400..=499 => "bad-request",
        503 => "unavailable",
        _ => "server",
    }
}

/// Whether a program asks.
pub fn wants_json(request: &HttpRequest) -> bool {
    request.path().starts_with("/api/")
        || header_text(request, header::ACCEPT).starts_with("application/json")
}

fn problem(visit: &Visit, status: StatusCode, message: &Message) -> HttpResponse {
    let detail = visit.say(message);
    let title = status.canonical_reason().unwrap_or("error");
    HttpResponse::build(status)
        .content_type("application/problem+json")
        .json(json!({ "type": "about:blank", "title": title, "status": status.as_u16(), "detail": detail }))
}

/// Asks for a log-in; what a form had sent is kept in the page, and the one whose session it was can
/// send it again.
fn log_in(request: &HttpRequest, visit: &Visit, message: &Message) -> HttpResponse {
    if request.method() == Method::GET {
        let query = [("back", visit.uri.as_str())];
        let query = serde_html_form::to_string(query).unwrap_or_default();
        return see_other(&format!("/login?{query}"));
    }
    let sent = match typed::is_secret(request.path()) || visit.session.is_none() {
        true => None,
        false => request.extensions().get::<Fields>().map(form::encode),
    };
    let again = sent.as_ref().map(|_| Message::new("error-login-again"));
    let notice = visit.say(again.as_ref().unwrap_or(message));
    let page = json!({ "said": notice, "resume": request.path(), "typed": sent });
    visit
        .page_with(StatusCode::UNAUTHORIZED, "accounts/login", page)
        .unwrap_or_else(|_| HttpResponse::new(StatusCode::UNAUTHORIZED))
}
