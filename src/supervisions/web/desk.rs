//! The desk's list and page of a supervised case (`P3`, `P5`, `P6`).

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Path};
use serde_json::{Value, json};

use super::{
    forms::{self, Forms, Sent},
    kept,
    shown::{Seen, Shown},
    typed,
};
use crate::{
    accounts::{Staff, Viewer, viewer},
    app::App,
    cases,
    db::{Connection, schema},
    error::Result,
    i18n::Language,
    message::Message,
    supervisions::{
        Act, Supervision, access, join,
        letter::Letter,
        list::{self, Filter},
        plants::{self, Tied},
        proposal::{self, GROUNDS},
        records::{Lifting, Records},
        supervision::Relatives,
        work::{self, By},
    },
    timeline::{self, Audience, Event},
    web::{
        Fields, Submission,
        paging::Paging,
        visit::{FormState, see_other},
    },
};

const PATH: &str = "/desk/supervisions";
/// States that the desk's list can be narrowed to.
const STATES: [&str; 9] = [
    "overdue",
    "proposed",
    "listed",
    "applied",
    "verification",
    "notice",
    "lifted",
    "refused",
    "escalated",
];

/// `GET /desk/supervisions?state=&bureau=&mine=&plant=&q=&page=`.
pub async fn index(staff: Staff, request: HttpRequest) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    let (app, language) = (staff.app.clone(), staff.language);
    let load = move |connection: &mut Connection, viewer: &Viewer| {
        access::has_desk(viewer)?;
        list_page(connection, &app, language, viewer, &query)
    };
    let (viewer, page) = staff.read(load).await?;
    staff.show(&viewer, "supervisions/desk", page)
}

fn list_page(
    connection: &mut Connection,
    app: &App,
    language: Language,
    viewer: &Viewer,
    query: &Fields,
) -> Result<Value> {
    let (today, paging) = (app.clock.today(), Paging::of(query));
    let words = typed(query);
    let ids = match query.given("plant") {
        Some(plant) => Some(plants::listings(connection, plant)?),
        None => None,
    };
    let mine = query.ticked("mine");
    let filter = Filter {
        state: query.given("state").filter(|it| STATES.contains(it)).map(str::to_owned),
        bureau: query.given("bureau").map(str::to_owned),
        proposer: mine.then_some(viewer.account),
        ground: query.given("ground").filter(|it| GROUNDS.contains(it)).map(str::to_owned),
        words: words.clone(),
        ids,
    };
    let seen = || access::visible(viewer);
    let mut rows = list::page(connection, seen(), &filter, today, paging.offset())?;
    let counts = list::counts(connection, seen, &filter, today)?;
    let bureaus = list::by_bureau(connection, seen())?;
    let grounds = list::grounds(connection, seen())?;
    let pages = paging.cut(PATH, query, &mut rows);
    let words_of = Shown { app, language };
    let cards: Vec<Value> = rows.iter().map(|row| words_of.card(row, PATH)).collect();
    let mut groups = vec![json!({
        "label": words_of.text("supervisions-filter-state"),
        "items": words_of.states(&STATES, &filter, &counts, PATH, "bureau"),
    })];
    if grounds.len() > 1 {
        groups.push(json!({
            "label": words_of.text("supervisions-grounds"),
            "items": words_of.grounds(&grounds, &filter, PATH, "bureau"),
        }));
    }
    if bureaus.len() > 1 {
        groups.push(json!({
            "label": words_of.text("supervisions-county"),
            "items": words_of.bureaus(&bureaus, &filter, PATH, "bureau"),
        }));
    }
    Ok(json!({
        "query": words,
        "kept": kept(query, &["state", "bureau", "mine", "plant", "ground"]),
        "mine": mine,
        "filters": groups,
        "rows": cards,
        "pagination": pages,
        "propose": proposal::may(app, viewer).is_ok().then_some("/desk/supervisions/new"),
    }))
}

