//! `/oversight` and `/oversight/{bureau}`: for the city's supervisors and dispatchers.

use actix_web::{
    HttpResponse,
    web::{Path, ServiceConfig, get},
};
use chrono::NaiveDate;
use serde_json::{Value, json};

use super::lines::{self, Line, Overdue};
use crate::{
    accounts::{Role, Viewer, web::Staff},
    cases::{Act, case, due, statement::is_assignable},
    circulars::answer,
    db::Connection,
    desk::bulk,
    error::{Error, Result},
    rounds::problem,
};

/// Who oversees.
const OVERSEERS: [Role; 2] = [Role::Supervisor, Role::Dispatcher];

/// A number of a bureau's line: its name, what it is, what is behind it (`N2`), and whether it is one that
/// should be none. `{code}` is the bureau, `{days}` this year.
type Column = (&'static str, fn(&Line) -> i64, &'static str, bool);

/// The numbers, in the order of the page.
#[rustfmt::skip]
const COLUMNS: [Column; 11] = [
    ("open",      |line| line.open,      "/desk?bureau={code}",                                               false),
    ("late",      |line| line.late,      "/oversight/{code}",                                                 true),
    ("soon",      |line| line.soon,      "/desk?due=soon&bureau={code}",                                      false),
    ("returned",  |line| line.returned,  "/statistics/matters?figure=returned&{days}&county={code}",          false),
    ("chased",    |line| line.chased,    "/statistics/matters?figure=chased&{days}&county={code}",            false),
    ("demanded",  |line| line.demanded,  "/statistics/matters?figure=demanded&{days}&county={code}",          false),
    ("demands",   |line| line.demands,   "/demands?which=waiting&bureau={code}",                              false),
    ("listings",  |line| line.listings,  "/desk/supervisions?state=overdue&bureau={code}",                    true),
    ("petitions", |line| line.petitions, "/petitions?state=late&county={code}",                               true),
    ("answers",   |line| line.answers,   "/oversight/{code}#answers",                                         true),
    ("problems",  |line| line.problems,  "/oversight/{code}#problems",                                        false),
];

/// The routes of this room.
pub fn routes(config: &mut ServiceConfig) {
    config.route("/oversight", get().to(show)).route("/oversight/{bureau}", get().to(show_bureau));
}

/// `GET /oversight`.
async fn show(staff: Staff) -> Result<HttpResponse> {
    let app = staff.app.clone();
    let read = move |connection: &mut Connection, viewer: &Viewer| {
        viewer.only(&OVERSEERS)?;
        lines::read(connection, &app, viewer)
    };
    let (viewer, lines) = staff.read(read).await?;
    let (from, until) = lines::year(staff.app.clock.today());
    let days = format!("from={from}&until={until}");
    let line = |line: &Line| {
        let cells = COLUMNS.map(|(_, of, href, alarms)| {
            let many = of(line);
            let href =
                (many > 0).then(|| href.replace("{code}", &line.code).replace("{days}", &days));
            json!({ "many": many, "href": href, "late": alarms && many > 0 })
        });
        let href = format!("/oversight/{}", line.code);
        json!({ "name": staff.place(&line.code), "href": href, "cells": cells })
    };
    let heads = COLUMNS.map(|(name, ..)| format!("oversight-{name}"));
    let page = json!({ "heads": heads, "lines": lines.iter().map(line).collect::<Vec<_>>() });
    staff.show(&viewer, "oversight/index", page)
}

/// `GET /oversight/{bureau}`: what it owes, and the way to chase all that is overdue.
async fn show_bureau(staff: Staff, bureau: Path<String>) -> Result<HttpResponse> {
    let (app, code) = (staff.app.clone(), bureau.into_inner());
    let of = code.clone();
    let read = move |connection: &mut Connection, viewer: &Viewer| {
        viewer.only(&OVERSEERS)?;
        let known = app.jurisdiction.bureau(&of).filter(|bureau| is_assignable(bureau.kind));
        known.ok_or(Error::NotFound)?;
        let chases = bulk::offered(&app, viewer).contains(&Act::Chase);
        Ok((chases, lines::owed(connection, viewer, &of, app.clock.today())?))
    };
    let (viewer, (chases, owed)) = staff.read(read).await?;
    let today = staff.app.clock.today();
    let days = |due: NaiveDate| (today - due).num_days();
    let matter = |it: &Overdue| -> Value {
        let title = case::title(&it.plant, &it.summary);
        json!({
            "number": it.number, "title": title, "href": format!("/cases/{}", it.number),
            "state": it.state, "due": it.due_on, "days": it.due_on.map(days), "status": "late",
        })
    };
    let answer = |it: &answer::Late| {
        json!({
            "title": it.title, "href": format!("/circulars/{}", it.circular),
            "due": it.due_on(), "days": days(it.due_on()), "status": "late",
        })
    };
    let problem = |it: &problem::Open| {
        let chip = due::chip(it.due_on, Some(it.due_on), None, today);
        json!({
            "title": it.title, "demand": it.demand, "state": format!("rounds-state-{}", it.state),
            "href": format!("/rounds/{}#problem-{}", it.round, it.id),
            "due": it.due_on, "days": chip.days, "status": chip.status,
        })
    };
    let page = json!({
        "bureau": staff.place(&code), "act": Act::Chase, "chases": chases,
        "all": format!("/desk?due=late&bureau={code}"),
        "rows": owed.matters.iter().map(matter).collect::<Vec<_>>(),
        "answers": owed.answers.iter().map(answer).collect::<Vec<_>>(),
        "problems": owed.problems.iter().map(problem).collect::<Vec<_>>(),
    });
    staff.show(&viewer, "oversight/show", page)
}
