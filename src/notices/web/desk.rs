//! The desk on which notices are written, checked, published and taken back.

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Path};
use serde_json::{Value, json};

use super::{line, shown};
use crate::{
    accounts::{Staff, Viewer},
    app::App,
    cases::publication,
    db::Connection,
    error::{Error, Result, valid},
    notices::{
        Notice,
        draft::{Draft, KINDS},
        lifecycle::Act,
        notice::{Ties, WRITERS},
    },
    web::{
        Fields, Submission,
        paging::Paging,
        visit::{FormState, see_other},
    },
};

/// Where the desk is.
pub const PATH: &str = "/desk/notices";
/// The most characters of a reason.
const REASON: usize = 2_000;

/// `GET /desk/notices?page=`.
pub async fn index(staff: Staff, request: HttpRequest) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    let paging = Paging::of(&query);
    let (viewer, mut rows) =
        staff.read(move |connection, viewer| Notice::list(connection, viewer, paging)).await?;
    let pages = paging.cut(PATH, &query, &mut rows);
    let rows = rows.iter().map(|it| line(&staff.app, staff.language, it)).collect::<Vec<_>>();
    staff.show(&viewer, "notices/list", json!({ "rows": rows, "pages": pages }))
}

/// `GET /desk/notices/new`.
pub async fn new(staff: Staff) -> Result<HttpResponse> {
    blank(&staff, StatusCode::OK, FormState::default()).await
}

async fn blank(staff: &Staff, status: StatusCode, state: FormState) -> Result<HttpResponse> {
    let (viewer, ()) = staff.read(|_, viewer| viewer.only(&WRITERS)).await?;
    let page = json!({
        "kinds": kinds(staff), "form": state.form, "error": state.error, "errors": state.errors,
    });
    staff.show_with(status, &viewer, "notices/new", page)
}

fn kinds(staff: &Staff) -> Value {
    let label = |kind: &str| staff.text(&format!("notices-kind-{kind}"));
    KINDS.map(|kind| json!({ "value": kind, "label": label(kind) })).into_iter().collect()
}

/// `POST /desk/notices`: a new draft.
pub async fn make(staff: Staff, form: Submission) -> Result<HttpResponse> {
    let (app, fields) = (staff.app.clone(), form.fields.clone());
    let made = staff.write(move |connection, viewer| {
        viewer.only(&WRITERS)?;
        Notice::make(connection, &app, viewer, &Draft::parse(&fields)?, None)
    });
    match made.await {
        Ok(id) => Ok(see_other(&format!("{PATH}/{id}"))),
        Err(Error::Invalid(errors)) => {
            let state = staff.form(&form.fields, &errors);
            blank(&staff, StatusCode::UNPROCESSABLE_ENTITY, state).await
        }
        Err(error) => Err(error),
    }
}

/// `GET /desk/notices/{id}`.
pub async fn show(staff: Staff, id: Path<i64>, request: HttpRequest) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    let done = query.text("done").parse::<Act>().ok();
    page(&staff, *id, done, None, StatusCode::OK).await
}

/// `POST /desk/notices/{id}`: the act that the button names.
pub async fn decide(staff: Staff, id: Path<i64>, form: Submission) -> Result<HttpResponse> {
    let (app, id, fields) = (staff.app.clone(), *id, form.fields.clone());
    let act: Act = form.fields.text("action").parse().map_err(|()| Error::NotFound)?;
    let change = move |connection: &mut Connection, viewer: &Viewer| {
        let notice = Notice::open(connection, viewer, id)?;
        fields.check_version(notice.version)?;
        done(connection, &app, viewer, &notice, act, &fields)
    };
    match staff.write(change).await {
        Ok(Some(next)) => Ok(see_other(&format!("{PATH}/{next}?done={}", act.name()))),
        Ok(None) => Ok(see_other(PATH)),
        Err(error) => {
            let (status, state) = staff.refused_form(&form.fields, error)?;
            page(&staff, id, None, Some(state), status).await
        }
    }
}

/// Does it, and says which notice is to be looked at then; none for one that is gone.
fn done(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    notice: &Notice,
    act: Act,
    fields: &Fields,
) -> Result<Option<i64>> {
    let same = Some(notice.id);
    match act {
        Act::Save => notice.save(connection, app, viewer, &Draft::parse(fields)?).map(|()| same),
        Act::Discard => notice.discard(connection, app, viewer).map(|()| None),
        Act::Publish if !fields.ticked("checked") => {
            Err(Error::field("checked", "notices-unchecked"))
        }
        Act::Publish => notice.publish(connection, app, viewer).map(|()| same),
        Act::ProposeWithdrawal => {
            let mut errors = Vec::new();
            let reason = fields.required("withdrawal_reason", REASON, &mut errors);
            valid(errors)?;
            notice.propose_withdrawal(connection, app, viewer, &reason).map(|()| same)
        }
        Act::Withdraw => notice.withdraw(connection, app, viewer).map(|()| same),
        Act::Keep => notice.keep(connection, app, viewer).map(|()| same),
        Act::Correct => notice.correct(connection, app, viewer).map(Some),
    }
}

async fn page(
    staff: &Staff,
    id: i64,
    done: Option<Act>,
    refused: Option<FormState>,
    status: StatusCode,
) -> Result<HttpResponse> {
    let read = move |connection: &mut Connection, viewer: &Viewer| {
        let notice = Notice::open(connection, viewer, id)?;
        let ties = notice.ties(connection)?;
        let editor = notice.editor(connection)?;
        let marks = notice.marks(&notice.wording(connection, viewer, &ties)?);
        Ok((notice, ties, editor, marks))
    };
    let (viewer, (notice, ties, editor, marks)) = staff.read(read).await?;
    let mut page = line(&staff.app, staff.language, &notice);
    let marks = publication::listed(&marks);
    let allowed: serde_json::Map<String, Value> = Act::ALL
        .iter()
        .map(|act| (act.name().to_owned(), notice.allows(&viewer, *act).into()))
        .collect();
    let (errors, error, typed) = match refused {
        Some(state) => (state.errors, state.error, Some(state.form)),
        None => Default::default(),
    };
    let more = json!({
        "version": notice.version,
        "editor": editor,
        "own": notice.is_written_by(&viewer),
        "case": ties.case,
        "may": allowed,
        "marks": marks,
        "preview": shown(&staff.app, staff.language, &notice, &ties)?,
        "public": notice.published_at.is_some(),
        "withdrawal_reason": notice.withdrawal_reason,
        "kinds": kinds(staff),
        "form": typed.map_or_else(|| stored(&notice, &ties), |typed| json!(typed)),
        "error": error,
        "errors": errors,
        "notice": done.map(|act| json!({
            "kind": "success", "text": staff.text(&format!("notices-done-{}", act.name())),
        })),
    });
    if let (Value::Object(page), Value::Object(more)) = (&mut page, more) {
        page.extend(more);
    }
    staff.show_with(status, &viewer, "notices/desk", page)
}

/// The form as it was stored.
fn stored(notice: &Notice, ties: &Ties) -> Value {
    let plants: Vec<&str> = ties.plants.iter().map(|(number, _)| number.as_str()).collect();
    json!({
        "kind": notice.kind, "title": notice.title, "text": notice.text,
        "legal_basis": notice.legal_basis, "shown_until": notice.shown_until,
        "plants": plants.join(" "), "case": ties.case, "supervision": ties.supervision,
    })
}
