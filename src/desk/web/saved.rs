//! `/desk/filters`: filters of the work list by name.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Path, ServiceConfig},
};
use serde_json::{Value, json};

use super::{
    list_page::{self, DESK_ROLES},
    view,
};
use crate::{
    accounts::{Staff, Viewer},
    db::Connection,
    desk::{phrases::manages, saved, walk},
    error::{Error, Result},
    web::{
        Fields, Submission,
        visit::{FormState, see_other},
    },
};

/// The routes of this part.
pub fn routes(config: &mut ServiceConfig) {
    use actix_web::web::{get, post};
    config
        .route("/desk/filters", get().to(index))
        .route("/desk/filters", post().to(keep))
        .route("/desk/filters/start", post().to(start))
        .route("/desk/filters/{id}/removal", post().to(remove));
}

/// `GET /desk/filters`: those kept, and a form for the list that `list` names.
async fn index(staff: Staff, request: HttpRequest) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    let list = walk::list_of(&Fields::parse(query.text("list").as_bytes())?);
    let said = view::said(&query);
    show(&staff, StatusCode::OK, list, FormState::default(), said).await
}

async fn show(
    staff: &Staff,
    status: StatusCode,
    list: String,
    sent: FormState,
    said: Option<&'static str>,
) -> Result<HttpResponse> {
    let read = |connection: &mut Connection, viewer: &Viewer| {
        viewer.only(&DESK_ROLES)?;
        let start = saved::start_of(connection, viewer)?;
        Ok((saved::of_viewer(connection, viewer)?, start))
    };
    let (viewer, (all, start)) = staff.read(read).await?;
    let rows: Vec<Value> = all
        .iter()
        .map(|it| {
            json!({
                "id": it.id,
                "name": it.name,
                "holds": list_page::words(staff, &it.query),
                "href": format!("/desk?{}", it.query),
                "shared": it.shared,
                "mine": it.account_id == viewer.account,
                "start": start.as_ref().is_some_and(|start| start.id == it.id),
            })
        })
        .collect();
    let holds = (!list.is_empty()).then(|| list_page::words(staff, &list));
    let page = json!({
        "notice": view::notice(staff, said),
        "rows": rows,
        "has_start": start.is_some(),
        "list": list,
        "holds": holds,
        "manages": manages(&viewer),
        "form": sent.form,
        "errors": sent.errors,
        "error": sent.error,
    });
    staff.show_with(status, &viewer, "desk/filters", page)
}

/// `POST /desk/filters`: keeps the list `query` as `filter_name`.
async fn keep(staff: Staff, form: Submission) -> Result<HttpResponse> {
    let (now, fields) = (staff.app.clock.now(), form.fields.clone());
    let kept = staff
        .write(move |connection, viewer| {
            viewer.only(&DESK_ROLES)?;
            saved::keep(connection, viewer, &fields, now)
        })
        .await;
    match kept {
        Ok(_) => Ok(see_other("/desk/filters?said=filter")),
        Err(Error::Invalid(errors)) => {
            let state = staff.form(&form.fields, &errors);
            let list = walk::list_of(&Fields::parse(form.fields.text("query").as_bytes())?);
            show(&staff, StatusCode::UNPROCESSABLE_ENTITY, list, state, None).await
        }
        Err(error) => Err(error),
    }
}

/// `POST /desk/filters/start`: the day begins with the filter `id`, or with all open matters.
async fn start(staff: Staff, form: Submission) -> Result<HttpResponse> {
    let id = form.fields.given("id").and_then(|id| id.parse().ok());
    staff.write(move |connection, viewer| saved::start_with(connection, viewer, id)).await?;
    Ok(see_other("/desk/filters?said=filter"))
}

/// `POST /desk/filters/{id}/removal`.
async fn remove(staff: Staff, id: Path<i64>) -> Result<HttpResponse> {
    staff.write(move |connection, viewer| saved::remove(connection, viewer, *id)).await?;
    Ok(see_other("/desk/filters?said=filter"))
}