/// What the page of one case shows to staff.
struct Case {
    case: Supervision,
    bureaus: Vec<String>,
    records: Records,
    relatives: Relatives,
    events: Vec<Event>,
    names: Vec<(i64, String)>,
    behind: Vec<(String, String)>,
    untied: Vec<(String, String)>,
    plants: Vec<Tied>,
    letter: Option<Letter>,
}

impl Case {
    fn of(connection: &mut Connection, viewer: &Viewer, number: &str) -> Result<Self> {
        access::has_desk(viewer)?;
        let case = access::open(connection, viewer, number)?;
        let records = Records::of(connection, case.id)?;
        let events = timeline::read(connection, case.subject(), Audience::Staff)?;
        let actors = events.iter().filter_map(|event| event.actor_id);
        let people = actors.chain(records.verifications.iter().map(|it| it.account));
        let bureaus = case.bureaus(connection)?;
        Ok(Self {
            untied: join::untied(connection, viewer, &case, &bureaus)?,
            bureaus,
            relatives: case.relatives(connection)?,
            names: viewer::names(connection, people)?,
            behind: behind(connection, viewer, &case)?,
            plants: plants::of_listings(connection, &[case.id])?,
            letter: Letter::of(connection, case.id)?,
            case,
            records,
            events,
        })
    }

    fn page(
        &self,
        app: &App,
        language: Language,
        viewer: &Viewer,
        sent: Option<Sent<'_>>,
    ) -> Result<Value> {
        let shown = Shown { app, language };
        let seen = Seen { case: &self.case, records: &self.records, office: true };
        let mut page = shown.case(&seen, &self.bureaus, &self.relatives)?;
        let by = By::Staff(viewer);
        let rules = work::offered(app, by, &self.case, &self.bureaus, &self.records)?;
        let errors = sent.as_ref().map(|sent| sent.state.errors.clone()).unwrap_or_default();
        let forms = Forms {
            shown: Shown { app, language },
            case: &self.case,
            records: &self.records,
            sent,
        };
        page["tied"] = self.tied();
        page["letter"] = json!(self.letter.as_ref().map(|letter| json!({
            "number": letter.number,
            "href": format!("/supervisions/{}/letter", self.case.number),
        })));
        page["acts"] = forms.all(&rules)?;
        page["waiting"] = forms.waiting(&forms::of_state(self.case.state()?), &rules);
        page["errors"] = json!(errors);
        page["list"] = json!(PATH);
        page["public"] = json!(
            self.case.state()?.is_public().then(|| format!("/supervisions/{}", self.case.number))
        );
        page["refusal"] = json!(self.case.refusal);
        let matters = |rows: &[(String, String)]| -> Value {
            rows.iter().map(|(number, plant)| json!({ "number": number, "plant": plant })).collect()
        };
        page["behind"] = matters(&self.behind);
        page["untied"] = matters(&self.untied);
        page["tie"] = json!(format!("{PATH}/{}/matters", self.case.number));
        let liftings = self.records.liftings.iter().rev();
        page["liftings"] = json!(liftings.map(|it| self.lifting(&shown, it)).collect::<Vec<_>>());
        page["events"] = shown.events(&self.events, Some(&self.names));
        Ok(page)
    }

    /// The plants of the register that it is about.
    fn tied(&self) -> Value {
        let plants = self.plants.iter().map(|it| {
            json!({
                "number": it.plant.number,
                "name": it.plant.name,
                "state": it.plant.state,
                "href": format!("/enterprises/{}", it.plant.number),
            })
        });
        plants.collect()
    }

