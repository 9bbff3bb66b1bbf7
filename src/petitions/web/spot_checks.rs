//! `/petitions/spot-checks`: the province draws a sample and records what it found.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Path, ServiceConfig, get, post},
};
use serde_json::{Value, json};

use crate::{
    accounts::{Viewer, web::Staff},
    error::{Error, FieldError, Result},
    petitions::spot_checks::{Item, SpotCheck},
    web::{Fields, Submission, visit::see_other},
};

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/petitions/spot-checks", get().to(list))
        .route("/petitions/spot-checks", post().to(draw))
        .route("/petitions/spot-checks/{id}", get().to(show))
        .route("/petitions/spot-checks/{id}/items/{item}", post().to(record));
}

/// `GET /petitions/spot-checks`.
async fn list(staff: Staff) -> Result<HttpResponse> {
    show_list(&staff, StatusCode::OK, &Fields::default(), &[]).await
}

async fn show_list(
    staff: &Staff,
    status: StatusCode,
    fields: &Fields,
    errors: &[FieldError],
) -> Result<HttpResponse> {
    let (viewer, rows) = staff.read(SpotCheck::list).await?;
    let state = staff.form(fields, errors);
    let rows = rows.iter().map(|it| {
        json!({
            "href": format!("/petitions/spot-checks/{}", it.id), "first": it.first_day,
            "last": it.last_day, "size": it.population_size, "wanted": it.wanted, "at": it.at,
        })
    });
    let page = json!({
        "rows": rows.collect::<Vec<_>>(), "form": state.form, "error": state.error, "errors": state.errors,
    });
    staff.show_with(status, &viewer, "petitions/spot_checks", page)
}

/// `POST /petitions/spot-checks`.
async fn draw(staff: Staff, form: Submission) -> Result<HttpResponse> {
    let (app, fields) = (staff.app.clone(), form.fields.clone());
    let drawn = staff
        .write(move |connection, viewer| SpotCheck::draw(connection, &app, viewer, &fields))
        .await;
    match drawn {
        Ok(id) => Ok(see_other(&format!("/petitions/spot-checks/{id}"))),
        Err(Error::Invalid(errors)) => {
            show_list(&staff, StatusCode::UNPROCESSABLE_ENTITY, &form.fields, &errors).await
        }
        Err(error) => Err(error),
    }
}

/// `GET /petitions/spot-checks/{id}`: drawn again each time it is shown.
async fn show(staff: Staff, id: Path<i64>, request: HttpRequest) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    let id = id.into_inner();
    let (viewer, (check, items)) =
        staff.read(move |connection, viewer| SpotCheck::open(connection, viewer, id)).await?;
    let mut page = page(&staff, &check, &items, None);
    if query.ticked("done") {
        page["notice"] = super::notice(&staff, "petitions-check-done");
    }
    staff.show(&viewer, "petitions/spot_check", page)
}

/// A form that was refused: its item, what was typed, why.
type Typed<'a> = (i64, &'a Fields, &'a [FieldError]);

fn page(
    staff: &Staff,
    check: &SpotCheck,
    items: &[(Item, String)],
    typed: Option<Typed<'_>>,
) -> Value {
    let numbers: Vec<&str> = items.iter().map(|(_, number)| number.as_str()).collect();
    let again = check.drawn_again();
    let same = check.is_whole() && again == numbers;
    let done = items.iter().filter(|(item, _)| item.passed.is_some()).count();
    let rows = items.iter().map(|(item, number)| {
        let mine = typed.filter(|(of, ..)| *of == item.id);
        let state = mine.map(|(_, fields, errors)| staff.form(fields, errors));
        let open = item.passed.is_none();
        json!({
            "number": number, "href": format!("/petitions/{number}"), "note": item.note,
            "at": item.checked_at, "open": open,
            "state": match item.passed {
                Some(true) => "petitions-check-passed",
                Some(false) => "petitions-check-failed",
                None => "petitions-check-open",
            },
            "action": open.then(|| format!("/petitions/spot-checks/{}/items/{}", check.id, item.id)),
            "id": format!("check_note-{}", item.id),
            "typed": state.as_ref().and_then(|it| it.form.get("check_note").cloned()),
            "error": state.as_ref().and_then(|it| it.error.get("check_note").cloned()),
        })
    });
    json!({
        "first": check.first_day, "last": check.last_day, "seed": check.seed, "wanted": check.wanted,
        "size": check.population_size, "digest": check.digest, "at": check.at, "same": same,
        "done": done, "all": items.len(), "rows": rows.collect::<Vec<_>>(),
    })
}

/// `POST /petitions/spot-checks/{id}/items/{item}`.
async fn record(staff: Staff, path: Path<(i64, i64)>, form: Submission) -> Result<HttpResponse> {
    let (id, item) = path.into_inner();
    let (app, fields) = (staff.app.clone(), form.fields.clone());
    let record = staff.write(move |connection, viewer: &Viewer| {
        SpotCheck::record(connection, &app, viewer, (id, item), &fields)
    });
    let (status, errors, said) = match record.await {
        Ok(_) => return Ok(see_other(&format!("/petitions/spot-checks/{id}?done=yes"))),
        Err(Error::Invalid(errors)) => (StatusCode::UNPROCESSABLE_ENTITY, errors, None),
        Err(Error::Conflict(message)) => (StatusCode::CONFLICT, Vec::new(), Some(message)),
        Err(error) => return Err(error),
    };
    let (viewer, (check, items)) =
        staff.read(move |connection, viewer| SpotCheck::open(connection, viewer, id)).await?;
    let mut page = page(&staff, &check, &items, Some((item, &form.fields, &errors)));
    let of_fields = errors.iter().map(|error| {
        let message = staff.say(&error.message);
        json!({ "field": format!("check_note-{item}"), "message": message })
    });
    let said = said.iter().map(|message| json!({ "message": staff.say(message) }));
    page["errors"] = of_fields.chain(said).collect::<Vec<_>>().into();
    staff.show_with(status, &viewer, "petitions/spot_check", page)
}
