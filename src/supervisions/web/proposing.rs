//! The form by which a listing is proposed (`L1`).

use actix_web::{HttpRequest, HttpResponse, http::StatusCode};
use serde_json::{Value, json};

use super::shown::Shown;
use crate::{
    accounts::{Staff, Viewer, session},
    app::App,
    cases::{self, Case, statement::is_assignable},
    db::Connection,
    error::{Error, FieldError, Result},
    i18n::Language,
    supervisions::{
        plants,
        proposal::{self, GROUNDS, Proposal},
    },
    web::{
        Fields, Submission,
        visit::{FormState, see_other},
    },
};

/// The fewest rows for requirements; when all are filled in, there are two more.
const ROWS: usize = 6;

/// `GET /desk/supervisions/new?case=`: filled in with what is known of the matter, if one is given.
pub async fn form(staff: Staff, request: HttpRequest) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    let (app, number) = (staff.app.clone(), query.given("case").map(str::to_owned));
    let look = move |connection: &mut Connection, viewer: &Viewer| {
        proposal::may(&app, viewer)?;
        match number {
            Some(number) => known(connection, &app, viewer, &number),
            None => Ok(Vec::new()),
        }
    };
    let (viewer, mut pairs) = staff.read(look).await?;
    pairs.push(("submission".to_owned(), session::new_token()));
    let fields = Fields::from(pairs);
    let state = staff.form(&fields, &[]);
    let page = page(&staff.app, staff.language, &viewer, &fields, state)?;
    staff.show(&viewer, "supervisions/new", page)
}

/// What a matter says of the listing that it gives cause for: its plants, its county, itself.
fn known(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    number: &str,
) -> Result<Vec<(String, String)>> {
    let case = cases::access::open(connection, viewer, number)?;
    let tied = cases::plant::of_case(connection, case.id)?;
    let mut plants: Vec<&str> = tied.iter().map(|plant| plant.name.as_str()).collect();
    if plants.is_empty() {
        plants.push(&case.plant);
    }
    let roots: Vec<i64> = tied.iter().map(|plant| plant.id).collect();
    let before = plants::lifted_before(connection, &roots)?;
    let pairs = [
        ("relapse_of", before.unwrap_or_default()),
        ("plants", plants.join("\n")),
        ("bureau", bureau(app, &case).unwrap_or_default().to_owned()),
        ("cases_behind", case.number.clone()),
        ("grounds", "unresolved".to_owned()),
    ];
    Ok(pairs.map(|(name, value)| (name.to_owned(), value)).into())
}

/// The bureau that has the matter, or, while the city has it, that of its county; never one from which
/// it is kept (`R3`).
fn bureau<'a>(app: &'a App, case: &'a Case) -> Option<&'a str> {
    let of_county = || app.jurisdiction.bureau_for_county(case.county.as_deref()?);
    let own = app.jurisdiction.bureau(&case.bureau).filter(|bureau| is_assignable(bureau.kind));
    let code = own.or_else(of_county)?.code.as_str();
    (!case.is_kept_from(code)).then_some(code)
}

/// `POST /supervisions`: sent twice it is one proposal.
pub async fn propose(staff: Staff, form: Submission) -> Result<HttpResponse> {
    let (app, fields) = (staff.app.clone(), form.fields.clone());
    let change = move |connection: &mut Connection, viewer: &Viewer| {
        proposal::may(&app, viewer)?;
        let proposal = Proposal::parse(&app, viewer, &fields).map_err(Error::Invalid)?;
        proposal.store(connection, &app, viewer)
    };
    match staff.write(change).await {
        Ok(number) => Ok(see_other(&format!("/desk/supervisions/{number}"))),
        Err(Error::Invalid(errors)) => again(&staff, &form.fields, &errors).await,
        Err(error) => Err(error),
    }
}

async fn again(staff: &Staff, fields: &Fields, errors: &[FieldError]) -> Result<HttpResponse> {
    let (viewer, ()) = staff.read(|_, _| Ok(())).await?;
    let state = staff.form(fields, errors);
    let page = page(&staff.app, staff.language, &viewer, fields, state)?;
    staff.show_with(StatusCode::UNPROCESSABLE_ENTITY, &viewer, "supervisions/new", page)
}

fn page(
    app: &App,
    language: Language,
    viewer: &Viewer,
    fields: &Fields,
    state: FormState,
) -> Result<Value> {
    let shown = Shown { app, language };
    let item = |name: &str, value: &str, label: String| json!({ "value": value, "label": label, "checked": fields.all(name).contains(&value) });
    let bureaus: Vec<Value> =
        proposal::nameable(app, viewer).map(|it| item("bureau", it, shown.area(it))).collect();
    let grounds: Vec<Value> = GROUNDS
        .iter()
        .map(|it| item("grounds", it, shown.text(&format!("supervisions-ground-{it}"))))
        .collect();
    let typed = fields.all("requirement");
    let count = ROWS.max(typed.len() + 2);
    let rows: Vec<Value> = (1..=count)
        .map(|row| {
            let id = if row == 1 { "requirement".to_owned() } else { format!("requirement-{row}") };
            json!({ "id": id, "row": row, "value": typed.get(row - 1) })
        })
        .collect();
    let today = app.clock.today();
    let due = match fields.given("listing_due_on") {
        Some(typed) => json!(typed),
        None => json!(proposal::default_due(app, today)?),
    };
    Ok(json!({
        "form": state.form,
        "errors": state.errors,
        "error": state.error,
        "submission": fields.text("submission"),
        "bureaus": bureaus,
        "only_bureau": (bureaus.len() == 1).then(|| bureaus[0]["label"].clone()),
        "grounds": grounds,
        "requirements": rows,
        "due": due,
        "latest": proposal::latest_due(today),
        "officer": fields.given("supervising_officer"),
    }))
}
