//! `/desk/phrases`: one's own texts and the bureau's; `/cases/{number}/phrases`: the same, filled in
//! for a matter, to be copied, or put into a field by a script.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Path, ServiceConfig},
};
use serde_json::{Value, json};

use super::{list_page::DESK_ROLES, view};
use crate::{
    accounts::{Staff, Viewer},
    cases::sight,
    cases::{Case, access},
    db::Connection,
    desk::phrases::{self, NewPhrase, PLACEHOLDERS, Phrase},
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
        .route("/desk/phrases", get().to(index))
        .route("/desk/phrases", post().to(create))
        .route("/desk/phrases/{id}", get().to(edit))
        .route("/desk/phrases/{id}", post().to(change))
        .route("/desk/phrases/{id}/removal", post().to(remove))
        .route("/cases/{number}/phrases", get().to(for_case));
}

/// `GET /desk/phrases`.
async fn index(staff: Staff, request: HttpRequest) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    show(&staff, StatusCode::OK, None, FormState::default(), view::said(&query)).await
}

/// `GET /desk/phrases/{id}`: the same page, with that text in the form.
async fn edit(staff: Staff, id: Path<i64>) -> Result<HttpResponse> {
    show(&staff, StatusCode::OK, Some(*id), FormState::default(), None).await
}

async fn show(
    staff: &Staff,
    status: StatusCode,
    edited: Option<i64>,
    sent: FormState,
    said: Option<&'static str>,
) -> Result<HttpResponse> {
    let read = move |connection: &mut Connection, viewer: &Viewer| {
        viewer.only(&DESK_ROLES)?;
        let edited = edited.map(|id| phrases::open(connection, viewer, id)).transpose()?;
        Ok((phrases::of_viewer(connection, viewer)?, edited))
    };
    let (viewer, (all, edited)) = staff.read(read).await?;
    let manages = phrases::manages(&viewer);
    let row = |it: &Phrase| {
        let may = it.account_id.is_some() || manages;
        json!({ "id": it.id, "title": it.title, "text": it.text, "may_change": may })
    };
    let (own, of_bureau): (Vec<&Phrase>, Vec<&Phrase>) =
        all.iter().partition(|it| it.account_id.is_some());
    let mut form = json!(sent.form);
    if let Some(edited) = edited.as_ref().filter(|_| sent.errors.is_empty()) {
        form = json!({ "title": edited.title, "phrase": edited.text,
                       "of_bureau": edited.account_id.is_none().then_some("yes") });
    }
    let page = json!({
        "notice": view::notice(staff, said),
        "own": own.into_iter().map(row).collect::<Vec<_>>(),
        "of_bureau": of_bureau.into_iter().map(row).collect::<Vec<_>>(),
        "manages": manages,
        "edited": edited.map(|it| it.id),
        "placeholders": PLACEHOLDERS,
        "form": form,
        "errors": sent.errors,
        "error": sent.error,
    });
    staff.show_with(status, &viewer, "desk/phrases", page)
}

/// `POST /desk/phrases`.
async fn create(staff: Staff, form: Submission) -> Result<HttpResponse> {
    keep(staff, None, form.fields).await
}

/// `POST /desk/phrases/{id}`.
async fn change(staff: Staff, id: Path<i64>, form: Submission) -> Result<HttpResponse> {
    keep(staff, Some(*id), form.fields).await
}

async fn keep(staff: Staff, id: Option<i64>, fields: Fields) -> Result<HttpResponse> {
    let (now, typed) = (staff.app.clock.now(), fields.clone());
    let write = staff
        .write(move |connection, viewer| {
            viewer.only(&DESK_ROLES)?;
            let phrase = NewPhrase::parse(&typed)?;
            match id {
                Some(id) => phrase.change(connection, viewer, id, now),
                None => phrase.create(connection, viewer, now),
            }
        })
        .await;
    match write {
        Ok(_) => Ok(see_other("/desk/phrases?said=phrase")),
        Err(Error::Invalid(errors)) => {
            let state = staff.form(&fields, &errors);
            show(&staff, StatusCode::UNPROCESSABLE_ENTITY, id, state, None).await
        }
        Err(error) => Err(error),
    }
}

/// `POST /desk/phrases/{id}/removal`.
async fn remove(staff: Staff, id: Path<i64>) -> Result<HttpResponse> {
    staff.write(move |connection, viewer| phrases::remove(connection, viewer, *id)).await?;
    Ok(see_other("/desk/phrases?said=phrase"))
}

/// `GET /cases/{number}/phrases`: filled in, each in a field to copy from.
async fn for_case(staff: Staff, number: Path<String>) -> Result<HttpResponse> {
    let (viewer, (case, all)) = staff
        .read(move |connection, viewer| {
            let case = access::open(connection, viewer, &number)?;
            sight::of(viewer, &case).filter(|sight| sight.casework).ok_or(Error::Forbidden)?;
            Ok((case, phrases::of_viewer(connection, viewer)?))
        })
        .await?;
    let values = values(&staff, &viewer, &case);
    let rows: Vec<Value> = all
        .iter()
        .map(|it| {
            json!({
                "id": it.id,
                "title": it.title,
                "text": phrases::filled(&it.text, &values),
                "of_bureau": it.account_id.is_none(),
            })
        })
        .collect();
    staff.show(&viewer, "desk/phrases_filled", json!({ "number": case.number, "rows": rows }))
}

/// What the placeholders stand for in a matter; none of it is the reporter's (`S1`).
fn values(staff: &Staff, viewer: &Viewer, case: &Case) -> [(&'static str, String); 7] {
    let messages = &staff.app.pages.messages;
    let due = case.due_on.map(|due| messages.date(staff.language, due)).unwrap_or_default();
    let value = |name: &str| match name {
        "number" => case.number.clone(),
        "plant" => case.plant.clone(),
        "place" => case.place.clone(),
        "date" => messages.date(staff.language, staff.app.clock.today()),
        "due" => due.clone(),
        "bureau" => staff.full_name(&case.bureau).to_owned(),
        _ => viewer.name.clone(),
    };
    PLACEHOLDERS.map(|name| (name, value(name)))
}
