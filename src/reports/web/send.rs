//! Report, check, send: each step works without JavaScript, and all of it at once, too.

use std::sync::Arc;

use actix_web::{HttpResponse, http::StatusCode};
use serde_json::json;

use super::{
    draft::{Draft, new_key},
    pages,
    receipt::{self, Receipt},
};
use crate::{
    app::App,
    db::Connection,
    error::{Error, FieldError, Result},
    reports::{
        NewReport, Report,
        file::{self, Filed},
        pending, picture,
        support::{self, Offer},
    },
    web::{Fields, Submission, Visit, visit::see_other},
};

/// `GET /reports/new`.
pub async fn blank(visit: Visit) -> Result<HttpResponse> {
    let page = pages::form(&visit, &Fields::default(), &new_key(), &[], &[]);
    visit.page("reports/new", page)
}

/// `POST /reports/new`: the form again with all that was typed, from the review.
pub async fn change(visit: Visit, form: Submission) -> Result<HttpResponse> {
    let draft = Draft::of(&visit, Submission { fields: form.fields, files: Vec::new() }).await?;
    show_again(&visit, &draft, StatusCode::OK, &[]).await
}

/// `POST /reports/review`: whose it will be and why, and all that was typed, before it is sent.
pub async fn review(visit: Visit, form: Submission) -> Result<HttpResponse> {
    if !form.files.is_empty() {
        visit.app.limits.write(visit.address)?;
    }
    let draft = Draft::of(&visit, form).await?;
    match &draft.new {
        Ok(new) => {
            let offers = match draft.has_chosen() {
                true => Vec::new(),
                false => offers(&visit, new).await?,
            };
            if !offers.is_empty() {
                return visit
                    .page("reports/alike", pages::alike(&visit, &draft.fields, new, &offers));
            }
            let pictures = draft.pictures(&visit).await?;
            let page = pages::review(&visit, &draft.fields, new, &pictures);
            visit.page("reports/review", page)
        }
        Err(errors) => show_again(&visit, &draft, StatusCode::UNPROCESSABLE_ENTITY, errors).await,
    }
}

/// `POST /reports/alike`: matters that may be the same, as a piece of the form.
pub async fn alike(visit: Visit, form: Submission) -> Result<HttpResponse> {
    let draft = Draft::of(&visit, Submission { fields: form.fields, files: Vec::new() }).await?;
    let offers = match &draft.new {
        Ok(new) => offers(&visit, new).await?,
        Err(_) => Vec::new(),
    };
    let page = json!({ "offers": pages::offers(&visit, &offers) });
    let html = visit.render_public("reports/offers", page)?;
    Ok(visit.html(StatusCode::OK, html))
}

/// What may be the same. Whoever asks too often is asked nothing, and can still report.
async fn offers(visit: &Visit, new: &NewReport) -> Result<Vec<Offer>> {
    if visit.app.limits.write(visit.address).is_err() {
        return Ok(Vec::new());
    }
    let (app, new) = (visit.app.clone(), new.clone());
    visit.app.db.read(move |connection| support::offers(connection, &app, &new)).await
}

/// `POST /reports`: files it, once for each key, durable before the answer.
pub async fn file(visit: Visit, form: Submission) -> Result<HttpResponse> {
    visit.app.limits.write(visit.address)?;
    let draft = Draft::of(&visit, form).await?;
    let filed = match &draft.new {
        Ok(new) => file_once(&visit, new).await,
        Err(errors) => Err(Error::Invalid(errors.clone())),
    };
    match filed {
        Ok(filed) => {
            let mailed = draft.new.is_ok_and(|new| !new.identity.mail.is_empty());
            let receipt = Receipt { key: draft.key, again: filed.again, mailed };
            receipt::send_to(&visit, see_other("/reports/receipt"), &receipt)
        }
        Err(Error::Invalid(errors)) => {
            show_again(&visit, &draft, StatusCode::UNPROCESSABLE_ENTITY, &errors).await
        }
        Err(error) => Err(error),
    }
}

async fn show_again(
    visit: &Visit,
    draft: &Draft,
    status: StatusCode,
    errors: &[FieldError],
) -> Result<HttpResponse> {
    let pictures = draft.pictures(visit).await?;
    let page = pages::form(visit, &draft.fields, &draft.key, errors, &pictures);
    visit.page_with(status, "reports/new", page)
}

/// Files the report with its pictures. When two sendings of one form meet on PostgreSQL, the later
/// runs into the unique index and then finds what the other has filed.
async fn file_once(visit: &Visit, new: &NewReport) -> Result<Filed> {
    let filed = visit.app.db.write(filing(visit.app.clone(), new.clone())).await;
    match filed {
        Err(Error::Database(error)) if error.is_unique_violation() => {
            visit.app.db.write(filing(visit.app.clone(), new.clone())).await
        }
        filed => filed,
    }
}

fn filing(
    app: Arc<App>,
    new: NewReport,
) -> impl FnOnce(&mut Connection) -> Result<Filed> + Send + 'static {
    move |connection| {
        let filed = file::file(connection, &app, None, &new, &[])?;
        if !filed.again {
            let pictures = pending::take(connection, &app.vault, &new.submission)?;
            let now = app.clock.now();
            picture::attach(connection, &pictures, Report::NOUN, filed.report.id, now)?;
        }
        Ok(filed)
    }
}
