//! `/circulars`: the city drafts and issues them, bureaus receive and answer, the province reads (`P5`).

mod show;

use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web::{Path, ServiceConfig, get, post},
};
use chrono::Days;
use serde_json::{Value, json};

use super::{
    Act, Circular,
    access::has_list,
    answer::Answer,
    asked::Asked,
    sheet,
    table::{self, Table},
    topic::{Listed, TOPICS},
};
use crate::{
    accounts::{Role, Viewer, web::Staff},
    db::Connection,
    error::{Error, FieldError, Result},
    message::Message,
    statistics::Period,
    web::{
        Fields, Submission, beside,
        table::{XLSX, csv},
        visit::see_other,
    },
};

/// Where the pages are.
const PATH: &str = "/circulars";
/// So many days the bureaus have for their answers, unless the form says otherwise.
const TIME: Days = Days::new(15);

/// The routes of this room.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/circulars", get().to(list))
        .route("/circulars", post().to(make))
        .route("/circulars/new", get().to(new))
        .route("/circulars/{id:\\d+}", get().to(look))
        .route("/circulars/{id:\\d+}/table.{format:csv|xlsx}", get().to(file))
        .route("/circulars/{id:\\d+}/matters", get().to(matters))
        .route("/circulars/{id:\\d+}/{resource}", get().to(back))
        .route("/circulars/{id:\\d+}/{resource}", post().to(act));
}

fn drafts(staff: &Staff, viewer: &Viewer) -> bool {
    viewer.role == Role::Supervisor && viewer.bureau == staff.app.jurisdiction.profile().dispatcher
}

/// `GET /circulars`.
async fn list(staff: Staff) -> Result<HttpResponse> {
    let read = |connection: &mut Connection, viewer: &Viewer| {
        let all = Circular::list(connection, viewer)?;
        let ids: Vec<i64> = all.iter().map(|it| it.id).collect();
        let answers = Answer::stands(connection, &ids)?;
        Ok((all, answers))
    };
    let (viewer, (all, answers)) = staff.read(read).await?;
    let today = staff.app.clock.today();
    let row = |it: &Circular| {
        let of_it = answers.iter().filter(|stand| stand.circular_id == it.id);
        let answered = of_it.clone().filter(|stand| stand.is_answered()).count();
        let own = of_it.clone().find(|stand| stand.bureau == viewer.bureau);
        let is_late = match own {
            Some(own) => own.is_late(it.due_on, today),
            None => of_it.clone().any(|stand| stand.is_late(it.due_on, today)),
        };
        let number = it.number(&staff.app).map(|it| staff.say(&it));
        json!({
            "href": format!("{PATH}/{}", it.id), "title": it.title, "number": number,
            "topic": format!("circulars-topic-{}", it.topic),
            "state": format!("circulars-state-{}", it.state), "issued": it.is_issued(),
            "due": own.and_then(|own| own.again_by).unwrap_or(it.due_on),
            "late": it.is_issued() && is_late,
            "answered": answered, "all": of_it.count(),
            "own": own.map(|own| format!("circulars-answer-{}", own.state)),
        })
    };
    let page = json!({
        "rows": all.iter().map(row).collect::<Vec<_>>(),
        "new": drafts(&staff, &viewer).then(|| format!("{PATH}/new")),
    });
    staff.show(&viewer, "circulars/index", page)
}

/// `GET /circulars/new`: this month, all bureaus.
async fn new(staff: Staff) -> Result<HttpResponse> {
    let today = staff.app.clock.today();
    let (from, until) = Period::Month.days(today, today);
    let mut pairs = vec![
        ("from".to_owned(), from.to_string()),
        ("until".to_owned(), until.to_string()),
        ("due_on".to_owned(), (today + TIME).to_string()),
    ];
    let bureaus = table::bureaus(&staff.app);
    pairs.extend(bureaus.into_iter().map(|code| ("bureau".to_owned(), code)));
    form(&staff, &pairs.into(), (StatusCode::OK, &[])).await
}

async fn form(
    staff: &Staff,
    fields: &Fields,
    (status, errors): (StatusCode, &[FieldError]),
) -> Result<HttpResponse> {
    let (viewer, ()) = staff.read(|_, viewer| has_list(viewer)).await?;
    if !drafts(staff, &viewer) {
        return Err(Error::Forbidden);
    }
    let state = staff.form(fields, errors);
    let topics = TOPICS.iter().map(|topic| {
        let label = staff.text(&format!("circulars-topic-{}", topic.name));
        let columns = topic.columns.iter().map(|column| staff.text(&column.key()));
        let hint = columns.collect::<Vec<_>>().join(" · ");
        json!({ "value": topic.name, "label": label, "hint": hint })
    });
    let page = json!({
        "topics": topics.collect::<Vec<_>>(),
        "bureaus": choices(staff, &fields.all("bureau")),
        "form": state.form, "error": state.error, "errors": state.errors,
    });
    staff.show_with(status, &viewer, "circulars/new", page)
}

