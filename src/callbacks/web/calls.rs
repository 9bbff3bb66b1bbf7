//! The list of calls, giving them to clerks, and the next one.

use actix_web::{HttpRequest, HttpResponse, http::StatusCode};
use serde_json::{Value, json};

use super::{done, named};
use crate::{
    accounts::{Role, Staff, Viewer},
    callbacks::{
        callback::{self, CAUSES, Filter, Row},
        sample::Sample,
    },
    error::{Error, FieldError, Result},
    web::{
        Fields, Submission,
        paging::{Pages, Paging},
        visit::see_other,
    },
};

/// Everything that the list shows.
struct Found {
    rows: Vec<Row>,
    clerks: Vec<(i64, String)>,
    samples: Vec<Sample>,
}

/// `GET /callbacks`.
pub(super) async fn index(staff: Staff, request: HttpRequest) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    list(&staff, &query, &[], StatusCode::OK).await
}

async fn list(
    staff: &Staff,
    query: &Fields,
    errors: &[FieldError],
    status: StatusCode,
) -> Result<HttpResponse> {
    let (paging, filter) = (Paging::of(query), filter(query));
    let (app, asked) = (staff.app.clone(), filter.clone());
    let (viewer, mut found) = staff
        .read(move |connection, viewer| {
            let rows = callback::list(connection, &app, viewer, &asked, paging)?;
            let is_supervisor = viewer.role == Role::Supervisor;
            Ok(match is_supervisor {
                true => Found {
                    rows,
                    clerks: callback::clerks(connection, &viewer.bureau)?,
                    samples: Sample::latest(connection)?,
                },
                false => Found { rows, clerks: Vec::new(), samples: Vec::new() },
            })
        })
        .await?;
    let pages = paging.cut("/callbacks", query, &mut found.rows);
    let page = page(staff, &viewer, query, &filter, &found, pages, errors);
    staff.show_with(status, &viewer, "callbacks/index", page)
}

fn filter(query: &Fields) -> Filter {
    let cause = CAUSES.into_iter().find(|cause| query.text("cause") == *cause);
    Filter {
        closed: query.text("show") == "closed",
        cause: cause.map(str::to_owned),
        bureau: query.given("bureau").map(str::to_owned),
    }
}

fn page(
    staff: &Staff,
    viewer: &Viewer,
    query: &Fields,
    filter: &Filter,
    found: &Found,
    pages: Pages,
    errors: &[FieldError],
) -> Value {
    let clerk = |(id, name): &(i64, String)| json!({ "value": id.to_string(), "label": name });
    let mut clerks: Vec<Value> = found.clerks.iter().map(clerk).collect();
    if !clerks.is_empty() {
        clerks.push(json!({ "value": "none", "label": staff.text("callbacks-nobody") }));
    }
    let state = staff.form(query, errors);
    let tab = |show: &str, cause: Option<&str>, key: &str| {
        let current = filter.closed == (show == "closed") && filter.cause.as_deref() == cause;
        let href = match cause {
            Some(cause) => format!("/callbacks?cause={cause}"),
            None => format!("/callbacks?show={show}"),
        };
        json!({ "href": href, "label": staff.text(key), "current": current })
    };
    let mut tabs = vec![tab("open", None, "callbacks-open")];
    let causes = CAUSES.iter();
    tabs.extend(causes.map(|it| tab("open", Some(it), &format!("callback_cause-{it}"))));
    tabs.push(tab("closed", None, "callbacks-closed-tab"));
    json!({
        "notice": done(staff, query, "callbacks", &["assigned", "called", "all"]),
        "tabs": tabs,
        "closed": filter.closed,
        "rows": found.rows.iter().map(|it| row(staff, it)).collect::<Vec<_>>(),
        "pages": pages,
        "clerks": clerks,
        "may_assign": viewer.role == Role::Supervisor && !filter.closed,
        "samples": found.samples,
        "percent": staff.app.jurisdiction.profile().callbacks.percent,
        "causes": named(staff, "callback_cause", &CAUSES),
        "errors": state.errors,
        "error": state.error,
    })
}

/// A call in the list: nothing of who is called.
fn row(staff: &Staff, (call, case, report, caller): &Row) -> Value {
    json!({
        "id": call.id,
        "href": format!("/callbacks/{}", call.id),
        "report": report,
        "title": case.title(),
        "bureau": staff.full_name(&call.bureau),
        "cause": call.cause,
        "opened": call.opened_at,
        "tries": call.tries,
        "caller": caller,
        "outcome": call.outcome,
        "closed": call.closed_at,
    })
}

/// `POST /callbacks/assignment`: gives the ticked calls to a clerk, or takes them back.
pub(super) async fn assign(staff: Staff, form: Submission) -> Result<HttpResponse> {
    let calls: Vec<i64> = form.fields.all("call").iter().filter_map(|id| id.parse().ok()).collect();
    let given = form.fields.text("caller").to_owned();
    let to = match given.as_str() {
        "none" => Ok(None),
        id => id.parse().map(Some).map_err(|_| "callbacks-caller-missing"),
    };
    let outcome = match (to, calls.is_empty()) {
        (Err(key), _) => Err(Error::field("caller", key)),
        (_, true) => Err(Error::field("call", "callbacks-call-missing")),
        (Ok(to), false) => staff
            .write(move |connection, viewer| callback::assign(connection, viewer, &calls, to))
            .await
            .map(drop),
    };
    match outcome {
        Ok(()) => Ok(see_other("/callbacks?done=assigned")),
        Err(Error::Invalid(errors)) => {
            list(&staff, &form.fields, &errors, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(error),
    }
}

/// `GET /callbacks/next`: the sheet of the call to be made next, other than `?after=`.
pub(super) async fn next(staff: Staff, request: HttpRequest) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    let (app, after) = (staff.app.clone(), query.text("after").parse().ok());
    let (_, next) = staff
        .read(move |connection, viewer| callback::next(connection, &app, viewer, after))
        .await?;
    Ok(match next {
        Some(id) if after.is_some() => see_other(&format!("/callbacks/{id}?done=called")),
        Some(id) => see_other(&format!("/callbacks/{id}")),
        None => see_other("/callbacks?done=all"),
    })
}
