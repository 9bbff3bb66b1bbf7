//! The form of a campaign's plan.

use actix_web::{HttpResponse, http::StatusCode, web::Path};
use serde_json::{Value, json};

use super::DESK;
use crate::{
    accounts::{Staff, Viewer},
    campaigns::{
        Campaign,
        access::{self, Deed, Standing},
        campaign::Whole,
        plan::{self, PHASES, Plan},
    },
    error::{Error, FieldError, Result},
    web::{Fields, Submission, visit::see_other},
};

/// Whoever opens a campaign, as the table of deeds has it.
fn check_lead(staff: &Staff, viewer: &Viewer) -> Result<()> {
    let city = &staff.app.jurisdiction.profile().dispatcher;
    access::check(viewer, Deed::Lead, &Standing { city, members: &[], county: None, mender: None })
}

/// `GET /desk/campaigns/new`: everybody who can take part is ticked.
pub async fn new(staff: Staff) -> Result<HttpResponse> {
    let (viewer, ()) = staff.read(|_, _| Ok(())).await?;
    check_lead(&staff, &viewer)?;
    let can = staff.app.jurisdiction.bureaus().iter().filter(|it| plan::can_take_part(it.kind));
    let members = can.map(|bureau| ("member".to_owned(), bureau.code.clone()));
    let fields = Fields::from(members.collect::<Vec<_>>());
    show(&staff, &viewer, None, &fields, (StatusCode::OK, &[], None))
}

/// `POST /desk/campaigns`.
pub async fn create(staff: Staff, form: Submission) -> Result<HttpResponse> {
    let fields = form.fields;
    let outcome = match Plan::parse(&fields, &staff.app.jurisdiction) {
        Ok(plan) => {
            let app = staff.app.clone();
            let make = staff
                .write(move |connection, viewer| Campaign::create(connection, &app, viewer, &plan));
            make.await
        }
        Err(errors) => Err(Error::Invalid(errors)),
    };
    match outcome {
        Ok(number) => Ok(see_other(&format!("{DESK}/{number}?done=open"))),
        Err(error) => again(&staff, None, &fields, error).await,
    }
}

/// `GET /desk/campaigns/{number}/plan`.
pub async fn edit(staff: Staff, number: Path<String>) -> Result<HttpResponse> {
    let load = move |connection: &mut _, viewer: &Viewer| Whole::open(connection, viewer, &number);
    let (viewer, whole) = staff.read(load).await?;
    access::check(&viewer, Deed::Lead, &whole.standing())?;
    let fields = written(&whole);
    show(&staff, &viewer, Some(&whole.campaign.number), &fields, (StatusCode::OK, &[], None))
}

/// `POST /desk/campaigns/{number}/plan`.
pub async fn change(staff: Staff, path: Path<String>, form: Submission) -> Result<HttpResponse> {
    let (number, fields) = (path.into_inner(), form.fields);
    let outcome = match Plan::parse(&fields, &staff.app.jurisdiction) {
        Ok(plan) => {
            let (app, number) = (staff.app.clone(), number.clone());
            let version = fields.version().unwrap_or(-1);
            let change = staff.write(move |connection, viewer| {
                Campaign::change(connection, &app, viewer, &number, version, &plan)
            });
            change.await.map(drop)
        }
        Err(errors) => Err(Error::Invalid(errors)),
    };
    match outcome {
        Ok(()) => Ok(see_other(&format!("{DESK}/{number}?done=plan"))),
        Err(error) => again(&staff, Some(&number), &fields, error).await,
    }
}

/// The form with what was typed, when it can be mended.
async fn again(
    staff: &Staff,
    number: Option<&str>,
    fields: &Fields,
    error: Error,
) -> Result<HttpResponse> {
    let (viewer, ()) = staff.read(|_, _| Ok(())).await?;
    check_lead(staff, &viewer)?;
    match error {
        Error::Invalid(errors) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            show(staff, &viewer, number, fields, (status, &errors, None))
        }
        Error::Conflict(message) => {
            let said = staff.say(&message);
            show(staff, &viewer, number, fields, (StatusCode::CONFLICT, &[], Some(said)))
        }
        error => Err(error),
    }
}

/// A plan as its form writes it.
fn written(whole: &Whole) -> Fields {
    let campaign = &whole.campaign;
    let problems: Vec<&str> = whole.problems.iter().map(|problem| problem.name.as_str()).collect();
    let mut pairs = vec![
        ("campaign_name".to_owned(), campaign.name.clone()),
        ("campaign_aim".to_owned(), campaign.aim.clone()),
        ("problems".to_owned(), problems.join("\n")),
        ("version".to_owned(), campaign.version.to_string()),
    ];
    for phase in &whole.phases {
        let place = phase.position;
        pairs.push((format!("phase{place}"), phase.name.clone()));
        pairs.push((format!("phase{place}_from"), phase.begins_on.to_string()));
        pairs.push((format!("phase{place}_until"), phase.ends_on.to_string()));
    }
    pairs.extend(whole.members.iter().map(|code| ("member".to_owned(), code.clone())));
    Fields::from(pairs)
}

fn show(
    staff: &Staff,
    viewer: &Viewer,
    number: Option<&str>,
    fields: &Fields,
    (status, errors, said): (StatusCode, &[FieldError], Option<String>),
) -> Result<HttpResponse> {
    let state = staff.form(fields, errors);
    let ticked = fields.all("member");
    let can = staff.app.jurisdiction.bureaus().iter().filter(|it| plan::can_take_part(it.kind));
    let members = can.map(|bureau| {
        let name = bureau.names.in_language(staff.language.tag());
        json!({ "value": bureau.code, "label": name, "checked": ticked.contains(&bureau.code.as_str()) })
    });
    let phases = (1..=PHASES).map(|place| {
        let [name, from, until] = [
            format!("phase{place}"),
            format!("phase{place}_from"),
            format!("phase{place}_until"),
        ];
        let field = |name: &str| json!({ "name": name, "value": fields.text(name), "error": state.error.get(name) });
        json!({ "place": place, "title": field(&name), "from": field(&from), "until": field(&until) })
    });
    let mut shown_errors = state.errors.clone();
    shown_errors.extend(said.map(|said| json!({ "message": said })));
    let page: Value = json!({
        "number": number,
        "action": number.map_or_else(|| DESK.to_owned(), |number| format!("{DESK}/{number}/plan")),
        "back": number.map_or_else(|| DESK.to_owned(), |number| format!("{DESK}/{number}")),
        "members": members.collect::<Vec<_>>(),
        "phases": phases.collect::<Vec<_>>(),
        "form": state.form, "error": state.error, "errors": shown_errors,
    });
    staff.show_with(status, viewer, "campaigns/plan", page)
}