    /// One attempt to leave the list, with what was verified and objected.
    fn lifting(&self, shown: &Shown<'_>, lifting: &Lifting) -> Value {
        let stands = lifting.notice_until.is_some_and(|until| shown.app.clock.today() <= until);
        let steps = stands.then(|| proposal::notice_steps(shown.app, &self.case, lifting));
        let verified = self.records.verifications.iter().filter(|it| it.lifting_id == lifting.id);
        let name = |account: i64| self.names.iter().find(|(id, _)| *id == account).map(|it| &it.1);
        json!({
            "applied": lifting.applied_on,
            "statement": lifting.statement,
            "outcome": lifting.outcome,
            "note": lifting.note,
            "notice": lifting.notice,
            "from": lifting.notice_from,
            "until": lifting.notice_until,
            "steps": shown.steps(steps),
            "verifications": verified
                .map(|it| json!({
                    "name": name(it.account), "date": it.visited_on, "findings": it.findings,
                }))
                .collect::<Vec<_>>(),
            "objections": self.records.objections_to(lifting.id)
                .map(|it| json!({
                    "text": it.text, "at": it.at.format("%Y-%m-%dT%H:%M:%S").to_string(),
                    "upheld": it.upheld, "open": it.upheld.is_none(), "reason": it.reason,
                }))
                .collect::<Vec<_>>(),
        })
    }
}

/// The matters behind a case that this viewer may know of (`R3`), by number and plant.
fn behind(
    connection: &mut Connection,
    viewer: &Viewer,
    case: &Supervision,
) -> Result<Vec<(String, String)>> {
    use diesel::prelude::*;
    use schema::cases::{self as table, dsl};
    let rows = case.cases(connection)?;
    Ok(dsl::cases
        .filter(table::id.eq_any(rows))
        .filter(cases::access::visible(viewer))
        .order(table::id)
        .select((table::number, table::plant))
        .load(connection)?)
}

/// `GET /desk/supervisions/{number}`.
pub async fn show(
    staff: Staff,
    number: Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    let done = Act::ALL.into_iter().find(|act| act.name() == query.text("done"));
    let (app, language) = (staff.app.clone(), staff.language);
    let load = move |connection: &mut Connection, viewer: &Viewer| {
        Case::of(connection, viewer, &number)?.page(&app, language, viewer, None)
    };
    let (viewer, mut page) = staff.read(load).await?;
    if let Some(act) = done {
        let act = staff.text(&format!("supervisions-act-{}", act.name()));
        let text = staff.say(&Message::new("supervisions-act-done").with("act", act));
        page["notice"] = json!({ "kind": "done", "text": text });
    } else if query.ticked("tied") {
        let text = staff.text("supervisions-join-done");
        page["notice"] = json!({ "kind": "done", "text": text });
    }
    staff.show(&viewer, "supervisions/case", page)
}

/// `POST /desk/supervisions/{number}/matters`: ties a matter that came in later, from its page or the listing's.
pub async fn tie(staff: Staff, number: Path<String>, form: Submission) -> Result<HttpResponse> {
    let (app, number) = (staff.app.clone(), number.into_inner());
    let (of, matter) = (number.clone(), form.fields.text("case").to_owned());
    let tie = move |connection: &mut Connection, viewer: &Viewer| {
        access::has_desk(viewer)?;
        join::tie(connection, &app, viewer, &of, &matter)
    };
    staff.write(tie).await?;
    Ok(see_other(&format!("{PATH}/{number}?tied=1")))
}

/// `GET` of the form's address, as after a log-in: the page it is on.
pub async fn back(number: Path<String>) -> HttpResponse {
    see_other(&format!("{PATH}/{number}"))
}

/// The page with a form that must be mended: 422, and all that was typed is kept.
pub async fn show_again(
    staff: &Staff,
    number: String,
    act: Act,
    fields: Fields,
    state: FormState,
) -> Result<HttpResponse> {
    let (app, language) = (staff.app.clone(), staff.language);
    let load = move |connection: &mut Connection, viewer: &Viewer| {
        let sent = Sent { act, state: &state, unmet: fields.all("unmet") };
        Case::of(connection, viewer, &number)?.page(&app, language, viewer, Some(sent))
    };
    let (viewer, page) = staff.read(load).await?;
    staff.show_with(StatusCode::UNPROCESSABLE_ENTITY, &viewer, "supervisions/case", page)
}
