//! `/campaigns` for everybody, `/desk/campaigns` for those who take part (`N4`, `P8`).

mod desk;
mod dossier;
mod plan_form;
mod shown;

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Path, ServiceConfig},
};
use serde_json::{Value, json};

use super::{Campaign, campaign::Whole, figures::Register, publicity};
use crate::{
    db::Connection,
    error::{Error, Result},
    web::Visit,
};
use shown::Shown;

/// Where the desk's pages are.
const DESK: &str = "/desk/campaigns";

/// The routes of this room.
pub fn routes(config: &mut ServiceConfig) {
    use actix_web::web::{get, post};
    config
        .route("/campaigns", get().to(index))
        .route("/campaigns/{number}", get().to(show))
        .route(DESK, get().to(desk::index))
        .route(DESK, post().to(plan_form::create))
        .route("/desk/campaigns/new", get().to(plan_form::new))
        .route("/desk/campaigns/{number}", get().to(dossier::show))
        .route("/desk/campaigns/{number}/plan", get().to(plan_form::edit))
        .route("/desk/campaigns/{number}/plan", post().to(plan_form::change))
        .route("/desk/campaigns/{number}/{form}", get().to(dossier::back))
        .route("/desk/campaigns/{number}/findings", post().to(dossier::enter))
        .route("/desk/campaigns/{number}/findings/{line}/{step}", post().to(dossier::step))
        .route("/desk/campaigns/{number}/publicity", post().to(dossier::publicize))
        .route("/desk/campaigns/{number}/closing", post().to(dossier::close));
}

/// `GET /campaigns`: those that have begun.
async fn index(visit: Visit, request: HttpRequest) -> Result<HttpResponse> {
    let (app, language) = (visit.app.clone(), visit.language);
    let content = move |connection: &mut Connection| {
        let today = app.clock.today();
        let shown = Shown { app: &app, language };
        let begun = Campaign::begun(connection, today)?;
        Ok(json!({ "rows": shown.cards(connection, &begun, "/campaigns")? }))
    };
    visit.public_page(&request, "campaigns/index", content).await
}

/// `GET /campaigns/{number}`: figures, without the register.
async fn show(visit: Visit, number: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    let (app, language) = (visit.app.clone(), visit.language);
    let content = move |connection: &mut Connection| -> Result<Value> {
        let today = app.clock.today();
        let whole = Whole::by_number(connection, &number)?;
        if whole.campaign.begins_on > today {
            return Err(Error::NotFound);
        }
        let register = Register::of(connection, whole.campaign.id, today)?;
        let media = publicity::by_medium(connection, whole.campaign.id)?;
        Ok(Shown { app: &app, language }.whole(&whole, &register, &media))
    };
    visit.public_page(&request, "campaigns/show", content).await
}
