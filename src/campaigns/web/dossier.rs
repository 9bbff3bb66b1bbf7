//! The page of a campaign at the desk: figures, the register, and what is done about its lines.

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Path};
use serde_json::{Value, json};

use super::{DESK, shown::Shown};
use crate::{
    accounts::{Staff, Viewer, viewer},
    campaigns::{
        Campaign, Finding,
        access::{self, Deed},
        campaign::Whole,
        figures::{self, Beside, Register},
        finding::{Filter, State},
        publicity::{self, MEDIA, NewPublicity, Publicity},
        step::Step,
    },
    cases::statement::is_assignable,
    db::Connection,
    error::{Error, Result},
    pages::in_wan,
    timeline::{self, Audience, Event},
    web::{
        Fields, Submission,
        paging::{Pages, Paging},
        visit::{FormState, see_other},
    },
};

/// The forms of the page, by the ends of their addresses.
const FORMS: [&str; 3] = ["findings", "publicity", "closing"];
/// The most characters of a summary.
const SUMMARY: usize = 5_000;

/// A form that was sent and refused: which, of which line, what was typed, why.
struct Refused {
    form: String,
    line: Option<i64>,
    state: FormState,
}

/// All that the page shows.
struct Dossier {
    whole: Whole,
    register: Register,
    lines: Vec<(Finding, String)>,
    media: Vec<(&'static str, i64)>,
    publicity: Vec<Publicity>,
    beside: Vec<Beside>,
    events: Vec<Event>,
    names: Vec<(i64, String)>,
}

impl Dossier {
    fn read(
        connection: &mut Connection,
        viewer: &Viewer,
        number: &str,
        (filter, paging): (&Filter, Paging),
        today: chrono::NaiveDate,
    ) -> Result<Self> {
        let whole = Whole::open(connection, viewer, number)?;
        let id = whole.campaign.id;
        let events = timeline::read(connection, whole.campaign.subject(), Audience::Staff)?;
        let actors = events.iter().filter_map(|event| event.actor_id);
        Ok(Self {
            register: Register::of(connection, id, today)?,
            lines: Finding::page(connection, id, filter, today, paging)?,
            media: publicity::by_medium(connection, id)?,
            publicity: Publicity::newest(connection, id)?,
            beside: figures::beside(connection, &whole.campaign, today)?,
            names: viewer::names(connection, actors)?,
            events,
            whole,
        })
    }
}

/// `GET /desk/campaigns/{number}?state=&county=&problem=&page=`.
pub async fn show(
    staff: Staff,
    number: Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    page(&staff, &number, &query, None, StatusCode::OK).await
}

/// The addresses of forms, when somebody opens them.
pub async fn back(path: Path<(String, String)>) -> Result<HttpResponse> {
    match FORMS.contains(&path.1.as_str()) {
        true => Ok(see_other(&format!("{DESK}/{}", path.0))),
        false => Err(Error::NotFound),
    }
}

/// `POST /desk/campaigns/{number}/findings`.
pub async fn enter(staff: Staff, number: Path<String>, form: Submission) -> Result<HttpResponse> {
    let (app, fields) = (staff.app.clone(), form.fields.clone());
    let of = number.clone();
    let enter = staff
        .write(move |connection, viewer| Finding::enter(connection, &app, viewer, &of, &fields));
    let done = enter.await.map(drop);
    answer(&staff, &number, ("findings", None), &form.fields, done).await
}

/// `POST /desk/campaigns/{number}/findings/{line}/{step}`.
pub async fn step(
    staff: Staff,
    path: Path<(String, i64, String)>,
    form: Submission,
) -> Result<HttpResponse> {
    let (number, line, resource) = path.into_inner();
    let fields = form.fields;
    let parsed = Step::parse(&resource, &fields, staff.app.clock.today()).ok_or(Error::NotFound)?;
    let done = match parsed {
        Ok(step) => {
            let (app, of) = (staff.app.clone(), number.clone());
            let version = fields.version().unwrap_or(-1);
            let write = staff.write(move |connection, viewer| {
                Finding::step(connection, &app, viewer, &of, (line, version), &step)
            });
            write.await.map(drop)
        }
        Err(errors) => Err(Error::Invalid(errors)),
    };
    answer(&staff, &number, (&resource, Some(line)), &fields, done).await
}

/// `POST /desk/campaigns/{number}/publicity`.
pub async fn publicize(
    staff: Staff,
    number: Path<String>,
    form: Submission,
) -> Result<HttpResponse> {
    let done = match NewPublicity::parse(&form.fields, staff.app.clock.today()) {
        Ok(new) => {
            let (app, of) = (staff.app.clone(), number.clone());
            let note = staff.write(move |connection, viewer| {
                Publicity::note(connection, &app, viewer, &of, &new)
            });
            note.await.map(drop)
        }
        Err(errors) => Err(Error::Invalid(errors)),
    };
    answer(&staff, &number, ("publicity", None), &form.fields, done).await
}

/// `POST /desk/campaigns/{number}/closing`.
pub async fn close(staff: Staff, number: Path<String>, form: Submission) -> Result<HttpResponse> {
    let mut errors = Vec::new();
    let summary = form.fields.required("campaign_summary", SUMMARY, &mut errors);
    let done = if errors.is_empty() {
        let (app, of) = (staff.app.clone(), number.clone());
        let close = staff.write(move |connection, viewer| {
            Campaign::close(connection, &app, viewer, &of, &summary)
        });
        close.await.map(drop)
    } else {
        Err(Error::Invalid(errors))
    };
    answer(&staff, &number, ("closing", None), &form.fields, done).await
}

/// On to the page, or the page again with what was typed and what is wrong.
async fn answer(
    staff: &Staff,
    number: &str,
    (form, line): (&str, Option<i64>),
    fields: &Fields,
    done: Result<()>,
) -> Result<HttpResponse> {
    let Err(error) = done else {
        let at = line.map(|line| format!("&line={line}#line-{line}")).unwrap_or_default();
        return Ok(see_other(&format!("{DESK}/{number}?done={form}{at}")));
    };
    let (status, state) = staff.refused_form(fields, error)?;
    let refused = Refused { form: form.to_owned(), line, state };
    page(staff, number, &Fields::default(), Some(refused), status).await
}

fn filter(query: &Fields) -> Filter {
    let known = |state: &str| state == "late" || State::ALL.iter().any(|it| it.name() == state);
    let state = query.given("state").filter(|it| known(it));
    Filter {
        state: state.map(str::to_owned),
        county: query.given("county").map(str::to_owned),
        problem: query.given("problem").and_then(|problem| problem.parse().ok()),
    }
}

async fn page(
    staff: &Staff,
    number: &str,
    query: &Fields,
    refused: Option<Refused>,
    status: StatusCode,
) -> Result<HttpResponse> {
    let (asked, paging, today) = (filter(query), Paging::of(query), staff.app.clock.today());
    let of = number.to_owned();
    let read = staff.read(move |connection, viewer| {
        Dossier::read(connection, viewer, &of, (&asked, paging), today)
    });
    let (viewer, mut dossier) = read.await?;
    let path = format!("{DESK}/{}", dossier.whole.campaign.number);
    let pages = paging.cut(&path, query, &mut dossier.lines);
    let teller = Teller { staff, viewer: &viewer, dossier: &dossier, refused: refused.as_ref() };
    let page = teller.page(query, &pages);
    staff.show_with(status, &viewer, "campaigns/dossier", page)
}

struct Teller<'a> {
    staff: &'a Staff,
    viewer: &'a Viewer,
    dossier: &'a Dossier,
    refused: Option<&'a Refused>,
}