/// The bureaus as boxes.
fn choices(staff: &Staff, ticked: &[&str]) -> Vec<Value> {
    let choice = |code: String| {
        let checked = ticked.contains(&code.as_str());
        json!({ "value": code, "label": staff.place(&code), "checked": checked })
    };
    table::bureaus(&staff.app).into_iter().map(choice).collect()
}

/// `POST /circulars`.
async fn make(staff: Staff, submission: Submission) -> Result<HttpResponse> {
    let (app, fields) = (staff.app.clone(), submission.fields.clone());
    let make = staff.write(move |connection, viewer| {
        has_list(viewer)?;
        let asked = Asked::parse(&fields, &app);
        Circular::make(connection, &app, viewer, &asked?)
    });
    match make.await {
        Ok(id) => Ok(see_other(&format!("{PATH}/{id}?done=draft"))),
        Err(Error::Invalid(errors)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            form(&staff, &submission.fields, (status, &errors)).await
        }
        Err(error) => Err(error),
    }
}

/// `GET /circulars/{id}`.
async fn look(staff: Staff, id: Path<i64>, request: HttpRequest) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    show::page(&staff, *id, StatusCode::OK, query.text("done"), None).await
}

/// The address of an act, when somebody opens it.
async fn back(path: Path<(i64, String)>) -> Result<HttpResponse> {
    Act::of_resource(&path.1).ok_or(Error::NotFound)?;
    Ok(see_other(&format!("{PATH}/{}", path.0)))
}

/// `POST /circulars/{id}/{resource}`.
async fn act(staff: Staff, path: Path<(i64, String)>, form: Submission) -> Result<HttpResponse> {
    let (id, resource) = path.into_inner();
    let act = Act::of_resource(&resource).ok_or(Error::NotFound)?;
    let (app, fields) = (staff.app.clone(), form.fields.clone());
    let write = staff
        .write(move |connection, viewer| Circular::act(connection, &app, viewer, id, act, &fields));
    let (status, mut state) = match write.await {
        Ok(_) if act == Act::Discard => return Ok(see_other(PATH)),
        Ok(_) => return Ok(see_other(&format!("{PATH}/{id}?done={}", act.name()))),
        Err(error) => staff.refused_form(&form.fields, error)?,
    };
    state.form.remove("version");
    let refused = show::Refused { act, state, bureaus: form.fields };
    show::page(&staff, id, status, "", Some(refused)).await
}

/// `GET /circulars/{id}/table.csv` and `.xlsx`.
async fn file(staff: Staff, path: Path<(i64, String)>) -> Result<HttpResponse> {
    let (id, format) = path.into_inner();
    let app = staff.app.clone();
    let read = staff.read(move |connection, viewer| {
        let found = Circular::open(connection, viewer, id)?;
        let table = Table::of(connection, &app, id, found.topic()?)?;
        Ok((found, table))
    });
    let (_, (found, table)) = read.await?;
    let rows = show::rows(&staff, &table);
    let (kind, bytes) = match format.as_str() {
        "xlsx" => {
            let date = |day| staff.app.pages.messages.date(staff.language, day);
            let days = Message::new("statistics-period")
                .with("from", date(found.from_on))
                .with("until", date(found.until_on));
            let days = staff.say(&days);
            (XLSX, beside(move || sheet::xlsx(&found.title, &days, &rows)).await?)
        }
        _ => ("text/csv; charset=utf-8", csv(&rows).into_bytes()),
    };
    Ok(HttpResponse::Ok()
        .content_type(kind)
        .insert_header((
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"circular-{id}.{format}\""),
        ))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(bytes))
}

/// `GET /circulars/{id}/matters?name=&bureau=`: what stood on a list when the circular was drafted (`N2`).
async fn matters(staff: Staff, id: Path<i64>, request: HttpRequest) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    let list = Listed::find(query.text("name")).ok_or(Error::NotFound)?;
    let (id, bureau) = (id.into_inner(), query.text("bureau").to_owned());
    let of = bureau.clone();
    let read = staff.read(move |connection, viewer| {
        let found = Circular::open(connection, viewer, id)?;
        let behind = list.behind(connection, viewer, (id, &of))?;
        Ok((found, behind))
    });
    let (viewer, (found, behind)) = read.await?;
    let (room, prefix) = match list {
        Listed::Listings => ("supervisions", "supervisions-filter"),
        Listed::Overdue | Listed::Petitions => ("cases", "state"),
    };
    // The province reads its petitions, not the matter itself.
    let opens = viewer.role != Role::Province || list == Listed::Listings;
    let row = |it: &table::Behind| {
        json!({
            "number": it.number, "title": it.title, "due": it.due_on,
            "state": staff.text(&format!("{prefix}-{}", it.state)),
            "href": opens.then(|| format!("/{room}/{}", it.number)),
        })
    };
    let page = json!({
        "title": staff.text(&format!("circulars-{}", list.name())),
        "bureau": staff.place(&bureau), "back": format!("{PATH}/{id}"),
        "of": found.title, "rows": behind.iter().map(row).collect::<Vec<_>>(),
    });
    staff.show(&viewer, "circulars/matters", page)
}
