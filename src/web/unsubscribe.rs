//! No more mail but what the law asks, by the link in a mail: no log-in, one click.

use actix_web::{HttpResponse, web::Path};
use serde_json::json;

use super::{Submission, Visit};
use crate::{error::Result, mail::Refusal};

/// What these addresses begin with; a request there needs no page of ours before it.
pub const PREFIX: &str = "/unsubscribe/";
/// The address of the page.
pub const PATH: &str = "/unsubscribe/{token}";

/// `GET`: asks before anything changes, because mail programs open links by themselves.
pub async fn ask(visit: Visit, token: Path<String>) -> Result<HttpResponse> {
    let app = visit.app.clone();
    let vault = app.vault.clone();
    let refused = app
        .db
        .read(move |connection| {
            let refusal = Refusal::of_token(connection, &vault, &token)?;
            Ok::<_, crate::error::Error>(refusal.stands(connection)?)
        })
        .await?;
    visit.page("mail/unsubscribe", json!({ "refused": refused }))
}

/// `POST`: no more mail, or with `again` mail as before; shows how it now is.
pub async fn decide(visit: Visit, token: Path<String>, form: Submission) -> Result<HttpResponse> {
    let again = form.fields.text("again") == "yes";
    let app = visit.app.clone();
    let (vault, now) = (app.vault.clone(), app.clock.now());
    app.db
        .write(move |connection| {
            let refusal = Refusal::of_token(connection, &vault, &token)?;
            match again {
                true => refusal.end(connection)?,
                false => refusal.begin(connection, now)?,
            }
            Ok::<_, crate::error::Error>(())
        })
        .await?;
    visit.page("mail/unsubscribe", json!({ "refused": !again }))
}