impl Teller<'_> {
    fn shown(&self) -> Shown<'_> {
        Shown { app: &self.staff.app, language: self.staff.language }
    }

    fn path(&self) -> String {
        format!("{DESK}/{}", self.dossier.whole.campaign.number)
    }

    fn may(&self, deed: Deed) -> bool {
        let whole = &self.dossier.whole;
        whole.campaign.closed_at.is_none() && access::may(self.viewer, deed, &whole.standing())
    }

    fn page(&self, query: &Fields, pages: &Pages) -> Value {
        let Dossier { whole, register, media, .. } = self.dossier;
        let mut page = self.shown().whole(whole, register, media);
        let path = self.path();
        let begun = whole.campaign.begins_on <= self.staff.app.clock.today();
        page["public"] = json!(begun.then(|| format!("/campaigns/{}", whole.campaign.number)));
        page["plan"] = json!(self.may(Deed::Lead).then(|| format!("{path}/plan")));
        page["lines"] = self.dossier.lines.iter().map(|line| self.line(line)).collect();
        page["filters"] = self.filters(query);
        page["pagination"] = json!(pages);
        page["beside"] = self.dossier.beside.iter().map(|line| self.beside(line)).collect();
        page["publicity"] = self.dossier.publicity.iter().map(|it| self.publicity(it)).collect();
        page["events"] = self.dossier.events.iter().rev().map(|it| self.event(it)).collect();
        page["find"] = json!(self.may(Deed::Find).then(|| self.find_form()));
        page["publicize"] = json!(self.may(Deed::Publicize).then(|| self.publicity_form()));
        let all_cleared = register.sum.found() == register.sum.cleared();
        let close = self.may(Deed::Lead).then(|| {
            let mut form = self.form("closing", None);
            form["ready"] = all_cleared.into();
            form
        });
        page["close"] = json!(close);
        page["errors"] = json!(self.refused.map(|it| it.state.errors.clone()).unwrap_or_default());
        page["notice"] = json!(self.done(query));
        page
    }

    fn done(&self, query: &Fields) -> Option<Value> {
        let known =
            ["open", "plan", "findings", "mending", "clearing", "return", "publicity", "closing"];
        let done = known.into_iter().find(|known| *known == query.text("done"))?;
        let text = self.shown().text(&format!("campaigns-done-{done}"));
        Some(json!({ "kind": "done", "text": text }))
    }

    /// What was typed into a form, and what is wrong with it.
    fn form(&self, form: &str, line: Option<i64>) -> Value {
        let state = self.refused.filter(|it| it.form == form && it.line == line);
        let action = match line {
            Some(line) => format!("{}/findings/{line}/{form}", self.path()),
            None => format!("{}/{form}", self.path()),
        };
        let mut typed = state.map(|it| it.state.form.clone()).unwrap_or_default();
        let today = self.staff.app.clock.today().to_string();
        for day in ["found_on", "mended_on", "published_on"] {
            typed.entry(day.to_owned()).or_insert_with(|| today.clone());
        }
        typed.entry("many".to_owned()).or_insert_with(|| "1".to_owned());
        json!({
            "action": action,
            "open": state.is_some(),
            "form": typed,
            "error": state.map(|it| it.state.error.clone()).unwrap_or_default(),
        })
    }

    fn find_form(&self) -> Value {
        let mut form = self.form("findings", None);
        let problems = self.dossier.whole.problems.iter();
        form["problems"] = problems
            .map(|problem| json!({ "value": problem.id.to_string(), "label": problem.name }))
            .collect();
        let bureaus = self.staff.app.jurisdiction.bureaus().iter();
        let places = bureaus.filter(|bureau| is_assignable(bureau.kind));
        let is_bureau = is_assignable_bureau(self.viewer, self.staff);
        let places: Vec<Value> = places
            .map(|bureau| json!({ "value": bureau.code, "label": self.shown().bureau(&bureau.code) }))
            .collect();
        form["counties"] = if is_bureau { Value::Null } else { places.into() };
        form
    }

    fn publicity_form(&self) -> Value {
        let mut form = self.form("publicity", None);
        form["media"] = MEDIA.iter().map(|medium| self.medium(medium)).collect();
        form
    }

    fn medium(&self, medium: &str) -> Value {
        json!({ "value": medium, "label": self.shown().text(&format!("campaigns-medium-{medium}")) })
    }

    fn line(&self, (finding, number): &(Finding, String)) -> Value {
        let Dossier { whole, .. } = self.dossier;
        let today = self.staff.app.clock.today();
        let open = whole.campaign.closed_at.is_none();
        let standing = finding.standing(whole);
        let may = |deed| open && access::may(self.viewer, deed, &standing);
        let mend = finding.is(State::Open) && may(Deed::Mend);
        let clear = finding.is(State::Mended) && may(Deed::Clear);
        let plant_page = self.viewer.role.menu().any(|(path, _)| path == "/enterprises");
        json!({
            "id": finding.id, "version": finding.version,
            "plant": finding.plant,
            "plant_href": plant_page.then(|| format!("/enterprises/{number}")),
            "county": self.staff.place(&finding.county),
            "problem": whole.problem(finding.problem_id).map(|problem| &problem.name),
            "officers": finding.officers.replace('\n', &self.shown().text("desk-list-separator")),
            "found": finding.found_on, "facts": finding.facts, "demand": finding.demand,
            "due": finding.due_on, "state": finding.state,
            "late": finding.is_late(today),
            "mended": finding.mended_on, "mended_text": finding.mended_text,
            "cleared": finding.cleared_on, "returned": finding.returned_note,
            "mend": mend.then(|| self.form("mending", Some(finding.id))),
            "clear": clear.then(|| self.form("clearing", Some(finding.id))),
            "send_back": clear.then(|| self.form("return", Some(finding.id))),
        })
    }

    fn beside(&self, line: &Beside) -> Value {
        let is_money = line.name == "fined";
        let shown = |figure: i64| if is_money { json!(in_wan(figure)) } else { json!(figure) };
        let key = match line.name {
            "inspections" | "fined" => format!("campaigns-beside-{}", line.name),
            measure => format!("measure-{measure}"),
        };
        json!({ "name": self.shown().text(&key), "own": shown(line.own), "all": shown(line.all) })
    }

    fn publicity(&self, it: &Publicity) -> Value {
        json!({
            "medium": self.shown().text(&format!("campaigns-medium-{}", it.medium)),
            "on": it.published_on, "title": it.title, "many": it.many,
            "bureau": self.shown().bureau(&it.bureau),
        })
    }

    fn event(&self, event: &Event) -> Value {
        let name = self.dossier.names.iter().find(|(id, _)| Some(*id) == event.actor_id);
        json!({
            "act": self.shown().text(&format!("campaigns-event-{}", event.act)),
            "at": event.at, "who": name.map(|(_, name)| name),
            "bureau": self.shown().bureau(&event.actor),
            "plant": event.detail()["plant"],
        })
    }

    /// Links that narrow the register, each with how many lines it leaves.
    fn filters(&self, query: &Fields) -> Value {
        let Dossier { whole, register, .. } = self.dossier;
        let sum = register.sum;
        let link = |name: &str, value: &str, label: String, many: i64| {
            let current = query.text(name) == value;
            json!({ "href": self.narrowed(query, name, value), "label": label, "count": many, "current": current })
        };
        let states =
            State::ALL.map(State::name).into_iter().zip(sum.states).chain([("late", sum.late)]);
        let states = states.map(|(state, many)| {
            let label = self.shown().text(&format!("campaigns-state-{state}"));
            link("state", state, label, many)
        });
        let all = link("state", "", self.shown().text("campaigns-all"), sum.found());
        let states: Vec<Value> = std::iter::once(all).chain(states).collect();
        let problems = whole.problems.iter().filter_map(|problem| {
            let count = register.problems.get(&problem.id)?;
            Some(link("problem", &problem.id.to_string(), problem.name.clone(), count.found()))
        });
        let problems: Vec<Value> = problems.collect();
        let counties = register.counties.iter().map(|(code, count)| {
            link("county", code, self.staff.place(code).to_owned(), count.found())
        });
        let counties: Vec<Value> = counties.collect();
        json!([
            { "label": self.shown().text("campaigns-by-state"), "items": states },
            { "label": self.shown().text("campaigns-by-problem"), "items": problems },
            { "label": self.shown().text("campaigns-by-county"), "items": counties },
        ])
    }

    /// The address with one part of the query set, or taken away when it is set already.
    fn narrowed(&self, query: &Fields, name: &str, value: &str) -> String {
        let kept = ["state", "county", "problem"].into_iter().filter(|other| *other != name);
        let mut parts: Vec<(&str, &str)> =
            kept.filter_map(|other| Some((other, query.given(other)?))).collect();
        if !value.is_empty() && query.text(name) != value {
            parts.push((name, value));
        }
        let query = serde_html_form::to_string(&parts).unwrap_or_default();
        if query.is_empty() { self.path() } else { format!("{}?{query}", self.path()) }
    }
}

/// Whether the viewer's plants are those of their own bureau.
fn is_assignable_bureau(viewer: &Viewer, staff: &Staff) -> bool {
    let bureau = staff.app.jurisdiction.bureau(&viewer.bureau);
    bureau.is_some_and(|bureau| is_assignable(bureau.kind))
}
